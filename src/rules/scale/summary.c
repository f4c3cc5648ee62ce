/* The figures of one axis, from its distribution. */
#include "rules/scale/scale.h"

#include <assert.h>
#include <string.h>

static enum rc add_answer(const struct scale_axis *axis, struct scale_answer answer,
                          struct scale_summary *summary) {
    if (answer.kind == SCALE_EMPTY) {
        summary->empty++;
    } else if (answer.kind == SCALE_DONT_KNOW) {
        summary->dont_know++;
    } else {
        int step = scale_axis_step_of(axis, answer.value);
        if (step < 0) return RC_INVALID;
        summary->count[step]++;
    }
    return RC_OK;
}

/* The value at place (0 is the lowest) of all values in order. */
static int value_at(const struct scale_axis *axis, const int *count, int place) {
    int step = 0;
    for (int before = count[0]; before <= place; before += count[step]) step++;
    return axis->min + step * axis->step;
}

static int quartile(const struct scale_axis *axis, const struct scale_summary *summary, int which) {
    int position = which * (summary->n - 1);
    int low = value_at(axis, summary->count, position / 4);
    if (position % 4 == 0) return low * SCALE_QUARTERS;
    int high = value_at(axis, summary->count, position / 4 + 1);
    return low * SCALE_QUARTERS + position % 4 * (high - low);
}

static enum rc finish(const struct scale_axis *axis, struct scale_summary *summary) {
    int64_t n = 0;
    int steps = scale_axis_steps(axis);
    for (int i = 0; i < steps; i++) {
        if (summary->count[i] < 0) return RC_INVALID;
        if (summary->count[i] > SCALE_ANSWERS_MAX) return RC_LIMIT;
        n += summary->count[i];
        summary->sum += (int64_t)summary->count[i] * (axis->min + i * axis->step);
    }
    if (n > SCALE_ANSWERS_MAX) return RC_LIMIT;
    summary->n = (int)n;
    if (n == 0) return RC_OK;
    summary->lowest = value_at(axis, summary->count, 0);
    summary->highest = value_at(axis, summary->count, summary->n - 1);
    summary->q1 = quartile(axis, summary, 1);
    summary->median = quartile(axis, summary, 2);
    summary->q3 = quartile(axis, summary, 3);
    return RC_OK;
}

enum rc scale_summarise(const struct scale_axis *axis, const struct scale_answer *answers, size_t n,
                        struct scale_summary *summary) {
    *summary = (struct scale_summary){0};
    if (!scale_axis_is_valid(axis)) return RC_INVALID;
    if (n > SCALE_ANSWERS_MAX) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) TRY(add_answer(axis, answers[i], summary));
    return finish(axis, summary);
}

enum rc scale_summarise_counts(const struct scale_axis *axis, const int *counts, int dont_know,
                               struct scale_summary *summary) {
    *summary = (struct scale_summary){.dont_know = dont_know};
    if (!scale_axis_is_valid(axis) || dont_know < 0) return RC_INVALID;
    memcpy(summary->count, counts, (size_t)scale_axis_steps(axis) * sizeof *counts);
    return finish(axis, summary);
}

int scale_iqr(const struct scale_summary *summary) {
    return summary->n ? summary->q3 - summary->q1 : 0;
}

struct scale_ratio scale_mean(const struct scale_summary *summary) {
    return (struct scale_ratio){summary->sum, summary->n};
}

struct scale_ratio scale_share_upto(const struct scale_summary *summary,
                                    const struct scale_axis *axis, int value) {
    int64_t below = 0;
    int steps = scale_axis_steps(axis);
    for (int i = 0; i < steps && axis->min + i * axis->step <= value; i++)
        below += summary->count[i];
    return (struct scale_ratio){below, summary->n};
}

int64_t scale_ratio_round(struct scale_ratio ratio, int places) {
    assert(places >= 0 && places <= 6 && ratio.below >= 0);
    if (ratio.below == 0) return 0;
    __int128 scaled = ratio.above;
    for (int i = 0; i < places; i++) scaled *= 10;
    __int128 size = scaled < 0 ? -scaled : scaled;
    int64_t rounded = (int64_t)((2 * size + ratio.below) / (2 * (__int128)ratio.below));
    return scaled < 0 ? -rounded : rounded;
}

bool scale_gap(const struct scale_summary *self, const struct scale_summary *guess, int *quarters) {
    if (self->n == 0 || guess->n == 0) return false;
    *quarters = self->median - guess->median;
    return true;
}

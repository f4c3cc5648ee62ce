/* Readings of a finished sheet. */
#include "rules/scale/reading.h"

enum {
    LOW = 1, /* "slightly": a condition at most here is not in place */
    CONTESTED_FROM = 30,
    CONTESTED_TO = 70, /* percent */
};

struct scale_ratio scale_aspect_mean(const struct scale_summary *summaries,
                                     const enum scale_aspect *aspects, size_t n,
                                     enum scale_aspect aspect) {
    int64_t sum = 0, rays = 0, answered = 0;
    for (size_t i = 0; i < n; i++) {
        if (aspects[i] != aspect) continue;
        rays++;
        if (summaries[i].n == 0) continue;
        answered++;
        sum += summaries[i].median;
    }
    if (answered == 0 || 2 * answered < rays) return (struct scale_ratio){0, 0};
    return (struct scale_ratio){sum, answered * SCALE_QUARTERS};
}

/* The mean in comparison with halves / 2: below 0 when it is less. */
static int compare_mean(struct scale_ratio mean, int64_t halves) {
    int64_t left = 2 * mean.above, right = halves * mean.below;
    return (left > right) - (left < right);
}

bool scale_star_hint(const struct scale_summary *summaries, const enum scale_aspect *aspects,
                     size_t n) {
    struct scale_ratio mean[SCALE_ASPECT__N];
    for (int a = 0; a < SCALE_ASPECT__N; a++) {
        mean[a] = scale_aspect_mean(summaries, aspects, n, (enum scale_aspect)a);
        if (mean[a].below == 0) return false;
    }
    return compare_mean(mean[SCALE_ORGANISATIONAL], 5) < 0 &&
           compare_mean(mean[SCALE_PERSONAL], 7) >= 0 &&
           compare_mean(mean[SCALE_RELATIONAL], 7) >= 0;
}

static bool is_contested(const struct scale_summary *summary) {
    int64_t low = 100 * (int64_t)(summary->count[0] + summary->count[LOW]);
    return low >= CONTESTED_FROM * (int64_t)summary->n && low <= CONTESTED_TO * (int64_t)summary->n;
}

static bool is_weaker(const struct scale_summary *a, const struct scale_summary *b) {
    if (a->median != b->median) return a->median < b->median;
    return a->sum * b->n < b->sum * a->n;
}

void scale_read_conditions(const struct scale_summary summaries[SCALE_CONDITION__N],
                           struct scale_readiness *readiness) {
    bool is_known = true;
    int weakest = 0;
    *readiness = (struct scale_readiness){.weakest = SCALE_CONDITION__N};
    for (int c = 0; c < SCALE_CONDITION__N; c++) {
        const struct scale_summary *summary = &summaries[c];
        if (summary->n == 0) {
            is_known = false;
            continue;
        }
        readiness->missing[c] = summary->median <= LOW * SCALE_QUARTERS;
        readiness->contested[c] = is_contested(summary);
        readiness->n_missing += readiness->missing[c];
        if (is_known && is_weaker(summary, &summaries[weakest])) weakest = c;
    }
    if (!is_known) return;
    readiness->weakest = (enum scale_condition)weakest;
    static const enum scale_row rows[] = {SCALE_ROW_LASTING, SCALE_ROW_ONE};
    readiness->row = readiness->n_missing < 2 ? rows[readiness->n_missing] : SCALE_ROW_SEVERAL;
}

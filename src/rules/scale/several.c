/* Several axes side by side: the order of disagreement, and what dated sheets have in common. */
#include "rules/scale/scale.h"

#include <assert.h>
#include <string.h>

/* Compares a / of_a with b / of_b: above 0 when the first is larger. */
static int compare_shares(int64_t a, int64_t of_a, int64_t b, int64_t of_b) {
    int64_t left = a * of_b, right = b * of_a;
    return (left > right) - (left < right);
}

static int spread(const struct scale_summary *summary) {
    return summary->highest - summary->lowest;
}

/* Whether people disagree more on axis a than on axis b. */
static bool comes_before(const struct scale_axis *axes, const struct scale_summary *all, size_t a,
                         size_t b) {
    if ((all[a].n == 0) != (all[b].n == 0)) return all[a].n != 0;
    int64_t width_a = axes[a].max - axes[a].min, width_b = axes[b].max - axes[b].min;
    int order = compare_shares(scale_iqr(&all[a]), width_a, scale_iqr(&all[b]), width_b);
    if (order == 0) order = compare_shares(spread(&all[a]), width_a, spread(&all[b]), width_b);
    return order ? order > 0 : a < b;
}

void scale_order_by_disagreement(const struct scale_axis *axes,
                                 const struct scale_summary *summaries, size_t n, size_t *order) {
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && comes_before(axes, summaries, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static bool is_same_axis(const struct scale_keyed_axis *a, const struct scale_keyed_axis *b) {
    return str_is(a->key, b->key) && memcmp(&a->axis, &b->axis, sizeof a->axis) == 0;
}

/* The axis's index in a sheet; the sheet's number of axes when it is not there. */
static size_t find_axis(const struct scale_sheet *sheet, const struct scale_keyed_axis *axis) {
    size_t i = 0;
    while (i < sheet->axes.n && !is_same_axis(&sheet->axes.v[i], axis)) i++;
    return i;
}

static bool has_double(const struct scale_sheet *sheet) {
    for (size_t i = 0; i < sheet->axes.n; i++)
        for (size_t j = 0; j < i; j++)
            if (str_is(sheet->axes.v[i].key, sheet->axes.v[j].key)) return true;
    return false;
}

/* The places of axis i of the last sheet in every sheet; false when one does not have it. */
static bool find_in_all(const struct scale_sheet *sheets, size_t n, size_t i,
                        size_t at[SCALE_SHEETS_MAX]) {
    const struct scale_keyed_axis *axis = &sheets[n - 1].axes.v[i];
    for (size_t j = 0; j < n; j++) {
        at[j] = find_axis(&sheets[j], axis);
        if (at[j] == sheets[j].axes.n) return false;
    }
    return true;
}

enum rc scale_compare_sheets(const struct scale_sheet *sheets, size_t n,
                             struct scale_shared *shared) {
    *shared = (struct scale_shared){0};
    if (n == 0 || n > SCALE_SHEETS_MAX) return RC_LIMIT;
    for (size_t j = 0; j < n; j++) {
        if (sheets[j].axes.n > SCALE_AXES_MAX) return RC_LIMIT;
        if (has_double(&sheets[j])) return RC_INVALID;
    }
    for (size_t i = 0; i < sheets[n - 1].axes.n; i++)
        if (find_in_all(sheets, n, i, shared->at[shared->n])) shared->n++;
    for (size_t j = 0; j < n; j++) shared->left_out[j] = sheets[j].axes.n - shared->n;
    if (shared->n < SCALE_AXES_MAX) memset(shared->at[shared->n], 0, sizeof shared->at[shared->n]);
    return RC_OK;
}

/* What the files of the result page share; for feature/budget only. */
#ifndef FEATURE_BUDGET_RESULT_PARTS_H
#define FEATURE_BUDGET_RESULT_PARTS_H

#include "feature/budget/result.h"
#include "feature/budget/store.h"

/* What building the view needs in every step. */
struct result {
    struct request *request;
    struct arena *arena;
    struct budget_summary summary;
    struct budget_lines lines;
    const struct budget_line **order; /* funded ones by place, then the others by votes */
    size_t funded;
};

/* An amount in the vote's currency. */
struct money result_money(const struct result *result, int64_t units);

/* The bar of the money, into room for one segment a winner and one for the rest; edges are rounded
   so that they meet. Returns how many. */
size_t result_segments(const struct result *result, struct budget_segment *segments);

/* The columns of voters by how many of their projects are funded, here and if most votes had won.
 */
enum rc result_bars(const struct result *result, struct budget_result_view *view) MUST_CHECK;

#endif

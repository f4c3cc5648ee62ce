/* Prints plans of pairs for a second program to compare: reads lines "PEOPLE ROUNDS SEED" and
   writes one line per round as grouping_write does, then an empty line. */
#include "rules/grouping/grouping.h"

#include <inttypes.h>
#include <stdio.h>

static enum rc print_plan(struct arena *arena, const struct grouping_task *task) {
    struct grouping_plan plan;
    struct buf out;
    TRY(grouping_pairs(arena, task, &plan));
    buf_init(&out, arena, 1 << 24);
    for (size_t r = 0; r < plan.rounds.n; r++) {
        grouping_write(&out, &plan.rounds.v[r]);
        buf_add_char(&out, '\n');
    }
    if (!buf_ok(&out)) return RC_LIMIT;
    (void)printf("%.*s\n", STR_ARG(buf_str(&out)));
    return RC_OK;
}

int main(void) {
    struct grouping_task task = {0};
    while (scanf("%zu %zu %" SCNu64, &task.people, &task.rounds, &task.seed) == 3) {
        struct arena arena;
        arena_init(&arena, (size_t)1 << 28);
        const enum rc rc = print_plan(&arena, &task);
        arena_release(&arena);
        if (rc == RC_OK) continue;
        (void)fprintf(stderr, "%s\n", rc_name(rc));
        return 1;
    }
    return 0;
}

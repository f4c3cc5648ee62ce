/* For tests only: asking a plan what it does to people. */
#ifndef RULES_GROUPING_PLANS_H
#define RULES_GROUPING_PLANS_H

#include "rules/grouping/grouping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { PLANS_PEOPLE = 400 };

struct plans_look {
    unsigned pairs[PLANS_PEOPLE][PLANS_PEOPLE]; /* meetings that are not due to a trio's third */
    unsigned met[PLANS_PEOPLE][PLANS_PEOPLE];   /* all meetings */
    unsigned trio[PLANS_PEOPLE];                /* rounds in a trio */
    unsigned joined[PLANS_PEOPLE];              /* rounds as its last member */
    unsigned rounds[PLANS_PEOPLE];              /* rounds in any group */
    unsigned repeats;                           /* pairs that had met as a pair before */
    unsigned repeats_any;                       /* meetings again of any kind */
};

/* Adds a round to the look; fails the test when anybody absent takes part, anybody present does
   not, or anybody twice. */
void plans_add(struct plans_look *look, const struct grouping_round *round, size_t people,
               const bool *absent);
struct grouping_plan plans_pairs(struct arena *arena, const struct grouping_task *task);
struct grouping_plan plans_groups(struct arena *arena, const struct grouping_task *task);
/* The first rounds, and one after the other. */
struct grouping_plan plans_first(struct grouping_plan plan, size_t rounds);
struct grouping_plan plans_both(struct arena *arena, struct grouping_plan a,
                                struct grouping_plan b);
/* All rounds as text, with line breaks. */
struct str plans_text(struct arena *arena, const struct grouping_plan *plan);
/* The difference between the largest and the smallest group. */
size_t plans_spread(const struct grouping_round *round);

#endif

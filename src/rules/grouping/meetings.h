/* For the files of this folder: who is here, and how often and when they met. */
#ifndef RULES_GROUPING_MEETINGS_H
#define RULES_GROUPING_MEETINGS_H

#include "rules/grouping/grouping.h"

enum { GROUPING_SEAT = 1 << 16 }; /* one trio seat, in the unit of balances */

/* Those present have places 0 to n - 1; who[place] is the person, in ascending order. */
struct meetings {
    size_t n;
    const int *who;
    const int *sector;  /* [n]; all 0 where sectors do not matter */
    uint16_t *times;    /* [n * n] how often two have met */
    uint16_t *latest;   /* [n * n] 1 + the round where they last did */
    int64_t *trio;      /* [n] trio seats had, less the fair share of them */
    int64_t *left_over; /* [n] times joined to a pair, less the fair share of them */
    size_t rounds;
};

/* Checks the task and reads its history. outsiders (may be NULL): whether history names people who
   are absent. */
enum rc meetings_read(struct arena *arena, const struct grouping_task *task,
                      struct meetings *meetings, bool *outsiders) MUST_CHECK;
/* A copy that can be changed on its own, and the same into one made before. */
enum rc meetings_copy(struct arena *arena, const struct meetings *from,
                      struct meetings *to) MUST_CHECK;
void meetings_set(struct meetings *to, const struct meetings *from);
/* Two places meet in a round; the round ends. */
void meetings_add(struct meetings *meetings, size_t a, size_t b);

static inline unsigned meetings_times(const struct meetings *m, size_t a, size_t b) {
    return m->times[a * m->n + b];
}

/* The empty plan with room for so many rounds; where a round's groups and members are filled in. */
struct grouping_round *plan_rounds(struct arena *arena, size_t rounds, struct grouping_plan *plan);
struct grouping_group *round_groups(struct arena *arena, size_t groups,
                                    struct grouping_round *round);

#endif

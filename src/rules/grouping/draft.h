/* For the files of this folder: one round of pairs while it is being planned, by places. */
#ifndef RULES_GROUPING_DRAFT_H
#define RULES_GROUPING_DRAFT_H

#include "rules/grouping/meetings.h"

struct draft {
    int *seats; /* [n] pair i is seats[2 * i] and seats[2 * i + 1] */
    size_t pairs;
    int left_over; /* with an odd number; else -1 */
    size_t host;   /* the pair that the one left over joins */
};

enum rc draft_init(struct arena *arena, size_t n, struct draft *draft) MUST_CHECK;

/* How many rounds it takes until all have met: n - 1, or n when n is odd. */
size_t circle_rounds(size_t n);
/* Round r of the circle method; order is the shuffled places. */
void circle_draft(const int *order, size_t n, size_t r, struct draft *draft);

/* Has this round been held, in whatever order it was written down? scratch: [people]. */
bool draft_held(const struct draft *draft, const struct meetings *meetings,
                const struct grouping_round *round, int *scratch);
/* The people meet as drafted; the round ends. */
void draft_meet(const struct draft *draft, struct meetings *meetings);
enum rc draft_write(struct arena *arena, const struct draft *draft, const struct meetings *meetings,
                    struct grouping_round *round) MUST_CHECK;

/* What a search looks for: first few repeats, then few pairs within a sector. Early rounds count
   more than late ones. */
struct draft_score {
    uint64_t repeats, rest;
};
void draft_judge(const struct draft *draft, const struct meetings *meetings, bool across,
                 uint64_t weight, struct draft_score *score);
bool draft_better(const struct draft_score *a, const struct draft_score *b);

/* Drafts `rounds` rounds after the given meetings; the best of `tries`. */
struct search {
    size_t rounds;
    size_t tries;
    bool across;
    struct grouping_chance chance;
};
enum rc search_rounds(struct arena *arena, struct search *search, const struct meetings *meetings,
                      struct draft *drafts) MUST_CHECK;

#endif

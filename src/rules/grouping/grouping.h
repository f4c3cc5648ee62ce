/*
 * Who sits with whom: pairs that change in rounds, pairs as people become ready, groups, and the
 * tables of a café. For every tool with a meeting. Everything is pure: values in, values out,
 * memory from the caller's arena; the same values give the same plan everywhere. docs/grouping.md
 * says in words how pairs are drawn, so that anyone can draw them again.
 *
 * People are the numbers 0 to people - 1, for the whole life of a meeting: who leaves is marked
 * absent, who arrives gets the next number.
 */
#ifndef RULES_GROUPING_GROUPING_H
#define RULES_GROUPING_GROUPING_H

#include "base/buf.h"

enum { GROUPING_PEOPLE = 1000, GROUPING_ROUNDS = 1000 }; /* above them: RC_LIMIT */

/* In a trio made of a pair and somebody left over, the one left over is the last member. At a café
   table the host is the first. Only café tables can be empty. */
struct grouping_group {
    LIST(int) members;
};
struct grouping_round {
    LIST(struct grouping_group) groups;
};
struct grouping_plan {
    LIST(struct grouping_round) rounds;
};

/* ---- chance -------------------------------------------------------------------------------- */

/* SplitMix64, all sums and products modulo 2^64: state += 0x9E3779B97F4A7C15; z = state;
   z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9; z = (z ^ z >> 27) * 0x94D049BB133111EB;
   the number is z ^ z >> 31. The published seed is the first state. */
struct grouping_chance {
    uint64_t state;
};
uint64_t grouping_draw(struct grouping_chance *chance);
/* A number from 0 to below - 1, each equally likely: draws x, again while x < 2^64 mod below, and
   gives x mod below. */
uint32_t grouping_below(struct grouping_chance *chance, uint32_t below);
/* Fisher-Yates: for i from n - 1 down to 1, items i and grouping_below(i + 1) change places. */
void grouping_shuffle(struct grouping_chance *chance, int *items, size_t n);

/* ---- pairs and groups in rounds ------------------------------------------------------------ */

enum grouping_mix {
    GROUPING_RANDOM,   /* sectors do not matter */
    GROUPING_ACROSS,   /* meet other sectors: pairs across, groups with an even share of each */
    GROUPING_TOGETHER, /* groups only: keep each sector together as far as sizes allow */
    GROUPING_MIX__N
};

struct grouping_task {
    uint64_t seed;
    size_t people;
    const bool *absent; /* [people] who is not here now; NULL: everybody is here */
    const int *sectors; /* [people] any small numbers; NULL with GROUPING_RANDOM */
    enum grouping_mix mix;
    size_t groups; /* grouping_groups: how many in each round; pairs do not read it */
    size_t rounds; /* to plan, after those of history */
    struct grouping_plan history; /* rounds already held; people may have left since */
};

/* The next rounds of pairs, with one trio where the number present is odd. Without history it is
   the circle method on the shuffled people: nobody meets twice until all have met, then it begins
   anew; with an odd number a different person is left over each round and trio seats are even
   (n people, n rounds: each 3 times in a trio, once of them as the one left over); people who meet
   a second time because of a trio do so at least n / 3 rounds apart, rounded down. While the same
   people are present, history + plan is the same as one plan from the start. When somebody came
   or left, repeats are avoided as far as a search finds, and trio seats stay even.
   GROUPING_ACROSS makes few pairs within a sector, early rounds first (above 40 people nobody is
   promised to meet all before a repeat, only that the first n / 2 rounds have none). One person
   alone is a group of one; nobody is a round without groups. RC_INVALID: history names people that
   are not, or one twice in a group. RC_LIMIT: too large, or the arena is full. */
enum rc grouping_pairs(struct arena *arena, const struct grouping_task *task,
                       struct grouping_plan *plan) MUST_CHECK;

/* The next rounds in task->groups groups each; sizes differ by at most one, the larger first. Over
   the rounds and history, people meet again as seldom as a search finds. GROUPING_ACROSS: the
   number from each sector differs by at most one between groups. RC_INVALID also when groups is 0
   while somebody is present, or more than those present. */
enum rc grouping_groups(struct arena *arena, const struct grouping_task *task,
                        struct grouping_plan *plan) MUST_CHECK;

/* How many groups come nearest to this size (larger groups when in doubt); 0 for nobody. */
size_t grouping_count(size_t present, size_t size);
/* How many groups have sizes from min to max, nearest to the middle; 0 when none can. */
size_t grouping_count_between(size_t present, size_t min, size_t max);

/* ---- pairs as people become ready ---------------------------------------------------------- */

struct grouping_waiting {
    int person;
    int seconds; /* since the person was ready */
};

struct grouping_ready {
    size_t people;
    LIST(struct grouping_waiting) waiting; /* in any order */
    struct grouping_round talking;         /* who talk now, latest begun last */
    struct grouping_plan history; /* talks that have ended, oldest first; rounds as you like */
    int patience;                 /* seconds until a trio is made; usually 45 */
};

struct grouping_join {
    int person;
    size_t talk; /* index into talking.groups: a pair that becomes a trio */
};

struct grouping_now {
    struct grouping_round groups; /* that begin now; who is in none of them waits on */
    LIST(struct grouping_join) joins;
};

/* Who begins now. People who have not met are paired first, as many as possible, those who waited
   longest first. Two who have met are paired when one of them has met nobody here less often and
   it is not the talk they come from, or when one has waited longer than patience, or when nobody
   talks who could come free. Who has waited that long (or when nobody talks) and finds nobody free
   joins a pair that begins now, else one that talks: one not met before where possible, else the
   latest begun. Nobody joins a trio. RC_INVALID and RC_LIMIT as above, also for a person who waits
   twice or waits and talks. */
enum rc grouping_ready(struct arena *arena, const struct grouping_ready *ready,
                       struct grouping_now *now) MUST_CHECK;

/* ---- café ---------------------------------------------------------------------------------- */

/* Table t has question t mod questions; there are questions * copies tables. */
struct grouping_cafe {
    uint64_t seed;
    size_t questions;
    size_t copies; /* tables per question, from 1 */
    size_t rounds;
    LIST(int) hosts;  /* one per table, who stays; or none at all */
    LIST(int) guests; /* in an order drawn with grouping_shuffle; -1 is a place left empty */
};

/* Every guest has another question each round until all are met (then anew), and meets new people
   as far as a search finds. With no empty places, table sizes differ by at most one in each round.
   A guest's way depends only on seed, questions, copies, rounds and place in guests: somebody who
   comes late is added at the end or on an empty place, and nobody else's way changes.
   RC_INVALID: no questions or copies, the wrong number of hosts, or somebody named twice. */
enum rc grouping_cafe(struct arena *arena, const struct grouping_cafe *cafe,
                      struct grouping_plan *plan) MUST_CHECK;

/* ---- one round as text --------------------------------------------------------------------- */

/* "3 7;4 9;1 2 8": what a database column holds. No groups, and one empty group, are "". */
void grouping_write(struct buf *out, const struct grouping_round *round);
/* Reads exactly what grouping_write writes. RC_INVALID: anything else, people from `people` up, or
   somebody in two groups. RC_LIMIT: the arena is full. */
enum rc grouping_read(struct arena *arena, struct str text, size_t people,
                      struct grouping_round *round) MUST_CHECK;

#endif

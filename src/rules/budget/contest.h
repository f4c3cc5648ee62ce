/* An election as the rules see it: who supports what with which weight, both ways round, and the
   order that breaks ties. Not for other folders. */
#ifndef RULES_BUDGET_CONTEST_H
#define RULES_BUDGET_CONTEST_H

#include "rules/budget/budget.h"

struct contest {
    struct arena *arena;
    const struct budget_election *election;
    const struct budget_options *options; /* nothing is _AUTO */
    uint32_t projects, classes;
    /* Class c: count[c] voters who support project[start[c]] .. with weight[start[c]] .. points
       (weight NULL: 1 each). */
    const uint32_t *count, *start, *project;
    const uint64_t *weight;
    uint64_t weight_unit; /* points, in 1 / points_scale, of weight 1 */
    /* Project p: supported by classes class_of[from[p]] .. with class_weight[from[p]] .. */
    const uint32_t *from, *class_of;
    const uint64_t *class_weight;
    const uint64_t *mass;     /* per project: voters times weight, below 2^53 */
    const uint32_t *tie_rank; /* per project: the smaller one wins a tie */
    uint32_t longest;         /* projects in the longest ballot */
    uint32_t widest;          /* classes of the project that most classes support */
};

/* Prepares the contest for the options' utility. RC_LIMIT: memory, or points beyond 2^53. */
enum rc contest_init(struct contest *contest, struct arena *arena,
                     const struct budget_election *election,
                     const struct budget_options *options) MUST_CHECK;

/* Sorts the n numbers so that less(context, a, b) holds from left to right. */
void contest_sort(uint32_t *v, uint32_t n,
                  bool (*less)(const void *context, uint32_t a, uint32_t b), const void *context);

/* -- the parts of a result that every rule fills -- */

struct tally {
    const struct contest *contest;
    struct budget_round *rounds;
    struct budget_account *accounts;
    uint32_t funded;
    int64_t left;
    struct budget_result *result;
};

enum rc tally_init(struct tally *tally, const struct contest *contest,
                   struct budget_result *result) MUST_CHECK;
/* Funds a project; the round is the caller's to complete. */
struct budget_round *tally_fund(struct tally *tally, uint32_t project, enum budget_phase phase);
/* Notes why a project is out, unless it is funded. */
void tally_refuse(struct tally *tally, uint32_t project, enum budget_fate fate);
bool tally_is_funded(const struct tally *tally, uint32_t project);

/* -- the rules -- */

enum rc greedy_count(struct tally *tally) MUST_CHECK;
/* Greedy on what is left, with the utility of Equal Shares. */
enum rc greedy_complete(struct tally *tally) MUST_CHECK;
enum rc phragmen_count(struct tally *tally) MUST_CHECK;
enum rc shares_count(struct tally *tally, const struct budget_progress *progress) MUST_CHECK;

#endif

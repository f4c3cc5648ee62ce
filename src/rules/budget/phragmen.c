/*
 * Sequential Phragmén: each purchase is shared so that all its supporters carry the same load, and
 * the next project is the one whose supporters would carry least. A voter's load is thus always
 * that of the last winner the voter supports, so the exact sums need one number per winner.
 */
#include "rules/budget/big.h"
#include "rules/budget/contest.h"

#include <math.h>

enum { NO_LOAD = UINT32_MAX };

struct phragmen {
    const struct contest *contest;
    struct tally *tally;
    double *sum;          /* per project: its supporters' loads, rounded */
    uint32_t *last;       /* per class: the winner that set its load, or NO_LOAD */
    bool *open;           /* per project: still in the race */
    struct big scale;     /* loads are load[i] / scale */
    struct big **load;    /* per winner, in order */
    double *load_rounded; /* the same in minor units */
    uint64_t *heads;      /* per winner: voters counted by exact_sum */
    double margin;        /* relative rounding error of sum, at most */
};

static int64_t cost_of(const struct phragmen *run, uint32_t p) {
    return run->contest->election->projects.v[p].cost;
}

static enum rc prepare(struct phragmen *run, struct tally *tally) {
    const struct contest *contest = tally->contest;
    struct arena *arena = contest->arena;
    uint32_t n = contest->projects;
    *run = (struct phragmen){.contest = contest, .tally = tally};
    run->sum = arena_new_array(arena, n, double);
    run->last = arena_new_array(arena, contest->classes, uint32_t);
    run->open = arena_new_array(arena, n, bool);
    run->load = arena_new_array(arena, n, struct big *);
    run->load_rounded = arena_new_array(arena, n, double);
    run->heads = arena_new_array(arena, n, uint64_t);
    if (!run->sum || !run->last || !run->open || !run->load || !run->load_rounded || !run->heads)
        return RC_LIMIT;
    for (uint32_t c = 0; c < contest->classes; c++) run->last[c] = NO_LOAD;
    big_set(&run->scale, 1);
    run->margin = 1e-15 * (64.0 + (double)contest->widest * contest->longest);
    for (uint32_t p = 0; p < n; p++) {
        const struct budget_project *project = &contest->election->projects.v[p];
        run->open[p] = contest->mass[p] > 0 && project->cost <= contest->election->budget;
        if (run->open[p]) continue;
        enum budget_fate fate = contest->mass[p] == 0 ? BUDGET_NO_SUPPORT
                                : project->withdrawn  ? BUDGET_WITHDRAWN
                                                      : BUDGET_OVER_BUDGET;
        tally_refuse(tally, p, fate);
    }
    return RC_OK;
}

/* The load that p's supporters would carry, rounded. */
static double rounded_load(const struct phragmen *run, uint32_t p) {
    return (run->sum[p] + (double)cost_of(run, p)) / (double)run->contest->mass[p];
}

/* scale times (loads of p's supporters + cost of p), exactly. */
static void exact_sum(struct phragmen *run, uint32_t p, struct big *sum) {
    const struct contest *contest = run->contest;
    uint32_t winners = run->tally->funded;
    for (uint32_t i = 0; i < winners; i++) run->heads[i] = 0;
    for (uint32_t i = contest->from[p]; i < contest->from[p + 1]; i++) {
        uint32_t class = contest->class_of[i];
        if (run->last[class] != NO_LOAD) run->heads[run->last[class]] += contest->count[class];
    }
    big_set(sum, 0);
    big_add_product(sum, &run->scale, (uint64_t)cost_of(run, p));
    for (uint32_t i = 0; i < winners; i++) big_add_product(sum, run->load[i], run->heads[i]);
}

struct choice {
    uint32_t project;
    struct big sum; /* exact_sum of the project */
    bool found, tie, all_fit;
};

/* Compares p with the best so far: the arg-min set decides whether all fit, the tie order who wins.
 */
static void consider(struct phragmen *run, struct choice *best, uint32_t p) {
    const struct contest *contest = run->contest;
    struct big sum, left, right;
    exact_sum(run, p, &sum);
    bool fits = cost_of(run, p) <= run->tally->left;
    int order = -1;
    if (best->found) {
        big_copy(&left, &sum);
        big_copy(&right, &best->sum);
        big_multiply(&left, contest->mass[best->project]);
        big_multiply(&right, contest->mass[p]);
        order = big_compare(&left, &right);
    }
    if (order > 0) return;
    best->tie = order == 0;
    best->all_fit = order == 0 ? best->all_fit && fits : fits;
    if (order == 0) {
        /* equal loads: remember the first misfit for the explanation, else the tie order */
        bool best_fits = cost_of(run, best->project) <= run->tally->left;
        if (!best_fits) return;
        if (fits && contest->tie_rank[p] > contest->tie_rank[best->project]) return;
    }
    best->found = true;
    best->project = p;
    big_copy(&best->sum, &sum);
}

static void choose(struct phragmen *run, struct choice *best) {
    double least = INFINITY;
    best->found = best->tie = false;
    for (uint32_t p = 0; p < run->contest->projects; p++)
        if (run->open[p] && rounded_load(run, p) * (1 + run->margin) < least)
            least = rounded_load(run, p) * (1 + run->margin);
    for (uint32_t p = 0; p < run->contest->projects; p++)
        if (run->open[p] && rounded_load(run, p) * (1 - run->margin) <= least)
            consider(run, best, p);
}

/* Gives the winner's supporters its load, exactly and in the rounded sums. */
static enum rc carry_load(struct phragmen *run, const struct choice *best, uint32_t winner) {
    const struct contest *contest = run->contest;
    uint64_t voters = contest->mass[best->project];
    uint64_t gcd = big_is_zero(&best->sum) ? voters : big_gcd_small(&best->sum, voters);
    uint64_t factor = voters / gcd;
    run->load[winner] = arena_new(contest->arena, struct big);
    if (!run->load[winner]) return RC_LIMIT;
    big_copy(run->load[winner], &best->sum);
    big_divide_exact(run->load[winner], gcd);
    big_multiply(&run->scale, factor);
    for (uint32_t i = 0; i < winner; i++) big_multiply(run->load[i], factor);
    if (big_bits(&run->scale) > BIG_BITS_MAX) return RC_LIMIT;
    double load = big_ratio(run->load[winner], &run->scale);
    run->load_rounded[winner] = load;
    for (uint32_t i = contest->from[best->project]; i < contest->from[best->project + 1]; i++) {
        uint32_t class = contest->class_of[i];
        double before = run->last[class] == NO_LOAD ? 0 : run->load_rounded[run->last[class]];
        double more = (load - before) * contest->count[class];
        for (uint32_t k = contest->start[class]; k < contest->start[class + 1]; k++)
            run->sum[contest->project[k]] += more;
        run->last[class] = winner;
    }
    return RC_OK;
}

static enum rc describe(const struct phragmen *run, uint32_t winner, struct budget_round *round) {
    struct big scale, top;
    struct buf text;
    uint64_t money_scale = (uint64_t)run->contest->election->money_scale;
    big_copy(&scale, &run->scale);
    big_multiply(&scale, money_scale);
    buf_init(&text, run->contest->arena, 8192);
    big_write_ratio(&text, run->load[winner], &scale);
    round->max_payment = buf_str(&text);
    round->max_payment_value = big_ratio(run->load[winner], &scale);
    round->payers = round->payers_at_max = (uint32_t)run->contest->mass[round->project];
    if (big_is_zero(run->load[winner])) {
        round->effective_votes = (double)round->payers;
        return buf_ok(&text) ? RC_OK : RC_LIMIT;
    }
    struct buf votes;
    buf_init(&votes, run->contest->arena, 8192);
    big_copy(&top, &run->scale);
    big_multiply(&top, (uint64_t)cost_of(run, round->project));
    round->effective_votes = big_ratio(&top, run->load[winner]);
    big_write_ratio(&votes, &top, run->load[winner]);
    round->effective_exact = buf_str(&votes);
    return buf_ok(&text) && buf_ok(&votes) ? RC_OK : RC_LIMIT;
}

static enum rc buy(struct phragmen *run, const struct choice *best) {
    uint32_t winner = run->tally->funded;
    TRY(carry_load(run, best, winner));
    struct budget_round *round = tally_fund(run->tally, best->project, BUDGET_PHASE_RULE);
    round->tie = best->tie;
    run->tally->result->ties += best->tie;
    run->open[best->project] = false;
    uint32_t bits = big_bits(&run->scale);
    if (bits > run->tally->result->denominator_bits) run->tally->result->denominator_bits = bits;
    return describe(run, winner, round);
}

enum rc phragmen_count(struct tally *tally) {
    struct phragmen *run = arena_new(tally->contest->arena, struct phragmen);
    struct choice *best = arena_new(tally->contest->arena, struct choice);
    if (!run || !best) return RC_LIMIT;
    TRY(prepare(run, tally));
    for (;;) {
        choose(run, best);
        if (!best->found) return RC_OK;
        if (!best->all_fit) break;
        TRY(buy(run, best));
    }
    tally->result->stop = BUDGET_STOPPED_NO_ROOM;
    tally_refuse(tally, best->project, BUDGET_NO_ROOM);
    for (uint32_t p = 0; p < tally->contest->projects; p++)
        if (run->open[p] && p != best->project) tally_refuse(tally, p, BUDGET_AFTER_STOP);
    return RC_OK;
}

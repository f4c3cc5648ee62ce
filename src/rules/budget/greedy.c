/* Greedy: the best-supported project first, while the money lasts. What most cities do. */
#include "rules/budget/big.h"
#include "rules/budget/contest.h"

/* A project's rank is numerator / denominator: support or score, per unit of money or not. */
struct ranking {
    const struct contest *contest;
    bool by_score;  /* else by support */
    bool per_money; /* divided by cost */
};

static int64_t numerator(const struct ranking *ranking, uint32_t p) {
    const struct budget_project *project = &ranking->contest->election->projects.v[p];
    return ranking->by_score ? project->score : (int64_t)project->support;
}

static int64_t denominator(const struct ranking *ranking, uint32_t p) {
    return ranking->per_money ? ranking->contest->election->projects.v[p].cost : 1;
}

/* Positive when a ranks above b. A cost of zero per money ranks above everything. */
static int compare_rank(const struct ranking *ranking, uint32_t a, uint32_t b) {
    __int128 left = (__int128)numerator(ranking, a) * denominator(ranking, b);
    __int128 right = (__int128)numerator(ranking, b) * denominator(ranking, a);
    return (left > right) - (left < right);
}

static bool ranks_before(const void *context, uint32_t a, uint32_t b) {
    const struct ranking *ranking = context;
    int order = compare_rank(ranking, a, b);
    return order ? order > 0 : ranking->contest->tie_rank[a] < ranking->contest->tie_rank[b];
}

/* The rank as numbers for people: votes or points, per unit of the currency or not. */
static enum rc describe(const struct ranking *ranking, struct budget_round *round) {
    const struct budget_election *election = ranking->contest->election;
    struct big top, bottom;
    big_set(&top, (uint64_t)numerator(ranking, round->project));
    big_set(&bottom, (uint64_t)denominator(ranking, round->project));
    if (ranking->per_money) big_multiply(&top, (uint64_t)election->money_scale);
    if (ranking->by_score) big_multiply(&bottom, (uint64_t)election->points_scale);
    if (big_is_zero(&bottom)) return RC_OK; /* free: no finite rank */
    round->effective_votes = big_ratio(&top, &bottom);
    if (!ranking->per_money) return RC_OK;
    struct buf text;
    buf_init(&text, ranking->contest->arena, 128);
    big_write_ratio(&text, &top, &bottom);
    round->effective_exact = buf_str(&text);
    return buf_ok(&text) ? RC_OK : RC_LIMIT;
}

static bool reaches_threshold(const struct ranking *ranking, uint32_t p) {
    const struct budget_election *election = ranking->contest->election;
    if (election->score_threshold < 0) return true;
    __int128 score = numerator(ranking, p);
    if (!ranking->by_score) score *= election->points_scale;
    return score >= election->score_threshold;
}

static enum budget_fate fate_without_room(const struct budget_election *election, uint32_t p) {
    const struct budget_project *project = &election->projects.v[p];
    if (project->withdrawn) return BUDGET_WITHDRAWN;
    return project->cost > election->budget ? BUDGET_OVER_BUDGET : BUDGET_NO_ROOM;
}

/* Walks down the list. Without skipping, the first project that does not fit ends it; withdrawn
   ones are passed over. */
static enum rc walk(struct tally *tally, const struct ranking *ranking, const uint32_t *order,
                    uint32_t n, enum budget_phase phase) {
    const struct contest *contest = ranking->contest;
    const struct budget_election *election = contest->election;
    bool no_skip = contest->options->rule == BUDGET_GREEDY_NO_SKIP, stopped = false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t p = order[i];
        if (stopped) {
            tally_refuse(tally, p, BUDGET_AFTER_STOP);
        } else if (election->projects.v[p].cost <= tally->left) {
            struct budget_round *round = tally_fund(tally, p, phase);
            round->tie = (i > 0 && compare_rank(ranking, order[i - 1], p) == 0) ||
                         (i + 1 < n && compare_rank(ranking, p, order[i + 1]) == 0);
            TRY(describe(ranking, round));
        } else {
            enum budget_fate fate = fate_without_room(election, p);
            stopped = no_skip && fate != BUDGET_WITHDRAWN;
            if (phase == BUDGET_PHASE_RULE || tally->accounts[p].fate == BUDGET_FATE__N)
                tally_refuse(tally, p, fate);
        }
    }
    if (stopped) tally->result->stop = BUDGET_STOPPED_NO_ROOM;
    return RC_OK;
}

static enum rc run(struct tally *tally, const struct ranking *ranking, bool threshold,
                   enum budget_phase phase) {
    uint32_t n = 0;
    uint32_t *order =
        arena_new_array(ranking->contest->arena, ranking->contest->projects, uint32_t);
    if (!order) return RC_LIMIT;
    for (uint32_t p = 0; p < ranking->contest->projects; p++) {
        if (tally_is_funded(tally, p)) continue;
        if (numerator(ranking, p) <= 0)
            tally_refuse(tally, p, BUDGET_NO_SUPPORT);
        else if (threshold && !reaches_threshold(ranking, p))
            tally_refuse(tally, p, BUDGET_UNDER_THRESHOLD);
        else
            order[n++] = p;
    }
    contest_sort(order, n, ranks_before, ranking);
    return walk(tally, ranking, order, n, phase);
}

/* A threshold belongs to greedy-threshold, and to greedy-no-skip when the file itself names that
   rule beside it. */
static bool has_threshold(const struct contest *contest) {
    if (contest->options->rule == BUDGET_GREEDY_THRESHOLD) return true;
    return contest->options->rule == BUDGET_GREEDY_NO_SKIP &&
           str_is_nocase(budget_meta(contest->election, "rule"), STR("greedy-no-skip"));
}

enum rc greedy_count(struct tally *tally) {
    const struct budget_options *options = tally->contest->options;
    const struct ranking ranking = {
        .contest = tally->contest,
        .by_score = options->rank == BUDGET_BY_SCORE || options->utility == BUDGET_POINTS,
        .per_money = options->utility != BUDGET_COST,
    };
    return run(tally, &ranking, has_threshold(tally->contest), BUDGET_PHASE_RULE);
}

enum rc greedy_complete(struct tally *tally) {
    const struct budget_options *options = tally->contest->options;
    const struct ranking ranking = {
        .contest = tally->contest,
        .by_score = options->utility == BUDGET_POINTS,
        .per_money = options->utility != BUDGET_COST,
    };
    return run(tally, &ranking, false, BUDGET_PHASE_COMPLETION);
}

/* Preparing an election for a rule: weights, the two directions, the order of ties. */
#include "rules/budget/contest.h"

#include "rules/budget/pb.h"
#include "rules/budget/sha256.h"

#include <string.h>

enum { DIGEST = 32 };
#define MASS_MAX (UINT64_C(1) << 53)

static void sift(uint32_t *v, uint32_t i, uint32_t n,
                 bool (*less)(const void *context, uint32_t a, uint32_t b), const void *context) {
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && less(context, v[child], v[child + 1])) child++;
        if (!less(context, v[i], v[child])) return;
        uint32_t other = v[i];
        v[i] = v[child];
        v[child] = other;
    }
}

void contest_sort(uint32_t *v, uint32_t n,
                  bool (*less)(const void *context, uint32_t a, uint32_t b), const void *context) {
    for (uint32_t i = n / 2; i-- > 0;) sift(v, i, n, less, context);
    while (n > 1) {
        uint32_t last = v[--n];
        v[n] = v[0];
        v[0] = last;
        sift(v, 0, n, less, context);
    }
}

/* ---- ties ---- */

struct tie_context {
    const struct budget_project *projects;
    enum budget_ties ties;
    const unsigned char *lots; /* digests, one per project */
};

static bool wins_tie(const void *context, uint32_t a, uint32_t b) {
    const struct tie_context *tie = context;
    const struct budget_project *first = &tie->projects[a], *second = &tie->projects[b];
    if (tie->ties != BUDGET_TIES_ID) {
        if (first->cost != second->cost) return first->cost < second->cost;
        if (first->support != second->support) return first->support > second->support;
    }
    if (tie->lots) {
        int order = memcmp(tie->lots + (size_t)a * DIGEST, tie->lots + (size_t)b * DIGEST, DIGEST);
        if (order) return order < 0;
    }
    return str_compare(first->id, second->id) < 0;
}

static enum rc rank_ties(struct contest *contest) {
    uint32_t n = contest->projects;
    struct tie_context tie = {contest->election->projects.v, contest->options->ties, NULL};
    uint32_t *order = arena_new_array(contest->arena, n, uint32_t);
    uint32_t *rank = arena_new_array(contest->arena, n, uint32_t);
    if (!order || !rank) return RC_LIMIT;
    if (tie.ties == BUDGET_TIES_COST_VOTES_LOT) {
        unsigned char *lots = arena_array(contest->arena, n, DIGEST);
        if (!lots) return RC_LIMIT;
        for (uint32_t p = 0; p < n; p++)
            sha256_pair(contest->options->seed, tie.projects[p].id, lots + (size_t)p * DIGEST);
        tie.lots = lots;
    }
    for (uint32_t p = 0; p < n; p++) order[p] = p;
    contest_sort(order, n, wins_tie, &tie);
    for (uint32_t i = 0; i < n; i++) rank[order[i]] = i;
    contest->tie_rank = rank;
    return RC_OK;
}

/* ---- supporters ---- */

static void take_ballots(struct contest *contest, const struct budget_ballots *ballots) {
    contest->classes = ballots->classes;
    contest->count = ballots->count;
    contest->start = ballots->start;
    contest->project = ballots->project;
}

/* Ballots as sets of listed projects, equal sets merged. */
static enum rc merge_sets(struct contest *contest) {
    const struct budget_ballots *from = &contest->election->ballots;
    struct pb_ballots sets = {0};
    struct budget_ballots merged;
    TRY(pb_ballots_init(&sets, contest->arena, contest->projects));
    for (uint32_t c = 0; c < from->classes; c++) {
        for (uint32_t i = from->start[c]; i < from->start[c + 1]; i++)
            TRY(pb_ballot_list(&sets, from->project[i], (struct decimal){0}));
        TRY(pb_ballot_cast(&sets, from->count[c]));
    }
    TRY(pb_ballots_finish(&sets, &merged));
    take_ballots(contest, &merged);
    return RC_OK;
}

static uint64_t gcd(uint64_t a, uint64_t b) {
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* What a class supports and with how many points; returns how many projects. Where the default
   score is positive every voter has points for every project, and row has room for one each. */
static uint32_t weigh_class(const struct contest *contest, uint32_t class, int64_t *row,
                            uint32_t *project, uint64_t *weight) {
    const struct budget_ballots *b = &contest->election->ballots;
    uint32_t n = 0, from = b->start[class], to = b->start[class + 1];
    if (!row) {
        for (uint32_t i = from; i < to; i++) {
            if (b->points[i] <= 0) continue;
            project[n] = b->project[i];
            weight[n++] = (uint64_t)b->points[i];
        }
        return n;
    }
    for (uint32_t p = 0; p < contest->projects; p++) row[p] = contest->election->default_score;
    for (uint32_t i = from; i < to; i++) row[b->project[i]] = b->points[i];
    for (uint32_t p = 0; p < contest->projects; p++) {
        if (row[p] <= 0) continue;
        project[n] = p;
        weight[n++] = (uint64_t)row[p];
    }
    return n;
}

/* Divides all points by their common divisor: only their proportions count. */
static void shorten_weights(struct contest *contest, uint64_t *weight, uint32_t n) {
    uint64_t divisor = 0;
    for (uint32_t i = 0; i < n; i++) divisor = gcd(weight[i], divisor);
    for (uint32_t i = 0; i < n; i++) weight[i] /= divisor;
    contest->weight = weight;
    contest->weight_unit = divisor;
}

/* A voter supports a project when the points are more than zero. */
static enum rc weigh_points(struct contest *contest) {
    const struct budget_ballots *b = &contest->election->ballots;
    bool everyone = contest->election->default_score > 0;
    size_t room = b->start[b->classes], each = contest->projects;
    if (everyone && __builtin_mul_overflow((size_t)b->classes, each, &room)) return RC_LIMIT;
    if (room > UINT32_MAX) return RC_LIMIT;
    uint32_t *start = arena_new_array(contest->arena, b->classes + 1, uint32_t);
    uint32_t *project = arena_new_array(contest->arena, room, uint32_t);
    uint64_t *weight = arena_new_array(contest->arena, room, uint64_t);
    int64_t *row = arena_new_array(contest->arena, each, int64_t);
    if (!start || !project || !weight || !row) return RC_LIMIT;
    for (uint32_t c = 0; c < b->classes; c++) {
        uint32_t used = start[c];
        start[c + 1] =
            used + weigh_class(contest, c, everyone ? row : NULL, project + used, weight + used);
    }
    contest->classes = b->classes;
    contest->count = b->count;
    contest->start = start;
    contest->project = project;
    shorten_weights(contest, weight, start[b->classes]);
    return RC_OK;
}

static enum rc weigh_projects(struct contest *contest) {
    uint64_t *mass = arena_new_array(contest->arena, contest->projects, uint64_t);
    if (!mass) return RC_LIMIT;
    for (uint32_t c = 0; c < contest->classes; c++) {
        uint32_t n = contest->start[c + 1] - contest->start[c];
        if (n > contest->longest) contest->longest = n;
        for (uint32_t i = contest->start[c]; i < contest->start[c + 1]; i++) {
            uint64_t more, *sum = &mass[contest->project[i]];
            uint64_t weight = contest->weight ? contest->weight[i] : 1;
            if (__builtin_mul_overflow(weight, contest->count[c], &more) || more >= MASS_MAX ||
                *sum >= MASS_MAX - more)
                return RC_LIMIT;
            *sum += more;
        }
    }
    contest->mass = mass;
    return RC_OK;
}

/* Turns class -> projects round into project -> classes. */
static enum rc turn_round(struct contest *contest) {
    uint32_t n = contest->projects, used = contest->start[contest->classes];
    uint32_t *from = arena_new_array(contest->arena, (size_t)n + 1, uint32_t);
    uint32_t *next = arena_new_array(contest->arena, n, uint32_t);
    uint32_t *class_of = arena_new_array(contest->arena, used, uint32_t);
    uint64_t *weight = contest->weight ? arena_new_array(contest->arena, used, uint64_t) : NULL;
    if (!from || !next || !class_of || (contest->weight && !weight)) return RC_LIMIT;
    for (uint32_t i = 0; i < used; i++) from[contest->project[i] + 1]++;
    for (uint32_t p = 0; p < n; p++) {
        if (from[p + 1] > contest->widest) contest->widest = from[p + 1];
        from[p + 1] += from[p];
        next[p] = from[p];
    }
    for (uint32_t c = 0; c < contest->classes; c++) {
        for (uint32_t i = contest->start[c]; i < contest->start[c + 1]; i++) {
            uint32_t at = next[contest->project[i]]++;
            class_of[at] = c;
            if (weight) weight[at] = contest->weight[i];
        }
    }
    contest->from = from;
    contest->class_of = class_of;
    contest->class_weight = weight;
    return RC_OK;
}

static enum rc find_supporters(struct contest *contest) {
    const struct budget_ballots *ballots = &contest->election->ballots;
    bool sets = contest->election->vote_type <= BUDGET_VOTES_CHOOSE_1;
    if (contest->options->utility == BUDGET_POINTS && contest->options->rule == BUDGET_EQUAL_SHARES)
        TRY(weigh_points(contest));
    else if (sets && !ballots->points)
        take_ballots(contest, ballots);
    else
        TRY(merge_sets(contest));
    TRY(weigh_projects(contest));
    return turn_round(contest);
}

enum rc contest_init(struct contest *contest, struct arena *arena,
                     const struct budget_election *election, const struct budget_options *options) {
    *contest = (struct contest){.arena = arena, .election = election, .options = options};
    contest->projects = (uint32_t)election->projects.n;
    TRY(rank_ties(contest));
    return find_supporters(contest);
}

/* ---- results ---- */

enum rc tally_init(struct tally *tally, const struct contest *contest,
                   struct budget_result *result) {
    uint32_t n = contest->projects;
    *tally = (struct tally){.contest = contest, .result = result};
    tally->rounds = arena_new_array(contest->arena, n, struct budget_round);
    tally->accounts = arena_new_array(contest->arena, n, struct budget_account);
    tally->left = contest->election->budget;
    if (!tally->rounds || !tally->accounts) return RC_LIMIT;
    for (uint32_t p = 0; p < n; p++) tally->accounts[p].fate = BUDGET_FATE__N;
    return RC_OK;
}

bool tally_is_funded(const struct tally *tally, uint32_t project) {
    return tally->accounts[project].fate == BUDGET_FUNDED;
}

struct budget_round *tally_fund(struct tally *tally, uint32_t project, enum budget_phase phase) {
    struct budget_account *account = &tally->accounts[project];
    struct budget_round *round = &tally->rounds[tally->funded];
    account->fate = BUDGET_FUNDED;
    account->round = tally->funded++;
    account->left = tally->left;
    tally->left -= tally->contest->election->projects.v[project].cost;
    *round = (struct budget_round){.project = project, .phase = phase, .left = tally->left};
    return round;
}

void tally_refuse(struct tally *tally, uint32_t project, enum budget_fate fate) {
    struct budget_account *account = &tally->accounts[project];
    if (account->fate == BUDGET_FUNDED) return;
    bool first = account->fate == BUDGET_FATE__N;
    account->fate = fate;
    if (!first) return;
    account->round = tally->funded;
    account->left = tally->left;
}

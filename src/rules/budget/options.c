/* The options of a count as names and values, and what the file itself says about them. */
#include "rules/budget/budget.h"

#include "rules/budget/pb_reader.h"

#include <assert.h>

static const char *const rule_names[] = {
    "auto", "greedy", "greedy-no-skip", "greedy-threshold", "equal-shares", "phragmen", NULL};
static const char *const utility_names[] = {"auto", "cost", "cardinality", "points", NULL};
static const char *const rank_names[] = {"auto", "support", "score", NULL};
static const char *const completion_names[] = {"auto", "none",        "greedy",
                                               "add1", "add1-greedy", NULL};
static const char *const stop_names[] = {"auto", "exhaustive", "overspend", NULL};
static const char *const endowment_names[] = {"auto", "exact", "integral", NULL};
static const char *const ties_names[] = {"auto", "id", "cost-votes-id", "cost-votes-lot", NULL};

const struct budget_option_name budget_option_names[BUDGET_OPTION__N] = {
    [BUDGET_OPTION_RULE] = {"rule", rule_names, COUNT(rule_names) - 1},
    [BUDGET_OPTION_UTILITY] = {"utility", utility_names, COUNT(utility_names) - 1},
    [BUDGET_OPTION_RANK] = {"rank", rank_names, COUNT(rank_names) - 1},
    [BUDGET_OPTION_COMPLETION] = {"completion", completion_names, COUNT(completion_names) - 1},
    [BUDGET_OPTION_STOP] = {"stop", stop_names, COUNT(stop_names) - 1},
    [BUDGET_OPTION_ENDOWMENT] = {"endowment", endowment_names, COUNT(endowment_names) - 1},
    [BUDGET_OPTION_TIES] = {"ties", ties_names, COUNT(ties_names) - 1},
};

_Static_assert(COUNT(rule_names) - 1 == BUDGET_RULE__N, "a name for each rule");
_Static_assert(COUNT(utility_names) - 1 == BUDGET_UTILITY__N, "a name for each utility");
_Static_assert(COUNT(rank_names) - 1 == BUDGET_RANK__N, "a name for each rank");
_Static_assert(COUNT(completion_names) - 1 == BUDGET_COMPLETION__N, "a name for each completion");
_Static_assert(COUNT(stop_names) - 1 == BUDGET_STOP_RULE__N, "a name for each stop rule");
_Static_assert(COUNT(endowment_names) - 1 == BUDGET_ENDOWMENT__N, "a name for each endowment");
_Static_assert(COUNT(ties_names) - 1 == BUDGET_TIES__N, "a name for each tie rule");

unsigned budget_option_get(const struct budget_options *options, enum budget_option option) {
    const unsigned values[BUDGET_OPTION__N] = {
        [BUDGET_OPTION_RULE] = options->rule, [BUDGET_OPTION_UTILITY] = options->utility,
        [BUDGET_OPTION_RANK] = options->rank, [BUDGET_OPTION_COMPLETION] = options->completion,
        [BUDGET_OPTION_STOP] = options->stop, [BUDGET_OPTION_ENDOWMENT] = options->endowment,
        [BUDGET_OPTION_TIES] = options->ties,
    };
    assert((unsigned)option < BUDGET_OPTION__N);
    return values[option];
}

const char *budget_option_text(const struct budget_options *options, enum budget_option option) {
    unsigned value = budget_option_get(options, option);
    assert(value < budget_option_names[option].n);
    return budget_option_names[option].names[value];
}

static void put(struct budget_options *options, enum budget_option option, unsigned value) {
    switch (option) {
    case BUDGET_OPTION_RULE:
        options->rule = value;
        break;
    case BUDGET_OPTION_UTILITY:
        options->utility = value;
        break;
    case BUDGET_OPTION_RANK:
        options->rank = value;
        break;
    case BUDGET_OPTION_COMPLETION:
        options->completion = value;
        break;
    case BUDGET_OPTION_STOP:
        options->stop = value;
        break;
    case BUDGET_OPTION_ENDOWMENT:
        options->endowment = value;
        break;
    case BUDGET_OPTION_TIES:
        options->ties = value;
        break;
    case BUDGET_OPTION__N:
        break;
    }
}

enum rc budget_option_set(struct budget_options *options, enum budget_option option,
                          struct str name) {
    const struct budget_option_name *row = &budget_option_names[option];
    for (unsigned value = 1; value < row->n; value++) {
        if (!str_is(name, str_from(row->names[value]))) continue;
        put(options, option, value);
        return RC_OK;
    }
    return RC_INVALID;
}

/* What META rule says, where it is one of ours. The comparison step of "-comparison" is shown
   beside the result, never applied. */
static const struct {
    struct str name;
    struct budget_options options;
} file_rules[] = {
    {STR_INIT("greedy"), {.rule = BUDGET_GREEDY}},
    {STR_INIT("greedy-no-skip"), {.rule = BUDGET_GREEDY_NO_SKIP}},
    {STR_INIT("greedy-threshold"), {.rule = BUDGET_GREEDY_THRESHOLD}},
    {STR_INIT("equalshares"), {.rule = BUDGET_EQUAL_SHARES, .completion = BUDGET_COMPLETION_NONE}},
    {STR_INIT("equalshares-comparison"),
     {.rule = BUDGET_EQUAL_SHARES, .completion = BUDGET_COMPLETION_NONE}},
    {STR_INIT("equalshares/add1"),
     {.rule = BUDGET_EQUAL_SHARES,
      .completion = BUDGET_COMPLETION_ADD1,
      .endowment = BUDGET_ENDOWMENT_INTEGRAL}},
    {STR_INIT("equalshares/add1-comparison"),
     {.rule = BUDGET_EQUAL_SHARES,
      .completion = BUDGET_COMPLETION_ADD1,
      .endowment = BUDGET_ENDOWMENT_EXACT}},
};

static struct budget_options named_by_file(const struct budget_election *election) {
    struct str name = budget_meta(election, "rule");
    for (size_t i = 0; i < COUNT(file_rules); i++) {
        bool threshold = file_rules[i].options.rule == BUDGET_GREEDY_THRESHOLD;
        if (str_is_nocase(name, file_rules[i].name) &&
            (!threshold || election->score_threshold >= 0))
            return file_rules[i].options;
    }
    return (struct budget_options){.rule = BUDGET_EQUAL_SHARES};
}

void budget_defaults(const struct budget_election *election, struct budget_options *options) {
    const struct budget_options named = named_by_file(election);
    const struct budget_options usual = {
        .rule = BUDGET_EQUAL_SHARES,
        .utility = BUDGET_COST,
        .rank = pb_has_points(election->vote_type) ? BUDGET_BY_SCORE : BUDGET_BY_SUPPORT,
        .completion = BUDGET_COMPLETION_ADD1_GREEDY,
        .stop = BUDGET_STOP_OVERSPEND,
        .endowment = BUDGET_ENDOWMENT_EXACT,
        .ties = BUDGET_TIES_COST_VOTES_ID,
    };
    bool as_named = options->rule == BUDGET_RULE_AUTO;
    for (enum budget_option o = 0; o < BUDGET_OPTION__N; o++) {
        if (budget_option_get(options, o)) continue;
        unsigned value = as_named ? budget_option_get(&named, o) : 0;
        put(options, o, value ? value : budget_option_get(&usual, o));
    }
}

static bool is_greedy(enum budget_rule rule) {
    return rule == BUDGET_GREEDY || rule == BUDGET_GREEDY_NO_SKIP ||
           rule == BUDGET_GREEDY_THRESHOLD;
}

bool budget_option_matters(const struct budget_options *options, enum budget_option option) {
    bool shares = options->rule == BUDGET_EQUAL_SHARES;
    bool add1 = shares && (options->completion == BUDGET_COMPLETION_ADD1 ||
                           options->completion == BUDGET_COMPLETION_ADD1_GREEDY);
    switch (option) {
    case BUDGET_OPTION_UTILITY:
        return shares || is_greedy(options->rule);
    case BUDGET_OPTION_RANK:
        return is_greedy(options->rule);
    case BUDGET_OPTION_COMPLETION:
    case BUDGET_OPTION_ENDOWMENT:
        return shares;
    case BUDGET_OPTION_STOP:
        return add1;
    case BUDGET_OPTION_RULE:
    case BUDGET_OPTION_TIES:
    case BUDGET_OPTION__N:
        break;
    }
    return true;
}

enum budget_misfit budget_check(const struct budget_election *election,
                                const struct budget_options *options) {
    struct budget_options used = *options;
    budget_defaults(election, &used);
    bool points =
        used.utility == BUDGET_POINTS && budget_option_matters(&used, BUDGET_OPTION_UTILITY);
    if (points && !election->ballots.points) return BUDGET_NO_POINTS;
    if (used.rule == BUDGET_GREEDY_THRESHOLD && election->score_threshold < 0)
        return BUDGET_NO_THRESHOLD;
    if (used.ties == BUDGET_TIES_COST_VOTES_LOT && (used.seed.n == 0 || used.seed.n > 64))
        return BUDGET_NO_SEED;
    return BUDGET_FITS;
}

static const char *const votes_names[BUDGET_VOTES__N] = {"approval", "choose-1", "ordinal",
                                                         "cumulative", "scoring"};
static const char *const fate_names[BUDGET_FATE__N] = {
    "funded",          "no-support", "withdrawn",  "over-budget",
    "under-threshold", "no-room",    "after-stop", "support-spent"};
static const char *const budget_stop_names[BUDGET_STOP__N] = {
    "none", "exhaustive", "next_infeasible", "budget_spent", "all_selected", "no_room"};

const char *budget_votes_name(enum budget_votes votes) {
    return (unsigned)votes < BUDGET_VOTES__N ? votes_names[votes] : "";
}

const char *budget_fate_name(enum budget_fate fate) {
    return (unsigned)fate < BUDGET_FATE__N ? fate_names[fate] : "";
}

const char *budget_stop_name(enum budget_stop stop) {
    return (unsigned)stop < BUDGET_STOP__N ? budget_stop_names[stop] : "";
}

/* For tests only: our outcomes against the reference outcomes of one instance. */
#include "rules/budget/cases.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Which options make the outcome of a key; SHARES stands for rule equal-shares. */
struct variant {
    const char *key;
    struct budget_options options;
};

#define GREEDY(u)                                                                                  \
    { .rule = BUDGET_GREEDY, .utility = (u), .rank = BUDGET_BY_SUPPORT }
#define SHARES(u, c, s, e)                                                                         \
    {                                                                                              \
        .rule = BUDGET_EQUAL_SHARES, .utility = (u), .completion = BUDGET_COMPLETION_##c,          \
        .stop = BUDGET_STOP_##s, .endowment = BUDGET_ENDOWMENT_##e                                 \
    }
#define SHARES_KEYS(name, u)                                                                       \
    {"greedy_" name, GREEDY(u)}, {"mes_" name, SHARES(u, NONE, OVERSPEND, EXACT)},                 \
        {"mes_" name "_u", SHARES(u, GREEDY, OVERSPEND, EXACT)},                                   \
        {"mes_" name "_add1", SHARES(u, ADD1, EXHAUSTIVE, EXACT)},                                 \
        {"mes_" name "_add1u", SHARES(u, ADD1_GREEDY, EXHAUSTIVE, EXACT)},                         \
        {"mes_" name "_add1_noexh", SHARES(u, ADD1, OVERSPEND, EXACT)},                            \
        {"mes_" name "_add1_integral", SHARES(u, ADD1, EXHAUSTIVE, INTEGRAL)}, {                   \
        "mes_" name "_add1_integral_noexh", SHARES(u, ADD1, OVERSPEND, INTEGRAL)                   \
    }

static const struct variant variants[] = {
    SHARES_KEYS("cost", BUDGET_COST),
    SHARES_KEYS("card", BUDGET_CARDINALITY),
    {"phragmen", {.rule = BUDGET_PHRAGMEN}},
    {"mes_points", SHARES(BUDGET_POINTS, NONE, OVERSPEND, EXACT)},
    {"mes_points_add1", SHARES(BUDGET_POINTS, ADD1, EXHAUSTIVE, EXACT)},
};

struct comparison {
    struct arena arena;
    const char *name;
    struct budget_election election;
    size_t compared, wrong;
};

static void differ(struct comparison *c, const char *block, const char *key, const char *what) {
    c->wrong++;
    print_error("%s %s %s: %s differs\n", c->name, block, key, what);
}

static bool same_ids(const struct comparison *c, const json_t *ids,
                     const struct budget_result *result) {
    if (json_array_size(ids) != result->rounds.n) return false;
    for (size_t i = 0; i < result->rounds.n; i++) {
        struct str ours = c->election.projects.v[result->rounds.v[i].project].id;
        if (!str_is(ours, str_from(json_string_value(json_array_get(ids, i))))) return false;
    }
    return true;
}

/* "TIMEOUT" means an unfinished run, except where the key says noexh: there it stands for spent or
   all selected. */
static bool same_stop(const char *theirs, enum budget_stop ours) {
    if (strcmp(theirs, "TIMEOUT") == 0)
        return ours == BUDGET_STOPPED_BUDGET_SPENT || ours == BUDGET_STOPPED_ALL_SELECTED;
    return strcmp(theirs, budget_stop_name(ours)) == 0;
}

static bool same_cost(const struct comparison *c, const json_t *theirs, int64_t ours) {
    if (json_is_string(theirs)) return true; /* pabutools: a text of the same sum */
    return fabs(json_number_value(theirs) * (double)c->election.money_scale - (double)ours) < 0.5;
}

static void compare_outcome(struct comparison *c, const char *block, const char *key,
                            const json_t *outcome, const struct budget_result *result) {
    const json_t *increments = json_object_get(outcome, "increments");
    const json_t *ties = json_object_get(outcome, "ties");
    const char *stop = json_string_value(json_object_get(outcome, "stop"));
    c->compared++;
    if (!same_ids(c, json_object_get(outcome, "selected"), result))
        differ(c, block, key, "selected");
    if (!same_cost(c, json_object_get(outcome, "cost"), result->cost))
        differ(c, block, key, "cost");
    if (increments && (uint64_t)json_integer_value(increments) != result->increments)
        differ(c, block, key, "increments");
    if (stop && !same_stop(stop, result->stop)) differ(c, block, key, "stop");
    bool all_runs = strstr(key, "_add1") != NULL; /* there ties are summed over all runs */
    if (ties && !all_runs && (uint32_t)json_integer_value(ties) != result->ties)
        differ(c, block, key, "ties");
    const json_t *bits = json_object_get(outcome, "max_denominator_bits");
    if (bits && !all_runs && (uint32_t)json_integer_value(bits) != result->denominator_bits)
        differ(c, block, key, "max_denominator_bits");
}

static void compare_trace(struct comparison *c, const char *key, const json_t *trace,
                          const struct budget_result *result) {
    c->compared++;
    if (json_array_size(trace) != result->rounds.n) {
        differ(c, "trace", key, "the number of rounds");
        return;
    }
    for (size_t i = 0; i < result->rounds.n; i++) {
        const struct budget_round *round = &result->rounds.v[i];
        const json_t *theirs = json_array_get(trace, i);
        const char *price = json_string_value(json_object_get(theirs, "max_payment_exact"));
        double votes = json_number_value(json_object_get(theirs, "effective_votes"));
        if (!str_is(round->max_payment, str_from(price)))
            differ(c, "trace", key, "max_payment_exact");
        if (json_integer_value(json_object_get(theirs, "payers_at_max")) != round->payers_at_max)
            differ(c, "trace", key, "payers_at_max");
        if ((json_integer_value(json_object_get(theirs, "tie")) != 0) != round->tie)
            differ(c, "trace", key, "tie");
        if (fabs(votes - round->effective_votes) > 1e-9 + 1e-12 * votes)
            differ(c, "trace", key, "effective_votes");
    }
}

/* ---- metrics ---- */

static bool is_near(const json_t *theirs, double ours) {
    double value = json_number_value(theirs);
    return fabs(value - ours) <= 1e-12 * (fabs(value) + fabs(ours)) + 1e-15;
}

static bool same_histogram(const json_t *theirs, const struct budget_metrics *metrics) {
    size_t known = 0;
    for (size_t k = 0; k < metrics->histogram.n; k++) {
        char name[24];
        (void)snprintf(name, sizeof name, "%zu", k);
        const json_t *voters = json_object_get(theirs, name);
        if ((uint32_t)json_integer_value(voters) != metrics->histogram.v[k]) return false;
        known += voters != NULL;
    }
    return known == json_object_size(theirs);
}

static bool same_set(const struct comparison *c, const json_t *ids, const uint32_t *list,
                     size_t n) {
    if (json_array_size(ids) != n) return false;
    for (size_t i = 0; i < n; i++) {
        bool found = false;
        for (size_t k = 0; k < n; k++)
            found |= str_is(c->election.projects.v[list[i]].id,
                            str_from(json_string_value(json_array_get(ids, k))));
        if (!found) return false;
    }
    return true;
}

static void compare_metrics(struct comparison *c, const char *key, const json_t *theirs,
                            const struct budget_result *result) {
    struct budget_metrics m;
    assert_int_equal(budget_measure(&c->arena, &c->election, result, &m), RC_OK);
    const struct {
        const char *key;
        uint64_t value;
    } whole[] = {
        {"n_selected", result->rounds.n},
        {"excluded_voters", m.excluded},
        {"excluded_voters_with_2plus_votes", m.excluded_2plus},
        {"voters_with_2plus_votes", m.voters_2plus},
        {"sum_cardinality_sat", m.sum_winners},
    };
    c->compared++;
    for (size_t i = 0; i < COUNT(whole); i++)
        if ((uint64_t)json_integer_value(json_object_get(theirs, whole[i].key)) != whole[i].value)
            differ(c, "metrics", key, whole[i].key);
    const char *sum = json_string_value(json_object_get(theirs, "sum_cost_sat"));
    if (!strchr(sum, '/') && !str_is(m.sum_cost, str_from(sum)))
        differ(c, "metrics", key, "sum_cost_sat");
    if (!is_near(json_object_get(theirs, "avg_cardinality_sat"), m.average_winners))
        differ(c, "metrics", key, "avg_cardinality_sat");
    if (!is_near(json_object_get(theirs, "avg_cost_sat"), m.average_cost))
        differ(c, "metrics", key, "avg_cost_sat");
    const json_t *gini = json_object_get(theirs, "gini_cost_sat");
    if (json_is_null(gini) ? m.gini_cost >= 0 : !is_near(gini, m.gini_cost))
        differ(c, "metrics", key, "gini_cost_sat");
    if (!same_histogram(json_object_get(theirs, "histogram_approved_winners"), &m))
        differ(c, "metrics", key, "histogram_approved_winners");
    if (!same_set(c, json_object_get(theirs, "ejrplus1_cost_violating_projects"), m.ejr_cost.v,
                  m.ejr_cost.n))
        differ(c, "metrics", key, "ejrplus1_cost_violating_projects");
    if (!same_set(c, json_object_get(theirs, "ejrplus1_card_violating_projects"),
                  m.ejr_cardinality.v, m.ejr_cardinality.n))
        differ(c, "metrics", key, "ejrplus1_card_violating_projects");
}

/* ---- one instance ---- */

static bool is_unfinished(const char *key, const json_t *outcome) {
    const char *stop = json_string_value(json_object_get(outcome, "stop"));
    return stop && strcmp(stop, "TIMEOUT") == 0 && !strstr(key, "noexh");
}

static void compare_block(struct comparison *c, const char *block, const json_t *outcomes,
                          enum budget_ties ties, const json_t *metrics) {
    for (size_t i = 0; i < COUNT(variants); i++) {
        const char *key = variants[i].key;
        const json_t *outcome = json_object_get(outcomes, key);
        if (!outcome || !json_object_get(outcome, "selected") || is_unfinished(key, outcome))
            continue;
        struct arena_mark mark = arena_mark(&c->arena);
        struct budget_options options = variants[i].options;
        struct budget_result result;
        char trace_key[64];
        options.ties = ties;
        case_count(&c->arena, &c->election, options, &result);
        compare_outcome(c, block, key, outcome, &result);
        (void)snprintf(trace_key, sizeof trace_key, "%s_trace", key);
        const json_t *trace = json_object_get(outcomes, trace_key);
        if (trace) compare_trace(c, key, trace, &result);
        const json_t *theirs = json_object_get(metrics, key);
        if (theirs) compare_metrics(c, key, theirs, &result);
        arena_back(&c->arena, mark);
    }
}

/* pabutools' runs, without Phragmén: there the order is lost. */
static void compare_runs(struct comparison *c, json_t *reference) {
    json_t *runs = json_object_get(reference, "runs");
    if (runs) json_object_del(runs, "phragmen");
    if (runs) compare_block(c, "pabutools", runs, BUDGET_TIES_ID, NULL);
    json_decref(reference);
}

size_t case_compare(const struct cases *cases, const char *name, size_t *wrong) {
    struct comparison c = {.name = name};
    arena_init(&c.arena, (size_t)1 << 30);
    case_election(&c.arena, cases, name, &c.election);
    json_t *exact = case_reference(cases, "exact_c", name);
    json_t *metrics = case_reference(cases, "metrics", name);
    assert_non_null(exact);
    assert_non_null(metrics);
    if (c.election.vote_type <= BUDGET_VOTES_CHOOSE_1 &&
        json_integer_value(json_object_get(exact, "classes")) != c.election.ballots.classes)
        differ(&c, "file", name, "classes");
    compare_block(&c, "tie_lex", json_object_get(exact, "tie_lex"), BUDGET_TIES_ID,
                  json_object_get(metrics, "outcomes"));
    compare_block(&c, "tie_mincost_maxvotes_lex",
                  json_object_get(exact, "tie_mincost_maxvotes_lex"), BUDGET_TIES_COST_VOTES_ID,
                  NULL);
    compare_runs(&c, case_reference(cases, "pabutools", name));
    json_decref(exact);
    json_decref(metrics);
    arena_release(&c.arena);
    *wrong += c.wrong;
    return c.compared;
}

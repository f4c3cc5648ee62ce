/* Our outcomes against two independent programs, for the instances kept in the repository. */
#include "rules/budget/cases.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void every_kept_instance__gives_the_reference_outcomes(void **state) {
    (void)state;
    struct cases cases;
    cases_kept(&cases);
    size_t compared = 0, wrong = 0;
    for (size_t i = 0; i < cases.n; i++) compared += case_compare(&cases, cases.names[i], &wrong);
    cases_release(&cases);
    assert_int_equal(wrong, 0);
    assert_in_range(compared, 300, 1000);
}

static void wieliczka__shows_the_published_rounds_to_two_decimals(void **state) {
    (void)state;
    struct cases cases;
    struct arena arena;
    struct budget_election election;
    struct budget_result result;
    char path[1024];
    cases_kept(&cases);
    arena_init(&arena, 1 << 28);
    case_election(&arena, &cases, "Poland_Wieliczka_2023_Green_Budget", &election);
    (void)snprintf(path, sizeof path, "%s/wieliczka_2023_official_trace.json", cases.reference);
    json_t *official = json_load_file(path, 0, NULL);
    assert_non_null(official);
    case_count(&arena, &election, (struct budget_options){0}, &result); /* as the file names it */
    const json_t *rounds = json_object_get(official, "published_effective_votes");
    const json_t *exact = json_object_get(official, "recomputed_exact");
    assert_int_equal(result.rounds.n, 30);
    assert_int_equal(json_array_size(rounds), 30);
    for (size_t i = 0; i < result.rounds.n; i++) {
        const struct budget_round *round = &result.rounds.v[i];
        const json_t *row = json_array_get(rounds, i);
        char votes[32];
        (void)snprintf(votes, sizeof votes, "%.2f", round->effective_votes);
        assert_true(str_is(election.projects.v[round->project].id,
                           str_from(json_string_value(json_array_get(row, 0)))));
        assert_string_equal(votes, json_string_value(json_array_get(row, 1)));
        double price = json_number_value(json_array_get(json_array_get(exact, i), 2));
        assert_true(fabs(price - round->max_payment_value) <= 1e-12 * price);
    }
    assert_int_equal(result.cost, 995079);
    assert_int_equal(result.increments, 164);
    json_decref(official);
    arena_release(&arena);
    cases_release(&cases);
}

static void wieliczka__voters_prefer_equal_shares_as_published(void **state) {
    (void)state;
    struct cases cases;
    struct arena arena;
    struct budget_election election;
    struct budget_result shares, greedy;
    struct budget_comparison comparison;
    struct budget_metrics metrics;
    cases_kept(&cases);
    arena_init(&arena, 1 << 28);
    case_election(&arena, &cases, "Poland_Wieliczka_2023_Green_Budget", &election);
    case_count(&arena, &election, (struct budget_options){0}, &shares);
    case_count(&arena, &election, case_options("rule", "greedy", NULL), &greedy);
    assert_int_equal(budget_compare(&arena, &election, &shares, &greedy, &comparison), RC_OK);
    assert_int_equal(comparison.prefer_first, 1615);
    assert_int_equal(comparison.prefer_second, 873);
    assert_int_equal(comparison.same, 4098);
    assert_int_equal(budget_measure(&arena, &election, &shares, &metrics), RC_OK);
    assert_int_equal(lround(1000.0 * metrics.excluded / election.voters), 178);
    assert_int_equal(lround(1000.0 * metrics.average_winners), 1617);
    assert_int_equal(budget_measure(&arena, &election, &greedy, &metrics), RC_OK);
    assert_int_equal(lround(1000.0 * metrics.excluded / election.voters), 276);
    assert_int_equal(lround(1000.0 * metrics.average_winners), 1471);
    arena_release(&arena);
    cases_release(&cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kept_instance__gives_the_reference_outcomes),
        cmocka_unit_test(wieliczka__shows_the_published_rounds_to_two_decimals),
        cmocka_unit_test(wieliczka__voters_prefer_equal_shares_as_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Our outcomes against two independent programs, for all 55 real instances. Long: made for the
   release build. Skipped by name where the instances are absent. */
#include "rules/budget/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void every_instance__gives_the_reference_outcomes(void **state) {
    (void)state;
    struct cases cases;
    if (!cases_shared(&cases)) {
        print_message("skipped: no instances in %s\n", cases.instances);
        skip();
    }
    size_t compared = 0, wrong = 0;
    for (size_t i = 0; i < cases.n; i++) {
        clock_t start = clock();
        size_t here = case_compare(&cases, cases.names[i], &wrong);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > 2) print_message("%s: %zu outcomes, %.1f s\n", cases.names[i], here, seconds);
        compared += here;
    }
    print_message("%zu outcomes of %zu instances, %zu differences\n", compared, cases.n, wrong);
    assert_int_equal(cases.n, 55);
    assert_int_equal(wrong, 0);
    assert_in_range(compared, 2000, 10000);
    cases_release(&cases);
}

static void every_instance__is_the_same_after_writing_and_reading(void **state) {
    (void)state;
    struct cases cases;
    if (!cases_shared(&cases)) {
        print_message("skipped: no instances in %s\n", cases.instances);
        skip();
    }
    for (size_t i = 0; i < cases.n; i++) {
        struct arena arena;
        struct budget_election election, again;
        struct pb_error error;
        struct buf first, second;
        arena_init(&arena, (size_t)1 << 30);
        case_election(&arena, &cases, cases.names[i], &election);
        buf_init(&first, &arena, 1 << 27);
        assert_int_equal(pb_write(&first, &election), RC_OK);
        assert_int_equal(pb_read(&arena, buf_str(&first), &again, &error), RC_OK);
        buf_init(&second, &arena, 1 << 27);
        assert_int_equal(pb_write(&second, &again), RC_OK);
        assert_true(str_is(buf_str(&first), buf_str(&second)));
        assert_int_equal(election.voters, again.voters);
        assert_int_equal(election.budget, again.budget);
        for (size_t p = 0; p < election.projects.n; p++) {
            assert_int_equal(election.projects.v[p].support, again.projects.v[p].support);
            assert_int_equal(election.projects.v[p].score, again.projects.v[p].score);
        }
        arena_release(&arena);
    }
    cases_release(&cases);
}

/* True when we fund exactly what the organiser marked with 1. */
static bool as_organiser(const struct budget_election *election,
                         const struct budget_result *result) {
    for (size_t p = 0; p < election->projects.n; p++) {
        bool funded = result->accounts.v[p].fate == BUDGET_FUNDED;
        if (funded != (election->projects.v[p].selected_by_organiser == 1)) return false;
    }
    return true;
}

static void greedy_cities__funded_what_we_count_from_their_ballots(void **state) {
    (void)state;
    struct cases cases;
    size_t checked = 0;
    if (!cases_shared(&cases)) {
        print_message("skipped: no instances in %s\n", cases.instances);
        skip();
    }
    for (size_t i = 0; i < cases.n; i++) {
        struct arena arena;
        struct budget_election election;
        struct budget_result result;
        arena_init(&arena, (size_t)1 << 30);
        case_election(&arena, &cases, cases.names[i], &election);
        struct budget_options options = {0};
        if (election.vote_type == BUDGET_VOTES_ORDINAL) options.rank = BUDGET_BY_SCORE;
        budget_defaults(&election, &options);
        if (options.rule != BUDGET_EQUAL_SHARES &&
            election.projects.v[0].selected_by_organiser >= 0) {
            case_count(&arena, &election, options, &result);
            if (!as_organiser(&election, &result)) fail_msg("%s differs", cases.names[i]);
            checked++;
        }
        arena_release(&arena);
    }
    assert_int_equal(checked, 29);
    cases_release(&cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_instance__gives_the_reference_outcomes),
        cmocka_unit_test(every_instance__is_the_same_after_writing_and_reading),
        cmocka_unit_test(greedy_cities__funded_what_we_count_from_their_ballots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

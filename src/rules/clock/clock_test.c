/* The clock of a phase: everything follows from one stored time. */
#include "rules/clock/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW INT64_C(1800000000000)
enum { MINUTE = 60 * 1000, ROUND = 210 * 1000 };

static void clock_read__counts_down_and_is_over_at_the_end(void **state) {
    (void)state;
    struct clock clock = clock_start(1, 7 * MINUTE, false, NOW);
    struct clock_now seen = clock_read(&clock, NOW);
    assert_true(seen.has_limit && !seen.is_paused && !seen.is_over);
    assert_int_equal(seen.left_ms, 7 * MINUTE);
    assert_int_equal(seen.ends_at, NOW + 7 * MINUTE);
    assert_int_equal(clock_read(&clock, NOW + 7 * MINUTE - 1).left_ms, 1);
    seen = clock_read(&clock, NOW + 7 * MINUTE);
    assert_true(seen.is_over && seen.left_ms == 0 && seen.round == 0);
    assert_int_equal(clock_read(&clock, NOW + 1000 * MINUTE).left_ms, 0);
}

static void clock_read__tells_rounds_from_the_time_alone(void **state) {
    (void)state;
    const struct clock clock = clock_start(7, ROUND, true, NOW);
    for (int round = 0; round < 7; round++) {
        struct clock_now seen = clock_read(&clock, NOW + (int64_t)round * ROUND);
        assert_int_equal(seen.round, round);
        assert_int_equal(seen.left_ms, ROUND);
        assert_int_equal(seen.ends_at, NOW + (int64_t)(round + 1) * ROUND);
        seen = clock_read(&clock, NOW + (int64_t)(round + 1) * ROUND - 1);
        assert_int_equal(seen.round, round);
        assert_false(seen.is_over);
    }
    struct clock_now end = clock_read(&clock, NOW + INT64_C(7) * ROUND);
    assert_true(end.is_over && end.round == 6 && end.ends_at == NOW + INT64_C(7) * ROUND);
    end = clock_read(&clock, NOW + INT64_C(1000000) * ROUND);
    assert_true(end.is_over && end.round == 6);
}

static void clock_read__says_when_a_fifth_and_a_twentieth_is_left(void **state) {
    (void)state;
    const struct clock clock = clock_start(1, 100000, false, NOW);
    assert_int_equal(clock_read(&clock, NOW + 79999).urgency, 0);
    assert_int_equal(clock_read(&clock, NOW + 80000).urgency, 1);
    assert_int_equal(clock_read(&clock, NOW + 94999).urgency, 1);
    assert_int_equal(clock_read(&clock, NOW + 95000).urgency, 2);
    assert_int_equal(clock_read(&clock, NOW + 200000).urgency, 2);
}

static void clock__paused_holds_what_is_left_of_the_running_round(void **state) {
    (void)state;
    struct clock clock = clock_start(5, ROUND, true, NOW);
    assert_int_equal(clock_pause(&clock, NOW + 2 * ROUND + 10000), RC_OK);
    assert_int_equal(clock_pause(&clock, NOW + 2 * ROUND + 10000), RC_CONFLICT);
    struct clock_now seen = clock_read(&clock, NOW + INT64_C(50) * ROUND);
    assert_true(seen.is_paused && !seen.is_over && seen.ends_at == 0);
    assert_int_equal(seen.round, 2);
    assert_int_equal(seen.left_ms, ROUND - 10000);
    assert_int_equal(clock_resume(&clock, NOW + INT64_C(60) * ROUND), RC_OK);
    assert_int_equal(clock_resume(&clock, NOW), RC_CONFLICT);
    seen = clock_read(&clock, NOW + INT64_C(60) * ROUND + ROUND - 10000);
    assert_int_equal(seen.round, 3);
}

static void clock_add__lengthens_the_running_round_and_restarts_what_is_over(void **state) {
    (void)state;
    struct clock clock = clock_start(1, 7 * MINUTE, false, NOW);
    assert_int_equal(clock_add(&clock, 5 * MINUTE, NOW + MINUTE), RC_OK);
    assert_int_equal(clock_read(&clock, NOW + MINUTE).left_ms, 11 * MINUTE);
    assert_int_equal(clock_add(&clock, -60 * MINUTE, NOW + MINUTE), RC_OK);
    assert_int_equal(clock_read(&clock, NOW + MINUTE).left_ms, 1000);
    assert_int_equal(clock_add(&clock, -MINUTE, NOW + 30 * MINUTE), RC_CONFLICT);
    assert_int_equal(clock_add(&clock, MINUTE, NOW + 30 * MINUTE), RC_OK);
    assert_int_equal(clock_read(&clock, NOW + 30 * MINUTE).left_ms, MINUTE);
    assert_false(clock_read(&clock, NOW + 30 * MINUTE).is_over);
    assert_int_equal(clock_add(&clock, CLOCK_MS_MAX, NOW + 30 * MINUTE), RC_INVALID);
    assert_int_equal(clock_add(&clock, INT64_MAX, NOW + 30 * MINUTE), RC_INVALID);
}

static void clock_add__reaches_the_round_that_runs_not_the_stored_one(void **state) {
    (void)state;
    struct clock clock = clock_start(7, ROUND, true, NOW);
    assert_int_equal(clock_add(&clock, MINUTE, NOW + 3 * ROUND), RC_OK);
    struct clock_now seen = clock_read(&clock, NOW + 3 * ROUND);
    assert_int_equal(seen.round, 3);
    assert_int_equal(seen.left_ms, ROUND + MINUTE);
    assert_int_equal(clock_read(&clock, NOW + 4 * ROUND + MINUTE).round, 4);
}

static void clock_go__starts_that_round_now(void **state) {
    (void)state;
    struct clock clock = clock_start(3, ROUND, true, NOW);
    assert_int_equal(clock_pause(&clock, NOW + 1), RC_OK);
    assert_int_equal(clock_go(&clock, 2, NOW + MINUTE), RC_OK);
    struct clock_now seen = clock_read(&clock, NOW + MINUTE);
    assert_true(seen.round == 2 && seen.left_ms == ROUND && !seen.is_paused);
    assert_int_equal(clock_go(&clock, 3, NOW), RC_INVALID);
    assert_int_equal(clock_go(&clock, -1, NOW), RC_INVALID);
}

static void clock__without_limit_never_ends_and_cannot_be_moved(void **state) {
    (void)state;
    struct clock clock = clock_start(1, 0, false, NOW);
    struct clock_now seen = clock_read(&clock, NOW + INT64_C(999999999));
    assert_false(seen.has_limit || seen.is_over || seen.is_paused);
    assert_int_equal(clock_pause(&clock, NOW), RC_CONFLICT);
    assert_int_equal(clock_add(&clock, MINUTE, NOW), RC_CONFLICT);
    const struct clock none = {0};
    assert_false(clock_read(&none, NOW).has_limit);
}

static void clock_takes__what_is_typed_for_fifteen_more_seconds(void **state) {
    (void)state;
    assert_true(clock_takes(NOW, 0, NOW - MINUTE));
    assert_true(clock_takes(NOW, 0, NOW + 15000));
    assert_false(clock_takes(NOW, 0, NOW + 15001));
    assert_true(clock_takes(0, 0, NOW + 99 * MINUTE));
    assert_true(clock_takes(0, NOW, NOW + 15000));
    assert_false(clock_takes(0, NOW, NOW + 15001));
    assert_true(clock_takes(NOW + MINUTE, NOW, NOW + 15000));
    assert_false(clock_takes(NOW + MINUTE, NOW, NOW + 16000));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clock_read__counts_down_and_is_over_at_the_end),
        cmocka_unit_test(clock_read__tells_rounds_from_the_time_alone),
        cmocka_unit_test(clock_read__says_when_a_fifth_and_a_twentieth_is_left),
        cmocka_unit_test(clock__paused_holds_what_is_left_of_the_running_round),
        cmocka_unit_test(clock_add__lengthens_the_running_round_and_restarts_what_is_over),
        cmocka_unit_test(clock_add__reaches_the_round_that_runs_not_the_stored_one),
        cmocka_unit_test(clock_go__starts_that_round_now),
        cmocka_unit_test(clock__without_limit_never_ends_and_cannot_be_moved),
        cmocka_unit_test(clock_takes__what_is_typed_for_fifteen_more_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The figures of score sheets, against figures worked out by hand and against a plain second way of
   computing them. */
#include "rules/scale/few.h"
#include "rules/scale/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct scale_axis star = {0, 5, 1, 0}, oas = {1, 10, 1, 0}, ready = {0, 3, 1, 0};
static const struct scale_axis halves = {0, 100, 5, 1}, below_zero = {-2, 2, 1, 0};

static enum scale_fault parse(const char *text, const struct scale_axis *axis, int *value) {
    *value = 999;
    return scale_value_parse(str_from(text), axis, value);
}

static void assert_fault(const char *text, const struct scale_axis *axis, enum scale_fault fault) {
    int value;
    assert_int_equal(parse(text, axis, &value), fault);
    assert_int_equal(value, 999);
}

static void assert_value(const char *text, const struct scale_axis *axis, int expected) {
    int value;
    assert_int_equal(parse(text, axis, &value), SCALE_FINE);
    assert_int_equal(value, expected);
}

/* ints ended by -1, as answers of an axis; -2 is "don't know", -3 empty. */
#define VALUES(...) ((const int[]){__VA_ARGS__, -1})
static struct scale_summary summarise(const struct scale_axis *axis, const int *values) {
    struct scale_answer answers[400];
    struct scale_summary summary;
    size_t n = 0;
    for (; values[n] != -1; n++)
        answers[n] = values[n] == -2   ? (struct scale_answer){.kind = SCALE_DONT_KNOW}
                     : values[n] == -3 ? (struct scale_answer){.kind = SCALE_EMPTY}
                                       : (struct scale_answer){SCALE_VALUE, values[n]};
    assert_int_equal(scale_summarise(axis, answers, n, &summary), RC_OK);
    return summary;
}

static void star_scores__0_to_5_accepted_6_minus_1_and_2_5_refused(void **state) {
    (void)state;
    assert_value("0", &star, 0);
    assert_value("5", &star, 5);
    assert_value(" 3 ", &star, 3);
    assert_fault("6", &star, SCALE_OUTSIDE);
    assert_fault("-1", &star, SCALE_OUTSIDE);
    assert_fault("2.5", &star, SCALE_BETWEEN);
    assert_fault("2,5", &star, SCALE_BETWEEN);
    assert_fault("5,5", &star, SCALE_OUTSIDE);
    assert_fault("-0,5", &star, SCALE_OUTSIDE);
    assert_fault("", &star, SCALE_MISSING);
    assert_fault(" \t", &star, SCALE_MISSING);
}

static void sense_of_coherence__0_and_11_refused(void **state) {
    (void)state;
    assert_fault("0", &oas, SCALE_OUTSIDE);
    assert_fault("11", &oas, SCALE_OUTSIDE);
    assert_value("1", &oas, 1);
    assert_value("10", &oas, 10);
}

static void parse__refuses_what_is_not_plainly_a_number(void **state) {
    static const char *const bad[] = {"fem", "+3", "3a",           "03",      "-0",  "--1",
                                      "3,",  ",5", "1e1",          "0x3",     "3 4", "1,2,3",
                                      "3.",  "-",  "\xEF\xBC\x93", "\xC2\xBD"};
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) assert_fault(bad[i], &star, SCALE_NOT_NUMBER);
    assert_fault("99999999999999999999999999", &star, SCALE_OUTSIDE);
    assert_fault("-99999999999999999999999999", &star, SCALE_OUTSIDE);
    int value = 7;
    assert_int_equal(scale_value_parse((struct str){"3\0", 2}, &star, &value), SCALE_NOT_NUMBER);
}

static void parse__takes_danish_decimals_only_where_the_axis_has_them(void **state) {
    (void)state;
    assert_value("2,5", &halves, 25);
    assert_value("2.5", &halves, 25);
    assert_value("3,0", &halves, 30);
    assert_value("10", &halves, 100);
    assert_fault("2,4", &halves, SCALE_BETWEEN);
    assert_fault("2,50", &halves, SCALE_BETWEEN);
    assert_fault("3,0", &star, SCALE_BETWEEN);
    assert_fault("10,5", &halves, SCALE_OUTSIDE);
    assert_value("-2", &below_zero, -2);
    assert_fault("-2,5", &below_zero, SCALE_OUTSIDE);
}

static void write__gives_what_parse_reads(void **state) {
    (void)state;
    const struct scale_axis axes[] = {star, oas, halves, below_zero, {-150, 150, 25, 2}};
    for (size_t a = 0; a < COUNT(axes); a++) {
        for (int v = axes[a].min; v <= axes[a].max; v += axes[a].step) {
            struct arena arena;
            struct buf out;
            int back = 999;
            arena_init(&arena, 4096);
            buf_init(&out, &arena, 64);
            scale_value_write(&out, &axes[a], v, ',');
            assert_int_equal(scale_value_parse(buf_str(&out), &axes[a], &back), SCALE_FINE);
            assert_int_equal(back, v);
            arena_release(&arena);
        }
    }
}

static void axis__must_be_reached_by_its_steps(void **state) {
    static const struct scale_axis bad[] = {
        {0, 0, 1, 0},   {5, 0, 1, 0}, {0, 5, 0, 0},  {0, 5, -1, 0},       {0, 5, 2, 0},
        {0, 101, 1, 0}, {0, 5, 1, 3}, {0, 5, 1, -1}, {-2000000, 5, 1, 0}, {0, 5, 6, 0}};
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) assert_false(scale_axis_is_valid(&bad[i]));
    assert_true(scale_axis_is_valid(&(struct scale_axis){0, 100, 1, 0}));
    assert_int_equal(scale_axis_steps(&halves), 21);
}

static void dont_know__is_left_out_of_the_median_and_counted_beside(void **state) {
    (void)state;
    struct scale_summary s = summarise(&star, VALUES(4, -2, 5, -2, 3, -3));
    assert_int_equal(s.n, 3);
    assert_int_equal(s.dont_know, 2);
    assert_int_equal(s.empty, 1);
    assert_int_equal(s.median, 4 * SCALE_QUARTERS);
    assert_int_equal(s.count[0], 0);
    s = summarise(&star, VALUES(-2, -2));
    assert_int_equal(s.n, 0);
    assert_int_equal(s.dont_know, 2);
    assert_int_equal(scale_mean(&s).below, 0);
}

static void quartiles__are_those_of_spreadsheets(void **state) {
    (void)state;
    /* QUARTILE.INC of 1, 2, 4, 7, 8, 10: 2,5 / 5,5 / 7,75. */
    struct scale_summary s = summarise(&oas, VALUES(8, 1, 10, 4, 2, 7));
    assert_int_equal(s.q1, 10);
    assert_int_equal(s.median, 22);
    assert_int_equal(s.q3, 31);
    assert_int_equal(scale_iqr(&s), 21);
    assert_int_equal(s.lowest, 1);
    assert_int_equal(s.highest, 10);
    /* Of 0, 5: 1,25 / 2,5 / 3,75; of one value it is that value. */
    s = summarise(&star, VALUES(5, 0));
    assert_int_equal(s.q1, 5);
    assert_int_equal(s.median, 10);
    assert_int_equal(s.q3, 15);
    s = summarise(&star, VALUES(2));
    assert_int_equal(s.q1, 8);
    assert_int_equal(s.median, 8);
    assert_int_equal(scale_iqr(&s), 0);
}

static int by_value(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

static void median_and_mean__agree_with_sorting_all_answers(void **state) {
    uint32_t seed = 1;
    (void)state;
    for (int round = 0; round < 300; round++) {
        int values[60];
        struct scale_answer answers[60];
        size_t n = 1 + (size_t)round % 60;
        int64_t sum = 0;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525 + 1013904223;
            values[i] = 1 + (int)(seed >> 16) % 10;
            answers[i] = (struct scale_answer){SCALE_VALUE, values[i]};
            sum += values[i];
        }
        struct scale_summary s, again;
        assert_int_equal(scale_summarise(&oas, answers, n, &s), RC_OK);
        qsort(values, n, sizeof *values, by_value);
        int twice = values[(n - 1) / 2] + values[n / 2];
        assert_int_equal(s.median, 2 * twice);
        assert_true(scale_mean(&s).above == sum && scale_mean(&s).below == (int64_t)n);
        assert_int_equal(scale_summarise_counts(&oas, s.count, 0, &again), RC_OK);
        assert_memory_equal(&s, &again, sizeof s);
    }
}

static void summarise__refuses_values_that_are_not_on_the_axis(void **state) {
    (void)state;
    struct scale_summary s;
    struct scale_answer six = {SCALE_VALUE, 6};
    int counts[6] = {1, -1}, many[6] = {SCALE_ANSWERS_MAX, 1};
    assert_int_equal(scale_summarise(&star, &six, 1, &s), RC_INVALID);
    assert_int_equal(scale_summarise_counts(&star, counts, 0, &s), RC_INVALID);
    assert_int_equal(scale_summarise_counts(&star, many, 0, &s), RC_LIMIT);
    assert_int_equal(scale_summarise(&(struct scale_axis){0, 5, 2, 0}, &six, 1, &s), RC_INVALID);
}

static void ratios__round_halves_away_from_zero(void **state) {
    (void)state;
    assert_int_equal(scale_ratio_round((struct scale_ratio){5, 2}, 0), 3);
    assert_int_equal(scale_ratio_round((struct scale_ratio){-5, 2}, 0), -3);
    assert_int_equal(scale_ratio_round((struct scale_ratio){10, 3}, 2), 333);
    assert_int_equal(scale_ratio_round((struct scale_ratio){20, 3}, 1), 67);
    assert_int_equal(scale_ratio_round((struct scale_ratio){1, 0}, 1), 0);
}

static void shares__count_what_is_at_most_the_value(void **state) {
    (void)state;
    struct scale_summary s = summarise(&ready, VALUES(0, 1, 1, 2, 3, -2));
    struct scale_ratio share = scale_share_upto(&s, &ready, 1);
    assert_true(share.above == 3 && share.below == 5);
    assert_true(scale_share_upto(&s, &ready, 9).above == 5);
    assert_true(scale_share_upto(&s, &ready, -1).above == 0);
}

static void gaps__self_7_4_8_and_guessed_5_4_5_are_plus_2_0_and_plus_3(void **state) {
    static const int self[] = {7, 4, 8}, guess[] = {5, 4, 5}, gap[] = {2, 0, 3};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        int quarters = 99;
        struct scale_summary s = summarise(&oas, VALUES(self[i], self[i], 1, 10, self[i]));
        struct scale_summary g = summarise(&oas, VALUES(guess[i], guess[i], 1, 10, guess[i]));
        assert_true(scale_gap(&s, &g, &quarters));
        assert_int_equal(quarters, gap[i] * SCALE_QUARTERS);
        assert_true(scale_gap(&g, &s, &quarters));
        assert_int_equal(quarters, -gap[i] * SCALE_QUARTERS);
    }
    struct scale_summary some = summarise(&oas, VALUES(5)), none = summarise(&oas, VALUES(-2));
    int quarters;
    assert_false(scale_gap(&some, &none, &quarters));
}

static void disagreement__orders_by_iqr_then_spread_then_place_on_the_sheet(void **state) {
    (void)state;
    const struct scale_axis axes[] = {star, star, star, oas, star, star};
    struct scale_summary s[6];
    size_t order[6];
    s[0] = summarise(&star, VALUES(3, 3, 3, 3, 3));
    s[1] = summarise(&star, VALUES(0, 3, 3, 3, 5)); /* IQR 0, spread 5 */
    s[2] = summarise(&star, VALUES(-2));
    s[3] = summarise(&oas, VALUES(1, 1, 4, 7, 7));  /* IQR 6 of 9 */
    s[4] = summarise(&star, VALUES(0, 1, 3, 5, 5)); /* IQR 4 of 5 */
    s[5] = summarise(&star, VALUES(2, 2, 2, 2, 2));
    scale_order_by_disagreement(axes, s, 6, order);
    static const size_t expected[] = {4, 3, 1, 0, 5, 2};
    assert_memory_equal(order, expected, sizeof expected);
}

static struct scale_sheet sheet(struct scale_keyed_axis *axes, const char *keys) {
    size_t n = 0;
    for (; keys[n]; n++) axes[n] = (struct scale_keyed_axis){{keys + n, 1}, star};
    return (struct scale_sheet){.axes = {.v = axes, .n = n}};
}

static void two_dates_with_12_and_10_rays__show_10_shared(void **state) {
    struct scale_keyed_axis a[12], b[12], c[12];
    (void)state;
    struct scale_sheet sheets[] = {sheet(a, "abcdefghijkl"), sheet(b, "lkjihgfedc"),
                                   sheet(c, "cdxe")};
    struct scale_shared shared;
    assert_int_equal(scale_compare_sheets(sheets, 2, &shared), RC_OK);
    assert_int_equal(shared.n, 10);
    assert_int_equal(shared.left_out[0], 2);
    assert_int_equal(shared.left_out[1], 0);
    for (size_t i = 0; i < shared.n; i++)
        assert_true(str_is(a[shared.at[i][0]].key, b[shared.at[i][1]].key));
    assert_int_equal(scale_compare_sheets(sheets, 3, &shared), RC_OK);
    assert_int_equal(shared.n, 3);
    assert_int_equal(shared.left_out[2], 1);
}

static void comparing__takes_only_the_same_axis_and_no_key_twice(void **state) {
    struct scale_keyed_axis a[4], b[4];
    (void)state;
    struct scale_sheet sheets[] = {sheet(a, "abc"), sheet(b, "abc"), sheet(a, "abc"), {{a, 3}}};
    struct scale_shared shared;
    b[1].axis = oas;
    assert_int_equal(scale_compare_sheets(sheets, 2, &shared), RC_OK);
    assert_int_equal(shared.n, 2);
    assert_int_equal(scale_compare_sheets(sheets, 4, &shared), RC_LIMIT);
    b[2].key = STR("a");
    assert_int_equal(scale_compare_sheets(sheets, 2, &shared), RC_INVALID);
}

/* Three rays per aspect with these medians. */
static bool hint(int personal, int relational, int first, int second, int third) {
    static const enum scale_aspect aspects[] = {
        SCALE_PERSONAL,       SCALE_PERSONAL,       SCALE_PERSONAL,
        SCALE_RELATIONAL,     SCALE_RELATIONAL,     SCALE_RELATIONAL,
        SCALE_ORGANISATIONAL, SCALE_ORGANISATIONAL, SCALE_ORGANISATIONAL};
    struct scale_summary s[9];
    int values[] = {personal, personal, 4, relational, relational, 4, first, second, third};
    for (size_t i = 0; i < 9; i++) s[i] = summarise(&star, VALUES(values[i]));
    return scale_star_hint(s, aspects, 9);
}

static void star_hint__asks_only_when_organisation_is_low_and_the_others_high(void **state) {
    (void)state;
    assert_true(hint(4, 4, 2, 2, 3));
    assert_false(hint(4, 4, 3, 3, 2)); /* 2,67 */
    assert_false(hint(3, 4, 2, 2, 2)); /* personal 3,33 */
    assert_false(hint(4, 3, 2, 2, 2));
    assert_true(hint(4, 4, 2, 2, -2)); /* a ray nobody could judge is left out */
    assert_false(hint(4, 4, 2, -2, -2));
}

static void aspect_mean__is_the_mean_of_the_medians_shown(void **state) {
    (void)state;
    static const enum scale_aspect aspects[] = {SCALE_PERSONAL, SCALE_PERSONAL};
    struct scale_summary s[] = {summarise(&star, VALUES(2, 3)), summarise(&star, VALUES(5, 5, 0))};
    struct scale_ratio mean = scale_aspect_mean(s, aspects, 2, SCALE_PERSONAL);
    assert_int_equal(scale_ratio_round(mean, 2), 375);
    assert_int_equal(scale_aspect_mean(s, aspects, 2, SCALE_RELATIONAL).below, 0);
}

static struct scale_readiness read4(int a, int b, int c, int d) {
    struct scale_summary s[] = {
        summarise(&ready, VALUES(a, a, a)), summarise(&ready, VALUES(b, b, b)),
        summarise(&ready, VALUES(c, c, c)), summarise(&ready, VALUES(d, d, d))};
    struct scale_readiness readiness;
    scale_read_conditions(s, &readiness);
    return readiness;
}

static void medians_3_1_3_2__light_the_row_with_the_basis_missing(void **state) {
    (void)state;
    struct scale_readiness r = read4(3, 1, 3, 2);
    assert_int_equal(r.row, SCALE_ROW_ONE);
    assert_true(r.missing[SCALE_BASIS]);
    assert_int_equal(r.n_missing, 1);
    assert_int_equal(r.weakest, SCALE_BASIS);
}

static void medians_1_1_3_3__give_two_single_consequences_and_no_label(void **state) {
    (void)state;
    struct scale_readiness r = read4(1, 1, 3, 3);
    assert_int_equal(r.row, SCALE_ROW_SEVERAL);
    assert_true(r.missing[SCALE_NECESSITY] && r.missing[SCALE_BASIS]);
    assert_false(r.missing[SCALE_CAPACITY] || r.missing[SCALE_FIRST_STEPS]);
}

static void all_conditions_present__give_lasting_change(void **state) {
    (void)state;
    assert_int_equal(read4(2, 2, 3, 2).row, SCALE_ROW_LASTING);
    struct scale_readiness r = read4(2, -2, 3, 2);
    assert_int_equal(r.row, SCALE_ROW_UNKNOWN);
    assert_int_equal(r.weakest, SCALE_CONDITION__N);
}

static void contested__is_a_share_from_30_to_70_percent(void **state) {
    (void)state;
    struct scale_summary s[4];
    struct scale_readiness r;
    s[0] = summarise(&ready, VALUES(0, 1, 1, 2, 2, 2, 2, 2, 2, 2)); /* 30 % */
    s[1] = summarise(&ready, VALUES(0, 1, 2, 2, 2, 2, 2));          /* 29 % */
    s[2] = summarise(&ready, VALUES(0, 1, 1, 1, 1, 1, 1, 2, 2, 2)); /* 70 %, and missing */
    s[3] = summarise(&ready, VALUES(0, 1, 1, 1, 1, 2, 1));          /* 86 % */
    scale_read_conditions(s, &r);
    assert_true(r.contested[0] && !r.contested[1] && r.contested[2] && !r.contested[3]);
    assert_true(!r.missing[0] && !r.missing[1] && r.missing[2] && r.missing[3]);
    /* A median of 1,5 is more than "slightly": present, and contested. */
    s[2] = summarise(&ready, VALUES(1, 2));
    scale_read_conditions(s, &r);
    assert_true(!r.missing[2] && r.contested[2]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(star_scores__0_to_5_accepted_6_minus_1_and_2_5_refused),
        cmocka_unit_test(sense_of_coherence__0_and_11_refused),
        cmocka_unit_test(parse__refuses_what_is_not_plainly_a_number),
        cmocka_unit_test(parse__takes_danish_decimals_only_where_the_axis_has_them),
        cmocka_unit_test(write__gives_what_parse_reads),
        cmocka_unit_test(axis__must_be_reached_by_its_steps),
        cmocka_unit_test(dont_know__is_left_out_of_the_median_and_counted_beside),
        cmocka_unit_test(quartiles__are_those_of_spreadsheets),
        cmocka_unit_test(median_and_mean__agree_with_sorting_all_answers),
        cmocka_unit_test(summarise__refuses_values_that_are_not_on_the_axis),
        cmocka_unit_test(ratios__round_halves_away_from_zero),
        cmocka_unit_test(shares__count_what_is_at_most_the_value),
        cmocka_unit_test(gaps__self_7_4_8_and_guessed_5_4_5_are_plus_2_0_and_plus_3),
        cmocka_unit_test(disagreement__orders_by_iqr_then_spread_then_place_on_the_sheet),
        cmocka_unit_test(two_dates_with_12_and_10_rays__show_10_shared),
        cmocka_unit_test(comparing__takes_only_the_same_axis_and_no_key_twice),
        cmocka_unit_test(star_hint__asks_only_when_organisation_is_low_and_the_others_high),
        cmocka_unit_test(aspect_mean__is_the_mean_of_the_medians_shown),
        cmocka_unit_test(medians_3_1_3_2__light_the_row_with_the_basis_missing),
        cmocka_unit_test(medians_1_1_3_3__give_two_single_consequences_and_no_label),
        cmocka_unit_test(all_conditions_present__give_lasting_change),
        cmocka_unit_test(contested__is_a_share_from_30_to_70_percent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

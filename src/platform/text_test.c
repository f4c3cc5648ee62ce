/* Tests of numbers, money, dates, texts, order and search words in both languages. */
#include "platform/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "platform/text_search.h"

#define NBSP "\xC2\xA0"
#define MINUS "\xE2\x88\x92"

static struct arena arena;
static struct buf out;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1 << 22);
    buf_init(&out, &arena, 1 << 16);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static const char *written(void) {
    assert_true(buf_ok(&out));
    const char *text = str_copy(&arena, buf_str(&out)).p;
    out.n = 0;
    return text;
}

static const char *c(struct str s) {
    return str_copy(&arena, s).p;
}

static void numbers__are_grouped_as_each_language_does(void **state) {
    (void)state;
    static const struct {
        int64_t value;
        const char *da, *en;
    } cases[] = {
        {0, "0", "0"},
        {999, "999", "999"},
        {1000, "1.000", "1,000"},
        {-1234567, MINUS "1.234.567", MINUS "1,234,567"},
        {INT64_MAX, "9.223.372.036.854.775.807", "9,223,372,036,854,775,807"},
        {INT64_MIN, MINUS "9.223.372.036.854.775.808", MINUS "9,223,372,036,854,775,808"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        text_add_number(&out, LANG_DA, (struct number){cases[i].value});
        assert_string_equal(written(), cases[i].da);
        text_add_number(&out, LANG_EN, (struct number){cases[i].value});
        assert_string_equal(written(), cases[i].en);
    }
}

static void decimals_and_percent__are_exact(void **state) {
    (void)state;
    text_add_decimal(&out, LANG_DA, (struct decimal){125, 1});
    assert_string_equal(written(), "12,5");
    text_add_decimal(&out, LANG_EN, (struct decimal){-5, 3});
    assert_string_equal(written(), MINUS "0.005");
    text_add_decimal(&out, LANG_DA, (struct decimal){INT64_MAX, 18});
    assert_string_equal(written(), "9,223372036854775807");
    text_add_percent(&out, LANG_DA, (struct percent){125, 1});
    assert_string_equal(written(), "12,5" NBSP "%");
    text_add_percent(&out, LANG_EN, (struct percent){100, 0});
    assert_string_equal(written(), "100%");
}

static void money__leaves_out_zero_decimals_and_knows_its_currency(void **state) {
    (void)state;
    static const struct {
        struct money money;
        enum lang lang;
        const char *text;
    } cases[] = {
        {{100000000, 2, STR_INIT("DKK")}, LANG_DA, "1.000.000" NBSP "kr."},
        {{100000050, 2, STR_INIT("DKK")}, LANG_DA, "1.000.000,50" NBSP "kr."},
        {{100000000, 2, STR_INIT("DKK")}, LANG_EN, "1,000,000" NBSP "kr."},
        {{500, 0, STR_INIT("PLN")}, LANG_DA, "500" NBSP "z\xC5\x82"},
        {{-1, 2, STR_INIT("EUR")}, LANG_DA, MINUS "0,01" NBSP "\xE2\x82\xAC"},
        {{7, 0, STR_INIT("CHF")}, LANG_DA, "7" NBSP "CHF"},
        {{7, 0, STR_INIT("<b>")}, LANG_DA, "7"},
        {{7, 0, STR_INIT("")}, LANG_DA, "7"},
        {{0, 2, STR_INIT("DKK")}, LANG_DA, "0" NBSP "kr."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        text_add_money(&out, cases[i].lang, cases[i].money);
        assert_string_equal(written(), cases[i].text);
    }
}

/* 4 September 2026, 14.30 in Copenhagen (summer time). */
static const struct when SEPTEMBER = {1788525000000};

static void dates__are_written_out_in_the_sites_time_zone(void **state) {
    (void)state;
    static const struct {
        enum when_format format;
        const char *da, *en;
    } cases[] = {
        {WHEN_FULL, "den 4. september 2026 kl. 14.30", "4 September 2026 at 14:30"},
        {WHEN_DATE, "den 4. september 2026", "4 September 2026"},
        {WHEN_SHORT, "4. sep. 2026", "4 Sept 2026"},
        {WHEN_TIME, "14.30", "14:30"},
        {WHEN_ISO, "2026-09-04T14:30:00+02:00", "2026-09-04T14:30:00+02:00"},
        {WHEN_LOCAL, "2026-09-04T14:30", "2026-09-04T14:30"},
        {WHEN_DAY, "2026-09-04", "2026-09-04"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        text_add_when(&out, LANG_DA, SEPTEMBER, cases[i].format);
        assert_string_equal(written(), cases[i].da);
        text_add_when(&out, LANG_EN, SEPTEMBER, cases[i].format);
        assert_string_equal(written(), cases[i].en);
    }
}

/* The same date by ICU's own calendar, for every kind of year and both sides of each clock change.
 */
static void dates__agree_with_icu(void **state) {
    (void)state;
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *icu = udat_open(UDAT_PATTERN, UDAT_PATTERN, "da_DK", u"Europe/Copenhagen", -1,
                                 u"yyyy-MM-dd'T'HH:mm:ssxxx", -1, &status);
    assert_true(U_SUCCESS(status));
    int64_t ms = -2000000000000; /* 1906 */
    for (int i = 0; i < 40000; i++, ms += 214748364 + i % 7 * 3600000) {
        UChar wide[64];
        char text[64];
        int32_t n = udat_format(icu, (UDate)ms, wide, COUNT(wide), NULL, &status);
        u_strToUTF8(text, sizeof text, &n, wide, n, &status);
        arena_release(&arena);
        buf_init(&out, &arena, 256);
        text_add_when(&out, LANG_DA, (struct when){ms}, WHEN_ISO);
        assert_string_equal(written(), text);
    }
    udat_close(icu);
}

static void dates__stay_in_range_for_any_number(void **state) {
    (void)state;
    text_add_when(&out, LANG_DA, (struct when){INT64_MAX}, WHEN_DATE);
    assert_string_equal(written(), "den 31. december 9999");
    text_add_when(&out, LANG_EN, (struct when){INT64_MIN}, WHEN_DATE);
    assert_string_equal(written(), "1 January 0001");
}

static const char *ago(enum lang lang, const char *when, const char *now) {
    struct when then, at;
    assert_int_equal(text_when_from_local(str_from(when), &then), RC_OK);
    assert_int_equal(text_when_from_local(str_from(now), &at), RC_OK);
    text_add_ago(&out, lang, then, at.ms);
    return written();
}

static void ago__counts_days_of_the_calendar_also_over_summer_time(void **state) {
    (void)state;
    assert_string_equal(ago(LANG_DA, "2026-09-04T00:05", "2026-09-04T23:55"), "i dag kl. 00.05");
    assert_string_equal(ago(LANG_DA, "2026-09-03T23:55", "2026-09-04T00:05"), "i g\xC3\xA5r");
    assert_string_equal(ago(LANG_EN, "2026-09-05T09:00", "2026-09-04T23:00"), "tomorrow at 09:00");
    assert_string_equal(ago(LANG_DA, "2026-09-01T09:00", "2026-09-04T23:00"), "for 3 dage siden");
    assert_string_equal(ago(LANG_EN, "2026-09-09T09:00", "2026-09-04T23:00"), "in 5 days");
    assert_string_equal(ago(LANG_DA, "2026-08-01T09:00", "2026-09-04T23:00"), "1. aug. 2026");
    /* The night of 29 March has 23 hours, that of 25 October 25. */
    assert_string_equal(ago(LANG_DA, "2026-03-28T12:00", "2026-03-30T01:00"), "for 2 dage siden");
    assert_string_equal(ago(LANG_DA, "2026-10-24T23:30", "2026-10-26T00:30"), "for 2 dage siden");
}

static void local_times__are_read_exactly_and_only_when_they_exist(void **state) {
    (void)state;
    struct when when;
    assert_int_equal(text_when_from_local(STR("2026-09-04T14:30"), &when), RC_OK);
    assert_true(when.ms == SEPTEMBER.ms);
    assert_int_equal(text_when_from_local(STR("2026-09-04"), &when), RC_OK);
    assert_true(when.ms == text_day_start(SEPTEMBER, 0).ms);
    assert_int_equal(text_when_from_local(STR("2026-10-25T02:30"), &when), RC_OK);
    assert_true(when.ms == 1792888200000); /* the first of two */
    static const char *const bad[] = {"",
                                      "2026-9-4",
                                      "2026-02-30",
                                      "2026-03-29T02:30",
                                      "2026-09-04T24:00",
                                      "2026-09-04 14:30",
                                      "2026-09-04T14",
                                      "-026-09-04",
                                      "2026-09-04T14:30:00Z",
                                      "2026-13-01"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(text_when_from_local(str_from(bad[i]), &when), RC_INVALID);
}

static void text_day_start__moves_by_calendar_days(void **state) {
    (void)state;
    struct when before, after;
    assert_int_equal(text_when_from_local(STR("2026-03-29"), &before), RC_OK);
    after = text_day_start(before, 1);
    assert_true(after.ms - before.ms == 23 * 3600000);
    assert_true(text_day_start((struct when){after.ms + 5000}, -1).ms == before.ms);
}

static void texts__fill_placeholders_and_choose_the_plural(void **state) {
    (void)state;
    assert_string_equal(c(TEXT(&arena, LANG_DA, T_time_days_ago, ARG("days", 1))),
                        "for 1 dag siden");
    assert_string_equal(c(TEXT(&arena, LANG_DA, T_time_days_ago, ARG("days", 1000))),
                        "for 1.000 dage siden");
    assert_string_equal(c(TEXT(&arena, LANG_EN, T_time_days_ago, ARG("days", (int64_t)0))),
                        "0 days ago");
    assert_string_equal(c(text_of(LANG_DA, T_time_yesterday)), "i g\xC3\xA5r");
    assert_string_equal(c(text_of(LANG_DA, T_none)), "");
}

static void every_text__has_words_in_every_language(void **state) {
    (void)state;
    for (unsigned id = 1; id < T__N; id++)
        for (unsigned lang = 0; lang < LANG__N; lang++)
            assert_true(text_of((enum lang)lang, (enum text_id)id).n > 0);
}

static void collation__puts_danish_letters_last_and_aa_among_them(void **state) {
    (void)state;
    assert_true(text_collate(LANG_DA, STR("Z\xC3\xB8"), STR("\xC3\x86r\xC3\xB8")) < 0);
    assert_true(text_collate(LANG_DA, STR("\xC3\x98ster"), STR("\xC3\x85rhus")) < 0);
    assert_true(text_collate(LANG_EN, STR("\xC3\x85rhus"), STR("Zoo")) < 0);
    assert_true(text_collate(LANG_DA, STR("Aabenraa"), STR("Zebra")) > 0);
    assert_int_equal(text_collate(LANG_DA, STR(""), STR("")), 0);
    struct str low = text_sort_key(&arena, LANG_DA, STR("Zebra"));
    struct str high = text_sort_key(&arena, LANG_DA,
                                    STR("\xC3\x86"
                                        "ble"));
    assert_true(low.n > 0 && str_compare(low, high) < 0);
}

static void text_fold__keeps_danish_letters_and_drops_foreign_accents(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"\xC3\x86r\xC3\xB8 Caf\xC3\xA9", "\xC3\xA6r\xC3\xB8 cafe"},
        {"A\xCC\x8Ahus \xC3\x85", "\xC3\xA5hus \xC3\xA5"}, /* a + ring is å */
        {"M\xC3\xA4rz K\xC3\xB6ln", "m\xC3\xA6rz k\xC3\xB8ln"},
        {"\xEF\xBC\xA1\xEF\xBC\xA2", "ab"}, /* full width */
        {"Stra\xC3\x9F"
         "e",
         "strasse"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(c(text_fold(&arena, str_from(cases[i].in))), cases[i].out);
    assert_null(text_fold(&arena, STR("\xFF")).p);
}

static void text_stems__match_the_forms_of_a_word(void **state) {
    (void)state;
    assert_string_equal(c(text_stems(&arena, LANG_DA, STR("Kommunernes veje, kommune!"))),
                        "kommun vej kommun");
    assert_string_equal(c(text_stems(&arena, LANG_EN, STR("Voting votes 2026"))), "vote vote 2026");
    assert_string_equal(c(text_stems(&arena, LANG_DA, STR(" ,. "))), "");
    char longest[300];
    for (size_t i = 0; i < sizeof longest; i++) longest[i] = 'q';
    assert_int_equal(text_stems(&arena, LANG_DA, (struct str){longest, sizeof longest}).n, 64);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(numbers__are_grouped_as_each_language_does),
        TEST(decimals_and_percent__are_exact),
        TEST(money__leaves_out_zero_decimals_and_knows_its_currency),
        TEST(dates__are_written_out_in_the_sites_time_zone),
        TEST(dates__agree_with_icu),
        TEST(dates__stay_in_range_for_any_number),
        TEST(ago__counts_days_of_the_calendar_also_over_summer_time),
        TEST(local_times__are_read_exactly_and_only_when_they_exist),
        TEST(text_day_start__moves_by_calendar_days),
        TEST(texts__fill_placeholders_and_choose_the_plural),
        TEST(every_text__has_words_in_every_language),
        TEST(collation__puts_danish_letters_last_and_aa_among_them),
        TEST(text_fold__keeps_danish_letters_and_drops_foreign_accents),
        TEST(text_stems__match_the_forms_of_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

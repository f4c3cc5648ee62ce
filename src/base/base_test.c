/* Tests of slices, arenas and buffers. */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void str_cut__gives_every_part_also_the_empty_last(void **state) {
    (void)state;
    struct str rest = STR("a,,b,"), part;
    const char *const wanted[] = {"a", "", "b", ""};
    size_t n = 0;
    while (str_cut(&rest, ',', &part)) {
        assert_in_range(n, 0, COUNT(wanted) - 1);
        assert_true(str_is(part, str_from(wanted[n])));
        n++;
    }
    assert_int_equal(n, COUNT(wanted));
}

static void str_to_i64__refuses_what_is_not_exactly_a_number(void **state) {
    (void)state;
    int64_t value = 0;
    assert_int_equal(str_to_i64(STR("-9223372036854775808"), &value), RC_OK);
    assert_true(value == INT64_MIN);
    const char *const bad[] = {"", "-", "+1", " 1", "1 ", "9223372036854775808", "1e3", "0x1"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(str_to_i64(str_from(bad[i]), &value), RC_INVALID);
}

static void str_is_utf8__refuses_overlong_surrogate_and_cut_sequences(void **state) {
    (void)state;
    assert_true(str_is_utf8(STR("blåbærgrød \xF0\x9F\x8C\xB1")));
    const struct str bad[] = {STR("\xC0\x80"),    STR("\xED\xA0\x80"), STR("\xE2\x82"),
                              STR("\xFF"),        STR("a\0b"),         STR("\xF4\x90\x80\x80"),
                              STR("\xE0\x80\xAF")};
    for (size_t i = 0; i < COUNT(bad); i++) assert_false(str_is_utf8(bad[i]));
}

static void str_unhex__reverses_str_hex(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 1024);
    unsigned char bytes[3] = {0, 0xAB, 0xFF}, back[3];
    struct str hex = str_hex(&arena, bytes, sizeof bytes);
    assert_true(str_is(hex, STR("00abff")));
    assert_int_equal(str_unhex(hex, back, sizeof back), RC_OK);
    assert_memory_equal(bytes, back, sizeof bytes);
    assert_int_equal(str_unhex(STR("0g"), back, 1), RC_INVALID);
    assert_int_equal(str_unhex(STR("000"), back, 1), RC_INVALID);
    arena_release(&arena);
}

static void arena__keeps_its_ceiling_and_goes_back_to_a_mark(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 100000);
    assert_non_null(arena_alloc(&arena, 1000));
    struct arena_mark mark = arena_mark(&arena);
    assert_non_null(arena_alloc(&arena, 50000));
    assert_null(arena_alloc(&arena, 60000));
    assert_null(arena_array(&arena, SIZE_MAX, 16));
    arena_back(&arena, mark);
    assert_non_null(arena_alloc(&arena, 60000));
    arena_release(&arena);
}

static void add_letter(void *data) {
    strcat(*(char **)data, "x");
}

static void arena_defer__runs_on_back_and_release_only_once(void **state) {
    (void)state;
    char text[8] = "";
    char *p = text;
    struct arena arena;
    arena_init(&arena, 4096);
    assert_true(arena_defer(&arena, add_letter, &p));
    struct arena_mark mark = arena_mark(&arena);
    assert_true(arena_defer(&arena, add_letter, &p));
    arena_back(&arena, mark);
    assert_string_equal(text, "x");
    arena_release(&arena);
    assert_string_equal(text, "xx");
}

static void buf__stops_at_its_ceiling_and_says_so_once(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct buf buf;
    buf_init(&buf, &arena, 1000);
    for (int i = 0; i < 100; i++) buf_lit(&buf, "123456789 ");
    assert_true(buf_ok(&buf));
    buf_add_char(&buf, 'x');
    assert_false(buf_ok(&buf));
    assert_int_equal(buf.n, 1000);
    arena_release(&arena);
}

static void buf_add_csv__quotes_and_makes_formulas_text(void **state) {
    (void)state;
    static const struct {
        const char *text, *field;
    } cases[] = {{"", "\"\""},          {"a,b", "\"a,b\""}, {"say \"hi\"", "\"say \"\"hi\"\"\""},
                 {"=1+1", "\"'=1+1\""}, {"@x", "\"'@x\""},  {"\tx", "\"'\tx\""},
                 {"a=1", "\"a=1\""}};
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf buf;
        buf_init(&buf, &arena, 100);
        buf_add_csv(&buf, str_from(cases[i].text));
        assert_true(str_is(buf_str(&buf), str_from(cases[i].field)));
    }
    arena_release(&arena);
}

static void buf_add_i64__writes_the_extremes(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct buf buf;
    buf_init(&buf, &arena, 1000);
    buf_add_i64(&buf, INT64_MIN);
    buf_add_char(&buf, ' ');
    buf_add_i64(&buf, INT64_MAX);
    buf_add_char(&buf, ' ');
    buf_add_i64(&buf, 0);
    assert_true(str_is(buf_str(&buf), STR("-9223372036854775808 9223372036854775807 0")));
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str_cut__gives_every_part_also_the_empty_last),
        cmocka_unit_test(str_to_i64__refuses_what_is_not_exactly_a_number),
        cmocka_unit_test(str_is_utf8__refuses_overlong_surrogate_and_cut_sequences),
        cmocka_unit_test(str_unhex__reverses_str_hex),
        cmocka_unit_test(arena__keeps_its_ceiling_and_goes_back_to_a_mark),
        cmocka_unit_test(arena_defer__runs_on_back_and_release_only_once),
        cmocka_unit_test(buf_add_csv__quotes_and_makes_formulas_text),
        cmocka_unit_test(buf_add_i64__writes_the_extremes),
        cmocka_unit_test(buf__stops_at_its_ceiling_and_says_so_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

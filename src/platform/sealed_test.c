/* Sealed letters: only the passphrase opens them, and their size says nothing. */
#include "platform/sealed.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int start(void **state) {
    (void)state;
    arena_init(&arena, 4 << 20);
    return secret_start() == RC_OK ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static bool holds(struct str bytes, const char *words) {
    return memmem(bytes.p, bytes.n, words, strlen(words)) != NULL;
}

static void sealed__is_read_with_the_passphrase_and_with_no_other(void **state) {
    (void)state;
    struct sealed_key key;
    struct str sealed, text;
    const struct sealed_opened *opened;
    assert_int_equal(sealed_key_make(&arena, STR("fire helt vilde ord"), &key), RC_OK);
    assert_int_equal(
        sealed_write(&arena, key.public_key, STR("Jeg er bange for mit job."), &sealed), RC_OK);
    assert_false(holds(sealed, "bange"));
    assert_false(holds(key.private_key, "fire"));
    assert_int_equal(sealed_open(&arena, &key, STR("fire helt vilde ore"), &opened), RC_DENIED);
    assert_int_equal(sealed_open(&arena, &key, STR(""), &opened), RC_DENIED);
    assert_int_equal(sealed_open(&arena, &key, STR("fire helt vilde ord"), &opened), RC_OK);
    assert_int_equal(sealed_read(&arena, opened, sealed, &text), RC_OK);
    assert_true(str_is(text, STR("Jeg er bange for mit job.")));
}

static void sealed__is_as_long_for_one_word_as_for_a_page(void **state) {
    (void)state;
    struct sealed_key key;
    struct str one, page, again;
    char *long_text = arena_alloc(&arena, SEALED_TEXT_MAX + 1);
    memset(long_text, 'x', SEALED_TEXT_MAX + 1);
    assert_int_equal(sealed_key_make(&arena, STR("fire helt vilde ord"), &key), RC_OK);
    assert_int_equal(sealed_write(&arena, key.public_key, STR("x"), &one), RC_OK);
    assert_int_equal(sealed_write(&arena, key.public_key, STR("x"), &again), RC_OK);
    assert_int_equal(
        sealed_write(&arena, key.public_key, (struct str){long_text, SEALED_TEXT_MAX}, &page),
        RC_OK);
    assert_int_equal(one.n, page.n);
    assert_false(str_is(one, again));
    assert_int_equal(
        sealed_write(&arena, key.public_key, (struct str){long_text, SEALED_TEXT_MAX + 1}, &page),
        RC_LIMIT);
}

static void sealed__is_refused_when_damaged_or_for_another_key(void **state) {
    (void)state;
    struct sealed_key key, other;
    struct str sealed, text;
    const struct sealed_opened *opened, *of_other;
    assert_int_equal(sealed_key_make(&arena, STR("fire helt vilde ord"), &key), RC_OK);
    assert_int_equal(sealed_key_make(&arena, STR("fire helt vilde ord"), &other), RC_OK);
    assert_int_equal(sealed_write(&arena, key.public_key, STR("x"), &sealed), RC_OK);
    assert_int_equal(sealed_open(&arena, &key, STR("fire helt vilde ord"), &opened), RC_OK);
    assert_int_equal(sealed_open(&arena, &other, STR("fire helt vilde ord"), &of_other), RC_OK);
    assert_int_equal(sealed_read(&arena, of_other, sealed, &text), RC_BROKEN);
    ((char *)(uintptr_t)sealed.p)[100] ^= 1;
    assert_int_equal(sealed_read(&arena, opened, sealed, &text), RC_BROKEN);
    sealed.n--;
    assert_int_equal(sealed_read(&arena, opened, sealed, &text), RC_BROKEN);
    key.private_key.n--;
    assert_int_equal(sealed_open(&arena, &key, STR("fire helt vilde ord"), &opened), RC_BROKEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sealed__is_read_with_the_passphrase_and_with_no_other,
                                        start, end),
        cmocka_unit_test_setup_teardown(sealed__is_as_long_for_one_word_as_for_a_page, start, end),
        cmocka_unit_test_setup_teardown(sealed__is_refused_when_damaged_or_for_another_key, start,
                                        end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

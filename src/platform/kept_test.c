/* What is kept: found again, bounded, and of use to many threads at once. */
#include "platform/kept.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena arena;

static int begin(void **state) {
    (void)state;
    arena_init(&arena, 1 << 22);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static void kept__gives_back_what_was_put_there_last_under_the_key(void **state) {
    (void)state;
    struct kept *kept = kept_new(&arena, 4);
    struct str text = {0};
    assert_false(kept_get(kept, &arena, STR("a"), &text));
    kept_put(kept, STR("a"), STR("one"));
    kept_put(kept, STR("a"), STR("two"));
    assert_true(kept_get(kept, &arena, STR("a"), &text));
    assert_true(str_is(text, STR("two")));
    assert_false(kept_get(kept, &arena, STR("aa"), &text));
}

static void kept__drops_what_nobody_asked_for_longest(void **state) {
    (void)state;
    struct kept *kept = kept_new(&arena, 2);
    struct str text = {0};
    kept_put(kept, STR("a"), STR("1"));
    kept_put(kept, STR("b"), STR("2"));
    assert_true(kept_get(kept, &arena, STR("a"), &text));
    kept_put(kept, STR("c"), STR("3"));
    assert_false(kept_get(kept, &arena, STR("b"), &text));
    assert_true(kept_get(kept, &arena, STR("a"), &text));
    assert_true(kept_get(kept, &arena, STR("c"), &text));
}

static void kept__refuses_what_is_too_long_and_may_be_missing(void **state) {
    (void)state;
    struct kept *kept = kept_new(&arena, 2);
    struct str text = {0};
    char *large = arena_new_array(&arena, KEPT_TEXT_MAX + 1, char);
    assert_non_null(large);
    kept_put(kept, STR("a"), (struct str){large, KEPT_TEXT_MAX + 1});
    assert_false(kept_get(kept, &arena, STR("a"), &text));
    kept_put(kept, (struct str){large, KEPT_KEY_MAX + 1}, STR("1"));
    kept_put(kept, STR("b"), (struct str){large, KEPT_TEXT_MAX});
    assert_true(kept_get(kept, &arena, STR("b"), &text));
    assert_int_equal(KEPT_TEXT_MAX, text.n);
    kept_put(NULL, STR("a"), STR("1"));
    assert_false(kept_get(NULL, &arena, STR("a"), &text));
}

static void *busy(void *data) {
    struct kept *kept = data;
    struct arena own;
    arena_init(&own, 1 << 20);
    uintptr_t wrong = 0;
    for (int i = 0; i < 3000; i++) {
        struct arena_mark mark = arena_mark(&own);
        struct str key = str_format(&own, "key %d", i % 5), text = {0};
        if (kept_get(kept, &own, key, &text)) wrong += !str_is(text, key);
        kept_put(kept, key, key);
        arena_back(&own, mark);
    }
    arena_release(&own);
    return (void *)wrong;
}

static void kept__never_mixes_texts_of_many_threads(void **state) {
    (void)state;
    pthread_t threads[4];
    struct kept *kept = kept_new(&arena, 3);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(0, pthread_create(&threads[i], NULL, busy, kept));
    for (size_t i = 0; i < 4; i++) {
        void *wrong = NULL;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kept__gives_back_what_was_put_there_last_under_the_key,
                                        begin, end),
        cmocka_unit_test_setup_teardown(kept__drops_what_nobody_asked_for_longest, begin, end),
        cmocka_unit_test_setup_teardown(kept__refuses_what_is_too_long_and_may_be_missing, begin,
                                        end),
        cmocka_unit_test_setup_teardown(kept__never_mixes_texts_of_many_threads, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

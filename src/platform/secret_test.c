/* Secrets: keys, ids, tokens, passwords. */
#include "platform/secret.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static void key__is_private_and_made_once(void **state) {
    char folder[] = "/tmp/samskab-key-XXXXXX", path[64];
    unsigned char a[SECRET_KEY_BYTES] = {0}, b[SECRET_KEY_BYTES] = {0};
    struct stat facts;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/key", folder);
    assert_int_equal(secret_key_read(folder, a), RC_ABSENT);
    assert_int_equal(secret_key_create(folder), RC_OK);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(secret_key_read(folder, a), RC_OK);
    assert_memory_not_equal(a, b, sizeof a);
    assert_int_equal(secret_key_create(folder), RC_CONFLICT);
    assert_int_equal(secret_key_read(folder, b), RC_OK);
    assert_memory_equal(a, b, sizeof a);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(secret_key_read(folder, b), RC_DENIED);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 31), 0);
    assert_int_equal(secret_key_read(folder, b), RC_BROKEN);
    unlink(path);
    rmdir(folder);
}

static void id__survives_its_text_form(void **state) {
    char text[ID_TEXT_BYTES + 1];
    uint64_t back = 0;
    static const uint64_t ids[] = {1, 31, 32, 0x8000000000000000u, UINT64_MAX};
    (void)state;
    for (size_t i = 0; i < 1000 + COUNT(ids); i++) {
        uint64_t id = i < COUNT(ids) ? ids[i] : id_random();
        id_text(id, text);
        assert_int_equal(strlen(text), ID_TEXT_BYTES);
        assert_int_equal(id_parse(str_from(text), &back), RC_OK);
        assert_true(back == id);
    }
    id_text(UINT64_MAX, text);
    assert_string_equal(text, "fzzzzzzzzzzzz");
}

static void id__is_read_as_people_write_it(void **state) {
    uint64_t a = 0, b = 0;
    (void)state;
    assert_int_equal(id_parse(STR("0000000000O1L"), &a), RC_OK);
    assert_int_equal(id_parse(STR("0000000000011"), &b), RC_OK);
    assert_true(a == b && a == 33);
}

static void id__of_another_shape_is_refused(void **state) {
    static const char *const wrong[] = {"",
                                        "0000000000000",  /* zero */
                                        "g000000000001",  /* more than 64 bits */
                                        "000000000001",   /* short */
                                        "00000000000001", /* long */
                                        "00000000000u1",
                                        "-000000000001",
                                        "00000000000 1"};
    uint64_t id = 7;
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(id_parse(str_from(wrong[i]), &id), RC_INVALID);
        assert_true(id == 0);
    }
    assert_int_equal(id_parse((struct str){"000000000\0001", 13}, &id), RC_INVALID);
}

static void hash__depends_on_key_and_token(void **state) {
    unsigned char one[SECRET_KEY_BYTES] = {1}, two[SECRET_KEY_BYTES] = {2};
    unsigned char a[SECRET_HASH_BYTES], b[SECRET_HASH_BYTES];
    struct arena arena;
    (void)state;
    arena_init(&arena, 65536);
    struct str token = secret_token(&arena);
    assert_int_equal(token.n, 48);
    assert_false(str_is(token, secret_token(&arena)));
    secret_hash(one, token, a);
    secret_hash(one, token, b);
    assert_memory_equal(a, b, sizeof a);
    secret_hash(two, token, b);
    assert_memory_not_equal(a, b, sizeof a);
    secret_hash(one, str_slice(token, 0, 47), b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_true(secret_equal(token, str_copy(&arena, token)));
    assert_false(secret_equal(token, str_slice(token, 0, 47)));
    assert_false(secret_equal(STR("a"), STR("b")));
    arena_release(&arena);
}

static double seconds(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void password__fits_only_itself(void **state) {
    struct arena arena;
    struct str hash, other;
    (void)state;
    arena_init(&arena, 65536);
    assert_int_equal(password_hash(&arena, STR("hest batteri"), &hash), RC_OK);
    assert_int_equal(password_hash(&arena, STR("hest batteri"), &other), RC_OK);
    assert_false(str_is(hash, other));
    assert_true(str_starts(hash, STR("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_int_equal(password_verify(hash, STR("hest batteri")), RC_OK);
    assert_int_equal(password_verify(hash, STR("hest batterI")), RC_DENIED);
    assert_int_equal(password_verify(hash, STR("")), RC_DENIED);
    assert_int_equal(password_verify(STR("no hash at all"), STR("x")), RC_DENIED);
    arena_release(&arena);
}

static void password__takes_as_long_for_nobody(void **state) {
    struct arena arena;
    struct str hash;
    double known = 1e9, unknown = 1e9;
    (void)state;
    arena_init(&arena, 65536);
    assert_int_equal(password_hash(&arena, STR("x"), &hash), RC_OK);
    for (int i = 0; i < 5; i++) {
        double start = seconds();
        assert_int_equal(password_verify(hash, STR("y")), RC_DENIED);
        double middle = seconds();
        assert_int_equal(password_verify((struct str){0}, STR("y")), RC_DENIED);
        double end = seconds();
        if (middle - start < known) known = middle - start;
        if (end - middle < unknown) unknown = end - middle;
    }
    assert_true(unknown > known * 0.5 && unknown < known * 2.0);
    arena_release(&arena);
}

enum { FLOOD = 60 };

static void *try_password(void *data) {
    enum rc rc = password_verify((struct str){0}, STR("guess"));
    (void)data;
    return (void *)(intptr_t)rc;
}

static void password__flood_is_told_to_come_later(void **state) {
    pthread_t threads[FLOOD];
    int busy = 0, denied = 0;
    (void)state;
    for (int i = 0; i < FLOOD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, try_password, NULL), 0);
    for (int i = 0; i < FLOOD; i++) {
        void *rc = NULL;
        pthread_join(threads[i], &rc);
        busy += (intptr_t)rc == RC_BUSY;
        denied += (intptr_t)rc == RC_DENIED;
    }
    assert_int_equal(busy + denied, FLOOD);
    assert_true(busy > 0 && denied >= 34);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key__is_private_and_made_once),
        cmocka_unit_test(id__survives_its_text_form),
        cmocka_unit_test(id__is_read_as_people_write_it),
        cmocka_unit_test(id__of_another_shape_is_refused),
        cmocka_unit_test(hash__depends_on_key_and_token),
        cmocka_unit_test(password__fits_only_itself),
        cmocka_unit_test(password__takes_as_long_for_nobody),
        cmocka_unit_test(password__flood_is_told_to_come_later),
    };
    return secret_start() != RC_OK || cmocka_run_group_tests(tests, NULL, NULL);
}

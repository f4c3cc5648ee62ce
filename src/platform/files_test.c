/* The file store on both engines, and gzip. */
#include "platform/files.h"

#include "platform/db_testing.h"
#include "platform/schema.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const struct migration_set *const sets[] = {&platform_migrations, NULL};

struct both {
    struct testing_store store;
    struct arena arena;
    struct file_facts facts;
    struct str bytes;
    size_t step;
    struct file file;
    bool fail;
};

static int set_up(void **state, enum testing_engine engine) {
    static struct both both;
    *state = NULL;
    if (!testing_has(engine)) return 0;
    both = (struct both){.facts = {.name = STR("billede.jpg"),
                                   .type = STR("image/jpeg"),
                                   .owner = 7,
                                   .now = 1767225600000}};
    testing_open(&both.store, engine, sets);
    arena_init(&both.arena, 64 * 1024 * 1024);
    *state = &both;
    return 0;
}
static int on_sqlite(void **state) {
    return set_up(state, TESTING_SQLITE);
}
static int on_pg(void **state) {
    return set_up(state, TESTING_PG);
}
static int tear_down(void **state) {
    struct both *both = *state;
    if (!both) return 0;
    testing_close(&both->store);
    arena_release(&both->arena);
    return 0;
}
static struct both *get(void **state) {
    if (!*state) skip();
    return *state;
}

/* Bytes that do not repeat every 256 KiB. */
static struct str sample(struct arena *arena, size_t n) {
    char *bytes = arena_alloc(arena, n + 1);
    uint32_t x = 1;
    for (size_t i = 0; i < n; i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = (char)(x >> 24);
    }
    return (struct str){bytes, n};
}

static enum rc write_file(struct db *db, void *data) {
    struct both *both = data;
    struct file_writer *writer = NULL;
    TRY(file_writer_open(&writer, db, &both->arena, &both->facts));
    for (size_t at = 0; at < both->bytes.n; at += both->step)
        TRY(file_writer_add(writer, str_slice(both->bytes, at, at + both->step)));
    TRY(file_writer_close(writer, &both->file));
    return both->fail ? RC_CONFLICT : RC_OK;
}

static void file__comes_back_in_pieces(void **state) {
    static const size_t sizes[] = {0, 1, FILE_CHUNK_BYTES - 1, FILE_CHUNK_BYTES, 600000};
    struct both *both = get(state);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct db *db = NULL;
        struct file found;
        struct str piece, whole;
        unsigned char sha256[FILE_SHA256_BYTES];
        both->bytes = sample(&both->arena, sizes[i]);
        both->step = 70001;
        assert_int_equal(database_write(both->store.database, write_file, both), RC_OK);
        assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
        assert_int_equal(file_find(db, &both->arena, both->file.public_id, &found), RC_OK);
        assert_int_equal(found.size, sizes[i]);
        assert_int_equal(found.owner, 7);
        assert_true(str_is(found.name, STR("billede.jpg")));
        crypto_hash_sha256(sha256, (const unsigned char *)both->bytes.p, both->bytes.n);
        assert_true(str_is(found.sha256, (struct str){(char *)sha256, sizeof sha256}));
        int64_t at = 0;
        for (;; at += (int64_t)piece.n) {
            assert_int_equal(file_piece(db, &both->arena, &found, at, &piece), RC_OK);
            if (!piece.n) break;
            assert_memory_equal(piece.p, both->bytes.p + at, piece.n);
        }
        assert_int_equal(at, sizes[i]);
        if (sizes[i] > 300000) { /* a range from the middle */
            assert_int_equal(file_piece(db, &both->arena, &found, 270000, &piece), RC_OK);
            assert_int_equal(piece.n, 2 * FILE_CHUNK_BYTES - 270000);
            assert_memory_equal(piece.p, both->bytes.p + 270000, piece.n);
        }
        assert_int_equal(file_read(db, &both->arena, &found, 600000, &whole), RC_OK);
        assert_true(str_is(whole, both->bytes));
        if (sizes[i])
            assert_int_equal(file_read(db, &both->arena, &found, sizes[i] - 1, &whole), RC_LIMIT);
        db_read_end(db);
    }
}

static enum rc drop(struct db *db, void *data) {
    struct both *both = data;
    return file_remove(db, both->file.id);
}

static void file__leaves_nothing_when_undone_or_removed(void **state) {
    struct both *both = get(state);
    struct db *db = NULL;
    struct file found;
    struct str piece;
    both->bytes = sample(&both->arena, 600000);
    both->step = 600000;
    both->fail = true;
    assert_int_equal(database_write(both->store.database, write_file, both), RC_CONFLICT);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(file_find(db, &both->arena, both->file.public_id, &found), RC_ABSENT);
    db_read_end(db);
    both->fail = false;
    assert_int_equal(database_write(both->store.database, write_file, both), RC_OK);
    assert_int_equal(database_write(both->store.database, drop, both), RC_OK);
    assert_int_equal(database_write(both->store.database, drop, both), RC_ABSENT);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(file_piece(db, &both->arena, &both->file, 0, &piece), RC_ABSENT);
    db_read_end(db);
}

static void file__stored_compressed_reads_as_it_was(void **state) {
    struct both *both = get(state);
    struct db *db = NULL;
    struct file found;
    struct str whole, piece;
    char *text = arena_alloc(&both->arena, 2000001);
    struct str noise = sample(&both->arena, 500000);
    memset(text, 'x', 1500000);
    memcpy(text + 1500000, noise.p, noise.n);
    both->bytes = (struct str){text, 2000000};
    both->step = 100000;
    both->facts.gzip = true;
    assert_int_equal(database_write(both->store.database, write_file, both), RC_OK);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(file_load(db, &both->arena, both->file.id, &found), RC_OK);
    assert_true(found.gzipped);
    assert_int_equal(found.size, 2000000);
    assert_int_equal(file_read(db, &both->arena, &found, 2000000, &whole), RC_OK);
    assert_true(str_is(whole, both->bytes));
    assert_int_equal(file_piece(db, &both->arena, &found, 0, &piece), RC_INVALID);
    db_read_end(db);
}

static void gzip__refuses_what_is_too_large_cut_off_or_other(void **state) {
    struct arena arena;
    struct str packed, plain;
    (void)state;
    arena_init(&arena, 16 * 1024 * 1024);
    struct str zeros = {arena_alloc(&arena, 1000000), 1000000};
    assert_int_equal(gzip_pack(&arena, zeros, &packed), RC_OK);
    assert_true(packed.n < 2000);
    assert_int_equal(gzip_unpack(&arena, packed, 1000000, &plain), RC_OK);
    assert_true(str_is(plain, zeros));
    assert_int_equal(gzip_unpack(&arena, packed, 999999, &plain), RC_LIMIT);
    assert_int_equal(gzip_unpack(&arena, str_slice(packed, 0, packed.n - 1), 1000000, &plain),
                     RC_INVALID);
    struct gunzip *gunzip;
    char piece[777];
    int64_t n, total = 0;
    assert_int_equal(gunzip_open(&gunzip, &arena, packed), RC_OK);
    while ((n = gunzip_next(gunzip, piece, sizeof piece)) > 0) total += n;
    assert_int_equal(n, 0);
    assert_int_equal(total, plain.n);
    assert_int_equal(gunzip_open(&gunzip, &arena, str_slice(packed, 0, packed.n - 9)), RC_OK);
    while ((n = gunzip_next(gunzip, piece, sizeof piece)) > 0) continue;
    assert_int_equal(n, -1);
    assert_int_equal(gzip_unpack(&arena, STR("no gzip"), 100, &plain), RC_INVALID);
    assert_int_equal(gzip_unpack(&arena, STR(""), 100, &plain), RC_INVALID);
    assert_int_equal(gzip_pack(&arena, STR(""), &packed), RC_OK);
    assert_int_equal(gzip_unpack(&arena, packed, 0, &plain), RC_OK);
    assert_int_equal(plain.n, 0);
    arena_release(&arena);
}

#define ON_BOTH(test)                                                                              \
    {#test "__sqlite", test, on_sqlite, tear_down, NULL}, {                                        \
#test "__postgresql", test, on_pg, tear_down, NULL                                         \
    }

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_BOTH(file__comes_back_in_pieces),
        ON_BOTH(file__leaves_nothing_when_undone_or_removed),
        ON_BOTH(file__stored_compressed_reads_as_it_was),
        cmocka_unit_test(gzip__refuses_what_is_too_large_cut_off_or_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* PostgreSQL alone: serialisation failures, lost connections, listening. */
#include "platform/db_pg.h"
#include "platform/db_testing.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const struct migration migrations[] = {
    {"001-first", "CREATE TABLE counter (id @int PRIMARY KEY, value @int NOT NULL) @strict;"
                  "INSERT INTO counter (id, value) VALUES (1, 0);"}};
static const struct migration_set set = {"test", migrations, COUNT(migrations)};
static const struct migration_set *const sets[] = {&set, NULL};

static const struct db_query read_counter = {.name = "counter.read",
                                             .sql = "SELECT value FROM counter WHERE id = 1",
                                             .params = "",
                                             DB_ROW_I64};
static const struct db_query write_counter = {.name = "counter.write",
                                              .sql = "UPDATE counter SET value = $1 WHERE id = 1",
                                              .params = "i",
                                              .writes = true};
static const struct db_query wrong_type = {
    .name = "counter.sum", .sql = "SELECT sum(value) FROM counter", .params = "", DB_ROW_I64};
static const struct db_query wrong_param = {.name = "counter.param",
                                            .sql = "SELECT value FROM counter WHERE id = $1",
                                            .params = "t",
                                            DB_ROW_I64};
static const struct db_query *const wrong[] = {&wrong_type, &wrong_param, &read_counter};
static const struct db_queries wrong_queries = DB_QUERIES("wrong", wrong);
static const struct db_queries *const wrong_sets[] = {&wrong_queries, NULL};

static struct testing_store store;

static int set_up(void **state) {
    *state = NULL;
    if (!testing_has(TESTING_PG)) return 0;
    testing_open(&store, TESTING_PG, sets);
    *state = &store;
    return 0;
}
static int tear_down(void **state) {
    if (*state) testing_close(&store);
    return 0;
}

static int64_t counter(void) {
    struct db *db = NULL;
    struct arena arena;
    int64_t value = -1;
    arena_init(&arena, 65536);
    assert_int_equal(db_read_begin(store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &arena, &read_counter, &value), RC_OK);
    db_read_end(db);
    arena_release(&arena);
    return value;
}

/* --- Serialisation failures --- */

struct adder {
    struct db_task task;
    pthread_barrier_t *barrier;
    int applied, reset;
    atomic_int done; /* 1 + rc */
};

/* Both have read before either writes: one of them must be told to try again. */
static enum rc read_then_write(struct db *db, void *data) {
    struct adder *adder = data;
    struct arena arena;
    int64_t value = 0;
    arena_init(&arena, 65536);
    enum rc rc = DB_ONE(db, &arena, &read_counter, &value);
    arena_release(&arena);
    if (rc != RC_OK) return rc;
    if (adder->applied++ == 0) pthread_barrier_wait(adder->barrier);
    return DB_RUN(db, &write_counter, DB_INT(value + 1));
}
static void count_reset(void *data) {
    ((struct adder *)data)->reset++;
}
static void note_done(void *data, enum rc rc) {
    atomic_store(&((struct adder *)data)->done, 1 + (int)rc);
}

static void rivals__are_retried_and_both_count(void **state) {
    pthread_barrier_t barrier;
    struct adder adders[2];
    if (!*state) skip();
    pthread_barrier_init(&barrier, NULL, 2);
    for (size_t i = 0; i < 2; i++) {
        adders[i] = (struct adder){.barrier = &barrier};
        adders[i].task = (struct db_task){
            .apply = read_then_write, .reset = count_reset, .done = note_done, .data = &adders[i]};
        assert_int_equal(database_submit(store.database, &adders[i].task), RC_OK);
    }
    for (size_t i = 0; i < 2; i++) {
        while (!atomic_load(&adders[i].done)) usleep(1000);
        assert_int_equal(atomic_load(&adders[i].done), 1 + RC_OK);
        assert_int_equal(adders[i].applied, 1 + adders[i].reset);
    }
    assert_int_equal(counter(), 2);
    assert_true(adders[0].reset + adders[1].reset >= 1);
    pthread_barrier_destroy(&barrier);
}

/* --- Lost connections --- */

static void end_our_sessions(void) {
    char sql[256];
    PGconn *connection = PQconnectdb(getenv("SAMSKAB_TEST_PG"));
    snprintf(sql, sizeof sql,
             "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'",
             store.schema);
    PGresult *result = PQexec(connection, sql);
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    PQclear(result);
    PQfinish(connection);
    usleep(100000);
}

enum cut { CUT_NEVER, CUT_BEFORE_WRITE, CUT_BEFORE_COMMIT };

/* The first try loses its connection at a point of its choice. */
static enum rc add_one(struct db *db, void *data) {
    enum cut *cut = data, now = cut ? *cut : CUT_NEVER;
    struct arena arena;
    int64_t value = 0;
    arena_init(&arena, 65536);
    enum rc rc = DB_ONE(db, &arena, &read_counter, &value);
    arena_release(&arena);
    if (cut) *cut = CUT_NEVER;
    if (now == CUT_BEFORE_WRITE) end_our_sessions();
    if (rc == RC_OK) rc = DB_RUN(db, &write_counter, DB_INT(value + 1));
    if (now == CUT_BEFORE_COMMIT) end_our_sessions();
    return rc;
}

static void lost_connections__are_made_again(void **state) {
    enum cut cut = CUT_BEFORE_WRITE;
    if (!*state) skip();
    assert_int_equal(database_write(store.database, add_one, NULL), RC_OK);
    assert_int_equal(counter(), 1);
    end_our_sessions();
    assert_int_equal(counter(), 1);
    assert_int_equal(database_write(store.database, add_one, NULL), RC_OK);
    assert_int_equal(counter(), 2);
    /* lost before COMMIT: nothing can have been done, so the task is repeated */
    assert_int_equal(database_write(store.database, add_one, &cut), RC_OK);
    assert_int_equal(counter(), 3);
    cut = CUT_BEFORE_COMMIT;
    /* COMMIT meets a dead connection: the caller is told to try again, and here nothing was done */
    assert_int_equal(database_write(store.database, add_one, &cut), RC_BUSY);
    assert_int_equal(counter(), 3);
    assert_int_equal(database_write(store.database, add_one, NULL), RC_OK);
    assert_int_equal(counter(), 4);
}

static void lost_read__says_busy(void **state) {
    struct db *db = NULL;
    struct arena arena;
    int64_t value = 0;
    if (!*state) skip();
    arena_init(&arena, 65536);
    assert_int_equal(db_read_begin(store.database, &db), RC_OK);
    end_our_sessions();
    assert_int_equal(DB_ONE(db, &arena, &read_counter, &value), RC_BUSY);
    assert_int_equal(DB_ONE(db, &arena, &read_counter, &value), RC_BUSY);
    db_read_end(db);
    assert_int_equal(counter(), 0);
    arena_release(&arena);
}

static atomic_int heard_gaps, heard_news;
static void hear(void *data, struct str topic, struct str payload) {
    (void)data, (void)payload;
    atomic_fetch_add(topic.n ? &heard_news : &heard_gaps, 1);
}
static enum rc tell(struct db *db, void *data) {
    (void)data;
    return db_publish(db, STR("news"), STR(""));
}

static void listener__comes_back_and_says_that_something_may_be_missed(void **state) {
    if (!*state) skip();
    database_set_listener(store.database, hear, NULL);
    for (int i = 0; i < 300 && !atomic_load(&heard_news); i++) {
        assert_int_equal(database_write(store.database, tell, NULL), RC_OK);
        usleep(10000);
    }
    assert_true(atomic_load(&heard_news) > 0);
    end_our_sessions();
    for (int i = 0; i < 300 && !atomic_load(&heard_gaps); i++) usleep(10000);
    assert_int_equal(atomic_load(&heard_gaps), 1);
    int before = atomic_load(&heard_news);
    assert_int_equal(database_write(store.database, tell, NULL), RC_OK);
    for (int i = 0; i < 300 && atomic_load(&heard_news) == before; i++) usleep(10000);
    assert_int_equal(atomic_load(&heard_news), before + 1);
}

/* --- Checks --- */

static void remember(void *data, const char *text) {
    char *said = data;
    size_t n = strlen(said);
    snprintf(said + n, 1024 - n, "%s\n", text);
}

static void check__finds_types_that_do_not_fit(void **state) {
    char said[1024] = "";
    struct db_report report = {remember, said};
    if (!*state) skip();
    assert_int_equal(database_check_queries(store.database, wrong_sets, &report), 2);
    assert_non_null(strstr(said, "counter.sum: column value"));
    assert_non_null(strstr(said, "counter.param: does not prepare"));
}

int main(void) {
#define CASE(test)                                                                                 \
    { #test "__postgresql", test, set_up, tear_down, NULL }
    const struct CMUnitTest tests[] = {
        CASE(rivals__are_retried_and_both_count),
        CASE(lost_connections__are_made_again),
        CASE(lost_read__says_busy),
        CASE(listener__comes_back_and_says_that_something_may_be_missed),
        CASE(check__finds_types_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

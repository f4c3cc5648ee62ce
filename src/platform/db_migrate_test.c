/* Migrations: what is applied, what is refused, and what an operator reads then. */
#include "platform/db_testing.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

#define ONE                                                                                        \
    { "001-one", "CREATE TABLE one (id @pk, name TEXT NOT NULL) @strict;" }
#define TWO                                                                                        \
    { "002-two", "CREATE TABLE two (id @pk) @strict; INSERT INTO one (name) VALUES ('x');" }
static const struct migration list_old[] = {ONE};
static const struct migration list_new[] = {ONE, TWO};
static const struct migration list_changed[] = {
    {"001-one", "CREATE TABLE one (id @pk, name TEXT) @strict;"}};
static const struct migration list_before[] = {{"000-zero", "CREATE TABLE zero (id @pk) @strict;"},
                                               ONE};
static const struct migration list_broken[] = {
    ONE, TWO, {"003-broken", "CREATE TABLE three (id @pk) @strict; CREATE TABLE one (id @pk);"}};
static const struct migration list_token[] = {ONE, {"002-token", "CREATE TABLE x (id @serial);"}};
#define SET(list)                                                                                  \
    static const struct migration_set set_##list = {"area", list_##list, COUNT(list_##list)};      \
    static const struct migration_set *const list[] = {&set_##list, NULL}
SET(old);
SET(new);
SET(changed);
SET(before);
SET(broken);
SET(token);

static const struct db_query count_one = {
    .name = "one.count", .sql = "SELECT count(*) FROM one", .params = "", DB_ROW_I64};
static const struct db_query count_three = {
    .name = "three.count", .sql = "SELECT count(*) FROM three", .params = "", DB_ROW_I64};

static struct testing_store store;

static int on(void **state, enum testing_engine engine) {
    *state = NULL;
    if (!testing_has(engine)) return 0;
    testing_open(&store, engine, old);
    *state = &store;
    return 0;
}
static int on_sqlite(void **state) {
    return on(state, TESTING_SQLITE);
}
static int on_pg(void **state) {
    return on(state, TESTING_PG);
}
static int tear_down(void **state) {
    if (*state) testing_close(&store);
    return 0;
}

/* Opens with other migrations; the problem's text. */
static enum rc reopen(const struct migration_set *const *sets, enum database_use use,
                      struct db_problem *problem) {
    database_close(store.database);
    store.options.migrations = sets;
    store.options.use = use;
    store.options.now++;
    return database_open(&store.database, &store.options, problem);
}

static int64_t count(const struct db_query *query, enum rc expected) {
    struct db *db = NULL;
    struct arena arena;
    int64_t n = 0;
    arena_init(&arena, 65536);
    assert_int_equal(db_read_begin(store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &arena, query, &n), expected);
    db_read_end(db);
    arena_release(&arena);
    return n;
}

static void upgrade__applies_what_is_new_once(void **state) {
    struct db_problem problem;
    if (!*state) skip();
    assert_int_equal(count(&count_one, RC_OK), 0);
    assert_int_equal(reopen(new, DATABASE_WRITE, &problem), RC_CONFLICT);
    assert_non_null(strstr(problem.text, "needs 1 migration; run: samskab migrate"));
    assert_int_equal(reopen(new, DATABASE_READ, &problem), RC_CONFLICT);
    assert_int_equal(reopen(new, DATABASE_MIGRATE, &problem), RC_OK);
    assert_int_equal(count(&count_one, RC_OK), 1);
    assert_int_equal(reopen(new, DATABASE_MIGRATE, &problem), RC_OK);
    assert_int_equal(count(&count_one, RC_OK), 1);
    assert_int_equal(reopen(new, DATABASE_WRITE, &problem), RC_OK);
    assert_int_equal(reopen(new, DATABASE_READ, &problem), RC_OK);
    assert_int_equal(count(&count_one, RC_OK), 1);
}

static void old_program__refuses_a_newer_store(void **state) {
    struct db_problem problem;
    if (!*state) skip();
    assert_int_equal(reopen(new, DATABASE_MIGRATE, &problem), RC_OK);
    for (enum database_use use = DATABASE_READ; use <= DATABASE_MIGRATE; use++) {
        assert_int_equal(reopen(old, use, &problem), RC_CONFLICT);
        assert_non_null(strstr(problem.text, "newer than this program"));
        assert_non_null(strstr(problem.text, "area/002-two"));
        assert_null(store.database);
    }
}

static void applied_migration__must_not_change(void **state) {
    struct db_problem problem;
    if (!*state) skip();
    assert_int_equal(reopen(changed, DATABASE_MIGRATE, &problem), RC_CONFLICT);
    assert_non_null(strstr(problem.text, "area/001-one differs"));
}

static void migration__must_not_come_before_an_applied_one(void **state) {
    struct db_problem problem;
    if (!*state) skip();
    assert_int_equal(reopen(before, DATABASE_MIGRATE, &problem), RC_CONFLICT);
    assert_non_null(strstr(problem.text, "higher number"));
}

static void broken_migration__leaves_the_store_as_it_was(void **state) {
    struct db_problem problem;
    if (!*state) skip();
    assert_int_equal(reopen(broken, DATABASE_MIGRATE, &problem), RC_BROKEN);
    assert_non_null(strstr(problem.text, "area/003-broken failed"));
    assert_int_equal(reopen(token, DATABASE_MIGRATE, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "@serial"));
    assert_int_equal(reopen(old, DATABASE_WRITE, &problem), RC_OK);
    assert_int_equal(count(&count_one, RC_OK), 0);
    count(&count_three, RC_BROKEN);
}

static void *open_it(void *data) {
    struct database *database = NULL;
    struct db_problem problem;
    (void)data;
    enum rc rc = database_open(&database, &store.options, &problem);
    if (rc != RC_OK) fprintf(stderr, "%s\n", problem.text);
    database_close(database);
    return (void *)(intptr_t)rc;
}

static void nodes__migrate_one_after_the_other(void **state) {
    pthread_t threads[4];
    if (!*state || store.engine != TESTING_PG) skip();
    database_close(store.database);
    store.database = NULL;
    store.options.migrations = new;
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, open_it, NULL), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *rc = NULL;
        pthread_join(threads[i], &rc);
        assert_int_equal((intptr_t)rc, RC_OK);
    }
    testing_reopen(&store);
    assert_int_equal(count(&count_one, RC_OK), 1);
}

static void sqlite__keeps_a_copy_from_before_the_migration(void **state) {
    struct db_problem problem;
    struct testing_store copy = store;
    char url[256];
    if (!*state) skip();
    assert_int_equal(reopen(new, DATABASE_MIGRATE, &problem), RC_OK);
    snprintf(url, sizeof url, "sqlite:%s/backups/before-%lld.db", store.folder,
             (long long)store.options.now);
    copy.options.url = url;
    copy.options.use = DATABASE_READ;
    copy.options.migrations = old;
    assert_int_equal(database_open(&copy.database, &copy.options, &problem), RC_OK);
    database_close(copy.database);
    struct stat facts;
    assert_int_equal(stat(url + strlen("sqlite:"), &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
}

static void sqlite__second_writer_is_refused_by_name(void **state) {
    struct db_problem problem;
    struct database *second = NULL;
    char pid[32];
    if (!*state) skip();
    store.options.use = DATABASE_WRITE;
    assert_int_equal(database_open(&second, &store.options, &problem), RC_BUSY);
    snprintf(pid, sizeof pid, "(%ld)", (long)getpid());
    assert_non_null(strstr(problem.text, pid));
    store.options.use = DATABASE_READ; /* reading beside it is fine */
    assert_int_equal(database_open(&second, &store.options, &problem), RC_OK);
    database_close(second);
    store.options.use = DATABASE_WRITE;
    testing_reopen(&store); /* and the lock is free after closing */
}

static void addresses__that_are_no_store_are_refused(void **state) {
    static const char *const urls[] = {"", "sqlite:", "mysql://x", "samskab.db",
                                       "sqlite:/nowhere/at/all/x.db"};
    struct db_problem problem;
    struct database *database = NULL;
    (void)state;
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct database_options options = {.url = urls[i], .use = DATABASE_MIGRATE};
        assert_int_not_equal(database_open(&database, &options, &problem), RC_OK);
        assert_true(strlen(problem.text) > 10);
        assert_null(database);
    }
}

static void sqlite__store_that_is_missing_empty_or_other_is_refused(void **state) {
    struct db_problem problem;
    struct database *database = NULL;
    char path[128], url[160];
    if (!*state) skip();
    snprintf(path, sizeof path, "%s/other/x.db", store.folder);
    snprintf(url, sizeof url, "sqlite:%s", path);
    struct database_options options = {.url = url, .use = DATABASE_WRITE, .migrations = old};
    assert_int_equal(database_open(&database, &options, &problem), RC_BROKEN);
    assert_non_null(strstr(problem.text, "there is no such file"));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(database_open(&database, &options, &problem), RC_CONFLICT);
    assert_non_null(strstr(problem.text, "samskab init"));
    for (int i = 0; i < 400; i++) fputs("this is no database file\n", file);
    fclose(file);
    assert_int_equal(database_open(&database, &options, &problem), RC_BROKEN);
    assert_non_null(strstr(problem.text, "not a database"));
}

#define ON_BOTH(test)                                                                              \
    {#test "__sqlite", test, on_sqlite, tear_down, NULL}, {                                        \
#test "__postgresql", test, on_pg, tear_down, NULL                                         \
    }
#define ON_SQLITE(test)                                                                            \
    { #test, test, on_sqlite, tear_down, NULL }

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_BOTH(upgrade__applies_what_is_new_once),
        ON_BOTH(old_program__refuses_a_newer_store),
        ON_BOTH(applied_migration__must_not_change),
        ON_BOTH(migration__must_not_come_before_an_applied_one),
        ON_BOTH(broken_migration__leaves_the_store_as_it_was),
        {"nodes__migrate_one_after_the_other__postgresql", nodes__migrate_one_after_the_other,
         on_pg, tear_down, NULL},
        ON_SQLITE(sqlite__keeps_a_copy_from_before_the_migration),
        ON_SQLITE(sqlite__second_writer_is_refused_by_name),
        ON_SQLITE(sqlite__store_that_is_missing_empty_or_other_is_refused),
        cmocka_unit_test(addresses__that_are_no_store_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

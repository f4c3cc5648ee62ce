/* check-queries on SQLite: what it must find, and what it must let pass. */
#include "platform/db_testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const struct migration migrations[] = {
    {"001-first", "CREATE TABLE person (id @pk, name TEXT NOT NULL, place @int NOT NULL) @strict;"
                  "CREATE INDEX person_place ON person (place, id);"
                  "CREATE TABLE place (id @pk, parent @int REFERENCES place (id)) @strict;"
                  "CREATE INDEX place_parent ON place (parent);"}};
static const struct migration_set set = {"test", migrations, COUNT(migrations)};
static const struct migration_set *const sets[] = {&set, NULL};

static struct testing_store store;
static int set_up(void **state) {
    (void)state;
    testing_open(&store, TESTING_SQLITE, sets);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    testing_close(&store);
    return 0;
}

static void remember(void *data, const char *text) {
    snprintf(data, 256, "%s", text);
}

static size_t check(const struct db_query *query, char *said) {
    const struct db_query *const list[] = {query};
    struct db_queries queries = DB_QUERIES("test", list);
    const struct db_queries *const query_sets[] = {&queries, NULL};
    struct db_report report = {remember, said};
    *said = '\0';
    return database_check_queries(store.database, query_sets, &report);
}

#define SELECT(text)                                                                               \
    { .name = "q", .sql = (text), .params = "", DB_ROW_I64 }

static void check__finds_what_reads_a_whole_table(void **state) {
    static const struct db_query wrong[] = {
        SELECT("SELECT id FROM person WHERE name = 'x'"),
        SELECT("SELECT count(*) FROM person"),
        SELECT("SELECT p.id FROM person p WHERE p.name = 'x' LIMIT 1"),
        SELECT("SELECT id FROM person ORDER BY place, id"),
        SELECT("SELECT a.id FROM place a JOIN person b ON b.name = 'x' WHERE a.id = 1"),
        {.name = "q", .sql = "DELETE FROM person WHERE name = 'x'", .params = "", .writes = true},
    };
    char said[256];
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        if (check(&wrong[i], said) != 1) fail_msg("not found: %s", wrong[i].sql);
        assert_non_null(strstr(said, "reads a whole table"));
        struct db_query allowed = wrong[i];
        allowed.may_scan = true;
        assert_int_equal(check(&allowed, said), 0);
    }
}

static void check__lets_searches_and_pages_pass(void **state) {
    static const struct db_query right[] = {
        SELECT("SELECT id FROM person WHERE id = 1"),
        SELECT("SELECT id FROM person WHERE place = 1 ORDER BY id DESC LIMIT 20"),
        SELECT("SELECT id FROM person ORDER BY place, id LIMIT 20"),
        SELECT("SELECT 1"),
        SELECT("WITH RECURSIVE up (id) AS (SELECT 1 UNION SELECT place.parent FROM place "
               "JOIN up ON place.id = up.id) SELECT id FROM up"),
        SELECT("SELECT n FROM (SELECT count(*) AS n FROM person WHERE place = 1 GROUP BY id) AS s"),
    };
    char said[256];
    (void)state;
    for (size_t i = 0; i < COUNT(right); i++)
        if (check(&right[i], said) != 0) fail_msg("%s: %s", right[i].sql, said);
}

static void check__compares_the_declaration(void **state) {
    static const struct db_query wrong[] = {
        SELECT("SELECT id FROM nowhere"),
        SELECT("SELECT id, place FROM person WHERE id = 1"),
        SELECT("SELECT id FROM person WHERE id = $1"),
        {.name = "q",
         .sql = "SELECT id FROM person WHERE id = 1",
         DB_ROW_I64,
         .params = "",
         .writes = true},
        {.name = "q", .sql = "DELETE FROM person WHERE id = 1", .params = ""},
        SELECT("SELECT \"name of nothing\" FROM person WHERE id = 1"),
    };
    char said[256];
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (check(&wrong[i], said) != 1) fail_msg("not found: %s", wrong[i].sql);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(check__finds_what_reads_a_whole_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check__lets_searches_and_pages_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check__compares_the_declaration, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

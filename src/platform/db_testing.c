/* Databases for unit tests: see db_testing.h. */
#include "platform/db_testing.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const char *server(void) {
    const char *url = getenv("SAMSKAB_TEST_PG");
    return url && *url ? url : NULL;
}

bool testing_has(enum testing_engine engine) {
    return engine == TESTING_SQLITE || server();
}

static void log_line(const char *line) {
    fprintf(stderr, "database: %s\n", line);
}

static void run_on_server(const char *sql) {
    PGconn *connection = PQconnectdb(server());
    PGresult *result = PQexec(connection, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
}

static void make_schema(struct testing_store *store) {
    static int made;
    char sql[128];
    snprintf(store->schema, sizeof store->schema, "test_%ld_%d", (long)getpid(), ++made);
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", store->schema);
    run_on_server(sql);
    snprintf(store->url, sizeof store->url, "%s%soptions=-csearch_path%%3D%s&application_name=%s",
             server(), strchr(server(), '?') ? "&" : "?", store->schema, store->schema);
}

void testing_open(struct testing_store *store, enum testing_engine engine,
                  const struct migration_set *const *migrations) {
    *store = (struct testing_store){.engine = engine};
    snprintf(store->folder, sizeof store->folder, "/tmp/samskab-test-XXXXXX");
    assert_non_null(mkdtemp(store->folder));
    if (engine == TESTING_PG)
        make_schema(store);
    else
        snprintf(store->url, sizeof store->url, "sqlite:%s/samskab.db", store->folder);
    store->options = (struct database_options){.url = store->url,
                                               .use = DATABASE_MIGRATE,
                                               .migrations = migrations,
                                               .now = 1767225600000,
                                               .log = log_line};
    testing_reopen(store);
}

void testing_reopen(struct testing_store *store) {
    struct db_problem problem;
    database_close(store->database);
    if (database_open(&store->database, &store->options, &problem) != RC_OK)
        fail_msg("%s", problem.text);
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *at) {
    (void)facts, (void)kind, (void)at;
    return remove(path);
}

void testing_close(struct testing_store *store) {
    char sql[128];
    database_close(store->database);
    nftw(store->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    if (!*store->schema) return;
    snprintf(sql, sizeof sql, "SET client_min_messages = error; DROP SCHEMA %s CASCADE",
             store->schema);
    run_on_server(sql);
}

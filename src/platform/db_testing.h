/*
 * For unit tests: a fresh, migrated database that goes away again. SQLite in a temporary folder
 * always; PostgreSQL in a schema of its own when SAMSKAB_TEST_PG holds the address of a server.
 * Add platform/db_testing.c to the files of a test that uses it.
 */
#ifndef PLATFORM_DB_TESTING_H
#define PLATFORM_DB_TESTING_H

#include "platform/db.h"

enum testing_engine { TESTING_SQLITE, TESTING_PG, TESTING__N };

struct testing_store {
    struct database *database;
    enum testing_engine engine;
    struct database_options options; /* url and migrations set; may be changed and opened again */
    char folder[64];                 /* temporary, also with PostgreSQL */
    char schema[64];                 /* PostgreSQL; also the sessions' application_name */
    char url[1024];
};

/* False for PostgreSQL when no server is named: skip the case then. */
bool testing_has(enum testing_engine engine);

/* Opens; fails the test with the reason when it cannot. */
void testing_open(struct testing_store *store, enum testing_engine engine,
                  const struct migration_set *const *migrations);
/* Closes the database and opens it again with store->options. */
void testing_reopen(struct testing_store *store);
void testing_close(struct testing_store *store);

#endif

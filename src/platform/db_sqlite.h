/*
 * A SQLite connection as the files db_sqlite*.c see it.
 */
#ifndef PLATFORM_DB_SQLITE_H
#define PLATFORM_DB_SQLITE_H

#include "platform/db_inner.h"

#include <sqlite3.h>
#include <unicode/ucol.h>

/* Statements that every connection keeps. */
enum sqlite_own {
    SQLITE_OWN_BEGIN,
    SQLITE_OWN_COMMIT,
    SQLITE_OWN_ROLLBACK,
    SQLITE_OWN_SAVEPOINT,
    SQLITE_OWN_RELEASE,
    SQLITE_OWN_UNDO,
    SQLITE_OWN__N
};

struct sqlite_db {
    struct db db; /* first: a struct db * of this engine is one of these */
    sqlite3 *handle;
    sqlite3_stmt *now; /* whose row is being read */
    sqlite3_stmt *own[SQLITE_OWN__N];
    UCollator *danish, *english;
    int wal_pages; /* in the WAL after the last commit */
};

static inline struct sqlite_db *sqlite_of(struct db *db) {
    return (struct sqlite_db *)db;
}

/* Runs one of the connection's own statements. */
enum rc sqlite_run_own(struct sqlite_db *own, enum sqlite_own which);
/* What an SQLite error means; tells the log about faults and notices a failed disk. */
enum rc sqlite_rc(struct sqlite_db *own, int code, const char *doing);
enum rc sqlite_prepare(struct sqlite_db *own, const char *sql, sqlite3_stmt **statement);
void *sqlite_work(void *database);
enum rc sqlite_forget(struct database *database, const char *const *tables);
size_t sqlite_check(struct db *db, const struct db_query *query, const struct db_report *report);

#endif

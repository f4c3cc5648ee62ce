/*
 * A PostgreSQL connection as the files db_pg*.c see it.
 */
#ifndef PLATFORM_DB_PG_H
#define PLATFORM_DB_PG_H

#include "platform/db_inner.h"

#include <libpq-fe.h>

/* Types of PostgreSQL that the dialect uses (pg_type.oid). */
enum pg_type {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_NAME = 19,
    PG_INT8 = 20,
    PG_INT2 = 21,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_FLOAT4 = 700,
    PG_FLOAT8 = 701,
    PG_VARCHAR = 1043,
    PG_VOID = 2278
};

enum { PG_PARAMS_MAX = 64 }; /* as many as sql_params can tell apart */

struct pg_db {
    struct db db; /* first: a struct db * of this engine is one of these */
    PGconn *connection;
    PGresult *now; /* whose row is being read */
    int row;
    size_t prepared; /* names given out */
    bool committing; /* lost now: nobody knows whether it was done */
};

static inline struct pg_db *pg_of(struct db *db) {
    return (struct pg_db *)db;
}

/* A new session with our settings, or NULL and why. */
PGconn *pg_connect(struct database *database, struct db_problem *problem);
/* What an error means; tells the log about faults. */
enum rc pg_rc(struct pg_db *own, const PGresult *result, const char *doing);
/* Runs a statement without parameters and rows. */
enum rc pg_simple(struct pg_db *own, const char *sql);
/* The types of the parameters, by the letters of the declaration. */
int pg_param_types(const struct db_query *query, Oid types[PG_PARAMS_MAX]);
void *pg_work(void *database);
enum rc pg_listen(struct database *database);
void pg_unlisten(struct database *database);
enum rc pg_forget(struct database *database, const char *const *tables);
size_t pg_check(struct db *db, const struct db_query *query, const struct db_report *report);

/* Publications travel as "TOPIC\nPAYLOAD" on this channel. */
#define PG_CHANNEL "samskab"

#endif

/* The PostgreSQL engine. */
#include "platform/db_inner.h"

static enum rc connect_server(struct database *database, enum db_role role, struct db **db,
                              struct db_problem *problem) {
    (void)database, (void)role, (void)db;
    db_problem_set(problem, "PostgreSQL is not connected yet");
    return RC_BROKEN;
}

const struct db_engine db_engine_pg = {.dialect = SQL_FOR_PG, .connect = connect_server};

/* Forgetting on PostgreSQL: tables are written anew, so that their old rows leave the files; then a
   new journal file and a checkpoint let the server give up the old ones, if our role may ask. */
#include "platform/db_pg.h"

#include <stdio.h>

/* A connection of its own: VACUUM cannot run inside a transaction. */
struct forgetting {
    struct database *database;
    PGconn *connection;
};

static enum rc fault(const struct forgetting *forgetting, const PGresult *result,
                     const char *doing) {
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    struct str code = str_from(state ? state : "08000");
    bool later = str_is(code, STR("55P03")) || str_is(code, STR("57014")) ||
                 str_starts(code, STR("08")) || str_starts(code, STR("57P"));
    database_log(forgetting->database, "%s: %s", doing, PQresultErrorMessage(result));
    return later ? RC_BUSY : RC_BROKEN;
}

static enum rc run(const struct forgetting *forgetting, const char *sql) {
    PGresult *result = PQexec(forgetting->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    enum rc rc = done ? RC_OK : fault(forgetting, result, sql);
    PQclear(result);
    return rc;
}

/* One value as text. */
struct answer {
    char text[64];
};

static enum rc ask(const struct forgetting *forgetting, const char *sql, const char *param,
                   struct answer *answer) {
    PGresult *result = PQexecParams(forgetting->connection, sql, param ? 1 : 0, NULL,
                                    (const char *const[]){param}, NULL, NULL, 0);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    enum rc rc = done ? RC_OK : fault(forgetting, result, sql);
    if (done) snprintf(answer->text, sizeof answer->text, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    return rc;
}

/* A table written anew is as old as the oldest transaction that was open then. Younger than us:
   nobody could still see the old rows, so they were left out. */
static enum rc check_forgotten(const struct forgetting *forgetting, const char *table,
                               const struct answer *since) {
    char sql[256];
    struct answer found;
    snprintf(sql, sizeof sql,
             "SELECT age(relfrozenxid) <= age('%s'::xid) FROM pg_class WHERE oid = $1::regclass",
             since->text);
    TRY(ask(forgetting, sql, table, &found));
    return str_is(str_from(found.text), STR("t")) ? RC_OK : RC_BUSY;
}

static enum rc rewrite(const struct forgetting *forgetting, const char *const *tables) {
    char sql[128];
    struct answer since;
    TRY(ask(forgetting, "SELECT (txid_current() & 4294967295)::text", NULL, &since));
    for (; *tables; tables++) {
        snprintf(sql, sizeof sql, "VACUUM (FULL) %s", *tables);
        TRY(run(forgetting, sql));
        TRY(check_forgotten(forgetting, *tables, &since));
    }
    return RC_OK;
}

/* What the role may not do, whoever runs the server must: docs/database.md. */
static void renew_journal(const struct forgetting *forgetting) {
    static const char *const steps[] = {"SELECT pg_switch_wal()", "CHECKPOINT"};
    for (size_t i = 0; i < COUNT(steps); i++) (void)!run(forgetting, steps[i]);
}

enum rc pg_forget(struct database *database, const char *const *tables) {
    struct db_problem problem = {""};
    struct forgetting forgetting = {database, pg_connect(database, &problem)};
    if (!forgetting.connection) {
        database_log(database, "PostgreSQL: %s", problem.text);
        return RC_BUSY;
    }
    enum rc rc = run(&forgetting, "SET lock_timeout = '10s'; SET statement_timeout = '10min'");
    if (rc == RC_OK) rc = rewrite(&forgetting, tables);
    if (rc == RC_OK) renew_journal(&forgetting);
    PQfinish(forgetting.connection);
    return rc;
}

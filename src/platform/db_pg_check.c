/* Checks one declared statement on PostgreSQL: it prepares, and its columns have the types that the
   declaration reads. */
#include "platform/db_pg.h"

#include <string.h>

static const Oid fitting[DB_KIND__N][5] = {
    [DB_KIND_I64] = {PG_INT8, PG_INT4, PG_INT2},
    [DB_KIND_U64] = {PG_INT8},
    [DB_KIND_INT] = {PG_INT8, PG_INT4, PG_INT2},
    [DB_KIND_BOOL] = {PG_INT8, PG_INT4, PG_INT2, PG_BOOL},
    [DB_KIND_REAL] = {PG_FLOAT8, PG_FLOAT4, PG_INT8},
    [DB_KIND_TEXT] = {PG_TEXT, PG_VARCHAR, PG_NAME},
    [DB_KIND_BLOB] = {PG_BYTEA},
};

static bool type_fits(enum db_kind kind, Oid type) {
    for (size_t i = 0; i < COUNT(fitting[kind]) && fitting[kind][i]; i++)
        if (fitting[kind][i] == type) return true;
    return false;
}

static size_t check_columns(const PGresult *result, const struct db_query *query,
                            const struct db_report *report) {
    size_t faults = 0;
    int n = PQnfields(result);
    bool nothing = n == 1 && PQftype(result, 0) == PG_VOID;
    if ((size_t)n != query->n_columns && !(nothing && !query->n_columns)) {
        db_report_line(report, "%s: columns: not as many as declared", query->name);
        return 1;
    }
    for (int i = 0; i < n && !nothing; i++) {
        const struct db_column *column = &query->columns[i];
        if (type_fits(column->kind, PQftype(result, i))) continue;
        faults++;
        db_report_line(report, "%s: column %s: type %u does not fit (write CAST)", query->name,
                       column->name, (unsigned)PQftype(result, i));
    }
    return faults;
}

size_t pg_check(struct db *db, const struct db_query *query, const struct db_report *report) {
    PGconn *connection = pg_of(db)->connection;
    Oid types[PG_PARAMS_MAX];
    int n = pg_param_types(query, types);
    size_t faults = 0;
    PGresult *result = PQexec(connection, "SAVEPOINT looking");
    PQclear(result);
    result = PQprepare(connection, "", db_query_text(query, SQL_FOR_PG), n, types);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        faults++;
        db_report_line(report, "%s: does not prepare: %s", query->name,
                       PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    } else {
        PQclear(result);
        result = PQdescribePrepared(connection, "");
        if (PQnparams(result) != n)
            db_report_line(report, "%s: parameters: not as many as declared", query->name);
        faults += PQnparams(result) != n;
        faults += check_columns(result, query, report);
    }
    PQclear(result);
    result = PQexec(connection, "ROLLBACK TO looking");
    PQclear(result);
    return faults;
}

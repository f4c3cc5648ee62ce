/* Checks one declared statement on SQLite: it prepares, its columns and its flag fit, and its plan
   reads no whole table that it is not allowed to read. */
#include "platform/db_sqlite.h"

#include <string.h>

enum { PLANS_MAX = 64 * 1024 };

struct check {
    struct sqlite_db *own;
    const struct db_query *query;
    const struct db_report *report;
    struct arena *arena;
    struct str sql;
    size_t faults;
};

static void fault(struct check *check, const char *what, const char *detail) {
    check->faults++;
    db_report_line(check->report, "%s: %s: %s", check->query->name, what, detail);
}

/* True when the plan line "SCAN name …" reads a real table from end to end. */
static bool is_full_scan(const struct check *check, struct str line, struct str derived) {
    if (!str_starts(line, STR("SCAN "))) return false;
    struct str name = str_slice(line, 5, str_find(line, ' ', 5));
    if (str_is(name, STR("CONSTANT")) || str_starts(name, STR("("))) return false;
    struct str part;
    while (derived.n && str_cut(&derived, '\n', &part))
        if (str_is(part, name)) return false;
    struct str how = str_slice(line, 5 + name.n, line.n);
    if (str_starts(how, STR(" VIRTUAL TABLE"))) return false;
    /* Along an index for as many rows as the page wants: keyset paging. */
    struct str sql = check->sql;
    struct sql_piece piece;
    if (!str_starts(how, STR(" USING "))) return true;
    while (sql_next_solid(&sql, &piece))
        if (piece.kind == SQL_WORD && str_is_nocase(piece.text, STR("LIMIT"))) return false;
    return true;
}

/* A plan line that says that what is scanned later was made by the statement itself. */
static void note_derived(struct str line, struct buf *derived) {
    static const struct str makers[] = {STR_INIT("CO-ROUTINE "), STR_INIT("MATERIALIZE ")};
    for (size_t i = 0; i < COUNT(makers); i++) {
        if (!str_starts(line, makers[i])) continue;
        buf_add(derived, str_slice(line, makers[i].n, line.n));
        buf_add_char(derived, '\n');
    }
}

static void check_plan(struct check *check) {
    struct buf sql, derived;
    sqlite3_stmt *plan = NULL;
    buf_init(&sql, check->arena, PLANS_MAX);
    buf_init(&derived, check->arena, PLANS_MAX);
    buf_lit(&sql, "EXPLAIN QUERY PLAN ");
    sql_for_sqlite(&sql, check->sql);
    buf_add_char(&sql, '\0');
    if (!buf_ok(&sql) || sqlite3_prepare_v2(check->own->handle, sql.p, -1, &plan, NULL)) {
        fault(check, "no plan", sqlite3_errmsg(check->own->handle));
        return;
    }
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(plan, 3);
        note_derived(str_from(line), &derived);
        if (is_full_scan(check, str_from(line), buf_str(&derived)))
            fault(check, "reads a whole table (add an index, or may_scan)", line);
    }
    sqlite3_finalize(plan);
}

static void check_statement(struct check *check) {
    struct buf sql;
    sqlite3_stmt *statement = NULL;
    buf_init(&sql, check->arena, PLANS_MAX);
    sql_for_sqlite(&sql, check->sql);
    buf_add_char(&sql, '\0');
    if (!buf_ok(&sql) || sqlite3_prepare_v2(check->own->handle, sql.p, -1, &statement, NULL)) {
        fault(check, "does not prepare", sqlite3_errmsg(check->own->handle));
        return;
    }
    const struct db_query *query = check->query;
    if ((size_t)sqlite3_column_count(statement) != query->n_columns)
        fault(check, "columns", "not as many as declared");
    if ((size_t)sqlite3_bind_parameter_count(statement) != strlen(query->params))
        fault(check, "parameters", "not as many as declared");
    if (!sqlite3_stmt_readonly(statement) != query->writes)
        fault(check, "writes", query->writes ? "it writes nothing" : "it writes");
    sqlite3_finalize(statement);
    if (!query->may_scan) check_plan(check);
}

size_t sqlite_check(struct db *db, const struct db_query *query, const struct db_report *report) {
    struct arena arena;
    arena_init(&arena, 1024 * 1024);
    struct check check = {.own = sqlite_of(db), .query = query, .report = report, .arena = &arena};
    check.sql = str_from(db_query_text(query, SQL_FOR_SQLITE));
    check_statement(&check);
    arena_release(&arena);
    return check.faults;
}

/* Looks through declared SQL for what the two engines do differently, and for declarations that do
   not fit their text. */
#include "platform/db_inner.h"

#include <string.h>

enum { PARAMS_MAX = 63 };

struct word_rule {
    const char *word;
    const char *why;
};

/* One word is enough to know. */
static const struct word_rule words[] = {
    {"LIKE", "SQLite ignores case; search through platform/search"},
    {"ILIKE", "PostgreSQL only; search through platform/search"},
    {"GLOB", "SQLite only"},
    {"REGEXP", "SQLite only"},
    {"SIMILAR", "PostgreSQL only"},
    {"string_agg", "PostgreSQL only; put the parts together in C"},
    {"group_concat", "SQLite only; put the parts together in C"},
    {"greatest", "PostgreSQL only; write CASE"},
    {"least", "PostgreSQL only; write CASE"},
    {"lower", "SQLite lowers ASCII only; fold in C and store the folded text"},
    {"upper", "SQLite raises ASCII only; fold in C and store the folded text"},
    {"avg", "the type differs; compute in C"},
    {"true", "booleans are INTEGER 0/1: compare with = 1"},
    {"false", "booleans are INTEGER 0/1: compare with = 0"},
    {"boolean", "booleans are @int with CHECK (x IN (0, 1))"},
    {"now", "time is a parameter"},
    {"CURRENT_TIMESTAMP", "time is a parameter"},
    {"CURRENT_DATE", "time is a parameter"},
    {"datetime", "times are UTC milliseconds"},
    {"timestamp", "times are UTC milliseconds"},
    {"timestamptz", "times are UTC milliseconds"},
    {"random", "randomness is a parameter"},
    {"json_each", "JSON is text and handled in C"},
    {"json_extract", "JSON is text and handled in C"},
    {"jsonb", "JSON is text and handled in C"},
    {"ANY", "PostgreSQL only; one statement per id"},
    {"IMMEDIATE", "transactions belong to the database layer"},
    {"PRAGMA", "the database layer sets these"},
    {"AUTOINCREMENT", "write @pk"},
    {"rowid", "SQLite only"},
    {"ctid", "PostgreSQL only"},
    {"DEFERRABLE", "a key must be checked by its own statement, not at the group's commit"},
    {"TRIGGER", "rules stand in C"},
    {"SERIAL", "write @pk"},
    {"BIGSERIAL", "write @pk"},
    {"IFNULL", "SQLite only; write coalesce"},
    {"ISNULL", "write IS NULL"},
    {"NOTNULL", "write IS NOT NULL"},
};

/* Types and options that a migration writes with a token. */
static const struct word_rule raw_types[] = {
    {"INTEGER", "write @int or @pk"}, {"BIGINT", "write @int"},    {"INT", "write @int"},
    {"SMALLINT", "write @int"},       {"REAL", "write @real"},     {"DOUBLE", "write @real"},
    {"FLOAT", "write @real"},         {"NUMERIC", "write @int"},   {"BLOB", "write @blob"},
    {"BYTEA", "write @blob"},         {"STRICT", "write @strict"}, {"VARCHAR", "write TEXT"},
    {"ROWID", "write @norowid"},      {"IDENTITY", "write @pk"},
};

struct lint {
    const struct db_report *report;
    const char *area, *name;
    size_t faults;
};

static void fault(struct lint *lint, struct str where, const char *why) {
    lint->faults++;
    db_report_line(lint->report, "%s %s: %.*s: %s", lint->area, lint->name, STR_ARG(where), why);
}

static void look_up(struct lint *lint, struct str word, const struct word_rule *rules, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_is_nocase(word, str_from(rules[i].word))) fault(lint, word, rules[i].why);
}

static bool word_is(const struct sql_piece *piece, const char *word) {
    return piece->kind == SQL_WORD && str_is_nocase(piece->text, str_from(word));
}

/* Whether the parenthesis that rest begins after has a comma of its own: max(a, b). */
static bool has_comma(struct str rest) {
    struct sql_piece piece;
    int depth = 1;
    while (depth > 0 && sql_next_solid(&rest, &piece)) {
        if (piece.kind != SQL_SYMBOL) continue;
        char c = piece.text.p[0];
        depth += (c == '(') - (c == ')');
        if (c == ',' && depth == 1) return true;
    }
    return false;
}

/* Pairs of pieces that are not the same on both engines. */
static void look_at_pair(struct lint *lint, const struct sql_piece *before,
                         const struct sql_piece *piece, struct str rest) {
    bool opens = piece->kind == SQL_SYMBOL && piece->text.p[0] == '(';
    if (opens && (word_is(before, "max") || word_is(before, "min")) && has_comma(rest))
        fault(lint, before->text, "with two arguments SQLite only; write CASE");
    if (opens && word_is(before, "round"))
        fault(lint, before->text, "the text form differs; compute in C");
    if (word_is(before, "INSERT") && word_is(piece, "OR"))
        fault(lint, piece->text, "SQLite only; write ON CONFLICT");
    if (word_is(before, "REPLACE") && word_is(piece, "INTO"))
        fault(lint, before->text, "write INSERT … ON CONFLICT DO UPDATE");
    if (word_is(before, "COLUMN") && word_is(piece, "IF"))
        fault(lint, piece->text, "PostgreSQL only");
    if (before->kind == SQL_SYMBOL && piece->kind == SQL_SYMBOL) {
        char a = before->text.p[0], b = piece->text.p[0];
        bool together = before->text.p + 1 == piece->text.p;
        if (together && a == ':' && b == ':') fault(lint, STR("::"), "write CAST");
        if (together && a == '-' && b == '>') fault(lint, STR("->"), "JSON is handled in C");
        if (together && a == '=' && b == '=') fault(lint, STR("=="), "write =");
    }
}

static void look_at_sql(struct lint *lint, struct str sql, bool migration) {
    struct sql_piece before = {SQL_SPACE, {0}}, piece;
    bool in_with = false;
    while (sql_next_solid(&sql, &piece)) {
        if (piece.kind == SQL_WORD) {
            look_up(lint, piece.text, words, COUNT(words));
            if (migration) look_up(lint, piece.text, raw_types, COUNT(raw_types));
        }
        if (word_is(&piece, "WITH")) in_with = true;
        bool opened = before.kind == SQL_SYMBOL && before.text.p[0] == '(';
        if (in_with && opened &&
            (word_is(&piece, "INSERT") || word_is(&piece, "UPDATE") || word_is(&piece, "DELETE")))
            fault(lint, piece.text, "inside WITH: PostgreSQL only");
        if (piece.kind == SQL_SYMBOL && piece.text.p[0] == '?')
            fault(lint, piece.text, "parameters are $1 … $N");
        look_at_pair(lint, &before, &piece, sql);
        before = piece;
    }
}

/* True when the statement changes data: its first word, or the one after its WITH list. */
static bool sql_writes(struct str sql) {
    struct sql_piece piece;
    int depth = 0;
    while (sql_next_solid(&sql, &piece)) {
        if (piece.kind == SQL_SYMBOL) depth += (piece.text.p[0] == '(') - (piece.text.p[0] == ')');
        if (depth > 0) continue;
        if (word_is(&piece, "SELECT")) return false;
        if (word_is(&piece, "INSERT") || word_is(&piece, "UPDATE") || word_is(&piece, "DELETE"))
            return true;
    }
    return false;
}

static bool has_word(struct str sql, const char *word) {
    struct sql_piece piece;
    while (sql_next_solid(&sql, &piece))
        if (word_is(&piece, word)) return true;
    return false;
}

static void look_at_declaration(struct lint *lint, const struct db_query *query, struct str sql) {
    bool gap = false;
    size_t params = sql_params(sql, &gap);
    if (gap) fault(lint, STR("$N"), "a number is left out");
    if (params != strlen(query->params))
        fault(lint, str_from(query->params), "not as many parameters as in the text");
    if (params > PARAMS_MAX) fault(lint, str_from(query->params), "more than 63 parameters");
    if (strspn(query->params, "itbr") != strlen(query->params))
        fault(lint, str_from(query->params), "parameter letters are i t b r");
    bool writes = sql_writes(sql);
    if (writes != query->writes)
        fault(lint, STR("writes"), writes ? "must be true" : "must be false");
    bool gives = !writes || has_word(sql, "RETURNING");
    if (!query->n_columns && gives && writes) fault(lint, STR("RETURNING"), "no columns declared");
    if (query->n_columns && !gives) fault(lint, STR("columns"), "the statement returns no rows");
}

static void look_at_query(struct lint *lint, const struct db_query *query) {
    const char *texts[] = {query->sql, query->sqlite, query->pg};
    lint->name = query->name;
    if (!query->sql && !(query->sqlite && query->pg))
        fault(lint, STR("sql"), "one text for both, or one for each");
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (!texts[i]) continue;
        look_at_declaration(lint, query, str_from(texts[i]));
        if (texts[i] == query->sql) look_at_sql(lint, str_from(texts[i]), false);
    }
}

size_t db_lint_queries(const struct db_queries *const *queries, const struct db_report *report) {
    struct lint lint = {.report = report};
    for (; queries && *queries; queries++) {
        lint.area = (*queries)->area;
        for (size_t i = 0; i < (*queries)->n; i++) look_at_query(&lint, (*queries)->v[i]);
    }
    return lint.faults;
}

/* What stands between @if_… and @end is for one engine and not looked at. */
static void look_at_migration(struct lint *lint, struct str sql) {
    struct str rest = sql, begin = sql;
    struct sql_piece piece;
    while (sql_next(&rest, &piece)) {
        bool closes = piece.kind == SQL_TOKEN && str_is(piece.text, STR("@end"));
        bool opens = piece.kind == SQL_TOKEN && str_starts(piece.text, STR("@if_"));
        if (opens) look_at_sql(lint, str_slice(begin, 0, (size_t)(piece.text.p - begin.p)), true);
        if (opens || closes) begin = rest;
    }
    look_at_sql(lint, begin, true);
}

size_t db_lint_migrations(const struct migration_set *const *sets, const struct db_report *report) {
    struct lint lint = {.report = report};
    for (; sets && *sets; sets++) {
        lint.area = (*sets)->area;
        for (size_t i = 0; i < (*sets)->n; i++) {
            lint.name = (*sets)->v[i].name;
            look_at_migration(&lint, str_from((*sets)->v[i].sql));
        }
    }
    return lint.faults;
}

/* On the opened engine. */
size_t database_check_queries(struct database *database, const struct db_queries *const *queries,
                              const struct db_report *report) {
    struct db *db = NULL;
    size_t faults = 0;
    if (db_read_begin(database, &db) != RC_OK) {
        db_report_line(report, "no connection to the database");
        return 1;
    }
    for (; queries && *queries; queries++)
        for (size_t i = 0; i < (*queries)->n; i++)
            faults += database->engine->check(db, (*queries)->v[i], report);
    db_read_end(db);
    return faults;
}

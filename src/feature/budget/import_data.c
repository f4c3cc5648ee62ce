/* What imports and withdrawals know about whoever made them, for her own data. */
#include "feature/budget/budget.h"

#include "core/own_data.h"

struct imported {
    struct str title, source;
    int64_t created_at;
};
static const struct db_column imported_columns[] = {
    DB_COL(struct imported, title),
    DB_COL(struct imported, source),
    DB_COL(struct imported, created_at),
};
static const struct db_query list_imported = {
    "budget_data.imports",
    "SELECT title, source, created_at FROM budget_import WHERE person = $1 ORDER BY id LIMIT 10000",
    "i", DB_ROW(struct imported, imported_columns)};

static const struct db_query forget_importer = {
    "budget_data.forget", "UPDATE budget_import SET person = NULL WHERE person = $1", "i",
    .writes = true};

struct withdrew {
    struct str title, reason;
    int64_t withdrawn_at;
};
static const struct db_column withdrew_columns[] = {
    DB_COL(struct withdrew, title),
    DB_COL(struct withdrew, reason),
    DB_COL(struct withdrew, withdrawn_at),
};
static const struct db_query list_withdrew = {
    "budget_data.withdrawals",
    "SELECT a.title, w.reason, w.withdrawn_at FROM budget_withdrawal w "
    "JOIN activity a ON a.id = w.activity WHERE w.person = $1 ORDER BY w.activity LIMIT 10000",
    "i", DB_ROW(struct withdrew, withdrew_columns)};
static const struct db_query forget_withdrawer = {
    "budget_data.forget_withdrawer",
    "UPDATE budget_withdrawal SET person = NULL, reason = '' WHERE person = $1", "i",
    .writes = true};

static const struct db_query *const statements[] = {&list_imported, &forget_importer,
                                                    &list_withdrew, &forget_withdrawer};
const struct db_queries budget_data_queries = DB_QUERIES("budget_data", statements);

static enum rc write_imports(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct imported) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_imported, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "title", T_budget_own_title, rows.v[i].title);
        own_data_str(out, "source", T_budget_own_source, rows.v[i].source);
        own_data_when(out, "created_at", T_own_made, rows.v[i].created_at);
    }
    return RC_OK;
}

/* What was imported is the place's; who did it is forgotten. */
static enum rc erase_imports(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    return DB_RUN(db, &forget_importer, DB_INT(person));
}

const struct own_data budget_own_data = {.name = "budget_imports",
                                         .title = T_budget_own_imports,
                                         .write = write_imports,
                                         .erase = erase_imports};

static enum rc write_withdrawals(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct withdrew) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_withdrew, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "title", T_own_activity, rows.v[i].title);
        own_data_str(out, "reason", T_own_reason, rows.v[i].reason);
        own_data_when(out, "withdrawn_at", T_own_at, rows.v[i].withdrawn_at);
    }
    return RC_OK;
}

static enum rc erase_withdrawals(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    return DB_RUN(db, &forget_withdrawer, DB_INT(person));
}

const struct own_data budget_withdrawal_own_data = {.name = "budget_withdrawals",
                                                    .title = T_budget_own_withdrawals,
                                                    .write = write_withdrawals,
                                                    .erase = erase_withdrawals};

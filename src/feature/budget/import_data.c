/* What imports know about whoever uploaded them, for her own data. */
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

static const struct db_query *const statements[] = {&list_imported, &forget_importer};
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

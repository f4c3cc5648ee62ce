/* The decks and sheets that organisations made, in versions that never change. */
#include "core/meeting/content.h"

#include "core/log.h"
#include "platform/secret.h"

static const struct db_column content_columns[] = {
    DB_COL(struct content_row, id),           DB_COL(struct content_row, public_id),
    DB_COL(struct content_row, organisation), DB_COL(struct content_row, tool),
    DB_COL(struct content_row, title),        DB_COL(struct content_row, json),
    DB_COL(struct content_row, family),       DB_COL(struct content_row, version),
    DB_COL(struct content_row, is_newest),    DB_COL(struct content_row, is_retired),
    DB_COL(struct content_row, created_at),   DB_COL(struct content_row, created_by),
};
#define CONTENT_ROW DB_ROW(struct content_row, content_columns)
#define CONTENT_SELECT                                                                             \
    "SELECT id, public_id, organisation_id, tool, title, json, family, version, is_newest, "       \
    "is_retired, created_at, created_by FROM content "

static const struct db_query find_content = {"content.find", CONTENT_SELECT "WHERE public_id = $1",
                                             "i", CONTENT_ROW};
static const struct db_query list_all = {
    "content.list",
    CONTENT_SELECT "WHERE organisation_id = $1 AND is_newest = 1 AND is_retired = 0 "
                   "ORDER BY tool, id LIMIT 200",
    "i", CONTENT_ROW};
static const struct db_query list_of_tool = {
    "content.list_of_tool",
    CONTENT_SELECT "WHERE organisation_id = $1 AND is_newest = 1 AND tool = $2 "
                   "AND is_retired = 0 ORDER BY id LIMIT 200",
    "it", CONTENT_ROW};
static const struct db_query list_versions = {
    "content.versions", CONTENT_SELECT "WHERE family = $1 ORDER BY version DESC LIMIT 200", "i",
    CONTENT_ROW};
static const struct db_query insert_content = {
    "content.insert",
    "INSERT INTO content (public_id, organisation_id, tool, family, version, title, json, "
    "is_newest, is_retired, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0, $8, "
    "$9) RETURNING id",
    "iitiittii", DB_ROW_I64, .writes = true};
static const struct db_query make_older = {
    "content.make_older",
    "UPDATE content SET is_newest = 0 WHERE family = $1 AND version = $2 AND is_newest = 1 "
    "AND organisation_id = $3 AND tool = $4 AND is_retired = 0",
    "iiit", .writes = true};
static const struct db_query retire_content = {
    "content.retire", "UPDATE content SET is_retired = 1 WHERE family = $1 AND is_retired = 0", "i",
    .writes = true};
static const struct db_query *const content_statements[] = {
    &find_content,   &list_all,   &list_of_tool,  &list_versions,
    &insert_content, &make_older, &retire_content};
const struct db_queries content_queries = DB_QUERIES("content", content_statements);

enum rc content_add(const struct request *request, struct content_row *row) {
    if (row->json.n > CONTENT_JSON_MAX) return RC_LIMIT;
    if (row->family) {
        int64_t changed = 0;
        TRY(DB_CHANGED(request->db, &make_older, &changed, DB_ID(row->family), DB_INT(row->version),
                       DB_INT(row->organisation), DB_STR(row->tool)));
        if (!changed) return RC_CONFLICT;
        row->version++;
    } else {
        row->family = id_random();
        row->version = 1;
    }
    row->public_id = id_random();
    row->is_newest = true;
    row->is_retired = false;
    row->created_at = request->now;
    row->created_by = request->asker.id;
    TRY(DB_ONE(request->db, request->arena, &insert_content, &row->id, DB_ID(row->public_id),
               DB_INT(row->organisation), DB_STR(row->tool), DB_ID(row->family),
               DB_INT(row->version), DB_STR(row->title), DB_STR(row->json), DB_INT(row->created_at),
               DB_REF(row->created_by)));
    return log_add_asked(request, REF_ORGANISATION(row->organisation), LOG_CONTENT_ADDED,
                         (struct ref){0});
}

enum rc content_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                             struct content_row *row) {
    return DB_ONE(db, arena, &find_content, row, DB_ID(public_id));
}

enum rc content_list(struct db *db, struct arena *arena, int64_t organisation, struct str tool,
                     struct content_rows *rows) {
    if (!tool.n) return DB_ALL(db, arena, &list_all, &rows->rows, DB_INT(organisation));
    return DB_ALL(db, arena, &list_of_tool, &rows->rows, DB_INT(organisation), DB_STR(tool));
}

enum rc content_versions(struct db *db, struct arena *arena, uint64_t family,
                         struct content_rows *rows) {
    return DB_ALL(db, arena, &list_versions, &rows->rows, DB_ID(family));
}

enum rc content_retire(const struct request *request, uint64_t family) {
    struct content_rows versions = {0};
    TRY(content_versions(request->db, request->arena, family, &versions));
    if (!versions.rows.n) return RC_ABSENT;
    TRY(DB_RUN(request->db, &retire_content, DB_ID(family)));
    return log_add_asked(request, REF_ORGANISATION(versions.rows.v[0].organisation),
                         LOG_CONTENT_RETIRED, (struct ref){0});
}

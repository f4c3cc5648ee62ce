/* Who the stewards are: see steward.h. Their boxes are in steward_box.c. */
#include "core/steward.h"

#include "core/log.h"
#include "core/own_data.h"
#include "platform/secret.h"

/* The newest key of a steward is the one that new messages are sealed with. */
#define STEWARD_SELECT                                                                             \
    "SELECT s.id, s.public_id, s.organisation, s.person, s.from_at, s.to_at, p.name, "             \
    "o.name AS organisation_name, o.lang AS organisation_lang, "                                   \
    "o.public_id AS organisation_public_id, k.id AS key, k.made_at AS key_made_at, k.public_key "  \
    "FROM steward s JOIN person p ON p.id = s.person JOIN organisation o ON o.id = "               \
    "s.organisation "                                                                              \
    "LEFT JOIN steward_key k ON k.id = (SELECT n.id FROM steward_key n WHERE n.steward = s.id "    \
    "ORDER BY n.id DESC LIMIT 1) "

static const struct db_column steward_columns[] = {
    DB_COL(struct steward, id),
    DB_COL(struct steward, public_id),
    DB_COL(struct steward, organisation),
    DB_COL(struct steward, person),
    DB_COL(struct steward, from_at),
    DB_COL(struct steward, to_at),
    DB_COL(struct steward, name),
    DB_COL(struct steward, organisation_name),
    DB_COL(struct steward, organisation_lang),
    DB_COL(struct steward, organisation_public_id),
    DB_COL(struct steward, key),
    DB_COL(struct steward, key_made_at),
    DB_COL_BLOB(struct steward, public_key),
};
static const struct db_query list_current = {
    "steward.list",
    STEWARD_SELECT "WHERE s.organisation = $1 AND s.to_at IS NULL ORDER BY p.name, s.id LIMIT 50",
    "i", DB_ROW(struct steward, steward_columns)};
static const struct db_query list_above = {
    "steward.list_above",
    STEWARD_SELECT "WHERE s.organisation = (SELECT b.parent FROM organisation b WHERE b.id = $1) "
                   "AND s.to_at IS NULL ORDER BY p.name, s.id LIMIT 50",
    "i", DB_ROW(struct steward, steward_columns)};
static const struct db_query list_of_person = {
    "steward.of_person",
    STEWARD_SELECT "WHERE s.person = $1 ORDER BY CASE WHEN s.to_at IS NULL THEN 0 ELSE 1 END, "
                   "s.id DESC LIMIT 100",
    "i", DB_ROW(struct steward, steward_columns)};
static const struct db_query find_own = {"steward.find",
                                         STEWARD_SELECT "WHERE s.public_id = $2 AND s.person = $1",
                                         "ii", DB_ROW(struct steward, steward_columns)};
static const struct db_query line_of_organisation = {
    "steward.line",
    "SELECT o.public_id FROM organisation o WHERE o.id = $1 AND (EXISTS (SELECT 1 FROM steward s "
    "JOIN steward_key k ON k.steward = s.id WHERE s.organisation = o.id AND s.to_at IS NULL) OR "
    "EXISTS (SELECT 1 FROM steward s JOIN steward_key k ON k.steward = s.id "
    "WHERE s.organisation = o.parent AND s.to_at IS NULL))",
    "i", DB_ROW_U64};
static const struct db_query line_of_initiative = {
    "steward.line_of_initiative",
    "SELECT o.public_id FROM initiative i JOIN organisation o ON o.id = i.owner_id "
    "WHERE i.id = $1 AND (EXISTS (SELECT 1 FROM steward s "
    "JOIN steward_key k ON k.steward = s.id WHERE s.organisation = o.id AND s.to_at IS NULL) OR "
    "EXISTS (SELECT 1 FROM steward s JOIN steward_key k ON k.steward = s.id "
    "WHERE s.organisation = o.parent AND s.to_at IS NULL))",
    "i", DB_ROW_U64};

enum rc steward_list_read(struct db *db, struct arena *arena, int64_t organisation,
                          struct steward_list *list) {
    return DB_ALL(db, arena, &list_current, &list->rows, DB_INT(organisation));
}

static void keep_with_key(struct steward_list *list) {
    struct steward *rows = (struct steward *)(uintptr_t)list->rows.v;
    size_t n = 0;
    for (size_t i = 0; i < list->rows.n; i++)
        if (rows[i].key) rows[n++] = rows[i];
    list->rows.n = n;
}

enum rc steward_reachable(struct db *db, struct arena *arena, int64_t organisation,
                          struct steward_list *list) {
    TRY(steward_list_read(db, arena, organisation, list));
    keep_with_key(list);
    if (list->rows.n) return RC_OK;
    TRY(DB_ALL(db, arena, &list_above, &list->rows, DB_INT(organisation)));
    keep_with_key(list);
    return RC_OK;
}

enum rc steward_of_person(struct db *db, struct arena *arena, int64_t person,
                          struct steward_list *list) {
    return DB_ALL(db, arena, &list_of_person, &list->rows, DB_INT(person));
}

enum rc steward_find(struct db *db, struct arena *arena, int64_t person, uint64_t public_id,
                     struct steward *steward) {
    if (!person) return RC_ABSENT;
    return DB_ONE(db, arena, &find_own, steward, DB_INT(person), DB_ID(public_id));
}

enum rc steward_line(const struct request *request, struct ref place, struct url *url) {
    uint64_t id;
    char text[ID_TEXT_BYTES + 1];
    const struct db_query *query =
        place.kind == OBJECT_INITIATIVE ? &line_of_initiative : &line_of_organisation;
    *url = (struct url){0};
    enum rc rc = DB_ONE(request->db, request->arena, query, &id, DB_INT(place.id));
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    id_text(id, text);
    *url = url_format(request->arena, "/o/%s/steward", str_from(text));
    return RC_OK;
}

/* ---- naming and ending ---- */

static const struct db_query insert_steward = {
    "steward.insert",
    "INSERT INTO steward (public_id, organisation, person, named_by, from_at) "
    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id",
    "iiiii", DB_ROW_I64, .writes = true};
static const struct db_query end_steward = {
    "steward.end",
    "UPDATE steward SET to_at = $3 WHERE organisation = $1 AND public_id = $2 AND to_at IS NULL "
    "RETURNING person",
    "iii", DB_ROW_I64, .writes = true};

enum rc steward_add(const struct request *request, int64_t organisation, int64_t person) {
    int64_t id;
    enum rc rc = DB_ONE(request->db, request->arena, &insert_steward, &id, DB_ID(id_random()),
                        DB_INT(organisation), DB_INT(person), DB_REF(request->asker.id),
                        DB_INT(request->now));
    if (rc == RC_ABSENT) return RC_CONFLICT;
    TRY(rc);
    return log_add_asked(request, REF_ORGANISATION(organisation), LOG_STEWARD_NAMED,
                         REF_PERSON(person));
}

enum rc steward_end(const struct request *request, int64_t organisation, uint64_t public_id) {
    int64_t person;
    TRY(DB_ONE(request->db, request->arena, &end_steward, &person, DB_INT(organisation),
               DB_ID(public_id), DB_INT(request->now)));
    return log_add_asked(request, REF_ORGANISATION(organisation), LOG_STEWARD_ENDED,
                         REF_PERSON(person));
}

/* ---- own data ---- */

struct told {
    struct str organisation;
    int64_t from_at, to_at, messages;
    bool is_steward, is_namer;
};
static const struct db_column told_columns[] = {
    DB_COL(struct told, organisation), DB_COL(struct told, from_at),
    DB_COL(struct told, to_at),        DB_COL(struct told, messages),
    DB_COL(struct told, is_steward),   DB_COL(struct told, is_namer),
};
static const struct db_query list_told = {
    "steward.own_data",
    "SELECT o.name AS organisation, s.from_at, s.to_at, CASE WHEN s.person = $1 THEN "
    "(SELECT count(*) FROM steward_message m JOIN steward_key k ON k.id = m.steward_key "
    "WHERE k.steward = s.id) ELSE 0 END AS messages, "
    "CASE WHEN s.person = $1 THEN 1 ELSE 0 END AS is_steward, "
    "CASE WHEN s.named_by = $1 THEN 1 ELSE 0 END AS is_namer "
    "FROM (SELECT id FROM steward WHERE person = $1 UNION "
    "SELECT id FROM steward WHERE named_by = $1) x JOIN steward s ON s.id = x.id "
    "JOIN organisation o ON o.id = s.organisation ORDER BY s.id LIMIT 10000",
    "i", DB_ROW(struct told, told_columns)};
static const struct db_query erase_messages = {
    "steward.erase_messages",
    "DELETE FROM steward_message WHERE steward_key IN (SELECT k.id FROM steward_key k "
    "JOIN steward s ON s.id = k.steward WHERE s.person = $1)",
    "i", .writes = true};
static const struct db_query erase_keys = {
    "steward.erase_keys",
    "DELETE FROM steward_key WHERE steward IN (SELECT s.id FROM steward s WHERE s.person = $1)",
    "i", .writes = true};
static const struct db_query erase_ends = {
    "steward.erase_ends", "UPDATE steward SET to_at = $2 WHERE person = $1 AND to_at IS NULL", "ii",
    .writes = true};

static enum rc write_told(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct told) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_told, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct told *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "organisation", T_own_steward_where, row->organisation);
        own_data_flag(out, "steward", T_own_steward_is, row->is_steward);
        own_data_flag(out, "named", T_own_steward_named, row->is_namer);
        own_data_when(out, "from", T_own_steward_from, row->from_at);
        own_data_when(out, "to", T_own_steward_to, row->to_at);
        own_data_int(out, "messages", T_own_steward_messages, row->messages);
    }
    return RC_OK;
}

/* Nobody could read the messages any more. */
static enum rc erase_told(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    TRY(DB_RUN(db, &erase_messages, DB_INT(person)));
    TRY(DB_RUN(db, &erase_keys, DB_INT(person)));
    return DB_RUN(db, &erase_ends, DB_INT(person), DB_INT(now));
}

const struct own_data steward_own_data = {
    .name = "stewardships", .title = T_own_stewardships, .write = write_told, .erase = erase_told};

static const struct db_query *const statements[] = {
    &list_current,       &list_above,     &list_of_person, &find_own,  &line_of_organisation,
    &line_of_initiative, &insert_steward, &end_steward,    &list_told, &erase_messages,
    &erase_keys,         &erase_ends,
};
const struct db_queries steward_queries = DB_QUERIES("steward", statements);

/* People: their rows, the administrators' list, and who may see whom. See person.h. */
#include "core/person.h"

#include "core/rights.h"
#include "core/session.h"
#include "platform/search.h"
#include "platform/secret.h"

#define PERSON_SELECT                                                                              \
    "SELECT id, public_id, name, mail, phone, password_hash, lang, sector, is_administrator, "     \
    "version, created_at, erased_at FROM person "

static const struct db_column person_columns[] = {
    DB_COL(struct person, id),
    DB_COL(struct person, public_id),
    DB_COL(struct person, name),
    DB_COL(struct person, mail),
    DB_COL(struct person, phone),
    DB_COL(struct person, password_hash),
    DB_COL(struct person, lang),
    DB_COL(struct person, sector),
    DB_COL(struct person, is_administrator),
    DB_COL(struct person, version),
    DB_COL(struct person, created_at),
    DB_COL(struct person, erased_at),
};

static const struct db_query by_id = {"person.by_id", PERSON_SELECT "WHERE id = $1", "i",
                                      DB_ROW(struct person, person_columns)};
static const struct db_query by_public_id = {"person.by_public_id",
                                             PERSON_SELECT "WHERE public_id = $1", "i",
                                             DB_ROW(struct person, person_columns)};
static const struct db_query by_mail = {"person.by_mail", PERSON_SELECT "WHERE mail = $1", "t",
                                        DB_ROW(struct person, person_columns)};

enum rc person_by_id(struct db *db, struct arena *arena, int64_t id, struct person *person) {
    return DB_ONE(db, arena, &by_id, person, DB_INT(id));
}

enum rc person_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                            struct person *person) {
    return DB_ONE(db, arena, &by_public_id, person, DB_ID(public_id));
}

enum rc person_by_mail(struct db *db, struct arena *arena, struct str mail, struct person *person) {
    return DB_ONE(db, arena, &by_mail, person, DB_STR(mail));
}

/* ---- writing ---- */

static enum rc index_person(struct db *db, struct arena *arena, int64_t id, struct str name,
                            struct str mail) {
    struct str words = str_format(arena, "%.*s %.*s", STR_ARG(name), STR_ARG(mail));
    if (!words.p) return RC_LIMIT;
    const struct search_entry entry = {
        .kind = OBJECT_PERSON, .object = id, .lang = LANG_DA, .text = words};
    return search_index(db, arena, &entry);
}

static const struct db_query insert_person = {
    "person.insert",
    "INSERT INTO person (public_id, name, mail, phone, password_hash, lang, sector, "
    "is_administrator, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
    "ON CONFLICT (mail) DO NOTHING RETURNING id",
    "itttttiii", DB_ROW_I64, .writes = true};

enum rc person_create(struct db *db, struct arena *arena, struct person *person) {
    person->public_id = id_random();
    person->version = 1;
    person->erased_at = 0;
    TRY(DB_ONE(db, arena, &insert_person, &person->id, DB_ID(person->public_id),
               DB_STR(person->name), DB_STR(person->mail), DB_STR(person->phone),
               DB_STR(person->password_hash), DB_STR(person->lang), DB_INT(person->sector),
               DB_INT(person->is_administrator), DB_INT(person->created_at)));
    return index_person(db, arena, person->id, person->name, person->mail);
}

static const struct db_query update_person = {
    "person.update",
    "UPDATE person SET name = $3, phone = $4, lang = $5, sector = $6, version = version + 1 "
    "WHERE id = $1 AND version = $2 AND erased_at IS NULL RETURNING mail",
    "iittti", DB_ROW_STR, .writes = true};

enum rc person_update(struct db *db, struct arena *arena, const struct person *person) {
    struct str mail;
    TRY(DB_ONE(db, arena, &update_person, &mail, DB_INT(person->id), DB_INT(person->version),
               DB_STR(person->name), DB_STR(person->phone), DB_STR(person->lang),
               DB_INT(person->sector)));
    return index_person(db, arena, person->id, person->name, mail);
}

static const struct db_query update_password = {
    "person.update_password",
    "UPDATE person SET password_hash = $2 WHERE id = $1 AND erased_at IS NULL", "it",
    .writes = true};

enum rc person_set_password(struct db *db, int64_t id, struct str hash, int64_t keep) {
    int64_t changed = 0;
    TRY(DB_CHANGED(db, &update_password, &changed, DB_INT(id), DB_STR(hash)));
    if (changed != 1) return RC_ABSENT;
    return session_end_all(db, id, keep);
}

static const struct db_query other_administrator = {
    "person.other_administrator",
    "SELECT id FROM person WHERE is_administrator = 1 AND id <> $1 LIMIT 1", "i", DB_ROW_I64};

enum rc person_is_last_administrator(struct db *db, struct arena *arena, int64_t id,
                                     bool *is_last) {
    struct person person;
    int64_t other;
    *is_last = false;
    TRY(person_by_id(db, arena, id, &person));
    if (!person.is_administrator) return RC_OK;
    enum rc rc = DB_ONE(db, arena, &other_administrator, &other, DB_INT(id));
    if (rc != RC_ABSENT) return rc;
    *is_last = true;
    return RC_OK;
}

static const struct db_query update_administrator = {
    "person.update_administrator",
    "UPDATE person SET is_administrator = $2, version = version + 1 "
    "WHERE id = $1 AND erased_at IS NULL",
    "ii", .writes = true};

enum rc person_set_administrator(struct db *db, struct arena *arena, int64_t id,
                                 bool is_administrator) {
    bool is_last;
    int64_t changed = 0;
    TRY(person_is_last_administrator(db, arena, id, &is_last));
    if (is_last && !is_administrator) return RC_CONFLICT;
    TRY(DB_CHANGED(db, &update_administrator, &changed, DB_INT(id), DB_INT(is_administrator)));
    if (changed != 1) return RC_ABSENT;
    return session_end_all(db, id, 0);
}

/* ---- the administrators' list ---- */

#define LINE_SELECT                                                                                \
    "SELECT id, public_id, name, mail, sector, is_administrator, created_at FROM person "

static const struct db_column line_columns[] = {
    DB_COL(struct person_line, id),         DB_COL(struct person_line, public_id),
    DB_COL(struct person_line, name),       DB_COL(struct person_line, mail),
    DB_COL(struct person_line, sector),     DB_COL(struct person_line, is_administrator),
    DB_COL(struct person_line, created_at),
};

static const struct db_query list_older = {
    "person.list_older",
    LINE_SELECT "WHERE erased_at IS NULL AND id < $1 ORDER BY id DESC LIMIT $2", "ii",
    DB_ROW(struct person_line, line_columns)};
static const struct db_query list_newer = {
    "person.list_newer", LINE_SELECT "WHERE erased_at IS NULL AND id > $1 ORDER BY id LIMIT $2",
    "ii", DB_ROW(struct person_line, line_columns)};
static const struct db_query line_by_id = {"person.line_by_id",
                                           LINE_SELECT "WHERE erased_at IS NULL AND id = $1", "i",
                                           DB_ROW(struct person_line, line_columns)};

enum rc person_list_read(struct db *db, struct arena *arena, int64_t before, int64_t after, int n,
                         struct person_list *list) {
    if (after) return DB_ALL(db, arena, &list_newer, &list->rows, DB_INT(after), DB_INT(n));
    return DB_ALL(db, arena, &list_older, &list->rows, DB_INT(before ? before : INT64_MAX),
                  DB_INT(n));
}

enum rc person_search(struct db *db, struct arena *arena, struct str words,
                      const struct page_place *place, struct person_list *list) {
    const struct search_question question = {
        .kind = OBJECT_PERSON,
        .words = words,
        .before = place->is_set && !place->backwards ? place->id : 0,
        .after = place->is_set && place->backwards ? place->id : 0,
        .upwards = place->is_set && place->backwards,
        .limit = PAGE_ROWS + 1};
    return SEARCH_LINES(db, arena, &question, &line_by_id, &list->rows);
}

/* ---- showing and rights ---- */

struct str person_name(enum lang lang, struct str name) {
    return name.n ? name : text_of(lang, T_person_erased);
}

struct url person_url(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return url_format(arena, "/people/%s", str_from(text));
}

enum rc person_load_object(struct request *request, struct object *object) {
    struct person *person = arena_new(request->arena, struct person);
    if (!person) return RC_LIMIT;
    TRY(person_by_public_id(request->db, request->arena, object->public_id, person));
    bool is_own = request->asker.id && request->asker.id == person->id;
    if (person->erased_at || (!is_own && !request->asker.is_administrator)) return RC_ABSENT;
    object->id = person->id;
    object->row = person;
    object->state = STATE_PERSON;
    object->role = request->asker.is_administrator ? ROLE_ADMINISTRATOR : ROLE_PARTY;
    return RC_OK;
}

static const struct db_query *const all[] = {
    &by_id,
    &by_public_id,
    &by_mail,
    &insert_person,
    &update_person,
    &update_password,
    &other_administrator,
    &update_administrator,
    &list_older,
    &list_newer,
    &line_by_id,
};
const struct db_queries person_queries = DB_QUERIES("person", all);

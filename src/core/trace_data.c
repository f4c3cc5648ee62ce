/* What initiatives, activities, links, files and the log know about a person: for her own data, and
   what of it goes when her account is erased. */
#include "core/activity.h"
#include "core/initiative.h"
#include "core/link.h"
#include "core/log.h"
#include "core/own_data.h"

/* ---- initiatives she started or is the contact of ---- */

struct begun {
    struct str title, contact_name, contact_phone;
    bool is_starter, is_contact;
    int64_t created_at;
};
static const struct db_column begun_columns[] = {
    DB_COL(struct begun, title),         DB_COL(struct begun, contact_name),
    DB_COL(struct begun, contact_phone), DB_COL(struct begun, is_starter),
    DB_COL(struct begun, is_contact),    DB_COL(struct begun, created_at),
};
static const struct db_query list_begun = {
    "trace_data.initiatives",
    "SELECT title, contact_name, contact_phone, "
    "CASE WHEN started_by = $1 THEN 1 ELSE 0 END AS is_starter, "
    "CASE WHEN contact_by = $1 THEN 1 ELSE 0 END AS is_contact, created_at FROM initiative "
    "WHERE started_by = $1 OR contact_by = $1 ORDER BY id LIMIT 10000",
    "i", DB_ROW(struct begun, begun_columns)};

static enum rc write_initiatives(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct begun) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_begun, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct begun *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "title", T_own_initiative, row->title);
        own_data_flag(out, "started", T_own_is_starter, row->is_starter);
        own_data_flag(out, "contact", T_own_is_contact, row->is_contact);
        if (row->is_contact) {
            own_data_str(out, "contact_name", T_field_contact_name, row->contact_name);
            own_data_str(out, "contact_phone", T_field_contact_phone, row->contact_phone);
        }
        own_data_when(out, "created_at", T_own_made, row->created_at);
    }
    return RC_OK;
}

const struct own_data initiative_own_data = {
    .name = "initiatives_started", .title = T_own_initiatives_started, .write = write_initiatives};

/* ---- activities she started or moved ---- */

struct acted {
    struct str title, kind;
    bool is_move;
    int64_t at;
};
static const struct db_column acted_columns[] = {
    DB_COL(struct acted, title),
    DB_COL(struct acted, kind),
    DB_COL(struct acted, is_move),
    DB_COL(struct acted, at),
};
static const struct db_query list_acted = {
    "trace_data.activities",
    "SELECT title, kind, 0 AS is_move, created_at AS at FROM activity WHERE created_by = $1 "
    "UNION ALL SELECT a.title, a.kind, 1 AS is_move, m.moved_at AS at FROM activity_move m "
    "JOIN activity a ON a.id = m.activity_id WHERE m.moved_by = $1 ORDER BY at LIMIT 10000",
    "i", DB_ROW(struct acted, acted_columns)};

static enum rc write_activities(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct acted) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_acted, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct acted *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "title", T_own_activity, row->title);
        own_data_str(out, "kind", T_own_activity_kind, row->kind);
        own_data_word(out, "deed", T_own_deed, row->is_move ? "moved" : "started",
                      row->is_move ? T_own_deed_moved : T_own_deed_started);
        own_data_when(out, "at", T_own_at, row->at);
    }
    return RC_OK;
}

const struct own_data activity_own_data = {
    .name = "activities", .title = T_own_activities, .write = write_activities};

/* ---- links she made ---- */

struct tied {
    int verb;
    struct str reason;
    int64_t made_at;
};
static const struct db_column tied_columns[] = {
    DB_COL(struct tied, verb),
    DB_COL(struct tied, reason),
    DB_COL(struct tied, made_at),
};
static const struct db_query list_tied = {
    "trace_data.links",
    "SELECT verb, reason, made_at FROM link WHERE made_by = $1 ORDER BY id LIMIT 10000", "i",
    DB_ROW(struct tied, tied_columns)};
static const struct db_query empty_reasons = {"trace_data.forget_reasons",
                                              "UPDATE link SET reason = '' WHERE made_by = $1", "i",
                                              .writes = true};

static enum rc write_links(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct tied) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_tied, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct tied *row = &rows.v[i];
        unsigned verb = (unsigned)row->verb < LINK_VERB__N ? (unsigned)row->verb : LINK_SEE_ALSO;
        own_data_row(out);
        own_data_word(out, "verb", T_own_connection, link_verb_choices[verb],
                      link_verb_labels[verb]);
        own_data_str(out, "reason", T_own_reason, row->reason);
        own_data_when(out, "made_at", T_own_made, row->made_at);
    }
    return RC_OK;
}

/* The link itself stays: it tells what led to what, and not who said so. */
static enum rc erase_links(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    return DB_RUN(db, &empty_reasons, DB_INT(person));
}

const struct own_data link_own_data = {
    .name = "connections", .title = T_own_connections, .write = write_links, .erase = erase_links};

/* ---- files she handed in ---- */

struct handed_in {
    struct str name, type;
    int64_t size, created_at;
};
static const struct db_column handed_in_columns[] = {
    DB_COL(struct handed_in, name),
    DB_COL(struct handed_in, type),
    DB_COL(struct handed_in, size),
    DB_COL(struct handed_in, created_at),
};
static const struct db_query list_handed_in = {
    "trace_data.files",
    "SELECT name, type, size, created_at FROM file WHERE owner = $1 ORDER BY id LIMIT 10000", "i",
    DB_ROW(struct handed_in, handed_in_columns)};

static enum rc write_files(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct handed_in) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_handed_in, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct handed_in *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "name", T_own_file, row->name);
        own_data_str(out, "type", T_own_file_type, row->type);
        own_data_int(out, "size", T_own_file_size, row->size);
        own_data_when(out, "created_at", T_own_made, row->created_at);
    }
    return RC_OK;
}

const struct own_data file_own_data = {.name = "files", .title = T_own_files, .write = write_files};

/* ---- what the log tells: what she did, and what others did with her ---- */

struct told {
    int64_t at;
    struct str verb;
    bool is_actor;
    struct str initiative, organisation; /* the place; one of them */
};
static const struct db_column told_columns[] = {
    DB_COL(struct told, at),           DB_COL(struct told, verb),
    DB_COL(struct told, is_actor),     DB_COL(struct told, initiative),
    DB_COL(struct told, organisation),
};
static const struct db_query list_told = {
    "trace_data.log",
    "SELECT x.at, x.verb, x.is_actor, i.title AS initiative, o.name AS organisation FROM ("
    "SELECT id, at, verb, 1 AS is_actor, place_kind, place_id FROM log_entry WHERE actor_id = $1 "
    "UNION ALL SELECT id, at, verb, 0 AS is_actor, place_kind, place_id FROM log_entry "
    "WHERE target_kind = 1 AND target_id = $1 AND (actor_id IS NULL OR actor_id <> $1)) AS x "
    "LEFT JOIN initiative i ON x.place_kind = 3 AND i.id = x.place_id "
    "LEFT JOIN organisation o ON x.place_kind = 2 AND o.id = x.place_id "
    "ORDER BY x.id DESC LIMIT 10000",
    "i", DB_ROW(struct told, told_columns)};
_Static_assert(OBJECT_PERSON == 1 && OBJECT_ORGANISATION == 2 && OBJECT_INITIATIVE == 3,
               "stored numbers, also in trace_data.log");

static enum rc write_log(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct told) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_told, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct told *row = &rows.v[i];
        own_data_row(out);
        own_data_when(out, "at", T_own_at, row->at);
        own_data_deed(out, "verb", T_own_log_verb, row->verb, row->is_actor);
        own_data_flag(out, "by_you", T_own_log_by_you, row->is_actor);
        own_data_str(out, "place", T_own_log_place,
                     row->initiative.n ? row->initiative : row->organisation);
    }
    return RC_OK;
}

const struct own_data log_own_data = {.name = "log", .title = T_own_log, .write = write_log};

static const struct db_query *const statements[] = {&list_begun,    &list_acted,     &list_tied,
                                                    &empty_reasons, &list_handed_in, &list_told};
const struct db_queries trace_data_queries = DB_QUERIES("trace_data", statements);

/* Sessions: see session.h. */
#include "core/session.h"

#include <string.h>

#include "core/own_data.h"
#include "platform/secret.h"

/* ---- what sort of browser ---- */

const enum text_id device_labels[DEVICE__N] = {
    [DEVICE_UNKNOWN] = T_device_unknown,
    [DEVICE_FIREFOX_COMPUTER] = T_device_firefox_computer,
    [DEVICE_FIREFOX_PHONE] = T_device_firefox_phone,
    [DEVICE_CHROME_COMPUTER] = T_device_chrome_computer,
    [DEVICE_CHROME_PHONE] = T_device_chrome_phone,
    [DEVICE_SAFARI_COMPUTER] = T_device_safari_computer,
    [DEVICE_SAFARI_PHONE] = T_device_safari_phone,
    [DEVICE_EDGE_COMPUTER] = T_device_edge_computer,
    [DEVICE_EDGE_PHONE] = T_device_edge_phone,
};

static const char *const device_words[DEVICE__N] = {
    "unknown",         "firefox-computer", "firefox-phone", "chrome-computer", "chrome-phone",
    "safari-computer", "safari-phone",     "edge-computer", "edge-phone",
};

/* In this order: Edge says it is Chrome too, and Chrome says it is Safari too. */
static const struct {
    const char *word;
    enum device computer, phone;
} browsers[] = {
    {"Firefox/", DEVICE_FIREFOX_COMPUTER, DEVICE_FIREFOX_PHONE},
    {"FxiOS/", DEVICE_FIREFOX_PHONE, DEVICE_FIREFOX_PHONE},
    {"Edg/", DEVICE_EDGE_COMPUTER, DEVICE_EDGE_PHONE},
    {"EdgA/", DEVICE_EDGE_PHONE, DEVICE_EDGE_PHONE},
    {"EdgiOS/", DEVICE_EDGE_PHONE, DEVICE_EDGE_PHONE},
    {"CriOS/", DEVICE_CHROME_PHONE, DEVICE_CHROME_PHONE},
    {"Chrome/", DEVICE_CHROME_COMPUTER, DEVICE_CHROME_PHONE},
    {"Safari/", DEVICE_SAFARI_COMPUTER, DEVICE_SAFARI_PHONE},
};

static bool has(struct str text, const char *word) {
    return text.p && text.n && memmem(text.p, text.n, word, strlen(word)) != NULL;
}

enum device device_of(struct str user_agent) {
    bool is_phone = has(user_agent, "Mobi") || has(user_agent, "Android") ||
                    has(user_agent, "iPhone") || has(user_agent, "iPad");
    for (size_t i = 0; i < COUNT(browsers); i++)
        if (has(user_agent, browsers[i].word))
            return is_phone ? browsers[i].phone : browsers[i].computer;
    return DEVICE_UNKNOWN;
}

/* ---- site hooks ---- */

struct asker_row {
    int64_t session, created_at, seen_at;
    int64_t person;
    uint64_t public_id;
    struct str name, lang;
    bool is_administrator;
    int64_t acting;
    struct str acting_name;
};
static const struct db_column asker_columns[] = {
    DB_COL(struct asker_row, session),   DB_COL(struct asker_row, created_at),
    DB_COL(struct asker_row, seen_at),   DB_COL(struct asker_row, person),
    DB_COL(struct asker_row, public_id), DB_COL(struct asker_row, name),
    DB_COL(struct asker_row, lang),      DB_COL(struct asker_row, is_administrator),
    DB_COL(struct asker_row, acting),    DB_COL(struct asker_row, acting_name),
};
static const struct db_query asker_by_hash = {
    "session.asker",
    "SELECT s.id, s.created_at, s.seen_at, p.id, p.public_id, p.name, p.lang, p.is_administrator, "
    "o.id, o.name FROM session s JOIN person p ON p.id = s.person "
    "LEFT JOIN membership m ON m.organisation = s.acting AND m.person = s.person "
    "AND m.to_at IS NULL AND m.may_act = 1 LEFT JOIN organisation o ON o.id = m.organisation "
    "WHERE s.token_hash = $1 AND p.erased_at IS NULL",
    "b", DB_ROW(struct asker_row, asker_columns)};

enum rc session_load_asker(struct request *request, struct str token_hash) {
    struct asker_row row;
    enum rc rc = DB_ONE(request->db, request->arena, &asker_by_hash, &row, DB_BLOB(token_hash));
    request->asker = (struct asker){0};
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    if (!session_is_alive(request->now, row.created_at, row.seen_at, row.is_administrator))
        return RC_OK;
    request->asker = (struct asker){
        .id = row.person,
        .public_id = row.public_id,
        .name = row.name,
        .is_administrator = row.is_administrator,
        .session = row.session,
        .acting = row.acting,
        .acting_name = row.acting_name,
    };
    if (!request->prefix.n) (void)lang_from(row.lang, &request->lang);
    if (request->now - row.seen_at > SESSION_TOUCH) session_touch(request, row.session);
    return RC_OK;
}

static const struct db_query touch = {"session.touch",
                                      "UPDATE session SET seen_at = $2 "
                                      "WHERE id = $1 AND seen_at < $2",
                                      "ii", .writes = true};

enum rc session_touch_all(struct db *db, const int64_t *sessions, size_t n, int64_t now) {
    for (size_t i = 0; i < n; i++) TRY(DB_RUN(db, &touch, DB_INT(sessions[i]), DB_INT(now)));
    return RC_OK;
}

/* ---- signing in and out ---- */

static const struct db_query insert_session = {
    "session.insert",
    "INSERT INTO session (public_id, token_hash, person, by_link, device, created_at, seen_at) "
    "SELECT $1, $2, p.id, $4, $5, $6, $6 FROM person p "
    "WHERE p.id = $3 AND p.erased_at IS NULL RETURNING id",
    "ibiiii", DB_ROW_I64, .writes = true};
static const struct db_query mark_person = {
    "session.mark_person",
    "UPDATE person SET has_signed_in = 1 WHERE id = $1 AND has_signed_in = 0", "i", .writes = true};
static const struct db_query delete_own = {
    "session.delete_own", "DELETE FROM session WHERE id = $1", "i", .writes = true};

enum rc session_end_own(const struct request *request) {
    return DB_RUN(request->db, &delete_own, DB_INT(request->asker.session));
}

enum rc session_open(struct request *request, int64_t person, bool by_link,
                     struct session_new *session) {
    int64_t id;
    TRY(session_end_own(request));
    session->token = session_token_new(request, &session->hash);
    if (!session->token.p) return RC_LIMIT;
    TRY(DB_RUN(request->db, &mark_person, DB_INT(person)));
    return DB_ONE(request->db, request->arena, &insert_session, &id, DB_ID(id_random()),
                  DB_BLOB(session->hash), DB_INT(person), DB_INT(by_link),
                  DB_INT(device_of(request->user_agent)), DB_INT(request->now));
}

static const struct db_query delete_one = {
    "session.delete_one", "DELETE FROM session WHERE public_id = $1 AND person = $2 RETURNING id",
    "ii", DB_ROW_I64, .writes = true};
static const struct db_query delete_all = {"session.delete_all",
                                           "DELETE FROM session WHERE person = $1 AND id <> $2",
                                           "ii", .writes = true};

enum rc session_end(struct db *db, struct arena *arena, int64_t person, uint64_t public_id) {
    int64_t id;
    return DB_ONE(db, arena, &delete_one, &id, DB_ID(public_id), DB_INT(person));
}

enum rc session_end_all(struct db *db, int64_t person, int64_t keep) {
    return DB_RUN(db, &delete_all, DB_INT(person), DB_INT(keep));
}

static const struct db_query act_as = {
    "session.act_as",
    "UPDATE session SET acting = (SELECT m.organisation FROM membership m WHERE m.person = $2 "
    "AND m.organisation = $3 AND m.to_at IS NULL AND m.may_act = 1) "
    "WHERE id = $1 AND person = $2 RETURNING acting",
    "iii", DB_ROW_I64, .writes = true};

enum rc session_act_as(const struct request *request, int64_t organisation) {
    int64_t acting;
    TRY(DB_ONE(request->db, request->arena, &act_as, &acting, DB_INT(request->asker.session),
               DB_INT(request->asker.id), DB_INT(organisation)));
    return acting == organisation ? RC_OK : RC_DENIED;
}

/* ---- the list of own sessions ---- */

#define SESSION_SELECT "SELECT id, public_id, device, by_link, created_at, seen_at FROM session "
static const struct db_column session_columns[] = {
    DB_COL(struct session, id),         DB_COL(struct session, public_id),
    DB_COL(struct session, device),     DB_COL(struct session, by_link),
    DB_COL(struct session, created_at), DB_COL(struct session, seen_at),
};
static const struct db_query list_of_person = {
    "session.list_of_person", SESSION_SELECT "WHERE person = $1 ORDER BY seen_at DESC LIMIT 100",
    "i", DB_ROW(struct session, session_columns)};
static const struct db_query by_id = {"session.by_id", SESSION_SELECT "WHERE id = $1", "i",
                                      DB_ROW(struct session, session_columns)};

enum rc session_list_read(struct db *db, struct arena *arena, int64_t person,
                          struct session_list *list) {
    return DB_ALL(db, arena, &list_of_person, &list->rows, DB_INT(person));
}

enum rc session_by_id(struct db *db, struct arena *arena, int64_t id, struct session *session) {
    return DB_ONE(db, arena, &by_id, session, DB_INT(id));
}

static const struct db_query delete_idle = {
    "session.delete_idle", "DELETE FROM session WHERE seen_at < $1", "i", .writes = true};

/* Nobody's session outlives the absolute lifetime, so an idle time of as much is surely over. */
enum rc session_tidy(struct db *db, int64_t now) {
    return DB_RUN(db, &delete_idle, DB_INT(now - SESSION_ABSOLUTE));
}

static const struct db_query *const all[] = {
    &asker_by_hash, &touch,  &insert_session, &delete_own, &delete_one,  &mark_person,
    &delete_all,    &act_as, &list_of_person, &by_id,      &delete_idle,
};
const struct db_queries session_queries = DB_QUERIES("session", all);

/* ---- own data ---- */

static enum rc write_sessions(struct own_data_out *out, struct db *db, int64_t person) {
    struct session_list list;
    TRY(session_list_read(db, own_data_arena(out), person, &list));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct session *session = &list.rows.v[i];
        own_data_row(out);
        own_data_word(out, "device", T_own_device, device_words[session->device],
                      device_labels[session->device]);
        own_data_flag(out, "by_link", T_own_by_link, session->by_link);
        own_data_when(out, "created_at", T_own_begun, session->created_at);
        own_data_when(out, "seen_at", T_own_last_used, session->seen_at);
    }
    return RC_OK;
}

static enum rc erase_sessions(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena, (void)now;
    return session_end_all(db, person, 0);
}

const struct own_data session_own_data = {"sessions", T_own_sessions, write_sessions,
                                          erase_sessions};

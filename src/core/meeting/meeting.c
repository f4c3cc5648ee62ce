/* The store of meetings: one of them, made, read and changed. The agenda is in meeting_item.c,
   leaders and sign-ups in meeting_people.c, the end of a meeting in meeting_close.c. */
#include "core/meeting/meeting.h"

#include "core/contact.h"
#include "core/log.h"
#include "core/meeting/seat.h"
#include "core/organisation.h"
#include "core/party.h"
#include "platform/secret.h"

#include <assert.h>

enum { CODE_TRIES = 20 };

_Static_assert(OBJECT_ORGANISATION == 2 && OBJECT_INITIATIVE == 3 && MEETING_CLOSED == 2 &&
                   MEMBER_CONTACT == 1 && MEMBER_MANAGER == 2 && PARTY_COORDINATOR == 1,
               "the statements name these numbers");

static const struct db_column meeting_columns[] = {
    DB_COL(struct meeting, id),
    DB_COL(struct meeting, public_id),
    DB_COL(struct meeting, place.kind),
    DB_COL(struct meeting, place.id),
    DB_COL(struct meeting, title),
    DB_COL(struct meeting, purpose),
    DB_COL(struct meeting, where_text),
    DB_COL(struct meeting, online_url),
    DB_COL(struct meeting, lang),
    DB_COL(struct meeting, starts_at),
    DB_COL(struct meeting, ends_at),
    DB_COL(struct meeting, minutes),
    DB_COL(struct meeting, pace),
    DB_COL(struct meeting, state),
    DB_COL(struct meeting, code),
    DB_COL(struct meeting, takes_signups),
    DB_COL(struct meeting, subgroups),
    DB_COL(struct meeting, item),
    DB_COL(struct meeting, version),
    DB_COL(struct meeting, created_at),
    DB_COL(struct meeting, created_by),
    DB_COL(struct meeting, opened_at),
    DB_COL(struct meeting, closed_at),
    DB_COL(struct meeting, next_text),
    DB_COL(struct meeting, next_at),
    DB_COL(struct meeting, next_who),
    DB_COL(struct meeting, erase_at),
    DB_COL(struct meeting, place_title),
    DB_COL(struct meeting, place_public_id),
    DB_COL(struct meeting, asker_leads),
    DB_COL(struct meeting, asker_belongs),
};
#define MEETING_ROW DB_ROW(struct meeting, meeting_columns)
#define MEETING_FIELDS                                                                             \
    "m.id, m.public_id, m.place_kind, m.place_id, m.title, m.purpose, m.where_text, "              \
    "m.online_url, m.lang, m.starts_at, m.ends_at, m.minutes, m.pace, m.state, m.code, "           \
    "m.takes_signups, m.subgroups, m.item_id AS item, m.version, m.created_at, m.created_by, "     \
    "m.opened_at, m.closed_at, m.next_text, m.next_at, m.next_who, m.erase_at, "                   \
    "coalesce(i.title, o.name) AS place_title, "                                                   \
    "coalesce(i.public_id, o.public_id) AS place_public_id, "
#define MEETING_FROM                                                                               \
    "FROM meeting m LEFT JOIN initiative i ON m.place_kind = 3 AND i.id = m.place_id "             \
    "LEFT JOIN organisation o ON m.place_kind = 2 AND o.id = m.place_id "
#define MEETING_NOBODY "0 AS asker_leads, 0 AS asker_belongs "

/* $2 is the asker's person.id, $3 the organisation she acts as; 0 finds nothing. She leads it by a
   row of her own, as coordinator of the initiative, or as manager (also of an organisation above)
   or contact of the organisation; contact persons in their term lead too, see leads_as_contact. */
static const struct db_query find_meeting = {
    "meeting.find",
    "SELECT " MEETING_FIELDS
    "CASE WHEN EXISTS (SELECT 1 FROM meeting_leader l WHERE l.person_id = $2 "
    "AND l.meeting_id = m.id) "
    "OR (m.place_kind = 3 AND EXISTS (SELECT 1 FROM initiative_party p "
    "WHERE p.initiative_id = m.place_id AND p.role = 1 "
    "AND (p.person_id = $2 OR p.organisation_id = $3))) "
    "OR (m.place_kind = 2 AND EXISTS (SELECT 1 FROM membership b WHERE b.person = $2 "
    "AND b.to_at IS NULL AND ((b.organisation = o.id AND b.role >= 1) "
    "OR (b.role = 2 AND b.organisation IN (o.parent, u.parent))))) "
    "THEN 1 ELSE 0 END AS asker_leads, "
    "CASE WHEN (m.place_kind = 3 AND EXISTS (SELECT 1 FROM initiative_party p "
    "WHERE p.initiative_id = m.place_id AND (p.person_id = $2 OR p.organisation_id = $3))) "
    "OR (m.place_kind = 3 AND EXISTS (SELECT 1 FROM membership b JOIN initiative_party p "
    "ON p.organisation_id = b.organisation AND p.initiative_id = m.place_id "
    "WHERE b.person = $2 AND b.to_at IS NULL)) "
    "OR (m.place_kind = 2 AND EXISTS (SELECT 1 FROM membership b WHERE b.person = $2 "
    "AND b.organisation = m.place_id AND b.to_at IS NULL)) "
    "THEN 1 ELSE 0 END AS asker_belongs " MEETING_FROM
    "LEFT JOIN organisation u ON u.id = o.parent WHERE m.public_id = $1",
    "iii", MEETING_ROW};
static const struct db_query find_by_id = {
    "meeting.by_id", "SELECT " MEETING_FIELDS MEETING_NOBODY MEETING_FROM "WHERE m.id = $1", "i",
    MEETING_ROW};
static const struct db_query find_by_code = {
    "meeting.by_code", "SELECT " MEETING_FIELDS MEETING_NOBODY MEETING_FROM "WHERE m.code = $1",
    "t", MEETING_ROW};
static const struct db_query list_of_place = {
    "meeting.list",
    "SELECT " MEETING_FIELDS MEETING_NOBODY MEETING_FROM
    "WHERE m.place_kind = $1 AND m.place_id = $2 ORDER BY m.starts_at DESC, m.id DESC LIMIT $3",
    "iii", MEETING_ROW};
static const struct db_query list_led = {
    "meeting.list_led",
    "SELECT " MEETING_FIELDS "1 AS asker_leads, 0 AS asker_belongs " MEETING_FROM
    "JOIN meeting_leader l ON l.meeting_id = m.id AND l.person_id = $1 "
    "WHERE m.state <> 2 ORDER BY m.starts_at, m.id LIMIT $2",
    "ii", MEETING_ROW};

static const struct db_query insert_meeting = {
    "meeting.insert",
    "INSERT INTO meeting (public_id, place_kind, place_id, title, purpose, where_text, online_url, "
    "lang, starts_at, ends_at, minutes, pace, state, code, takes_signups, subgroups, item_id, "
    "version, created_at, created_by, opened_at, closed_at, next_text, next_at, next_who, "
    "erase_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, 0, 1, $16, $17, "
    "0, 0, '', 0, '', 0) ON CONFLICT DO NOTHING RETURNING id",
    "iiitttttiiiititii", DB_ROW_I64, .writes = true};
static const struct db_query update_meeting = {
    "meeting.update",
    "UPDATE meeting SET title = $3, purpose = $4, where_text = $5, online_url = $6, lang = $7, "
    "starts_at = $8, ends_at = $9, minutes = $10, pace = $11, takes_signups = $12, "
    "subgroups = $13, version = version + 1 WHERE id = $1 AND version = $2 RETURNING public_id",
    "iitttttiiiiit", DB_ROW_U64, .writes = true};
static const struct db_query open_meeting = {
    "meeting.open",
    "UPDATE meeting SET state = 1, opened_at = $2, version = version + 1 "
    "WHERE id = $1 AND state = 0 RETURNING public_id",
    "ii", DB_ROW_U64, .writes = true};
_Static_assert(MEETING_PLANNED == 0 && MEETING_OPEN == 1, "the statements name these numbers");

static const struct db_query *const statements[] = {
    &find_meeting, &find_by_id,     &find_by_code,   &list_of_place,
    &list_led,     &insert_meeting, &update_meeting, &open_meeting,
};
const struct db_queries meeting_queries = DB_QUERIES("meeting", statements);

/* ---- reading ---- */

enum rc meeting_by_id(struct db *db, struct arena *arena, int64_t id, struct meeting *meeting) {
    return DB_ONE(db, arena, &find_by_id, meeting, DB_INT(id));
}

enum rc meeting_by_code(struct db *db, struct arena *arena, struct str code,
                        struct meeting *meeting) {
    char text[MEETING_CODE_CHARS + 1];
    if (!meeting_code_read(code, text)) return RC_ABSENT;
    return DB_ONE(db, arena, &find_by_code, meeting, DB_STR(str_from(text)));
}

enum rc meeting_list(struct db *db, struct arena *arena, struct ref place, int n,
                     struct meeting_list *list) {
    return DB_ALL(db, arena, &list_of_place, &list->rows, DB_INT(place.kind), DB_INT(place.id),
                  DB_INT(n));
}

enum rc meeting_list_led(struct db *db, struct arena *arena, int64_t person, int n,
                         struct meeting_list *list) {
    return DB_ALL(db, arena, &list_led, &list->rows, DB_INT(person), DB_INT(n));
}

static enum role role_in(const struct request *request, const struct meeting *meeting) {
    if (request->asker.is_administrator) return ROLE_ADMINISTRATOR;
    if (meeting->asker_leads) return ROLE_COORDINATOR;
    if (request->seat) return ROLE_PARTY;
    if (meeting->asker_belongs) return ROLE_INVITED;
    return request->asker.id ? ROLE_PERSON : ROLE_VISITOR;
}

/* Whoever is contact person of the workplace today. A second query, for its members only. */
static enum rc leads_as_contact(const struct request *request, struct meeting *meeting) {
    if (meeting->asker_leads || !meeting->asker_belongs) return RC_OK;
    if (meeting->place.kind != OBJECT_ORGANISATION) return RC_OK;
    const struct contact asked = {.organisation = meeting->place.id, .person = request->asker.id};
    return contact_covers(request->db, request->arena, &asked, request->now, &meeting->asker_leads);
}

enum rc meeting_load_object(struct request *request, struct object *object) {
    struct meeting *meeting = arena_new(request->arena, struct meeting);
    if (!meeting) return RC_LIMIT;
    TRY(DB_ONE(request->db, request->arena, &find_meeting, meeting, DB_ID(object->public_id),
               DB_INT(request->asker.id), DB_INT(request->asker.acting)));
    TRY(leads_as_contact(request, meeting));
    TRY(seat_load(request, meeting));
    object->id = meeting->id;
    object->row = meeting;
    object->role = (int)role_in(request, meeting);
    object->state = meeting->state == MEETING_CLOSED ? STATE_MEETING_CLOSED : STATE_MEETING;
    return RC_OK;
}

struct url meeting_url(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return url_format(arena, "/m/%s", str_from(text));
}

int64_t meeting_end(const struct meeting *meeting) {
    if (meeting->pace == PACE_OWN && meeting->ends_at) return meeting->ends_at;
    return meeting->starts_at + meeting->minutes * INT64_C(60000);
}

/* ---- news ---- */

struct str meeting_topic(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return str_format(arena, "m/%s", text);
}

struct str meeting_room_topic(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return str_format(arena, "m/%s/room", text);
}

enum rc meeting_tell_all(const struct request *request, uint64_t public_id) {
    TRY(db_publish(request->db, meeting_topic(request->arena, public_id), STR("news")));
    return meeting_tell_room(request, public_id);
}

enum rc meeting_tell_room(const struct request *request, uint64_t public_id) {
    return db_publish(request->db, meeting_room_topic(request->arena, public_id), STR("news"));
}

/* ---- changing ---- */

static enum rc insert_row(const struct request *request, struct meeting *m) {
    return DB_ONE(request->db, request->arena, &insert_meeting, &m->id, DB_ID(m->public_id),
                  DB_INT(m->place.kind), DB_INT(m->place.id), DB_STR(m->title), DB_STR(m->purpose),
                  DB_STR(m->where_text), DB_STR(m->online_url), DB_STR(m->lang),
                  DB_INT(m->starts_at), DB_INT(m->ends_at), DB_INT(m->minutes), DB_INT(m->pace),
                  DB_STR(m->code), DB_INT(m->takes_signups), DB_STR(m->subgroups),
                  DB_INT(m->created_at), DB_REF(m->created_by));
}

/* A code that another living meeting has is refused by the unique index: then the next one. */
static enum rc insert_with_code(const struct request *request, struct meeting *meeting) {
    enum rc rc = RC_ABSENT;
    for (int i = 0; i < CODE_TRIES && rc == RC_ABSENT; i++) {
        char code[MEETING_CODE_CHARS + 1];
        meeting_code_new(code);
        meeting->code = str_copy(request->arena, str_from(code));
        if (!meeting->code.p) return RC_LIMIT;
        meeting->public_id = id_random();
        rc = insert_row(request, meeting);
    }
    return rc == RC_ABSENT ? RC_BUSY : rc;
}

enum rc meeting_create(const struct request *request, struct meeting *meeting) {
    assert(meeting->place.id && meeting->title.n);
    meeting->created_at = request->now;
    meeting->created_by = request->asker.id;
    meeting->state = MEETING_PLANNED;
    meeting->version = 1;
    if (!meeting->lang.n) meeting->lang = lang_code(request->lang);
    TRY(insert_with_code(request, meeting));
    if (meeting->created_by) TRY(meeting_leader_add(request, meeting->id, meeting->created_by));
    return log_add_asked(request, meeting->place, LOG_MEETING_PLANNED, REF_MEETING(meeting->id));
}

enum rc meeting_update(const struct request *request, const struct meeting *m) {
    uint64_t public_id;
    TRY(DB_ONE(request->db, request->arena, &update_meeting, &public_id, DB_INT(m->id),
               DB_INT(m->version), DB_STR(m->title), DB_STR(m->purpose), DB_STR(m->where_text),
               DB_STR(m->online_url), DB_STR(m->lang), DB_INT(m->starts_at), DB_INT(m->ends_at),
               DB_INT(m->minutes), DB_INT(m->pace), DB_INT(m->takes_signups),
               DB_STR(m->subgroups)));
    return meeting_tell_all(request, public_id);
}

enum rc meeting_open(const struct request *request, int64_t id) {
    struct meeting meeting;
    uint64_t public_id;
    TRY(meeting_by_id(request->db, request->arena, id, &meeting));
    if (meeting.state == MEETING_OPEN) return RC_OK;
    if (meeting.state == MEETING_CLOSED) return RC_CONFLICT;
    TRY(DB_ONE(request->db, request->arena, &open_meeting, &public_id, DB_INT(id),
               DB_INT(request->now)));
    TRY(log_add_asked(request, meeting.place, LOG_MEETING_OPENED, REF_MEETING(id)));
    return meeting_tell_all(request, public_id);
}

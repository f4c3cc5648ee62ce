/* The store of contact persons. See contact.h. Each reading function is one query. */
#include "core/contact.h"

#include "core/log.h"
#include "core/meeting/action.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/own_data.h"
#include "core/person.h"
#include "platform/secret.h"

enum { ACTIONS_MOVED = 500, SETTLED_AT_ONCE = 50 };

static const struct db_column contact_columns[] = {
    DB_COL(struct contact, id),           DB_COL(struct contact, public_id),
    DB_COL(struct contact, organisation), DB_COL(struct contact, person),
    DB_COL(struct contact, deputy),       DB_COL(struct contact, from_at),
    DB_COL(struct contact, to_at),        DB_COL(struct contact, phone),
    DB_COL(struct contact, mail),         DB_COL(struct contact, settled_at),
    DB_COL(struct contact, name),         DB_COL(struct contact, deputy_name),
    DB_COL(struct contact, person_mail),  DB_COL(struct contact, person_lang),
};
#define CONTACT_ROW DB_ROW(struct contact, contact_columns)
#define CONTACT_SELECT                                                                             \
    "SELECT c.id, c.public_id, c.organisation, c.person, c.deputy, c.from_at, c.to_at, c.phone, "  \
    "c.mail, c.settled_at, p.name, d.name, p.mail, p.lang FROM contact_term c "                    \
    "JOIN person p ON p.id = c.person LEFT JOIN person d ON d.id = c.deputy "

static const struct db_query current = {
    "contact.current",
    CONTACT_SELECT "WHERE c.organisation = $1 AND c.from_at <= $2 "
                   "AND (c.to_at = 0 OR c.to_at > $2) ORDER BY c.from_at DESC LIMIT 1",
    "ii", CONTACT_ROW};
static const struct db_query all_terms = {
    "contact.terms",
    CONTACT_SELECT "WHERE c.organisation = $1 ORDER BY c.from_at DESC, c.id DESC LIMIT 200", "i",
    CONTACT_ROW};
static const struct db_query vacant_since = {
    "contact.vacant_since",
    "SELECT COALESCE((SELECT c.to_at FROM contact_term c WHERE c.organisation = o.id "
    "AND c.to_at > 0 AND c.to_at <= $2 ORDER BY c.to_at DESC LIMIT 1), o.created_at) "
    "FROM organisation o WHERE o.id = $1 AND NOT EXISTS (SELECT 1 FROM contact_term n "
    "WHERE n.organisation = o.id AND n.from_at <= $2 AND (n.to_at = 0 OR n.to_at > $2))",
    "ii", DB_ROW_I64};
static const struct db_query covers_query = {
    "contact.covers",
    "SELECT c.id FROM contact_term c WHERE c.organisation = $1 AND c.from_at <= $3 "
    "AND (c.to_at = 0 OR c.to_at > $3) AND (c.person = $2 OR c.deputy = $2) "
    "AND EXISTS (SELECT 1 FROM membership m WHERE m.organisation = $1 AND m.person = $2 "
    "AND m.to_at IS NULL) LIMIT 1",
    "iii", DB_ROW_I64};

enum rc contact_current(struct db *db, struct arena *arena, int64_t organisation, int64_t now,
                        struct contact *contact) {
    return DB_ONE(db, arena, &current, contact, DB_INT(organisation), DB_INT(now));
}

enum rc contact_terms(struct db *db, struct arena *arena, int64_t organisation,
                      struct contact_list *list) {
    return DB_ALL(db, arena, &all_terms, &list->rows, DB_INT(organisation));
}

enum rc contact_vacant_since(struct db *db, struct arena *arena, int64_t organisation, int64_t now,
                             int64_t *since) {
    return DB_ONE(db, arena, &vacant_since, since, DB_INT(organisation), DB_INT(now));
}

bool contact_vacancy_is_long(int64_t since, int64_t now) {
    return since + CONTACT_VACANT_DAYS * INT64_C(24) * 3600 * 1000 < now;
}

enum rc contact_covers(struct db *db, struct arena *arena, const struct contact *asked, int64_t now,
                       bool *covers) {
    int64_t id;
    enum rc rc = DB_ONE(db, arena, &covers_query, &id, DB_INT(asked->organisation),
                        DB_INT(asked->person), DB_INT(now));
    *covers = rc == RC_OK;
    return rc == RC_ABSENT ? RC_OK : rc;
}

/* ---- naming and ending ---- */

static const struct db_query begun_later = {
    "contact.begun_later",
    "SELECT id FROM contact_term WHERE organisation = $1 AND from_at >= $2 AND from_at <= $3 "
    "LIMIT 1",
    "iii", DB_ROW_I64};
static const struct db_query drop_planned = {
    "contact.drop_planned",
    "DELETE FROM contact_term WHERE organisation = $1 AND from_at >= $2 AND from_at > $3", "iii",
    .writes = true};
static const struct db_query cut_before = {
    "contact.cut",
    "UPDATE contact_term SET to_at = $2 WHERE organisation = $1 AND from_at < $2 "
    "AND (to_at = 0 OR to_at > $2)",
    "ii", .writes = true};
static const struct db_query insert_term = {
    "contact.insert",
    "INSERT INTO contact_term (public_id, organisation, person, deputy, from_at, to_at, "
    "created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
    "iiiiiiii", DB_ROW_I64, .writes = true};
static const struct db_query cancel_term = {
    "contact.cancel",
    "DELETE FROM contact_term WHERE organisation = $1 AND public_id = $2 AND from_at > $3 "
    "RETURNING id",
    "iii", DB_ROW_I64, .writes = true};
static const struct db_query show_term = {
    "contact.show", "UPDATE contact_term SET phone = $2, mail = $3 WHERE id = $1", "itt",
    .writes = true};

static const struct db_query left_planned = {
    "contact.left_planned",
    "DELETE FROM contact_term WHERE organisation = $1 AND person = $2 AND from_at > $3", "iii",
    .writes = true};
static const struct db_query left_deputy = {
    "contact.left_deputy",
    "UPDATE contact_term SET deputy = NULL WHERE organisation = $1 AND deputy = $2", "ii",
    .writes = true};
static const struct db_query left_term = {
    "contact.left",
    "UPDATE contact_term SET to_at = $3 WHERE organisation = $1 AND person = $2 "
    "AND (to_at = 0 OR to_at > $3)",
    "iii", .writes = true};

/* A member already stays what she is. */
static enum rc make_member(const struct request *request, int64_t organisation, int64_t person) {
    if (!person) return RC_OK;
    struct membership membership = {.organisation = organisation,
                                    .person = person,
                                    .role = MEMBER_PLAIN,
                                    .from_at = request->now};
    enum rc rc = membership_add(request->db, request->arena, &membership);
    return rc == RC_ABSENT ? RC_OK : rc;
}

enum rc contact_set(const struct request *request, struct contact *contact) {
    struct db *db = request->db;
    int64_t other;
    enum rc rc = DB_ONE(db, request->arena, &begun_later, &other, DB_INT(contact->organisation),
                        DB_INT(contact->from_at), DB_INT(request->now));
    if (rc != RC_ABSENT) return rc == RC_OK ? RC_CONFLICT : rc;
    contact->public_id = id_random();
    TRY(DB_RUN(db, &drop_planned, DB_INT(contact->organisation), DB_INT(contact->from_at),
               DB_INT(request->now)));
    TRY(DB_RUN(db, &cut_before, DB_INT(contact->organisation), DB_INT(contact->from_at)));
    TRY(DB_ONE(db, request->arena, &insert_term, &contact->id, DB_ID(contact->public_id),
               DB_INT(contact->organisation), DB_INT(contact->person), DB_REF(contact->deputy),
               DB_INT(contact->from_at), DB_INT(contact->to_at), DB_REF(request->asker.id),
               DB_INT(request->now)));
    TRY(make_member(request, contact->organisation, contact->person));
    TRY(make_member(request, contact->organisation, contact->deputy));
    TRY(log_add_asked(request, REF_ORGANISATION(contact->organisation), LOG_CONTACT_CHANGED,
                      REF_PERSON(contact->person)));
    return contact_settle(request);
}

enum rc contact_end(const struct request *request, int64_t organisation, int64_t at) {
    struct contact contact;
    TRY(contact_current(request->db, request->arena, organisation, request->now, &contact));
    if (at <= contact.from_at) return RC_CONFLICT;
    TRY(DB_RUN(request->db, &cut_before, DB_INT(organisation), DB_INT(at)));
    return log_add_asked(request, REF_ORGANISATION(organisation), LOG_CONTACT_CHANGED,
                         REF_PERSON(contact.person));
}

enum rc contact_cancel(const struct request *request, int64_t organisation, uint64_t public_id) {
    int64_t id;
    TRY(DB_ONE(request->db, request->arena, &cancel_term, &id, DB_INT(organisation),
               DB_ID(public_id), DB_INT(request->now)));
    return log_add_asked(request, REF_ORGANISATION(organisation), LOG_CONTACT_CHANGED,
                         (struct ref){0});
}

enum rc contact_left(struct db *db, int64_t organisation, int64_t person, int64_t now) {
    TRY(DB_RUN(db, &left_planned, DB_INT(organisation), DB_INT(person), DB_INT(now)));
    TRY(DB_RUN(db, &left_deputy, DB_INT(organisation), DB_INT(person)));
    return DB_RUN(db, &left_term, DB_INT(organisation), DB_INT(person), DB_INT(now));
}

enum rc contact_show(struct db *db, const struct contact *contact) {
    return DB_RUN(db, &show_term, DB_INT(contact->id), DB_STR(contact->phone),
                  DB_STR(contact->mail));
}

/* ---- the handover ---- */

/* A term that ended, with the next one that has begun. */
struct handover {
    int64_t term, organisation, person, next;
    struct str name, mail, lang, next_name, workplace;
    uint64_t workplace_public_id;
    int64_t next_person;
};
static const struct db_column handover_columns[] = {
    DB_COL(struct handover, term),        DB_COL(struct handover, organisation),
    DB_COL(struct handover, person),      DB_COL(struct handover, next),
    DB_COL(struct handover, name),        DB_COL(struct handover, mail),
    DB_COL(struct handover, lang),        DB_COL(struct handover, next_name),
    DB_COL(struct handover, workplace),   DB_COL(struct handover, workplace_public_id),
    DB_COL(struct handover, next_person),
};
/* The next one is the first that began after the end; there may have been a vacancy between. */
static const struct db_query due = {
    "contact.due",
    "SELECT c.id, c.organisation, c.person, n.id, p.name, p.mail, p.lang, q.name, o.name, "
    "o.public_id, n.person FROM contact_term c JOIN person p ON p.id = c.person "
    "JOIN organisation o ON o.id = c.organisation "
    "JOIN contact_term n ON n.organisation = c.organisation AND n.from_at >= c.to_at "
    "AND n.from_at <= $1 JOIN person q ON q.id = n.person "
    "WHERE c.settled_at = 0 AND c.to_at > 0 AND c.to_at <= $1 "
    "AND NOT EXISTS (SELECT 1 FROM contact_term e WHERE e.organisation = c.organisation "
    "AND e.from_at >= c.to_at AND e.from_at < n.from_at) ORDER BY c.to_at, c.id LIMIT $2",
    "ii", DB_ROW(struct handover, handover_columns)};
static const struct db_query mark_settled = {
    "contact.settled", "UPDATE contact_term SET settled_at = $2, successor = $3 WHERE id = $1",
    "iii", .writes = true};
static const struct db_query insert_handed = {
    "contact.insert_handed",
    "INSERT INTO contact_handed (term, action_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", "ii",
    .writes = true};

static const struct db_column handed_columns[] = {
    DB_COL(struct handed, term), DB_COL(struct handed, text), DB_COL(struct handed, due_at)};
static const struct db_query list_handed = {
    "contact.handed",
    "SELECT h.term, a.text, a.due_at FROM contact_term c JOIN contact_handed h ON h.term = c.id "
    "JOIN action a ON a.id = h.action_id WHERE c.organisation = $1 ORDER BY h.term, a.id LIMIT 500",
    "i", DB_ROW(struct handed, handed_columns)};

enum rc contact_handed(struct db *db, struct arena *arena, int64_t organisation,
                       struct handed_list *list) {
    return DB_ALL(db, arena, &list_handed, &list->rows, DB_INT(organisation));
}

static enum rc move_actions(const struct request *request, const struct handover *handover,
                            int64_t *moved) {
    struct action_list list = {0};
    TRY(action_of_place(request->db, request->arena, REF_ORGANISATION(handover->organisation),
                        ACTIONS_MOVED, &list));
    for (size_t i = 0; i < list.rows.n; i++) {
        struct action action = list.rows.v[i];
        bool is_open = action.state == ACTION_AGREED || action.state == ACTION_STARTED;
        if (!is_open || !str_is_nocase(str_trim(action.owner), handover->name)) continue;
        action.owner = str_slice(handover->next_name, 0, handover->next_name.n);
        TRY(action_update(request, &action));
        TRY(DB_RUN(request->db, &insert_handed, DB_INT(handover->term), DB_INT(action.id)));
        ++*moved;
    }
    return RC_OK;
}

static enum rc tell_leaver(const struct request *request, const struct handover *handover,
                           int64_t moved) {
    enum lang lang = LANG_DA;
    (void)lang_from(handover->lang, &lang);
    if (!handover->mail.n) return RC_OK; /* erased */
    struct str path = organisation_url(request->arena, handover->workplace_public_id).path;
    struct letter letter = {.kind = LETTER_HANDOVER,
                            .person = handover->person,
                            .address = handover->mail,
                            .receiver = handover->name,
                            .lang = lang_code(lang),
                            .about = TEXT(request->arena, lang, T_handover_about, ARG("n", moved),
                                          ARG("workplace", handover->workplace),
                                          ARG("next", person_name(lang, handover->next_name))),
                            .path = str_format(request->arena, "%.*s/contact", STR_ARG(path)),
                            .created_at = request->now};
    return outbox_add(request->db, request->arena, request->site, &letter);
}

enum rc contact_settle(const struct request *request) {
    LIST(struct handover) rows = {0};
    TRY(DB_ALL(request->db, request->arena, &due, &rows, DB_INT(request->now),
               DB_INT(SETTLED_AT_ONCE)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct handover *handover = &rows.v[i];
        int64_t moved = 0;
        bool is_same = handover->person == handover->next_person;
        if (!is_same && handover->name.n && handover->next_name.n)
            TRY(move_actions(request, handover, &moved));
        TRY(DB_RUN(request->db, &mark_settled, DB_INT(handover->term), DB_INT(request->now),
                   DB_INT(handover->next)));
        if (!is_same) TRY(tell_leaver(request, handover, moved));
    }
    return RC_OK;
}

static enum rc settle(struct db *db, void *data) {
    struct request *request = data;
    request->db = db;
    return contact_settle(request);
}

static enum rc run_handovers(struct job_run *run) {
    struct request request = {.arena = run->arena, .site = run->site, .now = run->now};
    return database_write(run->database, settle, &request);
}

const struct job_kind contact_jobs[] = {
    {.name = "contact-handover", .run = run_handovers, .every_ms = 10 * 60 * INT64_C(1000)},
    {.name = NULL},
};

/* ---- own data ---- */

struct own_term {
    struct str organisation, phone, mail;
    bool is_deputy;
    int64_t from_at, to_at;
};
static const struct db_column own_columns[] = {
    DB_COL(struct own_term, organisation), DB_COL(struct own_term, phone),
    DB_COL(struct own_term, mail),         DB_COL(struct own_term, is_deputy),
    DB_COL(struct own_term, from_at),      DB_COL(struct own_term, to_at),
};
/* Her terms, also as deputy, and those that she gave to others. */
static const struct db_query own_terms = {
    "contact.own",
    "SELECT o.name, c.phone, c.mail, 0, c.from_at, c.to_at FROM contact_term c "
    "JOIN organisation o ON o.id = c.organisation WHERE c.person = $1 UNION ALL "
    "SELECT o.name, '', '', 1, c.from_at, c.to_at FROM contact_term c "
    "JOIN organisation o ON o.id = c.organisation WHERE c.deputy = $1 UNION ALL "
    "SELECT o.name, '', '', 0, c.from_at, c.to_at FROM contact_term c "
    "JOIN organisation o ON o.id = c.organisation WHERE c.created_by = $1 AND c.person <> $1",
    "i", DB_ROW(struct own_term, own_columns)};

static enum rc write_terms(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct own_term) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &own_terms, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct own_term *term = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "organisation", T_own_organisation, term->organisation);
        own_data_flag(out, "is_deputy", T_own_is_deputy, term->is_deputy);
        own_data_str(out, "phone", T_own_shown_phone, term->phone);
        own_data_str(out, "mail", T_own_shown_mail, term->mail);
        own_data_when(out, "from_at", T_own_from, term->from_at);
        own_data_when(out, "to_at", T_own_to, term->to_at);
    }
    return RC_OK;
}

static const struct db_query erase_planned = {
    "contact.erase_planned", "DELETE FROM contact_term WHERE person = $1 AND from_at > $2", "ii",
    .writes = true};
static const struct db_query erase_terms = {
    "contact.erase",
    "UPDATE contact_term SET phone = '', mail = '', "
    "to_at = CASE WHEN to_at = 0 OR to_at > $2 THEN $2 ELSE to_at END WHERE person = $1",
    "ii", .writes = true};
static const struct db_query erase_deputy = {
    "contact.erase_deputy", "UPDATE contact_term SET deputy = NULL WHERE deputy = $1", "i",
    .writes = true};

static enum rc erase(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    TRY(DB_RUN(db, &erase_planned, DB_INT(person), DB_INT(now)));
    TRY(DB_RUN(db, &erase_terms, DB_INT(person), DB_INT(now)));
    return DB_RUN(db, &erase_deputy, DB_INT(person));
}

const struct own_data contact_own_data = {"contact", T_own_contact, write_terms, erase};

static const struct db_query *const all[] = {
    &current,       &all_terms,   &vacant_since, &covers_query,  &begun_later, &drop_planned,
    &cut_before,    &insert_term, &cancel_term,  &show_term,     &due,         &mark_settled,
    &insert_handed, &list_handed, &own_terms,    &erase_planned, &erase_terms, &erase_deputy,
    &left_planned,  &left_deputy, &left_term,
};
const struct db_queries contact_queries = DB_QUERIES("contact", all);

/* What meetings know about people with an account or an address, for their own data and for
   erasing; and the jobs of meetings: letters the day before, and what is over. */
#include "core/meeting/action.h"
#include "core/meeting/meeting.h"
#include "core/outbox.h"
#include "core/own_data.h"
#include "kit/site.h"

#define DAY_MS INT64_C(86400000)

/* ---- meetings she planned or leads ---- */

struct led {
    struct str title;
    int64_t starts_at;
    bool is_maker, is_leader;
    int64_t created_at;
};
static const struct db_column led_columns[] = {
    DB_COL(struct led, title),     DB_COL(struct led, starts_at),  DB_COL(struct led, is_maker),
    DB_COL(struct led, is_leader), DB_COL(struct led, created_at),
};
static const struct db_query list_led = {
    "meeting_data.led",
    "SELECT m.title, m.starts_at, CASE WHEN m.created_by = $1 THEN 1 ELSE 0 END AS is_maker, "
    "CASE WHEN l.id IS NULL THEN 0 ELSE 1 END AS is_leader, m.created_at "
    "FROM (SELECT id FROM meeting WHERE created_by = $1 UNION "
    "SELECT meeting_id AS id FROM meeting_leader WHERE person_id = $1) x "
    "JOIN meeting m ON m.id = x.id "
    "LEFT JOIN meeting_leader l ON l.meeting_id = m.id AND l.person_id = $1 "
    "ORDER BY m.id LIMIT 10000",
    "i", DB_ROW(struct led, led_columns)};
static const struct db_query forget_maker = {
    "meeting_data.forget_maker", "UPDATE meeting SET created_by = NULL WHERE created_by = $1", "i",
    .writes = true};
static const struct db_query forget_leader = {"meeting_data.forget_leader",
                                              "DELETE FROM meeting_leader WHERE person_id = $1",
                                              "i", .writes = true};

static enum rc write_meetings(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct led) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_led, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct led *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "title", T_own_meeting, row->title);
        own_data_when(out, "starts_at", T_own_meeting_starts, row->starts_at);
        own_data_flag(out, "planned", T_own_meeting_made, row->is_maker);
        own_data_flag(out, "leads", T_own_meeting_leads, row->is_leader);
        own_data_when(out, "created_at", T_own_made, row->created_at);
    }
    return RC_OK;
}

/* Where she was the only leader, the coordinators of the place lead it still. */
static enum rc erase_meetings(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    TRY(DB_RUN(db, &forget_maker, DB_INT(person)));
    return DB_RUN(db, &forget_leader, DB_INT(person));
}

const struct own_data meeting_own_data = {
    .name = "meetings", .title = T_own_meetings, .write = write_meetings, .erase = erase_meetings};

/* ---- sign-ups with her mail address ---- */

struct signed_up {
    struct str title, name, mail;
    int sector;
    int64_t starts_at, made_at;
};
static const struct db_column signed_up_columns[] = {
    DB_COL(struct signed_up, title),     DB_COL(struct signed_up, name),
    DB_COL(struct signed_up, mail),      DB_COL(struct signed_up, sector),
    DB_COL(struct signed_up, starts_at), DB_COL(struct signed_up, made_at),
};
static const struct db_query list_signed_up = {
    "meeting_data.signups",
    "SELECT m.title, s.name, s.mail, s.sector, m.starts_at, s.made_at FROM person p "
    "JOIN meeting_signup s ON s.mail = p.mail AND s.mail <> '' JOIN meeting m ON m.id = "
    "s.meeting_id "
    "WHERE p.id = $1 ORDER BY s.id LIMIT 10000",
    "i", DB_ROW(struct signed_up, signed_up_columns)};
static const struct db_query delete_signed_up = {
    "meeting_data.delete_signups",
    "DELETE FROM meeting_signup WHERE mail <> '' AND mail = (SELECT p.mail FROM person p "
    "WHERE p.id = $1)",
    "i", .writes = true};

static enum rc write_signups(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct signed_up) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_signed_up, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct signed_up *row = &rows.v[i];
        bool said = row->sector >= 0 && row->sector < SECTOR__N;
        own_data_row(out);
        own_data_str(out, "meeting", T_own_meeting, row->title);
        own_data_when(out, "starts_at", T_own_meeting_starts, row->starts_at);
        own_data_str(out, "name", T_field_name, row->name);
        own_data_str(out, "mail", T_field_mail, row->mail);
        if (said)
            own_data_word(out, "sector", T_own_sector, sector_choices[row->sector],
                          sector_labels[row->sector]);
        own_data_when(out, "made_at", T_own_made, row->made_at);
    }
    return RC_OK;
}

static enum rc erase_signups(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    return DB_RUN(db, &delete_signed_up, DB_INT(person));
}

const struct own_data signup_own_data = {.name = "meeting_signups",
                                         .title = T_own_signups,
                                         .write = write_signups,
                                         .erase = erase_signups};

/* ---- actions and contents she wrote ---- */

struct made {
    struct str text, owner;
    int64_t n, created_at;
};
static const struct db_column made_columns[] = {
    DB_COL(struct made, text),
    DB_COL(struct made, owner),
    DB_COL(struct made, n),
    DB_COL(struct made, created_at),
};
static const struct db_query list_actions = {
    "meeting_data.actions",
    "SELECT text, owner, state AS n, created_at FROM action WHERE created_by = $1 "
    "ORDER BY id LIMIT 10000",
    "i", DB_ROW(struct made, made_columns)};
static const struct db_query list_contents = {
    "meeting_data.contents",
    "SELECT title AS text, tool AS owner, version AS n, created_at FROM content "
    "WHERE created_by = $1 ORDER BY id LIMIT 10000",
    "i", DB_ROW(struct made, made_columns)};
/* What was agreed stays; her name as the one who does it goes where she wrote it herself. */
static const struct db_query forget_doer = {
    "meeting_data.forget_doer",
    "UPDATE action SET owner = '' WHERE created_by = $1 "
    "AND owner = (SELECT p.name FROM person p WHERE p.id = $1)",
    "i", .writes = true};
static const struct db_query forget_action_maker = {
    "meeting_data.forget_action_maker", "UPDATE action SET created_by = NULL WHERE created_by = $1",
    "i", .writes = true};
static const struct db_query forget_content_maker = {
    "meeting_data.forget_content_maker",
    "UPDATE content SET created_by = NULL WHERE created_by = $1", "i", .writes = true};

static enum rc write_actions(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct made) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_actions, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct made *row = &rows.v[i];
        unsigned state = (uint64_t)row->n < ACTION_STATE__N ? (unsigned)row->n : ACTION_AGREED;
        own_data_row(out);
        own_data_str(out, "text", T_own_action, row->text);
        own_data_str(out, "owner", T_own_action_owner, row->owner);
        own_data_word(out, "state", T_own_action_state, action_choices[state], action_labels[state]);
        own_data_when(out, "created_at", T_own_made, row->created_at);
    }
    return RC_OK;
}

static enum rc erase_actions(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    TRY(DB_RUN(db, &forget_doer, DB_INT(person)));
    return DB_RUN(db, &forget_action_maker, DB_INT(person));
}

const struct own_data action_own_data = {
    .name = "actions", .title = T_own_actions, .write = write_actions, .erase = erase_actions};

static enum rc write_contents(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct made) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_contents, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct made *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "title", T_own_content, row->text);
        own_data_str(out, "tool", T_own_activity_kind, row->owner);
        own_data_int(out, "version", T_own_content_version, row->n);
        own_data_when(out, "created_at", T_own_made, row->created_at);
    }
    return RC_OK;
}

static enum rc erase_contents(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    return DB_RUN(db, &forget_content_maker, DB_INT(person));
}

const struct own_data content_own_data = {
    .name = "contents", .title = T_own_contents, .write = write_contents, .erase = erase_contents};

/* ---- jobs ---- */

/* Somebody to be reminded, with what the letter says. Not those who signed up on the last day. */
struct reminder {
    int64_t id;
    uint64_t meeting;
    struct str name, mail, title, where_text, lang;
    int64_t starts_at;
};
static const struct db_column reminder_columns[] = {
    DB_COL(struct reminder, id),    DB_COL(struct reminder, meeting),
    DB_COL(struct reminder, name),  DB_COL(struct reminder, mail),
    DB_COL(struct reminder, title), DB_COL(struct reminder, where_text),
    DB_COL(struct reminder, lang),  DB_COL(struct reminder, starts_at),
};
static const struct db_query list_reminders = {
    "meeting_data.reminders",
    "SELECT s.id, m.public_id AS meeting, s.name, s.mail, m.title, m.where_text, m.lang, "
    "m.starts_at FROM meeting m JOIN meeting_signup s ON s.meeting_id = m.id WHERE m.state = 0 "
    "AND m.starts_at > $1 AND m.starts_at <= $2 AND s.reminded_at = 0 AND s.mail <> '' "
    "AND s.made_at < m.starts_at - 86400000 ORDER BY s.id LIMIT 200",
    "ii", DB_ROW(struct reminder, reminder_columns)};
_Static_assert(MEETING_PLANNED == 0, "the statement names the number");
static const struct db_query mark_reminded = {
    "meeting_data.reminded", "UPDATE meeting_signup SET reminded_at = $2 WHERE id = $1", "ii",
    .writes = true};

static struct str about(struct arena *arena, enum lang lang, const struct reminder *row) {
    enum text_id id = row->where_text.n ? T_meeting_letter_about_where : T_meeting_letter_about;
    struct when when = {row->starts_at};
    return TEXT(arena, lang, id, ARG("title", row->title), ARG("when", when),
                ARG("where", row->where_text));
}

enum rc meeting_remind(const struct request *request) {
    LIST(struct reminder) rows = {0};
    if (!request->site->mail) return RC_OK;
    TRY(DB_ALL(request->db, request->arena, &list_reminders, &rows, DB_INT(request->now),
               DB_INT(request->now + DAY_MS)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct reminder *row = &rows.v[i];
        enum lang lang = LANG_DA;
        (void)lang_from(row->lang, &lang);
        struct letter letter = {.kind = LETTER_MEETING,
                                .address = row->mail,
                                .receiver = row->name,
                                .lang = lang_code(lang),
                                .about = about(request->arena, lang, row),
                                .path = meeting_url(request->arena, row->meeting).path,
                                .created_at = request->now};
        TRY(outbox_add(request->db, request->arena, request->site, &letter));
        TRY(DB_RUN(request->db, &mark_reminded, DB_INT(row->id), DB_INT(request->now)));
    }
    return RC_OK;
}

static enum rc tidy_one(const struct request *request, bool *again) {
    struct meeting_ids ids = {0};
    TRY(meeting_due(request->db, request->arena, request->now, &ids));
    *again = ids.rows.n > 0;
    if (ids.rows.n) return meeting_erase(request, ids.rows.v[0]);
    TRY(meeting_forgotten(request->db, request->arena, request->now, &ids));
    *again = ids.rows.n > 0;
    if (!ids.rows.n) return RC_OK;
    return meeting_close_unattended(request, ids.rows.v[0], &(struct meeting_next){0});
}

enum rc meeting_tidy(const struct request *request) {
    bool again = true;
    while (again) TRY(tidy_one(request, &again));
    return RC_OK;
}

struct sweep {
    struct request request;
    bool again;
};

static enum rc remind(struct db *db, void *data) {
    struct sweep *sweep = data;
    sweep->request.db = db;
    return meeting_remind(&sweep->request);
}

static enum rc tidy(struct db *db, void *data) {
    struct sweep *sweep = data;
    sweep->request.db = db;
    return tidy_one(&sweep->request, &sweep->again);
}

static struct sweep sweep_of(struct job_run *run) {
    return (struct sweep){.request = {.arena = run->arena, .site = run->site, .now = run->now}};
}

static enum rc run_reminders(struct job_run *run) {
    struct sweep sweep = sweep_of(run);
    return database_write(run->database, remind, &sweep);
}

/* One meeting in each transaction, so that nobody waits long. */
static enum rc run_tidy(struct job_run *run) {
    struct sweep sweep = sweep_of(run);
    int64_t n = 0;
    do {
        sweep.again = false;
        TRY(database_write(run->database, tidy, &sweep));
        TRY(job_progress(run, n, n + 1));
        n++;
    } while (sweep.again);
    return RC_OK;
}

const struct job_kind meeting_jobs[] = {
    {.name = "meeting-reminders", .run = run_reminders, .every_ms = 10 * 60 * INT64_C(1000)},
    {.name = "meeting-tidy", .run = run_tidy, .every_ms = 60 * 60 * INT64_C(1000)},
    {.name = NULL},
};

static const struct db_query *const statements[] = {
    &list_led,       &forget_maker,  &forget_leader, &list_signed_up,      &delete_signed_up,
    &list_actions,   &list_contents, &forget_doer,   &forget_action_maker, &forget_content_maker,
    &list_reminders, &mark_reminded,
};
const struct db_queries meeting_data_queries = DB_QUERIES("meeting_data", statements);

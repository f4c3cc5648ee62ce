/* The end of a meeting: what happens next, what is forgotten at once, and what is deleted when its
   time is over. See meeting.h. */
#include "core/log.h"
#include "core/meeting/exercise.h"
#include "core/meeting/meeting.h"

/* Mean length of a month, so that no calendar is needed for a time of two years. */
#define MONTH_MS INT64_C(2629800000)

static const struct db_query close_meeting = {
    "meeting_close.close",
    "UPDATE meeting SET state = 2, code = NULL, item_id = 0, closed_at = $2, next_text = $3, "
    "next_who = $4, next_at = $5, erase_at = $6, version = version + 1 "
    "WHERE id = $1 AND state <> 2 RETURNING id",
    "iittii", DB_ROW_I64, .writes = true};
_Static_assert(MEETING_CLOSED == 2, "the statements name the number");
static const struct db_query set_next = {
    "meeting_close.set_next",
    "UPDATE meeting SET next_text = $2, next_who = $3, next_at = $4, version = version + 1 "
    "WHERE id = $1 AND state = 2 RETURNING public_id",
    "itti", DB_ROW_U64, .writes = true};
static const struct db_query forget_tokens = {
    "meeting_close.forget_tokens", "UPDATE seat SET token_hash = NULL WHERE meeting_id = $1", "i",
    .writes = true};
static const struct db_query forget_mail = {
    "meeting_close.forget_mail",
    "UPDATE meeting_signup SET mail = '' WHERE meeting_id = $1 AND mail <> ''", "i",
    .writes = true};

/* Everything that people wrote and answered; figures, the agenda and agreed actions stay. */
static const struct db_query erase_marks[] = {
    {"meeting_close.erase_action_notes",
     "DELETE FROM action_note WHERE note_id IN (SELECT n.id FROM note n JOIN exercise e "
     "ON e.id = n.exercise_id WHERE e.meeting_id = $1)",
     "i", .writes = true},
    {"meeting_close.erase_notes",
     "DELETE FROM note WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = $1)", "i",
     .writes = true},
    {"meeting_close.erase_note_detail",
     "DELETE FROM note_detail WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = $1)",
     "i", .writes = true},
    {"meeting_close.erase_note_cluster",
     "DELETE FROM note_cluster WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = "
     "$1)",
     "i", .writes = true},
    {"meeting_close.erase_note_link",
     "DELETE FROM note_link WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = $1)",
     "i", .writes = true},
    {"meeting_close.erase_note_dot",
     "DELETE FROM note_dot WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = $1)",
     "i", .writes = true},
    {"meeting_close.erase_note_history",
     "DELETE FROM note_history WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = "
     "$1)",
     "i", .writes = true},
    {"meeting_close.erase_note_origin",
     "DELETE FROM note_origin WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = $1)",
     "i", .writes = true},
    {"meeting_close.erase_answers",
     "DELETE FROM answer WHERE exercise_id IN (SELECT id FROM exercise WHERE meeting_id = $1)", "i",
     .writes = true},
    {"meeting_close.erase_rounds",
     "DELETE FROM exercise_round WHERE exercise_id IN "
     "(SELECT id FROM exercise WHERE meeting_id = $1)",
     "i", .writes = true},
    {"meeting_close.erase_pairs",
     "DELETE FROM exercise_pair WHERE exercise_id IN "
     "(SELECT id FROM exercise WHERE meeting_id = $1)",
     "i", .writes = true},
    {"meeting_close.erase_seats", "DELETE FROM seat WHERE meeting_id = $1", "i", .writes = true},
    {"meeting_close.erase_signups", "DELETE FROM meeting_signup WHERE meeting_id = $1", "i",
     .writes = true},
    {"meeting_close.erased", "UPDATE meeting SET erase_at = 0, version = version + 1 WHERE id = $1",
     "i", .writes = true},
};
static const struct db_query list_due = {
    "meeting_close.due",
    "SELECT id FROM meeting WHERE erase_at > 0 AND erase_at <= $1 "
    "ORDER BY erase_at LIMIT 100",
    "i", DB_ROW_I64};
/* Left open, or never held: both keep a code and what they hold. */
static const struct db_query list_forgotten = {
    "meeting_close.forgotten",
    "SELECT id FROM meeting WHERE state = $1 AND starts_at < $2 AND ends_at < $2 "
    "AND starts_at + minutes * 60000 < $2 ORDER BY starts_at LIMIT 100",
    "ii", DB_ROW_I64};

static const struct db_query *const statements[] = {
    &close_meeting,   &set_next,        &forget_tokens,   &forget_mail,    &erase_marks[0],
    &erase_marks[1],  &erase_marks[2],  &erase_marks[3],  &erase_marks[4], &erase_marks[5],
    &erase_marks[6],  &erase_marks[7],  &erase_marks[8],  &erase_marks[9], &erase_marks[10],
    &erase_marks[11], &erase_marks[12], &erase_marks[13], &list_due,       &list_forgotten,
};
const struct db_queries meeting_close_queries = DB_QUERIES("meeting_close", statements);

/* What was deleted shall be gone from the files too; after the commit, by the job of exercises. */
static enum rc forget_later(const struct request *request) {
    int64_t job;
    return job_add(request->db, request->arena, "exercise_forget", STR(""), 0, &job);
}

/* An exercise that runs asks for the forgetting itself; without one the seats' tokens need it. */
static enum rc close_exercises(const struct request *request, int64_t meeting) {
    struct exercise_list list;
    bool is_asked = false;
    TRY(exercise_list(request->db, request->arena, meeting, &list));
    for (size_t i = 0; i < list.rows.n; i++) {
        struct exercise exercise = list.rows.v[i];
        is_asked |= exercise.state == EXERCISE_RUNNING;
        if (exercise.state != EXERCISE_CLOSED) TRY(exercise_close(request, &exercise));
    }
    return is_asked ? RC_OK : forget_later(request);
}

enum rc meeting_close_unattended(const struct request *request, int64_t id,
                                 const struct meeting_next *next) {
    struct meeting meeting;
    int64_t closed;
    TRY(meeting_by_id(request->db, request->arena, id, &meeting));
    if (meeting.state == MEETING_CLOSED) return RC_CONFLICT;
    TRY(close_exercises(request, id));
    TRY(DB_ONE(request->db, request->arena, &close_meeting, &closed, DB_INT(id),
               DB_INT(request->now), DB_STR(next->text), DB_STR(next->who), DB_INT(next->at),
               DB_INT(request->now + MEETING_KEEP_MONTHS * MONTH_MS)));
    TRY(DB_RUN(request->db, &forget_tokens, DB_INT(id)));
    TRY(DB_RUN(request->db, &forget_mail, DB_INT(id)));
    TRY(log_add_asked(request, meeting.place, LOG_MEETING_CLOSED, REF_MEETING(id)));
    return meeting_tell_all(request, meeting.public_id);
}

enum rc meeting_close(const struct request *request, int64_t meeting,
                      const struct meeting_next *next) {
    if (!str_trim(next->text).n || !next->at) return RC_INVALID;
    return meeting_close_unattended(request, meeting, next);
}

enum rc meeting_set_next(const struct request *request, int64_t meeting,
                         const struct meeting_next *next) {
    uint64_t public_id;
    if (!str_trim(next->text).n || !next->at) return RC_INVALID;
    TRY(DB_ONE(request->db, request->arena, &set_next, &public_id, DB_INT(meeting),
               DB_STR(next->text), DB_STR(next->who), DB_INT(next->at)));
    return meeting_tell_all(request, public_id);
}

enum rc meeting_erase(const struct request *request, int64_t id) {
    struct meeting meeting;
    TRY(meeting_by_id(request->db, request->arena, id, &meeting));
    if (meeting.state != MEETING_CLOSED) return RC_CONFLICT;
    for (size_t i = 0; i < COUNT(erase_marks); i++)
        TRY(DB_RUN(request->db, &erase_marks[i], DB_INT(id)));
    TRY(forget_later(request));
    TRY(log_add_asked(request, meeting.place, LOG_MEETING_ERASED, REF_MEETING(id)));
    return meeting_tell_all(request, meeting.public_id);
}

enum rc meeting_due(struct db *db, struct arena *arena, int64_t now, struct meeting_ids *ids) {
    return DB_ALL(db, arena, &list_due, &ids->rows, DB_INT(now));
}

enum rc meeting_forgotten(struct db *db, struct arena *arena, int64_t now,
                          struct meeting_ids *ids) {
    struct meeting_ids planned = {0};
    TRY(DB_ALL(db, arena, &list_forgotten, &ids->rows, DB_INT(MEETING_OPEN),
               DB_INT(now - MEETING_OPEN_DAYS * 24 * INT64_C(3600000))));
    if (ids->rows.n) return RC_OK;
    TRY(DB_ALL(db, arena, &list_forgotten, &planned.rows, DB_INT(MEETING_PLANNED),
               DB_INT(now - MEETING_PLANNED_DAYS * 24 * INT64_C(3600000))));
    *ids = planned;
    return RC_OK;
}

/* The store of courses. See store.h. */
#include "feature/course/store.h"

#include "feature/course/course.h"
#include "platform/secret.h"

static const struct db_column course_columns[] = {
    DB_COL(struct course, id),         DB_COL(struct course, public_id),
    DB_COL(struct course, place.id),   DB_COL(struct course, title),
    DB_COL(struct course, about),      DB_COL(struct course, version),
    DB_COL(struct course, created_at), DB_COL(struct course, created_by),
};
static const struct db_query find_course = {
    "course.find",
    "SELECT id, public_id, place_id, title, about, version, created_at, created_by FROM course "
    "WHERE public_id = $3 AND place_kind = $1 AND place_id = $2",
    "iii", DB_ROW(struct course, course_columns)};
static const struct db_query insert_course = {
    "course.insert",
    "INSERT INTO course (public_id, place_kind, place_id, title, about, created_by, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    "iiittii", DB_ROW_I64, .writes = true};
static const struct db_query count_courses = {
    "course.count", "SELECT count(*) FROM course WHERE place_kind = $1 AND place_id = $2", "ii",
    DB_ROW_I64};
static const struct db_query update_course = {
    "course.update",
    "UPDATE course SET title = $3, about = $4, version = version + 1 WHERE id = $1 "
    "AND version = $2 RETURNING id",
    "iitt", DB_ROW_I64, .writes = true};
static const struct db_query count_met = {
    "course.count_met",
    "SELECT count(*) FROM course_step WHERE course = $1 AND (meeting_id IS NOT NULL "
    "OR contact_meeting_id IS NOT NULL)",
    "i", DB_ROW_I64};
static const struct db_query delete_steps = {
    "course.delete_steps", "DELETE FROM course_step WHERE course = $1", "i", .writes = true};
static const struct db_query delete_course = {"course.delete", "DELETE FROM course WHERE id = $1",
                                              "i", .writes = true};

#define STEP_SELECT                                                                                \
    "SELECT s.id, s.public_id, s.course, s.title, s.about, s.contacts, COALESCE(m.starts_at, "     \
    "s.starts_at) AS starts_at, s.minutes, s.tool1, s.tool2, s.tool3, s.meeting_id AS meeting, "   \
    "s.contact_meeting_id AS contact_meeting, s.version, m.public_id AS meeting_public_id, "       \
    "c.public_id AS contact_public_id, m.state AS meeting_state, c.state AS contact_state, "       \
    "c.starts_at AS contact_starts_at FROM course_step s "                                         \
    "LEFT JOIN meeting m ON m.id = s.meeting_id "                                                  \
    "LEFT JOIN meeting c ON c.id = s.contact_meeting_id "

static const struct db_column step_columns[] = {
    DB_COL(struct course_step, id),
    DB_COL(struct course_step, public_id),
    DB_COL(struct course_step, course),
    DB_COL(struct course_step, title),
    DB_COL(struct course_step, about),
    DB_COL(struct course_step, contacts),
    DB_COL(struct course_step, starts_at),
    DB_COL(struct course_step, minutes),
    DB_COL(struct course_step, tool1),
    DB_COL(struct course_step, tool2),
    DB_COL(struct course_step, tool3),
    DB_COL(struct course_step, meeting),
    DB_COL(struct course_step, contact_meeting),
    DB_COL(struct course_step, version),
    DB_COL(struct course_step, meeting_public_id),
    DB_COL(struct course_step, contact_public_id),
    DB_COL(struct course_step, meeting_state),
    DB_COL(struct course_step, contact_state),
    DB_COL(struct course_step, contact_starts_at),
};
static const struct db_query list_steps = {
    "course.steps",
    STEP_SELECT "WHERE s.course = $1 ORDER BY COALESCE(m.starts_at, s.starts_at), s.id LIMIT 50",
    "i", DB_ROW(struct course_step, step_columns)};
static const struct db_query find_step = {"course.step",
                                          STEP_SELECT "WHERE s.public_id = $2 AND s.course = $1",
                                          "ii", DB_ROW(struct course_step, step_columns)};
static const struct db_query insert_step = {
    "course.insert_step",
    "INSERT INTO course_step (public_id, course, title, about, contacts, starts_at, minutes, "
    "tool1, tool2, tool3) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
    "iitttiittt", DB_ROW_I64, .writes = true};
static const struct db_query count_steps = {
    "course.count_steps", "SELECT count(*) FROM course_step WHERE course = $1", "i", DB_ROW_I64};
static const struct db_query update_step = {
    "course.update_step",
    "UPDATE course_step SET title = $3, about = $4, contacts = $5, starts_at = $6, minutes = $7, "
    "tool1 = $8, tool2 = $9, tool3 = $10, version = version + 1 WHERE id = $1 AND version = $2 "
    "RETURNING id",
    "iitttiittt", DB_ROW_I64, .writes = true};
static const struct db_query move_step = {
    "course.move_step",
    "UPDATE course_step SET starts_at = $2, version = version + 1 WHERE id = $1 "
    "AND meeting_id IS NULL",
    "ii", .writes = true};
static const struct db_query delete_step = {
    "course.delete_step", "DELETE FROM course_step WHERE id = $1", "i", .writes = true};
static const struct db_query met = {
    "course.met", "UPDATE course_step SET meeting_id = $2 WHERE id = $1", "ii", .writes = true};
static const struct db_query contacts_met = {
    "course.contacts_met", "UPDATE course_step SET contact_meeting_id = $2 WHERE id = $1", "ii",
    .writes = true};
static const struct db_column line_columns[] = {
    DB_COL(struct course_line, public_id),  DB_COL(struct course_line, title),
    DB_COL(struct course_line, steps),      DB_COL(struct course_line, done),
    DB_COL(struct course_line, next_title), DB_COL(struct course_line, next_at),
};
/* The step after the last one that was held; state 2 is MEETING_CLOSED. */
static const struct db_query list_lines = {
    "course.lines",
    "SELECT k.public_id, k.title, (SELECT count(*) FROM course_step s WHERE s.course = k.id) AS "
    "steps, (SELECT count(*) FROM course_step s JOIN meeting m ON m.id = s.meeting_id "
    "WHERE s.course = k.id AND m.state = 2) AS done, n.title AS next_title, "
    "COALESCE(o.starts_at, n.starts_at) AS next_at FROM course k "
    "LEFT JOIN course_step n ON n.id = (SELECT s.id FROM course_step s "
    "LEFT JOIN meeting m ON m.id = s.meeting_id WHERE s.course = k.id "
    "AND (m.id IS NULL OR m.state <> 2) ORDER BY COALESCE(m.starts_at, s.starts_at), s.id LIMIT 1) "
    "LEFT JOIN meeting o ON o.id = n.meeting_id "
    "WHERE k.place_kind = $1 AND k.place_id = $2 ORDER BY k.id DESC LIMIT $3",
    "iii", DB_ROW(struct course_line, line_columns)};
_Static_assert(MEETING_CLOSED == 2, "the statement names the number");

/* ---- reading ---- */

enum rc course_find(struct db *db, struct arena *arena, struct ref place, uint64_t public_id,
                    struct course *course) {
    TRY(DB_ONE(db, arena, &find_course, course, DB_INT(place.kind), DB_INT(place.id),
               DB_ID(public_id)));
    course->place = place;
    return RC_OK;
}

enum rc course_steps(struct db *db, struct arena *arena, int64_t course,
                     struct course_steps *steps) {
    return DB_ALL(db, arena, &list_steps, &steps->rows, DB_INT(course));
}

enum rc course_step_find(struct db *db, struct arena *arena, int64_t course, uint64_t public_id,
                         struct course_step *step) {
    return DB_ONE(db, arena, &find_step, step, DB_INT(course), DB_ID(public_id));
}

enum rc course_lines(struct db *db, struct arena *arena, struct ref place, int n,
                     struct course_lines *lines) {
    return DB_ALL(db, arena, &list_lines, &lines->rows, DB_INT(place.kind), DB_INT(place.id),
                  DB_INT(n));
}

/* ---- writing ---- */

enum rc course_create(struct db *db, struct arena *arena, struct course *course) {
    int64_t n;
    TRY(DB_ONE(db, arena, &count_courses, &n, DB_INT(course->place.kind),
               DB_INT(course->place.id)));
    if (n >= COURSES_MAX) return RC_LIMIT;
    course->public_id = id_random();
    return DB_ONE(db, arena, &insert_course, &course->id, DB_ID(course->public_id),
                  DB_INT(course->place.kind), DB_INT(course->place.id), DB_STR(course->title),
                  DB_STR(course->about), DB_REF(course->created_by), DB_INT(course->created_at));
}

enum rc course_update(struct db *db, struct arena *arena, const struct course *course) {
    int64_t id;
    return DB_ONE(db, arena, &update_course, &id, DB_INT(course->id), DB_INT(course->version),
                  DB_STR(course->title), DB_STR(course->about));
}

enum rc course_delete(struct db *db, struct arena *arena, int64_t course) {
    int64_t n;
    TRY(DB_ONE(db, arena, &count_met, &n, DB_INT(course)));
    if (n) return RC_CONFLICT;
    TRY(DB_RUN(db, &delete_steps, DB_INT(course)));
    return DB_RUN(db, &delete_course, DB_INT(course));
}

enum rc course_step_add(struct db *db, struct arena *arena, struct course_step *step) {
    int64_t n;
    TRY(DB_ONE(db, arena, &count_steps, &n, DB_INT(step->course)));
    if (n >= COURSE_STEPS_MAX) return RC_LIMIT;
    step->public_id = id_random();
    return DB_ONE(db, arena, &insert_step, &step->id, DB_ID(step->public_id), DB_INT(step->course),
                  DB_STR(step->title), DB_STR(step->about), DB_STR(step->contacts),
                  DB_INT(step->starts_at), DB_INT(step->minutes), DB_STR(step->tool1),
                  DB_STR(step->tool2), DB_STR(step->tool3));
}

enum rc course_step_update(struct db *db, struct arena *arena, const struct course_step *step) {
    int64_t id;
    return DB_ONE(db, arena, &update_step, &id, DB_INT(step->id), DB_INT(step->version),
                  DB_STR(step->title), DB_STR(step->about), DB_STR(step->contacts),
                  DB_INT(step->starts_at), DB_INT(step->minutes), DB_STR(step->tool1),
                  DB_STR(step->tool2), DB_STR(step->tool3));
}

enum rc course_step_move(struct db *db, int64_t step, int64_t starts_at) {
    return DB_RUN(db, &move_step, DB_INT(step), DB_INT(starts_at));
}

enum rc course_step_remove(struct db *db, const struct course_step *step) {
    if (step->meeting || step->contact_meeting) return RC_CONFLICT;
    return DB_RUN(db, &delete_step, DB_INT(step->id));
}

enum rc course_step_met(struct db *db, int64_t step, int64_t meeting, bool is_of_contacts) {
    return DB_RUN(db, is_of_contacts ? &contacts_met : &met, DB_INT(step), DB_INT(meeting));
}

/* ---- own data ---- */

static const struct db_query list_made = {
    "course.made",
    "SELECT id, public_id, place_id, title, about, version, created_at, created_by FROM course "
    "WHERE created_by = $1 ORDER BY id LIMIT 10000",
    "i", DB_ROW(struct course, course_columns)};
static const struct db_query forget_maker = {
    "course.forget_maker", "UPDATE course SET created_by = NULL WHERE created_by = $1", "i",
    .writes = true};

static enum rc write_made(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct course) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_made, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "title", T_own_course, rows.v[i].title);
        own_data_when(out, "created_at", T_own_made, rows.v[i].created_at);
    }
    return RC_OK;
}

static enum rc forget_made(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    return DB_RUN(db, &forget_maker, DB_INT(person));
}

const struct own_data course_own_data = {
    .name = "courses", .title = T_own_courses, .write = write_made, .erase = forget_made};

static const struct db_query *const statements[] = {
    &find_course,  &insert_course, &count_courses, &update_course, &count_met,
    &delete_steps, &delete_course, &list_steps,    &find_step,     &insert_step,
    &count_steps,  &update_step,   &move_step,     &delete_step,   &met,
    &contacts_met, &list_lines,    &list_made,     &forget_maker,
};
const struct db_queries course_queries = DB_QUERIES("course", statements);

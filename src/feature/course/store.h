/* The rows of courses and their steps. */
#ifndef FEATURE_COURSE_STORE_H
#define FEATURE_COURSE_STORE_H

#include "core/meeting/meeting.h"

enum {
    COURSE_TITLE_MAX = 100,
    COURSE_TEXT_MAX = 1000,
    COURSE_STEPS_MAX = 12,
    COURSE_TOOLS = 3,
    COURSES_MAX = 50, /* at one place */
};

struct course {
    int64_t id;
    uint64_t public_id;
    struct ref place;
    struct str title, about;
    int64_t version;
    int64_t created_at, created_by;
};

struct course_step {
    int64_t id;
    uint64_t public_id;
    int64_t course;
    struct str title, about, contacts;
    int64_t starts_at; /* of its meeting, when it has one */
    int minutes;
    struct str tool1, tool2, tool3; /* keys, empty: none */
    int64_t meeting, contact_meeting;
    int64_t version;
    /* Looked up together with it: */
    uint64_t meeting_public_id, contact_public_id;
    int meeting_state, contact_state; /* enum meeting_state */
    int64_t contact_starts_at;
};
struct course_steps {
    LIST(struct course_step) rows;
};

/* RC_ABSENT unless it is of that place. */
enum rc course_find(struct db *db, struct arena *arena, struct ref place, uint64_t public_id,
                    struct course *course) MUST_CHECK;
/* In the order of their days. */
enum rc course_steps(struct db *db, struct arena *arena, int64_t course,
                     struct course_steps *steps) MUST_CHECK;
enum rc course_step_find(struct db *db, struct arena *arena, int64_t course, uint64_t public_id,
                         struct course_step *step) MUST_CHECK;

/* Sets id and a fresh public_id. RC_LIMIT when the place has COURSES_MAX. */
enum rc course_create(struct db *db, struct arena *arena, struct course *course) MUST_CHECK;
/* RC_ABSENT when somebody was faster (version). */
enum rc course_update(struct db *db, struct arena *arena, const struct course *course) MUST_CHECK;
/* With its steps. RC_CONFLICT, and nothing written, when a step has a meeting. */
enum rc course_delete(struct db *db, struct arena *arena, int64_t course) MUST_CHECK;

/* Sets id and a fresh public_id. RC_LIMIT when there are COURSE_STEPS_MAX. */
enum rc course_step_add(struct db *db, struct arena *arena, struct course_step *step) MUST_CHECK;
/* Writes texts, tools, minutes and, without a meeting, the time. RC_ABSENT when somebody was
   faster. */
enum rc course_step_update(struct db *db, struct arena *arena,
                           const struct course_step *step) MUST_CHECK;
enum rc course_step_move(struct db *db, int64_t step, int64_t starts_at) MUST_CHECK;
/* RC_CONFLICT, and nothing written, when it has a meeting. */
enum rc course_step_remove(struct db *db, const struct course_step *step) MUST_CHECK;
/* Ties the meeting to the step, as the extra one for contact persons or as its own. */
enum rc course_step_met(struct db *db, int64_t step, int64_t meeting,
                        bool is_of_contacts) MUST_CHECK;

/* What the page of a place shows: each course with its next step that is not over. */
struct course_line {
    uint64_t public_id;
    struct str title;
    int64_t steps, done;
    struct str next_title;
    int64_t next_at;
};
struct course_lines {
    LIST(struct course_line) rows;
};
/* The newest n, one query. */
enum rc course_lines(struct db *db, struct arena *arena, struct ref place, int n,
                     struct course_lines *lines) MUST_CHECK;

extern const struct db_queries course_queries;

#endif

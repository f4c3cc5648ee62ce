/*
 * Agreed actions (aftalte handlinger): what somebody promised to do, by when, because of which
 * notes; and what became of it. They belong to the place, so they outlive the meeting.
 */
#ifndef CORE_MEETING_ACTION_H
#define CORE_MEETING_ACTION_H

#include "core/meeting/note.h"

/* Stored as these numbers. */
enum action_state { ACTION_AGREED, ACTION_STARTED, ACTION_DONE, ACTION_DROPPED, ACTION_STATE__N };
extern const char *const action_choices[ACTION_STATE__N + 1];
extern const enum text_id action_labels[ACTION_STATE__N];

enum { ACTION_TEXT_MAX = 280, ACTION_OWNER_MAX = 80, ACTION_NOTES_MAX = 20 };

struct action {
    int64_t id;
    uint64_t public_id;
    struct ref place;
    int64_t meeting, exercise; /* where it was agreed; 0: elsewhere */
    struct str axis;           /* of a star: the ray it develops; or empty */
    struct str text, owner;    /* owner: a name or "teamet", as agreed */
    int64_t due_at;            /* a day; 0: none */
    int state;
    struct str outcome; /* what became of it */
    int64_t created_at, updated_at, version;
    LIST(uint64_t) notes; /* ids of the notes that caused it */
};
struct action_list {
    LIST(struct action) rows;
};
enum rc action_add(const struct request *request, struct action *action) MUST_CHECK;
/* Text, owner, date, state, outcome; RC_ABSENT when somebody was faster. Logged. */
enum rc action_update(const struct request *request, const struct action *action) MUST_CHECK;
enum rc action_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                            struct action *action) MUST_CHECK;
enum rc action_of_meeting(struct db *db, struct arena *arena, int64_t meeting,
                          struct action_list *list) MUST_CHECK;
/* Of a place: open ones first, by due date. */
enum rc action_of_place(struct db *db, struct arena *arena, struct ref place, int n,
                        struct action_list *list) MUST_CHECK;

extern const struct db_queries action_queries;

#endif

/*
 * Activities: one use of one tool (a budget count, later a meeting, a vote …). Each belongs to an
 * initiative or an organisation and can move to another with its history. The tools themselves live
 * in feature/; here is only what all of them share.
 */
#ifndef CORE_ACTIVITY_H
#define CORE_ACTIVITY_H

#include "core/ref.h"
#include "platform/db.h"
#include "platform/page.h"

/* What a feature tells about its kind of activity. app/features.c lists them; site points there. */
struct activity_kind {
    const char *name;  /* kept in the database, e.g. "budget" */
    const char *path;  /* the part in addresses: /i/:initiative/PATH/:activity */
    const char *start; /* the page that starts one, below the place: "budget/import"; or NULL */
    enum text_id title, purpose; /* what it is, and in one sentence when to use it */
    unsigned stages;             /* where it is suggested: bits 1u << enum stage */
};

/* Stored: never renumber. What is withdrawn stays so; its page says why. */
enum activity_state { ACTIVITY_OPEN, ACTIVITY_DONE, ACTIVITY_WITHDRAWN, ACTIVITY_STATE__N };

struct activity {
    int64_t id;
    uint64_t public_id;
    struct str kind; /* activity_kind.name */
    struct str title;
    struct ref place; /* the initiative or organisation it belongs to now */
    int state;        /* enum activity_state */
    int64_t created_at, created_by;
};

/* Inserts and writes the log of the place. public_id is fresh and random; id is set. created_by may
   be 0 (demonstration data, command line). */
enum rc activity_create(struct db *db, struct arena *arena, struct activity *activity,
                        int64_t acting) MUST_CHECK;

/* Changes title or state, with a log entry. */
enum rc activity_rename(const struct request *request, int64_t id, struct str title) MUST_CHECK;
enum rc activity_set_state(const struct request *request, int64_t id,
                           enum activity_state state) MUST_CHECK;

/* Marks it as withdrawn for good, with a log entry; its feature has deleted what it held.
   RC_CONFLICT when it is already. */
enum rc activity_withdraw(const struct request *request, int64_t id) MUST_CHECK;

/* Moves to another initiative or organisation; both logs tell of it.
   The caller has checked that the asker may edit both. RC_ABSENT when it is not where from says. */
enum rc activity_move(const struct request *request, int64_t id, struct ref from,
                      struct ref to) MUST_CHECK;

enum rc activity_by_id(struct db *db, struct arena *arena, int64_t id,
                       struct activity *activity) MUST_CHECK;
enum rc activity_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                              struct activity *activity) MUST_CHECK;

/* All activities of a place, newest first, at most 100. */
struct activity_list {
    LIST(struct activity) rows;
};
enum rc activity_list(struct db *db, struct arena *arena, struct ref place,
                      struct activity_list *list) MUST_CHECK;

/* The kind by name, or NULL when this program has none of that name. */
const struct activity_kind *activity_kind_find(const struct site *site, struct str name);

/* Where an activity is read: /i/ID/budget/ID or /o/ID/budget/ID. place_public_id is that of the
   initiative or organisation. Empty when the kind is unknown. */
struct url activity_url(const struct request *request, const struct activity *activity,
                        uint64_t place_public_id);

/* For rights_load_object: row is const struct activity *, role and state are those of the parent.
   RC_ABSENT when it does not belong to the parent; once it did: request->elsewhere
   is where it is now. */
enum rc activity_load_object(struct request *request, struct object *object,
                             const struct object *parent) MUST_CHECK;

extern const struct db_queries activity_queries;

#endif

/* The rows of plans. A plan is found by its owner or by a helper's link, and in no other way. */
#ifndef FEATURE_PLAN_STORE_H
#define FEATURE_PLAN_STORE_H

#include "kit/request.h"
#include "platform/db.h"
#include "platform/jobs.h"

enum {
    PLAN_TITLE_MAX = 100,
    PLAN_TEXT_MAX = 4000,
    PLAN_ENTRY_MAX = 1000,
    PLAN_NAME_MAX = 100,
    PLANS_MAX = 20, /* of one person */
    PLAN_HELPERS_MAX = 30,
    PLAN_ENTRIES_MAX = 300,
    PLAN_OFFERS_MAX = 20, /* of one person, open at a time */
};
#define PLAN_OFFER_MS (30 * 24 * 60 * 60 * INT64_C(1000))

/* Stored as these numbers. */
enum plan_may { PLAN_NONE, PLAN_SEE, PLAN_HELP, PLAN_MAY__N };
enum plan_entry_kind { PLAN_COMMENT, PLAN_TASK, PLAN_KIND__N };

struct plan {
    int64_t id;
    uint64_t public_id;
    int64_t owner;
    struct str title, dream, solution, who, free_title, free_text, more_title, more_text;
    int64_t version, created_at;
    struct str owner_name;
};
struct plans {
    LIST(struct plan) rows;
};
struct plan_helper {
    int64_t id;
    uint64_t public_id;
    int64_t plan;
    struct str name;
    int may; /* PLAN_NONE: withdrawn */
    int64_t created_at, opened_at;
};
struct plan_helpers {
    LIST(struct plan_helper) rows;
};
struct plan_entry {
    int64_t id;
    uint64_t public_id;
    int64_t helper, taken_by;
    int kind;
    bool is_done;
    struct str text;
    int64_t created_at;
    struct str helper_name, taker_name;
};
struct plan_entries {
    LIST(struct plan_entry) rows;
};

enum rc plan_list(struct db *db, struct arena *arena, int64_t owner, struct plans *list) MUST_CHECK;
/* RC_ABSENT for everybody but the owner. */
enum rc plan_find(struct db *db, struct arena *arena, int64_t owner, uint64_t public_id,
                  struct plan *plan) MUST_CHECK;
/* By the hash of a helper's link. RC_ABSENT when it was withdrawn. */
enum rc plan_by_link(struct db *db, struct arena *arena, struct str token_hash, struct plan *plan,
                     struct plan_helper *helper) MUST_CHECK;
enum rc plan_helpers(struct db *db, struct arena *arena, int64_t plan,
                     struct plan_helpers *list) MUST_CHECK;
enum rc plan_entries(struct db *db, struct arena *arena, int64_t plan,
                     struct plan_entries *list) MUST_CHECK;

/* Each of these that adds answers RC_LIMIT when there are too many. */
enum rc plan_add(struct db *db, struct arena *arena, struct plan *plan) MUST_CHECK;
enum rc plan_update(struct db *db, struct arena *arena, const struct plan *plan) MUST_CHECK;
enum rc plan_delete(struct db *db, int64_t plan) MUST_CHECK;
enum rc plan_helper_add(struct db *db, struct arena *arena, struct plan_helper *helper,
                        struct str token_hash) MUST_CHECK;
/* RC_ABSENT when the plan has no such helper. */
enum rc plan_helper_set(struct db *db, struct arena *arena, int64_t plan, uint64_t public_id,
                        enum plan_may may) MUST_CHECK;
enum rc plan_helper_opened(struct db *db, int64_t helper, int64_t now) MUST_CHECK;
enum rc plan_entry_add(struct db *db, struct arena *arena, int64_t plan,
                       struct plan_entry *entry) MUST_CHECK;
enum rc plan_entry_done(struct db *db, int64_t plan, uint64_t public_id, bool is_done) MUST_CHECK;
enum rc plan_entry_delete(struct db *db, int64_t plan, uint64_t public_id) MUST_CHECK;
/* The helper takes a task that nobody has; RC_ABSENT when it is taken, done or gone. */
enum rc plan_entry_take(struct db *db, struct arena *arena, int64_t plan, uint64_t public_id,
                        int64_t helper) MUST_CHECK;

enum rc plan_offer_add(struct db *db, struct arena *arena, int64_t by, struct str token_hash,
                       int64_t now) MUST_CHECK;
struct plan_offer {
    int64_t id, made_by;
    struct str name; /* of who made it */
};
enum rc plan_offer_find(struct db *db, struct arena *arena, struct str token_hash, int64_t now,
                        struct plan_offer *offer) MUST_CHECK;
enum rc plan_offer_use(struct db *db, int64_t offer) MUST_CHECK;

extern const struct db_queries plan_queries;
extern const struct job_kind plan_jobs[]; /* forgets offers that nobody took */

#endif

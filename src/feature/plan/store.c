/* The store of plans. See store.h. */
#include "feature/plan/store.h"

#include "feature/plan/plan.h"
#include "platform/secret.h"

/* ---- plans ---- */

#define PLAN_SELECT                                                                                \
    "SELECT k.id, k.public_id, k.owner, k.title, k.dream, k.solution, k.who, k.free_title, "       \
    "k.free_text, k.more_title, k.more_text, k.version, k.created_at, p.name AS owner_name "       \
    "FROM plan k JOIN person p ON p.id = k.owner "

static const struct db_column plan_columns[] = {
    DB_COL(struct plan, id),         DB_COL(struct plan, public_id),
    DB_COL(struct plan, owner),      DB_COL(struct plan, title),
    DB_COL(struct plan, dream),      DB_COL(struct plan, solution),
    DB_COL(struct plan, who),        DB_COL(struct plan, free_title),
    DB_COL(struct plan, free_text),  DB_COL(struct plan, more_title),
    DB_COL(struct plan, more_text),  DB_COL(struct plan, version),
    DB_COL(struct plan, created_at), DB_COL(struct plan, owner_name),
};
static const struct db_query list_plans = {"plan.list",
                                           PLAN_SELECT "WHERE k.owner = $1 ORDER BY k.id LIMIT 50",
                                           "i", DB_ROW(struct plan, plan_columns)};
static const struct db_query find_plan = {"plan.find",
                                          PLAN_SELECT "WHERE k.public_id = $2 AND k.owner = $1",
                                          "ii", DB_ROW(struct plan, plan_columns)};
static const struct db_query plan_by_id = {"plan.by_id", PLAN_SELECT "WHERE k.id = $1", "i",
                                           DB_ROW(struct plan, plan_columns)};
static const struct db_query count_plans = {
    "plan.count", "SELECT count(*) FROM plan WHERE owner = $1", "i", DB_ROW_I64};
static const struct db_query insert_plan = {
    "plan.insert",
    "INSERT INTO plan (public_id, owner, title, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
    "iiti", DB_ROW_I64, .writes = true};
static const struct db_query update_plan = {
    "plan.update",
    "UPDATE plan SET title = $3, dream = $4, solution = $5, who = $6, free_title = $7, "
    "free_text = $8, more_title = $9, more_text = $10, version = version + 1 "
    "WHERE id = $1 AND version = $2 RETURNING id",
    "iitttttttt", DB_ROW_I64, .writes = true};

enum rc plan_list(struct db *db, struct arena *arena, int64_t owner, struct plans *list) {
    return DB_ALL(db, arena, &list_plans, &list->rows, DB_INT(owner));
}

enum rc plan_find(struct db *db, struct arena *arena, int64_t owner, uint64_t public_id,
                  struct plan *plan) {
    if (!owner) return RC_ABSENT;
    return DB_ONE(db, arena, &find_plan, plan, DB_INT(owner), DB_ID(public_id));
}

enum rc plan_add(struct db *db, struct arena *arena, struct plan *plan) {
    int64_t n;
    TRY(DB_ONE(db, arena, &count_plans, &n, DB_INT(plan->owner)));
    if (n >= PLANS_MAX) return RC_LIMIT;
    plan->public_id = id_random();
    return DB_ONE(db, arena, &insert_plan, &plan->id, DB_ID(plan->public_id), DB_INT(plan->owner),
                  DB_STR(plan->title), DB_INT(plan->created_at));
}

enum rc plan_update(struct db *db, struct arena *arena, const struct plan *plan) {
    int64_t id;
    return DB_ONE(db, arena, &update_plan, &id, DB_INT(plan->id), DB_INT(plan->version),
                  DB_STR(plan->title), DB_STR(plan->dream), DB_STR(plan->solution),
                  DB_STR(plan->who), DB_STR(plan->free_title), DB_STR(plan->free_text),
                  DB_STR(plan->more_title), DB_STR(plan->more_text));
}

static const struct db_query delete_entries = {
    "plan.delete_entries", "DELETE FROM plan_entry WHERE plan = $1", "i", .writes = true};
static const struct db_query delete_helpers = {
    "plan.delete_helpers", "DELETE FROM plan_helper WHERE plan = $1", "i", .writes = true};
static const struct db_query delete_plan = {"plan.delete", "DELETE FROM plan WHERE id = $1", "i",
                                            .writes = true};

enum rc plan_delete(struct db *db, int64_t plan) {
    TRY(DB_RUN(db, &delete_entries, DB_INT(plan)));
    TRY(DB_RUN(db, &delete_helpers, DB_INT(plan)));
    return DB_RUN(db, &delete_plan, DB_INT(plan));
}

/* ---- helpers ---- */

#define HELPER_SELECT                                                                              \
    "SELECT id, public_id, plan, name, may, created_at, opened_at FROM plan_helper "

static const struct db_column helper_columns[] = {
    DB_COL(struct plan_helper, id),        DB_COL(struct plan_helper, public_id),
    DB_COL(struct plan_helper, plan),      DB_COL(struct plan_helper, name),
    DB_COL(struct plan_helper, may),       DB_COL(struct plan_helper, created_at),
    DB_COL(struct plan_helper, opened_at),
};
static const struct db_query list_helpers = {"plan.helpers",
                                             HELPER_SELECT "WHERE plan = $1 ORDER BY id LIMIT 200",
                                             "i", DB_ROW(struct plan_helper, helper_columns)};
static const struct db_query helper_by_hash = {"plan.helper_by_hash",
                                               HELPER_SELECT "WHERE token_hash = $1 AND may > 0",
                                               "b", DB_ROW(struct plan_helper, helper_columns)};
static const struct db_query count_helpers = {
    "plan.count_helpers", "SELECT count(*) FROM plan_helper WHERE plan = $1", "i", DB_ROW_I64};
static const struct db_query insert_helper = {
    "plan.insert_helper",
    "INSERT INTO plan_helper (public_id, plan, name, may, token_hash, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    "iitibi", DB_ROW_I64, .writes = true};
static const struct db_query set_helper = {
    "plan.set_helper",
    "UPDATE plan_helper SET may = $3 WHERE plan = $1 AND public_id = $2 RETURNING id", "iii",
    DB_ROW_I64, .writes = true};
static const struct db_query mark_opened = {
    "plan.opened", "UPDATE plan_helper SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL",
    "ii", .writes = true};

enum rc plan_helpers(struct db *db, struct arena *arena, int64_t plan, struct plan_helpers *list) {
    return DB_ALL(db, arena, &list_helpers, &list->rows, DB_INT(plan));
}

enum rc plan_by_link(struct db *db, struct arena *arena, struct str token_hash, struct plan *plan,
                     struct plan_helper *helper) {
    TRY(DB_ONE(db, arena, &helper_by_hash, helper, DB_BLOB(token_hash)));
    return DB_ONE(db, arena, &plan_by_id, plan, DB_INT(helper->plan));
}

enum rc plan_helper_add(struct db *db, struct arena *arena, struct plan_helper *helper,
                        struct str token_hash) {
    int64_t n;
    TRY(DB_ONE(db, arena, &count_helpers, &n, DB_INT(helper->plan)));
    if (n >= PLAN_HELPERS_MAX) return RC_LIMIT;
    helper->public_id = id_random();
    return DB_ONE(db, arena, &insert_helper, &helper->id, DB_ID(helper->public_id),
                  DB_INT(helper->plan), DB_STR(helper->name), DB_INT(helper->may),
                  DB_BLOB(token_hash), DB_INT(helper->created_at));
}

enum rc plan_helper_set(struct db *db, struct arena *arena, int64_t plan, uint64_t public_id,
                        enum plan_may may) {
    int64_t id;
    return DB_ONE(db, arena, &set_helper, &id, DB_INT(plan), DB_ID(public_id), DB_INT(may));
}

enum rc plan_helper_opened(struct db *db, int64_t helper, int64_t now) {
    return DB_RUN(db, &mark_opened, DB_INT(helper), DB_INT(now));
}

/* ---- comments and tasks ---- */

static const struct db_column entry_columns[] = {
    DB_COL(struct plan_entry, id),          DB_COL(struct plan_entry, public_id),
    DB_COL(struct plan_entry, helper),      DB_COL(struct plan_entry, taken_by),
    DB_COL(struct plan_entry, kind),        DB_COL(struct plan_entry, is_done),
    DB_COL(struct plan_entry, text),        DB_COL(struct plan_entry, created_at),
    DB_COL(struct plan_entry, helper_name), DB_COL(struct plan_entry, taker_name),
};
static const struct db_query list_entries = {
    "plan.entries",
    "SELECT e.id, e.public_id, e.helper, e.taken_by, e.kind, e.is_done, e.text, e.created_at, "
    "h.name AS helper_name, t.name AS taker_name FROM plan_entry e "
    "LEFT JOIN plan_helper h ON h.id = e.helper LEFT JOIN plan_helper t ON t.id = e.taken_by "
    "WHERE e.plan = $1 ORDER BY e.id LIMIT 400",
    "i", DB_ROW(struct plan_entry, entry_columns)};
static const struct db_query count_entries = {
    "plan.count_entries", "SELECT count(*) FROM plan_entry WHERE plan = $1", "i", DB_ROW_I64};
static const struct db_query insert_entry = {
    "plan.insert_entry",
    "INSERT INTO plan_entry (public_id, plan, helper, kind, text, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    "iiiiti", DB_ROW_I64, .writes = true};
static const struct db_query set_done = {
    "plan.set_done", "UPDATE plan_entry SET is_done = $3 WHERE plan = $1 AND public_id = $2", "iii",
    .writes = true};
static const struct db_query delete_entry = {
    "plan.delete_entry", "DELETE FROM plan_entry WHERE plan = $1 AND public_id = $2", "ii",
    .writes = true};
static const struct db_query take_entry = {
    "plan.take_entry",
    "UPDATE plan_entry SET taken_by = $3 WHERE plan = $1 AND public_id = $2 AND kind = 1 "
    "AND taken_by IS NULL AND is_done = 0 RETURNING id",
    "iii", DB_ROW_I64, .writes = true};
_Static_assert(PLAN_TASK == 1, "the statement names the number");

enum rc plan_entries(struct db *db, struct arena *arena, int64_t plan, struct plan_entries *list) {
    return DB_ALL(db, arena, &list_entries, &list->rows, DB_INT(plan));
}

enum rc plan_entry_add(struct db *db, struct arena *arena, int64_t plan, struct plan_entry *entry) {
    int64_t n;
    TRY(DB_ONE(db, arena, &count_entries, &n, DB_INT(plan)));
    if (n >= PLAN_ENTRIES_MAX) return RC_LIMIT;
    entry->public_id = id_random();
    return DB_ONE(db, arena, &insert_entry, &entry->id, DB_ID(entry->public_id), DB_INT(plan),
                  DB_REF(entry->helper), DB_INT(entry->kind), DB_STR(entry->text),
                  DB_INT(entry->created_at));
}

enum rc plan_entry_done(struct db *db, int64_t plan, uint64_t public_id, bool is_done) {
    return DB_RUN(db, &set_done, DB_INT(plan), DB_ID(public_id), DB_INT(is_done));
}

enum rc plan_entry_delete(struct db *db, int64_t plan, uint64_t public_id) {
    return DB_RUN(db, &delete_entry, DB_INT(plan), DB_ID(public_id));
}

enum rc plan_entry_take(struct db *db, struct arena *arena, int64_t plan, uint64_t public_id,
                        int64_t helper) {
    int64_t id;
    return DB_ONE(db, arena, &take_entry, &id, DB_INT(plan), DB_ID(public_id), DB_INT(helper));
}

static const struct db_query *const statements[] = {
    &list_plans,     &find_plan,      &plan_by_id,  &count_plans,  &insert_plan,    &update_plan,
    &delete_entries, &delete_helpers, &delete_plan, &list_helpers, &helper_by_hash, &count_helpers,
    &insert_helper,  &set_helper,     &mark_opened, &list_entries, &count_entries,  &insert_entry,
    &set_done,       &delete_entry,   &take_entry,
};
const struct db_queries plan_queries = DB_QUERIES("plan", statements);

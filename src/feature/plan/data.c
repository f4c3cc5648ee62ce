/* Offers to begin a plan, and what the plans know about a person, for her own data and erasing. */
#include "feature/plan/inner.h"

/* ---- offers ---- */

static const struct db_query count_offers = {
    "plan_data.count_offers",
    "SELECT count(*) FROM plan_offer WHERE made_by = $1 AND expires_at > $2", "ii", DB_ROW_I64};
static const struct db_query insert_offer = {
    "plan_data.insert_offer",
    "INSERT INTO plan_offer (token_hash, made_by, expires_at) VALUES ($1, $2, $3)", "bii",
    .writes = true};
static const struct db_column offer_columns[] = {
    DB_COL(struct plan_offer, id),
    DB_COL(struct plan_offer, made_by),
    DB_COL(struct plan_offer, name),
};
static const struct db_query find_offer = {
    "plan_data.find_offer",
    "SELECT o.id, o.made_by, p.name FROM plan_offer o JOIN person p ON p.id = o.made_by "
    "WHERE o.token_hash = $1 AND o.expires_at > $2",
    "bi", DB_ROW(struct plan_offer, offer_columns)};
static const struct db_query delete_offer = {
    "plan_data.delete_offer", "DELETE FROM plan_offer WHERE id = $1", "i", .writes = true};
static const struct db_query forget_offers = {"plan_data.forget_offers",
                                              "DELETE FROM plan_offer WHERE expires_at <= $1", "i",
                                              .writes = true};

enum rc plan_offer_add(struct db *db, struct arena *arena, int64_t by, struct str token_hash,
                       int64_t now) {
    int64_t n;
    TRY(DB_ONE(db, arena, &count_offers, &n, DB_INT(by), DB_INT(now)));
    if (n >= PLAN_OFFERS_MAX) return RC_LIMIT;
    return DB_RUN(db, &insert_offer, DB_BLOB(token_hash), DB_INT(by), DB_INT(now + PLAN_OFFER_MS));
}

enum rc plan_offer_find(struct db *db, struct arena *arena, struct str token_hash, int64_t now,
                        struct plan_offer *offer) {
    return DB_ONE(db, arena, &find_offer, offer, DB_BLOB(token_hash), DB_INT(now));
}

enum rc plan_offer_use(struct db *db, int64_t offer) {
    return DB_RUN(db, &delete_offer, DB_INT(offer));
}

static enum rc forget(struct db *db, void *data) {
    const struct job_run *run = data;
    return DB_RUN(db, &forget_offers, DB_INT(run->now));
}

static enum rc run_forget(struct job_run *run) {
    return database_write(run->database, forget, run);
}

const struct job_kind plan_jobs[] = {
    {.name = "plan-offers", .run = run_forget, .every_ms = 24 * 60 * 60 * INT64_C(1000)},
    {.name = NULL},
};

/* ---- own data ---- */

static enum rc write_plan(struct own_data_out *out, struct db *db, const struct plan *plan) {
    struct plan_helpers helpers = {0};
    struct plan_entries entries = {0};
    own_data_row(out);
    own_data_str(out, "title", T_plan_field_title, plan->title);
    own_data_str(out, "dream", T_plan_field_dream, plan->dream);
    own_data_str(out, "solution", T_plan_field_solution, plan->solution);
    own_data_str(out, "who", T_plan_field_who, plan->who);
    own_data_str(out, "free_title", T_plan_field_free_title, plan->free_title);
    own_data_str(out, "free_text", T_plan_field_free_text, plan->free_text);
    own_data_str(out, "more_title", T_plan_field_more_title, plan->more_title);
    own_data_str(out, "more_text", T_plan_field_more_text, plan->more_text);
    own_data_when(out, "created_at", T_own_made, plan->created_at);
    TRY(plan_helpers(db, own_data_arena(out), plan->id, &helpers));
    for (size_t i = 0; i < helpers.rows.n; i++) {
        const struct plan_helper *helper = &helpers.rows.v[i];
        own_data_row(out);
        own_data_str(out, "helper", T_plan_field_name, helper->name);
        own_data_word(out, "may", T_plan_field_may, plan_may_choices[helper->may],
                      plan_may_labels[helper->may]);
        own_data_when(out, "opened_at", T_own_plan_opened, helper->opened_at);
    }
    TRY(plan_entries(db, own_data_arena(out), plan->id, &entries));
    for (size_t i = 0; i < entries.rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "text", T_plan_field_entry, entries.rows.v[i].text);
        own_data_str(out, "by", T_plan_field_name, entries.rows.v[i].helper_name);
        own_data_when(out, "created_at", T_own_made, entries.rows.v[i].created_at);
    }
    return RC_OK;
}

static enum rc write_plans(struct own_data_out *out, struct db *db, int64_t person) {
    struct plans plans = {0};
    TRY(plan_list(db, own_data_arena(out), person, &plans));
    for (size_t i = 0; i < plans.rows.n; i++) TRY(write_plan(out, db, &plans.rows.v[i]));
    return RC_OK;
}

static enum rc erase_plans(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    struct plans plans = {0};
    (void)now;
    TRY(plan_list(db, arena, person, &plans));
    for (size_t i = 0; i < plans.rows.n; i++) TRY(plan_delete(db, plans.rows.v[i].id));
    return RC_OK;
}

const struct own_data plan_own_data = {
    .name = "plans", .title = T_own_plans, .write = write_plans, .erase = erase_plans};

static const struct db_query offers_of = {
    "plan_data.offers_of",
    "SELECT expires_at FROM plan_offer WHERE made_by = $1 ORDER BY id LIMIT 1000", "i", DB_ROW_I64};
static const struct db_query delete_offers_of = {
    "plan_data.delete_offers_of", "DELETE FROM plan_offer WHERE made_by = $1", "i", .writes = true};

static enum rc write_offers(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(int64_t) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &offers_of, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_when(out, "expires_at", T_own_plan_expires, rows.v[i]);
    }
    return RC_OK;
}

static enum rc erase_offers(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    return DB_RUN(db, &delete_offers_of, DB_INT(person));
}

const struct own_data plan_offer_own_data = {.name = "plan_offers",
                                             .title = T_own_plan_offers,
                                             .write = write_offers,
                                             .erase = erase_offers};

static const struct db_query *const statements[] = {
    &count_offers,  &insert_offer, &find_offer,       &delete_offer,
    &forget_offers, &offers_of,    &delete_offers_of,
};
const struct db_queries plan_data_queries = DB_QUERIES("plan_data", statements);

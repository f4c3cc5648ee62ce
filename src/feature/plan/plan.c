/* The routes of plans, and what their pages share. Nothing of a plan is in lists, search, logs or
   exports; the site's administrators have no page that shows one. */
#include "feature/plan/plan.h"

#include "feature/plan/inner.h"

const char *const plan_may_choices[PLAN_MAY__N + 1] = {"none", "see", "help"};
const enum text_id plan_may_labels[PLAN_MAY__N] = {T_plan_may_none, T_plan_may_see,
                                                   T_plan_may_help};

static const struct route routes[] = {
    {GET, "/me/plans", .answer = plan_show_list, .need = MAY_BE_PERSON},
    {POST, "/me/plans", .prepare = plan_prepare_new, .apply = plan_apply_new,
     .answer = plan_answer_new, .show = plan_show_list, .need = MAY_BE_PERSON},
    {POST, "/me/plans/offer", .apply = plan_apply_offer, .answer = plan_answer_offer,
     .need = MAY_BE_PERSON},
    {GET, "/me/plans/:plan", .answer = plan_show_own, .need = MAY_BE_PERSON},
    {GET, "/me/plans/:plan/edit", .answer = plan_show_edit, .need = MAY_BE_PERSON},
    {POST, "/me/plans/:plan/edit", .prepare = plan_prepare_edit, .apply = plan_apply_edit,
     .answer = plan_answer_own, .show = plan_show_edit, .need = MAY_BE_PERSON},
    {POST, "/me/plans/:plan/delete", .apply = plan_apply_delete, .answer = plan_answer_list,
     .need = MAY_BE_PERSON},
    {POST, "/me/plans/:plan/helpers", .prepare = plan_prepare_helper, .apply = plan_apply_helper,
     .answer = plan_answer_helper, .show = plan_show_own, .need = MAY_BE_PERSON},
    {POST, "/me/plans/:plan/helpers/:helper", .prepare = plan_prepare_helper_set,
     .apply = plan_apply_helper_set, .answer = plan_answer_own, .need = MAY_BE_PERSON},
    {POST, "/me/plans/:plan/entries", .prepare = plan_prepare_entry, .apply = plan_apply_entry,
     .answer = plan_answer_own, .show = plan_show_own, .need = MAY_BE_PERSON},
    {POST, "/me/plans/:plan/entries/:entry", .prepare = plan_prepare_entry_set,
     .apply = plan_apply_entry_set, .answer = plan_answer_own, .need = MAY_BE_PERSON},
    {GET, "/plan/:token", .answer = plan_show_helping, .need = MAY_ANYONE},
    {POST, "/plan/:token/open", .apply = plan_apply_open, .answer = plan_answer_helping,
     .need = MAY_ANYONE},
    {POST, "/plan/:token/entries", .prepare = plan_prepare_help, .apply = plan_apply_help,
     .answer = plan_answer_helping, .show = plan_show_helping, .need = MAY_ANYONE},
    {POST, "/plan/:token/take/:entry", .apply = plan_apply_take, .answer = plan_answer_helping,
     .need = MAY_ANYONE},
    {GET, "/plan/for/:token", .answer = plan_show_offered, .need = MAY_ANYONE},
    {POST, "/plan/for/:token", .prepare = plan_prepare_accept, .apply = plan_apply_accept,
     .answer = plan_answer_accept, .show = plan_show_offered, .need = MAY_BE_PERSON},
};

static const struct db_queries *const queries[] = {&plan_queries, &plan_data_queries, NULL};
extern const struct migration_set plan_migrations;

const struct feature feature_plan = {.name = "plan",
                                     .routes = routes,
                                     .n_routes = COUNT(routes),
                                     .queries = queries,
                                     .migrations = &plan_migrations,
                                     .jobs = plan_jobs};

/* ---- shared ---- */

struct page_head plan_head(struct request *request, struct str title, bool is_own) {
    struct page_head head = {.title = title, .search_index = STR("noindex")};
    struct crumb_step *step = arena_new(request->arena, struct crumb_step);
    if (!step || !is_own) return head;
    *step = (struct crumb_step){text_of(request->lang, T_plan_list_title),
                                url_format(request->arena, "/me/plans")};
    head.crumbs = step;
    head.n_crumbs = 1;
    return head;
}

struct url plan_url(struct request *request, uint64_t plan, const char *rest, uint64_t id) {
    char a[ID_TEXT_BYTES + 1], b[ID_TEXT_BYTES + 1] = "";
    id_text(plan, a);
    if (id) id_text(id, b);
    struct url url = url_format(request->arena, "/me/plans/%s", str_from(a));
    url.path = str_format(request->arena, "%.*s%s%s", STR_ARG(url.path), rest, b);
    return url;
}

enum rc plan_read(struct request *request, struct plan *plan) {
    uint64_t id;
    if (id_parse(request_param(request, "plan"), &id) != RC_OK) return RC_ABSENT;
    return plan_find(request->db, request->arena, request->asker.id, id, plan);
}

struct plan_body plan_body_of(const struct plan *plan) {
    return (struct plan_body){
        .dream = plan->dream,
        .solution = plan->solution,
        .who = plan->who,
        .free_title = plan->free_title,
        .free_text = plan->free_text,
        .more_title = plan->more_title,
        .more_text = plan->more_text,
        .is_empty = !plan->dream.n && !plan->solution.n && !plan->who.n && !plan->free_text.n &&
                    !plan->more_text.n,
    };
}

enum rc plan_view_entries(struct request *request, int64_t plan, const struct plan_entry_view **v,
                          size_t *n) {
    struct plan_entries list = {0};
    TRY(plan_entries(request->db, request->arena, plan, &list));
    struct plan_entry_view *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct plan_entry_view);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct plan_entry *entry = &list.rows.v[i];
        rows[i] = (struct plan_entry_view){
            .text = entry->text,
            .who = entry->helper_name,
            .taker = entry->taker_name,
            .at = {entry->created_at},
            .is_task = entry->kind == PLAN_TASK,
            .is_done = entry->is_done,
            .is_free = entry->kind == PLAN_TASK && !entry->taken_by && !entry->is_done,
        };
    }
    *v = rows;
    *n = list.rows.n;
    return RC_OK;
}

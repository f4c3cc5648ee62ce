/* What the files of this folder share. */
#ifndef FEATURE_PLAN_INNER_H
#define FEATURE_PLAN_INNER_H

#include "feature/plan/plan.h"
#include "feature/plan/store.h"
#include "feature/plan/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/session.h"
#include "kit/site.h"
#include "platform/secret.h"

extern const char *const plan_may_choices[PLAN_MAY__N + 1];
extern const enum text_id plan_may_labels[PLAN_MAY__N];
extern const struct db_queries plan_data_queries;

struct page_head plan_head(struct request *request, struct str title, bool is_own);
/* "/me/plans/ID" and what comes after it; with an id below that, unless it is 0. */
struct url plan_url(struct request *request, uint64_t plan, const char *rest, uint64_t id);
/* The asker's own plan that the path names; RC_ABSENT for everybody else. */
enum rc plan_read(struct request *request, struct plan *plan) MUST_CHECK;
struct plan_body plan_body_of(const struct plan *plan);
enum rc plan_view_entries(struct request *request, int64_t plan, const struct plan_entry_view **v,
                          size_t *n) MUST_CHECK;

handler plan_show_list, plan_prepare_new, plan_apply_new, plan_answer_new;
handler plan_show_own, plan_apply_delete, plan_answer_list;
handler plan_show_edit, plan_prepare_edit, plan_apply_edit, plan_answer_own;
handler plan_prepare_helper, plan_apply_helper, plan_answer_helper;
handler plan_prepare_helper_set, plan_apply_helper_set;
handler plan_prepare_entry, plan_apply_entry, plan_prepare_entry_set, plan_apply_entry_set;
handler plan_show_helping, plan_apply_open, plan_answer_helping, plan_prepare_help, plan_apply_help,
    plan_apply_take;
handler plan_apply_offer, plan_answer_offer, plan_show_offered, plan_prepare_accept,
    plan_apply_accept, plan_answer_accept;

#endif

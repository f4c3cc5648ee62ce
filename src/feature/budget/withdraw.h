/*
 * Withdrawing a count, for those who run the place: a wrong file, or one that should not have been
 * published. The ballots and the result are deleted; the page stays and says so, with the reason.
 */
#ifndef FEATURE_BUDGET_WITHDRAW_H
#define FEATURE_BUDGET_WITHDRAW_H

#include "core/activity.h"
#include "kit/views.h"

enum { WITHDRAWAL_REASON_MAX = 500 };

struct budget_withdraw_view {
    struct str title;
    struct error_summary errors;
    struct form_field reason;
    struct url back_url;
};

struct budget_withdrawn_view {
    struct str title;
    struct str reason; /* empty: its author was erased */
    struct when withdrawn_at;
    struct url place_url;
    struct str place_title;
};

/* The form, and its steps. */
enum rc budget_withdraw_form(struct request *request);
enum rc budget_withdraw_prepare(struct request *request);
enum rc budget_withdraw_apply(struct request *request);
enum rc budget_withdraw_answer(struct request *request);

/* What stands where the result was. */
enum rc budget_withdrawn_answer(struct request *request, const struct activity *activity);

extern const struct db_queries budget_withdraw_queries;

#endif

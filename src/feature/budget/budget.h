/*
 * Participatory budgets (borgerbudget): so far the count of an imported vote, with a result page
 * that explains itself. The activity kind "budget".
 */
#ifndef FEATURE_BUDGET_H
#define FEATURE_BUDGET_H

#include "core/activity.h"
#include "core/own_data.h"
#include "kit/route.h"

extern const struct feature feature_budget;
extern const struct activity_kind budget_activity;
extern const struct own_data budget_own_data, budget_withdrawal_own_data; /* import_data.c */
extern const struct db_queries budget_data_queries;

#endif

/* The routes and the kind of activity of participatory budgets. */
#include "feature/budget/budget.h"

#include "core/initiative.h"
#include "feature/budget/download.h"
#include "feature/budget/import.h"
#include "feature/budget/result.h"
#include "feature/budget/upload.h"
#include "feature/budget/withdraw.h"

/* The same pages below an initiative and below an organisation. */
#define PAGES(place)                                                                               \
    {.method = GET,                                                                                \
     .path = place "/budget/import",                                                               \
     .answer = budget_upload_form,                                                                 \
     .need = MAY_ARRANGE},                                                                         \
        {.method = POST,                                                                           \
         .path = place "/budget/import",                                                           \
         .prepare = budget_upload_prepare,                                                         \
         .apply = budget_upload_apply,                                                             \
         .answer = budget_upload_answer,                                                           \
         .show = budget_upload_form,                                                               \
         .need = MAY_ARRANGE,                                                                      \
         .upload_max = BUDGET_FILE_MAX},                                                           \
        {.method = GET,                                                                            \
         .path = place "/budget/import/:import",                                                   \
         .answer = budget_waiting_answer,                                                          \
         .need = MAY_MANAGE},                                                                      \
        {.method = GET,                                                                            \
         .path = place "/budget/:activity",                                                        \
         .answer = budget_result_answer,                                                           \
         .need = MAY_SEE},                                                                         \
        {.method = GET,                                                                            \
         .path = place "/budget/:activity/withdraw",                                               \
         .answer = budget_withdraw_form,                                                           \
         .need = MAY_ARRANGE},                                                                     \
        {.method = POST,                                                                           \
         .path = place "/budget/:activity/withdraw",                                               \
         .prepare = budget_withdraw_prepare,                                                       \
         .apply = budget_withdraw_apply,                                                           \
         .answer = budget_withdraw_answer,                                                         \
         .show = budget_withdraw_form,                                                             \
         .need = MAY_ARRANGE},                                                                     \
        {.method = GET,                                                                            \
         .path = place "/budget/:activity/votes.pb",                                               \
         .answer = budget_download_votes,                                                          \
         .need = MAY_SEE},                                                                         \
        {.method = GET,                                                                            \
         .path = place "/budget/:activity/projects.csv",                                           \
         .answer = budget_download_table,                                                          \
         .need = MAY_SEE},                                                                         \
    {                                                                                              \
        .method = GET, .path = place "/budget/:activity/result.json",                              \
        .answer = budget_download_json, .need = MAY_SEE                                            \
    }

static const struct route routes[] = {PAGES("/i/:initiative"), PAGES("/o/:organisation")};

static const struct job_kind jobs[] = {{.name = "budget-count", .run = budget_count_job}, {0}};

static const struct db_queries *const queries[] = {&budget_queries, &budget_data_queries,
                                                   &budget_withdraw_queries, NULL};

extern const struct migration_set budget_migrations;

const struct feature feature_budget = {
    .name = "budget",
    .routes = routes,
    .n_routes = COUNT(routes),
    .queries = queries,
    .migrations = &budget_migrations,
    .jobs = jobs,
};

const struct activity_kind budget_activity = {
    .name = "budget",
    .path = "budget",
    .start = "budget/import",
    .title = T_budget_activity,
    .purpose = T_budget_purpose,
    .stages = 1u << STAGE_DESIGNING | 1u << STAGE_DOING | 1u << STAGE_EVALUATING,
};

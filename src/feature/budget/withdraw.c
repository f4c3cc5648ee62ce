/* Withdrawing a count: see withdraw.h. */
#include "feature/budget/withdraw.h"

#include "feature/budget/place.h"
#include "feature/budget/store.h"
#include "kit/form.h"
#include "platform/files.h"

/* ---- the store ---- */

struct withdrawal {
    struct str reason;
    int64_t withdrawn_at;
};
static const struct db_column withdrawal_columns[] = {DB_COL(struct withdrawal, reason),
                                                      DB_COL(struct withdrawal, withdrawn_at)};

static const struct db_query find_withdrawal = {
    "budget_withdraw.find",
    "SELECT reason, withdrawn_at FROM budget_withdrawal WHERE activity = $1", "i",
    DB_ROW(struct withdrawal, withdrawal_columns)};
static const struct db_query insert_withdrawal = {
    "budget_withdraw.insert",
    "INSERT INTO budget_withdrawal (activity, reason, person, withdrawn_at) "
    "VALUES ($1, $2, $3, $4)",
    "itii", .writes = true};
static const struct db_query delete_projects = {"budget_withdraw.projects",
                                                "DELETE FROM budget_project WHERE budget = $1", "i",
                                                .writes = true};
static const struct db_query delete_budget = {
    "budget_withdraw.budget", "DELETE FROM budget WHERE activity = $1", "i", .writes = true};
static const struct db_query delete_upload = {
    "budget_withdraw.upload", "DELETE FROM budget_import WHERE activity = $1", "i", .writes = true};

static const struct db_query *const statements[] = {
    &find_withdrawal, &insert_withdrawal, &delete_projects, &delete_budget, &delete_upload};
const struct db_queries budget_withdraw_queries = DB_QUERIES("budget_withdraw", statements);

/* All that the count consists of, down to the two files. */
static enum rc delete_count(struct db *db, struct arena *arena, int64_t activity) {
    struct budget_summary summary;
    TRY(budget_load(db, arena, activity, &summary));
    TRY(DB_RUN(db, &delete_upload, DB_INT(activity)));
    TRY(DB_RUN(db, &delete_projects, DB_INT(activity)));
    TRY(DB_RUN(db, &delete_budget, DB_INT(activity)));
    TRY(file_remove(db, summary.votes_file));
    return file_remove(db, summary.result_file);
}

/* ---- the form ---- */

struct withdraw_draft {
    struct str reason;
};
static const struct field fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .min = 3,
     .max = WITHDRAWAL_REASON_MAX,
     .offset = offsetof(struct withdraw_draft, reason),
     .label = T_budget_withdraw_reason,
     .hint = T_budget_withdraw_reason_hint},
};

static const struct activity *activity_of(const struct request *request) {
    return request_object(request, OBJECT_ACTIVITY)->row;
}

static enum rc not_withdrawn(const struct request *request) {
    return activity_of(request)->state == ACTIVITY_WITHDRAWN ? RC_ABSENT : RC_OK;
}

enum rc budget_withdraw_form(struct request *request) {
    const struct activity *activity = activity_of(request);
    TRY(not_withdrawn(request));
    struct budget_withdraw_view view = {
        .title = activity->title,
        .errors = form_errors(request, fields, COUNT(fields)),
        .reason = form_view(request, &fields[0], NULL),
        .back_url = budget_url(request, "", activity->public_id),
    };
    view.reason.rows = 4;
    struct page page;
    page_start(request, &page);
    budget_withdraw_html(&page, &view);
    struct page_head head = {.title = text_of(request->lang, T_budget_withdraw)};
    TRY(budget_crumbs(request, &head));
    return answer_page(request, &page, &head);
}

enum rc budget_withdraw_prepare(struct request *request) {
    struct withdraw_draft *draft = arena_new(request->arena, struct withdraw_draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, fields, COUNT(fields), draft);
}

enum rc budget_withdraw_apply(struct request *request) {
    const struct withdraw_draft *draft = request->state;
    int64_t activity = request_object(request, OBJECT_ACTIVITY)->id;
    TRY(not_withdrawn(request));
    TRY(delete_count(request->db, request->arena, activity));
    TRY(DB_RUN(request->db, &insert_withdrawal, DB_INT(activity), DB_STR(draft->reason),
               DB_REF(request->asker.id), DB_INT(request->now)));
    return activity_withdraw(request, activity);
}

enum rc budget_withdraw_answer(struct request *request) {
    return answer_redirect(request, budget_url(request, "", activity_of(request)->public_id),
                           T_budget_withdraw_done);
}

/* ---- what stays ---- */

enum rc budget_withdrawn_answer(struct request *request, const struct activity *activity) {
    struct withdrawal withdrawal;
    struct budget_place place = budget_place(request);
    TRY(DB_ONE(request->db, request->arena, &find_withdrawal, &withdrawal, DB_INT(activity->id)));
    struct budget_withdrawn_view view = {
        .title = activity->title,
        .reason = withdrawal.reason,
        .withdrawn_at = {withdrawal.withdrawn_at},
        .place_url = place.url,
        .place_title = place.title,
    };
    struct page page;
    page_start(request, &page);
    budget_withdrawn_html(&page, &view);
    struct page_head head = {.title = activity->title, .search_index = STR("noindex")};
    TRY(budget_crumbs(request, &head));
    return answer_page(request, &page, &head);
}

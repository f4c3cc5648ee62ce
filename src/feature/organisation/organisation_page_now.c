/*
 * The workplace at a glance, for its members: the latest star and sense of coherence beside the
 * ones before, open actions and the next meeting. Two queries besides those of the panel of
 * meetings.
 */
#include "core/activity.h"
#include "core/meeting/result_picture.h"
#include "feature/organisation/inner.h"

/* How many axes that both dates have lie higher, lower or the same; small groups stay hidden. */
static void compare(const struct result_dates *dates, struct organisation_measure *view) {
    size_t last = dates->n - 1, before = dates->n - 2;
    for (size_t i = 0; i < dates->shared.n; i++) {
        const struct scale_summary *now = &dates->figures[last].own.v[dates->shared.at[i][last]];
        const struct scale_summary *then =
            &dates->figures[before].own.v[dates->shared.at[i][before]];
        if (!result_may_show(dates->results[last], now) ||
            !result_may_show(dates->results[before], then))
            continue;
        view->higher += now->median > then->median;
        view->lower += now->median < then->median;
        view->same += now->median == then->median;
    }
    view->is_compared = view->higher + view->lower + view->same > 0;
}

static enum rc read_result(struct request *request, const struct snapshot *snapshot,
                           const struct sheet_result **result) {
    struct sheet_result *made = arena_new(request->arena, struct sheet_result);
    if (!made) return RC_LIMIT;
    *result = made;
    return sheet_result_read(request->arena, snapshot->json, made);
}

/* The newest result of a tool, and how it lies beside the one before. */
static enum rc view_measure(struct request *request, const struct organisation *organisation,
                            struct str tool, struct organisation_measure *view) {
    const struct ref place = REF_ORGANISATION(organisation->id);
    const struct snapshot_filter newest = {.place = place, .tool = tool, .n = 2};
    struct snapshot_list list = {0};
    struct result_dates dates;
    TRY(snapshot_list(request->db, request->arena, &newest, &list));
    if (!list.rows.n) return RC_OK;
    const struct snapshot *last = &list.rows.v[0];
    const struct activity activity = {
        .public_id = last->public_id, .kind = STR("exercise"), .place = place};
    *view = (struct organisation_measure){
        .is_any = true,
        .title = last->title,
        .at = {last->at},
        .url = activity_url(request, &activity, organisation->public_id)};
    if (list.rows.n < 2) return RC_OK;
    struct result_view both = {.at = last->at, .earlier_at = {list.rows.v[1].at}};
    view->before = (struct when){list.rows.v[1].at};
    TRY(read_result(request, last, &both.result));
    TRY(read_result(request, &list.rows.v[1], &both.earlier[0]));
    TRY(result_dates(request->arena, &both, &dates));
    if (dates.n == 2) compare(&dates, view);
    return RC_OK;
}

/* A meeting that has not been opened at its time may still be. */
static const int64_t LATE_MS = INT64_C(12) * 3600 * 1000;

/* The first that is to come, among those that the panel shows. */
static void view_next(const struct request *request, const struct place_panel *meetings,
                      struct organisation_now *view) {
    for (size_t i = 0; i < meetings->meetings.n; i++) {
        const struct panel_meeting *meeting = &meetings->meetings.v[i];
        bool is_to_come =
            meeting->is_open || (meeting->is_planned && meeting->at.ms > request->now - LATE_MS);
        if (is_to_come && (!view->next || meeting->at.ms < view->next->at.ms)) view->next = meeting;
    }
}

enum rc read_now(struct request *request, const struct organisation *organisation,
                 const struct place_panel *meetings, struct organisation_now *view) {
    TRY(view_measure(request, organisation, STR("star"), &view->star));
    TRY(view_measure(request, organisation, STR("coherence"), &view->coherence));
    view->n_actions = (int64_t)meetings->actions.n;
    for (size_t i = 0; i < meetings->actions.n; i++) view->n_late += meetings->actions.v[i].is_late;
    view_next(request, meetings, view);
    view->is_any = view->star.is_any || view->coherence.is_any || view->n_actions || view->next;
    return RC_OK;
}

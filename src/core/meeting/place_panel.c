/* The panel of meetings on the page of a place. See place_panel.h: three queries. */
#include "core/meeting/place_panel.h"

#include "core/activity.h"
#include "core/meeting/sheet.h"
#include "platform/secret.h"

enum { MEETINGS_SHOWN = 8, RESULTS_SHOWN = 6, ACTIONS_SHOWN = 10 };

static struct url page_of(const struct request *request, const struct meeting *meeting,
                          bool may_hold) {
    struct url url = meeting_url(request->arena, meeting->public_id);
    const char *rest = meeting->state == MEETING_CLOSED ? "/after" : may_hold ? "/lead" : "/join";
    url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), rest);
    return url;
}

static enum rc read_meetings(const struct request *request, const struct panel_place *place,
                             struct place_panel *panel) {
    struct meeting_list list = {0};
    TRY(meeting_list(request->db, request->arena, place->ref, MEETINGS_SHOWN, &list));
    struct panel_meeting *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct panel_meeting);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct meeting *meeting = &list.rows.v[i];
        rows[i] = (struct panel_meeting){.title = meeting->title,
                                         .lang = meeting->lang,
                                         .at = {meeting->starts_at},
                                         .is_open = meeting->state == MEETING_OPEN,
                                         .is_planned = meeting->state == MEETING_PLANNED,
                                         .is_closed = meeting->state == MEETING_CLOSED,
                                         .next_text = meeting->next_text,
                                         .next_who = meeting->next_who,
                                         .next_at = {meeting->next_at},
                                         .is_promise_late =
                                             meeting->next_at && meeting->next_at < request->now};
        if (place->belongs || place->may_hold)
            rows[i].url = page_of(request, meeting, place->may_hold);
    }
    panel->meetings.v = rows;
    panel->meetings.n = list.rows.n;
    return RC_OK;
}

/* "/meetings/new?place=o-ID", and with a tool. */
static void view_next(const struct request *request, const struct panel_place *place,
                      const struct snapshot_list *list, struct place_panel *panel) {
    char id[ID_TEXT_BYTES + 1];
    id_text(place->public_id, id);
    struct str kind = place->ref.kind == OBJECT_INITIATIVE ? STR("i") : STR("o");
    panel->hold_url = url_format(request->arena, "/meetings/new?place=%s-%s", kind, str_from(id));
    if (!list->rows.n) return;
    const struct tool *last = tool_find(request->site, list->rows.v[0].tool);
    const struct tool *next =
        last && last->next ? tool_find(request->site, str_from(last->next)) : NULL;
    if (!next) return;
    panel->next_tool = next->title;
    panel->next_url = url_format(request->arena, "/meetings/new?tool=%s&place=%s-%s",
                                 str_from(next->key), kind, str_from(id));
}

static enum rc read_results(const struct request *request, const struct panel_place *place,
                            struct place_panel *panel) {
    struct snapshot_list list = {0};
    const struct snapshot_filter all = {.place = place->ref, .n = RESULTS_SHOWN};
    TRY(snapshot_list(request->db, request->arena, &all, &list));
    if (place->may_hold) view_next(request, place, &list, panel);
    if (place->ref.kind == OBJECT_ORGANISATION && !place->belongs && !place->may_hold) return RC_OK;
    struct panel_result *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct panel_result);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct activity activity = {
            .public_id = list.rows.v[i].public_id, .kind = STR("exercise"), .place = place->ref};
        rows[i] = (struct panel_result){.title = list.rows.v[i].title,
                                        .at = {list.rows.v[i].at},
                                        .url = activity_url(request, &activity, place->public_id)};
    }
    panel->results.v = rows;
    panel->results.n = list.rows.n;
    return RC_OK;
}

static enum rc read_actions(const struct request *request, const struct panel_place *place,
                            struct place_panel *panel) {
    struct action_list list = {0};
    TRY(action_of_place(request->db, request->arena, place->ref, ACTIONS_SHOWN, &list));
    struct panel_action *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct panel_action);
    if (!rows) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct action *action = &list.rows.v[i];
        if (action->state != ACTION_AGREED && action->state != ACTION_STARTED) continue;
        rows[n++] = (struct panel_action){
            .text = action->text,
            .owner = action->owner,
            .due = {action->due_at},
            .state = action_labels[action->state],
            .is_late = action->due_at &&
                       text_day_start((struct when){action->due_at}, 1).ms <= request->now};
    }
    panel->actions.v = rows;
    panel->actions.n = n;
    return RC_OK;
}

enum rc place_panel_read(const struct request *request, const struct panel_place *place,
                         struct place_panel *panel) {
    *panel = (struct place_panel){.may_hold = place->may_hold};
    TRY(read_meetings(request, place, panel));
    TRY(read_results(request, place, panel));
    if (place->belongs || place->may_hold || place->ref.kind == OBJECT_INITIATIVE)
        TRY(read_actions(request, place, panel));
    panel->is_any = panel->meetings.n || panel->may_hold;
    return RC_OK;
}

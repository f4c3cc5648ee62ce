/* What is shown together: revealed pictures step by step, the wall of endings, agreed actions; and
   on a telephone what its owner answered. */
#include "feature/room/inner.h"

static struct str word_of(struct request *request, const struct content *content, int value) {
    if (value == SHEET_DONT_KNOW) return text_of(request->lang, T_room_reach_unknown);
    if (value < content->min) return STR("–");
    size_t at = (size_t)((value - content->min) / (content->step > 0 ? content->step : 1));
    struct str word = at < content->anchors.n ? content->anchors.v[at] : (struct str){0};
    if (!word.n) return str_format(request->arena, "%d", value);
    return str_format(request->arena, "%d – %.*s", value, STR_ARG(word));
}

enum rc room_fill_own(struct request *request, const struct room *room, struct room_task *task) {
    struct sheet sheet;
    if (!room->seat || room->exercise.is_consensus || tool_score_phase(room->tool) < 0)
        return RC_OK;
    enum rc rc = sheet_own(request, &room->exercise, room->seat, &sheet);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    size_t n = room->content.axes.n;
    struct room_own *own = arena_new_array(request->arena, n + 1, struct room_own);
    if (!own) return RC_LIMIT;
    for (size_t i = 0; i < n && i < sheet.self.n; i++) {
        own[i].label = room->content.axes.v[i].label;
        own[i].value = word_of(request, &room->content, sheet.self.v[i]);
        if (i < sheet.colleagues.n)
            own[i].guess = word_of(request, &room->content, sheet.colleagues.v[i]);
    }
    task->own.v = own;
    task->own.n = n < sheet.self.n ? n : sheet.self.n;
    task->own_has_guess = sheet.colleagues.n != 0;
    return RC_OK;
}

static enum rc fill_wall(struct request *request, const struct room *room, struct room_task *task) {
    struct note_seen *seen = arena_new(request->arena, struct note_seen);
    struct view_wall *wall = arena_new(request->arena, struct view_wall);
    if (!seen || !wall) return RC_LIMIT;
    TRY(note_read(request, &room->exercise, room->seat, seen));
    struct view_wall_data data = {.exercise = &room->exercise,
                                  .content = &room->content,
                                  .seen = seen,
                                  .step = room->exercise.step};
    if (room->seat) data.report_url = room_exercise_url(request, room, "report");
    TRY(view_wall(request, &data, wall));
    task->wall = wall;
    return RC_OK;
}

static enum rc fill_picture(struct request *request, const struct room *room,
                            struct room_task *task) {
    struct sheet_result result;
    struct sheet own;
    struct page page;
    bool has_own = false;
    if (room->seat && !room->is_room) {
        enum rc rc = sheet_own(request, &room->exercise, room->seat, &own);
        if (rc != RC_OK && rc != RC_ABSENT) return rc;
        has_own = rc == RC_OK;
    }
    TRY(sheet_result_shown(request, &room->exercise, &room->content, &result));
    struct result_view view = {.content = &room->content,
                               .result = &result,
                               .own = has_own ? &own : NULL,
                               .at = request->now,
                               .step = room->exercise.step,
                               .is_big = room->is_room,
                               .id = STR("result")};
    room_page_start(request, &page);
    TRY(room->tool->result(request, &page, &view));
    task->result = page_html(&page);
    return RC_OK;
}

enum rc room_fill_result(struct request *request, const struct room *room, struct room_task *task) {
    if (room->exercise.step >= 0 && (size_t)room->exercise.step < tool_step_count(room->tool))
        task->step = room->tool->steps[room->exercise.step];
    if (room->tool->engine == ENGINE_CARDS) return fill_wall(request, room, task);
    if (room->tool->engine == ENGINE_BOARD) return room_fill_board_result(request, room, task);
    TRY(room_fill_own(request, room, task));
    TRY(sheet_count(request->db, request->arena, room->exercise.id, &task->answered));
    task->is_result_hidden = !room->exercise.is_revealed;
    if (task->is_result_hidden || !room->tool->result) return RC_OK;
    return fill_picture(request, room, task);
}

enum rc room_fill_actions(struct request *request, const struct room *room,
                          struct room_task *task) {
    struct action_list list;
    TRY(action_of_meeting(request->db, request->arena, room->meeting->id, &list));
    struct room_action *actions =
        arena_new_array(request->arena, list.rows.n + 1, struct room_action);
    if (!actions) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct action *row = &list.rows.v[i];
        if (row->exercise != room->exercise.id) continue;
        struct room_action *action = &actions[task->actions.n++];
        *action =
            (struct room_action){.text = row->text, .owner = row->owner, .due = {row->due_at}};
        for (size_t j = 0; j < room->content.axes.n; j++)
            if (str_is(room->content.axes.v[j].key, row->axis))
                action->ray = room->content.axes.v[j].label;
    }
    task->actions.v = actions;
    return RC_OK;
}

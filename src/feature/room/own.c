/* A meeting over days: its parts one after the other, each at one's own pace, without a leader. */
#include "feature/room/inner.h"

enum { TABS_MAX = MEETING_ITEMS_MAX * TOOL_PHASES_MAX };

/* Whether somebody did what the phase asks for. */
static enum rc is_done(const struct request *request, const struct room *room,
                       const struct exercise *exercise, const struct tool_phase *phase,
                       bool *done) {
    struct sheet sheet;
    struct note_seen seen;
    *done = false;
    if (!room->seat) return RC_OK;
    if (phase->input == INPUT_SCORE) {
        enum rc rc = sheet_own(request, exercise, room->seat, &sheet);
        *done = rc == RC_OK;
        return rc == RC_ABSENT ? RC_OK : rc;
    }
    TRY(note_read(request, exercise, room->seat, &seen));
    for (size_t i = 0; i < seen.notes.rows.n; i++) *done = *done || seen.notes.rows.v[i].is_own;
    return RC_OK;
}

enum rc room_fill_tabs(struct request *request, const struct room *room, struct room_task *task) {
    struct exercise_list list;
    struct room_tab *tabs = arena_new_array(request->arena, TABS_MAX, struct room_tab);
    size_t n = 0;
    if (!tabs) return RC_LIMIT;
    struct str meeting = room_id(request->arena, room->meeting->public_id);
    TRY(exercise_list(request->db, request->arena, room->meeting->id, &list));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct exercise *exercise = &list.rows.v[i];
        const struct tool *tool = exercise_tool(request->site, exercise);
        struct str id = room_id(request->arena, exercise->public_id);
        if (!tool || exercise->state != EXERCISE_RUNNING) continue;
        for (int at = 0; (size_t)at < tool_phase_count(tool) && n < TABS_MAX; at++) {
            if (!room_is_for_one(tool, exercise, at)) continue;
            struct room_tab *tab = &tabs[n++];
            *tab = (struct room_tab){
                .title = tool->phases[at].title,
                .title_text = exercise->title,
                .url = url_format(request->arena, "/m/%s?e=%s&p=%s", meeting, id, at),
                .here = exercise->id == room->exercise.id && at == room->phase_at};
            TRY(is_done(request, room, exercise, &tool->phases[at], &tab->is_done));
        }
    }
    task->tabs.v = tabs;
    task->tabs.n = n > 1 ? n : 0;
    return RC_OK;
}

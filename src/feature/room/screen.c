/* What the whole room sees: the big screen, and the same as an outline of headings and lists. */
#include "feature/room/inner.h"

#include "platform/qr.h"

static struct str spaced(struct request *request, struct str code) {
    if (code.n != MEETING_CODE_CHARS) return code;
    return str_format(request->arena, "%.*s %.*s", 3, code.p, 3, code.p + 3);
}

static void fill_entrance(struct request *request, const struct meeting *meeting,
                          struct room_screen *view) {
    struct qr qr;
    struct str base = request_base(request);
    struct str link =
        str_format(request->arena, "%.*s/j/%.*s", STR_ARG(base), STR_ARG(meeting->code));
    view->code = spaced(request, meeting->code);
    size_t host = str_find(base, '/', 0) + 2;
    view->address = str_format(request->arena, "%.*s/join", STR_ARG(str_slice(base, host, base.n)));
    if (!meeting->code.n || qr_make(request->arena, link, &qr) != RC_OK) return;
    view->qr_box = qr.box;
    view->qr_path = qr.path;
}

static enum rc fill_group(struct request *request, const struct exercise_group *from,
                          struct room_group *group) {
    struct str *names = arena_new_array(request->arena, from->seats.n + 1, struct str);
    if (!names) return RC_LIMIT;
    for (size_t i = 0; i < from->seats.n; i++)
        names[i] = view_seat_name(request, &from->seats.v[i]);
    *group = (struct room_group){.number = from->number};
    group->names.v = names;
    group->names.n = from->seats.n;
    if (!from->has_clock) return RC_OK;
    struct view_clock *clock = arena_new(request->arena, struct view_clock);
    if (!clock) return RC_LIMIT;
    TRY(view_clock(request->arena, &from->clock, request->now, clock));
    group->clock = clock;
    return RC_OK;
}

static enum rc fill_groups(struct request *request, const struct room *room,
                           struct room_screen *view) {
    struct exercise_groups groups;
    bool has = room->phase && (room->phase->mode == MODE_PAIR || room->phase->mode == MODE_GROUP);
    if (!has || room->is_own_pace) return RC_OK;
    TRY(exercise_groups(request->db, request->arena, &room->exercise, request->now, &groups));
    struct room_group *rows = arena_new_array(request->arena, groups.rows.n + 1, struct room_group);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < groups.rows.n; i++)
        TRY(fill_group(request, &groups.rows.v[i], &rows[i]));
    view->groups.v = rows;
    view->groups.n = groups.rows.n;
    view->is_ready_mode = room->exercise.change == CHANGE_WHEN_READY;
    return RC_OK;
}

/* How many have answered, or how many notes there are: numbers, before anything is shown. */
static enum rc fill_counts(struct request *request, const struct room *room,
                           struct room_screen *view) {
    struct note_seen seen;
    if (!room->phase) return RC_OK;
    if (room->phase->input == INPUT_SCORE) {
        view->shows_answered = true;
        return sheet_count(request->db, request->arena, room->exercise.id, &view->answered);
    }
    if (room->phase->input != INPUT_NOTE && room->phase->input != INPUT_CARD) return RC_OK;
    TRY(note_read(request, &room->exercise, NULL, &seen));
    view->written = seen.unseen + (int64_t)seen.notes.rows.n;
    view->shows_notes = true;
    return RC_OK;
}

static enum rc fill_agenda(struct request *request, const struct room *room,
                           struct room_screen *view) {
    struct room_line *lines =
        arena_new_array(request->arena, room->items.rows.n + 1, struct room_line);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < room->items.rows.n; i++) {
        const struct meeting_item *item = &room->items.rows.v[i];
        const struct tool *tool = tool_find(request->site, item->tool);
        lines[i] = (struct room_line){.title = item->title,
                                      .kind = tool ? tool->title : T_none,
                                      .is_now = item == room->item,
                                      .is_done = item->is_done};
    }
    view->agenda.v = lines;
    view->agenda.n = room->items.rows.n;
    return RC_OK;
}

static enum rc fill_screen(struct request *request, struct room *room, struct room_screen *view) {
    const struct meeting *meeting = room_meeting(request);
    *view = (struct room_screen){.title = meeting->title,
                                 .place = meeting->place_title,
                                 .is_closed = meeting->state == MEETING_CLOSED,
                                 .is_planned = meeting->state == MEETING_PLANNED};
    TRY(room_read(request, (struct str){0}, room));
    room->seat = NULL;
    room->is_room = true;
    view->seats = room->seats;
    TRY(room_fill_task(request, room, &view->task));
    TRY(fill_groups(request, room, view));
    TRY(fill_counts(request, room, view));
    TRY(fill_agenda(request, room, view));
    if (!view->is_closed) fill_entrance(request, meeting, view);
    return RC_OK;
}

static enum rc answer_room(struct request *request, bool is_screen) {
    struct room room;
    struct room_screen view;
    struct page page;
    TRY(fill_screen(request, &room, &view));
    view.other_url = room_url(request, is_screen ? "/watch" : "/screen");
    room_page_start(request, &page);
    (is_screen ? room_screen_html : room_watch_html)(&page, &view);
    struct room_frame frame = {
        .title = room.meeting->title,
        .is_screen = is_screen,
        .is_live = !view.is_closed,
        .has_board = is_screen || view.task.is_board,
        .topic = meeting_room_topic(request->arena, room.meeting->public_id),
        .part_url = room_url(request, is_screen ? "/screen?part=live" : "/watch?part=live"),
    };
    return room_answer(request, &page, &frame);
}

enum rc room_show_screen(struct request *request) {
    return answer_room(request, true);
}

enum rc room_show_watch(struct request *request) {
    return answer_room(request, false);
}

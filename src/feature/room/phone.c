/* GET /m/:meeting: the telephone of somebody in the meeting. */
#include "feature/room/inner.h"

static struct str who_is(struct request *request, const struct seat *seat) {
    if (!seat->nickname.n) return view_seat_name(request, seat);
    return TEXT(request->arena, request->lang, T_room_who, ARG("name", seat->nickname),
                ARG("n", seat->number));
}

static void fill_manual(struct request *request, const struct room *room, struct room_task *task) {
    struct str meeting = room_id(request->arena, room->meeting->public_id);
    task->reload_url = url_of_path(request->arena, request->path);
    if (request->method == POST) task->reload_url = room_url(request, "");
    if (room->is_own_pace) return;
    bool is_auto = form_value(request->query, "auto").n != 0;
    if (is_auto)
        task->steady_url = url_format(request->arena, "/m/%s", meeting);
    else
        task->auto_url = url_format(request->arena, "/m/%s?auto=1", meeting);
    /* Only where nothing is typed: a page that loads itself again would lose it. */
    bool types = task->card || task->score || task->notes;
    if (is_auto && !types && !room_asks_part(request)) answer_header(request, "Refresh", STR("10"));
}

static struct url part_url(struct request *request, const struct room *room) {
    struct str meeting = room_id(request->arena, room->meeting->public_id);
    struct str exercise = room_id(request->arena, room->exercise.public_id);
    struct str card = room->card;
    if (room->is_own_pace && room->has_exercise && card.n)
        return url_format(request->arena, "/m/%s?e=%s&p=%s&card=%s&part=live", meeting, exercise,
                          room->phase_at, card);
    if (room->is_own_pace && room->has_exercise)
        return url_format(request->arena, "/m/%s?e=%s&p=%s&part=live", meeting, exercise,
                          room->phase_at);
    if (card.n) return url_format(request->arena, "/m/%s?card=%s&part=live", meeting, card);
    return url_format(request->arena, "/m/%s?part=live", meeting);
}

static enum rc show_task(struct request *request, struct str exercise) {
    struct room room;
    struct room_task task;
    struct page page;
    TRY(room_read(request, exercise, &room));
    TRY(room_fill_task(request, &room, &task));
    fill_manual(request, &room, &task);
    room_page_start(request, &page);
    room_task_html(&page, &task);
    struct room_frame frame = {
        .title = room.meeting->title,
        .is_phone = true,
        .is_live = true,
        .has_board = task.is_board,
        .topic = meeting_topic(request->arena, room.meeting->public_id),
        .part_url = part_url(request, &room),
        .who = who_is(request, room.seat),
        .leave_url = room_url(request, "/leave"),
        .rename_url = room_url(request, "/join"),
    };
    return room_answer(request, &page, &frame);
}

enum rc room_show_phone(struct request *request) {
    const struct meeting *meeting = room_meeting(request);
    if (meeting->state == MEETING_CLOSED)
        return answer_redirect(request, room_url(request, "/after"), T_none);
    if (!seat_of_asker(request))
        return answer_redirect(request, room_url(request, meeting->asker_leads ? "/lead" : "/join"),
                               T_none);
    struct str exercise = form_value(request->query, "e");
    return show_task(request, exercise);
}

enum rc room_show_sent_again(struct request *request) {
    if (!seat_of_asker(request)) return RC_DENIED;
    return show_task(request, request_param(request, "exercise"));
}

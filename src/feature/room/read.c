/* Where a meeting is now, as far as its participants may know. */
#include "feature/room/inner.h"

const struct meeting *room_meeting(const struct request *request) {
    return request_object(request, OBJECT_MEETING)->row;
}

struct str room_id(struct arena *arena, uint64_t id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(id, text);
    return str_copy(arena, str_from(text));
}

struct url room_url(const struct request *request, const char *rest) {
    struct url url = meeting_url(request->arena, room_meeting(request)->public_id);
    url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), rest);
    return url;
}

struct url room_exercise_url(const struct request *request, const struct room *room,
                             const char *verb) {
    struct str meeting = room_id(request->arena, room->meeting->public_id);
    struct str exercise = room_id(request->arena, room->exercise.public_id);
    struct str word = str_from(verb);
    if (form_value(request->query, "auto").n)
        return url_format(request->arena, "/m/%s/e/%s/%s?auto=1", meeting, exercise, word);
    if (!room->is_own_pace)
        return url_format(request->arena, "/m/%s/e/%s/%s", meeting, exercise, word);
    return url_format(request->arena, "/m/%s/e/%s/%s?p=%s", meeting, exercise, word,
                      room->phase_at);
}

bool room_asks_part(const struct request *request) {
    return str_is(form_value(request->query, "part"), STR("live"));
}

static enum rc read_exercise(struct request *request, struct room *room) {
    room->has_exercise = true;
    room->tool = exercise_tool(request->site, &room->exercise);
    if (!room->tool) return RC_ABSENT;
    if (room->exercise.state == EXERCISE_RUNNING) {
        room->phase = exercise_phase(request->site, &room->exercise);
        room->phase_at = room->exercise.phase;
    }
    enum lang lang = LANG_DA;
    (void)lang_from(room->meeting->lang, &lang);
    return exercise_content(request->arena, request->site, lang, &room->exercise, &room->content);
}

bool room_is_for_one(const struct tool *tool, const struct exercise *exercise, int at) {
    const struct tool_phase *phase = &tool->phases[at];
    if (!exercise_has_phase(tool, exercise, at)) return false;
    bool is_board = tool->engine == ENGINE_BOARD; /* a board stays open over days */
    if (phase->input == INPUT_NOTE) return phase->mode == MODE_INDIVIDUAL || is_board;
    return phase->input == INPUT_SCORE || phase->input == INPUT_CARD;
}

/* The phase asked for, else the first one for one person; -1: there is none. */
static int choose_phase(struct request *request, const struct room *room) {
    int64_t asked = -1;
    size_t n = tool_phase_count(room->tool);
    if (str_to_i64(form_value(request->query, "p"), &asked) == RC_OK && asked >= 0 &&
        (size_t)asked < n && room_is_for_one(room->tool, &room->exercise, (int)asked))
        return (int)asked;
    for (size_t at = 0; at < n; at++)
        if (room_is_for_one(room->tool, &room->exercise, (int)at)) return (int)at;
    return -1;
}

static enum rc read_own_pace(struct request *request, struct str exercise, struct room *room) {
    uint64_t asked = 0;
    struct exercise_list list;
    room->is_own_pace = true;
    room->item = NULL;
    room->card = form_value(request->query, "card");
    if (id_parse(exercise, &asked) != RC_OK) asked = 0;
    TRY(exercise_list(request->db, request->arena, room->meeting->id, &list));
    const struct exercise *found = NULL;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct exercise *row = &list.rows.v[i];
        if (row->state != EXERCISE_RUNNING) continue;
        if (row->public_id == asked || !found) found = row;
    }
    if (!found) return RC_OK;
    room->exercise = *found;
    TRY(read_exercise(request, room));
    int phase = choose_phase(request, room);
    room->phase_at = phase < 0 ? 0 : phase;
    room->phase = phase < 0 ? NULL : &room->tool->phases[phase];
    return RC_OK;
}

enum rc room_read(struct request *request, struct str exercise, struct room *room) {
    *room = (struct room){.meeting = room_meeting(request), .seat = seat_of_asker(request)};
    const struct meeting *meeting = room->meeting;
    room->card = form_value(request->query, "card");
    TRY(meeting_items(request->db, request->arena, meeting->id, &room->items));
    TRY(seat_count(request->db, request->arena, meeting->id, &room->seats));
    if (meeting->pace == PACE_OWN) return read_own_pace(request, exercise, room);
    for (size_t i = 0; i < room->items.rows.n; i++)
        if (room->items.rows.v[i].id == meeting->item) room->item = &room->items.rows.v[i];
    if (!room->item || room->item->kind != ITEM_EXERCISE || !room->item->activity) return RC_OK;
    TRY(exercise_by_id(request->db, request->arena, room->item->activity, &room->exercise));
    return read_exercise(request, room);
}

/* The one thing that a telephone asks for now. */
#include "core/meeting/board.h"
#include "feature/room/inner.h"

static enum rc fill_clock(struct request *request, const struct room *room, int group,
                          struct room_task *task) {
    struct view_clock *clock = arena_new(request->arena, struct view_clock);
    struct exercise_groups groups = {0};
    const struct clock *shown = &room->exercise.clock;
    if (!clock) return RC_LIMIT;
    if (group)
        TRY(exercise_groups(request->db, request->arena, &room->exercise, request->now, &groups));
    for (size_t i = 0; i < groups.rows.n; i++)
        if (groups.rows.v[i].number == group && groups.rows.v[i].has_clock)
            shown = &groups.rows.v[i].clock;
    TRY(view_clock(request->arena, shown, request->now, clock));
    if (clock->has_limit) task->clock = clock;
    return RC_OK;
}

/* The clock knows how many rounds there will be; a phase of so many as there are people does not.
 */
static int exercise_rounds_planned(const struct room *room) {
    int rounds = room->exercise.clock.rounds;
    return room->exercise.change == CHANGE_BY_CLOCK && rounds > 1 ? rounds : room->phase->rounds;
}

static enum rc fill_card(struct request *request, const struct room *room, struct room_task *task) {
    struct exercise_groups *groups = arena_new(request->arena, struct exercise_groups);
    struct view_card *card = arena_new(request->arena, struct view_card);
    struct note_seen seen;
    if (!groups || !card) return RC_LIMIT;
    struct view_card_data data = {.exercise = &room->exercise,
                                  .content = &room->content,
                                  .seat = room->seat,
                                  .groups = groups,
                                  .notes = &seen.notes,
                                  .rounds = exercise_rounds_planned(room),
                                  .url = room_exercise_url(request, room, "note")};
    const struct exercise *exercise = &room->exercise;
    TRY(exercise_groups(request->db, request->arena, exercise, request->now, groups));
    TRY(exercise_place(request, exercise, room->seat->number, &data.place));
    TRY(note_read(request, exercise, room->seat, &seen));
    if (exercise->change == CHANGE_WHEN_READY)
        data.ready_url = room_exercise_url(request, room, "ready");
    TRY(view_card(request, &data, card));
    task->card = card;
    return RC_OK;
}

static bool is_score_posted(const struct request *request) {
    return request->form && str_ends(request->path, STR("/answer"));
}

static enum rc fill_score(struct request *request, const struct room *room,
                          struct room_task *task) {
    struct view_score *score = arena_new(request->arena, struct view_score);
    struct sheet sheet;
    if (!score) return RC_LIMIT;
    const struct exercise *exercise = &room->exercise;
    enum rc rc = sheet_own(request, exercise, room->seat, &sheet);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    struct view_score_data data = {.tool = room->tool,
                                   .content = &room->content,
                                   .sheet = rc == RC_OK ? &sheet : NULL,
                                   .is_consensus = exercise->is_consensus,
                                   .was_small = exercise->was_small,
                                   .is_locked = exercise->is_revealed,
                                   .use_input = is_score_posted(request),
                                   .k = exercise->k,
                                   .url = room_exercise_url(request, room, "answer")};
    TRY(view_score(request, &data, score));
    bool may_type = !exercise->is_consensus || room->seat->device == SEAT_TABLE;
    task->is_typed_elsewhere = !may_type;
    task->score = score;
    return RC_OK;
}

static enum rc fill_notes(struct request *request, const struct room *room,
                          struct room_task *task) {
    struct view_notes *notes = arena_new(request->arena, struct view_notes);
    struct note_seen *seen = arena_new(request->arena, struct note_seen);
    if (!notes || !seen) return RC_LIMIT;
    TRY(note_read(request, &room->exercise, room->seat, seen));
    struct view_notes_data data = {
        .exercise = &room->exercise, .phase = room->phase, .content = &room->content, .seen = seen};
    if (room->seat) {
        data.url = room_exercise_url(request, room, "note");
        data.report_url = room_exercise_url(request, room, "report");
    }
    TRY(view_notes(request, &data, notes));
    task->notes = notes;
    return RC_OK;
}

static bool is_deck(const struct room *room) {
    const struct tool_phase *phase = room->phase;
    if (room->tool->engine != ENGINE_CARDS || !room->content.cards.n) return false;
    if (phase->input == INPUT_NOTE) return !phase->regions[0].key;
    return phase->input == INPUT_CARD && room->is_own_pace;
}

static bool is_board(const struct room *room) {
    enum phase_input input = room->phase->input;
    return room->tool->engine == ENGINE_BOARD &&
           (input == INPUT_NOTE || input == INPUT_BOARD || input == INPUT_DOTS);
}

/* The table, and the axis it has. */
static void find_table(struct room *room, const struct exercise_place *place) {
    const struct tool_phase *phase = room->phase;
    room->group = place->group;
    bool has_axis = phase->axis_by_group || phase->mode == MODE_CAFE;
    room->axis = has_axis && place->group > 0
                     ? board_axis(&room->exercise, &room->content, place->group)
                     : -1;
}

static enum rc fill_input(struct request *request, const struct room *room,
                          struct room_task *task) {
    if (is_board(room)) return room_fill_board(request, room, task);
    if (room->seat && is_deck(room)) return room_fill_endings(request, room, task);
    switch (room->phase->input) {
    case INPUT_CARD:
        return room->seat ? fill_card(request, room, task) : RC_OK;
    case INPUT_SCORE:
        return room->seat ? fill_score(request, room, task) : RC_OK;
    case INPUT_NOTE:
        return is_deck(room) ? RC_OK : fill_notes(request, room, task);
    case INPUT_RESULT:
        return room_fill_result(request, room, task);
    case INPUT_ACTION:
        task->is_actions = true;
        return room_fill_actions(request, room, task);
    case INPUT_BOARD:
    case INPUT_DOTS:
    case INPUT_NONE:
        break;
    }
    task->is_prompt = true;
    return RC_OK;
}

/* How many phases the exercise has, and which of them this is. */
static void count_phases(const struct room *room, struct room_task *task) {
    for (int at = 0; (size_t)at < tool_phase_count(room->tool); at++) {
        if (!exercise_has_phase(room->tool, &room->exercise, at)) continue;
        task->phases++;
        if (at <= room->phase_at) task->phase_number++;
    }
}

static struct str task_key(struct request *request, const struct room *room, int round) {
    const struct exercise *exercise = &room->exercise;
    return str_format(request->arena, "%lld-%d-%d-%d-%d",
                      (long long)(room->has_exercise ? exercise->id : room->meeting->item),
                      room->phase_at, exercise->step, exercise->is_revealed, round);
}

static enum rc fill_between(const struct room *room, struct room_task *task) {
    task->is_between = !room->item;
    task->is_plain = room->item != NULL;
    if (room->item) {
        task->title = room->item->title;
        task->text = room->item->text;
    }
    bool is_after = !room->item;
    for (size_t i = 0; i < room->items.rows.n && !task->next.n; i++) {
        const struct meeting_item *item = &room->items.rows.v[i];
        if (is_after && !item->is_done) task->next = item->title;
        if (item == room->item) is_after = true;
    }
    return RC_OK;
}

enum rc room_fill_task(struct request *request, const struct room *room, struct room_task *task) {
    struct exercise_place place = {0};
    *task = (struct room_task){.seats = room->seats};
    task->is_board = room->has_exercise && room->tool && room->tool->engine == ENGINE_BOARD;
    if (room->is_own_pace) TRY(room_fill_tabs(request, room, task));
    if (!room->has_exercise || !room->phase) {
        task->key = task_key(request, room, 0);
        return fill_between(room, task);
    }
    const struct tool_phase *phase = room->phase;
    task->title = room->exercise.title;
    task->phase = phase->title;
    task->prompt = phase->prompt;
    task->is_own_pace = room->is_own_pace;
    count_phases(room, task);
    bool leaves_out = task->phases < (int)tool_phase_count(room->tool);
    if (leaves_out && room->exercise.was_small) task->too_few_for = room->exercise.k;
    bool has_groups =
        phase->mode == MODE_PAIR || phase->mode == MODE_GROUP || phase->mode == MODE_CAFE;
    if (has_groups && room->seat && !room->is_own_pace)
        TRY(exercise_place(request, &room->exercise, room->seat->number, &place));
    task->key = task_key(request, room, place.round);
    if (!room->is_own_pace) TRY(fill_clock(request, room, place.group, task));
    struct room seen = *room;
    find_table(&seen, &place);
    return fill_input(request, &seen, task);
}

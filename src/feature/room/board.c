/*
 * Boards on telephones and on the big screen. Alone, a telephone has the form for notes, with what
 * a note's field asks for right under it; together, it has the list of the board itself, where each
 * note leads to its tools. The screen shows the same list, large.
 */
#include "feature/room/inner.h"

#include "core/meeting/view_board.h"

struct showing {
    struct request *request;
    const struct room *room;
    const struct board *board;
    struct url url;
};

static enum rc read_board(struct request *request, const struct room *room, struct board *board) {
    bool is_each = room->tool->is_board_each && room->seat && room->group > 0;
    return board_read(request, &room->exercise, room->seat, is_each ? room->group : -1, board);
}

static struct view_board_data data_of(const struct showing *showing) {
    const struct room *room = showing->room;
    return (struct view_board_data){.exercise = &room->exercise,
                                    .tool = room->tool,
                                    .content = &room->content,
                                    .phase = room->phase,
                                    .board = showing->board,
                                    .axis = -1,
                                    .is_grid = room->is_room,
                                    .is_plain = room->is_room,
                                    .is_soft = room->is_room,
                                    .is_written_only = true,
                                    .may_act = room->seat != NULL,
                                    .id = STR("b"),
                                    .url = showing->url};
}

/* ---- notes, each for oneself ---- */

static enum rc add_details(const struct view_notes_data *data, const struct note *note,
                           struct noted *noted) {
    const struct showing *showing = data->showing;
    struct view_details details = {0};
    struct page page;
    for (size_t i = 0; i < showing->board->notes.n; i++) {
        const struct board_note *row = &showing->board->notes.v[i];
        if (row->note.id != note->id || !row->may_change) continue;
        const struct view_details_data wanted = {
            .tool = showing->room->tool, .note = row, .url = showing->url, .is_phone = true};
        TRY(view_details(showing->request, &wanted, &details));
        room_page_start(showing->request, &page);
        for (size_t j = 0; j < details.rows.n; j++) view_detail_html(&page, &details.rows.v[j]);
        noted->below = page_html(&page);
        return buf_ok(page.out) ? RC_OK : RC_LIMIT;
    }
    return RC_OK;
}

/* Only the fields of the table's own axis, where each table has one. */
static enum rc own_regions(struct request *request, const struct room *room,
                           struct view_regions *regions) {
    struct view_regions all = {0};
    TRY(view_regions(request->arena, room->phase, &room->content, &all));
    struct view_region *rows = arena_new_array(request->arena, all.rows.n + 1, struct view_region);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < all.rows.n; i++) {
        struct str key = all.rows.v[i].key;
        size_t colon = str_find(key, ':', 0);
        bool is_other =
            room->axis >= 0 && colon < key.n &&
            !str_is(str_slice(key, colon + 1, key.n), room->content.axes.v[room->axis].key);
        if (!is_other) rows[regions->rows.n++] = all.rows.v[i];
    }
    regions->rows.v = rows;
    return RC_OK;
}

/* Where the phase is shared every note stands in the list below; the form is for new ones. */
static enum rc fill_writing(const struct showing *showing, struct room_task *task) {
    struct request *request = showing->request;
    const struct room *room = showing->room;
    struct view_notes *notes = arena_new(request->arena, struct view_notes);
    struct note_seen *seen = arena_new(request->arena, struct note_seen);
    struct view_regions regions = {0};
    if (!notes || !seen) return RC_LIMIT;
    struct note *rows = arena_new_array(request->arena, showing->board->notes.n + 1, struct note);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; !room->phase->is_shared && i < showing->board->notes.n; i++)
        rows[seen->notes.rows.n++] = showing->board->notes.v[i].note;
    seen->notes.rows.v = rows;
    for (int i = 0; i < NOTE_HIDDEN__N; i++) seen->hidden[i] = showing->board->hidden[i];
    seen->unseen = room->phase->is_shared ? 0 : showing->board->unseen;
    TRY(own_regions(request, room, &regions));
    const struct view_notes_data data = {.exercise = &room->exercise,
                                         .phase = room->phase,
                                         .content = &room->content,
                                         .seen = seen,
                                         .regions = &regions,
                                         .url = room_exercise_url(request, room, "note"),
                                         .report_url = room_exercise_url(request, room, "report"),
                                         .add = add_details,
                                         .showing = showing};
    TRY(view_notes(request, &data, notes));
    if (room->phase->is_shared) notes->is_own_only = false;
    task->notes = notes;
    return RC_OK;
}

static enum rc fill_list(const struct showing *showing, struct room_task *task) {
    struct view_board *view = arena_new(showing->request->arena, struct view_board);
    if (!view) return RC_LIMIT;
    struct view_board_data data = data_of(showing);
    if (showing->room->phase->mode == MODE_CAFE && showing->room->axis >= 0)
        data.axis = showing->room->axis; /* what earlier guests wrote at this table */
    TRY(view_board(showing->request, &data, view));
    task->board = view;
    return RC_OK;
}

static enum rc fill_dots(const struct showing *showing, struct room_task *task) {
    struct view_dots *dots = arena_new(showing->request->arena, struct view_dots);
    if (!dots) return RC_LIMIT;
    const struct view_board_data data = data_of(showing);
    TRY(view_dots(showing->request, &data, dots));
    task->dots = dots;
    return RC_OK;
}

enum rc room_fill_board_result(struct request *request, const struct room *room,
                               struct room_task *task) {
    struct board *board = arena_new(request->arena, struct board);
    struct page page;
    if (!board) return RC_LIMIT;
    TRY(read_board(request, room, board));
    struct showing showing = {request, room, board, board_url(request->arena, &room->exercise)};
    if (!room->tool->board_result) return fill_list(&showing, task);
    const struct board_view view = {.exercise = &room->exercise,
                                    .content = &room->content,
                                    .board = board,
                                    .step = room->exercise.step,
                                    .is_big = room->is_room,
                                    .id = STR("result")};
    room_page_start(request, &page);
    TRY(room->tool->board_result(request, &page, &view));
    task->result = page_html(&page);
    return RC_OK;
}

static void fill_axis(const struct room *room, struct room_task *task) {
    if (room->axis < 0 || room->is_room) return;
    task->axis = room->content.axes.v[room->axis].label;
    task->axis_help = room->content.axes.v[room->axis].help;
    task->axis_lang = room->content.lang;
}

enum rc room_fill_board(struct request *request, const struct room *room, struct room_task *task) {
    struct board *board = arena_new(request->arena, struct board);
    if (!board) return RC_LIMIT;
    TRY(read_board(request, room, board));
    struct showing showing = {request, room, board, board_url(request->arena, &room->exercise)};
    bool writes = room->phase->input == INPUT_NOTE && room->seat;
    bool votes = room->phase->input == INPUT_DOTS && room->seat;
    bool sees = room->phase->input == INPUT_BOARD || room->phase->is_shared || !room->seat;
    fill_axis(room, task);
    task->table = room->is_room ? 0 : room->group;
    if (!room->is_room) task->board_url = showing.url;
    if (writes) TRY(fill_writing(&showing, task));
    if (votes) return fill_dots(&showing, task);
    bool is_cafe = room->phase->mode == MODE_CAFE;
    return sees || is_cafe ? fill_list(&showing, task) : RC_OK;
}

/* GET …/board: the board, with the tools of one note in place; and one note alone, for pages that
   keep up. */
#include "feature/board/inner.h"

static struct url with(struct request *request, struct url url, const char *name,
                       struct str value) {
    const char *join = str_find(url.path, '?', 0) < url.path.n ? "&" : "?";
    url.path =
        str_format(request->arena, "%.*s%s%s=%.*s", STR_ARG(url.path), join, name, STR_ARG(value));
    return url;
}

struct url board_note_url(struct request *request, const struct board_ask *ask, uint64_t note) {
    struct url url = board_here(request, ask, "");
    url.path = str_format(request->arena, "%.*s#n-%.*s", STR_ARG(url.path),
                          STR_ARG(board_id(request->arena, note)));
    return url;
}

static bool may_add(const struct view_board_data *data, struct str region) {
    return board_may_write(data->asker, region);
}

static void fill_data(struct request *request, const struct board_ask *ask,
                      const struct board *board, struct view_board_data *data) {
    *data = (struct view_board_data){.exercise = &ask->exercise,
                                     .tool = ask->tool,
                                     .content = &ask->content,
                                     .board = board,
                                     .axis = -1,
                                     .is_grid = ask->is_grid,
                                     .url = board_here(request, ask, ""),
                                     .may_add = ask->may_act ? may_add : NULL,
                                     .may_act = ask->may_act,
                                     .asker = ask,
                                     .phase = ask->phase,
                                     .id = STR("")};
    bool links = ask->may_act && (ask->leads || (ask->phase && ask->phase->is_shared));
    if (links) data->drop_url = board_url(request->arena, &ask->exercise);
}

/* ---- what stands beside the board ---- */

static enum rc fill_groups(struct request *request, const struct board_ask *ask,
                           struct board_page *view) {
    struct board all = {0};
    int most = 0;
    if (!ask->tool->is_board_each) return RC_OK;
    TRY(board_read(request, &ask->exercise, ask->seat, -1, &all));
    for (size_t i = 0; i < all.notes.n; i++)
        if (all.notes.v[i].group > most) most = all.notes.v[i].group;
    if (ask->group > most) most = ask->group;
    struct board_link_to *links =
        arena_new_array(request->arena, (size_t)most + 1, struct board_link_to);
    if (!links) return RC_LIMIT;
    struct board_ask other = *ask;
    for (int i = 1; i <= most; i++) {
        other.group = i;
        links[i - 1] = (struct board_link_to){i, board_here(request, &other, ""), ask->group == i};
    }
    view->groups.v = links;
    view->groups.n = (size_t)most;
    view->is_all = ask->group < 0;
    other.group = -1;
    view->all_url = board_here(request, &other, "");
    return RC_OK;
}

static enum rc fill_past(struct request *request, const struct board_ask *ask,
                         struct board_page *view) {
    struct board_history history = {0};
    struct board_note note;
    uint64_t id;
    if (id_parse(form_value(request->query, "history"), &id) != RC_OK) return RC_OK;
    enum rc rc = board_read_note(request, &ask->exercise, ask->seat, id, &note);
    if (rc == RC_ABSENT || !ask->tool->keeps_history) return RC_OK;
    TRY(rc);
    TRY(board_history(request, &ask->exercise, id, &history));
    struct board_past *past = arena_new(request->arena, struct board_past);
    struct board_change_line *rows =
        arena_new_array(request->arena, history.rows.n + 1, struct board_change_line);
    if (!past || !rows) return RC_LIMIT;
    for (size_t i = 0; i < history.rows.n; i++) {
        int sector = history.rows.v[i].sector;
        rows[i] = (struct board_change_line){
            .text = history.rows.v[i].text,
            .sector = sector >= 0 && sector < SECTOR__N ? sector_labels[sector] : T_none,
            .day = {history.rows.v[i].day}};
    }
    past->id = board_id(request->arena, id);
    past->rows.v = rows;
    past->rows.n = history.rows.n;
    past->close_url = board_note_url(request, ask, id);
    view->past = past;
    return RC_OK;
}

static enum rc fill_open(struct request *request, const struct board_ask *ask,
                         const struct board *board, struct view_board_data *data) {
    const struct form *from = request->form ? request->form : request->query;
    uint64_t id;
    if (id_parse(form_value(from, "note"), &id) == RC_OK) {
        for (size_t i = 0; i < board->notes.n; i++)
            if (board->notes.v[i].note.id == id) {
                data->opened = id;
                return board_fill_tools(request, ask, board, &board->notes.v[i], &data->tools);
            }
        if (!request->form) return RC_OK;
    }
    data->adding = form_value(from, request->form ? "region" : "add");
    if (!data->adding.n || !board_may_write(ask, data->adding)) return RC_OK;
    return board_fill_writing(request, ask, &data->writing);
}

static enum rc fill_dots(struct request *request, const struct board_ask *ask,
                         const struct view_board_data *data, struct board_page *view) {
    if (!ask->phase || ask->phase->input != INPUT_DOTS || !ask->seat || !ask->may_act) return RC_OK;
    struct view_dots *dots = arena_new(request->arena, struct view_dots);
    if (!dots) return RC_LIMIT;
    TRY(view_dots(request, data, dots));
    view->dots = dots;
    return RC_OK;
}

static void fill_links(struct request *request, const struct board_ask *ask,
                       struct board_page *view) {
    struct board_ask other = *ask;
    other.is_grid = false;
    view->outline_url = board_here(request, &other, "");
    other.is_grid = true;
    view->grid_url = board_here(request, &other, "");
    other.is_grid = false;
    view->print_url = board_here(request, &other, "/print");
    view->blank_url = with(request, view->print_url, "what", STR("blank"));
    view->post_url = board_url(request->arena, &ask->exercise);
    if (!ask->leads || !ask->may_act) return;
    view->type_url = board_here(request, &other, "/type");
    view->fetch_url = board_here(request, &other, "/fetch");
    view->notes_url = meeting_url(request->arena, ask->meeting->public_id);
    view->notes_url.path = str_format(request->arena, "%.*s/notes", STR_ARG(view->notes_url.path));
}

static enum rc fill_page(struct request *request, const struct board_ask *ask,
                         struct board_page *view) {
    struct board board;
    struct view_board_data data;
    *view = (struct board_page){.title = ask->exercise.title,
                                .place = ask->meeting->place_title,
                                .lang = ask->content.lang,
                                .tool = ask->tool->title,
                                .is_grid = ask->is_grid,
                                .leads = ask->leads && ask->may_act,
                                .is_planned = ask->exercise.state == EXERCISE_PLANNED,
                                .is_closed = ask->exercise.state == EXERCISE_CLOSED};
    if (str_is(view->title, text_of(request->lang, ask->tool->title))) view->tool = T_none;
    if (ask->phase) view->phase = ask->phase->title;
    if (ask->phase) view->prompt = ask->phase->prompt;
    if (ask->axis >= 0) view->axis = ask->content.axes.v[ask->axis].label;
    if (ask->axis >= 0) view->axis_help = ask->content.axes.v[ask->axis].help;
    if (ask->leads && ask->may_act) view->undo_id = form_value(request->query, "undo");
    if (request->form) view->errors = form_errors(request, NULL, 0);
    TRY(board_ask_board(request, ask, &board));
    fill_data(request, ask, &board, &data);
    TRY(fill_open(request, ask, &board, &data));
    TRY(view_board(request, &data, &view->board));
    TRY(fill_groups(request, ask, view));
    TRY(fill_past(request, ask, view));
    TRY(fill_dots(request, ask, &data, view));
    fill_links(request, ask, view);
    return RC_OK;
}

enum rc board_show(struct request *request) {
    struct board_ask ask;
    struct board_page view;
    struct page page;
    TRY(board_ask_read(request, &ask));
    TRY(fill_page(request, &ask, &view));
    page_start(request, &page);
    board_page_html(&page, &view);
    struct board_frame frame = {
        .title = ask.exercise.title, .is_live = view.board.is_live, .is_page = true};
    return board_answer(request, &page, &frame);
}

enum rc board_show_note(struct request *request) {
    struct board_ask ask;
    struct board_note note;
    struct view_board_data data;
    struct board_item item;
    struct page page;
    uint64_t id;
    TRY(board_ask_read(request, &ask));
    if (id_parse(form_value(request->query, "id"), &id) != RC_OK) return RC_ABSENT;
    TRY(board_read_note(request, &ask.exercise, ask.seat, id, &note));
    bool is_elsewhere = ask.tool->is_board_each && ask.group >= 0 && note.group != ask.group;
    if (is_elsewhere) return RC_ABSENT;
    fill_data(request, &ask, NULL, &data);
    TRY(view_board_note(request, &data, &note, &item));
    page_start(request, &page);
    page.form_token = (struct str){0};
    board_note_html(&page, &item);
    if (!buf_ok(page.out)) return RC_BROKEN;
    answer_header(request, "Cache-Control", STR("no-store"));
    return answer_bytes(request, "text/html; charset=utf-8", (struct str){0},
                        page_html(&page).text);
}

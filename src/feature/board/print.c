/* GET …/board/print: the board as a poster in A3, A2 or A1, and blank sheets with the keys of its
   fields, so that what is written by hand can be typed in afterwards. */
#include "feature/board/inner.h"

#include "core/meeting/soften.h"
#include "platform/qr.h"

static const char *const sizes[] = {"a3", "a2", "a1"};

static struct str asked_size(const struct request *request) {
    struct str size = form_value(request->query, "size");
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (str_is(size, str_from(sizes[i]))) return size;
    return STR("a3");
}

static struct url print_url(struct request *request, const struct board_ask *ask, const char *size,
                            bool is_blank) {
    struct url url = board_here(request, ask, "/print");
    url.path = str_format(request->arena, "%.*s%ssize=%s%s", STR_ARG(url.path),
                          str_find(url.path, '?', 0) < url.path.n ? "&" : "?", size,
                          is_blank ? "&what=blank" : "");
    return url;
}

static enum rc fill_code(struct request *request, const struct meeting *meeting,
                         struct board_print *view) {
    struct qr qr;
    struct board_code *code = arena_new(request->arena, struct board_code);
    if (!code) return RC_LIMIT;
    if (!meeting->code.n) return RC_OK;
    code->chars = meeting->code;
    code->address = str_format(request->arena, "%.*s/j/%.*s", STR_ARG(request_base(request)),
                               STR_ARG(meeting->code));
    TRY(qr_make(request->arena, code->address, &qr));
    code->box = qr.box;
    code->path = qr.path;
    view->code = code;
    return RC_OK;
}

static enum rc fill_legend(struct request *request, const struct tool *tool,
                           struct board_print *view) {
    struct board_mark *marks = arena_new_array(request->arena, TOOL_LAYERS_MAX, struct board_mark);
    if (!marks) return RC_LIMIT;
    for (int i = 0; i < TOOL_LAYERS_MAX && tool->layers[i].key; i++)
        marks[view->legend.n++] = view_board_mark(tool, i);
    view->legend.v = marks;
    return RC_OK;
}

/* The keys that stand on paper and are chosen from when it is typed in. */
static enum rc fill_keys(struct request *request, const struct board_ask *ask,
                         struct board_print *view) {
    struct view_regions regions = {0};
    TRY(board_regions(request->arena, ask->tool, &ask->content, &regions));
    struct board_blank_field *keys =
        arena_new_array(request->arena, regions.rows.n + 1, struct board_blank_field);
    if (!keys) return RC_LIMIT;
    for (size_t i = 0; i < regions.rows.n; i++)
        keys[i] = (struct board_blank_field){.key = str_format(request->arena, "%zu", i + 1),
                                             .title_text = regions.rows.v[i].title_text,
                                             .title = regions.rows.v[i].title,
                                             .hint = regions.rows.v[i].hint};
    view->keys.v = keys;
    view->keys.n = regions.rows.n;
    return RC_OK;
}

/* A sheet for the fields of no axis, and one for each axis. */
static enum rc fill_sheets(struct request *request, const struct board_ask *ask,
                           struct board_print *view) {
    size_t axes = ask->content.axes.n;
    struct board_sheet *sheets = arena_new_array(request->arena, axes + 2, struct board_sheet);
    if (!sheets) return RC_LIMIT;
    for (size_t p = 0; p <= axes; p++) {
        const struct content_axis *axis = p ? &ask->content.axes.v[p - 1] : NULL;
        struct board_sheet *sheet = &sheets[view->sheets.n];
        struct board_blank_field *fields =
            arena_new_array(request->arena, view->keys.n + 1, struct board_blank_field);
        if (!fields) return RC_LIMIT;
        *sheet = (struct board_sheet){0};
        if (axis)
            *sheet = (struct board_sheet){.title = soften(request->arena, axis->label),
                                          .help = axis->help};
        for (size_t i = 0; i < view->keys.n; i++) {
            struct str text = view->keys.v[i].title_text;
            bool is_here = axis ? text.n && str_is(text, axis->label) : !text.n;
            if (is_here) fields[sheet->fields.n++] = view->keys.v[i];
        }
        sheet->fields.v = fields;
        if (sheet->fields.n) view->sheets.n++;
    }
    view->sheets.v = sheets;
    return RC_OK;
}

static enum rc fill_result(struct request *request, const struct board_ask *ask,
                           struct board_print *view) {
    struct board *board = arena_new(request->arena, struct board);
    struct view_board *shown = arena_new(request->arena, struct view_board);
    struct page page;
    if (!board || !shown) return RC_LIMIT;
    TRY(board_ask_board(request, ask, board));
    if (ask->tool->board_result) {
        const struct board_view result = {.exercise = &ask->exercise,
                                          .content = &ask->content,
                                          .board = board,
                                          .step = -1,
                                          .id = STR("print")};
        page_start(request, &page);
        TRY(ask->tool->board_result(request, &page, &result));
        view->result = page_html(&page);
    }
    const struct view_board_data data = {.exercise = &ask->exercise,
                                         .tool = ask->tool,
                                         .content = &ask->content,
                                         .board = board,
                                         .axis = -1,
                                         .is_plain = true,
                                         .is_soft = true,
                                         .id = STR("p")};
    TRY(view_board(request, &data, shown));
    view->board = shown;
    return RC_OK;
}

enum rc board_show_print(struct request *request) {
    struct board_ask ask;
    struct page page;
    TRY(board_ask_read(request, &ask));
    bool is_blank = str_is(form_value(request->query, "what"), STR("blank"));
    struct board_print view = {.title = ask.exercise.title,
                               .exercise = ask.exercise.title,
                               .place = ask.meeting->place_title,
                               .lang = ask.content.lang,
                               .size = asked_size(request),
                               .at = {ask.exercise.opened_at},
                               .is_blank = is_blank,
                               .a3_url = print_url(request, &ask, "a3", is_blank),
                               .a2_url = print_url(request, &ask, "a2", is_blank),
                               .a1_url = print_url(request, &ask, "a1", is_blank),
                               .other_url = print_url(request, &ask, "a3", !is_blank)};
    if (!view.lang.n) view.lang = ask.meeting->lang;
    if (!str_is(view.title, text_of(request->lang, ask.tool->title))) view.tool = ask.tool->title;
    TRY(fill_code(request, ask.meeting, &view));
    TRY(fill_legend(request, ask.tool, &view));
    TRY(fill_keys(request, &ask, &view));
    if (is_blank) TRY(fill_sheets(request, &ask, &view));
    if (!is_blank) TRY(fill_result(request, &ask, &view));
    page_start(request, &page);
    board_print_html(&page, &view);
    struct board_frame frame = {.title = ask.exercise.title,
                                .back_url = board_url(request->arena, &ask.exercise),
                                .back = T_board_to_board};
    return board_answer(request, &page, &frame);
}

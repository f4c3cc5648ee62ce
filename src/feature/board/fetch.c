/* GET and POST …/board/fetch: notes of earlier exercises of the same place are carried on to this
   board, with their origin. */
#include "feature/board/inner.h"

#include <string.h>

enum { SOURCES_SHOWN = 12, NOTES_SHOWN = 50 };

static struct str asked(const struct request *request, const char *name) {
    struct str value = request->form ? form_value(request->form, name) : (struct str){0};
    return value.n ? value : form_value(request->query, name);
}

/* The source that the address names, of those that may be carried from. */
static enum rc find_source(struct request *request, const struct board_ask *ask,
                           const struct exercise_list *list, const struct exercise **source) {
    uint64_t id;
    (void)ask;
    *source = NULL;
    if (id_parse(asked(request, "from"), &id) != RC_OK) return RC_OK;
    for (size_t i = 0; i < list->rows.n; i++)
        if (list->rows.v[i].public_id == id) *source = &list->rows.v[i];
    return RC_OK;
}

static enum rc fill_notes(struct request *request, const struct exercise *source,
                          struct board_fetch *view) {
    struct board board;
    struct content content;
    const struct tool *tool = exercise_tool(request->site, source);
    if (!tool) return RC_OK;
    TRY(board_read(request, source, NULL, -1, &board));
    TRY(exercise_content(request->arena, request->site, request->lang, source, &content));
    struct board_fetched *rows = arena_new_array(request->arena, NOTES_SHOWN, struct board_fetched);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < board.notes.n && view->notes.n < NOTES_SHOWN; i++) {
        const struct note *note = &board.notes.v[i].note;
        rows[view->notes.n++] = (struct board_fetched){
            .id = board_id(request->arena, note->id),
            .text = note->text,
            .lang = note->lang,
            .region = board_region_name(request, tool, &content, note->region)};
    }
    view->notes.v = rows;
    view->is_cut = board.notes.n > view->notes.n;
    view->source = source->title;
    return RC_OK;
}

enum rc board_show_fetch(struct request *request) {
    struct board_ask ask;
    struct exercise_list list = {0};
    const struct exercise *source;
    struct page page;
    TRY(board_ask_read(request, &ask));
    if (!ask.leads) return RC_DENIED;
    TRY(board_sources(request, &ask.exercise, SOURCES_SHOWN, &list));
    TRY(find_source(request, &ask, &list, &source));
    struct board_fetch view = {
        .title = ask.exercise.title,
        .region = board_region_field(request, &ask, asked(request, "region"), false),
        .post_url = url_of_path(request->arena, request->path),
        .back_url = board_url(request->arena, &ask.exercise)};
    struct board_source *sources =
        arena_new_array(request->arena, list.rows.n + 1, struct board_source);
    if (!sources) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct exercise *row = &list.rows.v[i];
        struct url url = view.post_url;
        url.path = str_format(request->arena, "%.*s?from=%.*s", STR_ARG(url.path),
                              STR_ARG(board_id(request->arena, row->public_id)));
        sources[i] = (struct board_source){.title = row->title,
                                           .at = {row->closed_at ? row->closed_at : row->opened_at},
                                           .url = url,
                                           .here = row == source};
    }
    view.sources.v = sources;
    view.sources.n = list.rows.n;
    if (source) {
        view.post_url.path =
            str_format(request->arena, "%.*s?from=%.*s", STR_ARG(view.post_url.path),
                       STR_ARG(board_id(request->arena, source->public_id)));
        TRY(fill_notes(request, source, &view));
    }
    if (request->form) view.errors = form_errors(request, NULL, 0);
    page_start(request, &page);
    board_fetch_html(&page, &view);
    struct board_frame frame = {
        .title = ask.exercise.title, .back_url = view.back_url, .back = T_board_to_board};
    return board_answer(request, &page, &frame);
}

static enum rc carry(struct request *request, const struct board_ask *ask,
                     const struct exercise *source, const struct note *note) {
    struct buf title;
    buf_init(&title, request->arena, 512);
    buf_format(&title, "%.*s, ", STR_ARG(source->title));
    text_add_when(&title, request->lang,
                  (struct when){source->opened_at ? source->opened_at : request->now}, WHEN_DATE);
    const struct note_carry one = {.exercise = &ask->exercise,
                                   .region = form_value(request->form, "region"),
                                   .text = note->text,
                                   .lang = note->lang,
                                   .from = FROM_NOTE,
                                   .from_id = note->id,
                                   .from_title = buf_str(&title)};
    return note_carry(request, &one);
}

static bool is_chosen(struct request *request, uint64_t id) {
    char name[ID_TEXT_BYTES + 3] = "n-", text[ID_TEXT_BYTES + 1];
    id_text(id, text);
    memcpy(name + 2, text, sizeof text);
    return form_value(request->form, name).n != 0;
}

enum rc board_apply_fetch(struct request *request) {
    struct board_ask ask;
    struct exercise_list list = {0};
    const struct exercise *source;
    struct board board;
    bool has_one = false;
    TRY(board_ask_read(request, &ask));
    if (!ask.leads || !ask.may_act) return RC_DENIED;
    TRY(board_sources(request, &ask.exercise, SOURCES_SHOWN, &list));
    TRY(find_source(request, &ask, &list, &source));
    if (!source) return RC_ABSENT;
    TRY(board_read(request, source, NULL, -1, &board));
    for (size_t i = 0; i < board.notes.n; i++) {
        if (!is_chosen(request, board.notes.v[i].note.id)) continue;
        has_one = true;
        TRY(carry(request, &ask, source, &board.notes.v[i].note));
    }
    if (has_one) return RC_OK;
    form_error(request, "main", T_board_none_chosen);
    return RC_INVALID;
}

enum rc board_done_fetch(struct request *request) {
    struct str meeting =
        board_id(request->arena, request_object(request, OBJECT_MEETING)->public_id);
    struct url url =
        url_format(request->arena, "/m/%s/e/%s/board", meeting, request_param(request, "exercise"));
    return answer_redirect(request, url, T_board_done_fetch);
}

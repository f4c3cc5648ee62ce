/*
 * GET and POST …/board/type: what a table without a telephone, or paper, says is typed in. Table,
 * field and kind are chosen once; then it is text and Enter, over and over.
 */
#include "feature/board/inner.h"

enum { LAST_SHOWN = 10, PLACE_MAX = 80 };

static const char *const origins[] = {"paper", "proxy", NULL};
static const enum text_id origin_labels[] = {T_board_origin_paper, T_board_origin_proxy};

struct draft {
    uint64_t note;
    struct str text, region, last;
    int64_t group, layer, version;
    int origin;
    bool undo;
    enum text_id notice;
    struct url url;
};
static const struct field fields[] = {
    {.name = "note", .kind = FIELD_ID, .required = true, .offset = offsetof(struct draft, note)},
    {.name = "text",
     .kind = FIELD_LINE,
     .max = NOTE_MAX,
     .offset = offsetof(struct draft, text),
     .label = T_board_field_text},
    {.name = "region",
     .kind = FIELD_LINE,
     .required = true,
     .max = PLACE_MAX,
     .offset = offsetof(struct draft, region),
     .label = T_board_field_region},
    {.name = "group",
     .kind = FIELD_NUMBER,
     .max = MEETING_SEATS_MAX,
     .offset = offsetof(struct draft, group),
     .label = T_board_field_group},
    {.name = "layer",
     .kind = FIELD_NUMBER,
     .max = TOOL_LAYERS_MAX - 1,
     .offset = offsetof(struct draft, layer)},
    {.name = "version",
     .kind = FIELD_NUMBER,
     .max = INT64_MAX,
     .offset = offsetof(struct draft, version)},
    {.name = "origin",
     .kind = FIELD_CHOICE,
     .choices = origins,
     .offset = offsetof(struct draft, origin)},
    {.name = "undo", .kind = FIELD_CHECK, .offset = offsetof(struct draft, undo)},
    {.name = "last",
     .kind = FIELD_LINE,
     .max = LAST_SHOWN * (ID_TEXT_BYTES + 1),
     .offset = offsetof(struct draft, last)},
};

/* ---- the page ---- */

static struct str asked(const struct request *request, const char *name) {
    struct str value = request->form ? form_value(request->form, name) : (struct str){0};
    return value.n ? value : form_value(request->query, name);
}

static struct form_field group_field(struct request *request) {
    return (struct form_field){.name = STR("group"),
                               .label = T_board_field_group,
                               .hint = T_board_field_group_hint,
                               .type = STR("number"),
                               .value = asked(request, "group")};
}

static struct form_field origin_field(struct request *request) {
    struct form_field field = {
        .name = STR("origin"), .label = T_board_field_origin, .is_select = true, .required = true};
    struct field_option *options =
        arena_new_array(request->arena, COUNT(origin_labels), struct field_option);
    if (!options) return field;
    for (size_t i = 0; i < COUNT(origin_labels); i++)
        options[i] =
            (struct field_option){.value = str_from(origins[i]),
                                  .label = origin_labels[i],
                                  .chosen = str_is(asked(request, "origin"), str_from(origins[i]))};
    field.options.v = options;
    field.options.n = COUNT(origin_labels);
    return field;
}

/* The notes typed last, whose ids stand in the address, newest first. */
static enum rc fill_last(struct request *request, const struct board_ask *ask,
                         const struct board *board, struct board_type *view) {
    struct board_typed *rows = arena_new_array(request->arena, LAST_SHOWN, struct board_typed);
    struct str rest = asked(request, "last"), part;
    if (!rows) return RC_LIMIT;
    while (view->last.n < LAST_SHOWN && rest.n && str_cut(&rest, '.', &part)) {
        uint64_t id;
        if (id_parse(part, &id) != RC_OK) continue;
        for (size_t i = 0; i < board->notes.n; i++) {
            const struct board_note *note = &board->notes.v[i];
            if (note->note.id != id) continue;
            rows[view->last.n++] = (struct board_typed){
                .id = board_id(request->arena, id),
                .text = note->note.text,
                .region = board_region_name(request, ask->tool, &ask->content, note->note.region),
                .layer = view_board_mark(ask->tool, note->layer).word,
                .version = note->version};
        }
    }
    view->last.v = rows;
    return RC_OK;
}

static int chosen_layer(const struct request *request, const struct board_ask *ask) {
    int64_t layer;
    if (str_to_i64(asked(request, "layer"), &layer) == RC_OK) return (int)layer;
    return ask->phase ? ask->phase->layer : 0;
}

enum rc board_show_type(struct request *request) {
    struct board_ask ask;
    struct board board;
    struct page page;
    TRY(board_ask_read(request, &ask));
    if (!ask.leads) return RC_DENIED;
    TRY(board_read(request, &ask.exercise, NULL, -1, &board));
    struct board_type view = {
        .title = ask.exercise.title,
        .id = board_id(request->arena, id_random() >> 1),
        .group = group_field(request),
        .region = board_region_field(request, &ask, asked(request, "region"), true),
        .layer = board_layer_field(request, &ask, chosen_layer(request, &ask)),
        .origin = origin_field(request),
        .is_closed = !ask.may_act,
        .total = (int64_t)board.notes.n,
        .post_url = url_of_path(request->arena, request->path),
        .back_url = board_url(request->arena, &ask.exercise)};
    view.chosen_region = asked(request, "region");
    view.chosen_group = asked(request, "group");
    view.chosen_layer = asked(request, "layer");
    view.chosen_origin = asked(request, "origin");
    bool has_groups = ask.tool->is_board_each;
    for (size_t i = 0; i < tool_phase_count(ask.tool); i++)
        has_groups = has_groups || ask.tool->phases[i].mode == MODE_GROUP ||
                     ask.tool->phases[i].mode == MODE_CAFE;
    view.has_groups = has_groups;
    view.has_layers = view.layer.options.n > 1;
    view.note_text = (struct form_field){.name = STR("text"),
                                         .label = T_room_note_new,
                                         .hint = T_board_type_hint,
                                         .required = true,
                                         .longest = NOTE_MAX};
    if (request->form) {
        view.errors = form_errors(request, fields, COUNT(fields));
        view.note_text.value = form_value(request->form, "text");
        if (form_value(request->form, "note").n) view.id = form_value(request->form, "note");
    }
    TRY(fill_last(request, &ask, &board, &view));
    page_start(request, &page);
    board_type_html(&page, &view);
    struct board_frame frame = {
        .title = ask.exercise.title, .back_url = view.back_url, .back = T_board_to_board};
    return board_answer(request, &page, &frame);
}

/* ---- saving ---- */

enum rc board_prepare_type(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->layer = -1;
    return form_read(request, fields, COUNT(fields), draft);
}

/* Back to the same table, field and kind, with the cursor in the field for text. */
static struct url again(struct request *request, const struct draft *draft) {
    struct str meeting =
        board_id(request->arena, request_object(request, OBJECT_MEETING)->public_id);
    struct str id = board_id(request->arena, draft->note), last = draft->last;
    size_t keep = (LAST_SHOWN - 1) * (ID_TEXT_BYTES + 1);
    if (!draft->undo)
        last = str_format(request->arena, "%.*s.%.*s", STR_ARG(id),
                          STR_ARG(str_slice(last, 0, last.n < keep ? last.n : keep)));
    struct url url = url_format(request->arena, "/m/%s/e/%s/board/type?region=%s&origin=%s&last=%s",
                                meeting, request_param(request, "exercise"), draft->region,
                                str_from(origins[draft->origin]), last);
    struct buf out;
    buf_init(&out, request->arena, 1024);
    buf_add(&out, url.path);
    if (draft->group > 0) buf_format(&out, "&group=%d", (int)draft->group);
    if (draft->layer >= 0) buf_format(&out, "&layer=%d", (int)draft->layer);
    buf_lit(&out, "#text");
    url.path = buf_str(&out);
    return url;
}

enum rc board_apply_type(struct request *request) {
    struct draft *draft = request->state;
    struct board_ask ask;
    TRY(board_ask_read(request, &ask));
    if (!ask.leads || !ask.may_act) return RC_DENIED;
    if (!draft->undo && !draft->text.n) {
        form_error(request, "text", T_board_text_missing);
        return RC_INVALID;
    }
    const struct note_save save = {.exercise = &ask.exercise,
                                   .id = draft->note,
                                   .region = draft->region,
                                   .text = draft->undo ? (struct str){0} : draft->text,
                                   .origin = draft->origin ? ORIGIN_PROXY : ORIGIN_PAPER,
                                   .version = draft->undo ? draft->version : 0,
                                   .group = (int)draft->group,
                                   .layer = (int)draft->layer + 1};
    enum rc rc = note_save(request, &save);
    draft->notice = draft->undo ? T_board_done_undo : T_board_done_typed;
    if (rc == RC_ABSENT) draft->notice = T_board_was_faster;
    if (rc == RC_CONFLICT) form_error(request, "text", T_board_too_late);
    if (rc == RC_LIMIT) form_error(request, "text", T_room_too_many_notes);
    if (rc == RC_CONFLICT || rc == RC_LIMIT) return RC_INVALID;
    return rc == RC_ABSENT ? RC_OK : rc;
}

enum rc board_done_type(struct request *request) {
    const struct draft *draft = request->state;
    return answer_redirect(request, again(request, draft), draft->notice);
}

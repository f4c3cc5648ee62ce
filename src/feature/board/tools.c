/* What one can do with a note, as forms in its place on the board. */
#include "feature/board/inner.h"

enum { OPTION_CHARS = 70, OPTIONS_MAX = 600, TARGETS_MAX = 120 };

/* The beginning of a note, for a list to choose from. */
static struct str shorten(struct request *request, struct str text) {
    size_t at = 0, chars = 0;
    for (; at < text.n && chars < OPTION_CHARS; chars++) {
        at++;
        while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80) at++;
    }
    if (at >= text.n) return text;
    return str_format(request->arena, "%.*s…", STR_ARG(str_slice(text, 0, at)));
}

struct form_field board_region_field(struct request *request, const struct board_ask *ask,
                                     struct str chosen, bool is_numbered) {
    struct form_field field = {
        .name = STR("region"), .label = T_board_field_region, .is_select = true, .required = true};
    struct view_regions regions = {0};
    if (board_regions(request->arena, ask->tool, &ask->content, &regions) != RC_OK) return field;
    struct field_option *options =
        arena_new_array(request->arena, regions.rows.n + 1, struct field_option);
    if (!options) return field;
    for (size_t i = 0; i < regions.rows.n; i++) {
        struct str key = regions.rows.v[i].key;
        struct str name = board_region_name(request, ask->tool, &ask->content, key);
        options[i] = (struct field_option){
            .value = key,
            .label_text =
                is_numbered ? str_format(request->arena, "%zu · %.*s", i + 1, STR_ARG(name)) : name,
            .chosen = str_is(key, chosen)};
    }
    field.options.v = options;
    field.options.n = regions.rows.n;
    return field;
}

struct form_field board_layer_field(struct request *request, const struct board_ask *ask,
                                    int chosen) {
    struct form_field field = {
        .name = STR("layer"), .label = T_board_field_layer, .is_select = true, .required = true};
    struct field_option *options =
        arena_new_array(request->arena, TOOL_LAYERS_MAX, struct field_option);
    size_t n = 0;
    if (!options) return field;
    for (; n < TOOL_LAYERS_MAX && ask->tool->layers[n].key; n++)
        options[n] = (struct field_option){.value = str_format(request->arena, "%zu", n),
                                           .label = ask->tool->layers[n].label,
                                           .chosen = (int)n == chosen};
    field.options.v = options;
    field.options.n = n;
    return field;
}

/* Notes to choose among: of the same field and board, or all. */
static struct form_field notes_field(struct request *request, const struct board *board,
                                     const struct board_note *note, bool same_field) {
    struct form_field field = {.is_select = true, .required = true};
    struct field_option *options =
        arena_new_array(request->arena, board->notes.n + 1, struct field_option);
    size_t n = 0;
    if (!options) return field;
    for (size_t i = 0; i < board->notes.n && n < OPTIONS_MAX; i++) {
        const struct board_note *other = &board->notes.v[i];
        bool fits = !same_field ||
                    (str_is(other->note.region, note->note.region) && other->group == note->group);
        if (other->note.id == note->note.id || !fits) continue;
        options[n++] = (struct field_option){.value = board_id(request->arena, other->note.id),
                                             .label_text = shorten(request, other->note.text)};
    }
    field.options.v = options;
    field.options.n = n;
    return field;
}

static struct form_field pile_field(struct request *request, const struct board *board,
                                    const struct board_note *note) {
    struct form_field field = {.name = STR("pile"), .label = T_board_field_pile, .is_select = true};
    struct field_option *options =
        arena_new_array(request->arena, board->clusters.n + 1, struct field_option);
    size_t n = 0;
    if (!options) return field;
    for (size_t i = 0; i < board->clusters.n; i++) {
        const struct board_cluster *pile = &board->clusters.v[i];
        if (!str_is(pile->region, note->note.region) || pile->group != note->group) continue;
        options[n++] = (struct field_option){
            .value = pile->name, .label_text = pile->name, .chosen = pile->id == note->cluster};
    }
    field.options.v = options;
    field.options.n = n;
    return field;
}

static struct form_field choice_field(struct request *request, const char *name, enum text_id label,
                                      const char *const *choices, const enum text_id *labels) {
    struct form_field field = {
        .name = str_from(name), .label = label, .is_select = true, .required = true};
    size_t n = 0;
    while (choices[n]) n++;
    struct field_option *options = arena_new_array(request->arena, n + 1, struct field_option);
    if (!options) return field;
    for (size_t i = 0; i < n; i++)
        options[i] = (struct field_option){.value = str_from(choices[i]), .label = labels[i]};
    field.options.v = options;
    field.options.n = n;
    return field;
}

/* Fields of the meeting's other boards that have not closed: "ID region". */
static enum rc target_field(struct request *request, const struct board_ask *ask,
                            struct form_field *field) {
    struct exercise_list list;
    struct field_option *options =
        arena_new_array(request->arena, TARGETS_MAX, struct field_option);
    size_t n = 0;
    if (!options) return RC_LIMIT;
    *field = (struct form_field){
        .name = STR("target"), .label = T_board_field_target, .is_select = true, .required = true};
    TRY(exercise_list(request->db, request->arena, ask->meeting->id, &list));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct exercise *to = &list.rows.v[i];
        const struct tool *tool = exercise_tool(request->site, to);
        struct content content;
        struct view_regions regions = {0};
        bool fits = tool && tool->engine == ENGINE_BOARD && to->state != EXERCISE_CLOSED;
        if (!fits || to->id == ask->exercise.id) continue;
        TRY(exercise_content(request->arena, request->site, request->lang, to, &content));
        TRY(board_regions(request->arena, tool, &content, &regions));
        for (size_t j = 0; j < regions.rows.n && n < TARGETS_MAX; j++) {
            struct str key = regions.rows.v[j].key;
            struct str name = board_region_name(request, tool, &content, key);
            options[n++] = (struct field_option){
                .value = str_format(request->arena, "%.*s %.*s",
                                    STR_ARG(board_id(request->arena, to->public_id)), STR_ARG(key)),
                .label_text =
                    str_format(request->arena, "%.*s: %.*s", STR_ARG(to->title), STR_ARG(name))};
        }
    }
    field->options.v = options;
    field->options.n = n;
    return RC_OK;
}

/* What was sent and refused stays in its field. */
static struct str input_or(const struct request *request, const char *name, struct str value) {
    bool was_sent = request->form && str_is(form_value(request->form, "do"), STR("text"));
    return was_sent ? form_value(request->form, name) : value;
}

static struct str error_of(struct request *request, const char *name) {
    struct error_summary errors = {0};
    if (request->form) errors = form_errors(request, NULL, 0);
    for (size_t i = 0; i < errors.errors.n; i++)
        if (str_is(errors.errors.v[i].field, str_from(name))) return errors.errors.v[i].text;
    return (struct str){0};
}

static struct form_field text_field(struct request *request, enum text_id label, struct str value) {
    return (struct form_field){.name = STR("text"),
                               .label = label,
                               .hint = T_board_field_text_hint,
                               .value = input_or(request, "text", value),
                               .error = error_of(request, "text"),
                               .required = true,
                               .is_area = true,
                               .rows = 3,
                               .longest = NOTE_MAX};
}

static enum rc fill_inside(struct request *request, const struct board_note *note,
                           struct board_tools *view) {
    struct board_inside *inside =
        arena_new_array(request->arena, note->merged.n + 1, struct board_inside);
    if (!inside) return RC_LIMIT;
    for (size_t i = 0; i < note->merged.n; i++)
        inside[i] = (struct board_inside){.id = board_id(request->arena, note->merged.v[i].id),
                                          .text = note->merged.v[i].text,
                                          .lang = note->merged.v[i].lang};
    view->inside.v = inside;
    view->inside.n = note->merged.n;
    return RC_OK;
}

static enum rc fill_changing(struct request *request, const struct board_ask *ask,
                             const struct board *board, const struct board_note *note,
                             struct board_tools *view) {
    struct view_details details = {0};
    view->note_text = text_field(request, T_board_field_text, note->note.text);
    view->region = board_region_field(request, ask, note->note.region, false);
    view->pile = pile_field(request, board, note);
    view->has_pile = note->cluster != 0;
    view->pile_name = (struct form_field){.name = STR("pile-name"),
                                          .label = T_board_field_pile_name,
                                          .longest = CLUSTER_NAME_MAX,
                                          .error = error_of(request, "pile-name")};
    view->into = notes_field(request, board, note, true);
    view->into.name = STR("into");
    view->into.label = T_board_field_into;
    TRY(fill_inside(request, note, view));
    const struct view_details_data data = {.tool = ask->tool, .note = note, .url = view->post_url};
    TRY(view_details(request, &data, &details));
    view->details.v = details.rows.v;
    view->details.n = details.rows.n;
    return RC_OK;
}

static void fill_link(struct request *request, const struct board *board,
                      const struct board_note *note, struct board_tools *view) {
    view->other = notes_field(request, board, note, false);
    view->other.name = STR("other");
    view->other.label = T_board_field_other;
    view->kind = choice_field(request, "kind", T_board_field_kind, link_choices, link_labels);
    view->words = (struct form_field){
        .name = STR("words"), .label = T_board_field_words, .longest = LINK_TEXT_MAX};
}

static enum rc fill_leading(struct request *request, const struct board_ask *ask,
                            const struct board_note *note, struct board_tools *view) {
    view->layer = board_layer_field(request, ask, note->layer);
    view->has_layers = view->layer.options.n > 1;
    view->reason = choice_field(request, "reason", T_board_field_reason, note_hidden_choices + 1,
                                note_hidden_labels + 1);
    TRY(target_field(request, ask, &view->target));
    view->may_carry = view->target.options.n != 0;
    struct url url = meeting_url(request->arena, ask->meeting->public_id);
    url.path =
        str_format(request->arena, "%.*s/actions?note=%.*s", STR_ARG(url.path), STR_ARG(view->id));
    view->action_url = url;
    return RC_OK;
}

enum rc board_fill_tools(struct request *request, const struct board_ask *ask,
                         const struct board *board, const struct board_note *note,
                         struct html *html) {
    struct board_tools view = {.id = board_id(request->arena, note->note.id),
                               .text = shorten(request, note->note.text),
                               .region_key = note->note.region,
                               .version = note->version,
                               .post_url = board_here(request, ask, ""),
                               .close_url = board_note_url(request, ask, note->note.id),
                               .may_change = ask->may_act && note->may_change,
                               .leads = ask->may_act && ask->leads,
                               .may_report = ask->may_act && !note->note.is_reported};
    bool is_shared = ask->phase && ask->phase->is_shared && ask->seat;
    view.may_link = view.leads || (ask->may_act && is_shared);
    if (view.may_change) TRY(fill_changing(request, ask, board, note, &view));
    view.has_others = view.into.options.n != 0;
    if (view.may_link) fill_link(request, board, note, &view);
    view.may_link = view.may_link && view.other.options.n != 0;
    if (view.leads) TRY(fill_leading(request, ask, note, &view));
    struct page page;
    page_start(request, &page);
    board_tools_html(&page, &view);
    *html = page_html(&page);
    return buf_ok(page.out) ? RC_OK : RC_LIMIT;
}

enum rc board_fill_writing(struct request *request, const struct board_ask *ask,
                           struct html *html) {
    const struct form *from = request->form ? request->form : request->query;
    struct str id = form_value(request->form ? request->form : request->query, "note");
    struct board_writing view = {
        .id = request->form && id.n ? id : board_id(request->arena, id_random() >> 1),
        .region = form_value(from, request->form ? "region" : "add"),
        .post_url = board_here(request, ask, ""),
        .close_url = board_here(request, ask, ""),
        .note_text = text_field(request, T_room_note_new, (struct str){0})};
    struct page page;
    page_start(request, &page);
    board_writing_html(&page, &view);
    *html = page_html(&page);
    return buf_ok(page.out) ? RC_OK : RC_LIMIT;
}

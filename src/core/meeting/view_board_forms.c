/* What people fill in on a board: the details of a note, and dots. See view_board.h. */
#include "core/meeting/view_board.h"

#include <string.h>

static struct str value_of(const struct board_note *note, const struct tool_detail *detail) {
    for (size_t i = 0; i < note->details.n; i++)
        if (note->details.v[i].detail == detail ||
            !strcmp(note->details.v[i].detail->key, detail->key))
            return note->details.v[i].value;
    return (struct str){0};
}

static enum rc fill_options(struct arena *arena, const struct tool_detail *detail, struct str value,
                            struct form_field *field) {
    size_t n = 0;
    while (detail->choices[n]) n++;
    struct field_option *options = arena_new_array(arena, n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    for (size_t i = 0; i < n; i++)
        options[i] = (struct field_option){.value = str_from(detail->choices[i]),
                                           .label = detail->labels[i],
                                           .chosen = str_is(value, str_from(detail->choices[i]))};
    field->is_select = true;
    field->options.v = options;
    field->options.n = n;
    return RC_OK;
}

static enum rc fill_detail(struct arena *arena, const struct board_note *note,
                           const struct tool_detail *from, struct view_detail *detail) {
    struct str value = value_of(note, from);
    detail->note = board_id(arena, note->note.id);
    detail->key = str_from(from->key);
    detail->name = str_format(arena, "d-%s-%.*s", from->key, STR_ARG(detail->note));
    detail->version = note->version;
    detail->label = from->label;
    detail->is_tick = from->kind == DETAIL_TICK;
    detail->is_chosen = value.n != 0;
    detail->field = (struct form_field){.name = detail->name,
                                        .label = from->label,
                                        .hint = from->hint,
                                        .value = value,
                                        .longest = DETAIL_TEXT_MAX};
    if (from->kind != DETAIL_CHOICE) return RC_OK;
    return fill_options(arena, from, value, &detail->field);
}

enum rc view_details(struct request *request, const struct view_details_data *data,
                     struct view_details *details) {
    const struct board_note *note = data->note;
    const struct tool_region *region = board_region(data->tool, note->note.region);
    size_t n = 0;
    while (region && region->details && n < REGION_DETAILS_MAX && region->details[n].key) n++;
    struct view_detail *rows = arena_new_array(request->arena, n + 1, struct view_detail);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        rows[i] = (struct view_detail){.url = data->url, .is_phone = data->is_phone};
        TRY(fill_detail(request->arena, note, &region->details[i], &rows[i]));
    }
    details->rows.v = rows;
    details->rows.n = n;
    return RC_OK;
}

static bool takes_dots(const struct view_regions *regions, struct str region) {
    for (size_t i = 0; i < regions->rows.n; i++)
        if (str_is(regions->rows.v[i].key, region)) return true;
    return false;
}

enum rc view_dots(struct request *request, const struct view_board_data *data,
                  struct view_dots *view) {
    const struct board *board = data->board;
    struct view_regions regions = {0};
    int64_t options_n = 0;
    struct dot_option *options =
        arena_new_array(request->arena, board->notes.n + 1, struct dot_option);
    if (!options) return RC_LIMIT;
    *view = (struct view_dots){.url = board_url(request->arena, data->exercise)};
    view->url.path = str_format(request->arena, "%.*s/dots", STR_ARG(view->url.path));
    TRY(board_dots_each(request, data->exercise, &view->each, &options_n));
    TRY(view_regions(request->arena, data->phase, data->content, &regions));
    for (size_t i = 0; i < board->notes.n; i++) {
        const struct board_note *note = &board->notes.v[i];
        if (!takes_dots(&regions, note->note.region)) continue;
        options[view->options.n++] =
            (struct dot_option){.id = board_id(request->arena, note->note.id),
                                .text = note->note.text,
                                .lang = note->note.lang,
                                .is_chosen = note->has_own_dot};
        view->used += note->has_own_dot;
    }
    view->options.v = options;
    view->is_many = view->options.n > BOARD_OPTIONS_ADVISED;
    if (request->form && form_errors(request, NULL, 0).errors.n)
        view->error = form_errors(request, NULL, 0).errors.v[0].text;
    return RC_OK;
}

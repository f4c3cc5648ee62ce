/* Sheets of scores: the form of a sheet, and what it sends. See views.h. */
#include "core/meeting/views.h"

enum { DONT_KNOW = SHEET_DONT_KNOW, NO_ANSWER = SHEET_UNANSWERED, NOT_VALID = -3 };
enum { WORDS_MAX = 4 }; /* scales of at most so many values show their words */

static const enum text_id reach_labels[SHEET_REACH__N] = {T_room_reach_all, T_room_reach_some,
                                                          T_room_reach_few, T_room_reach_unknown};

static struct str field_name(struct arena *arena, char kind, size_t axis) {
    return str_format(arena, "%c%zu", kind, axis);
}

static int read_reach(struct str text) {
    int64_t value;
    if (!text.n) return NO_ANSWER;
    if (str_to_i64(text, &value) != RC_OK) return NOT_VALID;
    return value >= 0 && value < SHEET_REACH__N ? (int)value : NOT_VALID;
}

static int read_score(const struct content *content, struct str text) {
    int value;
    return sheet_value_read(content, text, &value) == RC_OK ? value : NOT_VALID;
}

/* What a posted form holds for every axis of one kind. */
static enum rc read_list(struct request *request, const struct content *content, char kind,
                         int **values) {
    int *read = arena_new_array(request->arena, content->axes.n + 1, int);
    bool is_reach = kind == 'r';
    if (!read) return RC_LIMIT;
    for (size_t i = 0; i < content->axes.n; i++) {
        struct str name = field_name(request->arena, kind, i);
        if (!name.p) return RC_LIMIT;
        struct str text = str_trim(form_value(request->form, name.p));
        read[i] = is_reach ? read_reach(text) : read_score(content, text);
    }
    *values = read;
    return RC_OK;
}

static bool is_answered(const struct tool *tool, int value) {
    return value >= 0 || (value == DONT_KNOW && tool->may_skip);
}

enum rc view_score_read(struct request *request, const struct tool *tool,
                        const struct content *content, bool is_consensus, struct sheet *sheet) {
    int *self, *colleagues = NULL, *reach = NULL;
    bool asks_colleagues = tool->asks_colleagues && !is_consensus, is_good = true;
    TRY(read_list(request, content, 's', &self));
    if (asks_colleagues) TRY(read_list(request, content, 'c', &colleagues));
    if (tool->asks_reach) TRY(read_list(request, content, 'r', &reach));
    for (size_t i = 0; i < content->axes.n; i++) {
        is_good = is_good && is_answered(tool, self[i]);
        if (colleagues) is_good = is_good && is_answered(tool, colleagues[i]);
        if (reach) is_good = is_good && reach[i] != NOT_VALID;
    }
    sheet->self.v = self;
    sheet->self.n = content->axes.n;
    sheet->colleagues.v = colleagues;
    sheet->colleagues.n = colleagues ? content->axes.n : 0;
    sheet->reach.v = reach;
    sheet->reach.n = reach ? content->axes.n : 0;
    return is_good ? RC_OK : RC_INVALID;
}

/* ---- the form ---- */

struct showing {
    struct request *request;
    const struct view_score_data *data;
    const struct sheet *sheet; /* NULL: nothing chosen */
    bool has_errors;
};

static struct str anchor_of(const struct content *content, int value) {
    int at = (value - content->min) / (content->step > 0 ? content->step : 1);
    return (size_t)at < content->anchors.n ? content->anchors.v[at] : (struct str){0};
}

static struct str number_with_word(struct arena *arena, const struct content *content, int value) {
    struct str word = anchor_of(content, value);
    return word.n ? str_format(arena, "%d %.*s", value, STR_ARG(word)) : word;
}

static enum rc set_options(const struct showing *showing, int chosen, struct score_axis *axis) {
    const struct content *content = showing->data->content;
    struct arena *arena = showing->request->arena;
    int step = content->step > 0 ? content->step : 1;
    size_t n = (size_t)((content->max - content->min) / step) + 1, at = 0;
    struct score_option *options = arena_new_array(arena, n + 1, struct score_option);
    if (!options) return RC_LIMIT;
    axis->has_words = n <= WORDS_MAX && content->anchors.n >= n;
    for (int value = content->min; value <= content->max; value += step)
        options[at++] = (struct score_option){.value = str_format(arena, "%d", value),
                                              .word = anchor_of(content, value),
                                              .chosen = value == chosen};
    if (showing->data->tool->may_skip)
        options[at++] = (struct score_option){
            .value = STR("?"), .is_dont_know = true, .chosen = chosen == DONT_KNOW};
    axis->options.v = options;
    axis->options.n = at;
    if (axis->has_words) return RC_OK;
    axis->low = number_with_word(arena, content, content->min);
    axis->high = number_with_word(arena, content, content->max);
    return RC_OK;
}

static enum rc set_reach(const struct showing *showing, size_t i, struct score_axis *axis) {
    struct arena *arena = showing->request->arena;
    struct score_option *options = arena_new_array(arena, SHEET_REACH__N, struct score_option);
    const struct sheet *sheet = showing->sheet;
    if (!options) return RC_LIMIT;
    int chosen = sheet && i < sheet->reach.n ? sheet->reach.v[i] : NO_ANSWER;
    for (int value = 0; value < SHEET_REACH__N; value++)
        options[value] =
            (struct score_option){.value = str_format(arena, "%d", value),
                                  .word = text_of(showing->request->lang, reach_labels[value]),
                                  .chosen = chosen == value};
    axis->reach.v = options;
    axis->reach.n = SHEET_REACH__N;
    axis->reach_name = field_name(arena, 'r', i);
    return RC_OK;
}

static int value_at(const struct sheet *sheet, char kind, size_t i) {
    if (!sheet) return NO_ANSWER;
    if (kind == 's') return i < sheet->self.n ? sheet->self.v[i] : NO_ANSWER;
    return i < sheet->colleagues.n ? sheet->colleagues.v[i] : NO_ANSWER;
}

static enum rc set_axis(struct showing *showing, char kind, size_t i, struct score_axis *axis) {
    const struct content *content = showing->data->content;
    const struct content_axis *from = &content->axes.v[i];
    int value = value_at(showing->sheet, kind, i);
    bool begins = i == 0 || content->axes.v[i - 1].aspect != from->aspect;
    *axis = (struct score_axis){.name = field_name(showing->request->arena, kind, i),
                                .label = from->label};
    if (kind == 's') axis->help = from->help;
    if (begins && from->aspect >= 0 && (size_t)from->aspect < content->aspects.n)
        axis->aspect = content->aspects.v[from->aspect].label;
    if (showing->data->use_input && !is_answered(showing->data->tool, value)) {
        axis->error = text_of(showing->request->lang,
                              value == NOT_VALID ? T_room_score_not_valid : T_room_score_missing);
        showing->has_errors = true;
    }
    TRY(set_options(showing, value, axis));
    return kind == 's' && showing->data->tool->asks_reach ? set_reach(showing, i, axis) : RC_OK;
}

static enum rc set_part(struct showing *showing, char kind, struct score_part *part) {
    const struct view_score_data *data = showing->data;
    bool two = data->tool->asks_colleagues && !data->is_consensus;
    struct score_axis *axes =
        arena_new_array(showing->request->arena, data->content->axes.n + 1, struct score_axis);
    if (!axes) return RC_LIMIT;
    for (size_t i = 0; i < data->content->axes.n; i++) TRY(set_axis(showing, kind, i, &axes[i]));
    *part = (struct score_part){.axes.v = axes, .axes.n = data->content->axes.n};
    if (two) part->title = kind == 's' ? T_room_part_self : T_room_part_colleagues;
    if (two && kind == 'c') part->hint = T_room_part_colleagues_hint;
    return RC_OK;
}

/* The sum of the own scores, once all are there. */
static void set_sum(const struct sheet *sheet, const struct content *content,
                    struct view_score *view) {
    if (!sheet || !sheet->self.n) return;
    for (size_t i = 0; i < sheet->self.n; i++) {
        if (sheet->self.v[i] < 0) return;
        view->sum += sheet->self.v[i];
    }
    view->has_sum = true;
    view->sum_min = content->min * (int)content->axes.n;
    view->sum_max = content->max * (int)content->axes.n;
}

enum rc view_score(struct request *request, const struct view_score_data *data,
                   struct view_score *view) {
    struct sheet input;
    struct showing showing = {.request = request, .data = data, .sheet = data->sheet};
    bool two = data->tool->asks_colleagues && !data->is_consensus;
    struct score_part *parts = arena_new_array(request->arena, 2, struct score_part);
    if (!parts) return RC_LIMIT;
    if (data->use_input) {
        enum rc rc =
            view_score_read(request, data->tool, data->content, data->is_consensus, &input);
        if (rc != RC_OK && rc != RC_INVALID) return rc;
        showing.sheet = &input;
    }
    *view = (struct view_score){.url = data->url,
                                .lang = data->content->lang,
                                .parts.v = parts,
                                .parts.n = two ? 2 : 1,
                                .is_consensus = data->is_consensus,
                                .was_small = data->was_small,
                                .is_saved = data->sheet && !data->use_input,
                                .is_locked = data->is_locked,
                                .may_skip = data->tool->may_skip,
                                .k = data->k};
    TRY(set_part(&showing, 's', &parts[0]));
    if (two) TRY(set_part(&showing, 'c', &parts[1]));
    view->has_errors = showing.has_errors;
    if (two && view->is_saved) set_sum(data->sheet, data->content, view);
    return RC_OK;
}

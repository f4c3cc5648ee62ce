/* Trying a tool: every phase as telephone and big screen show it. A GET page without a trace: what
   the visitor chooses travels in the address. */
#include "core/meeting/view_board.h"
#include "feature/tool/inner.h"
#include "feature/tool/invented.h"

enum { CARD_ROUNDS = 2, OWN_CARD = 6, NOTE_LONGEST = 280, WORDS_SHOWN = 8 };

/* One page of the try-out: a phase, and in a result its step; cards show two rounds. */
struct stage {
    size_t phase;
    int step; /* of a result, or the round of cards */
};
enum { BOARD_TRIED_MAX = 64 };
enum { STAGES_MAX = TOOL_PHASES_MAX * TOOL_STEPS_MAX };
struct stages {
    struct stage v[STAGES_MAX];
    size_t n;
};

struct trying {
    struct request *request;
    struct arena *arena;
    const struct tool *tool;
    const struct tool_phase *phase;
    struct content content;
    struct stage stage;
    struct sheet own;
    bool has_own; /* at least one answer */
    struct str note;
    struct tool_try *view;
};

static void list_stages(const struct tool *tool, struct stages *stages) {
    stages->n = 0;
    for (size_t i = 0; i < tool_phase_count(tool); i++) {
        const struct tool_phase *phase = &tool->phases[i];
        size_t steps = 1;
        if (phase->forms && !(phase->forms & 1)) continue; /* of another form */
        if (phase->input == INPUT_RESULT) steps = tool_step_count(tool);
        if (phase->input == INPUT_CARD) steps = CARD_ROUNDS;
        for (size_t step = 0; step < steps && stages->n < STAGES_MAX; step++)
            stages->v[stages->n++] = (struct stage){i, (int)step};
    }
}

/* ---- the visitor's own input ---- */

static struct str field_name(struct arena *arena, char kind, size_t axis) {
    return str_format(arena, "%c%zu", kind, axis);
}

static int chosen(const struct trying *trying, char kind, size_t axis) {
    struct str name = field_name(trying->arena, kind, axis);
    struct str text = name.p ? form_value(trying->request->query, name.p) : name;
    int64_t value;
    if (kind != 'r' && str_is(text, STR("x"))) return SHEET_DONT_KNOW;
    if (!text.n || str_to_i64(text, &value) != RC_OK) return SHEET_UNANSWERED;
    int64_t min = kind == 'r' ? 0 : trying->content.min;
    int64_t max = kind == 'r' ? SHEET_REACH__N - 1 : trying->content.max;
    return value < min || value > max ? SHEET_UNANSWERED : (int)value;
}

static enum rc read_own(struct trying *trying) {
    static const char kinds[] = {'s', 'c', 'r'};
    size_t n = trying->content.axes.n;
    int *values[COUNT(kinds)];
    for (size_t k = 0; k < COUNT(kinds); k++) {
        values[k] = arena_new_array(trying->arena, n + 1, int);
        if (!values[k]) return RC_LIMIT;
        for (size_t i = 0; i < n; i++) {
            values[k][i] = chosen(trying, kinds[k], i);
            if (values[k][i] != SHEET_UNANSWERED) trying->has_own = true;
        }
    }
    trying->own = (struct sheet){.self = {values[0], n}};
    if (trying->tool->asks_colleagues) trying->own.colleagues.v = values[1];
    if (trying->tool->asks_colleagues) trying->own.colleagues.n = n;
    if (trying->tool->asks_reach) trying->own.reach.v = values[2];
    if (trying->tool->asks_reach) trying->own.reach.n = n;
    trying->note = str_trim(form_value(trying->request->query, "note"));
    if (!str_is_utf8(trying->note) || str_length(trying->note) > NOTE_LONGEST)
        trying->note = (struct str){0};
    return RC_OK;
}

static void hide(struct try_hidden *hidden, size_t *n, struct str name, struct str value) {
    if (value.n) hidden[(*n)++] = (struct try_hidden){name, value};
}

/* Carries along what other steps asked for. */
static enum rc carry(struct trying *trying) {
    static const char kinds[] = {'s', 'c', 'r'};
    bool asks_scores = trying->phase->input == INPUT_SCORE;
    bool asks_note = trying->phase->input == INPUT_NOTE;
    size_t most = trying->content.axes.n * COUNT(kinds) + 3, n = 0;
    struct try_hidden *hidden = arena_new_array(trying->arena, most, struct try_hidden);
    if (!hidden) return RC_LIMIT;
    for (size_t k = 0; k < COUNT(kinds) && !asks_scores; k++)
        for (size_t i = 0; i < trying->content.axes.n; i++) {
            struct str name = field_name(trying->arena, kinds[k], i);
            if (!name.p) return RC_LIMIT;
            if (chosen(trying, kinds[k], i) != SHEET_UNANSWERED)
                hide(hidden, &n, name, form_value(trying->request->query, name.p));
        }
    if (!asks_note) hide(hidden, &n, STR("note"), trying->note);
    struct str form = form_value(trying->request->query, "form");
    if (str_is(form, STR("short"))) hide(hidden, &n, STR("form"), form);
    trying->view->hidden.v = hidden;
    trying->view->hidden.n = n;
    return RC_OK;
}

/* ---- scores ---- */

static struct score_option option(struct arena *arena, int value, struct str word, bool is_chosen) {
    return (struct score_option){
        .value = str_format(arena, "%d", value), .word = word, .chosen = is_chosen};
}

static enum rc view_options(struct trying *trying, int value, struct try_axis *axis) {
    const struct content *content = &trying->content;
    size_t n = (size_t)(content->max - content->min) + 1;
    struct score_option *options = arena_new_array(trying->arena, n + 1, struct score_option);
    if (!options) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        int at = content->min + (int)i;
        bool has_word = i < content->anchors.n && (n <= 6 || i == 0 || i == n - 1);
        struct str word = has_word ? content->anchors.v[i] : (struct str){0};
        options[i] = option(trying->arena, at, word, at == value);
    }
    if (trying->tool->may_skip)
        options[n++] = (struct score_option){
            .value = STR("x"), .is_dont_know = true, .chosen = value == SHEET_DONT_KNOW};
    axis->options.v = options;
    axis->options.n = n;
    return RC_OK;
}

static enum rc view_reach(struct trying *trying, size_t i, struct try_axis *axis) {
    static const enum text_id labels[SHEET_REACH__N] = {T_try_reach_all, T_try_reach_some,
                                                        T_try_reach_few, T_try_reach_unknown};
    struct score_option *options =
        arena_new_array(trying->arena, SHEET_REACH__N, struct score_option);
    if (!options) return RC_LIMIT;
    for (int value = 0; value < SHEET_REACH__N; value++)
        options[value] = option(trying->arena, value, text_of(trying->request->lang, labels[value]),
                                trying->own.reach.v[i] == value);
    axis->reach.v = options;
    axis->reach.n = SHEET_REACH__N;
    axis->reach_name = field_name(trying->arena, 'r', i);
    return RC_OK;
}

static enum rc view_part(struct trying *trying, char kind, struct try_part *part) {
    const struct content *content = &trying->content;
    struct try_axis *axes = arena_new_array(trying->arena, content->axes.n + 1, struct try_axis);
    if (!axes) return RC_LIMIT;
    for (size_t i = 0; i < content->axes.n; i++) {
        const struct content_axis *from = &content->axes.v[i];
        bool begins = i == 0 || content->axes.v[i - 1].aspect != from->aspect;
        axes[i] =
            (struct try_axis){.name = field_name(trying->arena, kind, i), .label = from->label};
        if (kind == 's') axes[i].help = from->help;
        if (begins && from->aspect >= 0) axes[i].aspect = content->aspects.v[from->aspect].label;
        TRY(view_options(trying, chosen(trying, kind, i), &axes[i]));
        if (kind == 's' && trying->tool->asks_reach) TRY(view_reach(trying, i, &axes[i]));
    }
    part->axes.v = axes;
    part->axes.n = content->axes.n;
    return RC_OK;
}

static enum rc show_score(struct trying *trying) {
    bool is_double = trying->tool->asks_colleagues;
    struct try_part *parts = arena_new_array(trying->arena, 2, struct try_part);
    if (!parts) return RC_LIMIT;
    trying->view->is_score = true;
    TRY(view_part(trying, 's', &parts[0]));
    if (is_double) {
        parts[0].title = T_try_part_self;
        parts[1].title = T_try_part_colleagues;
        TRY(view_part(trying, 'c', &parts[1]));
    }
    trying->view->parts.v = parts;
    trying->view->parts.n = is_double ? 2 : 1;
    return RC_OK;
}

/* ---- notes ---- */

static enum rc view_region(struct trying *trying, struct str region, bool takes_own,
                           struct try_region *view) {
    struct try_note *notes = arena_new_array(trying->arena, 3, struct try_note);
    struct invented_notes invented = invented_notes_of(region);
    size_t n = 0;
    if (!notes) return RC_LIMIT;
    for (size_t i = 0; i < COUNT(invented.v); i++)
        if (invented.v[i] != T_none)
            notes[n++].text = text_of(trying->request->lang, invented.v[i]);
    if (takes_own && trying->note.n) notes[n++] = (struct try_note){trying->note, true};
    view->notes.v = notes;
    view->notes.n = n;
    return RC_OK;
}

static size_t own_card(const struct content *content) {
    return content->cards.n > OWN_CARD ? OWN_CARD : 0;
}

/* The endings by card; those without any are left out. */
static enum rc view_endings(struct trying *trying) {
    const struct content *content = &trying->content;
    struct try_region *regions =
        arena_new_array(trying->arena, content->cards.n + 1, struct try_region);
    size_t n = 0;
    if (!regions) return RC_LIMIT;
    for (size_t i = 0; i < content->cards.n; i++) {
        TRY(view_region(trying, content->cards.v[i].key, i == own_card(content), &regions[n]));
        regions[n].title_text = content->cards.v[i].stem;
        if (regions[n].notes.n) n++;
    }
    trying->view->regions.v = regions;
    trying->view->regions.n = n;
    trying->view->shows_regions = true;
    return RC_OK;
}

static enum rc view_regions_of(struct trying *trying, const struct view_regions *keys) {
    struct try_region *regions =
        arena_new_array(trying->arena, keys->rows.n + 1, struct try_region);
    if (!regions) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < keys->rows.n; i++) {
        const struct view_region *key = &keys->rows.v[i];
        TRY(view_region(trying, key->key, i == 0, &regions[n]));
        regions[n].title = key->title;
        regions[n].title_text = key->title_text;
        if (regions[n].notes.n || trying->phase->visibility == SEE_ALL) n++;
    }
    trying->view->regions.v = regions;
    trying->view->regions.n = n;
    trying->view->shows_regions = trying->phase->visibility != SEE_OWN;
    return RC_OK;
}

static enum rc view_all_regions(struct trying *trying) {
    struct view_regions keys;
    TRY(view_regions(trying->arena, trying->phase, &trying->content, &keys));
    return view_regions_of(trying, &keys);
}

static enum rc show_note(struct trying *trying) {
    enum lang lang = trying->request->lang;
    trying->view->is_note = true;
    trying->view->note = trying->note;
    if (trying->tool->engine == ENGINE_CARDS) {
        trying->view->note_label = trying->content.cards.v[own_card(&trying->content)].stem;
        return RC_OK;
    }
    const struct tool_region *first = &trying->phase->regions[0];
    struct str title = text_of(lang, first->label);
    trying->view->note_label =
        first->per_axis ? str_format(trying->arena, "%.*s: %.*s",
                                     STR_ARG(trying->content.axes.v[0].label), STR_ARG(title))
                        : title;
    return view_all_regions(trying);
}

/* ---- cards and their wall ---- */

static enum rc show_card(struct trying *trying) {
    const struct content *content = &trying->content;
    if (!content->cards.n) return RC_INVALID;
    size_t card = trying->stage.step ? content->cards.n / 2 : own_card(content);
    trying->view->is_card = true;
    trying->view->round = trying->stage.step + 1;
    trying->view->partner = invented_name((size_t)trying->stage.step * 3);
    trying->view->stem = content->cards.v[card].stem;
    return RC_OK;
}

/* The words of the endings as the real wall counts them. */
static enum rc view_words(struct trying *trying) {
    struct note notes[64];
    struct note_list list = {.rows = {notes, 0}};
    struct word_counts words;
    for (size_t i = 0; i < trying->view->regions.n; i++)
        for (size_t j = 0; j < trying->view->regions.v[i].notes.n; j++)
            if (list.rows.n < COUNT(notes))
                notes[list.rows.n++] =
                    (struct note){.text = trying->view->regions.v[i].notes.v[j].text};
    TRY(note_words(trying->arena, &list, lang_code(trying->request->lang), WORDS_SHOWN, &words));
    struct try_word *view = arena_new_array(trying->arena, words.rows.n + 1, struct try_word);
    if (!view) return RC_LIMIT;
    for (size_t i = 0; i < words.rows.n; i++)
        view[i] = (struct try_word){words.rows.v[i].word, words.rows.v[i].n};
    trying->view->words.v = view;
    trying->view->words.n = words.rows.n;
    trying->view->shows_regions = false;
    return RC_OK;
}

enum { STEP_WORDS = 1, STEP_DRAWN, DRAWN = 5 }; /* steps of the wall */

static enum rc show_wall(struct trying *trying) {
    TRY(view_endings(trying));
    if (trying->stage.step == STEP_WORDS) return view_words(trying);
    if (trying->stage.step == STEP_DRAWN && trying->view->regions.n > DRAWN)
        trying->view->regions.n = DRAWN;
    return RC_OK;
}

/* ---- the result of boards ---- */

/* The invented notes of one field, behind those that are there. */
static void add_notes(const struct trying *trying, struct str region, struct board_note *notes,
                      size_t *n) {
    struct invented_notes invented = invented_notes_of(region);
    for (size_t i = 0; i < COUNT(invented.v); i++) {
        if (invented.v[i] == T_none || *n == BOARD_TRIED_MAX) continue;
        notes[*n] =
            (struct board_note){.note = {.id = *n + 1,
                                         .region = region,
                                         .text = text_of(trying->request->lang, invented.v[i]),
                                         .lang = lang_code(trying->request->lang),
                                         .sector = -1}};
        (*n)++;
    }
}

static enum rc render_board(struct trying *trying, const struct board *board, bool is_big,
                            struct html *html) {
    struct page page;
    const struct board_view view = {.exercise = board->exercise,
                                    .content = &trying->content,
                                    .board = board,
                                    .step = trying->stage.step,
                                    .is_big = is_big,
                                    .id = is_big ? STR("s") : STR("p")};
    page_start(trying->request, &page);
    TRY(trying->tool->board_result(trying->request, &page, &view));
    *html = page_html(&page);
    return RC_OK;
}

/* What the eight wrote in all phases, as the tool shows it; a tool without a picture of its own
   lists its fields. */
static enum rc show_board_result(struct trying *trying) {
    struct exercise exercise = {.tool = str_from(trying->tool->key), .is_revealed = true};
    struct board board = {.exercise = &exercise, .tool = trying->tool, .voters = -1};
    struct board_note *notes = arena_new_array(trying->arena, BOARD_TRIED_MAX, struct board_note);
    struct view_regions keys;
    if (!notes) return RC_LIMIT;
    TRY(board_regions(trying->arena, trying->tool, &trying->content, &keys));
    board.notes.v = notes;
    for (size_t i = 0; i < keys.rows.n; i++)
        add_notes(trying, keys.rows.v[i].key, notes, &board.notes.n);
    if (!trying->tool->board_result) return view_regions_of(trying, &keys);
    trying->view->is_result = true;
    TRY(render_board(trying, &board, false, &trying->view->on_phone));
    return render_board(trying, &board, true, &trying->view->on_screen);
}

/* ---- the result of scores ---- */

static enum rc render(struct trying *trying, const struct sheet_result *result, bool is_big,
                      struct html *html) {
    struct page page;
    const struct result_view view = {.content = &trying->content,
                                     .result = result,
                                     .step = trying->stage.step,
                                     .is_big = is_big,
                                     .own = is_big || !trying->has_own ? NULL : &trying->own,
                                     .id = is_big ? STR("s") : STR("p")};
    page_start(trying->request, &page);
    TRY(trying->tool->result(trying->request, &page, &view));
    *html = page_html(&page);
    return RC_OK;
}

static enum rc show_result(struct trying *trying) {
    if (trying->tool->engine == ENGINE_CARDS) return show_wall(trying);
    if (trying->tool->engine == ENGINE_BOARD) return show_board_result(trying);
    struct sheet_rows rows;
    struct sheet_result result;
    const struct exercise exercise = {.title = text_of(trying->request->lang, trying->tool->title),
                                      .tool = str_from(trying->tool->key),
                                      .k = MEETING_K_DEFAULT,
                                      .is_revealed = true};
    const struct sheet *own = trying->has_own ? &trying->own : NULL;
    if (!trying->tool->result) return RC_OK;
    TRY(invented_rows(trying->arena, trying->tool, &trying->content, own, &rows));
    const struct sheet_counting counting = {trying->request->lang, &exercise, &trying->content,
                                            &rows};
    TRY(sheet_count_rows(trying->arena, &counting, &result));
    trying->view->is_result = true;
    TRY(render(trying, &result, false, &trying->view->on_phone));
    return render(trying, &result, true, &trying->view->on_screen);
}

static enum rc show_board(struct trying *trying) {
    TRY(view_all_regions(trying));
    trying->view->shows_regions = true;
    return RC_OK;
}

static enum rc show_action(struct trying *trying) {
    struct try_action *action = arena_new(trying->arena, struct try_action);
    if (!action) return RC_LIMIT;
    struct invented_action invented = invented_action_of(trying->tool);
    *action = (struct try_action){invented.text, invented.who};
    trying->view->is_action = true;
    trying->view->actions.v = action;
    trying->view->actions.n = 1;
    return RC_OK;
}

/* ---- the page ---- */

static enum rc show_nothing(struct trying *trying) {
    (void)trying;
    return RC_OK;
}

static enum rc (*const show_input[])(struct trying *) = {
    [INPUT_NONE] = show_nothing, [INPUT_CARD] = show_card,     [INPUT_SCORE] = show_score,
    [INPUT_NOTE] = show_note,    [INPUT_RESULT] = show_result, [INPUT_ACTION] = show_action,
    [INPUT_BOARD] = show_board,  [INPUT_DOTS] = show_board};

static void view_stage(struct trying *trying, const struct stages *stages, size_t at) {
    struct tool_try *view = trying->view;
    const struct tool_phase *phase = trying->phase;
    struct str key = str_from(trying->tool->key);
    *view = (struct tool_try){.title = trying->tool->title,
                              .phase = phase->title,
                              .prompt = phase->prompt,
                              .leader = phase->leader,
                              .url = url_format(trying->arena, "/tools/%s/try", key),
                              .tool_url = tool_url(trying->arena, trying->tool),
                              .meet_url = url_format(trying->arena, "/meetings/new?tool=%s", key),
                              .at = (int64_t)at + 1,
                              .stages = (int64_t)stages->n,
                              .has_next = at + 1 < stages->n,
                              .next = (int64_t)at + 1,
                              .has_back = at > 0,
                              .back = (int64_t)at - 1,
                              .is_last = at + 1 == stages->n,
                              .people = INVENTED_PEOPLE + 1};
    if (phase->input == INPUT_RESULT) view->step = trying->tool->steps[trying->stage.step];
    if (phase->seconds)
        view->clock =
            str_format(trying->arena, "%d:%02d", phase->seconds / 60, phase->seconds % 60);
}

enum rc tool_show_try(struct request *request) {
    const struct tool *tool = tool_asked(request);
    if (!tool) return RC_ABSENT;
    struct tool_try view;
    struct stages stages;
    struct trying trying = {
        .request = request, .arena = request->arena, .tool = tool, .view = &view};
    int64_t at = 0;
    struct str step = form_value(request->query, "step");
    list_stages(tool, &stages);
    if (step.n && (str_to_i64(step, &at) != RC_OK || at < 0 || at >= (int64_t)stages.n))
        return RC_ABSENT;
    trying.stage = stages.v[at];
    trying.phase = &tool->phases[trying.stage.phase];
    TRY(tool_built_in(request, tool, &trying.content));
    bool is_chosen = tool->picks_axes && tool->axes_default > 0;
    if (is_chosen && trying.content.axes.n > (size_t)tool->axes_default)
        trying.content.axes.n = (size_t)tool->axes_default;
    view_stage(&trying, &stages, (size_t)at);
    TRY(read_own(&trying));
    TRY(carry(&trying));
    TRY(show_input[trying.phase->input](&trying));
    struct page page;
    page_start(request, &page);
    tool_try_html(&page, &view);
    struct page_head head = tool_head(request, tool, text_of(request->lang, T_try_title));
    head.wide = true;
    head.search_index = STR("noindex");
    return answer_page(request, &page, &head);
}

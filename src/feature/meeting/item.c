/*
 * One point of the agenda: a plain one, or the settings of an exercise that has not begun. Changed
 * settings make the exercise anew in the same place of the agenda, since what it asks is frozen
 * when it is made.
 */
#include "feature/meeting/lead.h"

struct draft {
    struct str title, text, form, content, k;
    bool axes[CONTENT_AXES_MAX];
    int64_t minutes, seconds;
    bool named, ready, across, heard;
};
enum {
    F_TITLE,
    F_TEXT,
    F_MINUTES,
    F_FORM,
    F_CONTENT,
    F_NAMED,
    F_K,
    F_READY,
    F_SECONDS,
    F_ACROSS,
    F_HEARD
};
static const struct field fields[] = {
    [F_TITLE] = {.name = "title",
                 .kind = FIELD_LINE,
                 .required = true,
                 .max = MEETING_TITLE_MAX,
                 .offset = offsetof(struct draft, title),
                 .label = T_meeting_field_item_title},
    [F_TEXT] = {.name = "text",
                .kind = FIELD_TEXT,
                .max = MEETING_TEXT_MAX,
                .offset = offsetof(struct draft, text),
                .label = T_meeting_field_item_text,
                .hint = T_meeting_hint_item_text},
    [F_MINUTES] = {.name = "minutes",
                   .kind = FIELD_NUMBER,
                   .min = 1,
                   .max = 480,
                   .offset = offsetof(struct draft, minutes),
                   .label = T_meeting_field_item_minutes},
    [F_FORM] = {.name = "form",
                .kind = FIELD_LINE,
                .max = 20,
                .offset = offsetof(struct draft, form),
                .label = T_meeting_field_form},
    [F_CONTENT] = {.name = "content",
                   .kind = FIELD_LINE,
                   .max = 20,
                   .offset = offsetof(struct draft, content),
                   .label = T_meeting_field_content,
                   .hint = T_meeting_hint_content},
    [F_NAMED] = {.name = "named",
                 .kind = FIELD_CHECK,
                 .offset = offsetof(struct draft, named),
                 .label = T_meeting_field_named,
                 .hint = T_meeting_hint_named},
    [F_K] = {.name = "k",
             .kind = FIELD_LINE,
             .max = 2,
             .offset = offsetof(struct draft, k),
             .label = T_meeting_field_k,
             .hint = T_meeting_hint_k},
    [F_READY] = {.name = "ready",
                 .kind = FIELD_CHECK,
                 .offset = offsetof(struct draft, ready),
                 .label = T_meeting_field_ready,
                 .hint = T_meeting_hint_ready},
    [F_SECONDS] = {.name = "seconds",
                   .kind = FIELD_NUMBER,
                   .offset = offsetof(struct draft, seconds),
                   .label = T_meeting_field_seconds},
    [F_ACROSS] = {.name = "across",
                  .kind = FIELD_CHECK,
                  .offset = offsetof(struct draft, across),
                  .label = T_meeting_field_across},
    [F_HEARD] = {.name = "heard",
                 .kind = FIELD_CHECK,
                 .offset = offsetof(struct draft, heard),
                 .label = T_meeting_field_heard,
                 .hint = T_meeting_hint_heard},
    AXIS_FIELDS(draft),
};

/* ---- the page ---- */

static enum rc view_forms(struct request *request, const struct tool *tool,
                          struct form_field *field) {
    size_t n = 0;
    while (tool->forms && tool->forms[n]) n++;
    struct field_option *options = arena_new_array(request->arena, n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    for (size_t i = 0; i < n; i++)
        options[i] =
            (struct field_option){.value = str_from(tool->forms[i]),
                                  .label = tool->form_labels ? tool->form_labels[i] : T_none,
                                  .chosen = str_is(str_from(tool->forms[i]), field->value)};
    field->is_choice = true;
    field->required = true;
    field->options.v = options;
    field->options.n = n;
    return RC_OK;
}

/* The workplace's own decks and rays; an initiative uses those of its owner. */
static enum rc view_contents(struct request *request, const struct tool *tool,
                             struct form_field *field) {
    const struct meeting *meeting = meeting_asked(request);
    struct content_rows rows = {0};
    if (meeting->place.kind == OBJECT_ORGANISATION)
        TRY(content_list(request->db, request->arena, meeting->place.id, str_from(tool->key),
                         &rows));
    struct field_option *options =
        arena_new_array(request->arena, rows.rows.n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    for (size_t i = 0; i < rows.rows.n; i++) {
        options[i].value = meeting_id_text(request->arena, rows.rows.v[i].public_id);
        options[i].label_text = rows.rows.v[i].title;
        options[i].chosen = str_is(options[i].value, field->value);
    }
    field->is_select = true;
    field->options.v = options;
    field->options.n = rows.rows.n;
    return RC_OK;
}

static void view_k(struct request *request, struct form_field *field) {
    enum { LOWEST = 3, HIGHEST = 10, N = HIGHEST - LOWEST + 1 };
    struct field_option *options = arena_new_array(request->arena, N, struct field_option);
    if (!options) return;
    for (int i = 0; i < N; i++) {
        options[i].value = str_format(request->arena, "%d", i + LOWEST);
        options[i].label_text = options[i].value;
        options[i].chosen = str_is(options[i].value, field->value);
    }
    field->is_select = true;
    field->required = true;
    field->options.v = options;
    field->options.n = N;
}

static bool has_mode(const struct tool *tool, enum phase_mode mode) {
    for (size_t i = 0; i < tool_phase_count(tool); i++)
        if (tool->phases[i].mode == mode) return true;
    return false;
}

static enum rc view_exercise(struct request *request, const struct agenda_item *item,
                             const struct draft *draft, struct meeting_item_form *view) {
    const struct tool *tool = item->tool;
    view->tool = tool->title;
    view->purpose = tool->purpose;
    view->form = form_view(request, &fields[F_FORM], draft);
    view->content = form_view(request, &fields[F_CONTENT], draft);
    view->named = form_view(request, &fields[F_NAMED], draft);
    view->k = form_view(request, &fields[F_K], draft);
    view->change = form_view(request, &fields[F_READY], draft);
    view->across = form_view(request, &fields[F_ACROSS], draft);
    view->heard = form_view(request, &fields[F_HEARD], draft);
    view->seconds = form_view(request, &fields[F_SECONDS], draft);
    view->seconds.type = STR("number");
    const struct tool_phase *first = &tool->phases[0];
    view->has_seconds = first->seconds_max > 0;
    if (view->has_seconds)
        view->seconds.hint_text =
            TEXT(request->arena, request->lang, T_meeting_hint_seconds,
                 ARG("min", first->seconds_min), ARG("max", first->seconds_max));
    TRY(view_forms(request, tool, &view->form));
    TRY(view_contents(request, tool, &view->content));
    view_k(request, &view->k);
    TRY(axes_view(request, item, &view->axes));
    view->axes.is_short = false; /* who is here is asked when it begins */
    view->has_forms = view->form.options.n > 1;
    view->has_content = view->content.options.n > 0;
    view->has_k = tool->engine == ENGINE_SHEET;
    view->has_pairs = has_mode(tool, MODE_PAIR);
    view->has_groups = view->has_pairs || has_mode(tool, MODE_GROUP) || has_mode(tool, MODE_CAFE);
    view->has_heard = tool->engine == ENGINE_CARDS;
    return RC_OK;
}

/* How long a round of the first phase lasts: as the leader chose, or as the tool plans. */
static int64_t planned_seconds(const struct agenda_item *item) {
    if (!item->tool) return 0;
    int64_t chosen = item->exercise.clock.round_ms / 1000;
    return chosen ? chosen : item->tool->phases[0].seconds;
}

enum rc show_item(struct request *request) {
    struct agenda_item item;
    TRY(plan_item(request, &item));
    const struct exercise *exercise = &item.exercise;
    const struct draft draft = {.title = item.title,
                                .text = item.item.text,
                                .form = exercise->form,
                                .k = str_format(request->arena, "%d", exercise->k),
                                .minutes = item.item.minutes,
                                .seconds = planned_seconds(&item),
                                .named = exercise->is_named,
                                .ready = exercise->change == CHANGE_WHEN_READY,
                                .across = exercise->across_sectors,
                                .heard = exercise->asks_heard};
    struct meeting_item_form view = {
        .title = item.title,
        .lang = meeting_asked(request)->lang,
        .errors = form_errors(request, fields, COUNT(fields)),
        .is_plain = item.tool == NULL,
        .is_started = exercise->state != EXERCISE_PLANNED,
        .name = form_view(request, &fields[F_TITLE], &draft),
        .text = form_view(request, &fields[F_TEXT], &draft),
        .minutes = form_view(request, &fields[F_MINUTES], &draft),
        .post_url = meeting_page_of(request, "/plan/", item.item.public_id, ""),
        .back_url = meeting_page(request, "/plan"),
    };
    view.minutes.type = STR("number");
    if (item.tool) TRY(view_exercise(request, &item, &draft, &view));
    struct page page;
    page_start(request, &page);
    meeting_item_form_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_item_title);
    return answer_page(request, &page, &head);
}

/* ---- saving ---- */

enum rc prepare_item(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, fields, COUNT(fields), draft);
}

static bool is_form_of(const struct tool *tool, struct str form) {
    for (size_t i = 0; tool->forms && tool->forms[i]; i++)
        if (str_is(str_from(tool->forms[i]), form)) return true;
    return false;
}

/* The content that the form names, frozen into the exercise; empty keeps what there was. */
static enum rc choose_content(struct request *request, const struct draft *draft,
                              const struct tool *tool, struct exercise *exercise) {
    struct content_row row;
    uint64_t id;
    exercise->content = (struct str){0};
    if (!draft->content.n) return RC_OK;
    if (id_parse(draft->content, &id) != RC_OK) return RC_ABSENT;
    TRY(content_by_public_id(request->db, request->arena, id, &row));
    const struct meeting *meeting = meeting_asked(request);
    bool ours = meeting->place.kind == OBJECT_ORGANISATION && row.organisation == meeting->place.id;
    if (!ours || !str_is(row.tool, str_from(tool->key))) return RC_ABSENT;
    exercise->content = row.json;
    return RC_OK;
}

/* Takes the exercise out and puts the changed one where it stood. */
static enum rc replace_exercise(struct request *request, const struct agenda_item *item,
                                struct exercise *exercise, int64_t minutes) {
    struct agenda agenda;
    TRY(meeting_item_remove(request, &item->item));
    TRY(exercise_create(request, exercise));
    TRY(agenda_read(request, meeting_asked(request), &agenda));
    size_t last = agenda.rows.n - 1;
    struct meeting_item made = agenda.rows.v[last].item;
    if (minutes) {
        made.minutes = (int)minutes;
        TRY(meeting_item_update(request, &made));
    }
    size_t before = 0;
    while (before < last && agenda.rows.v[before].item.seq < item->item.seq) before++;
    for (size_t i = last; i > before; i--) TRY(meeting_item_move(request, &made, -1));
    return RC_OK;
}

/* Empty, or what the tool plans, is left to the tool. */
static enum rc choose_seconds(struct request *request, int64_t seconds, const struct tool *tool,
                              struct exercise *exercise) {
    const struct tool_phase *first = &tool->phases[0];
    exercise->clock = (struct clock){0};
    if (!seconds || !first->seconds_max || seconds == first->seconds) return RC_OK;
    if (seconds < first->seconds_min || seconds > first->seconds_max) {
        form_error(request, "seconds", T_meeting_seconds_wrong);
        return RC_INVALID;
    }
    exercise->clock.round_ms = seconds * 1000;
    return RC_OK;
}

/* None ticked, or a tool without a choice: as the tool plans. */
static enum rc choose_axes(struct request *request, const struct agenda_item *item,
                           struct exercise *exercise) {
    const struct draft *draft = request->state;
    struct str rest, key;
    int n = 0;
    TRY(axes_read(request, item, draft->axes, &exercise->axes));
    for (rest = exercise->axes; rest.n && str_cut(&rest, ' ', &key);) n++;
    if (!n || (n >= item->tool->axes_min && n <= item->tool->axes_max)) return RC_OK;
    form_error(request, "axis0", T_meeting_axes_wrong);
    return RC_INVALID;
}

static enum rc save_exercise(struct request *request, const struct agenda_item *item) {
    const struct draft *draft = request->state;
    struct exercise exercise = item->exercise;
    int64_t k = 0;
    if (exercise.state != EXERCISE_PLANNED) return RC_CONFLICT;
    exercise.title = draft->title;
    if (is_form_of(item->tool, draft->form)) exercise.form = draft->form;
    if (str_to_i64(draft->k, &k) == RC_OK && k >= 3 && k <= 20) exercise.k = (int)k;
    exercise.is_named = draft->named;
    exercise.change = draft->ready ? CHANGE_WHEN_READY : CHANGE_BY_CLOCK;
    exercise.across_sectors = draft->across;
    exercise.asks_heard = draft->heard;
    TRY(choose_seconds(request, draft->seconds, item->tool, &exercise));
    TRY(choose_content(request, draft, item->tool, &exercise));
    TRY(choose_axes(request, item, &exercise));
    return replace_exercise(request, item, &exercise, draft->minutes);
}

enum rc apply_item_save(struct request *request) {
    const struct draft *draft = request->state;
    struct agenda_item item;
    TRY(plan_item(request, &item));
    if (item.tool) return save_exercise(request, &item);
    item.item.title = draft->title;
    item.item.text = draft->text;
    item.item.minutes = (int)draft->minutes;
    return meeting_item_update(request, &item.item);
}

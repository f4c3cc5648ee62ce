/* The agenda: points added, moved, changed and removed. An exercise that has begun stays. */
#include "feature/meeting/lead.h"

struct draft {
    struct str key, title;
    int64_t minutes, by;
};

static const struct field tool_fields[] = {
    {.name = "tool",
     .kind = FIELD_LINE,
     .required = true,
     .max = 30,
     .offset = offsetof(struct draft, key),
     .label = T_meeting_field_tool},
};
enum { PLAIN_TITLE, PLAIN_MINUTES };
static const struct field plain_fields[] = {
    [PLAIN_TITLE] = {.name = "title",
                     .kind = FIELD_LINE,
                     .required = true,
                     .max = MEETING_TITLE_MAX,
                     .offset = offsetof(struct draft, title),
                     .label = T_meeting_field_item_title},
    [PLAIN_MINUTES] = {.name = "minutes",
                       .kind = FIELD_NUMBER,
                       .min = 1,
                       .max = 480,
                       .offset = offsetof(struct draft, minutes),
                       .label = T_meeting_field_item_minutes},
};
static const struct field move_fields[] = {
    {.name = "by",
     .kind = FIELD_NUMBER,
     .required = true,
     .min = -1,
     .max = 1,
     .offset = offsetof(struct draft, by)},
};

static enum rc view_tools(struct request *request, struct form_field *field) {
    const struct tool *const *tools = request->site->tools;
    size_t n = 0;
    while (tools && tools[n]) n++;
    struct field_option *options = arena_new_array(request->arena, n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        options[i].value = str_from(tools[i]->key);
        options[i].label_text =
            str_format(request->arena, "%.*s (%d min)",
                       STR_ARG(text_of(request->lang, tools[i]->title)), tools[i]->minutes);
    }
    *field = form_view(request, &tool_fields[0], NULL);
    field->is_select = true;
    field->options.v = options;
    field->options.n = n;
    return RC_OK;
}

static struct error_summary plan_errors(struct request *request) {
    struct field all[COUNT(tool_fields) + COUNT(plain_fields)];
    for (size_t i = 0; i < COUNT(tool_fields); i++) all[i] = tool_fields[i];
    for (size_t i = 0; i < COUNT(plain_fields); i++) all[COUNT(tool_fields) + i] = plain_fields[i];
    return form_errors(request, all, COUNT(all));
}

enum rc show_plan(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    struct agenda agenda;
    struct meeting_plan view = {
        .title = meeting->title,
        .lang = meeting->lang,
        .minutes = meeting->minutes,
        .errors = plan_errors(request),
        .plain_title = form_view(request, &plain_fields[PLAIN_TITLE], NULL),
        .plain_minutes = form_view(request, &plain_fields[PLAIN_MINUTES], NULL),
        .tool_url = meeting_page(request, "/plan"),
        .plain_url = meeting_page(request, "/plan/plain"),
        .lead_url = meeting_page(request, "/lead"),
        .settings_url = meeting_page(request, "/settings"),
    };
    TRY(agenda_read(request, meeting, &agenda));
    TRY(lead_view_items(request, &agenda, &view.items.v, &view.items.n));
    TRY(view_tools(request, &view.tool));
    TRY(documents_view(request, meeting, &view.documents));
    for (size_t i = 0; i < view.items.n; i++) view.minutes_planned += view.items.v[i].minutes;
    view.is_over = view.minutes && view.minutes_planned > view.minutes;
    view.is_full = view.items.n >= MEETING_ITEMS_MAX;
    view.plain_minutes.type = STR("number");
    struct page page;
    page_start(request, &page);
    meeting_plan_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_plan_title);
    return answer_page(request, &page, &head);
}

static enum rc prepare(struct request *request, const struct field *fields, size_t n) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, fields, n, draft);
}

enum rc prepare_plan_add(struct request *request) {
    TRY(prepare(request, tool_fields, COUNT(tool_fields)));
    const struct draft *draft = request->state;
    if (tool_find(request->site, draft->key)) return RC_OK;
    form_error(request, "tool", T_form_choose);
    return RC_INVALID;
}

enum rc apply_plan_add(struct request *request) {
    const struct draft *draft = request->state;
    const struct tool *tool = tool_find(request->site, draft->key);
    struct exercise exercise = {
        .meeting = meeting_asked(request)->id,
        .title = text_of(request->lang, tool->title),
        .tool = str_from(tool->key),
        .form = str_from(tool->forms ? tool->forms[0] : ""),
        .k = MEETING_K_DEFAULT,
    };
    TRY(exercise_create(request, &exercise));
    return meeting_tell_all(request, meeting_asked(request)->public_id);
}

enum rc prepare_plan_plain(struct request *request) {
    return prepare(request, plain_fields, COUNT(plain_fields));
}

enum rc apply_plan_plain(struct request *request) {
    const struct draft *draft = request->state;
    struct meeting_item item = {.meeting = meeting_asked(request)->id,
                                .kind = ITEM_PLAIN,
                                .title = draft->title,
                                .minutes = (int)draft->minutes};
    TRY(meeting_item_add(request, &item));
    return meeting_tell_all(request, meeting_asked(request)->public_id);
}

enum rc answer_plan(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/plan"), T_meeting_saved);
}

/* ---- one point ---- */

enum rc plan_item(struct request *request, struct agenda_item *found) {
    struct agenda agenda;
    uint64_t id;
    TRY(meeting_param_id(request, "item", &id));
    TRY(agenda_read(request, meeting_asked(request), &agenda));
    const struct agenda_item *item = agenda_find(&agenda, id);
    if (!item) return RC_ABSENT;
    *found = *item;
    return RC_OK;
}

enum rc prepare_move(struct request *request) {
    return prepare(request, move_fields, COUNT(move_fields));
}

enum rc apply_move(struct request *request) {
    const struct draft *draft = request->state;
    struct agenda_item found;
    TRY(plan_item(request, &found));
    if (!draft->by) return RC_OK;
    TRY(meeting_item_move(request, &found.item, (int)draft->by));
    return meeting_tell_all(request, meeting_asked(request)->public_id);
}

enum rc apply_remove(struct request *request) {
    struct agenda_item found;
    TRY(plan_item(request, &found));
    TRY(meeting_item_remove(request, &found.item));
    return meeting_tell_all(request, meeting_asked(request)->public_id);
}

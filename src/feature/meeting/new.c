/* Hold a meeting: where, what for, how long, when. Four questions, and an agenda that fits. */
#include "feature/meeting/inner.h"

#include "core/initiative.h"
#include "core/organisation.h"
#include "core/person.h"
#include "feature/meeting/suggest.h"

#include <string.h>

enum hold { HOLD_NOW, HOLD_PLANNED, HOLD_OVER_DAYS, HOLD__N };
static const char *const when_choices[HOLD__N + 1] = {"now", "planned", "days"};
static const enum text_id when_labels[HOLD__N] = {T_meeting_when_now, T_meeting_when_planned,
                                                  T_meeting_when_days};

struct draft {
    struct str place; /* "new", or "o-ID" and "i-ID" */
    struct str group, starts, ends, tool;
    int purpose, length, when;
    /* Found out while it is read: */
    int64_t starts_at, ends_at;
    uint64_t made; /* public id */
};
enum { F_PLACE, F_GROUP, F_PURPOSE, F_LENGTH, F_WHEN, F_STARTS, F_ENDS, F_TOOL };
static const struct field fields[] = {
    [F_PLACE] = {.name = "place",
                 .kind = FIELD_LINE,
                 .required = true,
                 .max = 20,
                 .offset = offsetof(struct draft, place),
                 .label = T_meeting_field_place},
    [F_GROUP] = {.name = "group",
                 .kind = FIELD_LINE,
                 .max = ORGANISATION_NAME_MAX,
                 .offset = offsetof(struct draft, group),
                 .label = T_meeting_field_group,
                 .hint = T_meeting_hint_group},
    [F_PURPOSE] = {.name = "purpose",
                   .kind = FIELD_CHOICE,
                   .required = true,
                   .choices = purpose_choices,
                   .offset = offsetof(struct draft, purpose),
                   .label = T_meeting_field_purpose,
                   .labels = purpose_labels},
    [F_LENGTH] = {.name = "length",
                  .kind = FIELD_CHOICE,
                  .required = true,
                  .choices = length_choices,
                  .offset = offsetof(struct draft, length),
                  .label = T_meeting_field_length,
                  .labels = length_labels},
    [F_WHEN] = {.name = "when",
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = when_choices,
                .offset = offsetof(struct draft, when),
                .label = T_meeting_field_when,
                .labels = when_labels},
    [F_STARTS] = {.name = "starts",
                  .kind = FIELD_LINE,
                  .max = 20,
                  .offset = offsetof(struct draft, starts),
                  .label = T_meeting_field_starts,
                  .hint = T_meeting_hint_new_starts},
    [F_ENDS] = {.name = "ends",
                .kind = FIELD_LINE,
                .max = 20,
                .offset = offsetof(struct draft, ends),
                .label = T_meeting_field_ends,
                .hint = T_meeting_hint_new_ends},
    [F_TOOL] = {.name = "tool",
                .kind = FIELD_LINE,
                .max = 30,
                .offset = offsetof(struct draft, tool)},
};

/* ---- the place ---- */

static struct str place_value(struct request *request, int kind, uint64_t public_id) {
    return str_format(request->arena, "%c-%.*s", kind == OBJECT_INITIATIVE ? 'i' : 'o',
                      STR_ARG(meeting_id_text(request->arena, public_id)));
}

/* What "o-ID" or "i-ID" names, if the asker may arrange something there. */
static enum rc find_place(struct request *request, struct str value, struct object *object) {
    if (value.n < 3 || value.p[1] != '-' || (value.p[0] != 'o' && value.p[0] != 'i'))
        return RC_ABSENT;
    *object = (struct object){.kind = value.p[0] == 'i' ? OBJECT_INITIATIVE : OBJECT_ORGANISATION};
    if (id_parse(str_slice(value, 2, value.n), &object->public_id) != RC_OK) return RC_ABSENT;
    TRY(rights_load_object(request, object, NULL));
    return rights_may(request, MAY_ARRANGE, object) ? RC_OK : RC_DENIED;
}

static struct str place_name(const struct object *object) {
    if (object->kind == OBJECT_INITIATIVE) return ((const struct initiative *)object->row)->title;
    return ((const struct organisation *)object->row)->name;
}

/* The place that the address asks for may be one that no list of hers has: an administrator's. */
static enum rc add_asked_place(struct request *request, struct str value,
                               struct field_option *options, size_t *n) {
    struct object object;
    for (size_t i = 0; i < *n; i++) {
        options[i].chosen = str_is(options[i].value, value);
        if (options[i].chosen) return RC_OK;
    }
    enum rc rc = find_place(request, value, &object);
    if (rc == RC_ABSENT || rc == RC_DENIED) return RC_OK;
    TRY(rc);
    options[(*n)++] =
        (struct field_option){.value = value, .label_text = place_name(&object), .chosen = true};
    return RC_OK;
}

static enum rc view_places(struct request *request, struct meeting_new_view *view) {
    struct meeting_places places = {0};
    TRY(meeting_places_read(request, &places));
    struct field_option *options =
        arena_new_array(request->arena, places.rows.n + 2, struct field_option);
    if (!options) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < places.rows.n; i++) {
        const struct meeting_place *place = &places.rows.v[i];
        options[n++] =
            (struct field_option){.value = place_value(request, place->kind, place->public_id),
                                  .label_text = place->name};
    }
    view->place = form_view(request, &fields[F_PLACE], NULL);
    struct str asked = request->form ? view->place.value : form_value(request->query, "place");
    TRY(add_asked_place(request, asked, options, &n));
    bool chose_new = str_is(asked, STR("new")) || n == 0;
    options[n++] = (struct field_option){
        .value = STR("new"), .label = T_meeting_place_new, .chosen = chose_new};
    view->place.is_choice = n <= 6;
    view->place.is_select = n > 6;
    view->place.options.v = options;
    view->place.options.n = n;
    return RC_OK;
}

/* ---- the page ---- */

static void choose_default(struct form_field *field, const char *value) {
    for (size_t i = 0; i < field->options.n; i++)
        if (field->options.v[i].chosen) return;
    struct field_option *options = (struct field_option *)(uintptr_t)field->options.v;
    for (size_t i = 0; i < field->options.n; i++)
        options[i].chosen = str_is(options[i].value, str_from(value));
}

static void view_when(struct request *request, struct meeting_new_view *view) {
    view->when = form_view(request, &fields[F_WHEN], NULL);
    choose_default(&view->when, "now");
    view->starts = form_view(request, &fields[F_STARTS], NULL);
    view->starts.type = STR("datetime-local");
    view->starts.longest = 0; /* HTML knows none for dates */
    view->ends = form_view(request, &fields[F_ENDS], NULL);
    view->ends.type = STR("date");
    view->ends.longest = 0; /* HTML knows none for dates */
}

enum rc show_meeting_new(struct request *request) {
    struct str key = form_value(request->form ? request->form : request->query, "tool");
    const struct tool *tool = tool_find(request->site, key);
    struct meeting_new_view view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .group = form_view(request, &fields[F_GROUP], NULL),
        .length = form_view(request, &fields[F_LENGTH], NULL),
        .tool = tool ? tool->title : T_none,
        .tool_key = tool ? str_from(tool->key) : (struct str){0},
    };
    TRY(view_places(request, &view));
    choose_default(&view.length, "45");
    view_when(request, &view);
    struct form_field *purpose = arena_new(request->arena, struct form_field);
    if (!purpose) return RC_LIMIT;
    *purpose = form_view(request, &fields[F_PURPOSE], NULL);
    view.purpose = tool ? NULL : purpose;
    struct page page;
    page_start(request, &page);
    meeting_new_html(&page, &view);
    const struct page_head head = {.title = text_of(request->lang, T_meeting_new_title)};
    return answer_page(request, &page, &head);
}

/* ---- making it ---- */

static enum rc read_times(struct request *request, struct draft *draft) {
    struct when when = {request->now};
    if (draft->when == HOLD_PLANNED &&
        (!draft->starts.n || text_when_from_local(draft->starts, &when) != RC_OK)) {
        form_error(request, "starts", T_meeting_date_wrong);
        return RC_INVALID;
    }
    draft->starts_at = when.ms;
    if (draft->when != HOLD_OVER_DAYS) return RC_OK;
    if (!draft->ends.n || text_when_from_local(draft->ends, &when) != RC_OK ||
        when.ms < request->now - INT64_C(24) * 3600 * 1000) {
        form_error(request, "ends", T_meeting_end_wrong);
        return RC_INVALID;
    }
    draft->ends_at = when.ms;
    return RC_OK;
}

enum rc prepare_meeting_new(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->purpose = PURPOSE_OTHER;
    struct field table[COUNT(fields)];
    memcpy(table, fields, sizeof table);
    /* Who comes with a tool in hand is not asked what for. */
    if (tool_find(request->site, form_value(request->form, "tool")))
        table[F_PURPOSE].required = false;
    TRY(form_read(request, table, COUNT(table), draft));
    if (str_is(draft->place, STR("new")) && !draft->group.n) {
        form_error(request, "group", T_meeting_group_missing);
        return RC_INVALID;
    }
    return read_times(request, draft);
}

/* A group that has no page yet is a network, managed by her who holds the meeting. */
static enum rc make_group(struct request *request, struct str name, struct ref *place) {
    struct person person;
    if (!organisation_may_create(request, KIND_NETWORK, NULL)) return RC_DENIED;
    TRY(person_by_id(request->db, request->arena, request->asker.id, &person));
    struct organisation group = {.kind = KIND_NETWORK,
                                 .name = name,
                                 .lang = lang_code(request->lang),
                                 .contact_name = person.name,
                                 .contact_phone = person.phone,
                                 .created_at = request->now};
    TRY(organisation_create(request->db, request->arena, &group, request->asker.id));
    *place = REF_ORGANISATION(group.id);
    return RC_OK;
}

static enum rc choose_place(struct request *request, const struct draft *draft, struct ref *place) {
    struct object object;
    if (str_is(draft->place, STR("new"))) return make_group(request, draft->group, place);
    enum rc rc = find_place(request, draft->place, &object);
    if (rc == RC_ABSENT || rc == RC_DENIED) {
        form_error(request, "place", T_form_choose);
        return RC_INVALID;
    }
    TRY(rc);
    *place = ref_of(&object);
    return RC_OK;
}

/* The tool with the time that the suggestion has for it. */
static enum rc add_tool(struct request *request, const struct meeting *meeting,
                        const struct tool *tool, const struct suggestion *suggestion) {
    const char *form = suggestion->form ? suggestion->form : tool->forms ? tool->forms[0] : "";
    struct exercise exercise = {
        .meeting = meeting->id,
        .title = text_of(request->lang, tool->title),
        .tool = str_from(tool->key),
        .form = str_from(form),
        .k = MEETING_K_DEFAULT,
    };
    struct meeting_items items = {0};
    TRY(exercise_create(request, &exercise));
    TRY(meeting_items(request->db, request->arena, meeting->id, &items));
    struct meeting_item item = items.rows.v[items.rows.n - 1];
    item.minutes = suggestion->minutes;
    return meeting_item_update(request, &item);
}

static enum rc add_agenda(struct request *request, const struct draft *draft,
                          const struct meeting *meeting) {
    const struct tool *tool = tool_find(request->site, draft->tool);
    const struct suggestion whole = {.minutes = meeting->minutes};
    const struct suggestion *list =
        suggestions_for((enum purpose)draft->purpose, (enum length)draft->length);
    if (tool) return add_tool(request, meeting, tool, &whole);
    for (size_t i = 0; i < SUGGESTIONS_MAX && list[i].minutes; i++) {
        tool = list[i].tool ? tool_find(request->site, str_from(list[i].tool)) : NULL;
        if (tool) TRY(add_tool(request, meeting, tool, &list[i]));
        if (list[i].tool) continue;
        struct meeting_item item = {.meeting = meeting->id,
                                    .kind = ITEM_PLAIN,
                                    .title = text_of(request->lang, list[i].title),
                                    .minutes = list[i].minutes};
        TRY(meeting_item_add(request, &item));
    }
    return RC_OK;
}

enum rc apply_meeting_new(struct request *request) {
    struct draft *draft = request->state;
    const struct tool *tool = tool_find(request->site, draft->tool);
    struct meeting meeting = {
        .title = text_of(request->lang, tool ? tool->title : purpose_labels[draft->purpose]),
        .lang = lang_code(request->lang),
        .starts_at = draft->starts_at,
        .ends_at = draft->ends_at,
        .minutes = length_minutes[draft->length],
        .pace = draft->when == HOLD_OVER_DAYS ? PACE_OWN : PACE_LIVE,
        .created_at = request->now,
        .created_by = request->asker.id,
    };
    if (!tool && draft->purpose == PURPOSE_OTHER)
        meeting.title = text_of(request->lang, T_meeting_title_plain);
    TRY(choose_place(request, draft, &meeting.place));
    TRY(meeting_create(request, &meeting));
    draft->made = meeting.public_id;
    return add_agenda(request, draft, &meeting);
}

enum rc answer_meeting_new(struct request *request) {
    const struct draft *draft = request->state;
    struct url url = meeting_url(request->arena, draft->made);
    url.path = str_format(request->arena, "%.*s/lead", STR_ARG(url.path));
    return answer_redirect(request, url, T_meeting_made);
}

/* Renaming, finishing and moving an activity, for those who manage the place it belongs to. */
#include "core/activity.h"

#include "core/organisation.h"
#include "feature/initiative/pages.h"
#include "feature/initiative/store.h"
#include "platform/secret.h"

enum { ACTIVITY_TITLE_MAX = 150 };

struct activity_draft {
    struct str title;
    bool done;
    uint64_t to; /* public id of the new place; 0: stays */
};
enum { TITLE, DONE, TO };
static const struct field activity_fields[] = {
    [TITLE] = {.name = "title",
               .kind = FIELD_LINE,
               .required = true,
               .min = 1,
               .max = ACTIVITY_TITLE_MAX,
               .offset = offsetof(struct activity_draft, title),
               .label = T_activity_title},
    [DONE] = {.name = "done",
              .kind = FIELD_CHECK,
              .offset = offsetof(struct activity_draft, done),
              .label = T_activity_done},
    [TO] = {.name = "to",
            .kind = FIELD_ID,
            .offset = offsetof(struct activity_draft, to),
            .label = T_activity_to,
            .hint = T_activity_to_hint},
};

/* What the steps of one POST hand on. */
struct activity_change {
    struct activity_draft draft;
    struct url next;
};

/* The initiative or organisation that the path goes through. */
static const struct object *place_of(const struct request *request) {
    return &request->objects[0];
}

static struct url place_url(struct request *request, enum object_kind kind, uint64_t public_id) {
    return kind == OBJECT_INITIATIVE ? initiative_url(request->arena, public_id)
                                     : organisation_url(request->arena, public_id);
}

static struct str place_name(const struct request *request) {
    const struct object *place = place_of(request);
    if (place->kind == OBJECT_INITIATIVE) return ((const struct initiative *)place->row)->title;
    return ((const struct organisation *)place->row)->name;
}

static enum rc place_options(struct request *request, struct form_field *view) {
    struct managed_places places = {0};
    TRY(managed_places_read(request, &places));
    struct field_option *options =
        arena_new_array(request->arena, places.rows.n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    size_t n = 0;
    options[n++] = (struct field_option){.label = T_activity_stays};
    for (size_t i = 0; i < places.rows.n; i++) {
        const struct managed_place *place = &places.rows.v[i];
        char id[ID_TEXT_BYTES + 1];
        id_text(place->public_id, id);
        if (place->id == place_of(request)->id && place->kind == (int)place_of(request)->kind)
            continue;
        options[n++] = (struct field_option){.value = str_copy(request->arena, str_from(id)),
                                             .label_text = place->name};
    }
    for (size_t i = 0; i < n; i++) options[i].chosen = str_is(options[i].value, view->value);
    view->options.v = options;
    view->options.n = n;
    view->is_select = true;
    view->type = (struct str){0};
    return RC_OK;
}

static enum rc answer_settings_page(struct request *request, const struct activity_draft *draft) {
    const struct object *place = place_of(request);
    struct activity_settings view = {
        .errors = form_errors(request, activity_fields, COUNT(activity_fields)),
        .title = form_view(request, &activity_fields[TITLE], draft),
        .done = form_view(request, &activity_fields[DONE], draft),
        .to = form_view(request, &activity_fields[TO], draft),
        .place = place_name(request),
        .back_url = place_url(request, place->kind, place->public_id),
    };
    TRY(place_options(request, &view.to));
    view.may_move = view.to.options.n > 1;
    struct page page;
    page_start(request, &page);
    activity_settings_html(&page, &view);
    const struct crumb_step crumbs[] = {{view.place, view.back_url}};
    const struct page_head head = {.title = text_of(request->lang, T_activity_heading),
                                   .crumbs = crumbs,
                                   .n_crumbs = COUNT(crumbs),
                                   .search_index = STR("noindex")};
    return answer_page(request, &page, &head);
}

enum rc initiative_show_activity(struct request *request) {
    const struct activity *activity = request_object(request, OBJECT_ACTIVITY)->row;
    const struct activity_draft draft = {.title = activity->title,
                                         .done = activity->state == ACTIVITY_DONE};
    return answer_settings_page(request, &draft);
}

enum rc initiative_show_activity_again(struct request *request) {
    return answer_settings_page(request, NULL);
}

enum rc initiative_read_activity(struct request *request) {
    struct activity_change *change = arena_new(request->arena, struct activity_change);
    if (!change) return RC_LIMIT;
    request->state = change;
    return form_read(request, activity_fields, COUNT(activity_fields), &change->draft);
}

/* Moves it if a place was chosen, and only to one that the asker manages herself. */
static enum rc move(struct request *request, int64_t activity, struct activity_change *change) {
    const struct object *from = place_of(request);
    change->next = place_url(request, from->kind, from->public_id);
    if (!change->draft.to || change->draft.to == from->public_id) return RC_OK;
    struct managed_places places = {0};
    TRY(managed_places_read(request, &places));
    for (size_t i = 0; i < places.rows.n; i++) {
        const struct managed_place *place = &places.rows.v[i];
        if (place->public_id != change->draft.to) continue;
        change->next = place_url(request, (enum object_kind)place->kind, place->public_id);
        return activity_move(request, activity, ref_of(from),
                             (struct ref){(enum object_kind)place->kind, place->id});
    }
    form_error(request, "to", T_activity_to_not_yours);
    return RC_INVALID;
}

enum rc initiative_apply_activity(struct request *request) {
    struct activity_change *change = request->state;
    int64_t activity = request_object(request, OBJECT_ACTIVITY)->id;
    TRY(activity_rename(request, activity, change->draft.title));
    TRY(activity_set_state(request, activity, change->draft.done ? ACTIVITY_DONE : ACTIVITY_OPEN));
    return move(request, activity, change);
}

enum rc initiative_answer_activity(struct request *request) {
    const struct activity_change *change = request->state;
    return answer_redirect(request, change->next, T_activity_changed);
}

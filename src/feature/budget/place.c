/* Where a budget belongs. */
#include "feature/budget/place.h"

#include "core/initiative.h"
#include "core/organisation.h"
#include "platform/secret.h"

struct budget_place budget_place(const struct request *request) {
    const struct object *object = &request->objects[0];
    struct budget_place place = {.ref = ref_of(object)};
    if (object->kind == OBJECT_ORGANISATION) {
        const struct organisation *organisation = object->row;
        place.title = organisation->name;
        place.url = organisation_url(request->arena, object->public_id);
    } else {
        const struct initiative *initiative = object->row;
        place.title = initiative->title;
        place.url = initiative_url(request->arena, object->public_id);
    }
    return place;
}

enum rc budget_crumbs(struct request *request, struct page_head *head) {
    struct crumb_step *steps = arena_new_array(request->arena, 2, struct crumb_step);
    if (!steps) return RC_LIMIT;
    struct budget_place place = budget_place(request);
    bool organisation = place.ref.kind == OBJECT_ORGANISATION;
    steps[0].title = text_of(request->lang, organisation ? T_nav_organisations : T_nav_initiatives);
    steps[0].url =
        organisation ? url_format(request->arena, "/o") : url_format(request->arena, "/i");
    steps[1].title = place.title;
    steps[1].url = place.url;
    head->crumbs = steps;
    head->n_crumbs = 2;
    return RC_OK;
}

struct url budget_url(const struct request *request, const char *below, uint64_t public_id) {
    char id[ID_TEXT_BYTES + 1];
    struct url url = budget_place(request).url;
    id_text(public_id, id);
    url.path = str_format(request->arena, "%.*s/budget/%s%s", STR_ARG(url.path), below, id);
    return url;
}

/*
 * The network on the page of an organisation: for its managers the workplaces below it that have
 * had no contact person for more than 14 days, the way to its interviews, and whether an
 * association is in the network. Visitors cost no query; others one, managers two, associations one
 * more.
 */
#include "feature/network/inner.h"

#include "core/meeting/place_panel.h"
#include "feature/network/interview.h"

static bool has_houses(const struct organisation *organisation) {
    return organisation->kind == KIND_MUNICIPALITY || organisation->kind == KIND_INSTITUTION;
}

static enum rc view_vacancies(struct request *request, const struct organisation *organisation,
                              struct network_place *view) {
    struct house_list list = {0};
    TRY(house_list_read(request, organisation->id, &list));
    struct network_vacancy *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct network_vacancy);
    if (!rows) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct network_house house = network_house_view(request, &list.rows.v[i]);
        if (!house.is_long) continue;
        rows[n++] =
            (struct network_vacancy){house.name, house.lang, house.contact_url, house.since};
    }
    view->vacancies.v = rows;
    view->vacancies.n = n;
    return RC_OK;
}

/* An association and the like may be taken into the network; workplaces are in it anyway. */
static enum rc view_membership(struct request *request, const struct organisation *organisation,
                               const struct network_asker *asker, struct network_place *view) {
    if (organisation->kind == KIND_WORKPLACE || has_houses(organisation)) return RC_OK;
    TRY(network_member_is(request, organisation->id, &view->is_member));
    view->may_join = asker->moderates && !view->is_member;
    view->may_leave = asker->moderates && view->is_member;
    return RC_OK;
}

static enum rc write_panel(struct request *request, struct page *page,
                           const struct panel_place *place) {
    if (place->ref.kind != OBJECT_ORGANISATION || !request->asker.id) return RC_OK;
    const struct organisation *organisation = network_organisation(request);
    struct network_place view = {.directory_url = url_format(request->arena, "/network"),
                                 .join_url = network_page(request, "/network"),
                                 .interviews_url = network_page(request, "/interviews"),
                                 .may_interview = interview_may_call(organisation)};
    struct network_asker asker;
    TRY(network_asker_read(request, &asker));
    bool manages = organisation->asker_manages || request->asker.is_administrator;
    if (manages && has_houses(organisation)) TRY(view_vacancies(request, organisation, &view));
    TRY(view_membership(request, organisation, &asker, &view));
    bool is_any = view.vacancies.n || view.may_join || view.is_member || view.may_interview;
    if (is_any) network_place_html(page, &view);
    return RC_OK;
}

const struct panel network_panel = {"network", write_panel};

/* ---- taking an association in, and out ---- */

struct join {
    bool is_member;
};
static const struct field fields[] = {
    {.name = "member", .kind = FIELD_CHECK, .offset = offsetof(struct join, is_member)},
};

enum rc network_prepare_network_member(struct request *request) {
    struct join *join = arena_new(request->arena, struct join);
    if (!join) return RC_LIMIT;
    request->state = join;
    return form_read(request, fields, COUNT(fields), join);
}

enum rc network_apply_network_member(struct request *request) {
    const struct join *join = request->state;
    const struct organisation *organisation = network_organisation(request);
    struct network_asker asker;
    TRY(network_asker_read(request, &asker));
    if (!asker.moderates) return RC_DENIED;
    if (has_houses(organisation) || organisation->kind == KIND_WORKPLACE) return RC_CONFLICT;
    return network_member_set(request, organisation->id, join->is_member);
}

enum rc network_answer_network_member(struct request *request) {
    return answer_redirect(
        request, organisation_url(request->arena, network_organisation(request)->public_id),
        T_network_saved);
}

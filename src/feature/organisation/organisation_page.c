/*
 * The page of one organisation; of a workplace also where it stands: who to call, what was measured
 * last, what was promised, what comes next. Visitors cost six queries: the organisation, its
 * contact person, what is below it, initiatives, meetings and results. Members cost five more
 * (their term, members, actions, and the two measures), and each panel of another feature what it
 * says.
 */
#include "core/contact.h"
#include "core/initiative.h"
#include "core/place_panels.h"
#include "feature/organisation/inner.h"

enum { BELOW_MAX = 200 };

static enum rc view_below(struct request *request, const struct organisation *organisation,
                          struct organisation_page *view) {
    struct organisation_list list;
    TRY(organisation_below(request->db, request->arena, organisation->id, BELOW_MAX, &list));
    struct organisation_row *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct organisation_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) rows[i] = row_of(request, &list.rows.v[i]);
    view->below.v = rows;
    view->below.n = list.rows.n;
    view->shows_below = list.rows.n > 0 || organisation->kind == KIND_MUNICIPALITY ||
                        organisation->kind == KIND_INSTITUTION;
    return RC_OK;
}

static enum rc view_initiatives(struct request *request, const struct organisation *organisation,
                                struct organisation_page *view) {
    const struct initiative_filter filter = {
        .theme = -1, .stage = -1, .organisation = organisation->id};
    struct initiative_list list = {0};
    const struct page_place first = {0};
    TRY(initiative_list(request, &filter, &first, &list));
    struct organisation_initiative *shown =
        arena_new_array(request->arena, list.rows.n + 1, struct organisation_initiative);
    if (!shown) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++)
        shown[i] = (struct organisation_initiative){
            list.rows.v[i].title, initiative_url(request->arena, list.rows.v[i].public_id)};
    view->initiatives.v = shown;
    view->initiatives.n = list.rows.n;
    return RC_OK;
}

static void view_rights(struct request *request, const struct organisation *organisation,
                        struct organisation_page *view) {
    const struct object *object = request_object(request, OBJECT_ORGANISATION);
    struct str id = organisation_id_text(request, organisation);
    view->is_member = organisation->asker_member >= 0;
    view->may_manage = rights_may(request, MAY_MANAGE, object);
    view->may_add_below = organisation_may_create(request, KIND_WORKPLACE, organisation) ||
                          organisation_may_create(request, KIND_INSTITUTION, organisation);
    view->edit_url = url_format(request->arena, "/o/%s/edit", id);
    view->members_url = url_format(request->arena, "/o/%s/members", id);
    view->tools_url = url_format(request->arena, "/o/%s/tools", id);
    view->leave_url = url_format(request->arena, "/o/%s/leave", id);
    view->add_url = url_format(request->arena, "/o/new?parent=%s", id);
}

/* Who to call about volunteering. Of places that never had anybody and are no workplace, nothing.
 */
static enum rc view_contact(struct request *request, const struct organisation *organisation,
                            struct organisation_page *page) {
    struct organisation_contact *view = &page->contact;
    struct contact contact = {0};
    *view = (struct organisation_contact){
        .page_url = url_format(request->arena, "/o/%s/contact",
                               organisation_id_text(request, organisation)),
        .may_name = page->may_manage};
    enum rc rc =
        contact_current(request->db, request->arena, organisation->id, request->now, &contact);
    view->is_shown = rc == RC_OK || organisation->kind == KIND_WORKPLACE || page->may_manage;
    view->is_vacant = rc == RC_ABSENT;
    if (rc == RC_ABSENT && view->is_shown)
        return contact_vacant_since(request->db, request->arena, organisation->id, request->now,
                                    &view->since.ms);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    view->name = person_name(request->lang, contact.name);
    view->deputy = contact.deputy_name;
    view->phone = contact.phone;
    view->mail = contact.mail;
    view->phone_url = url_phone(request->arena, contact.phone);
    view->mail_url = url_mail(request->arena, contact.mail);
    view->since = (struct when){contact.from_at};
    return RC_OK;
}

enum rc show_organisation(struct request *request) {
    const struct organisation *organisation = organisation_of(request);
    struct organisation_page view = {
        .name = organisation->name,
        .lang = organisation->lang,
        .about = organisation->about,
        .cvr = organisation->cvr,
        .kind = kind_labels[organisation->kind],
        .parent = organisation->parent_name,
        .contact_name = organisation->contact_name,
        .contact_phone = organisation->contact_phone,
        .contact_phone_url = url_phone(request->arena, organisation->contact_phone),
    };
    if (organisation->parent)
        view.parent_url = organisation_url(request->arena, organisation->parent_public_id);
    view.network_url = url_format(request->arena, "/network");
    view_rights(request, organisation, &view);
    if (view.is_member || view.may_manage)
        TRY(read_members(request, organisation, view.may_manage, &view.members.v, &view.members.n));
    TRY(view_contact(request, organisation, &view));
    TRY(view_below(request, organisation, &view));
    TRY(view_initiatives(request, organisation, &view));
    const struct panel_place place = {
        .ref = REF_ORGANISATION(organisation->id),
        .public_id = organisation->public_id,
        .belongs = view.is_member,
        .may_hold = rights_may(request, MAY_ARRANGE, request_object(request, OBJECT_ORGANISATION)),
    };
    TRY(place_panel_read(request, &place, &view.meetings));
    if (view.is_member || place.may_hold)
        TRY(read_now(request, organisation, &view.meetings, &view.now));
    TRY(place_panels_write(request, &place, &view.panels));
    struct page page;
    page_start(request, &page);
    organisation_page_html(&page, &view);
    struct page_head head = head_below_list(request, organisation->name);
    return answer_page(request, &page, &head);
}

/* The routes of organisations, and what several of their pages share. */
#include "feature/organisation/organisation.h"

#include "feature/organisation/inner.h"

static const struct route routes[] = {
    {GET, "/o", .answer = show_organisations, .need = MAY_ANYONE},
    {GET, "/o/new", .answer = show_organisation_new, .need = MAY_BE_PERSON},
    {POST, "/o/new", .prepare = prepare_organisation_new, .apply = apply_organisation_new,
     .answer = answer_organisation_new, .show = show_organisation_new, .need = MAY_BE_PERSON},
    {GET, "/o/:organisation", .answer = show_organisation, .need = MAY_SEE},
    {GET, "/o/:organisation/edit", .answer = show_organisation_edit, .need = MAY_MANAGE},
    {POST, "/o/:organisation/edit", .prepare = prepare_organisation_edit,
     .apply = apply_organisation_edit, .answer = answer_organisation,
     .show = show_organisation_edit, .need = MAY_MANAGE},
    {GET, "/o/:organisation/members", .answer = show_members, .need = MAY_CONTRIBUTE},
    {POST, "/o/:organisation/members", .prepare = prepare_invite, .apply = apply_invite,
     .answer = answer_invited, .show = show_members, .need = MAY_MANAGE},
    {POST, "/o/:organisation/leave", .apply = apply_leave, .answer = answer_left,
     .need = MAY_CONTRIBUTE},
    {GET, "/o/:organisation/members/:member", .answer = show_member, .need = MAY_MANAGE},
    {POST, "/o/:organisation/members/:member", .prepare = prepare_member, .apply = apply_member,
     .answer = answer_members, .show = show_member, .need = MAY_MANAGE},
    {POST, "/o/:organisation/members/:member/end", .apply = apply_member_end,
     .answer = answer_members, .need = MAY_MANAGE},
    {POST, "/o/:organisation/members/:member/handover", .apply = apply_hand_over,
     .answer = answer_members, .need = MAY_MANAGE},
};

const struct feature feature_organisation = {
    .name = "organisation",
    .routes = routes,
    .n_routes = COUNT(routes),
};

/* ---- shared ---- */

const struct organisation *organisation_of(const struct request *request) {
    return request_object(request, OBJECT_ORGANISATION)->row;
}

struct str organisation_id_text(struct request *request, const struct organisation *organisation) {
    char text[ID_TEXT_BYTES + 1];
    id_text(organisation->public_id, text);
    return str_copy(request->arena, str_from(text));
}

static struct page_head head_with(struct request *request, struct str title,
                                  const struct organisation *organisation) {
    struct page_head head = {.title = title};
    struct crumb_step *steps = arena_new_array(request->arena, 2, struct crumb_step);
    if (!steps) return head;
    steps[0] = (struct crumb_step){text_of(request->lang, T_organisations_title),
                                   url_format(request->arena, "/o")};
    head.crumbs = steps;
    head.n_crumbs = 1;
    if (!organisation) return head;
    steps[1] = (struct crumb_step){organisation->name,
                                   organisation_url(request->arena, organisation->public_id)};
    head.n_crumbs = 2;
    head.search_index = STR("noindex");
    return head;
}

struct page_head head_below_list(struct request *request, struct str title) {
    return head_with(request, title, NULL);
}

struct page_head head_below_organisation(struct request *request, enum text_id title) {
    return head_with(request, text_of(request->lang, title), organisation_of(request));
}

struct organisation_row row_of(struct request *request, const struct organisation_line *line) {
    return (struct organisation_row){
        .name = line->name,
        .lang = line->lang,
        .parent = line->parent_name,
        .kind = kind_labels[line->kind],
        .url = organisation_url(request->arena, line->public_id),
    };
}

enum rc read_members(struct request *request, const struct organisation *organisation,
                     bool may_manage, const struct organisation_member **v, size_t *n) {
    struct membership_list list;
    TRY(membership_list_read(request->db, request->arena, organisation->id, &list));
    struct organisation_member *members =
        arena_new_array(request->arena, list.rows.n + 1, struct organisation_member);
    if (!members) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct membership *row = &list.rows.v[i];
        char id[ID_TEXT_BYTES + 1];
        id_text(row->public_id, id);
        members[i] = (struct organisation_member){
            .name = person_name(request->lang, row->name),
            .title = row->title,
            .role = member_labels[row->role],
            .may_act = row->may_act,
            .is_self = row->person == request->asker.id,
            .since = {row->from_at},
        };
        if (may_manage)
            members[i].url = url_format(request->arena, "/o/%s/members/%s",
                                        organisation_id_text(request, organisation), str_from(id));
    }
    *v = members;
    *n = list.rows.n;
    return RC_OK;
}

/*
 * Who the stewards of an organisation are: a manager names them among its members, and everybody
 * can see on the page of the organisation who they are and since when. A manager cannot be one
 * herself. Two queries.
 */
#include "feature/steward/inner.h"

struct draft {
    uint64_t member; /* membership.public_id */
    bool is_done;
};
static const struct field fields[] = {
    {.name = "member",
     .kind = FIELD_ID,
     .required = true,
     .offset = offsetof(struct draft, member),
     .label = T_steward_field_member,
     .hint = T_steward_hint_member},
};

static bool is_steward(const struct steward_list *list, int64_t person) {
    for (size_t i = 0; i < list->rows.n; i++)
        if (list->rows.v[i].person == person) return true;
    return false;
}

/* Members who can be chosen: not managers, not stewards already. */
static enum rc view_members(struct request *request, const struct steward_list *stewards,
                            struct steward_names *view) {
    struct membership_list members = {0};
    TRY(membership_list_read(request->db, request->arena, steward_place(request)->id, &members));
    struct field_option *options =
        arena_new_array(request->arena, members.rows.n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < members.rows.n; i++) {
        const struct membership *member = &members.rows.v[i];
        if (member->role == MEMBER_MANAGER || is_steward(stewards, member->person)) continue;
        options[n++] =
            (struct field_option){.value = steward_id(request, member->public_id),
                                  .label_text = person_name(request->lang, member->name)};
    }
    view->member = form_view(request, &fields[0], NULL);
    view->member.is_choice = n <= 6;
    view->member.is_select = n > 6;
    view->member.options.v = options;
    view->member.options.n = n;
    view->may_add = n > 0;
    return RC_OK;
}

enum rc steward_show_names(struct request *request) {
    const struct organisation *place = steward_place(request);
    struct str id = steward_id(request, place->public_id);
    struct steward_list list = {0};
    TRY(steward_list_read(request->db, request->arena, place->id, &list));
    struct steward_name *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct steward_name);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++)
        rows[i] = (struct steward_name){
            .name = person_name(request->lang, list.rows.v[i].name),
            .since = {list.rows.v[i].from_at},
            .has_box = list.rows.v[i].key != 0,
            .end_url = url_format(request->arena, "/o/%s/stewards/%s/end", id,
                                  steward_id(request, list.rows.v[i].public_id))};
    struct steward_names view = {
        .organisation = place->name,
        .lang = place->lang,
        .errors = form_errors(request, fields, COUNT(fields)),
        .post_url = url_format(request->arena, "/o/%s/stewards", id),
        .members_url = url_format(request->arena, "/o/%s/members", id),
        .write_url = url_format(request->arena, "/o/%s/steward", id),
    };
    view.stewards.v = rows;
    view.stewards.n = list.rows.n;
    TRY(view_members(request, &list, &view));
    struct page page;
    page_start(request, &page);
    steward_names_html(&page, &view);
    struct page_head head = steward_head(request, T_steward_names_title);
    return answer_page(request, &page, &head);
}

enum rc steward_prepare_name(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, fields, COUNT(fields), draft);
}

enum rc steward_apply_name(struct request *request) {
    const struct draft *draft = request->state;
    struct membership member;
    int64_t place = steward_place(request)->id;
    enum rc rc = membership_find(request->db, request->arena, place, draft->member, &member);
    if (rc == RC_ABSENT || (rc == RC_OK && member.role == MEMBER_MANAGER)) {
        form_error(request, "member", rc == RC_OK ? T_steward_not_manager : T_form_choose);
        return RC_INVALID;
    }
    TRY(rc);
    rc = steward_add(request, place, member.person);
    return rc == RC_CONFLICT ? RC_OK : rc; /* named already */
}

enum rc steward_apply_end(struct request *request) {
    uint64_t id;
    if (id_parse(request_param(request, "steward"), &id) != RC_OK) return RC_ABSENT;
    return steward_end(request, steward_place(request)->id, id);
}

enum rc steward_answer_names(struct request *request) {
    struct str id = steward_id(request, steward_place(request)->public_id);
    return answer_redirect(request, url_format(request->arena, "/o/%s/stewards", id),
                           T_steward_names_saved);
}

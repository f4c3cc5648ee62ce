/* Members of an organisation: invited by one-time link, changed, ended, handed over. */
#include "core/ref.h"
#include "feature/organisation/inner.h"

/* ---- the list, and inviting ---- */

struct invite {
    struct str mail, name;
    int role;
};

static const struct field invite_fields[] = {
    {.name = "mail",
     .kind = FIELD_MAIL,
     .required = true,
     .max = PERSON_MAIL_MAX,
     .offset = offsetof(struct invite, mail),
     .label = T_field_mail},
    {.name = "name",
     .kind = FIELD_LINE,
     .max = PERSON_NAME_MAX,
     .offset = offsetof(struct invite, name),
     .label = T_field_name},
    {.name = "role",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = member_choices,
     .offset = offsetof(struct invite, role),
     .label = T_field_role,
     .labels = member_labels},
};

enum rc show_members(struct request *request) {
    const struct organisation *organisation = organisation_of(request);
    const struct object *object = request_object(request, OBJECT_ORGANISATION);
    static const struct invite empty = {.role = MEMBER_PLAIN};
    struct str id = organisation_id_text(request, organisation);
    struct organisation_members view = {
        .organisation = organisation->name,
        .lang = organisation->lang,
        .errors = form_errors(request, invite_fields, COUNT(invite_fields)),
        .may_manage = rights_may(request, MAY_MANAGE, object),
        .is_member = organisation->asker_member >= 0,
        .by_mail = request->site->mail != NULL,
        .mail = form_view(request, &invite_fields[0], &empty),
        .name = form_view(request, &invite_fields[1], &empty),
        .role = form_view(request, &invite_fields[2], &empty),
        .invite_url = url_format(request->arena, "/o/%s/members", id),
        .leave_url = url_format(request->arena, "/o/%s/leave", id),
    };
    view.mail.autocomplete = STR("off");
    TRY(read_members(request, organisation, view.may_manage, &view.members.v, &view.members.n));
    struct page page;
    page_start(request, &page);
    organisation_members_html(&page, &view);
    struct page_head head = head_below_organisation(request, T_members_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_invite(struct request *request) {
    struct invite *invite = arena_new(request->arena, struct invite);
    if (!invite) return RC_LIMIT;
    TRY(form_read(request, invite_fields, COUNT(invite_fields), invite));
    TRY(limit_take(request, LIMIT_MAIL, invite->mail));
    request->state = invite;
    return RC_OK;
}

/* The inviter learns nothing about the address: the same happens whether it has an account, and
   even whether that account is a member already. */
enum rc apply_invite(struct request *request) {
    const struct invite *invite = request->state;
    const struct organisation *organisation = organisation_of(request);
    struct person person = {0};
    enum rc rc = person_by_mail(request->db, request->arena, invite->mail, &person);
    if (rc != RC_ABSENT) TRY(rc);
    struct str lang = person.id ? person.lang : lang_code(request->lang);
    struct login_link link = {.purpose = PURPOSE_MEMBER,
                              .mail = invite->mail,
                              .name = invite->name,
                              .lang = lang,
                              .organisation = organisation->id,
                              .role = invite->role,
                              .made_by = request->asker.id};
    TRY(login_link_make(request->db, request->arena, request->site->secret, &link, request->now,
                        NULL));
    struct letter letter = {.kind = LETTER_MEMBER,
                            .person = person.id,
                            .address = invite->mail,
                            .receiver = person.id ? person.name : invite->name,
                            .lang = lang,
                            .about = organisation->name,
                            .link = link.id,
                            .created_at = request->now};
    return outbox_add(request->db, request->arena, request->site, &letter);
}

enum rc answer_invited(struct request *request) {
    struct str id = organisation_id_text(request, organisation_of(request));
    return answer_redirect(request, url_format(request->arena, "/o/%s/members", id),
                           request->site->mail ? T_member_invited : T_member_invited_waits);
}

/* ---- one member ---- */

struct change {
    int role;
    struct str title;
    bool may_act;
    bool is_last_manager; /* nobody would manage the page */
};

static const struct field member_fields[] = {
    {.name = "role",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = member_choices,
     .offset = offsetof(struct change, role),
     .label = T_field_role,
     .labels = member_labels},
    {.name = "title",
     .kind = FIELD_LINE,
     .max = MEMBER_TITLE_MAX,
     .offset = offsetof(struct change, title),
     .label = T_field_title,
     .hint = T_hint_title},
    {.name = "may_act",
     .kind = FIELD_CHECK,
     .offset = offsetof(struct change, may_act),
     .label = T_field_may_act},
};

/* The membership that the path names, if it is one of this organisation. */
static enum rc find_member(struct request *request, struct membership *membership) {
    uint64_t id;
    if (id_parse(request_param(request, "member"), &id) != RC_OK) return RC_ABSENT;
    return membership_find(request->db, request->arena, organisation_of(request)->id, id,
                           membership);
}

enum rc show_member(struct request *request) {
    const struct organisation *organisation = organisation_of(request);
    struct membership member;
    TRY(find_member(request, &member));
    const struct change draft = {
        .role = member.role, .title = member.title, .may_act = member.may_act};
    struct str id = organisation_id_text(request, organisation);
    struct str of = request_param(request, "member");
    struct organisation_member_form view = {
        .organisation = organisation->name,
        .lang = organisation->lang,
        .name = person_name(request->lang, member.name),
        .errors = form_errors(request, member_fields, COUNT(member_fields)),
        .is_self = member.person == request->asker.id,
        .role = form_view(request, &member_fields[0], &draft),
        .title = form_view(request, &member_fields[1], &draft),
        .may_act = form_view(request, &member_fields[2], &draft),
        .save_url = url_format(request->arena, "/o/%s/members/%s", id, of),
        .end_url = url_format(request->arena, "/o/%s/members/%s/end", id, of),
        .hand_over_url = url_format(request->arena, "/o/%s/members/%s/handover", id, of),
        .back_url = url_format(request->arena, "/o/%s/members", id),
    };
    struct page page;
    page_start(request, &page);
    organisation_member_html(&page, &view);
    struct page_head head = head_below_organisation(request, T_member_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_member(struct request *request) {
    struct change *change = arena_new(request->arena, struct change);
    if (!change) return RC_LIMIT;
    request->state = change;
    return form_read(request, member_fields, COUNT(member_fields), change);
}

enum rc apply_member(struct request *request) {
    const struct change *change = request->state;
    struct membership member;
    TRY(find_member(request, &member));
    member.role = change->role;
    member.title = change->title;
    member.may_act = change->may_act;
    enum rc rc = membership_update(request->db, request->arena, &member);
    if (rc != RC_CONFLICT) return rc;
    form_error(request, "role", T_member_last_manager);
    return RC_INVALID;
}

static enum rc end_member(struct request *request, const struct membership *member,
                          enum log_verb verb) {
    enum rc rc = membership_end(request->db, request->arena, member, request->now);
    struct change *change = arena_new(request->arena, struct change);
    if (!change) return RC_LIMIT;
    request->state = change;
    change->is_last_manager = rc == RC_CONFLICT;
    if (rc == RC_CONFLICT) return RC_OK; /* nothing was written; the answer says why */
    TRY(rc);
    return log_add_asked(request, REF_ORGANISATION(member->organisation), verb,
                         REF_PERSON(member->person));
}

enum rc apply_member_end(struct request *request) {
    struct membership member;
    TRY(find_member(request, &member));
    return end_member(request, &member, LOG_PARTY_REMOVED);
}

/* The asker's own membership. */
static enum rc find_own(struct request *request, struct membership *own) {
    struct membership_list list;
    TRY(membership_list_read(request->db, request->arena, organisation_of(request)->id, &list));
    for (size_t i = 0; i < list.rows.n; i++) {
        if (list.rows.v[i].person != request->asker.id) continue;
        *own = list.rows.v[i];
        return RC_OK;
    }
    return RC_ABSENT;
}

/* The other becomes manager and the asker a plain member. */
enum rc apply_hand_over(struct request *request) {
    struct membership member, own;
    TRY(find_member(request, &member));
    if (member.person == request->asker.id) return RC_INVALID;
    member.role = MEMBER_MANAGER;
    member.may_act = true;
    TRY(membership_update(request->db, request->arena, &member));
    TRY(log_add_asked(request, REF_ORGANISATION(member.organisation), LOG_COORDINATOR_NAMED,
                      REF_PERSON(member.person)));
    enum rc rc = find_own(request, &own);
    if (rc == RC_ABSENT) return RC_OK; /* an administrator, or a manager from above */
    TRY(rc);
    own.role = MEMBER_PLAIN;
    own.may_act = false;
    return membership_update(request->db, request->arena, &own);
}

enum rc apply_leave(struct request *request) {
    struct membership own;
    TRY(find_own(request, &own));
    return end_member(request, &own, LOG_PARTY_LEFT);
}

static enum rc answer_change(struct request *request, enum text_id done) {
    const struct organisation *organisation = organisation_of(request);
    const struct change *change = request->state;
    return answer_redirect(request, organisation_url(request->arena, organisation->public_id),
                           change && change->is_last_manager ? T_member_last_manager : done);
}

/* Whoever may no longer see the list gets the organisation's page. */
enum rc answer_members(struct request *request) {
    return answer_change(request, T_member_saved);
}

enum rc answer_left(struct request *request) {
    return answer_change(request, T_member_left);
}

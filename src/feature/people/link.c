/*
 * The page behind a one-time link. Opening it changes nothing, because programs that look through
 * letters open links too; its button uses the link.
 */
#include "feature/people/inner.h"

struct filled {
    struct str name, password;
    int sector;
    struct str hash; /* of the password; empty: none was chosen */
    struct session_new session;
    bool signs_in;
    struct url next;
    enum text_id notice;
};

static const struct field fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .max = PERSON_NAME_MAX,
     .offset = offsetof(struct filled, name),
     .label = T_field_name,
     .hint = T_hint_name},
    {.name = "sector",
     .kind = FIELD_CHOICE,
     .choices = sector_choices,
     .offset = offsetof(struct filled, sector),
     .label = T_field_sector,
     .labels = sector_labels},
    {.name = "password",
     .kind = FIELD_SECRET,
     .max = PASSWORD_MAX,
     .offset = offsetof(struct filled, password),
     .label = T_field_new_password,
     .hint = T_hint_link_password},
};

static enum rc find_link(struct request *request, struct login_link *link) {
    return login_link_find(request->db, request->arena, request->site->secret,
                           request_param(request, "token"), request->now, link);
}

/* The account that the link belongs to, or will belong to; an empty row when there is none. */
static enum rc find_account(struct request *request, const struct login_link *link,
                            struct person *person) {
    *person = (struct person){0};
    enum rc rc = link->person ? person_by_id(request->db, request->arena, link->person, person)
                              : person_by_mail(request->db, request->arena, link->mail, person);
    return rc == RC_ABSENT ? RC_OK : rc;
}

/* ---- the page ---- */

static enum rc view_link(struct request *request, const struct login_link *link,
                         struct people_link *view) {
    struct person person;
    TRY(find_account(request, link, &person));
    view->is_member = link->purpose == PURPOSE_MEMBER;
    view->is_new_account = person.id == 0;
    view->must_sign_in = view->is_member && person.id && person.id != request->asker.id;
    view->wants_password =
        view->is_new_account || (link->purpose == PURPOSE_WELCOME && !person.password_hash.n);
    view->name = person.id ? person.name : link->name;
    view->mail = person.id ? person.mail : link->mail;
    if (view->is_member) {
        struct organisation organisation;
        TRY(organisation_by_id(request->db, request->arena, link->organisation, 0, &organisation));
        view->organisation = organisation.name;
    }
    if (view->is_member && view->is_new_account) {
        const struct filled draft = {.name = link->name, .sector = link->sector};
        struct form_field *asked = arena_new_array(request->arena, 2, struct form_field);
        if (!asked) return RC_LIMIT;
        asked[0] = form_view(request, &fields[0], &draft);
        asked[0].autocomplete = STR("name");
        asked[0].required = true;
        asked[1] = form_view(request, &fields[1], &draft);
        asked[1].required = true;
        view->name_field = &asked[0];
        view->sector_field = &asked[1];
    }
    view->password = form_view(request, &fields[2], NULL);
    view->password.autocomplete = STR("new-password");
    return RC_OK;
}

enum rc show_link(struct request *request) {
    struct login_link link;
    struct url here = login_link_url(request->arena, request_param(request, "token"));
    struct people_link view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .post_url = here,
        .sign_in_url = url_format(request->arena, "/signin?next=%s", here.path),
        .handover = handover_of(request),
    };
    enum rc rc = find_link(request, &link);
    view.is_gone = rc == RC_ABSENT;
    if (rc == RC_OK) rc = view_link(request, &link, &view);
    if (rc != RC_ABSENT) TRY(rc);
    if (view.is_gone) answer_status(request, 404);
    struct page page;
    page_start(request, &page);
    people_link_html(&page, &view);
    struct page_head head = head_of(request, view.is_gone ? T_link_gone_title : T_link_title);
    return answer_page(request, &page, &head);
}

/* ---- its button ---- */

enum rc prepare_link(struct request *request) {
    struct filled *filled = arena_new(request->arena, struct filled);
    if (!filled) return RC_LIMIT;
    TRY(form_read(request, fields, COUNT(fields), filled));
    TRY(limit_take(request, LIMIT_SIGN_IN, (struct str){0}));
    request->state = filled;
    if (!filled->password.n) return RC_OK;
    enum text_id problem = password_problem(filled->password, (struct str){0});
    if (problem) {
        form_error(request, "password", problem);
        return RC_INVALID;
    }
    return password_hash(request->arena, filled->password, &filled->hash);
}

static enum rc make_account(struct request *request, const struct login_link *link,
                            struct person *person) {
    const struct filled *filled = request->state;
    bool asked = link->purpose == PURPOSE_MEMBER;
    *person = (struct person){.name = asked ? filled->name : link->name,
                              .mail = link->mail,
                              .lang = link->lang,
                              .sector = asked ? filled->sector : link->sector,
                              .created_at = request->now};
    return person_create(request->db, request->arena, person);
}

static enum rc join(struct request *request, const struct login_link *link, int64_t person) {
    struct filled *filled = request->state;
    struct membership membership = {.organisation = link->organisation,
                                    .person = person,
                                    .role = link->role,
                                    .may_act = link->role != MEMBER_PLAIN,
                                    .from_at = request->now};
    struct organisation organisation;
    TRY(organisation_by_id(request->db, request->arena, link->organisation, 0, &organisation));
    filled->next = organisation_url(request->arena, organisation.public_id);
    filled->notice = T_link_joined;
    enum rc rc = membership_add(request->db, request->arena, &membership);
    return rc == RC_ABSENT ? RC_OK : rc; /* a member already */
}

/* A long-lived invitation never opens an account that exists: its owner signs in first. */
static enum rc check(struct request *request, const struct login_link *link,
                     const struct person *person) {
    const struct filled *filled = request->state;
    if (link->purpose != PURPOSE_MEMBER) return RC_OK;
    if (person->id && person->id != request->asker.id) return RC_INVALID;
    if (!person->id && !filled->name.n) {
        form_error(request, "name", T_link_needs_name);
        return RC_INVALID;
    }
    return RC_OK;
}

static enum rc set_password(struct request *request, const struct login_link *link,
                            const struct person *person, bool is_new) {
    const struct filled *filled = request->state;
    bool may = is_new || (link->purpose == PURPOSE_WELCOME && !person->password_hash.n);
    if (!filled->hash.n || !may) return RC_OK;
    TRY(person_set_password(request->db, person->id, filled->hash, 0));
    return login_link_end_all(request->db, person->id, request->now);
}

enum rc apply_link(struct request *request) {
    struct filled *filled = request->state;
    struct login_link link;
    struct person person;
    enum rc rc = find_link(request, &link);
    if (rc == RC_ABSENT) return RC_INVALID; /* show_link says what to do */
    TRY(rc);
    TRY(find_account(request, &link, &person));
    if (person.erased_at) return RC_INVALID;
    TRY(check(request, &link, &person));
    TRY(login_link_use(request->db, request->arena, link.id, request->now));
    bool is_new = person.id == 0;
    if (is_new) TRY(make_account(request, &link, &person));
    TRY(set_password(request, &link, &person, is_new));
    filled->next = url_format(request->arena, "/");
    filled->notice = is_new ? T_link_welcome : T_signed_in;
    if (link.purpose == PURPOSE_MEMBER) TRY(join(request, &link, person.id));
    filled->signs_in = link.purpose != PURPOSE_MEMBER || request->asker.id != person.id;
    if (!filled->signs_in) return RC_OK;
    return session_open(request, person.id, true, &filled->session);
}

enum rc answer_link(struct request *request) {
    const struct filled *filled = request->state;
    if (filled->signs_in) answer_cookie(request, filled->session.token);
    return answer_redirect(request, filled->next, filled->notice);
}

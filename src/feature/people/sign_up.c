/*
 * Asking for an account, and for a link to sign in. Both answer the same whether the address has an
 * account or not: what there is to say stands in the letter to that address.
 */
#include "feature/people/inner.h"

struct asked {
    struct str name, mail;
    int sector; /* enum sector */
};

static const struct field fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = PERSON_NAME_MAX,
     .offset = offsetof(struct asked, name),
     .label = T_field_name,
     .hint = T_hint_name},
    {.name = "mail",
     .kind = FIELD_MAIL,
     .required = true,
     .max = PERSON_MAIL_MAX,
     .offset = offsetof(struct asked, mail),
     .label = T_field_mail,
     .hint = T_hint_mail},
    {.name = "sector",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = sector_choices,
     .offset = offsetof(struct asked, sector),
     .label = T_field_sector,
     .labels = sector_labels},
};
static const struct field mail_only[] = {
    {.name = "mail",
     .kind = FIELD_MAIL,
     .required = true,
     .max = PERSON_MAIL_MAX,
     .offset = offsetof(struct asked, mail),
     .label = T_field_mail},
};

/* ---- sign up ---- */

enum rc show_sign_up(struct request *request) {
    static const struct asked empty = {.sector = SECTOR_CITIZEN};
    struct people_sign_up view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .name = form_view(request, &fields[0], &empty),
        .mail = form_view(request, &fields[1], &empty),
        .sector = form_view(request, &fields[2], &empty),
        .handover = handover_of(request),
    };
    view.name.autocomplete = STR("name");
    struct page page;
    page_start(request, &page);
    people_sign_up_html(&page, &view);
    struct page_head head = head_of(request, T_sign_up_title);
    return answer_page(request, &page, &head);
}

static enum rc prepare(struct request *request, const struct field *list, size_t n) {
    struct asked *asked = arena_new(request->arena, struct asked);
    if (!asked) return RC_LIMIT;
    TRY(form_read(request, list, n, asked));
    TRY(limit_take(request, LIMIT_MAIL, asked->mail));
    request->state = asked;
    return RC_OK;
}

enum rc prepare_sign_up(struct request *request) {
    return prepare(request, fields, COUNT(fields));
}

static enum rc send_sign_in(struct request *request, const struct person *person,
                            enum letter_kind kind) {
    struct login_link link = {
        .purpose = PURPOSE_SIGN_IN, .person = person->id, .lang = person->lang};
    struct letter letter = {.kind = (int)kind,
                            .person = person->id,
                            .address = person->mail,
                            .receiver = person->name,
                            .lang = person->lang};
    /* An administrator may not be there within the hour. */
    if (!request->site->mail)
        link.expires_at = request->now + link_minutes[PURPOSE_SIGN_UP] * INT64_C(60000);
    return send_link(request, &link, &letter);
}

enum rc apply_sign_up(struct request *request) {
    const struct asked *asked = request->state;
    struct person person;
    enum rc rc = person_by_mail(request->db, request->arena, asked->mail, &person);
    if (rc == RC_OK) return send_sign_in(request, &person, LETTER_HAS_ACCOUNT);
    if (rc != RC_ABSENT) return rc;
    struct str lang = lang_code(request->lang);
    struct login_link link = {.purpose = PURPOSE_SIGN_UP,
                              .mail = asked->mail,
                              .name = asked->name,
                              .lang = lang,
                              .sector = asked->sector};
    /* No greeting by name: anybody could write to a stranger in that place. */
    struct letter letter = {.kind = LETTER_SIGN_UP, .address = asked->mail, .lang = lang};
    return send_link(request, &link, &letter);
}

/* ---- a link to sign in ---- */

enum rc show_link_ask(struct request *request) {
    struct people_link_ask view = {
        .errors = form_errors(request, mail_only, COUNT(mail_only)),
        .mail = form_view(request, &mail_only[0], NULL),
        .handover = handover_of(request),
    };
    struct page page;
    page_start(request, &page);
    people_link_ask_html(&page, &view);
    struct page_head head = head_of(request, T_link_ask_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_link_ask(struct request *request) {
    return prepare(request, mail_only, COUNT(mail_only));
}

enum rc apply_link_ask(struct request *request) {
    const struct asked *asked = request->state;
    struct person person;
    enum rc rc = person_by_mail(request->db, request->arena, asked->mail, &person);
    if (rc == RC_OK) return send_sign_in(request, &person, LETTER_SIGN_IN);
    if (rc != RC_ABSENT) return rc;
    struct letter letter = {.kind = LETTER_NO_ACCOUNT,
                            .address = asked->mail,
                            .lang = lang_code(request->lang),
                            .path = STR("/signup"),
                            .created_at = request->now};
    return outbox_add(request->db, request->arena, request->site, &letter);
}

/* ---- the answer to both ---- */

enum rc answer_link_sent(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/link/sent"), T_none);
}

enum rc show_link_sent(struct request *request) {
    struct people_link_sent view = {handover_of(request)};
    struct page page;
    page_start(request, &page);
    people_link_sent_html(&page, &view);
    struct page_head head =
        head_of(request, view.handover ? T_link_ready_title : T_link_sent_title);
    return answer_page(request, &page, &head);
}

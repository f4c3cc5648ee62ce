/* Signing in with a password, and out. Known and unknown addresses are told and timed alike. */
#include "feature/people/inner.h"

struct sign_in {
    struct str mail, password;
    int64_t person;
    struct str hash; /* which the password fitted */
    struct session_new session;
};

static const struct field fields[] = {
    {.name = "mail",
     .kind = FIELD_MAIL,
     .required = true,
     .max = PERSON_MAIL_MAX,
     .offset = offsetof(struct sign_in, mail),
     .label = T_field_mail},
    {.name = "password",
     .kind = FIELD_SECRET,
     .required = true,
     .max = PASSWORD_MAX,
     .offset = offsetof(struct sign_in, password),
     .label = T_field_password},
};

enum rc show_sign_in(struct request *request) {
    struct people_sign_in view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .mail = form_view(request, &fields[0], NULL),
        .password = form_view(request, &fields[1], NULL),
        .next = form_value(request->form ? request->form : request->query, "next"),
        .handover = handover_of(request),
    };
    view.mail.autocomplete = STR("username");
    view.password.autocomplete = STR("current-password");
    struct page page;
    page_start(request, &page);
    people_sign_in_html(&page, &view);
    struct page_head head = head_of(request, T_sign_in_title);
    return answer_page(request, &page, &head);
}

/* The person of the address, an empty row when there is none. */
static enum rc find_person(struct request *request, struct str mail, struct person *person) {
    struct db *db;
    TRY(db_read_begin(request->site->database, &db));
    enum rc rc = person_by_mail(db, request->arena, mail, person);
    db_read_end(db);
    if (rc == RC_ABSENT) *person = (struct person){0};
    return rc == RC_ABSENT ? RC_OK : rc;
}

static enum rc refuse(struct request *request) {
    form_error(request, "password", T_sign_in_wrong);
    return RC_INVALID;
}

enum rc prepare_sign_in(struct request *request) {
    struct sign_in *sign_in = arena_new(request->arena, struct sign_in);
    struct person person;
    if (!sign_in) return RC_LIMIT;
    TRY(form_read(request, fields, COUNT(fields), sign_in));
    TRY(limit_take(request, LIMIT_SIGN_IN, sign_in->mail));
    TRY(find_person(request, sign_in->mail, &person));
    /* Without a person or a hash this takes as long, and never fits. */
    enum rc rc = password_verify(person.password_hash, sign_in->password);
    if (rc == RC_DENIED) return refuse(request);
    TRY(rc);
    sign_in->person = person.id;
    sign_in->hash = person.password_hash;
    request->state = sign_in;
    return RC_OK;
}

enum rc apply_sign_in(struct request *request) {
    struct sign_in *sign_in = request->state;
    struct person person;
    TRY(person_by_id(request->db, request->arena, sign_in->person, &person));
    /* Changed since it was compared: the old password must not open anything any more. */
    if (!str_is(person.password_hash, sign_in->hash)) return refuse(request);
    return session_open(request, sign_in->person, false, &sign_in->session);
}

enum rc answer_signed_in(struct request *request) {
    const struct sign_in *sign_in = request->state;
    answer_cookie(request, sign_in->session.token);
    return answer_redirect(request, session_next(request, url_format(request->arena, "/")),
                           T_signed_in);
}

enum rc apply_sign_out(struct request *request) {
    return session_end_own(request);
}

enum rc answer_signed_out(struct request *request) {
    answer_cookie(request, (struct str){0});
    return answer_redirect(request, url_format(request->arena, "/"), T_signed_out);
}

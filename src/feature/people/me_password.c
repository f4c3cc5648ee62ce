/*
 * Choosing or changing one's password. The old one is asked for, unless the session began with a
 * one-time link a moment ago: that is how a forgotten password is replaced.
 */
#include "feature/people/inner.h"

#define LINK_TRUST_MS (30 * 60 * INT64_C(1000))

struct change {
    struct str old, fresh, hash;
};

static const struct field fields[] = {
    {.name = "old",
     .kind = FIELD_SECRET,
     .max = PASSWORD_MAX,
     .offset = offsetof(struct change, old),
     .label = T_field_old_password},
    {.name = "fresh",
     .kind = FIELD_SECRET,
     .required = true,
     .max = PASSWORD_MAX,
     .offset = offsetof(struct change, fresh),
     .label = T_field_new_password,
     .hint = T_hint_password},
};

/* Who she is, and whether the old password must be given. */
static enum rc read_state(struct request *request, struct db *db, struct person *person,
                          bool *asks_old) {
    struct session session;
    TRY(person_by_id(db, request->arena, request->asker.id, person));
    TRY(session_by_id(db, request->arena, request->asker.session, &session));
    bool is_trusted = session.by_link && request->now - session.created_at < LINK_TRUST_MS;
    *asks_old = person->password_hash.n > 0 && !is_trusted;
    return RC_OK;
}

enum rc show_password(struct request *request) {
    struct person person;
    struct people_password view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .old = form_view(request, &fields[0], NULL),
        .fresh = form_view(request, &fields[1], NULL),
    };
    TRY(read_state(request, request->db, &person, &view.asks_old));
    view.has_password = person.password_hash.n > 0;
    view.mail = person.mail;
    view.old.required = true;
    view.old.autocomplete = STR("current-password");
    view.fresh.autocomplete = STR("new-password");
    struct page page;
    page_start(request, &page);
    people_password_html(&page, &view);
    struct page_head head = head_below_me(request, T_password_title);
    return answer_page(request, &page, &head);
}

static enum rc invalid(struct request *request, const char *field, enum text_id message) {
    form_error(request, field, message);
    return RC_INVALID;
}

enum rc prepare_password(struct request *request) {
    struct change *change = arena_new(request->arena, struct change);
    struct person person;
    struct db *db;
    bool asks_old;
    if (!change) return RC_LIMIT;
    TRY(form_read(request, fields, COUNT(fields), change));
    TRY(db_read_begin(request->site->database, &db));
    enum rc rc = read_state(request, db, &person, &asks_old);
    db_read_end(db);
    TRY(rc);
    if (asks_old) {
        TRY(limit_take(request, LIMIT_SIGN_IN, person.mail));
        rc = password_verify(person.password_hash, change->old);
        if (rc == RC_DENIED) return invalid(request, "old", T_password_old_wrong);
        TRY(rc);
    }
    enum text_id problem = password_problem(change->fresh, person.mail);
    if (problem) return invalid(request, "fresh", problem);
    request->state = change;
    return password_hash(request->arena, change->fresh, &change->hash);
}

enum rc apply_password(struct request *request) {
    const struct change *change = request->state;
    struct person person;
    const int64_t id = request->asker.id;
    TRY(person_by_id(request->db, request->arena, id, &person));
    TRY(person_set_password(request->db, id, change->hash, request->asker.session));
    TRY(login_link_end_all(request->db, id, request->now));
    struct letter letter = {.kind = LETTER_PASSWORD_CHANGED,
                            .person = id,
                            .address = person.mail,
                            .receiver = person.name,
                            .lang = person.lang,
                            .created_at = request->now};
    return outbox_add(request->db, request->arena, request->site, &letter);
}

enum rc answer_password(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/me"), T_password_saved);
}

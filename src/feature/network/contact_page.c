/*
 * The contact person of one workplace (/o/ID/contact): who it is now, before and next, and for
 * managers the handover. Everybody reads who it is; members read who it was; what was handed over
 * is for managers and for whoever handed it over. Six queries for a manager, four for others.
 */
#include "feature/network/inner.h"

enum { F_PERSON, F_DEPUTY, F_FROM, F_LAST };
static const int64_t DAY = INT64_C(24) * 3600 * 1000;

struct draft {
    uint64_t person, deputy;
    struct str from, last, end, phone, mail;
    int64_t from_at, to_at;
};

static const struct field set_fields[] = {
    [F_PERSON] = {.name = "person",
                  .kind = FIELD_ID,
                  .required = true,
                  .offset = offsetof(struct draft, person),
                  .label = T_network_field_person},
    [F_DEPUTY] = {.name = "deputy",
                  .kind = FIELD_ID,
                  .offset = offsetof(struct draft, deputy),
                  .label = T_network_field_deputy},
    [F_FROM] = {.name = "from",
                .kind = FIELD_LINE,
                .required = true,
                .max = 20,
                .offset = offsetof(struct draft, from),
                .label = T_network_field_from,
                .hint = T_network_hint_from},
    [F_LAST] = {.name = "last",
                .kind = FIELD_LINE,
                .max = 20,
                .offset = offsetof(struct draft, last),
                .label = T_network_field_last},
};
static const struct field end_fields[] = {
    {.name = "end",
     .kind = FIELD_LINE,
     .required = true,
     .max = 20,
     .offset = offsetof(struct draft, end),
     .label = T_network_field_end},
};
static const struct field show_fields[] = {
    {.name = "phone",
     .kind = FIELD_PHONE,
     .max = PERSON_PHONE_MAX,
     .offset = offsetof(struct draft, phone),
     .label = T_network_field_phone,
     .hint = T_network_hint_phone},
    {.name = "mail",
     .kind = FIELD_MAIL,
     .max = PERSON_MAIL_MAX,
     .offset = offsetof(struct draft, mail),
     .label = T_network_field_mail},
};

/* ---- reading ---- */

static bool is_now(const struct contact *term, int64_t now) {
    return term->from_at <= now && (!term->to_at || term->to_at > now);
}

/* What was handed over at the end of the term; the rows of a term stand together. */
static enum rc view_handed(struct request *request, const struct handed_list *all, int64_t term,
                           struct network_term *view) {
    struct network_handed *rows =
        arena_new_array(request->arena, all->rows.n + 1, struct network_handed);
    if (!rows) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < all->rows.n; i++)
        if (all->rows.v[i].term == term)
            rows[n++] = (struct network_handed){all->rows.v[i].text, {all->rows.v[i].due_at}};
    view->handed.v = rows;
    view->handed.n = n;
    return RC_OK;
}

static struct url cancel_url(const struct request *request, const struct contact *term) {
    struct str before =
        str_format(request->arena, "%.*s/", STR_ARG(network_page(request, "/contact").path));
    return network_url_with_id(request->arena, before.p, term->public_id, "/cancel");
}

static enum rc view_terms(struct request *request, const struct contact_list *list,
                          struct network_contact *view) {
    struct handed_list handed = {0};
    bool is_member = network_organisation(request)->asker_member >= 0 || view->may_manage;
    struct network_term *rows =
        arena_new_array(request->arena, list->rows.n + 1, struct network_term);
    if (!rows) return RC_LIMIT;
    if (is_member)
        TRY(contact_handed(request->db, request->arena, network_organisation(request)->id,
                           &handed));
    size_t n = 0;
    for (size_t i = 0; i < list->rows.n; i++) {
        const struct contact *term = &list->rows.v[i];
        bool now = is_now(term, request->now), planned = term->from_at > request->now;
        if (!is_member && !now && !planned) continue;
        struct network_term *row = &rows[n++];
        *row = (struct network_term){.name = person_name(request->lang, term->name),
                                     .deputy = term->deputy_name,
                                     .from = {term->from_at},
                                     .is_now = now,
                                     .is_planned = planned};
        if (term->to_at) row->last = text_day_start((struct when){term->to_at}, -1);
        if (planned && view->may_manage) row->cancel_url = cancel_url(request, term);
        row->is_handed = term->settled_at && request->asker.id &&
                         (view->may_manage || term->person == request->asker.id);
        if (row->is_handed) TRY(view_handed(request, &handed, term->id, row));
    }
    view->terms.v = rows;
    view->terms.n = n;
    return RC_OK;
}

static enum rc view_now(struct request *request, const struct contact_list *list,
                        struct network_contact *view) {
    for (size_t i = 0; i < list->rows.n; i++) {
        const struct contact *term = &list->rows.v[i];
        if (!is_now(term, request->now)) continue;
        struct network_house *house = arena_new(request->arena, struct network_house);
        if (!house) return RC_LIMIT;
        *house = (struct network_house){.contact = person_name(request->lang, term->name),
                                        .deputy = term->deputy_name,
                                        .since = {term->from_at},
                                        .phone = term->phone,
                                        .mail = term->mail,
                                        .phone_url = url_phone(request->arena, term->phone),
                                        .mail_url = url_mail(request->arena, term->mail)};
        const struct draft shown = {.phone = term->phone, .mail = term->mail};
        view->now = house;
        view->is_self = request->asker.id && term->person == request->asker.id;
        view->phone = form_view(request, &show_fields[0], &shown);
        view->phone.autocomplete = STR("tel");
        view->mail = form_view(request, &show_fields[1], &shown);
        view->mail.autocomplete = STR("email");
        return RC_OK;
    }
    enum rc rc =
        contact_vacant_since(request->db, request->arena, network_organisation(request)->id,
                             request->now, &view->vacant_since.ms);
    view->is_long = contact_vacancy_is_long(view->vacant_since.ms, request->now);
    return rc == RC_ABSENT ? RC_OK : rc;
}

/* ---- the form ---- */

static enum rc view_people(struct request *request, const struct candidates *people,
                           const struct field *field, enum text_id none, struct form_field *out) {
    struct field_option *options =
        arena_new_array(request->arena, people->rows.n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    *out = form_view(request, field, NULL);
    options[0] = (struct field_option){.label = none, .chosen = !out->value.n};
    for (size_t i = 0; i < people->rows.n; i++) {
        char id[ID_TEXT_BYTES + 1];
        id_text(people->rows.v[i].public_id, id);
        options[i + 1] = (struct field_option){.value = str_copy(request->arena, str_from(id)),
                                               .label_text = people->rows.v[i].name};
        options[i + 1].chosen = str_is(options[i + 1].value, out->value);
    }
    out->is_select = true;
    out->options.v = options;
    out->options.n = people->rows.n + 1;
    return RC_OK;
}

static struct form_field day_field(struct request *request, const struct field *field) {
    struct form_field view = form_view(request, field, NULL);
    view.type = STR("date");
    view.longest = 0;
    return view;
}

static enum rc view_form(struct request *request, struct network_contact *view) {
    struct candidates people = {0};
    TRY(candidates_read(request, network_organisation(request)->id, &people));
    TRY(view_people(request, &people, &set_fields[F_PERSON], T_network_choose, &view->person));
    TRY(view_people(request, &people, &set_fields[F_DEPUTY], T_network_no_deputy, &view->deputy));
    view->has_people = people.rows.n > 0;
    view->from = day_field(request, &set_fields[F_FROM]);
    view->last = day_field(request, &set_fields[F_LAST]);
    view->end = day_field(request, &end_fields[0]);
    if (!view->from.value.n && !request->form)
        view->from.value = network_day_text(request, request->now);
    return RC_OK;
}

/* Which of the three forms was sent decides whose errors stand above it. */
static struct error_summary errors_of(struct request *request) {
    if (request->form && form_value(request->form, "end").p)
        return form_errors(request, end_fields, COUNT(end_fields));
    if (request->form && form_value(request->form, "phone").p)
        return form_errors(request, show_fields, COUNT(show_fields));
    return form_errors(request, set_fields, COUNT(set_fields));
}

enum rc network_show_contact(struct request *request) {
    const struct organisation *organisation = network_organisation(request);
    struct contact_list list = {0};
    struct network_contact view = {
        .organisation = organisation->name,
        .lang = organisation->lang,
        .errors = errors_of(request),
        .may_manage = rights_may(request, MAY_MANAGE, request_object(request, OBJECT_ORGANISATION)),
        .back_url = organisation_url(request->arena, organisation->public_id),
        .set_url = network_page(request, "/contact"),
        .end_url = network_page(request, "/contact/end"),
        .show_url = network_page(request, "/contact/show"),
        .members_url = network_page(request, "/members"),
    };
    TRY(contact_terms(request->db, request->arena, organisation->id, &list));
    TRY(view_now(request, &list, &view));
    TRY(view_terms(request, &list, &view));
    if (view.may_manage) TRY(view_form(request, &view));
    struct page page;
    page_start(request, &page);
    network_contact_html(&page, &view);
    struct page_head head = network_head_below_organisation(request, T_network_contact_title);
    return answer_page(request, &page, &head);
}

/* ---- naming ---- */

enum rc network_prepare_contact(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, set_fields, COUNT(set_fields), draft));
    int64_t last = 0;
    TRY(network_day(request, "from", draft->from, &draft->from_at));
    TRY(network_day(request, "last", draft->last, &last));
    if (last) draft->to_at = text_day_start((struct when){last}, 1).ms;
    enum text_id wrong = T_none;
    if (draft->from_at > request->now + 730 * DAY || draft->from_at < request->now - 3650 * DAY)
        wrong = T_network_from_far;
    if (wrong) form_error(request, "from", wrong);
    if (last && last < draft->from_at) {
        wrong = T_network_last_before;
        form_error(request, "last", wrong);
    }
    if (draft->deputy && draft->deputy == draft->person) {
        wrong = T_network_deputy_same;
        form_error(request, "deputy", wrong);
    }
    return wrong ? RC_INVALID : RC_OK;
}

static int64_t candidate_id(const struct candidates *people, uint64_t public_id) {
    for (size_t i = 0; i < people->rows.n; i++)
        if (people->rows.v[i].public_id == public_id) return people->rows.v[i].id;
    return 0;
}

enum rc network_apply_contact(struct request *request) {
    const struct draft *draft = request->state;
    struct candidates people = {0};
    TRY(candidates_read(request, network_organisation(request)->id, &people));
    struct contact contact = {.organisation = network_organisation(request)->id,
                              .person = candidate_id(&people, draft->person),
                              .deputy = candidate_id(&people, draft->deputy),
                              .from_at = draft->from_at,
                              .to_at = draft->to_at};
    const char *wrong = !contact.person                    ? "person"
                        : draft->deputy && !contact.deputy ? "deputy"
                                                           : NULL;
    if (wrong) {
        form_error(request, wrong, T_network_person_wrong);
        return RC_INVALID;
    }
    enum rc rc = contact_set(request, &contact);
    if (rc != RC_CONFLICT) return rc;
    form_error(request, "from", T_network_from_begun);
    return RC_INVALID;
}

/* ---- ending, showing, dropping ---- */

enum rc network_prepare_contact_end(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    int64_t last;
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, end_fields, COUNT(end_fields), draft));
    TRY(network_day(request, "end", draft->end, &last));
    draft->to_at = text_day_start((struct when){last}, 1).ms;
    return RC_OK;
}

enum rc network_apply_contact_end(struct request *request) {
    const struct draft *draft = request->state;
    enum rc rc = contact_end(request, network_organisation(request)->id, draft->to_at);
    if (rc != RC_CONFLICT) return rc;
    form_error(request, "end", T_network_end_before);
    return RC_INVALID;
}

enum rc network_prepare_contact_show(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, show_fields, COUNT(show_fields), draft);
}

/* Only she herself decides what is shown of her. */
enum rc network_apply_contact_show(struct request *request) {
    const struct draft *draft = request->state;
    struct contact contact;
    TRY(contact_current(request->db, request->arena, network_organisation(request)->id,
                        request->now, &contact));
    if (contact.person != request->asker.id) return RC_DENIED;
    contact.phone = draft->phone;
    contact.mail = draft->mail;
    return contact_show(request->db, &contact);
}

enum rc network_apply_contact_cancel(struct request *request) {
    uint64_t id;
    if (id_parse(request_param(request, "term"), &id) != RC_OK) return RC_ABSENT;
    return contact_cancel(request, network_organisation(request)->id, id);
}

enum rc network_answer_contact(struct request *request) {
    return answer_redirect(request, network_page(request, "/contact"), T_network_saved);
}

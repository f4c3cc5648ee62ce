/* Making an organisation, and editing its page. An edit conflict is shown, never overwritten. */
#include "feature/organisation/inner.h"

struct draft {
    int kind;
    uint64_t parent;
    struct str name, about, cvr, contact_name, contact_phone;
    int64_t version;
    bool is_conflict;
    uint64_t made; /* public id */
};

enum { F_NAME, F_ABOUT, F_CVR, F_CONTACT_NAME, F_CONTACT_PHONE, F_LAST, F_KIND = F_LAST, F_PARENT };

#define TEXT_FIELDS                                                                                \
    [F_NAME] = {.name = "name",                                                                    \
                .kind = FIELD_LINE,                                                                \
                .required = true,                                                                  \
                .max = ORGANISATION_NAME_MAX,                                                      \
                .offset = offsetof(struct draft, name),                                            \
                .label = T_field_organisation_name},                                               \
    [F_ABOUT] = {.name = "about",                                                                  \
                 .kind = FIELD_TEXT,                                                               \
                 .max = ORGANISATION_ABOUT_MAX,                                                    \
                 .offset = offsetof(struct draft, about),                                          \
                 .label = T_field_about,                                                           \
                 .hint = T_hint_about},                                                            \
    [F_CVR] = {.name = "cvr",                                                                      \
               .kind = FIELD_LINE,                                                                 \
               .max = 12,                                                                          \
               .offset = offsetof(struct draft, cvr),                                              \
               .label = T_field_cvr,                                                               \
               .hint = T_hint_cvr},                                                                \
    [F_CONTACT_NAME] = {.name = "contact_name",                                                    \
                        .kind = FIELD_LINE,                                                        \
                        .required = true,                                                          \
                        .max = PERSON_NAME_MAX,                                                    \
                        .offset = offsetof(struct draft, contact_name),                            \
                        .label = T_field_contact_name},                                            \
    [F_CONTACT_PHONE] = {.name = "contact_phone",                                                  \
                         .kind = FIELD_PHONE,                                                      \
                         .required = true,                                                         \
                         .max = PERSON_PHONE_MAX,                                                  \
                         .offset = offsetof(struct draft, contact_phone),                          \
                         .label = T_field_contact_phone,                                           \
                         .hint = T_hint_contact_phone}

static const struct field new_fields[] = {
    TEXT_FIELDS,
    [F_KIND] = {.name = "kind",
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = kind_choices,
                .offset = offsetof(struct draft, kind),
                .label = T_field_kind,
                .labels = kind_labels},
    [F_PARENT] = {.name = "parent",
                  .kind = FIELD_ID,
                  .offset = offsetof(struct draft, parent),
                  .label = T_field_parent},
};
static const struct field edit_fields[] = {
    TEXT_FIELDS,
    [F_LAST] = {.name = "version",
                .kind = FIELD_NUMBER,
                .required = true,
                .offset = offsetof(struct draft, version)},
};

static void view_texts(struct request *request, const struct field *fields,
                       const struct draft *draft, struct organisation_form *view) {
    view->name = form_view(request, &fields[F_NAME], draft);
    view->name.autocomplete = STR("organization");
    view->about = form_view(request, &fields[F_ABOUT], draft);
    view->cvr = form_view(request, &fields[F_CVR], draft);
    view->contact_name = form_view(request, &fields[F_CONTACT_NAME], draft);
    view->contact_phone = form_view(request, &fields[F_CONTACT_PHONE], draft);
}

/* Eight digits with or without spaces, or nothing; *cvr becomes the digits. */
static bool read_cvr(struct request *request, struct str *cvr) {
    struct buf digits;
    buf_init(&digits, request->arena, 32);
    for (size_t i = 0; i < cvr->n; i++) {
        if (cvr->p[i] >= '0' && cvr->p[i] <= '9')
            buf_add_char(&digits, cvr->p[i]);
        else if (cvr->p[i] != ' ')
            return false;
    }
    *cvr = buf_str(&digits);
    return cvr->n == 0 || cvr->n == 8;
}

static enum rc prepare(struct request *request, const struct field *fields, size_t n) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    enum rc rc = form_read(request, fields, n, draft);
    if (rc == RC_OK && !read_cvr(request, &draft->cvr)) {
        form_error(request, "cvr", T_cvr_wrong);
        return RC_INVALID;
    }
    return rc;
}

static struct organisation organisation_from(const struct draft *draft) {
    return (struct organisation){
        .kind = draft->kind,
        .name = draft->name,
        .about = draft->about,
        .cvr = draft->cvr,
        .contact_name = draft->contact_name,
        .contact_phone = draft->contact_phone,
        .version = draft->version,
    };
}

/* ---- a new one ---- */

/* The organisation above, from ?parent= or the form; NULL when there is none or no such. */
static enum rc find_parent(struct request *request, uint64_t public_id,
                           const struct organisation **parent) {
    *parent = NULL;
    if (!public_id) return RC_OK;
    struct organisation *found = arena_new(request->arena, struct organisation);
    if (!found) return RC_LIMIT;
    TRY(organisation_by_public_id(request->db, request->arena, public_id, request->asker.id,
                                  found));
    *parent = found;
    return RC_OK;
}

/* The kinds that this person may make here, as radio buttons. */
static enum rc view_kinds(struct request *request, const struct organisation *parent,
                          struct organisation_form *view) {
    struct form_field *kind = arena_new(request->arena, struct form_field);
    struct field_option *options = arena_new_array(request->arena, KIND__N, struct field_option);
    if (!kind || !options) return RC_LIMIT;
    *kind = form_view(request, &new_fields[F_KIND], NULL);
    size_t n = 0;
    for (size_t i = 0; i < KIND__N; i++)
        if (organisation_may_create(request, (enum organisation_kind)i, parent))
            options[n++] = kind->options.v[i];
    if (n == 1) options[0].chosen = true;
    kind->options.v = options;
    kind->options.n = n;
    kind->is_choice = true;
    kind->is_select = false;
    view->kind = kind;
    return n ? RC_OK : RC_DENIED;
}

enum rc show_organisation_new(struct request *request) {
    const struct organisation *parent;
    struct organisation_form view = {
        .errors = form_errors(request, new_fields, COUNT(new_fields)),
        .is_new = true,
        .post_url = url_format(request->arena, "/o/new"),
        .back_url = url_format(request->arena, "/o"),
        .parent_value = form_value(request->form ? request->form : request->query, "parent"),
    };
    uint64_t id = 0;
    if (view.parent_value.n && id_parse(view.parent_value, &id) != RC_OK) return RC_ABSENT;
    TRY(find_parent(request, id, &parent));
    if (parent) {
        view.parent_name = parent->name;
        view.back_url = organisation_url(request->arena, parent->public_id);
    }
    TRY(view_kinds(request, parent, &view));
    view_texts(request, new_fields, NULL, &view);
    struct page page;
    page_start(request, &page);
    organisation_form_html(&page, &view);
    struct page_head head =
        head_below_list(request, text_of(request->lang, T_organisation_new_title));
    return answer_page(request, &page, &head);
}

enum rc prepare_organisation_new(struct request *request) {
    return prepare(request, new_fields, COUNT(new_fields));
}

enum rc apply_organisation_new(struct request *request) {
    struct draft *draft = request->state;
    const struct organisation *parent;
    struct organisation organisation = organisation_from(draft);
    TRY(find_parent(request, draft->parent, &parent));
    if (!organisation_may_create(request, (enum organisation_kind)draft->kind, parent))
        return RC_DENIED;
    organisation.parent = parent ? parent->id : 0;
    organisation.lang = lang_code(request->lang);
    organisation.created_at = request->now;
    TRY(organisation_create(request->db, request->arena, &organisation, request->asker.id));
    draft->made = organisation.public_id;
    return RC_OK;
}

enum rc answer_organisation_new(struct request *request) {
    const struct draft *draft = request->state;
    return answer_redirect(request, organisation_url(request->arena, draft->made),
                           T_organisation_made);
}

/* ---- editing ---- */

enum rc show_organisation_edit(struct request *request) {
    const struct organisation *organisation = organisation_of(request);
    const struct draft *posted = request->state;
    const struct draft draft = {.name = organisation->name,
                                .about = organisation->about,
                                .cvr = organisation->cvr,
                                .contact_name = organisation->contact_name,
                                .contact_phone = organisation->contact_phone};
    struct organisation_stored stored = {organisation->name, organisation->cvr, organisation->about,
                                         organisation->contact_name, organisation->contact_phone};
    struct organisation_form view = {
        .errors = form_errors(request, edit_fields, COUNT(edit_fields)),
        .version = organisation->version, /* saving again means: over what is there now */
        .post_url =
            url_format(request->arena, "/o/%s/edit", organisation_id_text(request, organisation)),
        .back_url = organisation_url(request->arena, organisation->public_id),
        .conflict = posted && posted->is_conflict ? &stored : NULL,
    };
    view_texts(request, edit_fields, &draft, &view);
    struct page page;
    page_start(request, &page);
    organisation_form_html(&page, &view);
    struct page_head head = head_below_organisation(request, T_organisation_edit_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_organisation_edit(struct request *request) {
    return prepare(request, edit_fields, COUNT(edit_fields));
}

enum rc apply_organisation_edit(struct request *request) {
    struct draft *draft = request->state;
    struct organisation organisation = organisation_from(draft);
    organisation.id = organisation_of(request)->id;
    organisation.lang = organisation_of(request)->lang;
    enum rc rc = organisation_update(request->db, request->arena, &organisation);
    draft->is_conflict = rc == RC_ABSENT;
    if (rc == RC_ABSENT) return RC_INVALID;
    TRY(rc);
    return log_add_asked(request, REF_ORGANISATION(organisation.id), LOG_TEXT_CHANGED,
                         (struct ref){OBJECT_NONE, 0});
}

enum rc answer_organisation(struct request *request) {
    return answer_redirect(request,
                           organisation_url(request->arena, organisation_of(request)->public_id),
                           T_organisation_saved);
}

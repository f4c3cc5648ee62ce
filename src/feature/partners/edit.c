/* Adding and changing a partner by hand, and the short verbs: agreed, talked, ended, taken off. */
#include "feature/partners/inner.h"

#include "core/log.h"
#include "platform/secret.h"

struct draft {
    struct str name, role, what, contact, last_contact;
    int sector, kind, layer, status;
    bool has_consent, is_shared;
    int64_t version;
    int64_t last_contact_at;
    bool is_conflict;
};

enum {
    F_NAME,
    F_KIND,
    F_ROLE,
    F_CONSENT,
    F_SECTOR,
    F_LAYER,
    F_STATUS,
    F_WHAT,
    F_CONTACT,
    F_LAST,
    F_SHARED,
    F_VERSION
};
static const struct field fields[] = {
    [F_NAME] = {.name = "name",
                .kind = FIELD_LINE,
                .max = PARTNER_NAME_MAX,
                .offset = offsetof(struct draft, name),
                .label = T_partners_field_name,
                .hint = T_partners_field_name_hint},
    [F_KIND] = {.name = "kind",
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = partner_kind_choices,
                .offset = offsetof(struct draft, kind),
                .label = T_partners_kind,
                .labels = partner_kind_labels},
    [F_ROLE] = {.name = "role",
                .kind = FIELD_LINE,
                .max = PARTNER_TEXT_MAX,
                .offset = offsetof(struct draft, role),
                .label = T_partners_field_role,
                .hint = T_partners_field_role_hint},
    [F_CONSENT] = {.name = "consent",
                   .kind = FIELD_CHECK,
                   .offset = offsetof(struct draft, has_consent),
                   .label = T_partners_field_consent},
    [F_SECTOR] = {.name = "sector",
                  .kind = FIELD_CHOICE,
                  .required = true,
                  .choices = partner_sector_choices,
                  .offset = offsetof(struct draft, sector),
                  .label = T_partners_field_sector,
                  .labels = partner_sector_labels},
    [F_LAYER] = {.name = "layer",
                 .kind = FIELD_CHOICE,
                 .required = true,
                 .choices = partner_layer_choices,
                 .offset = offsetof(struct draft, layer),
                 .label = T_partners_field_layer,
                 .labels = partner_layer_labels},
    [F_STATUS] = {.name = "status",
                  .kind = FIELD_CHOICE,
                  .required = true,
                  .choices = partner_status_choices,
                  .offset = offsetof(struct draft, status),
                  .label = T_partners_alive,
                  .labels = partner_status_labels},
    [F_WHAT] = {.name = "what",
                .kind = FIELD_LINE,
                .max = PARTNER_TEXT_MAX,
                .offset = offsetof(struct draft, what),
                .label = T_partners_what},
    [F_CONTACT] = {.name = "contact",
                   .kind = FIELD_LINE,
                   .max = PARTNER_TEXT_MAX,
                   .offset = offsetof(struct draft, contact),
                   .label = T_partners_contact,
                   .hint = T_partners_contact_hint},
    [F_LAST] = {.name = "last",
                .kind = FIELD_LINE,
                .max = 10,
                .offset = offsetof(struct draft, last_contact),
                .label = T_partners_field_last},
    [F_SHARED] = {.name = "shared",
                  .kind = FIELD_CHECK,
                  .offset = offsetof(struct draft, is_shared),
                  .label = T_partners_field_shared},
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .max = INT64_MAX,
                   .offset = offsetof(struct draft, version)},
};

/* ---- reading ---- */

/* A private person by name only with consent, else by role; everybody else by name. */
static bool is_named_well(struct request *request, const struct draft *draft) {
    bool is_private = draft->kind == PARTNER_PERSON && !draft->has_consent;
    if (is_private && !draft->role.n) form_error(request, "role", T_partners_role_missing);
    if (is_private && draft->name.n) form_error(request, "consent", T_partners_consent_missing);
    if (!is_private && !draft->name.n) form_error(request, "name", T_partners_name_missing);
    return is_private ? draft->role.n && !draft->name.n : draft->name.n > 0;
}

static bool read_day(struct request *request, struct draft *draft) {
    struct when when;
    if (!draft->last_contact.n) return true;
    struct str local = str_format(request->arena, "%.*sT12:00", STR_ARG(draft->last_contact));
    if (text_when_from_local(local, &when) != RC_OK) {
        form_error(request, "last", T_partners_day_wrong);
        return false;
    }
    draft->last_contact_at = when.ms;
    return true;
}

static enum rc read_draft(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    bool named = is_named_well(request, draft), dated = read_day(request, draft);
    return named && dated ? RC_OK : RC_INVALID;
}

enum rc partners_read_new(struct request *request) {
    return read_draft(request);
}
enum rc partners_read_edit(struct request *request) {
    return read_draft(request);
}

static void fill(const struct draft *draft, struct partner *partner) {
    partner->name = draft->name;
    partner->role = draft->role;
    partner->what = draft->what;
    partner->contact = draft->contact;
    partner->sector = draft->sector;
    partner->kind = draft->kind;
    partner->layer = draft->layer;
    partner->status = draft->status;
    partner->has_consent = draft->has_consent;
    partner->is_shared = draft->is_shared;
    partner->last_contact_at = draft->last_contact_at;
}

/* ---- writing ---- */

static enum rc log_change(const struct request *request) {
    return log_add_asked(request, REF_ORGANISATION(partners_place(request)->id),
                         LOG_PARTNERS_CHANGED, (struct ref){OBJECT_NONE, 0});
}

enum rc partners_apply_new(struct request *request) {
    struct partner partner = {.organisation = partners_place(request)->id};
    fill(request->state, &partner);
    TRY(partner_add(request->db, request->arena, &partner, request->now));
    return log_change(request);
}

enum rc partners_apply_edit(struct request *request) {
    struct draft *draft = request->state;
    struct partner before, after;
    TRY(partners_asked(request, &before));
    after = before;
    fill(draft, &after);
    after.version = draft->version;
    enum rc rc = partner_update(request->db, request->arena, &before, &after, request->now);
    draft->is_conflict = rc == RC_ABSENT;
    if (rc == RC_ABSENT) return RC_INVALID;
    TRY(rc);
    return log_change(request);
}

enum rc partners_answer_saved(struct request *request) {
    return answer_redirect(request, partners_url(request), T_partners_saved);
}

/* ---- the form ---- */

static enum rc show_form(struct request *request, const struct draft *draft,
                         struct partners_form *view) {
    view->errors = form_errors(request, fields, COUNT(fields));
    view->name = form_view(request, &fields[F_NAME], draft);
    view->kind = form_view(request, &fields[F_KIND], draft);
    view->role = form_view(request, &fields[F_ROLE], draft);
    view->has_consent = form_view(request, &fields[F_CONSENT], draft);
    view->sector = form_view(request, &fields[F_SECTOR], draft);
    view->layer = form_view(request, &fields[F_LAYER], draft);
    view->status = form_view(request, &fields[F_STATUS], draft);
    view->what = form_view(request, &fields[F_WHAT], draft);
    view->contact = form_view(request, &fields[F_CONTACT], draft);
    view->last_contact = form_view(request, &fields[F_LAST], draft);
    view->last_contact.type = STR("date");
    view->last_contact.longest = 0; /* not for dates */
    view->is_shared = form_view(request, &fields[F_SHARED], draft);
    view->back_url = partners_url(request);
    struct page page;
    page_start(request, &page);
    partners_form_html(&page, view);
    struct page_head head =
        partners_head(request, view->is_new ? T_partners_new : T_partners_change);
    return answer_page(request, &page, &head);
}

enum rc partners_show_new(struct request *request) {
    const struct draft draft = {.kind = PARTNER_ASSOCIATION, .is_shared = true};
    struct partners_form view = {.is_new = true};
    view.post_url = url_format(request->arena, "/o/%s/partners/new", partners_place_id(request));
    return show_form(request, &draft, &view);
}

enum rc partners_show_edit(struct request *request) {
    const struct draft *posted = request->state;
    struct partner partner;
    struct buf day;
    char id[ID_TEXT_BYTES + 1];
    TRY(partners_asked(request, &partner));
    id_text(partner.public_id, id);
    buf_init(&day, request->arena, 40);
    if (partner.last_contact_at)
        text_add_when(&day, request->lang, (struct when){partner.last_contact_at}, WHEN_DAY);
    const struct draft draft = {.name = partner.name,
                                .role = partner.role,
                                .what = partner.what,
                                .contact = partner.contact,
                                .last_contact = buf_str(&day),
                                .sector = partner.sector,
                                .kind = partner.kind,
                                .layer = partner.layer,
                                .status = partner.status,
                                .has_consent = partner.has_consent,
                                .is_shared = partner.is_shared};
    struct partners_form view = {.version = partner.version,
                                 .is_conflict = posted && posted->is_conflict};
    view.post_url = url_format(request->arena, "/o/%s/partners/%s/edit", partners_place_id(request),
                               str_from(id));
    return show_form(request, &draft, &view);
}

/* ---- verbs ---- */

enum verb { VERB_AGREED, VERB_TALKED, VERB_ENDED, VERB_WAKE, VERB_REMOVE, VERB__N };
static const char *const verb_choices[VERB__N + 1] = {"agreed", "talked", "ended", "wake",
                                                      "remove"};
struct verb_draft {
    int verb;
};
static const struct field verb_field[] = {{.name = "verb",
                                           .kind = FIELD_CHOICE,
                                           .required = true,
                                           .choices = verb_choices,
                                           .offset = offsetof(struct verb_draft, verb)}};

enum rc partners_read_verb(struct request *request) {
    struct verb_draft *draft = arena_new(request->arena, struct verb_draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, verb_field, COUNT(verb_field), draft);
}

enum rc partners_apply_verb(struct request *request) {
    const struct verb_draft *draft = request->state;
    struct partner before, after;
    TRY(partners_asked(request, &before));
    TRY(log_change(request));
    if (draft->verb == VERB_REMOVE) return partner_remove(request->db, &before);
    after = before;
    if (draft->verb == VERB_AGREED) after.layer = LAYER_HAVE;
    if (draft->verb == VERB_ENDED) after.status = STATUS_ENDED;
    if (draft->verb == VERB_AGREED || draft->verb == VERB_WAKE) after.status = STATUS_ACTIVE;
    if (draft->verb == VERB_AGREED || draft->verb == VERB_TALKED)
        after.last_contact_at = request->now;
    return partner_update(request->db, request->arena, &before, &after, request->now);
}

enum rc partners_answer_verb(struct request *request) {
    return answer_redirect(request, partners_url(request), T_partners_saved);
}

/* ---- "take us off the map": anybody may ask, the workplace does it ---- */

enum rc partners_apply_ask(struct request *request) {
    struct partner partner;
    TRY(partners_asked(request, &partner));
    if (!partner.is_shared && !partners_may_edit(request)) return RC_ABSENT;
    return partner_ask_removal(request->db, &partner, request->now);
}

enum rc partners_answer_ask(struct request *request) {
    return answer_redirect(request, partners_url(request), T_partners_asked);
}

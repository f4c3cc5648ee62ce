/* The person's own page: profile, organisations, and as whom she acts. */
#include "feature/people/inner.h"

struct profile {
    struct str name, phone;
    int lang, sector;
    int64_t version;
    uint64_t organisation; /* POST /me/acting */
    bool is_conflict;
};

static const struct field fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = PERSON_NAME_MAX,
     .offset = offsetof(struct profile, name),
     .label = T_field_name,
     .hint = T_hint_name},
    {.name = "phone",
     .kind = FIELD_PHONE,
     .max = PERSON_PHONE_MAX,
     .offset = offsetof(struct profile, phone),
     .label = T_field_phone,
     .hint = T_hint_phone},
    {.name = "lang",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = lang_choices,
     .offset = offsetof(struct profile, lang),
     .label = T_field_language,
     .labels = lang_labels},
    {.name = "sector",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = sector_choices,
     .offset = offsetof(struct profile, sector),
     .label = T_field_sector,
     .labels = sector_labels},
    {.name = "version",
     .kind = FIELD_NUMBER,
     .required = true,
     .offset = offsetof(struct profile, version)},
};

/* ---- the page ---- */

static enum rc view_mandates(struct request *request, struct people_me *view) {
    struct organisation_list list;
    TRY(organisation_mandates(request->db, request->arena, request->asker.id, &list));
    struct people_mandate *mandates =
        arena_new_array(request->arena, list.rows.n + 1, struct people_mandate);
    if (!mandates) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        char id[ID_TEXT_BYTES + 1];
        id_text(list.rows.v[i].public_id, id);
        mandates[i] = (struct people_mandate){
            .name = list.rows.v[i].name,
            .lang = list.rows.v[i].lang,
            .value = str_copy(request->arena, str_from(id)),
            .chosen = list.rows.v[i].id == request->asker.acting,
        };
    }
    view->mandates.v = mandates;
    view->mandates.n = list.rows.n;
    view->may_act = list.rows.n > 0;
    view->is_self = request->asker.acting == 0;
    return RC_OK;
}

static enum rc view_me(struct request *request, struct people_me *view) {
    const struct profile *posted = request->state;
    struct person person;
    TRY(person_by_id(request->db, request->arena, request->asker.id, &person));
    struct profile draft = {.name = person.name, .phone = person.phone, .sector = person.sector};
    enum lang lang = LANG_DA;
    (void)lang_from(person.lang, &lang);
    draft.lang = (int)lang;
    view->mail = person.mail;
    view->name = form_view(request, &fields[0], &draft);
    view->name.autocomplete = STR("name");
    view->phone = form_view(request, &fields[1], &draft);
    view->lang = form_view(request, &fields[2], &draft);
    view->sector = form_view(request, &fields[3], &draft);
    view->version = person.version; /* saving again means: over what is there now */
    view->has_password = person.password_hash.n > 0;
    view->is_administrator = person.is_administrator;
    if (posted && posted->is_conflict) {
        struct people_conflict *conflict = arena_new(request->arena, struct people_conflict);
        if (!conflict) return RC_LIMIT;
        *conflict =
            (struct people_conflict){person.name, person.phone, sector_labels[person.sector]};
        view->conflict = conflict;
    }
    TRY(read_memberships(request, request->asker.id, false, &view->memberships.v,
                         &view->memberships.n));
    return view_mandates(request, view);
}

enum rc show_me(struct request *request) {
    struct people_me view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .no_memberships = {.title = T_me_no_memberships,
                           .text = T_me_no_memberships_text,
                           .url = url_format(request->arena, "/o"),
                           .action = T_me_find_organisation},
    };
    TRY(view_me(request, &view));
    struct page page;
    page_start(request, &page);
    people_me_html(&page, &view);
    struct page_head head = head_of(request, T_me_title);
    return answer_page(request, &page, &head);
}

/* ---- saving ---- */

enum rc prepare_me(struct request *request) {
    struct profile *profile = arena_new(request->arena, struct profile);
    if (!profile) return RC_LIMIT;
    request->state = profile;
    return form_read(request, fields, COUNT(fields), profile);
}

enum rc apply_me(struct request *request) {
    struct profile *profile = request->state;
    const struct person person = {
        .id = request->asker.id,
        .name = profile->name,
        .phone = profile->phone,
        .lang = lang_code((enum lang)profile->lang),
        .sector = profile->sector,
        .version = profile->version,
    };
    enum rc rc = person_update(request->db, request->arena, &person);
    profile->is_conflict = rc == RC_ABSENT;
    return rc == RC_ABSENT ? RC_INVALID : rc;
}

enum rc answer_me(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/me"), T_me_saved);
}

/* ---- acting as an organisation ---- */

static const struct field acting_fields[] = {
    {.name = "organisation",
     .kind = FIELD_ID,
     .offset = offsetof(struct profile, organisation),
     .label = T_field_acting},
};

enum rc prepare_acting(struct request *request) {
    struct profile *profile = arena_new(request->arena, struct profile);
    if (!profile) return RC_LIMIT;
    request->state = profile;
    return form_read(request, acting_fields, COUNT(acting_fields), profile);
}

enum rc apply_acting(struct request *request) {
    const struct profile *profile = request->state;
    struct organisation organisation = {0};
    if (profile->organisation)
        TRY(organisation_by_public_id(request->db, request->arena, profile->organisation,
                                      request->asker.id, &organisation));
    return session_act_as(request, organisation.id);
}

enum rc answer_acting(struct request *request) {
    const struct profile *profile = request->state;
    return answer_redirect(request, session_next(request, url_format(request->arena, "/me")),
                           profile->organisation ? T_acting_organisation : T_acting_self);
}

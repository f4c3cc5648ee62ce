/*
 * Changing an initiative together. Whoever saves last never overwrites another's change unseen:
 * when somebody was faster, both versions are shown side by side and nothing that was typed is
 * lost.
 */
#include "core/organisation.h"
#include "feature/initiative/pages.h"
#include "platform/secret.h"

struct edit_draft {
    struct str title, problem, contact_name, contact_phone, area;
    struct str was; /* what the fields held when the form was loaded: see digests_of */
    int theme, stage, type, level, lang;
    uint64_t owner; /* public id, 0: none */
    int64_t version;
};
enum {
    TITLE,
    PROBLEM,
    LANGUAGE,
    THEME,
    AREA,
    STAGE,
    TYPE,
    LEVEL,
    CONTACT_NAME,
    CONTACT_PHONE,
    OWNER,
    VERSION,
    WAS,
    FIELDS__N
};
enum { DIGEST = 16, WAS_MAX = VERSION * DIGEST };

/* Closing has a page of its own. */
static const char *const open_stage_choices[STAGE_CLOSED + 1] = {"idea", "framing", "designing",
                                                                 "doing", "evaluating"};
static const char *const lang_choices[LANG__N + 1] = {"da", "en"};
static const enum text_id lang_labels[LANG__N] = {T_lang_da, T_lang_en};

static const struct field edit_fields[FIELDS__N] = {
    [TITLE] = {.name = "title",
               .kind = FIELD_LINE,
               .required = true,
               .min = 3,
               .max = INITIATIVE_TITLE_MAX,
               .offset = offsetof(struct edit_draft, title),
               .label = T_start_title},
    [PROBLEM] = {.name = "problem",
                 .kind = FIELD_TEXT,
                 .required = true,
                 .min = 3,
                 .max = INITIATIVE_PROBLEM_MAX,
                 .offset = offsetof(struct edit_draft, problem),
                 .label = T_start_problem,
                 .hint = T_edit_problem_hint},
    [LANGUAGE] = {.name = "lang",
                  .kind = FIELD_CHOICE,
                  .required = true,
                  .choices = lang_choices,
                  .labels = lang_labels,
                  .offset = offsetof(struct edit_draft, lang),
                  .label = T_edit_lang},
    [THEME] = {.name = "theme",
               .kind = FIELD_CHOICE,
               .required = true,
               .choices = theme_choices,
               .labels = theme_labels,
               .offset = offsetof(struct edit_draft, theme),
               .label = T_list_theme},
    [AREA] = {.name = "area",
              .kind = FIELD_LINE,
              .max = INITIATIVE_AREA_MAX,
              .offset = offsetof(struct edit_draft, area),
              .label = T_edit_area,
              .hint = T_edit_area_hint},
    [STAGE] = {.name = "stage",
               .kind = FIELD_CHOICE,
               .required = true,
               .choices = open_stage_choices,
               .labels = stage_labels,
               .offset = offsetof(struct edit_draft, stage),
               .label = T_edit_stage},
    [TYPE] = {.name = "type",
              .kind = FIELD_CHOICE,
              .required = true,
              .choices = type_choices,
              .labels = type_labels,
              .offset = offsetof(struct edit_draft, type),
              .label = T_edit_type},
    [LEVEL] = {.name = "level",
               .kind = FIELD_CHOICE,
               .required = true,
               .choices = level_choices,
               .labels = level_labels,
               .offset = offsetof(struct edit_draft, level),
               .label = T_edit_level,
               .hint = T_edit_level_hint},
    [CONTACT_NAME] = {.name = "contact_name",
                      .kind = FIELD_LINE,
                      .required = true,
                      .max = CONTACT_NAME_MAX,
                      .offset = offsetof(struct edit_draft, contact_name),
                      .label = T_start_contact_name},
    [CONTACT_PHONE] = {.name = "contact_phone",
                       .kind = FIELD_PHONE,
                       .required = true,
                       .max = CONTACT_PHONE_MAX,
                       .offset = offsetof(struct edit_draft, contact_phone),
                       .label = T_start_contact_phone},
    [OWNER] = {.name = "owner",
               .kind = FIELD_ID,
               .offset = offsetof(struct edit_draft, owner),
               .label = T_edit_owner,
               .hint = T_edit_owner_hint},
    [VERSION] = {.name = "version",
                 .kind = FIELD_NUMBER,
                 .required = true,
                 .min = 1,
                 .max = INT64_MAX,
                 .offset = offsetof(struct edit_draft, version)},
    [WAS] = {.name = "was",
             .kind = FIELD_LINE,
             .max = WAS_MAX,
             .offset = offsetof(struct edit_draft, was)},
};

static struct edit_draft draft_of(const struct initiative *i) {
    return (struct edit_draft){
        .title = i->title,
        .problem = i->problem,
        .contact_name = i->contact_name,
        .contact_phone = i->contact_phone,
        .area = i->area,
        .theme = i->theme,
        .stage = i->stage,
        .type = i->type,
        .level = i->level,
        .lang = i->lang,
        .owner = i->owner_public_id,
        .version = i->version,
    };
}

/* ---- what a form was loaded with ---- */

/* Sixteen hexadecimal digits of a field's value (FNV-1a), the same however line ends are sent.
   Whoever finds two texts with the same ones misleads only herself. */
static struct str digest_of(struct arena *arena, struct str value) {
    struct str text = str_trim(value);
    uint64_t sum = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\r') sum = (sum ^ (unsigned char)text.p[i]) * UINT64_C(1099511628211);
    return str_format(arena, "%016llx", (unsigned long long)sum);
}

/* The digests of all fields of what is saved, one after another, for the form to carry along. */
static struct str digests_of(struct request *request, const struct edit_draft *draft) {
    struct request reading = *request;
    struct buf all;
    reading.form = NULL;
    buf_init(&all, request->arena, WAS_MAX);
    for (int i = 0; i < VERSION; i++)
        buf_add(&all, digest_of(request->arena, form_view(&reading, &edit_fields[i], draft).value));
    return buf_ok(&all) ? buf_str(&all) : (struct str){0};
}

static bool is_same(struct request *request, struct str a, struct str b) {
    return str_is(digest_of(request->arena, a), digest_of(request->arena, b));
}

/* Is the field as it was when the form was loaded? Not known of a form without digests. */
static bool is_untouched(struct request *request, int field, struct str value) {
    struct str was = form_value(request->form, "was");
    size_t from = (size_t)field * DIGEST;
    if (was.n != WAS_MAX) return false;
    return str_is(str_slice(was, from, from + DIGEST), digest_of(request->arena, value));
}

/* ---- the page ---- */

/* Each level with what people may expect of it. */
static void explain_levels(struct request *request, struct form_field *view) {
    struct field_option *options =
        arena_new_array(request->arena, view->options.n, struct field_option);
    if (!options) return;
    for (size_t i = 0; i < view->options.n; i++) {
        options[i] = view->options.v[i];
        options[i].hint = text_of(request->lang, level_expectations[i]);
    }
    view->options.v = options;
}

/* No owner, the present one, and the organisations that the asker may act for. */
static enum rc owner_options(struct request *request, const struct initiative *saved,
                             struct form_field *view) {
    struct organisation_list mine = {0};
    TRY(organisation_mandates(request->db, request->arena, request->asker.id, &mine));
    struct field_option *options =
        arena_new_array(request->arena, mine.rows.n + 2, struct field_option);
    if (!options) return RC_LIMIT;
    size_t n = 0;
    options[n++] = (struct field_option){.label = T_edit_owner_none};
    if (saved->owner) {
        char id[ID_TEXT_BYTES + 1];
        id_text(saved->owner_public_id, id);
        options[n++] = (struct field_option){.value = str_copy(request->arena, str_from(id)),
                                             .label_text = saved->owner_name};
    }
    for (size_t i = 0; i < mine.rows.n; i++) {
        char id[ID_TEXT_BYTES + 1];
        id_text(mine.rows.v[i].public_id, id);
        if (mine.rows.v[i].id == saved->owner) continue;
        options[n++] = (struct field_option){.value = str_copy(request->arena, str_from(id)),
                                             .label_text = mine.rows.v[i].name};
    }
    for (size_t i = 0; i < n; i++) options[i].chosen = str_is(options[i].value, view->value);
    view->options.v = options;
    view->options.n = n;
    view->is_select = true;
    view->type = (struct str){0};
    return RC_OK;
}

static enum rc answer_edit_page(struct request *request, struct initiative_edit *view,
                                const struct initiative *saved, const struct edit_draft *draft) {
    struct form_field shown[FIELDS__N];
    const struct edit_draft newer = draft_of(saved);
    struct request reading = *request; /* the same, but without this person's input */
    reading.form = NULL;
    for (int i = 0; i < FIELDS__N; i++) {
        shown[i] = form_view(request, &edit_fields[i], draft);
        if (i < VERSION && view->is_conflict && is_untouched(request, i, shown[i].value))
            shown[i] = form_view(&reading, &edit_fields[i], &newer);
    }
    view->was = view->is_conflict || !request->form ? digests_of(request, &newer)
                                                    : form_value(request->form, "was");
    view->owner_now = shown[OWNER].value;
    explain_levels(request, &shown[LEVEL]);
    TRY(owner_options(request, saved, &shown[OWNER]));
    shown[PROBLEM].rows = 12;
    view->errors = form_errors(request, edit_fields, COUNT(edit_fields));
    view->title = shown[TITLE];
    view->problem = shown[PROBLEM];
    view->lang = shown[LANGUAGE];
    view->theme = shown[THEME];
    view->area = shown[AREA];
    view->stage = shown[STAGE];
    view->type = shown[TYPE];
    view->level = shown[LEVEL];
    view->contact_name = shown[CONTACT_NAME];
    view->contact_phone = shown[CONTACT_PHONE];
    view->owner = shown[OWNER];
    view->has_owner_choice = shown[OWNER].options.n > 1;
    view->back_url = initiative_page(request, "");
    view->again_url = initiative_page(request, "/edit");
    struct page page;
    page_start(request, &page);
    initiative_edit_html(&page, view);
    return answer_below(request, &page, T_edit_heading);
}

enum rc initiative_show_edit(struct request *request) {
    const struct initiative *saved = initiative_asked(request);
    const struct edit_draft draft = draft_of(saved);
    struct initiative_edit view = {.version = saved->version};
    return answer_edit_page(request, &view, saved, &draft);
}

/* ---- when somebody was faster ---- */

/* What each field would send, and how it reads. */
static struct str shown_words(struct request *request, int field, struct form_field view) {
    for (size_t i = 0; i < view.options.n; i++)
        if (view.options.v[i].chosen)
            return view.options.v[i].label_text.n ? view.options.v[i].label_text
                                                  : text_of(request->lang, view.options.v[i].label);
    return edit_fields[field].kind == FIELD_CHOICE || field == OWNER ? (struct str){0} : view.value;
}

static enum rc shown_field(struct request *request, int field, const struct initiative *saved,
                           const struct edit_draft *draft, struct form_field *view) {
    *view = form_view(request, &edit_fields[field], draft);
    return field == OWNER ? owner_options(request, saved, view) : RC_OK;
}

/* Fields that both have changed, each to something else. What only one of them changed needs no
   choice: answer_edit_page merges it. */
static enum rc find_differences(struct request *request, const struct initiative *saved,
                                struct initiative_edit *view) {
    struct edit_difference *list =
        arena_new_array(request->arena, FIELDS__N, struct edit_difference);
    if (!list) return RC_LIMIT;
    const struct edit_draft theirs = draft_of(saved);
    struct request reading = *request; /* the same, but without this person's input */
    reading.form = NULL;
    size_t n = 0;
    for (int i = 0; i < VERSION; i++) {
        struct form_field ours, other;
        TRY(shown_field(request, i, saved, NULL, &ours));
        TRY(shown_field(&reading, i, saved, &theirs, &other));
        if (is_untouched(request, i, ours.value) || is_same(request, ours.value, other.value))
            continue;
        view->has_changes = true;
        if (is_untouched(request, i, other.value)) continue;
        list[n++] = (struct edit_difference){.label = edit_fields[i].label,
                                             .saved = shown_words(request, i, other),
                                             .yours = shown_words(request, i, ours),
                                             .field = ours.name};
    }
    view->differences.v = list;
    view->differences.n = n;
    return RC_OK;
}

/* After an error, or when the version saved is no longer the one that was being changed. */
enum rc initiative_show_edit_again(struct request *request) {
    struct initiative saved;
    TRY(initiative_load(request, initiative_asked(request)->public_id, &saved));
    int64_t version = 0;
    if (str_to_i64(form_value(request->form, "version"), &version) != RC_OK) version = 0;
    struct initiative_edit view = {.version = version};
    if (version != saved.version) {
        view.is_conflict = true;
        view.version = saved.version; /* saving again is a choice made with both in sight */
        TRY(find_differences(request, &saved, &view));
        answer_status(request, 409);
    }
    return answer_edit_page(request, &view, &saved, NULL);
}

/* ---- saving ---- */

/* What the steps of one POST hand on. */
struct editing {
    struct edit_draft draft;
    struct initiative rendered;
};

enum rc initiative_read_edit(struct request *request) {
    struct editing *editing = arena_new(request->arena, struct editing);
    if (!editing) return RC_LIMIT;
    struct edit_draft *draft = &editing->draft;
    request->state = editing;
    TRY(form_read(request, edit_fields, COUNT(edit_fields), draft));
    editing->rendered = (struct initiative){
        .title = draft->title, .problem = draft->problem, .area = draft->area, .lang = draft->lang};
    return initiative_render(request->arena, &editing->rendered);
}

/* Only an organisation in whose name the asker may act can become the owner. */
static enum rc find_owner(struct request *request, const struct initiative *before,
                          uint64_t public_id, int64_t *owner) {
    *owner = before->owner;
    if (public_id == before->owner_public_id) return RC_OK;
    *owner = 0;
    if (!public_id) return RC_OK;
    struct organisation_list mine = {0};
    TRY(organisation_mandates(request->db, request->arena, request->asker.id, &mine));
    for (size_t i = 0; i < mine.rows.n; i++)
        if (mine.rows.v[i].public_id == public_id) *owner = mine.rows.v[i].id;
    if (*owner) return RC_OK;
    form_error(request, "owner", T_edit_owner_not_yours);
    return RC_INVALID;
}

static int64_t contact_person(const struct request *request, const struct initiative *before,
                              const struct edit_draft *draft) {
    if (str_is(draft->contact_name, request->asker.name)) return request->asker.id;
    return str_is(draft->contact_name, before->contact_name) ? before->contact_by : 0;
}

enum rc initiative_apply_edit(struct request *request) {
    const struct editing *editing = request->state;
    const struct edit_draft *draft = &editing->draft;
    struct initiative before = *initiative_asked(request);
    if (before.version != draft->version)
        return RC_INVALID; /* shown by initiative_show_edit_again */
    struct initiative after = before;
    after.title = draft->title;
    after.problem = draft->problem;
    after.problem_html = editing->rendered.problem_html;
    after.stems = editing->rendered.stems;
    after.lang = draft->lang;
    after.theme = draft->theme;
    after.area = draft->area;
    after.stage = draft->stage;
    after.type = draft->type;
    after.level = draft->level;
    after.contact_name = draft->contact_name;
    after.contact_phone = draft->contact_phone;
    after.contact_by = contact_person(request, &before, draft);
    TRY(find_owner(request, &before, draft->owner, &after.owner));
    enum rc rc = initiative_update(request, &before, &after);
    return rc == RC_ABSENT ? RC_INVALID : rc;
}

enum rc initiative_answer_edit(struct request *request) {
    return answer_redirect(request, initiative_page(request, ""), T_edit_done);
}

/* Entering an idea and changing it, by whoever belongs to the organisation. When somebody else was
   faster, the page (409) shows what is saved now above what was typed, and saving again is a
   choice. Two queries each. */
#include "feature/idea/inner.h"

struct draft {
    struct str title, body, place, needs, source, told_by, story_url;
    int category, stage;
    int64_t hours, kroner, version;
    uint64_t made; /* public id */
};
enum {
    F_TITLE,
    F_CATEGORY,
    F_STAGE,
    F_BODY,
    F_PLACE,
    F_HOURS,
    F_KRONER,
    F_NEEDS,
    F_SOURCE,
    F_TOLD_BY,
    F_STORY,
    F_VERSION,
    FIELDS__N
};
enum { HOURS_MAX = 100000, KRONER_MAX = 100000000 };

static const struct field fields[FIELDS__N] = {
    [F_TITLE] = {.name = "title",
                 .kind = FIELD_LINE,
                 .required = true,
                 .min = 3,
                 .max = IDEA_TITLE_MAX,
                 .offset = offsetof(struct draft, title),
                 .label = T_idea_title},
    [F_CATEGORY] = {.name = "category",
                    .kind = FIELD_CHOICE,
                    .required = true,
                    .choices = idea_category_choices,
                    .labels = idea_category_labels,
                    .offset = offsetof(struct draft, category),
                    .label = T_idea_category},
    [F_STAGE] = {.name = "stage",
                 .kind = FIELD_CHOICE,
                 .required = true,
                 .choices = idea_stage_choices,
                 .labels = idea_stage_labels,
                 .offset = offsetof(struct draft, stage),
                 .label = T_idea_stage},
    [F_BODY] = {.name = "body",
                .kind = FIELD_TEXT,
                .required = true,
                .min = 10,
                .max = IDEA_BODY_MAX,
                .offset = offsetof(struct draft, body),
                .label = T_idea_body,
                .hint = T_idea_body_hint},
    [F_PLACE] = {.name = "place",
                 .kind = FIELD_LINE,
                 .max = IDEA_PLACE_MAX,
                 .offset = offsetof(struct draft, place),
                 .label = T_idea_place},
    [F_HOURS] = {.name = "hours",
                 .kind = FIELD_NUMBER,
                 .min = 0,
                 .max = HOURS_MAX,
                 .offset = offsetof(struct draft, hours),
                 .label = T_idea_hours,
                 .hint = T_idea_hours_hint},
    [F_KRONER] = {.name = "kroner",
                  .kind = FIELD_NUMBER,
                  .min = 0,
                  .max = KRONER_MAX,
                  .offset = offsetof(struct draft, kroner),
                  .label = T_idea_kroner},
    [F_NEEDS] = {.name = "needs",
                 .kind = FIELD_LINE,
                 .max = IDEA_NEEDS_MAX,
                 .offset = offsetof(struct draft, needs),
                 .label = T_idea_needs,
                 .hint = T_idea_needs_hint},
    [F_SOURCE] = {.name = "source",
                  .kind = FIELD_LINE,
                  .max = IDEA_SOURCE_MAX,
                  .offset = offsetof(struct draft, source),
                  .label = T_idea_source,
                  .hint = T_idea_source_hint},
    [F_TOLD_BY] = {.name = "told_by",
                   .kind = FIELD_LINE,
                   .max = IDEA_TOLD_BY_MAX,
                   .offset = offsetof(struct draft, told_by),
                   .label = T_idea_told_by,
                   .hint = T_idea_told_by_hint},
    [F_STORY] = {.name = "story_url",
                 .kind = FIELD_LINE,
                 .max = IDEA_URL_MAX,
                 .offset = offsetof(struct draft, story_url),
                 .label = T_idea_story,
                 .hint = T_idea_story_hint},
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .min = 0,
                   .max = INT64_MAX,
                   .offset = offsetof(struct draft, version)},
};

static struct draft draft_of(const struct idea *idea) {
    return (struct draft){.title = idea->title,
                          .body = idea->body,
                          .place = idea->place,
                          .needs = idea->needs,
                          .source = idea->source,
                          .told_by = idea->told_by,
                          .story_url = idea->story_url,
                          .category = idea->category,
                          .stage = idea->stage,
                          .hours = idea->hours,
                          .kroner = idea->kroner,
                          .version = idea->version};
}

static struct form_field number_view(struct request *request, int field, const struct draft *draft,
                                     int64_t value) {
    struct form_field view = form_view(request, &fields[field], draft);
    view.type = STR("number");
    if (!request->form && value < 0) view.value = (struct str){0}; /* not said */
    return view;
}

/* The same form for a new idea (draft NULL) and for one that is changed. */
static enum rc answer_form(struct request *request, struct idea_form *view,
                           const struct draft *draft) {
    view->errors = form_errors(request, fields, FIELDS__N);
    view->organisation = idea_place(request)->name;
    view->title = form_view(request, &fields[F_TITLE], draft);
    view->category = form_view(request, &fields[F_CATEGORY], draft);
    view->category.is_choice = true;
    view->category.is_select = false;
    view->stage = form_view(request, &fields[F_STAGE], draft);
    view->body = form_view(request, &fields[F_BODY], draft);
    view->place = form_view(request, &fields[F_PLACE], draft);
    view->hours = number_view(request, F_HOURS, draft, draft ? draft->hours : -1);
    view->kroner = number_view(request, F_KRONER, draft, draft ? draft->kroner : -1);
    view->needs = form_view(request, &fields[F_NEEDS], draft);
    view->source = form_view(request, &fields[F_SOURCE], draft);
    view->told_by = form_view(request, &fields[F_TOLD_BY], draft);
    view->story_url = form_view(request, &fields[F_STORY], draft);
    view->story_url.type = STR("url");
    struct page page;
    page_start(request, &page);
    idea_form_html(&page, view);
    struct page_head head = idea_head(
        request, text_of(request->lang, view->is_new ? T_idea_new_title : T_idea_edit_title));
    return answer_page(request, &page, &head);
}

static bool is_web(struct str text) {
    return str_starts(text, STR("https://")) || str_starts(text, STR("http://"));
}

static enum rc read_draft(struct request *request, struct draft **read) {
    struct draft *draft = arena_new(request->arena, struct draft);
    struct url url;
    if (!draft) return RC_LIMIT;
    *draft = (struct draft){.hours = -1, .kroner = -1};
    *read = draft;
    request->state = draft;
    enum rc rc = form_read(request, fields, FIELDS__N, draft);
    if (rc != RC_OK && rc != RC_INVALID) return rc;
    bool bad_address =
        draft->story_url.n && (!is_web(draft->story_url) ||
                               url_external(request->arena, draft->story_url, &url) != RC_OK);
    if (!bad_address) return rc;
    form_error(request, "story_url", T_idea_story_wrong);
    return RC_INVALID;
}

static void put_draft(const struct draft *draft, struct idea *idea) {
    idea->title = draft->title;
    idea->body = draft->body;
    idea->place = draft->place;
    idea->needs = draft->needs;
    idea->source = draft->source;
    idea->told_by = draft->told_by;
    idea->story_url = draft->story_url;
    idea->category = draft->category;
    idea->stage = draft->stage;
    idea->hours = draft->hours;
    idea->kroner = draft->kroner;
}

/* ---- where ---- */

enum rc idea_show_choose(struct request *request) {
    struct membership_list mine;
    TRY(membership_of_person(request->db, request->arena, request->asker.id, &mine));
    struct idea_own_place *rows =
        arena_new_array(request->arena, mine.rows.n + 1, struct idea_own_place);
    if (!rows) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < mine.rows.n; i++)
        if (!mine.rows.v[i].to_at)
            rows[n++] = (struct idea_own_place){
                mine.rows.v[i].organisation_name,
                url_format(request->arena, "/o/%s/ideas/new",
                           idea_id(request, mine.rows.v[i].organisation_public_id))};
    const struct idea_choose view = {.places = {rows, n}};
    struct page page;
    page_start(request, &page);
    idea_choose_html(&page, &view);
    struct page_head head = idea_head(request, text_of(request->lang, T_idea_new_title));
    return answer_page(request, &page, &head);
}

/* ---- a new one ---- */

enum rc idea_show_new(struct request *request) {
    struct str place = idea_id(request, idea_place(request)->public_id);
    struct idea_form view = {
        .is_new = true,
        .post_url = url_format(request->arena, "/o/%s/ideas/new", place),
        .back_url = url_format(request->arena, "/ideas"),
    };
    return answer_form(request, &view, NULL);
}

enum rc idea_read_new(struct request *request) {
    struct draft *draft;
    return read_draft(request, &draft);
}

enum rc idea_apply_new(struct request *request) {
    struct draft *draft = request->state;
    struct idea idea = {.lang = (int)request->lang,
                        .organisation = idea_place(request)->id,
                        .created_at = request->now,
                        .created_by = request->asker.id};
    put_draft(draft, &idea);
    TRY(idea_create(request->db, request->arena, &idea));
    draft->made = idea.public_id;
    return RC_OK;
}

enum rc idea_answer_new(struct request *request) {
    const struct draft *draft = request->state;
    return answer_redirect(request, idea_url(request->arena, draft->made), T_idea_made);
}

/* ---- changing it ---- */

static enum rc show_edit(struct request *request, const struct idea *idea,
                         const struct idea_stored *conflict) {
    const struct draft draft = draft_of(idea);
    struct idea_form view = {
        .version = idea->version, /* saving again means: over what is there now */
        .post_url = url_format(request->arena, "/o/%s/ideas/%s/edit",
                               idea_id(request, idea->organisation_public_id),
                               idea_id(request, idea->public_id)),
        .back_url = idea_url(request->arena, idea->public_id),
        .conflict = conflict,
    };
    return answer_form(request, &view, &draft);
}

enum rc idea_show_edit(struct request *request) {
    struct idea idea;
    TRY(idea_own(request, &idea));
    return idea.withdrawn_at ? RC_ABSENT : show_edit(request, &idea, NULL);
}

/* After an error, or when the version saved is no longer the one that was being changed. */
enum rc idea_show_edit_again(struct request *request) {
    struct idea idea;
    int64_t version = 0;
    TRY(idea_own(request, &idea));
    if (str_to_i64(form_value(request->form, "version"), &version) != RC_OK) version = 0;
    const struct idea_stored stored = {idea.title, idea.body, idea.place, idea.needs,
                                       idea_stage_labels[idea.stage]};
    bool is_conflict = version != idea.version;
    if (is_conflict) answer_status(request, 409);
    return show_edit(request, &idea, is_conflict ? &stored : NULL);
}

enum rc idea_read_edit(struct request *request) {
    struct draft *draft;
    return read_draft(request, &draft);
}

enum rc idea_apply_edit(struct request *request) {
    const struct draft *draft = request->state;
    struct idea idea;
    TRY(idea_own(request, &idea));
    if (idea.withdrawn_at) return RC_ABSENT;
    put_draft(draft, &idea);
    idea.version = draft->version;
    enum rc rc = idea_update(request->db, request->arena, &idea, request->now);
    return rc == RC_ABSENT ? RC_INVALID : rc; /* shown by idea_show_edit_again */
}

enum rc idea_answer_edit(struct request *request) {
    return idea_answer_page(request, T_idea_saved);
}

/* ---- it holds; it is taken back ---- */

enum rc idea_apply_confirm(struct request *request) {
    struct idea idea;
    TRY(idea_own(request, &idea));
    return idea.withdrawn_at ? RC_ABSENT : idea_confirm(request->db, idea.id, request->now);
}

enum rc idea_answer_confirm(struct request *request) {
    return idea_answer_page(request, T_idea_confirmed);
}

enum rc idea_apply_withdraw(struct request *request) {
    struct idea idea;
    TRY(idea_own(request, &idea));
    if (idea.withdrawn_at) return RC_OK;
    return idea_withdraw(request->db, request->arena, &idea, request->now);
}

enum rc idea_answer_withdraw(struct request *request) {
    return idea_answer_page(request, T_idea_withdrawn);
}

enum rc idea_apply_restore(struct request *request) {
    struct idea idea;
    TRY(idea_own(request, &idea));
    return idea_withdraw(request->db, request->arena, &idea, 0);
}

enum rc idea_answer_restore(struct request *request) {
    return idea_answer_page(request, T_idea_restored);
}

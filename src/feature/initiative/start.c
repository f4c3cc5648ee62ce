/* Starting an initiative: four questions, for anyone who is signed in. */
#include "core/person.h"
#include "feature/initiative/pages.h"
#include "platform/secret.h"

struct start_draft {
    struct str title, problem, contact_name, contact_phone;
};
enum { TITLE, PROBLEM, CONTACT_NAME, CONTACT_PHONE };
static const struct field start_fields[] = {
    [TITLE] = {.name = "title",
               .kind = FIELD_LINE,
               .required = true,
               .min = 3,
               .max = INITIATIVE_TITLE_MAX,
               .offset = offsetof(struct start_draft, title),
               .label = T_start_title,
               .hint = T_start_title_hint},
    [PROBLEM] = {.name = "problem",
                 .kind = FIELD_TEXT,
                 .required = true,
                 .min = 3,
                 .max = INITIATIVE_PROBLEM_MAX,
                 .offset = offsetof(struct start_draft, problem),
                 .label = T_start_problem,
                 .hint = T_start_problem_hint},
    [CONTACT_NAME] = {.name = "contact_name",
                      .kind = FIELD_LINE,
                      .required = true,
                      .max = CONTACT_NAME_MAX,
                      .offset = offsetof(struct start_draft, contact_name),
                      .label = T_start_contact_name,
                      .hint = T_start_contact_name_hint},
    [CONTACT_PHONE] = {.name = "contact_phone",
                       .kind = FIELD_PHONE,
                       .required = true,
                       .max = CONTACT_PHONE_MAX,
                       .offset = offsetof(struct start_draft, contact_phone),
                       .label = T_start_contact_phone,
                       .hint = T_start_contact_phone_hint},
};

/* What the steps of one POST hand on. */
struct starting {
    struct start_draft draft;
    uint64_t public_id;
    struct initiative rendered;
};

static enum rc answer_start_page(struct request *request, const struct start_draft *draft) {
    struct initiative_start view = {
        .errors = form_errors(request, start_fields, COUNT(start_fields)),
        .title = form_view(request, &start_fields[TITLE], draft),
        .problem = form_view(request, &start_fields[PROBLEM], draft),
        .contact_name = form_view(request, &start_fields[CONTACT_NAME], draft),
        .contact_phone = form_view(request, &start_fields[CONTACT_PHONE], draft),
        .acting = request->asker.acting_name,
    };
    view.problem.rows = 10;
    struct page page;
    page_start(request, &page);
    initiative_start_html(&page, &view);
    const struct crumb_step crumbs[] = {
        {text_of(request->lang, T_initiatives), url_format(request->arena, "/i")}};
    const struct page_head head = {.title = text_of(request->lang, T_start_heading),
                                   .crumbs = crumbs,
                                   .n_crumbs = COUNT(crumbs),
                                   .search_index = STR("noindex")};
    return answer_page(request, &page, &head);
}

enum rc initiative_show_start(struct request *request) {
    struct person person;
    TRY(person_by_id(request->db, request->arena, request->asker.id, &person));
    const struct start_draft draft = {.contact_name = person.name, .contact_phone = person.phone};
    return answer_start_page(request, &draft);
}

enum rc initiative_show_start_again(struct request *request) {
    return answer_start_page(request, NULL);
}

enum rc initiative_read_start(struct request *request) {
    struct starting *starting = arena_new(request->arena, struct starting);
    if (!starting) return RC_LIMIT;
    starting->public_id = id_random();
    request->state = starting;
    TRY(form_read(request, start_fields, COUNT(start_fields), &starting->draft));
    starting->rendered = (struct initiative){.title = starting->draft.title,
                                             .problem = starting->draft.problem,
                                             .lang = (int)request->lang};
    return initiative_render(request->arena, &starting->rendered);
}

enum rc initiative_apply_start(struct request *request) {
    const struct starting *starting = request->state;
    const struct start_draft *draft = &starting->draft;
    struct person person;
    TRY(person_by_id(request->db, request->arena, request->asker.id, &person));
    struct initiative initiative = {
        .public_id = starting->public_id,
        .title = draft->title,
        .problem = draft->problem,
        .problem_html = starting->rendered.problem_html,
        .stems = starting->rendered.stems,
        .lang = starting->rendered.lang,
        .contact_name = draft->contact_name,
        .contact_phone = draft->contact_phone,
        .contact_by = str_is(draft->contact_name, person.name) ? person.id : 0,
        .owner = request->asker.acting,
        .started_by = person.id,
        .started_as = request->asker.acting,
        .created_at = request->now,
    };
    return initiative_create(request->db, request->arena, &initiative, (enum sector)person.sector);
}

enum rc initiative_answer_start(struct request *request) {
    const struct starting *starting = request->state;
    return answer_redirect(request, initiative_url(request->arena, starting->public_id),
                           T_start_done);
}

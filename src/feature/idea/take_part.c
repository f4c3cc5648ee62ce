/* "We are interested", "we did this": for a workplace or an association, by whoever belongs to it.
   Both can be taken back. Two queries each. */
#include "feature/idea/inner.h"

struct told {
    struct str text;
};
static const struct field fields[] = {
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .min = 10,
     .max = EXPERIENCE_MAX,
     .offset = offsetof(struct told, text),
     .label = T_idea_experience,
     .hint = T_idea_experience_hint},
};

enum rc idea_apply_interest(struct request *request) {
    struct idea idea;
    TRY(idea_shown(request, &idea));
    return interest_add(request, idea.id, idea_place(request)->id);
}

enum rc idea_answer_interest(struct request *request) {
    return idea_answer_page(request, T_idea_interested);
}

enum rc idea_apply_interest_end(struct request *request) {
    struct idea idea;
    TRY(idea_asked_for(request, &idea));
    return interest_end(request->db, idea.id, idea_place(request)->id);
}

enum rc idea_answer_interest_end(struct request *request) {
    return idea_answer_page(request, T_idea_interest_ended);
}

enum rc idea_show_experience(struct request *request) {
    struct idea idea;
    TRY(idea_shown(request, &idea));
    const struct organisation *organisation = idea_place(request);
    struct idea_experience_form view = {
        .title = idea.title,
        .lang = lang_code((enum lang)idea.lang),
        .organisation = organisation->name,
        .errors = form_errors(request, fields, COUNT(fields)),
        .text = form_view(request, &fields[0], NULL),
        .post_url =
            url_format(request->arena, "/o/%s/ideas/%s/experience",
                       idea_id(request, organisation->public_id), idea_id(request, idea.public_id)),
        .back_url = idea_url(request->arena, idea.public_id),
    };
    struct page page;
    page_start(request, &page);
    idea_experience_html(&page, &view);
    struct page_head head = idea_head(request, text_of(request->lang, T_idea_experience_title));
    head.search_index = STR("noindex");
    return answer_page(request, &page, &head);
}

enum rc idea_read_experience(struct request *request) {
    struct told *told = arena_new(request->arena, struct told);
    if (!told) return RC_LIMIT;
    request->state = told;
    return form_read(request, fields, COUNT(fields), told);
}

enum rc idea_apply_experience(struct request *request) {
    const struct told *told = request->state;
    struct idea idea;
    TRY(idea_shown(request, &idea));
    return experience_add(request, idea.id, idea_place(request)->id, told->text);
}

enum rc idea_answer_experience(struct request *request) {
    return idea_answer_page(request, T_idea_experience_made);
}

enum rc idea_apply_experience_remove(struct request *request) {
    struct idea idea;
    uint64_t id;
    TRY(idea_asked_for(request, &idea));
    if (id_parse(request_param(request, "experience"), &id) != RC_OK) return RC_ABSENT;
    return experience_remove(request, idea.id, idea_place(request)->id, id);
}

enum rc idea_answer_experience_remove(struct request *request) {
    return idea_answer_page(request, T_idea_experience_removed);
}

/* The guide that callers ask by: ours until a manager writes her own; a change is a new version. */
#include "feature/network/inner.h"
#include "feature/network/interview.h"

enum { GUIDE_TEXT_MAX = GUIDE_QUESTIONS_MAX * (GUIDE_QUESTION_MAX + 1) };

struct draft {
    struct str questions;
};
static const struct field fields[] = {
    {.name = "questions",
     .kind = FIELD_TEXT,
     .required = true,
     .max = GUIDE_TEXT_MAX,
     .offset = offsetof(struct draft, questions),
     .label = T_network_field_questions,
     .hint = T_network_hint_questions},
};

enum rc network_show_guide(struct request *request) {
    const struct organisation *organisation = network_organisation(request);
    struct guide guide;
    struct buf text;
    if (!interview_may_call(organisation)) return RC_DENIED;
    TRY(guide_read(request, organisation->id, GUIDE_NEWEST, &guide));
    buf_init(&text, request->arena, 4 * GUIDE_TEXT_MAX);
    for (size_t i = 0; i < guide.questions.n; i++) {
        buf_add(&text, guide.questions.v[i]);
        buf_add_char(&text, '\n');
    }
    const struct draft draft = {buf_str(&text)};
    struct network_guide view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .organisation = organisation->name,
        .lang = organisation->lang,
        .version = str_format(request->arena, "%lld", (long long)guide.version),
        .is_ours = guide.version == 0,
        .questions = form_view(request, &fields[0], &draft),
        .back_url = network_page(request, "/interviews"),
    };
    view.questions.rows = 12;
    if (organisation->asker_manages) view.post_url = network_page(request, "/interviews/guide");
    struct page page;
    page_start(request, &page);
    network_guide_html(&page, &view);
    struct page_head head = network_head_below_organisation(request, T_network_guide_title);
    return answer_page(request, &page, &head);
}

enum rc network_prepare_guide(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    struct guide guide;
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    enum rc rc = guide_parse(request->arena, draft->questions, &guide);
    if (rc != RC_LIMIT && rc != RC_INVALID) return rc;
    form_error(request, "questions", T_network_questions_wrong);
    return RC_INVALID;
}

enum rc network_apply_guide(struct request *request) {
    const struct draft *draft = request->state;
    const struct organisation *organisation = network_organisation(request);
    if (organisation->parent || !organisation->asker_manages) return RC_DENIED;
    return guide_add(request, organisation->id, draft->questions);
}

enum rc network_answer_guide(struct request *request) {
    return answer_redirect(request, network_page(request, "/interviews"), T_network_saved);
}

/* Writing the plan: what she dreams of, what could be done, who can help, and two parts of her own.
 */
#include "feature/plan/inner.h"

enum {
    F_TITLE,
    F_DREAM,
    F_SOLUTION,
    F_WHO,
    F_FREE_TITLE,
    F_FREE_TEXT,
    F_MORE_TITLE,
    F_MORE_TEXT,
    F_VERSION
};
#define TEXT_FIELD(key, member, text, said)                                                        \
    {                                                                                              \
        .name = (key), .kind = FIELD_TEXT, .max = PLAN_TEXT_MAX,                                   \
        .offset = offsetof(struct plan, member), .label = (text), .hint = (said)                   \
    }
#define TITLE_FIELD(key, member, text)                                                             \
    {                                                                                              \
        .name = (key), .kind = FIELD_LINE, .max = PLAN_TITLE_MAX,                                  \
        .offset = offsetof(struct plan, member), .label = (text)                                   \
    }
static const struct field fields[] = {
    [F_TITLE] = {.name = "title",
                 .kind = FIELD_LINE,
                 .required = true,
                 .max = PLAN_TITLE_MAX,
                 .offset = offsetof(struct plan, title),
                 .label = T_plan_field_title},
    [F_DREAM] = TEXT_FIELD("dream", dream, T_plan_field_dream, T_plan_hint_dream),
    [F_SOLUTION] = TEXT_FIELD("solution", solution, T_plan_field_solution, T_plan_hint_solution),
    [F_WHO] = TEXT_FIELD("who", who, T_plan_field_who, T_plan_hint_who),
    [F_FREE_TITLE] = TITLE_FIELD("free_title", free_title, T_plan_field_free_title),
    [F_FREE_TEXT] = TEXT_FIELD("free_text", free_text, T_plan_field_free_text, T_none),
    [F_MORE_TITLE] = TITLE_FIELD("more_title", more_title, T_plan_field_more_title),
    [F_MORE_TEXT] = TEXT_FIELD("more_text", more_text, T_plan_field_more_text, T_none),
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .required = true,
                   .max = INT64_MAX,
                   .offset = offsetof(struct plan, version)},
};

enum rc plan_show_edit(struct request *request) {
    struct plan plan;
    TRY(plan_read(request, &plan));
    const struct plan_edit view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .title = form_view(request, &fields[F_TITLE], &plan),
        .dream = form_view(request, &fields[F_DREAM], &plan),
        .solution = form_view(request, &fields[F_SOLUTION], &plan),
        .who = form_view(request, &fields[F_WHO], &plan),
        .free_title = form_view(request, &fields[F_FREE_TITLE], &plan),
        .free_text = form_view(request, &fields[F_FREE_TEXT], &plan),
        .more_title = form_view(request, &fields[F_MORE_TITLE], &plan),
        .more_text = form_view(request, &fields[F_MORE_TEXT], &plan),
        .version = plan.version,
        .post_url = plan_url(request, plan.public_id, "/edit", 0),
        .back_url = plan_url(request, plan.public_id, "", 0),
    };
    struct page page;
    page_start(request, &page);
    plan_edit_html(&page, &view);
    struct page_head head = plan_head(request, text_of(request->lang, T_plan_edit_title), true);
    return answer_page(request, &page, &head);
}

enum rc plan_prepare_edit(struct request *request) {
    struct plan *plan = arena_new(request->arena, struct plan);
    if (!plan) return RC_LIMIT;
    request->state = plan;
    return form_read(request, fields, COUNT(fields), plan);
}

enum rc plan_apply_edit(struct request *request) {
    const struct plan *draft = request->state;
    struct plan saved, plan = *draft;
    TRY(plan_read(request, &saved));
    plan.id = saved.id;
    enum rc rc = plan_update(request->db, request->arena, &plan);
    if (rc != RC_ABSENT) return rc;
    form_error(request, "title", T_plan_conflict);
    return RC_INVALID;
}

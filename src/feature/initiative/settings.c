/* Who can see an initiative, closing it and opening it again. For coordinators. */
#include "feature/initiative/pages.h"

struct settings_draft {
    int visibility;
};
static const struct field settings_fields[] = {
    {.name = "visibility",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = visibility_choices,
     .labels = visibility_labels,
     .offset = offsetof(struct settings_draft, visibility),
     .label = T_settings_visibility,
     .hint = T_settings_visibility_hint},
};

enum rc initiative_show_settings(struct request *request) {
    const struct settings_draft draft = {.visibility = initiative_asked(request)->visibility};
    struct initiative_settings view = {
        .errors = form_errors(request, settings_fields, COUNT(settings_fields)),
        .visibility = form_view(request, &settings_fields[0], &draft),
        .is_closed = initiative_is_closed(request),
        .visibility_url = initiative_page(request, "/visibility"),
        .close_url = initiative_page(request, "/close"),
        .reopen_url = initiative_page(request, "/reopen"),
        .back_url = initiative_page(request, ""),
    };
    struct page page;
    page_start(request, &page);
    initiative_settings_html(&page, &view);
    return answer_below(request, &page, T_settings_heading);
}

enum rc initiative_read_visibility(struct request *request) {
    struct settings_draft *draft = arena_new(request->arena, struct settings_draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, settings_fields, COUNT(settings_fields), draft);
}

enum rc initiative_apply_visibility(struct request *request) {
    const struct settings_draft *draft = request->state;
    return initiative_set_visibility(request, initiative_asked(request),
                                     (enum visibility)draft->visibility);
}

enum rc initiative_answer_settings(struct request *request) {
    return answer_redirect(request, initiative_page(request, "/settings"), T_settings_done);
}

enum rc initiative_apply_close(struct request *request) {
    return initiative_set_closed(request, initiative_asked(request), true);
}

enum rc initiative_apply_reopen(struct request *request) {
    return initiative_set_closed(request, initiative_asked(request), false);
}

enum rc initiative_answer_close(struct request *request) {
    return answer_redirect(request, initiative_page(request, ""), T_settings_closed);
}

enum rc initiative_answer_reopen(struct request *request) {
    return answer_redirect(request, initiative_page(request, ""), T_settings_reopened);
}

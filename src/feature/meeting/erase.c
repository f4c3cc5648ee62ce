/* Erasing what people gave in a closed meeting, before its time is over: notes, answers, seats and
   sign-ups. Figures, the agenda, the promise and the agreed actions stay. */
#include "feature/meeting/inner.h"

struct draft {
    bool sure;
};
static const struct field fields[] = {
    {.name = "sure",
     .kind = FIELD_CHECK,
     .required = true,
     .offset = offsetof(struct draft, sure),
     .label = T_meeting_field_erase},
};

enum rc show_meeting_erase(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    if (meeting->state != MEETING_CLOSED || !meeting->erase_at)
        return answer_redirect(request, meeting_page(request, "/after"), T_none);
    struct meeting_erase_view view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .sure = form_view(request, &fields[0], NULL),
        .post_url = meeting_page(request, "/erase"),
        .back_url = meeting_page(request, "/after"),
    };
    struct page page;
    page_start(request, &page);
    meeting_erase_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_erase_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_meeting_erase(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    return draft ? form_read(request, fields, COUNT(fields), draft) : RC_LIMIT;
}

enum rc apply_meeting_erase(struct request *request) {
    return meeting_erase(request, meeting_asked(request)->id);
}

enum rc answer_meeting_erase(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/after"), T_meeting_erased_now);
}

/* The end of a meeting: what happens next, who does it, when people hear. Without it the meeting
   does not close. */
#include "feature/meeting/inner.h"

enum { NEXT_MAX = 600, WHO_MAX = 120 };

struct draft {
    struct str text, who, at;
    int64_t when;
};
enum { F_TEXT, F_WHO, F_AT };
static const struct field fields[] = {
    [F_TEXT] = {.name = "text",
                .kind = FIELD_TEXT,
                .required = true,
                .min = 5,
                .max = NEXT_MAX,
                .offset = offsetof(struct draft, text),
                .label = T_meeting_field_next,
                .hint = T_meeting_hint_next},
    [F_WHO] = {.name = "who",
               .kind = FIELD_LINE,
               .required = true,
               .max = WHO_MAX,
               .offset = offsetof(struct draft, who),
               .label = T_meeting_field_next_who},
    [F_AT] = {.name = "at",
              .kind = FIELD_LINE,
              .required = true,
              .max = 20,
              .offset = offsetof(struct draft, at),
              .label = T_meeting_field_next_at,
              .hint = T_meeting_hint_next_at},
};

static int open_items(const struct agenda *agenda) {
    int n = 0;
    for (size_t i = 0; i < agenda->rows.n; i++) {
        const struct agenda_item *row = &agenda->rows.v[i];
        n += row != agenda->now && !row->item.is_done && row->exercise.state != EXERCISE_CLOSED;
    }
    return n;
}

/* A date as its form field has it. */
static struct str day_of(struct request *request, int64_t ms) {
    struct buf day;
    buf_init(&day, request->arena, 32);
    if (ms) text_add_when(&day, request->lang, (struct when){ms}, WHEN_DAY);
    return buf_str(&day);
}

static void fill_promise(struct request *request, struct meeting_close_view *view) {
    const struct meeting *meeting = meeting_asked(request);
    view->errors = form_errors(request, fields, COUNT(fields));
    view->title = meeting->title;
    view->lang = meeting->lang;
    view->text = form_view(request, &fields[F_TEXT], NULL);
    view->who = form_view(request, &fields[F_WHO], NULL);
    view->at = form_view(request, &fields[F_AT], NULL);
    view->text.rows = 4;
    view->at.type = STR("date");
    view->at.longest = 0; /* HTML knows none for dates */
    if (request->form) return;
    view->text.value = meeting->next_text;
    view->who.value = meeting->next_who.n ? meeting->next_who : request->asker.name;
    view->at.value = day_of(request, meeting->next_at);
}

static enum rc answer_view(struct request *request, const struct meeting_close_view *view,
                           enum text_id title) {
    struct page page;
    page_start(request, &page);
    meeting_close_html(&page, view);
    struct page_head head = meeting_head(request, title);
    return answer_page(request, &page, &head);
}

enum rc show_close(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    if (meeting->state == MEETING_CLOSED)
        return answer_redirect(request, meeting_page(request, "/after"), T_none);
    struct agenda agenda;
    struct meeting_close_view view = {
        .post_url = meeting_page(request, "/close"),
        .actions_url = meeting_page(request, "/actions"),
        .back_url = meeting_page(request, "/lead"),
    };
    fill_promise(request, &view);
    TRY(agenda_read(request, meeting, &agenda));
    TRY(record_actions(request, meeting, true, &view.actions));
    view.open_items = open_items(&agenda);
    return answer_view(request, &view, T_meeting_close_title);
}

/* The same promise afterwards: changed, or said for a meeting that closed by itself. */
enum rc show_promise(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    if (meeting->state != MEETING_CLOSED)
        return answer_redirect(request, meeting_page(request, "/close"), T_none);
    struct meeting_close_view view = {
        .is_closed = true,
        .post_url = meeting_page(request, "/next"),
        .actions_url = meeting_page(request, "/actions"),
        .back_url = meeting_page(request, "/after"),
    };
    fill_promise(request, &view);
    TRY(record_actions(request, meeting, true, &view.actions));
    return answer_view(request, &view, T_meeting_promise_title);
}

enum rc prepare_close(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    struct when when;
    struct when today = text_day_start((struct when){request->now}, 0);
    if (text_when_from_local(draft->at, &when) != RC_OK || when.ms < today.ms) {
        form_error(request, "at", T_meeting_next_at_wrong);
        return RC_INVALID;
    }
    draft->when = when.ms;
    return RC_OK;
}

enum rc apply_close(struct request *request) {
    const struct draft *draft = request->state;
    const struct meeting *meeting = meeting_asked(request);
    const struct meeting_next next = {.text = draft->text, .who = draft->who, .at = draft->when};
    if (meeting->state == MEETING_CLOSED) return RC_CONFLICT;
    return meeting_close(request, meeting->id, &next);
}

enum rc answer_close(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/after"), T_meeting_closed_now);
}

enum rc apply_promise(struct request *request) {
    const struct draft *draft = request->state;
    const struct meeting *meeting = meeting_asked(request);
    const struct meeting_next next = {.text = draft->text, .who = draft->who, .at = draft->when};
    if (meeting->state != MEETING_CLOSED) return RC_CONFLICT;
    return meeting_set_next(request, meeting->id, &next);
}

enum rc answer_promise(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/after"), T_meeting_promise_saved);
}

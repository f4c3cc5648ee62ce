/* Agreed actions: who does what by when, because of which note; and later, what became of it. */
#include "feature/meeting/inner.h"

struct draft {
    struct str text, owner, due, outcome;
    uint64_t note;
    int state;
    int64_t version, due_at;
    bool is_conflict;
};
enum {
    F_TEXT,
    F_OWNER,
    F_DUE,
    F_SHARED,
    F_NOTE = F_SHARED,
    F_STATE = F_SHARED,
    F_OUTCOME,
    F_VERSION
};
#define SHARED_FIELDS                                                                              \
    [F_TEXT] = {.name = "text",                                                                    \
                .kind = FIELD_TEXT,                                                                \
                .required = true,                                                                  \
                .max = ACTION_TEXT_MAX,                                                            \
                .offset = offsetof(struct draft, text),                                            \
                .label = T_meeting_field_action},                                                  \
    [F_OWNER] = {.name = "owner",                                                                  \
                 .kind = FIELD_LINE,                                                               \
                 .required = true,                                                                 \
                 .max = ACTION_OWNER_MAX,                                                          \
                 .offset = offsetof(struct draft, owner),                                          \
                 .label = T_meeting_field_action_owner,                                            \
                 .hint = T_meeting_hint_action_owner},                                             \
    [F_DUE] = {.name = "due",                                                                      \
               .kind = FIELD_LINE,                                                                 \
               .max = 20,                                                                          \
               .offset = offsetof(struct draft, due),                                              \
               .label = T_meeting_field_action_due}

static const struct field add_fields[] = {
    SHARED_FIELDS,
    [F_NOTE] = {.name = "note", .kind = FIELD_ID, .offset = offsetof(struct draft, note)},
};
static const struct field edit_fields[] = {
    SHARED_FIELDS,
    [F_STATE] = {.name = "state",
                 .kind = FIELD_CHOICE,
                 .required = true,
                 .choices = action_choices,
                 .offset = offsetof(struct draft, state),
                 .label = T_meeting_field_action_state,
                 .labels = action_labels},
    [F_OUTCOME] = {.name = "outcome",
                   .kind = FIELD_TEXT,
                   .max = ACTION_TEXT_MAX,
                   .offset = offsetof(struct draft, outcome),
                   .label = T_meeting_field_action_outcome},
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .required = true,
                   .offset = offsetof(struct draft, version)},
};

static enum rc read_draft(struct request *request, const struct field *fields, size_t n) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, n, draft));
    struct when due = {0};
    if (draft->due.n && text_when_from_local(draft->due, &due) != RC_OK) {
        form_error(request, "due", T_meeting_date_wrong);
        return RC_INVALID;
    }
    draft->due_at = due.ms;
    return RC_OK;
}

/* Where one goes back to: the meeting while it runs, the follow-up page afterwards. */
static struct url back_url(const struct request *request) {
    bool closed = meeting_asked(request)->state == MEETING_CLOSED;
    return meeting_page(request, closed ? "/after" : "/lead");
}

/* ---- the list, and a new one ---- */

enum rc show_actions(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    struct meeting_actions_view view = {
        .errors = form_errors(request, add_fields, COUNT(add_fields)),
        .title = meeting->title,
        .lang = meeting->lang,
        .text = form_view(request, &add_fields[F_TEXT], NULL),
        .owner = form_view(request, &add_fields[F_OWNER], NULL),
        .due = form_view(request, &add_fields[F_DUE], NULL),
        .post_url = meeting_page(request, "/actions"),
        .back_url = back_url(request),
        .note_value = form_value(request->form ? request->form : request->query, "note"),
    };
    view.text.rows = 3;
    view.due.type = STR("date");
    view.due.longest = 0; /* HTML knows none for dates */
    TRY(record_actions(request, meeting, true, &view.actions));
    uint64_t note;
    if (view.note_value.n && id_parse(view.note_value, &note) == RC_OK)
        TRY(record_note_text(request, meeting, note, &view.note_text));
    if (!view.note_text.n) view.note_value = (struct str){0};
    struct page page;
    page_start(request, &page);
    meeting_actions_page_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_actions_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_action(struct request *request) {
    return read_draft(request, add_fields, COUNT(add_fields));
}

enum rc apply_action(struct request *request) {
    const struct draft *draft = request->state;
    const struct meeting *meeting = meeting_asked(request);
    struct action action = {.place = meeting->place,
                            .meeting = meeting->id,
                            .text = draft->text,
                            .owner = draft->owner,
                            .due_at = draft->due_at,
                            .created_at = request->now};
    struct str text = {0};
    if (draft->note) TRY(record_note_text(request, meeting, draft->note, &text));
    if (text.n) {
        action.notes.v = &draft->note;
        action.notes.n = 1;
    }
    TRY(action_add(request, &action));
    return meeting_tell_all(request, meeting->public_id);
}

enum rc answer_actions(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/actions"), T_meeting_saved);
}

/* ---- one of them ---- */

static enum rc find_action(struct request *request, struct action *action) {
    uint64_t id;
    TRY(meeting_param_id(request, "action", &id));
    TRY(action_by_public_id(request->db, request->arena, id, action));
    return action->meeting == meeting_asked(request)->id ? RC_OK : RC_ABSENT;
}

static struct str day_text(struct request *request, int64_t ms) {
    struct buf out;
    if (!ms) return (struct str){0};
    buf_init(&out, request->arena, 32);
    text_add_when(&out, request->lang, (struct when){ms}, WHEN_DAY);
    return buf_str(&out);
}

enum rc show_action(struct request *request) {
    struct action action;
    const struct draft *posted = request->state;
    TRY(find_action(request, &action));
    const struct draft draft = {.text = action.text,
                                .owner = action.owner,
                                .due = day_text(request, action.due_at),
                                .state = action.state,
                                .outcome = action.outcome};
    struct meeting_action_form view = {
        .errors = form_errors(request, edit_fields, COUNT(edit_fields)),
        .title = meeting_asked(request)->title,
        .lang = meeting_asked(request)->lang,
        .is_conflict = posted && posted->is_conflict,
        .version = action.version,
        .text = form_view(request, &edit_fields[F_TEXT], &draft),
        .owner = form_view(request, &edit_fields[F_OWNER], &draft),
        .due = form_view(request, &edit_fields[F_DUE], &draft),
        .state = form_view(request, &edit_fields[F_STATE], &draft),
        .outcome = form_view(request, &edit_fields[F_OUTCOME], &draft),
        .post_url = meeting_page_of(request, "/actions/", action.public_id, ""),
        .back_url = meeting_page(request, "/actions"),
    };
    view.text.rows = 3;
    if (view.is_conflict) answer_status(request, 409);
    view.outcome.rows = 3;
    view.due.type = STR("date");
    view.due.longest = 0; /* HTML knows none for dates */
    struct page page;
    page_start(request, &page);
    meeting_action_form_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_action_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_action_save(struct request *request) {
    return read_draft(request, edit_fields, COUNT(edit_fields));
}

enum rc apply_action_save(struct request *request) {
    struct draft *draft = request->state;
    struct action action;
    TRY(find_action(request, &action));
    action.text = draft->text;
    action.owner = draft->owner;
    action.due_at = draft->due_at;
    action.state = draft->state;
    action.outcome = draft->outcome;
    action.version = draft->version;
    enum rc rc = action_update(request, &action);
    draft->is_conflict = rc == RC_ABSENT;
    return rc == RC_ABSENT ? RC_INVALID : rc;
}

/* The notes of the exercise that runs, for the leader: read, and hide with a reason that is
   counted where everybody sees it. */
#include "feature/meeting/inner.h"

struct draft {
    uint64_t id, exercise;
    int reason;
};
static const struct field fields[] = {
    {.name = "id", .kind = FIELD_ID, .required = true, .offset = offsetof(struct draft, id)},
    {.name = "exercise",
     .kind = FIELD_ID,
     .required = true,
     .offset = offsetof(struct draft, exercise)},
    {.name = "reason",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = note_hidden_choices,
     .offset = offsetof(struct draft, reason),
     .label = T_meeting_field_hide,
     .labels = note_hidden_labels},
};
enum { F_REASON = 2 };

static struct meeting_note view_note(struct request *request, const struct agenda_item *item,
                                     const struct content *content, const struct note *note) {
    return (struct meeting_note){
        .id = meeting_id_text(request->arena, note->id),
        .exercise = meeting_id_text(request->arena, item->exercise.public_id),
        .text = note->text,
        .lang = note->lang,
        .nickname = note->nickname,
        .region = region_label(request, item->tool, content, note->region),
        .is_reported = note->is_reported,
        .hidden_because = note->hidden == NOTE_SHOWN ? T_none : note_hidden_labels[note->hidden]};
}

/* What was hidden, so that a slip can be undone. */
static enum rc view_away(struct request *request, const struct agenda_item *item,
                         const struct content *content, struct meeting_note_group *group) {
    struct note_list hidden = {0};
    TRY(note_list_hidden(request, &item->exercise, &hidden));
    struct meeting_note *notes =
        arena_new_array(request->arena, hidden.rows.n + 1, struct meeting_note);
    if (!notes) return RC_LIMIT;
    for (size_t i = 0; i < hidden.rows.n; i++)
        notes[i] = view_note(request, item, content, &hidden.rows.v[i]);
    group->away.v = notes;
    group->away.n = hidden.rows.n;
    return RC_OK;
}

static enum rc view_group(struct request *request, const struct agenda_item *item,
                          struct meeting_note_group *group, struct meeting_notes_view *view) {
    struct note_seen seen = {0};
    struct content content;
    TRY(note_read(request, &item->exercise, NULL, &seen));
    TRY(exercise_content(request->arena, request->site, request->lang, &item->exercise, &content));
    struct meeting_note *notes =
        arena_new_array(request->arena, seen.notes.rows.n + 1, struct meeting_note);
    struct meeting_hidden *hidden =
        arena_new_array(request->arena, NOTE_HIDDEN__N, struct meeting_hidden);
    if (!notes || !hidden) return RC_LIMIT;
    for (size_t i = 0; i < seen.notes.rows.n; i++)
        notes[i] = view_note(request, item, &content, &seen.notes.rows.v[i]);
    *group = (struct meeting_note_group){.title = item->title, .notes = {notes, seen.notes.rows.n}};
    view->unseen += seen.unseen;
    for (size_t i = NOTE_SHOWN + 1; i < NOTE_HIDDEN__N; i++)
        if (seen.hidden[i])
            hidden[group->hidden.n++] =
                (struct meeting_hidden){note_hidden_labels[i], seen.hidden[i]};
    group->hidden.v = hidden;
    return view_away(request, item, &content, group);
}

enum rc show_notes(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    struct agenda agenda;
    struct meeting_notes_view view = {
        .title = meeting->title,
        .lang = meeting->lang,
        .reason = form_view(request, &fields[F_REASON], NULL),
        .post_url = meeting_page(request, "/notes"),
        .back_url = meeting_page(request, meeting->state == MEETING_CLOSED ? "/after" : "/lead"),
    };
    view.reason.options.v++; /* not "shown": only what is shown stands here */
    view.reason.options.n--;
    TRY(agenda_read(request, meeting, &agenda));
    struct meeting_note_group *groups =
        arena_new_array(request->arena, agenda.rows.n + 1, struct meeting_note_group);
    if (!groups) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < agenda.rows.n; i++) {
        const struct agenda_item *row = &agenda.rows.v[i];
        if (!row->tool || row->exercise.state == EXERCISE_PLANNED) continue;
        TRY(view_group(request, row, &groups[n++], &view));
    }
    view.groups.v = groups;
    view.groups.n = n;
    struct page page;
    page_start(request, &page);
    meeting_notes_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_notes_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_hide(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, fields, COUNT(fields), draft);
}

enum rc apply_hide(struct request *request) {
    const struct draft *draft = request->state;
    struct exercise exercise;
    TRY(exercise_by_public_id(request->db, request->arena, meeting_asked(request)->id,
                              draft->exercise, &exercise));
    TRY(note_hide(request, &exercise, draft->id, (enum note_hidden)draft->reason));
    return meeting_tell_all(request, meeting_asked(request)->public_id);
}

enum rc answer_hide(struct request *request) {
    const struct draft *draft = request->state;
    return answer_redirect(request, meeting_page(request, "/notes"),
                           draft->reason == NOTE_SHOWN ? T_meeting_note_shown
                                                       : T_meeting_note_hidden);
}

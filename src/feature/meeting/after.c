/*
 * The follow-up page: one address for everybody who was there, which therefore identifies nobody.
 * Who wrote a note knows it again, and sees what became of it. The minutes are the same record, to
 * print and as plain text.
 */
#include "feature/meeting/inner.h"

#include "core/initiative.h"
#include "core/link.h"
#include "core/person.h"

enum { TEXT_BYTES_MAX = 512 * 1024 };

/* The tool that is suggested after the last exercise. */
static void view_next_tool(struct request *request, struct meeting_after_view *view) {
    const struct meeting *meeting = meeting_asked(request);
    struct agenda agenda;
    if (agenda_read(request, meeting, &agenda) != RC_OK) return;
    const struct tool *last = NULL;
    for (size_t i = 0; i < agenda.rows.n; i++)
        if (agenda.rows.v[i].tool) last = agenda.rows.v[i].tool;
    const struct tool *next =
        last && last->next ? tool_find(request->site, str_from(last->next)) : NULL;
    if (!next) return;
    char id[ID_TEXT_BYTES + 1];
    id_text(meeting->place_public_id, id);
    struct str kind = meeting->place.kind == OBJECT_INITIATIVE ? STR("i") : STR("o");
    view->next_tool = next->title;
    view->next_url = url_format(request->arena, "/meetings/new?tool=%s&place=%s-%s",
                                str_from(next->key), kind, str_from(id));
}

enum rc show_after(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    bool manages = meeting_asker_may(request, MAY_MANAGE);
    bool closed = meeting->state == MEETING_CLOSED;
    struct meeting_after_view view = {
        .may_manage = manages,
        .may_grow = manages && closed && meeting->place.kind == OBJECT_ORGANISATION,
        .minutes_url = meeting_page(request, "/minutes"),
        .text_url = meeting_page(request, "/minutes.txt"),
        .actions_url = meeting_page(request, "/actions"),
        .notes_url = meeting_page(request, "/notes"),
        .grow_url = meeting_page(request, "/initiative"),
    };
    if (manages && !closed) view.lead_url = meeting_page(request, "/lead");
    if (manages && closed) view.promise_url = meeting_page(request, "/next");
    if (manages && closed && meeting->erase_at) view.erase_url = meeting_page(request, "/erase");
    if (manages) view.documents_url = meeting_page(request, "/documents");
    TRY(documents_view(request, meeting, &view.documents));
    TRY(record_read(request, meeting, &view.record));
    if (manages && closed) view_next_tool(request, &view);
    struct page page;
    page_start(request, &page);
    meeting_after_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_after_title);
    head.title = meeting->title;
    head.n_crumbs = 1;
    return answer_page(request, &page, &head);
}

enum rc show_minutes(struct request *request) {
    struct meeting_record record;
    TRY(record_read(request, meeting_asked(request), &record));
    struct page page;
    page_start(request, &page);
    meeting_minutes_html(&page, &record);
    struct page_head head = meeting_head(request, T_meeting_minutes_title);
    return answer_page(request, &page, &head);
}

/* ---- plain text ---- */

struct writing {
    struct request *request;
    struct buf out;
};

static void put_text(struct writing *writing, enum text_id text) {
    buf_add(&writing->out, text_of(writing->request->lang, text));
}

static void put_heading(struct writing *writing, struct str heading, char line) {
    buf_lit(&writing->out, "\n");
    buf_add(&writing->out, heading);
    buf_lit(&writing->out, "\n");
    for (size_t i = 0; i < str_length(heading); i++) buf_add_char(&writing->out, line);
    buf_lit(&writing->out, "\n\n");
}

static void put_date(struct writing *writing, struct when when) {
    text_add_when(&writing->out, writing->request->lang, when, WHEN_DATE);
}

static void put_promise(struct writing *writing, const struct meeting_record *record) {
    if (!record->next_text.n) return;
    put_heading(writing, text_of(writing->request->lang, T_meeting_text_next), '-');
    buf_add(&writing->out, record->next_text);
    buf_lit(&writing->out, "\n");
    put_text(writing, T_meeting_text_who);
    buf_format(&writing->out, " %.*s. ", STR_ARG(record->next_who));
    put_text(writing, T_meeting_text_hear);
    buf_lit(&writing->out, " ");
    put_date(writing, record->next_at);
    buf_lit(&writing->out, ".\n");
}

static void put_actions(struct writing *writing, const struct meeting_actions *actions) {
    if (!actions->lines.n) return;
    put_heading(writing, text_of(writing->request->lang, T_meeting_actions_title), '-');
    for (size_t i = 0; i < actions->lines.n; i++) {
        const struct meeting_action_line *line = &actions->lines.v[i];
        buf_format(&writing->out, "* %.*s (%.*s", STR_ARG(line->text), STR_ARG(line->owner));
        if (line->due.ms) {
            buf_lit(&writing->out, ", ");
            put_date(writing, line->due);
        }
        buf_lit(&writing->out, ", ");
        put_text(writing, line->state);
        buf_lit(&writing->out, ")\n");
        if (line->outcome.n) buf_format(&writing->out, "  → %.*s\n", STR_ARG(line->outcome));
    }
}

static void put_exercise(struct writing *writing, const struct meeting_exercise_record *record) {
    put_heading(writing, record->title, '-');
    if (record->text.n) buf_format(&writing->out, "%.*s\n", STR_ARG(record->text));
    buf_add(&writing->out, record->figures);
    for (size_t i = 0; !record->is_board && i < record->groups.n; i++) {
        const struct meeting_note_group *group = &record->groups.v[i];
        buf_format(&writing->out, "\n%.*s\n", STR_ARG(group->title));
        for (size_t j = 0; j < group->notes.n; j++) {
            const struct meeting_note *note = &group->notes.v[j];
            buf_format(&writing->out, "  - %.*s", STR_ARG(note->text));
            if (note->nickname.n) buf_format(&writing->out, " (%.*s)", STR_ARG(note->nickname));
            buf_lit(&writing->out, "\n");
        }
    }
}

enum rc answer_minutes_text(struct request *request) {
    struct meeting_record record;
    struct writing writing = {.request = request};
    TRY(record_read(request, meeting_asked(request), &record));
    buf_init(&writing.out, request->arena, TEXT_BYTES_MAX);
    buf_add(&writing.out, record.title);
    buf_lit(&writing.out, "\n");
    for (size_t i = 0; i < str_length(record.title); i++) buf_add_char(&writing.out, '=');
    buf_format(&writing.out, "\n\n%.*s, ", STR_ARG(record.place));
    put_date(&writing, record.starts);
    buf_lit(&writing.out, "\n");
    if (record.where.n) buf_format(&writing.out, "%.*s\n", STR_ARG(record.where));
    if (record.purpose.n) buf_format(&writing.out, "\n%.*s\n", STR_ARG(record.purpose));
    put_promise(&writing, &record);
    put_actions(&writing, &record.actions);
    for (size_t i = 0; i < record.exercises.n; i++) put_exercise(&writing, &record.exercises.v[i]);
    if (!buf_ok(&writing.out)) return RC_LIMIT;
    return answer_bytes(request, "text/plain; charset=utf-8", (struct str){0},
                        buf_str(&writing.out));
}

/* ---- it becomes an initiative ---- */

struct grown {
    uint64_t public_id;
};

static struct str first_words(struct request *request, const struct meeting *meeting) {
    return meeting->purpose.n ? str_format(request->arena, "%.*s\n\n%.*s",
                                           STR_ARG(meeting->purpose), STR_ARG(meeting->next_text))
                              : meeting->next_text;
}

/* Title, purpose and promise go with it, and the link tells where it grew from. */
enum rc apply_initiative(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    struct grown *grown = arena_new(request->arena, struct grown);
    struct person person;
    if (!grown) return RC_LIMIT;
    request->state = grown;
    if (meeting->state != MEETING_CLOSED || meeting->place.kind != OBJECT_ORGANISATION)
        return RC_CONFLICT;
    TRY(person_by_id(request->db, request->arena, request->asker.id, &person));
    struct initiative initiative = {
        .public_id = id_random(),
        .title = meeting->title,
        .problem = first_words(request, meeting),
        .lang = (int)request->lang,
        .contact_name = person.name,
        .contact_phone = person.phone,
        .contact_by = person.id,
        .owner = meeting->place.id,
        .started_by = person.id,
        .started_as = request->asker.acting,
        .visibility = VISIBLE_MEMBERS,
        .created_at = request->now,
        .updated_at = request->now,
        .active_at = request->now,
    };
    TRY(initiative_create(request->db, request->arena, &initiative, (enum sector)person.sector));
    const struct link link = {.public_id = id_random(),
                              .from = REF_INITIATIVE(initiative.id),
                              .to = meeting->place,
                              .verb = LINK_GREW_OUT_OF,
                              .reason = meeting->title,
                              .at = request->now,
                              .by = person.id,
                              .acting = request->asker.acting};
    TRY(link_add(request->db, request->arena, &link));
    grown->public_id = initiative.public_id;
    return RC_OK;
}

enum rc answer_initiative(struct request *request) {
    const struct grown *grown = request->state;
    struct url url = initiative_url(request->arena, grown->public_id);
    url.path = str_format(request->arena, "%.*s/edit", STR_ARG(url.path));
    return answer_redirect(request, url, T_meeting_grown);
}

/* Entering for another person, or from paper: the same forms as on a telephone, and the origin is
   kept. Paper may be typed in while the exercise is open, scores until they are shown. */
#include "feature/meeting/inner.h"

struct draft {
    int64_t id;
    struct str region, text;
    bool remove;
    struct str seat; /* public id as in the address */
};
static const struct field note_fields[] = {
    {.name = "id",
     .kind = FIELD_NUMBER,
     .required = true,
     .min = 1,
     .max = INT64_MAX,
     .offset = offsetof(struct draft, id)},
    {.name = "region",
     .kind = FIELD_LINE,
     .required = true,
     .max = 120,
     .offset = offsetof(struct draft, region)},
    {.name = "text",
     .kind = FIELD_TEXT,
     .max = NOTE_MAX,
     .offset = offsetof(struct draft, text),
     .label = T_meeting_field_note},
    {.name = "remove", .kind = FIELD_CHECK, .offset = offsetof(struct draft, remove)},
};

/* Whose seat, and what runs. */
struct entering {
    struct seat seat;
    struct agenda agenda;
    const struct agenda_item *now; /* NULL: nothing runs */
    struct content content;
};

static enum rc find(struct request *request, struct entering *entering) {
    const struct meeting *meeting = meeting_asked(request);
    uint64_t id;
    TRY(meeting_param_id(request, "seat", &id));
    TRY(seat_by_public_id(request->db, request->arena, meeting->id, id, &entering->seat));
    if (entering->seat.device == SEAT_PHONE) return RC_ABSENT; /* she answers for herself */
    TRY(agenda_read(request, meeting, &entering->agenda));
    const struct agenda_item *now = entering->agenda.now;
    bool runs = now && now->tool && now->exercise.state == EXERCISE_RUNNING;
    entering->now = runs ? now : NULL;
    if (!runs) return RC_OK;
    return exercise_content(request->arena, request->site, request->lang, &now->exercise,
                            &entering->content);
}

static int origin_of(const struct seat *seat) {
    if (seat->device == SEAT_PAPER) return ORIGIN_PAPER;
    return seat->device == SEAT_TABLE ? ORIGIN_TABLE : ORIGIN_PROXY;
}

/* ---- the page ---- */

static bool takes_notes(const struct tool_phase *phase) {
    return phase->input == INPUT_NOTE || phase->input == INPUT_CARD;
}

/* The latest phase so far that scores are given, or notes are written in; NULL: none. */
static const struct tool_phase *latest(const struct agenda_item *now, bool scores) {
    for (int i = now->exercise.phase; i >= 0; i--) {
        const struct tool_phase *phase = &now->tool->phases[i];
        bool fits = scores ? phase->input == INPUT_SCORE : takes_notes(phase);
        if (fits && exercise_has_phase(now->tool, &now->exercise, i)) return phase;
    }
    return NULL;
}

static enum rc show_score(struct request *request, const struct entering *entering,
                          struct meeting_enter_view *view) {
    const struct exercise *exercise = &entering->now->exercise;
    const struct tool_phase *phase = latest(entering->now, true);
    if (!phase || exercise->is_revealed) return RC_OK;
    struct sheet sheet;
    struct view_score *score = arena_new(request->arena, struct view_score);
    if (!score) return RC_LIMIT;
    enum rc rc = sheet_own(request, exercise, &entering->seat, &sheet);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    const struct view_score_data data = {
        .tool = entering->now->tool,
        .content = &entering->content,
        .sheet = rc == RC_OK ? &sheet : NULL,
        .is_consensus = exercise->is_consensus,
        .was_small = exercise->was_small,
        .k = exercise->k,
        .url = meeting_page_of(request, "/enter/", entering->seat.public_id, "")};
    TRY(view_score(request, &data, score));
    view->score = score;
    view->prompt = phase->prompt;
    return RC_OK;
}

/* In talks over cards there is a field for each card: what came on paper may be any of them. */
static enum rc card_regions(struct request *request, const struct entering *entering,
                            const struct tool_phase *phase, struct view_regions *regions) {
    const struct content *content = &entering->content;
    size_t n = phase->regions[0].key ? 0 : content->cards.n;
    struct view_region *rows = arena_new_array(request->arena, n + 1, struct view_region);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct view_region){.key = content->cards.v[i].key,
                                       .title_text = content->cards.v[i].stem};
    regions->rows.v = rows;
    regions->rows.n = n;
    return RC_OK;
}

static enum rc show_writing(struct request *request, const struct entering *entering,
                            struct meeting_enter_view *view) {
    const struct exercise *exercise = &entering->now->exercise;
    const struct tool_phase *phase = latest(entering->now, false);
    if (!phase) return RC_OK;
    struct note_seen seen = {0};
    struct view_notes *notes = arena_new(request->arena, struct view_notes);
    if (!notes) return RC_LIMIT;
    struct view_regions regions = {0};
    TRY(note_read(request, exercise, &entering->seat, &seen));
    TRY(card_regions(request, entering, phase, &regions));
    const struct view_notes_data data = {
        .exercise = exercise,
        .phase = phase,
        .content = &entering->content,
        .seen = &seen,
        .regions = regions.rows.n ? &regions : NULL,
        .url = meeting_page_of(request, "/enter/", entering->seat.public_id, "/note")};
    TRY(view_notes(request, &data, notes));
    view->notes = notes;
    view->prompt = phase->prompt;
    return RC_OK;
}

enum rc show_enter(struct request *request) {
    struct entering entering = {0};
    TRY(find(request, &entering));
    struct meeting_enter_view view = {.title = meeting_asked(request)->title,
                                      .lang = meeting_asked(request)->lang,
                                      .name = view_seat_name(request, &entering.seat),
                                      .is_paper = entering.seat.device == SEAT_PAPER,
                                      .back_url = meeting_page(request, "/seats")};
    if (entering.now) {
        view.title = entering.now->title;
        view.phase = entering.now->phase->title;
        TRY(show_score(request, &entering, &view));
        TRY(show_writing(request, &entering, &view));
    }
    view.is_nothing = !view.score && !view.notes;
    struct page page;
    page_start(request, &page);
    meeting_enter_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_enter_title);
    return answer_page(request, &page, &head);
}

/* ---- saving ---- */

enum rc prepare_enter(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->seat = request_param(request, "seat");
    if (!str_ends(request->path, STR("/note"))) return RC_OK; /* read when the content is known */
    return form_read(request, note_fields, COUNT(note_fields), draft);
}

enum rc apply_enter(struct request *request) {
    struct entering entering = {0};
    struct sheet sheet = {0};
    TRY(find(request, &entering));
    if (!entering.now) return RC_CONFLICT;
    const struct exercise *exercise = &entering.now->exercise;
    TRY(view_score_read(request, entering.now->tool, &entering.content, exercise->is_consensus,
                        &sheet));
    const struct sheet_save save = {.exercise = exercise,
                                    .seat = &entering.seat,
                                    .sheet = &sheet,
                                    .origin = origin_of(&entering.seat)};
    TRY(sheet_save(request, &save));
    return meeting_tell_room(request, meeting_asked(request)->public_id);
}

enum rc apply_enter_note(struct request *request) {
    const struct draft *draft = request->state;
    struct entering entering = {0};
    TRY(find(request, &entering));
    if (!entering.now) return RC_CONFLICT;
    const struct note_save save = {.exercise = &entering.now->exercise,
                                   .seat = &entering.seat,
                                   .id = (uint64_t)draft->id,
                                   .region = draft->region,
                                   .text = draft->remove ? (struct str){0} : draft->text,
                                   .origin = origin_of(&entering.seat)};
    TRY(note_save(request, &save));
    return meeting_tell_room(request, meeting_asked(request)->public_id);
}

enum rc answer_enter(struct request *request) {
    const struct draft *draft = request->state;
    struct url url = meeting_page(request, "/enter/");
    url.path = str_format(request->arena, "%.*s%.*s", STR_ARG(url.path), STR_ARG(draft->seat));
    return answer_redirect(request, url, T_meeting_entered);
}

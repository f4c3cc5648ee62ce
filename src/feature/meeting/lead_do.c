/*
 * What the leader presses. Each form carries the item and the version that its page showed; when
 * another leader was faster, nothing happens twice: the page comes back with what is now.
 */
#include "feature/meeting/lead.h"

#include "core/meeting/board.h"

static const char *const verb_choices[] = {
    [CLOCK_PAUSE] = "pause", [CLOCK_RESUME] = "resume", [CLOCK_ADD_1] = "add1",
    [CLOCK_ADD_5] = "add5",  [CLOCK_SKIP] = "skip",     NULL};

struct draft {
    uint64_t item;
    int64_t version, group;
    int verb;
    bool anyway; /* although the gate of the phase is not met */
    enum text_id notice;
    bool axes[CONTENT_AXES_MAX];
};
static const struct field fields[] = {
    {.name = "item", .kind = FIELD_ID, .offset = offsetof(struct draft, item)},
    {.name = "version", .kind = FIELD_NUMBER, .offset = offsetof(struct draft, version)},
    {.name = "group",
     .kind = FIELD_NUMBER,
     .min = -1,
     .max = MEETING_SEATS_MAX,
     .offset = offsetof(struct draft, group)},
    AXIS_FIELDS(draft),
    {.name = "verb",
     .kind = FIELD_CHOICE,
     .choices = verb_choices,
     .offset = offsetof(struct draft, verb)},
    {.name = "anyway", .kind = FIELD_CHECK, .offset = offsetof(struct draft, anyway)},
};

enum rc prepare_lead(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->group = -1;
    return form_read(request, fields, COUNT(fields), draft);
}

enum rc answer_lead(struct request *request) {
    const struct draft *draft = request->state;
    return answer_redirect(request, meeting_page(request, "/lead"), draft->notice);
}

/* The item that the page showed, if it still is the one that runs, in the version it was. False:
   somebody was faster, and the notice says so. */
static bool is_still_now(const struct agenda *agenda, struct draft *draft) {
    uint64_t now = agenda->now ? agenda->now->item.public_id : 0;
    int64_t version = agenda->now ? agenda->now->exercise.version : 0;
    if (now == draft->item && version == draft->version) return true;
    draft->notice = T_meeting_was_faster;
    return false;
}

/* RC_ABSENT from a store means the same; RC_CONFLICT that there is nothing to do (any more). */
static enum rc faster(struct draft *draft, enum rc rc) {
    if (rc == RC_ABSENT || rc == RC_CONFLICT) {
        draft->notice = T_meeting_was_faster;
        return RC_OK;
    }
    return rc;
}

/* ---- next ---- */

/* Shows what was answered as soon as the room comes to look at it. */
static enum rc reveal_in_time(const struct request *request, const struct tool *tool,
                              struct exercise *exercise) {
    bool looks = tool->phases[exercise->phase].input == INPUT_RESULT;
    if (!looks || exercise->is_revealed) return RC_OK;
    return exercise_reveal(request, exercise);
}

/* Too few people for what it asks: it stays planned, and the page says what can be done. */
static enum rc start_exercise(struct request *request, const struct agenda_item *row) {
    struct exercise exercise = row->exercise;
    struct draft *draft = request->state;
    bool fine = true;
    if (!row->tool || exercise.state != EXERCISE_PLANNED) return RC_OK;
    TRY(lead_axes_are_fine(request, row, &fine));
    if (!fine) {
        draft->notice = T_meeting_axes_too_few;
        return RC_OK;
    }
    TRY(exercise_start(request, &exercise));
    return reveal_in_time(request, row->tool, &exercise);
}

/* To an item: what ran before it ends, and its exercise begins. */
static enum rc go_to(struct request *request, const struct agenda *agenda,
                     const struct agenda_item *to) {
    const struct meeting *meeting = meeting_asked(request);
    const struct agenda_item *from = agenda->now;
    if (meeting->state == MEETING_PLANNED) TRY(meeting_open(request, meeting->id));
    if (from && from->tool && from->exercise.state == EXERCISE_RUNNING) {
        struct exercise exercise = from->exercise;
        TRY(exercise_close(request, &exercise));
    }
    TRY(meeting_go(request, meeting->id, to ? to->item.id : 0));
    if (to) TRY(start_exercise(request, to));
    return meeting_tell_all(request, meeting->public_id);
}

/* A phase with a gate that is not met is not left; the notice says what is missing. */
static enum rc go_on(const struct request *request, struct draft *draft,
                     struct exercise *exercise) {
    const struct tool_gate *unmet = NULL;
    enum rc rc = board_gate(request, exercise, &unmet);
    if (rc == RC_CONFLICT && unmet && !(draft->anyway && unmet->may_override)) {
        draft->notice = unmet->reason;
        return RC_OK;
    }
    if (rc != RC_OK && rc != RC_CONFLICT) return rc;
    rc = draft->anyway ? exercise_go_anyway(request, exercise) : exercise_go(request, exercise, 1);
    return rc;
}

enum rc apply_next(struct request *request) {
    struct draft *draft = request->state;
    const struct meeting *meeting = meeting_asked(request);
    struct agenda agenda;
    TRY(agenda_read(request, meeting, &agenda));
    if (!is_still_now(&agenda, draft)) return RC_OK;
    const struct agenda_item *now = agenda.now;
    if (!now || agenda_is_at_end(now)) return faster(draft, go_to(request, &agenda, agenda.next));
    if (now->exercise.state == EXERCISE_PLANNED) return faster(draft, start_exercise(request, now));
    struct exercise exercise = now->exercise;
    enum rc rc = go_on(request, draft, &exercise);
    if (rc == RC_OK) rc = reveal_in_time(request, now->tool, &exercise);
    return faster(draft, rc);
}

enum rc apply_back(struct request *request) {
    struct draft *draft = request->state;
    struct agenda agenda;
    TRY(agenda_read(request, meeting_asked(request), &agenda));
    if (!is_still_now(&agenda, draft) || !agenda.now) return RC_OK;
    struct exercise exercise = agenda.now->exercise;
    if (exercise.state != EXERCISE_RUNNING) return RC_OK;
    return faster(draft, exercise_go(request, &exercise, -1));
}

enum rc apply_clock(struct request *request) {
    struct draft *draft = request->state;
    struct agenda agenda;
    TRY(agenda_read(request, meeting_asked(request), &agenda));
    if (!is_still_now(&agenda, draft) || !agenda.now) return RC_OK;
    struct exercise exercise = agenda.now->exercise;
    if (exercise.state != EXERCISE_RUNNING) return RC_OK;
    enum rc rc = exercise_clock(request, &exercise, (int)draft->group,
                                (enum exercise_clock_verb)draft->verb);
    return faster(draft, rc);
}

/* ---- fewer perspectives or questions ---- */

enum rc apply_axes(struct request *request) {
    struct draft *draft = request->state;
    struct agenda agenda;
    struct str keys;
    TRY(agenda_read(request, meeting_asked(request), &agenda));
    if (!is_still_now(&agenda, draft) || !agenda.now || !agenda.now->tool) return RC_OK;
    TRY(axes_read(request, agenda.now, draft->axes, &keys));
    struct exercise exercise = agenda.now->exercise;
    enum rc rc = exercise_set_axes(request, &exercise, keys);
    if (rc == RC_INVALID) {
        draft->notice = T_meeting_axes_wrong;
        return RC_OK;
    }
    return faster(draft, rc);
}

/* ---- another item than the next ---- */

enum rc apply_item(struct request *request) {
    struct draft *draft = request->state;
    const struct meeting *meeting = meeting_asked(request);
    struct agenda agenda;
    TRY(agenda_read(request, meeting, &agenda));
    const struct agenda_item *to = agenda_find(&agenda, draft->item);
    if (!to) return RC_ABSENT;
    if (to == agenda.now) return RC_OK;
    if (to->exercise.state == EXERCISE_CLOSED) return RC_CONFLICT;
    return faster(draft, go_to(request, &agenda, to));
}

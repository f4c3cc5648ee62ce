/* The store of exercises and how they run: phases, reveal, clock. Pairs and groups are in
   exercise_group.c, the end in exercise_close.c. */
#include "core/meeting/exercise.h"

#include "core/activity.h"
#include "core/meeting/board.h"
#include "core/meeting/exercise_inner.h"
#include "kit/site.h"
#include "platform/secret.h"

#include <assert.h>

static const struct db_column exercise_columns[] = {
    DB_COL(struct exercise, id),
    DB_COL(struct exercise, public_id),
    DB_COL(struct exercise, meeting),
    DB_COL(struct exercise, title),
    DB_COL(struct exercise, tool),
    DB_COL(struct exercise, form),
    DB_COL(struct exercise, content),
    DB_COL(struct exercise, is_named),
    DB_COL(struct exercise, k),
    DB_COL(struct exercise, is_consensus),
    DB_COL(struct exercise, was_small),
    DB_COL(struct exercise, change),
    DB_COL(struct exercise, across_sectors),
    DB_COL(struct exercise, asks_heard),
    DB_COL(struct exercise, state),
    DB_COL(struct exercise, phase),
    DB_COL(struct exercise, step),
    DB_COL(struct exercise, is_revealed),
    DB_COL(struct exercise, phase_left_at),
    DB_COL(struct exercise, clock.round),
    DB_COL(struct exercise, clock.rounds),
    DB_COL(struct exercise, clock.repeats),
    DB_COL(struct exercise, clock.round_ms),
    DB_COL(struct exercise, clock.ends_at),
    DB_COL(struct exercise, clock.held_ms),
    DB_COL(struct exercise, seed),
    DB_COL(struct exercise, opened_at),
    DB_COL(struct exercise, closed_at),
    DB_COL(struct exercise, version),
    DB_COL(struct exercise, meeting_public_id),
    DB_COL(struct exercise, pace),
    DB_COL(struct exercise, place.kind),
    DB_COL(struct exercise, place.id),
    DB_COL(struct exercise, axes),
};
#define EXERCISE_ROW DB_ROW(struct exercise, exercise_columns)
#define EXERCISE_SELECT                                                                            \
    "SELECT e.id, a.public_id, e.meeting_id, a.title, e.tool, e.form, e.content, e.is_named, "     \
    "e.k, e.is_consensus, e.was_small, e.change, e.across_sectors, e.asks_heard, e.state, "        \
    "e.phase, e.step, e.is_revealed, e.phase_left_at, e.clock_round, e.clock_rounds, "             \
    "e.clock_repeats, e.clock_round_ms, e.clock_ends_at, e.clock_held_ms, e.seed, e.opened_at, "   \
    "e.closed_at, e.version, m.public_id AS meeting_public_id, m.pace, a.place_kind, a.place_id, " \
    "e.axes "                                                                                      \
    "FROM exercise e JOIN activity a ON a.id = e.id JOIN meeting m ON m.id = e.meeting_id "

static const struct db_query find_by_id = {"exercise.by_id", EXERCISE_SELECT "WHERE e.id = $1", "i",
                                           EXERCISE_ROW};
static const struct db_query find_by_public_id = {
    "exercise.by_public_id", EXERCISE_SELECT "WHERE a.public_id = $2 AND e.meeting_id = $1", "ii",
    EXERCISE_ROW};
static const struct db_query list_exercises = {
    "exercise.list", EXERCISE_SELECT "WHERE e.meeting_id = $1 ORDER BY e.id LIMIT 60", "i",
    EXERCISE_ROW};
static const struct db_query insert_exercise = {
    "exercise.insert",
    "INSERT INTO exercise (id, meeting_id, tool, form, content, is_named, k, is_consensus, "
    "was_small, change, across_sectors, asks_heard, state, phase, step, is_revealed, "
    "phase_left_at, clock_round, clock_rounds, clock_repeats, clock_round_ms, clock_ends_at, "
    "clock_held_ms, seed, opened_at, closed_at, version, axes) VALUES ($1, $2, $3, $4, $5, $6, $7, "
    "$8, 0, $9, $10, $11, 0, 0, 0, 0, 0, 0, 0, 0, $12, 0, 0, $13, 0, 0, 1, $14)",
    "iitttiiiiiiiit", .writes = true};
static const struct db_query update_exercise = {
    "exercise.save",
    "UPDATE exercise SET is_consensus = $3, was_small = $4, state = $5, phase = $6, step = $7, "
    "is_revealed = $8, phase_left_at = $9, clock_round = $10, clock_rounds = $11, "
    "clock_repeats = $12, clock_round_ms = $13, clock_ends_at = $14, clock_held_ms = $15, "
    "opened_at = $16, closed_at = $17, version = version + 1 WHERE id = $1 AND version = $2",
    "iiiiiiiiiiiiiiiii", .writes = true};
static const struct db_query write_group_clock = {
    "exercise.group_clock",
    "INSERT INTO exercise_clock (exercise_id, phase, group_number, ends_at, held_ms, round_ms) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (exercise_id, phase, group_number) DO UPDATE SET "
    "ends_at = excluded.ends_at, held_ms = excluded.held_ms, round_ms = excluded.round_ms",
    "iiiiii", .writes = true};
static const struct db_column clock_columns[] = {
    DB_COL(struct clock, ends_at),
    DB_COL(struct clock, held_ms),
    DB_COL(struct clock, round_ms),
};
static const struct db_query read_group_clock = {
    "exercise.read_group_clock",
    "SELECT ends_at, held_ms, round_ms FROM exercise_clock WHERE exercise_id = $1 AND phase = $2 "
    "AND group_number = $3",
    "iii", DB_ROW(struct clock, clock_columns)};
static const struct db_query *const exercise_statements[] = {
    &find_by_id,      &find_by_public_id, &list_exercises,  &insert_exercise,
    &update_exercise, &write_group_clock, &read_group_clock};
const struct db_queries exercise_queries = DB_QUERIES("exercise", exercise_statements);

/* ---- finding and making ---- */

enum rc exercise_by_id(struct db *db, struct arena *arena, int64_t id, struct exercise *exercise) {
    return DB_ONE(db, arena, &find_by_id, exercise, DB_INT(id));
}

enum rc exercise_by_public_id(struct db *db, struct arena *arena, int64_t meeting,
                              uint64_t public_id, struct exercise *exercise) {
    return DB_ONE(db, arena, &find_by_public_id, exercise, DB_INT(meeting), DB_ID(public_id));
}

enum rc exercise_list(struct db *db, struct arena *arena, int64_t meeting,
                      struct exercise_list *list) {
    return DB_ALL(db, arena, &list_exercises, &list->rows, DB_INT(meeting));
}

const struct tool *exercise_tool(const struct site *site, const struct exercise *exercise) {
    return tool_find(site, exercise->tool);
}

const struct tool_phase *exercise_phase(const struct site *site, const struct exercise *exercise) {
    const struct tool *tool = exercise_tool(site, exercise);
    if (!tool || exercise->phase < 0 || (size_t)exercise->phase >= tool_phase_count(tool))
        return NULL;
    return &tool->phases[exercise->phase];
}

/* The first form where none, or an unknown one, was chosen. */
static bool is_in_form(const struct tool *tool, const struct exercise *exercise, unsigned forms) {
    for (unsigned i = 0; tool->forms && tool->forms[i]; i++)
        if (str_is(exercise->form, str_from(tool->forms[i]))) return (forms >> i) & 1;
    return forms & 1;
}

bool exercise_has_phase(const struct tool *tool, const struct exercise *exercise, int phase) {
    if (phase < 0 || (size_t)phase >= tool_phase_count(tool)) return false;
    enum phase_input input = tool->phases[phase].input;
    unsigned forms = tool->phases[phase].forms;
    if (forms && !is_in_form(tool, exercise, forms)) return false;
    bool is_personal = tool->asks_colleagues && (input == INPUT_SCORE || input == INPUT_RESULT);
    return !(exercise->is_consensus && is_personal);
}

enum rc exercise_content_whole(struct arena *arena, const struct site *site, enum lang lang,
                               const struct exercise *exercise, struct content *content) {
    const struct tool *tool = exercise_tool(site, exercise);
    struct content_problem problem;
    if (!tool) return RC_ABSENT;
    if (!exercise->content.n) return tool->content(arena, lang, exercise->form, content);
    return content_read(arena, tool, exercise->content, content, &problem);
}

enum rc exercise_content(struct arena *arena, const struct site *site, enum lang lang,
                         const struct exercise *exercise, struct content *content) {
    const struct tool *tool = exercise_tool(site, exercise);
    TRY(exercise_content_whole(arena, site, lang, exercise, content));
    return tool->picks_axes ? exercise_axes_choose(arena, tool, exercise->axes, content) : RC_OK;
}

static enum rc insert_row(const struct request *request, const struct exercise *exercise) {
    return DB_RUN(request->db, &insert_exercise, DB_INT(exercise->id), DB_INT(exercise->meeting),
                  DB_STR(exercise->tool), DB_STR(exercise->form), DB_STR(exercise->content),
                  DB_INT(exercise->is_named), DB_INT(exercise->k), DB_INT(exercise->is_consensus),
                  DB_INT(exercise->change), DB_INT(exercise->across_sectors),
                  DB_INT(exercise->asks_heard), DB_INT(exercise->clock.round_ms),
                  DB_ID(exercise->seed), DB_STR(exercise->axes));
}

enum rc exercise_create(const struct request *request, struct exercise *exercise) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct meeting meeting;
    if (!tool || exercise->k < 3 || !exercise->title.n) return RC_INVALID;
    TRY(meeting_by_id(request->db, request->arena, exercise->meeting, &meeting));
    if (meeting.state == MEETING_CLOSED) return RC_CONFLICT;
    struct activity activity = {.public_id = id_random(),
                                .kind = STR("exercise"),
                                .title = exercise->title,
                                .place = meeting.place,
                                .created_at = request->now,
                                .created_by = request->asker.id};
    TRY(activity_create(request->db, request->arena, &activity, request->asker.acting));
    exercise->id = activity.id;
    exercise->public_id = activity.public_id;
    exercise->state = EXERCISE_PLANNED;
    exercise->clock = (struct clock){.round_ms = exercise->clock.round_ms};
    exercise->seed = id_random();
    exercise->version = 1;
    exercise->meeting_public_id = meeting.public_id;
    exercise->pace = meeting.pace;
    exercise->place = meeting.place;
    TRY(insert_row(request, exercise));
    struct meeting_item item = {.meeting = meeting.id,
                                .kind = ITEM_EXERCISE,
                                .title = exercise->title,
                                .minutes = tool->minutes,
                                .activity = exercise->id};
    return meeting_item_add(request, &item);
}

/* ---- running ---- */

enum rc exercise_save(const struct request *request, struct exercise *exercise) {
    const struct clock *clock = &exercise->clock;
    int64_t changed = 0;
    TRY(DB_CHANGED(
        request->db, &update_exercise, &changed, DB_INT(exercise->id), DB_INT(exercise->version),
        DB_INT(exercise->is_consensus), DB_INT(exercise->was_small), DB_INT(exercise->state),
        DB_INT(exercise->phase), DB_INT(exercise->step), DB_INT(exercise->is_revealed),
        DB_INT(exercise->phase_left_at), DB_INT(clock->round), DB_INT(clock->rounds),
        DB_INT(clock->repeats), DB_INT(clock->round_ms), DB_INT(clock->ends_at),
        DB_INT(clock->held_ms), DB_INT(exercise->opened_at), DB_INT(exercise->closed_at)));
    if (!changed) return RC_ABSENT;
    exercise->version++;
    return meeting_tell_all(request, exercise->meeting_public_id);
}

/* The next phase in that direction that the exercise has; -1 at the end. */
static int phase_beside(const struct tool *tool, const struct exercise *exercise, int by) {
    int phase = exercise->phase;
    do phase += by;
    while (phase >= 0 && phase < TOOL_PHASES_MAX && tool->phases[phase].key &&
           !exercise_has_phase(tool, exercise, phase));
    return exercise_has_phase(tool, exercise, phase) ? phase : -1;
}

/* Saves first: who comes too late draws nothing. The clock is saved with it, so drawing comes
   before; both are one transaction. */
static enum rc enter_phase(const struct request *request, struct exercise *next) {
    const struct tool *tool = exercise_tool(request->site, next);
    /* On boards there are votes to be revealed, each by itself, and nothing else. */
    if (tool->engine == ENGINE_BOARD)
        next->is_revealed = tool->phases[next->phase].input == INPUT_RESULT;
    TRY(exercise_draw(request, next));
    return exercise_save(request, next);
}

enum rc exercise_start(const struct request *request, struct exercise *exercise) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct exercise next = *exercise;
    struct exercise_axes axes;
    int64_t seats = 0;
    if (!tool || exercise->state != EXERCISE_PLANNED) return RC_CONFLICT;
    TRY(exercise_axes_wanted(request, exercise, &axes));
    if (!axes.is_fine) return RC_CONFLICT;
    TRY(seat_count(request->db, request->arena, exercise->meeting, &seats));
    if (tool_score_phase(tool) >= 0 && exercise->pace == PACE_LIVE && seats < exercise->k &&
        !exercise->is_consensus)
        next.is_consensus = next.was_small = true;
    next.state = EXERCISE_RUNNING;
    next.opened_at = request->now;
    next.phase = -1;
    next.phase = phase_beside(tool, &next, 1);
    if (next.phase < 0) return RC_CONFLICT;
    TRY(enter_phase(request, &next));
    *exercise = next;
    return RC_OK;
}

static enum rc reveal(const struct request *request, struct exercise *next) {
    next->is_revealed = true;
    next->step = 0;
    return exercise_save(request, next);
}

enum rc exercise_reveal(const struct request *request, struct exercise *exercise) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct exercise next = *exercise;
    if (!tool || exercise->state != EXERCISE_RUNNING || exercise->is_revealed) return RC_CONFLICT;
    int score = tool_score_phase(tool);
    bool is_vote = tool->phases[exercise->phase].input == INPUT_DOTS;
    if (!is_vote && (score < 0 || exercise->phase < score)) return RC_CONFLICT;
    TRY(reveal(request, &next));
    *exercise = next;
    return RC_OK;
}

/* Goes one step of the result; false: there is none in that direction. */
static bool go_step(const struct tool *tool, struct exercise *next, int by) {
    int step = next->step + by;
    if (tool->phases[next->phase].input != INPUT_RESULT) return false;
    if (step < 0 || (size_t)step >= tool_step_count(tool)) return false;
    next->step = step;
    return true;
}

/* RC_CONFLICT when the gate of the phase that is left is not met. */
static enum rc pass_gate(const struct request *request, const struct exercise *exercise,
                         bool anyway) {
    const struct tool_gate *unmet;
    enum rc rc = board_gate(request, exercise, &unmet);
    return rc == RC_CONFLICT && anyway && unmet->may_override ? RC_OK : rc;
}

static enum rc go(const struct request *request, struct exercise *next, int by, bool anyway) {
    const struct tool *tool = exercise_tool(request->site, next);
    bool is_result = tool->phases[next->phase].input == INPUT_RESULT;
    if (is_result && !next->is_revealed && by > 0) return reveal(request, next);
    if (go_step(tool, next, by)) return exercise_save(request, next);
    int phase = phase_beside(tool, next, by);
    if (phase < 0) return RC_CONFLICT;
    if (by > 0) TRY(pass_gate(request, next, anyway));
    next->phase = phase;
    next->step = 0;
    next->phase_left_at = request->now;
    return enter_phase(request, next);
}

enum rc exercise_go(const struct request *request, struct exercise *exercise, int by) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct exercise next = *exercise;
    assert(by == 1 || by == -1);
    if (!tool || exercise->state != EXERCISE_RUNNING || !exercise_phase(request->site, exercise))
        return RC_CONFLICT;
    TRY(go(request, &next, by, false));
    *exercise = next;
    return RC_OK;
}

enum rc exercise_go_anyway(const struct request *request, struct exercise *exercise) {
    struct exercise next = *exercise;
    if (exercise->state != EXERCISE_RUNNING || !exercise_phase(request->site, exercise))
        return RC_CONFLICT;
    TRY(go(request, &next, 1, true));
    *exercise = next;
    return RC_OK;
}

/* ---- the clock ---- */

static enum rc turn_clock(struct clock *clock, enum exercise_clock_verb verb, int64_t now) {
    switch (verb) {
    case CLOCK_PAUSE:
        return clock_pause(clock, now);
    case CLOCK_RESUME:
        return clock_resume(clock, now);
    case CLOCK_ADD_1:
        return clock_add(clock, 60 * 1000, now);
    case CLOCK_ADD_5:
        return clock_add(clock, 5 * 60 * 1000, now);
    case CLOCK_SKIP:
        break;
    }
    return clock_go(clock, clock_read(clock, now).round + 1, now) == RC_OK ? RC_OK : RC_CONFLICT;
}

/* A group's own clock has one round; before it is turned for the first time it is the phase's. */
static enum rc turn_group_clock(const struct request *request, const struct exercise *exercise,
                                int group, enum exercise_clock_verb verb) {
    const struct tool_phase *phase = exercise_phase(request->site, exercise);
    struct clock clock;
    if (!phase || phase->mode != MODE_GROUP || group > MEETING_SEATS_MAX) return RC_INVALID;
    enum rc rc = DB_ONE(request->db, request->arena, &read_group_clock, &clock,
                        DB_INT(exercise->id), DB_INT(exercise->phase), DB_INT(group));
    if (rc == RC_ABSENT)
        clock = exercise->clock;
    else
        TRY(rc);
    TRY(turn_clock(&clock, verb, request->now));
    return DB_RUN(request->db, &write_group_clock, DB_INT(exercise->id), DB_INT(exercise->phase),
                  DB_INT(group), DB_INT(clock.ends_at), DB_INT(clock.held_ms),
                  DB_INT(clock.round_ms));
}

enum rc exercise_clock(const struct request *request, struct exercise *exercise, int group,
                       enum exercise_clock_verb verb) {
    struct exercise next = *exercise;
    if (exercise->state != EXERCISE_RUNNING) return RC_CONFLICT;
    if (group < 0)
        TRY(turn_clock(&next.clock, verb, request->now));
    else
        TRY(turn_group_clock(request, exercise, group, verb));
    TRY(exercise_save(request, &next));
    *exercise = next;
    return RC_OK;
}

/* ---- what comes in ---- */

bool exercise_asker_leads(const struct request *request) {
    for (size_t i = 0; i < PATH_OBJECTS_MAX; i++)
        if (request->objects[i].kind == OBJECT_MEETING)
            return request->objects[i].role >= ROLE_COORDINATOR;
    return false;
}

/* The last phase up to that one that the exercise has and that takes it. */
static int phase_upto(const struct tool *tool, const struct exercise *exercise,
                      const struct exercise_intake *intake, int phase) {
    while (phase >= 0 && !(exercise_has_phase(tool, exercise, phase) &&
                           intake->accepts(&tool->phases[phase], intake->data)))
        phase--;
    return phase;
}

int exercise_takes(const struct request *request, const struct exercise *exercise,
                   const struct exercise_intake *intake) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    if (!tool || exercise->state != EXERCISE_RUNNING) return -1;
    if (exercise->pace == PACE_OWN)
        return phase_upto(tool, exercise, intake, (int)tool_phase_count(tool) - 1);
    if (!exercise_has_phase(tool, exercise, exercise->phase)) return -1;
    if (intake->is_late) return phase_upto(tool, exercise, intake, exercise->phase);
    int64_t ends_at = clock_read(&exercise->clock, request->now).ends_at;
    if (clock_takes(ends_at, 0, request->now) &&
        intake->accepts(&tool->phases[exercise->phase], intake->data))
        return exercise->phase;
    int before = phase_beside(tool, exercise, -1);
    bool in_grace = before >= 0 && exercise->phase_left_at > 0 &&
                    clock_takes(0, exercise->phase_left_at, request->now);
    return in_grace && intake->accepts(&tool->phases[before], intake->data) ? before : -1;
}

/* Who sits with whom: pairs and groups drawn when a phase begins, from the exercise's published
   seed and the numbers of the seats that are there, and kept one row a round. Which round runs
   follows from the clock (exercise_place.c). Pairs that change when they are ready are in
   exercise_ready.c. */
#include "core/meeting/exercise_inner.h"

#include "rules/grouping/grouping.h"

#include <assert.h>

enum { ROUNDS_LEAST = 3, ROUNDS_MOST = 40, ROUND_TEXT_MAX = 8 * 1024 };

static const struct db_query insert_round = {
    "exercise_group.insert",
    "INSERT INTO exercise_round (exercise_id, phase, round, seats) VALUES ($1, $2, $3, $4)", "iiit",
    .writes = true};
static const struct db_query change_round = {
    "exercise_group.change",
    "UPDATE exercise_round SET seats = $4 WHERE exercise_id = $1 AND phase = $2 AND round = $3",
    "iiit", .writes = true};
static const struct db_query delete_rounds = {
    "exercise_group.delete_rounds",
    "DELETE FROM exercise_round WHERE exercise_id = $1 AND phase = $2 AND round > $3", "iii",
    .writes = true};
static const struct db_query delete_clocks = {
    "exercise_group.delete_clocks",
    "DELETE FROM exercise_clock WHERE exercise_id = $1 AND phase = $2", "ii", .writes = true};
static const struct db_query forget_rounds = {"exercise_group.forget_rounds",
                                              "DELETE FROM exercise_round WHERE exercise_id = $1",
                                              "i", .writes = true};
static const struct db_query forget_clocks = {"exercise_group.forget_clocks",
                                              "DELETE FROM exercise_clock WHERE exercise_id = $1",
                                              "i", .writes = true};
static const struct db_column round_columns[] = {
    DB_COL(struct round_row, round),
    DB_COL(struct round_row, seats),
};
static const struct db_query list_rounds = {
    "exercise_group.list",
    "SELECT round, seats FROM exercise_round WHERE exercise_id = $1 AND phase = $2 AND round >= 0 "
    "ORDER BY round LIMIT 100000",
    "ii", DB_ROW(struct round_row, round_columns)};

static const struct db_query *const group_statements[] = {
    &insert_round,  &change_round,  &delete_rounds, &delete_clocks,
    &forget_rounds, &forget_clocks, &list_rounds};
const struct db_queries exercise_group_queries = DB_QUERIES("exercise_group", group_statements);

/* ---- who is there ---- */

enum rc exercise_crowd(struct db *db, struct arena *arena, int64_t meeting,
                       struct exercise_crowd *crowd) {
    *crowd = (struct exercise_crowd){0};
    TRY(seat_list(db, arena, meeting, &crowd->seats));
    crowd->absent = arena_new_array(arena, GROUPING_PEOPLE, bool);
    crowd->sectors = arena_new_array(arena, GROUPING_PEOPLE, int);
    if (!crowd->absent || !crowd->sectors) return RC_LIMIT;
    for (size_t i = 0; i < GROUPING_PEOPLE; i++) crowd->absent[i] = true;
    for (size_t i = 0; i < crowd->seats.rows.n; i++) {
        const struct seat *seat = &crowd->seats.rows.v[i];
        if (seat->number < 1 || seat->number >= GROUPING_PEOPLE) continue;
        crowd->absent[seat->number] = seat->has_left;
        crowd->sectors[seat->number] = seat->sector;
        crowd->present += !seat->has_left;
        if ((size_t)seat->number >= crowd->people) crowd->people = (size_t)seat->number + 1;
    }
    return RC_OK;
}

static struct grouping_task task_for(const struct exercise *exercise,
                                     const struct exercise_crowd *crowd) {
    return (struct grouping_task){.seed = exercise->seed,
                                  .people = crowd->people,
                                  .absent = crowd->absent,
                                  .sectors = crowd->sectors,
                                  .mix =
                                      exercise->across_sectors ? GROUPING_ACROSS : GROUPING_RANDOM};
}

/* ---- rounds as rows ---- */

static enum rc round_text(struct arena *arena, const struct grouping_round *round,
                          struct str *text) {
    struct buf buf;
    buf_init(&buf, arena, ROUND_TEXT_MAX);
    grouping_write(&buf, round);
    *text = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

enum rc exercise_round_add(const struct request *request, const struct exercise *exercise,
                           int number, const struct grouping_round *round) {
    struct str text;
    TRY(round_text(request->arena, round, &text));
    return DB_RUN(request->db, &insert_round, DB_INT(exercise->id), DB_INT(exercise->phase),
                  DB_INT(number), DB_STR(text));
}

enum rc exercise_round_change(const struct request *request, const struct exercise *exercise,
                              int number, const struct grouping_round *round) {
    struct str text;
    TRY(round_text(request->arena, round, &text));
    return DB_RUN(request->db, &change_round, DB_INT(exercise->id), DB_INT(exercise->phase),
                  DB_INT(number), DB_STR(text));
}

static enum rc write_plan(const struct request *request, const struct exercise *exercise, int first,
                          const struct grouping_plan *plan) {
    for (size_t i = 0; i < plan->rounds.n; i++)
        TRY(exercise_round_add(request, exercise, first + (int)i, &plan->rounds.v[i]));
    return RC_OK;
}

enum rc exercise_rounds_read(struct db *db, struct arena *arena, const struct exercise *exercise,
                             struct round_rows *read) {
    TRY(DB_ALL(db, arena, &list_rounds, &read->rows, DB_INT(exercise->id),
               DB_INT(exercise->phase)));
    read->rounds = arena_new_array(arena, read->rows.n + 1, struct grouping_round);
    if (!read->rounds) return RC_LIMIT;
    for (size_t i = 0; i < read->rows.n; i++)
        TRY(grouping_read(arena, read->rows.v[i].seats, GROUPING_PEOPLE, &read->rounds[i]));
    return RC_OK;
}

/* ---- drawing ---- */

static bool has_groups(const struct tool_phase *phase) {
    return phase->mode == MODE_PAIR || phase->mode == MODE_GROUP || phase->mode == MODE_CAFE;
}

static bool changes_when_ready(const struct exercise *exercise, const struct tool_phase *phase) {
    return phase->mode == MODE_PAIR && exercise->change == CHANGE_WHEN_READY;
}

/* As many as the tool wants; else until all have met, but no longer than an afternoon, and a few
   rounds also with two people. */
static int rounds_for(const struct tool_phase *phase, size_t present) {
    if (!phase->repeats) return 1;
    if (phase->rounds > 0) return phase->rounds;
    int all = (int)(present % 2 ? present : present ? present - 1 : 0);
    if (all < ROUNDS_LEAST) return ROUNDS_LEAST;
    return all > ROUNDS_MOST ? ROUNDS_MOST : all;
}

static size_t groups_for(const struct tool_phase *phase, size_t present) {
    size_t n = grouping_count_between(present, (size_t)phase->group_min, (size_t)phase->group_max);
    return n ? n : present > 0;
}

/* Of a round: what the leader chose for the first phase, if the tool leaves it to her. */
static int64_t round_ms(const struct exercise *exercise, const struct tool_phase *phase) {
    int64_t chosen = exercise->clock.round_ms, second = 1000;
    bool is_first = !exercise->phase_left_at;
    if (is_first && chosen >= phase->seconds_min * second && chosen <= phase->seconds_max * second)
        return chosen ? chosen : phase->seconds * second;
    return phase->seconds * second;
}

static enum rc draw_pairs(const struct request *request, struct exercise *exercise,
                          const struct tool_phase *phase, const struct exercise_crowd *crowd) {
    struct grouping_task task = task_for(exercise, crowd);
    struct grouping_plan plan;
    bool when_ready = changes_when_ready(exercise, phase);
    int rounds = when_ready ? 1 : rounds_for(phase, crowd->present);
    task.rounds = (size_t)rounds;
    TRY(grouping_pairs(request->arena, &task, &plan));
    int64_t ms = when_ready ? 0 : exercise->clock.round_ms;
    exercise->clock = clock_start(rounds, ms, phase->repeats, request->now);
    if (when_ready && plan.rounds.n)
        return exercise_ready_begin(request, exercise, &plan.rounds.v[0]);
    return write_plan(request, exercise, 0, &plan);
}

/* A group, or several, for each axis of the content; nobody plays her own part if that is possible.
 */
static enum rc draw_axis_groups(const struct request *request, const struct exercise *exercise,
                                const struct tool_phase *phase,
                                const struct exercise_crowd *crowd) {
    struct content content;
    struct grouping_round round = {0};
    TRY(exercise_content(request->arena, request->site, request->lang, exercise, &content));
    size_t axes = content.axes.n ? content.axes.n : 1;
    size_t most = phase->group_max > 0 ? axes * (size_t)phase->group_max : crowd->present;
    size_t groups = axes * (crowd->present > most ? (crowd->present + most - 1) / most : 1);
    if (groups > crowd->present) groups = crowd->present;
    if (!groups) return RC_OK;
    const struct exercise_dealing what = {exercise->seed, groups, &content, crowd};
    TRY(exercise_axis_deal(request->arena, &what, &round));
    return exercise_round_add(request, exercise, 0, &round);
}

static enum rc draw_groups(const struct request *request, const struct exercise *exercise,
                           const struct tool_phase *phase, const struct exercise_crowd *crowd) {
    if (phase->axis_by_group) return draw_axis_groups(request, exercise, phase, crowd);
    struct grouping_task task = task_for(exercise, crowd);
    struct grouping_plan plan;
    task.rounds = 1;
    task.groups = groups_for(phase, crowd->present);
    if (!task.groups) return RC_OK;
    TRY(grouping_groups(request->arena, &task, &plan));
    return write_plan(request, exercise, 0, &plan);
}

enum rc exercise_forget_groups(struct db *db, int64_t exercise) {
    TRY(DB_RUN(db, &forget_rounds, DB_INT(exercise)));
    TRY(DB_RUN(db, &forget_clocks, DB_INT(exercise)));
    return exercise_ready_forget(db, exercise);
}

/* ---- somebody came or left ---- */

static enum rc replan_pairs(const struct request *request, const struct exercise *exercise,
                            const struct exercise_crowd *crowd) {
    int running = clock_read(&exercise->clock, request->now).round;
    int rounds = exercise->clock.rounds > 1 ? exercise->clock.rounds : 1;
    struct grouping_task task = task_for(exercise, crowd);
    struct grouping_plan plan;
    struct round_rows read = {0};
    if (running + 1 >= rounds) return RC_OK;
    TRY(exercise_rounds_read(request->db, request->arena, exercise, &read));
    task.history.rounds.v = read.rounds;
    while (task.history.rounds.n < read.rows.n &&
           read.rows.v[task.history.rounds.n].round <= running)
        task.history.rounds.n++;
    task.rounds = (size_t)(rounds - running - 1);
    TRY(grouping_pairs(request->arena, &task, &plan));
    TRY(DB_RUN(request->db, &delete_rounds, DB_INT(exercise->id), DB_INT(exercise->phase),
               DB_INT(running)));
    return write_plan(request, exercise, running + 1, &plan);
}

static bool is_placed(const struct grouping_round *round, int number) {
    for (size_t g = 0; g < round->groups.n; g++)
        for (size_t i = 0; i < round->groups.v[g].members.n; i++)
            if (round->groups.v[g].members.v[i] == number) return true;
    return false;
}

/* Where groups have axes: the smallest whose axis is not that of her own sector, if there is one.
 */
static size_t smallest_group(const struct grouping_round *round, const struct content *content,
                             int sector) {
    size_t best = round->groups.n, any = 0;
    for (size_t g = 0; g < round->groups.n; g++) {
        size_t n = round->groups.v[g].members.n;
        if (n < round->groups.v[any].members.n) any = g;
        if (content->axes.n && exercise_axis_is_hers(content, g, sector)) continue;
        if (best == round->groups.n || n < round->groups.v[best].members.n) best = g;
    }
    return best < round->groups.n ? best : any;
}

enum rc exercise_round_join(struct arena *arena, const struct grouping_round *round, size_t at,
                            int number) {
    struct grouping_group *group = (struct grouping_group *)&round->groups.v[at];
    size_t n = group->members.n;
    int *members = arena_new_array(arena, n + 1, int);
    if (!members) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) members[i] = group->members.v[i];
    members[n] = number;
    group->members.v = members;
    group->members.n = n + 1;
    return RC_OK;
}

/* Who comes while groups talk joins the smallest one; nobody is moved. */
static enum rc add_to_groups(const struct request *request, const struct exercise *exercise,
                             const struct tool_phase *phase, const struct exercise_crowd *crowd) {
    struct round_rows read = {0};
    TRY(exercise_rounds_read(request->db, request->arena, exercise, &read));
    if (!read.rows.n || !read.rounds[0].groups.n) {
        TRY(DB_RUN(request->db, &delete_rounds, DB_INT(exercise->id), DB_INT(exercise->phase),
                   DB_INT(-1)));
        return draw_groups(request, exercise, phase, crowd);
    }
    const struct grouping_round *round = &read.rounds[0];
    struct content content = {0};
    if (phase->axis_by_group)
        TRY(exercise_content(request->arena, request->site, request->lang, exercise, &content));
    for (int number = 1; (size_t)number < crowd->people; number++)
        if (!crowd->absent[number] && !is_placed(round, number))
            TRY(exercise_round_join(request->arena, round,
                                    smallest_group(round, &content, crowd->sectors[number]),
                                    number));
    return exercise_round_change(request, exercise, 0, round);
}

/* The last round of the phase before that had groups, kept as this phase's; false: there is none.
 */
static enum rc keep_groups(const struct request *request, const struct exercise *exercise,
                           bool *is_kept) {
    struct exercise before = *exercise;
    struct round_rows read = {0};
    *is_kept = false;
    while (!read.rows.n && before.phase-- > 0)
        TRY(exercise_rounds_read(request->db, request->arena, &before, &read));
    if (!read.rows.n) return RC_OK;
    *is_kept = true;
    return exercise_round_add(request, exercise, 0, &read.rounds[read.rows.n - 1]);
}

/* Going back finds the groups that were, so that nobody is moved to another's board. */
static enum rc draw_or_keep(const struct request *request, const struct exercise *exercise,
                            const struct tool_phase *phase, const struct exercise_crowd *crowd) {
    struct round_rows read = {0};
    bool is_kept = false;
    TRY(exercise_rounds_read(request->db, request->arena, exercise, &read));
    if (read.rows.n) return add_to_groups(request, exercise, phase, crowd);
    if (phase->keeps_groups) TRY(keep_groups(request, exercise, &is_kept));
    if (is_kept) return add_to_groups(request, exercise, phase, crowd);
    return draw_groups(request, exercise, phase, crowd);
}

enum rc exercise_draw(const struct request *request, struct exercise *exercise) {
    const struct tool_phase *phase = exercise_phase(request->site, exercise);
    struct exercise_crowd crowd;
    assert(phase);
    const struct tool *tool = exercise_tool(request->site, exercise);
    bool stays = phase->mode == MODE_GROUP && (phase->keeps_groups || tool->is_board_each);
    if (!stays)
        TRY(DB_RUN(request->db, &delete_rounds, DB_INT(exercise->id), DB_INT(exercise->phase),
                   DB_INT(-1)));
    TRY(DB_RUN(request->db, &delete_clocks, DB_INT(exercise->id), DB_INT(exercise->phase)));
    TRY(exercise_ready_forget(request->db, exercise->id));
    int64_t ms = exercise->pace == PACE_OWN ? 0 : round_ms(exercise, phase);
    exercise->clock = clock_start(1, ms, false, request->now);
    if (exercise->pace == PACE_OWN) return RC_OK;
    if (!has_groups(phase)) return RC_OK;
    TRY(exercise_crowd(request->db, request->arena, exercise->meeting, &crowd));
    if (phase->mode == MODE_PAIR) return draw_pairs(request, exercise, phase, &crowd);
    if (phase->mode == MODE_CAFE) return exercise_cafe_draw(request, exercise, phase, &crowd);
    if (stays) return draw_or_keep(request, exercise, phase, &crowd);
    return draw_groups(request, exercise, phase, &crowd);
}

static enum rc change_one(const struct request *request, const struct exercise *exercise) {
    const struct tool_phase *phase = exercise_phase(request->site, exercise);
    struct exercise_crowd crowd;
    if (!phase || exercise->state != EXERCISE_RUNNING || exercise->pace == PACE_OWN) return RC_OK;
    if (!has_groups(phase)) return RC_OK;
    TRY(exercise_crowd(request->db, request->arena, exercise->meeting, &crowd));
    if (phase->mode == MODE_CAFE) return exercise_cafe_changed(request, exercise, &crowd);
    if (phase->mode == MODE_GROUP) return add_to_groups(request, exercise, phase, &crowd);
    if (changes_when_ready(exercise, phase))
        return exercise_ready_changed(request, exercise, &crowd);
    return replan_pairs(request, exercise, &crowd);
}

enum rc exercise_seats_changed(const struct request *request, int64_t meeting) {
    struct exercise_list list;
    TRY(exercise_list(request->db, request->arena, meeting, &list));
    for (size_t i = 0; i < list.rows.n; i++) TRY(change_one(request, &list.rows.v[i]));
    return RC_OK;
}

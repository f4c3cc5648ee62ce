/* Pairs that change when they are ready: whoever says so waits for the next that are free, and who
   has waited too long joins a pair. The talks that were are kept as rounds of one pair each, so
   that nobody meets twice before all have met. */
#include "core/meeting/exercise_inner.h"

#include "platform/jobs.h"

enum { PATIENCE_SECONDS = 45, TRIO = 3 };

struct pair_row {
    int seat, pair, round;
    int64_t ready_at;
};
static const struct db_column pair_columns[] = {
    DB_COL(struct pair_row, seat),
    DB_COL(struct pair_row, pair),
    DB_COL(struct pair_row, round),
    DB_COL(struct pair_row, ready_at),
};
static const struct db_query list_pairs = {
    "exercise_group.pairs",
    "SELECT seat_number, pair, round, ready_at FROM exercise_pair WHERE exercise_id = $1 "
    "ORDER BY seat_number",
    "i", DB_ROW(struct pair_row, pair_columns)};
static const struct db_query find_pair = {
    "exercise_group.pair",
    "SELECT seat_number, pair, round, ready_at FROM exercise_pair WHERE exercise_id = $1 "
    "AND seat_number = $2",
    "ii", DB_ROW(struct pair_row, pair_columns)};
static const struct db_query insert_pair = {
    "exercise_group.insert_pair",
    "INSERT INTO exercise_pair (exercise_id, seat_number, pair, round, ready_at) "
    "VALUES ($1, $2, $3, 0, $4)",
    "iiii", .writes = true};
static const struct db_query set_pair = {
    "exercise_group.set_pair",
    "UPDATE exercise_pair SET pair = $3 WHERE exercise_id = $1 AND seat_number = $2", "iii",
    .writes = true};
static const struct db_query end_pair = {
    "exercise_group.end_pair",
    "UPDATE exercise_pair SET pair = 0, round = round + 1, ready_at = $3 WHERE exercise_id = $1 "
    "AND pair = $2",
    "iii", .writes = true};
static const struct db_query delete_pair = {
    "exercise_group.delete_pair",
    "DELETE FROM exercise_pair WHERE exercise_id = $1 AND seat_number = $2", "ii", .writes = true};

static const struct db_query delete_pairs = {"exercise_group.delete_pairs",
                                             "DELETE FROM exercise_pair WHERE exercise_id = $1",
                                             "i", .writes = true};

static const struct db_query *const ready_statements[] = {
    &list_pairs, &find_pair, &insert_pair, &set_pair, &end_pair, &delete_pair, &delete_pairs};
const struct db_queries exercise_ready_queries = DB_QUERIES("exercise_ready", ready_statements);

struct pairs {
    LIST(struct pair_row) rows;
};

static bool is_number(int seat) {
    return seat >= 1 && seat < GROUPING_PEOPLE;
}

enum rc exercise_ready_begin(const struct request *request, const struct exercise *exercise,
                             const struct grouping_round *first) {
    for (size_t g = 0; g < first->groups.n; g++) {
        const struct grouping_round one = {.groups = {.v = &first->groups.v[g], .n = 1}};
        const struct grouping_group *group = &first->groups.v[g];
        int number = group->members.n > 1 ? (int)g + 1 : 0;
        if (number) TRY(exercise_round_add(request, exercise, number, &one));
        for (size_t i = 0; i < group->members.n; i++)
            TRY(DB_RUN(request->db, &insert_pair, DB_INT(exercise->id), DB_INT(group->members.v[i]),
                       DB_INT(number), DB_INT(request->now)));
    }
    return RC_OK;
}

enum rc exercise_ready_forget(struct db *db, int64_t exercise) {
    return DB_RUN(db, &delete_pairs, DB_INT(exercise));
}

/* ---- matching ---- */

struct match {
    struct pairs pairs;
    struct round_rows talks; /* all that were and are */
    struct grouping_ready ready;
    int *talking_rows; /* of ready.talking: index into talks */
};

static bool is_talking(const struct match *match, int talk) {
    for (size_t i = 0; i < match->pairs.rows.n; i++)
        if (match->pairs.rows.v[i].pair == talk) return true;
    return false;
}

static enum rc read_waiting(struct arena *arena, struct match *match, int64_t now) {
    size_t n = match->pairs.rows.n;
    struct grouping_waiting *waiting = arena_new_array(arena, n + 1, struct grouping_waiting);
    if (!waiting) return RC_LIMIT;
    match->ready.waiting.v = waiting;
    for (size_t i = 0; i < n; i++) {
        const struct pair_row *row = &match->pairs.rows.v[i];
        if (row->pair || !is_number(row->seat)) continue;
        int64_t seconds = now > row->ready_at ? (now - row->ready_at) / 1000 : 0;
        waiting[match->ready.waiting.n++] = (struct grouping_waiting){
            .person = row->seat, .seconds = seconds < 86400 ? (int)seconds : 86400};
    }
    return RC_OK;
}

/* Sorts the talks into those that go on and those that were. */
static enum rc read_talks(struct arena *arena, struct match *match) {
    size_t n = match->talks.rows.n;
    struct grouping_group *talking = arena_new_array(arena, n + 1, struct grouping_group);
    struct grouping_round *history = arena_new_array(arena, n + 1, struct grouping_round);
    match->talking_rows = arena_new_array(arena, n + 1, int);
    if (!talking || !history || !match->talking_rows) return RC_LIMIT;
    match->ready.talking.groups.v = talking;
    match->ready.history.rounds.v = history;
    for (size_t i = 0; i < n; i++) {
        const struct grouping_round *round = &match->talks.rounds[i];
        if (!is_talking(match, match->talks.rows.v[i].round)) {
            history[match->ready.history.rounds.n++] = *round;
        } else if (round->groups.n) {
            match->talking_rows[match->ready.talking.groups.n] = (int)i;
            talking[match->ready.talking.groups.n++] = round->groups.v[0];
        }
    }
    return RC_OK;
}

static enum rc set_all(const struct request *request, const struct exercise *exercise,
                       const struct grouping_group *group, int number) {
    for (size_t i = 0; i < group->members.n; i++)
        TRY(DB_RUN(request->db, &set_pair, DB_INT(exercise->id), DB_INT(group->members.v[i]),
                   DB_INT(number)));
    return RC_OK;
}

static enum rc begin_talks(const struct request *request, const struct exercise *exercise,
                           const struct match *match, const struct grouping_now *now) {
    size_t n = match->talks.rows.n;
    int next = n ? match->talks.rows.v[n - 1].round + 1 : 1;
    for (size_t g = 0; g < now->groups.groups.n; g++, next++) {
        const struct grouping_round one = {.groups = {.v = &now->groups.groups.v[g], .n = 1}};
        TRY(exercise_round_add(request, exercise, next, &one));
        TRY(set_all(request, exercise, &now->groups.groups.v[g], next));
    }
    return RC_OK;
}

static enum rc join_talks(const struct request *request, const struct exercise *exercise,
                          const struct match *match, const struct grouping_now *now) {
    for (size_t i = 0; i < now->joins.n; i++) {
        int row = match->talking_rows[now->joins.v[i].talk];
        int number = match->talks.rows.v[row].round;
        const struct grouping_round *round = &match->talks.rounds[row];
        TRY(exercise_round_join(request->arena, round, 0, now->joins.v[i].person));
        TRY(exercise_round_change(request, exercise, number, round));
        TRY(DB_RUN(request->db, &set_pair, DB_INT(exercise->id), DB_INT(now->joins.v[i].person),
                   DB_INT(number)));
    }
    return RC_OK;
}

/* Somebody still waits: look again when the patience of whoever has it is at an end. */
static enum rc look_again(const struct request *request, const struct exercise *exercise) {
    int64_t job;
    struct str payload = str_format(request->arena, "%lld", (long long)exercise->id);
    if (!payload.p) return RC_LIMIT;
    return job_add(request->db, request->arena, "exercise_trio", payload,
                   request->now + (PATIENCE_SECONDS + 1) * 1000, &job);
}

enum rc exercise_match(const struct request *request, const struct exercise *exercise) {
    struct match match = {.ready = {.people = GROUPING_PEOPLE, .patience = PATIENCE_SECONDS}};
    struct grouping_now now = {0};
    TRY(DB_ALL(request->db, request->arena, &list_pairs, &match.pairs.rows, DB_INT(exercise->id)));
    TRY(exercise_rounds_read(request->db, request->arena, exercise, &match.talks));
    TRY(read_waiting(request->arena, &match, request->now));
    if (!match.ready.waiting.n) return RC_OK;
    TRY(read_talks(request->arena, &match));
    TRY(grouping_ready(request->arena, &match.ready, &now));
    TRY(begin_talks(request, exercise, &match, &now));
    TRY(join_talks(request, exercise, &match, &now));
    size_t placed = now.joins.n;
    for (size_t g = 0; g < now.groups.groups.n; g++) placed += now.groups.groups.v[g].members.n;
    return placed < match.ready.waiting.n ? look_again(request, exercise) : RC_OK;
}

enum rc exercise_ready(const struct request *request, const struct exercise *exercise,
                       const struct seat *seat) {
    struct exercise fresh;
    struct pair_row row;
    TRY(exercise_by_id(request->db, request->arena, exercise->id, &fresh));
    const struct tool_phase *phase = exercise_phase(request->site, &fresh);
    if (!phase || phase->mode != MODE_PAIR || fresh.state != EXERCISE_RUNNING ||
        fresh.change != CHANGE_WHEN_READY || fresh.pace == PACE_OWN)
        return RC_CONFLICT;
    TRY(DB_ONE(request->db, request->arena, &find_pair, &row, DB_INT(fresh.id),
               DB_INT(seat->number)));
    if (!row.pair) return RC_OK; /* both of a pair have pressed */
    TRY(DB_RUN(request->db, &end_pair, DB_INT(fresh.id), DB_INT(row.pair), DB_INT(request->now)));
    TRY(exercise_match(request, &fresh));
    return meeting_tell_all(request, fresh.meeting_public_id);
}

enum rc exercise_ready_changed(const struct request *request, const struct exercise *exercise,
                               const struct exercise_crowd *crowd) {
    LIST(struct pair_row) rows = {0};
    bool *known = arena_new_array(request->arena, GROUPING_PEOPLE, bool);
    if (!known) return RC_LIMIT;
    TRY(DB_ALL(request->db, request->arena, &list_pairs, &rows, DB_INT(exercise->id)));
    for (size_t i = 0; i < rows.n; i++) {
        int seat = rows.v[i].seat;
        if (seat < 1 || seat >= GROUPING_PEOPLE) continue;
        known[seat] = true;
        if (rows.v[i].pair == 0 && crowd->absent[seat])
            TRY(DB_RUN(request->db, &delete_pair, DB_INT(exercise->id), DB_INT(seat)));
    }
    for (int seat = 1; (size_t)seat < crowd->people; seat++)
        if (!crowd->absent[seat] && !known[seat])
            TRY(DB_RUN(request->db, &insert_pair, DB_INT(exercise->id), DB_INT(seat), DB_INT(0),
                       DB_INT(request->now)));
    return exercise_match(request, exercise);
}

/* ---- reading ---- */

/* The pairs that talk now, in the order of their numbers. */
enum rc exercise_ready_groups(struct db *db, struct arena *arena, const struct exercise *exercise,
                              const struct exercise_crowd *crowd, struct exercise_groups *groups) {
    LIST(struct pair_row) rows = {0};
    TRY(DB_ALL(db, arena, &list_pairs, &rows, DB_INT(exercise->id)));
    struct exercise_group *found = arena_new_array(arena, rows.n + 1, struct exercise_group);
    if (!found) return RC_LIMIT;
    groups->rows.v = found;
    for (size_t i = 0; i < rows.n; i++) {
        size_t g = 0;
        const struct seat *seat = exercise_crowd_seat(crowd, rows.v[i].seat);
        if (!rows.v[i].pair || !seat) continue;
        while (g < groups->rows.n && found[g].number != rows.v[i].pair) g++;
        struct exercise_group *group = &found[g];
        if (g == groups->rows.n) {
            struct seat *seats = arena_new_array(arena, 4, struct seat);
            if (!seats) return RC_LIMIT;
            groups->rows.n++;
            group->number = rows.v[i].pair;
            group->seats.v = seats;
        }
        if (group->seats.n < 4) ((struct seat *)group->seats.v)[group->seats.n++] = *seat;
    }
    return RC_OK;
}

enum rc exercise_ready_place(struct db *db, struct arena *arena, const struct exercise *exercise,
                             int seat_number, struct exercise_place *place) {
    struct pair_row pair = {0};
    enum rc rc = DB_ONE(db, arena, &find_pair, &pair, DB_INT(exercise->id), DB_INT(seat_number));
    place->group = pair.pair;
    place->round = pair.round;
    return rc == RC_ABSENT ? RC_OK : rc;
}

/* Who sits where, read: the groups of the round that runs or of all rounds, one seat's place, and
   the card that a seat holds. They were drawn by exercise_group.c. */
#include "core/meeting/exercise_inner.h"

#include <assert.h>

enum { CAFE_ORDER = -1 }; /* the round in which exercise_cafe.c keeps hosts and guests */

static const struct db_query read_round = {
    "exercise_place.read",
    "SELECT seats FROM exercise_round WHERE exercise_id = $1 AND phase = $2 AND round = $3", "iii",
    DB_ROW_STR};

struct clock_row {
    int group;
    struct clock clock;
};
static const struct db_column clock_columns[] = {
    DB_COL(struct clock_row, group),
    DB_COL(struct clock_row, clock.ends_at),
    DB_COL(struct clock_row, clock.held_ms),
    DB_COL(struct clock_row, clock.round_ms),
};
static const struct db_query list_clocks = {
    "exercise_place.clocks",
    "SELECT group_number, ends_at, held_ms, round_ms FROM exercise_clock WHERE exercise_id = $1 "
    "AND phase = $2",
    "ii", DB_ROW(struct clock_row, clock_columns)};

static const struct db_query *const statements[] = {&read_round, &list_clocks};
const struct db_queries exercise_place_queries = DB_QUERIES("exercise_place", statements);

const struct seat *exercise_crowd_seat(const struct exercise_crowd *crowd, int number) {
    for (size_t i = 0; i < crowd->seats.rows.n; i++)
        if (crowd->seats.rows.v[i].number == number) return &crowd->seats.rows.v[i];
    return NULL;
}

static enum rc fill_group(struct arena *arena, const struct exercise_crowd *crowd,
                          const struct grouping_group *numbers, struct exercise_group *group) {
    struct seat *seats = arena_new_array(arena, numbers->members.n + 1, struct seat);
    if (!seats) return RC_LIMIT;
    group->seats.v = seats;
    for (size_t i = 0; i < numbers->members.n; i++) {
        const struct seat *seat = exercise_crowd_seat(crowd, numbers->members.v[i]);
        if (seat) seats[group->seats.n++] = *seat;
    }
    return RC_OK;
}

static enum rc fill_groups(struct arena *arena, const struct exercise_crowd *crowd,
                           const struct grouping_round *round, struct exercise_groups *groups) {
    struct exercise_group *rows =
        arena_new_array(arena, round->groups.n + 1, struct exercise_group);
    if (!rows) return RC_LIMIT;
    groups->rows.v = rows;
    groups->rows.n = round->groups.n;
    for (size_t g = 0; g < round->groups.n; g++) {
        rows[g].number = (int)g + 1;
        TRY(fill_group(arena, crowd, &round->groups.v[g], &rows[g]));
    }
    return RC_OK;
}

/* The hosts of a café are the first group of its order. */
static enum rc mark_hosts(struct db *db, struct arena *arena, const struct exercise *exercise,
                          struct exercise_groups *groups) {
    struct grouping_round order = {0};
    struct exercise_group *rows = (struct exercise_group *)groups->rows.v;
    struct str text;
    enum rc rc = DB_ONE(db, arena, &read_round, &text, DB_INT(exercise->id),
                        DB_INT(exercise->phase), DB_INT(CAFE_ORDER));
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    TRY(grouping_read(arena, text, GROUPING_PEOPLE, &order));
    for (size_t g = 0; order.groups.n && g < groups->rows.n; g++)
        if (g < order.groups.v[0].members.n) rows[g].host = order.groups.v[0].members.v[g];
    return RC_OK;
}

static enum rc add_clocks(struct db *db, struct arena *arena, const struct exercise *exercise,
                          struct exercise_groups *groups) {
    LIST(struct clock_row) clocks = {0};
    struct exercise_group *rows = (struct exercise_group *)groups->rows.v;
    TRY(DB_ALL(db, arena, &list_clocks, &clocks, DB_INT(exercise->id), DB_INT(exercise->phase)));
    for (size_t i = 0; i < clocks.n; i++)
        for (size_t g = 0; g < groups->rows.n; g++)
            if (rows[g].number == clocks.v[i].group) {
                rows[g].clock = clocks.v[i].clock;
                rows[g].has_clock = true;
            }
    return RC_OK;
}

enum rc exercise_groups(struct db *db, struct arena *arena, const struct exercise *exercise,
                        int64_t now, struct exercise_groups *groups) {
    struct exercise_crowd crowd;
    struct grouping_round round = {0};
    struct str text;
    *groups = (struct exercise_groups){.round = clock_read(&exercise->clock, now).round};
    TRY(exercise_crowd(db, arena, exercise->meeting, &crowd));
    enum rc rc = DB_ONE(db, arena, &read_round, &text, DB_INT(exercise->id),
                        DB_INT(exercise->phase), DB_INT(groups->round));
    if (rc == RC_ABSENT && exercise->change == CHANGE_WHEN_READY)
        return exercise_ready_groups(db, arena, exercise, &crowd, groups);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    TRY(grouping_read(arena, text, GROUPING_PEOPLE, &round));
    TRY(fill_groups(arena, &crowd, &round, groups));
    TRY(mark_hosts(db, arena, exercise, groups));
    return add_clocks(db, arena, exercise, groups);
}

static int group_of(const struct grouping_round *round, int number) {
    for (size_t g = 0; g < round->groups.n; g++)
        for (size_t i = 0; i < round->groups.v[g].members.n; i++)
            if (round->groups.v[g].members.v[i] == number) return (int)g + 1;
    return 0;
}

enum rc exercise_place(const struct request *request, const struct exercise *exercise,
                       int seat_number, struct exercise_place *place) {
    struct db *db = request->db;
    struct arena *arena = request->arena;
    struct grouping_round round = {0};
    struct str text;
    *place = (struct exercise_place){.round = clock_read(&exercise->clock, request->now).round};
    enum rc rc = DB_ONE(db, arena, &read_round, &text, DB_INT(exercise->id),
                        DB_INT(exercise->phase), DB_INT(place->round));
    if (rc == RC_OK) {
        TRY(grouping_read(arena, text, GROUPING_PEOPLE, &round));
        place->group = group_of(&round, seat_number);
        return RC_OK;
    }
    if (rc != RC_ABSENT) return rc;
    if (exercise->change != CHANGE_WHEN_READY) return RC_OK;
    return exercise_ready_place(db, arena, exercise, seat_number, place);
}

enum rc exercise_place_last(const struct request *request, const struct exercise *exercise,
                            int phase, int seat_number, struct exercise_place *place) {
    struct exercise before = *exercise;
    struct round_rows read = {0};
    *place = (struct exercise_place){0};
    before.phase = phase;
    TRY(exercise_rounds_read(request->db, request->arena, &before, &read));
    if (!read.rows.n) return RC_OK;
    place->round = read.rows.v[read.rows.n - 1].round;
    place->group = group_of(&read.rounds[read.rows.n - 1], seat_number);
    return RC_OK;
}

enum rc exercise_rounds(struct db *db, struct arena *arena, const struct exercise *exercise,
                        struct exercise_rounds *rounds) {
    struct exercise_crowd crowd;
    struct round_rows read = {0};
    TRY(exercise_crowd(db, arena, exercise->meeting, &crowd));
    TRY(exercise_rounds_read(db, arena, exercise, &read));
    struct exercise_groups *rows = arena_new_array(arena, read.rows.n + 1, struct exercise_groups);
    if (!rows) return RC_LIMIT;
    rounds->rows.v = rows;
    rounds->rows.n = read.rows.n;
    for (size_t i = 0; i < read.rows.n; i++) {
        rows[i].round = read.rows.v[i].round;
        TRY(fill_groups(arena, &crowd, &read.rounds[i], &rows[i]));
        TRY(mark_hosts(db, arena, exercise, &rows[i]));
    }
    return RC_OK;
}

/* ---- cards ---- */

/* A number from 0 to n - 1 for each place, drawn from a seed: the place'th of a shuffled deck. */
static int shuffled(uint64_t seed, int n, int place) {
    struct grouping_chance chance = {.state = seed};
    int cards[CONTENT_CARDS_MAX];
    for (int i = 0; i < n; i++) cards[i] = i;
    grouping_shuffle(&chance, cards, (size_t)n);
    return cards[place];
}

/* Two shuffles each time the deck is begun: of the rounds and of the cards. Seats whose numbers lie
   less than a deck apart have different cards in every round, and nobody has one twice. */
int exercise_card(const struct exercise *exercise, const struct content *content, int seat_number,
                  int round) {
    int n = (int)content->cards.n;
    assert(n > 0 && n <= CONTENT_CARDS_MAX && seat_number >= 0 && round >= 0);
    uint64_t seed = exercise->seed + (uint64_t)(round / n) * 2;
    int shift = shuffled(seed, n, round % n);
    return shuffled(seed + 1, n, (seat_number + shift) % n);
}

/* Café: tables with one axis of the content each. Hosts stay, guests go on every round and meet
   each axis once (rules/grouping). Who was given which way is kept as the round before the first,
   so that somebody who comes late changes nobody else's. */
#include "core/meeting/exercise_inner.h"

enum { TABLE_MOST = 8, ORDER_ROUND = -1, HOSTS = 0, GUESTS = 1 };

static const struct db_query read_order = {
    "exercise_cafe.order",
    "SELECT seats FROM exercise_round WHERE exercise_id = $1 AND phase = $2 AND round = -1", "ii",
    DB_ROW_STR};
static const struct db_query delete_order = {
    "exercise_cafe.delete_order",
    "DELETE FROM exercise_round WHERE exercise_id = $1 AND phase = $2 AND round = -1", "ii",
    .writes = true};
static const struct db_query delete_from = {
    "exercise_cafe.delete",
    "DELETE FROM exercise_round WHERE exercise_id = $1 AND phase = $2 AND round >= $3", "iii",
    .writes = true};
static const struct db_query *const statements[] = {&read_order, &delete_order, &delete_from};
const struct db_queries exercise_cafe_queries = DB_QUERIES("exercise_cafe", statements);

struct order {
    int *hosts, *guests;
    size_t n_hosts, n_guests;
};

static enum rc order_space(struct arena *arena, size_t people, struct order *order) {
    *order = (struct order){arena_new_array(arena, people + 1, int),
                            arena_new_array(arena, people + 1, int), 0, 0};
    return order->hosts && order->guests ? RC_OK : RC_LIMIT;
}

/* Tables with a device of their own have their host; then those who came first. */
static void choose_hosts(const struct exercise_crowd *crowd, size_t tables, struct order *order) {
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < crowd->seats.rows.n && order->n_hosts < tables; i++) {
            const struct seat *seat = &crowd->seats.rows.v[i];
            if ((seat->device == SEAT_TABLE) == (pass == 0))
                order->hosts[order->n_hosts++] = seat->number;
        }
}

static bool is_in(const int *list, size_t n, int number) {
    for (size_t i = 0; i < n; i++)
        if (list[i] == number) return true;
    return false;
}

static void choose_guests(const struct exercise_crowd *crowd, uint64_t seed, struct order *order) {
    struct grouping_chance chance = {.state = seed};
    for (size_t i = 1; i < crowd->people; i++)
        if (!crowd->absent[i] && !is_in(order->hosts, order->n_hosts, (int)i))
            order->guests[order->n_guests++] = (int)i;
    if (order->n_guests) grouping_shuffle(&chance, order->guests, order->n_guests);
}

/* ---- the rounds of an order ---- */

/* Too few for hosts at each table: all go from table to table together. */
static enum rc walk_together(struct arena *arena, const struct grouping_cafe *cafe,
                             struct grouping_plan *plan) {
    struct grouping_round *rounds = arena_new_array(arena, cafe->rounds + 1, struct grouping_round);
    if (!rounds) return RC_LIMIT;
    for (size_t r = 0; r < cafe->rounds; r++) {
        struct grouping_group *groups =
            arena_new_array(arena, cafe->questions, struct grouping_group);
        if (!groups) return RC_LIMIT;
        groups[r % cafe->questions].members.v = cafe->guests.v;
        groups[r % cafe->questions].members.n = cafe->guests.n;
        rounds[r].groups.v = groups;
        rounds[r].groups.n = cafe->questions;
    }
    plan->rounds.v = rounds;
    plan->rounds.n = cafe->rounds;
    return RC_OK;
}

static enum rc plan_order(struct arena *arena, const struct exercise *exercise, size_t axes,
                          const struct order *order, struct grouping_plan *plan) {
    struct grouping_cafe cafe = {
        .seed = exercise->seed,
        .questions = axes,
        .copies = order->n_hosts > axes ? order->n_hosts / axes : 1,
        .rounds = (size_t)(exercise->clock.rounds > 1 ? exercise->clock.rounds : 1)};
    cafe.guests.v = order->guests;
    cafe.guests.n = order->n_guests;
    if (!order->n_hosts) return walk_together(arena, &cafe, plan);
    cafe.hosts.v = order->hosts;
    cafe.hosts.n = order->n_hosts;
    return grouping_cafe(arena, &cafe, plan);
}

static enum rc write_order(const struct request *request, const struct exercise *exercise,
                           const struct order *order) {
    struct grouping_group groups[2] = {0};
    groups[HOSTS].members.v = order->hosts;
    groups[HOSTS].members.n = order->n_hosts;
    groups[GUESTS].members.v = order->guests;
    groups[GUESTS].members.n = order->n_guests;
    struct grouping_round round = {0};
    round.groups.v = groups;
    round.groups.n = COUNT(groups);
    TRY(DB_RUN(request->db, &delete_order, DB_INT(exercise->id), DB_INT(exercise->phase)));
    return exercise_round_add(request, exercise, ORDER_ROUND, &round);
}

static enum rc write_from(const struct request *request, const struct exercise *exercise,
                          size_t first, const struct grouping_plan *plan) {
    for (size_t r = first; r < plan->rounds.n; r++)
        TRY(exercise_round_add(request, exercise, (int)r, &plan->rounds.v[r]));
    return RC_OK;
}

static enum rc count_axes(const struct request *request, const struct exercise *exercise,
                          size_t *axes) {
    struct content content;
    TRY(exercise_content(request->arena, request->site, request->lang, exercise, &content));
    *axes = content.axes.n;
    return *axes ? RC_OK : RC_CONFLICT;
}

/* ---- beginning ---- */

static size_t tables_for(const struct tool_phase *phase, size_t axes, size_t present) {
    size_t most = axes * (size_t)(phase->group_max > 0 ? phase->group_max : TABLE_MOST);
    size_t tables = axes * (present > most ? (present + most - 1) / most : 1);
    return present < 2 * tables ? 0 : tables;
}

enum rc exercise_cafe_draw(const struct request *request, struct exercise *exercise,
                           const struct tool_phase *phase, const struct exercise_crowd *crowd) {
    struct order order;
    struct grouping_plan plan = {0};
    size_t axes;
    TRY(count_axes(request, exercise, &axes));
    TRY(DB_RUN(request->db, &delete_from, DB_INT(exercise->id), DB_INT(exercise->phase),
               DB_INT(ORDER_ROUND)));
    int rounds = phase->rounds > 0 ? phase->rounds : (int)axes;
    exercise->clock = clock_start(rounds, exercise->clock.round_ms, phase->repeats, request->now);
    TRY(order_space(request->arena, crowd->people, &order));
    choose_hosts(crowd, tables_for(phase, axes, crowd->present), &order);
    choose_guests(crowd, exercise->seed, &order);
    TRY(write_order(request, exercise, &order));
    TRY(plan_order(request->arena, exercise, axes, &order, &plan));
    return write_from(request, exercise, 0, &plan);
}

/* ---- somebody came or left ---- */

/* A new one takes the place of somebody who left, a host's first; else a place at the end. */
static void place_new(const struct exercise_crowd *crowd, int number, struct order *order) {
    for (size_t i = 0; i < order->n_hosts; i++)
        if (crowd->absent[order->hosts[i]]) {
            order->hosts[i] = number;
            return;
        }
    for (size_t i = 0; i < order->n_guests; i++)
        if (crowd->absent[order->guests[i]]) {
            order->guests[i] = number;
            return;
        }
    order->guests[order->n_guests++] = number;
}

static enum rc read_lists(const struct request *request, const struct exercise *exercise,
                          const struct exercise_crowd *crowd, struct order *order) {
    struct grouping_round round = {0};
    struct str text;
    TRY(DB_ONE(request->db, request->arena, &read_order, &text, DB_INT(exercise->id),
               DB_INT(exercise->phase)));
    TRY(grouping_read(request->arena, text, GROUPING_PEOPLE, &round));
    size_t most = crowd->people;
    for (size_t g = 0; g < round.groups.n; g++) most += round.groups.v[g].members.n;
    TRY(order_space(request->arena, most, order));
    for (size_t g = 0; g < round.groups.n && g <= GUESTS; g++)
        for (size_t i = 0; i < round.groups.v[g].members.n; i++) {
            int number = round.groups.v[g].members.v[i];
            if (g == HOSTS)
                order->hosts[order->n_hosts++] = number;
            else
                order->guests[order->n_guests++] = number;
        }
    return RC_OK;
}

enum rc exercise_cafe_changed(const struct request *request, const struct exercise *exercise,
                              const struct exercise_crowd *crowd) {
    struct order order;
    struct grouping_plan plan = {0};
    size_t axes, running = (size_t)clock_read(&exercise->clock, request->now).round;
    bool is_changed = false;
    enum rc rc = read_lists(request, exercise, crowd, &order);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    for (int number = 1; (size_t)number < crowd->people; number++) {
        if (crowd->absent[number] || is_in(order.hosts, order.n_hosts, number) ||
            is_in(order.guests, order.n_guests, number))
            continue;
        place_new(crowd, number, &order);
        is_changed = true;
    }
    if (!is_changed) return RC_OK;
    TRY(count_axes(request, exercise, &axes));
    TRY(plan_order(request->arena, exercise, axes, &order, &plan));
    TRY(write_order(request, exercise, &order));
    TRY(DB_RUN(request->db, &delete_from, DB_INT(exercise->id), DB_INT(exercise->phase),
               DB_INT((int64_t)running)));
    return write_from(request, exercise, running, &plan);
}

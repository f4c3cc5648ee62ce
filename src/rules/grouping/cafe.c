/* The tables of a café. Guests stand in rows of as many as there are tables; in each round a row
   fills every table once, and each row goes its own way round, chosen to meet those before it. */
#include "rules/grouping/meetings.h"
#include "rules/grouping/ring.h"

enum { WAYS = 100, WORK = 20000 }; /* ways tried for a row: at most, and times tables and rounds */

struct cafe {
    const struct grouping_cafe *cafe;
    struct ring ring;
    struct grouping_chance chance;
    size_t tables, rows;
    int *table;    /* [rows * rounds * tables] of each guest of the row */
    int *guest_at; /* [rows * rounds * tables] who of the row sits there */
    int *tried, *best;
    int *columns, *turns, *shifts;
    uint16_t *times; /* [rows * tables] how often one guest meets those before */
};

static enum rc check_sizes(const struct grouping_cafe *cafe) {
    const size_t most = GROUPING_PEOPLE;
    if (cafe->questions > most || cafe->copies > most) return RC_LIMIT;
    if (cafe->questions * cafe->copies > most || cafe->guests.n > most) return RC_LIMIT;
    return cafe->rounds > GROUPING_ROUNDS ? RC_LIMIT : RC_OK;
}

static enum rc mark_person(bool *seen, int person) {
    if (person < 0 || person >= GROUPING_PEOPLE || seen[person]) return RC_INVALID;
    seen[person] = true;
    return RC_OK;
}

static enum rc check(struct arena *arena, const struct grouping_cafe *cafe) {
    const size_t tables = cafe->questions * cafe->copies;
    TRY(check_sizes(cafe));
    if (tables == 0 || (cafe->hosts.n != 0 && cafe->hosts.n != tables)) return RC_INVALID;
    bool *seen = arena_new_array(arena, GROUPING_PEOPLE, bool);
    if (!seen) return RC_LIMIT;
    for (size_t i = 0; i < cafe->hosts.n; i++) TRY(mark_person(seen, cafe->hosts.v[i]));
    for (size_t i = 0; i < cafe->guests.n; i++)
        if (cafe->guests.v[i] != -1) TRY(mark_person(seen, cafe->guests.v[i]));
    return RC_OK;
}

static enum rc prepare(struct arena *arena, struct cafe *s) {
    const size_t tables = s->tables, round = s->cafe->rounds * tables;
    s->table = arena_new_array(arena, s->rows * round + 1, int);
    s->guest_at = arena_new_array(arena, s->rows * round + 1, int);
    s->tried = arena_new_array(arena, round + 1, int);
    s->best = arena_new_array(arena, round + 1, int);
    s->columns = arena_new_array(arena, s->cafe->questions, int);
    s->turns = arena_new_array(arena, s->cafe->questions, int);
    s->shifts = arena_new_array(arena, s->cafe->rounds * s->cafe->questions + 1, int);
    s->times = arena_new_array(arena, s->rows * tables + 1, uint16_t);
    const bool some = s->table && s->guest_at && s->tried && s->best;
    return some && s->columns && s->turns && s->shifts && s->times ? RC_OK : RC_LIMIT;
}

/* A way round for a row: where column c sits in round r is c' + m * r' in the ring, with columns
   and rounds in some order. The first tries keep the orders and only change m. */
static void draw_way(struct cafe *s, size_t row, size_t attempt) {
    const size_t questions = s->cafe->questions, rounds = s->cafe->rounds;
    unsigned m = 1 + (unsigned)((row + attempt) % questions);
    while (!ring_turns(&s->ring, m)) m++;
    for (size_t q = 0; q < questions; q++) s->columns[q] = s->turns[q] = (int)q;
    if (attempt >= questions) {
        grouping_shuffle(&s->chance, s->columns, questions);
        grouping_shuffle(&s->chance, s->turns, questions);
    }
    for (size_t i = 0; i < rounds * questions; i++)
        s->shifts[i] = (int)grouping_below(&s->chance, (uint32_t)s->cafe->copies);
    for (size_t r = 0; r < rounds; r++)
        for (size_t c = 0; c < s->tables; c++) {
            const unsigned column = (unsigned)s->columns[c % questions];
            const unsigned turn = (unsigned)s->turns[r % questions];
            const size_t q = ring_add(&s->ring, column, ring_multiply(&s->ring, m, turn));
            const size_t copy =
                (c / questions + (size_t)s->shifts[r * questions + q]) % s->cafe->copies;
            s->tried[r * s->tables + c] = (int)(q + questions * copy);
        }
}

/* How often guests of this row would meet somebody of the rows before again. */
static uint64_t count_repeats(struct cafe *s, size_t row, uint64_t stop) {
    const size_t tables = s->tables, rounds = s->cafe->rounds;
    uint64_t again = 0;
    for (size_t c = 0; c < tables && again < stop; c++) {
        memset(s->times, 0, row * tables * sizeof *s->times);
        for (size_t r = 0; r < rounds; r++)
            for (size_t before = 0; before < row; before++) {
                const size_t there = (size_t)s->tried[r * tables + c];
                const int who = s->guest_at[(before * rounds + r) * tables + there];
                again += s->times[before * tables + (size_t)who]++;
            }
    }
    return again;
}

static void seat_row(struct cafe *s, size_t row) {
    const size_t round = s->cafe->rounds * s->tables;
    const size_t ways = round == 0 ? 1 : WORK / round < 4 ? 4 : WORK / round;
    uint64_t fewest = UINT64_MAX;
    for (size_t i = 0; i < ways && i < WAYS && fewest > 0; i++) {
        draw_way(s, row, i);
        const uint64_t again = count_repeats(s, row, fewest);
        if (again >= fewest) continue;
        fewest = again;
        memcpy(s->best, s->tried, round * sizeof *s->best);
    }
    memcpy(s->table + row * round, s->best, round * sizeof *s->best);
    for (size_t i = 0; i < round; i++) {
        const size_t r = i / s->tables;
        s->guest_at[row * round + r * s->tables + (size_t)s->best[i]] = (int)(i % s->tables);
    }
}

static enum rc write_round(struct arena *arena, const struct cafe *s, size_t r,
                           struct grouping_round *round) {
    const size_t guests = s->cafe->guests.n;
    struct grouping_group *groups = round_groups(arena, s->tables, round);
    int *next = arena_new_array(arena, guests + s->tables + 1, int);
    if (!groups || !next) return RC_LIMIT;
    for (size_t t = 0; t < s->tables; t++) {
        groups[t].members.v = next;
        if (s->cafe->hosts.n > 0) *next++ = s->cafe->hosts.v[t];
        for (size_t row = 0; row < s->rows; row++) {
            const size_t at = (row * s->cafe->rounds + r) * s->tables + t;
            const size_t guest = row * s->tables + (size_t)s->guest_at[at];
            if (guest < guests && s->cafe->guests.v[guest] >= 0) *next++ = s->cafe->guests.v[guest];
        }
        groups[t].members.n = (size_t)(next - groups[t].members.v);
    }
    return RC_OK;
}

enum rc grouping_cafe(struct arena *arena, const struct grouping_cafe *cafe,
                      struct grouping_plan *plan) {
    struct cafe s = {
        .cafe = cafe, .chance = {cafe->seed}, .tables = cafe->questions * cafe->copies};
    TRY(check(arena, cafe));
    s.ring = ring_of(cafe->questions);
    s.rows = (cafe->guests.n + s.tables - 1) / s.tables;
    TRY(prepare(arena, &s));
    for (size_t row = 0; row < s.rows; row++) seat_row(&s, row);
    struct grouping_round *rounds = plan_rounds(arena, cafe->rounds, plan);
    if (!rounds) return RC_LIMIT;
    for (size_t r = 0; r < cafe->rounds; r++) TRY(write_round(arena, &s, r, &rounds[r]));
    return RC_OK;
}

/* Groups in rounds: dealt like cards, so that rows shift against each other from round to round,
   then improved by exchanging two people at a time. */
#include "rules/grouping/meetings.h"
#include "rules/grouping/ring.h"

static const size_t work = 3000000;                  /* exchanges looked at, for a whole plan */
static const int64_t sector_step = (int64_t)1 << 40; /* worth more than any repeats */

struct groups {
    const struct grouping_task *task;
    struct meetings met;
    struct grouping_chance chance;
    size_t n, g, sectors;
    int *sector;     /* [n] from 0 to sectors - 1 */
    int *order;      /* [n] */
    int *at;         /* [n] each one's group */
    int *best;       /* [n] */
    uint32_t *cost;  /* [n * g] what it would cost to be in that group */
    uint32_t *count; /* [g * sectors] */
    size_t *room;    /* [g] */
    size_t looked, limit;
};

size_t grouping_count(size_t present, size_t size) {
    if (present == 0) return 0;
    if (size == 0 || size >= present) return 1;
    const size_t few = present / size, many = few + 1;
    /* present / few - size against size - present / many */
    const size_t above = (present - size * few) * many, below = (size * many - present) * few;
    return above <= below ? few : many;
}

size_t grouping_count_between(size_t present, size_t min, size_t max) {
    if (present == 0 || min == 0 || min > max || min > present) return 0;
    if (max > present) max = present;
    const size_t fewest = (present + max - 1) / max, most = present / min;
    const size_t wanted = grouping_count(present, (min + max + 1) / 2);
    if (fewest > most) return 0;
    return wanted < fewest ? fewest : wanted > most ? most : wanted;
}

/* ---- the price of places ---- */

static uint32_t price(const struct groups *s, size_t a, size_t b) {
    const uint32_t times = meetings_times(&s->met, a, b);
    return times * times;
}

static void count_all(struct groups *s) {
    memset(s->cost, 0, s->n * s->g * sizeof *s->cost);
    memset(s->count, 0, s->g * s->sectors * sizeof *s->count);
    for (size_t a = 0; a < s->n; a++) {
        s->count[(size_t)s->at[a] * s->sectors + (size_t)s->sector[a]]++;
        for (size_t b = 0; b < s->n; b++)
            s->cost[a * s->g + (size_t)s->at[b]] += a == b ? 0 : price(s, a, b);
    }
}

/* How much better sectors sit when a and b change places: by the sum of squares over groups. */
static int64_t sector_gain(const struct groups *s, size_t a, size_t b) {
    if (s->task->mix == GROUPING_RANDOM || s->sector[a] == s->sector[b]) return 0;
    const uint32_t *from = s->count + (size_t)s->at[a] * s->sectors;
    const uint32_t *to = s->count + (size_t)s->at[b] * s->sectors;
    const int64_t of_a = (int64_t)from[s->sector[a]] - to[s->sector[a]] - 1;
    const int64_t of_b = (int64_t)to[s->sector[b]] - from[s->sector[b]] - 1;
    return s->task->mix == GROUPING_ACROSS ? of_a + of_b : -of_a - of_b;
}

static int64_t gain(const struct groups *s, size_t a, size_t b) {
    const size_t g = s->g, from = (size_t)s->at[a], to = (size_t)s->at[b];
    const int64_t now = (int64_t)s->cost[a * g + from] + s->cost[b * g + to];
    const int64_t then = (int64_t)s->cost[a * g + to] + s->cost[b * g + from];
    return sector_step * sector_gain(s, a, b) + now - then + 2 * (int64_t)price(s, a, b);
}

static void move(struct groups *s, size_t a, size_t to) {
    const size_t from = (size_t)s->at[a];
    for (size_t p = 0; p < s->n; p++) {
        const uint32_t one = p == a ? 0 : price(s, a, p);
        s->cost[p * s->g + from] -= one;
        s->cost[p * s->g + to] += one;
    }
    s->count[from * s->sectors + (size_t)s->sector[a]]--;
    s->count[to * s->sectors + (size_t)s->sector[a]]++;
    s->at[a] = (int)to;
}

static void exchange(struct groups *s, size_t a, size_t b) {
    const size_t from = (size_t)s->at[a], to = (size_t)s->at[b];
    move(s, a, to);
    move(s, b, from);
    s->looked += s->n / 4;
}

/* ---- the deal ---- */

/* The i-th in order goes to the group that its row, shifted by the round, says. */
static void deal(struct groups *s, size_t round) {
    const struct ring ring = ring_of(s->g);
    for (size_t i = 0; i < s->n; i++) {
        const unsigned row = (unsigned)(i / s->g), column = (unsigned)(i % s->g);
        const unsigned shift = ring_multiply(&ring, row, (unsigned)(round % s->g));
        s->at[s->order[i]] = (int)ring_add(&ring, column, shift);
    }
}

static void sort_by_sector(struct groups *s) {
    for (size_t i = 1; i < s->n; i++) {
        const int p = s->order[i];
        size_t j = i;
        for (; j > 0 && s->sector[s->order[j - 1]] > s->sector[p]; j--)
            s->order[j] = s->order[j - 1];
        s->order[j] = p;
    }
}

/* The group with the least room that takes all of `people`, else the one with the most room. */
static size_t best_room(const struct groups *s, size_t people) {
    size_t best = 0;
    for (size_t k = 1; k < s->g; k++) {
        const bool fits = s->room[k] >= people, did = s->room[best] >= people;
        if (fits && did ? s->room[k] < s->room[best] : s->room[k] > s->room[best]) best = k;
    }
    return best;
}

/* Sectors as whole as possible: again and again the largest rest of one. */
static void pack(struct groups *s) {
    for (size_t k = 0; k < s->g; k++) s->room[k] = s->n / s->g + (k < s->n % s->g);
    for (size_t i = 0; i < s->n; i++) s->at[i] = -1;
    grouping_shuffle(&s->chance, s->order, s->n);
    for (size_t placed = 0; placed < s->n;) {
        size_t most = 0, sector = 0;
        for (size_t k = 0; k < s->sectors; k++) {
            size_t rest = 0;
            for (size_t i = 0; i < s->n; i++) rest += s->sector[i] == (int)k && s->at[i] < 0;
            if (rest <= most) continue;
            most = rest;
            sector = k;
        }
        const size_t group = best_room(s, most);
        for (size_t i = 0; i < s->n && s->room[group] > 0; i++) {
            const int p = s->order[i];
            if (s->sector[p] != (int)sector || s->at[p] >= 0) continue;
            s->at[p] = (int)group;
            s->room[group]--;
            placed++;
        }
    }
}

/* ---- the search ---- */

static bool improve_one(struct groups *s, size_t a, bool sectors) {
    int64_t most = 0;
    size_t with = a;
    for (size_t b = 0; b < s->n; b++) {
        if (s->at[b] == s->at[a] || (sectors && sector_gain(s, a, b) <= 0)) continue;
        const int64_t one = gain(s, a, b);
        if (one <= most) continue;
        most = one;
        with = b;
    }
    s->looked += s->n;
    if (with == a) return false;
    exchange(s, a, with);
    return true;
}

/* Whether an exchange of a may seat sectors better. */
static bool is_uneven(const struct groups *s, size_t a) {
    const uint32_t *count = s->count + s->sector[a];
    if (s->task->mix == GROUPING_TOGETHER) return true;
    for (size_t k = 0; k < s->g; k++)
        if (count[k * s->sectors] + 2 <= count[(size_t)s->at[a] * s->sectors]) return true;
    return false;
}

/* Exchanges until none seats sectors better. An even share of each is always found: as long as a
   sector has two more in one group than in another, some exchange of those groups helps. */
static void settle_sectors(struct groups *s) {
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t a = 0; a < s->n; a++)
            if (is_uneven(s, a)) changed |= improve_one(s, a, true);
    }
}

/* Exchanges of those who meet again until none helps. */
static void descend(struct groups *s) {
    for (bool changed = true; changed && s->looked < s->limit;) {
        changed = false;
        for (size_t a = 0; a < s->n; a++)
            if (s->cost[a * s->g + (size_t)s->at[a]] > 0) changed |= improve_one(s, a, false);
    }
}

static uint64_t repeats(const struct groups *s) {
    uint64_t sum = 0;
    for (size_t a = 0; a < s->n; a++) sum += s->cost[a * s->g + (size_t)s->at[a]];
    return sum;
}

/* A few exchanges that do sectors no harm, to leave a place where no single one helps. */
static void shake(struct groups *s) {
    for (int i = 0; i < 3; i++) {
        const size_t a = grouping_below(&s->chance, (uint32_t)s->n);
        const size_t b = grouping_below(&s->chance, (uint32_t)s->n);
        if (s->at[a] != s->at[b] && sector_gain(s, a, b) >= 0) exchange(s, a, b);
    }
    s->looked += s->n;
}

static void search(struct groups *s) {
    const size_t size = s->n * sizeof *s->at;
    if (s->task->mix != GROUPING_RANDOM) settle_sectors(s);
    descend(s);
    uint64_t fewest = repeats(s);
    memcpy(s->best, s->at, size);
    while (fewest > 0 && s->looked < s->limit && s->g > 1) {
        shake(s);
        descend(s);
        const uint64_t now = repeats(s);
        if (now <= fewest) {
            fewest = now;
            memcpy(s->best, s->at, size);
        } else {
            memcpy(s->at, s->best, size);
            count_all(s);
            s->looked += s->n * s->n / 4;
        }
    }
    memcpy(s->at, s->best, size);
}

/* ---- the plan ---- */

/* Sectors as numbers from 0, in ascending order of the given ones. */
static void number_sectors(struct groups *s) {
    bool more = s->task->mix != GROUPING_RANDOM;
    int64_t last = INT64_MIN;
    s->sectors = more ? 0 : 1;
    while (more) {
        int64_t next = INT64_MAX;
        for (size_t i = 0; i < s->n; i++)
            if (s->met.sector[i] > last && s->met.sector[i] < next) next = s->met.sector[i];
        more = next != INT64_MAX;
        for (size_t i = 0; i < s->n && more; i++)
            if (s->met.sector[i] == next) s->sector[i] = (int)s->sectors;
        s->sectors += more;
        last = next;
    }
}

static enum rc prepare(struct arena *arena, struct groups *s) {
    s->sector = arena_new_array(arena, s->n + 1, int);
    s->order = arena_new_array(arena, s->n + 1, int);
    s->at = arena_new_array(arena, s->n + 1, int);
    s->best = arena_new_array(arena, s->n + 1, int);
    s->room = arena_new_array(arena, s->g + 1, size_t);
    s->cost = arena_new_array(arena, s->n * s->g + 1, uint32_t);
    if (!s->sector || !s->order || !s->at || !s->best || !s->room || !s->cost) return RC_LIMIT;
    number_sectors(s);
    s->count = arena_new_array(arena, s->g * s->sectors + 1, uint32_t);
    if (!s->count) return RC_LIMIT;
    for (size_t i = 0; i < s->n; i++) s->order[i] = (int)i;
    grouping_shuffle(&s->chance, s->order, s->n);
    if (s->task->mix == GROUPING_ACROSS) sort_by_sector(s);
    return RC_OK;
}

static void meet(struct groups *s) {
    for (size_t a = 0; a < s->n; a++)
        for (size_t b = 0; b < a; b++)
            if (s->at[a] == s->at[b]) meetings_add(&s->met, a, b);
    s->met.rounds++;
}

static size_t size_of(const struct groups *s, size_t group) {
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) n += s->at[i] == (int)group;
    return n;
}

static enum rc write_round(struct arena *arena, const struct groups *s,
                           struct grouping_round *round) {
    struct grouping_group *groups = round_groups(arena, s->g, round);
    int *next = arena_new_array(arena, s->n + 1, int);
    size_t written = 0;
    if (!groups || !next) return RC_LIMIT;
    for (size_t larger = 2; larger-- > 0;)
        for (size_t k = 0; k < s->g; k++) {
            if ((size_of(s, k) > s->n / s->g) != (larger == 1)) continue;
            struct grouping_group *group = &groups[written++];
            group->members.v = next;
            for (size_t i = 0; i < s->n; i++)
                if (s->at[i] == (int)k) *next++ = s->met.who[i];
            group->members.n = (size_t)(next - group->members.v);
        }
    return RC_OK;
}

enum rc grouping_groups(struct arena *arena, const struct grouping_task *task,
                        struct grouping_plan *plan) {
    struct groups s = {.task = task, .g = task->groups, .chance = {task->seed}};
    TRY(meetings_read(arena, task, &s.met, NULL));
    s.n = s.met.n;
    if (s.n > 0 && (s.g == 0 || s.g > s.n)) return RC_INVALID;
    if (s.n == 0) s.g = 0;
    TRY(prepare(arena, &s));
    struct grouping_round *rounds = plan_rounds(arena, task->rounds, plan);
    if (!rounds) return RC_LIMIT;
    for (size_t r = 0; r < task->rounds; r++) {
        if (task->mix == GROUPING_TOGETHER)
            pack(&s);
        else if (s.n > 0)
            deal(&s, s.met.rounds);
        count_all(&s);
        s.looked = 0;
        s.limit = work / task->rounds;
        search(&s);
        meet(&s);
        TRY(write_round(arena, &s, &rounds[r]));
    }
    return RC_OK;
}

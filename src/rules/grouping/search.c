/* Pairs when the circle does not fit: people came or left, or sectors should meet. Round by round
   a trio for the odd one, then as many pairs as possible among those who have met least, then
   exchanges; the whole several times over, and the best is kept. */
#include "rules/grouping/draft.h"
#include "rules/grouping/matching.h"

enum { PASSES = 3, HEAVY = 1 << 12 /* above 1 + twice any round number */ };

struct state {
    struct search *search;
    struct meetings met; /* grows with the try */
    struct matching matching;
    int *order;    /* [n] shuffled, then sorted by key */
    int64_t *key;  /* [n] */
    int *partner;  /* [n] of this round; -1: in the trio */
    bool straight; /* a try with more chance in it, that may leave sectors aside */
};

static enum rc state_init(struct arena *arena, struct search *search,
                          const struct meetings *meetings, struct state *s) {
    *s = (struct state){.search = search};
    TRY(meetings_copy(arena, meetings, &s->met));
    TRY(matching_init(arena, &s->met, &s->matching));
    s->order = arena_new_array(arena, meetings->n + 1, int);
    s->partner = arena_new_array(arena, meetings->n + 1, int);
    s->key = arena_new_array(arena, meetings->n + 1, int64_t);
    return s->order && s->partner && s->key ? RC_OK : RC_LIMIT;
}

static bool is_same(const struct state *s, int a, int b) {
    return s->search->across && s->met.sector[a] == s->met.sector[b];
}

/* What it costs that these two meet: often met, lately met, same sector. */
static int64_t price(const struct state *s, int a, int b) {
    const int64_t times = meetings_times(&s->met, (size_t)a, (size_t)b);
    const int64_t latest = s->met.latest[(size_t)a * s->met.n + (size_t)b];
    return HEAVY * times * times + 2 * latest + is_same(s, a, b);
}

/* ---- the trio ---- */

static int pick_left_over(const struct state *s) {
    const struct meetings *m = &s->met;
    int best = s->order[0];
    for (size_t i = 1; i < m->n; i++) {
        const int p = s->order[i];
        if (m->left_over[p] < m->left_over[best] ||
            (m->left_over[p] == m->left_over[best] && m->trio[p] < m->trio[best]))
            best = p;
    }
    return best;
}

static int64_t host_price(const struct state *s, int a, int b, int left_over) {
    const struct meetings *m = &s->met;
    const int64_t pair = meetings_times(m, (size_t)a, (size_t)b);
    const int64_t first = meetings_times(m, (size_t)a, (size_t)left_over);
    const int64_t second = meetings_times(m, (size_t)b, (size_t)left_over);
    const int same = 2 * is_same(s, a, b) + is_same(s, a, left_over) + is_same(s, b, left_over);
    return m->trio[a] + m->trio[b] + GROUPING_SEAT * (pair * pair + (first + second) / 2) +
           GROUPING_SEAT / 2 * ((first + second) % 2) + GROUPING_SEAT / 32 * same;
}

/* Those with the fewest trio seats who have met each other and the one left over least. */
static void seat_trio(struct state *s, struct draft *draft) {
    const size_t n = s->met.n;
    const int left_over = pick_left_over(s);
    int64_t best = INT64_MAX;
    int host[2] = {-1, -1};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            const int a = s->order[i], b = s->order[j];
            if (a == left_over || b == left_over) continue;
            const int64_t cost = host_price(s, a, b, left_over);
            if (cost >= best) continue;
            best = cost;
            host[0] = a;
            host[1] = b;
        }
    draft->left_over = left_over;
    s->matching.mate[left_over] = MATCHING_OUT;
    s->partner[left_over] = -1;
    for (size_t i = 0; i < 2 && n > 1; i++) {
        s->matching.mate[host[i]] = MATCHING_OUT;
        s->partner[host[i]] = -1;
        draft->seats[i] = host[i];
    }
    draft->pairs = n > 1;
}

/* ---- the pairs ---- */

/* How often those still without a pair have met at least; false when all have one. */
static bool least_times(const struct state *s, unsigned *times) {
    const size_t n = s->met.n;
    const int *mate = s->matching.mate;
    *times = UINT16_MAX + 1U;
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; mate[a] == MATCHING_ALONE && b < a; b++)
            if (mate[b] == MATCHING_ALONE && meetings_times(&s->met, a, b) < *times)
                *times = meetings_times(&s->met, a, b);
    return *times <= UINT16_MAX;
}

/* Who has met fewest from other sectors comes first, then who has the fewest to choose from; that
   last one is left to chance in every other try. */
static void sort_order(struct state *s) {
    const size_t n = s->met.n;
    const bool across = s->search->across;
    for (size_t a = 0; a < n; a++) {
        const uint16_t *times = s->met.times + a * n;
        int64_t met = 0, choice = 0;
        for (size_t b = 0; b < n; b++) {
            choice += s->matching.mate[b] == MATCHING_ALONE && times[b] <= s->matching.times;
            if (across && s->met.sector[a] != s->met.sector[b]) met += times[b];
        }
        s->key[a] = met * GROUPING_PEOPLE * 2 + (s->straight ? 0 : choice);
    }
    for (size_t i = 1; i < n; i++) {
        const int p = s->order[i];
        size_t j = i;
        for (; j > 0 && s->key[s->order[j - 1]] > s->key[p]; j--) s->order[j] = s->order[j - 1];
        s->order[j] = p;
    }
}

static void make_pairs(struct state *s) {
    struct matching *m = &s->matching;
    const bool aside = s->straight && grouping_below(&s->search->chance, 4) == 0;
    while (least_times(s, &m->times)) {
        sort_order(s);
        m->across = s->search->across && !aside;
        if (m->across) matching_fill(m, s->order);
        m->across = false;
        matching_fill(m, s->order);
        for (size_t i = 0; i < s->met.n; i++) {
            if (m->mate[i] < 0) continue;
            s->partner[i] = m->mate[i];
            m->mate[i] = MATCHING_OUT;
        }
    }
}

/* The best way in which a's pair can change partners with another; true when one is cheaper. */
static bool exchange(struct state *s, int a) {
    const int b = s->partner[a];
    int64_t best = 0;
    int with = -1;
    for (int c = 0; c < (int)s->met.n; c++) {
        const int d = s->partner[c];
        if (d < 0 || c == a || c == b) continue;
        const int64_t gain = price(s, a, b) + price(s, c, d) - price(s, a, c) - price(s, b, d);
        if (gain <= best) continue;
        best = gain;
        with = c;
    }
    if (with < 0) return false;
    const int d = s->partner[with];
    s->partner[a] = with;
    s->partner[with] = a;
    s->partner[b] = d;
    s->partner[d] = b;
    return true;
}

static void improve(struct state *s) {
    bool changed = true;
    for (int pass = 0; pass < PASSES && changed; pass++) {
        changed = false;
        for (int a = 0; a < (int)s->met.n; a++)
            if (s->partner[a] > a && price(s, a, s->partner[a]) > 0) changed |= exchange(s, a);
    }
}

static void draft_round(struct state *s, struct draft *draft) {
    const size_t n = s->met.n;
    draft->pairs = 0;
    draft->left_over = -1;
    draft->host = 0;
    for (size_t i = 0; i < n; i++) {
        s->order[i] = (int)i;
        s->matching.mate[i] = MATCHING_ALONE;
    }
    grouping_shuffle(&s->search->chance, s->order, n);
    if (n % 2 == 1) seat_trio(s, draft);
    make_pairs(s);
    improve(s);
    for (int a = 0; a < (int)n; a++) {
        if (s->partner[a] < a) continue;
        draft->seats[2 * draft->pairs] = a;
        draft->seats[2 * draft->pairs + 1] = s->partner[a];
        draft->pairs++;
    }
}

static void swap_drafts(struct draft *a, struct draft *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct draft kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

enum rc search_rounds(struct arena *arena, struct search *search, const struct meetings *meetings,
                      struct draft *drafts) {
    struct state s;
    struct draft_score best = {UINT64_MAX, UINT64_MAX};
    struct draft *tried = arena_new_array(arena, search->rounds + 1, struct draft);
    TRY(state_init(arena, search, meetings, &s));
    if (!tried) return RC_LIMIT;
    for (size_t r = 0; r < search->rounds; r++) {
        TRY(draft_init(arena, meetings->n, &tried[r]));
        TRY(draft_init(arena, meetings->n, &drafts[r]));
    }
    for (size_t t = 0; t < search->tries; t++) {
        struct draft_score score = {0};
        meetings_set(&s.met, meetings);
        s.straight = t % 2 == 1;
        for (size_t r = 0; r < search->rounds; r++) {
            draft_round(&s, &tried[r]);
            draft_judge(&tried[r], &s.met, search->across, search->rounds - r, &score);
            draft_meet(&tried[r], &s.met);
        }
        if (!draft_better(&score, &best)) continue;
        best = score;
        swap_drafts(drafts, tried, search->rounds);
        if (best.repeats == 0 && best.rest == 0) break;
    }
    return RC_OK;
}

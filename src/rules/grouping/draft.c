/* One round of pairs: the circle method, and what every draft needs. */
#include "rules/grouping/draft.h"

enum rc draft_init(struct arena *arena, size_t n, struct draft *draft) {
    *draft = (struct draft){.seats = arena_new_array(arena, n + 1, int), .left_over = -1};
    return draft->seats ? RC_OK : RC_LIMIT;
}

size_t circle_rounds(size_t n) {
    if (n < 2) return 1;
    return n % 2 == 1 ? n : n - 1;
}

/* An odd number stands on a ring; in round r place r is left over, and those k steps to either
   side of it are a pair. The one left over joins the pair with k = 2 * (n / 6) + 1: the odd number
   nearest to n / 3, so that the three times when two of a trio meet lie far apart. With an even
   number the last one stands in the middle and is paired with whoever is left over. */
void circle_draft(const int *order, size_t n, size_t r, struct draft *draft) {
    const size_t ring = circle_rounds(n), at = r % ring;
    draft->pairs = 0;
    draft->left_over = -1;
    draft->host = 0;
    if (n == 0) return;
    if (n % 2 == 1) {
        draft->left_over = order[at];
        draft->host = 2 * (n / 6); /* pair k is number k - 1 */
    } else {
        draft->seats[0] = order[at];
        draft->seats[1] = order[n - 1];
        draft->pairs = 1;
    }
    for (size_t k = 1; k <= (ring - 1) / 2; k++) {
        draft->seats[2 * draft->pairs] = order[(at + k) % ring];
        draft->seats[2 * draft->pairs + 1] = order[(at + ring - k) % ring];
        draft->pairs++;
    }
}

bool draft_held(const struct draft *draft, const struct meetings *m,
                const struct grouping_round *round, int *scratch) {
    size_t seated = 0;
    for (size_t i = 0; i < m->n; i++) scratch[m->who[i]] = -1;
    for (size_t g = 0; g < round->groups.n; g++)
        for (size_t i = 0; i < round->groups.v[g].members.n; i++, seated++)
            scratch[round->groups.v[g].members.v[i]] = (int)g;
    const size_t alone = draft->left_over >= 0 && draft->pairs == 0;
    if (round->groups.n != draft->pairs + alone || seated != m->n) return false;
    for (size_t p = 0; p < draft->pairs; p++) {
        const int group = scratch[m->who[draft->seats[2 * p]]];
        const bool trio = draft->left_over >= 0 && p == draft->host;
        if (group < 0 || scratch[m->who[draft->seats[2 * p + 1]]] != group) return false;
        if (trio && scratch[m->who[draft->left_over]] != group) return false;
        if (round->groups.v[group].members.n != (trio ? 3 : 2)) return false;
    }
    return true;
}

static void count_seats(const struct draft *draft, struct meetings *m) {
    const int64_t n = (int64_t)m->n;
    for (size_t i = 0; i < m->n; i++) {
        m->trio[i] -= 3 * GROUPING_SEAT / n;
        m->left_over[i] -= GROUPING_SEAT / n;
    }
    m->trio[draft->left_over] += GROUPING_SEAT;
    m->left_over[draft->left_over] += GROUPING_SEAT;
    for (size_t i = 0; i < 2; i++) m->trio[draft->seats[2 * draft->host + i]] += GROUPING_SEAT;
}

void draft_meet(const struct draft *draft, struct meetings *m) {
    for (size_t p = 0; p < draft->pairs; p++) {
        const size_t a = (size_t)draft->seats[2 * p], b = (size_t)draft->seats[2 * p + 1];
        meetings_add(m, a, b);
        if (draft->left_over < 0 || p != draft->host) continue;
        meetings_add(m, a, (size_t)draft->left_over);
        meetings_add(m, b, (size_t)draft->left_over);
        count_seats(draft, m);
    }
    m->rounds++;
}

enum rc draft_write(struct arena *arena, const struct draft *draft, const struct meetings *m,
                    struct grouping_round *round) {
    const size_t alone = draft->left_over >= 0 && draft->pairs == 0;
    struct grouping_group *groups = round_groups(arena, draft->pairs + alone, round);
    int *next = arena_new_array(arena, m->n + 1, int);
    if (!groups || !next) return RC_LIMIT;
    for (size_t p = 0; p < draft->pairs + alone; p++) {
        groups[p].members.v = next;
        for (size_t i = 0; i < 2 && !alone; i++) *next++ = m->who[draft->seats[2 * p + i]];
        if (draft->left_over >= 0 && p == draft->host) *next++ = m->who[draft->left_over];
        groups[p].members.n = (size_t)(next - groups[p].members.v);
    }
    return RC_OK;
}

void draft_judge(const struct draft *draft, const struct meetings *m, bool across, uint64_t weight,
                 struct draft_score *score) {
    for (size_t p = 0; p < draft->pairs; p++) {
        const size_t a = (size_t)draft->seats[2 * p], b = (size_t)draft->seats[2 * p + 1];
        const uint64_t times = meetings_times(m, a, b);
        score->repeats += weight * times * times;
        if (across && m->sector[a] == m->sector[b]) score->rest += 4 * weight;
        if (draft->left_over < 0 || p != draft->host) continue;
        const size_t c = (size_t)draft->left_over;
        score->rest += weight * (meetings_times(m, a, c) + meetings_times(m, b, c));
    }
}

bool draft_better(const struct draft_score *a, const struct draft_score *b) {
    return a->repeats != b->repeats ? a->repeats < b->repeats : a->rest < b->rest;
}

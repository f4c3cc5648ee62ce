/* What a result does to its voters: who got something, how much, how evenly, and whether a group
   was passed over (EJR+ up to one). Two results side by side. */
#include "rules/budget/contest.h"

static bool is_funded(const struct budget_result *result, uint32_t project) {
    return result->accounts.v[project].fate == BUDGET_FUNDED;
}

static uint32_t winners_of(const struct budget_ballots *b, uint32_t class,
                           const struct budget_result *result) {
    uint32_t n = 0;
    for (uint32_t i = b->start[class]; i < b->start[class + 1]; i++)
        n += is_funded(result, b->project[i]);
    return n;
}

static enum rc list_difference(struct arena *arena, const struct budget_result *first,
                               const struct budget_result *second, const uint32_t **list,
                               size_t *n) {
    uint32_t *only = arena_new_array(arena, first->rounds.n, uint32_t);
    if (!only) return RC_LIMIT;
    *n = 0;
    for (size_t i = 0; i < first->rounds.n; i++)
        if (!is_funded(second, first->rounds.v[i].project))
            only[(*n)++] = first->rounds.v[i].project;
    *list = only;
    return RC_OK;
}

enum rc budget_compare(struct arena *arena, const struct budget_election *election,
                       const struct budget_result *first, const struct budget_result *second,
                       struct budget_comparison *comparison) {
    *comparison = (struct budget_comparison){0};
    const struct budget_ballots *b = &election->ballots;
    for (uint32_t c = 0; c < b->classes; c++) {
        uint32_t one = winners_of(b, c, first), other = winners_of(b, c, second);
        uint32_t *sum = one > other   ? &comparison->prefer_first
                        : one < other ? &comparison->prefer_second
                                      : &comparison->same;
        *sum += b->count[c];
    }
    TRY(list_difference(arena, first, second, &comparison->only_first.v,
                        &comparison->only_first.n));
    return list_difference(arena, second, first, &comparison->only_second.v,
                           &comparison->only_second.n);
}

/* ---- metrics ---- */

struct measure {
    struct arena *arena;
    const struct budget_election *election;
    const struct budget_result *result;
    uint32_t *winners; /* per class: approved winners of one voter */
    int64_t *money;    /* per class: their cost */
    uint32_t *order;   /* classes by money or by winners */
    uint32_t *seen;    /* per project: supporters passed in that order */
    bool *breaks;      /* per project */
    __int128 sum_cost;
};

static enum rc prepare(struct measure *m) {
    size_t classes = m->election->ballots.classes, projects = m->election->projects.n;
    m->winners = arena_new_array(m->arena, classes, uint32_t);
    m->money = arena_new_array(m->arena, classes, int64_t);
    m->order = arena_new_array(m->arena, classes, uint32_t);
    m->seen = arena_new_array(m->arena, projects, uint32_t);
    m->breaks = arena_new_array(m->arena, projects, bool);
    return m->winners && m->money && m->order && m->seen && m->breaks ? RC_OK : RC_LIMIT;
}

static void add_class(struct measure *m, uint32_t class, struct budget_metrics *metrics) {
    const struct budget_ballots *b = &m->election->ballots;
    uint32_t voters = b->count[class], listed = b->start[class + 1] - b->start[class];
    uint32_t winners = winners_of(b, class, m->result);
    for (uint32_t i = b->start[class]; i < b->start[class + 1]; i++)
        if (is_funded(m->result, b->project[i]))
            m->money[class] += m->election->projects.v[b->project[i]].cost;
    m->winners[class] = winners;
    m->sum_cost += (__int128)m->money[class] * voters;
    metrics->sum_winners += (uint64_t)winners * voters;
    if (listed >= 2) metrics->voters_2plus += voters;
    if (winners) return;
    metrics->excluded += voters;
    if (listed >= 2) metrics->excluded_2plus += voters;
}

static enum rc make_histogram(struct measure *m, struct budget_metrics *metrics) {
    const struct budget_ballots *b = &m->election->ballots;
    uint32_t most = 0;
    for (uint32_t c = 0; c < b->classes; c++)
        if (m->winners[c] > most) most = m->winners[c];
    uint32_t *voters = arena_new_array(m->arena, (size_t)most + 1, uint32_t);
    if (!voters) return RC_LIMIT;
    for (uint32_t c = 0; c < b->classes; c++) voters[m->winners[c]] += b->count[c];
    metrics->histogram.v = voters;
    metrics->histogram.n = (size_t)most + 1;
    return RC_OK;
}

static bool has_less_money(const void *context, uint32_t a, uint32_t b) {
    const struct measure *m = context;
    return m->money[a] < m->money[b];
}

static bool has_fewer_winners(const void *context, uint32_t a, uint32_t b) {
    const struct measure *m = context;
    return m->winners[a] < m->winners[b];
}

static void sort_classes(struct measure *m,
                         bool (*less)(const void *context, uint32_t a, uint32_t b)) {
    uint32_t n = m->election->ballots.classes;
    for (uint32_t c = 0; c < n; c++) m->order[c] = c;
    contest_sort(m->order, n, less, m);
}

/* Gini coefficient: (2 * sum of rank * value / sum of values - (n + 1)) / n. Classes are sorted by
   money. */
static double gini(const struct measure *m) {
    const struct budget_ballots *b = &m->election->ballots;
    if (m->sum_cost == 0) return -1;
    __int128 ranked = 0, rank = 0;
    for (uint32_t i = 0; i < b->classes; i++) {
        __int128 count = b->count[m->order[i]];
        ranked += (count * rank + count * (count + 1) / 2) * m->money[m->order[i]];
        rank += count;
    }
    __int128 voters = m->election->voters;
    return (double)(2 * ranked - (voters + 1) * m->sum_cost) / (double)voters / (double)m->sum_cost;
}

/* EJR+ up to one: an unfunded project breaks it when some k of its supporters, those with least,
   could each have had more and still paid their part of it from k equal shares of the budget. */
static bool is_passed_over(const struct measure *m, uint32_t class, uint32_t p, bool by_cost) {
    const struct budget_election *e = m->election;
    __int128 cost = e->projects.v[p].cost;
    __int128 needed = by_cost ? m->money[class] + cost : (m->winners[class] + (__int128)1) * cost;
    return needed * e->voters <= (__int128)e->budget * m->seen[p];
}

static enum rc find_passed_over(struct measure *m, bool by_cost, const uint32_t **list, size_t *n) {
    const struct budget_ballots *b = &m->election->ballots;
    uint32_t projects = (uint32_t)m->election->projects.n;
    for (uint32_t p = 0; p < projects; p++) {
        m->seen[p] = 0;
        m->breaks[p] = false;
    }
    for (uint32_t i = 0; i < b->classes; i++) {
        uint32_t class = m->order[i];
        for (uint32_t k = b->start[class]; k < b->start[class + 1]; k++) {
            uint32_t p = b->project[k];
            m->seen[p] += b->count[class];
            if (!is_funded(m->result, p)) m->breaks[p] |= is_passed_over(m, class, p, by_cost);
        }
    }
    uint32_t *found = arena_new_array(m->arena, projects, uint32_t);
    if (!found) return RC_LIMIT;
    *n = 0;
    for (uint32_t p = 0; p < projects; p++)
        if (m->breaks[p]) found[(*n)++] = p;
    *list = found;
    return RC_OK;
}

/* amount / scale as a plain decimal; more digits than budget_money can take. */
static enum rc write_sum(struct arena *arena, __int128 amount, int64_t scale, struct str *text) {
    char digits[64];
    size_t at = sizeof digits;
    bool fraction = scale > 1, significant = false;
    while (amount || scale > 0) {
        int digit = (int)(amount % 10);
        amount /= 10;
        significant |= digit != 0;
        if (scale == 1 && fraction && at < sizeof digits) digits[--at] = '.';
        if (scale <= 1 || significant) digits[--at] = (char)('0' + digit);
        scale /= 10;
    }
    *text = str_copy(arena, (struct str){digits + at, sizeof digits - at});
    return text->p ? RC_OK : RC_LIMIT;
}

enum rc budget_measure(struct arena *arena, const struct budget_election *election,
                       const struct budget_result *result, struct budget_metrics *metrics) {
    struct measure m = {.arena = arena, .election = election, .result = result};
    *metrics = (struct budget_metrics){0};
    TRY(prepare(&m));
    for (uint32_t c = 0; c < election->ballots.classes; c++) add_class(&m, c, metrics);
    TRY(make_histogram(&m, metrics));
    sort_classes(&m, has_less_money);
    metrics->gini_cost = gini(&m);
    TRY(find_passed_over(&m, true, &metrics->ejr_cost.v, &metrics->ejr_cost.n));
    sort_classes(&m, has_fewer_winners);
    TRY(find_passed_over(&m, false, &metrics->ejr_cardinality.v, &metrics->ejr_cardinality.n));
    double voters = election->voters;
    metrics->average_winners = (double)metrics->sum_winners / voters;
    metrics->average_cost = (double)m.sum_cost / (double)election->money_scale / voters;
    return write_sum(arena, m.sum_cost, election->money_scale, &metrics->sum_cost);
}

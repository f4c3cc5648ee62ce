/* The rounds of pairs: the circle while it fits, else a search. */
#include "rules/grouping/draft.h"

/* Up to so many people a search looks ahead until somebody has met all; above, only as far as
   asked, for there is always somebody new for the first n / 2 rounds. */
enum { SMALL = 40, MOST_TRIES = 200 };
static const size_t work = 2000000; /* people * people * rounds * tries of a search */

struct pairs {
    const struct grouping_task *task;
    struct meetings met; /* after history */
    bool outsiders;
    int *order;          /* [n] the shuffled places */
    int *scratch;        /* [people] */
    struct draft *ahead; /* what comes, or everything from the start with first > 0 */
    size_t first;        /* the draft in ahead that comes next */
    size_t n_ahead;      /* after them they begin anew */
};

static enum rc shuffle_places(struct arena *arena, struct pairs *p) {
    struct grouping_chance chance = {p->task->seed};
    p->order = arena_new_array(arena, p->met.n + 1, int);
    p->scratch = arena_new_array(arena, p->task->people + 1, int);
    if (!p->order || !p->scratch) return RC_LIMIT;
    for (size_t i = 0; i < p->met.n; i++) p->order[i] = (int)i;
    grouping_shuffle(&chance, p->order, p->met.n);
    return RC_OK;
}

/* Whether history is how the drafts begin. */
static bool is_held(const struct pairs *p) {
    const size_t held = p->task->history.rounds.n;
    for (size_t r = 0; r < held; r++)
        if (!draft_held(&p->ahead[r % p->n_ahead], &p->met, &p->task->history.rounds.v[r],
                        p->scratch))
            return false;
    return true;
}

static enum rc make_room(struct arena *arena, struct pairs *p, size_t rounds) {
    p->ahead = arena_new_array(arena, rounds + 1, struct draft);
    if (!p->ahead) return RC_LIMIT;
    p->n_ahead = rounds;
    p->first = 0;
    return RC_OK;
}

static size_t lesser(size_t a, size_t b) {
    return a < b ? a : b;
}

/* The circle from its first round, as far as this task looks. */
static enum rc run_circle(struct arena *arena, struct pairs *p) {
    const size_t end = p->task->history.rounds.n + p->task->rounds;
    const size_t cycle = circle_rounds(p->met.n);
    TRY(make_room(arena, p, p->met.n <= SMALL ? cycle : lesser(cycle, end)));
    for (size_t r = 0; r < p->n_ahead; r++) {
        TRY(draft_init(arena, p->met.n, &p->ahead[r]));
        circle_draft(p->order, p->met.n, r, &p->ahead[r]);
    }
    p->first = p->task->history.rounds.n;
    return RC_OK;
}

static size_t count_same(const struct draft *draft, const struct meetings *m) {
    size_t same = 0;
    for (size_t i = 0; i < draft->pairs; i++)
        same += m->sector[draft->seats[2 * i]] == m->sector[draft->seats[2 * i + 1]];
    return same;
}

/* The circle's rounds in another order: those with few pairs within a sector first. */
static void sort_rounds(struct draft *drafts, size_t n, const struct meetings *m) {
    for (size_t i = 1; i < n; i++) {
        const struct draft draft = drafts[i];
        const size_t same = count_same(&draft, m);
        size_t j = i;
        for (; j > 0 && count_same(&drafts[j - 1], m) > same; j--) drafts[j] = drafts[j - 1];
        drafts[j] = draft;
    }
}

/* Only meetings as a pair count: that a trio makes two meet again is nobody's repeat here. */
static struct draft_score judge(const struct draft *drafts, size_t n, struct meetings *met) {
    struct draft_score score = {0};
    for (size_t r = 0; r < n; r++) {
        draft_judge(&drafts[r], met, true, n - r, &score);
        for (size_t p = 0; p < drafts[r].pairs; p++)
            meetings_add(met, (size_t)drafts[r].seats[2 * p], (size_t)drafts[r].seats[2 * p + 1]);
    }
    return score;
}

static enum rc meetings_none(struct arena *arena, const struct pairs *p, struct meetings *none) {
    struct grouping_task fresh = *p->task;
    fresh.history = (struct grouping_plan){0};
    return meetings_read(arena, &fresh, none, NULL);
}

static struct search new_search(const struct pairs *p, size_t rounds) {
    const size_t size = p->met.n * p->met.n * rounds + 1;
    const size_t tries = work / size > MOST_TRIES ? MOST_TRIES : work / size;
    return (struct search){
        rounds, tries > 0 ? tries : 1, p->task->mix == GROUPING_ACROSS, {p->task->seed}};
}

/* Across sectors from the first round: a search, or the circle in another order where the search
   makes people meet twice that the circle does not. */
static enum rc run_across(struct arena *arena, struct pairs *p) {
    struct meetings none, met;
    TRY(run_circle(arena, p));
    struct draft *circle = p->ahead;
    const size_t n = p->n_ahead;
    struct search search = new_search(p, n);
    if (p->met.n > SMALL) search.tries = 1; /* the same whatever the number of rounds */
    TRY(meetings_none(arena, p, &none));
    TRY(make_room(arena, p, n));
    TRY(search_rounds(arena, &search, &none, p->ahead));
    p->first = p->task->history.rounds.n;
    if (p->met.n > SMALL) return RC_OK;
    sort_rounds(circle, n, &p->met);
    TRY(meetings_copy(arena, &none, &met));
    const struct draft_score sorted = judge(circle, n, &met);
    meetings_set(&met, &none);
    const struct draft_score searched = judge(p->ahead, n, &met);
    if (draft_better(&sorted, &searched)) p->ahead = circle;
    return RC_OK;
}

/* How many rounds there can be at the most until somebody here has met everybody. */
static size_t rounds_left(const struct meetings *m) {
    size_t fewest = m->n;
    for (size_t a = 0; a < m->n; a++) {
        size_t left = 0;
        for (size_t b = 0; b < m->n; b++) left += a != b && meetings_times(m, a, b) == 0;
        if (left < fewest) fewest = left;
    }
    return fewest;
}

static enum rc run_search(struct arena *arena, struct pairs *p) {
    size_t rounds = p->task->rounds;
    if (p->met.n <= SMALL && rounds_left(&p->met) > rounds) rounds = rounds_left(&p->met);
    struct search search = new_search(p, rounds);
    TRY(make_room(arena, p, rounds));
    return search_rounds(arena, &search, &p->met, p->ahead);
}

enum rc grouping_pairs(struct arena *arena, const struct grouping_task *task,
                       struct grouping_plan *plan) {
    struct pairs p = {.task = task};
    const bool across = task->mix == GROUPING_ACROSS;
    TRY(meetings_read(arena, task, &p.met, &p.outsiders));
    TRY(shuffle_places(arena, &p));
    if (!p.outsiders) TRY(across ? run_across(arena, &p) : run_circle(arena, &p));
    if (p.outsiders || !is_held(&p)) TRY(run_search(arena, &p));
    struct grouping_round *rounds = plan_rounds(arena, task->rounds, plan);
    if (!rounds) return RC_LIMIT;
    for (size_t r = 0; r < task->rounds; r++)
        TRY(draft_write(arena, &p.ahead[(p.first + r) % p.n_ahead], &p.met, &rounds[r]));
    return RC_OK;
}

/* Pairs as people become ready. */
#include "rules/grouping/matching.h"

struct waiting {
    int place, person, seconds;
};

struct ready {
    const struct grouping_ready *in;
    struct meetings met;
    struct matching matching;
    struct waiting *waiting; /* who waited longest first */
    bool *absent;            /* [people] neither waits nor talks */
    int *places;             /* [people] */
    size_t *talk;            /* [people] the number of the last talk, from 1; 0: none yet */
    int *order;              /* [n] places */
    int *third;              /* [n] by place of a pair's elder: who joins them; -1 */
};

static enum rc mark_here(struct ready *s, int person) {
    if (person < 0 || (size_t)person >= s->in->people || !s->absent[person]) return RC_INVALID;
    s->absent[person] = false;
    return RC_OK;
}

static enum rc find_here(struct ready *s) {
    for (size_t p = 0; p < s->in->people; p++) s->absent[p] = true;
    for (size_t i = 0; i < s->in->waiting.n; i++) TRY(mark_here(s, s->in->waiting.v[i].person));
    for (size_t g = 0; g < s->in->talking.groups.n; g++) {
        const struct grouping_group *group = &s->in->talking.groups.v[g];
        for (size_t i = 0; i < group->members.n; i++) TRY(mark_here(s, group->members.v[i]));
    }
    return RC_OK;
}

/* Talks that go on count as held, so that nobody is paired with whom they talk to. */
static enum rc read_talks(struct arena *arena, struct ready *s) {
    const size_t n = s->in->history.rounds.n;
    struct grouping_round *rounds = arena_new_array(arena, n + 1, struct grouping_round);
    size_t number = 0;
    if (!rounds) return RC_LIMIT;
    for (size_t r = 0; r < n; r++) rounds[r] = s->in->history.rounds.v[r];
    rounds[n] = s->in->talking;
    const struct grouping_task task = {
        .people = s->in->people, .absent = s->absent, .history = {{rounds, n + 1}}};
    TRY(meetings_read(arena, &task, &s->met, NULL));
    for (size_t r = 0; r < n; r++)
        for (size_t g = 0; g < rounds[r].groups.n; g++, number++)
            for (size_t i = 0; i < rounds[r].groups.v[g].members.n; i++)
                s->talk[rounds[r].groups.v[g].members.v[i]] = number + 1;
    return RC_OK;
}

static enum rc sort_waiting(struct arena *arena, struct ready *s) {
    const size_t n = s->in->waiting.n;
    s->waiting = arena_new_array(arena, n + 1, struct waiting);
    s->order = arena_new_array(arena, s->met.n + 1, int);
    s->third = arena_new_array(arena, s->met.n + 1, int);
    TRY(matching_init(arena, &s->met, &s->matching));
    if (!s->waiting || !s->order || !s->third) return RC_LIMIT;
    for (size_t i = 0; i < s->met.n; i++) {
        s->places[s->met.who[i]] = (int)i;
        s->matching.mate[i] = MATCHING_OUT;
        s->third[i] = -1;
    }
    for (size_t i = 0; i < n; i++) {
        const struct grouping_waiting *w = &s->in->waiting.v[i];
        const struct waiting one = {s->places[w->person], w->person, w->seconds};
        size_t j = i;
        for (; j > 0 && (s->waiting[j - 1].seconds < one.seconds ||
                         (s->waiting[j - 1].seconds == one.seconds &&
                          s->waiting[j - 1].person > one.person));
             j--)
            s->waiting[j] = s->waiting[j - 1];
        s->waiting[j] = one;
        s->matching.mate[one.place] = MATCHING_ALONE;
    }
    size_t end = 0;
    for (size_t i = 0; i < n; i++) s->order[end++] = s->waiting[i].place;
    for (size_t i = 0; i < s->met.n; i++)
        if (s->matching.mate[i] == MATCHING_OUT) s->order[end++] = (int)i;
    return RC_OK;
}

static unsigned times(const struct ready *s, int a, int b) {
    return meetings_times(&s->met, (size_t)a, (size_t)b);
}

static bool is_alone(const struct ready *s, const struct waiting *w) {
    return s->matching.mate[w->place] == MATCHING_ALONE;
}

/* Nothing is won by waiting on. */
static bool is_due(const struct ready *s, const struct waiting *w) {
    return w->seconds > s->in->patience || s->in->talking.groups.n == 0;
}

static bool is_fresh_from(const struct ready *s, const struct waiting *a, const struct waiting *b) {
    return s->talk[a->person] != 0 && s->talk[a->person] == s->talk[b->person];
}

/* Nobody here has met this one less often. */
static bool is_least_met(const struct ready *s, const struct waiting *a, const struct waiting *b) {
    for (size_t i = 0; i < s->met.n; i++)
        if ((int)i != a->place && times(s, a->place, (int)i) < times(s, a->place, b->place))
            return false;
    return true;
}

static bool may_repeat(const struct ready *s, const struct waiting *a, const struct waiting *b) {
    if (is_due(s, a) || is_due(s, b)) return true;
    return !is_fresh_from(s, a, b) && (is_least_met(s, a, b) || is_least_met(s, b, a));
}

static void pair_again(struct ready *s, const struct waiting *a) {
    const struct waiting *best = NULL;
    for (size_t i = 0; i < s->in->waiting.n; i++) {
        const struct waiting *b = &s->waiting[i];
        if (a == b || !is_alone(s, b) || !may_repeat(s, a, b)) continue;
        if (best && is_fresh_from(s, a, b) > is_fresh_from(s, a, best)) continue;
        if (best && is_fresh_from(s, a, b) == is_fresh_from(s, a, best) &&
            times(s, a->place, b->place) >= times(s, a->place, best->place))
            continue;
        best = b;
    }
    if (!best) return;
    s->matching.mate[a->place] = best->place;
    s->matching.mate[best->place] = a->place;
}

/* The pair that begins now whose two have met this one least; false: no pair begins. */
static bool join_new(struct ready *s, const struct waiting *w) {
    unsigned fewest = UINT16_MAX * 2U + 1;
    int host = -1;
    for (size_t i = 0; i < s->in->waiting.n; i++) {
        const int a = s->waiting[i].place, b = s->matching.mate[a];
        if (b < 0 || s->third[a] >= 0 || s->third[b] >= 0) continue;
        if (times(s, w->place, a) + times(s, w->place, b) >= fewest) continue;
        fewest = times(s, w->place, a) + times(s, w->place, b);
        host = a;
    }
    if (host >= 0) s->third[host] = s->third[s->matching.mate[host]] = w->place;
    return host >= 0;
}

/* The latest pair that talks and has not met this one, else the latest pair. */
static bool find_talk(const struct ready *s, const struct waiting *w, size_t *talk) {
    bool found = false, met = false;
    for (size_t g = s->in->talking.groups.n; g-- > 0;) {
        const struct grouping_group *group = &s->in->talking.groups.v[g];
        if (group->members.n != 2) continue;
        bool knows = false;
        for (size_t i = 0; i < 2; i++)
            knows |= times(s, w->place, s->places[group->members.v[i]]) > 0;
        if (found && (knows || !met)) continue;
        found = true;
        met = knows;
        *talk = g;
    }
    return found;
}

/* The pairs with who joins them, the one waiting longest first. */
static enum rc write_pairs(struct arena *arena, const struct ready *s, struct grouping_now *now) {
    const size_t n = s->in->waiting.n;
    struct grouping_group *groups = round_groups(arena, n, &now->groups);
    int *next = arena_new_array(arena, n + 1, int);
    if (!groups || !next) return RC_LIMIT;
    now->groups.groups.n = 0;
    for (size_t i = 0; i < n; i++) {
        const int a = s->waiting[i].place, b = s->matching.mate[a];
        bool elder = b >= 0;
        for (size_t j = 0; j < i; j++) elder = elder && s->waiting[j].place != b;
        if (!elder) continue;
        struct grouping_group *group = &groups[now->groups.groups.n++];
        group->members.v = next;
        *next++ = s->met.who[a];
        *next++ = s->met.who[b];
        if (s->third[a] >= 0) *next++ = s->met.who[s->third[a]];
        group->members.n = (size_t)(next - group->members.v);
    }
    return RC_OK;
}

/* Who is due and still alone. At most one is: any two would be a pair. */
static const struct waiting *last_due(const struct ready *s) {
    for (size_t i = 0; i < s->in->waiting.n; i++)
        if (is_alone(s, &s->waiting[i]) && is_due(s, &s->waiting[i])) return &s->waiting[i];
    return NULL;
}

static enum rc seat_last(struct arena *arena, struct ready *s, struct grouping_now *now) {
    const struct waiting *last = last_due(s);
    size_t talk = 0;
    if (!last || join_new(s, last) || !find_talk(s, last, &talk)) return RC_OK;
    struct grouping_join *join = arena_new(arena, struct grouping_join);
    if (!join) return RC_LIMIT;
    *join = (struct grouping_join){last->person, talk};
    now->joins.v = join;
    now->joins.n = 1;
    return RC_OK;
}

enum rc grouping_ready(struct arena *arena, const struct grouping_ready *ready,
                       struct grouping_now *now) {
    struct ready s = {.in = ready};
    *now = (struct grouping_now){0};
    if (ready->people > GROUPING_PEOPLE || ready->history.rounds.n >= GROUPING_ROUNDS)
        return RC_LIMIT;
    s.absent = arena_new_array(arena, ready->people + 1, bool);
    s.places = arena_new_array(arena, ready->people + 1, int);
    s.talk = arena_new_array(arena, ready->people + 1, size_t);
    if (!s.absent || !s.places || !s.talk) return RC_LIMIT;
    TRY(find_here(&s));
    TRY(read_talks(arena, &s));
    TRY(sort_waiting(arena, &s));
    matching_fill(&s.matching, s.order);
    for (size_t i = 0; i < ready->waiting.n; i++)
        if (is_alone(&s, &s.waiting[i])) pair_again(&s, &s.waiting[i]);
    TRY(seat_last(arena, &s, now));
    return write_pairs(arena, &s, now);
}

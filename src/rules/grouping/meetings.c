/* Who is here, and how often and when they met: read from the rounds already held. */
#include "rules/grouping/meetings.h"

static enum rc find_present(struct arena *arena, const struct grouping_task *task,
                            struct meetings *m, int *places) {
    int *who = arena_new_array(arena, task->people + 1, int);
    int *sector = arena_new_array(arena, task->people + 1, int);
    if (!who || !sector) return RC_LIMIT;
    for (size_t p = 0; p < task->people; p++) {
        places[p] = -1;
        if (task->absent && task->absent[p]) continue;
        places[p] = (int)m->n;
        who[m->n] = (int)p;
        if (task->mix != GROUPING_RANDOM && task->sectors) sector[m->n] = task->sectors[p];
        m->n++;
    }
    m->who = who;
    m->sector = sector;
    return RC_OK;
}

static enum rc make_tables(struct arena *arena, struct meetings *m) {
    m->times = arena_new_array(arena, m->n * m->n + 1, uint16_t);
    m->latest = arena_new_array(arena, m->n * m->n + 1, uint16_t);
    m->trio = arena_new_array(arena, m->n + 1, int64_t);
    m->left_over = arena_new_array(arena, m->n + 1, int64_t);
    return m->times && m->latest && m->trio && m->left_over ? RC_OK : RC_LIMIT;
}

void meetings_add(struct meetings *m, size_t a, size_t b) {
    const uint16_t round = (uint16_t)(m->rounds + 1);
    if (m->times[a * m->n + b] < UINT16_MAX) m->times[b * m->n + a] = ++m->times[a * m->n + b];
    m->latest[a * m->n + b] = m->latest[b * m->n + a] = round;
}

struct reading {
    struct meetings *m;
    const int *places; /* by person; -1: absent */
    size_t people;
    size_t *mark; /* [people] the last group that names the person, from 1 */
    size_t group;
    bool outsiders;
};

static enum rc read_group(struct reading *r, const struct grouping_group *group) {
    r->group++;
    for (size_t i = 0; i < group->members.n; i++) {
        const int person = group->members.v[i];
        if (person < 0 || (size_t)person >= r->people) return RC_INVALID;
        if (r->mark[person] == r->group) return RC_INVALID;
        r->mark[person] = r->group;
        const int a = r->places[person];
        if (a < 0) r->outsiders = true;
        for (size_t j = 0; a >= 0 && j < i; j++) {
            const int b = r->places[group->members.v[j]];
            if (b >= 0) meetings_add(r->m, (size_t)a, (size_t)b);
        }
    }
    return RC_OK;
}

/* A round with a trio owes every trio seat and the place of the one left over to all alike. */
static void read_trios(struct reading *r, const struct grouping_round *round) {
    size_t trios = 0, n = 0;
    for (size_t g = 0; g < round->groups.n; g++) {
        trios += round->groups.v[g].members.n == 3;
        n += round->groups.v[g].members.n;
    }
    for (size_t g = 0; trios > 0 && g < round->groups.n; g++) {
        const struct grouping_group *group = &round->groups.v[g];
        for (size_t i = 0; i < group->members.n; i++) {
            const int place = r->places[group->members.v[i]];
            if (place < 0) continue;
            r->m->trio[place] -= (int64_t)(3 * trios * GROUPING_SEAT / n);
            r->m->left_over[place] -= (int64_t)(trios * GROUPING_SEAT / n);
            if (group->members.n != 3) continue;
            r->m->trio[place] += GROUPING_SEAT;
            if (i == 2) r->m->left_over[place] += GROUPING_SEAT;
        }
    }
}

static enum rc check_task(const struct grouping_task *task) {
    if (task->people > GROUPING_PEOPLE || task->rounds > GROUPING_ROUNDS) return RC_LIMIT;
    if (task->history.rounds.n > GROUPING_ROUNDS) return RC_LIMIT;
    if (task->mix >= GROUPING_MIX__N) return RC_INVALID;
    return RC_OK;
}

enum rc meetings_read(struct arena *arena, const struct grouping_task *task, struct meetings *m,
                      bool *outsiders) {
    *m = (struct meetings){0};
    TRY(check_task(task));
    int *places = arena_new_array(arena, task->people + 1, int);
    size_t *mark = arena_new_array(arena, task->people + 1, size_t);
    if (!places || !mark) return RC_LIMIT;
    TRY(find_present(arena, task, m, places));
    TRY(make_tables(arena, m));
    struct reading r = {m, places, task->people, mark, 0, false};
    for (size_t i = 0; i < task->history.rounds.n; i++) {
        const struct grouping_round *round = &task->history.rounds.v[i];
        for (size_t g = 0; g < round->groups.n; g++) TRY(read_group(&r, &round->groups.v[g]));
        read_trios(&r, round);
        m->rounds++;
    }
    if (outsiders) *outsiders = r.outsiders;
    return RC_OK;
}

void meetings_set(struct meetings *to, const struct meetings *from) {
    const size_t n = from->n;
    to->n = n;
    to->who = from->who;
    to->sector = from->sector;
    to->rounds = from->rounds;
    memcpy(to->times, from->times, n * n * sizeof *to->times);
    memcpy(to->latest, from->latest, n * n * sizeof *to->latest);
    memcpy(to->trio, from->trio, n * sizeof *to->trio);
    memcpy(to->left_over, from->left_over, n * sizeof *to->left_over);
}

enum rc meetings_copy(struct arena *arena, const struct meetings *from, struct meetings *to) {
    to->n = from->n;
    TRY(make_tables(arena, to));
    meetings_set(to, from);
    return RC_OK;
}

struct grouping_round *plan_rounds(struct arena *arena, size_t rounds, struct grouping_plan *plan) {
    struct grouping_round *v = arena_new_array(arena, rounds + 1, struct grouping_round);
    plan->rounds.v = v;
    plan->rounds.n = v ? rounds : 0;
    return v;
}

struct grouping_group *round_groups(struct arena *arena, size_t groups,
                                    struct grouping_round *round) {
    struct grouping_group *v = arena_new_array(arena, groups + 1, struct grouping_group);
    round->groups.v = v;
    round->groups.n = v ? groups : 0;
    return v;
}

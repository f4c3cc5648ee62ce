/* As many pairs as possible where not everybody may meet everybody: Edmonds' blossom algorithm. */
#include "rules/grouping/matching.h"

enum rc matching_init(struct arena *arena, const struct meetings *meetings, struct matching *m) {
    const size_t n = meetings->n + 1;
    *m = (struct matching){.meetings = meetings};
    m->mate = arena_new_array(arena, n, int);
    m->parent = arena_new_array(arena, n, int);
    m->base = arena_new_array(arena, n, int);
    m->queue = arena_new_array(arena, n, int);
    m->outer = arena_new_array(arena, n, bool);
    m->blossom = arena_new_array(arena, n, bool);
    m->path = arena_new_array(arena, n, bool);
    m->dead = arena_new_array(arena, n, bool);
    if (!m->mate || !m->parent || !m->base || !m->queue) return RC_LIMIT;
    if (!m->outer || !m->blossom || !m->path || !m->dead) return RC_LIMIT;
    for (size_t i = 0; i < meetings->n; i++) m->mate[i] = MATCHING_ALONE;
    return RC_OK;
}

/* The blossom's base: where the ways from a and b to the root come together. */
static int common_base(struct matching *m, int a, int b) {
    memset(m->path, 0, m->meetings->n * sizeof *m->path);
    for (;;) {
        a = m->base[a];
        m->path[a] = true;
        if (m->mate[a] < 0) break;
        a = m->parent[m->mate[a]];
    }
    for (;;) {
        b = m->base[b];
        if (m->path[b]) return b;
        b = m->parent[m->mate[b]];
    }
}

static void mark_way(struct matching *m, int v, int base, int child) {
    while (m->base[v] != base) {
        m->blossom[m->base[v]] = m->blossom[m->base[m->mate[v]]] = true;
        m->parent[v] = child;
        child = m->mate[v];
        v = m->parent[child];
    }
}

/* The odd circle closed by a and b becomes one outer place. Returns the new end of the queue. */
static size_t shrink(struct matching *m, int a, int b, size_t end) {
    const int base = common_base(m, a, b);
    memset(m->blossom, 0, m->meetings->n * sizeof *m->blossom);
    mark_way(m, a, base, b);
    mark_way(m, b, base, a);
    for (size_t i = 0; i < m->meetings->n; i++) {
        if (!m->blossom[m->base[i]]) continue;
        m->base[i] = base;
        if (m->outer[i]) continue;
        m->outer[i] = true;
        m->queue[end++] = (int)i;
    }
    return end;
}

/* A free person at the end of a way that begins at root and is in turn no pair, pair, no pair …;
   -1: there is none. */
static int search(struct matching *m, int root) {
    const size_t n = m->meetings->n;
    size_t begin = 0, end = 0;
    for (size_t i = 0; i < n; i++) {
        m->outer[i] = false;
        m->parent[i] = -1;
        m->base[i] = (int)i;
    }
    m->outer[root] = true;
    m->queue[end++] = root;
    while (begin < end) {
        const int v = m->queue[begin++];
        for (int to = 0; to < (int)n; to++) {
            if (m->mate[to] == MATCHING_OUT || m->dead[to]) continue;
            if (m->base[v] == m->base[to] || m->mate[v] == to || !matching_allowed(m, v, to))
                continue;
            if (to == root || (m->mate[to] >= 0 && m->parent[m->mate[to]] != -1)) {
                end = shrink(m, v, to, end);
            } else if (m->parent[to] == -1) {
                m->parent[to] = v;
                if (m->mate[to] < 0) return to;
                m->outer[m->mate[to]] = true;
                m->queue[end++] = m->mate[to];
            }
        }
    }
    return -1;
}

static void take_way(struct matching *m, int end) {
    while (end != -1) {
        const int before = m->parent[end];
        const int next = m->mate[before];
        m->mate[end] = before;
        m->mate[before] = end;
        end = next;
    }
}

static void serve_at_once(struct matching *m, const int *order, int person) {
    for (size_t i = 0; i < m->meetings->n; i++) {
        const int other = order[i];
        if (m->mate[other] != MATCHING_ALONE || !matching_allowed(m, person, other)) continue;
        m->mate[person] = other;
        m->mate[other] = person;
        return;
    }
}

void matching_fill(struct matching *m, const int *order) {
    const size_t n = m->meetings->n;
    memset(m->dead, 0, n * sizeof *m->dead);
    for (size_t i = 0; i < n; i++)
        if (m->mate[order[i]] == MATCHING_ALONE) serve_at_once(m, order, order[i]);
    for (size_t i = 0; i < n; i++) {
        const int root = order[i];
        if (m->mate[root] != MATCHING_ALONE) continue;
        const int end = search(m, root);
        if (end >= 0) {
            take_way(m, end);
            continue;
        }
        /* What this search saw can be left alone from now on, by Edmonds' theorem. */
        for (size_t p = 0; p < n; p++)
            if (m->outer[p] || m->parent[p] != -1) m->dead[p] = true;
    }
}

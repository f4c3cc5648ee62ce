/*
 * Routes are sorted by number of parts, then by their first part, then literal before named; a
 * lookup is one binary search and a short walk.
 */
#include "kit/router.h"

#include "platform/secret.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 8, ID_DIGITS_MAX = 20 };

struct entry {
    const struct route *route;
    size_t n;
    struct str parts[PARTS_MAX]; /* without ':' where named */
    bool named[PARTS_MAX];
};

struct router {
    struct entry *entries;
    size_t n;
    size_t upload_max;
};

static enum object_kind object_kind_of(struct str name) {
    static const struct str names[OBJECT_KIND__N] = {
        [OBJECT_PERSON] = STR_INIT("person"),
        [OBJECT_ORGANISATION] = STR_INIT("organisation"),
        [OBJECT_INITIATIVE] = STR_INIT("initiative"),
        [OBJECT_ACTIVITY] = STR_INIT("activity"),
        [OBJECT_MEETING] = STR_INIT("meeting"),
    };
    for (size_t kind = 1; kind < OBJECT_KIND__N; kind++)
        if (str_is(names[kind], name)) return (enum object_kind)kind;
    return OBJECT_NONE;
}

/* "/" has no part, "/a/b" has two. SIZE_MAX when there are too many. */
static size_t cut_path(struct str path, struct str *parts) {
    struct str rest = str_slice(path, 1, path.n);
    size_t n = 0;
    if (path.n <= 1) return 0;
    while (n < PARTS_MAX && str_cut(&rest, '/', &parts[n])) n++;
    return rest.p ? SIZE_MAX : n;
}

static void fill_entry(struct entry *entry, const struct route *route) {
    size_t objects = 0, params = 0;
    assert(route->path[0] == '/');
    entry->route = route;
    entry->n = cut_path(str_from(route->path), entry->parts);
    assert(entry->n <= PARTS_MAX);
    for (size_t i = 0; i < entry->n; i++) {
        struct str *part = &entry->parts[i];
        assert(part->n > 0);
        if (part->p[0] != ':') continue;
        entry->named[i] = true;
        *part = str_slice(*part, 1, part->n);
        size_t *count = object_kind_of(*part) ? &objects : &params;
        ++*count;
    }
    assert(objects <= PATH_OBJECTS_MAX && params <= PATH_PARAMS_MAX);
}

static int compare_entries(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    for (size_t i = 0; i < a->n; i++) {
        if (a->named[i] != b->named[i]) return a->named[i] ? 1 : -1;
        int order = a->named[i] ? 0 : str_compare(a->parts[i], b->parts[i]);
        if (order) return order;
    }
    return (int)a->route->method - (int)b->route->method;
}

static size_t count_routes(const struct feature *const *features) {
    size_t n = 0;
    for (; features && *features; features++) n += (*features)->n_routes;
    return n;
}

struct router *router_new(struct arena *arena, const struct feature *const *features) {
    struct router *router = arena_new(arena, struct router);
    size_t n = count_routes(features);
    struct entry *entries = arena_new_array(arena, n + 1, struct entry);
    if (!router || !entries) return NULL;
    *router = (struct router){.entries = entries};
    for (; features && *features; features++) {
        for (size_t i = 0; i < (*features)->n_routes; i++) {
            const struct route *route = &(*features)->routes[i];
            fill_entry(&entries[router->n++], route);
            if (route->upload_max > router->upload_max) router->upload_max = route->upload_max;
        }
    }
    qsort(entries, n, sizeof *entries, compare_entries);
    for (size_t i = 1; i < n; i++) assert(compare_entries(&entries[i - 1], &entries[i]) != 0);
    return router;
}

size_t router_upload_max(const struct router *router) {
    return router->upload_max;
}

/* A public id as addresses carry it: 13 characters of base 32 (platform/secret). */
static bool match_name(const struct entry *entry, size_t i, struct str value,
                       struct router_match *match, size_t used[2]) {
    enum object_kind kind = object_kind_of(entry->parts[i]);
    if (value.n == 0) return false;
    if (!kind) {
        match->params[used[0]].name = entry->parts[i];
        match->params[used[0]++].value = value;
        return true;
    }
    struct object object = {.kind = kind};
    if (id_parse(value, &object.public_id) != RC_OK) return false;
    match->objects[used[1]++] = object;
    return true;
}

static bool match_entry(const struct entry *entry, const struct str *parts,
                        struct router_match *match) {
    size_t used[2] = {0, 0};
    for (size_t i = 0; i < entry->n; i++) {
        if (!entry->named[i] && !str_is(entry->parts[i], parts[i])) return false;
        if (entry->named[i] && !match_name(entry, i, parts[i], match, used)) return false;
    }
    return true;
}

/* The first entry that is not before (n parts, this first part). */
static size_t lower_bound(const struct router *router, size_t n, struct str first) {
    size_t low = 0, high = router->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct entry *entry = &router->entries[middle];
        bool before = entry->n < n || (entry->n == n && n > 0 && !entry->named[0] &&
                                       str_compare(entry->parts[0], first) < 0);
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void router_find(const struct router *router, enum method method, struct str path,
                 struct router_match *match) {
    struct str parts[PARTS_MAX];
    const struct entry *found = NULL;
    *match = (struct router_match){0};
    size_t n = cut_path(path, parts);
    if (n > PARTS_MAX) return;
    for (size_t i = lower_bound(router, n, n ? parts[0] : (struct str){0}); i < router->n; i++) {
        const struct entry *entry = &router->entries[i];
        struct router_match tried = {0};
        if (entry->n != n) break;
        if (found && (entry->route->method == found->route->method)) continue;
        if (!match_entry(entry, parts, &tried)) continue;
        match->methods |= 1U << entry->route->method;
        if (entry->route->method != method) continue;
        tried.methods = match->methods;
        tried.route = entry->route;
        *match = tried;
        found = entry;
    }
}

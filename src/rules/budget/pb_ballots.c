/* Merging equal ballots into classes while a file is read: a hash table of the distinct ballots,
   whose contents lie one after the other. At the end the classes are sorted, so that the order of
   voting is gone and any order of the same ballots gives the same election. */
#include "rules/budget/pb.h"

#include <string.h>

enum rc pb_ballots_init(struct pb_ballots *ballots, struct arena *arena, size_t projects) {
    ballots->arena = arena;
    ballots->at = arena_new_array(arena, projects, uint32_t);
    ballots->list = arena_new_array(arena, projects, uint32_t);
    ballots->list_points = arena_new_array(arena, projects, int64_t);
    ballots->slots = 1024;
    ballots->table = arena_new_array(arena, ballots->slots, uint32_t);
    ballots->class_room = 512;
    ballots->start = arena_new_array(arena, ballots->class_room + 1, uint32_t);
    ballots->count = arena_new_array(arena, ballots->class_room, uint32_t);
    ballots->room = 1024;
    ballots->project = arena_new_array(arena, ballots->room, uint32_t);
    ballots->points = arena_new_array(arena, ballots->room, int64_t);
    bool ok = ballots->project && ballots->points && ballots->at && ballots->list &&
              ballots->list_points && ballots->table && ballots->start && ballots->count;
    return ok ? RC_OK : RC_LIMIT;
}

static enum rc scale_points(int64_t *points, size_t n, int64_t factor) {
    for (size_t i = 0; i < n; i++) {
        if (__builtin_mul_overflow(points[i], factor, &points[i])) return RC_LIMIT;
        if (points[i] > DECIMAL_MAX || points[i] < -DECIMAL_MAX) return RC_LIMIT;
    }
    return RC_OK;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

static size_t slot_of(const struct pb_ballots *b, const uint32_t *list, const int64_t *points,
                      size_t n) {
    uint64_t hash = n;
    for (size_t i = 0; i < n; i++) {
        hash = mix(hash, list[i]);
        if (b->with_points) hash = mix(hash, (uint64_t)points[i]);
    }
    return (size_t)mix(hash, 1) & (b->slots - 1);
}

static size_t class_length(const struct pb_ballots *b, size_t class) {
    return b->start[class + 1] - b->start[class];
}

static const int64_t *class_points(const struct pb_ballots *b, size_t class) {
    return b->with_points ? b->points + b->start[class] : NULL;
}

static enum rc rebuild_table(struct pb_ballots *b, size_t slots) {
    if (slots != b->slots) {
        b->table = arena_new_array(b->arena, slots, uint32_t);
        if (!b->table) return RC_LIMIT;
        b->slots = slots;
    } else {
        memset(b->table, 0, slots * sizeof *b->table);
    }
    for (size_t c = 0; c < b->classes; c++) {
        size_t slot = slot_of(b, b->project + b->start[c], class_points(b, c), class_length(b, c));
        while (b->table[slot]) slot = (slot + 1) & (b->slots - 1);
        b->table[slot] = (uint32_t)c + 1;
    }
    return RC_OK;
}

enum rc pb_ballots_rescale(struct pb_ballots *b, int digits) {
    if (digits <= b->digits) return RC_OK;
    int64_t factor = decimal_power(digits - b->digits);
    b->digits = digits;
    if (!b->with_points) return RC_OK;
    TRY(scale_points(b->points, b->used, factor));
    TRY(scale_points(b->list_points, b->n, factor));
    return rebuild_table(b, b->slots);
}

enum rc pb_ballot_list(struct pb_ballots *b, uint32_t project, struct decimal points) {
    if (b->with_points) TRY(pb_ballots_rescale(b, points.digits));
    if (!b->at[project]) {
        b->list[b->n] = project;
        b->at[project] = ++b->n;
    }
    int64_t scaled = 0;
    if (b->with_points) TRY(decimal_scale(points, decimal_power(b->digits), &scaled));
    b->list_points[b->at[project] - 1] = scaled;
    return RC_OK;
}

void pb_ballot_clear(struct pb_ballots *b) {
    for (uint32_t i = 0; i < b->n; i++) b->at[b->list[i]] = 0;
    b->n = 0;
}

static void swap(struct pb_ballots *b, uint32_t i, uint32_t j) {
    uint32_t project = b->list[i];
    int64_t points = b->list_points[i];
    b->list[i] = b->list[j];
    b->list_points[i] = b->list_points[j];
    b->list[j] = project;
    b->list_points[j] = points;
}

static void sink(struct pb_ballots *b, uint32_t i, uint32_t n) {
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && b->list[child + 1] > b->list[child]) child++;
        if (b->list[i] >= b->list[child]) return;
        swap(b, i, child);
    }
}

/* Heap sort: long hostile ballots stay cheap, short ones too. */
static void sort_list(struct pb_ballots *b) {
    for (uint32_t i = b->n / 2; i-- > 0;) sink(b, i, b->n);
    for (uint32_t n = b->n; n > 1;) {
        swap(b, 0, --n);
        sink(b, 0, n);
    }
}

static enum rc grow_classes(struct pb_ballots *b) {
    if (b->classes < b->class_room) return RC_OK;
    if (b->classes >= UINT32_MAX / 4) return RC_LIMIT;
    size_t old = b->class_room, room = old * 2;
    size_t word = sizeof(uint32_t);
    b->start = arena_grow(b->arena, b->start, (old + 1) * word, (room + 1) * word);
    b->count = arena_grow(b->arena, b->count, old * word, room * word);
    b->class_room = room;
    return b->start && b->count ? RC_OK : RC_LIMIT;
}

static enum rc grow_contents(struct pb_ballots *b) {
    size_t needed = b->used + b->n;
    if (needed <= b->room) return RC_OK;
    if (needed > UINT32_MAX / 4) return RC_LIMIT;
    size_t room = b->room * 2;
    if (room < needed) room = needed;
    size_t word = sizeof(uint32_t), wide = sizeof(int64_t);
    b->project = arena_grow(b->arena, b->project, b->room * word, room * word);
    if (b->with_points) b->points = arena_grow(b->arena, b->points, b->room * wide, room * wide);
    b->room = room;
    return b->project && b->points ? RC_OK : RC_LIMIT;
}

static bool same(const struct pb_ballots *b, size_t class) {
    if (class_length(b, class) != b->n) return false;
    if (b->n == 0) return true;
    const uint32_t *list = b->project + b->start[class];
    if (memcmp(list, b->list, b->n * sizeof *list) != 0) return false;
    return !b->with_points ||
           memcmp(class_points(b, class), b->list_points, b->n * sizeof *b->points) == 0;
}

static enum rc add_class(struct pb_ballots *b, size_t slot, uint32_t times) {
    TRY(grow_classes(b));
    TRY(grow_contents(b));
    if (b->n) memcpy(b->project + b->used, b->list, b->n * sizeof *b->list);
    if (b->n && b->with_points)
        memcpy(b->points + b->used, b->list_points, b->n * sizeof *b->list_points);
    b->used += b->n;
    b->count[b->classes] = times;
    b->start[b->classes + 1] = (uint32_t)b->used;
    b->table[slot] = (uint32_t)++b->classes;
    return b->classes * 2 > b->slots ? rebuild_table(b, b->slots * 2) : RC_OK;
}

enum rc pb_ballot_cast(struct pb_ballots *b, uint32_t times) {
    if (!b->keep_order) sort_list(b);
    size_t slot = slot_of(b, b->list, b->list_points, b->n);
    while (b->table[slot] && !same(b, b->table[slot] - 1)) slot = (slot + 1) & (b->slots - 1);
    enum rc rc = RC_OK;
    if (b->table[slot])
        b->count[b->table[slot] - 1] += times;
    else
        rc = add_class(b, slot, times);
    pb_ballot_clear(b);
    return rc;
}

/* The order of two classes: by their lists as texts of numbers, then by points. */
static int compare(const struct pb_ballots *b, uint32_t x, uint32_t y) {
    size_t n = class_length(b, x), m = class_length(b, y);
    for (size_t i = 0; i < n && i < m; i++) {
        uint32_t p = b->project[b->start[x] + i], q = b->project[b->start[y] + i];
        if (p != q) return p < q ? -1 : 1;
        if (!b->with_points) continue;
        int64_t u = b->points[b->start[x] + i], v = b->points[b->start[y] + i];
        if (u != v) return u < v ? -1 : 1;
    }
    return (n > m) - (n < m);
}

/* Merge sort, bottom up; the sorted order ends in the array it returns. */
static uint32_t *sorted_order(const struct pb_ballots *b, uint32_t *from, uint32_t *to) {
    for (size_t i = 0; i < b->classes; i++) from[i] = (uint32_t)i;
    for (size_t width = 1; width < b->classes; width *= 2) {
        for (size_t left = 0; left < b->classes; left += 2 * width) {
            size_t middle = left + width < b->classes ? left + width : b->classes;
            size_t right = middle + width < b->classes ? middle + width : b->classes;
            size_t i = left, j = middle;
            for (size_t k = left; k < right; k++) {
                bool first = i < middle && (j >= right || compare(b, from[i], from[j]) <= 0);
                to[k] = first ? from[i++] : from[j++];
            }
        }
        uint32_t *other = from;
        from = to;
        to = other;
    }
    return from;
}

enum rc pb_ballots_finish(struct pb_ballots *b, struct budget_ballots *finished) {
    struct arena *arena = b->arena;
    uint32_t *first = arena_new_array(arena, b->classes, uint32_t);
    uint32_t *second = arena_new_array(arena, b->classes, uint32_t);
    uint32_t *start = arena_new_array(arena, b->classes + 1, uint32_t);
    uint32_t *count = arena_new_array(arena, b->classes, uint32_t);
    uint32_t *project = arena_new_array(arena, b->used, uint32_t);
    int64_t *points = b->with_points ? arena_new_array(arena, b->used, int64_t) : NULL;
    if (!first || !second || !start || !count || !project || (b->with_points && !points))
        return RC_LIMIT;
    const uint32_t *order = sorted_order(b, first, second);
    size_t used = 0;
    for (size_t c = 0; c < b->classes; c++) {
        size_t n = class_length(b, order[c]), from = b->start[order[c]];
        count[c] = b->count[order[c]];
        if (n) memcpy(project + used, b->project + from, n * sizeof *project);
        if (n && points) memcpy(points + used, b->points + from, n * sizeof *points);
        used += n;
        start[c + 1] = (uint32_t)used;
    }
    *finished = (struct budget_ballots){(uint32_t)b->classes, start, count, project, points};
    return RC_OK;
}

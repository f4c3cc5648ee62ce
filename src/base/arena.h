/*
 * Arenas: memory that is given back all at once. One per request, one per job, one for start-up;
 * above base/ nobody calls malloc. An arena has a ceiling, so that no input can eat the machine.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/count.h"

struct arena_block;
struct arena_defer;

struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_defer *defers; /* newest first */
    size_t used;                /* bytes handed out, for the ceiling */
    size_t ceiling;
};

/* A point in an arena's life; arena_back returns to it. */
struct arena_mark {
    struct arena_block *block;
    struct arena_defer *defer;
    size_t block_used;
    size_t used;
};

/* Starts an empty arena that never holds more than ceiling bytes. Allocates nothing yet. */
void arena_init(struct arena *arena, size_t ceiling);

/* Runs the deferred calls, newest first, and gives all memory back. The arena may be used again. */
void arena_release(struct arena *arena);

/* Zeroed memory aligned for any type, or NULL when the ceiling or the machine is out. */
void *arena_alloc(struct arena *arena, size_t size);

/* Like arena_alloc for n items; a product that overflows gives NULL. */
void *arena_array(struct arena *arena, size_t n, size_t size);

/* Grows old (old_size bytes, from this arena) to new_size, in place where it can. The tail is not
   cleared. NULL when out of memory; old stays valid then. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_new_array(arena, n, type) ((type *)arena_array((arena), (n), sizeof(type)))

/* Calls run(data) when the arena is released or goes back past this point. False: out of memory,
   and run(data) has been called already. */
bool arena_defer(struct arena *arena, void (*run)(void *data), void *data);

/* Remembers this point; arena_back frees everything allocated since and runs what was deferred. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_back(struct arena *arena, struct arena_mark mark);

#endif

/* Arenas: a list of blocks that double in size. With AddressSanitizer every allocation gets a block
   of its own, so that an overrun inside the arena is caught. */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 8 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t size;
    size_t used;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct arena_defer {
    struct arena_defer *older;
    void (*run)(void *data);
    void *data;
};

#if defined(__SANITIZE_ADDRESS__)
#define OWN_BLOCKS true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OWN_BLOCKS true
#endif
#endif
#ifndef OWN_BLOCKS
#define OWN_BLOCKS false
#endif

void arena_init(struct arena *arena, size_t ceiling) {
    *arena = (struct arena){.ceiling = ceiling};
}

static size_t block_size(const struct arena *arena, size_t wanted) {
    if (OWN_BLOCKS) return wanted;
    size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
    if (size > arena->ceiling) size = arena->ceiling;
    return size < wanted ? wanted : size;
}

static struct arena_block *add_block(struct arena *arena, size_t wanted) {
    size_t size = block_size(arena, wanted);
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block) return NULL;
    *block = (struct arena_block){.older = arena->blocks, .size = size};
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
    if (size > arena->ceiling || arena->used > arena->ceiling - size) return NULL;
    size_t padded = OWN_BLOCKS ? size : (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct arena_block *block = arena->blocks;
    if (OWN_BLOCKS || !block || block->size - block->used < padded) {
        block = add_block(arena, padded);
        if (!block) return NULL;
    }
    void *memory = block->bytes + block->used;
    block->used += padded;
    arena->used += padded;
    memset(memory, 0, size);
    return memory;
}

void *arena_array(struct arena *arena, size_t n, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) return NULL;
    return arena_alloc(arena, bytes);
}

static bool is_last(const struct arena_block *block, const void *old, size_t old_size) {
    size_t padded = (old_size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    return block && padded <= block->used &&
           (const unsigned char *)old == block->bytes + block->used - padded;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size) {
    assert(new_size >= old_size);
    struct arena_block *block = arena->blocks;
    if (!OWN_BLOCKS && old && is_last(block, old, old_size)) {
        size_t start = (size_t)((unsigned char *)old - block->bytes);
        size_t padded = (new_size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
        size_t more = start + padded - block->used;
        if (padded <= block->size - start && arena->used <= arena->ceiling &&
            more <= arena->ceiling - arena->used) {
            block->used += more;
            arena->used += more;
            return old;
        }
    }
    void *grown = arena_alloc(arena, new_size);
    if (grown && old_size) memcpy(grown, old, old_size);
    return grown;
}

bool arena_defer(struct arena *arena, void (*run)(void *data), void *data) {
    struct arena_defer *defer = arena_new(arena, struct arena_defer);
    if (!defer) {
        run(data);
        return false;
    }
    *defer = (struct arena_defer){.older = arena->defers, .run = run, .data = data};
    arena->defers = defer;
    return true;
}

struct arena_mark arena_mark(const struct arena *arena) {
    return (struct arena_mark){
        .block = arena->blocks,
        .defer = arena->defers,
        .block_used = arena->blocks ? arena->blocks->used : 0,
        .used = arena->used,
    };
}

void arena_back(struct arena *arena, struct arena_mark mark) {
    while (arena->defers != mark.defer) {
        struct arena_defer *defer = arena->defers;
        arena->defers = defer->older;
        defer->run(defer->data);
    }
    while (arena->blocks != mark.block) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->older;
        free(block);
    }
    if (arena->blocks) arena->blocks->used = mark.block_used;
    arena->used = mark.used;
}

void arena_release(struct arena *arena) {
    arena_back(arena, (struct arena_mark){0});
}

/* Public ids in addresses: what is accepted is an id other than 0 that its text form gives again,
   up to the letters that people mix up. Compressed bytes: never more than asked for, and what is
   packed unpacks to itself. */
#include "platform/files.h"
#include "platform/secret.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_id(struct str text) {
    char again[ID_TEXT_BYTES + 1];
    uint64_t id = 0, same = 0;
    if (id_parse(text, &id) != RC_OK) {
        if (id) abort();
        return;
    }
    id_text(id, again);
    if (!id || id_parse(str_from(again), &same) != RC_OK || same != id) abort();
}

static void try_gzip(struct arena *arena, struct str bytes) {
    enum { MAX = 4096 };
    struct str plain = {0}, packed = {0};
    if (gzip_unpack(arena, bytes, MAX, &plain) == RC_OK && plain.n > MAX) abort();
    if (gzip_pack(arena, bytes, &packed) != RC_OK) return;
    if (gzip_unpack(arena, packed, bytes.n, &plain) != RC_OK || !str_is(plain, bytes)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str input = {(const char *)data, size};
    struct arena arena;
    arena_init(&arena, 16 * 1024 * 1024);
    try_id(input);
    try_gzip(&arena, input);
    arena_release(&arena);
    return 0;
}

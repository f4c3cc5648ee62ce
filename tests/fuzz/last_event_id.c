/* The Last-Event-ID of a browser that comes back: never a place beyond the newest event, and what
   the stream wrote is found again. Data: epoch (8 bytes), newest (4), then the header's value. */
#include "platform/live.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_own(struct arena *arena, uint64_t epoch, uint32_t newest, uint32_t at) {
    struct str id = str_format(arena, "%llx-%u", (unsigned long long)epoch, at);
    uint64_t place = live_place_read(id, epoch, newest);
    if (place != (at < newest ? at : newest)) abort();
    if (live_place_read(id, epoch ^ 1, newest) != newest) abort(); /* of another start */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    uint64_t epoch;
    uint32_t newest, at = 0;
    if (size < sizeof epoch + sizeof newest) return 0;
    memcpy(&epoch, data, sizeof epoch);
    memcpy(&newest, data + sizeof epoch, sizeof newest);
    size_t from = sizeof epoch + sizeof newest;
    struct str sent = {(const char *)data + from, size - from};
    if (live_place_read(sent, epoch, newest) > newest) abort();
    arena_init(&arena, 1 << 16);
    /* The same value behind the right epoch: only its number is read. */
    struct str right = str_format(&arena, "%llx-%.*s", (unsigned long long)epoch,
                                  (int)(sent.n < 1000 ? sent.n : 1000), sent.p);
    if (live_place_read(right, epoch, newest) > newest) abort();
    memcpy(&at, data + from, sent.n < sizeof at ? sent.n : sizeof at);
    check_own(&arena, epoch, newest, at);
    arena_release(&arena);
    return 0;
}

/* urlencoded bodies: what is accepted is UTF-8, within its limits, and has no name twice. */
#include "platform/http_url.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct http_pairs pairs;
    arena_init(&arena, 1024 * 1024);
    if (http_pairs_parse(&arena, (struct str){(const char *)data, size}, &pairs) == RC_OK) {
        if (pairs.n > HTTP_PAIRS_MAX) abort();
        for (size_t i = 0; i < pairs.n; i++) {
            const struct http_pair *pair = &pairs.v[i];
            if (!pair->name.n || !str_is_utf8(pair->name) || !str_is_utf8(pair->value)) abort();
            if (pair->name.n > HTTP_NAME_MAX || pair->value.n > HTTP_VALUE_MAX) abort();
            for (size_t k = 0; k < i; k++)
                if (str_is(pairs.v[k].name, pair->name)) abort();
        }
    }
    arena_release(&arena);
    return 0;
}

/* The JSON of a snapshot: what is read can be written, and reads back the same. */
#include "core/meeting/sheet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct sheet_result result, again;
    struct str first, second, json = {(const char *)data, size};
    arena_init(&arena, 64 << 20);
    if (sheet_result_read(&arena, json, &result) == RC_OK) {
        for (size_t p = 0; p < result.parts.n; p++)
            for (size_t i = 0; i < result.parts.v[p].axes.n; i++) {
                const struct axis_result *axis = &result.parts.v[p].axes.v[i];
                if (axis->aspect < -1 || axis->aspect >= (int)result.aspects.n) abort();
                if (axis->n && (axis->median4 < 4 * result.min || axis->median4 > 4 * result.max))
                    abort();
            }
        if (sheet_result_write(&arena, &result, &first) == RC_OK) {
            if (sheet_result_read(&arena, first, &again) != RC_OK) abort();
            if (sheet_result_write(&arena, &again, &second) != RC_OK) abort();
            if (!str_is(first, second)) abort();
        }
    }
    arena_release(&arena);
    return 0;
}

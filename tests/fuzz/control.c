/* Lines of the control socket: what is taken can be written, and reads back the same. */
#include "app/control.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const struct control_values *a, const struct control_values *b) {
    if (a->n != b->n) return false;
    for (size_t i = 0; i < a->n; i++)
        if (!str_is(a->v[i].name, b->v[i].name) || !str_is(a->v[i].value, b->v[i].value))
            return false;
    return true;
}

static struct str without_end(const struct buf *out) {
    return str_slice(buf_str(out), 0, out->n - 1);
}

static void check_request(struct arena *arena, struct str line) {
    struct control_request first, second;
    struct buf out;
    if (control_read_request(arena, line, &first) != RC_OK) return;
    buf_init(&out, arena, 8 * CONTROL_LINE_MAX);
    control_write_request(&out, &first);
    if (!buf_ok(&out)) abort();
    if (out.n > CONTROL_LINE_MAX) return;
    if (control_read_request(arena, without_end(&out), &second) != RC_OK) abort();
    if (!str_is(first.command, second.command) || !same(&first.values, &second.values)) abort();
}

static void check_answer(struct arena *arena, struct str line) {
    struct control_answer first, second;
    struct buf out;
    if (control_read_answer(arena, line, &first) != RC_OK) return;
    buf_init(&out, arena, 8 * CONTROL_LINE_MAX);
    control_write_answer(&out, &first);
    if (!buf_ok(&out)) abort();
    if (out.n > CONTROL_LINE_MAX) return;
    if (control_read_answer(arena, without_end(&out), &second) != RC_OK) abort();
    if (first.kind != second.kind || first.done != second.done || first.all != second.all) abort();
    if (first.code != second.code || !str_is(first.text, second.text)) abort();
    if (!same(&first.values, &second.values)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct str line = {(const char *)data, size};
    arena_init(&arena, 64 << 20);
    check_request(&arena, line);
    check_answer(&arena, line);
    arena_release(&arena);
    return 0;
}

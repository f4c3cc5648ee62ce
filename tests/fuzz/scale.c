/* Values that people type on a score sheet: the first bytes make an axis, the rest is the text.
   What is accepted is a value of the axis, and is the same value again when it is written and read.
 */
#include "rules/scale/scale.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact) {
    if (!fact) abort();
}

static void try_value(struct arena *arena, const struct scale_axis *axis, struct str text) {
    int value = -12345678, again = 0;
    enum scale_fault fault = scale_value_parse(text, axis, &value);
    require(fault < SCALE_FAULT__N);
    require((fault == SCALE_MISSING) == (str_trim(text).n == 0));
    if (fault != SCALE_FINE) {
        require(value == -12345678);
        return;
    }
    require(scale_axis_step_of(axis, value) >= 0);
    for (const char *mark = ",."; *mark; mark++) {
        struct buf out;
        buf_init(&out, arena, 64);
        scale_value_write(&out, axis, value, *mark);
        require(scale_value_parse(buf_str(&out), axis, &again) == SCALE_FINE && again == value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct scale_axis known[] = {{0, 5, 1, 0}, {1, 10, 1, 0}, {0, 3, 1, 0}};
    struct arena arena;
    if (size < 4) return 0;
    struct str text = {(const char *)data + 4, size - 4};
    struct scale_axis axis = {(int8_t)data[0] * 10, (int8_t)data[1] * 10, data[2], data[3] % 4};
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT(known); i++) try_value(&arena, &known[i], text);
    if (scale_axis_is_valid(&axis)) try_value(&arena, &axis, text);
    arena_release(&arena);
    return 0;
}

/* The text of a score sheet: what is read is written back byte for byte, and holds only values of
   the scale. The first byte chooses what the tool asks for. */
#include "core/meeting/sheet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct content_axis axes[] = {
    {STR_INIT("a"), STR_INIT("A"), {0}, -1, SOURCE_OURS},
    {STR_INIT("b"), STR_INIT("B"), {0}, -1, SOURCE_OURS},
    {STR_INIT("c"), STR_INIT("C"), {0}, -1, SOURCE_OURS},
};

static void check_values(const int *values, size_t n, int min, int max) {
    for (size_t i = 0; i < n; i++) {
        bool special = values[i] == SHEET_UNANSWERED || values[i] == SHEET_DONT_KNOW;
        if (!special && (values[i] < min || values[i] > max)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    struct arena arena;
    struct sheet sheet;
    struct str again, text = {(const char *)data + 1, size - 1};
    const struct tool tool = {.asks_colleagues = (data[0] & 1) != 0,
                              .asks_reach = (data[0] & 2) != 0,
                              .may_skip = (data[0] & 4) != 0};
    const struct content content = {
        .min = data[0] & 8 ? 1 : 0, .max = data[0] & 8 ? 10 : 5, .step = 1, .axes = {axes, 3}};
    int value;
    arena_init(&arena, 1 << 20);
    if (sheet_read(&arena, &tool, &content, text, &sheet) == RC_OK) {
        check_values(sheet.self.v, sheet.self.n, content.min, content.max);
        check_values(sheet.colleagues.v, sheet.colleagues.n, content.min, content.max);
        check_values(sheet.reach.v, sheet.reach.n, REACH_ALL, REACH_UNKNOWN);
        if (sheet.self.n != 3 || sheet_write(&arena, &sheet, &again) != RC_OK) abort();
        if (!str_is(again, text)) abort();
    }
    if (sheet_value_read(&content, text, &value) == RC_OK)
        check_values(&value, 1, content.min, content.max);
    arena_release(&arena);
    return 0;
}

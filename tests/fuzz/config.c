/* Configuration files: whatever the text, a fault names a line that is there, and good values can
   be written and read again. */
#include "app/config.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int count_lines(struct str text) {
    int n = 1;
    for (size_t i = 0; i < text.n; i++) n += text.p[i] == '\n';
    return n;
}

static void write_and_read(struct arena *arena, const struct config *config) {
    size_t n;
    struct config_fault fault;
    struct config again;
    config_init(&again);
    (void)config_keys(&n);
    for (size_t i = 0; i < n; i++) {
        struct str value = config_value(arena, config, i);
        if (config_set_flag(arena, &again, i, value, &fault) != RC_OK) abort();
        if (!str_is(config_value(arena, &again, i), value)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct config config;
    struct config_fault fault;
    struct str text = {(const char *)data, size};
    arena_init(&arena, 64 << 20);
    config_init(&config);
    enum rc rc = config_read(&arena, text, &config, &fault);
    if (rc == RC_OK)
        write_and_read(&arena, &config);
    else if (rc != RC_INVALID || fault.line < 1 || fault.line > count_lines(text) ||
             fault.message.n == 0)
        abort();
    arena_release(&arena);
    return 0;
}

/* The draft of an own deck or sheet, which the form sends back with every button: what is read can
   be written and reads back the same, buttons keep it within its limits. The first byte chooses
   the button. */
#include "feature/tool/own.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const verbs[] = {"add",      "open-0", "up-1",  "down-0",
                                    "remove-0", "up-999", "down-", "remove--1"};

static void check_limits(const struct own_draft *draft) {
    if (draft->n > CONTENT_CARDS_MAX || draft->open >= (int)draft->n) abort();
    for (size_t i = 0; i < draft->n; i++) {
        const struct own_draft_row *row = &draft->rows[i];
        if (row->source < SOURCE_CATALOGUE || row->source > SOURCE_LOCAL) abort();
        if (row->aspect < -1 || row->aspect > CONTENT_AXES_MAX) abort();
    }
}

static void check_again(struct arena *arena, const struct own_draft *draft,
                        struct own_draft *again) {
    struct str first, second;
    if (own_draft_write(arena, draft, &first) != RC_OK) return; /* too long to send back */
    *again = (struct own_draft){.tool = draft->tool, .open = -1};
    if (own_draft_read(arena, first, again) != RC_OK || again->n != draft->n) abort();
    if (own_draft_write(arena, again, &second) != RC_OK || !str_is(first, second)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct tool deck = {.key = "t", .engine = ENGINE_CARDS};
    static const struct tool sheet = {.key = "t", .engine = ENGINE_SHEET};
    static struct own_draft draft, again;
    struct arena arena;
    if (!size) return 0;
    arena_init(&arena, 16 << 20);
    draft = (struct own_draft){.tool = data[0] & 8 ? &deck : &sheet, .open = -1};
    struct str text = {(const char *)data + 1, size - 1};
    if (own_draft_read(&arena, text, &draft) == RC_OK) {
        check_limits(&draft);
        check_again(&arena, &draft, &again);
        own_draft_do(&arena, &draft, str_from(verbs[data[0] & 7]));
        check_limits(&draft);
        check_again(&arena, &draft, &again);
    }
    arena_release(&arena);
    return 0;
}

/* Decks and sheets from a file: what is refused has a reason and a place; what is taken can be
   written, and reads back the same. The first byte chooses between a deck and a sheet. */
#include "core/meeting/content.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct content_aspect aspects[] = {{STR_INIT("p"), STR_INIT("Personlig")}};

static enum rc own_content(struct arena *arena, enum lang lang, struct str form,
                           struct content *content) {
    (void)arena, (void)lang, (void)form;
    *content = (struct content){.max = 5, .step = 1, .aspects = {aspects, 1}};
    return RC_OK;
}

static const struct tool deck = {.key = "t", .engine = ENGINE_CARDS, .content = own_content};
static const struct tool sheet = {
    .key = "t", .engine = ENGINE_SHEET, .content = own_content, .may_change_rays = true};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    struct arena arena;
    struct content content, again;
    struct content_problem problem;
    struct str first, second, json = {(const char *)data + 1, size - 1};
    const struct tool *tool = data[0] & 1 ? &deck : &sheet;
    arena_init(&arena, 64 << 20);
    enum rc rc = content_read(&arena, tool, json, &content, &problem);
    if (rc == RC_OK) {
        if (content.axes.n > CONTENT_AXES_MAX || content.cards.n > CONTENT_CARDS_MAX) abort();
        if (content_write(&arena, &content, &first) == RC_OK) {
            if (first.n <= CONTENT_JSON_MAX &&
                content_read(&arena, tool, first, &again, &problem) != RC_OK)
                abort();
            if (content_write(&arena, &again, &second) != RC_OK || !str_is(first, second)) abort();
        }
    } else if (rc != RC_INVALID || problem.reason == T_none || !str_is_utf8(problem.where)) {
        abort();
    }
    arena_release(&arena);
    return 0;
}

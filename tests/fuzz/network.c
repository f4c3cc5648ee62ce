/* What people type as a link of a post, and as the questions of a guide. A link that is read is an
   address of ours, has words of its own and reads as itself; a guide keeps its limits. */
#include "feature/network/interview.h"
#include "feature/network/post.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_link(struct arena *arena, struct str text) {
    struct str link = post_link(arena, text);
    if (!link.n) return;
    if (link.p[0] != '/' || post_link_label(link) == T_none) abort();
    if (!str_is(post_link(arena, link), link)) abort();
    for (size_t i = 0; i < link.n; i++)
        if (link.p[i] != '/' && !((link.p[i] >= '0' && link.p[i] <= '9') ||
                                  (link.p[i] >= 'a' && link.p[i] <= 'z')))
            abort();
}

static void try_guide(struct arena *arena, struct str text) {
    struct guide guide = {0};
    if (guide_parse(arena, text, &guide) != RC_OK) return;
    if (!guide.questions.n || guide.questions.n > GUIDE_QUESTIONS_MAX) abort();
    for (size_t i = 0; i < guide.questions.n; i++)
        if (!guide.questions.v[i].n || str_length(guide.questions.v[i]) > GUIDE_QUESTION_MAX)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str input = {(const char *)data, size};
    struct arena arena;
    arena_init(&arena, 1 << 20);
    if (str_is_utf8(input)) {
        try_link(&arena, input);
        try_guide(&arena, input);
    }
    arena_release(&arena);
    return 0;
}

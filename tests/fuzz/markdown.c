/* Markdown: whatever the source, the HTML holds only tags that we write, properly nested, and links
   with harmless addresses; the excerpt is UTF-8 and no longer than asked. */
#include "platform/markdown.h"

#include <stdlib.h>
#include <string.h>

static const char *const pairs[] = {"p",  "ul", "ol", "li", "em", "strong", "blockquote", "a",
                                    "h2", "h3", "h4", "h5", "h6", "pre",    "code"};
static const char *const singles[] = {"br", "hr"};
enum { DEEPEST = 400 };

static void must(bool fact) {
    if (!fact) abort();
}

static int find(const char *const *names, size_t n, struct str name) {
    for (size_t i = 0; i < n; i++)
        if (str_is(name, str_from(names[i]))) return (int)i;
    return -1;
}

/* The attributes of an opening tag are none, a start number, or a link's two. */
static void check_attributes(struct str name, struct str rest) {
    if (rest.n == 0) return;
    if (str_is(name, STR("ol"))) {
        must(str_starts(rest, STR(" start=\"")));
        return;
    }
    must(str_is(name, STR("a")));
    static const struct str starts[] = {STR_INIT(" href=\"https://"), STR_INIT(" href=\"http://"),
                                        STR_INIT(" href=\"mailto:"), STR_INIT(" href=\"tel:")};
    bool harmless = false;
    for (size_t i = 0; i < COUNT(starts); i++) harmless |= str_starts(rest, starts[i]);
    must(harmless && str_ends(rest, STR("\" rel=\"nofollow ugc\"")));
    size_t quotes = 0;
    for (size_t i = 0; i < rest.n; i++) quotes += rest.p[i] == '"';
    must(quotes == 4);
}

static void check_html(struct str html) {
    int open[DEEPEST];
    size_t depth = 0;
    must(str_is_utf8(html));
    for (size_t i = str_find(html, '<', 0); i < html.n; i = str_find(html, '<', i + 1)) {
        bool closing = i + 1 < html.n && html.p[i + 1] == '/';
        size_t start = i + 1 + closing, end = str_find(html, '>', start);
        must(end < html.n);
        struct str tag = str_slice(html, start, end);
        struct str name = str_slice(tag, 0, str_find(tag, ' ', 0));
        int pair = find(pairs, COUNT(pairs), name);
        if (closing) {
            must(depth > 0 && open[--depth] == pair && tag.n == name.n);
        } else if (pair >= 0) {
            must(depth < DEEPEST);
            check_attributes(name, str_slice(tag, name.n, tag.n));
            open[depth++] = pair;
        } else {
            must(find(singles, COUNT(singles), name) >= 0 && tag.n == name.n);
        }
    }
    must(depth == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str source = {(const char *)data, size};
    struct arena arena;
    arena_init(&arena, 64 << 20);
    struct html html;
    if (markdown_html(&arena, source, 2, &html) == RC_OK) check_html(html.text);
    struct str excerpt;
    if (markdown_excerpt(&arena, source, 40, &excerpt) == RC_OK)
        must(str_is_utf8(excerpt) && str_length(excerpt) <= 41);
    arena_release(&arena);
    return 0;
}

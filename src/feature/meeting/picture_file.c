/* The pictures of a result as SVG files, to put into a report or a letter: the same drawing as on
   the page, with its colours inside, because a file has no style sheet. */
#include "feature/meeting/inner.h"

enum { SVG_MAX = 1024 * 1024, STACK_WIDTH = 320, CAPTION = 28, GAP = 16 };

static const char style[] =
    "<style>text{font-family:'IBM Plex Sans',Arial,sans-serif;fill:#1d2a2b;font-size:14px}"
    ".fill-1{fill:#0d5c63}.fill-2{fill:#b8690f}.fill-3{fill:#6b4e9b}.fill-4{fill:#7b8280}"
    ".fill-5{fill:#9c3d54}.fill-rest{fill:#d9d5c8}.fill-paper{fill:#fff}.fill-ink{fill:#1d2a2b}"
    ".tint-1{fill:#e3efed}.tint-2{fill:#f8ead7}.tint-3{fill:#ebe5f3}.tint-4{fill:#e9ebea}"
    ".stroke-1{stroke:#0d5c63}.stroke-2{stroke:#b8690f}.stroke-3{stroke:#6b4e9b}"
    ".stroke-ink{stroke:#1d2a2b}.stroke-paper{stroke:#fff}.stroke-spread{stroke:#a9c6c5}"
    ".stroke-line{stroke:#767e7c}.chart-text-soft{fill:#4c5a5b;font-size:13px}"
    ".chart-halo{stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}"
    ".strip-hollow{fill:#fff;stroke:#b8690f;stroke-width:2}.radar-value,.strip-median{"
    "font-weight:600}.strip-text,.radar-scale{font-size:12px}.caption{font-weight:600}</style>";

#define SVG_HEAD "<svg xmlns=\"http://www.w3.org/2000/svg\" font-size=\"14\" "

/* Where the needle stands in the text from there on; text.n: nowhere. */
static size_t find(struct str text, const char *needle, size_t from) {
    const struct str what = str_from(needle);
    for (size_t at = str_find(text, what.p[0], from); at < text.n;
         at = str_find(text, what.p[0], at + 1))
        if (str_starts(str_slice(text, at, text.n), what)) return at;
    return text.n;
}

static struct str between(struct str text, const char *before, const char *after) {
    size_t from = find(text, before, 0) + str_from(before).n;
    if (from >= text.n) return (struct str){0};
    return str_slice(text, from, find(text, after, from));
}

/* The next chart of the page, with its element; false: there is none. */
static bool next_chart(struct str *rest, struct str *chart) {
    size_t from = find(*rest, "<svg class=\"chart", 0), to = find(*rest, "</svg>", from);
    if (to >= rest->n) return false;
    *chart = str_slice(*rest, from, to + 6);
    *rest = str_slice(*rest, to + 6, rest->n);
    return true;
}

static bool is_kind(struct str chart, const char *kind) {
    return str_starts(chart, STR("<svg class=\"chart ")) &&
           str_starts(str_slice(chart, 18, chart.n), str_from(kind));
}

/* A web, with the names of its rays around it where there is room for them. */
static void put_web(struct buf *out, struct str web, struct str wide) {
    struct str box = between(wide.n ? wide : web, "viewBox=\"", "\"");
    struct str title = between(web, "<title", "</title>");
    buf_format(out, SVG_HEAD "viewBox=\"%.*s\"><title%.*s</title>%s", STR_ARG(box), STR_ARG(title),
               style);
    if (wide.n) buf_lit(out, "<defs>");
    buf_add(out, web);
    if (wide.n) buf_lit(out, "</defs>");
    if (wide.n) buf_add(out, str_slice(wide, find(wide, ">", 0) + 1, wide.n));
    if (!wide.n) buf_lit(out, "</svg>");
}

/* Strips or lines below each other, each under its name. */
static void put_stack(struct buf *body, struct str chart, int64_t *y) {
    int64_t height = 0;
    struct str box = between(chart, "viewBox=\"0 0 320 ", "\"");
    struct str title = between(chart, "<title", "<");
    if (str_to_i64(box, &height) != RC_OK || height < 0 || height > 4000) return;
    title = str_slice(title, find(title, ">", 0) + 1, title.n);
    buf_format(body, "<text class=\"caption\" x=\"0\" y=\"%lld\">%.*s</text>", (long long)*y + 18,
               STR_ARG(title));
    *y += CAPTION;
    buf_format(body, "<svg x=\"0\" y=\"%lld\" width=\"320\" height=\"%lld\" overflow=\"visible\"",
               (long long)*y, (long long)height);
    buf_add(body, str_slice(chart, 4, chart.n));
    *y += height + GAP;
}

/* Each web is a picture, and all strips or lines that stand in a row are one together. */
static int64_t number_of(struct str chart, bool *in_stack, int64_t before) {
    bool is_web = is_kind(chart, "radar-chart");
    bool is_new = is_web || !*in_stack;
    *in_stack = !is_web;
    return before + is_new;
}

size_t picture_count(struct html html) {
    struct str rest = html.text, chart;
    int64_t n = 0;
    bool in_stack = false;
    while (next_chart(&rest, &chart))
        if (!is_kind(chart, "radar-wide")) n = number_of(chart, &in_stack, n);
    return n < PICTURES_MAX ? (size_t)n : PICTURES_MAX;
}

static bool put_wide(struct str rest, struct str web, struct buf *out) {
    struct str wide;
    bool has_wide = next_chart(&rest, &wide) && is_kind(wide, "radar-wide");
    put_web(out, web, has_wide ? wide : (struct str){0});
    return true;
}

static bool put_picture(struct arena *arena, struct str html, int64_t wanted, struct buf *out) {
    struct str rest = html, chart;
    struct buf body;
    int64_t n = 0, y = GAP;
    bool in_stack = false;
    buf_init(&body, arena, SVG_MAX);
    while (next_chart(&rest, &chart)) {
        if (is_kind(chart, "radar-wide")) continue;
        n = number_of(chart, &in_stack, n);
        if (n == wanted && !in_stack) return put_wide(rest, chart, out);
        if (n == wanted) put_stack(&body, chart, &y);
    }
    if (y == GAP || !buf_ok(&body)) return false;
    buf_format(out, SVG_HEAD "viewBox=\"-16 0 %d %lld\">%s", STACK_WIDTH + 32, (long long)y, style);
    buf_add(out, buf_str(&body));
    buf_lit(out, "</svg>");
    return true;
}

enum rc picture_write(struct arena *arena, struct html html, int64_t number, struct str *svg) {
    struct buf out;
    buf_init(&out, arena, SVG_MAX);
    if (number < 1 || number > PICTURES_MAX || !put_picture(arena, html.text, number, &out))
        return RC_ABSENT;
    *svg = buf_str(&out);
    return buf_ok(&out) ? RC_OK : RC_LIMIT;
}

/* Markdown by libcmark-gfm's core, with the parsed tree checked node by node before it is written.
 */
#include "platform/markdown.h"

#include <assert.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

/* A tree of a 20 KB text is far below this; it bounds what a hostile one can ask of the renderer.
 */
enum { HTML_LONGEST = 64 * MARKDOWN_LONGEST, DEEPEST = 100, OPTIONS = CMARK_OPT_VALIDATE_UTF8 };

static void free_tree(void *tree) {
    cmark_node_free(tree);
}

static enum rc parse(struct arena *arena, struct str source, cmark_node **root) {
    if (source.n > MARKDOWN_LONGEST) return RC_LIMIT;
    if (!str_is_utf8(source)) return RC_INVALID;
    cmark_node *tree = cmark_parse_document(source.n ? source.p : "", source.n, OPTIONS);
    if (!tree) return RC_BROKEN;
    if (!arena_defer(arena, free_tree, tree)) return RC_LIMIT;
    *root = tree;
    return RC_OK;
}

/* ---- writing ---- */

struct writer {
    struct arena *arena;
    struct page page; /* for its escaping */
    int top;          /* the highest heading level to write */
    int shift;        /* added to heading levels */
    unsigned depth;
};

static struct str literal(cmark_node *node) {
    return str_from(cmark_node_get_literal(node));
}

/* The element of a node that is nothing but a pair of tags, or the empty string. */
static const char *plain_element(cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_BLOCK_QUOTE) return "blockquote";
    if (type == CMARK_NODE_ITEM) return "li";
    if (type == CMARK_NODE_EMPH) return "em";
    if (type == CMARK_NODE_STRONG) return "strong";
    if (type == CMARK_NODE_PARAGRAPH) {
        cmark_node *list = cmark_node_parent(cmark_node_parent(node));
        bool tight =
            list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
        return tight ? "" : "p";
    }
    return "";
}

static void write_list(struct writer *writer, cmark_node *node, bool entering) {
    struct buf *out = writer->page.out;
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    if (!entering) {
        buf_add(out, ordered ? STR("</ol>\n") : STR("</ul>\n"));
        return;
    }
    int start = cmark_node_get_list_start(node);
    if (!ordered)
        buf_lit(out, "<ul>\n");
    else if (start == 1)
        buf_lit(out, "<ol>\n");
    else
        buf_format(out, "<ol start=\"%d\">\n", start);
}

static void write_heading(struct writer *writer, cmark_node *node, bool entering) {
    int level = cmark_node_get_heading_level(node) + writer->shift;
    if (level < writer->top) level = writer->top; /* headings inside lists and quotes */
    if (level > 6) level = 6;
    buf_format(writer->page.out, entering ? "<h%d>" : "</h%d>\n", level);
}

/* Links whose address is not let through leave only their text. A picture is a link to it. */
static void write_link(struct writer *writer, cmark_node *node, bool entering) {
    struct url url = {0};
    if (url_external(writer->arena, str_from(cmark_node_get_url(node)), &url) != RC_OK) return;
    /* Pictures inside links would make links inside links. */
    for (cmark_node *up = cmark_node_parent(node); up; up = cmark_node_parent(up)) {
        cmark_node_type type = cmark_node_get_type(up);
        if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) return;
    }
    struct buf *out = writer->page.out;
    if (!entering) {
        buf_lit(out, "</a>");
        return;
    }
    buf_lit(out, "<a href=\"");
    page_put_url(&writer->page, url);
    buf_lit(out, "\" rel=\"nofollow ugc\">");
}

static void write_code(struct writer *writer, cmark_node *node, bool block) {
    struct buf *out = writer->page.out;
    buf_add(out, block ? STR("<pre><code>") : STR("<code>"));
    page_put_str(&writer->page, literal(node));
    buf_add(out, block ? STR("</code></pre>\n") : STR("</code>"));
}

static void write_plain(struct writer *writer, cmark_node *node, bool entering) {
    const char *element = plain_element(node);
    if (!*element) return;
    buf_add(writer->page.out, entering ? STR("<") : STR("</"));
    buf_add(writer->page.out, str_from(element));
    bool block = (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
    buf_add(writer->page.out, !entering && block ? STR(">\n") : STR(">"));
}

/* Raw HTML, footnotes and whatever else is not named here write nothing. */
static void write_node(struct writer *writer, cmark_node *node, bool entering) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT)
        page_put_str(&writer->page, literal(node));
    else if (type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK)
        write_code(writer, node, type == CMARK_NODE_CODE_BLOCK);
    else if (type == CMARK_NODE_SOFTBREAK)
        buf_lit(writer->page.out, "\n");
    else if (type == CMARK_NODE_LINEBREAK)
        buf_lit(writer->page.out, "<br>\n");
    else if (type == CMARK_NODE_THEMATIC_BREAK)
        buf_lit(writer->page.out, "<hr>\n");
    else if (type == CMARK_NODE_LIST)
        write_list(writer, node, entering);
    else if (type == CMARK_NODE_HEADING)
        write_heading(writer, node, entering);
    else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
        write_link(writer, node, entering);
    else
        write_plain(writer, node, entering);
}

/* The level of the highest heading that is in no list or quote, or 1. */
static int highest_heading(cmark_node *root) {
    int highest = 7;
    for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING &&
            cmark_node_get_heading_level(node) < highest)
            highest = cmark_node_get_heading_level(node);
    return highest > 6 ? 1 : highest;
}

static enum rc write_tree(struct writer *writer, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    if (!iter) return RC_BROKEN;
    enum rc rc = RC_OK;
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        bool entering = event == CMARK_EVENT_ENTER;
        bool leaf = !cmark_node_first_child(node);
        if (entering && !leaf && ++writer->depth > DEEPEST) rc = RC_LIMIT;
        if (rc != RC_OK) break;
        write_node(writer, node, entering);
        if (!entering && !leaf) writer->depth--;
    }
    cmark_iter_free(iter);
    return rc;
}

enum rc markdown_html(struct arena *arena, struct str source, int top, struct html *html) {
    assert(top >= 2 && top <= 6);
    cmark_node *root = NULL;
    TRY(parse(arena, source, &root));
    struct buf out;
    buf_init(&out, arena, HTML_LONGEST);
    struct writer writer = {
        .arena = arena, .page = {.out = &out}, .top = top, .shift = top - highest_heading(root)};
    TRY(write_tree(&writer, root));
    if (!buf_ok(&out)) return RC_LIMIT;
    *html = page_html(&writer.page);
    return RC_OK;
}

struct html markdown_stored(struct str html) {
    return (struct html){html};
}

/* ---- excerpts ---- */

/* Adds text with every run of white space as one space. */
static void add_words(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        bool space = text.p[i] == ' ' || (text.p[i] >= '\t' && text.p[i] <= '\r');
        if (!space)
            buf_add_char(out, text.p[i]);
        else if (out->n && out->p[out->n - 1] != ' ')
            buf_add_char(out, ' ');
    }
}

static enum rc plain_text(struct buf *out, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    if (!iter) return RC_BROKEN;
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            add_words(out, literal(node));
        else if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK ||
                 type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            add_words(out, STR(" "));
    }
    cmark_iter_free(iter);
    return RC_OK;
}

/* Byte length of the first n characters. */
static size_t bytes_of(struct str text, size_t n) {
    size_t i = 0;
    while (i < text.n && n > 0) {
        i++;
        while (i < text.n && ((unsigned char)text.p[i] & 0xC0) == 0x80) i++;
        n--;
    }
    return i;
}

enum rc markdown_excerpt(struct arena *arena, struct str source, size_t n, struct str *text) {
    cmark_node *root = NULL;
    TRY(parse(arena, source, &root));
    struct buf out;
    buf_init(&out, arena, 4 * MARKDOWN_LONGEST);
    TRY(plain_text(&out, root));
    if (!buf_ok(&out)) return RC_LIMIT;
    struct str whole = str_trim(buf_str(&out));
    size_t end = bytes_of(whole, n);
    *text = str_slice(whole, 0, end);
    if (end == whole.n) return RC_OK;
    size_t word = end;
    while (word > 0 && whole.p[word] != ' ') word--;
    struct str cut = str_trim(str_slice(whole, 0, word ? word : end));
    *text = str_format(arena, "%.*s\xE2\x80\xA6", STR_ARG(cut));
    return text->p ? RC_OK : RC_LIMIT;
}

/* Escaping and writing of values into HTML. */
#include "platform/page.h"

struct html page_html(const struct page *page) {
    return (struct html){buf_str(page->out)};
}

static const struct str REPLACEMENT = STR_INIT("\xEF\xBF\xBD"); /* U+FFFD */

enum byte_kind { PLAIN, ENTITY, CONTROL, MULTI };

/* Bytes above 0x7F and those that need care; everything else is copied in runs. */
static enum byte_kind byte_kind(unsigned char c) {
    if (c >= 0x80) return MULTI;
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r' ? PLAIN : CONTROL;
    if (c == 0x7F) return CONTROL;
    return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' ? ENTITY : PLAIN;
}

static struct str entity(unsigned char c) {
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&quot;");
    default:
        return STR("&#39;");
    }
}

/* Bytes of the well-formed sequence at s that HTML allows, or 0. */
static size_t allowed_sequence(struct str s) {
    unsigned char first = (unsigned char)s.p[0];
    size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (n > s.n || !str_is_utf8((struct str){s.p, n})) return 0;
    if (first == 0xC2 && (unsigned char)s.p[1] < 0xA0) return 0; /* C1 controls */
    return n;
}

void page_put_str(struct page *page, struct str value) {
    size_t run = 0;
    for (size_t i = 0; i < value.n;) {
        unsigned char c = (unsigned char)value.p[i];
        enum byte_kind kind = byte_kind(c);
        size_t n = kind == MULTI ? allowed_sequence(str_slice(value, i, value.n)) : kind == PLAIN;
        if (n) {
            i += n;
            continue;
        }
        buf_add(page->out, str_slice(value, run, i));
        buf_add(page->out, kind == ENTITY ? entity(c) : REPLACEMENT);
        run = ++i;
    }
    buf_add(page->out, str_slice(value, run, value.n));
}

void page_put_html(struct page *page, struct html value) {
    buf_add(page->out, value.text);
}

void page_put_i64(struct page *page, int64_t value) {
    buf_add_i64(page->out, value);
}

void page_put_u64(struct page *page, uint64_t value) {
    char digits[20];
    size_t i = sizeof digits;
    do digits[--i] = (char)('0' + value % 10);
    while (value /= 10);
    buf_add(page->out, (struct str){digits + i, sizeof digits - i});
}

void page_put_when(struct page *page, struct when value, enum when_format format) {
    if (format == WHEN_AGO)
        text_add_ago(page->out, page->lang, value, page->now_ms);
    else
        text_add_when(page->out, page->lang, value, format);
}

void page_put_when_full(struct page *page, struct when value) {
    text_add_when(page->out, page->lang, value, WHEN_FULL);
}

void page_put_number(struct page *page, struct number value) {
    text_add_number(page->out, page->lang, value);
}

void page_put_decimal(struct page *page, struct decimal value) {
    text_add_decimal(page->out, page->lang, value);
}

void page_put_percent(struct page *page, struct percent value) {
    text_add_percent(page->out, page->lang, value);
}

void page_put_money(struct page *page, struct money value) {
    text_add_money(page->out, page->lang, value);
}

void page_put_text(struct page *page, enum text_id value) {
    page_put_str(page, text_of(page->lang, value));
}

void page_put_count(struct page *page, int64_t value) {
    text_add_number(page->out, page->lang, (struct number){value});
}

void page_prefix(struct page *page) {
    buf_add(page->out, page->prefix);
}

void page_form_token(struct page *page) {
    buf_lit(page->out, "<input type=\"hidden\" name=\"token\" value=\"");
    page_put_str(page, page->form_token);
    buf_lit(page->out, "\">");
}

/*
 * Writing a page: the only way from a value to HTML. Compiled templates call these functions; the
 * type of the value decides how it is escaped, so that nobody can choose wrongly. Handlers make a
 * struct page, fill a view struct and call the template: budget_result_html(page, &view).
 */
#ifndef PLATFORM_PAGE_H
#define PLATFORM_PAGE_H

#include "platform/text.h"

struct page {
    struct buf *out;
    enum lang lang;
    struct str prefix;     /* "" or "/da" or "/en": put before internal addresses */
    int64_t now_ms;        /* for "3 days ago" */
    struct str form_token; /* of the visitor's session; what {{form_token}} writes */
};

/* HTML that is safe to write as it is. Made only by page_html, markdown_html and HTML_LITERAL. */
struct html {
    struct str text;
};
#define HTML_LITERAL(literal) ((struct html){STR(literal)})

/* An address for href, src or action. Made only by the url_ functions below. Internal ones begin
   with "/" and get the page's language prefix when written. Empty when there is none. */
struct url {
    struct str path;
    bool exact; /* written without the page's language prefix */
};

/* ---- addresses ---- */

struct url_part {
    bool is_text;
    struct str text;
    int64_t number;
};
struct url_part url_part_str(struct str value);
struct url_part url_part_i64(int64_t value);
struct url_part url_part_u64(uint64_t value);
#define URL_PART(value)                                                                            \
    _Generic((value), struct str                                                                   \
             : url_part_str, int                                                                   \
             : url_part_i64, long                                                                  \
             : url_part_i64, long long                                                             \
             : url_part_i64, unsigned                                                              \
             : url_part_u64, unsigned long                                                         \
             : url_part_u64, unsigned long long                                                    \
             : url_part_u64)(value)

/* An internal address: each %s takes the next value (struct str or an integer), percent-encoded as
   one path segment or query value. The format is a literal that begins with "/" and a letter, or is
   "/" alone: url_format(arena, "/i/%s?page=%s", id, 2). Up to six values; more or fewer than the
   format asks for is a programmer error (assert). */
#define url_format(arena, ...)                                                                     \
    URL_PICK_(__VA_ARGS__, URL_6_, URL_5_, URL_4_, URL_3_, URL_2_, URL_1_, URL_0_)                 \
    (arena, __VA_ARGS__)
#define URL_PICK_(f, a, b, c, d, e, g, pick, ...) pick
#define URL_0_(arena, f) url_build((arena), "" f, NULL, 0)
#define URL_1_(arena, f, a) url_build((arena), "" f, (const struct url_part[]){URL_PART(a)}, 1)
#define URL_2_(arena, f, a, b)                                                                     \
    url_build((arena), "" f, (const struct url_part[]){URL_PART(a), URL_PART(b)}, 2)
#define URL_3_(arena, f, a, b, c)                                                                  \
    url_build((arena), "" f, (const struct url_part[]){URL_PART(a), URL_PART(b), URL_PART(c)}, 3)
#define URL_4_(arena, f, a, b, c, d)                                                               \
    url_build((arena), "" f,                                                                       \
              (const struct url_part[]){URL_PART(a), URL_PART(b), URL_PART(c), URL_PART(d)}, 4)
#define URL_5_(arena, f, a, b, c, d, e)                                                            \
    url_build((arena), "" f,                                                                       \
              (const struct url_part[]){URL_PART(a), URL_PART(b), URL_PART(c), URL_PART(d),        \
                                        URL_PART(e)},                                              \
              5)
#define URL_6_(arena, f, a, b, c, d, e, g)                                                         \
    url_build((arena), "" f,                                                                       \
              (const struct url_part[]){URL_PART(a), URL_PART(b), URL_PART(c), URL_PART(d),        \
                                        URL_PART(e), URL_PART(g)},                                 \
              6)
struct url url_build(struct arena *arena, const char *format, const struct url_part *parts,
                     size_t n);

/* The path of a request (already checked by the router: begins with one "/") as an address, with
   whatever is unsafe in it percent-encoded. For "come back here" links. */
struct url url_of_path(struct arena *arena, struct str path);

/* The same page in a language: "/en" put before an internal address for good. */
struct url url_in_language(struct arena *arena, enum lang lang, struct url url);
/* An internal address with scheme and host before it, for mail, feeds and canonical links. base is
   "https://host" without a slash at the end, as configured. */
struct url url_absolute(struct arena *arena, struct str base, struct url url);

/* An address that a person wrote. RC_INVALID unless it is an absolute http or https address with a
   host, a mailto or a tel address, in printable ASCII (others percent-encoded by this function). */
enum rc url_external(struct arena *arena, struct str text, struct url *url) MUST_CHECK;
/* mailto: and tel: links; the empty address when the value cannot be one. */
struct url url_mail(struct arena *arena, struct str address);
struct url url_phone(struct arena *arena, struct str number);

/* ---- writing ---- */

/* What has been written so far, as HTML to set into another page (the body into the layout). */
struct html page_html(const struct page *page);

/* Text: & < > " ' become entities; bytes that are not UTF-8, and control characters that HTML
   forbids, become U+FFFD. Safe in text and in quoted attributes. */
void page_put_str(struct page *page, struct str value);
void page_put_html(struct page *page, struct html value);
void page_put_i64(struct page *page, int64_t value);
void page_put_u64(struct page *page, uint64_t value);
void page_put_url(struct page *page, struct url value);
void page_put_when(struct page *page, struct when value, enum when_format format);
void page_put_when_full(struct page *page, struct when value);
void page_put_number(struct page *page, struct number value);
void page_put_decimal(struct page *page, struct decimal value);
void page_put_percent(struct page *page, struct percent value);
void page_put_money(struct page *page, struct money value);
void page_put_text(struct page *page, enum text_id value);
/* Integers inside translated text: with thousands separators. */
void page_put_count(struct page *page, int64_t value);

/* A value inside an address: percent-encoded. */
void page_put_part(struct page *page, struct url_part part);

/* Literal HTML of a template. */
static inline void page_raw(struct page *page, const char *html, size_t n) {
    buf_add(page->out, (struct str){html, n});
}
void page_prefix(struct page *page);
/* The hidden field that every form which posts carries. */
void page_form_token(struct page *page);

/* Writes any value that may stand in text; char * and everything unlisted does not compile. */
#define PAGE_PUT(page, value)                                                                      \
    _Generic((value), struct str                                                                   \
             : page_put_str, struct html                                                           \
             : page_put_html, struct url                                                           \
             : page_put_url, struct when                                                           \
             : page_put_when_full, struct number                                                   \
             : page_put_number, struct decimal                                                     \
             : page_put_decimal, struct percent                                                    \
             : page_put_percent, struct money                                                      \
             : page_put_money, short                                                               \
             : page_put_i64, int                                                                   \
             : page_put_i64, long                                                                  \
             : page_put_i64, long long                                                             \
             : page_put_i64, unsigned char                                                         \
             : page_put_u64, unsigned short                                                        \
             : page_put_u64, unsigned                                                              \
             : page_put_u64, unsigned long                                                         \
             : page_put_u64, unsigned long long                                                    \
             : page_put_u64)(page, value)

#endif

/* The one builder of addresses (RFC 3986): segments and query values percent-encoded, people's own
   addresses let through only with a scheme that cannot run script. */
#include "platform/page.h"

#include <assert.h>
#include <string.h>

enum { URL_LONGEST = 4096 };

static bool is_alnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_unreserved(char c) {
    return is_alnum(c) || (c && strchr("-._~", c));
}

static void add_encoded(struct buf *out, char c) {
    static const char digits[] = "0123456789ABCDEF";
    unsigned char byte = (unsigned char)c;
    buf_add_char(out, '%');
    buf_add_char(out, digits[byte >> 4]);
    buf_add_char(out, digits[byte & 15]);
}

/* Encodes everything but unreserved characters and those in keep. */
static void add_part(struct buf *out, struct str value, const char *keep) {
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (is_unreserved(c) || (c && strchr(keep, c)))
            buf_add_char(out, c);
        else
            add_encoded(out, c);
    }
}

struct url_part url_part_str(struct str value) {
    return (struct url_part){.is_text = true, .text = value};
}

struct url_part url_part_i64(int64_t value) {
    return (struct url_part){.number = value};
}

struct url_part url_part_u64(uint64_t value) {
    assert(value <= INT64_MAX);
    return (struct url_part){.number = (int64_t)value};
}

/* "." and ".." would climb in the path even when percent-encoded, so they become "-". */
static void add_url_part(struct buf *out, struct url_part part) {
    if (!part.is_text)
        buf_add_i64(out, part.number);
    else if (str_is(part.text, STR(".")) || str_is(part.text, STR("..")))
        buf_add_char(out, '-');
    else
        add_part(out, part.text, "");
}

void page_put_part(struct page *page, struct url_part part) {
    add_url_part(page->out, part);
}

struct url url_build(struct arena *arena, const char *format, const struct url_part *parts,
                     size_t n) {
    assert(format[0] == '/' && format[1] != '/');
    assert(strncmp(format, "/%s", 3) != 0); /* an empty first part would make "//host" */
    struct buf out;
    buf_init(&out, arena, URL_LONGEST);
    size_t used = 0;
    for (const char *at = format; *at; at++) {
        if (at[0] != '%') {
            buf_add_char(&out, *at);
            continue;
        }
        assert(at[1] == 's' && used < n);
        add_url_part(&out, parts[used++]);
        at++;
    }
    assert(used == n);
    return buf_ok(&out) ? (struct url){.path = buf_str(&out)} : (struct url){0};
}

struct url url_of_path(struct arena *arena, struct str path) {
    struct buf out;
    buf_init(&out, arena, URL_LONGEST);
    if (path.n == 0 || path.p[0] != '/') buf_add_char(&out, '/');
    for (size_t i = 0; i < path.n && buf_ok(&out); i++) {
        bool second_slash = i == 1 && (path.p[1] == '/' || path.p[1] == '\\');
        add_part(&out, str_slice(path, i, i + 1), second_slash ? "" : "/%?&=+,;:@!$()*");
    }
    return buf_ok(&out) ? (struct url){.path = buf_str(&out)} : (struct url){0};
}

static struct url join(struct arena *arena, struct str before, struct str code, struct str path) {
    struct buf out;
    buf_init(&out, arena, URL_LONGEST);
    buf_add(&out, before);
    buf_add(&out, code);
    buf_add(&out, path);
    if (!buf_ok(&out)) return (struct url){0};
    return (struct url){.path = buf_str(&out), .exact = true};
}

struct url url_in_language(struct arena *arena, enum lang lang, struct url url) {
    if (url.exact || url.path.n == 0 || url.path.p[0] != '/') return url;
    return join(arena, STR("/"), lang_code(lang), url.path);
}

struct url url_absolute(struct arena *arena, struct str base, struct url url) {
    if (url.path.n == 0 || url.path.p[0] != '/') return url;
    return join(arena, base, STR(""), url.path);
}

/* ---- addresses that people wrote ---- */

/* The part after a scheme must be non-empty, begin with a letter or digit (or + for telephones),
   and hold no space, control character, quote or angle bracket. Non-ASCII becomes %XX. */
static enum rc add_rest(struct buf *out, struct str rest) {
    if (rest.n == 0 || !str_is_utf8(rest)) return RC_INVALID;
    if (!is_alnum(rest.p[0]) && rest.p[0] != '+' && rest.p[0] != '[' &&
        (unsigned char)rest.p[0] < 0x80)
        return RC_INVALID;
    for (size_t i = 0; i < rest.n; i++) {
        unsigned char c = (unsigned char)rest.p[i];
        if (c <= 0x20 || c == 0x7F || strchr("\"'<>\\`^{|}", c)) return RC_INVALID;
        if (c < 0x80)
            buf_add_char(out, (char)c);
        else
            add_encoded(out, (char)c);
    }
    return buf_ok(out) ? RC_OK : RC_LIMIT;
}

enum rc url_external(struct arena *arena, struct str text, struct url *url) {
    static const struct str schemes[] = {STR_INIT("https://"), STR_INIT("http://"),
                                         STR_INIT("mailto:"), STR_INIT("tel:")};
    for (size_t i = 0; i < COUNT(schemes); i++) {
        if (!str_is_nocase(str_slice(text, 0, schemes[i].n), schemes[i])) continue;
        struct buf out;
        buf_init(&out, arena, URL_LONGEST);
        buf_add(&out, schemes[i]);
        TRY(add_rest(&out, str_slice(text, schemes[i].n, text.n)));
        *url = (struct url){.path = buf_str(&out)};
        return RC_OK;
    }
    return RC_INVALID;
}

struct url url_mail(struct arena *arena, struct str address) {
    size_t at = str_find(address, '@', 0);
    if (at == 0 || at >= address.n - 1 || !str_is_utf8(address)) return (struct url){0};
    struct buf out;
    buf_init(&out, arena, URL_LONGEST);
    buf_lit(&out, "mailto:");
    add_part(&out, address, "@+");
    return buf_ok(&out) ? (struct url){.path = buf_str(&out)} : (struct url){0};
}

struct url url_phone(struct arena *arena, struct str number) {
    struct buf out;
    buf_init(&out, arena, 64);
    buf_lit(&out, "tel:");
    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];
        if ((c >= '0' && c <= '9') || (c == '+' && out.n == 4))
            buf_add_char(&out, c);
        else if (!strchr(" -.()/", c) || !c)
            return (struct url){0};
    }
    return buf_ok(&out) && out.n > 6 ? (struct url){.path = buf_str(&out)} : (struct url){0};
}

void page_put_url(struct page *page, struct url value) {
    bool internal = value.path.n && value.path.p[0] == '/' && !value.exact;
    if (internal && !str_starts(value.path, STR("/static/"))) page_prefix(page);
    page_put_str(page, value.path);
}

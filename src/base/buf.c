/* Growing buffers in an arena. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_init(struct buf *buf, struct arena *arena, size_t ceiling) {
    *buf = (struct buf){.arena = arena, .ceiling = ceiling};
}

static bool grow(struct buf *buf, size_t more) {
    if (buf->failed || more > buf->ceiling || buf->n > buf->ceiling - more) return false;
    size_t needed = buf->n + more;
    if (needed <= buf->room) return true;
    size_t room = buf->room ? buf->room * 2 : 256;
    if (room < needed) room = needed;
    if (room > buf->ceiling) room = buf->ceiling;
    char *grown = arena_grow(buf->arena, buf->p, buf->room, room);
    if (!grown) return false;
    buf->p = grown;
    buf->room = room;
    return true;
}

char *buf_reserve(struct buf *buf, size_t n) {
    if (!grow(buf, n)) {
        buf->failed = true;
        return NULL;
    }
    return buf->p + buf->n;
}

void buf_add_slowly(struct buf *buf, struct str s) {
    if (s.n == 0) return;
    char *to = buf_reserve(buf, s.n);
    if (!to) return;
    memcpy(to, s.p, s.n);
    buf->n += s.n;
}

void buf_add_char(struct buf *buf, char c) {
    buf_add(buf, (struct str){&c, 1});
}

void buf_add_i64(struct buf *buf, int64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0) digits[--at] = '-';
    buf_add(buf, (struct str){digits + at, sizeof digits - at});
}

void buf_format(struct buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) {
        buf->failed = true;
        return;
    }
    char *to = buf_reserve(buf, (size_t)n + 1);
    if (!to) return;
    va_start(args, format);
    vsnprintf(to, (size_t)n + 1, format, args);
    va_end(args);
    buf->n += (size_t)n;
}

void buf_add_json(struct buf *buf, struct str s) {
    static const char hex[] = "0123456789abcdef";
    buf_add_char(buf, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < ' ') {
            buf_lit(buf, "\\u00");
            buf_add_char(buf, hex[c >> 4]);
            buf_add_char(buf, hex[c & 15]);
            continue;
        }
        if (c == '"' || c == '\\') buf_add_char(buf, '\\');
        buf_add_char(buf, (char)c);
    }
    buf_add_char(buf, '"');
}

void buf_add_csv(struct buf *buf, struct str s) {
    bool is_formula = s.n && str_find(STR("=+-@\t\r"), s.p[0], 0) < 6;
    buf_add_char(buf, '"');
    if (is_formula) buf_add_char(buf, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_add_char(buf, '"');
        buf_add_char(buf, s.p[i]);
    }
    buf_add_char(buf, '"');
}

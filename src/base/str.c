/* String slices: comparison, cutting, numbers, UTF-8 and hexadecimal. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_from(const char *c_string) {
    return (struct str){c_string, c_string ? strlen(c_string) : 0};
}

bool str_is(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_is_nocase(struct str a, struct str b) {
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return false;
    return true;
}

int str_compare(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order) return order;
    return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix) {
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(struct str s, struct str suffix) {
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

size_t str_find(struct str s, char byte, size_t from) {
    if (from >= s.n) return s.n;
    const char *found = memchr(s.p + from, byte, s.n - from);
    return found ? (size_t)(found - s.p) : s.n;
}

struct str str_slice(struct str s, size_t from, size_t to) {
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return (struct str){s.p ? s.p + from : NULL, to - from};
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s) {
    while (s.n && is_space(s.p[0])) s = str_slice(s, 1, s.n);
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool str_cut(struct str *rest, char separator, struct str *part) {
    if (!rest->p) return false;
    size_t at = str_find(*rest, separator, 0);
    *part = str_slice(*rest, 0, at);
    *rest = at < rest->n ? str_slice(*rest, at + 1, rest->n) : (struct str){0};
    return true;
}

struct str str_copy(struct arena *arena, struct str s) {
    char *copy = s.n < SIZE_MAX ? arena_alloc(arena, s.n + 1) : NULL;
    if (!copy) return (struct str){0};
    if (s.n) memcpy(copy, s.p, s.n);
    return (struct str){copy, s.n};
}

const char *str_c(struct arena *arena, struct str s) {
    return str_find(s, '\0', 0) == s.n ? str_copy(arena, s).p : NULL;
}

struct str str_format(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) return (struct str){0};
    char *text = arena_alloc(arena, (size_t)n + 1);
    if (!text) return (struct str){0};
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return (struct str){text, (size_t)n};
}

enum rc str_to_i64(struct str s, int64_t *value) {
    bool negative = s.n && s.p[0] == '-';
    struct str digits = str_slice(s, negative, s.n);
    if (digits.n == 0) return RC_INVALID;
    int64_t sum = 0;
    for (size_t i = 0; i < digits.n; i++) {
        int digit = digits.p[i] - '0';
        if (digit < 0 || digit > 9) return RC_INVALID;
        if (__builtin_mul_overflow(sum, 10, &sum)) return RC_INVALID;
        if (__builtin_add_overflow(sum, negative ? -digit : digit, &sum)) return RC_INVALID;
    }
    *value = sum;
    return RC_OK;
}

/* Length of the well-formed sequence at the start of s, or 0 (RFC 3629, table 3-7 of Unicode). */
static size_t sequence_length(const unsigned char *s, size_t n) {
    if (s[0] < 0x80) return s[0] != 0;
    size_t length = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || length > n) return 0;
    for (size_t i = 1; i < length; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    if (s[0] == 0xE0 && s[1] < 0xA0) return 0; /* overlong */
    if (s[0] == 0xED && s[1] > 0x9F) return 0; /* surrogates */
    if (s[0] == 0xF0 && s[1] < 0x90) return 0; /* overlong */
    if (s[0] == 0xF4 && s[1] > 0x8F) return 0; /* above U+10FFFF */
    return length;
}

bool str_is_utf8(struct str s) {
    for (size_t i = 0; i < s.n;) {
        size_t length = sequence_length((const unsigned char *)s.p + i, s.n - i);
        if (!length) return false;
        i += length;
    }
    return true;
}

size_t str_length(struct str s) {
    size_t length = 0;
    for (size_t i = 0; i < s.n; i++) length += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return length;
}

struct str str_hex(struct arena *arena, const void *bytes, size_t n) {
    static const char digits[] = "0123456789abcdef";
    char *text = n < SIZE_MAX / 2 ? arena_alloc(arena, 2 * n + 1) : NULL;
    if (!text) return (struct str){0};
    const unsigned char *from = bytes;
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digits[from[i] >> 4];
        text[2 * i + 1] = digits[from[i] & 15];
    }
    return (struct str){text, 2 * n};
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum rc str_unhex(struct str s, void *bytes, size_t n) {
    if (s.n / 2 != n || s.n % 2) return RC_INVALID;
    unsigned char *to = bytes;
    for (size_t i = 0; i < n; i++) {
        int high = hex_digit(s.p[2 * i]);
        int low = hex_digit(s.p[2 * i + 1]);
        if (high < 0 || low < 0) return RC_INVALID;
        to[i] = (unsigned char)(high * 16 + low);
    }
    return RC_OK;
}

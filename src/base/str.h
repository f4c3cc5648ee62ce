/*
 * Strings as slices: a pointer and a length, never NUL-dependent. A slice does not own its bytes;
 * they live in an arena, in the input, or in the program.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"
#include "base/rc.h"

struct str {
    const char *p; /* may be NULL when n is 0 */
    size_t n;
};

/* A string literal as a slice; STR_INIT is for static initialisers. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_INIT(literal)                                                                          \
    { "" literal, sizeof(literal) - 1 }

/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

struct str str_from(const char *c_string); /* NULL gives the empty slice */
bool str_is(struct str a, struct str b);
bool str_is_nocase(struct str a, struct str b); /* ASCII letters only */
/* Byte order, shorter first among equals: the order of strcmp for text without NUL. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Index of the first such byte at or after from, or s.n. */
size_t str_find(struct str s, char byte, size_t from);
/* The bytes [from, to), both clamped to the slice. */
struct str str_slice(struct str s, size_t from, size_t to);
/* Without ASCII white space at either end. */
struct str str_trim(struct str s);

/* Cuts the part before the first separator off *rest (or all of it). False when *rest is spent:
   "a,b," gives "a", "b", "". Start with *rest.p != NULL. */
bool str_cut(struct str *rest, char separator, struct str *part);

/* Copies into the arena, with a NUL after the last byte. p is NULL when memory is out. */
struct str str_copy(struct arena *arena, struct str s);
/* A NUL-terminated copy for a C library; NULL when out of memory or when s holds a NUL. */
const char *str_c(struct arena *arena, struct str s);
/* printf into the arena; the empty slice with p NULL when out of memory. */
struct str str_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A whole decimal number with optional minus and nothing else; RC_INVALID also on overflow. */
enum rc str_to_i64(struct str s, int64_t *value) MUST_CHECK;

/* True for well-formed UTF-8 without NUL. */
bool str_is_utf8(struct str s);
/* Number of code points in well-formed UTF-8. */
size_t str_length(struct str s);

/* Lower-case hexadecimal, and back. RC_INVALID unless s is exactly 2 * n hex digits. */
struct str str_hex(struct arena *arena, const void *bytes, size_t n);
enum rc str_unhex(struct str s, void *bytes, size_t n) MUST_CHECK;

#endif

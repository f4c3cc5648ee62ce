/*
 * Growing buffers with a ceiling. Appending never fails loudly: the first append that does not fit
 * marks the buffer, later ones do nothing, and buf_ok is asked once at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

#include <string.h>

struct buf {
    struct arena *arena;
    char *p;
    size_t n;
    size_t room;
    size_t ceiling;
    bool failed;
};

/* An empty buffer whose bytes live in the arena and never exceed ceiling. */
void buf_init(struct buf *buf, struct arena *arena, size_t ceiling);
/* buf_add for what does not fit the room there is. */
void buf_add_slowly(struct buf *buf, struct str s);
static inline void buf_add(struct buf *buf, struct str s) {
    if (buf->failed || s.n > buf->room - buf->n || s.n == 0) {
        buf_add_slowly(buf, s);
        return;
    }
    memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
}
void buf_add_char(struct buf *buf, char c);
void buf_add_i64(struct buf *buf, int64_t value);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string: quoted, with ", \ and control characters escaped. The text is valid UTF-8. */
void buf_add_json(struct buf *buf, struct str s);
/* A CSV field (RFC 4180), always quoted. What a spreadsheet would take for a formula gets an
   apostrophe. */
void buf_add_csv(struct buf *buf, struct str s);
/* Room for n more bytes to be written by the caller, who then adds to buf->n; NULL when it failed.
 */
char *buf_reserve(struct buf *buf, size_t n);
static inline bool buf_ok(const struct buf *buf) {
    return !buf->failed;
}
static inline struct str buf_str(const struct buf *buf) {
    return (struct str){buf->p, buf->n};
}

#define buf_lit(buf, literal) buf_add((buf), STR(literal))

#endif

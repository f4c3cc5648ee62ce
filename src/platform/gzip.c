/* gzip by zlib, with its memory from an arena. */
#include "platform/files.h"

#include "base/buf.h"

#include <assert.h>

#include <limits.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8 }; /* + 16: with gzip's header and checksum */

static void *take(void *arena, unsigned items, unsigned size) {
    return arena_array(arena, items, size);
}

static void leave(void *arena, void *memory) {
    (void)arena, (void)memory; /* the arena frees it */
}

struct gzip_stream {
    z_stream z;
    enum rc (*to)(void *data, struct str packed);
    void *data;
    unsigned char out[64 * 1024];
};

enum rc gzip_stream_open(struct gzip_stream **opened, struct arena *arena,
                         enum rc (*to)(void *data, struct str packed), void *data) {
    struct gzip_stream *stream = arena_new(arena, struct gzip_stream);
    if (!stream) return RC_LIMIT;
    stream->z = (z_stream){.zalloc = take, .zfree = leave, .opaque = arena};
    stream->to = to;
    stream->data = data;
    int code =
        deflateInit2(&stream->z, 6, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY);
    *opened = stream;
    return code == Z_OK ? RC_OK : RC_LIMIT;
}

/* Deflates what is in z.next_in; with Z_FINISH to the end. */
static enum rc pump(struct gzip_stream *stream, int flush) {
    int code = Z_OK;
    do {
        stream->z.next_out = stream->out;
        stream->z.avail_out = sizeof stream->out;
        code = deflate(&stream->z, flush);
        assert(code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR);
        size_t n = sizeof stream->out - stream->z.avail_out;
        if (n) TRY(stream->to(stream->data, (struct str){(const char *)stream->out, n}));
    } while (stream->z.avail_out == 0);
    return RC_OK;
}

enum rc gzip_stream_add(struct gzip_stream *stream, struct str plain) {
    while (plain.n) {
        unsigned n = plain.n > UINT_MAX ? UINT_MAX : (unsigned)plain.n;
        stream->z.next_in = (unsigned char *)plain.p;
        stream->z.avail_in = n;
        TRY(pump(stream, Z_NO_FLUSH));
        plain = str_slice(plain, n, plain.n);
    }
    return RC_OK;
}

enum rc gzip_stream_close(struct gzip_stream *stream) {
    stream->z.avail_in = 0;
    TRY(pump(stream, Z_FINISH));
    deflateEnd(&stream->z);
    return RC_OK;
}

static enum rc gather(void *data, struct str packed) {
    struct buf *out = data;
    buf_add(out, packed);
    return buf_ok(out) ? RC_OK : RC_LIMIT;
}

enum rc gzip_pack(struct arena *arena, struct str plain, struct str *packed) {
    struct gzip_stream *stream = NULL;
    struct buf out;
    buf_init(&out, arena, plain.n + plain.n / 1000 + 1024);
    TRY(gzip_stream_open(&stream, arena, gather, &out));
    TRY(gzip_stream_add(stream, plain));
    TRY(gzip_stream_close(stream));
    *packed = buf_str(&out);
    return RC_OK;
}

enum rc gzip_unpack(struct arena *arena, struct str packed, size_t max, struct str *plain) {
    z_stream z = {.zalloc = take, .zfree = leave, .opaque = arena};
    struct buf out;
    int code = Z_OK;
    if (packed.n > UINT_MAX) return RC_LIMIT;
    z.next_in = (unsigned char *)(packed.p ? packed.p : "");
    z.avail_in = (unsigned)packed.n;
    if (inflateInit2(&z, GZIP_WINDOW) != Z_OK) return RC_LIMIT;
    buf_init(&out, arena, max + 1);
    while (code == Z_OK) {
        size_t piece = max + 1 - out.n < 65536 ? max + 1 - out.n : 65536;
        char *to = piece ? buf_reserve(&out, piece) : NULL;
        if (!to) break;
        z.next_out = (unsigned char *)to;
        z.avail_out = (unsigned)piece;
        code = inflate(&z, Z_NO_FLUSH);
        out.n += piece - z.avail_out;
        if (code == Z_BUF_ERROR) break; /* cut off */
    }
    bool whole = code == Z_STREAM_END && z.avail_in == 0;
    inflateEnd(&z);
    if (out.n > max || !buf_ok(&out) || code == Z_OK) return RC_LIMIT;
    if (!whole) return RC_INVALID;
    *plain = buf_str(&out);
    return RC_OK;
}

struct gunzip {
    z_stream z;
    bool ended;
};

enum rc gunzip_open(struct gunzip **gunzip, struct arena *arena, struct str packed) {
    if (packed.n > UINT_MAX) return RC_LIMIT;
    struct gunzip *made = arena_new(arena, struct gunzip);
    if (!made) return RC_LIMIT;
    made->z = (z_stream){.zalloc = take, .zfree = leave, .opaque = arena};
    made->z.next_in = (unsigned char *)(packed.p ? packed.p : "");
    made->z.avail_in = (unsigned)packed.n;
    if (inflateInit2(&made->z, GZIP_WINDOW) != Z_OK) return RC_LIMIT;
    *gunzip = made;
    return RC_OK;
}

int64_t gunzip_next(void *data, char *to, size_t n) {
    struct gunzip *gunzip = data;
    if (gunzip->ended) return 0;
    unsigned room = n > UINT_MAX ? UINT_MAX : (unsigned)n;
    gunzip->z.next_out = (unsigned char *)to;
    gunzip->z.avail_out = room;
    int code = inflate(&gunzip->z, Z_NO_FLUSH);
    gunzip->ended = code == Z_STREAM_END;
    int64_t filled = room - gunzip->z.avail_out;
    bool stuck = code != Z_OK && code != Z_STREAM_END;
    return stuck || (filled == 0 && !gunzip->ended) ? -1 : filled;
}

/* QR codes by libqrencode. */
#include "platform/qr.h"

#include "base/buf.h"

#include <qrencode.h>

enum { TEXT_MAX = 600, QUIET = 4, PATH_MAX_BYTES = 256 * 1024 };

static void free_code(void *code) {
    QRcode_free(code);
}

/* Dark modules that stand side by side in a row become one rectangle. */
static void add_row(struct buf *out, const unsigned char *row, int width, int y) {
    for (int x = 0; x < width;) {
        int from = x;
        while (x < width && row[x] & 1) x++;
        if (x > from)
            buf_format(out, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
        else
            x++;
    }
}

enum rc qr_make(struct arena *arena, struct str text, struct qr *qr) {
    const char *bytes = str_c(arena, text);
    if (!bytes || !text.n || text.n > TEXT_MAX) return RC_LIMIT;
    QRcode *code = QRcode_encodeString8bit(bytes, 0, QR_ECLEVEL_M);
    if (!code || !arena_defer(arena, free_code, code)) return RC_LIMIT;
    struct buf out;
    buf_init(&out, arena, PATH_MAX_BYTES);
    for (int y = 0; y < code->width; y++)
        add_row(&out, code->data + (size_t)y * (size_t)code->width, code->width, y);
    int side = code->width + 2 * QUIET;
    qr->box = str_format(arena, "0 0 %d %d", side, side);
    qr->path = buf_str(&out);
    return buf_ok(&out) && qr->box.p ? RC_OK : RC_LIMIT;
}

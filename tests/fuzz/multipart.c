/* multipart bodies with the boundary "X": whole and in pieces must give the same parts and code. */
#include "platform/http_multipart.h"

#include "base/buf.h"

#include <stdlib.h>

struct record {
    struct buf text;
    bool open;
};

static enum rc begin(void *data, const struct multipart_part *part) {
    struct record *record = data;
    if (record->open || !part->name.n || !str_is_utf8(part->name)) abort();
    record->open = true;
    buf_lit(&record->text, "<");
    buf_add(&record->text, part->name);
    buf_add(&record->text, part->is_file ? STR("|") : STR(":"));
    buf_add(&record->text, part->file_name);
    buf_add(&record->text, part->type);
    return RC_OK;
}

static enum rc bytes(void *data, struct str piece) {
    struct record *record = data;
    if (!record->open) abort();
    buf_add(&record->text, piece);
    return RC_OK;
}

static enum rc end(void *data) {
    struct record *record = data;
    if (!record->open) abort();
    record->open = false;
    buf_lit(&record->text, ">");
    return RC_OK;
}

static enum rc parse(struct arena *arena, struct record *record, struct str body, size_t step) {
    struct multipart_sink sink = {begin, bytes, end, record};
    struct multipart parser;
    *record = (struct record){.open = false};
    buf_init(&record->text, arena, 1024 * 1024);
    TRY(multipart_init(&parser, STR("multipart/form-data; boundary=X"), &sink));
    for (size_t at = 0; at < body.n; at += step)
        TRY(multipart_feed(&parser, str_slice(body, at, at + step)));
    TRY(multipart_finish(&parser));
    if (record->open) abort();
    return RC_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    struct str body = {(const char *)data + 1, size - 1};
    struct arena arena;
    struct record whole, pieces;
    arena_init(&arena, 16 * 1024 * 1024);
    enum rc once = parse(&arena, &whole, body, body.n);
    enum rc again = parse(&arena, &pieces, body, 1 + data[0] % 64);
    if (once != again || !str_is(buf_str(&whole.text), buf_str(&pieces.text))) abort();
    arena_release(&arena);
    return 0;
}

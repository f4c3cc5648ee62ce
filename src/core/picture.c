/* What the pictures of score sheets share: reasons, points, numbers, and text cut into lines. */
#include "core/picture_path.h"

#include <assert.h>
#include <math.h>

struct picture_reason picture_reason(enum scale_why why, int n, int k) {
    return (struct picture_reason){
        .is_any = why != SCALE_SHOWN,
        .is_room = why == SCALE_ROOM_SMALL,
        .is_group = why == SCALE_GROUP_SMALL,
        .is_rest = why == SCALE_REST_SMALL,
        .is_single = why == SCALE_ONE_GROUP,
        .n = n,
        .k = scale_k(k),
    };
}

struct picture_point picture_point(const struct scale_summary *summary, bool may_show) {
    if (!may_show || summary->n == 0) return (struct picture_point){0};
    return (struct picture_point){.has = true,
                                  .median = summary->median,
                                  .q1 = summary->q1,
                                  .q3 = summary->q3,
                                  .n = summary->n,
                                  .dont_know = summary->dont_know};
}

struct picture_point picture_agreed(int value) {
    int quarters = value * SCALE_QUARTERS;
    return (struct picture_point){.has = true, .median = quarters, .q1 = quarters, .q3 = quarters};
}

struct decimal picture_decimal(int quarters, const struct scale_axis *axis) {
    struct decimal decimal = {(int64_t)quarters * 25, axis->places + 2};
    while (decimal.places > 0 && decimal.units % 10 == 0) {
        decimal.units /= 10;
        decimal.places--;
    }
    return decimal;
}

struct decimal picture_units(int value, const struct scale_axis *axis) {
    return picture_decimal(value * SCALE_QUARTERS, axis);
}

/* ---- text ---- */

/* A letter's width in hundredths of the font size, a little on the wide side, because the reader's
   font may be another one. */
static int letter_width(unsigned char c) {
    if (c == ' ') return 28;
    if (strchr("iljI.,:;'|!", c)) return 32;
    if (strchr("ftr()[]/-", c)) return 42;
    if (strchr("mwMW@%", c)) return 92;
    if (c >= 'A' && c <= 'Z') return 70;
    return c < 0x80 ? 61 : 66;
}

/* Bytes of the letter at the front of s: 1 to 4, never beyond the end. */
static size_t letter_bytes(struct str s) {
    size_t n = 1;
    while (n < s.n && n < 4 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n++;
    return n;
}

int picture_text_width(struct str text) {
    int width = 0;
    for (size_t at = 0; at < text.n; at += letter_bytes(str_slice(text, at, text.n))) {
        unsigned char c = (unsigned char)text.p[at];
        width += c == 0 ? 0 : letter_width(c);
    }
    return width;
}

/* How many bytes of a word without spaces fit into width, at least one letter. */
static size_t letters_that_fit(struct str word, int width) {
    size_t n = letter_bytes(word);
    while (n < word.n) {
        size_t more = n + letter_bytes(str_slice(word, n, word.n));
        if (picture_text_width(str_slice(word, 0, more)) > width) break;
        n = more;
    }
    return n;
}

struct wrapping {
    struct arena *arena;
    int width;
    struct picture_line *lines;
    size_t n;
};

static enum rc add_line(struct wrapping *wrapping, struct str text) {
    if (wrapping->n % 8 == 0) {
        size_t size = wrapping->n * sizeof *wrapping->lines;
        struct picture_line *more =
            arena_grow(wrapping->arena, wrapping->lines, size, size + 8 * sizeof *wrapping->lines);
        if (!more) return RC_LIMIT;
        wrapping->lines = more;
    }
    wrapping->lines[wrapping->n++] = (struct picture_line){.text = text};
    return RC_OK;
}

/* Cuts a word that is too long into lines with a hyphen, until its rest fits. */
static enum rc divide_word(struct wrapping *wrapping, struct str *word) {
    int hyphen = letter_width('-');
    while (picture_text_width(*word) > wrapping->width) {
        size_t n = letters_that_fit(*word, wrapping->width - hyphen);
        if (n == word->n) return RC_OK;
        struct str part = str_format(wrapping->arena, "%.*s-", STR_ARG(str_slice(*word, 0, n)));
        if (!part.p) return RC_LIMIT;
        TRY(add_line(wrapping, part));
        *word = str_slice(*word, n, word->n);
    }
    return RC_OK;
}

enum rc picture_wrap(struct arena *arena, struct str text, int width, struct picture_lines *lines) {
    struct wrapping wrapping = {.arena = arena, .width = width};
    struct str rest = str_trim(text), line = {0}, word;
    *lines = (struct picture_lines){0};
    while (rest.n && str_cut(&rest, ' ', &word)) {
        if (word.n == 0) continue;
        struct str longer =
            line.n ? (struct str){line.p, (size_t)(word.p + word.n - line.p)} : word;
        if (picture_text_width(longer) <= width) {
            line = longer;
            continue;
        }
        if (line.n) TRY(add_line(&wrapping, line));
        TRY(divide_word(&wrapping, &word));
        line = word;
    }
    if (line.n) TRY(add_line(&wrapping, line));
    lines->lines.v = wrapping.lines;
    lines->lines.n = wrapping.n;
    return RC_OK;
}

/* ---- paths ---- */

void path_start(struct buf *path, struct arena *arena) {
    enum { PATH_MAX_BYTES = 16384 };
    buf_init(path, arena, PATH_MAX_BYTES);
}

/* A number with one decimal and a point, whatever the locale. */
static void put_number(struct buf *path, double value) {
    long tenths = lround(value * 10);
    if (tenths < 0) buf_add_char(path, '-');
    tenths = labs(tenths);
    buf_add_i64(path, tenths / 10);
    if (tenths % 10 == 0) return;
    buf_add_char(path, '.');
    buf_add_i64(path, tenths % 10);
}

void path_to(struct buf *path, char command, struct place place) {
    buf_add_char(path, command);
    put_number(path, place.x);
    buf_add_char(path, ' ');
    put_number(path, place.y);
}

void path_dot(struct buf *path, struct place at, enum dot_shape shape) {
    static const char *const shapes[] = {
        [DOT_ROUND] = "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
        [DOT_SQUARE] = "m-4.5-4.5h9v9h-9z",
        [DOT_TRIANGLE] = "m0-6l5.5 10h-11z",
    };
    path_to(path, 'M', at);
    buf_add(path, str_from(shapes[shape]));
}

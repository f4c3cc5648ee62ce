/*
 * The answers on each axis as dots over its values, the median marked: for the sense of coherence
 * (own over the guess about colleagues, with the gap between them in sign and words), for the
 * conditions of change (a verbal scale, and whether a condition is missing or contested), and for
 * the rays of a star in the order of disagreement. Many answers become bars with their number.
 */
#ifndef CORE_PICTURE_STRIP_H
#define CORE_PICTURE_STRIP_H

#include "core/picture.h"

enum { STRIP_ROWS_MAX = 4 };

/* One line of dots. */
struct strip_row_data {
    struct str label;                    /* "Jeg selv", "Kollegerne", "Aftenhold"; may be empty */
    const struct scale_summary *summary; /* of the axis it stands under */
    struct picture_reason reason;        /* is_any: may not be shown */
};

struct strip_data {
    struct str label;
    struct scale_axis axis;
    LIST(struct str) words; /* what each value is called, from min up; empty: its number */
    LIST(struct strip_row_data) rows; /* 1 to STRIP_ROWS_MAX */
    bool show_gap; /* of two rows, own and guessed: the difference of their medians in words */
    bool is_missing, is_contested; /* said in words beside the name */
};

struct strips_data {
    struct str id; /* letters and digits, unique on the page */
    struct str title;
    LIST(struct strip_data) strips;
    struct picture_reason reason; /* is_any: nothing is shown but this */
};

/* ---- the view of picture_strips.html; filled by picture_strips ---- */

struct strip_tick {
    int x;
    struct decimal value;
    LIST(struct picture_line) lines; /* its word; empty: the value stands there */
};
struct strip_number {
    int x, y, n;
};
struct strip_count {
    int n;
    struct decimal value;
    struct str word;
};
struct strip_row {
    struct str strip_label;
    struct str label;
    struct picture_reason reason;
    LIST(struct picture_line) lines; /* the label */
    bool has;
    int base; /* of the dots */
    int median_x, median_top, text_x, text_y;
    struct decimal median;
    int n, dont_know;
    struct str marks; /* dots or bars, as a path */
    bool is_second;   /* hollow */
    LIST(struct strip_number) numbers;
    LIST(struct strip_count) counts; /* for the table */
};
struct strip {
    struct str id, label;
    bool has_picture, is_missing, is_contested;
    bool has_gap, gap_is_more, gap_is_less;
    struct decimal gap; /* without its sign */
    int height, tick_y;
    LIST(struct strip_tick) ticks;
    LIST(struct strip_row) rows;
};
struct picture_strips {
    struct str id, title;
    struct picture_reason reason;
    bool is_bars;
    LIST(struct strip) strips;
};

/* Computes the pictures; the strings of data must outlive the view. RC_LIMIT when memory is out. */
enum rc picture_strips(struct arena *arena, const struct strips_data *data,
                       struct picture_strips *view) MUST_CHECK;

#endif

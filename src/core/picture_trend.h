/*
 * Medians over time, a small line for each axis: the pulse of the conditions for change, the
 * history of a star, the sense of coherence before and after. Dates stand as far apart as they lie
 * in time.
 */
#ifndef CORE_PICTURE_TREND_H
#define CORE_PICTURE_TREND_H

#include "core/picture.h"

enum { TREND_DATES_MAX = 40 };

struct trend_axis_data {
    struct str label;
    struct scale_axis axis;
    LIST(struct picture_point) points; /* one for each date; has false: a gap in the line */
};

struct trend_data {
    struct str id; /* letters and digits, unique on the page */
    struct str title;
    LIST(struct when) dates; /* oldest first, at least one, at most TREND_DATES_MAX */
    LIST(struct trend_axis_data) axes;
    size_t left_out; /* axes that not all dates have, for the note; see scale_compare_sheets */
};

/* ---- the view of picture_trend.html; filled by picture_trend ---- */

struct trend_text {
    int x, y;
    struct decimal value;
};
struct trend_row {
    struct when date;
    bool has, has_spread;
    struct decimal median, q1, q3;
    int n, dont_know;
};
struct trend_line {
    struct str id, label;
    bool has_any;
    struct when first_date, last_date; /* with a figure */
    struct decimal first, last;
    struct str line, spread, dots, grid; /* paths */
    LIST(struct trend_text) levels;      /* the values of the grid */
    LIST(struct trend_text) values;      /* beside the dots */
    LIST(struct trend_row) rows;         /* the table */
};
struct picture_trend {
    struct str id, title;
    size_t left_out;
    struct when from, to;
    bool is_single_date;
    LIST(struct trend_line) lines;
};

/* Computes the pictures; the strings of data must outlive the view. RC_LIMIT when memory is out. */
enum rc picture_trend(struct arena *arena, const struct trend_data *data,
                      struct picture_trend *view) MUST_CHECK;

#endif

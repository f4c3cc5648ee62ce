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

struct trend_mark {
    int x, y, text_y, bar_y, bar_height;
    struct decimal value;
    bool has_text, has_bar;
};
struct trend_grid {
    int y, text_y;
    struct decimal value;
};
struct trend_row {
    struct when date;
    bool has;
    struct decimal median, q1, q3;
    int n, dont_know;
};
struct trend_line {
    struct str id, label, path;
    bool has_any, has_two;
    struct when first_date, last_date;
    struct decimal first, last;
    LIST(struct trend_grid) grid;
    LIST(struct trend_mark) marks;
    LIST(struct trend_row) rows;
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

/*
 * Pictures of score sheets, for live screens, summaries, history, prints and the pages where a tool
 * is tried: what all of them share. A picture is an SVG from the server with a table of its figures
 * beside it. The caller fills a small struct of plain values (…_data), picture_X() computes places
 * and lines into a view, and {{> picture_X member}} writes it. Where the small-number rule or too
 * few answers forbid a figure, the same component shows the reason in words instead.
 */
#ifndef CORE_PICTURE_H
#define CORE_PICTURE_H

#include "platform/text.h"
#include "rules/scale/few.h"
#include "rules/scale/scale.h"

enum {
    PICTURE_SERIES_MAX = 3, /* webs or lines in one picture: sectors or dates */
    PICTURE_AXES_MAX = 24,
};

/* Why there is no picture; the view of picture_reason.html. All false: there is one. */
struct picture_reason {
    bool is_any;
    bool is_room;   /* n of k needed have answered */
    bool is_group;  /* the group has n, k are needed */
    bool is_rest;   /* those outside the group would be n, k are needed */
    bool is_single; /* only one group has answered */
    bool is_rays;   /* answers on n rays only, a web needs k */
    int n, k;
};
struct picture_reason picture_reason(enum scale_why why, int n, int k);

/* What a group or a date says on one axis; everything in quarters of the axis's unit, as
   struct scale_summary has it. */
struct picture_point {
    bool has; /* false: not shown, whether nobody answered or too few did */
    int median, q1, q3;
    int n, dont_know;
};
/* The point of a summary; empty unless it may be shown and holds an answer. */
struct picture_point picture_point(const struct scale_summary *summary, bool may_show);
/* The point of a value that a group agreed on aloud (consensus mode): n and spread are left out. */
struct picture_point picture_agreed(int value);

/* A web or a line: everybody's, a sector's, or a date's. */
struct picture_series {
    struct str label;
    int people;                        /* who answered; 0: not told (consensus) */
    LIST(struct picture_point) points; /* one for each axis */
};

/* Quarters of a unit as a number without superfluous decimals: 14 on a star is 3,5. */
struct decimal picture_decimal(int quarters, const struct scale_axis *axis);

/* A rough measure of how wide a text stands at a font size of 100, in the same unit; and the text
   cut into lines no wider than width at that size, words that are longer still being divided with a
   hyphen. RC_LIMIT when memory is out. */
int picture_text_width(struct str text);
struct picture_line {
    struct str text;
    int y; /* filled by the picture */
};
struct picture_lines {
    LIST(struct picture_line) lines;
};
enum rc picture_wrap(struct arena *arena, struct str text, int width,
                     struct picture_lines *lines) MUST_CHECK;

#endif

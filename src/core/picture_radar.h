/*
 * The web of the star: 3 to 24 rays from 0 in the middle outwards, grouped and tinted by aspect,
 * one to three webs over each other. Only a single web has a light filling, because the area
 * depends on the order of the rays. Up to 12 rays have their names around the web where there is
 * room; on a phone, and with more rays, numbers stand there and the table beside is the key.
 */
#ifndef CORE_PICTURE_RADAR_H
#define CORE_PICTURE_RADAR_H

#include "core/picture.h"

struct radar_ray_data {
    struct str label;
    size_t aspect; /* index into aspects */
};

struct radar_data {
    struct str id;          /* letters and digits, unique on the page */
    struct str title;       /* what the picture is of: "Stjernen, marts 2026" */
    struct scale_axis axis; /* all rays have the same */
    LIST(struct radar_ray_data) rays;
    LIST(struct str) aspects;           /* their names, in the order of the rays; may be empty */
    LIST(struct picture_series) series; /* 1 to 3 */
    bool show_spread;                   /* draw q1 to q3 on each ray; only with one series */
    struct picture_reason reason;       /* is_any: show this instead */
    struct picture_reason note;         /* beside the picture: why there is no overlay */
};

/* ---- the view of picture_radar.html; filled by picture_radar ---- */

struct radar_ring {
    int r, label_x, label_y;
    struct decimal value;
};
struct radar_sector {
    int tint; /* 1 to 4, for its class */
    struct str path, name;
    int from, to; /* numbers of its first and last ray */
};
struct radar_end {
    int number, x, y;
};
struct radar_name {
    struct str anchor; /* text-anchor */
    int x;
    LIST(struct picture_line) lines;
};
struct radar_value {
    int x, y;
    struct decimal value;
};
struct radar_web {
    struct str label;
    int number, people;            /* number: 1 to 3, for the classes of its colour */
    struct str line, dashes, fill; /* paths; fill only for a single whole web */
    struct str dots, sample;       /* paths; sample is one dot for the legend */
};
struct radar_cell {
    bool has, has_spread;
    struct decimal median, q1, q3;
    int n, dont_know;
};
struct radar_row {
    int number;
    struct str label;
    LIST(struct radar_cell) cells;
};
struct radar_group {
    struct str name;
    int tint;
    LIST(struct radar_row) rows;
};

struct picture_radar {
    struct str id, title;
    struct picture_reason reason, note;
    bool is_overlay, has_names, has_spread, has_counts;
    struct decimal min, max;
    size_t columns;      /* of the table */
    struct str view_box; /* of the wide picture */
    struct str spokes, edges, spread;
    LIST(struct radar_ring) rings;
    LIST(struct radar_sector) sectors;
    LIST(struct radar_end) ends;
    LIST(struct radar_name) names;
    LIST(struct radar_web) webs;
    LIST(struct radar_value) values;
    LIST(struct radar_group) groups; /* the table */
};

/* Computes the picture; the strings of data must outlive the view. Fewer than 3 rays with a figure
   in every series gives the reason instead. RC_LIMIT when memory is out. Wrong numbers of rays,
   series or points are programmer errors (assert): tools are checked when they are read. */
enum rc picture_radar(struct arena *arena, const struct radar_data *data,
                      struct picture_radar *view) MUST_CHECK;

#endif

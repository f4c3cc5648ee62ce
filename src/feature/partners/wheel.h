/*
 * The wheel: the workplace in the middle, a sector for each kind of partner, and in it a mark for
 * each: a filled circle for those there are, an open triangle for those there could be, so that
 * they are told apart without colour. Numbers lead to the table beside it.
 */
#ifndef FEATURE_PARTNERS_WHEEL_H
#define FEATURE_PARTNERS_WHEEL_H

#include "feature/partners/store.h"
#include "platform/page.h"

struct wheel_entry {
    struct str name;
    int sector; /* index into the sectors of the data */
    int layer;  /* enum partner_layer */
    enum text_id kind, status;
    struct str what, contact;
    bool is_ended; /* not drawn */
};
struct wheel_data {
    struct str id, middle;
    const int *sectors; /* enum partner_sector of each sector */
    size_t n_sectors;
    LIST(struct wheel_entry) entries;
};

struct wheel_mark {
    bool is_have;
    int x, y, text_y, number;
    struct str path; /* of the triangle */
};
struct wheel_label {
    int x, y;
    enum text_id text;
};
struct wheel_row {
    int number;
    struct str name, what, contact;
    bool is_have;
    enum text_id layer, kind, status;
};
struct wheel_sector {
    enum text_id name;
    int tint;
    int64_t have, could;
    struct str path;
    struct wheel_label label;
    LIST(struct wheel_row) rows;
    int more; /* marks there was no room for */
    int more_x, more_y;
};
struct wheel_gap {
    enum text_id name;
};
struct partners_wheel {
    struct str id, middle;
    LIST(struct wheel_sector) sectors;
    LIST(struct wheel_mark) marks;
    LIST(struct wheel_gap) gaps; /* sectors with nothing at all */
    int64_t have, could;
};
enum rc wheel_draw(struct arena *arena, const struct wheel_data *data,
                   struct partners_wheel *wheel) MUST_CHECK;

#endif

/* Drawing the wheel. See wheel.h. The middle is (200, 200) in a square of 400. */
#include "feature/partners/wheel.h"

#include <math.h>

enum {
    CENTRE = 200,
    RADIUS = 196,
    RADIUS_HUB = 40,
    RADIUS_LABEL = 170,
    RADIUS_FIRST = 74, /* of the innermost row of marks */
    ROWS = 3,
    ROW = 32,
    MARK = 32, /* room of a mark along its row */
    SECTORS_MAX = PARTNER_SECTOR__N,
};
static const double FULL_CIRCLE = 6.283185307179586;

struct spot {
    double x, y;
};

/* At an angle (0 points up, then clockwise). */
static struct spot spot_at(double angle, double radius) {
    return (struct spot){CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)};
}

static double width_of(const struct wheel_data *data) {
    return FULL_CIRCLE / (double)data->n_sectors;
}

static int room_in_row(const struct wheel_data *data, int row) {
    return (int)(width_of(data) * (RADIUS_FIRST + row * ROW) / MARK);
}

/* Where the i-th of n marks of a sector stands; false: there is no room for it. */
static bool place_mark(const struct wheel_data *data, size_t sector, size_t i, size_t n,
                       struct spot *spot) {
    size_t before = 0;
    for (int row = 0; row < ROWS; row++) {
        size_t room = (size_t)room_in_row(data, row);
        size_t here = n - before < room ? n - before : room;
        if (i < before + here) {
            double middle = width_of(data) * (double)sector;
            double step = width_of(data) / (double)(room + 1) * (here < room ? 1.15 : 1.0);
            double off = ((double)(i - before) - (double)(here - 1) / 2) * step;
            *spot = spot_at(middle + off, RADIUS_FIRST + row * ROW);
            return true;
        }
        before += here;
    }
    return false;
}

static enum rc draw_slice(struct arena *arena, const struct wheel_data *data, size_t i,
                          struct wheel_sector *sector) {
    double from = width_of(data) * ((double)i - 0.5), to = from + width_of(data);
    struct spot a = spot_at(from, RADIUS), b = spot_at(to, RADIUS);
    struct spot label = spot_at(width_of(data) * (double)i, RADIUS_LABEL);
    sector->path =
        str_format(arena, "M%d %dL%d %dA%d %d 0 0 1 %d %dz", CENTRE, CENTRE, (int)lround(a.x),
                   (int)lround(a.y), RADIUS, RADIUS, (int)lround(b.x), (int)lround(b.y));
    sector->tint = (int)(i % 2) * 3 + 1;
    sector->label = (struct wheel_label){(int)lround(label.x), (int)lround(label.y) + 5,
                                         partner_sector_short[data->sectors[i]]};
    sector->name = partner_sector_labels[data->sectors[i]];
    struct spot more = spot_at(width_of(data) * (double)i, RADIUS_LABEL + 18);
    sector->more_x = (int)lround(more.x);
    sector->more_y = (int)lround(more.y) + 4;
    return sector->path.n ? RC_OK : RC_LIMIT;
}

static struct wheel_mark mark_at(struct arena *arena, struct spot spot, bool is_have, int number) {
    int x = (int)lround(spot.x), y = (int)lround(spot.y);
    struct wheel_mark mark = {.is_have = is_have, .x = x, .y = y, .number = number};
    mark.text_y = y + (is_have ? 4 : 7);
    if (!is_have)
        mark.path =
            str_format(arena, "M%d %dL%d %dL%d %dz", x, y - 14, x + 15, y + 11, x - 15, y + 11);
    return mark;
}

static struct wheel_row row_of(const struct wheel_entry *entry, int number) {
    return (struct wheel_row){.number = number,
                              .name = entry->name,
                              .what = entry->what,
                              .contact = entry->contact,
                              .is_have = entry->layer == LAYER_HAVE,
                              .layer = partner_layer_labels[entry->layer],
                              .kind = entry->kind,
                              .status = entry->layer == LAYER_HAVE ? entry->status : T_none};
}

static bool is_in(const struct wheel_entry *entry, size_t sector) {
    return entry->sector == (int)sector && !entry->is_ended;
}

/* The rows of a sector and their marks, those there are first. */
static enum rc fill_sector(struct arena *arena, const struct wheel_data *data, size_t at,
                           struct wheel_sector *sector, struct partners_wheel *wheel) {
    size_t n = 0, i = 0;
    struct wheel_mark *marks = (struct wheel_mark *)wheel->marks.v;
    for (size_t e = 0; e < data->entries.n; e++) n += is_in(&data->entries.v[e], at);
    struct wheel_row *rows = arena_new_array(arena, n + 1, struct wheel_row);
    if (!rows) return RC_LIMIT;
    for (int layer = LAYER_HAVE; layer < PARTNER_LAYER__N; layer++)
        for (size_t e = 0; e < data->entries.n; e++) {
            const struct wheel_entry *entry = &data->entries.v[e];
            struct spot spot;
            if (!is_in(entry, at) || entry->layer != layer) continue;
            int number = (int)(wheel->have + wheel->could) + 1;
            *(layer == LAYER_HAVE ? &wheel->have : &wheel->could) += 1;
            *(layer == LAYER_HAVE ? &sector->have : &sector->could) += 1;
            rows[i] = row_of(entry, number);
            if (place_mark(data, at, i, n, &spot))
                marks[wheel->marks.n++] = mark_at(arena, spot, layer == LAYER_HAVE, number);
            else
                sector->more++;
            i++;
        }
    sector->rows.v = rows;
    sector->rows.n = n;
    return RC_OK;
}

enum rc wheel_draw(struct arena *arena, const struct wheel_data *data,
                   struct partners_wheel *wheel) {
    *wheel = (struct partners_wheel){.id = data->id, .middle = data->middle};
    struct wheel_sector *sectors = arena_new_array(arena, SECTORS_MAX, struct wheel_sector);
    struct wheel_mark *marks = arena_new_array(arena, data->entries.n + 1, struct wheel_mark);
    struct wheel_gap *gaps = arena_new_array(arena, SECTORS_MAX, struct wheel_gap);
    if (!sectors || !marks || !gaps || data->n_sectors > SECTORS_MAX) return RC_LIMIT;
    wheel->marks.v = marks;
    wheel->gaps.v = gaps;
    for (size_t i = 0; i < data->n_sectors; i++) {
        TRY(draw_slice(arena, data, i, &sectors[i]));
        TRY(fill_sector(arena, data, i, &sectors[i], wheel));
        if (!sectors[i].rows.n) gaps[wheel->gaps.n++] = (struct wheel_gap){sectors[i].name};
    }
    wheel->sectors.v = sectors;
    wheel->sectors.n = data->n_sectors;
    return RC_OK;
}

/* The web of the star: where everything stands. The middle is (200, 200) in a square of 400; names
   stand outside of it, where there is room for the wide picture. */
#include "core/picture_radar.h"
#include "core/picture_path.h"

#include <assert.h>
#include <math.h>

enum {
    CENTRE = 200,
    RADIUS = 150,      /* of the outermost ring */
    RADIUS_LEAST = 16, /* of the innermost: so that zeros are seen beside each other */
    RADIUS_NUMBER = 183,
    RADIUS_NAME = 180,
    MARGIN_SIDE = 180, /* the most room for names */
    MARGIN_TOP = 60,
    NAME_SIZE = 15, /* font size and line height, as in the style sheet */
    NAME_LINE = 18,
    NAMED_RAYS_MAX = 12,
    WEB_RAYS_LEAST = 3,
    RINGS_MAX = 10,
    VALUE_AWAY = 16, /* from its dot */
};

static const double FULL_CIRCLE = 6.283185307179586;

struct drawing {
    struct arena *arena;
    const struct radar_data *data;
    struct picture_radar *view;
};

/* The place at a radius on ray i (0 points up, then clockwise); halves are between two rays. */
static struct place place_on(const struct drawing *drawing, double ray, double radius) {
    double angle = FULL_CIRCLE * ray / (double)drawing->data->rays.n;
    return (struct place){CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)};
}

static double radius_of(const struct drawing *drawing, int quarters) {
    const struct scale_axis *axis = &drawing->data->axis;
    double share = ((double)quarters / SCALE_QUARTERS - axis->min) / (axis->max - axis->min);
    return RADIUS_LEAST + share * (RADIUS - RADIUS_LEAST);
}

/* ---- the ground: rings, rays, aspects ---- */

/* How many rings besides the innermost: one for each step if that is not too many. */
static int ring_count(const struct scale_axis *axis) {
    int steps = scale_axis_steps(axis) - 1;
    if (steps <= RINGS_MAX) return steps;
    for (int n = 5; n > 1; n--)
        if (steps % n == 0) return n;
    return 1;
}

static enum rc draw_rings(struct drawing *drawing) {
    const struct scale_axis *axis = &drawing->data->axis;
    int n = ring_count(axis);
    struct radar_ring *rings = arena_new_array(drawing->arena, (size_t)n + 1, struct radar_ring);
    if (!rings) return RC_LIMIT;
    for (int i = 0; i <= n; i++) {
        int value = axis->min + (axis->max - axis->min) / n * i;
        double r = radius_of(drawing, value * SCALE_QUARTERS);
        struct place label = place_on(drawing, -0.5, r);
        rings[i] = (struct radar_ring){.r = (int)lround(r),
                                       .label_x = (int)lround(label.x),
                                       .label_y = (int)lround(label.y) + 4,
                                       .value = picture_units(value, axis)};
    }
    drawing->view->rings.v = rings;
    drawing->view->rings.n = (size_t)n + 1;
    return RC_OK;
}

static enum rc draw_rays(struct drawing *drawing) {
    size_t n = drawing->data->rays.n;
    struct radar_end *ends = arena_new_array(drawing->arena, n, struct radar_end);
    struct buf path;
    if (!ends) return RC_LIMIT;
    path_start(&path, drawing->arena);
    for (size_t i = 0; i < n; i++) {
        struct place end = place_on(drawing, (double)i, RADIUS_NUMBER);
        path_to(&path, 'M', place_on(drawing, (double)i, RADIUS_LEAST));
        path_to(&path, 'L', place_on(drawing, (double)i, RADIUS));
        ends[i] = (struct radar_end){(int)i + 1, (int)lround(end.x), (int)lround(end.y)};
    }
    drawing->view->ends.v = ends;
    drawing->view->ends.n = n;
    drawing->view->spokes = buf_str(&path);
    return buf_ok(&path) ? RC_OK : RC_LIMIT;
}

/* The ray after the last that has the aspect of ray from. */
static size_t run_end(const struct radar_data *data, size_t from) {
    size_t to = from + 1;
    while (to < data->rays.n && data->rays.v[to].aspect == data->rays.v[from].aspect) to++;
    return to;
}

static int tint_of(const struct radar_data *data, size_t ray) {
    return data->aspects.n ? (int)(data->rays.v[ray].aspect % 4) + 1 : 0;
}

static struct str aspect_name(const struct radar_data *data, size_t ray) {
    if (data->aspects.n == 0) return STR("");
    assert(data->rays.v[ray].aspect < data->aspects.n);
    return data->aspects.v[data->rays.v[ray].aspect];
}

/* A slice of the disc from half a ray before its first to half a ray after its last. */
static enum rc draw_slice(struct drawing *drawing, size_t from, size_t to, struct str *slice) {
    bool is_large = 2 * (to - from) > drawing->data->rays.n;
    struct buf path;
    path_start(&path, drawing->arena);
    path_to(&path, 'M', (struct place){CENTRE, CENTRE});
    path_to(&path, 'L', place_on(drawing, (double)from - 0.5, RADIUS));
    buf_format(&path, "A%d %d 0 %d 1", RADIUS, RADIUS, is_large);
    path_to(&path, ' ', place_on(drawing, (double)to - 0.5, RADIUS));
    buf_add_char(&path, 'z');
    *slice = buf_str(&path);
    return buf_ok(&path) ? RC_OK : RC_LIMIT;
}

static enum rc draw_aspects(struct drawing *drawing) {
    const struct radar_data *data = drawing->data;
    struct radar_sector *sectors =
        arena_new_array(drawing->arena, data->rays.n, struct radar_sector);
    struct buf edges;
    size_t n = 0;
    if (!sectors) return RC_LIMIT;
    path_start(&edges, drawing->arena);
    for (size_t from = 0, to; from < data->rays.n; from = to) {
        to = run_end(data, from);
        if (from == 0 && to == data->rays.n) break; /* one aspect needs no slices */
        sectors[n] = (struct radar_sector){.tint = tint_of(data, from),
                                           .name = aspect_name(data, from),
                                           .from = (int)from + 1,
                                           .to = (int)to};
        TRY(draw_slice(drawing, from, to, &sectors[n++].path));
        path_to(&edges, 'M', place_on(drawing, (double)from - 0.5, RADIUS_LEAST));
        path_to(&edges, 'L', place_on(drawing, (double)from - 0.5, RADIUS + 10));
    }
    drawing->view->sectors.v = sectors;
    drawing->view->sectors.n = data->aspects.n ? n : 0;
    drawing->view->edges = data->aspects.n && n ? buf_str(&edges) : STR("");
    return buf_ok(&edges) ? RC_OK : RC_LIMIT;
}

/* ---- names around the web ---- */

struct box {
    int left, right, top, bottom;
};

static bool overlap(const struct box *a, const struct box *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static int side_of(struct place place) {
    if (fabs(place.x - CENTRE) < 30) return 0;
    return place.x > CENTRE ? 1 : -1;
}

/* Writes the name of a ray outside of it, and says what room it takes. */
static enum rc place_name(struct drawing *drawing, size_t ray, struct radar_name *name,
                          struct box *box) {
    enum { WIDTH_MIDDLE = 150, WIDTH_MAX = 200 };
    static const char *const anchors[] = {"end", "middle", "start"};
    struct place at = place_on(drawing, (double)ray, RADIUS_NAME);
    int side = side_of(at), edge = side > 0 ? CENTRE * 2 + MARGIN_SIDE : -MARGIN_SIDE;
    int x = (int)lround(at.x), y = (int)lround(at.y);
    int room = side ? abs(edge - x) : WIDTH_MIDDLE, width = 0;
    if (room > WIDTH_MAX) room = WIDTH_MAX;
    struct picture_lines lines;
    struct str label = drawing->data->rays.v[ray].label;
    struct str numbered = str_format(drawing->arena, "%zu %.*s", ray + 1, STR_ARG(label));
    if (!numbered.p) return RC_LIMIT;
    TRY(picture_wrap(drawing->arena, numbered, room * 100 / NAME_SIZE, &lines));
    for (size_t i = 0; i < lines.lines.n; i++) {
        int line = picture_text_width(lines.lines.v[i].text) * NAME_SIZE / 100;
        if (line > width) width = line;
    }
    int height = (int)lines.lines.n * NAME_LINE;
    int top = side ? y - height / 2 : (at.y < CENTRE ? y - height + 6 : y - 6);
    int left = side > 0 ? x : side < 0 ? x - width : x - width / 2;
    *box = (struct box){left, left + width, top, top + height};
    name->anchor = str_from(anchors[side + 1]);
    name->x = x;
    struct picture_line *line = arena_new_array(drawing->arena, lines.lines.n, struct picture_line);
    if (!line && lines.lines.n) return RC_LIMIT;
    for (size_t i = 0; i < lines.lines.n; i++)
        line[i] = (struct picture_line){lines.lines.v[i].text, top + 14 + (int)i * NAME_LINE};
    name->lines.v = line;
    name->lines.n = lines.lines.n;
    return RC_OK;
}

/* Names stand there only if every one has room: nothing is cut, nothing lies over another. */
static bool names_fit(const struct box *boxes, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (boxes[i].top < -MARGIN_TOP || boxes[i].bottom > 2 * CENTRE + MARGIN_TOP) return false;
        for (size_t j = 0; j < i; j++)
            if (overlap(&boxes[i], &boxes[j])) return false;
    }
    return true;
}

/* The part of the plane that holds all names, with the web in its middle. */
static struct str view_box_of(struct arena *arena, const struct box *boxes, size_t n) {
    enum { EDGE = 6 };
    int side = RADIUS, top = CENTRE - RADIUS, bottom = CENTRE + RADIUS;
    for (size_t i = 0; i < n; i++) {
        if (CENTRE - boxes[i].left > side) side = CENTRE - boxes[i].left;
        if (boxes[i].right - CENTRE > side) side = boxes[i].right - CENTRE;
        if (boxes[i].top < top) top = boxes[i].top;
        if (boxes[i].bottom > bottom) bottom = boxes[i].bottom;
    }
    return str_format(arena, "%d %d %d %d", CENTRE - side - EDGE, top - EDGE, 2 * (side + EDGE),
                      bottom - top + 2 * EDGE);
}

static enum rc draw_names(struct drawing *drawing) {
    size_t n = drawing->data->rays.n;
    struct picture_radar *view = drawing->view;
    struct box boxes[NAMED_RAYS_MAX];
    if (n > NAMED_RAYS_MAX) return RC_OK;
    struct radar_name *names = arena_new_array(drawing->arena, n, struct radar_name);
    if (!names) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) TRY(place_name(drawing, i, &names[i], &boxes[i]));
    if (!names_fit(boxes, n)) return RC_OK;
    view->has_names = true;
    view->view_box = view_box_of(drawing->arena, boxes, n);
    view->names.v = names;
    view->names.n = n;
    return view->view_box.p ? RC_OK : RC_LIMIT;
}

/* ---- the webs ---- */

static size_t rays_with_figure(const struct picture_series *series) {
    size_t n = 0;
    for (size_t i = 0; i < series->points.n; i++) n += series->points.v[i].has;
    return n;
}

static struct place place_of(const struct drawing *drawing, const struct picture_series *series,
                             size_t ray) {
    return place_on(drawing, (double)ray, radius_of(drawing, series->points.v[ray].median));
}

/* The line goes from ray to ray, and is broken where a ray has no figure. */
static enum rc draw_line(struct drawing *drawing, const struct picture_series *series,
                         struct radar_web *web) {
    size_t n = series->points.n;
    struct buf line;
    path_start(&line, drawing->arena);
    for (size_t i = 0; i < n; i++) {
        size_t next = (i + 1) % n;
        if (!series->points.v[i].has || !series->points.v[next].has) continue;
        if (i == 0 || !series->points.v[i - 1].has)
            path_to(&line, 'M', place_of(drawing, series, i));
        path_to(&line, 'L', place_of(drawing, series, next));
    }
    web->line = buf_str(&line);
    if (drawing->data->series.n == 1 && rays_with_figure(series) == n) web->fill = web->line;
    return buf_ok(&line) ? RC_OK : RC_LIMIT;
}

static enum rc draw_dots(struct drawing *drawing, const struct picture_series *series,
                         struct radar_web *web) {
    enum dot_shape shape = (enum dot_shape)(web->number - 1);
    struct buf dots, sample;
    path_start(&dots, drawing->arena);
    path_start(&sample, drawing->arena);
    for (size_t i = 0; i < series->points.n; i++)
        if (series->points.v[i].has) path_dot(&dots, place_of(drawing, series, i), shape);
    path_dot(&sample, (struct place){20, 8}, shape);
    web->dots = buf_str(&dots);
    web->sample = buf_str(&sample);
    return buf_ok(&dots) && buf_ok(&sample) ? RC_OK : RC_LIMIT;
}

static enum rc draw_webs(struct drawing *drawing) {
    static const char *const dashes[PICTURE_SERIES_MAX] = {"none", "9 5", "2 5"};
    size_t n = drawing->data->series.n;
    struct radar_web *webs = arena_new_array(drawing->arena, n, struct radar_web);
    if (!webs) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct picture_series *series = &drawing->data->series.v[i];
        webs[i] = (struct radar_web){.label = series->label,
                                     .number = (int)i + 1,
                                     .people = series->people,
                                     .dashes = str_from(dashes[i])};
        TRY(draw_line(drawing, series, &webs[i]));
        TRY(draw_dots(drawing, series, &webs[i]));
    }
    drawing->view->webs.v = webs;
    drawing->view->webs.n = n;
    return RC_OK;
}

/* Of a single web: the medians beside their dots, and bars from the first quartile to the third. */
static enum rc draw_values(struct drawing *drawing) {
    const struct picture_series *series = &drawing->data->series.v[0];
    struct picture_radar *view = drawing->view;
    struct radar_value *values =
        arena_new_array(drawing->arena, series->points.n, struct radar_value);
    struct buf bars;
    if (!values) return RC_LIMIT;
    path_start(&bars, drawing->arena);
    for (size_t i = 0; i < series->points.n; i++) {
        const struct picture_point *point = &series->points.v[i];
        if (!point->has) continue;
        double r = radius_of(drawing, point->median);
        bool is_outermost = r + VALUE_AWAY > RADIUS + 8; /* there stand names and numbers */
        struct place at =
            place_on(drawing, (double)i, is_outermost ? r - VALUE_AWAY : r + VALUE_AWAY);
        values[view->values.n++] =
            (struct radar_value){(int)lround(at.x), (int)lround(at.y) + 5,
                                 picture_decimal(point->median, &drawing->data->axis)};
        if (!drawing->data->show_spread || point->q1 == point->q3) continue;
        path_to(&bars, 'M', place_on(drawing, (double)i, radius_of(drawing, point->q1)));
        path_to(&bars, 'L', place_on(drawing, (double)i, radius_of(drawing, point->q3)));
    }
    view->values.v = values;
    view->spread = buf_str(&bars);
    view->has_spread = bars.n > 0;
    return buf_ok(&bars) ? RC_OK : RC_LIMIT;
}

/* ---- the table ---- */

static enum rc write_row(struct drawing *drawing, size_t ray, struct radar_row *row) {
    const struct radar_data *data = drawing->data;
    struct radar_cell *cells = arena_new_array(drawing->arena, data->series.n, struct radar_cell);
    if (!cells) return RC_LIMIT;
    for (size_t i = 0; i < data->series.n; i++) {
        const struct picture_point *point = &data->series.v[i].points.v[ray];
        cells[i] = (struct radar_cell){.has = point->has,
                                       .has_spread = point->q1 != point->q3,
                                       .median = picture_decimal(point->median, &data->axis),
                                       .q1 = picture_decimal(point->q1, &data->axis),
                                       .q3 = picture_decimal(point->q3, &data->axis),
                                       .n = point->n,
                                       .dont_know = point->dont_know};
        if (point->n) drawing->view->has_counts = data->series.n == 1;
    }
    *row = (struct radar_row){.number = (int)ray + 1, .label = data->rays.v[ray].label};
    row->cells.v = cells;
    row->cells.n = data->series.n;
    return RC_OK;
}

static enum rc write_table(struct drawing *drawing) {
    const struct radar_data *data = drawing->data;
    struct radar_group *groups = arena_new_array(drawing->arena, data->rays.n, struct radar_group);
    struct radar_row *rows = arena_new_array(drawing->arena, data->rays.n, struct radar_row);
    size_t n = 0;
    if (!groups || !rows) return RC_LIMIT;
    for (size_t from = 0, to; from < data->rays.n; from = to) {
        to = run_end(data, from);
        for (size_t i = from; i < to; i++) TRY(write_row(drawing, i, &rows[i]));
        groups[n] = (struct radar_group){aspect_name(data, from), tint_of(data, from), {0}};
        groups[n].rows.v = rows + from;
        groups[n++].rows.n = to - from;
    }
    drawing->view->groups.v = groups;
    drawing->view->groups.n = n;
    drawing->view->columns = 2 + (data->series.n > 1          ? data->series.n
                                  : drawing->view->has_counts ? 4
                                                              : 1);
    return RC_OK;
}

static void check(const struct radar_data *data) {
    assert(data->rays.n >= WEB_RAYS_LEAST && data->rays.n <= PICTURE_AXES_MAX);
    assert(data->series.n >= 1 && data->series.n <= PICTURE_SERIES_MAX);
    assert(scale_axis_is_valid(&data->axis));
    for (size_t i = 0; i < data->series.n; i++) assert(data->series.v[i].points.n == data->rays.n);
}

enum rc picture_radar(struct arena *arena, const struct radar_data *data,
                      struct picture_radar *view) {
    struct drawing drawing = {arena, data, view};
    size_t most = 0;
    *view = (struct picture_radar){.id = data->id,
                                   .title = data->title,
                                   .reason = data->reason,
                                   .note = data->note,
                                   .min = picture_units(data->axis.min, &data->axis),
                                   .max = picture_units(data->axis.max, &data->axis),
                                   .is_overlay = data->series.n > 1};
    if (data->reason.is_any) return RC_OK;
    check(data);
    for (size_t i = 0; i < data->series.n; i++) {
        size_t n = rays_with_figure(&data->series.v[i]);
        if (n > most) most = n;
    }
    TRY(write_table(&drawing));
    if (most < WEB_RAYS_LEAST) {
        view->reason = (struct picture_reason){
            .is_any = true, .is_rays = true, .n = (int)most, .k = WEB_RAYS_LEAST};
        return RC_OK;
    }
    TRY(draw_rings(&drawing));
    TRY(draw_rays(&drawing));
    TRY(draw_aspects(&drawing));
    TRY(draw_names(&drawing));
    TRY(draw_webs(&drawing));
    return view->is_overlay ? RC_OK : draw_values(&drawing);
}

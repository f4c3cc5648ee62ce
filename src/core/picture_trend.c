/* Medians over time: where everything stands. */
#include "core/picture_trend.h"
#include "core/picture_path.h"

#include <assert.h>

enum {
    LEFT = 34,
    RIGHT = 300,
    TOP = 20,
    BOTTOM = 116, /* the style of the dates below them is the template's */
    EDGE = 14,    /* from the frame to the first and the last date */
    VALUE_ROOM = 26,
    LEVELS_MAX = 6,
};

struct drawing {
    struct arena *arena;
    const struct trend_data *data;
    const struct trend_axis_data *axis;
};

static double x_of(const struct drawing *drawing, size_t date) {
    const struct when *dates = drawing->data->dates.v;
    int64_t whole = dates[drawing->data->dates.n - 1].ms - dates[0].ms;
    if (whole <= 0) return (LEFT + RIGHT) / 2.0;
    double share = (double)(dates[date].ms - dates[0].ms) / (double)whole;
    return LEFT + EDGE + share * (RIGHT - LEFT - 2 * EDGE);
}

static double y_of(const struct drawing *drawing, int quarters) {
    const struct scale_axis *axis = &drawing->axis->axis;
    double share = ((double)quarters / SCALE_QUARTERS - axis->min) / (axis->max - axis->min);
    return BOTTOM - share * (BOTTOM - TOP);
}

static struct place place_of(const struct drawing *drawing, size_t date, int quarters) {
    return (struct place){x_of(drawing, date), y_of(drawing, quarters)};
}

/* Level lines: each step if there are few, otherwise the ends and what halves them. */
static enum rc draw_levels(const struct drawing *drawing, struct trend_line *line) {
    const struct scale_axis *axis = &drawing->axis->axis;
    int steps = scale_axis_steps(axis) - 1;
    int n = steps < LEVELS_MAX ? steps
            : steps % 5 == 0   ? 5
            : steps % 3 == 0   ? 3
            : steps % 2        ? 1
                               : 2;
    struct trend_text *levels = arena_new_array(drawing->arena, (size_t)n + 1, struct trend_text);
    struct buf grid;
    if (!levels) return RC_LIMIT;
    path_start(&grid, drawing->arena);
    for (int i = 0; i <= n; i++) {
        int value = axis->min + (axis->max - axis->min) / n * i;
        double y = y_of(drawing, value * SCALE_QUARTERS);
        path_to(&grid, 'M', (struct place){LEFT, y});
        path_to(&grid, 'L', (struct place){RIGHT, y});
        levels[i] = (struct trend_text){LEFT - 8, (int)(y + 4.5), picture_units(value, axis)};
    }
    line->levels.v = levels;
    line->levels.n = (size_t)n + 1;
    line->grid = buf_str(&grid);
    return buf_ok(&grid) ? RC_OK : RC_LIMIT;
}

/* The median of every date with a figure; the line is broken where a date has none. */
static enum rc draw_line(const struct drawing *drawing, struct trend_line *line) {
    struct buf path, dots, spread;
    bool goes_on = false;
    path_start(&path, drawing->arena);
    path_start(&dots, drawing->arena);
    path_start(&spread, drawing->arena);
    for (size_t i = 0; i < drawing->axis->points.n; i++) {
        const struct picture_point *point = &drawing->axis->points.v[i];
        if (point->has) {
            struct place at = place_of(drawing, i, point->median);
            path_to(&path, goes_on ? 'L' : 'M', at);
            path_dot(&dots, at, DOT_ROUND);
        }
        if (point->has && point->q1 != point->q3) {
            path_to(&spread, 'M', place_of(drawing, i, point->q1));
            path_to(&spread, 'L', place_of(drawing, i, point->q3));
        }
        goes_on = point->has;
    }
    line->line = buf_str(&path);
    line->dots = buf_str(&dots);
    line->spread = buf_str(&spread);
    return buf_ok(&path) && buf_ok(&dots) && buf_ok(&spread) ? RC_OK : RC_LIMIT;
}

/* Values above their dots, from the newest back, as many as have room. */
static enum rc write_values(const struct drawing *drawing, struct trend_line *line) {
    size_t n = drawing->axis->points.n;
    struct trend_text *values = arena_new_array(drawing->arena, n + 1, struct trend_text);
    double last = RIGHT + VALUE_ROOM;
    if (!values) return RC_LIMIT;
    for (size_t i = n; i-- > 0;) {
        const struct picture_point *point = &drawing->axis->points.v[i];
        if (!point->has || last - x_of(drawing, i) < VALUE_ROOM) continue;
        struct place at = place_of(drawing, i, point->median);
        last = at.x;
        values[line->values.n++] = (struct trend_text){
            (int)at.x, (int)at.y - 9, picture_decimal(point->median, &drawing->axis->axis)};
    }
    line->values.v = values;
    return RC_OK;
}

static enum rc write_rows(const struct drawing *drawing, struct trend_line *line) {
    const struct trend_axis_data *axis = drawing->axis;
    struct trend_row *rows = arena_new_array(drawing->arena, axis->points.n, struct trend_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < axis->points.n; i++) {
        const struct picture_point *point = &axis->points.v[i];
        rows[i] = (struct trend_row){.date = drawing->data->dates.v[i],
                                     .has = point->has,
                                     .has_spread = point->q1 != point->q3,
                                     .median = picture_decimal(point->median, &axis->axis),
                                     .q1 = picture_decimal(point->q1, &axis->axis),
                                     .q3 = picture_decimal(point->q3, &axis->axis),
                                     .n = point->n,
                                     .dont_know = point->dont_know};
        if (!point->has) continue;
        if (!line->has_any) {
            line->first_date = rows[i].date;
            line->first = rows[i].median;
        }
        line->has_any = true;
        line->last_date = rows[i].date;
        line->last = rows[i].median;
    }
    line->rows.v = rows;
    line->rows.n = axis->points.n;
    return RC_OK;
}

static enum rc draw_axis(const struct drawing *drawing, struct trend_line *line) {
    TRY(write_rows(drawing, line));
    if (!line->has_any) return RC_OK;
    TRY(draw_levels(drawing, line));
    TRY(draw_line(drawing, line));
    return write_values(drawing, line);
}

enum rc picture_trend(struct arena *arena, const struct trend_data *data,
                      struct picture_trend *view) {
    struct drawing drawing = {.arena = arena, .data = data};
    assert(data->dates.n >= 1 && data->dates.n <= TREND_DATES_MAX);
    *view = (struct picture_trend){.id = data->id,
                                   .title = data->title,
                                   .left_out = data->left_out,
                                   .from = data->dates.v[0],
                                   .to = data->dates.v[data->dates.n - 1],
                                   .is_single_date = data->dates.n == 1};
    struct trend_line *lines = arena_new_array(arena, data->axes.n, struct trend_line);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < data->axes.n; i++) {
        drawing.axis = &data->axes.v[i];
        assert(scale_axis_is_valid(&drawing.axis->axis));
        assert(drawing.axis->points.n == data->dates.n);
        lines[i].id = str_format(arena, "%.*s-%zu", STR_ARG(data->id), i + 1);
        lines[i].label = drawing.axis->label;
        if (!lines[i].id.p) return RC_LIMIT;
        TRY(draw_axis(&drawing, &lines[i]));
    }
    view->lines.v = lines;
    view->lines.n = data->axes.n;
    return RC_OK;
}

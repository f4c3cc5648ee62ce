/* Dots over the values of an axis: where everything stands. All strips of a picture have the same
   scale of heights, so that they can be compared. */
#include "core/picture_strip.h"
#include "core/picture_path.h"

#include <assert.h>

enum {
    WIDTH = 320,
    SIDE = 18,        /* from the edge to the first value */
    DOT = 11,         /* from dot to dot */
    DOTS_MAX = 8,     /* higher piles become bars */
    BARS_HIGH = 84,   /* the highest bar */
    NUMBER_ROOM = 18, /* least width for a number over its bar */
    TEXT_SIZE = 13,
    TEXT_LINE = 16,
    ROW_GAP = 10,
};

struct drawing {
    struct arena *arena;
    const struct strip_data *data; /* the strip at hand */
    int most;                      /* the highest pile in the picture */
    bool is_bars;
};

static double x_of(const struct drawing *drawing, int step) {
    int steps = scale_axis_steps(&drawing->data->axis);
    if (drawing->data->words.n) return (step + 0.5) * WIDTH / steps;
    return SIDE + step * (double)(WIDTH - 2 * SIDE) / (steps - 1);
}

/* The room between two values. */
static double pitch(const struct strip_data *data) {
    struct drawing drawing = {.data = data};
    return x_of(&drawing, 1) - x_of(&drawing, 0);
}

static int whole(double value) {
    return (int)(value + 0.5);
}

static int piles_height(const struct drawing *drawing) {
    return drawing->is_bars ? BARS_HIGH + TEXT_LINE : (drawing->most > 2 ? drawing->most : 2) * DOT;
}

/* ---- one row ---- */

static void add_dots(struct buf *path, double x, int base, int n) {
    for (int i = 0; i < n; i++)
        path_dot(path, (struct place){x, base - DOT * (i + 0.5)}, DOT_ROUND);
}

static void add_bar(struct buf *path, double x, int base, double width, double height) {
    path_to(path, 'M', (struct place){x - width / 2, base});
    path_to(path, 'L', (struct place){x - width / 2, base - height});
    path_to(path, 'L', (struct place){x + width / 2, base - height});
    path_to(path, 'L', (struct place){x + width / 2, base});
    buf_add_char(path, 'z');
}

static enum rc draw_piles(const struct drawing *drawing, const struct scale_summary *summary,
                          struct strip_row *row) {
    int steps = scale_axis_steps(&drawing->data->axis);
    double room = pitch(drawing->data), width = room > 30 ? 26 : room - 2 > 1 ? room - 2 : 1;
    struct strip_number *numbers =
        arena_new_array(drawing->arena, (size_t)steps, struct strip_number);
    struct buf path;
    if (!numbers) return RC_LIMIT;
    path_start(&path, drawing->arena);
    for (int step = 0; step < steps; step++) {
        int n = summary->count[step];
        double x = x_of(drawing, step), height = (double)n * BARS_HIGH / drawing->most;
        if (n == 0) continue;
        if (!drawing->is_bars) {
            add_dots(&path, x, row->base, n);
            continue;
        }
        add_bar(&path, x, row->base, width, height);
        if (room >= NUMBER_ROOM)
            numbers[row->numbers.n++] =
                (struct strip_number){whole(x), row->base - whole(height) - 4, n};
    }
    row->marks = buf_str(&path);
    row->numbers.v = numbers;
    return buf_ok(&path) ? RC_OK : RC_LIMIT;
}

/* The line through the pile, and its number above, kept within the picture. */
static void draw_median(const struct drawing *drawing, const struct scale_summary *summary,
                        struct strip_row *row) {
    const struct scale_axis *axis = &drawing->data->axis;
    double step = ((double)summary->median / SCALE_QUARTERS - axis->min) / axis->step;
    row->median_x = whole(x_of(drawing, 0) + step * pitch(drawing->data));
    row->median = picture_decimal(summary->median, axis);
    row->text_x = row->median_x < SIDE ? SIDE : row->median_x;
    if (row->text_x > WIDTH - SIDE) row->text_x = WIDTH - SIDE;
}

static enum rc count_values(const struct drawing *drawing, const struct scale_summary *summary,
                            struct strip_row *row) {
    const struct strip_data *data = drawing->data;
    int steps = scale_axis_steps(&data->axis);
    struct strip_count *counts = arena_new_array(drawing->arena, (size_t)steps, struct strip_count);
    if (!counts) return RC_LIMIT;
    for (int step = 0; step < steps; step++) {
        if (summary->count[step] == 0) continue;
        counts[row->counts.n++] = (struct strip_count){
            summary->count[step],
            picture_units(data->axis.min + step * data->axis.step, &data->axis),
            data->words.n ? data->words.v[step] : STR("")};
    }
    row->counts.v = counts;
    return RC_OK;
}

/* Lines of text from y downwards; *y goes on below them. */
static enum rc write_lines(struct arena *arena, struct str text, int width, int *y,
                           struct picture_lines *written) {
    struct picture_lines lines;
    TRY(picture_wrap(arena, text, width * 100 / TEXT_SIZE, &lines));
    struct picture_line *placed = arena_new_array(arena, lines.lines.n + 1, struct picture_line);
    if (!placed) return RC_LIMIT;
    for (size_t i = 0; i < lines.lines.n; i++) {
        *y += TEXT_LINE;
        placed[i] = (struct picture_line){lines.lines.v[i].text, *y - 4};
    }
    written->lines.v = placed;
    written->lines.n = lines.lines.n;
    return RC_OK;
}

/* Draws a row from *y downwards. */
static enum rc draw_row(const struct drawing *drawing, size_t i, int *y, struct strip_row *row) {
    const struct strip_row_data *data = &drawing->data->rows.v[i];
    struct picture_lines lines;
    *row = (struct strip_row){.label = data->label,
                              .strip_label = drawing->data->label,
                              .reason = data->reason,
                              .is_second = i == 1};
    if (data->reason.is_any) return RC_OK;
    row->n = data->summary->n;
    row->dont_know = data->summary->dont_know;
    row->has = row->n > 0;
    if (!row->has) return RC_OK;
    TRY(write_lines(drawing->arena, data->label, WIDTH, y, &lines));
    row->lines.v = lines.lines.v;
    row->lines.n = lines.lines.n;
    *y += TEXT_LINE;
    row->text_y = *y - 3;
    row->median_top = *y;
    *y += piles_height(drawing) + 4;
    row->base = *y;
    *y += ROW_GAP;
    draw_median(drawing, data->summary, row);
    TRY(count_values(drawing, data->summary, row));
    return draw_piles(drawing, data->summary, row);
}

/* ---- one strip ---- */

/* Every how many values one is written out below the axis. */
static int tick_step(const struct strip_data *data) {
    int every = 1;
    while (every * pitch(data) < 20) every += every == 1 ? 1 : every == 2 ? 3 : 5;
    return every;
}

static enum rc draw_ticks(const struct drawing *drawing, int *y, struct strip *strip) {
    const struct strip_data *data = drawing->data;
    int steps = scale_axis_steps(&data->axis), every = tick_step(data), top = *y, lowest = *y;
    struct strip_tick *ticks = arena_new_array(drawing->arena, (size_t)steps, struct strip_tick);
    if (!ticks) return RC_LIMIT;
    for (int step = 0; step < steps; step += every) {
        struct picture_lines lines = {0};
        int at = top;
        if (data->words.n)
            TRY(write_lines(drawing->arena, data->words.v[step], whole(pitch(data)) - 6, &at,
                            &lines));
        if (at > lowest) lowest = at;
        struct strip_tick *tick = &ticks[strip->ticks.n++];
        tick->x = whole(x_of(drawing, step));
        tick->value = picture_units(data->axis.min + step * data->axis.step, &data->axis);
        tick->lines.v = lines.lines.v;
        tick->lines.n = lines.lines.n;
    }
    strip->ticks.v = ticks;
    strip->tick_y = top + TEXT_LINE - 4;
    *y = lowest > top ? lowest : top + TEXT_LINE;
    return RC_OK;
}

static void say_gap(const struct strip_data *data, struct strip *strip) {
    int gap = 0;
    if (!data->show_gap || data->rows.n != 2) return;
    if (data->rows.v[0].reason.is_any || data->rows.v[1].reason.is_any) return;
    if (!scale_gap(data->rows.v[0].summary, data->rows.v[1].summary, &gap)) return;
    strip->has_gap = true;
    strip->gap_is_more = gap > 0;
    strip->gap_is_less = gap < 0;
    strip->gap = picture_decimal(abs(gap), &data->axis);
}

static enum rc draw_strip(const struct drawing *drawing, struct strip *strip) {
    const struct strip_data *data = drawing->data;
    int y = 0;
    struct strip_row *rows = arena_new_array(drawing->arena, data->rows.n, struct strip_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < data->rows.n; i++) {
        TRY(draw_row(drawing, i, &y, &rows[i]));
        strip->has_picture = strip->has_picture || rows[i].has;
    }
    if (y > 0) y -= ROW_GAP - 2;
    TRY(draw_ticks(drawing, &y, strip));
    strip->height = y + 2;
    strip->rows.v = rows;
    strip->rows.n = data->rows.n;
    say_gap(data, strip);
    return RC_OK;
}

/* The highest pile of a strip's shown rows. */
static int highest_pile(const struct strip_data *data) {
    int most = 0, steps = scale_axis_steps(&data->axis);
    for (size_t i = 0; i < data->rows.n; i++)
        for (int step = 0; !data->rows.v[i].reason.is_any && step < steps; step++)
            if (data->rows.v[i].summary->count[step] > most)
                most = data->rows.v[i].summary->count[step];
    return most;
}

enum rc picture_strips(struct arena *arena, const struct strips_data *data,
                       struct picture_strips *view) {
    struct drawing drawing = {.arena = arena};
    *view = (struct picture_strips){.id = data->id, .title = data->title, .reason = data->reason};
    if (data->reason.is_any) return RC_OK;
    struct strip *strips = arena_new_array(arena, data->strips.n, struct strip);
    if (!strips) return RC_LIMIT;
    for (size_t i = 0; i < data->strips.n; i++) {
        const struct strip_data *strip = &data->strips.v[i];
        assert(scale_axis_is_valid(&strip->axis) && strip->rows.n <= STRIP_ROWS_MAX);
        assert(!strip->words.n || strip->words.n == (size_t)scale_axis_steps(&strip->axis));
        int most = highest_pile(strip);
        if (most > drawing.most) drawing.most = most;
        drawing.is_bars = drawing.is_bars || pitch(strip) < DOT || most > DOTS_MAX;
    }
    for (size_t i = 0; i < data->strips.n; i++) {
        drawing.data = &data->strips.v[i];
        strips[i] = (struct strip){.id = str_format(arena, "%.*s-%zu", STR_ARG(data->id), i + 1),
                                   .label = drawing.data->label,
                                   .is_missing = drawing.data->is_missing,
                                   .is_contested = drawing.data->is_contested};
        if (!strips[i].id.p) return RC_LIMIT;
        TRY(draw_strip(&drawing, &strips[i]));
    }
    view->is_bars = drawing.is_bars;
    view->strips.v = strips;
    view->strips.n = data->strips.n;
    return RC_OK;
}

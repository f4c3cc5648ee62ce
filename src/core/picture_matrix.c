/* The matrix of the four conditions for change. */
#include "core/picture_matrix.h"

enum { ROWS = SCALE_CONDITION__N + 1 };

/* The row's cells: the condition that it lacks is missing (none in the first row). */
static enum rc fill_row(struct arena *arena, const struct matrix_data *data, int missing,
                        struct matrix_row *row) {
    struct matrix_cell *cells = arena_new_array(arena, SCALE_CONDITION__N, struct matrix_cell);
    if (!cells) return RC_LIMIT;
    for (int c = 0; c < SCALE_CONDITION__N; c++)
        cells[c] = (struct matrix_cell){data->conditions[c], c == missing};
    row->outcome = missing < SCALE_CONDITION__N ? data->consequences[missing] : data->lasting;
    row->cells.v = cells;
    row->cells.n = SCALE_CONDITION__N;
    return RC_OK;
}

static bool row_fits(const struct scale_readiness *readiness, int missing) {
    if (readiness->row == SCALE_ROW_UNKNOWN) return false;
    if (missing == SCALE_CONDITION__N) return readiness->row == SCALE_ROW_LASTING;
    return readiness->missing[missing];
}

/* Lights the rows that fit, and collects what is said below the matrix. */
static enum rc light_rows(struct arena *arena, const struct matrix_data *data,
                          struct matrix_row *rows, struct picture_matrix *view) {
    const struct scale_readiness *readiness = data->readiness;
    struct str *outcomes = arena_new_array(arena, ROWS, struct str);
    struct str *contested = arena_new_array(arena, SCALE_CONDITION__N, struct str);
    if (!outcomes || !contested) return RC_LIMIT;
    for (int i = 0; i < ROWS; i++) {
        int missing = i == 0 ? SCALE_CONDITION__N : i - 1;
        rows[i].fits = row_fits(readiness, missing);
        if (rows[i].fits) outcomes[view->outcomes.n++] = rows[i].outcome;
    }
    for (int c = 0; c < SCALE_CONDITION__N; c++)
        if (readiness->contested[c]) contested[view->contested.n++] = data->conditions[c];
    view->outcomes.v = outcomes;
    view->contested.v = contested;
    view->has_reading = true;
    view->is_unknown = readiness->row == SCALE_ROW_UNKNOWN;
    view->is_several = readiness->row == SCALE_ROW_SEVERAL;
    return RC_OK;
}

enum rc picture_matrix(struct arena *arena, const struct matrix_data *data,
                       struct picture_matrix *view) {
    struct matrix_row *rows = arena_new_array(arena, ROWS, struct matrix_row);
    struct str *conditions = arena_new_array(arena, SCALE_CONDITION__N, struct str);
    *view = (struct picture_matrix){.id = data->id, .title = data->title, .reason = data->reason};
    if (!rows || !conditions) return RC_LIMIT;
    for (int c = 0; c < SCALE_CONDITION__N; c++) conditions[c] = data->conditions[c];
    TRY(fill_row(arena, data, SCALE_CONDITION__N, &rows[0]));
    for (int c = 0; c < SCALE_CONDITION__N; c++) TRY(fill_row(arena, data, c, &rows[c + 1]));
    if (data->readiness && !data->reason.is_any) TRY(light_rows(arena, data, rows, view));
    view->conditions.v = conditions;
    view->conditions.n = SCALE_CONDITION__N;
    view->rows.v = rows;
    view->rows.n = ROWS;
    return RC_OK;
}

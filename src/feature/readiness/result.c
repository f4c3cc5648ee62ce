/* The pictures of change readiness: how answers lie, in each group, and the matrix as a question.
 */
#include "feature/readiness/readiness.h"

#include "feature/readiness/views.h"
#include "rules/scale/reading.h"
#include "templates.h"

/* In the order of readiness_tool.steps. */
enum { STEP_SPREAD, STEP_PARTS, STEP_MATRIX };

struct work {
    struct request *request;
    struct arena *arena;
    const struct result_view *view;
    const struct sheet_result *result;
    const struct sheet_part *all;
    struct result_figures figures;
    struct readiness_view *out;
};

static bool wants(const struct work *work, int step) {
    return work->view->step == step || work->view->step < 0;
}

static struct str words(const struct work *work, enum text_id id) {
    return text_of(work->request->lang, id);
}

/* ---- what tends to happen ---- */

/* Which axis is which condition; an exercise always has all four. False: it has not. */
static bool find_conditions(const struct work *work, size_t at[SCALE_CONDITION__N]) {
    static const struct str keys[SCALE_CONDITION__N] = {
        STR_INIT("necessity"), STR_INIT("basis"), STR_INIT("capacity"), STR_INIT("first_steps")};
    for (size_t c = 0; c < SCALE_CONDITION__N; c++) {
        size_t i = 0;
        while (i < work->all->axes.n && !str_is(work->all->axes.v[i].key, keys[c])) i++;
        if (i == work->all->axes.n) return false;
        at[c] = i;
    }
    return true;
}

/* In the reader's words; id and readiness (NULL: blank) are set in data already. */
static enum rc draw_matrix(struct request *request, struct matrix_data *data,
                           struct picture_matrix *view) {
    static const enum text_id conditions[SCALE_CONDITION__N] = {
        T_readiness_axis_necessity, T_readiness_axis_basis, T_readiness_axis_capacity,
        T_readiness_axis_first_steps};
    static const enum text_id consequences[SCALE_CONDITION__N] = {
        T_readiness_without_necessity, T_readiness_without_basis, T_readiness_without_capacity,
        T_readiness_without_first_steps};
    for (size_t i = 0; i < SCALE_CONDITION__N; i++) {
        data->conditions[i] = text_of(request->lang, conditions[i]);
        data->consequences[i] = text_of(request->lang, consequences[i]);
    }
    data->lasting = text_of(request->lang, T_readiness_lasting);
    data->title = text_of(request->lang, T_readiness_step_matrix);
    return picture_matrix(request->arena, data, view);
}

static bool all_may_show(const struct work *work) {
    for (size_t i = 0; i < work->figures.own.n; i++)
        if (!result_may_show(work->result, &work->figures.own.v[i])) return false;
    return true;
}

static enum rc show_matrix(struct work *work) {
    size_t at[SCALE_CONDITION__N];
    struct scale_summary *summaries =
        arena_new_array(work->arena, SCALE_CONDITION__N, struct scale_summary);
    struct scale_readiness *readiness = arena_new(work->arena, struct scale_readiness);
    struct picture_matrix *matrix = arena_new(work->arena, struct picture_matrix);
    if (!summaries || !readiness || !matrix) return RC_LIMIT;
    if (!find_conditions(work, at)) return RC_INVALID;
    for (size_t i = 0; i < SCALE_CONDITION__N; i++) summaries[i] = work->figures.own.v[at[i]];
    scale_read_conditions(summaries, readiness);
    struct matrix_data data = {.id =
                                   str_format(work->arena, "%.*smatrix", STR_ARG(work->view->id))};
    if (all_may_show(work)) {
        data.readiness = readiness;
        if (readiness->weakest < SCALE_CONDITION__N && readiness->n_missing)
            work->out->weakest = work->all->axes.v[at[readiness->weakest]].label;
    }
    TRY(draw_matrix(work->request, &data, matrix));
    work->out->matrix = matrix;
    return RC_OK;
}

/* ---- how answers lie ---- */

static struct strip_row_data row_of(const struct work *work, const struct scale_summary *summary,
                                    struct str label) {
    struct strip_row_data row = {.label = label, .summary = summary};
    if (!result_may_show(work->result, summary))
        row.reason = picture_reason(SCALE_GROUP_SMALL, summary->n, scale_k(work->result->k));
    return row;
}

/* A condition is missing or contested as far as everybody's answers go. */
static void mark(const struct work *work, size_t i, struct strip_data *strip) {
    size_t at[SCALE_CONDITION__N];
    struct scale_summary summaries[SCALE_CONDITION__N];
    struct scale_readiness readiness;
    if (!find_conditions(work, at) || !all_may_show(work)) return;
    for (size_t c = 0; c < SCALE_CONDITION__N; c++) summaries[c] = work->figures.own.v[at[c]];
    scale_read_conditions(summaries, &readiness);
    for (size_t c = 0; c < SCALE_CONDITION__N; c++) {
        if (at[c] != i) continue;
        strip->is_missing = readiness.missing[c];
        strip->is_contested = readiness.contested[c];
    }
}

static enum rc draw_strips(struct work *work, const char *suffix, enum text_id title,
                           struct strip_data *strips, const struct picture_strips **to) {
    struct picture_strips *view = arena_new(work->arena, struct picture_strips);
    if (!view) return RC_LIMIT;
    for (size_t i = 0; i < work->all->axes.n; i++) {
        strips[i].label = work->all->axes.v[i].label;
        strips[i].axis = result_axis(work->result);
        if (work->view->content) {
            strips[i].words.v = work->view->content->anchors.v;
            strips[i].words.n = work->view->content->anchors.n;
        }
    }
    const struct strips_data data = {
        .id = str_format(work->arena, "%.*s%s", STR_ARG(work->view->id), suffix),
        .title = words(work, title),
        .strips = {strips, work->all->axes.n}};
    TRY(picture_strips(work->arena, &data, view));
    *to = view;
    return RC_OK;
}

static enum rc show_reach(struct work *work) {
    size_t n = work->all->axes.n;
    struct readiness_reach *rows = arena_new_array(work->arena, n + 1, struct readiness_reach);
    if (!rows) return RC_LIMIT;
    int64_t answers = 0;
    for (size_t i = 0; i < n; i++) {
        const int64_t *reach = work->all->axes.v[i].reach;
        rows[i] = (struct readiness_reach){.label = work->all->axes.v[i].label,
                                           .all = reach[REACH_ALL],
                                           .some = reach[REACH_SOME],
                                           .few = reach[REACH_FEW],
                                           .unknown = reach[REACH_UNKNOWN]};
        int64_t sum = rows[i].all + rows[i].some + rows[i].few + rows[i].unknown;
        rows[i].has = sum > 0 && (work->result->is_consensus || sum >= scale_k(work->result->k));
        answers += sum;
    }
    work->out->reach.v = rows;
    work->out->reach.n = answers ? n : 0;
    return RC_OK;
}

static enum rc show_spread(struct work *work) {
    size_t n = work->all->axes.n;
    struct strip_data *strips = arena_new_array(work->arena, n + 1, struct strip_data);
    struct strip_row_data *rows = arena_new_array(work->arena, n + 1, struct strip_row_data);
    if (!strips || !rows) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        rows[i] = row_of(work, &work->figures.own.v[i], (struct str){0});
        strips[i] = (struct strip_data){.rows = {&rows[i], 1}};
        mark(work, i, &strips[i]);
    }
    TRY(draw_strips(work, "spread", T_readiness_step_spread, strips, &work->out->spread));
    return show_reach(work);
}

/* ---- groups ---- */

static enum rc show_parts(struct work *work) {
    struct result_parts parts;
    TRY(result_parts(work->arena, work->result, &parts));
    size_t n = work->all->axes.n;
    size_t shown = parts.shown.n < STRIP_ROWS_MAX ? parts.shown.n : STRIP_ROWS_MAX;
    work->out->shows_parts = work->view->step == STEP_PARTS || shown > 0;
    work->out->hidden.v = parts.hidden.v;
    work->out->hidden.n = parts.hidden.n;
    if (!shown) return RC_OK;
    struct strip_data *strips = arena_new_array(work->arena, n + 1, struct strip_data);
    struct strip_row_data *rows =
        arena_new_array(work->arena, n * shown + 1, struct strip_row_data);
    if (!strips || !rows) return RC_LIMIT;
    for (size_t j = 0; j < shown; j++) {
        struct result_figures figures;
        if (parts.shown.v[j]->axes.n != n) return RC_INVALID;
        TRY(result_figures(work->arena, work->result, parts.shown.v[j], &figures));
        for (size_t i = 0; i < n; i++)
            rows[i * shown + j] = row_of(work, &figures.own.v[i], parts.shown.v[j]->label);
    }
    for (size_t i = 0; i < n; i++) strips[i].rows.v = &rows[i * shown];
    for (size_t i = 0; i < n; i++) strips[i].rows.n = shown;
    return draw_strips(work, "parts", T_readiness_step_groups, strips, &work->out->parts);
}

/* ---- over time ---- */

static enum rc show_trend(struct work *work) {
    struct result_dates dates;
    TRY(result_dates(work->arena, work->view, &dates));
    if (dates.n < 2) return RC_OK;
    struct picture_trend *trend = arena_new(work->arena, struct picture_trend);
    if (!trend) return RC_LIMIT;
    struct str id = str_format(work->arena, "%.*strend", STR_ARG(work->view->id));
    TRY(result_trend(work->request, &dates, id, words(work, T_readiness_trend), trend));
    work->out->trend = trend;
    return RC_OK;
}

static enum rc show_room(struct work *work) {
    work->out->reason = result_reason(work->result);
    if (work->out->reason.is_any) return RC_OK;
    work->all = &work->result->parts.v[0];
    TRY(result_figures(work->arena, work->result, work->all, &work->figures));
    if (wants(work, STEP_SPREAD)) TRY(show_spread(work));
    work->out->is_agreed = work->result->is_consensus && work->view->step == STEP_PARTS;
    if (wants(work, STEP_PARTS) && !work->result->is_consensus) TRY(show_parts(work));
    if (!wants(work, STEP_MATRIX)) return RC_OK;
    TRY(show_matrix(work));
    return show_trend(work);
}

enum rc readiness_result(struct request *request, struct page *page,
                         const struct result_view *view) {
    struct readiness_view out = {.is_big = view->is_big};
    struct work work = {.request = request,
                        .arena = request->arena,
                        .view = view,
                        .result = view->result,
                        .out = &out};
    TRY(show_room(&work));
    readiness_result_html(page, &out);
    return RC_OK;
}

enum rc readiness_blank(struct request *request, struct page *page) {
    struct matrix_data data = {.id = STR("blank")};
    struct picture_matrix matrix;
    TRY(draw_matrix(request, &data, &matrix));
    picture_matrix_html(page, &matrix);
    return RC_OK;
}

/* The pictures of the sense of coherence: own numbers, everybody's, and the gap to the guess. */
#include "feature/coherence/coherence.h"

#include "feature/coherence/views.h"
#include "templates.h"

/* In the order of coherence_tool.steps. */
enum { STEP_OWN, STEP_ALL, STEP_GAP };
enum { LOW_MEANING = 3 }; /* at most this on "it makes sense": say where one can talk about it */

struct work {
    struct request *request;
    struct arena *arena;
    const struct result_view *view;
    const struct sheet_result *result;
    const struct sheet_part *all;
    struct result_figures figures;
    struct coherence_view *out;
};

static bool is_meaning(struct str key) {
    return str_is(key, STR("meaningfulness"));
}

/* ---- own numbers ---- */

static enum rc show_own(struct work *work) {
    const struct sheet *own = work->view->own;
    const struct content *content = work->view->content;
    work->out->shows_own = true;
    if (!own || !content || own->self.n != content->axes.n) return RC_OK;
    struct coherence_own *rows =
        arena_new_array(work->arena, own->self.n + 1, struct coherence_own);
    if (!rows) return RC_LIMIT;
    work->out->has_sum = true;
    for (size_t i = 0; i < own->self.n; i++) {
        int value = own->self.v[i];
        int guess = i < own->colleagues.n ? own->colleagues.v[i] : SHEET_UNANSWERED;
        rows[i] =
            (struct coherence_own){content->axes.v[i].label, value >= 0, guess >= 0, value, guess};
        work->out->has_sum = work->out->has_sum && value >= 0;
        if (value >= 0) work->out->sum += value;
        if (value >= 0 && value <= LOW_MEANING && is_meaning(content->axes.v[i].key))
            work->out->own_is_low = true;
    }
    work->out->sum_max = content->max * (int)own->self.n;
    work->out->own.v = rows;
    work->out->own.n = own->self.n;
    return RC_OK;
}

/* ---- everybody ---- */

static struct strip_row_data row_of(const struct work *work, const struct scale_summary *summary,
                                    enum text_id label) {
    struct strip_row_data row = {.label = text_of(work->request->lang, label), .summary = summary};
    if (!result_may_show(work->result, summary))
        row.reason = picture_reason(SCALE_GROUP_SMALL, summary->n, scale_k(work->result->k));
    return row;
}

static enum rc strip_of(const struct work *work, size_t i, bool with_guess,
                        struct strip_data *strip) {
    struct strip_row_data *rows = arena_new_array(work->arena, 2, struct strip_row_data);
    if (!rows) return RC_LIMIT;
    rows[0] = row_of(work, &work->figures.own.v[i], T_coherence_row_own);
    if (with_guess) rows[1] = row_of(work, &work->figures.guess.v[i], T_coherence_row_guess);
    *strip = (struct strip_data){.label = work->all->axes.v[i].label,
                                 .axis = result_axis(work->result),
                                 .rows = {rows, with_guess ? 2 : 1},
                                 .show_gap = with_guess && !rows[0].reason.is_any &&
                                             !rows[1].reason.is_any};
    return RC_OK;
}

static enum rc show_strips(struct work *work, bool with_guess, const struct picture_strips **to) {
    size_t n = work->all->axes.n;
    struct strip_data *strips = arena_new_array(work->arena, n + 1, struct strip_data);
    struct picture_strips *view = arena_new(work->arena, struct picture_strips);
    if (!strips || !view) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) TRY(strip_of(work, i, with_guess, &strips[i]));
    const struct strips_data data = {
        .id =
            str_format(work->arena, "%.*s%s", STR_ARG(work->view->id), with_guess ? "gap" : "all"),
        .title =
            text_of(work->request->lang, with_guess ? T_coherence_step_gap : T_coherence_step_all),
        .strips = {strips, n}};
    TRY(picture_strips(work->arena, &data, view));
    *to = view;
    return RC_OK;
}

static bool is_low(const struct work *work) {
    for (size_t i = 0; i < work->all->axes.n; i++) {
        const struct scale_summary *of = &work->figures.own.v[i];
        if (is_meaning(work->all->axes.v[i].key) && of->n && result_may_show(work->result, of) &&
            of->median <= LOW_MEANING * SCALE_QUARTERS)
            return true;
    }
    return false;
}

static enum rc show_trend(struct work *work) {
    struct result_dates dates;
    TRY(result_dates(work->arena, work->view, &dates));
    if (dates.n < 2) return RC_OK;
    struct picture_trend *trend = arena_new(work->arena, struct picture_trend);
    if (!trend) return RC_LIMIT;
    struct str id = str_format(work->arena, "%.*strend", STR_ARG(work->view->id));
    TRY(result_trend(work->request, &dates, id, text_of(work->request->lang, T_coherence_trend),
                     trend));
    work->out->trend = trend;
    work->out->left_out.v = dates.left_out.v;
    work->out->left_out.n = dates.left_out.n;
    return RC_OK;
}

static enum rc show_room(struct work *work) {
    int step = work->view->step;
    work->out->reason = result_reason(work->result);
    if (work->out->reason.is_any) return RC_OK;
    work->all = &work->result->parts.v[0];
    TRY(result_figures(work->arena, work->result, work->all, &work->figures));
    bool has_guess = work->figures.guess.n > 0;
    work->out->all_is_low = is_low(work);
    if (step == STEP_ALL || !has_guess) TRY(show_strips(work, false, &work->out->all));
    if (step != STEP_ALL && has_guess) TRY(show_strips(work, true, &work->out->gap));
    return step != STEP_ALL ? show_trend(work) : RC_OK;
}

enum rc coherence_result(struct request *request, struct page *page,
                         const struct result_view *view) {
    struct coherence_view out = {.is_big = view->is_big};
    struct work work = {.request = request,
                        .arena = request->arena,
                        .view = view,
                        .result = view->result,
                        .out = &out};
    if (view->step == STEP_OWN)
        TRY(show_own(&work));
    else
        TRY(show_room(&work));
    coherence_result_html(page, &out);
    return RC_OK;
}

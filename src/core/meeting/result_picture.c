/* From a counted result to the values that pictures take. See result_picture.h. */
#include "core/meeting/result_picture.h"

struct scale_axis result_axis(const struct sheet_result *result) {
    return (struct scale_axis){.min = result->min, .max = result->max, .step = 1};
}

/* ---- figures ---- */

/* counts is empty when nobody was asked or nobody answered. */
static enum rc summarise(const struct scale_axis *axis, const int64_t *counts, size_t n,
                         int64_t dont_know, struct scale_summary *summary) {
    int narrow[SCALE_STEPS_MAX] = {0};
    if (n > (size_t)scale_axis_steps(axis)) return RC_INVALID;
    for (size_t i = 0; i < n; i++) {
        if (counts[i] < 0 || counts[i] > SCALE_ANSWERS_MAX) return RC_INVALID;
        narrow[i] = (int)counts[i];
    }
    if (dont_know < 0 || dont_know > SCALE_ANSWERS_MAX) return RC_INVALID;
    return scale_summarise_counts(axis, narrow, (int)dont_know, summary);
}

enum rc result_figures(struct arena *arena, const struct sheet_result *result,
                       const struct sheet_part *part, struct result_figures *figures) {
    const struct scale_axis axis = result_axis(result);
    if (!scale_axis_is_valid(&axis)) return RC_INVALID;
    size_t n = part->axes.n;
    bool is_guessed = n && part->axes.v[0].guess_counts.n;
    struct scale_summary *own = arena_new_array(arena, n + 1, struct scale_summary);
    struct scale_summary *guess = arena_new_array(arena, is_guessed ? n : 1, struct scale_summary);
    if (!own || !guess) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct axis_result *of = &part->axes.v[i];
        TRY(summarise(&axis, of->counts.v, of->counts.n, of->dont_know, &own[i]));
        if (is_guessed) TRY(summarise(&axis, of->guess_counts.v, of->guess_counts.n, 0, &guess[i]));
    }
    figures->own.v = own;
    figures->own.n = n;
    figures->guess.v = guess;
    figures->guess.n = is_guessed ? n : 0;
    return RC_OK;
}

bool result_may_show(const struct sheet_result *result, const struct scale_summary *summary) {
    return result->is_consensus || summary->n >= scale_k(result->k);
}

struct picture_point result_point(const struct sheet_result *result,
                                  const struct scale_summary *summary) {
    if (result->is_consensus && summary->n == 1)
        return picture_agreed(summary->median / SCALE_QUARTERS);
    return picture_point(summary, result_may_show(result, summary));
}

struct picture_reason result_reason(const struct sheet_result *result) {
    bool is_shown = result->parts.n && result->parts.v[0].hidden_because == T_none;
    return picture_reason(is_shown ? SCALE_SHOWN : SCALE_ROOM_SMALL, (int)result->n,
                          scale_k(result->k));
}

/* ---- parts ---- */

enum rc result_parts(struct arena *arena, const struct sheet_result *result,
                     struct result_parts *parts) {
    size_t n = result->parts.n;
    const struct sheet_part **shown = arena_new_array(arena, n + 1, const struct sheet_part *);
    struct result_hidden *hidden = arena_new_array(arena, n + 1, struct result_hidden);
    if (!shown || !hidden) return RC_LIMIT;
    *parts = (struct result_parts){.shown = {shown, 0}, .hidden = {hidden, 0}};
    for (size_t i = 1; i < n; i++) {
        const struct sheet_part *part = &result->parts.v[i];
        if (part->hidden_because == T_none)
            shown[parts->shown.n++] = part;
        else
            hidden[parts->hidden.n++] = (struct result_hidden){
                part->label, part->hidden_because, (int)part->found, scale_k(result->k)};
    }
    return RC_OK;
}

struct str result_date(struct arena *arena, enum lang lang, int64_t ms) {
    struct buf text;
    buf_init(&text, arena, 100);
    text_add_when(&text, lang, (struct when){ms}, WHEN_DATE);
    return buf_str(&text);
}

/* ---- over time ---- */

/* Inserts by time; what has nothing to show is left out. */
static void add_date(struct result_dates *dates, const struct sheet_result *result, int64_t at) {
    if (!result || result->parts.n == 0 || result->parts.v[0].hidden_because != T_none) return;
    if (dates->n == SCALE_SHEETS_MAX) return;
    size_t i = dates->n++;
    for (; i > 0 && dates->at[i - 1] > at; i--) {
        dates->at[i] = dates->at[i - 1];
        dates->results[i] = dates->results[i - 1];
    }
    dates->at[i] = at;
    dates->results[i] = result;
}

static enum rc share(struct arena *arena, struct result_dates *dates) {
    struct scale_sheet sheets[SCALE_SHEETS_MAX] = {0};
    for (size_t i = 0; i < dates->n; i++) {
        const struct sheet_result *result = dates->results[i];
        const struct sheet_part *all = &result->parts.v[0];
        struct scale_keyed_axis *axes =
            arena_new_array(arena, all->axes.n + 1, struct scale_keyed_axis);
        if (!axes) return RC_LIMIT;
        for (size_t j = 0; j < all->axes.n; j++)
            axes[j] = (struct scale_keyed_axis){all->axes.v[j].key, result_axis(result)};
        sheets[i].axes.v = axes;
        sheets[i].axes.n = all->axes.n;
        TRY(result_figures(arena, result, all, &dates->figures[i]));
    }
    return scale_compare_sheets(sheets, dates->n, &dates->shared);
}

static bool is_shared(const struct result_dates *dates, size_t sheet, size_t axis) {
    for (size_t i = 0; i < dates->shared.n; i++)
        if (dates->shared.at[i][sheet] == axis) return true;
    return false;
}

static bool is_listed(const struct str *names, size_t n, struct str name) {
    for (size_t i = 0; i < n; i++)
        if (str_is(names[i], name)) return true;
    return false;
}

static enum rc name_left_out(struct arena *arena, struct result_dates *dates) {
    size_t most = 1, n = 0;
    for (size_t i = 0; i < dates->n; i++) most += dates->shared.left_out[i];
    struct str *names = arena_new_array(arena, most, struct str);
    if (!names) return RC_LIMIT;
    for (size_t i = 0; i < dates->n; i++) {
        const struct sheet_part *all = &dates->results[i]->parts.v[0];
        for (size_t j = 0; j < all->axes.n; j++)
            if (!is_shared(dates, i, j) && !is_listed(names, n, all->axes.v[j].label))
                names[n++] = all->axes.v[j].label;
    }
    dates->left_out.v = names;
    dates->left_out.n = n;
    return RC_OK;
}

enum rc result_dates(struct arena *arena, const struct result_view *view,
                     struct result_dates *dates) {
    *dates = (struct result_dates){0};
    add_date(dates, view->result, view->at);
    for (size_t i = 0; i < COUNT(view->earlier) && dates->n; i++)
        add_date(dates, view->earlier[i], view->earlier_at[i]);
    for (size_t i = 0; i < dates->n; i++)
        if (dates->results[i] == view->result) dates->now = i;
    if (dates->n == 0) return RC_OK;
    TRY(share(arena, dates));
    return name_left_out(arena, dates);
}

enum rc result_trend(struct request *request, const struct result_dates *dates, struct str id,
                     struct str title, struct picture_trend *trend) {
    struct arena *arena = request->arena;
    struct when *when = arena_new_array(arena, dates->n + 1, struct when);
    struct trend_axis_data *axes =
        arena_new_array(arena, dates->shared.n + 1, struct trend_axis_data);
    if (!when || !axes) return RC_LIMIT;
    for (size_t i = 0; i < dates->n; i++) when[i] = (struct when){dates->at[i]};
    for (size_t i = 0; i < dates->shared.n; i++) {
        struct picture_point *points = arena_new_array(arena, dates->n + 1, struct picture_point);
        if (!points) return RC_LIMIT;
        for (size_t j = 0; j < dates->n; j++)
            points[j] =
                result_point(dates->results[j], &dates->figures[j].own.v[dates->shared.at[i][j]]);
        const struct sheet_part *now = &dates->results[dates->now]->parts.v[0];
        axes[i] =
            (struct trend_axis_data){.label = now->axes.v[dates->shared.at[i][dates->now]].label,
                                     .axis = result_axis(dates->results[dates->now]),
                                     .points = {points, dates->n}};
    }
    const struct trend_data data = {.id = id,
                                    .title = title,
                                    .dates = {when, dates->n},
                                    .axes = {axes, dates->shared.n},
                                    .left_out = dates->left_out.n};
    return picture_trend(arena, &data, trend);
}

/* The pictures of a star: own web, everybody's web, sectors over each other, disagreement. */
#include "feature/star/star.h"

#include "feature/star/views.h"
#include "rules/scale/reading.h"
#include "templates.h"

/* In the order of star_tool.steps. */
enum { STEP_OWN, STEP_WEB, STEP_PARTS, STEP_DISAGREEMENT };
enum { BIG_RAYS = 4 }; /* of the disagreement, on the big screen */

struct work {
    struct request *request;
    struct arena *arena;
    const struct result_view *view;
    const struct sheet_result *result;
    const struct sheet_part *all; /* everybody; NULL when nothing may be shown */
    struct result_figures figures;
    struct star_view *out;
};

static bool wants(const struct work *work, int step) {
    return work->view->step == step || work->view->step < 0;
}

/* ---- rays ---- */

/* Which rays of an exercise a web shows, aspect by aspect, since a web tints neighbours. */
struct rays {
    size_t n;
    size_t *order;
    const struct axis_result *axes;
};

static enum rc rays_by_aspect(struct arena *arena, const struct sheet_result *result,
                              const struct axis_result *axes, size_t n, struct rays *rays) {
    *rays = (struct rays){.axes = axes, .order = arena_new_array(arena, n + 1, size_t)};
    if (!rays->order) return RC_LIMIT;
    for (int aspect = -1; aspect < (int)result->aspects.n; aspect++)
        for (size_t i = 0; i < n; i++)
            if (axes[i].aspect == aspect) rays->order[rays->n++] = i;
    return RC_OK;
}

static bool all_have_aspects(const struct rays *rays) {
    for (size_t i = 0; i < rays->n; i++)
        if (rays->axes[rays->order[i]].aspect < 0) return false;
    return rays->n > 0;
}

static enum rc radar_ground(struct work *work, const struct rays *rays, const char *suffix,
                            struct radar_data *data) {
    struct radar_ray_data *list = arena_new_array(work->arena, rays->n + 1, struct radar_ray_data);
    struct str *aspects = arena_new_array(work->arena, work->result->aspects.n + 1, struct str);
    if (!list || !aspects) return RC_LIMIT;
    bool tinted = all_have_aspects(rays);
    for (size_t i = 0; i < rays->n; i++) {
        const struct axis_result *axis = &rays->axes[rays->order[i]];
        list[i] = (struct radar_ray_data){axis->label, tinted ? (size_t)axis->aspect : 0};
    }
    for (size_t i = 0; i < work->result->aspects.n; i++)
        aspects[i] = work->result->aspects.v[i].label;
    *data = (struct radar_data){
        .id = str_format(work->arena, "%.*s%s", STR_ARG(work->view->id), suffix),
        .axis = result_axis(work->result),
        .rays = {list, rays->n},
        .aspects = {aspects, tinted ? work->result->aspects.n : 0}};
    return RC_OK;
}

static enum rc draw(struct work *work, const struct radar_data *data,
                    const struct picture_radar **to) {
    struct picture_radar *radar = arena_new(work->arena, struct picture_radar);
    if (!radar) return RC_LIMIT;
    TRY(picture_radar(work->arena, data, radar));
    *to = radar;
    return RC_OK;
}

/* One web of a part, in the order of the rays. */
static enum rc series_of(struct work *work, const struct sheet_result *result,
                         const struct scale_summary *summaries, const struct rays *rays,
                         struct picture_series *series) {
    struct picture_point *points = arena_new_array(work->arena, rays->n + 1, struct picture_point);
    if (!points) return RC_LIMIT;
    for (size_t i = 0; i < rays->n; i++)
        points[i] = result_point(result, &summaries[rays->order[i]]);
    series->points.v = points;
    series->points.n = rays->n;
    return RC_OK;
}

/* ---- own web ---- */

static enum rc show_own(struct work *work) {
    const struct sheet *own = work->view->own;
    const struct content *content = work->view->content;
    work->out->shows_own = true;
    if (!own || !content || own->self.n != content->axes.n) return RC_OK;
    struct axis_result *axes = arena_new_array(work->arena, own->self.n + 1, struct axis_result);
    struct picture_point *points =
        arena_new_array(work->arena, own->self.n + 1, struct picture_point);
    if (!axes || !points) return RC_LIMIT;
    for (size_t i = 0; i < own->self.n; i++)
        axes[i] = (struct axis_result){.label = content->axes.v[i].label,
                                       .aspect = content->axes.v[i].aspect};
    struct rays rays;
    TRY(rays_by_aspect(work->arena, work->result, axes, own->self.n, &rays));
    for (size_t i = 0; i < rays.n; i++) {
        int value = own->self.v[rays.order[i]];
        if (value >= 0) points[i] = picture_agreed(value);
    }
    const struct picture_series series = {.label = text_of(work->request->lang, T_star_web_own),
                                          .points = {points, rays.n}};
    struct radar_data data;
    TRY(radar_ground(work, &rays, "own", &data));
    data.title = series.label;
    data.series.v = &series;
    data.series.n = 1;
    return draw(work, &data, &work->out->own);
}

/* ---- everybody's web ---- */

static int aspect_by_key(struct str key) {
    static const struct str keys[SCALE_ASPECT__N] = {STR_INIT("personal"), STR_INIT("relational"),
                                                     STR_INIT("organisational")};
    for (int i = 0; i < SCALE_ASPECT__N; i++)
        if (str_is(key, keys[i])) return i;
    return -1;
}

/* The hint compares the three aspects of the built-in star; a star without them gets none. */
static enum rc hint(struct work *work) {
    size_t n = work->all->axes.n;
    enum scale_aspect *aspects = arena_new_array(work->arena, n + 1, enum scale_aspect);
    if (!aspects) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        int at = work->all->axes.v[i].aspect;
        int aspect = at >= 0 && (size_t)at < work->result->aspects.n
                         ? aspect_by_key(work->result->aspects.v[at].key)
                         : -1;
        if (aspect < 0) return RC_OK;
        aspects[i] = (enum scale_aspect)aspect;
    }
    work->out->hints = scale_star_hint(work->figures.own.v, aspects, n);
    return RC_OK;
}

/* On the big screen the tool is named too: its picture is what stands there. */
static struct str titled(const struct work *work, enum text_id id) {
    struct str text = text_of(work->request->lang, id);
    if (!work->view->is_big) return text;
    struct str tool = text_of(work->request->lang, star_tool.title);
    return str_format(work->arena, "%.*s: %.*s", STR_ARG(tool), STR_ARG(text));
}

static struct str title_of_web(const struct work *work) {
    if (!work->view->at) return titled(work, T_star_web_all);
    struct str date = result_date(work->arena, work->request->lang, work->view->at);
    return TEXT(work->arena, work->request->lang, T_star_web_of, ARG("date", date));
}

static enum rc show_web(struct work *work) {
    struct rays rays;
    TRY(rays_by_aspect(work->arena, work->result, work->all->axes.v, work->all->axes.n, &rays));
    struct picture_series series = {.label = text_of(work->request->lang, T_star_web_all),
                                    .people = work->result->is_consensus ? 0 : (int)work->all->n};
    TRY(series_of(work, work->result, work->figures.own.v, &rays, &series));
    struct radar_data data;
    TRY(radar_ground(work, &rays, "web", &data));
    data.title = title_of_web(work);
    data.series.v = &series;
    data.series.n = 1;
    data.show_spread = !work->result->is_consensus;
    TRY(draw(work, &data, &work->out->web));
    return hint(work);
}

/* Everybody's web on up to three dates, on the rays they share. */
static enum rc show_dates(struct work *work) {
    struct result_dates dates;
    TRY(result_dates(work->arena, work->view, &dates));
    if (dates.n < 2) return RC_OK;
    work->out->left_out.v = dates.left_out.v;
    work->out->left_out.n = dates.left_out.n;
    struct axis_result *axes = arena_new_array(work->arena, dates.shared.n + 1, struct axis_result);
    struct picture_series *series = arena_new_array(work->arena, dates.n, struct picture_series);
    if (!axes || !series) return RC_LIMIT;
    for (size_t i = 0; i < dates.shared.n; i++)
        axes[i] = work->all->axes.v[dates.shared.at[i][dates.now]];
    struct rays rays;
    TRY(rays_by_aspect(work->arena, work->result, axes, dates.shared.n, &rays));
    for (size_t j = 0; j < dates.n; j++) {
        struct picture_point *points =
            arena_new_array(work->arena, rays.n + 1, struct picture_point);
        if (!points) return RC_LIMIT;
        for (size_t i = 0; i < rays.n; i++) {
            size_t at = dates.shared.at[rays.order[i]][j];
            points[i] = result_point(dates.results[j], &dates.figures[j].own.v[at]);
        }
        series[j] = (struct picture_series){
            .label = result_date(work->arena, work->request->lang, dates.at[j]),
            .people = dates.results[j]->is_consensus ? 0 : (int)dates.results[j]->parts.v[0].n,
            .points = {points, rays.n}};
    }
    struct radar_data data;
    TRY(radar_ground(work, &rays, "dates", &data));
    data.title = titled(work, T_star_web_dates);
    data.series.v = series;
    data.series.n = dates.n;
    return draw(work, &data, &work->out->dates);
}

/* ---- sectors ---- */

/* "sector" of "sector:citizen": webs over each other are parts of one split. */
static struct str split_of(const struct sheet_part *part) {
    return str_slice(part->key, 0, str_find(part->key, ':', 0));
}

/* How many parts from i on belong into one picture. */
static size_t run_of(const struct result_parts *parts, size_t i) {
    size_t n = 1;
    while (n < PICTURE_SERIES_MAX && i + n < parts->shown.n &&
           str_is(split_of(parts->shown.v[i]), split_of(parts->shown.v[i + n])))
        n++;
    return n;
}

static enum rc show_overlay(struct work *work, const struct result_parts *parts, size_t from,
                            struct star_overlay *overlay) {
    size_t n = run_of(parts, from);
    struct rays rays;
    TRY(rays_by_aspect(work->arena, work->result, work->all->axes.v, work->all->axes.n, &rays));
    struct picture_series *series = arena_new_array(work->arena, n, struct picture_series);
    if (!series) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct sheet_part *part = parts->shown.v[from + i];
        struct result_figures figures;
        if (part->axes.n != work->all->axes.n) return RC_INVALID;
        TRY(result_figures(work->arena, work->result, part, &figures));
        series[i] = (struct picture_series){.label = part->label, .people = (int)part->n};
        TRY(series_of(work, work->result, figures.own.v, &rays, &series[i]));
    }
    struct radar_data data;
    TRY(radar_ground(work, &rays, "part", &data));
    data.id = str_format(work->arena, "%.*s%zu", STR_ARG(data.id), from);
    data.title = titled(work, T_star_web_parts);
    data.series.v = series;
    data.series.n = n;
    return picture_radar(work->arena, &data, &overlay->radar);
}

static enum rc show_parts(struct work *work) {
    struct result_parts parts;
    TRY(result_parts(work->arena, work->result, &parts));
    work->out->shows_parts = work->view->step == STEP_PARTS || parts.shown.n > 0;
    work->out->hidden.v = parts.hidden.v;
    work->out->hidden.n = parts.hidden.n;
    struct star_overlay *overlays =
        arena_new_array(work->arena, parts.shown.n + 1, struct star_overlay);
    if (!overlays) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < parts.shown.n; i += run_of(&parts, i))
        TRY(show_overlay(work, &parts, i, &overlays[n++]));
    work->out->parts.v = overlays;
    work->out->parts.n = n;
    return RC_OK;
}

/* ---- disagreement ---- */

static enum rc strip_for(struct work *work, size_t axis, struct strip_data *strip) {
    struct strip_row_data *row = arena_new(work->arena, struct strip_row_data);
    if (!row) return RC_LIMIT;
    row->summary = &work->figures.own.v[axis];
    if (!result_may_show(work->result, row->summary))
        row->reason = picture_reason(SCALE_GROUP_SMALL, row->summary->n, scale_k(work->result->k));
    *strip = (struct strip_data){.label = work->all->axes.v[axis].label,
                                 .axis = result_axis(work->result),
                                 .rows = {row, 1}};
    return RC_OK;
}

static enum rc show_disagreement(struct work *work) {
    size_t n = work->all->axes.n;
    size_t *order = arena_new_array(work->arena, n + 1, size_t);
    struct scale_axis *axes = arena_new_array(work->arena, n + 1, struct scale_axis);
    struct strip_data *strips = arena_new_array(work->arena, n + 1, struct strip_data);
    struct picture_strips *view = arena_new(work->arena, struct picture_strips);
    if (!order || !axes || !strips || !view) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) axes[i] = result_axis(work->result);
    scale_order_by_disagreement(axes, work->figures.own.v, n, order);
    size_t shown = work->view->is_big && n > BIG_RAYS ? BIG_RAYS : n;
    for (size_t i = 0; i < shown; i++) TRY(strip_for(work, order[i], &strips[i]));
    const struct strips_data data = {
        .id = str_format(work->arena, "%.*sspread", STR_ARG(work->view->id)),
        .title = text_of(work->request->lang, T_star_step_disagreement),
        .strips = {strips, shown}};
    TRY(picture_strips(work->arena, &data, view));
    work->out->disagreement = view;
    return RC_OK;
}

/* ---- all of it ---- */

/* Nothing of the room may be shown: the web's place has the reason. */
static enum rc show_reason(struct work *work, struct picture_reason reason) {
    struct picture_radar *radar = arena_new(work->arena, struct picture_radar);
    if (!radar) return RC_LIMIT;
    radar->reason = reason;
    work->out->web = radar;
    return RC_OK;
}

static enum rc show_room(struct work *work) {
    const struct picture_reason reason = result_reason(work->result);
    if (work->view->step == STEP_OWN) return RC_OK;
    if (reason.is_any) return show_reason(work, reason);
    work->all = &work->result->parts.v[0];
    TRY(result_figures(work->arena, work->result, work->all, &work->figures));
    if (wants(work, STEP_WEB)) {
        TRY(show_web(work));
        TRY(show_dates(work));
    }
    if (work->result->is_consensus) {
        work->out->is_agreed = work->view->step > STEP_WEB;
        return RC_OK;
    }
    if (wants(work, STEP_PARTS)) TRY(show_parts(work));
    return wants(work, STEP_DISAGREEMENT) ? show_disagreement(work) : RC_OK;
}

enum rc star_result(struct request *request, struct page *page, const struct result_view *view) {
    struct star_view out = {.is_big = view->is_big, .folds = view->step < 0};
    struct work work = {.request = request,
                        .arena = request->arena,
                        .view = view,
                        .result = view->result,
                        .out = &out};
    if (view->step == STEP_OWN) TRY(show_own(&work));
    TRY(show_room(&work));
    star_result_html(page, &out);
    return RC_OK;
}

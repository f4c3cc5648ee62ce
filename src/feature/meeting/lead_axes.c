/*
 * Which perspectives or questions of a tool are used: chosen among all before the exercise begins,
 * on its page of the agenda or, when fewer people came than they need, on the leader's page.
 */
#include "feature/meeting/lead.h"

static bool is_among(const struct content *chosen, struct str key) {
    for (size_t i = 0; i < chosen->axes.n; i++)
        if (str_is(chosen->axes.v[i].key, key)) return true;
    return false;
}

enum rc axes_view(struct request *request, const struct agenda_item *item,
                  struct meeting_axes *view) {
    struct content all, chosen;
    const struct exercise *exercise = &item->exercise;
    struct exercise_axes wanted;
    if (!item->tool->picks_axes) return RC_OK;
    TRY(exercise_content_whole(request->arena, request->site, request->lang, exercise, &all));
    TRY(exercise_content(request->arena, request->site, request->lang, exercise, &chosen));
    TRY(exercise_axes_wanted(request, exercise, &wanted));
    struct meeting_axis *rows =
        arena_new_array(request->arena, all.axes.n + 1, struct meeting_axis);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0, n = 0; i < all.axes.n; i++) {
        const struct content_axis *axis = &all.axes.v[i];
        rows[i] = (struct meeting_axis){.name = str_format(request->arena, "axis%zu", i),
                                        .label = axis->label,
                                        .help = axis->help,
                                        .chosen = is_among(&chosen, axis->key)};
        /* too few people: those that come first are proposed */
        if (rows[i].chosen && !wanted.is_fine && (int)++n > wanted.proposed) rows[i].chosen = false;
    }
    view->rows.v = rows;
    view->rows.n = all.axes.n;
    view->lang = all.lang;
    view->min = wanted.min;
    view->max = wanted.max;
    view->n = wanted.chosen;
    view->seats = wanted.seats;
    view->proposed = wanted.proposed;
    view->needed = item->tool->seats_per_axis * wanted.chosen;
    view->is_short = !wanted.is_fine;
    view->is_below = wanted.is_below;
    return RC_OK;
}

/* The keys of the boxes that are ticked, a blank between them. */
enum rc axes_read(struct request *request, const struct agenda_item *item, const bool *ticked,
                  struct str *keys) {
    struct content all;
    struct buf buf;
    size_t n = 0;
    *keys = (struct str){0};
    if (!item->tool->picks_axes) return RC_OK;
    TRY(exercise_content_whole(request->arena, request->site, request->lang, &item->exercise,
                               &all));
    buf_init(&buf, request->arena, 4096);
    for (size_t i = 0; i < all.axes.n && i < CONTENT_AXES_MAX; i++) {
        if (!ticked[i]) continue;
        if (n++) buf_add_char(&buf, ' ');
        buf_add(&buf, all.axes.v[i].key);
    }
    *keys = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

enum rc lead_axes_are_fine(const struct request *request, const struct agenda_item *item,
                           bool *fine) {
    struct exercise_axes wanted;
    TRY(exercise_axes_wanted(request, &item->exercise, &wanted));
    *fine = wanted.is_fine;
    return RC_OK;
}

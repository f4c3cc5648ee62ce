/* The leaflet of good advice: the ten with most votes, each by its table and never by a person. */
#include "feature/harvest/inner.h"

#include "core/meeting/board.h"
#include "feature/harvest/views.h"
#include "templates.h"

#include <stdlib.h>

enum { BEST = 10 };

static int by_dots(const void *a, const void *b) {
    const struct board_note *const *x = a, *const *y = b;
    if ((*x)->dots != (*y)->dots) return (*x)->dots > (*y)->dots ? -1 : 1;
    return ((*x)->note.id > (*y)->note.id) - ((*x)->note.id < (*y)->note.id);
}

enum rc harvest_result(struct request *request, struct page *page, const struct board_view *view) {
    const struct board *board = view->board;
    size_t n = board->notes.n, best = n < BEST ? n : BEST;
    const struct board_note **order =
        arena_new_array(request->arena, n + 1, const struct board_note *);
    struct harvest_advice *shown = arena_new_array(request->arena, best + 1, struct harvest_advice);
    if (!order || !shown) return RC_LIMIT;
    struct harvest_view leaflet = {.is_big = view->is_big, .at = {request->now}};
    for (size_t i = 0; i < n; i++) {
        order[i] = &board->notes.v[i];
        leaflet.has_dots |= order[i]->dots >= 0;
    }
    if (n) qsort(order, n, sizeof *order, by_dots);
    for (size_t i = 0; i < best; i++)
        shown[i] = (struct harvest_advice){.text = order[i]->note.text,
                                           .lang = order[i]->note.lang,
                                           .dots = order[i]->dots > 0 ? order[i]->dots : 0};
    for (size_t i = 0; i < best; i++)
        if (order[i]->group > 0)
            shown[i].tables = TEXT(request->arena, request->lang, T_harvest_table,
                                   ARG("table", (int64_t)order[i]->group));
    leaflet.best.v = shown;
    leaflet.best.n = best;
    leaflet.more = (int64_t)(n - best);
    leaflet.voters = board->voters > 0 ? board->voters : 0;
    if (view->exercise) {
        leaflet.title = view->exercise->title;
        if (view->exercise->closed_at) leaflet.at.ms = view->exercise->closed_at;
    }
    harvest_result_html(page, &leaflet);
    return RC_OK;
}

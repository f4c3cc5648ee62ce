/* The result of one exercise, read at its place: the picture from its snapshot, over those of the
   two dates before it. For the members of a workplace, and for whoever may see an initiative. */
#include "feature/meeting/inner.h"

#include "core/activity.h"
#include "core/initiative.h"
#include "core/organisation.h"

static struct str place_title(const struct request *request) {
    const struct object *place = &request->objects[0];
    if (place->kind == OBJECT_INITIATIVE) return ((const struct initiative *)place->row)->title;
    return ((const struct organisation *)place->row)->name;
}

static struct url place_url(const struct request *request) {
    const struct object *place = &request->objects[0];
    return place->kind == OBJECT_INITIATIVE ? initiative_url(request->arena, place->public_id)
                                            : organisation_url(request->arena, place->public_id);
}

/* Only those who belong to the place read notes, and get the address of the meeting, their key. */
static bool belongs(const struct request *request) {
    return rights_may(request, MAY_CONTRIBUTE, &request->objects[0]) ||
           rights_may(request, MAY_MANAGE, &request->objects[0]);
}

static void view_meeting(struct request *request, const struct exercise *exercise,
                         struct exercise_page_view *view) {
    if (!belongs(request)) return;
    view->meeting_url = meeting_url(request->arena, exercise->meeting_public_id);
    view->meeting_url.path =
        str_format(request->arena, "%.*s/after", STR_ARG(view->meeting_url.path));
}

static enum rc fill(struct request *request, struct agenda_item *item,
                    struct exercise_page_view *view) {
    const struct exercise *exercise = &item->exercise;
    item->tool = exercise_tool(request->site, exercise);
    item->title = exercise->title;
    view->title = exercise->title;
    view->place = place_title(request);
    view->place_url = place_url(request);
    view->at = (struct when){exercise->closed_at};
    view->is_closed = exercise->state == EXERCISE_CLOSED;
    view_meeting(request, exercise, view);
    if (!item->tool) return RC_OK;
    view->purpose = item->tool->purpose;
    if (!str_is(view->title, text_of(request->lang, item->tool->title)))
        view->tool = item->tool->title;
    struct record_figures figures = {0};
    bool are_notes = item->tool->engine == ENGINE_BOARD;
    if (are_notes && !belongs(request)) return RC_OK;
    TRY(record_result(request, item, true, &figures));
    view->result = figures.html;
    view->earlier = figures.earlier;
    return RC_OK;
}

enum rc show_exercise(struct request *request) {
    const struct activity *activity = request_object(request, OBJECT_ACTIVITY)->row;
    struct agenda_item item = {0};
    struct exercise_page_view view = {0};
    TRY(exercise_by_id(request->db, request->arena, activity->id, &item.exercise));
    TRY(fill(request, &item, &view));
    struct page page;
    page_start(request, &page);
    exercise_page_html(&page, &view);
    const struct crumb_step crumbs[] = {{view.place, view.place_url}};
    const struct page_head head = {.title = view.title,
                                   .crumbs = crumbs,
                                   .n_crumbs = COUNT(crumbs),
                                   .search_index = STR("noindex")};
    return answer_page(request, &page, &head);
}

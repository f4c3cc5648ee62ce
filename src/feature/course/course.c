/* The routes of courses, the panel on the page of a place (one query), and what their pages share.
 */
#include "feature/course/course.h"

#include "core/meeting/place_panel.h"
#include "feature/course/inner.h"

enum { LINES_SHOWN = 3 };

#define ROUTES_BELOW(place)                                                                        \
    {GET, place "/courses/new", .answer = course_show_new, .need = MAY_ARRANGE},                   \
        {POST,                                                                                     \
         place "/courses/new",                                                                     \
         .prepare = course_prepare_new,                                                            \
         .apply = course_apply_new,                                                                \
         .answer = course_answer_new,                                                              \
         .show = course_show_new,                                                                  \
         .need = MAY_ARRANGE},                                                                     \
        {GET, place "/courses/:course", .answer = course_show, .need = MAY_SEE},                   \
        {GET, place "/courses/:course/edit", .answer = course_show_edit, .need = MAY_ARRANGE},     \
        {POST,                                                                                     \
         place "/courses/:course/edit",                                                            \
         .prepare = course_prepare_edit,                                                           \
         .apply = course_apply_edit,                                                               \
         .answer = course_answer_page,                                                             \
         .show = course_show_edit,                                                                 \
         .need = MAY_ARRANGE},                                                                     \
        {POST, place "/courses/:course/delete", .apply = course_apply_delete,                      \
         .answer = course_answer_delete, .need = MAY_ARRANGE},                                     \
        {GET, place "/courses/:course/add", .answer = course_show_add, .need = MAY_ARRANGE},       \
        {POST,                                                                                     \
         place "/courses/:course/add",                                                             \
         .prepare = course_prepare_step,                                                           \
         .apply = course_apply_add,                                                                \
         .answer = course_answer_page,                                                             \
         .show = course_show_add,                                                                  \
         .need = MAY_ARRANGE},                                                                     \
        {GET, place "/courses/:course/steps/:step", .answer = course_show_step,                    \
         .need = MAY_ARRANGE},                                                                     \
        {POST,                                                                                     \
         place "/courses/:course/steps/:step",                                                     \
         .prepare = course_prepare_step,                                                           \
         .apply = course_apply_step,                                                               \
         .answer = course_answer_page,                                                             \
         .show = course_show_step,                                                                 \
         .need = MAY_ARRANGE},                                                                     \
        {POST, place "/courses/:course/steps/:step/remove", .apply = course_apply_remove,          \
         .answer = course_answer_page, .need = MAY_ARRANGE},                                       \
    {                                                                                              \
        POST, place "/courses/:course/steps/:step/meeting",                                        \
            .prepare = course_prepare_meeting, .apply = course_apply_meeting,                      \
            .answer = course_answer_meeting, .need = MAY_ARRANGE                                   \
    }

static const struct route routes[] = {
    ROUTES_BELOW("/o/:organisation"),
    ROUTES_BELOW("/i/:initiative"),
};

static const struct db_queries *const queries[] = {&course_queries, NULL};
extern const struct migration_set course_migrations;

const struct feature feature_course = {.name = "course",
                                       .routes = routes,
                                       .n_routes = COUNT(routes),
                                       .queries = queries,
                                       .migrations = &course_migrations};

/* ---- the panel ---- */

static struct url courses_below(struct request *request, struct url above, const char *rest) {
    above.path = str_format(request->arena, "%.*s/courses/%s", STR_ARG(above.path), rest);
    return above;
}

static enum rc write_panel(struct request *request, struct page *page,
                           const struct panel_place *place) {
    struct course_lines list = {0};
    struct url above = place->ref.kind == OBJECT_INITIATIVE
                           ? initiative_url(request->arena, place->public_id)
                           : organisation_url(request->arena, place->public_id);
    TRY(course_lines(request->db, request->arena, place->ref, LINES_SHOWN, &list));
    struct course_part_line *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct course_part_line);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct course_line *line = &list.rows.v[i];
        char course[ID_TEXT_BYTES + 1];
        id_text(line->public_id, course);
        rows[i] = (struct course_part_line){
            .title = line->title,
            .next_title = line->next_title,
            .next_at = {line->next_at},
            .steps = {line->steps},
            .done = {line->done},
            .is_over = line->steps > 0 && line->done == line->steps,
            .url = courses_below(request, above, course),
        };
    }
    struct course_part view = {.may_plan = place->may_hold,
                               .is_any = place->may_hold || list.rows.n,
                               .new_url = courses_below(request, above, "new")};
    view.courses.v = rows;
    view.courses.n = list.rows.n;
    course_part_html(page, &view);
    return RC_OK;
}

const struct panel course_panel = {"course", write_panel};

/* ---- shared ---- */

const struct object *course_place(const struct request *request) {
    return &request->objects[0];
}

struct str course_place_name(const struct request *request) {
    const struct object *place = course_place(request);
    if (place->kind == OBJECT_INITIATIVE) return ((const struct initiative *)place->row)->title;
    return ((const struct organisation *)place->row)->name;
}

struct url course_place_url(struct request *request) {
    const struct object *place = course_place(request);
    if (place->kind == OBJECT_INITIATIVE) return initiative_url(request->arena, place->public_id);
    return organisation_url(request->arena, place->public_id);
}

struct url course_below(struct request *request, const char *rest) {
    struct url url = course_place_url(request);
    url.path = str_format(request->arena, "%.*s/courses%s", STR_ARG(url.path), rest);
    return url;
}

struct url course_url_of(struct request *request, uint64_t public_id, const char *rest) {
    char id[ID_TEXT_BYTES + 1];
    struct url url = course_below(request, "/");
    id_text(public_id, id);
    url.path = str_format(request->arena, "%.*s%s%s", STR_ARG(url.path), id, rest);
    return url;
}

struct page_head course_head(struct request *request, struct str title,
                             const struct course *course) {
    struct page_head head = {.title = title, .search_index = STR("noindex")};
    struct crumb_step *steps = arena_new_array(request->arena, 2, struct crumb_step);
    if (!steps) return head;
    steps[0] = (struct crumb_step){course_place_name(request), course_place_url(request)};
    if (course)
        steps[1] =
            (struct crumb_step){course->title, course_url_of(request, course->public_id, "")};
    head.crumbs = steps;
    head.n_crumbs = course ? 2 : 1;
    return head;
}

enum rc course_read(struct request *request, struct db *db, struct course *course) {
    uint64_t id;
    if (id_parse(request_param(request, "course"), &id) != RC_OK) return RC_ABSENT;
    return course_find(db, request->arena, ref_of(course_place(request)), id, course);
}

enum rc course_read_step(struct request *request, struct db *db, struct course *course,
                         struct course_step *step) {
    uint64_t id;
    TRY(course_read(request, db, course));
    if (id_parse(request_param(request, "step"), &id) != RC_OK) return RC_ABSENT;
    return course_step_find(db, request->arena, course->id, id, step);
}

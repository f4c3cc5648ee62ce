/*
 * The one page of a course, which prints as its plan: what each day is for, its tools, the part for
 * contact persons, how far it is, and what comes next. Two queries. Addresses of meetings are the
 * keys to them, so they are linked for those who belong to the place.
 */
#include "core/rights.h"
#include "feature/course/inner.h"

static enum rc view_tools(struct request *request, const struct course_step *step,
                          struct course_step_view *view) {
    const struct str keys[COURSE_TOOLS] = {step->tool1, step->tool2, step->tool3};
    struct course_tool *tools = arena_new_array(request->arena, COURSE_TOOLS, struct course_tool);
    if (!tools) return RC_LIMIT;
    for (size_t i = 0; i < COURSE_TOOLS; i++) {
        const struct tool *tool = tool_find(request->site, keys[i]);
        if (tool)
            tools[view->tools.n++] = (struct course_tool){
                tool->title, url_format(request->arena, "/tools/%s", str_from(tool->key))};
    }
    view->tools.v = tools;
    return RC_OK;
}

static struct url meeting_page(struct request *request, uint64_t public_id, int state,
                               bool may_plan) {
    struct url url = meeting_url(request->arena, public_id);
    const char *rest = state == MEETING_CLOSED ? "/after" : may_plan ? "/lead" : "/join";
    url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), rest);
    return url;
}

/* What fits after the last tool that was used. */
static void view_suggestion(struct request *request, const struct course_step *last,
                            struct course_step_view *view) {
    const struct str keys[COURSE_TOOLS] = {last->tool3, last->tool2, last->tool1};
    const struct tool *tool = NULL;
    for (size_t i = 0; i < COURSE_TOOLS && !tool; i++) tool = tool_find(request->site, keys[i]);
    if (!tool || !tool->next) return;
    const struct tool *next = tool_find(request->site, str_from(tool->next));
    if (!next) return;
    view->next_tool = next->title;
    view->next_url = url_format(request->arena, "/tools/%s", str_from(next->key));
}

static void view_links(struct request *request, const struct course_step *step, bool may_plan,
                       struct course_step_view *view) {
    bool belongs = course_place(request)->role >= ROLE_PARTY;
    char id[ID_TEXT_BYTES + 1];
    id_text(step->public_id, id);
    struct str course = request_param(request, "course");
    struct url steps = course_below(request, "/");
    steps.path =
        str_format(request->arena, "%.*s%.*s/steps/%s", STR_ARG(steps.path), STR_ARG(course), id);
    if (belongs && step->meeting)
        view->meeting_url =
            meeting_page(request, step->meeting_public_id, step->meeting_state, may_plan);
    if (belongs && step->contact_meeting)
        view->contact_url =
            meeting_page(request, step->contact_public_id, step->contact_state, may_plan);
    if (!may_plan) return;
    view->edit_url = steps;
    view->make_url = steps;
    view->make_url.path = str_format(request->arena, "%.*s/meeting", STR_ARG(steps.path));
    view->may_make_contact = !step->contact_meeting;
}

static enum rc view_steps(struct request *request, const struct course_steps *list, bool may_plan,
                          struct course_page *view) {
    struct course_step_view *rows =
        arena_new_array(request->arena, list->rows.n + 1, struct course_step_view);
    const struct course_step *before = NULL;
    bool has_next = false;
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list->rows.n; i++) {
        const struct course_step *step = &list->rows.v[i];
        bool is_over = step->meeting && step->meeting_state == MEETING_CLOSED;
        rows[i] = (struct course_step_view){
            .title = step->title,
            .about = step->about,
            .contacts = step->contacts,
            .at = {step->starts_at},
            .minutes = step->minutes,
            .has_none = !step->meeting,
            .is_planned = step->meeting && step->meeting_state == MEETING_PLANNED,
            .is_open = step->meeting && step->meeting_state == MEETING_OPEN,
            .is_closed = is_over,
            .is_next = !is_over && !has_next,
            .is_late = !step->meeting && step->starts_at < request->now,
            .contact_at = {step->contact_meeting ? step->contact_starts_at : 0},
        };
        TRY(view_tools(request, step, &rows[i]));
        view_links(request, step, may_plan, &rows[i]);
        if (rows[i].is_next && before) {
            view_suggestion(request, before, &rows[i]);
            if (course_place(request)->role >= ROLE_PARTY)
                rows[i].carry_url =
                    meeting_page(request, before->meeting_public_id, MEETING_CLOSED, false);
        }
        has_next |= rows[i].is_next;
        if (is_over) before = step;
        view->may_delete &= !step->meeting && !step->contact_meeting;
    }
    view->steps.v = rows;
    view->steps.n = list->rows.n;
    return RC_OK;
}

enum rc course_show(struct request *request) {
    struct course course;
    struct course_steps steps = {0};
    bool may_plan = rights_may(request, MAY_ARRANGE, course_place(request));
    TRY(course_read(request, request->db, &course));
    TRY(course_steps(request->db, request->arena, course.id, &steps));
    struct course_page view = {
        .title = course.title,
        .about = course.about,
        .place = course_place_name(request),
        .may_plan = may_plan,
        .may_delete = may_plan,
        .is_empty = steps.rows.n == 0,
        .edit_url = course_url_of(request, course.public_id, "/edit"),
        .add_url = course_url_of(request, course.public_id, "/add"),
        .delete_url = course_url_of(request, course.public_id, "/delete"),
        .place_url = course_place_url(request),
    };
    TRY(view_steps(request, &steps, may_plan, &view));
    struct page page;
    page_start(request, &page);
    course_page_html(&page, &view);
    struct page_head head = course_head(request, course.title, NULL);
    return answer_page(request, &page, &head);
}

enum rc course_apply_delete(struct request *request) {
    struct course course;
    TRY(course_read(request, request->db, &course));
    enum rc rc = course_delete(request->db, request->arena, course.id);
    if (rc == RC_CONFLICT) answer_detail(request, text_of(request->lang, T_course_has_meetings));
    return rc;
}

enum rc course_answer_delete(struct request *request) {
    return answer_redirect(request, course_place_url(request), T_course_deleted);
}

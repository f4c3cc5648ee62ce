/*
 * One step of a course: its day, tools and the part for contact persons. When the day is moved,
 * moving the later steps along is offered, with what would become of them, before anything is
 * saved. Three queries.
 */
#include "feature/course/inner.h"

enum { LATER_ASK = -1, LATER_KEEP, LATER_SHIFT };

struct draft {
    struct course_step step;
    struct str starts;
    struct when at;
    int64_t minutes, version;
    int later;
};
enum {
    F_TITLE,
    F_ABOUT,
    F_STARTS,
    F_MINUTES,
    F_TOOL1,
    F_TOOL2,
    F_TOOL3,
    F_CONTACTS,
    F_LATER,
    F_VERSION
};

static const char *const later_choices[] = {"keep", "shift", NULL};
static const enum text_id later_labels[] = {T_course_later_keep, T_course_later_shift};

#define TOOL_FIELD(key, member, text)                                                              \
    {                                                                                              \
        .name = (key), .kind = FIELD_LINE, .max = 30, .offset = offsetof(struct draft, member),    \
        .label = (text)                                                                            \
    }
static const struct field fields[] = {
    [F_TITLE] = {.name = "title",
                 .kind = FIELD_LINE,
                 .required = true,
                 .max = COURSE_TITLE_MAX,
                 .offset = offsetof(struct draft, step.title),
                 .label = T_course_field_step},
    [F_ABOUT] = {.name = "about",
                 .kind = FIELD_TEXT,
                 .max = COURSE_TEXT_MAX,
                 .offset = offsetof(struct draft, step.about),
                 .label = T_course_field_day},
    [F_STARTS] = {.name = "starts",
                  .kind = FIELD_LINE,
                  .max = 20,
                  .offset = offsetof(struct draft, starts),
                  .label = T_course_field_starts},
    [F_MINUTES] = {.name = "minutes",
                   .kind = FIELD_NUMBER,
                   .required = true,
                   .min = 15,
                   .max = 600,
                   .offset = offsetof(struct draft, minutes),
                   .label = T_course_field_minutes},
    [F_TOOL1] = TOOL_FIELD("tool1", step.tool1, T_course_field_tool1),
    [F_TOOL2] = TOOL_FIELD("tool2", step.tool2, T_course_field_tool2),
    [F_TOOL3] = TOOL_FIELD("tool3", step.tool3, T_course_field_tool3),
    [F_CONTACTS] = {.name = "contacts",
                    .kind = FIELD_TEXT,
                    .max = COURSE_TEXT_MAX,
                    .offset = offsetof(struct draft, step.contacts),
                    .label = T_course_field_contacts,
                    .hint = T_course_hint_contacts},
    [F_LATER] = {.name = "later",
                 .kind = FIELD_CHOICE,
                 .choices = later_choices,
                 .labels = later_labels,
                 .offset = offsetof(struct draft, later),
                 .label = T_course_field_later},
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .max = INT64_MAX,
                   .offset = offsetof(struct draft, version)},
};

/* ---- moving the later ones ---- */

static int days_between(struct when from, struct when to) {
    int64_t ms = text_day_start(to, 0).ms - text_day_start(from, 0).ms;
    const int64_t day = INT64_C(86400000);
    return (int)((ms + (ms < 0 ? -day : day) / 2) / day);
}

static int64_t days_later(int64_t at, int days) {
    struct when when = {at};
    return text_day_start(when, days).ms + (at - text_day_start(when, 0).ms);
}

/* Steps after this one that have no meeting yet and would move along, with their new times. */
static enum rc plan_shift(struct request *request, const struct course_step *step, struct when to,
                          struct course_steps *moved) {
    struct course_steps all = {0};
    int days = days_between((struct when){step->starts_at}, to);
    TRY(course_steps(request->db, request->arena, step->course, &all));
    struct course_step *rows = arena_new_array(request->arena, all.rows.n + 1, struct course_step);
    if (!rows) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; days != 0 && i < all.rows.n; i++) {
        const struct course_step *other = &all.rows.v[i];
        if (other->starts_at <= step->starts_at || other->meeting || other->id == step->id)
            continue;
        rows[n] = *other;
        rows[n++].starts_at = days_later(other->starts_at, days);
    }
    moved->rows.v = rows;
    moved->rows.n = n;
    return RC_OK;
}

/* What is asked, and what would become of the later steps. */
static enum rc view_shift(struct request *request, const struct course_step *step,
                          struct course_step_form *view) {
    struct course_steps moved = {0};
    struct when to;
    if (!request->form || text_when_from_local(form_value(request->form, "starts"), &to) != RC_OK)
        return RC_OK;
    TRY(plan_shift(request, step, to, &moved));
    struct course_shift *rows =
        arena_new_array(request->arena, moved.rows.n + 1, struct course_shift);
    struct form_field *later = arena_new(request->arena, struct form_field);
    if (!rows || !later) return RC_LIMIT;
    int back = -days_between((struct when){step->starts_at}, to);
    for (size_t i = 0; i < moved.rows.n; i++)
        rows[i] = (struct course_shift){.title = moved.rows.v[i].title,
                                        .from = {days_later(moved.rows.v[i].starts_at, back)},
                                        .to = {moved.rows.v[i].starts_at}};
    *later = form_view(request, &fields[F_LATER], NULL);
    later->required = true;
    if (moved.rows.n) view->later = later;
    view->shifts.v = rows;
    view->shifts.n = moved.rows.n;
    return RC_OK;
}

/* ---- the form ---- */

static enum rc view_tool(struct request *request, int number, const struct draft *saved,
                         struct form_field *field) {
    size_t n = 0;
    while (request->site->tools[n]) n++;
    struct field_option *options = arena_new_array(request->arena, n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    *field = form_view(request, &fields[number], saved);
    for (size_t i = 0; i < n; i++) {
        const struct tool *tool = request->site->tools[i];
        options[i] = (struct field_option){.value = str_from(tool->key),
                                           .label = tool->title,
                                           .chosen = str_is(field->value, str_from(tool->key))};
    }
    field->is_select = true;
    field->options.v = options;
    field->options.n = n;
    return RC_OK;
}

static enum rc view_fields(struct request *request, const struct draft *saved,
                           struct course_step_form *view) {
    view->errors = form_errors(request, fields, COUNT(fields));
    view->title = form_view(request, &fields[F_TITLE], saved);
    view->about = form_view(request, &fields[F_ABOUT], saved);
    view->starts = form_view(request, &fields[F_STARTS], saved);
    view->starts.required = true;
    view->starts.type = STR("datetime-local");
    view->starts.longest = 0;
    view->minutes = form_view(request, &fields[F_MINUTES], saved);
    view->minutes.type = STR("number");
    view->contacts = form_view(request, &fields[F_CONTACTS], saved);
    TRY(view_tool(request, F_TOOL1, saved, &view->tool1));
    TRY(view_tool(request, F_TOOL2, saved, &view->tool2));
    return view_tool(request, F_TOOL3, saved, &view->tool3);
}

static struct str local_text(struct request *request, int64_t at) {
    struct buf buf;
    buf_init(&buf, request->arena, 64);
    text_add_when(&buf, request->lang, (struct when){at}, WHEN_LOCAL);
    return buf_str(&buf);
}

static enum rc answer_form(struct request *request, const struct course_step_form *view,
                           const struct course *course) {
    struct page page;
    page_start(request, &page);
    course_step_form_html(&page, view);
    struct page_head head = course_head(
        request, text_of(request->lang, view->is_new ? T_course_add_title : T_course_step_title),
        course);
    return answer_page(request, &page, &head);
}

enum rc course_show_step(struct request *request) {
    struct course course;
    struct course_step step;
    TRY(course_read_step(request, request->db, &course, &step));
    struct draft saved = {.step = step,
                          .starts = local_text(request, step.starts_at),
                          .minutes = step.minutes,
                          .version = step.version};
    char id[ID_TEXT_BYTES + 1];
    id_text(step.public_id, id);
    struct course_step_form view = {
        .has_meeting = step.meeting != 0,
        .saved_title = step.title,
        .at = {step.starts_at},
        .version = step.version,
        .back_url = course_url_of(request, course.public_id, ""),
        .post_url = course_url_of(request, course.public_id, "/steps/"),
    };
    struct str asked = form_value(request->form, "version");
    int64_t version;
    view.is_conflict = asked.n && str_to_i64(asked, &version) == RC_OK && version != step.version;
    view.post_url.path = str_format(request->arena, "%.*s%s", STR_ARG(view.post_url.path), id);
    if (!step.meeting && !step.contact_meeting)
        view.remove_url = (struct url){
            .path = str_format(request->arena, "%.*s/remove", STR_ARG(view.post_url.path))};
    if (step.meeting) view.meeting_url = meeting_url(request->arena, step.meeting_public_id);
    if (step.meeting)
        view.meeting_url.path =
            str_format(request->arena, "%.*s/settings", STR_ARG(view.meeting_url.path));
    TRY(view_fields(request, &saved, &view));
    if (!step.meeting) TRY(view_shift(request, &step, &view));
    return answer_form(request, &view, &course);
}

enum rc course_show_add(struct request *request) {
    struct course course;
    TRY(course_read(request, request->db, &course));
    const struct draft empty = {.minutes = 120};
    struct course_step_form view = {
        .is_new = true,
        .version = 0,
        .back_url = course_url_of(request, course.public_id, ""),
        .post_url = course_url_of(request, course.public_id, "/add"),
    };
    TRY(view_fields(request, &empty, &view));
    return answer_form(request, &view, &course);
}

/* ---- saving ---- */

static bool knows_tool(struct request *request, const char *field, struct str key) {
    if (!key.n || tool_find(request->site, key)) return true;
    form_error(request, field, T_form_choose);
    return false;
}

enum rc course_prepare_step(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->later = LATER_ASK;
    enum rc rc = form_read(request, fields, COUNT(fields), draft);
    if (rc != RC_OK && rc != RC_INVALID) return rc;
    bool is_good = rc == RC_OK;
    is_good &= knows_tool(request, "tool1", draft->step.tool1);
    is_good &= knows_tool(request, "tool2", draft->step.tool2);
    is_good &= knows_tool(request, "tool3", draft->step.tool3);
    draft->step.minutes = (int)draft->minutes;
    if (draft->starts.n && text_when_from_local(draft->starts, &draft->at) != RC_OK) {
        form_error(request, "starts", T_course_date_wrong);
        is_good = false;
    }
    return is_good ? RC_OK : RC_INVALID;
}

static enum rc missing_day(struct request *request) {
    form_error(request, "starts", T_course_date_wrong);
    return RC_INVALID;
}

enum rc course_apply_add(struct request *request) {
    struct draft *draft = request->state;
    struct course course;
    TRY(course_read(request, request->db, &course));
    if (!draft->starts.n) return missing_day(request);
    struct course_step step = draft->step;
    step.course = course.id;
    step.starts_at = draft->at.ms;
    enum rc rc = course_step_add(request->db, request->arena, &step);
    if (rc != RC_LIMIT) return rc;
    form_error(request, "title", T_course_steps_many);
    return RC_INVALID;
}

/* Without a meeting the day is the step's own; with one it is the meeting's and stays. */
static enum rc move_later(struct request *request, const struct draft *draft,
                          const struct course_step *saved) {
    struct course_steps moved = {0};
    TRY(plan_shift(request, saved, draft->at, &moved));
    if (moved.rows.n && draft->later == LATER_ASK) {
        form_error(request, "later", T_course_later_choose);
        return RC_INVALID;
    }
    for (size_t i = 0; draft->later == LATER_SHIFT && i < moved.rows.n; i++)
        TRY(course_step_move(request->db, moved.rows.v[i].id, moved.rows.v[i].starts_at));
    return RC_OK;
}

enum rc course_apply_step(struct request *request) {
    const struct draft *draft = request->state;
    struct course course;
    struct course_step saved;
    TRY(course_read_step(request, request->db, &course, &saved));
    struct course_step step = draft->step;
    step.id = saved.id;
    step.version = draft->version;
    step.starts_at = saved.starts_at;
    if (draft->version != saved.version) {
        form_error(request, "title", T_course_conflict);
        return RC_INVALID;
    }
    if (!saved.meeting) {
        if (!draft->starts.n) return missing_day(request);
        TRY(move_later(request, draft, &saved));
        step.starts_at = draft->at.ms;
    }
    return course_step_update(request->db, request->arena, &step);
}

enum rc course_apply_remove(struct request *request) {
    struct course course;
    struct course_step step;
    TRY(course_read_step(request, request->db, &course, &step));
    enum rc rc = course_step_remove(request->db, &step);
    if (rc == RC_CONFLICT) answer_detail(request, text_of(request->lang, T_course_has_meetings));
    return rc;
}

/* Planning a course from the template of three theme days, and its title and text. */
#include "feature/course/inner.h"

/* ---- a new one ---- */

struct draft {
    struct str title, starts;
    int64_t weeks;
    struct when first;
    uint64_t made;
};
enum { F_TITLE, F_STARTS, F_WEEKS };
static const struct field new_fields[] = {
    [F_TITLE] = {.name = "title",
                 .kind = FIELD_LINE,
                 .required = true,
                 .max = COURSE_TITLE_MAX,
                 .offset = offsetof(struct draft, title),
                 .label = T_course_field_title},
    [F_STARTS] = {.name = "starts",
                  .kind = FIELD_LINE,
                  .required = true,
                  .max = 20,
                  .offset = offsetof(struct draft, starts),
                  .label = T_course_field_first},
    [F_WEEKS] = {.name = "weeks",
                 .kind = FIELD_NUMBER,
                 .required = true,
                 .min = 1,
                 .max = 52,
                 .offset = offsetof(struct draft, weeks),
                 .label = T_course_field_weeks,
                 .hint = T_course_hint_weeks},
};

enum rc course_show_new(struct request *request) {
    const struct draft draft = {.title = text_of(request->lang, T_course_default_title),
                                .weeks = 6};
    struct course_new view = {
        .errors = form_errors(request, new_fields, COUNT(new_fields)),
        .title = form_view(request, &new_fields[F_TITLE], &draft),
        .starts = form_view(request, &new_fields[F_STARTS], &draft),
        .weeks = form_view(request, &new_fields[F_WEEKS], &draft),
        .post_url = course_below(request, "/new"),
        .back_url = course_place_url(request),
    };
    view.starts.type = STR("datetime-local");
    view.starts.longest = 0;
    view.weeks.type = STR("number");
    struct page page;
    page_start(request, &page);
    course_new_html(&page, &view);
    struct page_head head = course_head(request, text_of(request->lang, T_course_new_title), NULL);
    return answer_page(request, &page, &head);
}

enum rc course_prepare_new(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, new_fields, COUNT(new_fields), draft));
    if (text_when_from_local(draft->starts, &draft->first) == RC_OK) return RC_OK;
    form_error(request, "starts", T_course_date_wrong);
    return RC_INVALID;
}

enum rc course_apply_new(struct request *request) {
    struct draft *draft = request->state;
    struct course course = {.place = ref_of(course_place(request)),
                            .title = draft->title,
                            .created_by = request->asker.id,
                            .created_at = request->now};
    enum rc rc = course_plan(request, &course, draft->first, draft->weeks);
    if (rc == RC_LIMIT) {
        form_error(request, "title", T_course_too_many);
        return RC_INVALID;
    }
    TRY(rc);
    draft->made = course.public_id;
    return RC_OK;
}

enum rc course_answer_new(struct request *request) {
    const struct draft *draft = request->state;
    return answer_redirect(request, course_url_of(request, draft->made, ""), T_course_made);
}

/* ---- its title and text ---- */

struct change {
    struct str title, about;
    int64_t version;
};
static const struct field edit_fields[] = {
    {.name = "title",
     .kind = FIELD_LINE,
     .required = true,
     .max = COURSE_TITLE_MAX,
     .offset = offsetof(struct change, title),
     .label = T_course_field_title},
    {.name = "about",
     .kind = FIELD_TEXT,
     .max = COURSE_TEXT_MAX,
     .offset = offsetof(struct change, about),
     .label = T_course_field_about,
     .hint = T_course_hint_about},
    {.name = "version",
     .kind = FIELD_NUMBER,
     .required = true,
     .max = INT64_MAX,
     .offset = offsetof(struct change, version)},
};

enum rc course_show_edit(struct request *request) {
    struct course course;
    TRY(course_read(request, request->db, &course));
    const struct change saved = {.title = course.title, .about = course.about};
    struct course_edit view = {
        .errors = form_errors(request, edit_fields, COUNT(edit_fields)),
        .title = form_view(request, &edit_fields[0], &saved),
        .about = form_view(request, &edit_fields[1], &saved),
        .version = course.version,
        .post_url = course_url_of(request, course.public_id, "/edit"),
        .back_url = course_url_of(request, course.public_id, ""),
    };
    struct page page;
    page_start(request, &page);
    course_edit_html(&page, &view);
    struct page_head head =
        course_head(request, text_of(request->lang, T_course_edit_title), &course);
    return answer_page(request, &page, &head);
}

enum rc course_prepare_edit(struct request *request) {
    struct change *change = arena_new(request->arena, struct change);
    if (!change) return RC_LIMIT;
    request->state = change;
    return form_read(request, edit_fields, COUNT(edit_fields), change);
}

enum rc course_apply_edit(struct request *request) {
    const struct change *change = request->state;
    struct course course;
    TRY(course_read(request, request->db, &course));
    course.title = change->title;
    course.about = change->about;
    course.version = change->version;
    enum rc rc = course_update(request->db, request->arena, &course);
    if (rc != RC_ABSENT) return rc;
    form_error(request, "title", T_course_conflict);
    return RC_INVALID;
}

enum rc course_answer_page(struct request *request) {
    struct url url = course_below(request, "/");
    url.path = str_format(request->arena, "%.*s%.*s", STR_ARG(url.path),
                          STR_ARG(request_param(request, "course")));
    return answer_redirect(request, url, T_course_saved);
}

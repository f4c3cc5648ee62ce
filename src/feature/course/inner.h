/* What the files of this folder share. */
#ifndef FEATURE_COURSE_INNER_H
#define FEATURE_COURSE_INNER_H

#include "core/initiative.h"
#include "core/meeting/exercise.h"
#include "core/meeting/tool.h"
#include "core/organisation.h"
#include "feature/course/course.h"
#include "feature/course/store.h"
#include "feature/course/template.h"
#include "feature/course/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/site.h"
#include "platform/secret.h"

/* The organisation or initiative that the path names. */
const struct object *course_place(const struct request *request);
struct str course_place_name(const struct request *request);
struct url course_place_url(struct request *request);
/* "/o/ID/courses" and what comes after it. */
struct url course_below(struct request *request, const char *rest);
struct url course_url_of(struct request *request, uint64_t public_id, const char *rest);
struct page_head course_head(struct request *request, struct str title,
                             const struct course *course);

/* What the path names. */
enum rc course_read(struct request *request, struct db *db, struct course *course) MUST_CHECK;
enum rc course_read_step(struct request *request, struct db *db, struct course *course,
                         struct course_step *step) MUST_CHECK;

handler course_show, course_apply_delete, course_answer_delete;
handler course_show_new, course_prepare_new, course_apply_new, course_answer_new;
handler course_show_edit, course_prepare_edit, course_apply_edit, course_answer_page;
handler course_show_step, course_prepare_step, course_apply_step, course_apply_remove;
handler course_show_add, course_apply_add;
handler course_prepare_meeting, course_apply_meeting, course_answer_meeting;

#endif

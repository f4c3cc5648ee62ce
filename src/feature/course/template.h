/* What a new course begins with: three theme days that prepare, develop and evaluate, each with a
   part for the contact persons. Everything can be changed step by step afterwards. */
#ifndef FEATURE_COURSE_TEMPLATE_H
#define FEATURE_COURSE_TEMPLATE_H

#include "feature/course/store.h"

struct course_day {
    enum text_id title, about, contacts;
    const char *tools[COURSE_TOOLS]; /* keys; those that this build does not have are left out */
    int minutes;
};
enum { COURSE_DAYS = 3 };

/* Makes the course (title, place, created_by, created_at) with its days, so many weeks apart. */
enum rc course_plan(const struct request *request, struct course *course, struct when first,
                    int64_t weeks) MUST_CHECK;

#endif

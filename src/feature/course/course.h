/* Courses (forløb): a planned row of meetings at an organisation or an initiative. */
#ifndef FEATURE_COURSE_COURSE_H
#define FEATURE_COURSE_COURSE_H

#include "core/own_data.h"
#include "kit/panel.h"
#include "kit/route.h"

extern const struct feature feature_course;
extern const struct panel course_panel;
extern const struct own_data course_own_data;

#endif

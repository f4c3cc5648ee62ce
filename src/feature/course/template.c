/* The three theme days. See template.h. */
#include "feature/course/template.h"

const struct course_day course_days[COURSE_DAYS] = {
    {T_course_prepare,
     T_course_prepare_about,
     T_course_prepare_contacts,
     {"preparation", "cards", "readiness"},
     180},
    {T_course_develop,
     T_course_develop_about,
     T_course_develop_contacts,
     {"perspectives", "partners", "poster"},
     180},
    {T_course_evaluate,
     T_course_evaluate_about,
     T_course_evaluate_contacts,
     {"star", "coherence", "harvest"},
     180},
};

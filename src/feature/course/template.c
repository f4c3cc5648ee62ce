/* The three theme days. See template.h. */
#include "feature/course/template.h"

#include "core/meeting/tool.h"

static const struct course_day course_days[COURSE_DAYS] = {
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

/* The same hour some weeks later, also when summer time begins in between. */
static int64_t weeks_later(struct when first, int64_t weeks) {
    int64_t hour = first.ms - text_day_start(first, 0).ms;
    return text_day_start(first, (int)weeks * 7).ms + hour;
}

static enum rc add_day(const struct request *request, const struct course *course,
                       const struct course_day *day, int64_t starts_at) {
    struct str tools[COURSE_TOOLS] = {{0}};
    size_t n = 0;
    for (size_t i = 0; i < COURSE_TOOLS; i++)
        if (day->tools[i] && tool_find(request->site, str_from(day->tools[i])))
            tools[n++] = str_from(day->tools[i]);
    struct course_step step = {.course = course->id,
                               .title = text_of(request->lang, day->title),
                               .about = text_of(request->lang, day->about),
                               .contacts = text_of(request->lang, day->contacts),
                               .starts_at = starts_at,
                               .minutes = day->minutes,
                               .tool1 = tools[0],
                               .tool2 = tools[1],
                               .tool3 = tools[2]};
    return course_step_add(request->db, request->arena, &step);
}

enum rc course_plan(const struct request *request, struct course *course, struct when first,
                    int64_t weeks) {
    TRY(course_create(request->db, request->arena, course));
    for (int i = 0; i < COURSE_DAYS; i++)
        TRY(add_day(request, course, &course_days[i], weeks_later(first, weeks * i)));
    return RC_OK;
}

/* Making the meeting of a step: with its title, day and time, and its tools as exercises. Pressed
   twice it is made once. */
#include "feature/course/inner.h"

struct making {
    bool contacts; /* the extra meeting for contact persons */
    uint64_t made; /* public id */
};
static const struct field fields[] = {
    {.name = "contacts",
     .kind = FIELD_CHECK,
     .offset = offsetof(struct making, contacts),
     .label = T_course_field_contacts},
};
enum { CONTACT_MINUTES = 60 };

enum rc course_prepare_meeting(struct request *request) {
    struct making *making = arena_new(request->arena, struct making);
    if (!making) return RC_LIMIT;
    request->state = making;
    return form_read(request, fields, COUNT(fields), making);
}

static enum rc add_tool(struct request *request, const struct meeting *meeting, struct str key) {
    const struct tool *tool = tool_find(request->site, key);
    if (!tool) return RC_OK; /* left out of this build since */
    struct meeting_items items = {0};
    struct exercise exercise = {
        .meeting = meeting->id,
        .title = text_of(request->lang, tool->title),
        .tool = str_from(tool->key),
        .form = tool->forms ? str_from(tool->forms[0]) : (struct str){0},
        .k = MEETING_K_DEFAULT,
    };
    TRY(exercise_create(request, &exercise));
    TRY(meeting_items(request->db, request->arena, meeting->id, &items));
    if (!items.rows.n) return RC_OK;
    struct meeting_item item = items.rows.v[items.rows.n - 1];
    item.minutes = tool->minutes;
    return meeting_item_update(request, &item);
}

static enum rc make(struct request *request, const struct course_step *step, bool contacts,
                    struct meeting *meeting) {
    struct str title = step->title;
    if (contacts)
        title = TEXT(request->arena, request->lang, T_course_contact_meeting, ARG("title", title));
    *meeting = (struct meeting){.place = ref_of(course_place(request)),
                                .title = title,
                                .purpose = contacts ? step->contacts : step->about,
                                .lang = lang_code(request->lang),
                                .starts_at = step->starts_at,
                                .minutes = contacts ? CONTACT_MINUTES : step->minutes,
                                .pace = PACE_LIVE,
                                .created_at = request->now,
                                .created_by = request->asker.id};
    if (contacts) meeting->starts_at -= CONTACT_MINUTES * INT64_C(60000);
    TRY(meeting_create(request, meeting));
    const struct str keys[COURSE_TOOLS] = {step->tool1, step->tool2, step->tool3};
    for (size_t i = 0; !contacts && i < COURSE_TOOLS; i++)
        if (keys[i].n) TRY(add_tool(request, meeting, keys[i]));
    return course_step_met(request->db, step->id, meeting->id, contacts);
}

enum rc course_apply_meeting(struct request *request) {
    struct making *making = request->state;
    struct course course;
    struct course_step step;
    struct meeting meeting;
    TRY(course_read_step(request, request->db, &course, &step));
    making->made = making->contacts ? step.contact_public_id : step.meeting_public_id;
    if (making->made) return RC_OK;
    TRY(make(request, &step, making->contacts, &meeting));
    making->made = meeting.public_id;
    return RC_OK;
}

enum rc course_answer_meeting(struct request *request) {
    const struct making *making = request->state;
    struct url url = meeting_url(request->arena, making->made);
    url.path = str_format(request->arena, "%.*s/lead", STR_ARG(url.path));
    return answer_redirect(request, url, T_course_meeting_made);
}

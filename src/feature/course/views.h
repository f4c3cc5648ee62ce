/* What the pages of courses show. */
#ifndef FEATURE_COURSE_VIEWS_H
#define FEATURE_COURSE_VIEWS_H

#include "kit/views.h"

struct course_part_line {
    struct str title, next_title;
    struct when next_at;
    struct number steps, done;
    bool is_over;
    struct url url;
};
struct course_part {
    bool is_any, may_plan;
    LIST(struct course_part_line) courses;
    struct url new_url;
};

struct course_tool {
    enum text_id title;
    struct url url;
};
struct course_step_view {
    struct str title, about, contacts;
    struct when at;
    int minutes;
    LIST(struct course_tool) tools;
    bool is_planned, is_open, is_closed, has_none; /* its meeting */
    bool is_next, is_late;                         /* late: the day has passed without a meeting */
    struct url meeting_url, carry_url;             /* empty: not for the asker */
    struct url contact_url;
    struct when contact_at;
    struct url edit_url, make_url; /* empty unless one may */
    bool may_make_contact;
    enum text_id next_tool; /* suggested by what came out */
    struct url next_url;
};
struct course_page {
    struct str title, about, place;
    LIST(struct course_step_view) steps;
    bool may_plan, is_empty, may_delete;
    struct url edit_url, add_url, delete_url, place_url;
};

struct course_new {
    struct error_summary errors;
    struct form_field title, starts, weeks;
    struct url post_url, back_url;
};

struct course_edit {
    struct error_summary errors;
    struct form_field title, about;
    int64_t version;
    struct url post_url, back_url;
};

struct course_shift {
    struct str title;
    struct when from, to;
};
struct course_step_form {
    struct error_summary errors;
    bool has_meeting, is_new, is_conflict;
    struct str saved_title;
    struct when at;
    struct form_field title, about, starts, minutes, tool1, tool2, tool3, contacts;
    const struct form_field *later; /* asked when the day was moved */
    LIST(struct course_shift) shifts;
    int64_t version;
    struct url post_url, back_url, remove_url, meeting_url;
};

#endif

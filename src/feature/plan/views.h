/* What the pages of plans show. */
#ifndef FEATURE_PLAN_VIEWS_H
#define FEATURE_PLAN_VIEWS_H

#include "kit/views.h"

struct plan_line {
    struct str title;
    struct url url;
};
struct plan_list_view {
    struct error_summary errors;
    LIST(struct plan_line) plans;
    struct form_field title;
};

struct plan_helper_view {
    struct str name;
    enum text_id may;
    struct when opened;
    bool is_withdrawn, may_help;
    struct url url;
};
struct plan_entry_view {
    struct str text, who, taker; /* who empty: the owner */
    struct when at;
    bool is_task, is_done, is_free, may_take;
    struct url url, take_url;
};
/* What owner and helpers both see. */
struct plan_body {
    struct str dream, solution, who, free_title, free_text, more_title, more_text;
    bool is_empty;
};
struct plan_show {
    struct error_summary errors;
    struct str title;
    struct plan_body body;
    LIST(struct plan_helper_view) helpers;
    LIST(struct plan_entry_view) entries;
    struct form_field name, may, kind, text;
    struct url edit_url, helper_url, entry_url, delete_url;
};
struct plan_edit {
    struct error_summary errors;
    struct form_field title, dream, solution, who, free_title, free_text, more_title, more_text;
    int64_t version;
    struct url post_url, back_url;
};
struct plan_link {
    struct str address, name;
    bool is_offer, may_help;
    struct url back_url;
};
struct plan_helping {
    struct error_summary errors;
    struct str title, owner, name;
    bool is_opened, may_help;
    struct plan_body body;
    LIST(struct plan_entry_view) entries;
    struct form_field text;
    struct url open_url, entry_url;
};
struct plan_offered {
    struct error_summary errors;
    struct str name;
    bool is_signed_in, is_own;
    struct form_field may;
    struct url post_url, sign_in_url;
};

#endif

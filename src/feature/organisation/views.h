/* What the pages of organisations show. */
#ifndef FEATURE_ORGANISATION_VIEWS_H
#define FEATURE_ORGANISATION_VIEWS_H

#include "core/meeting/place_panel.h"
#include "kit/views.h"

struct organisation_row {
    struct str name, lang, parent;
    enum text_id kind;
    struct url url;
};

struct organisations {
    struct form_field words, kind;
    LIST(struct organisation_row) rows;
    struct pager pager;
    struct empty_state none;
    bool may_create;
};

struct organisation_initiative {
    struct str title;
    struct url url;
};

struct organisation_member {
    struct str name, title;
    enum text_id role;
    bool may_act, is_self;
    struct when since;
    struct url url; /* of the page that edits it; empty when one may not */
};

/* The contact person for volunteers; and of a workplace what was learnt, and one next step. */
struct organisation_contact {
    bool is_shown; /* a workplace, or somebody is or was it */
    struct str name, deputy, phone, mail;
    struct url phone_url, mail_url, page_url;
    struct when since;        /* of the contact person, or of the vacancy */
    bool is_vacant, may_name; /* may_name: she may say who it is */
};
/* The newest result of a tool, beside the one before it. */
struct organisation_measure {
    bool is_any, is_compared;
    struct str title;
    struct when at, before;
    struct url url;
    int64_t higher, lower, same; /* axes whose median moved */
};
struct organisation_now {
    bool is_any;
    struct organisation_measure star, coherence;
    int64_t n_actions, n_late; /* open ones */
    const struct panel_meeting *next;
};
struct organisation_page {
    struct str name, lang, about, cvr;
    enum text_id kind;
    struct str parent;
    struct url parent_url;
    struct str contact_name, contact_phone;
    struct url contact_phone_url;
    bool is_member, may_manage, may_add_below;
    bool shows_below;                         /* a kind that has workplaces or institutions */
    LIST(struct organisation_member) members; /* empty unless one may see them */
    LIST(struct organisation_row) below;
    LIST(struct organisation_initiative) initiatives;
    struct url edit_url, members_url, add_url, leave_url, tools_url;
    struct organisation_contact contact;
    struct organisation_now now; /* for members */
    struct url network_url;
    struct place_panel meetings;
    struct html panels; /* of other features */
};

struct organisation_stored {
    struct str name, cvr, about, contact_name, contact_phone;
};

struct organisation_form {
    struct error_summary errors;
    bool is_new;
    struct str parent_name, parent_value;
    const struct form_field *kind; /* NULL: not asked */
    struct form_field name, about, cvr, contact_name, contact_phone;
    int64_t version;
    struct url post_url, back_url;
    const struct organisation_stored *conflict; /* what is saved now */
};

struct organisation_members {
    struct str organisation, lang;
    struct error_summary errors;
    LIST(struct organisation_member) members;
    bool may_manage, is_member;
    bool by_mail;
    struct form_field mail, name, role;
    struct url invite_url, leave_url;
};

struct organisation_member_form {
    struct str organisation, name, lang;
    struct error_summary errors;
    bool is_self;
    struct form_field role, title, may_act;
    struct url save_url, end_url, hand_over_url, back_url;
};

#endif

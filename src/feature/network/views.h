/* What the pages of the network show. */
#ifndef FEATURE_NETWORK_VIEWS_H
#define FEATURE_NETWORK_VIEWS_H

#include "kit/views.h"

/* ---- the directory ---- */

struct network_house {
    struct str name, lang, parent;
    struct url url, contact_url;
    struct str contact, deputy, phone, mail;
    struct url phone_url, mail_url;
    struct when since;       /* of the contact person, or of the vacancy */
    bool is_vacant, is_long; /* nobody; for more than 14 days */
    bool is_association;
};
struct network_directory {
    struct form_field parent;
    LIST(struct network_house) houses;
    int64_t n_vacant, n_long; /* among those shown */
    bool belongs, may_download;
    struct url download_url;
};

/* ---- the contact person of a workplace ---- */

struct network_handed {
    struct str text;
    struct when due;
};
struct network_term {
    struct str name, deputy;
    struct when from, last;             /* last: the last day; empty while open */
    bool is_now, is_planned, is_handed; /* is_handed: its list may be read */
    LIST(struct network_handed) handed;
    struct url cancel_url; /* of a planned one, for managers */
};
struct network_contact {
    struct str organisation, lang;
    struct url back_url;
    struct error_summary errors;
    const struct network_house *now; /* NULL: nobody */
    struct when vacant_since;
    bool is_long, may_manage, is_self, has_people;
    LIST(struct network_term) terms;
    struct form_field person, deputy, from, last, end, phone, mail;
    struct url set_url, end_url, show_url, members_url;
};

/* ---- on the page of a place ---- */

struct network_vacancy {
    struct str name, lang;
    struct url url;
    struct when since;
};
struct network_place {
    LIST(struct network_vacancy) vacancies;
    struct url directory_url, join_url, interviews_url;
    bool may_join, may_leave, is_member, may_interview;
};

/* ---- posts ---- */

struct network_signup {
    struct str name;
    struct url remove_url; /* empty: not one's own */
};
struct network_reply {
    struct str author, text, lang;
    struct when at, edited;
    struct url edit_url, hide_url;
    bool is_hidden, is_erased;
    enum text_id reason;
    struct str id;
};
struct network_post {
    struct str author, text, lang, role, id;
    struct when at, edited;
    bool is_visit, is_hidden;
    enum text_id reason, link_label;
    struct url link, url, edit_url, hide_url;
    struct str host;
    struct url host_url;
    struct when visit;
    bool is_over;
    int64_t n_replies, n_coming;
};
struct network_feed {
    struct error_summary errors;
    LIST(struct network_post) posts;
    struct pager pager;
    struct empty_state none;
    bool may_write;
    int64_t n_hidden;
    struct form_field kind, text, link, visit, host;
};
struct network_thread {
    struct error_summary errors;
    struct network_post post;
    LIST(struct network_reply) replies;
    LIST(struct network_signup) coming;
    bool may_reply, may_sign_up;
    struct form_field text, name;
    struct url reply_url, sign_up_url;
};
struct network_edit {
    struct error_summary errors;
    struct form_field text, link, reason;
    bool is_hide, is_hidden;
    struct str author, was;
    struct url post_url, back_url, delete_url;
};

/* ---- interviews and quotes ---- */

struct network_interview_row {
    struct str workplace, who, caller;
    struct when held;
    enum text_id consent;
    struct url url;
};
struct network_interviews {
    struct str organisation, lang;
    LIST(struct network_interview_row) rows;
    bool may_change_guide;
    struct str version;
    bool is_ours;
    struct url new_url, guide_url, back_url, quotes_url;
    struct empty_state none;
};
struct network_guide {
    struct error_summary errors;
    struct str organisation, lang, version;
    bool is_ours;
    struct form_field questions;
    struct url post_url, back_url;
};
struct network_interview_form {
    struct error_summary errors;
    struct str organisation, lang, version;
    bool is_ours;
    struct form_field workplace, who, held, consent;
    LIST(struct form_field) answers;
    struct url post_url, back_url;
};
struct network_answer {
    struct str question, answer;
};
struct network_interview {
    struct error_summary errors;
    struct str workplace, who, caller, lang, version;
    struct when held, consented;
    enum text_id consent;
    bool may_quote, is_ours;
    LIST(struct network_answer) answers;
    LIST(struct network_quote) quotes;
    struct form_field kind, text;
    struct url quote_url, erase_url, back_url;
};
struct network_quote {
    struct str text, lang, who, workplace, workplace_lang;
    struct url workplace_url, withdraw_url;
    bool is_story, is_named;
    struct when consented;
};
struct network_quotes {
    LIST(struct network_quote) quotes;
    struct empty_state none;
};

#endif

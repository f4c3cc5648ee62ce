/* What the templates of this folder show. */
#ifndef FEATURE_INITIATIVE_VIEWS_H
#define FEATURE_INITIATIVE_VIEWS_H

#include "core/link.h"
#include "core/log.h"
#include "core/meeting/place_panel.h"
#include "kit/views.h"

/* ---- the list ---- */

struct initiative_row {
    struct str title, lang, area, owner;
    struct url url;
    enum text_id stage, theme, seen_by; /* theme and seen_by may be empty */
    struct when active;
};
struct initiative_index {
    struct form_field words, theme, stage;
    const struct form_field *mine; /* NULL for a visitor */
    bool is_filtered;
    LIST(struct initiative_row) rows;
    struct pager pager;
    const struct empty_state *empty; /* NULL when there are rows */
};

/* ---- one initiative ---- */

struct initiative_step {
    enum text_id label;
    bool is_done, is_now;
};
struct party_line {
    struct str name;
    enum text_id sector;
    bool is_coordinator, is_guest;
    bool may_change; /* one of the addresses below is there */
    /* On the page of parties, for coordinators and the party itself: */
    struct url remove_url, promote_url, demote_url;
    struct when joined;
};
struct activity_line {
    struct str title;
    enum text_id kind;
    struct url url, settings_url;
    bool is_done, is_withdrawn;
};
struct activity_offer {
    enum text_id title, purpose;
    struct url url;
};
struct page_action {
    enum text_id label;
    struct url url;
};
struct initiative_view {
    struct str title, lang, area, owner;
    struct html problem;
    enum text_id theme, seen_by; /* empty when there is none to tell */
    enum text_id type, level, expectation;
    bool is_closed, has_level;
    bool is_party, may_edit, may_manage;
    struct url owner_url, parties_url, log_url, edit_url, invite_url, settings_url, links_url;
    struct url sign_in_url; /* only for a visitor */
    struct str contact_name, contact_phone;
    struct url phone_url;
    struct when created, closed;
    LIST(struct initiative_step) steps;
    LIST(struct party_line) parties;
    bool more_parties;
    LIST(struct activity_line) activities;
    LIST(struct activity_offer) offers;
    struct place_panel meetings;
    struct html panels; /* of other features */
    struct link_list links;
    struct log_page log;
    bool more_log;
};

struct initiative_log_view {
    struct str title, lang;
    struct url back_url, older_url, newest_url; /* empty: not shown */
    struct log_page log;
};

/* ---- forms ---- */

struct initiative_start {
    struct error_summary errors;
    struct form_field title, problem, contact_name, contact_phone;
    struct str acting; /* the organisation it is started as, or empty */
};

/* A field that somebody else changed meanwhile: what is saved now and what was about to be. */
struct edit_difference {
    enum text_id label;
    struct str saved, yours;
    struct str field; /* the id of the field below */
};
struct initiative_edit {
    struct error_summary errors;
    struct form_field title, problem, contact_name, contact_phone, theme, area, stage, type, level,
        owner, lang;
    bool has_owner_choice;
    int64_t version;
    bool is_conflict, has_changes; /* somebody else saved; something of one's own is not saved */
    struct str was, owner_now;
    LIST(struct edit_difference) differences;
    struct url back_url, again_url;
};

struct initiative_settings {
    struct error_summary errors;
    struct form_field visibility;
    bool is_closed;
    struct url visibility_url, close_url, reopen_url, back_url;
};

/* ---- parties and invitations ---- */

struct invitation_line {
    struct str name, condition;
    enum text_id answer;
    struct when answered, expires;
    bool is_open, has_joined, is_revoked, is_expired;
    struct url revoke_url; /* empty when there is nothing to take back */
};
struct initiative_parties {
    struct str title, lang;
    LIST(struct party_line) parties;
    bool may_manage, is_party, may_leave, only_coordinator;
    struct url invite_url, leave_url, back_url;
    LIST(struct invitation_line) invitations;
};

struct initiative_invite {
    struct error_summary errors;
    struct form_field name, mail, sector;
    struct url back_url;
    bool has_mail; /* the site sends letters */
};
struct initiative_invited {
    struct str name, link, mail; /* mail: empty when no letter was written */
    bool is_sent;                /* the letter goes by itself: there is a mail server */
    struct url parties_url, again_url;
    struct str qr_box, qr_path; /* viewBox and path of the QR code; empty: it did not fit */
    struct when expires;
};

struct invitation_page {
    struct str name, title, lang, inviter, contact_name, contact_phone;
    struct html problem;
    enum text_id level, expectation;
    bool has_level;
    struct url phone_url, sign_in_url, join_url, initiative_url;
    struct error_summary errors;
    struct form_field answer, condition, sector;
    bool has_answered, said_yes, said_no, said_if;
    struct str condition_said;
    struct str asker, acting; /* who would be tied to the party; empty for a visitor */
    struct when expires;
};

/* ---- links and activities ---- */

struct link_item {
    struct str sentence, title, reason;
    struct url url, remove_url; /* remove_url empty: made from the other side */
};
struct initiative_links {
    struct error_summary errors;
    struct form_field verb, address, reason;
    LIST(struct link_item) links;
    struct url back_url;
};

struct activity_settings {
    struct error_summary errors;
    struct form_field title, done, to;
    bool may_move;
    struct str place;
    struct url back_url;
};

#endif

/* What the pages of people show. */
#ifndef FEATURE_PEOPLE_VIEWS_H
#define FEATURE_PEOPLE_VIEWS_H

#include "kit/views.h"

/* ---- getting in ---- */

/* Where a link is to be had on a site that sends no mail. */
struct people_handover {
    struct str name, phone; /* without a phone only that it is to be asked for */
    struct url phone_url;
};

struct people_sign_up {
    struct error_summary errors;
    struct form_field name, mail, sector;
    struct str next;
    const struct people_handover *handover; /* NULL: links go by mail; likewise below */
};

struct people_sign_in {
    struct error_summary errors;
    struct form_field mail, password;
    struct str next;
    const struct people_handover *handover;
};

struct people_link_ask {
    struct error_summary errors;
    struct form_field mail;
    const struct people_handover *handover;
};

struct people_link_sent {
    const struct people_handover *handover;
};

struct people_link {
    bool is_gone;        /* used, expired or never there */
    bool is_new_account; /* signing up, or invited without an account */
    bool is_member;      /* an invitation into an organisation */
    bool must_sign_in;   /* the invitation is for an account that exists */
    bool wants_password;
    struct url post_url, sign_in_url;
    struct str name, mail, organisation;
    struct error_summary errors;
    const struct form_field *name_field, *sector_field; /* NULL: not asked */
    struct form_field password;
    const struct people_handover *handover;
};

/* ---- the person's own pages ---- */

struct people_mandate {
    struct str name, value, lang;
    bool chosen;
};

struct people_conflict {
    struct str name, phone;
    enum text_id sector;
};

struct people_me {
    struct error_summary errors;
    struct str mail;
    struct form_field name, phone, lang, sector;
    int64_t version;
    const struct people_conflict *conflict; /* what is saved now; NULL: no conflict */
    bool has_password, is_administrator;
    bool may_act; /* there is an organisation to act as */
    bool is_self; /* acts as herself now */
    LIST(struct people_mandate) mandates;
    LIST(struct people_membership) memberships;
    struct empty_state no_memberships;
};
struct people_membership {
    struct str name;
    struct url url;
    enum text_id role;
    struct str title;
};

struct people_password {
    struct error_summary errors;
    bool has_password;
    bool asks_old;   /* not after signing in with a link */
    struct str mail; /* for password managers */
    struct form_field old, fresh;
};

struct people_sessions {
    LIST(struct people_session) sessions;
    bool has_others;
};
struct people_session {
    enum text_id device;
    bool is_this, by_link;
    struct when begun, seen;
    struct str name; /* in the address that ends it */
};

struct people_data {
    LIST(struct people_data_section) sections;
};
struct people_data_section {
    enum text_id title;
    LIST(struct people_data_row) rows;
};
struct people_data_row {
    LIST(struct people_data_value) values;
};
struct people_data_value {
    enum text_id label;
    bool is_empty;
    struct str text;
    enum text_id word;
    struct when when;
};

struct people_erase {
    struct error_summary errors;
    struct form_field confirm;
    LIST(struct people_membership) memberships; /* that she manages: who else can? */
};

/* ---- administrators ---- */

struct people_list {
    struct form_field words;
    LIST(struct people_line) people;
    struct pager pager;
    bool is_search;
    struct empty_state nobody;
    struct number waiting; /* links to hand over */
};
struct people_line {
    struct str name, mail;
    struct url url;
    enum text_id sector;
    bool is_administrator;
    struct when created;
};

struct people_new {
    struct error_summary errors;
    struct form_field name, mail, sector, administrator;
};

struct people_person {
    struct str name, mail, phone;
    struct url mail_url, phone_url;
    enum text_id sector;
    struct when created;
    bool is_administrator, is_self, has_password;
    struct url administrator_url, link_url;
    LIST(struct people_membership) memberships;
};

struct people_letters {
    bool by_mail;
    struct number waiting, failed, sent;
    LIST(struct people_letter) letters;
    struct pager pager;
    struct empty_state none;
};
struct people_letter {
    enum text_id letter;
    struct str address, receiver;
    struct when created;
    struct str url;      /* to hand over; empty when letters go by mail or it no longer works */
    bool is_handed_over; /* there is a link that its receiver wants; else only to remove */
    enum text_id failure;
    int64_t attempts;
    struct url done_url;
};

#endif

/* What the pages of partners show. */
#ifndef FEATURE_PARTNERS_VIEWS_H
#define FEATURE_PARTNERS_VIEWS_H

#include "feature/partners/wheel.h"
#include "kit/views.h"

struct partners_line {
    struct str name, what, contact;
    enum text_id kind, status;
    struct when last_contact;
    bool has_contact_date, is_could, is_ended, is_private, may_edit;
    int64_t others;
    struct when asked;
    bool is_asked; /* to be taken off */
    struct url edit_url, verb_url, ask_url;
};
struct partners_area {
    enum text_id name;
    LIST(struct partners_line) lines;
};
struct partners_year {
    int64_t have, could, ended;
    struct str year;
};
struct partners_map {
    struct str organisation, lang;
    bool may_edit, is_empty, is_print;
    struct partners_wheel wheel;
    LIST(struct partners_area) helpers; /* who can help now */
    LIST(struct partners_area) areas;
    LIST(struct partners_line) asked; /* who asked to be taken off */
    LIST(struct partners_year) years;
    struct str contact_name, contact_phone;
    struct url contact_phone_url;
    struct url new_url, csv_url, print_url, network_url, hold_url, back_url;
    struct when at;
    struct str address;
};

struct partners_form {
    struct error_summary errors;
    bool is_new, is_conflict;
    struct form_field name, role, has_consent, sector, kind, layer, status, what, contact,
        last_contact, is_shared;
    int64_t version;
    struct url post_url, back_url;
};

struct partners_know {
    struct str workplace;
    enum text_id layer, status;
    struct url part_url;
    struct str partner; /* public id */
    bool is_merged;
};
struct partners_known {
    struct str name;
    enum text_id sector;
    int64_t workplaces, hidden;
    LIST(struct partners_know) knows; /* those who share it */
    bool may_part;
};
struct partners_proposal {
    struct str name;
    struct str a, b; /* public ids */
    struct str a_workplace, b_workplace;
};
struct partners_network {
    struct str organisation, lang;
    bool may_merge, is_empty;
    LIST(struct partners_proposal) proposals;
    LIST(struct partners_known) known;
    struct url post_url, back_url;
};

struct partners_panel_view {
    int64_t have, could;
    struct url url, new_url;
    bool may_edit;
};

#endif

/* What the pages of ideas and newsletters show. */
#ifndef FEATURE_IDEA_VIEWS_H
#define FEATURE_IDEA_VIEWS_H

#include "kit/views.h"

/* ---- the bank ---- */

struct idea_row {
    struct str title, lang, organisation, place;
    enum text_id category, stage;
    bool is_stale;
    struct when at;
    struct url url;
};

struct idea_index {
    struct form_field words, category, stage, since;
    bool is_filtered, is_at_least;
    int64_t found;
    struct when since_at;
    LIST(struct idea_row) rows;
    struct pager pager;
    const struct empty_state *empty; /* NULL: there are some */
    struct url print_url, csv_url, json_url;
};

/* ---- one of them ---- */

struct idea_actor { /* an organisation that the asker belongs to */
    struct str name;
    bool is_interested;
    struct url interest_url, end_url, experience_url;
    struct url try_url; /* empty: she may not hold meetings there, or there is no poster */
};
struct idea_interested {
    struct str name;
    struct url url;
    struct when at;
};
struct idea_experience_row {
    struct str text, lang, name;
    struct when at;
    struct url remove_url; /* empty: not hers to remove */
};
struct idea_branch {
    struct str title, lang, organisation;
    struct str from; /* the title of what it was taken over from; empty: the first */
    enum text_id stage;
    bool is_here, is_gone;
    int depth; /* 0, 1, 2, 3: deeper ones stand at 3 */
    bool is_deep_1, is_deep_2, is_deep_3;
    struct url url;
};
struct idea_contact {
    struct str name, phone;
    struct url phone_url;
    bool is_contact_person; /* of the workplace, now; else whom the organisation names */
};

struct idea_page {
    struct str title, lang, body, place, needs, source, told_by, organisation;
    enum text_id category, stage;
    bool has_hours, has_kroner;
    struct number hours;
    struct money kroner;
    struct url story_url, organisation_url, meeting_url;
    struct when created, confirmed, withdrawn;
    bool is_withdrawn, is_stale, is_person, may_edit;
    const struct idea_contact *contact; /* NULL: nobody is named */
    struct str origin;                  /* title of what it was taken over from */
    struct url origin_url;
    LIST(struct idea_interested) interested;
    LIST(struct idea_experience_row) experiences;
    LIST(struct idea_branch) tree; /* empty: nobody has taken it over */
    LIST(struct idea_actor) actors;
    struct url edit_url, confirm_url, withdraw_url, restore_url, sign_in_url;
};

struct idea_stored {
    struct str title, body, place, needs;
    enum text_id stage;
};
struct idea_form {
    struct error_summary errors;
    bool is_new;
    struct str organisation;
    struct form_field title, category, stage, body, place, hours, kroner, needs, source, told_by,
        story_url;
    int64_t version;
    struct url post_url, back_url;
    const struct idea_stored *conflict; /* what is saved now */
};
struct idea_own_place {
    struct str name;
    struct url url;
};
struct idea_choose {
    LIST(struct idea_own_place) places;
};
struct idea_experience_form {
    struct str title, lang, organisation;
    struct error_summary errors;
    struct form_field text;
    struct url post_url, back_url;
};

struct idea_panel {
    LIST(struct idea_row) rows;
    struct url new_url; /* empty: only for those who belong to the place */
};

/* ---- the catalogue ---- */

struct catalogue_idea {
    struct str title, lang, body, place, needs, source, told_by, organisation, contact;
    enum text_id stage;
    bool has_hours, has_kroner;
    struct number hours;
    struct money kroner;
};
struct catalogue_part {
    enum text_id category, means;
    size_t n;
    LIST(struct catalogue_idea) ideas;
};
struct idea_catalogue {
    struct form_field category, stage;
    struct str site;
    struct when at;
    size_t n;
    LIST(struct catalogue_part) parts;
    struct url back_url;
};

/* ---- newsletters ---- */

struct news_row {
    struct str title, lang, organisation;
    int64_t number;
    struct when at;
    struct url url;
};
struct news_publisher {
    struct str name;
    bool has_draft;
    struct url url;
};
struct news_index {
    LIST(struct news_row) rows;
    struct pager pager;
    const struct empty_state *empty;
    LIST(struct news_publisher) publishers;
};
struct news_item {
    int64_t id;
    struct str title, lang, text, name;
    enum text_id kind, category;
    bool is_gone, is_out, is_first, is_last;
    bool is_quote, is_named; /* a quote stands with who said it, or that the name is left out */
    struct when at, consented;
    struct url url;
};
struct news_page {
    struct str title, lang, foreword, organisation;
    int64_t number;
    struct when at;
    LIST(struct news_item) items;
    struct url organisation_url, text_url;
    struct str contact_name, contact_phone;
    struct url contact_phone_url;
};
struct news_edit {
    struct str organisation;
    struct error_summary errors;
    struct form_field title, foreword;
    int64_t version;
    bool is_conflict;
    struct str saved_title, saved_foreword;
    struct when since;
    size_t chosen;
    LIST(struct news_item) items;
    struct url save_url, item_url, gather_url, publish_url, drop_url, list_url;
};

#endif

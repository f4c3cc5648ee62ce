/* What the pages of the line to the steward show. */
#ifndef FEATURE_STEWARD_VIEWS_H
#define FEATURE_STEWARD_VIEWS_H

#include "kit/views.h"

struct steward_name {
    struct str name;
    struct when since;
    bool has_box;
    struct url end_url;
};

struct steward_part {
    LIST(struct steward_name) stewards; /* with a box */
    bool may_manage, is_any, can_write;
    struct url write_url, names_url;
};

struct steward_write {
    struct str organisation, lang;
    bool can_write, is_signed_in, is_named; /* named: somebody is, but has no box yet */
    struct str asker, key, only, only_value;
    struct when only_since, only_made;
    struct error_summary errors;
    const struct form_field *steward; /* when there are several to choose among */
    struct form_field text;
    struct url post_url, back_url;
};

struct steward_sent {
    struct str organisation, lang;
    struct url again_url, back_url;
};

struct steward_names {
    struct str organisation, lang;
    struct error_summary errors;
    LIST(struct steward_name) stewards;
    bool may_add;
    struct form_field member;
    struct url post_url, members_url, write_url;
};

struct steward_box_line {
    struct str organisation, lang;
    struct when since, until;
    struct number messages;
    bool has_key, is_ended;
    struct url url;
};
struct steward_boxes {
    LIST(struct steward_box_line) boxes;
};

struct steward_box {
    struct steward_box_line box;
    struct error_summary errors;
    bool is_empty;
    const struct form_field *key; /* when several passphrases have messages */
    struct str only_key;
    struct when made;
    struct form_field passphrase;
    struct url open_url, key_url, write_url;
};

struct steward_setup {
    struct steward_box_line box;
    struct error_summary errors;
    struct str suggestion;
    struct form_field fresh, again, understood;
    struct url post_url, back_url;
};

struct steward_letter {
    struct str text, id;
    struct when day;
    bool is_damaged;
};
struct steward_opened {
    struct steward_box_line box;
    struct str key;
    LIST(struct steward_letter) letters;
    struct url delete_url, back_url;
};

#endif

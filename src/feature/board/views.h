/* What the pages of a board show. */
#ifndef FEATURE_BOARD_VIEWS_H
#define FEATURE_BOARD_VIEWS_H

#include "core/meeting/view_board.h"
#include "kit/views.h"

struct board_language {
    struct str code, name;
    struct url url;
    bool here;
};
/* The light frame, with the telephone's style sheet. */
struct board_frame {
    struct str title, site_name;
    struct html body;
    bool is_live, is_page; /* is_page: the board itself, which may be fetched whole */
    const struct notice *notice;
    struct url back_url;
    enum text_id back;
    LIST(struct board_language) languages;
};

struct board_link_to {
    int number;
    struct url url;
    bool here;
};
struct board_change_line {
    struct str text;
    enum text_id sector;
    struct when day;
};
struct board_past {
    struct str id;
    LIST(struct board_change_line) rows;
    struct url close_url;
};
struct board_page {
    struct str title, place, lang;
    enum text_id tool, phase, prompt;
    struct error_summary errors;
    struct view_board board;
    LIST(struct board_link_to) groups;
    struct url all_url, outline_url, grid_url, type_url, print_url, blank_url, fetch_url, notes_url;
    bool is_grid, leads, is_closed, is_all, is_planned;
    const struct board_past *past;
    struct str undo_id; /* a note that was hidden just now: show it again */
    struct str axis, axis_help;
    struct url post_url;
    const struct view_dots *dots;
};

/* ---- one note's tools ---- */

struct board_inside { /* a note that was merged into it */
    struct str id, text, lang;
    int64_t version;
};
struct board_tools {
    struct str id, text, region_key; /* text: for the names of buttons */
    int64_t version;
    struct url post_url, close_url, action_url;
    struct error_summary errors;
    bool may_change, leads, may_link, may_report, may_carry, has_layers, has_others, has_pile;
    struct form_field note_text, region, layer, pile, pile_name, into, other, kind, words, reason,
        target;
    LIST(struct view_detail) details;
    LIST(struct board_inside) inside;
};
struct board_writing {
    struct str id, region;
    struct url post_url, close_url;
    struct form_field note_text;
    struct error_summary errors;
};

/* ---- two were writing at once ---- */

struct board_conflict {
    struct str title, mine, theirs, lang, id, new_id, region;
    int64_t version;
    bool is_gone;
    struct url post_url, back_url;
};

/* ---- typing in ---- */

struct board_typed {
    struct str id, text, region;
    enum text_id layer;
    int64_t version;
};
struct board_type {
    struct str title, id;
    struct error_summary errors;
    struct form_field group, region, layer, origin, note_text;
    struct str chosen_region, chosen_group, chosen_layer, chosen_origin; /* for taking one back */
    bool has_groups, has_layers, is_closed;
    int64_t total;
    LIST(struct board_typed) last;
    struct url post_url, back_url;
};

/* ---- fetching from an earlier exercise ---- */

struct board_source {
    struct str title;
    struct when at;
    struct url url;
    bool here;
};
struct board_fetched {
    struct str id, text, lang, region;
};
struct board_fetch {
    struct str title, source;
    struct error_summary errors;
    LIST(struct board_source) sources;
    LIST(struct board_fetched) notes;
    bool is_cut;
    struct form_field region;
    struct url post_url, back_url;
};

/* ---- printing ---- */

struct board_code {
    struct str chars, address, box, path;
};
struct board_blank_field {
    struct str key, title_text;
    enum text_id title, hint;
};
struct board_sheet {
    struct str title, help;
    LIST(struct board_blank_field) fields;
};
struct board_print {
    struct str title, exercise, place, lang, size;
    enum text_id tool;
    struct when at;
    const struct board_code *code;
    bool is_blank;
    const struct view_board *board;
    struct html result;
    LIST(struct board_mark) legend;
    LIST(struct board_sheet) sheets;
    LIST(struct board_blank_field) keys;
    struct url a3_url, a2_url, a1_url, other_url;
};

#endif

/* What the pages of the library show. */
#ifndef FEATURE_TOOL_VIEWS_H
#define FEATURE_TOOL_VIEWS_H

#include "core/meeting/views.h"
#include "platform/page.h"
#include "platform/qr.h"

/* ---- the catalogue ---- */

struct tool_tile {
    enum text_id title, purpose, also;
    struct url url, picture;
    int minutes, people_min, people_max;
};
struct tool_list_part {
    enum text_id title, text;
    LIST(struct tool_tile) tools;
};
struct tool_list {
    LIST(struct tool_list_part) parts;
};

/* ---- a tool ---- */

struct tool_page_phase {
    enum text_id title, prompt, leader, mode;
    int minutes; /* 0: no clock */
    int rounds;
    bool repeats;
};
struct tool_page_item {
    struct str text, help;
    struct str aspect; /* said where a new one begins */
    enum text_id source;
};
struct tool_page {
    enum text_id title, purpose, also, gives, who_sees, source;
    struct url picture, try_url, print_url, meet_url;
    int minutes, people_min, people_max;
    bool is_cards;
    LIST(struct tool_page_phase) phases;
    LIST(struct tool_page_item) items; /* cards, rays or questions */
    LIST(struct str) forms;
    const struct tool_tile *next;
};

/* ---- trying ---- */

struct try_hidden {
    struct str name, value;
};
struct try_axis {
    struct str name, label, help, aspect;
    LIST(struct score_option) options;
    struct str reach_name;
    LIST(struct score_option) reach;
};
struct try_part {
    enum text_id title;
    LIST(struct try_axis) axes;
};
struct try_note {
    struct str text;
    bool is_own;
};
struct try_region {
    enum text_id title;
    struct str title_text;
    LIST(struct try_note) notes;
};
struct try_word {
    struct str word;
    int64_t n;
};
struct try_action {
    enum text_id text, who;
};
struct tool_try {
    enum text_id title, phase, prompt, leader, step;
    struct url url, tool_url, meet_url;
    int64_t at, stages, next, back; /* at from 1; next, back: values of step */
    bool has_next, has_back, is_last;
    struct str clock;               /* "3:30"; empty: no clock */
    LIST(struct try_hidden) hidden; /* own input of other steps, carried along */
    int people;

    bool is_card;
    struct str stem, partner;
    int round;

    bool is_score;
    LIST(struct try_part) parts;

    bool is_note;
    struct str note, note_label;
    bool shows_regions; /* on the screen: what all wrote */
    LIST(struct try_region) regions;

    bool is_result;
    struct html on_phone, on_screen;
    LIST(struct try_word) words;

    bool is_action;
    LIST(struct try_action) actions;
};

#endif

/* What the participants' pages of a meeting show: joining, the telephone, the big screen. */
#ifndef FEATURE_ROOM_VIEWS_H
#define FEATURE_ROOM_VIEWS_H

#include "core/meeting/view_board.h"
#include "core/meeting/views.h"
#include "kit/views.h"

/* The light frame of these pages: little to fetch, nothing but the meeting. */
struct room_frame {
    struct str title, site_name;
    struct html body;
    bool is_screen, is_phone, is_live;
    bool has_board; /* needs the styles of boards at once; else they are fetched with the first one
                     */
    struct str topic;    /* to listen to */
    struct url part_url; /* answers what changed */
    struct str who;      /* "Bo, nr. 7" */
    struct url leave_url, rename_url;
    const struct notice *notice;
    LIST(struct room_language) languages;
};
struct room_language {
    struct str code, name;
    struct url url;
    bool here;
};

/* ---- joining ---- */

struct room_code {
    struct str code, error;
};
struct room_join {
    struct str title, place, who_sees;
    struct url action;
    struct error_summary errors;
    struct form_field nickname, sector, subgroup, table;
    bool has_subgroups, is_full;
    LIST(enum text_id) sees; /* one sentence of each tool in the meeting */
};
/* A meeting one cannot enter now. */
struct room_document {
    struct str name;
    struct url url;
};
struct room_wait {
    struct str title, place, where_text;
    struct url online;
    struct when starts;
    bool is_planned, is_full;
    LIST(struct room_document) documents;
};

/* ---- the telephone ---- */

struct room_action {
    struct str text, owner, ray;
    struct when due;
    enum text_id state;
};
struct room_own {
    struct str label, value, guess;
};
struct room_tab {
    enum text_id title;
    struct str title_text;
    struct url url;
    bool here, is_done;
};
struct room_pick {
    struct str stem;
    struct url url;
};
struct room_line {
    struct str title;
    enum text_id kind;
    bool is_now, is_done;
};

struct room_task {
    struct str key;   /* changes when the task does */
    struct str title; /* the exercise or item */
    enum text_id phase, prompt;
    int phase_number, phases;
    const struct view_clock *clock;
    const struct view_card *card;
    const struct view_score *score;
    const struct view_notes *notes;
    const struct view_wall *wall;
    const struct view_board *board;
    const struct view_dots *dots;
    struct str axis, axis_help, axis_lang; /* what the table has: a perspective, a question */
    bool is_board;                         /* an exercise on a board runs */
    int table;                             /* 0: none */
    struct url board_url;                  /* the whole board */
    struct html result;
    enum text_id step;
    bool is_between, is_plain, is_prompt, is_result_hidden, is_actions, is_own_pace,
        is_typed_elsewhere;
    int too_few_for; /* no numbers are asked for, because fewer than this are here; 0: they are */
    struct str text; /* of a plain item */
    struct str next; /* what comes next, between items */
    int64_t answered, seats;
    LIST(struct room_own) own; /* what one answered oneself */
    bool own_has_guess;
    LIST(struct room_action) actions;
    LIST(struct room_tab) tabs;                  /* own pace: the parts */
    LIST(struct room_pick) picks;                /* other cards one may choose */
    int picked, pick_goal;                       /* own pace: so many endings of so many */
    struct url reload_url, auto_url, steady_url; /* without a script */
};

/* ---- the room ---- */

struct room_group {
    int number;
    LIST(struct str) names;
    const struct view_clock *clock;
};
struct room_screen {
    struct str title, place, code;       /* code: "ABC DEF" */
    struct str qr_box, qr_path, address; /* address: "samskab.example.dk/join" */
    struct room_task task;
    LIST(struct room_group) groups;
    bool shows_answered, shows_notes;
    int64_t seats, answered, written;
    LIST(struct room_line) agenda;
    bool is_closed, is_planned, is_ready_mode;
    struct url other_url; /* outline or picture */
};

#endif

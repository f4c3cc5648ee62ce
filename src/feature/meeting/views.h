/* What the pages of a meeting's leader, and of its record, show. */
#ifndef FEATURE_MEETING_VIEWS_H
#define FEATURE_MEETING_VIEWS_H

#include "core/meeting/views.h"
#include "kit/views.h"

struct meeting_new_view {
    struct error_summary errors;
    enum text_id tool; /* chosen already */
    struct str tool_key;
    struct form_field place, group, length, when, starts, ends;
    const struct form_field *purpose; /* NULL: not asked */
};

/* ---- leading ---- */

struct meeting_line {
    struct str title, lang;
    enum text_id kind; /* the tool; 0: a plain item */
    int number, minutes;
    bool is_now, is_done, may_begin;
    struct str id;
    struct url url, move_url, remove_url;
    bool is_first, is_last, may_change;
    struct url begin_url, settings_url;
};

struct meeting_count {
    enum text_id sector;
    int64_t notes, seats;
    bool is_silent; /* has seats and wrote nothing in this phase */
};

struct meeting_group {
    int number;
    struct str names;
    const struct view_clock *clock;
    bool is_paused;
    struct url clock_url;
    int64_t version;
    struct str item;
    int group; /* for the form */
};

/* Perspectives or questions to choose among. */
struct meeting_axis {
    struct str name, label, help;
    bool chosen;
};
struct meeting_axes {
    struct str lang;
    int min, max, n, seats, proposed, needed;
    bool is_short; /* too few people for the n that are chosen … */
    bool is_below; /* … and for as many as the tool wants */
    LIST(struct meeting_axis) rows;
};

struct meeting_now {
    struct str item;
    int64_t version;
    struct str title, lang;
    bool is_plain, is_planned, is_closed, is_running;
    struct str text; /* of a plain item */
    int minutes;
    enum text_id tool, phase, prompt, leader, step;
    int phase_number, phases, step_number, steps;
    const struct view_clock *clock; /* NULL: no clock runs */
    bool has_clock, has_rounds, is_paused, may_go_back, is_named, is_consensus, was_small;
    int k;
    bool is_score, is_card, is_note, is_result, is_action;
    enum text_id gate; /* why the phase cannot be left yet; 0: it can */
    bool may_go_anyway;
    struct url notes_url, enter_url, paper_url, pairs_url, actions_url;
    LIST(struct meeting_group) groups;
    struct meeting_axes axes; /* before it begins */
    struct url axes_url, board_url;
};

struct meeting_room {
    int64_t seats, phones;
    bool has_exercise, is_score;
    int64_t answers, notes, reported;
    bool has_voice;
    LIST(struct meeting_count) voice;
    struct url seats_url, notes_url;
};

struct meeting_lead {
    struct str title, place, purpose, lang;
    bool is_ready, is_own_pace;
    struct when starts, ends;
    struct str code, address, join; /* "AB1 2CD", "https://…" and the whole link */
    struct str qr_box, qr_path, qr_label;
    bool is_local;
    struct str topic, room_topic;
    struct notice notice;
    LIST(struct meeting_line) items;
    const struct meeting_now *now; /* NULL: between two items */
    struct meeting_room room;
    struct str next_title;
    enum text_id next_action; /* what the big button does */
    bool is_last;             /* nothing follows: close the meeting */
    struct url next_url, back_url, clock_url, item_url;
    struct url screen_url, plan_url, settings_url, documents_url, seats_url, paper_url, close_url,
        actions_url, after_url, leaders_url, signups_url, join_url;
    struct str item;
    int64_t version;
};

/* ---- planning ---- */

struct meeting_document {
    struct str name, size;
    struct when at;
    struct url url, remove_url; /* remove_url empty: one may not */
};
struct meeting_documents {
    LIST(struct meeting_document) rows;
};
struct meeting_plan {
    struct str title, lang;
    LIST(struct meeting_line) items;
    int minutes_planned, minutes;
    bool is_over, is_full;
    struct error_summary errors;
    struct form_field tool;
    struct form_field plain_title, plain_minutes;
    struct url tool_url, plain_url, lead_url, settings_url;
    struct meeting_documents documents;
};

struct meeting_item_form {
    struct str title, lang;
    struct error_summary errors;
    bool is_plain, is_started;
    enum text_id tool, purpose;
    struct form_field name, text, minutes;
    struct form_field form, content, named, k, change, seconds, across, heard;
    struct meeting_axes axes;
    bool has_seconds, has_forms, has_content, has_k, has_pairs, has_groups, has_heard;
    struct url post_url, back_url, remove_url;
};

struct meeting_settings {
    struct error_summary errors;
    bool is_conflict;
    int64_t version;
    struct form_field title, purpose, starts, ends, where, online, minutes, subgroups, signups;
    bool is_own_pace;
    struct url post_url, back_url;
};

struct meeting_leader_line {
    struct str name;
    struct url remove_url; /* empty: the last one */
};
struct meeting_leaders_view {
    struct error_summary errors;
    struct form_field mail;
    LIST(struct meeting_leader_line) leaders;
    struct url post_url, back_url;
};

/* ---- signing up ---- */

struct meeting_signup_view {
    struct error_summary errors;
    struct str title, lang, place, purpose, where;
    struct when starts;
    bool is_open;
    struct form_field name, mail, sector;
    struct url post_url;
};
struct meeting_signup_line {
    struct str name, mail;
    enum text_id sector;
    bool came;
    struct url url;
};
struct meeting_signups_view {
    struct str title, lang, address;
    bool is_open;
    int came;
    LIST(struct meeting_signup_line) lines;
    struct url settings_url, back_url;
};

/* ---- seats, paper, entering for somebody ---- */

struct meeting_seat_line {
    int number;
    struct str nickname, subgroup;
    enum text_id sector;
    bool has_left, is_without_phone;
    struct url enter_url;
};
struct meeting_seats_view {
    struct error_summary errors;
    LIST(struct meeting_seat_line) seats;
    struct form_field nickname, sector, device, count;
    bool may_add;
    struct url post_url, back_url, pairs_url;
};

struct meeting_pair_row {
    int group;
    struct str names;
};
struct meeting_pair_round {
    int round;
    LIST(struct meeting_pair_row) rows;
};
struct meeting_pairs_view {
    struct str title, exercise, lang;
    LIST(struct meeting_pair_round) rounds;
    struct url back_url;
};

struct meeting_paper_line {
    struct str title;
    enum text_id tool;
    struct url print_url;
};
struct meeting_paper_view {
    struct str title, code, lang;
    LIST(struct meeting_paper_line) lines;
    struct url pairs_url, enter_url, back_url;
};

struct meeting_enter_view {
    struct str title, name, lang;
    enum text_id phase, prompt;
    bool is_nothing; /* nothing can be entered in this phase */
    bool is_paper;
    const struct view_score *score;
    const struct view_notes *notes;
    struct url back_url;
};

/* ---- notes ---- */

struct meeting_note {
    struct str id, exercise;
    struct str text, lang, nickname, region;
    bool is_reported;
    enum text_id hidden_because;
    struct url action_url; /* an agreed action because of it; empty: one may not */
};
struct meeting_hidden {
    enum text_id reason;
    int64_t n;
};
struct meeting_note_group {
    struct str title, lang;
    LIST(struct meeting_note) notes;
    LIST(struct meeting_hidden) hidden;
    LIST(struct meeting_note) away; /* the hidden ones, for the leader */
};
struct meeting_notes_view {
    struct str title, lang;
    LIST(struct meeting_note_group) groups;
    int64_t unseen;
    struct form_field reason;
    struct url post_url, back_url;
};

/* ---- closing, actions ---- */

struct meeting_action_line {
    struct str text, owner, lang, outcome;
    struct when due;
    enum text_id state;
    bool is_done, is_dropped, is_late;
    LIST(struct str) notes;
    struct url url; /* of its form; empty when one may not */
};
struct meeting_actions {
    LIST(struct meeting_action_line) lines;
};

struct meeting_close_view {
    struct error_summary errors;
    struct str title, lang;
    int open_items;
    struct form_field text, who, at;
    struct meeting_actions actions;
    struct url post_url, actions_url, back_url;
    bool is_closed; /* only what happens next is said, or changed */
};

struct meeting_erase_view {
    struct error_summary errors;
    struct form_field sure;
    struct url post_url, back_url;
};

struct meeting_actions_view {
    struct error_summary errors;
    struct str title, lang;
    struct meeting_actions actions;
    struct str note_text, note_value;
    struct form_field text, owner, due;
    struct url post_url, back_url;
};

struct meeting_action_form {
    struct error_summary errors;
    struct str title, lang;
    bool is_conflict;
    int64_t version;
    struct form_field text, owner, due, state, outcome;
    LIST(struct str) notes;
    struct url post_url, back_url;
};

/* ---- the record ---- */

struct meeting_date_link {
    struct when at;
    struct url url;
};
struct meeting_dates {
    LIST(struct meeting_date_link) rows;
};
struct meeting_documents_view {
    struct error_summary errors;
    struct str title, lang;
    struct meeting_documents documents;
    bool is_full;
    struct form_field file;
    struct url post_url, back_url;
};

struct meeting_picture_link {
    int number;
    struct url url;
};
struct meeting_exercise_record {
    struct str title, lang, anchor;
    enum text_id tool;
    bool is_closed, is_named, is_plain;
    struct str text; /* of a plain item */
    struct html result;
    struct str figures; /* the same as plain text */
    LIST(struct meeting_note_group) groups;
    LIST(struct meeting_hidden) hidden;
    const struct view_wall *wall; /* of cards; NULL: none */
    bool may_act;                 /* may make an action because of a note */
    bool is_board;                /* the notes stand in the result */
    int64_t notes;
    struct url page_url, notes_url, scores_url, json_url;
    struct url board_url; /* of a board: to print it; empty: none */
    LIST(struct meeting_picture_link) pictures;
    bool has_scores;
};
struct meeting_record {
    struct str title, lang, place, purpose, where;
    struct url place_url;
    struct when starts, opened, closed;
    int64_t seats;
    bool is_closed;
    struct str next_text, next_who;
    struct when next_at;
    LIST(struct meeting_exercise_record) exercises;
    struct meeting_actions actions;
    struct when erase;
};
struct meeting_after_view {
    struct meeting_record record;
    struct meeting_documents documents;
    struct url documents_url;
    bool may_manage, may_grow;
    struct url minutes_url, text_url, actions_url, notes_url, grow_url, erase_url, lead_url,
        promise_url; /* to say or change what happens next */
    enum text_id next_tool;
    struct url next_url;
};

struct exercise_page_view {
    struct str title, lang, place;
    enum text_id tool, purpose;
    struct url place_url, meeting_url;
    struct when at;
    bool is_closed;
    struct html result;
    struct meeting_dates earlier;
    struct url scores_url, json_url;
    enum text_id next_tool;
    struct url next_url;
};

#endif

/*
 * What a telephone shows of an engine: the clock, a card with a partner, a sheet of scores, notes.
 * The participants' pages, the leader's "enter for somebody" and the pages where a tool is tried
 * fill the same structs: builders here turn what the stores say into views, and view_*.html write
 * them. A form goes where its url says; the one who builds the view decides.
 */
#ifndef CORE_MEETING_VIEWS_H
#define CORE_MEETING_VIEWS_H

#include "core/meeting/note.h"
#include "kit/form.h"

/* ---- clock ---- */

struct view_clock {
    bool has_limit, is_paused, is_over;
    bool is_low, is_last;           /* at most 20 % and at most 5 % left */
    struct str left;                /* "4:07" */
    int64_t ends_at, now, round_ms; /* UTC milliseconds, for the script that counts down */
    int64_t minutes, seconds;       /* of what is left, for the words */
    int round, rounds;              /* from 1; rounds 1: there is only one */
    bool has_rounds;
};
/* RC_LIMIT when memory is out. */
enum rc view_clock(struct arena *arena, const struct clock *clock, int64_t now,
                   struct view_clock *view) MUST_CHECK;

/* ---- a text being written: an ending, what was heard, a note ---- */

struct view_writing {
    struct url url;  /* where the form goes */
    struct str name; /* unique on the page, letters, digits, "-": prefix of element ids */
    uint64_t id;     /* the note's: sent twice, it is there once */
    struct str region, text, error;
    enum text_id label;
    struct str label_text; /* when the label is data */
    struct str hint;
    enum text_id button; /* 0: "Save" */
    bool is_saved;       /* text is what the server has */
    bool may_remove;
};

/* ---- cards ---- */

struct view_card {
    struct str stem, lang;
    bool is_waiting; /* no partner yet */
    bool is_trio;
    LIST(struct str) partners; /* nickname or "nr. 7" */
    int place;                 /* "bord 3"; 0: none */
    int round, rounds;         /* from 1; rounds 0: not known */
    bool asks_heard;
    struct view_writing ending, heard;
    struct url ready_url; /* ready mode: where the button goes; empty in clock mode */
    bool is_ready;        /* pressed; the partner or others are not */
};

/* The exercise as the asker's seat sees it in a phase of cards. place.group 0: she waits
   for the next round. notes: what note_read gave her. url: where endings are sent. */
struct view_card_data {
    const struct exercise *exercise;
    const struct content *content;
    const struct seat *seat;
    const struct exercise_groups *groups; /* of the running round; or NULL */
    struct exercise_place place;          /* of the seat */
    const struct note_list *notes;
    int rounds;
    struct url url, ready_url;
};
enum rc view_card(struct request *request, const struct view_card_data *data,
                  struct view_card *view) MUST_CHECK;
/* "bo" or "nr. 7". */
struct str view_seat_name(const struct request *request, const struct seat *seat);
/* The group that the seat sits in, or NULL. */
const struct exercise_group *view_group_of(const struct exercise_groups *groups,
                                           const struct seat *seat);
/* The region of "what I heard" about that card: "heard:KEY". */
struct str view_heard_region(struct arena *arena, struct str card_key);

/* ---- scores ---- */

struct score_option {
    struct str value; /* what it sends: a number, or "?" for don't know */
    struct str word;  /* its anchor; may be empty */
    bool chosen, is_dont_know;
};
struct score_axis {
    struct str name;                /* "s0", "c0", "r0": self, colleagues, reach of axis 0 */
    struct str label, help, aspect; /* aspect: said where a new one begins */
    struct str low, high;           /* "0 slet ikke", "5 helt på plads" */
    struct str error;
    bool has_words; /* few values: each with its word, one below the other */
    LIST(struct score_option) options;
    LIST(struct score_option) reach; /* name "r…"; empty: not asked */
    struct str reach_name;
};
struct score_part {
    enum text_id title; /* 0: the only one */
    enum text_id hint;
    LIST(struct score_axis) axes;
};
struct view_score {
    struct url url;
    struct str lang;
    LIST(struct score_part) parts;
    bool is_consensus, was_small;
    bool is_saved, is_locked; /* locked: shown, not to be changed */
    bool has_errors, may_skip;
    bool has_sum; /* for the person only */
    int sum, sum_min, sum_max;
    int k;
};
struct view_score_data {
    const struct tool *tool;
    const struct content *content;
    const struct sheet *sheet; /* what is saved, or NULL */
    bool is_consensus, was_small, is_locked;
    bool use_input; /* show what the request's form holds, with its errors */
    int k;
    struct url url;
};
enum rc view_score(struct request *request, const struct view_score_data *data,
                   struct view_score *view) MUST_CHECK;
/* What a posted form of that view says. RC_INVALID: something is missing or not on the scale. Every
   axis wants an answer ("don't know" is one, where the tool takes it). */
enum rc view_score_read(struct request *request, const struct tool *tool,
                        const struct content *content, bool is_consensus,
                        struct sheet *sheet) MUST_CHECK;

/* ---- notes ---- */

struct noted {
    struct view_writing writing; /* own */
    struct str text, lang, nickname;
    enum text_id sector;
    bool is_reported;
    struct url report_url; /* empty: not to be reported here */
    uint64_t id;
    struct html below; /* what else is filled in about an own note */
};
struct noted_region {
    struct str key, name; /* name: unique on the page */
    enum text_id title, hint;
    struct str title_text;     /* of an axis */
    struct view_writing fresh; /* the next note; url empty: none may be written */
    LIST(struct noted) own;
    LIST(struct noted) others;
};
struct noted_hidden {
    enum text_id reason;
    int64_t n;
};
struct view_notes {
    LIST(struct noted_region) regions;
    int64_t unseen;
    bool is_own_only; /* others' are not shown yet */
    LIST(struct noted_hidden) hidden;
};
struct view_regions;
struct view_notes_data {
    const struct exercise *exercise;
    const struct view_regions *regions; /* NULL: those of the phase */
    bool is_one_each;                   /* one note in each region: endings of cards */
    const struct tool_phase *phase;
    const struct content *content;
    const struct note_seen *seen;
    struct url url, report_url; /* url empty: nothing can be written */
    enum rc (*add)(const struct view_notes_data *data, const struct note *note,
                   struct noted *noted); /* more about an own note; or NULL */
    const void *showing;                 /* add's own */
};
enum rc view_notes(struct request *request, const struct view_notes_data *data,
                   struct view_notes *view) MUST_CHECK;
/* The regions of a phase, one for each axis where it says so: key, and the title in words. */
struct view_region {
    struct str key;
    enum text_id title, hint;
    struct str title_text;
};
struct view_regions {
    LIST(struct view_region) rows;
};
enum rc view_regions(struct arena *arena, const struct tool_phase *phase,
                     const struct content *content, struct view_regions *regions) MUST_CHECK;

/* ---- the endings of cards, all together ---- */

struct wall_stem {
    struct str stem, key;
    LIST(struct noted) endings;
    LIST(struct noted) heard; /* what was told in the talk */
};
struct view_wall {
    bool is_empty, has_titles, shows_wall, shows_words, shows_drawn;
    struct str lang;
    LIST(struct wall_stem) stems; /* those that have endings */
    LIST(struct word_count) words;
    LIST(struct noted) drawn; /* five, drawn from the exercise's published seed */
    LIST(struct noted_hidden) hidden;
};
/* Steps of INPUT_RESULT on cards; WALL_ALL for summaries and print. */
enum wall_step { WALL_ALL = -1, WALL_ENDINGS, WALL_WORDS, WALL_DRAWN };
struct view_wall_data {
    const struct exercise *exercise;
    const struct content *content;
    const struct note_seen *seen;
    int step;              /* enum wall_step */
    struct url report_url; /* empty: nothing is reported here */
};
enum rc view_wall(struct request *request, const struct view_wall_data *data,
                  struct view_wall *view) MUST_CHECK;

#endif

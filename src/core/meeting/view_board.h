/*
 * A board as pages show it: fields with their piles of notes, what stands on each note, and what
 * is counted. The board's own page, the telephone, the big screen, the record, the print and the
 * try-out fill the same struct from a struct board; view_board.html writes it. Outline and board
 * are two style sheets of that one list.
 */
#ifndef CORE_MEETING_VIEW_BOARD_H
#define CORE_MEETING_VIEW_BOARD_H

#include "core/meeting/board.h"
#include "core/meeting/views.h"

struct board_mark { /* of a layer */
    enum text_id word;
    struct str path;  /* its shape, in a box of 16 by 16 */
    int number;       /* from 1: its colour; 0: there are no layers */
    struct str count; /* in the legend: how many notes */
};
struct board_fact {
    enum text_id label, word;
    struct str text;
    bool is_tick;
};
struct board_tie {
    enum text_id kind;
    struct str other, text;
    struct url url;
};
struct board_old {
    struct str text, lang;
};
struct board_item {
    struct str id, text, lang, nickname;
    struct board_mark mark;
    enum text_id sector;
    bool is_paper, is_reported, has_marks, is_open;
    LIST(struct board_fact) facts;
    LIST(struct board_old) merged;
    LIST(struct board_tie) ties;
    struct str from;
    struct url from_url, history_url, tools_url;
    int64_t dots, changes;
    bool has_dots;
    int table;        /* whose board it is, where several are shown; 0: not said */
    struct str place; /* of field and pile: where a fetched note belongs */
    struct html tools;
};
struct board_pile {
    struct str place, name; /* name empty: those in no pile */
    LIST(struct board_item) items;
};
struct board_field {
    struct str name, key; /* name: unique on the page */
    struct str part;      /* the id of its part's heading, where it has one */
    enum text_id title, hint;
    struct str lang;
    int64_t n;
    bool is_below; /* under the heading of an axis */
    LIST(struct board_pile) piles;
    struct url add_url;
    struct html writing; /* a form for a new note, opened by add_url */
};
struct board_part { /* the fields of one axis; or those of none */
    struct str name, title, help, lang;
    LIST(struct board_field) fields;
};
struct board_line { /* a link between two notes */
    enum text_id kind;
    struct str a, b, text;
    struct url a_url, b_url;
    int64_t id;
    struct url drop_url; /* where the form that takes it away goes; empty: none */
};
struct board_tally {
    struct str text, lang;
    int64_t dots;
};
struct view_board {
    bool is_grid, is_live, is_empty;
    struct str topic;
    struct url note_url; /* "…/board/note?id=": with the id behind it */
    LIST(struct board_part) parts;
    LIST(struct board_mark) legend;
    LIST(struct board_line) lines;
    LIST(struct board_tally) tally; /* most dots first */
    LIST(struct noted_hidden) hidden;
    int64_t total, unseen, voters;
    bool has_voters;
};

/* A form for one thing that a note of its region can say. */
struct view_detail {
    struct url url;
    struct str name, note, key; /* name: unique on the page */
    int64_t version;
    bool is_tick, is_chosen, is_phone; /* is_phone: back to the telephone afterwards */
    enum text_id label;
    struct form_field field; /* of a choice or a line */
};
struct view_details {
    LIST(struct view_detail) rows;
};
struct view_details_data {
    const struct tool *tool;
    const struct board_note *note;
    struct url url; /* "…/board": where the forms go */
    bool is_phone;  /* back to the telephone afterwards */
};
/* All that the note's region asks for. */
enum rc view_details(struct request *request, const struct view_details_data *data,
                     struct view_details *details) MUST_CHECK;

/* A hidden vote: dots on notes. */
struct dot_option {
    struct str id, text, lang, region;
    bool is_chosen;
};
struct view_dots {
    struct url url;
    int64_t each, used;
    bool is_many; /* more options than one can overlook */
    struct str error;
    LIST(struct dot_option) options;
};
/* What of a board is shown, and how. */
struct view_board_data {
    const struct exercise *exercise;
    const struct tool *tool;
    const struct content *content;
    const struct board *board;
    int axis; /* only that axis' fields; -1: all */
    bool is_grid;
    bool is_plain;        /* record and print: no addresses, nothing to press */
    bool is_soft;         /* long words may be divided: paper and the big screen */
    bool is_written_only; /* fields without notes are left out */
    struct str id;        /* unique on the page: prefix of ids of elements */
    struct url url;       /* the board's page, with its query begun: "…/board?view=board" */
    bool (*may_add)(const struct view_board_data *data, struct str region); /* NULL: none */
    const void *asker;                                                      /* may_add's own */
    bool may_act; /* the asker may do something with what she sees */
    const struct tool_phase *phase;
    struct url drop_url; /* links may be taken away */
    uint64_t opened;     /* the note whose tools stand open */
    struct html tools;   /* … and those */
    struct str adding;   /* the region whose form for a new note stands open … */
    struct html writing; /* … and that */
};
enum rc view_board(struct request *request, const struct view_board_data *data,
                   struct view_board *view) MUST_CHECK;
/* The options of the phase that runs; url is the board's page. */
enum rc view_dots(struct request *request, const struct view_board_data *data,
                  struct view_dots *view) MUST_CHECK;
/* One note alone, as it stands in its list. */
enum rc view_board_note(struct request *request, const struct view_board_data *data,
                        const struct board_note *note, struct board_item *item) MUST_CHECK;
/* The fields of all phases of a tool, each once. */
enum rc board_regions(struct arena *arena, const struct tool *tool, const struct content *content,
                      struct view_regions *regions) MUST_CHECK;
/* What the region is called, with its axis: "Bekymringer: pårørende". Empty for an unknown one. */
struct str board_region_name(const struct request *request, const struct tool *tool,
                             const struct content *content, struct str region);
/* The tool's region with the key that stands before the colon, from any phase; or NULL. */
const struct tool_region *board_region(const struct tool *tool, struct str region);
struct board_mark view_board_mark(const struct tool *tool, int layer);
/* The board of an exercise in words, a line a note, for minutes. */
enum rc board_text(struct request *request, const struct view_board *view,
                   struct str *text) MUST_CHECK;
/* "…/board" of an exercise. */
struct url board_url(struct arena *arena, const struct exercise *exercise);
struct str board_id(struct arena *arena, uint64_t id);

#endif

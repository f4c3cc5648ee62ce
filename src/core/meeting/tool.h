/*
 * Tools (redskaber) as data: what a tool is called, the phases it runs through, what people fill
 * in. One const struct tool per tool stands in its feature's folder; app/features.c lists them. The
 * content (a deck of cards, the rays of a star, the axes of a sheet) is the tool's own or an
 * organisation's (core/meeting/content.h).
 */
#ifndef CORE_MEETING_TOOL_H
#define CORE_MEETING_TOOL_H

#include "kit/request.h"
#include "platform/text.h"

/* What people do in a phase; the engines of core/ know how. */
enum phase_input {
    INPUT_NONE,   /* read, think or talk: only the prompt and the clock */
    INPUT_CARD,   /* engine cards: a card each, a partner, optionally one line heard */
    INPUT_SCORE,  /* engine sheet: the axes of the content */
    INPUT_NOTE,   /* notes of at most NOTE_MAX characters in the phase's regions */
    INPUT_RESULT, /* looking at the revealed result, step by step */
    INPUT_ACTION, /* agreed actions: written by the leader or a table, seen by all */
    INPUT_BOARD,  /* the notes of the phase's regions together: read, gathered, linked */
    INPUT_DOTS,   /* a hidden vote: each puts dots on notes of the phase's regions */
};

/* MODE_CAFE: tables with one axis of the content each; guests change table every round, hosts stay.
 */
enum phase_mode { MODE_INDIVIDUAL, MODE_PAIR, MODE_GROUP, MODE_PLENARY, MODE_CAFE };

/* Who sees what was written while the phase runs. Scores are always hidden until revealed. */
enum phase_visibility { SEE_OWN, SEE_GROUP, SEE_ALL };

/* What a note of a region says besides its text: ticks, a choice, a short line. */
enum detail_kind { DETAIL_TICK, DETAIL_CHOICE, DETAIL_TEXT };
enum { DETAIL_TEXT_MAX = 200, REGION_DETAILS_MAX = 8, TOOL_LAYERS_MAX = 4 };
struct tool_detail {
    const char *key;
    enum detail_kind kind;
    enum text_id label, hint;
    const char *const *choices; /* DETAIL_CHOICE; NULL ends */
    const enum text_id *labels; /* of the choices */
    int limit;                  /* DETAIL_TICK: on so many notes of a board at most; 0: any */
    enum text_id limit_reason;  /* why one more is refused */
};

/* A colour that is also a shape and a word: "har", "kunne". */
enum layer_shape { SHAPE_CIRCLE, SHAPE_SQUARE, SHAPE_TRIANGLE, SHAPE_DIAMOND };
struct tool_layer {
    const char *key;
    enum text_id label;
    enum layer_shape shape;
};

/* To leave a phase, this many notes of a region must carry a tick (detail NULL: must be there). */
struct tool_gate {
    const char *region; /* NULL: no gate */
    const char *detail;
    int min, max; /* max 0: any number */
    enum text_id reason;
    bool may_override; /* the leader may go on all the same */
};

/* A place for notes. With per_axis there is one for each axis of the content: key "raise" and axis
   "manageability" make the region "raise:manageability". */
struct tool_region {
    const char *key;
    enum text_id label, hint;
    bool per_axis;
    int notes_max;                     /* of one person, or of one group where the phase is
                                          shared; 0: NOTES_MAX_EACH */
    const struct tool_detail *details; /* ends with .key NULL; or NULL */
};

enum { PHASE_REGIONS_MAX = 8, TOOL_PHASES_MAX = 10, TOOL_STEPS_MAX = 6 };

struct tool_phase {
    const char *key;
    enum phase_mode mode;
    enum phase_input input;
    enum phase_visibility visibility;
    int seconds;  /* planned, of one round; 0: no clock */
    bool repeats; /* MODE_PAIR: rounds change by the clock until the leader goes on */
    int rounds;   /* repeats: as many as the leader is advised to hold; 0: her choice */
    int seconds_min, seconds_max; /* what the leader may choose; 0: as planned only */
    int group_min, group_max;     /* MODE_GROUP */
    bool keeps_groups;            /* the groups of the phase before, with those who came since */
    bool axis_by_group;           /* each group has one axis of the content, and writes there only;
                                     always so with MODE_CAFE */
    bool is_shared;               /* whoever sees a note may change, move and gather it */
    unsigned forms; /* bit i: only where the exercise has tool.forms[i]; 0: with all */
    int layer;      /* of what is written now: index into tool.layers */
    int dots;       /* INPUT_DOTS: for each; 0: a quarter of the notes, rounded up */
    struct tool_gate gate;
    enum text_id title;  /* "Hver for sig" */
    enum text_id prompt; /* what every phone says to do */
    enum text_id leader; /* what the leader says or looks after */
    int actions_max;     /* INPUT_ACTION: so many are enough; 0: no limit */
    /* INPUT_NOTE; ends with .key NULL. Without any, on engine cards, the regions are the keys of
       the cards: notes are endings of their sentences. */
    struct tool_region regions[PHASE_REGIONS_MAX + 1];
};

enum tool_engine { ENGINE_CARDS, ENGINE_SHEET, ENGINE_BOARD };

/* The part of the catalogue it belongs to. */
enum tool_part { PART_PREPARE, PART_DEVELOP, PART_EVALUATE, TOOL_PART__N };

struct board_view; /* core/meeting/board.h */
struct content;
struct exercise;
struct sheet;
struct sheet_result;
struct page;

/* A result as one of its steps shows it. */
struct result_view {
    const struct content *content;
    const struct sheet_result *result;     /* counted so far, or of the snapshot */
    const struct sheet_result *earlier[2]; /* of the same place, for comparison; or NULL */
    int64_t at, earlier_at[2];
    const struct sheet *own; /* the asker's, for the step that shows it; NULL: a screen for all */
    int step;                /* index into tool.steps; -1: all of them, for summaries and print */
    bool is_big;             /* for the big screen: fewer words, larger */
    struct str id;           /* unique on the page: prefix of element ids */
};

struct tool {
    const char *key; /* kept in the database and in addresses: "star" */
    enum tool_engine engine;
    enum tool_part part;
    enum text_id title, purpose; /* name, and one sentence on what it is for */
    enum text_id also;           /* other names it is known by, or T_none */
    enum text_id gives;          /* what one has afterwards */
    enum text_id who_sees;       /* one sentence for the join page: who can see what */
    enum text_id source;         /* where it comes from, and what is our reconstruction */
    const char *picture;         /* static asset: "img/star.svg" */
    int minutes;                 /* as planned, all phases with talk */
    int people_min, people_max;  /* 2 … 300 */
    const char *next;            /* key of the tool suggested afterwards, or NULL */
    struct tool_phase phases[TOOL_PHASES_MAX]; /* ends with .key NULL */
    enum text_id steps[TOOL_STEPS_MAX]; /* titles of the reveal steps of INPUT_RESULT; 0 ends */
    bool asks_colleagues; /* each axis twice: oneself, and what one believes of the colleagues */
    bool asks_reach;      /* each axis also: for whom does it hold? */
    bool may_skip;        /* "don't know" is an answer */
    bool may_change_rays; /* organisations may have their own content */
    const char *const *forms; /* choices of built-in content, e.g. "full", "short"; NULL ends */
    const enum text_id *form_labels;
    /* The built-in content in that language; form is one of forms. Memory from the arena. */
    enum rc (*content)(struct arena *arena, enum lang lang, struct str form,
                       struct content *content);
    struct tool_layer layers[TOOL_LAYERS_MAX + 1]; /* ENGINE_BOARD; ends with .key NULL; or none */
    bool keeps_history;     /* earlier texts of notes stay, with sector and day */
    bool is_board_each;     /* every group has its own board: a poster a table */
    bool picks_axes;        /* the leader chooses which axes of the content are used … */
    int axes_min, axes_max; /* … so many */
    int axes_default;       /* the first so many unless she chooses; 0: all */
    int seats_per_axis;     /* at least; fewer people: fewer axes are proposed. 0: any */
    /* Writes the pictures and sentences of a result. ENGINE_SHEET. */
    enum rc (*result)(struct request *request, struct page *page, const struct result_view *view);
    /* The same for ENGINE_BOARD; NULL: the board itself. */
    enum rc (*board_result)(struct request *request, struct page *page,
                            const struct board_view *view);
    /* What a closed exercise leaves elsewhere, in the transaction that closes it; or NULL. The
       exercise is closed already, its notes are as they were. */
    enum rc (*closed)(const struct request *request, const struct exercise *exercise);
    /* The result's picture without answers, to be printed and talked from; NULL: there is none. */
    enum rc (*blank)(struct request *request, struct page *page);
};

/* By key, or NULL. site->tools is NULL-terminated. */
const struct tool *tool_find(const struct site *site, struct str key);
size_t tool_phase_count(const struct tool *tool);
size_t tool_step_count(const struct tool *tool);
/* The first phase that asks for scores, or -1. */
int tool_score_phase(const struct tool *tool);

#endif

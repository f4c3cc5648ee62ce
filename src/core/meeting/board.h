/*
 * Boards (tavler): the notes of an exercise in their regions, with layers, clusters, details, dots
 * and links between notes. A board belongs to an exercise, or to one of its groups where the tool
 * says so (is_board_each). Everything is text with an origin; the picture of a board and its
 * outline are two layouts of the same struct board.
 *
 * Who may do what: whoever may change a note (its author; anyone who sees it where the phase
 * is_shared; the leader always, when nobody is named by it) may also move, gather, merge and detail
 * it. RC_DENIED otherwise. Every change raises the note's version and tells the topic
 * board_topic() with the note's id, so that open pages fetch that note alone.
 */
#ifndef CORE_MEETING_BOARD_H
#define CORE_MEETING_BOARD_H

#include "core/meeting/note.h"

enum {
    CLUSTER_NAME_MAX = 60,
    LINK_TEXT_MAX = 140,
    BOARD_NOTES_MAX = 5000,
    BOARD_DOTS_MAX = 20,
    BOARD_OPTIONS_ADVISED = 12, /* more than these and a vote is hard to overlook */
};

/* Stored as these numbers. */
enum note_from { FROM_HERE, FROM_NOTE, FROM_IDEA, NOTE_FROM__N };
enum link_kind { LINK_AGREEMENT, LINK_TENSION, LINK_DEPENDENCE, LINK_IDEA, LINK_KIND__N };
extern const char *const link_choices[LINK_KIND__N + 1];
extern const enum text_id link_labels[LINK_KIND__N];

/* ---- reading ---- */

struct board_detail {
    const struct tool_detail *detail; /* of the note's region */
    struct str value;                 /* a choice's key, "1" for a tick, or a line */
};
struct board_note {
    struct note note; /* is_own: the asker may change it as hers */
    int layer, group; /* group 0: the board of all */
    int64_t version;
    int64_t cluster; /* board_cluster.id, or 0 */
    bool may_change; /* by the asker, now */
    LIST(struct board_detail) details;
    LIST(struct note) merged; /* texts that were merged into this one */
    int from;                 /* enum note_from … */
    uint64_t from_id;         /* … which note or idea */
    struct str from_title;    /* "Perspektivøvelse, 3. marts 2026" or the idea's title */
    struct url from_url;      /* empty when it is gone or closed to the asker */
    int64_t dots;             /* -1: not to be seen yet */
    bool has_own_dot;
    int64_t changes; /* earlier texts in its history */
};
struct board_cluster {
    int64_t id;
    struct str name, region;
    int group;
};
struct board_link {
    int64_t id;
    uint64_t a, b; /* notes */
    int kind;      /* enum link_kind */
    struct str text;
};
struct board {
    const struct exercise *exercise;
    const struct tool *tool;
    LIST(struct board_note)
    notes; /* those the asker may see, by region, cluster, id; no merged,
              no hidden ones */
    LIST(struct board_cluster) clusters;
    LIST(struct board_link) links; /* between notes that are seen */
    int64_t hidden[NOTE_HIDDEN__N];
    int64_t unseen; /* written by others, not shared yet */
    int64_t voters; /* who have put dots; -1: not to be told */
};
/* seat NULL: what the room (and the leader) sees. group -1: all boards. Queries: one each for
   notes, details, clusters, links, dots and origins. */
enum rc board_read(const struct request *request, const struct exercise *exercise,
                   const struct seat *seat, int group, struct board *board) MUST_CHECK;
/* The note with that id as board_read shows it, or RC_ABSENT. */
enum rc board_read_note(const struct request *request, const struct exercise *exercise,
                        const struct seat *seat, uint64_t id, struct board_note *note) MUST_CHECK;
/* "m/ID/e/EXERCISE": the payload is the id of a note that changed (13 characters), or "all". */
struct str board_topic(struct arena *arena, const struct exercise *exercise);
/* Which axis of the content the group has in that round (axis_by_group): (group - 1) modulo axes;
   -1: none. */
int board_axis(const struct exercise *exercise, const struct content *content, int group);

/* All of it as JSON with texts, for whoever keeps it elsewhere: notes with layer, table, cluster,
   dots, details, merged texts and origin, links with both texts, how many are hidden and why. */
enum rc board_json(struct arena *arena, const struct board *board, struct str *json) MUST_CHECK;

/* ---- changing ---- */

/* Who does it: seat NULL is the leader. */
struct board_act {
    const struct exercise *exercise;
    const struct seat *seat;
    uint64_t note;
    int64_t version; /* the one that was shown: RC_ABSENT when somebody was faster */
};
/* Writing and changing text is note_save (note.h), which checks its own version. */
enum rc board_move(const struct request *request, const struct board_act *act, struct str region,
                   int layer) MUST_CHECK;
/* Value empty: taken away. RC_INVALID: no such detail, value or too long; RC_LIMIT: as many notes
   as may be carry the tick. */
enum rc board_detail(const struct request *request, const struct board_act *act, struct str key,
                     struct str value) MUST_CHECK;
/* Into the cluster with that name in the note's region and board (made when there is none; name
   empty: out of its cluster). An empty cluster is deleted. */
enum rc board_gather(const struct request *request, const struct board_act *act,
                     struct str name) MUST_CHECK;
enum rc board_rename_cluster(const struct request *request, const struct exercise *exercise,
                             const struct seat *seat, int64_t cluster, struct str name) MUST_CHECK;
/* act's note is merged into `into`: its text stays as a trace; dots are those of distinct people.
   board_split takes it out again. RC_CONFLICT: itself, or one that was merged. */
enum rc board_merge(const struct request *request, const struct board_act *act,
                    uint64_t into) MUST_CHECK;
enum rc board_split(const struct request *request, const struct board_act *act) MUST_CHECK;
/* The leader or the chair (anyone where the phase is_shared). Both orders are one link: again
   changes kind and text. */
enum rc board_link(const struct request *request, const struct exercise *exercise,
                   const struct seat *seat, const struct board_link *link) MUST_CHECK;
enum rc board_unlink(const struct request *request, const struct exercise *exercise,
                     const struct seat *seat, int64_t link) MUST_CHECK;

/* All dots of the asker at once; again replaces them. RC_CONFLICT outside the phase, RC_LIMIT: more
   than the phase gives, RC_INVALID: a note that is not to be voted on. Counts are told when the
   phase is left or the leader reveals. */
struct board_dots {
    const uint64_t *notes;
    size_t n;
};
enum rc board_dots_save(const struct request *request, const struct exercise *exercise,
                        const struct seat *seat, const struct board_dots *dots) MUST_CHECK;
/* How many dots each has in the phase that runs, and notes to choose among; where every table has
   its own board, for the asker's seat. */
enum rc board_dots_each(const struct request *request, const struct exercise *exercise,
                        int64_t *dots, int64_t *options) MUST_CHECK;

/* ---- history, and notes that come from elsewhere ---- */

struct board_change {
    struct str text; /* as it was */
    int sector;      /* of who changed it; -1: not said */
    int64_t day;     /* UTC midnight */
};
struct board_history {
    LIST(struct board_change) rows; /* oldest first; the note's own text is the last */
};
/* tool.keeps_history only. */
enum rc board_history(const struct request *request, const struct exercise *exercise, uint64_t note,
                      struct board_history *history) MUST_CHECK;

/* Puts a text from elsewhere into a region of an exercise that has not closed, by whoever leads its
   meeting. The origin stays with it. Twice the same is there once. */
struct note_carry {
    const struct exercise *exercise;
    struct str region, text, lang;
    int from; /* enum note_from */
    uint64_t from_id;
    struct str from_title;
};
enum rc note_carry(const struct request *request, const struct note_carry *carry) MUST_CHECK;
/* Exercises of the same place whose notes may be carried on, newest first: closed ones, and of the
   same meeting also those that run (board_read without a seat shows what the room may see). */
enum rc board_sources(const struct request *request, const struct exercise *exercise, int n,
                      struct exercise_list *list) MUST_CHECK;

/* ---- what goes on ---- */

/* May the phase that runs be left? RC_CONFLICT and the reason when its gate is not met. */
enum rc board_gate(const struct request *request, const struct exercise *exercise,
                   const struct tool_gate **unmet) MUST_CHECK;

/* A result of a board as a step or a print shows it. */
struct board_view {
    const struct exercise *exercise;
    const struct content *content;
    const struct board *board;
    int step;    /* index into tool.steps; -1: all, for summaries and print */
    bool is_big; /* for the big screen */
    struct str id;
};

extern const struct db_queries board_queries, board_change_queries, board_link_queries,
    board_dots_queries, board_trace_queries, board_carry_queries, board_close_queries;

#endif

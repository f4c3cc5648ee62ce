/*
 * What the files note*.c and board*.c share: rows of the table note, and who may see and change
 * one. For core/meeting alone.
 */
#ifndef CORE_MEETING_NOTE_INNER_H
#define CORE_MEETING_NOTE_INNER_H

#include "core/meeting/exercise_inner.h"
#include "core/meeting/note.h"

struct note_row {
    struct note note;
    int phase, group, round, layer;
    int64_t version, cluster;
    uint64_t merged; /* the note it was merged into, or 0 */
    int64_t dots;    /* after closing */
    struct str tag;
};
struct note_rows {
    LIST(struct note_row) rows;
};
enum rc note_row_find(const struct request *request, const struct exercise *exercise, uint64_t id,
                      struct note_row *row) MUST_CHECK;
/* By region, cluster and id. only 0: all; else that note and those merged into it. */
enum rc note_row_list(const struct request *request, const struct exercise *exercise, uint64_t only,
                      struct note_rows *rows) MUST_CHECK;

/* Somebody looking at an exercise's notes. */
struct note_looking {
    const struct request *request;
    const struct exercise *exercise;
    const struct tool *tool;
    struct content content;
    const struct seat *seat; /* NULL: the leader, or the room's screen */
    bool leads;              /* without a seat, by somebody who leads the meeting */
    struct str tag;          /* of the seat; empty: none */
    struct exercise_place place;
    bool wrote[TOOL_PHASES_MAX]; /* PACE_OWN */
};
/* The exercise must live as long; its row is the caller's. */
enum rc note_look(const struct request *request, const struct exercise *exercise,
                  const struct seat *seat, struct note_looking *looking) MUST_CHECK;
bool note_is_own(const struct note_looking *looking, const struct note_row *row);
/* Her own, or shared with her now. Hidden and merged ones too. */
bool note_may_see(const struct note_looking *looking, const struct note_row *row);
/* Text, place, details: now, and by this asker. */
bool note_may_change(const struct note_looking *looking, const struct note_row *row);

/* The phase that takes a note of that region now; -1: none. is_late: the clock does not matter. */
int note_phase(const struct note_looking *looking, struct str region, bool is_late);
/* The phase has that region (INPUT_NOTE, INPUT_BOARD, INPUT_CARD, and INPUT_DOTS to vote on). */
bool note_phase_has(const struct tool_phase *phase, const struct content *content,
                    struct str region);
/* The region of the tool that "raise:manageability" is one of, in that phase or, -1, in any. */
const struct tool_region *note_region(const struct tool *tool, const struct content *content,
                                      int phase, struct str region);
/* Where the seat sits in that phase: for a phase that was left its last round; for one without
   groups, on tools with a board for each group, those of the phase before. */
enum rc note_place(const struct note_looking *looking, const struct seat *seat, int phase,
                   struct exercise_place *place) MUST_CHECK;
/* axis_by_group: RC_DENIED unless the region's axis is that of her group, or was within the
   seconds of grace. */
enum rc note_axis_fits(const struct note_looking *looking, int phase, struct str region) MUST_CHECK;
bool note_phase_has_axes(const struct tool_phase *phase);

/* Tells open pages: the note's own topic and, as before, the room and the telephones. */
enum rc note_tell(const struct note_looking *looking, uint64_t id, int phase) MUST_CHECK;

/* ---- what hangs on a note; board_trace.c ---- */

/* Raises the version if it is still this one, else RC_ABSENT. */
enum rc note_touch(const struct request *request, const struct exercise *exercise, uint64_t id,
                   int64_t version) MUST_CHECK;
/* Writes the text down as the note's newest (tools that keep history). */
enum rc note_remember(const struct request *request, const struct exercise *exercise, uint64_t id,
                      struct str text, int sector) MUST_CHECK;
/* Before a note is deleted: its details, links, dots, history, origin; what was merged into it
   stands alone again; its cluster goes when it is empty. */
enum rc note_forget(const struct request *request, const struct exercise *exercise,
                    const struct note_row *row) MUST_CHECK;
enum rc board_forget_empty(const struct request *request, const struct exercise *exercise,
                           int64_t cluster) MUST_CHECK;

#endif

/*
 * Notes as the result of a board tool lists them: those of one region, pile by pile. For features
 * that draw their own picture of a board (tool.board_result).
 */
#ifndef CORE_MEETING_RESULT_NOTE_H
#define CORE_MEETING_RESULT_NOTE_H

#include "core/meeting/board.h"
#include "core/meeting/views.h"

struct result_note {
    struct str text, lang;
    struct str pile;   /* the name of its pile, with the first note of it */
    enum text_id word; /* what its choice says, where the region has one; else 0 */
    bool is_paper;
};
struct result_notes {
    LIST(struct result_note) rows;
};
/* The notes of region ("ideas:leader"), in the order of the board. */
enum rc result_notes(struct arena *arena, const struct board *board, struct str region,
                     struct result_notes *notes) MUST_CHECK;

/* The board's note with that id, or NULL. */
const struct board_note *result_note_of(const struct board *board, uint64_t id);

/* The index of the axis that the region stands under, or -1. */
int result_note_axis(const struct content *content, struct str region);

/* "raise:leader" for a region that stands once an axis. */
struct str result_region(struct arena *arena, const char *key, const struct content_axis *axis);

/* How many notes are hidden, by reason: never silently. *n is the number of reasons. NULL: memory
   is out. */
const struct noted_hidden *result_hidden(struct arena *arena, const struct board *board, size_t *n);

#endif

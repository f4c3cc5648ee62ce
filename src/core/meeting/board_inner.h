/*
 * What the files board*.c share. For core/meeting alone.
 */
#ifndef CORE_MEETING_BOARD_INNER_H
#define CORE_MEETING_BOARD_INNER_H

#include "core/meeting/board.h"
#include "core/meeting/note_inner.h"

struct detail_row {
    uint64_t note;
    struct str key, value;
};

/* A note's key and its place among those read, in the order of the keys. */
struct board_at {
    uint64_t id;
    size_t at;
};
struct board_reading {
    const struct request *request;
    struct note_looking looking;
    int group;     /* -1: all boards */
    uint64_t only; /* 0: all notes */
    struct board_note *notes;
    size_t n;
    const struct board_at *at;
};
/* Among those read, or NULL. */
struct board_note *board_note_at(const struct board_reading *reading, uint64_t id);

const struct tool_detail *board_detail_of(const struct tool *tool, const struct content *content,
                                          struct str region, struct str key);

/* Dots of each note, if they may be told, whose own, and how many have voted. */
enum rc board_read_dots(struct board_reading *reading, struct board *board) MUST_CHECK;
/* A fresh random key of a cluster or a link, above 0. */
int64_t board_new_id(void);
bool board_name_fits(struct str name);
/* The last INPUT_DOTS phase up to that one, or -1. */
int board_dots_phase(const struct tool *tool, int phase);

#endif

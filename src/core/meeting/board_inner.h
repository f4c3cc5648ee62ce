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

struct board_count {
    uint64_t note;
    int64_t n;
};
extern const struct db_column board_count_columns[2];

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

/* ---- the end; for exercise_close.c ---- */

struct board_key {
    uint64_t old, key;
};
struct board_keys {
    struct board_key *v;
    size_t n;
};
void board_keys_sort(struct board_keys *keys);
/* The new key, or 0. The keys must be sorted. */
uint64_t board_key_new(const struct board_keys *keys, uint64_t old);

/* Counts without texts, for the snapshot. */
enum rc board_figures_json(struct arena *arena, const struct board *board,
                           struct str *json) MUST_CHECK;
/* Writes the sums of votes on the notes themselves. */
enum rc board_close_votes(const struct request *request,
                          const struct exercise *exercise) MUST_CHECK;
/* New keys for the exercise's clusters. */
enum rc board_close_clusters(const struct request *request, const struct exercise *exercise,
                             struct board_keys *keys) MUST_CHECK;
struct board_close {
    struct board_keys notes, clusters;
    bool keeps_sector[SECTOR__N]; /* shown under their own names */
};
/* Details, clusters, links, history and origins under the new keys; dots are deleted. The notes
   themselves still have their old keys. */
enum rc board_close_rewrite(const struct request *request, const struct exercise *exercise,
                            const struct board_close *close) MUST_CHECK;

#endif

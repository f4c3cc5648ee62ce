/*
 * What the files exercise*.c, sheet.c and note.c share. For core/meeting alone.
 */
#ifndef CORE_MEETING_EXERCISE_INNER_H
#define CORE_MEETING_EXERCISE_INNER_H

#include "core/meeting/exercise.h"
#include "rules/grouping/grouping.h"

/* Writes state, phase and clock; RC_ABSENT when exercise->version is not the one in the database.
   Raises it by one, and tells everybody. */
enum rc exercise_save(const struct request *request, struct exercise *exercise) MUST_CHECK;

/* Forgets the pairs, groups and group clocks of the exercise's phase and draws them anew among the
   seats that are there; starts exercise->clock. */
enum rc exercise_draw(const struct request *request, struct exercise *exercise) MUST_CHECK;

/* ---- who is there ---- */

struct exercise_crowd {
    struct seat_list seats;
    size_t people; /* one more than the highest number */
    size_t present;
    bool *absent; /* by number */
    int *sectors;
};
enum rc exercise_crowd(struct db *db, struct arena *arena, int64_t meeting,
                       struct exercise_crowd *crowd) MUST_CHECK;
/* By number, or NULL. */
const struct seat *exercise_crowd_seat(const struct exercise_crowd *crowd, int number);

/* ---- rounds as rows ---- */

struct round_row {
    int round;
    struct str seats;
};
struct round_rows {
    LIST(struct round_row) rows;
    struct grouping_round *rounds; /* one for each row */
};
/* Of the exercise's phase, in their order. */
enum rc exercise_rounds_read(struct db *db, struct arena *arena, const struct exercise *exercise,
                             struct round_rows *read) MUST_CHECK;
enum rc exercise_round_add(const struct request *request, const struct exercise *exercise,
                           int number, const struct grouping_round *round) MUST_CHECK;
enum rc exercise_round_change(const struct request *request, const struct exercise *exercise,
                              int number, const struct grouping_round *round) MUST_CHECK;
/* Adds somebody to a group of a round in memory. */
enum rc exercise_round_join(struct arena *arena, const struct grouping_round *round, size_t at,
                            int number) MUST_CHECK;

/* ---- axes, and who gets which (exercise_axis.c, exercise_cafe.c) ---- */

/* Leaves the axes with those keys; without keys the tool's own choice. */
enum rc exercise_axes_choose(struct arena *arena, const struct tool *tool, struct str keys,
                             struct content *content) MUST_CHECK;
/* Group g has axis g modulo axes: is it one of her own sector? */
bool exercise_axis_is_hers(const struct content *content, size_t group, int sector);
/* Groups of even sizes in which as few as possible play the part of their own sector. */
struct exercise_dealing {
    uint64_t seed;
    size_t groups;
    const struct content *content;
    const struct exercise_crowd *crowd;
};
enum rc exercise_axis_deal(struct arena *arena, const struct exercise_dealing *what,
                           struct grouping_round *round) MUST_CHECK;
enum rc exercise_cafe_draw(const struct request *request, struct exercise *exercise,
                           const struct tool_phase *phase,
                           const struct exercise_crowd *crowd) MUST_CHECK;
enum rc exercise_cafe_changed(const struct request *request, const struct exercise *exercise,
                              const struct exercise_crowd *crowd) MUST_CHECK;

/* ---- pairs that change when they are ready (exercise_ready.c) ---- */

enum rc exercise_ready_begin(const struct request *request, const struct exercise *exercise,
                             const struct grouping_round *first) MUST_CHECK;
/* Who came waits, who left while waiting waits no more. */
enum rc exercise_ready_changed(const struct request *request, const struct exercise *exercise,
                               const struct exercise_crowd *crowd) MUST_CHECK;
enum rc exercise_ready_groups(struct db *db, struct arena *arena, const struct exercise *exercise,
                              const struct exercise_crowd *crowd,
                              struct exercise_groups *groups) MUST_CHECK;
enum rc exercise_ready_place(struct db *db, struct arena *arena, const struct exercise *exercise,
                             int seat_number, struct exercise_place *place) MUST_CHECK;
enum rc exercise_ready_forget(struct db *db, int64_t exercise) MUST_CHECK;
/* Pairs those who wait, and lets who has waited too long join a pair; again later by a job while
   somebody waits. */
enum rc exercise_match(const struct request *request, const struct exercise *exercise) MUST_CHECK;

/* The phase that what comes in now belongs to: the one that runs, or the one before it within the
   seconds of grace, whichever takes this input; -1: none. accepts tells whether a phase fits. With
   PACE_OWN every phase runs. */
struct exercise_intake {
    bool (*accepts)(const struct tool_phase *phase, const void *data);
    const void *data;
    bool is_late; /* entered by a leader or from paper: the clock does not matter */
};
int exercise_takes(const struct request *request, const struct exercise *exercise,
                   const struct exercise_intake *intake);

/* The asker leads the meeting that the request names. */
bool exercise_asker_leads(const struct request *request);

/* As exercise_place, in the last round of a phase that may be over. */
enum rc exercise_place_last(const struct request *request, const struct exercise *exercise,
                            int phase, int seat_number, struct exercise_place *place) MUST_CHECK;

/* Deletes pairs, groups and group clocks of all phases. */
enum rc exercise_forget_groups(struct db *db, int64_t exercise) MUST_CHECK;

#endif

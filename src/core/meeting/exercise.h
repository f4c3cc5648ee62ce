/*
 * Exercises (øvelser): a tool used once, in a meeting. An exercise is an activity (core/activity.h,
 * kind "exercise") with a phase, a clock, rounds, and at the end a snapshot that stays.
 */
#ifndef CORE_MEETING_EXERCISE_H
#define CORE_MEETING_EXERCISE_H

#include "core/meeting/content.h"
#include "core/meeting/seat.h"
#include "rules/clock/clock.h"

/* Stored as these numbers. */
enum exercise_state { EXERCISE_PLANNED, EXERCISE_RUNNING, EXERCISE_CLOSED, EXERCISE_STATE__N };
enum exercise_change { CHANGE_BY_CLOCK, CHANGE_WHEN_READY, EXERCISE_CHANGE__N };

struct exercise {
    int64_t id;         /* activity.id */
    uint64_t public_id; /* activity's */
    int64_t meeting;
    struct str title;
    struct str tool, form; /* keys: "star", "short" */
    struct str content; /* JSON frozen at creation; empty: the built-in, in the reader's language */
    struct str axes;    /* tool.picks_axes: the keys chosen, a blank between them; empty: as the
                           tool says */
    bool is_named;      /* nicknames stand beside notes; else anonymous */
    int k;              /* 3 and up */
    bool is_consensus;  /* the group types one value; no individual values are kept */
    bool was_small;     /* consensus because fewer than k people were there */
    int change;         /* pairs: enum exercise_change */
    bool across_sectors; /* pairs and groups mix sectors */
    bool asks_heard;     /* cards: "what I heard" after each talk */
    int state;
    int phase;             /* index into tool.phases */
    int step;              /* INPUT_RESULT: index into tool.steps */
    bool is_revealed;      /* scores may be shown */
    int64_t phase_left_at; /* when the phase before this one was left, for the 15 seconds' grace */
    struct clock clock;    /* of the phase */
    uint64_t seed;         /* published: pairs and groups can be drawn again from it */
    int64_t opened_at, closed_at;
    int64_t version; /* grows with each change: "next" pressed twice goes on once */
    /* Looked up together with it: */
    uint64_t meeting_public_id;
    int pace; /* enum meeting_pace */
    struct ref place;
};

/* Creates the activity in the meeting's place, the row and the agenda item's link. title, tool,
   form, content … are set, and clock.round_ms where the leader chose how long a round of the first
   phase lasts (phase.seconds_min, seconds_max; 0: as the tool plans); the rest is filled in. */
enum rc exercise_create(const struct request *request, struct exercise *exercise) MUST_CHECK;
enum rc exercise_by_id(struct db *db, struct arena *arena, int64_t id,
                       struct exercise *exercise) MUST_CHECK;
enum rc exercise_by_public_id(struct db *db, struct arena *arena, int64_t meeting,
                              uint64_t public_id, struct exercise *exercise) MUST_CHECK;
struct exercise_list {
    LIST(struct exercise) rows;
};
enum rc exercise_list(struct db *db, struct arena *arena, int64_t meeting,
                      struct exercise_list *list) MUST_CHECK;
const struct tool *exercise_tool(const struct site *site, const struct exercise *exercise);
const struct tool_phase *exercise_phase(const struct site *site, const struct exercise *exercise);
/* False for phases that are left out: those of another form; and a tool that asks about oneself and
   the colleagues has no scores in consensus mode, since no individual value may be kept; then only
   its talks and notes remain. exercise_go steps over them. */
bool exercise_has_phase(const struct tool *tool, const struct exercise *exercise, int phase);
/* The frozen content, or the built-in in that language; where the tool picks_axes with the chosen
   axes alone. */
enum rc exercise_content(struct arena *arena, const struct site *site, enum lang lang,
                         const struct exercise *exercise, struct content *content) MUST_CHECK;

/* The same with all axes, to choose among. */
enum rc exercise_content_whole(struct arena *arena, const struct site *site, enum lang lang,
                               const struct exercise *exercise, struct content *content) MUST_CHECK;
/* Chooses other axes before the start: their keys, a blank between them. RC_INVALID: unknown, named
   twice, none. RC_CONFLICT: started. RC_ABSENT: somebody was faster. */
enum rc exercise_set_axes(const struct request *request, struct exercise *exercise,
                          struct str keys) MUST_CHECK;
/* Are the people who are here enough for the chosen axes? exercise_start refuses unless is_fine.
   proposed: as many axes as they are enough for; is_below: fewer than the tool wants, and as many
   as that may be used all the same. */
struct exercise_axes {
    int chosen, seats, min, max, proposed;
    bool is_fine, is_below;
};
enum rc exercise_axes_wanted(const struct request *request, const struct exercise *exercise,
                             struct exercise_axes *wanted) MUST_CHECK;
/* The rule alone. */
void exercise_axes_judge(const struct tool *tool, int chosen, int seats, bool is_over_days,
                         struct exercise_axes *wanted);

/* ---- running it; each is refused with RC_ABSENT when version is not the one in the database
   (another leader was faster), and tells everybody (meeting_tell_all) ---- */

/* From PLANNED to RUNNING at phase 0; decides consensus mode by the number of seats. RC_CONFLICT
   also when there are too few people for the axes chosen (exercise_axes_wanted). */
enum rc exercise_start(const struct request *request, struct exercise *exercise) MUST_CHECK;
/* by +1: next step or phase, and in a result phase that is not revealed yet the reveal; -1: back.
   Starting a phase starts its clock and draws its pairs or groups. RC_CONFLICT at either end, and
   forward when the phase's gate is not met: board_gate tells why. */
enum rc exercise_go(const struct request *request, struct exercise *exercise, int by) MUST_CHECK;
/* Forward although the gate is not met. RC_CONFLICT where it may not be passed over. */
enum rc exercise_go_anyway(const struct request *request, struct exercise *exercise) MUST_CHECK;
/* Also of a vote by dots while it runs: it is over then. */
enum rc exercise_reveal(const struct request *request, struct exercise *exercise) MUST_CHECK;
enum exercise_clock_verb { CLOCK_PAUSE, CLOCK_RESUME, CLOCK_ADD_1, CLOCK_ADD_5, CLOCK_SKIP };
/* group -1: the phase's clock; else that group's own clock, which starts as a copy of it. */
enum rc exercise_clock(const struct request *request, struct exercise *exercise, int group,
                       enum exercise_clock_verb verb) MUST_CHECK;
/* The end: writes the snapshot, deletes tags and seats' links, rewrites what is kept so that
   neither order nor time remains, asks the database to forget (database_forget) after the commit.
   RC_CONFLICT when closed already. */
enum rc exercise_close(const struct request *request, struct exercise *exercise) MUST_CHECK;

/* ---- pairs and groups ---- */

struct exercise_group {
    int number; /* 1, 2, 3 …: "bord 3" */
    LIST(struct seat) seats;
    struct clock clock; /* its own, if has_clock */
    bool has_clock;
    int host; /* MODE_CAFE: the seat's number of who stays; 0: none */
};
struct exercise_groups {
    LIST(struct exercise_group) rows;
    int round;
};
/* The groups of the round that runs at that time. */
enum rc exercise_groups(struct db *db, struct arena *arena, const struct exercise *exercise,
                        int64_t now, struct exercise_groups *groups) MUST_CHECK;
/* The group that the seat with that number is in, or 0: it waits, or there are no groups now; and
   which round it is for that seat: with it exercise_card knows the card. */
struct exercise_place {
    int group, round;
};
enum rc exercise_place(const struct request *request, const struct exercise *exercise,
                       int seat_number, struct exercise_place *place) MUST_CHECK;
/* All rounds planned, for the printed list. */
struct exercise_rounds {
    LIST(struct exercise_groups) rows;
};
enum rc exercise_rounds(struct db *db, struct arena *arena, const struct exercise *exercise,
                        struct exercise_rounds *rounds) MUST_CHECK;
/* Somebody came or left while it runs: she takes part from the next round on. Called by seat_take
   and seat_leave for the exercise that runs. */
enum rc exercise_seats_changed(const struct request *request, int64_t meeting) MUST_CHECK;
/* CHANGE_WHEN_READY: this seat's pair is ready for new partners. */
enum rc exercise_ready(const struct request *request, const struct exercise *exercise,
                       const struct seat *seat) MUST_CHECK;

/* The card dealt to the seat in that round: index into content.cards. No card twice before the deck
   is used up; follows from seed, round and the seat's number. */
int exercise_card(const struct exercise *exercise, const struct content *content, int seat_number,
                  int round);

extern const struct db_queries exercise_queries, exercise_group_queries, exercise_ready_queries,
    exercise_close_queries, exercise_axis_queries, exercise_cafe_queries, exercise_place_queries;
extern const struct job_kind exercise_jobs[]; /* waiting too long in ready mode; forgetting */

#endif

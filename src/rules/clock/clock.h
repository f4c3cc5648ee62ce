/*
 * The clock of a phase or of a group in it. The server owns it: kept is only when the running round
 * ends, everything else follows from the time of reading, so that a restart, a lost connection or a
 * slow telephone changes nothing. Pure: the time is an argument.
 */
#ifndef RULES_CLOCK_CLOCK_H
#define RULES_CLOCK_CLOCK_H

#include "base/rc.h"

#include <stdbool.h>
#include <stdint.h>

/* As stored. All zero: a phase without a clock. Rounds count from 0. */
struct clock {
    int round;        /* the round that ends at ends_at, or that is held */
    int rounds;       /* how many there are; 0 and 1: one */
    bool repeats;     /* the next round begins by itself when one is over */
    int64_t round_ms; /* planned length of a round; 0: no limit of time */
    int64_t ends_at;  /* UTC milliseconds; 0: not running */
    int64_t held_ms;  /* what was left when it was paused; 0: not paused */
};

/* What everybody sees at a time. */
struct clock_now {
    int round;                          /* 0 … rounds - 1 */
    int64_t ends_at;                    /* of that round; 0: not running */
    int64_t left_ms;                    /* never negative */
    bool has_limit, is_paused, is_over; /* over: the last round's time has run out */
    int urgency; /* 0, 1: at most 20 % of the round is left, 2: at most 5 % */
};

enum { CLOCK_GRACE_MS = 15 * 1000, CLOCK_MS_MAX = 8 * 60 * 60 * 1000, CLOCK_ROUNDS_MAX = 99 };

/* A clock that starts now; round_ms 0: one that never ends. */
struct clock clock_start(int rounds, int64_t round_ms, bool repeats, int64_t now);
struct clock_now clock_read(const struct clock *clock, int64_t now);

/* RC_CONFLICT when there is nothing to do: paused already, not paused, no limit, the last round. */
enum rc clock_pause(struct clock *clock, int64_t now) MUST_CHECK;
enum rc clock_resume(struct clock *clock, int64_t now) MUST_CHECK;
/* Adds to what is left of the running round (ms may be negative, but leaves at least one second);
   a clock that is over runs again for that long. RC_INVALID beyond CLOCK_MS_MAX. */
enum rc clock_add(struct clock *clock, int64_t ms, int64_t now) MUST_CHECK;
/* To that round, which starts now. RC_INVALID when there is no such round. */
enum rc clock_go(struct clock *clock, int round, int64_t now) MUST_CHECK;

/* May what was typed in that round still come in? True while the round runs and CLOCK_GRACE_MS
   after the time was up or the leader went on (left_at; 0: she has not). */
bool clock_takes(int64_t ends_at, int64_t left_at, int64_t now);

#endif

/* The clock of a phase; see clock.h. */
#include "rules/clock/clock.h"

enum { LEAST_LEFT_MS = 1000 };

static int last_round(const struct clock *clock) {
    return clock->rounds > 1 ? clock->rounds - 1 : 0;
}

struct clock clock_start(int rounds, int64_t round_ms, bool repeats, int64_t now) {
    struct clock clock = {.rounds = rounds, .repeats = repeats, .round_ms = round_ms};
    if (round_ms > 0) clock.ends_at = now + round_ms;
    return clock;
}

static int urgency_of(int64_t left_ms, int64_t round_ms) {
    if (left_ms <= round_ms / 20) return 2;
    return left_ms <= round_ms / 5;
}

/* The round that runs at now, when the stored one began to end at ends_at. */
static void read_running(const struct clock *clock, int64_t now, struct clock_now *seen) {
    seen->round = clock->round;
    seen->ends_at = clock->ends_at;
    if (now >= clock->ends_at && clock->repeats && clock->round < last_round(clock)) {
        int64_t passed = 1 + (now - clock->ends_at) / clock->round_ms;
        int64_t possible = last_round(clock) - clock->round;
        if (passed > possible) passed = possible;
        seen->round += (int)passed;
        seen->ends_at += passed * clock->round_ms;
    }
    seen->is_over = now >= seen->ends_at;
    seen->left_ms = seen->is_over ? 0 : seen->ends_at - now;
}

struct clock_now clock_read(const struct clock *clock, int64_t now) {
    struct clock_now seen = {.round = clock->round, .has_limit = clock->round_ms > 0};
    if (!seen.has_limit) return seen;
    if (clock->held_ms > 0) {
        seen.is_paused = true;
        seen.left_ms = clock->held_ms;
    } else if (clock->ends_at > 0) {
        read_running(clock, now, &seen);
    } else {
        return seen;
    }
    seen.urgency = urgency_of(seen.left_ms, clock->round_ms);
    return seen;
}

enum rc clock_pause(struct clock *clock, int64_t now) {
    struct clock_now seen = clock_read(clock, now);
    if (!seen.has_limit || seen.is_paused || seen.is_over || !seen.ends_at) return RC_CONFLICT;
    clock->round = seen.round;
    clock->ends_at = 0;
    clock->held_ms = seen.left_ms;
    return RC_OK;
}

enum rc clock_resume(struct clock *clock, int64_t now) {
    if (clock->held_ms <= 0) return RC_CONFLICT;
    clock->ends_at = now + clock->held_ms;
    clock->held_ms = 0;
    return RC_OK;
}

enum rc clock_add(struct clock *clock, int64_t ms, int64_t now) {
    struct clock_now seen = clock_read(clock, now);
    if (!seen.has_limit || (!seen.ends_at && !seen.is_paused)) return RC_CONFLICT;
    if (ms > CLOCK_MS_MAX || ms < -CLOCK_MS_MAX) return RC_INVALID;
    if (seen.is_over && ms <= 0) return RC_CONFLICT;
    int64_t left = seen.left_ms + ms;
    if (left > CLOCK_MS_MAX) return RC_INVALID;
    if (left < LEAST_LEFT_MS) left = LEAST_LEFT_MS;
    clock->round = seen.round;
    if (seen.is_paused)
        clock->held_ms = left;
    else
        clock->ends_at = now + left;
    return RC_OK;
}

enum rc clock_go(struct clock *clock, int round, int64_t now) {
    if (round < 0 || round > last_round(clock)) return RC_INVALID;
    clock->round = round;
    clock->held_ms = 0;
    clock->ends_at = clock->round_ms > 0 ? now + clock->round_ms : 0;
    return RC_OK;
}

bool clock_takes(int64_t ends_at, int64_t left_at, int64_t now) {
    if (left_at > 0 && now > left_at + CLOCK_GRACE_MS) return false;
    return !ends_at || now <= ends_at + CLOCK_GRACE_MS;
}

/* The clock as a telephone shows it. See views.h. */
#include "core/meeting/views.h"

enum rc view_clock(struct arena *arena, const struct clock *clock, int64_t now,
                   struct view_clock *view) {
    struct clock_now at = clock_read(clock, now);
    int64_t seconds = (at.left_ms + 999) / 1000;
    *view = (struct view_clock){
        .has_limit = at.has_limit,
        .is_paused = at.is_paused,
        .is_over = at.is_over,
        .is_low = at.has_limit && !at.is_over && at.urgency == 1,
        .is_last = at.has_limit && !at.is_over && at.urgency == 2,
        .ends_at = at.is_paused ? 0 : at.ends_at,
        .now = now,
        .round_ms = clock->round_ms,
        .minutes = seconds / 60,
        .seconds = seconds % 60,
        .round = at.round + 1,
        .rounds = clock->rounds > 1 ? clock->rounds : 1,
        .has_rounds = clock->rounds > 1,
    };
    view->left =
        str_format(arena, "%lld:%02lld", (long long)view->minutes, (long long)view->seconds);
    return view->left.p ? RC_OK : RC_LIMIT;
}

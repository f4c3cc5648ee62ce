/*
 * Rate limits in bounded memory: a token bucket for each (rule, key), kept as one time per bucket
 * (the generic cell rate algorithm). Thread-safe. When the table is full, the bucket that has been
 * quiet longest gives way.
 */
#ifndef PLATFORM_LIMITS_H
#define PLATFORM_LIMITS_H

#include "base/str.h"

struct limits;

/* burst at once, then one more each `every` milliseconds. */
struct limit_rule {
    uint32_t burst;
    uint32_t every;
};

/* A table of about n buckets (16 bytes each) in the arena. NULL when out of memory. */
struct limits *limits_new(struct arena *arena, size_t n);

/* Takes one token of the key's bucket. 0 when there was one, else the milliseconds until there is;
   a refused try takes nothing. now is UTC milliseconds; going backwards is harmless. */
int64_t limits_take(struct limits *limits, const struct limit_rule *rule, struct str key,
                    int64_t now);

/* How long limits_take would have to wait, without taking anything. */
int64_t limits_wait(struct limits *limits, const struct limit_rule *rule, struct str key,
                    int64_t now);

#endif

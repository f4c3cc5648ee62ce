/*
 * The clock. Only platform/ and app/ read it; everything above gets the time as a value.
 */
#ifndef PLATFORM_CLOCK_H
#define PLATFORM_CLOCK_H

#include <stdint.h>

/* UTC, milliseconds since 1970. */
int64_t clock_now_ms(void);
/* Milliseconds that never go back, from an unknown start: for durations and time limits. */
int64_t clock_monotonic_ms(void);

#endif

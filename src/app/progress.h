/*
 * The bar that long commands draw on a terminal. On a pipe or in a file nothing is written.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "base/count.h"

struct progress {
    const char *what; /* e.g. "Counting" */
    bool terminal;
    bool drawn;
    int64_t shown_ms; /* when the bar was last drawn, monotonic */
};

void progress_start(struct progress *progress, const char *what);
/* Draws at most ten times a second; all is 0 when nobody knows how much there is. */
void progress_show(struct progress *progress, int64_t done, int64_t all);
/* Wipes the bar, so that the result stands alone. */
void progress_end(struct progress *progress);

#endif

/* A progress bar on stderr. See progress.h. */
#include "app/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 30, REDRAW_MS = 100 };

static int64_t monotonic_ms(void) {
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

void progress_start(struct progress *progress, const char *what) {
    *progress = (struct progress){.what = what, .terminal = isatty(STDERR_FILENO) == 1};
}

void progress_show(struct progress *progress, int64_t done, int64_t all) {
    int64_t now = progress->terminal ? monotonic_ms() : 0;
    bool last = all > 0 && done >= all;
    if (!progress->terminal || (progress->drawn && !last && now < progress->shown_ms + REDRAW_MS))
        return;
    progress->shown_ms = now;
    progress->drawn = true;
    if (all <= 0) {
        (void)fprintf(stderr, "\r\033[K%s: %lld", progress->what, (long long)done);
        return;
    }
    if (done > all) done = all;
    double part = (double)done / (double)all;
    char bar[BAR_WIDTH + 1];
    for (int i = 0; i < BAR_WIDTH; i++) bar[i] = (double)i < part * BAR_WIDTH ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    (void)fprintf(stderr, "\r\033[K%s [%s] %3d %%", progress->what, bar, (int)(part * 100));
}

void progress_end(struct progress *progress) {
    if (progress->drawn) (void)fprintf(stderr, "\r\033[K");
    progress->drawn = false;
}

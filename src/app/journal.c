/* Structured lines on stderr. See journal.h. */
#include "app/journal.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4000 };

static enum journal_level journal_limit = JOURNAL_INFO;

void journal_set_level(enum journal_level level) {
    journal_limit = level;
}

static size_t put_head(char *line, size_t room, enum journal_level level, const char *event) {
    static const char *const names[] = {"error", "warn", "info", "debug"};
    struct timespec at;
    struct tm utc;
    (void)clock_gettime(CLOCK_REALTIME, &at);
    (void)gmtime_r(&at.tv_sec, &utc);
    size_t n = strftime(line, room, "time=%Y-%m-%dT%H:%M:%S", &utc);
    int more = snprintf(line + n, room - n, ".%03dZ level=%s event=%s ",
                        (int)(at.tv_nsec / 1000000), names[level], event);
    return n + (more > 0 ? (size_t)more : 0);
}

void journal_write(enum journal_level level, const char *event, const char *format, ...) {
    char line[LINE_MAX_BYTES];
    if (level > journal_limit) return;
    size_t n = put_head(line, 200, level, event);
    va_list args;
    va_start(args, format);
    int more = vsnprintf(line + n, sizeof line - 1 - n, format, args);
    va_end(args);
    n += more > 0 ? (size_t)more : 0;
    if (n > sizeof line - 2) n = sizeof line - 2;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 127) line[i] = '?';
    line[n] = '\n';
    /* One write per line, so that lines of several threads do not mix. */
    ssize_t written = write(STDERR_FILENO, line, n + 1);
    (void)written;
}

void journal_warning(const char *text) {
    journal_write(JOURNAL_WARN, "warning", "text=\"%.3500s\"", text);
}

/*
 * The operator's log: one line per event on stderr, "time=… level=… event=… key=value …". Never
 * names, mail addresses, tokens, form input, or the network addresses of visitors. (The log that
 * people read in an initiative is core/log.)
 */
#ifndef APP_JOURNAL_H
#define APP_JOURNAL_H

#include "app/config.h"

/* Events above this level are not written. Set once, before threads start. */
void journal_set_level(enum journal_level level);

/* format gives the "key=value" part. Line breaks and control characters become "?". Lines longer
   than 4,000 bytes are cut. May be called from any thread. */
void journal_write(enum journal_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A warning in free words, quoted: for platform code that hands over a line. */
void journal_warning(const char *line);

#endif

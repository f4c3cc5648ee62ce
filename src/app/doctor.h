/* What the checks of samskab doctor share. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "app/options.h"

enum finding { FOUND_OK, FOUND_WARN, FOUND_BAD, FOUND__N };

struct doctor {
    const struct options *options;
    const char *subject; /* of the check that runs */
    int counts[FOUND__N];
};

/* Prints one line: the finding, the subject, and what is so or what to do. */
void doctor_say(struct doctor *doctor, enum finding finding, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

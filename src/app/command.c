/* Complaints and exit codes. See command.h. */
#include "app/command.h"

#include "base/count.h"

#include <stdarg.h>
#include <stdio.h>

void complain(const char *format, ...) {
    char text[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)fprintf(stderr, "samskab: %s\n", text);
}

int exit_code_of(enum rc rc) {
    static const int codes[RC__N] = {
        [RC_OK] = EXIT_DONE,      [RC_INVALID] = EXIT_WRONG, [RC_DENIED] = EXIT_WRONG,
        [RC_ABSENT] = EXIT_WRONG, [RC_LIMIT] = EXIT_WRONG,   [RC_CONFLICT] = EXIT_REFUSED,
        [RC_BUSY] = EXIT_REFUSED, [RC_BROKEN] = EXIT_FAILED,
    };
    return codes[rc];
}

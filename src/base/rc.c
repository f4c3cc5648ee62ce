/* Names of the result codes. */
#include "base/rc.h"

const char *rc_name(enum rc rc) {
    static const char *const names[RC__N] = {
        [RC_OK] = "ok",         [RC_INVALID] = "invalid",   [RC_DENIED] = "denied",
        [RC_ABSENT] = "absent", [RC_CONFLICT] = "conflict", [RC_LIMIT] = "limit",
        [RC_BUSY] = "busy",     [RC_BROKEN] = "broken",
    };
    return (unsigned)rc < RC__N ? names[rc] : "unknown";
}

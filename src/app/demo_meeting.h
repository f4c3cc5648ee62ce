/* Meetings of the demonstration: held through the same functions as real ones, by invented people.
 */
#ifndef APP_DEMO_MEETING_H
#define APP_DEMO_MEETING_H

#include "core/meeting/meeting.h"

#include <jansson.h>

struct demo_meeting {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    int64_t now;          /* when the demonstration is made */
    int64_t organisation; /* where it is held */
    int64_t leader;       /* person.id */
};
/* One entry of "meetings" in assets/demo/lindsoe.json. code is that of a meeting which is left open
   for anybody to join; untouched otherwise. */
enum rc demo_hold_meeting(const struct demo_meeting *demo, const json_t *json,
                          struct str *code) MUST_CHECK;

#endif

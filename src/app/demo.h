/* Demonstration content: a made-up municipality and a real election. */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "feature/budget/store.h"
#include "kit/site.h"

/* Writes the whole of assets/demo/lindsoe.json, and the record as the activity of the initiative
   that is marked for it, in the one transaction of db. now: UTC milliseconds. */
struct demo {
    struct arena *arena;
    const struct site *site;
    int64_t now;
    struct str content;                 /* the JSON */
    const struct budget_record *record; /* of the embedded election */
    struct str code;                    /* out: of the meeting that anybody may join */
};
/* RC_CONFLICT, and nothing written, when the site has content. RC_INVALID: the JSON is faulty. */
enum rc demo_fill(struct db *db, void *demo) MUST_CHECK;

#endif

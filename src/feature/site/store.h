/* What the site's own pages look up. */
#ifndef FEATURE_SITE_STORE_H
#define FEATURE_SITE_STORE_H

#include "core/activity.h"
#include "platform/db.h"

/* The newest activity of the kind in a public initiative, and that initiative's public id.
   RC_ABSENT when there is none. */
struct site_example {
    uint64_t place;
    uint64_t activity;
    struct str title;
};
enum rc site_example_find(struct db *db, struct arena *arena, const char *kind,
                          struct site_example *example) MUST_CHECK;

/* The code of the demonstration's open meeting; RC_ABSENT on every other site. */
enum rc site_demo_code(struct db *db, struct arena *arena, struct str *code) MUST_CHECK;

/* Reads something, whatever it is: RC_OK when the database answers. */
enum rc site_ask_database(struct db *db, struct arena *arena) MUST_CHECK;

extern const struct db_queries site_queries;

#endif

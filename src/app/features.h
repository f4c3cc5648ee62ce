/* The product as one explicit list. Its order is the order of migrations. */
#ifndef APP_FEATURES_H
#define APP_FEATURES_H

#include "kit/site.h"
#include "platform/db.h"

/* NULL-terminated; also platform and core, which bring tables and statements but no pages. */
extern const struct feature *const all_features[];

/* What the features bring, gathered in the arena, each list NULL-terminated; NULL: out of memory.
 */
const struct migration_set *const *features_migrations(struct arena *arena);
const struct db_queries *const *features_queries(struct arena *arena);
const struct job_kind *const *features_jobs(struct arena *arena);

/* The kinds of activity, the tools, the panels on the pages of places, NULL-terminated, and the
   navigation. */
extern const struct activity_kind *const all_activity_kinds[];
extern const struct tool *const all_tools[];
extern const struct panel *const all_panels[];
extern const struct navigation_item all_navigation[];
extern const size_t n_navigation;

#endif

/*
 * The tables and statements of platform/ itself, for the lists in app/: files, jobs, search.
 */
#ifndef PLATFORM_SCHEMA_H
#define PLATFORM_SCHEMA_H

#include "platform/db.h"

extern const struct migration_set platform_migrations;
extern const struct db_queries *const platform_queries[]; /* NULL-terminated */

#endif

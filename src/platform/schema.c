/* The list of platform/'s own statements. */
#include "platform/schema.h"

#include "platform/files.h"
#include "platform/jobs.h"
#include "platform/search.h"

const struct db_queries *const platform_queries[] = {&files_queries, &jobs_queries, &search_queries, NULL};

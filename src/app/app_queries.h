/* The statements that commands run themselves, for the list of features and check-queries. */
#ifndef APP_APP_QUERIES_H
#define APP_APP_QUERIES_H

#include "platform/db.h"

extern const struct db_queries first_queries, user_queries, demo_queries, export_queries;

#endif

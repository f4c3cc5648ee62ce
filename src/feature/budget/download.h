/* The files that a result page offers: votes.pb, projects.csv, result.json. */
#ifndef FEATURE_BUDGET_DOWNLOAD_H
#define FEATURE_BUDGET_DOWNLOAD_H

#include "kit/request.h"

enum rc budget_download_votes(struct request *request);
enum rc budget_download_table(struct request *request);
enum rc budget_download_json(struct request *request);

#endif

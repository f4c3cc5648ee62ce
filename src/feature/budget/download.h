/* The files that a result page offers: votes.pb, projects.csv, result.json. */
#ifndef FEATURE_BUDGET_DOWNLOAD_H
#define FEATURE_BUDGET_DOWNLOAD_H

#include "feature/budget/record.h"
#include "kit/request.h"

/* What a downloaded file is called: "wieliczka-2023-votes.pb". */
struct str budget_file_name(struct arena *arena, const struct budget_summary *summary,
                            const char *what);

enum rc budget_download_votes(struct request *request);
enum rc budget_download_table(struct request *request);
enum rc budget_download_json(struct request *request);

#endif

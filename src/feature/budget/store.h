/* Reading and writing counted votes and the uploads that lead to them. */
#ifndef FEATURE_BUDGET_STORE_H
#define FEATURE_BUDGET_STORE_H

#include "core/activity.h"
#include "feature/budget/record.h"
#include "platform/db.h"

/* Whose result it becomes. */
struct budget_owner {
    struct ref place; /* an initiative or an organisation */
    int64_t person;   /* 0: the command line */
    int64_t acting;   /* organisation acted as, or 0 */
    struct str title; /* empty: the file's description */
    struct str source;
    int64_t now;
};

/* Writes everything that a result consists of: files, activity, summary, projects, log entry. In
   the one transaction of db; may run again. *activity is the new one. The ballots' file is written
   unless record->summary.votes_file names one that is there already. */
enum rc budget_store(struct db *db, struct arena *arena, const struct budget_owner *owner,
                     const struct budget_record *record, struct activity *activity) MUST_CHECK;

enum rc budget_load(struct db *db, struct arena *arena, int64_t activity,
                    struct budget_summary *summary) MUST_CHECK;

/* All projects in the order of the file. */
struct budget_lines {
    LIST(struct budget_line) rows;
};
enum rc budget_load_lines(struct db *db, struct arena *arena, int64_t activity,
                          struct budget_lines *lines) MUST_CHECK;

/* The same with only what the result page shows; the other members are empty. */
enum rc budget_load_shown(struct db *db, struct arena *arena, int64_t activity,
                          struct budget_lines *lines) MUST_CHECK;

/* An upload that waits to be counted, or was. */
struct budget_upload {
    int64_t id;
    uint64_t public_id;
    int place_kind; /* enum object_kind */
    int64_t place;
    int64_t person, acting;
    struct str title, source, options;
    int64_t votes_file;
    int64_t job;
    int64_t activity; /* 0 until counted */
    int64_t created_at;
};
enum rc budget_upload_add(struct db *db, struct arena *arena, struct budget_upload *upload,
                          struct str votes) MUST_CHECK;
enum rc budget_upload_find(struct db *db, struct arena *arena, uint64_t public_id,
                           struct budget_upload *upload) MUST_CHECK;
enum rc budget_upload_load(struct db *db, struct arena *arena, int64_t id,
                           struct budget_upload *upload) MUST_CHECK;
/* A count of the very same ballots in the upload's place; RC_ABSENT when there is none. */
struct budget_same {
    uint64_t public_id;
    struct str title;
};
enum rc budget_upload_same(struct db *db, struct arena *arena, const struct budget_upload *upload,
                           struct budget_same *same) MUST_CHECK;
/* Notes the result of an upload. */
enum rc budget_upload_finish(struct db *db, const struct budget_upload *upload,
                             int64_t activity) MUST_CHECK;

extern const struct db_queries budget_queries;

#endif

/*
 * Getting a vote from a .pb file into the product: at once on the command line, in two steps in the
 * browser (the file is checked while the person waits, the counting is a job with progress).
 */
#ifndef FEATURE_BUDGET_IMPORT_H
#define FEATURE_BUDGET_IMPORT_H

#include "feature/budget/store.h"
#include "platform/jobs.h"

enum { BUDGET_FILE_MAX = 32 * 1024 * 1024, BUDGET_IMPORT_MEMORY = 96 * 1024 * 1024 };

/* What the command line asks for. */
struct budget_import {
    struct database *database;
    int fd;                                 /* the .pb file, at its beginning */
    struct budget_options options;          /* _AUTO: what the file says */
    struct budget_owner owner;              /* whose result it becomes */
    const struct budget_progress *progress; /* or NULL */
};

/* Reads, counts and stores in one transaction: afterwards all of it is there, or nothing. Memory
   from the arena. RC_INVALID: *error says why and where (reason PB_OK: the options do not fit). The
   new activity is left in *activity. */
enum rc budget_import_file(struct arena *arena, const struct budget_import *import,
                           struct pb_error *error, struct activity *activity) MUST_CHECK;

/* Reads and checks an open .pb file of at most BUDGET_FILE_MAX bytes; RC_LIMIT when it is larger.
 */
enum rc budget_read_file(struct arena *arena, int fd, struct budget_election *election,
                         struct pb_error *error) MUST_CHECK;

/* The options as kept with an upload, and back: their names with a space behind each, then the seed
   in hexadecimal. */
struct str budget_options_text(struct arena *arena, const struct budget_options *options);
enum rc budget_options_parse(struct arena *arena, struct str text,
                             struct budget_options *options) MUST_CHECK;

/* The job "budget-count": counts an upload and stores the result. */
enum rc budget_count_job(struct job_run *run) MUST_CHECK;

#endif

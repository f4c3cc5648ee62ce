/*
 * Jobs: work that nobody waits for (imports, mail, recomputing, closing times) and work that comes
 * back. A job is a row with a lease; one node at a time owns it, and whoever finds an expired lease
 * runs the job again. Therefore every job must bear being run twice.
 */
#ifndef PLATFORM_JOBS_H
#define PLATFORM_JOBS_H

#include "platform/db.h"

struct job_runner;

struct job {
    int64_t id;
    struct str kind;
    struct str payload; /* JSON or whatever the kind likes, at most 16 KiB */
    int64_t attempts;   /* 1 the first time */
};

/* What a running job may use. The arena is released after each run. */
struct job_run {
    struct job job;
    struct database *database;
    struct arena *arena;
    int64_t now;      /* UTC milliseconds when this run began */
    const void *site; /* what jobs_start was given */
    struct job_runner *runner;
    int64_t lease;   /* of this run */
    int64_t said_at; /* when progress was last saved */
};

/* A kind of job. run answers RC_OK: done; RC_BUSY: again later, with growing pauses; anything else:
   failed for good, after the same pauses for RC_BROKEN up to attempts_max. */
struct job_kind {
    const char *name;
    enum rc (*run)(struct job_run *run);
    int attempts_max; /* 0: 5 */
    int64_t every_ms; /* not 0: comes back; jobs_start adds it when it is missing */
};

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_STATE__N };

struct job_status {
    int64_t id;
    enum job_state state;
    int64_t progress, total; /* total 0: unknown */
    int64_t attempts;
    struct str error; /* an English word or two for the log, or "" */
};

/* Adds a job inside a write transaction: it starts after the commit. due_at 0: at once. The id is
   what pages listen for on topic "job/ID". */
enum rc job_add(struct db *db, struct arena *arena, const char *kind, struct str payload,
                int64_t due_at, int64_t *id) MUST_CHECK;
enum rc job_find(struct db *db, struct arena *arena, int64_t id,
                 struct job_status *status) MUST_CHECK;

/* Saves how far a job is and renews its lease, at most twice a second (last call excepted: done ==
   total is always saved), and publishes "DONE/TOTAL" on "job/ID". RC_DENIED: the lease was lost,
   stop. RC_BUSY: the program is stopping, come back with RC_BUSY. */
enum rc job_progress(struct job_run *run, int64_t done, int64_t total) MUST_CHECK;

/* Starts the threads (two) that run due jobs; two jobs of one kind may run side by side. kinds:
   tables that end with .name NULL, the list of them ends with NULL. */
enum rc jobs_start(struct job_runner **runner, struct database *database,
                   const struct job_kind *const *kinds, const void *site) MUST_CHECK;
/* Asks the running job to stop (job_progress answers RC_BUSY), waits for it and frees. */
void jobs_stop(struct job_runner *runner);
/* Looks for due jobs now instead of at the next tick. */
void jobs_wake(struct job_runner *runner);

extern const struct db_queries jobs_queries;

#endif

/* Jobs: the table, the lease, and the threads that run what is due. */
#include "platform/jobs.h"

#include "platform/clock.h"
#include "platform/secret.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum {
    PAYLOAD_MAX = 16 * 1024,
    ATTEMPTS_MAX = 5,
    THREADS = 2, /* so that a long count does not hold up a letter */
    TICK_MS = 250,
    LEASE_MS = 60 * 1000,
    SAVE_MS = 500,
    PURGE_EVERY_MS = 3600 * 1000,
    RUN_ARENA_MAX = 128 * 1024 * 1024
};

static const int64_t KEEP_MS = INT64_C(30) * 24 * 3600 * 1000; /* ended jobs */

/* --- Statements --- */

static const struct db_query add_job = {
    .name = "job.add",
    .sql =
        "INSERT INTO job (kind, payload, state, due_at, lease, attempts, progress, total, error) "
        "VALUES ($1, $2, 0, $3, 0, 0, 0, 0, '') RETURNING id",
    .params = "tti",
    DB_ROW_I64,
    .writes = true};
static const struct db_query add_recurring = {
    .name = "job.add_recurring",
    .sql = "INSERT INTO job (kind, recurring, payload, state, due_at, lease, attempts, progress, "
           "total, error) VALUES ($1, $1, '', 0, 0, 0, 0, 0, 0, '') "
           "ON CONFLICT (recurring) DO NOTHING",
    .params = "t",
    .writes = true};

static const struct db_column status_columns[] = {
    DB_COL(struct job_status, id),       DB_COL(struct job_status, state),
    DB_COL(struct job_status, progress), DB_COL(struct job_status, total),
    DB_COL(struct job_status, attempts), DB_COL(struct job_status, error)};
static const struct db_query find_job = {
    .name = "job.find",
    .sql = "SELECT id, state, progress, total, attempts, error FROM job WHERE id = $1",
    .params = "i",
    DB_ROW(struct job_status, status_columns)};

static const struct db_query find_due = {
    .name = "job.find_due",
    .sql = "SELECT id FROM job WHERE state IN (0, 1) AND due_at <= $1 ORDER BY due_at, id LIMIT 1",
    .params = "i",
    DB_ROW_I64};

static const struct db_column job_columns[] = {DB_COL(struct job, id), DB_COL(struct job, kind),
                                               DB_COL(struct job, payload),
                                               DB_COL(struct job, attempts)};
static const struct db_query take_job = {
    .name = "job.take",
    .sql = "UPDATE job SET state = 1, attempts = attempts + 1, lease = $3, due_at = $4 "
           "WHERE id = $1 AND state IN (0, 1) AND due_at <= $2 "
           "RETURNING id, kind, payload, attempts",
    .params = "iiii",
    DB_ROW(struct job, job_columns),
    .writes = true};
static const struct db_query save_progress = {
    .name = "job.progress",
    .sql = "UPDATE job SET progress = $3, total = $4, due_at = $5 "
           "WHERE id = $1 AND lease = $2 AND state = 1",
    .params = "iiiii",
    .writes = true};
static const struct db_query end_job = {
    .name = "job.end",
    .sql = "UPDATE job SET state = $3, due_at = $4, attempts = $5, error = $6, lease = 0 "
           "WHERE id = $1 AND lease = $2 AND state = 1",
    .params = "iiiiit",
    .writes = true};
/* Only where no other node can be running them. */
static const struct db_query free_leases = {
    .name = "job.free_leases",
    .sql = "UPDATE job SET state = 0, due_at = 0, lease = 0 WHERE state = 1",
    .params = "",
    .writes = true};
static const struct db_query purge_jobs = {
    .name = "job.purge",
    .sql = "DELETE FROM job WHERE state IN (2, 3) AND due_at < $1",
    .params = "i",
    .writes = true};

static const struct db_query *const all[] = {&add_job,  &add_recurring, &find_job,
                                             &find_due, &take_job,      &save_progress,
                                             &end_job,  &free_leases,   &purge_jobs};
const struct db_queries jobs_queries = DB_QUERIES("jobs", all);

/* --- For pages --- */

enum rc job_add(struct db *db, struct arena *arena, const char *kind, struct str payload,
                int64_t due_at, int64_t *id) {
    if (payload.n > PAYLOAD_MAX) return RC_LIMIT;
    return DB_ONE(db, arena, &add_job, id, DB_STR(str_from(kind)), DB_STR(payload), DB_INT(due_at));
}

enum rc job_find(struct db *db, struct arena *arena, int64_t id, struct job_status *status) {
    return DB_ONE(db, arena, &find_job, status, DB_INT(id));
}

/* --- The runner --- */

struct job_runner {
    struct arena arena;
    struct database *database;
    const struct job_kind *const *kinds;
    const void *site;
    pthread_t threads[THREADS];
    int n_threads;
    pthread_mutex_t mutex; /* guards stopping and woken */
    pthread_cond_t changed;
    bool stopping, woken;
};

/* One write of the runner's, as data for apply. */
struct change {
    struct arena *arena;
    const struct job_kind *const *kinds;
    struct job job;
    int64_t id, lease, now;
    int64_t progress, total;
    enum job_state state;
    int64_t due_at, attempts;
    struct str error;
    bool free_leases;
};

static bool is_stopping(struct job_runner *runner) {
    pthread_mutex_lock(&runner->mutex);
    bool stopping = runner->stopping;
    pthread_mutex_unlock(&runner->mutex);
    return stopping;
}

static enum rc say(struct db *db, int64_t id, const char *payload) {
    char topic[32];
    snprintf(topic, sizeof topic, "job/%lld", (long long)id);
    return db_publish(db, str_from(topic), str_from(payload));
}

static enum rc apply_progress(struct db *db, void *data) {
    const struct change *change = data;
    int64_t changed = 0;
    char payload[48];
    TRY(DB_CHANGED(db, &save_progress, &changed, DB_INT(change->id), DB_INT(change->lease),
                   DB_INT(change->progress), DB_INT(change->total),
                   DB_INT(change->now + LEASE_MS)));
    if (!changed) return RC_DENIED;
    snprintf(payload, sizeof payload, "%lld/%lld", (long long)change->progress,
             (long long)change->total);
    return say(db, change->id, payload);
}

enum rc job_progress(struct job_run *run, int64_t done, int64_t total) {
    int64_t steady = clock_monotonic_ms();
    if (is_stopping(run->runner)) return RC_BUSY;
    if (steady - run->said_at < SAVE_MS && done != total) return RC_OK;
    run->said_at = steady;
    struct change change = {.id = run->job.id,
                            .lease = run->lease,
                            .now = clock_now_ms(),
                            .progress = done,
                            .total = total};
    return database_write(run->database, apply_progress, &change);
}

static enum rc apply_take(struct db *db, void *data) {
    struct change *change = data;
    return DB_ONE(db, change->arena, &take_job, &change->job, DB_INT(change->id),
                  DB_INT(change->now), DB_INT(change->lease), DB_INT(change->now + LEASE_MS));
}

static enum rc apply_end(struct db *db, void *data) {
    static const char *const said[JOB_STATE__N] = {"waiting", "running", "done", "failed"};
    const struct change *change = data;
    int64_t changed = 0;
    TRY(DB_CHANGED(db, &end_job, &changed, DB_INT(change->id), DB_INT(change->lease),
                   DB_INT(change->state), DB_INT(change->due_at), DB_INT(change->attempts),
                   DB_STR(change->error)));
    if (!changed) return RC_DENIED; /* another node has it now */
    return say(db, change->id, said[change->state]);
}

static const struct job_kind *find_kind(const struct job_runner *runner, struct str name) {
    for (const struct job_kind *const *table = runner->kinds; *table; table++)
        for (const struct job_kind *kind = *table; kind->name; kind++)
            if (str_is(name, str_from(kind->name))) return kind;
    return NULL;
}

static int64_t pause_after(int64_t attempts) {
    static const int64_t seconds[] = {2, 10, 60, 300, 1800};
    size_t i = attempts < 1 ? 0 : (size_t)attempts - 1;
    return seconds[i < COUNT(seconds) ? i : COUNT(seconds) - 1] * 1000;
}

/* What becomes of the job after its run. */
static void decide(struct change *change, const struct job_kind *kind, enum rc rc, bool stopping) {
    int64_t most = kind && kind->attempts_max ? kind->attempts_max : ATTEMPTS_MAX;
    change->attempts = change->job.attempts;
    change->due_at = change->now;
    change->error = rc == RC_OK ? STR("") : str_from(kind ? rc_name(rc) : "unknown kind");
    if (kind && rc == RC_BUSY && stopping) {
        change->state = JOB_WAITING;
        change->attempts--;
    } else if (kind && (rc == RC_BUSY || (rc == RC_BROKEN && change->attempts < most))) {
        change->state = JOB_WAITING;
        change->due_at += pause_after(change->attempts);
    } else {
        change->state = rc == RC_OK ? JOB_DONE : JOB_FAILED;
    }
    bool ended = change->state == JOB_DONE || change->state == JOB_FAILED;
    if (kind && kind->every_ms && ended) {
        change->state = JOB_WAITING;
        change->attempts = 0;
        change->due_at = change->now + kind->every_ms;
    }
}

static void run_job(struct job_runner *runner, struct change *change, struct arena *arena) {
    const struct job_kind *kind = find_kind(runner, change->job.kind);
    struct job_run run = {.job = change->job,
                          .database = runner->database,
                          .arena = arena,
                          .now = change->now,
                          .site = runner->site,
                          .runner = runner,
                          .lease = change->lease};
    enum rc rc = kind ? kind->run(&run) : RC_INVALID;
    change->now = clock_now_ms();
    decide(change, kind, rc, is_stopping(runner));
    rc = database_write(runner->database, apply_end, change);
    (void)rc; /* else the lease runs out and the job comes again */
}

static bool find_due_job(struct job_runner *runner, struct arena *arena, struct change *change) {
    struct db *db = NULL;
    if (db_read_begin(runner->database, &db) != RC_OK) return false;
    enum rc rc = DB_ONE(db, arena, &find_due, &change->id, DB_INT(change->now));
    db_read_end(db);
    return rc == RC_OK;
}

/* Runs one due job; false when there was none. */
static bool run_next(struct job_runner *runner) {
    struct arena arena;
    struct change change = {.arena = &arena, .now = clock_now_ms()};
    arena_init(&arena, RUN_ARENA_MAX);
    change.lease = (int64_t)(id_random() >> 1);
    bool found = find_due_job(runner, &arena, &change) &&
                 database_write(runner->database, apply_take, &change) == RC_OK;
    if (found) run_job(runner, &change, &arena);
    arena_release(&arena);
    return found;
}

static enum rc apply_purge(struct db *db, void *data) {
    const struct change *change = data;
    return DB_RUN(db, &purge_jobs, DB_INT(change->now - KEEP_MS));
}

static void purge(struct job_runner *runner, int64_t *purged_at) {
    struct change change = {.now = clock_now_ms()};
    if (*purged_at && change.now - *purged_at < PURGE_EVERY_MS) return;
    *purged_at = change.now;
    enum rc rc = database_write(runner->database, apply_purge, &change);
    (void)rc; /* next hour again */
}

static void wait_for_tick(struct job_runner *runner) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&runner->mutex);
    if (!runner->stopping && !runner->woken)
        pthread_cond_timedwait(&runner->changed, &runner->mutex, &until);
    runner->woken = false;
    pthread_mutex_unlock(&runner->mutex);
}

static void *work(void *data) {
    struct job_runner *runner = data;
    int64_t purged_at = 0;
    while (!is_stopping(runner)) {
        if (run_next(runner)) continue;
        purge(runner, &purged_at);
        wait_for_tick(runner);
    }
    return NULL;
}

static enum rc apply_start(struct db *db, void *data) {
    const struct change *change = data;
    if (change->free_leases) TRY(DB_RUN(db, &free_leases));
    for (const struct job_kind *const *table = change->kinds; *table; table++)
        for (const struct job_kind *kind = *table; kind->name; kind++)
            if (kind->every_ms) TRY(DB_RUN(db, &add_recurring, DB_STR(str_from(kind->name))));
    return RC_OK;
}

enum rc jobs_start(struct job_runner **started, struct database *database,
                   const struct job_kind *const *kinds, const void *site) {
    struct change change = {.kinds = kinds, .free_leases = database_is_alone(database)};
    struct arena arena;
    *started = NULL;
    TRY(database_write(database, apply_start, &change));
    arena_init(&arena, 65536);
    struct job_runner *runner = arena_new(&arena, struct job_runner);
    if (!runner) return RC_BROKEN;
    *runner =
        (struct job_runner){.arena = arena, .database = database, .kinds = kinds, .site = site};
    pthread_mutex_init(&runner->mutex, NULL);
    pthread_cond_init(&runner->changed, NULL);
    for (; runner->n_threads < THREADS; runner->n_threads++)
        if (pthread_create(&runner->threads[runner->n_threads], NULL, work, runner)) break;
    if (runner->n_threads < THREADS) {
        jobs_stop(runner);
        return RC_BROKEN;
    }
    *started = runner;
    return RC_OK;
}

void jobs_wake(struct job_runner *runner) {
    pthread_mutex_lock(&runner->mutex);
    runner->woken = true;
    pthread_cond_signal(&runner->changed);
    pthread_mutex_unlock(&runner->mutex);
}

void jobs_stop(struct job_runner *runner) {
    if (!runner) return;
    pthread_mutex_lock(&runner->mutex);
    runner->stopping = true;
    pthread_cond_broadcast(&runner->changed);
    pthread_mutex_unlock(&runner->mutex);
    for (int i = 0; i < runner->n_threads; i++) pthread_join(runner->threads[i], NULL);
    pthread_mutex_destroy(&runner->mutex);
    pthread_cond_destroy(&runner->changed);
    struct arena arena = runner->arena;
    arena_release(&arena);
}

/* Opening and closing a database: which engine, the folder's lock, migrations, the writers. */
#include "platform/db.h"
#include "platform/db_inner.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READERS = 16, WRITERS = 8, QUEUE_MAX = 4096, BATCH_MAX = 512 };

void db_problem_set(struct db_problem *problem, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(problem->text, sizeof problem->text, format, args);
    va_end(args);
}

void database_log(struct database *database, const char *format, ...) {
    char line[512];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    for (char *c = line; *c; c++) /* libpq's messages have several lines */
        if (*c == '\n' || *c == '\t') *c = ' ';
    if (database->log) database->log(line);
}

void db_report_line(const struct db_report *report, const char *format, ...) {
    char line[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    report->line(report->data, line);
}

void database_hear(struct database *database, struct str topic, struct str payload) {
    pthread_mutex_lock(&database->heard_mutex);
    if (database->heard) database->heard(database->heard_data, topic, payload);
    pthread_mutex_unlock(&database->heard_mutex);
}

void database_set_listener(struct database *database,
                           void (*heard)(void *data, struct str topic, struct str payload),
                           void *data) {
    pthread_mutex_lock(&database->heard_mutex);
    database->heard = heard;
    database->heard_data = data;
    pthread_mutex_unlock(&database->heard_mutex);
    if (heard && database->engine->listen && !database->listener &&
        database->engine->listen(database) != RC_OK)
        database_log(database, "cannot listen for live updates");
}

const char *database_engine(const struct database *database) {
    return database->version;
}

bool database_is_alone(const struct database *database) {
    return database->engine->one_writer;
}

/* --- The folder's lock --- */

static void name_holder(int lock, const char *folder, struct db_problem *problem) {
    char holder[24] = "";
    ssize_t n = pread(lock, holder, sizeof holder - 1, 0);
    if (n > 0) holder[strcspn(holder, "\n")] = '\0';
    db_problem_set(problem,
                   "another process (%s) already writes to the data folder %s; stop it, or let "
                   "the running server do the work",
                   *holder ? holder : "unknown", folder);
}

enum rc folder_lock(const char *folder, int *lock, struct db_problem *problem) {
    char path[4096], pid[24];
    *lock = -1;
    if (snprintf(path, sizeof path, "%s/lock", folder) >= (int)sizeof path) return RC_INVALID;
    if (mkdir(folder, 0700) && errno != EEXIST) {
        db_problem_set(problem, "cannot create the data folder %s: %s", folder, strerror(errno));
        return RC_BROKEN;
    }
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        db_problem_set(problem, "cannot open %s: %s", path, strerror(errno));
        return RC_BROKEN;
    }
    if (flock(file, LOCK_EX | LOCK_NB)) {
        name_holder(file, folder, problem);
        close(file);
        return RC_BUSY;
    }
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(file, 0) || pwrite(file, pid, (size_t)n, 0) != n)
        db_problem_set(problem, "cannot write %s: %s", path, strerror(errno));
    *lock = file;
    return RC_OK;
}

void folder_unlock(int lock) {
    if (lock >= 0) close(lock);
}

/* --- Opening --- */

static int or_default(int value, int otherwise) {
    return value > 0 ? value : otherwise;
}

static enum rc choose_engine(struct database *database, struct db_problem *problem) {
    struct str url = database->url, sqlite = STR("sqlite:");
    if (str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://"))) {
        database->engine = &db_engine_pg;
        return RC_OK;
    }
    if (!str_starts(url, sqlite) || url.n == sqlite.n) {
        db_problem_set(problem, "the database is given as sqlite:PATH or postgresql://…, not %.*s",
                       STR_ARG(url));
        return RC_INVALID;
    }
    database->engine = &db_engine_sqlite;
    database->path = str_c(&database->arena, str_slice(url, sqlite.n, url.n));
    return database->path ? RC_OK : RC_INVALID;
}

static enum rc lock_folder(struct database *database, struct db_problem *problem) {
    if (!database->path || database->use == DATABASE_READ) return RC_OK;
    const char *slash = strrchr(database->path, '/');
    struct str folder = str_from(database->path);
    folder = slash ? str_slice(folder, 0, (size_t)(slash - database->path)) : STR(".");
    if (!folder.n) folder = STR("/");
    const char *path = str_c(&database->arena, folder);
    return path ? folder_lock(path, &database->lock, problem) : RC_LIMIT;
}

/* Whoever waits for a turn alone goes before those who come later. */
static void init_turns(pthread_rwlock_t *turns) {
    pthread_rwlockattr_t fair;
    pthread_rwlockattr_init(&fair);
    pthread_rwlockattr_setkind_np(&fair, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(turns, &fair);
    pthread_rwlockattr_destroy(&fair);
}

static void init_locks(struct database *database) {
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&database->pool_mutex, NULL);
    pthread_cond_init(&database->pool_freed, NULL);
    pthread_mutex_init(&database->queue_mutex, NULL);
    pthread_cond_init(&database->queue_filled, &steady);
    pthread_mutex_init(&database->heard_mutex, NULL);
    init_turns(&database->turns);
    pthread_condattr_destroy(&steady);
}

static struct database *new_database(const struct database_options *options) {
    struct arena arena;
    arena_init(&arena, DB_ARENA_MAX);
    struct database *database = arena_new(&arena, struct database);
    if (!database) return NULL;
    *database = (struct database){
        .use = options->use,
        .lock = -1,
        .log = options->log,
        .pool_max = or_default(options->readers, READERS),
        .queue_max = or_default(options->queue_max, QUEUE_MAX),
        .batch_max = or_default(options->batch_max, BATCH_MAX),
        .writers_max = or_default(options->writers, WRITERS),
    };
    if (database->writers_max > DB_WRITERS_MAX) database->writers_max = DB_WRITERS_MAX;
    database->url = str_copy(&arena, str_from(options->url));
    database->arena = arena;
    init_locks(database);
    return database;
}

static enum rc start_writers(struct database *database, struct db_problem *problem) {
    int wanted = database->engine->one_writer ? 1 : database->writers_max;
    while (database->writers < wanted) {
        pthread_t *thread = &database->threads[database->writers];
        if (pthread_create(thread, NULL, database->engine->work, database)) {
            db_problem_set(problem, "cannot start a writer's thread");
            return RC_BROKEN;
        }
        database->writers++;
    }
    return RC_OK;
}

/* Connects, compares the schema, and keeps the connection: as the writer or in the pool. */
static enum rc prepare_store(struct database *database, const struct database_options *options,
                             struct db_problem *problem) {
    bool read = database->use == DATABASE_READ;
    struct db *db = NULL;
    TRY(database->engine->connect(database, read ? DB_ROLE_READ : DB_ROLE_WRITE, &db, problem));
    enum rc rc = database_migrate(database, db, options, problem);
    if (read) {
        db->next = database->pool;
        database->pool = db;
        database->pool_made++;
    } else if (database->engine->one_writer) {
        database->writer = db;
    } else {
        database->engine->disconnect(db);
    }
    return rc;
}

static enum rc open_store(struct database *database, const struct database_options *options,
                          struct db_problem *problem) {
    TRY(choose_engine(database, problem));
    TRY(lock_folder(database, problem));
    TRY(prepare_store(database, options, problem));
    return database->use == DATABASE_READ ? RC_OK : start_writers(database, problem);
}

enum rc database_open(struct database **opened, const struct database_options *options,
                      struct db_problem *problem) {
    problem->text[0] = '\0';
    *opened = NULL;
    struct database *database = new_database(options);
    if (!database) return RC_BROKEN;
    enum rc rc = open_store(database, options, problem);
    if (rc == RC_OK)
        *opened = database;
    else
        database_close(database);
    return rc;
}

static void stop_writers(struct database *database) {
    pthread_mutex_lock(&database->queue_mutex);
    database->stopping = true;
    pthread_cond_broadcast(&database->queue_filled);
    pthread_mutex_unlock(&database->queue_mutex);
    for (int i = 0; i < database->writers; i++) pthread_join(database->threads[i], NULL);
}

void database_close(struct database *database) {
    if (!database) return;
    stop_writers(database);
    if (database->listener) database->engine->unlisten(database);
    int given_back = 0;
    while (database->pool) {
        struct db *db = database->pool;
        database->pool = db->next;
        given_back++;
        database->engine->disconnect(db);
    }
    assert(given_back == database->pool_made && "a reader was not given back");
    if (database->writer) database->engine->disconnect(database->writer);
    folder_unlock(database->lock);
    pthread_mutex_destroy(&database->pool_mutex);
    pthread_cond_destroy(&database->pool_freed);
    pthread_mutex_destroy(&database->queue_mutex);
    pthread_cond_destroy(&database->queue_filled);
    pthread_mutex_destroy(&database->heard_mutex);
    pthread_rwlock_destroy(&database->turns);
    struct arena arena = database->arena;
    arena_release(&arena);
}

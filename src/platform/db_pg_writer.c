/* PostgreSQL's writers: a few threads with a connection each take one task at a time; the server
   groups their commits. And the thread that listens for what any node publishes. */
#include "platform/db_pg.h"

#include "platform/clock.h"

#include <assert.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { ATTEMPTS = 12, SIDE_BY_SIDE = 3, IDLE_MS = 60 * 1000, RECONNECT_MS = 1000 };

/* --- Writing --- */

/* One try; *again: the same work may succeed now. */
static enum rc try_task(struct db *db, struct db_task *task, bool *again) {
    const struct db_engine *engine = db->database->engine;
    enum rc rc = engine->begin(db);
    if (rc == RC_OK) {
        rc = task->apply(db, task->data);
        if (rc == RC_OK) rc = db->failed; /* a failure was swallowed: the task has failed */
        if (rc == RC_OK)
            rc = engine->commit(db);
        else
            engine->rollback(db);
    }
    *again = rc == RC_BUSY && db->retry;
    return rc;
}

/* A short pause that grows and differs between threads, so that rivals part. */
static void pause_before(int attempt, const struct db *db) {
    int64_t spread = clock_monotonic_ms() * 7 + (int64_t)((uintptr_t)db >> 6);
    long ms = 1 + (long)((uint64_t)spread % (uint64_t)(attempt * 4));
    struct timespec wait = {0, ms * 1000000};
    nanosleep(&wait, NULL);
}

/* Rivals for one row (three hundred who join a meeting) could lose to each other for ever: whoever
   has lost a few times gets a turn alone among this program's writers. */
static enum rc try_in_turn(struct db *db, struct db_task *task, int attempt, bool *again) {
    pthread_rwlock_t *turns = &db->database->turns;
    if (attempt < SIDE_BY_SIDE)
        pthread_rwlock_rdlock(turns);
    else
        pthread_rwlock_wrlock(turns);
    enum rc rc = try_task(db, task, again);
    pthread_rwlock_unlock(turns);
    return rc;
}

static void run_task(struct db *db, struct db_task *task) {
    bool again = true;
    enum rc rc = RC_BUSY;
    for (int attempt = 0; again && attempt < ATTEMPTS; attempt++) {
        if (attempt > 0) {
            if (task->reset) task->reset(task->data);
            pause_before(attempt, db);
        }
        rc = try_in_turn(db, task, attempt, &again);
    }
    task->done(task->data, rc);
}

/* The first connection may fail: tasks are then answered RC_BUSY, and each tries to connect. */
static struct db *connect_writer(struct database *database) {
    struct db_problem problem = {""};
    struct db *db = NULL;
    if (database->engine->connect(database, DB_ROLE_WRITE, &db, &problem) == RC_OK) return db;
    database_log(database, "no write connection: %s", problem.text);
    return NULL;
}

void *pg_work(void *data) {
    struct database *database = data;
    struct db *db = NULL;
    for (bool stop = false; !stop;) {
        struct db_task *task = queue_take(database, 1, IDLE_MS, &stop);
        if (!task) continue;
        if (!db) db = connect_writer(database);
        if (db)
            run_task(db, task);
        else
            task->done(task->data, RC_BUSY);
    }
    if (db) database->engine->disconnect(db);
    return NULL;
}

/* --- Listening --- */

struct listener {
    pthread_t thread;
    int stop; /* an eventfd: readable means stop */
};

static void hear_notices(struct database *database, PGconn *connection) {
    for (PGnotify *notice; (notice = PQnotifies(connection)); PQfreemem(notice)) {
        struct str rest = str_from(notice->extra), topic = {0};
        if (rest.n && str_cut(&rest, '\n', &topic)) database_hear(database, topic, rest);
    }
}

static PGconn *connect_listener(struct database *database) {
    struct db_problem problem = {""};
    PGconn *connection = pg_connect(database, &problem);
    if (!connection) return NULL;
    PGresult *result = PQexec(connection, "LISTEN " PG_CHANNEL);
    bool listens = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (listens) return connection;
    PQfinish(connection);
    return NULL;
}

/* Waits for the server or the stop; false: stop. */
static bool wait_for_notice(const struct listener *listener, const PGconn *connection) {
    struct pollfd files[] = {{.fd = listener->stop, .events = POLLIN},
                             {.fd = connection ? PQsocket(connection) : -1, .events = POLLIN}};
    poll(files, COUNT(files), connection ? -1 : RECONNECT_MS);
    return !(files[0].revents & POLLIN);
}

static void *listen_on(void *data) {
    struct database *database = data;
    struct listener *listener = database->listener;
    PGconn *connection = connect_listener(database);
    while (wait_for_notice(listener, connection)) {
        if (connection && PQconsumeInput(connection)) {
            hear_notices(database, connection);
            continue;
        }
        if (connection) database_log(database, "the connection for live updates was lost");
        PQfinish(connection);
        connection = connect_listener(database);
        if (connection) database_hear(database, STR(""), STR("")); /* something may be missed */
    }
    PQfinish(connection);
    return NULL;
}

enum rc pg_listen(struct database *database) {
    struct listener *listener = arena_new(&database->arena, struct listener);
    if (!listener) return RC_LIMIT;
    listener->stop = eventfd(0, EFD_CLOEXEC);
    database->listener = listener;
    if (listener->stop >= 0 && !pthread_create(&listener->thread, NULL, listen_on, database))
        return RC_OK;
    database->listener = NULL;
    return RC_BROKEN;
}

void pg_unlisten(struct database *database) {
    struct listener *listener = database->listener;
    uint64_t one = 1;
    ssize_t written = write(listener->stop, &one, sizeof one);
    assert(written == sizeof one);
    pthread_join(listener->thread, NULL);
    close(listener->stop);
    database->listener = NULL;
}

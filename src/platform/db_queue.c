/* The bounded queue of write tasks, and waiting for one task to be done. */
#include "platform/db_inner.h"

#include <assert.h>
#include <errno.h>
#include <time.h>

enum rc database_submit(struct database *database, struct db_task *task) {
    assert(database->use != DATABASE_READ);
    if (atomic_load(&database->disk_failed)) return RC_BROKEN;
    pthread_mutex_lock(&database->queue_mutex);
    bool full = database->stopping || database->queued >= database->queue_max;
    if (!full) {
        task->next = NULL;
        if (database->last)
            database->last->next = task;
        else
            database->first = task;
        database->last = task;
        database->queued++;
        pthread_cond_signal(&database->queue_filled);
    }
    pthread_mutex_unlock(&database->queue_mutex);
    return full ? RC_BUSY : RC_OK;
}

static struct timespec after_ms(int ms) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

struct db_task *queue_take(struct database *database, int max, int wait_ms, bool *stop) {
    struct timespec until = after_ms(wait_ms);
    pthread_mutex_lock(&database->queue_mutex);
    int waited = 0;
    while (!database->first && !database->stopping && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&database->queue_filled, &database->queue_mutex, &until);
    struct db_task *taken = database->first, *end = NULL;
    int n = 0;
    for (struct db_task *task = taken; task && n < max; task = task->next, n++) end = task;
    if (end) {
        database->first = end->next;
        end->next = NULL;
        if (!database->first) database->last = NULL;
        database->queued -= n;
    }
    *stop = !taken && database->stopping;
    pthread_mutex_unlock(&database->queue_mutex);
    return taken;
}

struct waiting {
    pthread_mutex_t mutex;
    pthread_cond_t ended;
    bool is_done;
    enum rc rc;
    void *data;
    enum rc (*apply)(struct db *db, void *data);
};

static enum rc apply_waited(struct db *db, void *data) {
    struct waiting *waiting = data;
    return waiting->apply(db, waiting->data);
}

static void end_wait(void *data, enum rc rc) {
    struct waiting *waiting = data;
    pthread_mutex_lock(&waiting->mutex);
    waiting->is_done = true;
    waiting->rc = rc;
    pthread_cond_signal(&waiting->ended);
    pthread_mutex_unlock(&waiting->mutex);
}

enum rc database_write(struct database *database, enum rc (*apply)(struct db *db, void *data),
                       void *data) {
    struct waiting waiting = {.mutex = PTHREAD_MUTEX_INITIALIZER,
                              .ended = PTHREAD_COND_INITIALIZER,
                              .data = data,
                              .apply = apply};
    struct db_task task = {.apply = apply_waited, .done = end_wait, .data = &waiting};
    TRY(database_submit(database, &task));
    pthread_mutex_lock(&waiting.mutex);
    while (!waiting.is_done) pthread_cond_wait(&waiting.ended, &waiting.mutex);
    pthread_mutex_unlock(&waiting.mutex);
    pthread_mutex_destroy(&waiting.mutex);
    pthread_cond_destroy(&waiting.ended);
    return waiting.rc;
}

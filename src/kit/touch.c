/* Batches of used sessions. */
#include "kit/touch.h"

#include <string.h>

static enum rc apply_touch(struct db *db, void *data) {
    struct touch *touch = data;
    return touch->site->touch_sessions(db, touch->writing, touch->n_writing, touch->now);
}

/* Whether it worked or not: a lost touch shortens an idle time by a minute, nothing else. */
static void touch_done(void *data, enum rc rc) {
    struct touch *touch = data;
    (void)rc;
    pthread_mutex_lock(&touch->lock);
    touch->n_writing = 0;
    pthread_mutex_unlock(&touch->lock);
}

void touch_init(struct touch *touch, const struct site *site) {
    *touch = (struct touch){.site = site};
    touch->task = (struct db_task){.apply = apply_touch, .done = touch_done, .data = touch};
    pthread_mutex_init(&touch->lock, NULL);
}

static void add_locked(struct touch *touch, int64_t session) {
    for (size_t i = 0; i < touch->n_waiting; i++)
        if (touch->waiting[i] == session) return;
    for (size_t i = 0; i < touch->n_writing; i++)
        if (touch->writing[i] == session) return;
    if (touch->n_waiting < TOUCH_MAX) touch->waiting[touch->n_waiting++] = session;
}

void touch_add(struct touch *touch, int64_t session) {
    pthread_mutex_lock(&touch->lock);
    add_locked(touch, session);
    pthread_mutex_unlock(&touch->lock);
}

void touch_flush(struct touch *touch, int64_t now) {
    if (!touch->site->touch_sessions) return;
    pthread_mutex_lock(&touch->lock);
    bool due = now - touch->last >= TOUCH_EVERY_MS || touch->last > now;
    bool start = touch->n_waiting && !touch->n_writing && due;
    if (start) {
        memcpy(touch->writing, touch->waiting, touch->n_waiting * sizeof touch->waiting[0]);
        touch->n_writing = touch->n_waiting;
        touch->n_waiting = 0;
        touch->now = touch->last = now;
    }
    pthread_mutex_unlock(&touch->lock);
    if (start && database_submit(touch->site->database, &touch->task) != RC_OK)
        touch_done(touch, RC_BUSY);
}

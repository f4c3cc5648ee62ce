/* Sessions that were used, gathered so that the writer hears of them in batches; for kit/ only. */
#ifndef KIT_TOUCH_H
#define KIT_TOUCH_H

#include "kit/site.h"
#include "platform/db.h"

#include <pthread.h>

enum { TOUCH_MAX = 256, TOUCH_EVERY_MS = 5000 };

struct touch {
    pthread_mutex_t lock;
    const struct site *site;
    int64_t waiting[TOUCH_MAX];
    size_t n_waiting;
    int64_t writing[TOUCH_MAX];
    size_t n_writing; /* 0: no task is under way */
    int64_t now;      /* of the task */
    int64_t last;     /* when the last task was submitted */
    struct db_task task;
};

void touch_init(struct touch *touch, const struct site *site);
/* Notes a session; the same one twice counts once. When full it is forgotten until next time. */
void touch_add(struct touch *touch, int64_t session);
/* Submits what waits, at most one task at a time and one in TOUCH_EVERY_MS. */
void touch_flush(struct touch *touch, int64_t now);

#endif

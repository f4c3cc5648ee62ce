/* The SQLite writer's thread: takes all waiting tasks, applies each in a savepoint of one
   transaction, commits once (one fsync), and only then tells who waits. While a commit waits for
   the disk the next tasks gather: no sleeping is needed to make batches. It is also the only
   checkpointer, after the answers. */
#include "platform/db_sqlite.h"

#include <assert.h>

enum {
    IDLE_MS = 1000,          /* then the WAL is emptied */
    CHECKPOINT_PAGES = 1000, /* then pages move to the file, as far as readers allow */
    TRUNCATE_PAGES = 32000,  /* then readers are waited for */
    FORGET_ATTEMPTS = 10
};

struct batch {
    struct sqlite_db *own;
    struct db_task *first; /* taken tasks, in order */
    enum rc *rcs;          /* one per task */
};

static enum rc apply_task(struct sqlite_db *own, struct db_task *task) {
    struct db *db = &own->db;
    struct db_note *notes = db->notes;
    db->failed = RC_OK;
    TRY(sqlite_run_own(own, SQLITE_OWN_SAVEPOINT));
    enum rc rc = task->apply(db, task->data);
    assert(!db->reading);
    if (rc == RC_OK) rc = db->failed; /* a failure was swallowed: the task has failed */
    if (sqlite3_get_autocommit(own->handle)) return RC_BROKEN;
    if (rc != RC_OK) {
        db->notes = notes;
        if (sqlite_run_own(own, SQLITE_OWN_UNDO) != RC_OK) return RC_BROKEN;
    }
    return sqlite_run_own(own, SQLITE_OWN_RELEASE) == RC_OK ? rc : RC_BROKEN;
}

/* True when the transaction still stands. */
static bool apply_all(struct batch *batch) {
    size_t i = 0;
    for (struct db_task *task = batch->first; task; task = task->next, i++) {
        batch->rcs[i] = apply_task(batch->own, task);
        if (sqlite3_get_autocommit(batch->own->handle)) return false;
    }
    return true;
}

static struct db_note *in_order(struct db_note *newest) {
    struct db_note *first = NULL;
    while (newest) {
        struct db_note *next = newest->next;
        newest->next = first;
        first = newest;
        newest = next;
    }
    return first;
}

static void tell(struct batch *batch, bool committed) {
    struct database *database = batch->own->db.database;
    struct db_note *note = committed ? in_order(batch->own->db.notes) : NULL;
    for (; note; note = note->next) database_hear(database, note->topic, note->payload);
    size_t i = 0;
    for (struct db_task *task = batch->first, *next; task; task = next) {
        next = task->next; /* done may free the task */
        enum rc rc = batch->rcs[i++];
        task->done(task->data, committed ? rc : RC_BROKEN);
    }
}

static void run_batch(struct batch *batch) {
    struct db *db = &batch->own->db;
    bool committed =
        !atomic_load(&db->database->disk_failed) && db->database->engine->begin(db) == RC_OK;
    if (committed) committed = apply_all(batch);
    if (committed) committed = db->database->engine->commit(db) == RC_OK;
    if (!committed) db->database->engine->rollback(db);
    tell(batch, committed);
}

static void checkpoint(struct sqlite_db *own, int mode) {
    int pages = own->wal_pages;
    int code = sqlite3_wal_checkpoint_v2(own->handle, NULL, mode, &pages, NULL);
    if (code == SQLITE_OK && mode == SQLITE_CHECKPOINT_TRUNCATE) own->wal_pages = 0;
    if (code != SQLITE_OK && code != SQLITE_BUSY) (void)sqlite_rc(own, code, "checkpoint");
}

static void keep_wal_small(struct sqlite_db *own, bool idle) {
    if (atomic_load(&own->db.database->disk_failed)) return;
    if (own->wal_pages >= TRUNCATE_PAGES || (idle && own->wal_pages > 0)) {
        sqlite3_busy_timeout(own->handle, 200);
        checkpoint(own, SQLITE_CHECKPOINT_TRUNCATE);
        sqlite3_busy_timeout(own->handle, 5000);
    } else if (own->wal_pages >= CHECKPOINT_PAGES) {
        checkpoint(own, SQLITE_CHECKPOINT_PASSIVE);
    }
}

void *sqlite_work(void *data) {
    struct database *database = data;
    struct batch batch = {.own = sqlite_of(database->writer)};
    struct arena arena;
    arena_init(&arena, DB_ARENA_MAX);
    batch.rcs = arena_new_array(&arena, (size_t)database->batch_max, enum rc);
    assert(batch.rcs);
    for (bool stop = false; !stop;) {
        batch.first = queue_take(database, database->batch_max, IDLE_MS, &stop);
        if (batch.first) run_batch(&batch);
        keep_wal_small(batch.own, !batch.first);
    }
    arena_release(&arena);
    return NULL;
}

/* --- Forgetting --- */

/* secure_delete has zeroed what was deleted; what remains of it is in the journal. A task that
   writes nothing brings us to the writer's thread, between two transactions. */
struct forgetting {
    struct database *database;
    pthread_mutex_t mutex;
    pthread_cond_t ended;
    bool is_done;
    enum rc rc;
};

static enum rc write_nothing(struct db *db, void *data) {
    (void)db, (void)data;
    return RC_OK;
}

static enum rc empty_journal(struct database *database) {
    struct sqlite_db *own = sqlite_of(database->writer);
    int left = 0, moved = 0;
    sqlite3_busy_timeout(own->handle, 200); /* for readers; others wait for this thread */
    int code =
        sqlite3_wal_checkpoint_v2(own->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, &left, &moved);
    sqlite3_busy_timeout(own->handle, 5000);
    if (code == SQLITE_OK) own->wal_pages = 0;
    return code == SQLITE_BUSY ? RC_BUSY : sqlite_rc(own, code, "checkpoint");
}

static void forget_now(void *data, enum rc rc) {
    struct forgetting *forgetting = data;
    if (rc == RC_OK) rc = empty_journal(forgetting->database);
    pthread_mutex_lock(&forgetting->mutex);
    forgetting->is_done = true;
    forgetting->rc = rc;
    pthread_cond_signal(&forgetting->ended);
    pthread_mutex_unlock(&forgetting->mutex);
}

static enum rc try_to_forget(struct database *database) {
    struct forgetting forgetting = {.database = database,
                                    .mutex = PTHREAD_MUTEX_INITIALIZER,
                                    .ended = PTHREAD_COND_INITIALIZER};
    struct db_task task = {.apply = write_nothing, .done = forget_now, .data = &forgetting};
    TRY(database_submit(database, &task));
    pthread_mutex_lock(&forgetting.mutex);
    while (!forgetting.is_done) pthread_cond_wait(&forgetting.ended, &forgetting.mutex);
    pthread_mutex_unlock(&forgetting.mutex);
    pthread_mutex_destroy(&forgetting.mutex);
    pthread_cond_destroy(&forgetting.ended);
    return forgetting.rc;
}

enum rc sqlite_forget(struct database *database, const char *const *tables) {
    enum rc rc = RC_BUSY;
    (void)tables;
    for (int i = 0; i < FORGET_ATTEMPTS && rc == RC_BUSY; i++) rc = try_to_forget(database);
    return rc;
}

/* What connections of both engines share: the state of a transaction, prepared statements by
   declaration, the pool of read connections. */
#include "platform/clock.h"
#include "platform/db_inner.h"

#include <assert.h>

enum { READ_WAIT_SECONDS = 5 };

enum rc db_fail(struct db *db, enum rc rc) {
    if (db->failed == RC_OK) db->failed = rc;
    return rc;
}

void db_forget(struct db *db) {
    db->failed = RC_OK;
    db->retry = false;
    db->notes = NULL;
    arena_release(&db->note_arena);
}

enum rc db_init(struct db *db, struct database *database, enum db_role role, struct arena arena) {
    *db = (struct db){.database = database, .role = role, .arena = arena};
    arena_init(&db->note_arena, DB_ARENA_MAX);
    return RC_OK;
}

static size_t slot_of(const struct db_statements *statements, const struct db_query *query) {
    size_t mask = statements->room - 1;
    size_t at = ((uintptr_t)query >> 4) * 0x9E3779B97F4A7C15u >> 20;
    for (at &= mask; statements->v[at].query && statements->v[at].query != query;)
        at = (at + 1) & mask;
    return at;
}

static bool make_room(struct db *db) {
    struct db_statements old = db->statements, new = {.n = old.n};
    new.room = old.room ? old.room * 2 : 64;
    new.v = arena_new_array(&db->arena, new.room, struct db_statement);
    if (!new.v) return false;
    for (size_t i = 0; i < old.room; i++)
        if (old.v[i].query) new.v[slot_of(&new, old.v[i].query)] = old.v[i];
    db->statements = new;
    return true;
}

void **db_statement_slot(struct db *db, const struct db_query *query) {
    struct db_statements *statements = &db->statements;
    if (statements->n * 2 >= statements->room && !make_room(db)) return NULL;
    struct db_statement *slot = &statements->v[slot_of(statements, query)];
    if (!slot->query) {
        slot->query = query;
        statements->n++;
    }
    return &slot->prepared;
}

const char *db_query_text(const struct db_query *query, enum sql_engine engine) {
    const char *own = engine == SQL_FOR_PG ? query->pg : query->sqlite;
    return own ? own : query->sql;
}

/* A free connection, or leave to make one (*make), or neither after the wait. */
static struct db *pool_take(struct database *database, bool *make) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += READ_WAIT_SECONDS;
    pthread_mutex_lock(&database->pool_mutex);
    int waited = 0;
    while (!database->pool && database->pool_made >= database->pool_max && !waited)
        waited = pthread_cond_timedwait(&database->pool_freed, &database->pool_mutex, &until);
    struct db *db = database->pool;
    if (db) database->pool = db->next;
    *make = !db && database->pool_made < database->pool_max;
    if (*make) database->pool_made++;
    pthread_mutex_unlock(&database->pool_mutex);
    return db;
}

static void pool_give(struct database *database, struct db *db) {
    pthread_mutex_lock(&database->pool_mutex);
    if (db) {
        db->next = database->pool;
        database->pool = db;
    } else {
        database->pool_made--;
    }
    pthread_cond_signal(&database->pool_freed);
    pthread_mutex_unlock(&database->pool_mutex);
}

enum rc db_read_begin(struct database *database, struct db **db) {
    struct db_problem problem = {""};
    bool make = false;
    *db = pool_take(database, &make);
    if (!*db && !make) return RC_BUSY;
    if (!*db && database->engine->connect(database, DB_ROLE_READ, db, &problem) != RC_OK) {
        pool_give(database, NULL);
        database_log(database, "no read connection: %s", problem.text);
        return RC_BUSY;
    }
    db_forget(*db);
    enum rc rc = database->engine->begin(*db);
    if (rc != RC_OK) {
        pool_give(database, *db);
        *db = NULL;
    }
    return rc;
}

void db_read_end(struct db *db) {
    if (!db) return;
    assert(db->role == DB_ROLE_READ && !db->reading);
    db->database->engine->rollback(db); /* nothing was written: the same as a commit */
    pool_give(db->database, db);
}

enum rc database_forget(struct database *database, const char *const *tables) {
    assert(database->use != DATABASE_READ);
    return database->engine->forget(database, tables);
}

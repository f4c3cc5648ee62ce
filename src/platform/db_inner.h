/*
 * What the parts of platform/db share: a connection, an engine as a table of functions, the queue
 * of the writer. For platform/db_* and
 * platform/search alone.
 */
#ifndef PLATFORM_DB_INNER_H
#define PLATFORM_DB_INNER_H

#include "platform/db.h"
#include "platform/db_sql.h"

#include <pthread.h>
#include <stdatomic.h>

enum db_role { DB_ROLE_READ, DB_ROLE_WRITE };

enum { DB_PUBLISH_MAX = 7000, DB_ARENA_MAX = 64 * 1024 * 1024 };

/* One value on its way from an engine into a struct member. */
struct db_cell {
    bool null;
    int64_t i;
    double r;
    struct str s; /* the engine's memory, until the next row */
};

/* Prepared statements of a connection, found by the declaration's address. */
struct db_statement {
    const struct db_query *query;
    void *prepared;
};
struct db_statements {
    struct db_statement *v; /* open addressing; room is a power of two */
    size_t n, room;
};

/* Something published inside the transaction. */
struct db_note {
    struct db_note *next;
    struct str topic, payload;
};

struct db {
    struct database *database;
    enum db_role role;
    enum rc failed;     /* RC_OK, or what spoiled the transaction */
    bool retry;         /* failed because of other transactions: the same work may succeed now */
    bool reading;       /* inside db_each */
    struct arena arena; /* for the connection's life */
    struct db_statements statements;
    struct arena note_arena; /* for the transaction */
    struct db_note *notes;   /* newest first */
    struct db *next;         /* the pool's */
};

/* Takes the rows of a statement one by one. */
struct db_sink {
    const struct db_query *query;
    struct arena *arena;
    /* Stores the row; RC_OK goes on. *enough: no further row is wanted. */
    enum rc (*take)(struct db_sink *sink, struct db *db, bool *enough);
    void *to;
    size_t n, room;
    bool stream; /* rows may be many: do not hold them all */
    struct db_each each;
};

struct db_engine {
    enum sql_engine dialect;
    bool one_writer; /* group commit on one thread */
    enum rc (*connect)(struct database *database, enum db_role role, struct db **db,
                       struct db_problem *problem);
    void (*disconnect)(struct db *db);
    enum rc (*begin)(struct db *db);
    enum rc (*commit)(struct db *db);
    void (*rollback)(struct db *db);
    /* Runs one statement; rows go to the sink (may be NULL), changed may be NULL. */
    enum rc (*run)(struct db *db, const struct db_query *query, struct db_args args,
                   struct db_sink *sink, int64_t *changed);
    /* The current row's value. */
    enum rc (*cell)(struct db *db, size_t index, enum db_kind kind, struct db_cell *cell);
    /* Several statements without parameters, for migrations. */
    enum rc (*script)(struct db *db, const char *sql, struct db_problem *problem);
    enum rc (*publish)(struct db *db, struct str topic, struct str payload);
    /* One line per fault of a declared statement. */
    size_t (*check)(struct db *db, const struct db_query *query, const struct db_report *report);
    /* The body of a writer's thread. */
    void *(*work)(void *database);
    enum rc (*listen)(struct database *database); /* starts hearing; may be NULL */
    void (*unlisten)(struct database *database);
    enum rc (*forget)(struct database *database, const char *const *tables);
};
extern const struct db_engine db_engine_sqlite, db_engine_pg;

enum { DB_WRITERS_MAX = 64 };

struct database {
    struct arena arena;
    const struct db_engine *engine;
    struct str url;
    const char *path; /* SQLite: the file */
    enum database_use use;
    int lock; /* SQLite: the folder's, or -1 */
    char version[64];
    void (*log)(const char *line);

    pthread_mutex_t pool_mutex; /* guards the pool of read connections */
    pthread_cond_t pool_freed;
    struct db *pool;
    int pool_made, pool_max;

    pthread_mutex_t queue_mutex; /* guards the queue and stopping */
    pthread_cond_t queue_filled;
    struct db_task *first, *last;
    int queued, queue_max, batch_max;
    bool stopping;
    atomic_bool disk_failed; /* a sync or write failed: no more writes until restart */

    int writers; /* threads that run */
    int writers_max;
    pthread_t threads[DB_WRITERS_MAX];
    struct db *writer; /* SQLite: the one connection that writes */
    /* PostgreSQL: held by all who try side by side, and alone by one that lost again and again. */
    pthread_rwlock_t turns;

    pthread_mutex_t heard_mutex; /* guards heard and heard_data */
    void (*heard)(void *data, struct str topic, struct str payload);
    void *heard_data;
    void *listener; /* the engine's */
};

/* A line for the operator. */
void database_log(struct database *database, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void db_problem_set(struct db_problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Calls the listener, if any. */
void database_hear(struct database *database, struct str topic, struct str payload);

/* Takes at most max tasks off the queue in their order, waiting up to wait_ms for the first; NULL
   when none came or the database is stopping and empty (*stop). */
struct db_task *queue_take(struct database *database, int max, int wait_ms, bool *stop);

/* Marks the transaction as spoiled and returns rc. */
enum rc db_fail(struct db *db, enum rc rc);
/* A clean slate for the next transaction or savepoint. */
void db_forget(struct db *db);

/* The place of the statement's prepared form; NULL when memory is out. */
void **db_statement_slot(struct db *db, const struct db_query *query);
/* The text for this engine. */
const char *db_query_text(const struct db_query *query, enum sql_engine engine);

enum rc db_init(struct db *db, struct database *database, enum db_role role, struct arena arena);

/* Compares the store with the program and migrates if asked; db is a write connection that has no
   transaction open (a read connection with DATABASE_READ). */
enum rc database_migrate(struct database *database, struct db *db,
                         const struct database_options *options,
                         struct db_problem *problem) MUST_CHECK;
enum rc sqlite_copy(struct db *from, const char *to_path, struct db_problem *problem) MUST_CHECK;

void db_report_line(const struct db_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

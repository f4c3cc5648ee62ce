/*
 * The database, the same for SQLite and PostgreSQL. A store file declares its statements as const
 * data (struct db_query) next to the functions that run them; reads borrow a read-only connection,
 * writes are tasks that the writer applies and commits in groups. Nothing above this file knows
 * which engine is below.
 */
#ifndef PLATFORM_DB_H
#define PLATFORM_DB_H

#include "base/str.h"

struct database; /* an opened store: engine, writer, connections. Shared by all threads */
struct db;       /* one connection inside a transaction, for one thread */

/* --- Declared statements --- */

/* What a struct member can hold. NULL in the database reads as 0 or the empty slice. */
enum db_kind {
    DB_KIND_I64,
    DB_KIND_U64, /* a public id: the same 64 bits, signed in the database */
    DB_KIND_INT, /* int and enum */
    DB_KIND_BOOL,
    DB_KIND_REAL,
    DB_KIND_TEXT,
    DB_KIND_BLOB,
    DB_KIND__N
};

struct db_column {
    const char *name;
    enum db_kind kind;
    size_t offset;
};

/* A selected column and the member that takes it, in the order of the SELECT list. */
#define DB_COL(type, member)                                                                       \
    { #member, DB_KIND_OF(((type *)0)->member), offsetof(type, member) }
/* The same for a struct str that takes bytes. */
#define DB_COL_BLOB(type, member)                                                                  \
    { #member, DB_KIND_BLOB, offsetof(type, member) }
#define DB_KIND_OF(value)                                                                          \
    _Generic((value), int64_t                                                                      \
             : DB_KIND_I64, uint64_t                                                               \
             : DB_KIND_U64, int                                                                    \
             : DB_KIND_INT, unsigned                                                               \
             : DB_KIND_INT, bool                                                                   \
             : DB_KIND_BOOL, double                                                                \
             : DB_KIND_REAL, struct str                                                            \
             : DB_KIND_TEXT)

/* One SQL text for both engines, with $1 … $N. Example:
     static const struct db_column person_columns[] = {DB_COL(struct person, id),
                                                       DB_COL(struct person, name)};
     static const struct db_query find_person = {
         "person.find", "SELECT id, name FROM person WHERE mail = $1", "t",
         DB_ROW(struct person, person_columns)};
   params has one letter per $N: i integer, t text, b blob, r real. Any of them may be given NULL.
 */
struct db_query {
    const char *name; /* for messages: "area.what" */
    const char *sql;
    const char *params;
    const struct db_column *columns; /* NULL for statements that return no rows */
    size_t n_columns;
    size_t row_size;
    bool writes;             /* INSERT, UPDATE, DELETE: refused on a read connection */
    bool may_scan;           /* a full table scan is meant, e.g. a table that stays tiny */
    const char *sqlite, *pg; /* rare: the text where the common subset does not reach */
};
#define DB_ROW(type, column_table)                                                                 \
    .columns = (column_table), .n_columns = COUNT(column_table), .row_size = sizeof(type)

/* One number or one text as the whole row, e.g. for "SELECT count(*)" or "RETURNING id". */
extern const struct db_column db_column_i64[1], db_column_u64[1], db_column_str[1];
#define DB_ROW_I64 DB_ROW(int64_t, db_column_i64)
#define DB_ROW_U64 DB_ROW(uint64_t, db_column_u64)
#define DB_ROW_STR DB_ROW(struct str, db_column_str)

/* All statements of one store file, so that each can be prepared and checked by a test. */
struct db_queries {
    const char *area;
    const struct db_query *const *v;
    size_t n;
};
#define DB_QUERIES(area_name, pointer_table)                                                       \
    { (area_name), (pointer_table), COUNT(pointer_table) }

/* --- Running statements --- */

struct db_arg {
    char kind; /* i t b r, or n for NULL */
    union {
        int64_t i;
        double r;
        struct str s;
    };
};
struct db_args {
    const struct db_arg *v;
    size_t n;
};
#define DB_INT(value) ((struct db_arg){.kind = 'i', .i = (value)})
#define DB_ID(public_id) ((struct db_arg){.kind = 'i', .i = (int64_t)(public_id)})
#define DB_STR(text) ((struct db_arg){.kind = 't', .s = (text)})
#define DB_BLOB(bytes) ((struct db_arg){.kind = 'b', .s = (bytes)})
#define DB_REAL(value) ((struct db_arg){.kind = 'r', .r = (value)})
#define DB_NULL ((struct db_arg){.kind = 'n'})
/* A reference that may be missing: 0 is written as NULL. */
#define DB_REF(value) db_arg_ref(value)
static inline struct db_arg db_arg_ref(int64_t value) {
    return value ? DB_INT(value) : DB_NULL;
}
#define DB_ARGS(...)                                                                               \
    ((struct db_args){(const struct db_arg[]){{0}, __VA_ARGS__} + 1,                               \
                      sizeof((const struct db_arg[]){{0}, __VA_ARGS__}) / sizeof(struct db_arg) -  \
                          1})

/* Results, the same on both engines: RC_CONFLICT for a broken unique or foreign key, RC_INVALID for
   a broken CHECK or NOT NULL, RC_BUSY when the transaction must be tried again, RC_BROKEN for a
   fault. After any of these the transaction is lost: every further call answers the same code, and
   apply must return it. To handle a double, write ON CONFLICT DO NOTHING … RETURNING and look for
   RC_ABSENT. Text and blobs are copied into the arena, with a NUL after the last byte. */

/* The first row; RC_ABSENT when there is none, which spoils nothing. Also INSERT … RETURNING. */
enum rc db_one(struct db *db, struct arena *arena, const struct db_query *query,
               struct db_args args, void *row) MUST_CHECK;
/* Every row; list is a LIST(row type). Give the statement a LIMIT. */
enum rc db_all(struct db *db, struct arena *arena, const struct db_query *query,
               struct db_args args, void *list) MUST_CHECK;
/* Row by row without holding all of them. The row's text lives until each returns; each must not
   use the same db. A code other than RC_OK from each ends the loop and is returned; it spoils
   nothing. */
struct db_each {
    enum rc (*each)(void *data, const void *row);
    void *data;
};
enum rc db_each(struct db *db, struct arena *arena, const struct db_query *query,
                struct db_args args, struct db_each each) MUST_CHECK;
/* No rows; changed (may be NULL) gets the number of rows written. */
enum rc db_run(struct db *db, const struct db_query *query, struct db_args args,
               int64_t *changed) MUST_CHECK;

/* How a call reads: TRY(DB_ONE(db, arena, &find_person, &person, DB_STR(mail))); row and list are
   checked to be as large as the statement's rows. Without arguments end after the fourth. */
#define DB_ONE(db, arena, query, row, ...)                                                         \
    db_one((db), (arena), db_query_for((query), sizeof *(row)), DB_ARGS(__VA_ARGS__), (row))
#define DB_ALL(db, arena, query, list, ...)                                                        \
    db_all((db), (arena), db_query_for((query), sizeof *(list)->v), DB_ARGS(__VA_ARGS__), (list))
#define DB_EACH(db, arena, query, function, data, ...)                                             \
    db_each((db), (arena), (query), DB_ARGS(__VA_ARGS__), (struct db_each){(function), (data)})
#define DB_RUN(db, query, ...) db_run((db), (query), DB_ARGS(__VA_ARGS__), NULL)
#define DB_CHANGED(db, query, changed, ...) db_run((db), (query), DB_ARGS(__VA_ARGS__), (changed))
const struct db_query *db_query_for(const struct db_query *query, size_t row_size);

/* Tells listeners after, and only if, the transaction commits. Topic and payload together are at
   most 7,000 bytes; the payload is text. */
enum rc db_publish(struct db *db, struct str topic, struct str payload) MUST_CHECK;

/* --- Reads --- */

/* Borrows a read-only connection with one transaction open, so that a page sees one state. Keep it
   short and give it back on the same thread. RC_BUSY when none is free for five seconds or the
   server is out of reach. */
enum rc db_read_begin(struct database *database, struct db **db) MUST_CHECK;
void db_read_end(struct db *db); /* NULL is allowed */

/* --- Writes --- */

/* A piece of work for the writer. The struct belongs to the caller and must live until done is
   called; one task can be in the queue once at a time. */
struct db_task {
    /* SQL only, on the writer's thread; may run again, so it changes nothing but the database and
       what reset takes back. */
    enum rc (*apply)(struct db *db, void *data);
    /* Called before apply runs again, e.g. to go back to an arena mark. May be NULL. */
    void (*reset)(void *data);
    /* Called once, on a writer's thread, after the commit is durable (RC_OK) or the task is undone
       (apply's code; RC_BUSY: try again, which with PostgreSQL includes "the connection died during
       COMMIT, nobody knows"; RC_BROKEN: the commit failed). Must be quick. */
    void (*done)(void *data, enum rc rc);
    void *data;
    struct db_task *next; /* the queue's */
};

/* Hands over a task without waiting. RC_BUSY when the queue is full (503, try later), RC_BROKEN
   when the disk has failed and writes are refused until restart; done is not called then. */
enum rc database_submit(struct database *database, struct db_task *task) MUST_CHECK;

/* Submits and waits for done: for commands and jobs, never on the writer's own thread. */
enum rc database_write(struct database *database, enum rc (*apply)(struct db *db, void *data),
                       void *data) MUST_CHECK;

/* --- Opening --- */

struct migration {
    const char *name; /* "001-person" */
    const char *sql;  /* with @pk @int … tokens */
};
struct migration_set {
    const char *area;
    const struct migration *v;
    size_t n;
};

enum database_use {
    DATABASE_READ,    /* no writer, no lock: doctor, check-queries beside a running server */
    DATABASE_WRITE,   /* the one writer; refuses a store that needs migrations */
    DATABASE_MIGRATE, /* the same, and migrates first (and creates an empty store) */
};

struct database_options {
    const char *url; /* "sqlite:PATH" or "postgresql://…" (libpq's forms, several hosts allowed) */
    enum database_use use;
    const struct migration_set *const *migrations; /* in order; NULL-terminated */
    int readers;                                   /* read connections at most; 0: 16 */
    int writers;                                   /* PostgreSQL connections that write; 0: 8 */
    int queue_max;                                 /* waiting tasks; 0: 4096 */
    int batch_max;                                 /* tasks in one SQLite commit; 0: 512 */
    int64_t now;                                   /* UTC milliseconds, recorded with migrations */
    void (*log)(const char *line);                 /* warnings for the operator; NULL: none */
};

/* Why opening failed, in English for the operator's terminal. */
struct db_problem {
    char text[512];
};

/* Opens, checks the schema, migrates if asked (with a backup copy of a SQLite file that holds data)
   and starts the writer. RC_BUSY: another process has the store; RC_CONFLICT: the schema and this
   program do not fit together; RC_BROKEN: cannot be opened. *database is NULL on failure. */
enum rc database_open(struct database **database, const struct database_options *options,
                      struct db_problem *problem) MUST_CHECK;
/* Finishes what was submitted, checkpoints and frees. Readers must have been given back. */
void database_close(struct database *database);

/* For doctor and logs: "SQLite 3.40.1" or "PostgreSQL 15.20". */
const char *database_engine(const struct database *database);

/* True when no other process can write to the store (SQLite). */
bool database_is_alone(const struct database *database);

/* Who hears what db_publish said: one listener, set before the first task. Called on a thread of
   the database's own; it must be quick. With PostgreSQL it hears every node's publications, its own
   too. After a lost connection it is called with topic "" once: anything may have been missed. */
void database_set_listener(struct database *database,
                           void (*heard)(void *data, struct str topic, struct str payload),
                           void *data);

/* A consistent copy of a SQLite store in a new file, made while it serves; RC_INVALID on PostgreSQL
   (use pg_dump), RC_CONFLICT when the file exists. */
enum rc database_backup(struct database *database, const char *to_path) MUST_CHECK;

/* Makes what was deleted from these tables (and committed) disappear from the files too, as far as
   the program can: SQLite overwrites deleted rows as it goes, and this empties the journal;
   PostgreSQL writes the tables anew (VACUUM FULL) and starts a new journal file. RC_BUSY: somebody
   still reads what was there before, do it again later. docs/database.md says what must be
   configured for it and what is not covered. Waits; never on the writer's own thread. tables is
   NULL-terminated. */
enum rc database_forget(struct database *database, const char *const *tables) MUST_CHECK;

/* --- Checks (samskab check-queries, tests) --- */

struct db_report {
    void (*line)(void *data, const char *text); /* one fault, in English */
    void *data;
};
/* Prepares every statement on the opened engine, compares parameters and columns with the
   declaration, and finds full table scans that are not allowed (SQLite). Returns the number of
   faults; queries is NULL-terminated. */
size_t database_check_queries(struct database *database, const struct db_queries *const *queries,
                              const struct db_report *report);
/* Looks for what is not the same on both engines, and for undeclared things such as a writes flag
   that does not fit. Needs no database. Returns the number of faults. */
size_t db_lint_queries(const struct db_queries *const *queries, const struct db_report *report);
size_t db_lint_migrations(const struct migration_set *const *sets, const struct db_report *report);

/* --- One writer per data folder --- */

/* Takes FOLDER/lock for this process, creating the folder (mode 0700). RC_BUSY when another process
   has it. *lock is given back with folder_unlock, or by the end of the process. */
enum rc folder_lock(const char *folder, int *lock, struct db_problem *problem) MUST_CHECK;
void folder_unlock(int lock);

#endif

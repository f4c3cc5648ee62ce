/* The SQLite engine: connections, statements, rows. WAL with synchronous=FULL; one connection, the
   writer's, ever writes or checkpoints, because two may corrupt the WAL in SQLite before 3.51.3. */
#include "platform/db_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unicode/uiter.h>
#include <unistd.h>

enum { BUSY_MS = 5000 };

enum rc sqlite_rc(struct sqlite_db *own, int code, const char *doing) {
    struct database *database = own->db.database;
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return RC_OK;
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_CHECK || code == SQLITE_CONSTRAINT_NOTNULL ||
            code == SQLITE_CONSTRAINT_DATATYPE)
            return RC_INVALID;
        return RC_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return RC_BUSY;
    case SQLITE_TOOBIG:
        return RC_LIMIT;
    default:
        break;
    }
    int system = sqlite3_system_errno(own->handle);
    bool full = (code & 0xff) == SQLITE_FULL || system == ENOSPC || system == EDQUOT;
    bool writing = code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC ||
                   code == SQLITE_IOERR_DIR_FSYNC || code == SQLITE_IOERR_TRUNCATE;
    if (writing && !full) atomic_store(&database->disk_failed, true);
    database_log(database, "database fault in %s: %s (%d, errno %d)%s", doing,
                 sqlite3_errmsg(own->handle), code, system,
                 full               ? ": the disk is full"
                 : writing && !full ? ": writes are refused until restart"
                                    : "");
    return RC_BROKEN;
}

enum rc sqlite_prepare(struct sqlite_db *own, const char *sql, sqlite3_stmt **statement) {
    int code = sqlite3_prepare_v3(own->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    return sqlite_rc(own, code, sql);
}

/* --- Statements --- */

static enum rc prepare_query(struct sqlite_db *own, const struct db_query *query,
                             sqlite3_stmt **statement) {
    void **slot = db_statement_slot(&own->db, query);
    if (!slot) return RC_LIMIT;
    if (!*slot) {
        const char *text = db_query_text(query, SQL_FOR_SQLITE);
        struct arena_mark mark = arena_mark(&own->db.note_arena);
        struct buf sql;
        buf_init(&sql, &own->db.note_arena, 256 * 1024);
        sql_for_sqlite(&sql, str_from(text));
        buf_add_char(&sql, '\0');
        enum rc rc = buf_ok(&sql) ? RC_OK : RC_LIMIT;
        if (rc == RC_OK) rc = sqlite_prepare(own, sql.p, (sqlite3_stmt **)slot);
        arena_back(&own->db.note_arena, mark);
        TRY(rc);
        int columns = sqlite3_column_count(*slot);
        assert((!query->n_columns || (size_t)columns == query->n_columns) && "columns differ");
    }
    *statement = *slot;
    return RC_OK;
}

static int bind_one(sqlite3_stmt *statement, int at, const struct db_arg *arg) {
    const char *bytes = arg->s.p ? arg->s.p : "";
    switch (arg->kind) {
    case 'i':
        return sqlite3_bind_int64(statement, at, arg->i);
    case 't':
        return sqlite3_bind_text64(statement, at, bytes, arg->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case 'b':
        return sqlite3_bind_blob64(statement, at, bytes, arg->s.n, SQLITE_STATIC);
    case 'r':
        return sqlite3_bind_double(statement, at, arg->r);
    default:
        return sqlite3_bind_null(statement, at);
    }
}

/* Steps to the end, so that every row is written and every key is checked; reads may end early. */
static enum rc step_all(struct sqlite_db *own, const struct db_query *query, struct db_sink *sink) {
    bool enough = false;
    for (;;) {
        int code = sqlite3_step(own->now);
        if (code == SQLITE_DONE) return RC_OK;
        if (code != SQLITE_ROW) return db_fail(&own->db, sqlite_rc(own, code, query->name));
        if (sink && !enough) TRY(sink->take(sink, &own->db, &enough));
        if (enough && !query->writes) return RC_OK;
    }
}

static enum rc run_query(struct db *db, const struct db_query *query, struct db_args args,
                         struct db_sink *sink, int64_t *changed) {
    struct sqlite_db *own = sqlite_of(db);
    sqlite3_stmt *statement = NULL;
    enum rc rc = prepare_query(own, query, &statement);
    if (rc != RC_OK) return db_fail(db, rc);
    int code = SQLITE_OK;
    for (size_t i = 0; i < args.n && code == SQLITE_OK; i++)
        code = bind_one(statement, (int)i + 1, &args.v[i]);
    if (code != SQLITE_OK) return db_fail(db, sqlite_rc(own, code, query->name));
    own->now = statement;
    rc = step_all(own, query, sink);
    own->now = NULL;
    if (changed) *changed = sqlite3_changes64(own->handle);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

static enum rc read_cell(struct db *db, size_t index, enum db_kind kind, struct db_cell *cell) {
    sqlite3_stmt *row = sqlite_of(db)->now;
    int at = (int)index;
    cell->null = sqlite3_column_type(row, at) == SQLITE_NULL;
    if (kind == DB_KIND_TEXT)
        cell->s.p = (const char *)sqlite3_column_text(row, at);
    else if (kind == DB_KIND_BLOB)
        cell->s.p = sqlite3_column_blob(row, at);
    else if (kind == DB_KIND_REAL)
        cell->r = sqlite3_column_double(row, at);
    else
        cell->i = sqlite3_column_int64(row, at);
    if (cell->s.p) cell->s.n = (size_t)sqlite3_column_bytes(row, at);
    return RC_OK;
}

/* --- Transactions --- */

static const char *const own_sql[SQLITE_OWN__N] = {
    [SQLITE_OWN_BEGIN] = "BEGIN",          [SQLITE_OWN_COMMIT] = "COMMIT",
    [SQLITE_OWN_ROLLBACK] = "ROLLBACK",    [SQLITE_OWN_SAVEPOINT] = "SAVEPOINT task",
    [SQLITE_OWN_RELEASE] = "RELEASE task", [SQLITE_OWN_UNDO] = "ROLLBACK TO task",
};

enum rc sqlite_run_own(struct sqlite_db *own, enum sqlite_own which) {
    int code = sqlite3_step(own->own[which]);
    enum rc rc = sqlite_rc(own, code, own_sql[which]);
    sqlite3_reset(own->own[which]);
    return rc;
}

static enum rc begin(struct db *db) {
    db_forget(db);
    return sqlite_run_own(sqlite_of(db), SQLITE_OWN_BEGIN);
}

static enum rc commit(struct db *db) {
    return sqlite_run_own(sqlite_of(db), SQLITE_OWN_COMMIT);
}

static void rollback(struct db *db) {
    struct sqlite_db *own = sqlite_of(db);
    if (sqlite3_get_autocommit(own->handle)) return; /* SQLite has done it already */
    if (sqlite_run_own(own, SQLITE_OWN_ROLLBACK) != RC_OK)
        database_log(db->database, "ROLLBACK failed");
}

static enum rc script(struct db *db, const char *sql, struct db_problem *problem) {
    struct sqlite_db *own = sqlite_of(db);
    int code = sqlite3_exec(own->handle, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK) return RC_OK;
    db_problem_set(problem, "%s", sqlite3_errmsg(own->handle));
    return RC_BROKEN;
}

static enum rc publish(struct db *db, struct str topic, struct str payload) {
    struct db_note *note = arena_new(&db->note_arena, struct db_note);
    if (!note) return db_fail(db, RC_LIMIT);
    *note = (struct db_note){db->notes, str_copy(&db->note_arena, topic),
                             str_copy(&db->note_arena, payload)};
    if (!note->topic.p || !note->payload.p) return db_fail(db, RC_LIMIT);
    db->notes = note;
    return RC_OK;
}

/* --- Connections --- */

static int collate(void *collator, int an, const void *a, int bn, const void *b) {
    UCharIterator left, right;
    UErrorCode error = U_ZERO_ERROR;
    uiter_setUTF8(&left, a, an);
    uiter_setUTF8(&right, b, bn);
    int order = ucol_strcollIter(collator, &left, &right, &error);
    if (order) return order;
    return str_compare((struct str){a, (size_t)an}, (struct str){b, (size_t)bn});
}

static bool add_collation(struct sqlite_db *own, const char *name, const char *locale,
                          UCollator **collator) {
    UErrorCode error = U_ZERO_ERROR;
    *collator = ucol_open(locale, &error);
    return U_SUCCESS(error) && sqlite3_create_collation(own->handle, name, SQLITE_UTF8, *collator,
                                                        collate) == SQLITE_OK;
}

static bool harden(sqlite3 *handle) {
    static const struct {
        int option, value;
    } wanted[] = {
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},     {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (sqlite3_db_config(handle, wanted[i].option, wanted[i].value, NULL) != SQLITE_OK)
            return false;
    return true;
}

static const char writer_pragmas[] = "PRAGMA journal_mode = WAL;"
                                     "PRAGMA synchronous = FULL;"
                                     "PRAGMA secure_delete = ON;"
                                     "PRAGMA wal_autocheckpoint = 0;" /* see db_sqlite_writer.c */
                                     "PRAGMA cache_size = -8192;"
                                     "PRAGMA temp_store = MEMORY;";
static const char reader_pragmas[] = "PRAGMA query_only = ON;"
                                     "PRAGMA cache_size = -2048;"
                                     "PRAGMA mmap_size = 67108864;"
                                     "PRAGMA temp_store = MEMORY;";

static int count_wal(void *data, sqlite3 *handle, const char *name, int pages) {
    struct sqlite_db *own = data;
    (void)handle, (void)name;
    own->wal_pages = pages;
    return SQLITE_OK;
}

static enum rc set_up(struct sqlite_db *own, struct db_problem *problem) {
    bool writer = own->db.role == DB_ROLE_WRITE;
    sqlite3_extended_result_codes(own->handle, 1);
    sqlite3_busy_timeout(own->handle, BUSY_MS);
    if (!harden(own->handle)) {
        db_problem_set(problem, "this SQLite cannot be hardened (%s)", sqlite3_libversion());
        return RC_BROKEN;
    }
    if (!add_collation(own, "da-x-icu", "da_DK", &own->danish) ||
        !add_collation(own, "en-x-icu", "en", &own->english)) {
        db_problem_set(problem, "ICU has no Danish or English sorting");
        return RC_BROKEN;
    }
    TRY(script(&own->db, writer ? writer_pragmas : reader_pragmas, problem));
    if (writer) sqlite3_wal_hook(own->handle, count_wal, own);
    for (size_t i = 0; i < SQLITE_OWN__N; i++) {
        bool reserve = writer && i == SQLITE_OWN_BEGIN;
        TRY(sqlite_prepare(own, reserve ? "BEGIN IMMEDIATE" : own_sql[i], &own->own[i]));
    }
    return RC_OK;
}

static void disconnect(struct db *db) {
    struct sqlite_db *own = sqlite_of(db);
    for (size_t i = 0; i < db->statements.room; i++) sqlite3_finalize(db->statements.v[i].prepared);
    for (size_t i = 0; i < SQLITE_OWN__N; i++) sqlite3_finalize(own->own[i]);
    if (db->role == DB_ROLE_WRITE)
        sqlite3_wal_checkpoint_v2(own->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    int code = sqlite3_close(own->handle);
    assert(code == SQLITE_OK && "a statement was left open");
    if (own->danish) ucol_close(own->danish);
    if (own->english) ucol_close(own->english);
    arena_release(&db->note_arena);
    struct arena arena = db->arena;
    arena_release(&arena);
}

/* A new store's file is for this user alone; SQLite gives -wal and -shm the same mode. */
static void create_private(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) close(file);
}

static pthread_once_t library_once = PTHREAD_ONCE_INIT;
static void set_up_library(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a lock that all threads would share */
}

static enum rc open_file(struct sqlite_db *own, struct db_problem *problem) {
    struct database *database = own->db.database;
    int flags = SQLITE_OPEN_READONLY;
    if (own->db.role == DB_ROLE_WRITE) flags = SQLITE_OPEN_READWRITE;
    if (database->use == DATABASE_MIGRATE && flags == SQLITE_OPEN_READWRITE)
        create_private(database->path);
    int code = sqlite3_open_v2(database->path, &own->handle,
                               flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (code == SQLITE_OK) return RC_OK;
    bool absent = access(database->path, F_OK) != 0;
    db_problem_set(problem, "cannot open %s: %s%s", database->path, sqlite3_errmsg(own->handle),
                   absent ? " (there is no such file)" : "");
    return RC_BROKEN;
}

static enum rc connect_file(struct database *database, enum db_role role, struct db **db,
                            struct db_problem *problem) {
    struct arena arena;
    pthread_once(&library_once, set_up_library);
    if (!*database->version) /* the first connection, before there are threads */
        snprintf(database->version, sizeof database->version, "SQLite %s", sqlite3_libversion());
    arena_init(&arena, DB_ARENA_MAX);
    struct sqlite_db *own = arena_new(&arena, struct sqlite_db);
    if (!own) return RC_BROKEN;
    TRY(db_init(&own->db, database, role, arena));
    enum rc rc = open_file(own, problem);
    if (rc == RC_OK) rc = set_up(own, problem);
    if (rc != RC_OK) {
        if (!*problem->text) db_problem_set(problem, "%s", sqlite3_errmsg(own->handle));
        disconnect(&own->db);
        return rc;
    }
    *db = &own->db;
    return RC_OK;
}

enum rc sqlite_copy(struct db *from, const char *to_path, struct db_problem *problem) {
    sqlite3 *to = NULL;
    int file = open(to_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        db_problem_set(problem, "cannot create %s: %s", to_path, strerror(errno));
        return errno == EEXIST ? RC_CONFLICT : RC_BROKEN;
    }
    int code = sqlite3_open_v2(to_path, &to, SQLITE_OPEN_READWRITE, NULL);
    sqlite3_backup *copy = NULL;
    if (code == SQLITE_OK) copy = sqlite3_backup_init(to, "main", sqlite_of(from)->handle, "main");
    if (copy) code = sqlite3_backup_step(copy, -1);
    bool copied = copy && code == SQLITE_DONE && sqlite3_backup_finish(copy) == SQLITE_OK;
    if (!copied) db_problem_set(problem, "cannot copy to %s: %s", to_path, sqlite3_errmsg(to));
    if (copy && code != SQLITE_DONE) sqlite3_backup_finish(copy);
    bool closed = sqlite3_close(to) == SQLITE_OK;
    bool synced = fsync(file) == 0;
    close(file);
    if (copied && closed && synced) return RC_OK;
    unlink(to_path);
    return RC_BROKEN;
}

enum rc database_backup(struct database *database, const char *to_path) {
    struct db_problem problem = {""};
    struct db *db = NULL;
    if (database->engine != &db_engine_sqlite) return RC_INVALID;
    TRY(db_read_begin(database, &db));
    enum rc rc = sqlite_copy(db, to_path, &problem);
    db_read_end(db);
    if (rc != RC_OK) database_log(database, "backup: %s", problem.text);
    return rc;
}

const struct db_engine db_engine_sqlite = {
    .dialect = SQL_FOR_SQLITE,
    .one_writer = true,
    .connect = connect_file,
    .disconnect = disconnect,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .run = run_query,
    .cell = read_cell,
    .script = script,
    .publish = publish,
    .check = sqlite_check,
    .work = sqlite_work,
    .forget = sqlite_forget,
};

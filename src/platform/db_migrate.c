/* Migrations: the program's list against the table `migration` of the store. Forward only; what has
   been applied is frozen; a store that knows more than the program is refused. */
#include "platform/db_inner.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { CHECKSUM_BYTES = 16, SCRIPT_MAX = 1024 * 1024 };

struct applied {
    struct str area, name, checksum;
};
typedef LIST(struct applied) applied_list;

static const struct db_column applied_columns[] = {
    DB_COL(struct applied, area), DB_COL(struct applied, name), DB_COL(struct applied, checksum)};
static const struct db_query list_applied = {
    .name = "migration.list",
    .sql = "SELECT area, name, checksum FROM migration ORDER BY area, name",
    .params = "",
    DB_ROW(struct applied, applied_columns),
    .may_scan = true};
static const struct db_query add_applied = {
    .name = "migration.add",
    .sql = "INSERT INTO migration (area, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
    .params = "ttti",
    .writes = true};
static const struct db_query table_exists = {
    .name = "migration.exists",
    .sqlite = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
    .pg = "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('migration')",
    .params = "",
    DB_ROW_I64,
    .may_scan = true};
static const char own_table[] = "CREATE TABLE migration (area TEXT NOT NULL, name TEXT NOT NULL, "
                                "checksum TEXT NOT NULL, applied_at @int NOT NULL, "
                                "PRIMARY KEY (area, name)) @norowid;";

struct run {
    struct database *database;
    struct db *db;
    struct arena *arena;
    const struct database_options *options;
    struct db_problem *problem;
    applied_list applied;
    size_t pending;
};

static struct str checksum_of(struct arena *arena, const char *sql) {
    unsigned char hash[CHECKSUM_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)sql, strlen(sql), NULL, 0);
    return str_hex(arena, hash, sizeof hash);
}

static const struct migration *find_known(const struct run *run, const struct applied *applied) {
    const struct migration_set *const *set = run->options->migrations;
    for (; set && *set; set++) {
        if (!str_is(applied->area, str_from((*set)->area))) continue;
        for (size_t i = 0; i < (*set)->n; i++)
            if (str_is(applied->name, str_from((*set)->v[i].name))) return &(*set)->v[i];
    }
    return NULL;
}

static bool is_applied(const struct run *run, const char *area, const char *name) {
    for (size_t i = 0; i < run->applied.n; i++)
        if (str_is(run->applied.v[i].area, str_from(area)) &&
            str_is(run->applied.v[i].name, str_from(name)))
            return true;
    return false;
}

/* Everything in the store must be known and unchanged. */
static enum rc check_applied(struct run *run) {
    for (size_t i = 0; i < run->applied.n; i++) {
        const struct applied *applied = &run->applied.v[i];
        const struct migration *known = find_known(run, applied);
        if (!known) {
            db_problem_set(run->problem,
                           "the database is newer than this program: it has the migration "
                           "%.*s/%.*s, which this program does not know; run the newer program, or "
                           "restore the backup made before the upgrade",
                           STR_ARG(applied->area), STR_ARG(applied->name));
            return RC_CONFLICT;
        }
        if (!str_is(applied->checksum, checksum_of(run->arena, known->sql))) {
            db_problem_set(run->problem,
                           "the migration %.*s/%.*s differs from the one that was applied; an "
                           "applied migration must never change, add a new one instead",
                           STR_ARG(applied->area), STR_ARG(applied->name));
            return RC_CONFLICT;
        }
    }
    return RC_OK;
}

/* Within an area nothing may come before what has been applied. */
static enum rc count_pending(struct run *run) {
    const struct migration_set *const *set = run->options->migrations;
    for (; set && *set; set++) {
        const char *waiting = NULL;
        for (size_t i = 0; i < (*set)->n; i++) {
            const char *name = (*set)->v[i].name;
            bool applied = is_applied(run, (*set)->area, name);
            if (applied && waiting) {
                db_problem_set(run->problem,
                               "the migration %s/%s was added before %s, which is "
                               "already applied; give it a higher number",
                               (*set)->area, waiting, name);
                return RC_CONFLICT;
            }
            if (applied) continue;
            waiting = name;
            run->pending++;
        }
    }
    return RC_OK;
}

static enum rc read_applied(struct run *run, bool *exists) {
    int64_t tables = 0;
    TRY(DB_ONE(run->db, run->arena, &table_exists, &tables));
    *exists = tables > 0;
    if (!*exists) return RC_OK;
    return DB_ALL(run->db, run->arena, &list_applied, &run->applied);
}

static enum rc run_script(struct run *run, const char *area, const char *name, const char *sql) {
    const struct db_engine *engine = run->database->engine;
    struct str fault = {0};
    struct db_problem cause = {""};
    struct buf script;
    buf_init(&script, run->arena, SCRIPT_MAX);
    enum rc rc = sql_expand(&script, str_from(sql), engine->dialect, &fault);
    buf_add_char(&script, '\0');
    if (rc == RC_INVALID)
        db_problem_set(&cause, "%.*s is no token, or is not closed", STR_ARG(fault));
    if (rc == RC_OK && !buf_ok(&script)) rc = RC_LIMIT;
    if (rc == RC_OK) rc = engine->script(run->db, script.p, &cause);
    if (rc != RC_OK)
        db_problem_set(run->problem, "the migration %s/%s failed: %s", area, name, cause.text);
    return rc;
}

static enum rc apply_pending(struct run *run) {
    const struct migration_set *const *set = run->options->migrations;
    for (; set && *set; set++) {
        const char *area = (*set)->area;
        for (size_t i = 0; i < (*set)->n; i++) {
            const struct migration *next = &(*set)->v[i];
            if (is_applied(run, area, next->name)) continue;
            TRY(run_script(run, area, next->name, next->sql));
            TRY(DB_RUN(run->db, &add_applied, DB_STR(str_from(area)), DB_STR(str_from(next->name)),
                       DB_STR(checksum_of(run->arena, next->sql)), DB_INT(run->options->now)));
        }
    }
    return RC_OK;
}

/* FOLDER/backups/NAME-before-TIME.db */
static enum rc copy_first(struct run *run) {
    const char *path = run->database->path, *slash = strrchr(path, '/');
    if (!path || !run->applied.n) return RC_OK;
    struct str folder = slash ? str_slice(str_from(path), 0, (size_t)(slash - path)) : STR(".");
    struct str backups = str_format(run->arena, "%.*s/backups", STR_ARG(folder));
    struct str to = str_format(run->arena, "%.*s/before-%lld.db", STR_ARG(backups),
                               (long long)run->options->now);
    if (!backups.p || !to.p) return RC_LIMIT;
    if (mkdir(backups.p, 0700) && errno != EEXIST) {
        db_problem_set(run->problem, "cannot create %s: %s", backups.p, strerror(errno));
        return RC_BROKEN;
    }
    TRY(sqlite_copy(run->db, to.p, run->problem));
    database_log(run->database, "copied the database to %s before migrating", to.p);
    return RC_OK;
}

static enum rc compare(struct run *run, bool *exists) {
    TRY(run->database->engine->begin(run->db));
    enum rc rc = read_applied(run, exists);
    run->database->engine->rollback(run->db);
    if (rc == RC_OK) rc = check_applied(run);
    return rc == RC_OK ? count_pending(run) : rc;
}

/* Another node may have migrated since compare: read again under the lock. */
static enum rc migrate_locked(struct run *run) {
    bool exists = false;
    run->applied = (applied_list){NULL, 0};
    TRY(read_applied(run, &exists));
    TRY(check_applied(run));
    if (!exists) TRY(run_script(run, "platform", "migration", own_table));
    return apply_pending(run);
}

static enum rc migrate(struct run *run) {
    const struct db_engine *engine = run->database->engine;
    if (run->database->path) TRY(copy_first(run));
    /* Before the transaction, so that it sees what the other node did; until the session ends. */
    if (engine->dialect == SQL_FOR_PG)
        TRY(engine->script(run->db,
                           "SET statement_timeout = 0; SELECT pg_advisory_lock(7305804402)",
                           run->problem));
    TRY(engine->begin(run->db));
    enum rc rc = migrate_locked(run);
    if (rc == RC_OK) return engine->commit(run->db);
    engine->rollback(run->db);
    return rc;
}

static enum rc compare_and_migrate(struct run *run) {
    bool exists = false;
    TRY(compare(run, &exists));
    if (!run->pending && exists) return RC_OK;
    if (run->options->use == DATABASE_MIGRATE) return migrate(run);
    if (exists)
        db_problem_set(run->problem, "the database needs %zu migration%s; run: samskab migrate",
                       run->pending, run->pending == 1 ? "" : "s");
    else
        db_problem_set(run->problem, "the database is empty; run: samskab init");
    return RC_CONFLICT;
}

enum rc database_migrate(struct database *database, struct db *db,
                         const struct database_options *options, struct db_problem *problem) {
    struct arena arena;
    arena_init(&arena, DB_ARENA_MAX);
    struct run run = {
        .database = database, .db = db, .arena = &arena, .options = options, .problem = problem};
    enum rc rc = sodium_init() < 0 ? RC_BROKEN : compare_and_migrate(&run);
    if (rc != RC_OK && !*problem->text)
        db_problem_set(problem, "the list of migrations cannot be read or written (%s)",
                       rc_name(rc));
    arena_release(&arena);
    return rc;
}

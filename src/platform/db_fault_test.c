/* SQLite when things go wrong: the process is killed, the disk is full or fails; and the rule that
   nobody but the writer writes or checkpoints. */
#include "platform/db_sqlite.h"
#include "platform/db_testing.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const struct migration migrations[] = {
    {"001-first", "CREATE TABLE vote (id @int PRIMARY KEY, filler TEXT NOT NULL) @norowid;"}};
static const struct migration_set set = {"test", migrations, COUNT(migrations)};
static const struct migration_set *const sets[] = {&set, NULL};

static const struct db_query add_vote = {.name = "vote.add",
                                         .sql = "INSERT INTO vote (id, filler) VALUES ($1, $2)",
                                         .params = "it",
                                         .writes = true};
static const struct db_query has_vote = {.name = "vote.has",
                                         .sql = "SELECT count(*) FROM vote WHERE id = $1",
                                         .params = "i",
                                         DB_ROW_I64};
static const struct db_query count_votes = {
    .name = "vote.count", .sql = "SELECT count(*) FROM vote", .params = "", DB_ROW_I64};

static struct testing_store store;

static int set_up(void **state) {
    (void)state;
    testing_open(&store, TESTING_SQLITE, sets);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    testing_close(&store);
    return 0;
}

static int64_t ask(const struct db_query *query, struct db_args args) {
    struct db *db = NULL;
    struct arena arena;
    int64_t n = -1;
    arena_init(&arena, 65536);
    assert_int_equal(db_read_begin(store.database, &db), RC_OK);
    assert_int_equal(db_one(db, &arena, query, args, &n), RC_OK);
    db_read_end(db);
    arena_release(&arena);
    return n;
}

static char filler[2001];

static enum rc vote(struct db *db, void *data) {
    return DB_RUN(db, &add_vote, DB_INT(*(int64_t *)data), DB_STR(str_from(filler)));
}

static void assert_whole(void) {
    char path[128];
    sqlite3 *raw = NULL;
    sqlite3_stmt *check = NULL;
    snprintf(path, sizeof path, "%s/samskab.db", store.folder);
    assert_int_equal(sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw, "PRAGMA integrity_check", -1, &check, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(check), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(check, 0), "ok");
    sqlite3_finalize(check);
    sqlite3_close(raw);
}

/* --- kill -9 --- */

enum { ROUNDS = 25, SUBMITTERS = 8 };

struct caster {
    struct db_task task;
    int64_t id, step;
    int pipe;
    bool lies; /* says "done" before the commit */
};

static bool say_done(const struct caster *caster) {
    return write(caster->pipe, &caster->id, sizeof caster->id) == sizeof caster->id;
}

/* Tells the parent, then votes again with the next id: eight voters that never stop. */
static void acknowledge(void *data, enum rc rc) {
    struct caster *caster = data;
    if (rc == RC_OK && !caster->lies && !say_done(caster)) _exit(3);
    caster->id += caster->step;
    if (database_submit(store.database, &caster->task) != RC_OK) _exit(4);
}

static enum rc cast(struct db *db, void *data) {
    struct caster *caster = data;
    if (caster->lies && !say_done(caster)) _exit(3);
    return vote(db, &caster->id);
}

static void vote_until_killed(int out, int64_t first, bool lies) {
    static struct caster casters[SUBMITTERS];
    struct db_problem problem;
    store.options.use = DATABASE_WRITE;
    if (database_open(&store.database, &store.options, &problem) != RC_OK) _exit(2);
    for (int i = 0; i < SUBMITTERS; i++) {
        casters[i] =
            (struct caster){.id = first + i, .step = SUBMITTERS, .pipe = out, .lies = lies};
        casters[i].task = (struct db_task){.apply = cast, .done = acknowledge, .data = &casters[i]};
        if (database_submit(store.database, &casters[i].task) != RC_OK) _exit(5);
    }
    for (;;) pause();
}

/* Starts a voter, kills it a few milliseconds after its first vote, and reads what was
   acknowledged. */
static size_t kill_one(int round, bool lies, int64_t *acknowledged, size_t max) {
    int ends[2], status = 0;
    size_t n = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        vote_until_killed(ends[1], (int64_t)round * 10000000 + 1, lies);
    }
    close(ends[1]);
    while (n < max && read(ends[0], &acknowledged[n], sizeof *acknowledged) == 8) {
        if (n++ > 0) continue;
        usleep(5000 + (unsigned)(round * 2999 % 60000));
        kill(child, SIGKILL);
    }
    close(ends[0]);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return n;
}

enum { ACKNOWLEDGED_MAX = 200000 };

/* Kills so often; how many acknowledged votes are gone. */
static size_t count_lost(int rounds, bool lies, size_t *total) {
    int64_t *acknowledged = malloc(ACKNOWLEDGED_MAX * sizeof *acknowledged);
    size_t lost = 0;
    database_close(store.database);
    store.database = NULL;
    for (int round = 0; round < rounds; round++) {
        size_t n = kill_one(round, lies, acknowledged, ACKNOWLEDGED_MAX);
        assert_true(n > 0 && n < ACKNOWLEDGED_MAX);
        *total += n;
        testing_reopen(&store);
        for (size_t i = 0; i < n; i++)
            lost += ask(&has_vote, DB_ARGS(DB_INT(acknowledged[i]))) != 1;
        database_close(store.database);
        store.database = NULL;
    }
    free(acknowledged);
    assert_whole();
    return lost;
}

static void kill__loses_no_acknowledged_vote(void **state) {
    size_t total = 0;
    (void)state;
    assert_int_equal(count_lost(ROUNDS, false, &total), 0);
    printf("  %d kills, %zu acknowledged votes, 0 lost\n", ROUNDS, total);
}

static void kill__finds_an_acknowledgement_that_comes_too_early(void **state) {
    size_t total = 0;
    (void)state;
    assert_true(count_lost(8, true, &total) > 0);
}

/* --- A failing disk --- */

static atomic_bool sync_fails;
static int (*real_sync)(sqlite3_file *file, int flags);
static sqlite3_io_methods failing_methods[2]; /* of the database and of the WAL */
static sqlite3_vfs failing_vfs;

static int sync_or_fail(sqlite3_file *file, int flags) {
    if (!atomic_load(&sync_fails)) return real_sync(file, flags);
    errno = EIO;
    return SQLITE_IOERR_FSYNC;
}

static int open_failing(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                        int *out_flags) {
    sqlite3_vfs *real = vfs->pAppData;
    int code = real->xOpen(real, name, file, flags, out_flags);
    if (code != SQLITE_OK || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))) return code;
    sqlite3_io_methods *own = &failing_methods[flags & SQLITE_OPEN_WAL ? 1 : 0];
    *own = *file->pMethods;
    real_sync = own->xSync;
    own->xSync = sync_or_fail;
    file->pMethods = own;
    return code;
}

static int set_up_failing(void **state) {
    if (!failing_vfs.zName) {
        failing_vfs = *sqlite3_vfs_find(NULL);
        failing_vfs.pAppData = sqlite3_vfs_find(NULL);
        failing_vfs.zName = "failing";
        failing_vfs.xOpen = open_failing;
    }
    sqlite3_vfs_register(&failing_vfs, 1);
    return set_up(state);
}

static int tear_down_failing(void **state) {
    atomic_store(&sync_fails, false);
    int code = tear_down(state);
    sqlite3_vfs_unregister(&failing_vfs);
    return code;
}

static void failed_sync__refuses_writes_until_restart(void **state) {
    int64_t id = 1;
    (void)state;
    assert_int_equal(database_write(store.database, vote, &id), RC_OK);
    atomic_store(&sync_fails, true);
    id = 2;
    assert_int_equal(database_write(store.database, vote, &id), RC_BROKEN);
    atomic_store(&sync_fails, false);
    id = 3;
    assert_int_equal(database_write(store.database, vote, &id), RC_BROKEN);
    assert_int_equal(ask(&has_vote, DB_ARGS(DB_INT(1))), 1); /* reading goes on */
    assert_int_equal(ask(&has_vote, DB_ARGS(DB_INT(3))), 0);
    testing_reopen(&store);
    assert_int_equal(ask(&has_vote, DB_ARGS(DB_INT(1))), 1);
    assert_int_equal(database_write(store.database, vote, &id), RC_OK);
    assert_int_equal(ask(&has_vote, DB_ARGS(DB_INT(3))), 1);
}

static bool fill_disk(const char *path) {
    FILE *ballast = fopen(path, "w");
    if (!ballast) return false;
    setvbuf(ballast, NULL, _IONBF, 0);
    char block[4096] = {1};
    while (fwrite(block, sizeof block, 1, ballast) == 1) {
    }
    fclose(ballast);
    return true;
}

static void full_disk__is_never_acknowledged_and_recovers(void **state) {
    char folder[] = "/tmp/samskab-full-XXXXXX", url[64], ballast[64];
    struct testing_store full = {.options = store.options};
    struct db_problem problem;
    int64_t id = 0, acknowledged = 0;
    (void)state;
    assert_non_null(mkdtemp(folder));
    if (mount("tmpfs", folder, "tmpfs", 0, "size=2m")) {
        rmdir(folder);
        skip(); /* only root can make a small disk */
    }
    snprintf(url, sizeof url, "sqlite:%s/samskab.db", folder);
    snprintf(ballast, sizeof ballast, "%s/ballast", folder);
    full.options.url = url;
    assert_int_equal(database_open(&full.database, &full.options, &problem), RC_OK);
    struct database *kept = store.database;
    store.database = full.database;
    for (id = 1; id <= 20; id++) acknowledged += database_write(full.database, vote, &id) == RC_OK;
    assert_int_equal(acknowledged, 20);
    assert_true(fill_disk(ballast));
    int refused = 0;
    for (; id <= 400 && refused < 20; id++) {
        enum rc rc = database_write(full.database, vote, &id);
        acknowledged += rc == RC_OK;
        refused += rc == RC_BROKEN;
    }
    assert_int_equal(refused, 20);
    assert_int_equal(ask(&count_votes, DB_ARGS()), acknowledged); /* reading goes on */
    assert_int_equal(unlink(ballast), 0);
    for (int64_t end = id + 20; id < end; id++) {
        assert_int_equal(database_write(full.database, vote, &id), RC_OK);
        acknowledged++;
    }
    assert_int_equal(ask(&count_votes, DB_ARGS()), acknowledged);
    store.database = kept;
    database_close(full.database);
    assert_int_equal(umount(folder), 0);
    rmdir(folder);
}

/* --- One writer --- */

static void reader__can_neither_write_nor_checkpoint(void **state) {
    struct db *db = NULL;
    int64_t id = 1;
    (void)state;
    assert_int_equal(database_write(store.database, vote, &id), RC_OK);
    assert_int_equal(db_read_begin(store.database, &db), RC_OK);
    sqlite3 *handle = sqlite_of(db)->handle;
    assert_int_equal(sqlite3_db_readonly(handle, "main"), 1);
    assert_int_not_equal(sqlite3_exec(handle, "DELETE FROM vote", NULL, NULL, NULL), SQLITE_OK);
    db_read_end(db);
    for (int mode = SQLITE_CHECKPOINT_PASSIVE; mode <= SQLITE_CHECKPOINT_TRUNCATE; mode++)
        assert_int_not_equal(sqlite3_wal_checkpoint_v2(handle, NULL, mode, NULL, NULL), SQLITE_OK);
}

static int64_t pragma(sqlite3 *handle, const char *sql) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static enum rc look_at_settings(struct db *db, void *data) {
    sqlite3 *handle = sqlite_of(db)->handle;
    (void)data;
    assert_int_equal(pragma(handle, "PRAGMA synchronous"), 2);
    assert_int_equal(pragma(handle, "PRAGMA foreign_keys"), 1);
    assert_int_equal(pragma(handle, "PRAGMA secure_delete"), 1);
    assert_int_equal(pragma(handle, "PRAGMA trusted_schema"), 0);
    assert_int_equal(pragma(handle, "PRAGMA wal_autocheckpoint"), 0);
    return RC_OK;
}

static void store__is_durable_and_private(void **state) {
    char path[128];
    struct stat facts;
    (void)state;
    assert_int_equal(database_write(store.database, look_at_settings, NULL), RC_OK);
    assert_string_equal(database_engine(store.database), "SQLite " SQLITE_VERSION);
    static const char *const names[] = {"samskab.db", "samskab.db-wal", "lock"};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", store.folder, names[i]);
        assert_int_equal(stat(path, &facts), 0);
        assert_int_equal(facts.st_mode & 077, 0);
    }
}

static off_t wal_size(void) {
    char path[128];
    struct stat facts;
    snprintf(path, sizeof path, "%s/samskab.db-wal", store.folder);
    return stat(path, &facts) ? 0 : facts.st_size;
}

static void wal__is_emptied_when_idle(void **state) {
    int64_t id = 1;
    (void)state;
    assert_int_equal(database_write(store.database, vote, &id), RC_OK);
    assert_true(wal_size() > 0);
    for (int i = 0; i < 40 && wal_size() > 0; i++) usleep(100000);
    assert_int_equal(wal_size(), 0);
}

static void backup__is_a_whole_store(void **state) {
    char path[128], url[160];
    struct db_problem problem;
    (void)state;
    for (int64_t id = 1; id < 50; id++)
        assert_int_equal(database_write(store.database, vote, &id), RC_OK);
    snprintf(path, sizeof path, "%s/copy.db", store.folder);
    snprintf(url, sizeof url, "sqlite:%s", path);
    assert_int_equal(database_backup(store.database, path), RC_OK);
    assert_int_equal(database_backup(store.database, path), RC_CONFLICT);
    struct database *copy = NULL, *kept = store.database;
    struct database_options options = {.url = url, .use = DATABASE_READ, .migrations = sets};
    assert_int_equal(database_open(&copy, &options, &problem), RC_OK);
    store.database = copy;
    assert_int_equal(ask(&count_votes, DB_ARGS()), 49);
    store.database = kept;
    database_close(copy);
}

int main(void) {
    memset(filler, 'x', sizeof filler - 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kill__loses_no_acknowledged_vote, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kill__finds_an_acknowledgement_that_comes_too_early, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(failed_sync__refuses_writes_until_restart, set_up_failing,
                                        tear_down_failing),
        cmocka_unit_test_setup_teardown(full_disk__is_never_acknowledged_and_recovers, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(reader__can_neither_write_nor_checkpoint, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(store__is_durable_and_private, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wal__is_emptied_when_idle, set_up, tear_down),
        cmocka_unit_test_setup_teardown(backup__is_a_whole_store, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

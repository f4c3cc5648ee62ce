/* Power loss: SIGKILL leaves the kernel's memory alone and so proves nothing about syncs. Here
   every write, truncation and sync of the database and its WAL is recorded together with each
   acknowledgement; then the power is cut after each event in turn. What was synced is there, of the
   rest any part may be, torn ones too. Each such disk must open whole, with every acknowledged
   vote. */
#include "platform/db_testing.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

enum { VOTES = 120, BURSTS = 3, SUBMITTERS = 4, VARIANTS = 4, EVENTS_MAX = 20000 };
enum file { FILE_DATABASE, FILE_WAL, FILE__N };

struct event {
    enum { WRITE, TRUNCATE, SYNC, ACKNOWLEDGE } kind;
    enum file file;
    int64_t at; /* offset, size or the vote's id */
    size_t n;
    unsigned char *bytes;
};

/* --- Recording: a VFS around the real one. Only the opening thread and then the writer write. ---
 */

static struct event events[EVENTS_MAX];
static size_t n_events;
static sqlite3_io_methods real_methods[FILE__N], own_methods[FILE__N];
static sqlite3_vfs recording_vfs;

static void record(struct event event) {
    assert_true(n_events < EVENTS_MAX);
    events[n_events++] = event;
}

static enum file which(const sqlite3_file *file) {
    return file->pMethods == &own_methods[FILE_WAL] ? FILE_WAL : FILE_DATABASE;
}

static int write_recorded(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at) {
    struct event event = {.kind = WRITE, .file = which(file), .at = at, .n = (size_t)n};
    event.bytes = malloc(event.n);
    memcpy(event.bytes, bytes, event.n);
    record(event);
    return real_methods[event.file].xWrite(file, bytes, n, at);
}

static int truncate_recorded(sqlite3_file *file, sqlite3_int64 size) {
    record((struct event){.kind = TRUNCATE, .file = which(file), .at = size});
    return real_methods[which(file)].xTruncate(file, size);
}

static int sync_recorded(sqlite3_file *file, int flags) {
    int code = real_methods[which(file)].xSync(file, flags);
    record((struct event){.kind = SYNC, .file = which(file)});
    return code;
}

static int open_recorded(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                         int *out_flags) {
    sqlite3_vfs *real = vfs->pAppData;
    int code = real->xOpen(real, name, file, flags, out_flags);
    bool watched = flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL);
    if (code != SQLITE_OK || !watched || !(flags & SQLITE_OPEN_READWRITE)) return code;
    enum file kind = flags & SQLITE_OPEN_WAL ? FILE_WAL : FILE_DATABASE;
    real_methods[kind] = own_methods[kind] = *file->pMethods;
    own_methods[kind].xWrite = write_recorded;
    own_methods[kind].xTruncate = truncate_recorded;
    own_methods[kind].xSync = sync_recorded;
    file->pMethods = &own_methods[kind];
    return code;
}

/* --- Voting --- */

static const struct migration migrations[] = {
    {"001-first", "CREATE TABLE vote (id @int PRIMARY KEY, choice @int NOT NULL) @norowid;"}};
static const struct migration_set set = {"test", migrations, COUNT(migrations)};
static const struct migration_set *const sets[] = {&set, NULL};
static const struct db_query add_vote = {.name = "vote.add",
                                         .sql = "INSERT INTO vote (id, choice) VALUES ($1, 7)",
                                         .params = "i",
                                         .writes = true};

struct voter {
    struct db_task task;
    struct database *database;
    int64_t id, last;
    atomic_int *voting;
};

static enum rc apply_vote(struct db *db, void *data) {
    return DB_RUN(db, &add_vote, DB_INT(((struct voter *)data)->id));
}

static void end_vote(void *data, enum rc rc) {
    struct voter *voter = data;
    if (rc != RC_OK) abort();
    record((struct event){.kind = ACKNOWLEDGE, .at = voter->id});
    voter->id += SUBMITTERS;
    if (voter->id > voter->last) {
        atomic_fetch_sub(voter->voting, 1);
        return;
    }
    if (database_submit(voter->database, &voter->task) != RC_OK) abort();
}

/* Bursts with a pause, so that the WAL is moved to the file and truncated in between. */
static void vote_in_bursts(struct database *database) {
    static struct voter voters[SUBMITTERS];
    atomic_int voting;
    for (int burst = 0; burst < BURSTS; burst++) {
        int64_t first = burst * (VOTES / BURSTS) + 1;
        atomic_store(&voting, SUBMITTERS);
        for (int i = 0; i < SUBMITTERS; i++) {
            voters[i] = (struct voter){.database = database,
                                       .id = first + i,
                                       .last = first + VOTES / BURSTS - 1,
                                       .voting = &voting};
            voters[i].task =
                (struct db_task){.apply = apply_vote, .done = end_vote, .data = &voters[i]};
            assert_int_equal(database_submit(database, &voters[i].task), RC_OK);
        }
        while (atomic_load(&voting)) usleep(1000);
        if (burst + 1 < BURSTS) usleep(1400000);
    }
}

static int record_a_vote(void **state) {
    static struct testing_store store;
    (void)state;
    recording_vfs = *sqlite3_vfs_find(NULL);
    recording_vfs.pAppData = sqlite3_vfs_find(NULL);
    recording_vfs.zName = "recording";
    recording_vfs.xOpen = open_recorded;
    sqlite3_vfs_register(&recording_vfs, 1);
    testing_open(&store, TESTING_SQLITE, sets);
    vote_in_bursts(store.database);
    sqlite3_vfs_unregister(&recording_vfs);
    size_t kept = n_events; /* closing is not part of the story */
    testing_close(&store);
    while (n_events > kept) free(events[--n_events].bytes);
    return 0;
}

static int forget_the_vote(void **state) {
    (void)state;
    while (n_events) free(events[--n_events].bytes);
    return 0;
}

/* --- Cutting the power --- */

struct image {
    unsigned char *bytes;
    size_t n, room;
};

static void image_apply(struct image *image, const struct event *event, size_t n) {
    size_t end = (size_t)event->at + (event->kind == WRITE ? n : 0);
    if (end > image->room) {
        image->bytes = realloc(image->bytes, end * 2);
        image->room = end * 2;
    }
    if (end > image->n) memset(image->bytes + image->n, 0, end - image->n);
    if (event->kind == TRUNCATE || end > image->n) image->n = end;
    if (event->kind == WRITE && n) memcpy(image->bytes + event->at, event->bytes, n);
}

static void image_copy(struct image *to, const struct image *from) {
    if (from->n > to->room) {
        to->bytes = realloc(to->bytes, from->n * 2);
        to->room = from->n * 2;
    }
    if (from->n) memcpy(to->bytes, from->bytes, from->n);
    to->n = from->n;
}

static uint32_t chance(uint32_t *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

struct crash {
    char folder[64];
    struct image durable[FILE__N], disk[FILE__N];
    size_t synced[FILE__N]; /* events of the file before this one are durable */
    bool no_wal_sync;       /* planted: as with a weaker synchronous setting */
    bool acknowledged[VOTES + 1];
    size_t lost, broken, disks; /* disks on which a vote is missing, that are damaged, all */
    uint32_t random;
};

/* What of the events that no sync has followed reached the disk: nothing, everything, or some of
   it, the last ones torn. */
static void add_unsynced(struct crash *crash, size_t end, int variant) {
    size_t from = crash->synced[FILE_DATABASE] < crash->synced[FILE_WAL]
                      ? crash->synced[FILE_DATABASE]
                      : crash->synced[FILE_WAL];
    for (size_t i = from; i < end && variant > 0; i++) {
        const struct event *event = &events[i];
        if (event->kind > TRUNCATE || i < crash->synced[event->file]) continue;
        uint32_t dice = chance(&crash->random) % 8;
        if (variant > 1 && dice < 4) continue;
        bool torn = variant > 1 && dice == 4;
        image_apply(&crash->disk[event->file], event, torn ? event->n / 2 : event->n);
    }
}

static void write_image(const struct crash *crash, const char *name, const struct image *image) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", crash->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(image->bytes ? image->bytes : (unsigned char *)"", 1, image->n, file),
                     image->n);
    fclose(file);
}

static bool is_whole(sqlite3 *raw) {
    sqlite3_stmt *check = NULL;
    sqlite3_exec(raw, "PRAGMA synchronous = OFF", NULL, NULL, NULL); /* this disk is thrown away */
    bool whole = sqlite3_prepare_v2(raw, "PRAGMA integrity_check", -1, &check, NULL) == SQLITE_OK &&
                 sqlite3_step(check) == SQLITE_ROW &&
                 !strcmp((const char *)sqlite3_column_text(check, 0), "ok");
    sqlite3_finalize(check);
    return whole;
}

/* How many acknowledged votes are not in the table. */
static size_t count_missing(sqlite3 *raw, const bool acknowledged[VOTES + 1]) {
    bool there[VOTES + 1] = {false};
    sqlite3_stmt *list = NULL;
    size_t missing = 0;
    if (sqlite3_prepare_v2(raw, "SELECT id FROM vote", -1, &list, NULL) == SQLITE_OK)
        while (sqlite3_step(list) == SQLITE_ROW) there[sqlite3_column_int64(list, 0)] = true;
    sqlite3_finalize(list);
    for (int i = 1; i <= VOTES; i++) missing += acknowledged[i] && !there[i];
    return missing;
}

/* Opens the disk as a restarted program would. */
static void check_disk(struct crash *crash) {
    char path[128], shm[128];
    sqlite3 *raw = NULL;
    snprintf(path, sizeof path, "%s/x.db", crash->folder);
    snprintf(shm, sizeof shm, "%s/x.db-shm", crash->folder);
    write_image(crash, "x.db", &crash->disk[FILE_DATABASE]);
    write_image(crash, "x.db-wal", &crash->disk[FILE_WAL]);
    crash->disks++;
    assert_int_equal(sqlite3_open_v2(path, &raw, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    crash->broken += !is_whole(raw);
    crash->lost += count_missing(raw, crash->acknowledged) > 0;
    sqlite3_close(raw);
    unlink(shm);
}

static void cut_everywhere(struct crash *crash) {
    snprintf(crash->folder, sizeof crash->folder, "/tmp/samskab-power-XXXXXX");
    assert_non_null(mkdtemp(crash->folder));
    for (size_t end = 1; end <= n_events; end++) {
        const struct event *event = &events[end - 1];
        if (event->kind == ACKNOWLEDGE) crash->acknowledged[event->at] = true;
        bool ignored = crash->no_wal_sync && event->file == FILE_WAL;
        if (event->kind == SYNC && !ignored) {
            for (size_t i = crash->synced[event->file]; i < end; i++)
                if (events[i].kind <= TRUNCATE && events[i].file == event->file)
                    image_apply(&crash->durable[event->file], &events[i], events[i].n);
            crash->synced[event->file] = end;
        }
        for (int variant = 0; variant < VARIANTS; variant++) {
            for (int file = 0; file < FILE__N; file++)
                image_copy(&crash->disk[file], &crash->durable[file]);
            add_unsynced(crash, end, variant);
            check_disk(crash);
        }
    }
}

static void clean_up(struct crash *crash) {
    static const char *const names[] = {"x.db", "x.db-wal", "x.db-shm"};
    char path[128];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", crash->folder, names[i]);
        unlink(path);
    }
    rmdir(crash->folder);
    for (int file = 0; file < FILE__N; file++) {
        free(crash->durable[file].bytes);
        free(crash->disk[file].bytes);
    }
}

static void power_loss__loses_no_acknowledged_vote(void **state) {
    struct crash crash = {.random = 1};
    size_t syncs = 0, truncations = 0;
    (void)state;
    for (size_t i = 0; i < n_events; i++) {
        syncs += events[i].kind == SYNC;
        truncations += events[i].kind == TRUNCATE && events[i].file == FILE_WAL;
    }
    assert_true(syncs > VOTES / SUBMITTERS / 2 && truncations >= BURSTS - 1);
    cut_everywhere(&crash);
    printf("  %zu events, %zu syncs, %zu disks: %zu lost, %zu broken\n", n_events, syncs,
           crash.disks, crash.lost, crash.broken);
    assert_int_equal(crash.lost, 0);
    assert_int_equal(crash.broken, 0);
    clean_up(&crash);
}

static void power_loss__is_found_when_the_wal_is_not_synced(void **state) {
    struct crash crash = {.random = 2, .no_wal_sync = true};
    (void)state;
    cut_everywhere(&crash);
    printf("  without syncs of the WAL, %zu disks: %zu lost\n", crash.disks, crash.lost);
    assert_true(crash.lost > 0);
    clean_up(&crash);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_loss__loses_no_acknowledged_vote),
        cmocka_unit_test(power_loss__is_found_when_the_wal_is_not_synced),
    };
    return cmocka_run_group_tests(tests, record_a_vote, forget_the_vote);
}

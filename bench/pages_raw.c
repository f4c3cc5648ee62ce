/*
 * The baselines of bench/pages.mjs: the same statements as the program, run by SQLite alone on a
 * database that the program has made. One thread, no HTTP, no templates.
 *
 *   pages-raw FILE read INITIATIVE_PUBLIC_ID ROUNDS   CPU of the initiative page's five statements
 *   pages-raw FILE log INITIATIVE_PUBLIC_ID ROUNDS    CPU of a log page of a hundred entries
 *   pages-raw FILE board EXERCISE_PUBLIC_ID ROUNDS    CPU of a board's statements
 *   pages-raw FILE write INVITATION_ID BATCH SECONDS  answers to an invitation, BATCH in a commit
 *
 * Prints one number: milliseconds of CPU per round, or answers per second.
 */
#include "core/activity.h"
#include "core/initiative.h"
#include "core/invitation.h"
#include "core/link.h"
#include "core/log.h"
#include "core/meeting/board.h"
#include "core/party.h"
#include "platform/db_sql.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STATEMENTS = 5, MANY = 1 << 30 };

static struct arena arena;
static sqlite3 *db;

static void stop(const char *what) {
    fprintf(stderr, "pages-raw: %s (%s)\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
}

static double seconds(clockid_t which) {
    struct timespec at;
    clock_gettime(which, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void run(const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) stop(sql);
}

/* The declared statement of that name, prepared. */
static sqlite3_stmt *prepare(const struct db_queries *queries, const char *name) {
    for (size_t i = 0; i < queries->n; i++) {
        if (strcmp(queries->v[i]->name, name) != 0) continue;
        struct buf sql;
        sqlite3_stmt *statement = NULL;
        buf_init(&sql, &arena, 64 * 1024);
        sql_for_sqlite(&sql, str_from(queries->v[i]->sql));
        if (sqlite3_prepare_v2(db, sql.p, (int)sql.n, &statement, NULL) != SQLITE_OK) stop(name);
        return statement;
    }
    stop(name);
    return NULL;
}

/* Runs it and reads every column, as a page does. Returns the bytes seen. */
static size_t step(sqlite3_stmt *statement) {
    size_t bytes = 0;
    int rc;
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const void *value = sqlite3_column_blob(statement, i);
            bytes += value ? (size_t)sqlite3_column_bytes(statement, i) : 1;
        }
    if (rc != SQLITE_DONE) stop("step");
    sqlite3_reset(statement);
    return bytes;
}

static void bind(sqlite3_stmt *statement, const int64_t *values, int n) {
    for (int i = 0; i < n; i++) sqlite3_bind_int64(statement, i + 1, values[i]);
}
#define BIND(statement, ...)                                                                       \
    bind((statement), (const int64_t[]){__VA_ARGS__},                                              \
         (int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)))

static int64_t key_of(int64_t public_id) {
    sqlite3_stmt *find = NULL;
    sqlite3_prepare_v2(db, "SELECT id FROM initiative WHERE public_id = ?1", -1, &find, NULL);
    sqlite3_bind_int64(find, 1, public_id);
    if (sqlite3_step(find) != SQLITE_ROW) stop("no such initiative");
    int64_t id = sqlite3_column_int64(find, 0);
    sqlite3_finalize(find);
    return id;
}

static double read_page(int64_t public_id, long rounds, bool whole_log) {
    run("PRAGMA query_only = ON; PRAGMA cache_size = -2048; PRAGMA mmap_size = 67108864;");
    int64_t id = key_of(public_id);
    sqlite3_stmt *all[STATEMENTS] = {
        prepare(&initiative_queries, "initiative.find"), prepare(&log_queries, "log.read"),
        prepare(&party_queries, "party.list"), prepare(&activity_queries, "activity.list"),
        prepare(&link_queries, "link.read")};
    BIND(all[0], public_id, 0, 0);
    BIND(all[1], OBJECT_INITIATIVE, id, INT64_MAX, whole_log ? 101 : 6);
    BIND(all[2], id, 13);
    BIND(all[3], OBJECT_INITIATIVE, id);
    BIND(all[4], OBJECT_INITIATIVE, id, 0, 0, 0);
    size_t bytes = 0;
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (long i = 0; i < rounds; i++) {
        run("BEGIN");
        for (int s = 0; s < (whole_log ? 2 : STATEMENTS); s++) bytes += step(all[s]);
        run("COMMIT");
    }
    if (!bytes) stop("nothing was read");
    return (seconds(CLOCK_PROCESS_CPUTIME_ID) - start) * 1000 / (double)rounds;
}

static double read_board(int64_t public_id, long rounds) {
    run("PRAGMA query_only = ON; PRAGMA cache_size = -2048; PRAGMA mmap_size = 67108864;");
    sqlite3_stmt *find = NULL;
    sqlite3_prepare_v2(db, "SELECT id FROM activity WHERE public_id = ?1", -1, &find, NULL);
    sqlite3_bind_int64(find, 1, public_id);
    if (sqlite3_step(find) != SQLITE_ROW) stop("no such exercise");
    int64_t id = sqlite3_column_int64(find, 0);
    sqlite3_finalize(find);
    sqlite3_stmt *all[STATEMENTS] = {
        prepare(&note_queries, "note.list"), prepare(&board_queries, "board.details"),
        prepare(&board_queries, "board.clusters"), prepare(&board_queries, "board.links"),
        prepare(&board_queries, "board.origins")};
    for (int s = 0; s < STATEMENTS; s++) BIND(all[s], id, 0);
    size_t bytes = 0;
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (long i = 0; i < rounds; i++) {
        run("BEGIN");
        for (int s = 0; s < STATEMENTS; s++) bytes += step(all[s]);
        run("COMMIT");
    }
    if (!bytes) stop("nothing was read");
    return (seconds(CLOCK_PROCESS_CPUTIME_ID) - start) * 1000 / (double)rounds;
}

/* What an answer "no" to an invitation writes: the answer, no guest, the log, the activity. */
static double write_answers(int64_t invitation, long batch, double how_long) {
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
    sqlite3_stmt *answer = prepare(&invitation_queries, "invitation.answer");
    sqlite3_stmt *guest = prepare(&invitation_queries, "invitation.delete_guest");
    sqlite3_stmt *entry = prepare(&log_queries, "log.insert");
    sqlite3_stmt *touch = prepare(&log_queries, "log.touch_initiative");
    double start = seconds(CLOCK_MONOTONIC), now = start;
    long n = 0;
    while (now - start < how_long) {
        run("BEGIN IMMEDIATE");
        for (long i = 0; i < batch; i++, n++) {
            BIND(answer, invitation, ANSWER_NO + n % 2, 0, 0, 1);
            sqlite3_bind_text(answer, 3, n % 2 ? "kun hvis" : "", -1, SQLITE_STATIC);
            BIND(guest, invitation);
            BIND(entry, 1700000000000 + n, 0, 0, 0, OBJECT_INITIATIVE, 1, 0, 0, 0, 0);
            sqlite3_bind_text(entry, 4, "invitation-no", -1, SQLITE_STATIC);
            BIND(touch, 1, INT64_C(1900000000000) + n);
            step(answer);
            step(guest);
            step(entry);
            step(touch);
        }
        run("COMMIT");
        now = seconds(CLOCK_MONOTONIC);
    }
    return (double)n / (now - start);
}

int main(int n, char **words) {
    if (n < 5) stop("FILE read|log|board PUBLIC_ID ROUNDS, or FILE write INVITATION BATCH SECONDS");
    arena_init(&arena, MANY);
    if (sqlite3_open(words[1], &db) != SQLITE_OK) stop(words[1]);
    long long id = strtoll(words[3], NULL, 10);
    long count = strtol(words[4], NULL, 10);
    bool writes = strcmp(words[2], "write") == 0;
    if (writes && n < 6) stop("how many seconds?");
    double figure = writes ? write_answers(id, count, strtod(words[5], NULL))
                    : strcmp(words[2], "board") == 0
                        ? read_board(id, count)
                        : read_page(id, count, strcmp(words[2], "log") == 0);
    printf("%.6f\n", figure);
    sqlite3_close(db);
    arena_release(&arena);
    return 0;
}

/* Durable writes: votes through the writer's group commit, beside a raw batched SQLite loop and a
   commit per row on the same disk in the same run. Usage: bench-db OUT.json */
#include "platform/db.h"

#include <libgen.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 2, CLIENTS_MAX = 256 };

#define TABLE                                                                                      \
    "CREATE TABLE vote (poll @int NOT NULL, voter @int NOT NULL, choice @int NOT NULL, "           \
    "PRIMARY KEY (poll, voter)) @norowid;"
#define UPSERT                                                                                     \
    "INSERT INTO vote (poll, voter, choice) VALUES ($1, $2, $3) "                                  \
    "ON CONFLICT (poll, voter) DO UPDATE SET choice = excluded.choice"

static const struct migration migrations[] = {{"001-vote", TABLE}};
static const struct migration_set set = {"bench", migrations, 1};
static const struct migration_set *const sets[] = {&set, NULL};
static const struct db_query cast_vote = {
    .name = "bench.vote", .sql = UPSERT, .params = "iii", .writes = true};

static double seconds(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void stop(const char *what) {
    fprintf(stderr, "bench-db: %s\n", what);
    exit(1);
}

/* The next voter: spread over the whole key range, the same series every time. */
static int64_t next_voter(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)(*state >> 2);
}

/* --- The raw loop --- */

static void run_raw(sqlite3 *raw, const char *sql) {
    if (sqlite3_exec(raw, sql, NULL, NULL, NULL) != SQLITE_OK) stop(sqlite3_errmsg(raw));
}

/* Rows per second with so many rows in each commit. */
static double raw_loop(const char *folder, int batch) {
    char path[512];
    sqlite3 *raw = NULL;
    sqlite3_stmt *vote = NULL;
    uint64_t state = (uint64_t)batch;
    double rows = 0, start = 0;
    snprintf(path, sizeof path, "%s/raw-%d.db", folder, batch);
    if (sqlite3_open(path, &raw) != SQLITE_OK) stop("cannot create the raw database");
    run_raw(raw, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "CREATE TABLE vote (poll INTEGER NOT NULL, voter INTEGER NOT NULL, choice INTEGER "
                 "NOT NULL, PRIMARY KEY (poll, voter)) STRICT, WITHOUT ROWID;");
    if (sqlite3_prepare_v2(raw, UPSERT, -1, &vote, NULL) != SQLITE_OK) stop(sqlite3_errmsg(raw));
    for (start = seconds(); seconds() - start < SECONDS;) {
        run_raw(raw, "BEGIN IMMEDIATE");
        for (int i = 0; i < batch; i++, rows++) {
            sqlite3_bind_int64(vote, 1, 1);
            sqlite3_bind_int64(vote, 2, next_voter(&state));
            sqlite3_bind_int64(vote, 3, i);
            if (sqlite3_step(vote) != SQLITE_DONE) stop(sqlite3_errmsg(raw));
            sqlite3_reset(vote);
        }
        run_raw(raw, "COMMIT");
    }
    double rate = rows / (seconds() - start);
    sqlite3_finalize(vote);
    sqlite3_close(raw);
    return rate;
}

/* --- Through the writer --- */

struct client {
    struct db_task task;
    struct database *database;
    uint64_t state;
    double submitted_at, waited; /* seconds */
    int64_t votes;
    atomic_bool *stopping;
    atomic_int *running;
};

static enum rc apply_vote(struct db *db, void *data) {
    struct client *client = data;
    return DB_RUN(db, &cast_vote, DB_INT(1), DB_INT(next_voter(&client->state)), DB_INT(7));
}

static void submit(struct client *client) {
    client->submitted_at = seconds();
    if (database_submit(client->database, &client->task) != RC_OK) stop("the queue is full");
}

/* As a client that votes again as soon as it has its answer. */
static void end_vote(void *data, enum rc rc) {
    struct client *client = data;
    if (rc != RC_OK) stop(rc_name(rc));
    client->votes++;
    client->waited += seconds() - client->submitted_at;
    if (atomic_load(client->stopping))
        atomic_fetch_sub(client->running, 1);
    else
        submit(client);
}

static double through_writer(struct database *database, int clients, double *mean_wait) {
    static struct client list[CLIENTS_MAX];
    atomic_bool stopping = false;
    atomic_int running = clients;
    double votes = 0, waited = 0, start = seconds();
    for (int i = 0; i < clients; i++) {
        list[i] = (struct client){.database = database,
                                  .state = (uint64_t)(clients * 1000 + i),
                                  .stopping = &stopping,
                                  .running = &running};
        list[i].task = (struct db_task){.apply = apply_vote, .done = end_vote, .data = &list[i]};
        submit(&list[i]);
    }
    usleep(SECONDS * 1000000);
    atomic_store(&stopping, true);
    while (atomic_load(&running)) usleep(1000);
    double took = seconds() - start;
    for (int i = 0; i < clients; i++) {
        votes += (double)list[i].votes;
        waited += list[i].waited;
    }
    *mean_wait = waited / votes * 1000;
    return votes / took;
}

/* --- Figures --- */

static void add(FILE *out, const char *name, double value, const char *unit, double baseline) {
    static int written;
    fprintf(out, "%s{\"name\": \"%s\", \"value\": %.1f, \"unit\": \"%s\"", written++ ? ",\n " : "[",
            name, value, unit);
    if (baseline > 0)
        fprintf(out, ", \"baseline\": %.1f, \"ratio\": %.4f", baseline, value / baseline);
    fprintf(out, "}");
}

static void measure(FILE *out, const char *folder, struct database *database) {
    double wait64 = 0, wait256 = 0;
    double one = raw_loop(folder, 1), raw64 = raw_loop(folder, 64);
    double group64 = through_writer(database, 64, &wait64);
    double raw256 = raw_loop(folder, 256);
    double group256 = through_writer(database, 256, &wait256);
    double raw1000 = raw_loop(folder, 1000);
    add(out, "durable writes, 64 waiting, against a raw loop of 64 per commit", group64, "1/s",
        raw64);
    add(out, "durable writes, 256 waiting, against a raw loop of 256 per commit", group256, "1/s",
        raw256);
    add(out, "durable writes, 256 waiting, against a raw loop of 1000 per commit", group256, "1/s",
        raw1000);
    add(out, "durable writes, 64 waiting, against a commit per row", group64, "1/s", one);
    add(out, "mean wait of a durable write, 64 waiting", wait64, "ms", 0);
    add(out, "mean wait of a durable write, 256 waiting", wait256, "ms", 0);
    fprintf(out, "]\n");
}

static void remove_files(const char *folder) {
    static const char *const names[] = {"raw-1.db",    "raw-64.db",  "raw-256.db",
                                        "raw-1000.db", "samskab.db", "lock"};
    char path[600];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

int main(int argc, char **argv) {
    char beside[400], folder[420], url[480];
    struct database *database = NULL;
    struct db_problem problem;
    if (argc != 2) stop("usage: bench-db OUT.json");
    FILE *out = fopen(argv[1], "w");
    if (!out) stop("cannot write the figures");
    /* beside the figures, because /tmp may be memory */
    snprintf(beside, sizeof beside, "%s", argv[1]);
    snprintf(folder, sizeof folder, "%s/db-XXXXXX", dirname(beside));
    if (!mkdtemp(folder)) stop("cannot create a folder");
    snprintf(url, sizeof url, "sqlite:%s/samskab.db", folder);
    struct database_options options = {
        .url = url, .use = DATABASE_MIGRATE, .migrations = sets, .now = 1};
    if (database_open(&database, &options, &problem) != RC_OK) stop(problem.text);
    measure(out, folder, database);
    database_close(database);
    remove_files(folder);
    return fclose(out) ? 1 : 0;
}

/* Reading a .pb file, counting it, and storing what came out. */
#include "feature/budget/import.h"

#include "platform/files.h"

#include <errno.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

static enum rc read_piece(int fd, char *to, size_t *n) {
    ssize_t got;
    do got = read(fd, to, PIECE);
    while (got < 0 && errno == EINTR);
    if (got < 0) return RC_BROKEN;
    *n = (size_t)got;
    return RC_OK;
}

enum rc budget_read_file(struct arena *arena, int fd, struct budget_election *election,
                         struct pb_error *error) {
    struct pb_reader *reader = pb_begin(arena);
    char *piece = arena_alloc(arena, PIECE);
    if (!reader || !piece) return RC_LIMIT;
    *error = (struct pb_error){0};
    size_t n, total = 0;
    for (;;) {
        TRY(read_piece(fd, piece, &n));
        if (n == 0) return pb_end(reader, election, error);
        total += n;
        if (total > BUDGET_FILE_MAX) return RC_LIMIT;
        TRY(pb_feed(reader, (struct str){piece, n}, error));
    }
}

struct store_task {
    struct arena *arena;
    const struct budget_owner *owner;
    const struct budget_record *record;
    const struct budget_upload *upload; /* or NULL */
    struct activity *activity;
};

static enum rc store(struct db *db, void *data) {
    struct store_task *task = data;
    if (task->upload) {
        struct budget_upload now;
        TRY(budget_upload_load(db, task->arena, task->upload->id, &now));
        if (now.activity) return RC_OK; /* an earlier run of this job came this far */
    }
    TRY(budget_store(db, task->arena, task->owner, task->record, task->activity));
    return task->upload ? budget_upload_finish(db, task->upload, task->activity->id) : RC_OK;
}

enum rc budget_import_file(struct arena *arena, const struct budget_import *import,
                           struct pb_error *error, struct activity *activity) {
    struct budget_election election;
    struct budget_record record;
    TRY(budget_read_file(arena, import->fd, &election, error));
    TRY(budget_record_make(arena, &election, &import->options, import->progress, &record));
    struct store_task task = {arena, &import->owner, &record, NULL, activity};
    return database_write(import->database, store, &task);
}

struct str budget_options_text(struct arena *arena, const struct budget_options *options) {
    struct buf out;
    buf_init(&out, arena, 512);
    for (unsigned i = 0; i < BUDGET_OPTION__N; i++)
        buf_format(&out, "%s ", budget_option_text(options, (enum budget_option)i));
    buf_add(&out, str_hex(arena, options->seed.p, options->seed.n));
    return buf_str(&out);
}

enum rc budget_options_parse(struct arena *arena, struct str text, struct budget_options *options) {
    struct str word = {0};
    *options = (struct budget_options){0};
    for (unsigned i = 0; i < BUDGET_OPTION__N; i++) {
        if (!str_cut(&text, ' ', &word)) return RC_INVALID;
        if (str_is(word, STR("auto"))) continue;
        TRY(budget_option_set(options, (enum budget_option)i, word));
    }
    unsigned char *seed = arena_alloc(arena, text.n / 2 + 1);
    if (!seed) return RC_LIMIT;
    options->seed = (struct str){(const char *)seed, text.n / 2};
    return str_unhex(text, seed, text.n / 2);
}

/* What the job tells while it counts, and whether it must stop. */
struct job_report {
    struct job_run *run;
    enum rc rc;
};

static bool report(void *data, int permille) {
    struct job_report *to = data;
    to->rc = job_progress(to->run, permille < 1000 ? permille : 999, 1000);
    return to->rc == RC_OK;
}

static enum rc load_upload(struct job_run *run, struct budget_upload *upload, struct str *packed) {
    struct db *db;
    struct file file;
    int64_t id;
    TRY(str_to_i64(run->job.payload, &id));
    TRY(db_read_begin(run->database, &db));
    enum rc rc = budget_upload_load(db, run->arena, id, upload);
    if (rc == RC_OK) rc = file_load(db, run->arena, upload->votes_file, &file);
    if (rc == RC_OK) rc = file_read(db, run->arena, &file, BUDGET_FILE_MAX, packed);
    db_read_end(db);
    return rc;
}

static enum rc count_upload(struct job_run *run, const struct budget_upload *upload,
                            struct str packed) {
    struct str votes;
    struct budget_election election;
    struct budget_options options;
    struct budget_record record;
    struct pb_error error;
    struct activity activity;
    struct job_report to = {.run = run, .rc = RC_OK};
    const struct budget_progress progress = {report, &to};

    TRY(gzip_unpack(run->arena, packed, BUDGET_FILE_MAX, &votes));
    TRY(pb_read(run->arena, votes, &election, &error));
    TRY(budget_options_parse(run->arena, upload->options, &options));
    enum rc rc = budget_record_make(run->arena, &election, &options, &progress, &record);
    if (to.rc != RC_OK) return to.rc;
    TRY(rc);
    record.summary.votes_file = upload->votes_file;
    const struct budget_owner owner = {
        .place = {(enum object_kind)upload->place_kind, upload->place},
        .person = upload->person,
        .acting = upload->acting,
        .title = upload->title,
        .source = upload->source,
        .now = run->now,
    };
    struct store_task task = {run->arena, &owner, &record, upload, &activity};
    return database_write(run->database, store, &task);
}

enum rc budget_count_job(struct job_run *run) {
    struct budget_upload upload;
    struct str packed;
    TRY(load_upload(run, &upload, &packed));
    if (!upload.activity) TRY(count_upload(run, &upload, packed));
    return job_progress(run, 1000, 1000);
}

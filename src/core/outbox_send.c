/* The jobs of the outbox: sending one letter, and tidying what is past its time. See outbox.h. */
#include "core/outbox.h"
#include "core/session.h"
#include "kit/site.h"
#include "platform/mail.h"
#include "platform/search.h"

/* What the last step of a job writes down. */
struct outcome {
    int64_t letter, now;
    enum mail_failure failure;
};

static enum rc write_outcome(struct db *db, void *data) {
    const struct outcome *outcome = data;
    if (outcome->failure) return outbox_failed(db, outcome->letter, (int)outcome->failure);
    return outbox_done(db, outcome->letter, outcome->now);
}

static enum rc compose(struct db *db, struct job_run *run, int64_t id, struct letter *letter,
                       struct mail *mail) {
    const struct site *site = run->site;
    struct str url;
    TRY(outbox_find(db, run->arena, id, letter));
    TRY(letter_url(db, run->arena, site, letter, run->now, &url));
    TRY(letter_text(run->arena, site, letter, url, &mail->subject, &mail->body));
    /* A link that no longer works is not worth a letter. */
    if (letter->link && !url.n) return RC_ABSENT;
    mail->to = letter->address;
    mail->to_name = letter->receiver;
    mail->id =
        str_format(run->arena, "%lld.%lld", (long long)letter->id, (long long)letter->created_at);
    mail->now = run->now;
    return RC_OK;
}

static enum rc send_letter(struct job_run *run) {
    const struct site *site = run->site;
    struct outcome outcome = {.now = run->now};
    struct letter letter = {0};
    struct mail mail = {0};
    struct db *db;
    TRY(str_to_i64(run->job.payload, &outcome.letter));
    if (!site->mail) return RC_OK; /* it waits for an administrator */
    TRY(db_read_begin(run->database, &db));
    enum rc rc = compose(db, run, outcome.letter, &letter, &mail);
    db_read_end(db);
    if (rc == RC_OK && letter.sent_at) return RC_OK;
    if (rc == RC_OK) rc = mail_send(run->arena, site->mail, &mail, &outcome.failure);
    if (rc == RC_ABSENT) rc = RC_OK;
    if (rc != RC_OK && !outcome.failure) outcome.failure = MAIL_BROKEN;
    TRY(database_write(run->database, write_outcome, &outcome));
    return rc;
}

static enum rc tidy(struct db *db, void *data) {
    const int64_t now = *(const int64_t *)data;
    TRY(session_tidy(db, now));
    TRY(outbox_tidy(db, now));
    TRY(login_link_tidy(db, now));
    return search_tidy(db);
}

static enum rc tidy_people(struct job_run *run) {
    return database_write(run->database, tidy, &run->now);
}

const struct job_kind people_jobs[] = {
    {.name = "mail", .run = send_letter, .attempts_max = 8},
    {.name = "people-tidy", .run = tidy_people, .every_ms = 60 * 60 * INT64_C(1000)},
    {.name = NULL},
};

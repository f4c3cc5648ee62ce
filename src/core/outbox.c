/* The outbox's rows: see outbox.h. Sending is in outbox_send.c, the texts in outbox_letter.c. */
#include "core/outbox.h"

#include "core/own_data.h"
#include "kit/site.h"

const char *const letter_names[LETTER__N] = {
    [LETTER_SIGN_IN] = "sign-in",
    [LETTER_SIGN_UP] = "sign-up",
    [LETTER_HAS_ACCOUNT] = "has-account",
    [LETTER_NO_ACCOUNT] = "no-account",
    [LETTER_WELCOME] = "welcome",
    [LETTER_MEMBER] = "member",
    [LETTER_PASSWORD_CHANGED] = "password-changed",
    [LETTER_PARTY] = "party",
    [LETTER_MEETING] = "meeting",
    [LETTER_STEWARD] = "steward",
    [LETTER_HANDOVER] = "handover",
};
const enum text_id letter_labels[LETTER__N] = {
    [LETTER_SIGN_IN] = T_letter_is_sign_in,
    [LETTER_SIGN_UP] = T_letter_is_sign_up,
    [LETTER_HAS_ACCOUNT] = T_letter_is_has_account,
    [LETTER_NO_ACCOUNT] = T_letter_is_no_account,
    [LETTER_WELCOME] = T_letter_is_welcome,
    [LETTER_MEMBER] = T_letter_is_member,
    [LETTER_PASSWORD_CHANGED] = T_letter_is_password_changed,
    [LETTER_PARTY] = T_letter_is_party,
    [LETTER_MEETING] = T_letter_is_meeting,
    [LETTER_STEWARD] = T_letter_is_steward,
    [LETTER_HANDOVER] = T_letter_is_handover,
};

/* ---- writing ---- */

static const struct db_query insert_letter = {
    "outbox.insert",
    "INSERT INTO outbox (letter, person, address, receiver, lang, about, path, link, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    "iitttttii", DB_ROW_I64, .writes = true};

enum rc outbox_add(struct db *db, struct arena *arena, const struct site *site,
                   struct letter *letter) {
    int64_t job;
    TRY(DB_ONE(db, arena, &insert_letter, &letter->id, DB_INT(letter->kind), DB_REF(letter->person),
               DB_STR(letter->address), DB_STR(letter->receiver), DB_STR(letter->lang),
               DB_STR(letter->about), DB_STR(letter->path), DB_REF(letter->link),
               DB_INT(letter->created_at)));
    if (!site->mail) return RC_OK;
    return job_add(db, arena, "mail", str_format(arena, "%lld", (long long)letter->id), 0, &job);
}

static const struct db_query mark_done = {
    "outbox.mark_done",
    "UPDATE outbox SET sent_at = $2, address = '', receiver = '', about = '', path = '', "
    "link = NULL, failure = 0 WHERE id = $1 AND sent_at IS NULL",
    "ii", .writes = true};
static const struct db_query mark_failed = {
    "outbox.mark_failed", "UPDATE outbox SET attempts = attempts + 1, failure = $2 WHERE id = $1",
    "ii", .writes = true};
/* Letters whose link was used, or replaced by a newer one. */
static const struct db_query drop_ended = {
    "outbox.drop_ended",
    "UPDATE outbox SET sent_at = $3, address = '', receiver = '', about = '', path = '', "
    "link = NULL, failure = 0 WHERE sent_at IS NULL AND link IN (SELECT k.id FROM login_link k "
    "WHERE k.used_at IS NOT NULL AND (k.person = $1 OR (k.mail <> '' AND k.mail = $2)))",
    "iti", .writes = true};
static const struct db_query delete_old = {
    "outbox.delete_old", "DELETE FROM outbox WHERE sent_at < $1", "i", .writes = true};
/* A letter that could not be sent for a month says nothing useful any more. */
static const struct db_query give_up = {
    "outbox.give_up",
    "UPDATE outbox SET sent_at = $2, address = '', receiver = '', about = '', path = '', "
    "link = NULL WHERE sent_at IS NULL AND created_at < $1",
    "ii", .writes = true};

enum rc outbox_drop_ended(struct db *db, const struct login_link *link, int64_t now) {
    return DB_RUN(db, &drop_ended, DB_REF(link->person), DB_STR(link->mail), DB_INT(now));
}

enum rc outbox_done(struct db *db, int64_t id, int64_t now) {
    return DB_RUN(db, &mark_done, DB_INT(id), DB_INT(now));
}

enum rc outbox_failed(struct db *db, int64_t id, int failure) {
    return DB_RUN(db, &mark_failed, DB_INT(id), DB_INT(failure));
}

enum rc outbox_tidy(struct db *db, int64_t now) {
    const int64_t old = now - 30 * 24 * INT64_C(3600000);
    TRY(DB_RUN(db, &give_up, DB_INT(old), DB_INT(now)));
    return DB_RUN(db, &delete_old, DB_INT(old));
}

/* ---- reading ---- */

#define LETTER_SELECT                                                                              \
    "SELECT id, letter, person, address, receiver, lang, about, path, link, created_at, sent_at, " \
    "attempts, failure FROM outbox "

static const struct db_column letter_columns[] = {
    DB_COL(struct letter, id),       DB_COL(struct letter, kind),
    DB_COL(struct letter, person),   DB_COL(struct letter, address),
    DB_COL(struct letter, receiver), DB_COL(struct letter, lang),
    DB_COL(struct letter, about),    DB_COL(struct letter, path),
    DB_COL(struct letter, link),     DB_COL(struct letter, created_at),
    DB_COL(struct letter, sent_at),  DB_COL(struct letter, attempts),
    DB_COL(struct letter, failure),
};
static const struct db_query by_id = {"outbox.by_id", LETTER_SELECT "WHERE id = $1", "i",
                                      DB_ROW(struct letter, letter_columns)};
static const struct db_query list_waiting = {
    "outbox.list_waiting",
    LETTER_SELECT "WHERE sent_at IS NULL AND id < $1 ORDER BY id DESC LIMIT $2", "ii",
    DB_ROW(struct letter, letter_columns)};
static const struct db_column count_columns[] = {
    DB_COL(struct outbox_counts, waiting),
    DB_COL(struct outbox_counts, failed),
    DB_COL(struct outbox_counts, sent),
};
static const struct db_query count_letters = {
    "outbox.count",
    "SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL), "
    "(SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failure <> 0), "
    "(SELECT count(*) FROM outbox WHERE sent_at > 0)",
    "", DB_ROW(struct outbox_counts, count_columns)};

enum rc outbox_find(struct db *db, struct arena *arena, int64_t id, struct letter *letter) {
    return DB_ONE(db, arena, &by_id, letter, DB_INT(id));
}

enum rc outbox_waiting(struct db *db, struct arena *arena, int64_t before, int n,
                       struct letter_list *list) {
    return DB_ALL(db, arena, &list_waiting, &list->rows, DB_INT(before ? before : INT64_MAX),
                  DB_INT(n));
}

enum rc outbox_count(struct db *db, struct arena *arena, struct outbox_counts *counts) {
    return DB_ONE(db, arena, &count_letters, counts);
}

/* ---- own data ---- */

static const struct db_query list_of_person = {
    "outbox.list_of_person", LETTER_SELECT "WHERE person = $1 ORDER BY id LIMIT 2000", "i",
    DB_ROW(struct letter, letter_columns)};
static const struct db_query erase_of_person = {
    "outbox.erase",
    "UPDATE outbox SET address = '', receiver = '', about = '', path = '', link = NULL, "
    "sent_at = COALESCE(sent_at, $2) WHERE person = $1",
    "ii", .writes = true};
/* Letters to her address from before she had the account. */
static const struct db_query erase_of_mail = {
    "outbox.erase_of_mail",
    "UPDATE outbox SET address = '', receiver = '', about = '', path = '', link = NULL, "
    "sent_at = $2 WHERE sent_at IS NULL AND address <> '' "
    "AND address = (SELECT p.mail FROM person p WHERE p.id = $1)",
    "ii", .writes = true};

static enum rc write_letters(struct own_data_out *out, struct db *db, int64_t person) {
    struct letter_list list;
    TRY(DB_ALL(db, own_data_arena(out), &list_of_person, &list.rows, DB_INT(person)));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct letter *letter = &list.rows.v[i];
        own_data_row(out);
        own_data_word(out, "letter", T_own_letter, letter_names[letter->kind],
                      letter_labels[letter->kind]);
        own_data_str(out, "address", T_field_mail, letter->address);
        own_data_str(out, "receiver", T_field_name, letter->receiver);
        own_data_str(out, "lang", T_field_language, letter->lang);
        own_data_str(out, "about", T_own_about, letter->about);
        own_data_when(out, "created_at", T_own_made, letter->created_at);
        own_data_when(out, "sent_at", T_own_sent, letter->sent_at);
        own_data_int(out, "attempts", T_own_attempts, letter->attempts);
    }
    return RC_OK;
}

static enum rc erase_letters(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    TRY(DB_RUN(db, &erase_of_person, DB_INT(person), DB_INT(now)));
    return DB_RUN(db, &erase_of_mail, DB_INT(person), DB_INT(now));
}

const struct own_data outbox_own_data = {"letters", T_own_letters, write_letters, erase_letters};

static const struct db_query *const all[] = {
    &drop_ended, &insert_letter, &mark_done,     &mark_failed,    &delete_old,      &give_up,
    &by_id,      &list_waiting,  &count_letters, &list_of_person, &erase_of_person, &erase_of_mail,
};
const struct db_queries outbox_queries = DB_QUERIES("outbox", all);

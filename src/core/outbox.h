/*
 * The outbox: letters to people, written in the transaction that causes them and sent by a job. A
 * row names the letter and its parameters; the text is made when it is sent, and the parameters are
 * deleted afterwards. Without a mail server the letters with links wait for an administrator, who
 * hands them over.
 */
#ifndef CORE_OUTBOX_H
#define CORE_OUTBOX_H

#include "core/login_link.h"
#include "platform/jobs.h"
#include "platform/text.h"

/* Stored as these numbers: add at the end, never renumber. */
enum letter_kind {
    LETTER_SIGN_IN,          /* the one-time link that was asked for */
    LETTER_SIGN_UP,          /* confirm a new account */
    LETTER_HAS_ACCOUNT,      /* somebody signed up with an address that has an account */
    LETTER_NO_ACCOUNT,       /* somebody asked for a link with an address that has none */
    LETTER_WELCOME,          /* an administrator made an account */
    LETTER_MEMBER,           /* invited into an organisation; about: its name */
    LETTER_PASSWORD_CHANGED, /* a notice without link */
    LETTER_PARTY,   /* invited into an initiative; about: its title, path: the answer page */
    LETTER_MEETING, /* a meeting tomorrow; about: its title, time and room, path: its page */
    LETTER_HANDOVER, /* no longer contact person; about: how many actions went to whom */
    LETTER_STEWARD, /* something is in her box; about: the organisation, path: her boxes */
    LETTER__N
};
extern const char *const letter_names[LETTER__N]; /* wire words */
extern const enum text_id letter_labels[LETTER__N];

struct letter {
    int64_t id;
    int kind;            /* enum letter_kind */
    int64_t person;      /* receiver with an account, or 0 */
    struct str address;  /* where it goes */
    struct str receiver; /* her name, may be empty */
    struct str lang;     /* "da" or "en" */
    struct str about;    /* title or name that the letter mentions */
    struct str path; /* address on this site, when there is no one-time link; of LETTER_PARTY the
                        nonce of its token */
    int64_t link;    /* login_link.id, or 0 */
    int64_t created_at, sent_at;
    int64_t attempts;
    int failure; /* enum mail_failure */
};

/* Writes the letter, and starts the job that sends it when the site has a mail server. In a write
   transaction. */
enum rc outbox_add(struct db *db, struct arena *arena, const struct site *site,
                   struct letter *letter) MUST_CHECK;

struct letter_list {
    LIST(struct letter) rows;
};
/* Letters not sent yet, with a key below before (0: from the newest), newest first. */
enum rc outbox_waiting(struct db *db, struct arena *arena, int64_t before, int n,
                       struct letter_list *list) MUST_CHECK;
struct outbox_counts {
    int64_t waiting, failed, sent;
};
enum rc outbox_count(struct db *db, struct arena *arena, struct outbox_counts *counts) MUST_CHECK;
enum rc outbox_find(struct db *db, struct arena *arena, int64_t id,
                    struct letter *letter) MUST_CHECK;
/* The letter is out (sent or handed over): its texts and link are deleted. */
enum rc outbox_done(struct db *db, int64_t id, int64_t now) MUST_CHECK;

/* Takes waiting letters off the list whose links were used or replaced: those to the person or the
   address of the link. */
enum rc outbox_drop_ended(struct db *db, const struct login_link *link, int64_t now) MUST_CHECK;

/* The letter could not be sent: counts the try and keeps why (enum mail_failure). */
enum rc outbox_failed(struct db *db, int64_t id, int failure) MUST_CHECK;
/* Gives up what waited for a month and deletes what was sent a month ago. */
enum rc outbox_tidy(struct db *db, int64_t now) MUST_CHECK;

/* Subject and plain text as they are sent; url is the whole address of its link. */
enum rc letter_text(struct arena *arena, const struct site *site, const struct letter *letter,
                    struct str url, struct str *subject, struct str *body) MUST_CHECK;
/* The whole address that the letter points to, from its link's token or its path; empty when it
   has none (or the link was used or has expired). */
enum rc letter_url(struct db *db, struct arena *arena, const struct site *site,
                   const struct letter *letter, int64_t now, struct str *url) MUST_CHECK;

/* Job kinds "mail" (one letter) and "people-tidy" (what is past its time, every hour); ends with
   .name NULL. */
extern const struct job_kind people_jobs[];

extern const struct db_queries outbox_queries;

#endif

/*
 * Quotes and stories from interviews with contact persons, for the catalogue and newsletters. There
 * is none without consent, and each shows which consent was given and when.
 */
#ifndef CORE_QUOTE_H
#define CORE_QUOTE_H

#include "core/ref.h"
#include "platform/db.h"

/* Stored as these numbers. */
enum quote_consent { CONSENT_NONE, CONSENT_ANONYMOUS, CONSENT_NAMED, CONSENT__N };
extern const char *const consent_choices[CONSENT__N + 1];
extern const enum text_id consent_labels[CONSENT__N];
enum quote_kind { QUOTE_WORDS, QUOTE_STORY, QUOTE_KIND__N };
extern const char *const quote_kind_choices[QUOTE_KIND__N + 1];
extern const enum text_id quote_kind_labels[QUOTE_KIND__N];

enum { QUOTE_TEXT_MAX = 2000 };

struct quote {
    int64_t id;
    uint64_t public_id;
    int64_t interview, organisation, workplace;
    int64_t person; /* CONSENT_NAMED: who said it, when she has an account; else 0 */
    struct str who; /* CONSENT_NAMED: her name; else empty */
    int kind;       /* enum quote_kind */
    struct str text, lang;
    int consent; /* CONSENT_ANONYMOUS or CONSENT_NAMED */
    int64_t consent_at, published_at;
    struct str workplace_name, workplace_lang; /* looked up */
    uint64_t workplace_public_id;
};
struct quote_list {
    LIST(struct quote) rows;
};

/* Publishes it; RC_DENIED, and nothing written, when consent is CONSENT_NONE. Without CONSENT_NAMED
   neither person nor who is written. Sets id and public_id. */
enum rc quote_add(const struct request *request, struct quote *quote) MUST_CHECK;
/* Of an interview, oldest first. */
enum rc quote_of_interview(struct db *db, struct arena *arena, int64_t interview,
                           struct quote_list *list) MUST_CHECK;
/* Published from a time on (0: all), newest first, at most n; of every organisation: for the
   catalogue and newsletters. One query. Show with each: the text, the workplace, who (or that the
   name is left out) and the day of the consent. */
enum rc quote_published(struct db *db, struct arena *arena, int64_t since, int n,
                        struct quote_list *list) MUST_CHECK;
/* Takes one back; RC_ABSENT when the interview has none of that id. */
enum rc quote_withdraw(struct db *db, struct arena *arena, int64_t interview,
                       uint64_t public_id) MUST_CHECK;
/* Deletes all of an interview. */
enum rc quote_erase(struct db *db, int64_t interview) MUST_CHECK;

extern const struct db_queries quote_queries;

#endif

/*
 * Contact persons for volunteers (kontaktperson for frivillige): for each workplace somebody by
 * name, with a deputy, from one day until another. During her term she and the deputy may hold and
 * lead the workplace's meetings and what follows from them, but not manage its page and members;
 * who is it is decided by the dates whenever it is asked, so the rights move on the day of the
 * handover whether or not anything ran. Open actions with her name move on by a job.
 */
#ifndef CORE_CONTACT_H
#define CORE_CONTACT_H

#include "core/ref.h"
#include "platform/db.h"
#include "platform/jobs.h"

enum { CONTACT_VACANT_DAYS = 14 }; /* a vacancy longer than this is shown as a warning */

struct contact {
    int64_t id;
    uint64_t public_id;
    int64_t organisation;
    int64_t person, deputy; /* deputy 0: none */
    int64_t from_at, to_at; /* days' beginnings; to_at is the first day without her, 0: open */
    struct str phone, mail; /* as she lets them be shown; or empty */
    int64_t settled_at;     /* when her open actions went on, 0: not */
    struct str name, deputy_name, person_mail, person_lang; /* looked up; names empty when erased */
};
struct contact_list {
    LIST(struct contact) rows;
};

/* Who it is now; RC_ABSENT when nobody is. One query. */
enum rc contact_current(struct db *db, struct arena *arena, int64_t organisation, int64_t now,
                        struct contact *contact) MUST_CHECK;
/* Since when nobody is: the end of the last term, or when the organisation was made. RC_ABSENT when
   somebody is. */
enum rc contact_vacant_since(struct db *db, struct arena *arena, int64_t organisation, int64_t now,
                             int64_t *since) MUST_CHECK;
bool contact_vacancy_is_long(int64_t since, int64_t now);
/* Is that person contact or deputy of the organisation now, and a member of it? */
enum rc contact_covers(struct db *db, struct arena *arena, const struct contact *asked, int64_t now,
                       bool *covers) MUST_CHECK;
/* All terms of an organisation, the newest first. */
enum rc contact_terms(struct db *db, struct arena *arena, int64_t organisation,
                      struct contact_list *list) MUST_CHECK;

/* Names a contact person from a day on. The term before ends that day and planned ones from that
   day on are dropped, so that terms never overlap; person and deputy become members. Sets id and
   public_id. RC_CONFLICT when a term that has begun starts on that day or later. Settles and logs.
   contact_may_set tells the same beforehand. */
enum rc contact_set(const struct request *request, struct contact *contact) MUST_CHECK;
/* Ends the current term that day without a next one. RC_ABSENT when nobody is contact. */
enum rc contact_end(const struct request *request, int64_t organisation, int64_t at) MUST_CHECK;
/* Drops a term that has not begun; RC_ABSENT for others. */
enum rc contact_cancel(const struct request *request, int64_t organisation,
                       uint64_t public_id) MUST_CHECK;
/* Whoever is no longer a member is no longer contact or deputy either, from now on. */
enum rc contact_left(struct db *db, int64_t organisation, int64_t person, int64_t now) MUST_CHECK;
/* Writes phone and mail of the term. */
enum rc contact_show(struct db *db, const struct contact *contact) MUST_CHECK;

/* For each term that has ended and has a next one that has begun: open actions of the workplace
   that carry the name of whoever left get the name of the next one, and whoever left gets a letter
   that says so. Once for each term. */
enum rc contact_settle(const struct request *request) MUST_CHECK;

/* An action that went on at the end of a term. */
struct handed {
    int64_t term;
    struct str text;
    int64_t due_at;
};
struct handed_list {
    LIST(struct handed) rows;
};
enum rc contact_handed(struct db *db, struct arena *arena, int64_t organisation,
                       struct handed_list *list) MUST_CHECK;

struct own_data;
extern const struct own_data contact_own_data;
extern const struct db_queries contact_queries;
/* "contact-handover", every ten minutes; ends with .name NULL. */
extern const struct job_kind contact_jobs[];

#endif

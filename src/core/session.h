/*
 * Sessions in the database: who is signed in, on what sort of device, and as which organisation she
 * acts. Only the keyed hash of the cookie is kept. kit/session knows tokens and lifetimes.
 */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include "kit/session.h"
#include "platform/db.h"

/* The rough sort of browser, kept instead of the text that browsers send. Stored as numbers: add
   at the end, never renumber. */
enum device {
    DEVICE_UNKNOWN,
    DEVICE_FIREFOX_COMPUTER,
    DEVICE_FIREFOX_PHONE,
    DEVICE_CHROME_COMPUTER,
    DEVICE_CHROME_PHONE,
    DEVICE_SAFARI_COMPUTER,
    DEVICE_SAFARI_PHONE,
    DEVICE_EDGE_COMPUTER,
    DEVICE_EDGE_PHONE,
    DEVICE__N
};
extern const enum text_id device_labels[DEVICE__N]; /* "Firefox på telefon" */
enum device device_of(struct str user_agent);

/* ---- site hooks ---- */

/* site.load_asker: fills request->asker of a living session, else leaves a visitor and returns
   RC_OK. The organisation acted as is dropped as soon as the mandate has ended. */
enum rc session_load_asker(struct request *request, struct str token_hash) MUST_CHECK;
/* site.touch_sessions */
enum rc session_touch_all(struct db *db, const int64_t *sessions, size_t n, int64_t now) MUST_CHECK;

/* ---- signing in and out ---- */

/* What a handler keeps between its steps: made in prepare or apply, sent in answer. */
struct session_new {
    struct str token; /* for answer_cookie */
    struct str hash;
};

/* Opens a session for the person in the write transaction, and ends the one the request came with.
   RC_ABSENT when she has been erased. by_link: she may set a password without the old one. */
enum rc session_open(struct request *request, int64_t person, bool by_link,
                     struct session_new *session) MUST_CHECK;
/* Ends one session of that person; RC_ABSENT when it is not hers. */
enum rc session_end(struct db *db, struct arena *arena, int64_t person,
                    uint64_t public_id) MUST_CHECK;
/* Ends all sessions of the person but keep (a session.id, 0: none is kept). */
enum rc session_end_all(struct db *db, int64_t person, int64_t keep) MUST_CHECK;
/* Ends the session that the request came with. */
enum rc session_end_own(const struct request *request) MUST_CHECK;

/* From now on the session's acts are the organisation's (0: her own again). RC_DENIED when she has
   no mandate there. */
enum rc session_act_as(const struct request *request, int64_t organisation) MUST_CHECK;

/* ---- the list of own sessions ---- */

struct session {
    int64_t id;
    uint64_t public_id;
    int device; /* enum device */
    bool by_link;
    int64_t created_at, seen_at;
};
struct session_list {
    LIST(struct session) rows;
};
enum rc session_list_read(struct db *db, struct arena *arena, int64_t person,
                          struct session_list *list) MUST_CHECK;
/* One row, e.g. of request->asker.session; RC_ABSENT when it has ended. */
enum rc session_by_id(struct db *db, struct arena *arena, int64_t id,
                      struct session *session) MUST_CHECK;

/* Deletes the rows of sessions whose life is over at that time. */
enum rc session_tidy(struct db *db, int64_t now) MUST_CHECK;

extern const struct db_queries session_queries;

#endif

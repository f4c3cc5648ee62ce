/*
 * Sessions as far as the web needs them: the opaque token of the cookie, its keyed hash (the only
 * thing stored), lifetimes, and the token that every form carries. The table is core's.
 */
#ifndef KIT_SESSION_H
#define KIT_SESSION_H

#include "kit/request.h"

enum {
    SESSION_HASH_BYTES = 32,
    SESSION_TOKEN_CHARS = 64, /* 256 random bits in hexadecimal */
};

/* Lifetimes in milliseconds. */
#define SESSION_IDLE_CITIZEN (2 * 60 * 60 * INT64_C(1000))
#define SESSION_IDLE_ADMINISTRATOR (30 * 60 * INT64_C(1000))
#define SESSION_ABSOLUTE (12 * 60 * 60 * INT64_C(1000))
/* A session's last use is written down at most this often. */
#define SESSION_TOUCH (60 * INT64_C(1000))

/* A new token for answer_cookie, and in hash (raw bytes in the arena) what to store. */
struct str session_token_new(struct request *request, struct str *hash);
/* The stored form of a token, for links with one-time tokens too: purpose keeps the uses apart
   ("session", "link", "invitation" …). Raw bytes in the arena. */
struct str session_token_hash(struct request *request, const char *purpose, struct str token);

/* Is the session still good at that time? All in UTC milliseconds. */
bool session_is_alive(int64_t now, int64_t made, int64_t last_seen, bool is_administrator);

/* For load_asker: the session was used and its last_seen is older than SESSION_TOUCH. The writer
   hears of it in batches through site->touch_sessions. */
void session_touch(struct request *request, int64_t session);

/* The token of this visitor's or person's forms; page_start puts it into struct page. Marks the
   answer as not to be stored. */
struct str form_token(struct request *request);

/* Where to go after signing in: the "next" of the form or the query when it is a path of this
   site, else the given one. */
struct url session_next(struct request *request, struct url otherwise);

#endif

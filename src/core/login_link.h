/*
 * One-time links: the token in a letter that signs somebody in, makes an account or a membership.
 * The database holds its keyed hash and a nonce from which the server (which has the key) can make
 * the token again for the letter; no readable token is stored anywhere.
 */
#ifndef CORE_LOGIN_LINK_H
#define CORE_LOGIN_LINK_H

#include "kit/request.h"
#include "platform/db.h"

/* A link does one thing. Stored as these numbers: add at the end, never renumber. */
enum link_purpose {
    PURPOSE_SIGN_IN, /* opens an existing account */
    PURPOSE_SIGN_UP, /* makes the account that was asked for, and opens it */
    PURPOSE_WELCOME, /* opens, for the first time, an account that an administrator or the console
                      * made
                      */
    PURPOSE_MEMBER,  /* makes a membership; and an account when the address has none */
    PURPOSE__N
};

/* Minutes until a link of that purpose expires. */
extern const int link_minutes[PURPOSE__N];

struct login_link {
    int64_t id;
    struct str token_hash, nonce;
    int purpose;     /* enum link_purpose */
    int64_t person;  /* 0: the account does not exist yet */
    struct str mail; /* of the account to make */
    struct str name; /* of the account to make; may be empty for PURPOSE_MEMBER */
    struct str lang; /* "da" or "en" */
    int sector;      /* enum sector */
    int64_t organisation;
    int role; /* enum member_role */
    int64_t made_by;
    int64_t created_at, expires_at, used_at;
};

/* Stores the link: purpose, person or mail, name, lang, sector, organisation, role and made_by are
   the caller's; sets id, and expires_at if that is 0. key is site->secret. token may be NULL. Older
   unused links of that purpose to the same person or address end, except for PURPOSE_MEMBER. */
enum rc login_link_make(struct db *db, struct arena *arena, const unsigned char *key,
                        struct login_link *link, int64_t now, struct str *token) MUST_CHECK;

/* The token of a stored link, for a letter or the administrators' page; p is NULL when it was used
   or memory is out. */
struct str login_link_token(struct arena *arena, const unsigned char *key,
                            const struct login_link *link);

/* Finds a link that still works. RC_ABSENT for unknown, used and expired ones alike. */
enum rc login_link_find(struct db *db, struct arena *arena, const unsigned char *key,
                        struct str token, int64_t now, struct login_link *link) MUST_CHECK;
/* Any stored link, also a used one. */
enum rc login_link_by_id(struct db *db, struct arena *arena, int64_t id,
                         struct login_link *link) MUST_CHECK;
/* Marks it as used; RC_ABSENT when somebody was faster. */
enum rc login_link_use(struct db *db, struct arena *arena, int64_t id, int64_t now) MUST_CHECK;

/* "/link/TOKEN" as an address of this site. */
struct url login_link_url(struct arena *arena, struct str token);

/* Ends every unused sign-in link of a person, e.g. after a new password. */
enum rc login_link_end_all(struct db *db, int64_t person, int64_t now) MUST_CHECK;
/* Deletes what expired long ago and empties what has expired. */
enum rc login_link_tidy(struct db *db, int64_t now) MUST_CHECK;

extern const struct db_queries login_link_queries;

#endif

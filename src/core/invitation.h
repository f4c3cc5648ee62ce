/*
 * Invitations by link: a coordinator sends somebody a link; whoever holds it may answer yes, no, or
 * "only if …" without an account, and may afterwards tie the yes to an account.
 */
#ifndef CORE_INVITATION_H
#define CORE_INVITATION_H

#include "core/party.h"
#include "platform/jobs.h"

#define INVITATION_LIFETIME (30 * 24 * 60 * 60 * INT64_C(1000))

/* Stored as these numbers. */
enum answer_kind { ANSWER_NONE, ANSWER_YES, ANSWER_NO, ANSWER_ONLY_IF, ANSWER__N };

struct invitation {
    int64_t id;
    uint64_t public_id;
    int64_t initiative;
    struct str name; /* an address is not kept: the letter has it until it is sent */
    int sector;      /* what the invited is thought to be here as; she may correct it */
    int64_t created_at, created_by, expires_at;
    int64_t revoked_at;   /* 0: not */
    int answer;           /* enum answer_kind */
    struct str condition; /* of "only if"; with yes and no a remark. Coordinators read it */
    int64_t answered_at;
    int64_t joined_at; /* when it was tied to an account: then the link is spent */
};
struct invitation_list {
    LIST(struct invitation) rows;
};

/* Can the link still be used at that time? */
bool invitation_is_open(const struct invitation *invitation, int64_t now);

/* Inserts and logs. token_hash is session_token_hash(…, "invitation", token). */
enum rc invitation_create(const struct request *request, struct invitation *invitation,
                          struct str token_hash) MUST_CHECK;

/* The token of an invitation from a fresh random nonce and the server's key: a letter that waits
   keeps the nonce, which is worth nothing without the key. And the page of a token. */
struct str invitation_token(struct arena *arena, const unsigned char *key, struct str nonce);
struct url invitation_url(struct arena *arena, struct str token);

/* By the hash of its token, with the public id, title and problem of its initiative. RC_ABSENT also
   when it was revoked, has expired or was spent, or the
   initiative was closed: a stranger learns nothing. */
struct invited {
    struct invitation invitation;
    struct initiative initiative; /* id, public_id, title, problem_html, lang, contact, level */
    struct str inviter_name;      /* empty when she was erased */
};
enum rc invitation_find(struct db *db, struct arena *arena, struct str token_hash, int64_t now,
                        struct invited *invited) MUST_CHECK;

/* Newest first, at most 200; without those whose name is forgotten: the invited is a party under
   her own name, or it is long past. */
enum rc invitation_read(struct db *db, struct arena *arena, int64_t initiative,
                        struct invitation_list *list) MUST_CHECK;

/* Takes the answer, which may be changed while the link is open. A yes makes the invited a party;
   another answer takes that back. Logged. */
struct invitation_answer {
    enum answer_kind answer;
    struct str condition;
    enum sector sector;
    uint64_t party_public_id; /* fresh and random, for a new party */
};
enum rc invitation_answer(const struct request *request, const struct invited *invited,
                          const struct invitation_answer *answer) MUST_CHECK;

/* Ties a yes to the asker's account (or the organisation she acts as) and spends the link. */
enum rc invitation_join(const struct request *request, const struct invited *invited) MUST_CHECK;

/* RC_ABSENT when it is no open invitation of that initiative. */
enum rc invitation_revoke(const struct request *request, int64_t initiative,
                          uint64_t public_id) MUST_CHECK;

/* Forgets names and conditions of those that expired, were taken back or got a no more than 30 days
   ago; not of a guest who still takes part. */
enum rc invitation_tidy(struct db *db, int64_t now) MUST_CHECK;

extern const struct db_queries invitation_queries, invitation_data_queries;
/* The invitations she made (those she got hold nothing of hers once they are tied to her). */
extern const struct own_data invitation_own_data;
/* Tidying, each hour. */
extern const struct job_kind initiative_jobs[];

#endif

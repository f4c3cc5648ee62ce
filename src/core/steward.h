/*
 * The line to the steward (skriv til tillidsrepræsentanten): a workplace names its stewards, anyone
 * with the address writes to one of them, and only she opens it, with a passphrase that is kept
 * nowhere (platform/sealed.h). docs/steward.md says what this does not protect against.
 */
#ifndef CORE_STEWARD_H
#define CORE_STEWARD_H

#include "core/ref.h"
#include "platform/db.h"
#include "platform/jobs.h"
#include "platform/page.h"
#include "platform/sealed.h"

enum {
    STEWARD_TEXT_MAX = 2000,     /* characters */
    STEWARD_PASSPHRASE_MIN = 12, /* characters */
    STEWARD_PASSPHRASE_MAX = 200,
    STEWARD_BOX_MAX = 300, /* messages; then the box is full until some are deleted */
    STEWARD_KEYS_MAX = 5,
    STEWARD_KEEP_DAYS = 730,
};

struct steward {
    int64_t id;
    uint64_t public_id;
    int64_t organisation, person;
    int64_t from_at, to_at; /* to_at 0: still */
    struct str name;        /* of the person */
    struct str organisation_name, organisation_lang;
    uint64_t organisation_public_id;
    int64_t key; /* the newest steward_key.id, 0: her box is not set up yet */
    int64_t key_made_at;
    struct str public_key;
};
struct steward_list {
    LIST(struct steward) rows;
};

/* Those of the organisation now, by name. */
enum rc steward_list_read(struct db *db, struct arena *arena, int64_t organisation,
                          struct steward_list *list) MUST_CHECK;
/* Those whom one can write to there: the organisation's own with a box that is set up; when it has
   none, those of the organisation above it. */
enum rc steward_reachable(struct db *db, struct arena *arena, int64_t organisation,
                          struct steward_list *list) MUST_CHECK;
/* Every stewardship of a person, current ones first. */
enum rc steward_of_person(struct db *db, struct arena *arena, int64_t person,
                          struct steward_list *list) MUST_CHECK;
/* One of the person's own. Everybody else gets RC_ABSENT, whatever they may elsewhere. */
enum rc steward_find(struct db *db, struct arena *arena, int64_t person, uint64_t public_id,
                     struct steward *steward) MUST_CHECK;

/* Is there a steward for this place (an organisation, or the one that owns an initiative), and the
   page where one writes to her; empty: none whose box is set up. One query. */
enum rc steward_line(const struct request *request, struct ref place, struct url *url) MUST_CHECK;

/* Names and ends; logged at the organisation. RC_CONFLICT, and nothing written, when she is one
   already; RC_ABSENT when there is no such steward there. What was written stays hers. */
enum rc steward_add(const struct request *request, int64_t organisation, int64_t person) MUST_CHECK;
enum rc steward_end(const struct request *request, int64_t organisation,
                    uint64_t public_id) MUST_CHECK;

/* ---- her box ---- */

struct steward_key {
    int64_t id;
    uint64_t public_id;
    struct str public_key, private_key;
    int64_t made_at;
    int64_t messages; /* how many it opens */
};
struct steward_keys {
    LIST(struct steward_key) rows;
};
/* Newest first. */
enum rc steward_keys_read(struct db *db, struct arena *arena, int64_t steward,
                          struct steward_keys *keys) MUST_CHECK;
/* New messages are sealed with it from now on. A key without messages is forgotten; RC_CONFLICT,
   and nothing written, when she has STEWARD_KEYS_MAX with messages. */
enum rc steward_key_add(const struct request *request, int64_t steward,
                        const struct sealed_key *key) MUST_CHECK;

struct steward_message {
    uint64_t id;
    struct str sealed;
    int64_t day; /* UTC milliseconds of its local midnight */
};
struct steward_messages {
    LIST(struct steward_message) rows;
};
enum rc steward_messages_read(struct db *db, struct arena *arena, int64_t key,
                              struct steward_messages *messages) MUST_CHECK;
/* Once for each id; RC_LIMIT when the box is full. */
enum rc steward_message_add(const struct request *request, const struct steward *steward,
                            const struct steward_message *message) MUST_CHECK;
/* id 0: all that this key opens. */
enum rc steward_message_remove(const struct request *request, int64_t key, uint64_t id) MUST_CHECK;

/* The work of the job, each hour in one transaction: one letter, without content, to each steward
   with messages she was not told of (only with a mail server); and deleting what is too old. */
enum rc steward_tend(const struct request *request) MUST_CHECK;

struct own_data;
extern const struct own_data steward_own_data;
extern const struct db_queries steward_queries, steward_box_queries;
extern const struct job_kind steward_jobs[];

#endif

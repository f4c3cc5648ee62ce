/*
 * Secrets: the server's key, random numbers and public ids, hashes of tokens and passwords.
 * Everything comes from libsodium.
 */
#ifndef PLATFORM_SECRET_H
#define PLATFORM_SECRET_H

#include "base/str.h"

enum { SECRET_KEY_BYTES = 32, SECRET_HASH_BYTES = 32, SECRET_TOKEN_BYTES = 24, ID_TEXT_BYTES = 13 };

/* Must be called once, before anything else here. */
enum rc secret_start(void) MUST_CHECK;

/* Creates FOLDER/key with 32 random bytes, mode 0600; RC_CONFLICT when it exists. */
enum rc secret_key_create(const char *folder) MUST_CHECK;
/* Reads it. RC_ABSENT: there is none; RC_DENIED: others may read it; RC_BROKEN: damaged. */
enum rc secret_key_read(const char *folder, unsigned char key[SECRET_KEY_BYTES]) MUST_CHECK;

void secret_random(void *bytes, size_t n);

/* A new public id: 64 random bits, never 0. */
uint64_t id_random(void);
/* Thirteen lower-case characters of Crockford's base 32 and a NUL. */
void id_text(uint64_t id, char text[ID_TEXT_BYTES + 1]);
/* Back again; takes upper case and o i l for 0 1 1. RC_INVALID unless it is an id other than 0. */
enum rc id_parse(struct str text, uint64_t *id) MUST_CHECK;

/* A token for a link or a cookie: 48 hexadecimal digits. p is NULL when memory is out. */
struct str secret_token(struct arena *arena);
/* What the database keeps of a token: BLAKE2b keyed with the server's key. */
void secret_hash(const unsigned char key[SECRET_KEY_BYTES], struct str token,
                 unsigned char hash[SECRET_HASH_BYTES]);
/* In a time that does not depend on the bytes; false when the lengths differ. */
bool secret_equal(struct str a, struct str b);

/* Argon2id (19 MiB, two passes) in a few places at once with a bounded queue: RC_BUSY when the
   queue is full. Takes about 20–40 ms of CPU; never call it on a writer's thread. */
enum rc password_hash(struct arena *arena, struct str password, struct str *hash) MUST_CHECK;
/* RC_OK when it fits, RC_DENIED when not. An empty hash (no such person) takes the same time. */
enum rc password_verify(struct str hash, struct str password) MUST_CHECK;

/* A key out of a passphrase and a random salt: Argon2id with 64 MiB and three passes, since whoever
   has a copy of the database may guess for as long as she likes. In the same places and queue as
   the two above; 100–200 ms of CPU. */
enum { PASSPHRASE_SALT_BYTES = 16 };
enum rc passphrase_key(struct str passphrase, const unsigned char salt[PASSPHRASE_SALT_BYTES],
                       unsigned char key[SECRET_KEY_BYTES]) MUST_CHECK;

#endif

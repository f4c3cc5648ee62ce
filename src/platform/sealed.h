/*
 * Sealed letters: what is sealed with a public key can be read only with the private key, and that
 * is kept encrypted under a passphrase which is never stored. For boxes that nobody but their
 * holder may open, not even whoever has the machine's disk. libsodium's sealed boxes (X25519,
 * XSalsa20-Poly1305) and Argon2id; docs/steward.md says what this does not protect against.
 */
#ifndef PLATFORM_SEALED_H
#define PLATFORM_SEALED_H

#include "base/str.h"

enum {
    SEALED_TEXT_MAX = 8000,   /* bytes: 2,000 characters of any script */
    SEALED_BYTES = 8192 + 48, /* of every sealed text, so that its size says nothing */
    SEALED_PUBLIC_BYTES = 32,
    SEALED_PRIVATE_BYTES = 16 + 24 + 32 + 16, /* salt, nonce, key, tag */
};

/* A new pair: the public key, and the private one under the passphrase. Takes a tenth of a second
   (passphrase_key); RC_BUSY when the queue is full. Bytes in the arena. */
struct sealed_key {
    struct str public_key, private_key;
};
enum rc sealed_key_make(struct arena *arena, struct str passphrase,
                        struct sealed_key *key) MUST_CHECK;

/* SEALED_BYTES for whoever has the private key; no two are alike. RC_LIMIT when the text is too
   long, RC_INVALID when it is no public key. */
enum rc sealed_write(struct arena *arena, struct str public_key, struct str text,
                     struct str *sealed) MUST_CHECK;

/* The private key in the open, for one request: RC_DENIED when the passphrase is wrong. Wiped when
   the arena is released, as every text is that sealed_read gives. */
struct sealed_opened {
    unsigned char public_key[32], private_key[32];
};
enum rc sealed_open(struct arena *arena, const struct sealed_key *key, struct str passphrase,
                    const struct sealed_opened **opened) MUST_CHECK;
/* RC_BROKEN when it was sealed for another key or is damaged. */
enum rc sealed_read(struct arena *arena, const struct sealed_opened *opened, struct str sealed,
                    struct str *text) MUST_CHECK;

/* Overwrites what is no longer needed, so that a later fault cannot show it. */
void sealed_wipe(struct str text);

#endif

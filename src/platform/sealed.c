/* Sealing and opening: see sealed.h. */
#include "platform/sealed.h"

#include "platform/secret.h"

#include <sodium.h>
#include <string.h>

enum { PADDED = 8192 };

_Static_assert(SEALED_BYTES == PADDED + crypto_box_SEALBYTES, "what a sealed box adds");
_Static_assert(SEALED_PUBLIC_BYTES == crypto_box_PUBLICKEYBYTES, "as the library has it");
_Static_assert(SEALED_PRIVATE_BYTES == PASSPHRASE_SALT_BYTES + crypto_secretbox_NONCEBYTES +
                                           crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES,
               "salt, nonce, key, tag");

struct wiping {
    void *p;
    size_t n;
};

static void wipe(void *data) {
    const struct wiping *wiping = data;
    sodium_memzero(wiping->p, wiping->n);
}

/* Memory that is overwritten before the arena gives it back. */
static void *alloc_wiped(struct arena *arena, size_t n) {
    struct wiping *wiping = arena_new(arena, struct wiping);
    if (!wiping) return NULL;
    *wiping = (struct wiping){arena_alloc(arena, n), n};
    if (!wiping->p || !arena_defer(arena, wipe, wiping)) return NULL;
    return wiping->p;
}

void sealed_wipe(struct str text) {
    if (text.n) sodium_memzero((void *)(uintptr_t)text.p, text.n);
}

/* ---- keys ---- */

/* salt, nonce, and the private key under the key of the passphrase */
static enum rc lock_key(const unsigned char private_key[crypto_box_SECRETKEYBYTES],
                        struct str passphrase, unsigned char *to) {
    unsigned char key[SECRET_KEY_BYTES];
    unsigned char *nonce = to + PASSPHRASE_SALT_BYTES;
    secret_random(to, PASSPHRASE_SALT_BYTES + crypto_secretbox_NONCEBYTES);
    TRY(passphrase_key(passphrase, to, key));
    int failed = crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, private_key,
                                       crypto_box_SECRETKEYBYTES, nonce, key);
    sodium_memzero(key, sizeof key);
    return failed ? RC_BROKEN : RC_OK;
}

enum rc sealed_key_make(struct arena *arena, struct str passphrase, struct sealed_key *key) {
    unsigned char *public_key = arena_alloc(arena, SEALED_PUBLIC_BYTES);
    unsigned char *locked = arena_alloc(arena, SEALED_PRIVATE_BYTES);
    unsigned char private_key[crypto_box_SECRETKEYBYTES];
    if (!public_key || !locked) return RC_LIMIT;
    if (crypto_box_keypair(public_key, private_key)) return RC_BROKEN;
    enum rc rc = lock_key(private_key, passphrase, locked);
    sodium_memzero(private_key, sizeof private_key);
    *key = (struct sealed_key){{(const char *)public_key, SEALED_PUBLIC_BYTES},
                               {(const char *)locked, SEALED_PRIVATE_BYTES}};
    return rc;
}

enum rc sealed_open(struct arena *arena, const struct sealed_key *key, struct str passphrase,
                    const struct sealed_opened **opened) {
    if (key->public_key.n != SEALED_PUBLIC_BYTES || key->private_key.n != SEALED_PRIVATE_BYTES)
        return RC_BROKEN;
    const unsigned char *salt = (const unsigned char *)key->private_key.p;
    const unsigned char *nonce = salt + PASSPHRASE_SALT_BYTES;
    unsigned char secret[SECRET_KEY_BYTES];
    struct sealed_opened *open = alloc_wiped(arena, sizeof *open);
    if (!open) return RC_LIMIT;
    TRY(passphrase_key(passphrase, salt, secret));
    int wrong = crypto_secretbox_open_easy(open->private_key, nonce + crypto_secretbox_NONCEBYTES,
                                           crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES,
                                           nonce, secret);
    sodium_memzero(secret, sizeof secret);
    memcpy(open->public_key, key->public_key.p, SEALED_PUBLIC_BYTES);
    *opened = open;
    return wrong ? RC_DENIED : RC_OK;
}

/* ---- texts ---- */

enum rc sealed_write(struct arena *arena, struct str public_key, struct str text,
                     struct str *sealed) {
    size_t padded;
    if (text.n > SEALED_TEXT_MAX) return RC_LIMIT;
    if (public_key.n != SEALED_PUBLIC_BYTES) return RC_INVALID;
    unsigned char *plain = alloc_wiped(arena, PADDED);
    unsigned char *box = arena_alloc(arena, SEALED_BYTES);
    if (!plain || !box) return RC_LIMIT;
    if (text.n) memcpy(plain, text.p, text.n);
    if (sodium_pad(&padded, plain, text.n, PADDED, PADDED)) return RC_BROKEN;
    int failed = crypto_box_seal(box, plain, padded, (const unsigned char *)public_key.p);
    sodium_memzero(plain, PADDED);
    *sealed = (struct str){(const char *)box, SEALED_BYTES};
    return failed ? RC_INVALID : RC_OK;
}

enum rc sealed_read(struct arena *arena, const struct sealed_opened *opened, struct str sealed,
                    struct str *text) {
    size_t n;
    if (sealed.n != SEALED_BYTES) return RC_BROKEN;
    unsigned char *plain = alloc_wiped(arena, PADDED);
    if (!plain) return RC_LIMIT;
    if (crypto_box_seal_open(plain, (const unsigned char *)sealed.p, sealed.n, opened->public_key,
                             opened->private_key))
        return RC_BROKEN;
    if (sodium_unpad(&n, plain, PADDED, PADDED)) return RC_BROKEN;
    *text = (struct str){(const char *)plain, n};
    return RC_OK;
}

/* Tokens on libsodium. */
#include "platform/http_token.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

void token_hash(const unsigned char *secret, const char *purpose, struct str text, void *hash,
                size_t n) {
    crypto_generichash_state state;
    assert(n >= crypto_generichash_BYTES_MIN && n <= crypto_generichash_BYTES_MAX);
    crypto_generichash_init(&state, secret, TOKEN_SECRET_BYTES, n);
    crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    if (text.n) crypto_generichash_update(&state, (const unsigned char *)text.p, text.n);
    crypto_generichash_final(&state, hash, n);
}

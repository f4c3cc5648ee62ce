/* Keyed hashes of tokens, apart by purpose. Random bytes and comparing are platform/secret's. */
#ifndef PLATFORM_HTTP_TOKEN_H
#define PLATFORM_HTTP_TOKEN_H

#include "base/str.h"

enum { TOKEN_SECRET_BYTES = 32 };

/* Keyed BLAKE2b of n bytes (16 to 64) over purpose and text. secret has TOKEN_SECRET_BYTES; the
   purpose keeps hashes for different uses apart. */
void token_hash(const unsigned char *secret, const char *purpose, struct str text, void *hash,
                size_t n);

#endif

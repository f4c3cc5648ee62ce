/* Random tokens, their keyed hashes, and comparing them without telling how far they agree. */
#ifndef PLATFORM_HTTP_TOKEN_H
#define PLATFORM_HTTP_TOKEN_H

#include "base/str.h"

enum { TOKEN_SECRET_BYTES = 32 };

/* n bytes from the system's generator. */
void token_random(void *bytes, size_t n);

/* Keyed BLAKE2b of n bytes (16 to 64) over purpose and text. secret has TOKEN_SECRET_BYTES; the
   purpose keeps hashes for different uses apart. */
void token_hash(const unsigned char *secret, const char *purpose, struct str text, void *hash,
                size_t n);

/* Unkeyed, for entity tags: 16 bytes. */
void token_digest(struct str text, void *digest);

/* Equal in length and bytes, in a time that depends on the length only. */
bool token_same(struct str a, struct str b);

#endif

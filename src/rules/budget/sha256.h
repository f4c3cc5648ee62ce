/* SHA-256 (FIPS 180-4), for the lot: outsiders have it in every tool, and rules/ stays pure. */
#ifndef RULES_BUDGET_SHA256_H
#define RULES_BUDGET_SHA256_H

#include "base/str.h"

/* The digest of first followed directly by second. */
void sha256_pair(struct str first, struct str second, unsigned char digest[32]);

#endif

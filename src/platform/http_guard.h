/*
 * The guard against ambiguous requests: what two HTTP parsers could read differently is refused
 * before anything else happens. Pure, so that it can be fuzzed and tested with a table.
 */
#ifndef PLATFORM_HTTP_GUARD_H
#define PLATFORM_HTTP_GUARD_H

#include "platform/http.h"

enum { HTTP_HEADERS_MAX = 64, HTTP_TARGET_MAX = 6 * 1024 };

/* Why the head is refused (English, for tests and the log), or NULL. *status becomes 400, or 431
   for too many headers. */
const char *guard_check(const struct http_header *v, size_t n, struct str version, int *status);

/* Content-Length as the guard accepts it: 1 to 15 digits, nothing else. RC_INVALID otherwise. */
enum rc guard_length(struct str value, int64_t *length) MUST_CHECK;

#endif

/*
 * Addresses and urlencoded bodies as clients send them: cut, then decoded exactly once, strictly.
 * A bad escape, a NUL or bytes that are not UTF-8 make the whole invalid.
 */
#ifndef PLATFORM_HTTP_URL_H
#define PLATFORM_HTTP_URL_H

#include "base/str.h"

enum {
    HTTP_PATH_MAX = 2 * 1024,
    HTTP_QUERY_MAX = 4 * 1024,
    HTTP_PAIRS_MAX = 64,
    HTTP_NAME_MAX = 100,
    HTTP_VALUE_MAX = 20 * 1024,
};

struct http_pair {
    struct str name, value;
};
struct http_pairs {
    struct http_pair *v; /* room for HTTP_PAIRS_MAX, or NULL when n is 0 */
    size_t n;
};

/* Percent-decodes; plus_is_space for forms and queries. Copies only when something changes. */
enum rc http_decode(struct arena *arena, struct str raw, bool plus_is_space,
                    struct str *text) MUST_CHECK;

/* The target's path (decoded; begins with "/", no control character, no encoded slash) and its raw
   query. RC_INVALID, or RC_LIMIT when one is too long. */
enum rc http_target_split(struct arena *arena, struct str target, struct str *path,
                          struct str *query) MUST_CHECK;

/* "a=1&b=2" into pairs. RC_INVALID also for a name that comes twice, RC_LIMIT for too many or too
   long ones. */
enum rc http_pairs_parse(struct arena *arena, struct str text, struct http_pairs *pairs) MUST_CHECK;

/* Adds one pair under the same rules; for multipart bodies. The slices are kept. */
enum rc http_pairs_add(struct arena *arena, struct http_pairs *pairs, struct str name,
                       struct str value) MUST_CHECK;

#endif

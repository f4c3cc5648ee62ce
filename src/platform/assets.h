/*
 * The static files of the program: style sheets, fonts, script and pictures, embedded in it at
 * build time. Their names hold a hash of the content, so they may be cached for ever.
 */
#ifndef PLATFORM_ASSETS_H
#define PLATFORM_ASSETS_H

#include "base/str.h"

struct asset {
    struct str type; /* for Content-Type */
    struct str etag; /* with its quotes */
    struct str bytes;
    struct str gzip;   /* empty where there is none: send bytes */
    struct str brotli; /* likewise */
};

/* Finds the file called /static/<name>. False when there is none. The bytes live as long as the
   program. */
bool assets_find(struct str name, struct asset *asset);

/* The nth name, for tests and for listing; the empty slice after the last. */
struct str assets_name(size_t index);

#endif

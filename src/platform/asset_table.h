/* The table of embedded files that tools/assets.mjs makes; for platform/assets only. */
#ifndef PLATFORM_ASSET_TABLE_H
#define PLATFORM_ASSET_TABLE_H

#include "base/str.h"

struct asset_row {
    struct str name; /* "site.0123456789ab.css"; rows are in byte order of names */
    struct str type;
    struct str etag;
    const char *bytes, *bytes_end;
    const char *gzip, *gzip_end; /* NULL where packing gains nothing */
    const char *brotli, *brotli_end;
};

extern const struct asset_row asset_rows[];
extern const size_t asset_row_count;

#endif

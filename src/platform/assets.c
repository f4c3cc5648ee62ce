/* Looking up embedded files by name. */
#include "platform/assets.h"

#include "platform/asset_table.h"

static struct str span(const char *from, const char *to) {
    return from ? (struct str){from, (size_t)(to - from)} : (struct str){0};
}

bool assets_find(struct str name, struct asset *asset) {
    size_t low = 0, high = asset_row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct asset_row *row = &asset_rows[middle];
        int order = str_compare(name, row->name);
        if (order == 0) {
            *asset = (struct asset){
                .type = row->type,
                .etag = row->etag,
                .bytes = span(row->bytes, row->bytes_end),
                .gzip = span(row->gzip, row->gzip_end),
                .brotli = span(row->brotli, row->brotli_end),
            };
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

struct str assets_name(size_t index) {
    return index < asset_row_count ? asset_rows[index].name : (struct str){0};
}

/* The Cookie header: what is found stands in the header, once, after its name. */
#include "platform/http_cookie.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str header = {(const char *)data, size};
    struct str found = cookie_find(header, STR("s"));
    if (!found.p) return 0;
    size_t at = (size_t)(found.p - header.p);
    if (at < 2 || at + found.n > header.n) abort();
    if (header.p[at - 1] != '=' || header.p[at - 2] != 's') abort();
    if (str_find(found, ';', 0) < found.n) abort();
    return 0;
}

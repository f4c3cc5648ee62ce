/* Finds one cookie (RFC 6265, section 4.2.1). */
#include "platform/http_cookie.h"

struct str cookie_find(struct str header, struct str name) {
    struct str rest = header, pair, found = {0};
    unsigned times = 0;
    while (header.n && str_cut(&rest, ';', &pair)) {
        pair = str_trim(pair);
        size_t mark = str_find(pair, '=', 0);
        if (mark == pair.n || !str_is(str_slice(pair, 0, mark), name)) continue;
        found = str_slice(pair, mark + 1, pair.n);
        times++;
    }
    return times == 1 ? found : (struct str){0};
}

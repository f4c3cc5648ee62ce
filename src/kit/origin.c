/* The check of the origin. */
#include "kit/origin.h"

static bool is_address(struct str host) {
    if (host.n == 0) return false;
    for (size_t i = 0; i < host.n; i++) {
        char c = host.p[i];
        if (!(c >= '0' && c <= '9') && c != '.' && c != ':' && host.p[0] != '[') return false;
    }
    return true;
}

/* With a configured address only a bare IP address or localhost may stand in for it: no other
   site's name can be made to point here (DNS rebinding). */
static bool is_trusted_host(const struct site *site, struct str host) {
    struct str name = str_slice(host, 0, str_find(host, ':', 0));
    return site->base_url.n == 0 || is_address(host) || str_is_nocase(name, STR("localhost"));
}

static struct str origin_of_host(struct arena *arena, const struct site *site, struct str host) {
    return str_format(arena, "%s://%.*s", site->behind_tls ? "https" : "http", STR_ARG(host));
}

struct str origin_of_site(struct arena *arena, const struct site *site,
                          const struct http_head *head) {
    if (site->base_url.n) return site->base_url;
    return origin_of_host(arena, site, http_header(head, "Host"));
}

bool origin_is_ours(struct arena *arena, const struct site *site, const struct http_head *head) {
    struct str origin = http_header(head, "Origin");
    struct str fetch = http_header(head, "Sec-Fetch-Site");
    struct str host = http_header(head, "Host");
    if (origin.n == 0) return false;
    if (fetch.n && !str_is(fetch, STR("same-origin"))) return false;
    if (site->base_url.n && str_is_nocase(origin, site->base_url)) return true;
    return is_trusted_host(site, host) && str_is_nocase(origin, origin_of_host(arena, site, host));
}

/* Which site a POST comes from, and what this site is called; for kit/ only. */
#ifndef KIT_ORIGIN_H
#define KIT_ORIGIN_H

#include "kit/site.h"
#include "platform/http.h"

/* "https://host:port" as the client sees this site: from Host, the configured address and TLS. */
struct str origin_of_site(struct arena *arena, const struct site *site,
                          const struct http_head *head);

/* True when the browser says that a page of this very site sent the request: Origin must be there
   and be ours, and Sec-Fetch-Site must not say otherwise. */
bool origin_is_ours(struct arena *arena, const struct site *site, const struct http_head *head);

#endif

/* The first administrator: a one-time link instead of a default password. */
#ifndef APP_FIRST_H
#define APP_FIRST_H

#include "kit/site.h"

/* When nobody who can sign in runs the site: makes the administrator's account if it is
   missing, and a one-time link to it. *link is its path on the site, or empty when the site has its
   administrator. */
enum rc first_link(struct arena *arena, const struct site *site, int64_t now,
                   struct str *link) MUST_CHECK;

#endif

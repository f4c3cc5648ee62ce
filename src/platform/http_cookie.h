/* The Cookie header. Ours are that of the session and one for each seat in a meeting; everything
   else in it is ignored. */
#ifndef PLATFORM_HTTP_COOKIE_H
#define PLATFORM_HTTP_COOKIE_H

#include "base/str.h"

/* The value of the named cookie; the empty slice when it is missing or comes more than once (then
   somebody planted a second one, and neither is trusted). */
struct str cookie_find(struct str header, struct str name);

#endif

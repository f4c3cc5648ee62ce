/* Rate limits of the site: one const table of classes, asked by kit/serve and by handlers. */
#ifndef KIT_LIMIT_H
#define KIT_LIMIT_H

#include "kit/request.h"

enum limit_class {
    LIMIT_PAGE,    /* any request of a signed-in person to a route; kit asks */
    LIMIT_POST,    /* any POST; kit asks */
    LIMIT_UPLOAD,  /* a POST with a file; kit asks */
    LIMIT_SIGN_IN, /* tries of a password or a one-time link; handlers ask, with the account */
    LIMIT_MAIL,    /* letters caused; handlers ask, with the receiver's address */
    LIMIT_SEARCH,  /* handlers ask */
    LIMIT_LIVE,    /* opening a live stream; kit asks */
    LIMIT_CODE,    /* wrong codes of meetings: limit_check before looking, limit_take when wrong */
    LIMIT_CLASS__N
};

/* Takes one token of the class for the client's address prefix (/24 or /64), for the signed-in
   person, for the whole site, and, when not empty, for the account named (a mail address, say).
   RC_LIMIT when any is used up: the answer becomes 429 with Retry-After. Whoever has a seat in the
   meeting that the path names is counted by that seat instead of address and person, in the classes
   that kit asks for: three hundred telephones in a room have one address. */
enum rc limit_take(struct request *request, enum limit_class class, struct str account) MUST_CHECK;

/* The same answer, but takes nothing: for classes that count failures only. */
enum rc limit_check(struct request *request, enum limit_class class, struct str account) MUST_CHECK;

#endif

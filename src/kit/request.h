/*
 * A request as every page sees it: who asks, for what, in which language, at what time, and the
 * arena and the database connection it may use. Filled by kit/serve; handlers only read it, except
 * for state and what the answer_… functions (kit/answer.h) set.
 */
#ifndef KIT_REQUEST_H
#define KIT_REQUEST_H

#include "base/str.h"
#include "platform/page.h"

struct answer;
struct db;
struct form;
struct route;
struct site;
struct upload; /* kit/upload.h */
struct walk;

enum method { GET, POST, METHOD__N }; /* HEAD is answered as GET without a body */

/* Who asks. id is 0 for a visitor who has not signed in. */
struct asker {
    int64_t id;         /* person.id */
    uint64_t public_id; /* as in /p/… addresses */
    struct str name;
    bool is_administrator;
    int64_t session; /* session.id, 0 for a visitor */
    int64_t acting;  /* organisation.id the person acts as, or 0 for herself */
    struct str acting_name;
};

/* What a path names (/i/:initiative …), loaded with the asker's role in it before the guard. */
enum object_kind {
    OBJECT_NONE,
    OBJECT_PERSON,       /* :person */
    OBJECT_ORGANISATION, /* :organisation */
    OBJECT_INITIATIVE,   /* :initiative */
    OBJECT_ACTIVITY,     /* :activity, always below the object it belongs to */
    OBJECT_MEETING,      /* :meeting */
    OBJECT_KIND__N
};

struct object {
    enum object_kind kind;
    int64_t id;         /* internal key */
    uint64_t public_id; /* the one in the address */
    int role;           /* the asker's enum role in it (core/rights.h) */
    int state;          /* the object's enum object_state (core/rights.h) */
    const void *row;    /* the loader's row, e.g. const struct initiative * */
};

enum { PATH_OBJECTS_MAX = 3, PATH_PARAMS_MAX = 4 };

struct request {
    struct arena *arena; /* lives until the answer is sent */
    const struct site *site;
    const struct route *route;
    int64_t now; /* UTC milliseconds; the only clock a handler knows */
    enum method method;
    struct str path;   /* decoded, without language prefix and query */
    struct str prefix; /* "", "/da" or "/en": what links must begin with */
    enum lang lang;
    struct str user_agent; /* as the browser calls itself; never stored or logged as it is */
    struct asker asker;
    struct object objects[PATH_OBJECTS_MAX]; /* in path order; kind OBJECT_NONE ends the list */
    struct {
        struct str name, value;
    } params[PATH_PARAMS_MAX]; /* other ":name" parts of the path */
    struct form *query;        /* never NULL; fields of the address */
    struct form *form;         /* POST: fields of the body; NULL for GET */
    struct upload *upload;     /* POST with a file on a route that takes one, else NULL */
    struct db *db; /* read in GET handlers, write in apply, NULL in prepare and answer */
    void *state;   /* what prepare leaves for apply, and apply for answer */
    struct answer *answer;
    struct url elsewhere; /* where what the path names is now; with RC_ABSENT a GET is sent there */
    const void *seat; /* core/meeting/seat.h: the asker's seat in the meeting that the path names */
    int64_t seat_key; /* of that seat, for rate limits: a room of telephones shares one address; 0:
                         none */
    struct walk *walk; /* kit/serve's own */
};

/* The object of that kind named in the path. It is a programmer's error to ask for one that the
   route does not name. */
const struct object *request_object(const struct request *request, enum object_kind kind);

/* The text of a ":name" part of the path that is no object. */
struct str request_param(const struct request *request, const char *name);

/* The value of a cookie that answer_cookie_named set; empty when it is missing or comes twice. */
struct str request_cookie(const struct request *request, struct str name);

/* "https://host:port" as the asker sees this site: what stands before the path of an address that
   is to be copied or scanned. Never for letters, since the asker's browser names the host. */
struct str request_base(const struct request *request);

#endif

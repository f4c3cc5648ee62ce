/*
 * Routes as const data. A feature lists its pages; app/features.c lists the features; kit/serve
 * finds the route, loads the objects in the path, asks the guard and calls the handlers.
 */
#ifndef KIT_ROUTE_H
#define KIT_ROUTE_H

#include "kit/request.h"

/* What the asker must be allowed to do with the last object in the path (or with the site, when
   the path names none). core/rights.c answers from one table of role x need x state. */
enum need {
    MAY_ANYONE,     /* no question asked: front page, sign-in, statements */
    MAY_BE_PERSON,  /* anyone signed in */
    MAY_SEE,        /* read the object */
    MAY_CONTRIBUTE, /* take part in it: log entry, answer an invitation */
    MAY_EDIT,       /* change its text and facts */
    MAY_ARRANGE,    /* what happens in it: activities, imports; nobody once it is closed */
    MAY_MANAGE,     /* people, invitations, visibility, closing */
    MAY_ADMINISTER, /* the whole site */
    NEED__N
};

typedef enum rc handler(struct request *request);

/* GET has only answer. POST: prepare (I/O thread, no database: parse, validate, hash), apply (in
   the write transaction: SQL only, may run again), answer (I/O thread, after the commit is
   durable). A step that is NULL is skipped; a POST without answer must set one in apply. When
   prepare or apply returns RC_INVALID, show (if set) answers the page again with the form's input
   and errors, on a read connection. */
struct route {
    enum method method;
    const char *path;
    handler *prepare, *apply, *answer;
    handler *show;
    enum need need;
    size_t upload_max; /* bytes of the one uploaded file; 0: the route takes no file */
};

/* One capability of the product, as listed in app/features.c. */
struct feature {
    const char *name;
    const struct route *routes;
    size_t n_routes;
    const struct db_queries *const *queries; /* NULL-terminated */
    const struct migration_set *migrations;  /* or NULL */
    const struct job_kind *jobs;             /* ends with .name NULL; or NULL */
};

/* The name of a need for the route map, e.g. "see". Never NULL. */
const char *need_name(enum need need);

#endif

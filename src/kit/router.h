/* Finds the route of a path: an index over the const tables of all features, built once. */
#ifndef KIT_ROUTER_H
#define KIT_ROUTER_H

#include "kit/route.h"

struct router;

/* NULL when out of memory. A path with more parts or names than the request has room for, and two
   routes of one method that match the same paths, are programmer's errors (assert). */
struct router *router_new(struct arena *arena, const struct feature *const *features);

/* What matched: the names in the path with their values, objects with their ids. */
struct router_match {
    const struct route *route; /* NULL: none for this method */
    unsigned methods;          /* bit 1 << enum method: those the path knows; 0: no such path */
    struct object objects[PATH_OBJECTS_MAX];
    struct {
        struct str name, value;
    } params[PATH_PARAMS_MAX];
};

/* Literal parts win over named ones. A malformed public id matches nothing. */
void router_find(const struct router *router, enum method method, struct str path,
                 struct router_match *match);

/* The largest upload any route takes. */
size_t router_upload_max(const struct router *router);

#endif

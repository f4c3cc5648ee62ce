/* What only the pages of this folder look up: the places an activity can move to. */
#ifndef FEATURE_INITIATIVE_STORE_H
#define FEATURE_INITIATIVE_STORE_H

#include "core/ref.h"
#include "platform/db.h"

struct managed_place {
    int kind; /* enum object_kind: initiative or organisation */
    int64_t id;
    uint64_t public_id;
    struct str name;
};
struct managed_places {
    LIST(struct managed_place) rows;
};

/* The open initiatives that the asker coordinates and the organisations that she manages, at most
   100 of each, newest first. */
enum rc managed_places_read(const struct request *request,
                            struct managed_places *places) MUST_CHECK;

extern const struct db_queries initiative_place_queries;

#endif

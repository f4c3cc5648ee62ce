/*
 * A reference to anything that links, activities and the log point at: its kind and internal key.
 * Never text, so that erasing a person leaves nothing of her behind.
 */
#ifndef CORE_REF_H
#define CORE_REF_H

#include "kit/request.h"

/* kind OBJECT_NONE is "nothing". The numbers of enum object_kind are stored: never renumber. */
struct ref {
    enum object_kind kind;
    int64_t id;
};

#define REF_INITIATIVE(key) ((struct ref){OBJECT_INITIATIVE, (key)})
#define REF_ORGANISATION(key) ((struct ref){OBJECT_ORGANISATION, (key)})
#define REF_PERSON(key) ((struct ref){OBJECT_PERSON, (key)})
#define REF_MEETING(key) ((struct ref){OBJECT_MEETING, (key)})
#define REF_ACTIVITY(key) ((struct ref){OBJECT_ACTIVITY, (key)})

static inline bool ref_is(struct ref a, struct ref b) {
    return a.kind == b.kind && a.id == b.id;
}

/* The object a request names, as a reference. */
static inline struct ref ref_of(const struct object *object) {
    return (struct ref){object->kind, object->id};
}

#endif

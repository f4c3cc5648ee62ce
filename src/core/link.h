/*
 * Links: one thing grew out of another, was carried over to it, or answers it, with a reason. They
 * make one thread from a first idea to what became of it.
 */
#ifndef CORE_LINK_H
#define CORE_LINK_H

#include "core/ref.h"
#include "platform/db.h"
#include "platform/page.h"

/* Read from "from" to "to". Stored as these numbers: add at the end, never renumber. */
enum link_verb {
    LINK_GREW_OUT_OF,  /* from grew out of to */
    LINK_CARRIED_OVER, /* from was carried over to to */
    LINK_PART_OF,      /* from is a part of to */
    LINK_ANSWERS,      /* from answers to */
    LINK_SEE_ALSO,
    LINK_VERB__N
};

extern const char *const link_verb_choices[LINK_VERB__N + 1];
extern const enum text_id link_verb_labels[LINK_VERB__N];

struct link {
    uint64_t public_id; /* fresh and random */
    struct ref from, to;
    enum link_verb verb;
    struct str reason; /* may be empty; a person's words */
    int64_t at, by;    /* by: person.id, or 0 */
    int64_t acting;    /* organisation.id that by acted as, or 0 */
};

/* The same link twice is RC_CONFLICT. The caller has checked that the asker may edit from and may
   see to. Writes the log of the initiative or organisation that from is. */
enum rc link_add(struct db *db, struct arena *arena, const struct link *link) MUST_CHECK;
enum rc link_remove(const struct request *request, struct ref from, uint64_t public_id) MUST_CHECK;

/* One link as seen from a thing. */
struct link_line {
    uint64_t public_id;
    struct str sentence; /* "Grew out of", "Was carried over to", … in the reader's language */
    struct str title;    /* of the other thing */
    struct url url;
    struct str reason;
    bool outgoing; /* made from this side, and may be removed here */
};
struct link_list {
    LIST(struct link_line) lines;
};

/* The links of a thing in both directions, without those to things that the asker may not see. */
enum rc link_read(const struct request *request, struct ref thing,
                  struct link_list *list) MUST_CHECK;

extern const struct db_queries link_queries;

#endif

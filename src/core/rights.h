/*
 * Rights: who may do what with an object in which state. One const table (role x need x state) in
 * rights.c answers every question; the right matrix in tests/ is printed from it.
 */
#ifndef CORE_RIGHTS_H
#define CORE_RIGHTS_H

#include "kit/route.h"

/* What the asker is to the object; the highest that fits. */
enum role {
    ROLE_VISITOR,     /* not signed in */
    ROLE_PERSON,      /* signed in, no part in the object */
    ROLE_INVITED,     /* invited as a party, not answered yet */
    ROLE_PARTY,       /* party of the initiative, member of the organisation, the person herself */
    ROLE_CONTACT,     /* contact person, deputy or other who may hold meetings of the organisation */
    ROLE_COORDINATOR, /* tovholder of the initiative, manager of the organisation */
    ROLE_ADMINISTRATOR,
    ROLE__N
};

/* Visibility and openness together, as far as rights depend on them. */
enum object_state {
    STATE_PUBLIC,
    STATE_MEMBERS, /* anyone signed in may see it */
    STATE_PRIVATE, /* parties only */
    STATE_PUBLIC_CLOSED,
    STATE_MEMBERS_CLOSED,
    STATE_PRIVATE_CLOSED,
    STATE_SITE,    /* no object: the site itself */
    STATE_PERSON,  /* a person's own pages */
    STATE_MEETING, /* planned or open: seats are ROLE_PARTY, leaders ROLE_COORDINATOR */
    STATE_MEETING_CLOSED,
    STATE__N
};

/* The one table. */
bool rights_allow(enum role role, enum need need, enum object_state state);

/* For site.may: the object's role and state, or the site's when object is NULL. */
bool rights_may(const struct request *request, enum need need, const struct object *object);

/* For site.load_object: asks the loader of the object's kind (initiative, organisation, person,
   activity), which sets row, role and state. Objects the asker may not see are RC_ABSENT. */
enum rc rights_load_object(struct request *request, struct object *object,
                           const struct object *parent) MUST_CHECK;

#endif

/* The one table of who may do what, and the way to the loader of each kind of object. */
#include "core/rights.h"

#include "core/activity.h"
#include "core/initiative.h"
#include "core/meeting/meeting.h"
#include "core/organisation.h"
#include "core/person.h"

#include <assert.h>

/* Sets of roles: from this one upwards; NOBODY is for things that cannot be done in that state. */
enum {
    FROM_VISITOR = ROLE_VISITOR,
    FROM_PERSON = ROLE_PERSON,
    FROM_INVITED = ROLE_INVITED,
    FROM_PARTY = ROLE_PARTY,
    FROM_CONTACT = ROLE_CONTACT,
    FROM_COORDINATOR = ROLE_COORDINATOR,
    FROM_ADMINISTRATOR = ROLE_ADMINISTRATOR,
    NOBODY = ROLE__N,
};

/* The lowest role that may, for each need in each state. */
static const unsigned char lowest[NEED__N][STATE__N] = {
    [MAY_ANYONE] = {FROM_VISITOR, FROM_VISITOR, FROM_VISITOR, FROM_VISITOR, FROM_VISITOR,
                    FROM_VISITOR, FROM_VISITOR, FROM_VISITOR, FROM_VISITOR, FROM_VISITOR},
    [MAY_BE_PERSON] =
        {
            [STATE_PUBLIC] = FROM_PERSON,
            [STATE_MEMBERS] = FROM_PERSON,
            [STATE_PRIVATE] = FROM_INVITED,
            [STATE_PUBLIC_CLOSED] = FROM_PERSON,
            [STATE_MEMBERS_CLOSED] = FROM_PERSON,
            [STATE_PRIVATE_CLOSED] = FROM_INVITED,
            [STATE_SITE] = FROM_PERSON,
            [STATE_PERSON] = FROM_PERSON,
            [STATE_MEETING] = FROM_PERSON,
            [STATE_MEETING_CLOSED] = FROM_PERSON,
        },
    [MAY_SEE] =
        {
            [STATE_PUBLIC] = FROM_VISITOR,
            [STATE_MEMBERS] = FROM_PERSON,
            [STATE_PRIVATE] = FROM_INVITED,
            [STATE_PUBLIC_CLOSED] = FROM_VISITOR,
            [STATE_MEMBERS_CLOSED] = FROM_PERSON,
            [STATE_PRIVATE_CLOSED] = FROM_INVITED,
            [STATE_SITE] = FROM_VISITOR,
            [STATE_PERSON] = FROM_PARTY,
            [STATE_MEETING] = FROM_VISITOR,
            [STATE_MEETING_CLOSED] = FROM_VISITOR,
        },
    [MAY_CONTRIBUTE] =
        {
            [STATE_PUBLIC] = FROM_PARTY,
            [STATE_MEMBERS] = FROM_PARTY,
            [STATE_PRIVATE] = FROM_PARTY,
            [STATE_PUBLIC_CLOSED] = NOBODY,
            [STATE_MEMBERS_CLOSED] = NOBODY,
            [STATE_PRIVATE_CLOSED] = NOBODY,
            [STATE_SITE] = FROM_PERSON,
            [STATE_PERSON] = FROM_PARTY,
            [STATE_MEETING] = FROM_PARTY,
            [STATE_MEETING_CLOSED] = NOBODY,
        },
    [MAY_EDIT] =
        {
            [STATE_PUBLIC] = FROM_PARTY,
            [STATE_MEMBERS] = FROM_PARTY,
            [STATE_PRIVATE] = FROM_PARTY,
            [STATE_PUBLIC_CLOSED] = NOBODY,
            [STATE_MEMBERS_CLOSED] = NOBODY,
            [STATE_PRIVATE_CLOSED] = NOBODY,
            [STATE_SITE] = FROM_ADMINISTRATOR,
            [STATE_PERSON] = FROM_PARTY,
            [STATE_MEETING] = FROM_COORDINATOR,
            [STATE_MEETING_CLOSED] = FROM_COORDINATOR,
        },
    [MAY_ARRANGE] =
        {
            [STATE_PUBLIC] = FROM_CONTACT, /* only organisations have contacts, and are public */
            [STATE_MEMBERS] = FROM_COORDINATOR,
            [STATE_PRIVATE] = FROM_COORDINATOR,
            [STATE_PUBLIC_CLOSED] = NOBODY,
            [STATE_MEMBERS_CLOSED] = NOBODY,
            [STATE_PRIVATE_CLOSED] = NOBODY,
            [STATE_SITE] = FROM_ADMINISTRATOR,
            [STATE_PERSON] = FROM_PARTY,
            [STATE_MEETING] = FROM_COORDINATOR,
            [STATE_MEETING_CLOSED] = NOBODY,
        },
    [MAY_MANAGE] =
        {
            [STATE_PUBLIC] = FROM_COORDINATOR,
            [STATE_MEMBERS] = FROM_COORDINATOR,
            [STATE_PRIVATE] = FROM_COORDINATOR,
            [STATE_PUBLIC_CLOSED] = FROM_COORDINATOR,
            [STATE_MEMBERS_CLOSED] = FROM_COORDINATOR,
            [STATE_PRIVATE_CLOSED] = FROM_COORDINATOR,
            [STATE_SITE] = FROM_ADMINISTRATOR,
            [STATE_PERSON] = FROM_PARTY,
            [STATE_MEETING] = FROM_COORDINATOR,
            [STATE_MEETING_CLOSED] = FROM_COORDINATOR,
        },
    [MAY_ADMINISTER] = {FROM_ADMINISTRATOR, FROM_ADMINISTRATOR, FROM_ADMINISTRATOR,
                        FROM_ADMINISTRATOR, FROM_ADMINISTRATOR, FROM_ADMINISTRATOR,
                        FROM_ADMINISTRATOR, FROM_ADMINISTRATOR, FROM_ADMINISTRATOR,
                        FROM_ADMINISTRATOR},
};

bool rights_allow(enum role role, enum need need, enum object_state state) {
    assert((unsigned)role < ROLE__N && (unsigned)need < NEED__N && (unsigned)state < STATE__N);
    return (unsigned)role >= lowest[need][state];
}

static enum role role_in_site(const struct asker *asker) {
    if (asker->is_administrator) return ROLE_ADMINISTRATOR;
    return asker->id ? ROLE_PERSON : ROLE_VISITOR;
}

bool rights_may(const struct request *request, enum need need, const struct object *object) {
    if (!object) return rights_allow(role_in_site(&request->asker), need, STATE_SITE);
    return rights_allow((enum role)object->role, need, (enum object_state)object->state);
}

enum rc rights_load_object(struct request *request, struct object *object,
                           const struct object *parent) {
    switch (object->kind) {
    case OBJECT_PERSON:
        TRY(person_load_object(request, object));
        break;
    case OBJECT_ORGANISATION:
        TRY(organisation_load_object(request, object));
        break;
    case OBJECT_INITIATIVE:
        TRY(initiative_load_object(request, object));
        break;
    case OBJECT_ACTIVITY:
        TRY(activity_load_object(request, object, parent));
        break;
    case OBJECT_MEETING:
        TRY(meeting_load_object(request, object));
        break;
    case OBJECT_NONE:
    case OBJECT_KIND__N:
        return RC_ABSENT;
    }
    /* Whoever may not even see a private thing is told that there is none. */
    bool hidden = object->state == STATE_PRIVATE || object->state == STATE_PRIVATE_CLOSED;
    return hidden && !rights_may(request, MAY_SEE, object) ? RC_ABSENT : RC_OK;
}

/* The parts of the leader's page: what runs now, and who is in the room. */
#ifndef FEATURE_MEETING_LEAD_H
#define FEATURE_MEETING_LEAD_H

#include "feature/meeting/inner.h"

/* lead_now.c: fills view->now and what the big button does. */
enum rc lead_view_now(struct request *request, const struct agenda *agenda,
                      struct meeting_lead *view) MUST_CHECK;
/* lead_room.c: seats, how many have answered, equal voice. */
enum rc lead_view_room(struct request *request, const struct agenda *agenda,
                       struct meeting_room *room) MUST_CHECK;
/* lead_ready.c: code, QR, address. */
enum rc lead_view_ready(struct request *request, struct meeting_lead *view) MUST_CHECK;
/* The agenda as lines, for the leader's page and the plan. */
enum rc lead_view_items(struct request *request, const struct agenda *agenda,
                        const struct meeting_line **lines, size_t *n) MUST_CHECK;

/* A box for each axis of a content, in its order: struct TYPE has bool axes[CONTENT_AXES_MAX]. */
#define AXIS_FIELD(type, i)                                                                        \
    {                                                                                              \
        .name = "axis" #i, .kind = FIELD_CHECK,                                                    \
        .offset = offsetof(struct type, axes) + (i) * sizeof(bool)                                 \
    }
#define AXIS_FIELDS(type)                                                                          \
    AXIS_FIELD(type, 0), AXIS_FIELD(type, 1), AXIS_FIELD(type, 2), AXIS_FIELD(type, 3),            \
        AXIS_FIELD(type, 4), AXIS_FIELD(type, 5), AXIS_FIELD(type, 6), AXIS_FIELD(type, 7),        \
        AXIS_FIELD(type, 8), AXIS_FIELD(type, 9), AXIS_FIELD(type, 10), AXIS_FIELD(type, 11),      \
        AXIS_FIELD(type, 12), AXIS_FIELD(type, 13), AXIS_FIELD(type, 14), AXIS_FIELD(type, 15),    \
        AXIS_FIELD(type, 16), AXIS_FIELD(type, 17), AXIS_FIELD(type, 18), AXIS_FIELD(type, 19),    \
        AXIS_FIELD(type, 20), AXIS_FIELD(type, 21), AXIS_FIELD(type, 22), AXIS_FIELD(type, 23)
_Static_assert(CONTENT_AXES_MAX == 24, "a field for each axis");

/* lead_axes.c: which axes are used, and whether the people who are here are enough for them. */
enum rc axes_view(struct request *request, const struct agenda_item *item,
                  struct meeting_axes *view) MUST_CHECK;
/* The keys of those that are ticked, a blank between them; empty: none. */
enum rc axes_read(struct request *request, const struct agenda_item *item, const bool *ticked,
                  struct str *keys) MUST_CHECK;
enum rc lead_axes_are_fine(const struct request *request, const struct agenda_item *item,
                           bool *fine) MUST_CHECK;

/* The point of the agenda that the path names. */
enum rc plan_item(struct request *request, struct agenda_item *found) MUST_CHECK;

#endif

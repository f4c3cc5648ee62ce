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

/* The point of the agenda that the path names. */
enum rc plan_item(struct request *request, struct agenda_item *found) MUST_CHECK;

#endif

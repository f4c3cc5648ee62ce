/* The leader's (mødeleder's) side of a meeting, and the record that stays: planning, leading,
   closing, the follow-up page, the result of one exercise. */
#ifndef FEATURE_MEETING_FEATURE_H
#define FEATURE_MEETING_FEATURE_H

#include "core/activity.h"
#include "kit/route.h"

extern const struct feature feature_meeting;
extern const struct activity_kind exercise_activity;

#endif

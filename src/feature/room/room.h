/* The participants' side of a meeting: joining by code, the telephone, the big screen, and the same
   as an outline. The leader's side is feature/meeting. */
#ifndef FEATURE_ROOM_ROOM_H
#define FEATURE_ROOM_ROOM_H

#include "kit/route.h"

extern const struct feature feature_room;

#endif

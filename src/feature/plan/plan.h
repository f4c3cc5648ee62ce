/* One person's own space: a plan that she owns, shown to the helpers she chooses and to nobody
 * else.
 */
#ifndef FEATURE_PLAN_PLAN_H
#define FEATURE_PLAN_PLAN_H

#include "core/own_data.h"
#include "kit/route.h"

extern const struct feature feature_plan;
extern const struct own_data plan_own_data, plan_offer_own_data;

#endif

/* The pages of the line to the steward: writing, naming stewards, and the box only she opens. */
#ifndef FEATURE_STEWARD_STEWARD_H
#define FEATURE_STEWARD_STEWARD_H

#include "kit/panel.h"
#include "kit/route.h"

extern const struct feature feature_steward;
extern const struct panel steward_panel;

#endif

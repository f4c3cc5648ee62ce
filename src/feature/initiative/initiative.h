/*
 * The pages of initiatives: finding one, starting one, reading it, changing it together, its
 * parties, invitations, log, links and activities. For everyone in the municipality.
 */
#ifndef FEATURE_INITIATIVE_INITIATIVE_H
#define FEATURE_INITIATIVE_INITIATIVE_H

#include "kit/route.h"

extern const struct feature feature_initiative;

#endif

/* The pages of organisations: list, page, editing, members. */
#ifndef FEATURE_ORGANISATION_ORGANISATION_H
#define FEATURE_ORGANISATION_ORGANISATION_H

#include "kit/route.h"

extern const struct feature feature_organisation;

#endif

/* Accounts: signing up and in, the person's own pages, and the administrators' pages of people. */
#ifndef FEATURE_PEOPLE_PEOPLE_H
#define FEATURE_PEOPLE_PEOPLE_H

#include "kit/route.h"

extern const struct feature feature_people;

#endif

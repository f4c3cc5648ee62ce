/*
 * The site's own pages: the front page, the accessibility statement, what is kept about people,
 * what this program is, and the sign of life that a proxy asks for. For every visitor.
 */
#ifndef FEATURE_SITE_SITE_H
#define FEATURE_SITE_SITE_H

#include "kit/route.h"

extern const struct feature feature_site;

#endif

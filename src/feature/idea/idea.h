/* The bank of ideas (redskab 8) and the newsletter. */
#ifndef FEATURE_IDEA_IDEA_H
#define FEATURE_IDEA_IDEA_H

#include "kit/panel.h"
#include "kit/route.h"

extern const struct feature feature_idea;
extern const struct panel idea_panel;
extern const struct own_data interest_own_data, experience_own_data, newsletter_own_data;
extern const struct migration_set newsletter_migrations;

#endif

/*
 * The harvest of good advice (gode råd): each table gives one to three pieces, doubles are put
 * together, everybody votes, and the ten with most votes are a leaflet the same day.
 */
#ifndef FEATURE_HARVEST_HARVEST_H
#define FEATURE_HARVEST_HARVEST_H

#include "core/meeting/tool.h"

extern const struct tool harvest_tool;

#endif

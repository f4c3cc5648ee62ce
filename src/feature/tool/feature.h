/*
 * The library of tools: the catalogue, each tool's page, trying it with invented people, printing
 * it, and the decks and sheets that organisations make themselves.
 */
#ifndef FEATURE_TOOL_FEATURE_H
#define FEATURE_TOOL_FEATURE_H

#include "kit/route.h"

extern const struct feature feature_tool;

#endif

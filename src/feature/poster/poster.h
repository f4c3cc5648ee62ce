/*
 * The co-creation poster (samskabelsesplakaten): target group, theme, who can contribute, and a
 * rehearsal of what they would say, in four boxes. One poster a table.
 */
#ifndef FEATURE_POSTER_POSTER_H
#define FEATURE_POSTER_POSTER_H

#include "core/meeting/tool.h"

extern const struct tool poster_tool;

#endif

/*
 * Forms of talk that fit any question: 1-2-4-All, the café, and talk with one's neighbour. All
 * three are data alone; their result is the board itself.
 */
#ifndef FEATURE_FLOWS_FLOWS_H
#define FEATURE_FLOWS_FLOWS_H

#include "core/meeting/tool.h"

extern const struct tool onetwofour_tool, cafe_tool, neighbour_tool;

#endif

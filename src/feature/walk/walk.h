/*
 * The idea walk (redskab 8 in a meeting): six stations with ideas from the bank or written on the
 * spot, four minutes at each, and up to three marks each that nobody sees before the end.
 */
#ifndef FEATURE_WALK_WALK_H
#define FEATURE_WALK_WALK_H

#include "core/meeting/tool.h"

extern const struct tool walk_tool;

#endif

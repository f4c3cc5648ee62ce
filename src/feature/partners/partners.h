/*
 * Civil society overview (Civilsamfundsoverblik): with whom a workplace works together, and with
 * whom it could. As a tool in a meeting, and as the living map (levende partnerkort) of the place
 * that stays afterwards.
 */
#ifndef FEATURE_PARTNERS_PARTNERS_H
#define FEATURE_PARTNERS_PARTNERS_H

#include "core/meeting/tool.h"
#include "core/own_data.h"
#include "kit/panel.h"

extern const struct tool partners_tool;
extern const struct feature feature_partners;
extern const struct panel partners_panel;
extern const struct own_data partners_own_data;

#endif

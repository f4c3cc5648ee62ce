/* Conversation cards (samtalekort): talks two and two, over a sentence that each finishes. */
#ifndef FEATURE_CARDS_CARDS_H
#define FEATURE_CARDS_CARDS_H

#include "core/meeting/tool.h"

extern const struct tool cards_tool;
/* The same deck in three talks of ten minutes (samtalekvadrille). */
extern const struct tool quadrille_tool;

#endif

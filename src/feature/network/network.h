/*
 * The network of contact persons: who it is at each workplace and for how long, the directory, what
 * they tell each other, visits, interviews, and what may be quoted from those.
 */
#ifndef FEATURE_NETWORK_NETWORK_H
#define FEATURE_NETWORK_NETWORK_H

#include "core/own_data.h"
#include "kit/panel.h"
#include "kit/route.h"

extern const struct feature feature_network;
extern const struct panel network_panel;
extern const struct own_data post_own_data, talk_own_data;

#endif

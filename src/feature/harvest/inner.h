/* What the files of this folder share. */
#ifndef FEATURE_HARVEST_INNER_H
#define FEATURE_HARVEST_INNER_H

#include "feature/harvest/harvest.h"
#include "platform/page.h"

/* The leaflet: the ten pieces of advice with most votes, by table. */
enum rc harvest_result(struct request *request, struct page *page, const struct board_view *view);

#endif

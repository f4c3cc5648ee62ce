/* What the files of this folder share. */
#ifndef FEATURE_POSTER_INNER_H
#define FEATURE_POSTER_INNER_H

#include "feature/poster/poster.h"
#include "platform/page.h"

/* The poster of each table: a path of four boxes, the invitations, the figures. */
enum rc poster_result(struct request *request, struct page *page, const struct board_view *view);

#endif

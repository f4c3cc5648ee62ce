/*
 * Perspectives (perspektivøvelse): groups see the matter as somebody else, a chair links what they
 * wrote, and whoever knows a perspective from home says whether it was fair.
 */
#ifndef FEATURE_PERSPECTIVES_PERSPECTIVES_H
#define FEATURE_PERSPECTIVES_PERSPECTIVES_H

#include "core/meeting/tool.h"

extern const struct tool perspectives_tool;

/* tool->board_result. */
enum rc perspectives_result(struct request *request, struct page *page,
                            const struct board_view *view);

#endif

/*
 * The preparatory talk (forberedelsesdrøftelse): colleagues agree on why and how before volunteers
 * are asked in: films, four questions and perhaps a fifth, and what is taken along.
 */
#ifndef FEATURE_PREPARATION_PREPARATION_H
#define FEATURE_PREPARATION_PREPARATION_H

#include "core/meeting/tool.h"

extern const struct tool preparation_tool;

/* tool->board_result. */
enum rc preparation_result(struct request *request, struct page *page,
                           const struct board_view *view);

#endif

/*
 * The co-creation star (samskabelsesstjernen): how much of what cooperation rests on is in place,
 * on 12 rays (or the six that the catalogue names) from 0 to 5.
 */
#ifndef FEATURE_STAR_STAR_H
#define FEATURE_STAR_STAR_H

#include "core/meeting/tool.h"

extern const struct tool star_tool;

/* tool->result. */
enum rc star_result(struct request *request, struct page *page, const struct result_view *view);

#endif

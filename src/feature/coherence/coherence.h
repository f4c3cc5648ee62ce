/*
 * Sense of coherence (oplevelse af sammenhæng, OAS): three questions from 1 to 10, for oneself and
 * for what one believes of the colleagues. A light start of a talk, not a measurement of health.
 */
#ifndef FEATURE_COHERENCE_COHERENCE_H
#define FEATURE_COHERENCE_COHERENCE_H

#include "core/meeting/tool.h"

extern const struct tool coherence_tool;

/* tool->result. */
enum rc coherence_result(struct request *request, struct page *page,
                         const struct result_view *view);

#endif

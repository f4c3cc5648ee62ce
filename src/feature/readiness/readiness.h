/*
 * Change readiness (forandring – hvor er vi?): four conditions for change, to what degree they are
 * in place and for whom; and what tends to happen when one is missing, as a question.
 */
#ifndef FEATURE_READINESS_READINESS_H
#define FEATURE_READINESS_READINESS_H

#include "core/meeting/tool.h"

extern const struct tool readiness_tool;

/* tool->result. */
enum rc readiness_result(struct request *request, struct page *page,
                         const struct result_view *view);

/* tool->blank: the matrix with no row lit. */
enum rc readiness_blank(struct request *request, struct page *page);

#endif

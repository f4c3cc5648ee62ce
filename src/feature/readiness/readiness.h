/*
 * Change readiness (forandring – hvor er vi?): four conditions for change, to what degree they are
 * in place and for whom; and what tends to happen when one is missing, as a question.
 */
#ifndef FEATURE_READINESS_READINESS_H
#define FEATURE_READINESS_READINESS_H

#include "core/meeting/tool.h"

struct matrix_data;
struct picture_matrix;

extern const struct tool readiness_tool;

/* tool->result. */
enum rc readiness_result(struct request *request, struct page *page,
                         const struct result_view *view);

/* The matrix in the reader's words; id and readiness (NULL: blank) are set in data already. */
enum rc readiness_matrix(struct request *request, struct matrix_data *data,
                         struct picture_matrix *view) MUST_CHECK;

#endif

/* What the result of change readiness shows. */
#ifndef FEATURE_READINESS_VIEWS_H
#define FEATURE_READINESS_VIEWS_H

#include "core/meeting/result_picture.h"
#include "core/picture_matrix.h"

/* For whom a condition holds, as people answered. */
struct readiness_reach {
    struct str label;
    bool has; /* enough answers to be told */
    int64_t all, some, few, unknown;
};

struct readiness_view {
    bool is_big;
    bool is_agreed, shows_parts;
    struct picture_reason reason;
    const struct picture_strips *spread, *parts;
    LIST(struct readiness_reach) reach;
    LIST(struct result_hidden) hidden;
    const struct picture_matrix *matrix;
    struct str weakest; /* label of the weakest condition */
    const struct picture_trend *trend;
};

#endif

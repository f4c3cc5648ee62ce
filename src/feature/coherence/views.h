/* What the result of the sense of coherence shows. */
#ifndef FEATURE_COHERENCE_VIEWS_H
#define FEATURE_COHERENCE_VIEWS_H

#include "core/meeting/result_picture.h"

/* The own numbers, for the person only. */
struct coherence_own {
    struct str label;
    bool has, has_guess;
    int value, guess;
};

struct coherence_view {
    bool is_big;
    bool shows_own;
    LIST(struct coherence_own) own; /* empty: "look at your telephone" */
    bool has_sum;
    int sum, sum_max;
    bool own_is_low, all_is_low; /* little meaning: where to talk about it */
    struct picture_reason reason;
    const struct picture_strips *all, *gap;
    const struct picture_trend *trend;
    LIST(struct str) left_out;
};

#endif

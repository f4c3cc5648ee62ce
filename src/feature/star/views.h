/* What the result of a star shows. */
#ifndef FEATURE_STAR_VIEWS_H
#define FEATURE_STAR_VIEWS_H

#include "core/meeting/result_picture.h"
#include "core/picture_radar.h"

/* Webs over each other: sectors, shifts. */
struct star_overlay {
    struct picture_radar radar;
};

struct star_view {
    bool is_big;
    bool is_agreed; /* one answer for all: nothing to set side by side */
    bool shows_own; /* the step of the own web; without own: "look at your telephone" */
    const struct picture_radar *own, *web, *dates;
    bool hints; /* more like cooperation than co-creation: a question */
    LIST(struct str) left_out;
    bool shows_parts;
    LIST(struct star_overlay) parts;
    LIST(struct result_hidden) hidden;
    bool folds; /* on a page of the whole result: the many strips can be opened */
    const struct picture_strips *disagreement;
};

#endif

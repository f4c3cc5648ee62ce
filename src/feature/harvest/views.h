/* What the harvest shows. */
#ifndef FEATURE_HARVEST_VIEWS_H
#define FEATURE_HARVEST_VIEWS_H

#include "platform/page.h"

struct harvest_advice {
    struct str text, lang;
    struct str tables; /* "bord 2, bord 5" */
    int64_t dots;
};
struct harvest_view {
    struct str title;
    struct when at;
    bool is_big;
    bool has_dots; /* the vote is over */
    LIST(struct harvest_advice) best;
    int64_t voters, more; /* more: pieces that are not among the ten */
};

#endif

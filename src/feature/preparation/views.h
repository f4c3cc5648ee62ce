/* What the result of a preparatory talk shows. */
#ifndef FEATURE_PREPARATION_VIEWS_H
#define FEATURE_PREPARATION_VIEWS_H

#include "core/meeting/result_note.h"
#include "platform/page.h"

struct preparation_panel {
    struct str question, id;
    LIST(struct result_note) notes;
};
struct preparation_view {
    struct str lang; /* of the questions */
    bool is_big, has_titles;
    bool shows_panels, shows_agreed, has_limits;
    LIST(struct preparation_panel) panels;
    LIST(struct result_note) agreed;
    LIST(struct result_note) worries;
    LIST(struct result_note) first;
    LIST(struct result_note) limits;
    LIST(struct noted_hidden) hidden;
};

#endif

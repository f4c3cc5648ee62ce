/* The words of an idea's facts: wire values for forms and addresses, texts for people. */
#include "core/idea.h"

const char *const idea_category_choices[IDEA_CATEGORY__N + 1] = {
    "neighbours", "associations", "individuals", "institutions", "citizens", "relatives", "firms"};
const enum text_id idea_category_labels[IDEA_CATEGORY__N] = {
    [IDEA_NEIGHBOURS] = T_idea_category_neighbours,
    [IDEA_ASSOCIATIONS] = T_idea_category_associations,
    [IDEA_INDIVIDUALS] = T_idea_category_individuals,
    [IDEA_INSTITUTIONS] = T_idea_category_institutions,
    [IDEA_CITIZENS] = T_idea_category_citizens,
    [IDEA_RELATIVES] = T_idea_category_relatives,
    [IDEA_FIRMS] = T_idea_category_firms,
};

const char *const idea_stage_choices[IDEA_STAGE__N + 1] = {"idea", "drawn", "running", "ended"};
const enum text_id idea_stage_labels[IDEA_STAGE__N] = {
    [IDEA_IS_IDEA] = T_idea_stage_idea,
    [IDEA_IS_DRAWN] = T_idea_stage_drawn,
    [IDEA_RUNS] = T_idea_stage_running,
    [IDEA_HAS_ENDED] = T_idea_stage_ended,
};

/* Sense of coherence as a tool: three axes, three rounds. See coherence.h. */
#include "feature/coherence/coherence.h"

#include "core/meeting/content_table.h"

static const struct table_axis axes[] = {
    {"comprehensibility", T_coherence_axis_comprehensibility,
     T_coherence_axis_comprehensibility_help, -1, SOURCE_CATALOGUE, 1},
    {"manageability", T_coherence_axis_manageability, T_coherence_axis_manageability_help, -1,
     SOURCE_CATALOGUE, 1},
    {"meaningfulness", T_coherence_axis_meaningfulness, T_coherence_axis_meaningfulness_help, -1,
     SOURCE_CATALOGUE, 1}};

/* Only the ends have words; between them stand the numbers. */
static const enum text_id anchors[] = {
    T_coherence_anchor_low,  T_none, T_none, T_none, T_none, T_none, T_none, T_none, T_none,
    T_coherence_anchor_high,
};

static const struct content_table table = {
    .min = 1, .max = 10, .anchors = {anchors, COUNT(anchors)}, .axes = {axes, COUNT(axes)}};

static enum rc coherence_content(struct arena *arena, enum lang lang, struct str form,
                                 struct content *content) {
    return content_from_table(arena, &coherence_tool, &table, (struct content_choice){lang, form},
                              content);
}

static const char *const forms[] = {"full", NULL};
static const enum text_id form_labels[] = {T_coherence_form_full};

const struct tool coherence_tool = {
    .key = "coherence",
    .engine = ENGINE_SHEET,
    .part = PART_DEVELOP,
    .title = T_coherence_title,
    .purpose = T_coherence_purpose,
    .also = T_coherence_also,
    .gives = T_coherence_gives,
    .who_sees = T_coherence_who_sees,
    .source = T_coherence_source,
    .picture = "img/coherence.svg",
    .minutes = 60,
    .people_min = 2,
    .people_max = 300,
    .next = "star",
    .phases = {{.key = "score",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_SCORE,
                .visibility = SEE_OWN,
                .seconds = 420,
                .title = T_coherence_phase_score,
                .prompt = T_coherence_phase_score_prompt,
                .leader = T_coherence_phase_score_leader},
               {.key = "picture",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_coherence_phase_picture,
                .prompt = T_coherence_phase_picture_prompt,
                .leader = T_coherence_phase_picture_leader},
               {.key = "groups",
                .mode = MODE_GROUP,
                .input = INPUT_NOTE,
                .visibility = SEE_GROUP,
                .seconds = 1200,
                .group_min = 3,
                .group_max = 6,
                .title = T_coherence_phase_groups,
                .prompt = T_coherence_phase_groups_prompt,
                .leader = T_coherence_phase_groups_leader,
                .regions = {{.key = "raise",
                             .label = T_coherence_region_raise,
                             .hint = T_coherence_region_raise_hint,
                             .per_axis = true}}},
               {.key = "plenary",
                .mode = MODE_PLENARY,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .seconds = 900,
                .title = T_coherence_phase_plenary,
                .prompt = T_coherence_phase_plenary_prompt,
                .leader = T_coherence_phase_plenary_leader,
                .regions = {{.key = "how",
                             .label = T_coherence_region_how,
                             .hint = T_coherence_region_hint},
                            {.key = "strengthen",
                             .label = T_coherence_region_strengthen,
                             .hint = T_coherence_region_hint},
                            {.key = "needs",
                             .label = T_coherence_region_needs,
                             .hint = T_coherence_region_hint}}},
               {.key = "actions",
                .mode = MODE_PLENARY,
                .input = INPUT_ACTION,
                .visibility = SEE_ALL,
                .title = T_coherence_phase_actions,
                .prompt = T_coherence_phase_actions_prompt,
                .leader = T_coherence_phase_actions_leader}},
    .steps = {T_coherence_step_own, T_coherence_step_all, T_coherence_step_gap},
    .asks_colleagues = true,
    .may_skip = true,
    .forms = forms,
    .form_labels = form_labels,
    .content = coherence_content,
    .result = coherence_result,
};

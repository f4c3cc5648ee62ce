/* Change readiness as a tool: four conditions on a scale in words. See readiness.h. */
#include "feature/readiness/readiness.h"

#include "core/meeting/content_table.h"

/* In the order of enum scale_condition. */
static const struct table_axis axes[] = {
    {"necessity", T_readiness_axis_necessity, T_readiness_axis_necessity_help, -1, SOURCE_CATALOGUE,
     1},
    {"basis", T_readiness_axis_basis, T_readiness_axis_basis_help, -1, SOURCE_CATALOGUE, 1},
    {"capacity", T_readiness_axis_capacity, T_readiness_axis_capacity_help, -1, SOURCE_CATALOGUE,
     1},
    {"first_steps", T_readiness_axis_first_steps, T_readiness_axis_first_steps_help, -1,
     SOURCE_CATALOGUE, 1}};

static const enum text_id anchors[] = {T_readiness_anchor_0, T_readiness_anchor_1,
                                       T_readiness_anchor_2, T_readiness_anchor_3};

static const struct content_table table = {
    .min = 0, .max = 3, .anchors = {anchors, COUNT(anchors)}, .axes = {axes, COUNT(axes)}};

static enum rc readiness_content(struct arena *arena, enum lang lang, struct str form,
                                 struct content *content) {
    return content_from_table(arena, &readiness_tool, &table, (struct content_choice){lang, form},
                              content);
}

static const char *const forms[] = {"full", NULL};
static const enum text_id form_labels[] = {T_readiness_form_full};

const struct tool readiness_tool = {
    .key = "readiness",
    .engine = ENGINE_SHEET,
    .part = PART_PREPARE,
    .title = T_readiness_title,
    .purpose = T_readiness_purpose,
    .also = T_readiness_also,
    .gives = T_readiness_gives,
    .who_sees = T_readiness_who_sees,
    .source = T_readiness_source,
    .picture = "img/readiness.svg",
    .minutes = 60,
    .people_min = 2,
    .people_max = 300,
    .next = "coherence",
    .phases = {{.key = "score",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_SCORE,
                .visibility = SEE_OWN,
                .seconds = 300,
                .title = T_readiness_phase_score,
                .prompt = T_readiness_phase_score_prompt,
                .leader = T_readiness_phase_score_leader},
               {.key = "picture",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_readiness_phase_picture,
                .prompt = T_readiness_phase_picture_prompt,
                .leader = T_readiness_phase_picture_leader},
               {.key = "groups",
                .mode = MODE_GROUP,
                .input = INPUT_NOTE,
                .visibility = SEE_GROUP,
                .seconds = 1200,
                .group_min = 3,
                .group_max = 6,
                .title = T_readiness_phase_groups,
                .prompt = T_readiness_phase_groups_prompt,
                .leader = T_readiness_phase_groups_leader,
                .regions = {{.key = "evidence",
                             .label = T_readiness_region_evidence,
                             .hint = T_readiness_region_evidence_hint,
                             .per_axis = true},
                            {.key = "lift",
                             .label = T_readiness_region_lift,
                             .hint = T_readiness_region_lift_hint,
                             .per_axis = true}}},
               {.key = "actions",
                .mode = MODE_PLENARY,
                .input = INPUT_ACTION,
                .visibility = SEE_ALL,
                .seconds = 900,
                .actions_max = 3,
                .title = T_readiness_phase_actions,
                .prompt = T_readiness_phase_actions_prompt,
                .leader = T_readiness_phase_actions_leader}},
    .steps = {T_readiness_step_spread, T_readiness_step_groups, T_readiness_step_matrix},
    .asks_reach = true,
    .may_skip = true,
    .forms = forms,
    .form_labels = form_labels,
    .content = readiness_content,
    .result = readiness_result,
    .blank = readiness_blank,
};

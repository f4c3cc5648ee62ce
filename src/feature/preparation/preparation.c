/* The preparatory talk as a tool: one conversation in four forms. See preparation.h. */
#include "feature/preparation/preparation.h"

#include "core/meeting/content_table.h"

enum { FORM_CAFE, FORM_GROUPS, FORM_PAIRS, FORM_TOGETHER };
static const char *const forms[] = {[FORM_CAFE] = "cafe",
                                    [FORM_GROUPS] = "groups",
                                    [FORM_PAIRS] = "pairs",
                                    [FORM_TOGETHER] = "together",
                                    NULL};
static const enum text_id form_labels[] = {
    [FORM_CAFE] = T_preparation_form_cafe,
    [FORM_GROUPS] = T_preparation_form_groups,
    [FORM_PAIRS] = T_preparation_form_pairs,
    [FORM_TOGETHER] = T_preparation_form_together,
};
enum { ALL_FORMS = 0xF };

/* The fifth, what the people of the place itself wish, is asked only where the leader chooses it.
 */
static const struct table_axis questions[] = {
    {"why", T_preparation_axis_why, T_preparation_axis_why_help, -1, SOURCE_CATALOGUE, ALL_FORMS},
    {"change", T_preparation_axis_change, T_preparation_axis_change_help, -1, SOURCE_CATALOGUE,
     ALL_FORMS},
    {"cooperation", T_preparation_axis_cooperation, T_preparation_axis_cooperation_help, -1,
     SOURCE_CATALOGUE, ALL_FORMS},
    {"limit", T_preparation_axis_limit, T_preparation_axis_limit_help, -1, SOURCE_CATALOGUE,
     ALL_FORMS},
    {"own_users", T_preparation_axis_own_users, T_preparation_axis_own_users_help, -1, SOURCE_OURS,
     ALL_FORMS}};

static const struct content_table table = {.axes = {questions, COUNT(questions)}};

static enum rc preparation_content(struct arena *arena, enum lang lang, struct str form,
                                   struct content *content) {
    return content_from_table(arena, &preparation_tool, &table, (struct content_choice){lang, form},
                              content);
}

#define ANSWERS                                                                                    \
    {                                                                                              \
        {                                                                                          \
            .key = "answer", .label = T_preparation_answer, .hint = T_preparation_answer_hint,     \
            .per_axis = true                                                                       \
        }                                                                                          \
    }

const struct tool preparation_tool = {
    .key = "preparation",
    .engine = ENGINE_BOARD,
    .part = PART_PREPARE,
    .title = T_preparation_title,
    .purpose = T_preparation_purpose,
    .gives = T_preparation_gives,
    .who_sees = T_preparation_who_sees,
    .source = T_preparation_source,
    .picture = "img/preparation.svg",
    .minutes = 90,
    .people_min = 2,
    .people_max = 300,
    .next = "cards",
    .phases =
        {{.key = "film",
          .mode = MODE_PLENARY,
          .input = INPUT_NONE,
          .visibility = SEE_ALL,
          .title = T_preparation_phase_film,
          .prompt = T_preparation_phase_film_prompt,
          .leader = T_preparation_phase_film_leader},
         {.key = "cafe",
          .mode = MODE_CAFE,
          .input = INPUT_NOTE,
          .visibility = SEE_GROUP,
          .seconds = 720,
          .repeats = true,
          .axis_by_group = true,
          .is_shared = true,
          .forms = 1u << FORM_CAFE,
          .title = T_preparation_phase_cafe,
          .prompt = T_preparation_phase_cafe_prompt,
          .leader = T_preparation_phase_cafe_leader,
          .regions = ANSWERS},
         {.key = "groups",
          .mode = MODE_GROUP,
          .input = INPUT_NOTE,
          .visibility = SEE_GROUP,
          .seconds = 2400,
          .group_min = 3,
          .group_max = 6,
          .is_shared = true,
          .forms = 1u << FORM_GROUPS,
          .title = T_preparation_phase_groups,
          .prompt = T_preparation_phase_groups_prompt,
          .leader = T_preparation_phase_groups_leader,
          .regions = ANSWERS},
         {.key = "pairs",
          .mode = MODE_PAIR,
          .input = INPUT_NOTE,
          .visibility = SEE_GROUP,
          .seconds = 1500,
          .is_shared = true,
          .forms = 1u << FORM_PAIRS,
          .title = T_preparation_phase_pairs,
          .prompt = T_preparation_phase_pairs_prompt,
          .leader = T_preparation_phase_pairs_leader,
          .regions = ANSWERS},
         {.key = "all",
          .mode = MODE_PLENARY,
          .input = INPUT_NOTE,
          .visibility = SEE_ALL,
          .seconds = 2400,
          .is_shared = true,
          .forms = 1u << FORM_TOGETHER,
          .title = T_preparation_phase_all,
          .prompt = T_preparation_phase_all_prompt,
          .leader = T_preparation_phase_all_leader,
          .regions = ANSWERS},
         {.key = "agree",
          .mode = MODE_PLENARY,
          .input = INPUT_NOTE,
          .visibility = SEE_ALL,
          .seconds = 900,
          .is_shared = true,
          .title = T_preparation_phase_agree,
          .prompt = T_preparation_phase_agree_prompt,
          .leader = T_preparation_phase_agree_leader,
          .regions =
              {{.key = "agree", .label = T_preparation_agree, .hint = T_preparation_agree_hint},
               {.key = "worries",
                .label = T_preparation_worries,
                .hint = T_preparation_worries_hint},
               {.key = "first", .label = T_preparation_first, .hint = T_preparation_first_hint}}},
         {.key = "picture",
          .mode = MODE_PLENARY,
          .input = INPUT_RESULT,
          .visibility = SEE_ALL,
          .title = T_preparation_phase_picture,
          .prompt = T_preparation_phase_picture_prompt,
          .leader = T_preparation_phase_picture_leader},
         {.key = "actions",
          .mode = MODE_PLENARY,
          .input = INPUT_ACTION,
          .visibility = SEE_ALL,
          .seconds = 600,
          .title = T_preparation_phase_actions,
          .prompt = T_preparation_phase_actions_prompt,
          .leader = T_preparation_phase_actions_leader}},
    .steps = {T_preparation_step_panels, T_preparation_step_agree},
    .may_change_rays = true,
    .forms = forms,
    .form_labels = form_labels,
    .content = preparation_content,
    .picks_axes = true,
    .axes_min = 1,
    .axes_max = 5,
    .axes_default = 4,
    .board_result = preparation_result,
};

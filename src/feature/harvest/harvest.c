/* The harvest as a tool. See harvest.h; the leaflet is in leaflet.c. */
#include "feature/harvest/inner.h"

#include "core/meeting/content_table.h"

enum { ADVICE_EACH_TABLE = 3 };
enum { BY_TABLES = 1, BY_PHONES = 2 }; /* bits of the forms */

#define ADVICE_REGION                                                                              \
    {                                                                                              \
        .key = "advice", .label = T_harvest_advice, .hint = T_harvest_advice_hint,                 \
        .notes_max = ADVICE_EACH_TABLE                                                             \
    }

static enum rc harvest_content(struct arena *arena, enum lang lang, struct str form,
                               struct content *content) {
    static const struct content_table none = {0};
    return content_from_table(arena, &harvest_tool, &none, (struct content_choice){lang, form},
                              content);
}

static const char *const forms[] = {"tables", "phones", NULL};
static const enum text_id form_labels[] = {T_harvest_form_tables, T_harvest_form_phones};

const struct tool harvest_tool = {
    .key = "harvest",
    .engine = ENGINE_BOARD,
    .part = PART_EVALUATE,
    .title = T_harvest_title,
    .purpose = T_harvest_purpose,
    .also = T_harvest_also,
    .gives = T_harvest_gives,
    .who_sees = T_harvest_who_sees,
    .source = T_harvest_source,
    .picture = "img/harvest.svg",
    .minutes = 40,
    .people_min = 3,
    .people_max = 300,
    .phases = {{.key = "talk",
                .forms = BY_TABLES,
                .mode = MODE_GROUP,
                .input = INPUT_NONE,
                .visibility = SEE_GROUP,
                .seconds = 600,
                .group_min = 3,
                .group_max = 6,
                .title = T_harvest_phase_talk,
                .prompt = T_harvest_phase_talk_prompt,
                .leader = T_harvest_phase_talk_leader},
               {.key = "advice",
                .forms = BY_TABLES,
                .mode = MODE_GROUP,
                .input = INPUT_NOTE,
                .visibility = SEE_GROUP,
                .seconds = 600,
                .group_min = 3,
                .group_max = 6,
                .keeps_groups = true,
                .is_shared = true,
                .gate = {.region = "advice",
                         .min = 1,
                         .reason = T_harvest_gate_advice,
                         .may_override = true},
                .title = T_harvest_phase_advice,
                .prompt = T_harvest_phase_advice_prompt,
                .leader = T_harvest_phase_advice_leader,
                .regions = {ADVICE_REGION}},
               {.key = "each",
                .forms = BY_PHONES,
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_NOTE,
                .visibility = SEE_OWN,
                .seconds = 600,
                .gate = {.region = "advice",
                         .min = 1,
                         .reason = T_harvest_gate_advice,
                         .may_override = true},
                .title = T_harvest_phase_advice,
                .prompt = T_harvest_phase_each_prompt,
                .leader = T_harvest_phase_each_leader,
                .regions = {ADVICE_REGION}},
               {.key = "merge",
                .mode = MODE_PLENARY,
                .input = INPUT_BOARD,
                .visibility = SEE_ALL,
                .seconds = 600,
                .title = T_harvest_phase_merge,
                .prompt = T_harvest_phase_merge_prompt,
                .leader = T_harvest_phase_merge_leader,
                .regions = {ADVICE_REGION}},
               {.key = "vote",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_DOTS,
                .visibility = SEE_ALL,
                .seconds = 300,
                .title = T_harvest_phase_vote,
                .prompt = T_harvest_phase_vote_prompt,
                .leader = T_harvest_phase_vote_leader,
                .regions = {ADVICE_REGION}},
               {.key = "result",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_harvest_phase_result,
                .prompt = T_harvest_phase_result_prompt,
                .leader = T_harvest_phase_result_leader}},
    .steps = {T_harvest_step_leaflet},
    .forms = forms,
    .form_labels = form_labels,
    .content = harvest_content,
    .board_result = harvest_result,
};

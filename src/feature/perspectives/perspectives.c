/* Perspectives as a tool: ten cards of which a few are played, and three questions. See
   perspectives.h. */
#include "feature/perspectives/perspectives.h"

#include "core/meeting/content_table.h"

/* Who holds a perspective in earnest: the aspects of its axes are the sectors of seats. */
enum { HELD_BY_EMPLOYEE, HELD_BY_CITIZEN, HELD_BY_ASSOCIATION };
static const struct table_aspect sectors[] = {
    [HELD_BY_EMPLOYEE] = {"employee", T_sector_employee},
    [HELD_BY_CITIZEN] = {"citizen", T_sector_citizen},
    [HELD_BY_ASSOCIATION] = {"association", T_sector_association}};

/* In the order of the catalogue; the first four unless the leader chooses. */
enum { BOTH_FORMS = 3 };
static const struct table_axis cards[] = {
    {"leader", T_perspectives_axis_leader, T_perspectives_axis_leader_help, HELD_BY_EMPLOYEE,
     SOURCE_CATALOGUE, BOTH_FORMS},
    {"contact", T_perspectives_axis_contact, T_perspectives_axis_contact_help, HELD_BY_EMPLOYEE,
     SOURCE_CATALOGUE, BOTH_FORMS},
    {"citizen", T_perspectives_axis_citizen, T_perspectives_axis_citizen_help, HELD_BY_CITIZEN,
     SOURCE_CATALOGUE, BOTH_FORMS},
    {"relative", T_perspectives_axis_relative, T_perspectives_axis_relative_help, HELD_BY_CITIZEN,
     SOURCE_CATALOGUE, BOTH_FORMS},
    {"administration", T_perspectives_axis_administration, T_perspectives_axis_administration_help,
     HELD_BY_EMPLOYEE, SOURCE_CATALOGUE, BOTH_FORMS},
    {"fellow", T_perspectives_axis_fellow, T_perspectives_axis_fellow_help, HELD_BY_CITIZEN,
     SOURCE_CATALOGUE, BOTH_FORMS},
    {"finance", T_perspectives_axis_finance, T_perspectives_axis_finance_help, HELD_BY_EMPLOYEE,
     SOURCE_CATALOGUE, BOTH_FORMS},
    {"neighbour", T_perspectives_axis_neighbour, T_perspectives_axis_neighbour_help,
     HELD_BY_CITIZEN, SOURCE_CATALOGUE, BOTH_FORMS},
    {"volunteer", T_perspectives_axis_volunteer, T_perspectives_axis_volunteer_help,
     HELD_BY_ASSOCIATION, SOURCE_CATALOGUE, BOTH_FORMS},
    {"association", T_perspectives_axis_association, T_perspectives_axis_association_help,
     HELD_BY_ASSOCIATION, SOURCE_CATALOGUE, BOTH_FORMS}};

static const struct content_table table = {.aspects = {sectors, COUNT(sectors)},
                                           .axes = {cards, COUNT(cards)}};

static enum rc perspectives_content(struct arena *arena, enum lang lang, struct str form,
                                    struct content *content) {
    return content_from_table(arena, &perspectives_tool, &table,
                              (struct content_choice){lang, form}, content);
}

enum { FORM_FULL, FORM_LISTEN };
static const char *const forms[] = {[FORM_FULL] = "full", [FORM_LISTEN] = "listen", NULL};
static const enum text_id form_labels[] = {
    [FORM_FULL] = T_perspectives_form_full, [FORM_LISTEN] = T_perspectives_form_listen};

static const char *const fair_choices[] = {"yes", "partly", "no", NULL};
static const enum text_id fair_labels[] = {T_perspectives_fair_yes, T_perspectives_fair_partly,
                                           T_perspectives_fair_no};
static const struct tool_detail fair_details[] = {{.key = "fair",
                                                   .kind = DETAIL_CHOICE,
                                                   .label = T_perspectives_fair_choice,
                                                   .choices = fair_choices,
                                                   .labels = fair_labels},
                                                  {.key = NULL}};

#define QUESTIONS                                                                                  \
    {                                                                                              \
        {.key = "occupied",                                                                        \
         .label = T_perspectives_occupied,                                                         \
         .hint = T_perspectives_occupied_hint,                                                     \
         .per_axis = true},                                                                        \
            {.key = "worried",                                                                     \
             .label = T_perspectives_worried,                                                      \
             .hint = T_perspectives_worried_hint,                                                  \
             .per_axis = true},                                                                    \
        {                                                                                          \
            .key = "ideas", .label = T_perspectives_ideas, .hint = T_perspectives_ideas_hint,      \
            .per_axis = true                                                                       \
        }                                                                                          \
    }

const struct tool perspectives_tool = {
    .key = "perspectives",
    .engine = ENGINE_BOARD,
    .part = PART_PREPARE,
    .title = T_perspectives_title,
    .purpose = T_perspectives_purpose,
    .gives = T_perspectives_gives,
    .who_sees = T_perspectives_who_sees,
    .source = T_perspectives_source,
    .picture = "img/perspectives.svg",
    .minutes = 60,
    .people_min = 6,
    .people_max = 300,
    .next = "poster",
    .phases = {{.key = "write",
                .mode = MODE_GROUP,
                .input = INPUT_NOTE,
                .visibility = SEE_GROUP,
                .seconds = 720,
                .seconds_min = 600,
                .seconds_max = 900,
                .group_min = 2,
                .group_max = 6,
                .axis_by_group = true,
                .is_shared = true,
                .title = T_perspectives_phase_write,
                .prompt = T_perspectives_phase_write_prompt,
                .leader = T_perspectives_phase_write_leader,
                .regions = QUESTIONS},
               {.key = "together",
                .mode = MODE_PLENARY,
                .input = INPUT_BOARD,
                .visibility = SEE_ALL,
                .seconds = 1200,
                .title = T_perspectives_phase_together,
                .prompt = T_perspectives_phase_together_prompt,
                .leader = T_perspectives_phase_together_leader,
                .regions = QUESTIONS},
               {.key = "listen",
                .mode = MODE_PLENARY,
                .input = INPUT_NONE,
                .visibility = SEE_ALL,
                .seconds = 600,
                .forms = 1u << FORM_LISTEN,
                .title = T_perspectives_phase_listen,
                .prompt = T_perspectives_phase_listen_prompt,
                .leader = T_perspectives_phase_listen_leader},
               {.key = "fair",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_NOTE,
                .visibility = SEE_OWN,
                .seconds = 180,
                .title = T_perspectives_phase_fair,
                .prompt = T_perspectives_phase_fair_prompt,
                .leader = T_perspectives_phase_fair_leader,
                .regions = {{.key = "fair",
                             .label = T_perspectives_fair,
                             .hint = T_perspectives_fair_hint,
                             .per_axis = true,
                             .notes_max = 1,
                             .details = fair_details}}},
               {.key = "picture",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_perspectives_phase_picture,
                .prompt = T_perspectives_phase_picture_prompt,
                .leader = T_perspectives_phase_picture_leader},
               {.key = "actions",
                .mode = MODE_PLENARY,
                .input = INPUT_ACTION,
                .visibility = SEE_ALL,
                .seconds = 600,
                .title = T_perspectives_phase_actions,
                .prompt = T_perspectives_phase_actions_prompt,
                .leader = T_perspectives_phase_actions_leader}},
    .steps = {T_perspectives_step_matrix, T_perspectives_step_links, T_perspectives_step_ideas},
    .may_change_rays = true,
    .forms = forms,
    .form_labels = form_labels,
    .content = perspectives_content,
    .picks_axes = true,
    .axes_min = 3,
    .axes_max = 6,
    .axes_default = 4,
    .seats_per_axis = 2,
    .board_result = perspectives_result,
};

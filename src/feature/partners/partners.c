/* The overview as a tool: sectors, the two rounds. See partners.h; the wheel is in wheel.c. */
#include "feature/partners/inner.h"

#include "core/meeting/content_table.h"

enum { SIX = 1, WITH_FIRMS = 2 }; /* forms */

static const struct table_axis sectors[] = {
    {"neighbours", T_partners_neighbours, T_partners_neighbours_help, -1, SOURCE_CATALOGUE,
     SIX | WITH_FIRMS},
    {"associations", T_partners_associations, T_partners_associations_help, -1, SOURCE_CATALOGUE,
     SIX | WITH_FIRMS},
    {"individuals", T_partners_individuals, T_partners_individuals_help, -1, SOURCE_CATALOGUE,
     SIX | WITH_FIRMS},
    {"institutions", T_partners_institutions, T_partners_institutions_help, -1, SOURCE_CATALOGUE,
     SIX | WITH_FIRMS},
    {"citizens", T_partners_citizens, T_partners_citizens_help, -1, SOURCE_CATALOGUE,
     SIX | WITH_FIRMS},
    {"relatives", T_partners_relatives, T_partners_relatives_help, -1, SOURCE_CATALOGUE,
     SIX | WITH_FIRMS},
    {"firms", T_partners_firms, T_partners_firms_help, -1, SOURCE_OURS, WITH_FIRMS},
};
static const struct content_table table = {.axes = {sectors, COUNT(sectors)}};

static enum rc partners_content(struct arena *arena, enum lang lang, struct str form,
                                struct content *content) {
    return content_from_table(arena, &partners_tool, &table, (struct content_choice){lang, form},
                              content);
}

static const struct tool_detail details[] = {
    {.key = "kind",
     .kind = DETAIL_CHOICE,
     .label = T_partners_kind,
     .choices = partner_kind_choices,
     .labels = partner_kind_labels},
    {.key = "what", .kind = DETAIL_TEXT, .label = T_partners_what},
    {.key = "contact",
     .kind = DETAIL_TEXT,
     .label = T_partners_contact,
     .hint = T_partners_contact_hint},
    {.key = "alive",
     .kind = DETAIL_CHOICE,
     .label = T_partners_alive,
     .choices = partner_status_choices,
     .labels = partner_status_labels},
    {.key = NULL},
};

#define SECTOR                                                                                     \
    {                                                                                              \
        .key = "partner", .label = T_partners_partner, .hint = T_partners_partner_hint,            \
        .per_axis = true, .details = details                                                       \
    }

static const char *const forms[] = {"six", "firms", NULL};
static const enum text_id form_labels[] = {T_partners_form_six, T_partners_form_firms};

const struct tool partners_tool = {
    .key = "partners",
    .engine = ENGINE_BOARD,
    .part = PART_PREPARE,
    .title = T_partners_title,
    .purpose = T_partners_purpose,
    .gives = T_partners_gives,
    .who_sees = T_partners_who_sees,
    .source = T_partners_source,
    .picture = "img/partners.svg",
    .minutes = 45,
    .people_min = 2,
    .people_max = 300,
    .next = "poster",
    .layers = {{"have", T_partners_layer_have, SHAPE_CIRCLE},
               {"could", T_partners_layer_could, SHAPE_TRIANGLE}},
    .phases = {{.key = "have",
                .mode = MODE_PLENARY,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .seconds = 900,
                .is_shared = true,
                .layer = 0,
                .title = T_partners_phase_have,
                .prompt = T_partners_phase_have_prompt,
                .leader = T_partners_phase_have_leader,
                .regions = {SECTOR}},
               {.key = "could",
                .mode = MODE_PLENARY,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .seconds = 900,
                .is_shared = true,
                .layer = 1,
                .title = T_partners_phase_could,
                .prompt = T_partners_phase_could_prompt,
                .leader = T_partners_phase_could_leader,
                .regions = {SECTOR}},
               {.key = "wheel",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_partners_phase_wheel,
                .prompt = T_partners_phase_wheel_prompt,
                .leader = T_partners_phase_wheel_leader},
               {.key = "agree",
                .mode = MODE_PLENARY,
                .input = INPUT_ACTION,
                .visibility = SEE_ALL,
                .seconds = 600,
                .title = T_partners_phase_agree,
                .prompt = T_partners_phase_agree_prompt,
                .leader = T_partners_phase_agree_leader}},
    .steps = {T_partners_step_wheel},
    .forms = forms,
    .form_labels = form_labels,
    .content = partners_content,
    .board_result = partners_result,
    .closed = partners_take,
};

/* The star as a tool: its rays, its phases. See star.h; the pictures are in result.c. */
#include "feature/star/star.h"

#include "core/meeting/content_table.h"

enum { PERSONAL, RELATIONAL, ORGANISATIONAL };
enum { FULL = 1, SHORT = 2 }; /* forms */

static const struct table_aspect aspects[] = {
    [PERSONAL] = {"personal", T_star_aspect_personal},
    [RELATIONAL] = {"relational", T_star_aspect_relational},
    [ORGANISATIONAL] = {"organisational", T_star_aspect_organisational},
};

static const struct table_axis rays[] = {
    {"understanding", T_star_ray_understanding, T_star_ray_understanding_help, PERSONAL,
     SOURCE_CATALOGUE, FULL | SHORT},
    {"engagement", T_star_ray_engagement, T_star_ray_engagement_help, PERSONAL, SOURCE_CATALOGUE,
     FULL | SHORT},
    {"ownership", T_star_ray_ownership, T_star_ray_ownership_help, PERSONAL, SOURCE_OURS, FULL},
    {"agency", T_star_ray_agency, T_star_ray_agency_help, PERSONAL, SOURCE_OURS, FULL},
    {"equality", T_star_ray_equality, T_star_ray_equality_help, RELATIONAL, SOURCE_CATALOGUE,
     FULL | SHORT},
    {"trust", T_star_ray_trust, T_star_ray_trust_help, RELATIONAL, SOURCE_CATALOGUE, FULL | SHORT},
    {"dialogue", T_star_ray_dialogue, T_star_ray_dialogue_help, RELATIONAL, SOURCE_OURS, FULL},
    {"reciprocity", T_star_ray_reciprocity, T_star_ray_reciprocity_help, RELATIONAL, SOURCE_OURS,
     FULL},
    {"leadership", T_star_ray_leadership, T_star_ray_leadership_help, ORGANISATIONAL,
     SOURCE_CATALOGUE, FULL | SHORT},
    {"funding", T_star_ray_funding, T_star_ray_funding_help, ORGANISATIONAL, SOURCE_CATALOGUE,
     FULL | SHORT},
    {"defining", T_star_ray_defining, T_star_ray_defining_help, ORGANISATIONAL, SOURCE_OURS, FULL},
    {"doing", T_star_ray_doing, T_star_ray_doing_help, ORGANISATIONAL, SOURCE_OURS, FULL},
};

static const enum text_id anchors[] = {T_star_anchor_0, T_star_anchor_1, T_star_anchor_2,
                                       T_star_anchor_3, T_star_anchor_4, T_star_anchor_5};

static const struct content_table table = {
    .min = 0,
    .max = 5,
    .anchors = {anchors, COUNT(anchors)},
    .aspects = {aspects, COUNT(aspects)},
    .axes = {rays, COUNT(rays)},
};

static enum rc star_content(struct arena *arena, enum lang lang, struct str form,
                            struct content *content) {
    return content_from_table(arena, &star_tool, &table, (struct content_choice){lang, form},
                              content);
}

static const char *const forms[] = {"full", "short", NULL};
static const enum text_id form_labels[] = {T_star_form_full, T_star_form_short};

const struct tool star_tool = {
    .key = "star",
    .engine = ENGINE_SHEET,
    .part = PART_EVALUATE,
    .title = T_star_title,
    .purpose = T_star_purpose,
    .also = T_star_also,
    .gives = T_star_gives,
    .who_sees = T_star_who_sees,
    .source = T_star_source,
    .picture = "img/star.svg",
    .minutes = 45,
    .people_min = 2,
    .people_max = 300,
    .next = "readiness",
    .phases = {{.key = "score",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_SCORE,
                .visibility = SEE_OWN,
                .seconds = 480,
                .title = T_star_phase_score,
                .prompt = T_star_phase_score_prompt,
                .leader = T_star_phase_score_leader},
               {.key = "web",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_star_phase_web,
                .prompt = T_star_phase_web_prompt,
                .leader = T_star_phase_web_leader},
               {.key = "develop",
                .mode = MODE_PLENARY,
                .input = INPUT_ACTION,
                .visibility = SEE_ALL,
                .seconds = 900,
                .actions_max = 2,
                .title = T_star_phase_develop,
                .prompt = T_star_phase_develop_prompt,
                .leader = T_star_phase_develop_leader}},
    .steps = {T_star_step_own, T_star_step_group, T_star_step_sectors, T_star_step_disagreement},
    .may_skip = true,
    .may_change_rays = true,
    .forms = forms,
    .form_labels = form_labels,
    .content = star_content,
    .result = star_result,
};

/* The poster as a tool: its steps, regions and what notes say besides their text. See poster.h; the
   picture is in result.c. */
#include "feature/poster/inner.h"

#include "core/meeting/content_table.h"

enum { REHEARSED_LEAST = 3, REHEARSED_MOST = 4, WITH_DREAM = 2 /* bit of its form */ };

/* ---- what a theme says: the five tests, and whether it is the one ---- */

static const char *const test_choices[] = {"yes", "partly", "no", NULL};
static const enum text_id test_labels[] = {T_poster_test_yes, T_poster_test_partly,
                                           T_poster_test_no};
#define THEME_TEST(name, says)                                                                     \
    {                                                                                              \
        .key = name, .kind = DETAIL_CHOICE, .label = says, .choices = test_choices,                \
        .labels = test_labels                                                                      \
    }

static const struct tool_detail theme_details[] = {
    THEME_TEST("real", T_poster_test_real),
    THEME_TEST("clear", T_poster_test_clear),
    THEME_TEST("doable", T_poster_test_doable),
    THEME_TEST("many_parties", T_poster_test_many_parties),
    THEME_TEST("energy", T_poster_test_energy),
    {.key = "chosen",
     .kind = DETAIL_TICK,
     .label = T_poster_theme_chosen,
     .limit = 1,
     .limit_reason = T_poster_theme_one},
    {.key = NULL},
};

/* ---- what somebody who can contribute says ---- */

static const char *const kind_keys[] = {"person", "role", "organisation", NULL};
static const enum text_id kind_texts[] = {T_poster_kind_person, T_poster_kind_role,
                                          T_poster_kind_organisation};
static const char *const tie_keys[] = {"know", "interested", "local", NULL};
static const enum text_id tie_texts[] = {T_poster_tie_know, T_poster_tie_interested,
                                         T_poster_tie_local};
static const char *const invitation_keys[] = {"draft", "sent", "yes", "no", "met", NULL};
static const enum text_id invitation_texts[] = {T_poster_invitation_draft, T_poster_invitation_sent,
                                                T_poster_invitation_yes, T_poster_invitation_no,
                                                T_poster_invitation_met};

static const struct tool_detail contributor_details[] = {
    {.key = "kind",
     .kind = DETAIL_CHOICE,
     .label = T_poster_kind,
     .choices = kind_keys,
     .labels = kind_texts},
    {.key = "tie",
     .kind = DETAIL_CHOICE,
     .label = T_poster_tie,
     .choices = tie_keys,
     .labels = tie_texts},
    {.key = "rehearsed",
     .kind = DETAIL_TICK,
     .label = T_poster_rehearsed,
     .hint = T_poster_rehearsed_hint,
     .limit = REHEARSED_MOST,
     .limit_reason = T_poster_rehearsed_most},
    {.key = "occupied", .kind = DETAIL_TEXT, .label = T_poster_ask_occupied},
    {.key = "worried", .kind = DETAIL_TEXT, .label = T_poster_ask_worried},
    {.key = "ideas", .kind = DETAIL_TEXT, .label = T_poster_ask_ideas},
    {.key = "invited", .kind = DETAIL_TICK, .label = T_poster_invited},
    {.key = "invitation",
     .kind = DETAIL_CHOICE,
     .label = T_poster_invitation,
     .choices = invitation_keys,
     .labels = invitation_texts},
    {.key = NULL},
};

/* ---- phases ---- */

#define TABLE                                                                                      \
    .mode = MODE_GROUP, .visibility = SEE_GROUP, .group_min = 3, .group_max = 6,                   \
    .keeps_groups = true, .is_shared = true
#define TARGET_REGIONS                                                                             \
    {.key = "who", .label = T_poster_who, .hint = T_poster_who_hint},                              \
        {.key = "resources", .label = T_poster_resources, .hint = T_poster_resources_hint},        \
        {.key = "wishes", .label = T_poster_wishes, .hint = T_poster_wishes_hint}, {               \
        .key = "unmet", .label = T_poster_unmet, .hint = T_poster_unmet_hint                       \
    }
#define THEME_REGION                                                                               \
    {                                                                                              \
        .key = "theme", .label = T_poster_theme, .hint = T_poster_theme_hint,                      \
        .details = theme_details                                                                   \
    }
#define CONTRIBUTOR_REGION                                                                         \
    {                                                                                              \
        .key = "contributor", .label = T_poster_contributor, .hint = T_poster_contributor_hint,    \
        .details = contributor_details                                                             \
    }

static enum rc poster_content(struct arena *arena, enum lang lang, struct str form,
                              struct content *content) {
    static const struct content_table none = {0};
    return content_from_table(arena, &poster_tool, &none, (struct content_choice){lang, form},
                              content);
}

static const char *const forms[] = {"steps", "dream", NULL};
static const enum text_id form_labels[] = {T_poster_form_steps, T_poster_form_dream};

const struct tool poster_tool = {
    .key = "poster",
    .engine = ENGINE_BOARD,
    .part = PART_DEVELOP,
    .title = T_poster_title,
    .purpose = T_poster_purpose,
    .gives = T_poster_gives,
    .who_sees = T_poster_who_sees,
    .source = T_poster_source,
    .picture = "img/poster.svg",
    .minutes = 80,
    .people_min = 2,
    .people_max = 300,
    .next = "star",
    .phases =
        {{.key = "dream",
          .forms = WITH_DREAM,
          TABLE,
          .input = INPUT_NOTE,
          .seconds = 600,
          .title = T_poster_phase_dream,
          .prompt = T_poster_phase_dream_prompt,
          .leader = T_poster_phase_dream_leader,
          .regions =
              {{.key = "dream", .label = T_poster_dream, .hint = T_poster_dream_hint},
               {.key = "solution", .label = T_poster_solution, .hint = T_poster_solution_hint},
               {.key = "help", .label = T_poster_help, .hint = T_poster_help_hint}}},
         {.key = "target",
          TABLE,
          .input = INPUT_NOTE,
          .seconds = 1200,
          .gate = {.region = "who", .min = 1, .reason = T_poster_gate_who, .may_override = true},
          .title = T_poster_phase_target,
          .prompt = T_poster_phase_target_prompt,
          .leader = T_poster_phase_target_leader,
          .regions = {TARGET_REGIONS}},
         {.key = "theme",
          TABLE,
          .input = INPUT_NOTE,
          .seconds = 600,
          .gate =
              {.region = "theme", .min = 1, .reason = T_poster_gate_theme, .may_override = true},
          .title = T_poster_phase_theme,
          .prompt = T_poster_phase_theme_prompt,
          .leader = T_poster_phase_theme_leader,
          .regions = {THEME_REGION}},
         {.key = "vote",
          TABLE,
          .input = INPUT_DOTS,
          .seconds = 120,
          .dots = 2,
          .title = T_poster_phase_vote,
          .prompt = T_poster_phase_vote_prompt,
          .leader = T_poster_phase_vote_leader,
          .regions = {THEME_REGION}},
         {.key = "choose",
          TABLE,
          .input = INPUT_NOTE,
          .seconds = 180,
          .gate = {.region = "theme",
                   .detail = "chosen",
                   .min = 1,
                   .max = 1,
                   .reason = T_poster_gate_chosen},
          .title = T_poster_phase_choose,
          .prompt = T_poster_phase_choose_prompt,
          .leader = T_poster_phase_choose_leader,
          .regions = {THEME_REGION}},
         {.key = "contributors",
          TABLE,
          .input = INPUT_NOTE,
          .seconds = 1200,
          .gate = {.region = "contributor",
                   .detail = "rehearsed",
                   .min = REHEARSED_LEAST,
                   .max = REHEARSED_MOST,
                   .reason = T_poster_gate_rehearsed},
          .title = T_poster_phase_contributors,
          .prompt = T_poster_phase_contributors_prompt,
          .leader = T_poster_phase_contributors_leader,
          .regions = {CONTRIBUTOR_REGION}},
         {.key = "rehearsal",
          TABLE,
          .input = INPUT_NOTE,
          .seconds = 1200,
          .title = T_poster_phase_rehearsal,
          .prompt = T_poster_phase_rehearsal_prompt,
          .leader = T_poster_phase_rehearsal_leader,
          .regions = {CONTRIBUTOR_REGION}},
         {.key = "poster",
          .mode = MODE_PLENARY,
          .input = INPUT_RESULT,
          .visibility = SEE_ALL,
          .title = T_poster_phase_poster,
          .prompt = T_poster_phase_poster_prompt,
          .leader = T_poster_phase_poster_leader},
         {.key = "agree",
          .mode = MODE_PLENARY,
          .input = INPUT_ACTION,
          .visibility = SEE_ALL,
          .seconds = 300,
          .title = T_poster_phase_agree,
          .prompt = T_poster_phase_agree_prompt,
          .leader = T_poster_phase_agree_leader}},
    .steps = {T_poster_step_poster},
    .forms = forms,
    .form_labels = form_labels,
    .content = poster_content,
    .keeps_history = true,
    .is_board_each = true,
    .board_result = poster_result,
};

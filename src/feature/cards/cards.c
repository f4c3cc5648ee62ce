/* The deck of 20 conversation cards, and the two tools that use it. See cards.h. */
#include "feature/cards/cards.h"

#include "core/meeting/content_table.h"

static const struct table_card deck[] = {
    {"grows", T_cards_stem_grows, SOURCE_CATALOGUE, 1},
    {"together", T_cards_stem_together, SOURCE_CATALOGUE, 1},
    {"lasts", T_cards_stem_lasts, SOURCE_CATALOGUE, 1},
    {"without", T_cards_stem_without, SOURCE_CATALOGUE, 1},
    {"aims", T_cards_stem_aims, SOURCE_CATALOGUE, 1},
    {"everyday", T_cards_stem_everyday, SOURCE_CATALOGUE, 1},
    {"takes", T_cards_stem_takes, SOURCE_CATALOGUE, 1},
    {"responsibility", T_cards_stem_responsibility, SOURCE_CATALOGUE, 1},
    {"door", T_cards_stem_door, SOURCE_CATALOGUE, 1},
    {"farewell", T_cards_stem_farewell, SOURCE_CATALOGUE, 1},
    {"agree", T_cards_stem_agree, SOURCE_CATALOGUE, 1},
    {"politicians", T_cards_stem_politicians, SOURCE_CATALOGUE, 1},
    {"profession", T_cards_stem_profession, SOURCE_CATALOGUE, 1},
    {"best", T_cards_stem_best, SOURCE_CATALOGUE, 1},
    {"leader", T_cards_stem_leader, SOURCE_CATALOGUE, 1},
    {"professionals", T_cards_stem_professionals, SOURCE_CATALOGUE, 1},
    {"colleagues", T_cards_stem_colleagues, SOURCE_CATALOGUE, 1},
    {"changed", T_cards_stem_changed, SOURCE_CATALOGUE, 1},
    {"times", T_cards_stem_times, SOURCE_CATALOGUE, 1},
    {"myself", T_cards_stem_myself, SOURCE_OURS, 1},
};

static const struct content_table table = {.cards = {deck, COUNT(deck)}};

static enum rc cards_content(struct arena *arena, enum lang lang, struct str form,
                             struct content *content) {
    return content_from_table(arena, &cards_tool, &table, (struct content_choice){lang, form},
                              content);
}

static enum rc quadrille_content(struct arena *arena, enum lang lang, struct str form,
                                 struct content *content) {
    return content_from_table(arena, &quadrille_tool, &table, (struct content_choice){lang, form},
                              content);
}

static const char *const forms[] = {"full", NULL};
static const enum text_id form_labels[] = {T_cards_form_full};

#define ENDINGS                                                                                    \
    {                                                                                              \
        .key = "endings", .mode = MODE_INDIVIDUAL, .input = INPUT_NOTE, .visibility = SEE_OWN,     \
        .seconds = 300, .title = T_cards_phase_endings, .prompt = T_cards_phase_endings_prompt,    \
        .leader = T_cards_phase_endings_leader                                                     \
    }
#define WALL                                                                                       \
    {                                                                                              \
        .key = "wall", .mode = MODE_PLENARY, .input = INPUT_RESULT, .visibility = SEE_ALL,         \
        .title = T_cards_phase_wall, .prompt = T_cards_phase_wall_prompt,                          \
        .leader = T_cards_phase_wall_leader                                                        \
    }

const struct tool cards_tool = {
    .key = "cards",
    .engine = ENGINE_CARDS,
    .part = PART_PREPARE,
    .title = T_cards_title,
    .purpose = T_cards_purpose,
    .gives = T_cards_gives,
    .who_sees = T_cards_who_sees,
    .source = T_cards_source,
    .picture = "img/cards.svg",
    .minutes = 30,
    .people_min = 2,
    .people_max = 300,
    .next = "star",
    .phases = {{.key = "talk",
                .mode = MODE_PAIR,
                .input = INPUT_CARD,
                .visibility = SEE_OWN,
                .seconds = 210,
                .repeats = true,
                .seconds_min = 120,
                .seconds_max = 600,
                .title = T_cards_phase_talk,
                .prompt = T_cards_phase_talk_prompt,
                .leader = T_cards_phase_talk_leader},
               ENDINGS,
               WALL},
    .steps = {T_cards_step_wall, T_cards_step_words, T_cards_step_drawn},
    .may_change_rays = true,
    .forms = forms,
    .form_labels = form_labels,
    .content = cards_content,
};

const struct tool quadrille_tool = {
    .key = "quadrille",
    .engine = ENGINE_CARDS,
    .part = PART_PREPARE,
    .title = T_quadrille_title,
    .purpose = T_quadrille_purpose,
    .gives = T_quadrille_gives,
    .who_sees = T_cards_who_sees,
    .source = T_quadrille_source,
    .picture = "img/quadrille.svg",
    .minutes = 45,
    .people_min = 4,
    .people_max = 300,
    .next = "star",
    .phases = {{.key = "talk",
                .mode = MODE_PAIR,
                .input = INPUT_CARD,
                .visibility = SEE_OWN,
                .seconds = 600,
                .repeats = true,
                .rounds = 3,
                .seconds_min = 120,
                .seconds_max = 600,
                .title = T_quadrille_phase_talk,
                .prompt = T_quadrille_phase_talk_prompt,
                .leader = T_quadrille_phase_talk_leader},
               ENDINGS,
               WALL},
    .steps = {T_cards_step_wall, T_cards_step_words, T_cards_step_drawn},
    .may_change_rays = true,
    .forms = forms,
    .form_labels = form_labels,
    .content = quadrille_content,
};

/* The idea walk as a tool. See walk.h. */
#include "feature/walk/walk.h"

#include "core/meeting/content_table.h"

enum { STATIONS = 6, MARKS_EACH = 3 };

static const struct table_axis stations[STATIONS] = {
    {"neighbours", T_walk_neighbours, T_walk_neighbours_help, -1, SOURCE_CATALOGUE, 1},
    {"associations", T_walk_associations, T_walk_associations_help, -1, SOURCE_CATALOGUE, 1},
    {"individuals", T_walk_individuals, T_walk_individuals_help, -1, SOURCE_CATALOGUE, 1},
    {"institutions", T_walk_institutions, T_walk_institutions_help, -1, SOURCE_CATALOGUE, 1},
    {"citizens", T_walk_citizens, T_walk_citizens_help, -1, SOURCE_CATALOGUE, 1},
    {"relatives", T_walk_relatives, T_walk_relatives_help, -1, SOURCE_CATALOGUE, 1},
};
static const struct content_table table = {.axes = {stations, STATIONS}};

static enum rc walk_content(struct arena *arena, enum lang lang, struct str form,
                            struct content *content) {
    return content_from_table(arena, &walk_tool, &table, (struct content_choice){lang, form},
                              content);
}

#define STATION                                                                                    \
    { .key = "idea", .label = T_walk_idea, .hint = T_walk_idea_hint, .per_axis = true }

static const char *const forms[] = {"six", NULL};
static const enum text_id form_labels[] = {T_walk_form_six};

const struct tool walk_tool = {
    .key = "walk",
    .engine = ENGINE_BOARD,
    .part = PART_DEVELOP,
    .title = T_walk_title,
    .purpose = T_walk_purpose,
    .gives = T_walk_gives,
    .who_sees = T_walk_who_sees,
    .source = T_walk_source,
    .picture = "img/walk.svg",
    .minutes = 35,
    .people_min = 3,
    .people_max = 300,
    .next = "poster",
    .phases = {{.key = "walk",
                .mode = MODE_CAFE,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .seconds = 240,
                .rounds = STATIONS,
                .repeats = true,
                .group_min = 1,
                .group_max = 50,
                .title = T_walk_phase_walk,
                .prompt = T_walk_phase_walk_prompt,
                .leader = T_walk_phase_walk_leader,
                .regions = {STATION}},
               {.key = "mark",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_DOTS,
                .visibility = SEE_ALL,
                .seconds = 300,
                .dots = MARKS_EACH,
                .title = T_walk_phase_mark,
                .prompt = T_walk_phase_mark_prompt,
                .leader = T_walk_phase_mark_leader,
                .regions = {STATION}},
               {.key = "result",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_walk_phase_result,
                .prompt = T_walk_phase_result_prompt,
                .leader = T_walk_phase_result_leader}},
    .steps = {T_walk_step_marks},
    .forms = forms,
    .form_labels = form_labels,
    .content = walk_content,
};

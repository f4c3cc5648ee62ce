/* The forms of talk as tools. See flows.h. */
#include "feature/flows/flows.h"

#include "core/meeting/content_table.h"

static const char *const full_form[] = {"full", NULL};

/* ---- 1-2-4-All: the question is the exercise's title ---- */

static enum rc onetwofour_content(struct arena *arena, enum lang lang, struct str form,
                                  struct content *content) {
    static const struct content_table none = {0};
    return content_from_table(arena, &onetwofour_tool, &none, (struct content_choice){lang, form},
                              content);
}

static const enum text_id onetwofour_labels[] = {T_onetwofour_form};

const struct tool onetwofour_tool = {
    .key = "onetwofour",
    .engine = ENGINE_BOARD,
    .part = PART_DEVELOP,
    .title = T_onetwofour_title,
    .purpose = T_onetwofour_purpose,
    .gives = T_onetwofour_gives,
    .who_sees = T_onetwofour_who_sees,
    .source = T_onetwofour_source,
    .picture = "img/onetwofour.svg",
    .minutes = 15,
    .people_min = 4,
    .people_max = 300,
    .phases =
        {{.key = "own",
          .mode = MODE_INDIVIDUAL,
          .input = INPUT_NOTE,
          .visibility = SEE_OWN,
          .seconds = 60,
          .title = T_onetwofour_phase_own,
          .prompt = T_onetwofour_phase_own_prompt,
          .leader = T_onetwofour_phase_own_leader,
          .regions = {{.key = "own", .label = T_onetwofour_own, .hint = T_onetwofour_own_hint}}},
         {.key = "two",
          .mode = MODE_PAIR,
          .input = INPUT_NOTE,
          .visibility = SEE_GROUP,
          .seconds = 120,
          .is_shared = true,
          .title = T_onetwofour_phase_two,
          .prompt = T_onetwofour_phase_two_prompt,
          .leader = T_onetwofour_phase_two_leader,
          .regions = {{.key = "two", .label = T_onetwofour_two, .hint = T_onetwofour_two_hint}}},
         {.key = "four",
          .mode = MODE_GROUP,
          .input = INPUT_NOTE,
          .visibility = SEE_GROUP,
          .seconds = 240,
          .group_min = 3,
          .group_max = 5,
          .is_shared = true,
          .title = T_onetwofour_phase_four,
          .prompt = T_onetwofour_phase_four_prompt,
          .leader = T_onetwofour_phase_four_leader,
          .regions = {{.key = "four",
                       .label = T_onetwofour_four,
                       .hint = T_onetwofour_four_hint,
                       .notes_max = 3}}},
         {.key = "all",
          .mode = MODE_PLENARY,
          .input = INPUT_NOTE,
          .visibility = SEE_ALL,
          .seconds = 300,
          .is_shared = true,
          .title = T_onetwofour_phase_all,
          .prompt = T_onetwofour_phase_all_prompt,
          .leader = T_onetwofour_phase_all_leader,
          .regions = {{.key = "all", .label = T_onetwofour_all, .hint = T_onetwofour_all_hint}}},
         {.key = "picture",
          .mode = MODE_PLENARY,
          .input = INPUT_RESULT,
          .visibility = SEE_ALL,
          .title = T_onetwofour_phase_picture,
          .prompt = T_onetwofour_phase_picture_prompt,
          .leader = T_onetwofour_phase_picture_leader}},
    .steps = {T_onetwofour_step_picture},
    .forms = full_form,
    .form_labels = onetwofour_labels,
    .content = onetwofour_content,
};

/* ---- café: a table for each question ---- */

static enum rc cafe_content(struct arena *arena, enum lang lang, struct str form,
                            struct content *content) {
    static const struct table_axis questions[] = {
        {"works", T_cafe_axis_works, T_cafe_axis_works_help, -1, SOURCE_OURS, 1},
        {"more", T_cafe_axis_more, T_cafe_axis_more_help, -1, SOURCE_OURS, 1},
        {"first", T_cafe_axis_first, T_cafe_axis_first_help, -1, SOURCE_OURS, 1}};
    static const struct content_table table = {.axes = {questions, COUNT(questions)}};
    return content_from_table(arena, &cafe_tool, &table, (struct content_choice){lang, form},
                              content);
}

static const enum text_id cafe_labels[] = {T_cafe_form};

const struct tool cafe_tool = {
    .key = "cafe",
    .engine = ENGINE_BOARD,
    .part = PART_DEVELOP,
    .title = T_cafe_title,
    .purpose = T_cafe_purpose,
    .gives = T_cafe_gives,
    .who_sees = T_cafe_who_sees,
    .source = T_cafe_source,
    .picture = "img/cafe.svg",
    .minutes = 60,
    .people_min = 4,
    .people_max = 300,
    .phases = {{.key = "talk",
                .mode = MODE_CAFE,
                .input = INPUT_NOTE,
                .visibility = SEE_GROUP,
                .seconds = 720,
                .repeats = true,
                .seconds_min = 300,
                .seconds_max = 1800,
                .axis_by_group = true,
                .is_shared = true,
                .title = T_cafe_phase_talk,
                .prompt = T_cafe_phase_talk_prompt,
                .leader = T_cafe_phase_talk_leader,
                .regions = {{.key = "answer",
                             .label = T_cafe_answer,
                             .hint = T_cafe_answer_hint,
                             .per_axis = true}}},
               {.key = "across",
                .mode = MODE_PLENARY,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .seconds = 600,
                .is_shared = true,
                .title = T_cafe_phase_across,
                .prompt = T_cafe_phase_across_prompt,
                .leader = T_cafe_phase_across_leader,
                .regions = {{.key = "across", .label = T_cafe_across, .hint = T_cafe_across_hint}}},
               {.key = "picture",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_cafe_phase_picture,
                .prompt = T_cafe_phase_picture_prompt,
                .leader = T_cafe_phase_picture_leader}},
    .steps = {T_cafe_step_picture},
    .may_change_rays = true,
    .forms = full_form,
    .form_labels = cafe_labels,
    .content = cafe_content,
};

/* ---- talk with one's neighbour: one line from two ---- */

enum { ASKS_BOTH = 1u << 0, ASKS_CHALLENGE = 1u << 1, ASKS_GOOD = 1u << 2 };
static const char *const neighbour_forms[] = {"full", "challenge", "good", NULL};
static const enum text_id neighbour_labels[] = {T_neighbour_form_full, T_neighbour_form_challenge,
                                                T_neighbour_form_good};

static enum rc neighbour_content(struct arena *arena, enum lang lang, struct str form,
                                 struct content *content) {
    static const struct table_axis questions[] = {
        {"challenge", T_neighbour_axis_challenge, T_neighbour_axis_challenge_help, -1, SOURCE_OURS,
         ASKS_BOTH | ASKS_CHALLENGE},
        {"good", T_neighbour_axis_good, T_neighbour_axis_good_help, -1, SOURCE_OURS,
         ASKS_BOTH | ASKS_GOOD}};
    static const struct content_table table = {.axes = {questions, COUNT(questions)}};
    return content_from_table(arena, &neighbour_tool, &table, (struct content_choice){lang, form},
                              content);
}

const struct tool neighbour_tool = {
    .key = "neighbour",
    .engine = ENGINE_BOARD,
    .part = PART_DEVELOP,
    .title = T_neighbour_title,
    .purpose = T_neighbour_purpose,
    .gives = T_neighbour_gives,
    .who_sees = T_neighbour_who_sees,
    .source = T_neighbour_source,
    .picture = "img/neighbour.svg",
    .minutes = 15,
    .people_min = 2,
    .people_max = 300,
    .phases = {{.key = "talk",
                .mode = MODE_PAIR,
                .input = INPUT_NOTE,
                .visibility = SEE_GROUP,
                .seconds = 240,
                .seconds_min = 180,
                .seconds_max = 300,
                .is_shared = true,
                .title = T_neighbour_phase_talk,
                .prompt = T_neighbour_phase_talk_prompt,
                .leader = T_neighbour_phase_talk_leader,
                .regions = {{.key = "line",
                             .label = T_neighbour_line,
                             .hint = T_neighbour_line_hint,
                             .per_axis = true,
                             .notes_max = 1}}},
               {.key = "lines",
                .mode = MODE_PLENARY,
                .input = INPUT_BOARD,
                .visibility = SEE_ALL,
                .title = T_neighbour_phase_lines,
                .prompt = T_neighbour_phase_lines_prompt,
                .leader = T_neighbour_phase_lines_leader,
                .regions = {{.key = "line",
                             .label = T_neighbour_line,
                             .hint = T_neighbour_line_hint,
                             .per_axis = true}}},
               {.key = "picture",
                .mode = MODE_PLENARY,
                .input = INPUT_RESULT,
                .visibility = SEE_ALL,
                .title = T_neighbour_phase_picture,
                .prompt = T_neighbour_phase_picture_prompt,
                .leader = T_neighbour_phase_picture_leader}},
    .steps = {T_neighbour_step_picture},
    .may_change_rays = true,
    .forms = neighbour_forms,
    .form_labels = neighbour_labels,
    .content = neighbour_content,
};

/* The definitions of the tools, and what their results say. Here because it needs all of them. */
#include "core/meeting/exercise.h"
#include "core/meeting/sheet.h"
#include "core/sector.h"
#include "feature/cards/cards.h"
#include "feature/coherence/coherence.h"
#include "feature/flows/flows.h"
#include "feature/perspectives/perspectives.h"
#include "feature/preparation/preparation.h"
#include "feature/readiness/readiness.h"
#include "feature/star/star.h"
#include "feature/tool/invented.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct tool *const tools[] = {&cards_tool, &quadrille_tool, &readiness_tool,
                                           &coherence_tool, &star_tool};

/* Tools on boards: their notes and results are tried in tests/http. */
static const struct tool *const boards[] = {
    &preparation_tool, &perspectives_tool, &onetwofour_tool, &cafe_tool, &neighbour_tool,
};

static int set_up(void **state) {
    static struct arena arena;
    arena_init(&arena, 16 << 20);
    *state = &arena;
    return 0;
}

static int tear_down(void **state) {
    arena_release(*state);
    return 0;
}

static void assert_said(enum text_id id) {
    assert_int_not_equal(id, T_none);
    for (enum lang lang = LANG_DA; lang < LANG__N; lang++) assert_true(text_of(lang, id).n > 0);
}

/* ---- definitions ---- */

static void check_phase(const struct tool_phase *phase) {
    assert_said(phase->title);
    assert_said(phase->prompt);
    assert_said(phase->leader);
    assert_true(phase->seconds >= 0 && phase->seconds <= 3600);
    if (phase->repeats) assert_true(phase->mode == MODE_PAIR || phase->mode == MODE_CAFE);
    if (phase->input == INPUT_CARD) {
        assert_true(phase->seconds_min <= phase->seconds && phase->seconds <= phase->seconds_max);
    }
    if (phase->mode == MODE_GROUP && !phase->axis_by_group) {
        assert_int_equal(phase->group_min, 3);
        assert_in_range(phase->group_max, 5, 6);
    }
    if (phase->mode == MODE_CAFE) assert_true(phase->axis_by_group);
    for (size_t i = 0; phase->regions[i].key; i++) {
        assert_true(i < PHASE_REGIONS_MAX);
        assert_said(phase->regions[i].label);
        assert_said(phase->regions[i].hint);
    }
}

static void check_tool(const struct tool *tool) {
    const enum text_id said[] = {tool->title, tool->purpose, tool->gives, tool->who_sees,
                                 tool->source};
    for (size_t j = 0; j < COUNT(said); j++) assert_said(said[j]);
    size_t n = tool_phase_count(tool);
    assert_true(n >= 3 && n < TOOL_PHASES_MAX);
    for (size_t j = 0; j < n; j++) {
        check_phase(&tool->phases[j]);
        for (size_t k = 0; k < j; k++)
            assert_string_not_equal(tool->phases[j].key, tool->phases[k].key);
    }
    for (size_t j = 0; j < tool_step_count(tool); j++) assert_said(tool->steps[j]);
    for (size_t j = 0; tool->forms[j]; j++) assert_said(tool->form_labels[j]);
    assert_true((tool->engine == ENGINE_SHEET) == (tool_score_phase(tool) == 0));
    assert_true((tool->engine == ENGINE_SHEET) == (tool->result != NULL));
}

static void every_tool__says_everything_and_has_phases_that_can_run(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(tools); i++) {
        check_tool(tools[i]);
        for (size_t j = 0; j < i; j++) assert_string_not_equal(tools[i]->key, tools[j]->key);
    }
    for (size_t i = 0; i < COUNT(boards); i++) {
        check_tool(boards[i]);
        for (size_t j = 0; j < i; j++) assert_string_not_equal(boards[i]->key, boards[j]->key);
        for (size_t j = 0; j < COUNT(tools); j++)
            assert_string_not_equal(boards[i]->key, tools[j]->key);
    }
}

static void check_content(struct arena *arena, const struct tool *tool, enum lang lang) {
    struct content content, again;
    struct content_problem problem;
    struct str json, second;
    assert_int_equal(tool->content(arena, lang, (struct str){0}, &content), RC_OK);
    assert_int_equal(content_write(arena, &content, &json), RC_OK);
    assert_int_equal(content_read(arena, tool, json, &again, &problem), RC_OK);
    assert_int_equal(content_write(arena, &again, &second), RC_OK);
    assert_true(str_is(json, second));
}

static void every_content__is_whole_and_read_back_as_it_was_written(void **state) {
    for (enum lang lang = LANG_DA; lang < LANG__N; lang++) {
        for (size_t i = 0; i < COUNT(tools); i++) check_content(*state, tools[i], lang);
        for (size_t i = 0; i < COUNT(boards); i++) check_content(*state, boards[i], lang);
    }
}

static void perspectives__are_ten_of_which_three_to_six_are_played_by_at_least_two(void **state) {
    struct content content;
    assert_int_equal(perspectives_tool.content(*state, LANG_DA, STR("full"), &content), RC_OK);
    assert_int_equal(content.axes.n, 10);
    for (size_t i = 0; i < content.axes.n; i++) {
        const struct content_axis *axis = &content.axes.v[i];
        assert_true(axis->help.n > 0 && axis->aspect >= 0);
        int sector = -1;
        for (int at = 0; sector_choices[at]; at++)
            if (str_is(content.aspects.v[axis->aspect].key, str_from(sector_choices[at])))
                sector = at;
        assert_true(sector >= 0);
    }
    assert_int_equal(perspectives_tool.axes_min, 3);
    assert_int_equal(perspectives_tool.axes_max, 6);
    assert_int_equal(perspectives_tool.axes_default, 4);
    assert_int_equal(perspectives_tool.seats_per_axis, 2);
    assert_int_equal(perspectives_tool.phases[0].seconds, 720);
    assert_int_equal(perspectives_tool.phases[0].seconds_min, 600);
    assert_int_equal(perspectives_tool.phases[0].seconds_max, 900);
}

/* The phases of an exercise in that form, by key. */
static void assert_phases(const struct tool *tool, const char *form, const char *const *keys) {
    const struct exercise exercise = {.form = str_from(form)};
    for (size_t i = 0; i < tool_phase_count(tool); i++)
        if (exercise_has_phase(tool, &exercise, (int)i)) {
            assert_non_null(*keys);
            assert_string_equal(tool->phases[i].key, *keys++);
        }
    assert_null(*keys);
}

static void preparation__is_a_cafe_groups_pairs_or_all_together(void **state) {
    (void)state;
    static const char *const cafe[] = {"film", "cafe", "agree", "picture", "actions", NULL};
    static const char *const pairs[] = {"film", "pairs", "agree", "picture", "actions", NULL};
    assert_phases(&preparation_tool, "", cafe);
    assert_phases(&preparation_tool, "cafe", cafe);
    assert_phases(&preparation_tool, "pairs", pairs);
    assert_int_equal(preparation_tool.phases[1].seconds, 720);
}

static void flows__last_1_2_4_and_5_minutes_and_two_people_have_one_line_each(void **state) {
    (void)state;
    static const int seconds[] = {60, 120, 240, 300};
    for (size_t i = 0; i < COUNT(seconds); i++)
        assert_int_equal(onetwofour_tool.phases[i].seconds, seconds[i]);
    assert_int_equal(neighbour_tool.phases[0].seconds_min, 180);
    assert_int_equal(neighbour_tool.phases[0].seconds_max, 300);
    assert_int_equal(neighbour_tool.phases[0].regions[0].notes_max, 1);
}

static void cards__are_20_of_which_19_are_the_catalogues_themes(void **state) {
    struct content content;
    assert_int_equal(cards_tool.content(*state, LANG_DA, STR("full"), &content), RC_OK);
    assert_int_equal(content.cards.n, 20);
    size_t themes = 0;
    for (size_t i = 0; i < content.cards.n; i++) {
        if (content.cards.v[i].source == SOURCE_CATALOGUE) themes++;
        for (size_t j = 0; j < i; j++) {
            assert_false(str_is(content.cards.v[i].stem, content.cards.v[j].stem));
            assert_false(str_is(content.cards.v[i].key, content.cards.v[j].key));
        }
    }
    assert_int_equal(themes, 19);
    assert_int_equal(cards_tool.phases[0].seconds, 210);
    assert_int_equal(cards_tool.phases[0].seconds_min, 120);
    assert_int_equal(cards_tool.phases[0].seconds_max, 600);
    assert_int_equal(quadrille_tool.phases[0].seconds, 600);
    assert_int_equal(quadrille_tool.phases[0].rounds, 3);
}

static void star__has_12_rays_and_the_six_of_the_catalogue_in_short(void **state) {
    struct content full, brief;
    assert_int_equal(star_tool.content(*state, LANG_DA, STR("full"), &full), RC_OK);
    assert_int_equal(star_tool.content(*state, LANG_DA, STR("short"), &brief), RC_OK);
    assert_int_equal(full.axes.n, 12);
    assert_int_equal(brief.axes.n, 6);
    assert_int_equal(full.anchors.n, 6);
    size_t in_aspect[3] = {0};
    for (size_t i = 0; i < 12; i++) in_aspect[full.axes.v[i].aspect]++;
    for (size_t i = 0; i < 3; i++) assert_int_equal(in_aspect[i], 4);
    for (size_t i = 0; i < 6; i++) assert_int_equal(brief.axes.v[i].source, SOURCE_CATALOGUE);
}

static void coherence__lasts_7_and_20_minutes_and_readiness_takes_three_actions(void **state) {
    (void)state;
    assert_int_equal(coherence_tool.phases[0].seconds, 7 * 60);
    assert_int_equal(coherence_tool.phases[2].seconds, 20 * 60);
    assert_true(coherence_tool.asks_colleagues && readiness_tool.asks_reach);
    assert_int_equal(readiness_tool.phases[3].actions_max, 3);
}

/* ---- results ---- */

/* Answers as a table: n people, one row each; -2 is "don't know". */
struct answers {
    const int *self, *guess;
    size_t n, axes;
    const int *sectors; /* NULL: nobody says */
    int k;
    bool is_consensus;
};

static void count(struct arena *arena, const struct tool *tool, const struct content *content,
                  const struct answers *answers, struct sheet_result *result) {
    struct sheet_row *rows = arena_new_array(arena, answers->n + 1, struct sheet_row);
    assert_non_null(rows);
    for (size_t i = 0; i < answers->n; i++) {
        rows[i].sheet.self.v = &answers->self[i * answers->axes];
        rows[i].sheet.self.n = answers->axes;
        if (answers->guess) rows[i].sheet.colleagues.v = &answers->guess[i * answers->axes];
        if (answers->guess) rows[i].sheet.colleagues.n = answers->axes;
        rows[i].sector = answers->sectors ? answers->sectors[i] : -1;
    }
    const struct sheet_rows list = {.rows = {rows, answers->n}};
    const struct exercise exercise = {.tool = str_from(tool->key),
                                      .k = answers->k,
                                      .is_consensus = answers->is_consensus,
                                      .is_revealed = true};
    const struct sheet_counting counting = {LANG_EN, &exercise, content, &list};
    assert_int_equal(sheet_count_rows(arena, &counting, result), RC_OK);
}

/* The result as HTML in English. */
static const char *shown(struct arena *arena, const struct tool *tool,
                         const struct result_view *view) {
    struct request request = {.arena = arena, .lang = LANG_EN, .now = 1};
    struct buf out;
    buf_init(&out, arena, 1 << 20);
    struct page page = {.out = &out, .lang = LANG_EN};
    assert_int_equal(tool->result(&request, &page, view), RC_OK);
    return str_c(arena, buf_str(&out));
}

static const char *counted(struct arena *arena, const struct tool *tool,
                           const struct answers *answers, int step) {
    struct content content;
    struct sheet_result result;
    assert_int_equal(tool->content(arena, LANG_EN, (struct str){0}, &content), RC_OK);
    count(arena, tool, &content, answers, &result);
    const struct result_view view = {
        .content = &content, .result = &result, .step = step, .id = STR("t")};
    return shown(arena, tool, &view);
}

static void assert_shows(const char *html, const char *words) {
    if (!html || !strstr(html, words))
        fail_msg("\"%s\" is not in: %s", words, html ? html : "(nothing)");
}

static void assert_hides(const char *html, const char *words) {
    if (!html || strstr(html, words))
        fail_msg("\"%s\" is in: %s", words, html ? html : "(nothing)");
}

/* n equal rows. */
static const int *repeat(struct arena *arena, const int *row, size_t axes, size_t n) {
    int *all = arena_new_array(arena, axes * n, int);
    assert_non_null(all);
    for (size_t i = 0; i < n; i++) memcpy(&all[i * axes], row, axes * sizeof row[0]);
    return all;
}

static void coherence__7_4_8_and_guessed_5_4_5_gives_gaps_in_sign_and_words(void **state) {
    const struct answers answers = {.self = repeat(*state, (const int[]){7, 4, 8}, 3, 6),
                                    .guess = repeat(*state, (const int[]){5, 4, 5}, 3, 6),
                                    .n = 6,
                                    .axes = 3,
                                    .k = 5};
    const char *html = counted(*state, &coherence_tool, &answers, 2);
    assert_shows(html, "<strong>+2</strong> You have more of it");
    assert_shows(html, "<strong>0</strong> You have as much of it");
    assert_shows(html, "<strong>+3</strong> You have more of it");
    assert_shows(html, "no diagnosis");
}

static void coherence__little_meaning_says_where_to_talk(void **state) {
    const struct answers low = {.self = repeat(*state, (const int[]){7, 4, 2}, 3, 6),
                                .guess = repeat(*state, (const int[]){5, 4, 5}, 3, 6),
                                .n = 6,
                                .axes = 3,
                                .k = 5};
    const struct answers high = {.self = repeat(*state, (const int[]){2, 2, 6}, 3, 6),
                                 .guess = low.guess,
                                 .n = 6,
                                 .axes = 3,
                                 .k = 5};
    assert_shows(counted(*state, &coherence_tool, &low, 1), "safety representative");
    assert_hides(counted(*state, &coherence_tool, &high, 1), "safety representative");
}

static void results__of_fewer_than_k_show_no_figure_but_the_reason(void **state) {
    const struct answers answers = {
        .self = repeat(*state, (const int[]){3, 1, 3, 2}, 4, 4), .n = 4, .axes = 4, .k = 5};
    const char *html = counted(*state, &readiness_tool, &answers, 0);
    assert_shows(html, "4 have answered");
    assert_hides(html, "<svg");
}

static void readiness__medians_3_1_3_2_ask_whether_a_quick_start_runs_out(void **state) {
    const struct answers answers = {
        .self = repeat(*state, (const int[]){3, 1, 3, 2}, 4, 6), .n = 6, .axes = 4, .k = 5};
    const char *html = counted(*state, &readiness_tool, &answers, 2);
    assert_shows(html, "<strong>a quick start that runs out</strong>. Does that fit?");
    assert_shows(html, "We know where we are going together</strong>. Begin with that one");
    const char *fits = strstr(html, "matrix-fits");
    assert_non_null(fits);
    assert_null(strstr(fits + 1, "matrix-fits"));
    assert_shows(html, "reconstruction");
}

static void readiness__medians_1_1_3_3_list_both_without_a_label_for_the_whole(void **state) {
    const struct answers answers = {
        .self = repeat(*state, (const int[]){1, 1, 3, 3}, 4, 6), .n = 6, .axes = 4, .k = 5};
    const char *html = counted(*state, &readiness_tool, &answers, 2);
    assert_shows(html, "<li>it ends at the bottom of the pile</li>");
    assert_shows(html, "<li>a quick start that runs out</li>");
    assert_hides(html, "Your answers point to");
}

static void star__of_4_volunteers_and_9_staff_shows_only_the_total_and_why(void **state) {
    int sectors[13];
    for (size_t i = 0; i < 13; i++) sectors[i] = i < 4 ? SECTOR_ASSOCIATION : SECTOR_EMPLOYEE;
    const int row[12] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    const struct answers answers = {
        .self = repeat(*state, row, 12, 13), .n = 13, .axes = 12, .sectors = sectors, .k = 5};
    assert_shows(counted(*state, &star_tool, &answers, 1), "<svg");
    const char *html = counted(*state, &star_tool, &answers, 2);
    assert_hides(html, "<svg");
    assert_shows(html, "4 &lt; 5");
}

static void star__hints_at_cooperation_only_when_the_organisation_is_low(void **state) {
    const int low[12] = {4, 4, 4, 4, 4, 4, 4, 4, 1, 1, 2, 2};
    const int high[12] = {4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3};
    struct answers answers = {.self = repeat(*state, low, 12, 6), .n = 6, .axes = 12, .k = 5};
    assert_shows(counted(*state, &star_tool, &answers, 1), "Do you agree?");
    answers.self = repeat(*state, high, 12, 6);
    assert_hides(counted(*state, &star_tool, &answers, 1), "Do you agree?");
}

static void star__of_12_and_10_rays_compares_10_and_names_the_others(void **state) {
    struct arena *arena = *state;
    struct content content, fewer;
    struct sheet_result now, earlier;
    const int row[12] = {1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0};
    const struct answers twelve = {.self = repeat(arena, row, 12, 6), .n = 6, .axes = 12, .k = 5};
    const struct answers ten = {.self = repeat(arena, row, 10, 6), .n = 6, .axes = 10, .k = 5};
    assert_int_equal(star_tool.content(arena, LANG_EN, STR("full"), &content), RC_OK);
    fewer = content;
    fewer.axes.n = 10;
    count(arena, &star_tool, &content, &twelve, &now);
    count(arena, &star_tool, &fewer, &ten, &earlier);
    const struct result_view view = {.content = &content,
                                     .result = &now,
                                     .earlier = {&earlier, NULL},
                                     .at = 1700000000000,
                                     .earlier_at = {1690000000000, 0},
                                     .step = 1,
                                     .id = STR("t")};
    const char *html = shown(arena, &star_tool, &view);
    const char *compared = strstr(html, "Compared with earlier");
    assert_non_null(compared);
    assert_shows(compared, "Left out:");
    assert_shows(compared, "<span class=\"listed\">Defining together</span>");
    assert_shows(compared, "<span class=\"listed\">Carrying out together</span>");
    size_t rows = 0;
    for (const char *at = compared; (at = strstr(at, "<th scope=\"row\">")); at++) rows++;
    assert_int_equal(rows, 10);
}

static void star__agreed_on_aloud_has_a_web_and_no_groups(void **state) {
    const int row[12] = {1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0};
    const struct answers answers = {.self = row, .n = 1, .axes = 12, .k = 5, .is_consensus = true};
    assert_shows(counted(*state, &star_tool, &answers, 1), "<svg");
    assert_shows(counted(*state, &star_tool, &answers, 2), "You agreed on one answer");
}

static void star__own_web_is_on_the_own_telephone_only(void **state) {
    struct arena *arena = *state;
    struct content content;
    struct sheet_result result;
    const int row[12] = {1, 2, 3, 4, 5, 0, -2, 2, 3, 4, 5, 0};
    const struct answers answers = {.self = repeat(arena, row, 12, 6), .n = 6, .axes = 12, .k = 5};
    assert_int_equal(star_tool.content(arena, LANG_EN, STR("full"), &content), RC_OK);
    count(arena, &star_tool, &content, &answers, &result);
    const struct sheet own = {.self = {row, 12}};
    struct result_view view = {
        .content = &content, .result = &result, .step = 0, .own = &own, .id = STR("t")};
    assert_shows(shown(arena, &star_tool, &view), "Your own web");
    view.own = NULL;
    view.is_big = true;
    const char *html = shown(arena, &star_tool, &view);
    assert_hides(html, "<svg");
    assert_shows(html, "on your telephone");
}

static void invented_people__answer_on_the_scale_and_always_the_same(void **state) {
    struct arena *arena = *state;
    for (size_t i = 0; i < COUNT(tools); i++) {
        struct content content;
        struct sheet_rows one, two;
        assert_int_equal(tools[i]->content(arena, LANG_DA, (struct str){0}, &content), RC_OK);
        assert_int_equal(invented_rows(arena, tools[i], &content, NULL, &one), RC_OK);
        assert_int_equal(invented_rows(arena, tools[i], &content, NULL, &two), RC_OK);
        assert_int_equal(one.rows.n, INVENTED_PEOPLE);
        for (size_t j = 0; j < one.rows.n; j++)
            for (size_t k = 0; k < content.axes.n; k++) {
                int value = one.rows.v[j].sheet.self.v[k];
                assert_int_equal(value, two.rows.v[j].sheet.self.v[k]);
                assert_true(value == SHEET_DONT_KNOW ||
                            (value >= content.min && value <= content.max));
            }
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_tool__says_everything_and_has_phases_that_can_run),
        TEST(every_content__is_whole_and_read_back_as_it_was_written),
        TEST(perspectives__are_ten_of_which_three_to_six_are_played_by_at_least_two),
        TEST(preparation__is_a_cafe_groups_pairs_or_all_together),
        TEST(flows__last_1_2_4_and_5_minutes_and_two_people_have_one_line_each),
        TEST(cards__are_20_of_which_19_are_the_catalogues_themes),
        TEST(star__has_12_rays_and_the_six_of_the_catalogue_in_short),
        TEST(coherence__lasts_7_and_20_minutes_and_readiness_takes_three_actions),
        TEST(coherence__7_4_8_and_guessed_5_4_5_gives_gaps_in_sign_and_words),
        TEST(coherence__little_meaning_says_where_to_talk),
        TEST(results__of_fewer_than_k_show_no_figure_but_the_reason),
        TEST(readiness__medians_3_1_3_2_ask_whether_a_quick_start_runs_out),
        TEST(readiness__medians_1_1_3_3_list_both_without_a_label_for_the_whole),
        TEST(star__of_4_volunteers_and_9_staff_shows_only_the_total_and_why),
        TEST(star__hints_at_cooperation_only_when_the_organisation_is_low),
        TEST(star__of_12_and_10_rays_compares_10_and_names_the_others),
        TEST(star__agreed_on_aloud_has_a_web_and_no_groups),
        TEST(star__own_web_is_on_the_own_telephone_only),
        TEST(invented_people__answer_on_the_scale_and_always_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

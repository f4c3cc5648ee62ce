/* The pictures of score sheets: what stands where, and what is said instead when a figure is
   forbidden. */
#include "core/picture_matrix.h"
#include "core/picture_radar.h"
#include "core/picture_strip.h"
#include "core/picture_trend.h"
#include "platform/page.h"
#include "templates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct scale_axis star = {0, 5, 1, 0};

static int setup(void **state) {
    static struct arena arena;
    arena_init(&arena, 1 << 22);
    *state = &arena;
    return 0;
}

static int teardown(void **state) {
    arena_release(*state);
    return 0;
}

static struct page page_in(struct arena *arena, enum lang lang) {
    struct buf *out = arena_new(arena, struct buf);
    buf_init(out, arena, 1 << 20);
    return (struct page){.out = out, .lang = lang, .prefix = STR("/da")};
}

static bool holds(struct page *page, const char *text) {
    assert_true(buf_ok(page->out));
    return memmem(page->out->p, page->out->n, text, strlen(text)) != NULL;
}

#define assert_holds(page, text) assert_true(holds((page), (text)))
#define assert_lacks(page, text) assert_false(holds((page), (text)))

/* ---- shared ---- */

static void decimals__are_without_superfluous_zeros(void **state) {
    (void)state;
    static const struct scale_axis halves = {0, 100, 5, 1};
    static const struct {
        int quarters;
        const struct scale_axis *axis;
        int64_t units;
        int places;
    } cases[] = {{14, &star, 35, 1},  {16, &star, 4, 0},     {11, &star, 275, 2},
                 {0, &star, 0, 0},    {-6, &star, -15, 1},   {100, &halves, 25, 1},
                 {40, &halves, 1, 0}, {41, &halves, 1025, 3}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct decimal d = picture_decimal(cases[i].quarters, cases[i].axis);
        assert_int_equal(d.units, cases[i].units);
        assert_int_equal(d.places, cases[i].places);
    }
}

/* Without the blanks and hyphens that wrapping takes and gives; to may be from. */
static void keep_letters(const char *from, char *to) {
    for (; *from; from++)
        if (*from != ' ' && *from != '-') *to++ = *from;
    *to = 0;
}

static void wrap__keeps_every_letter_and_no_line_is_too_wide(void **state) {
    static const char *const texts[] = {
        "",
        "Tillid",
        "F\xC3\xA6lles definition af opgaven",
        "Hospitalsapotekerforeningens repræsentantskabsmøde",
        "  to   mellemrum  ",
        "\xE2\x82\xAC\xF0\x9F\x8C\x9F \xFF\xFE",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct picture_lines lines;
        char joined[400] = "", plain[200] = "";
        assert_int_equal(picture_wrap(*state, str_from(texts[i]), 700, &lines), RC_OK);
        for (size_t j = 0; j < lines.lines.n; j++) {
            assert_true(picture_text_width(lines.lines.v[j].text) <= 700);
            memcpy(joined + strlen(joined), lines.lines.v[j].text.p, lines.lines.v[j].text.n);
        }
        keep_letters(texts[i], plain);
        keep_letters(joined, joined);
        assert_string_equal(joined, plain);
    }
}

static void reasons__say_the_numbers(void **state) {
    struct page page = page_in(*state, LANG_EN);
    struct picture_reason reason = picture_reason(SCALE_GROUP_SMALL, 4, 5);
    picture_reason_html(&page, &reason);
    assert_holds(&page, "4 is fewer than 5");
    page = page_in(*state, LANG_EN);
    reason = picture_reason(SCALE_SHOWN, 4, 5);
    picture_reason_html(&page, &reason);
    assert_lacks(&page, "<p");
}

/* ---- the web ---- */

enum { RAYS = 12 };

struct web {
    struct radar_ray_data rays[PICTURE_AXES_MAX];
    struct picture_point points[PICTURE_SERIES_MAX][PICTURE_AXES_MAX];
    struct picture_series series[PICTURE_SERIES_MAX];
    struct radar_data data;
};

static const struct str aspects[] = {STR_INIT("Personlige"), STR_INIT("Relationelle"),
                                     STR_INIT("Organisatoriske")};

/* A star whose webs all have the same value on every ray. */
static void fill_web(struct web *web, size_t rays, size_t webs, int value) {
    memset(web, 0, sizeof *web);
    for (size_t i = 0; i < rays; i++)
        web->rays[i] = (struct radar_ray_data){STR("Str\xC3\xA5le"), i * COUNT(aspects) / rays};
    for (size_t s = 0; s < webs; s++) {
        for (size_t i = 0; i < rays; i++) {
            web->points[s][i] = picture_agreed(value);
            web->points[s][i].n = 9;
        }
        web->series[s] = (struct picture_series){STR("Alle"), 9, {web->points[s], rays}};
    }
    web->data = (struct radar_data){.id = STR("s"),
                                    .title = STR("Stjernen"),
                                    .axis = star,
                                    .rays = {web->rays, rays},
                                    .aspects = {aspects, COUNT(aspects)},
                                    .series = {web->series, webs},
                                    .show_spread = true};
}

static struct page draw(struct arena *arena, const struct web *web, struct picture_radar *view) {
    struct page page = page_in(arena, LANG_DA);
    assert_int_equal(picture_radar(arena, &web->data, view), RC_OK);
    picture_radar_html(&page, view);
    return page;
}

static void web__has_title_description_rings_values_and_a_table(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 3);
    web.points[0][4].median = 14;
    web.points[0][4].q1 = 8;
    web.points[0][4].q3 = 18;
    web.points[0][4].dont_know = 2;
    struct page page = draw(*state, &web, &view);
    assert_holds(&page, "<title id=\"s-title\">Stjernen</title>");
    assert_holds(&page, "<desc id=\"s-desc\">");
    assert_int_equal(view.rings.n, 6);
    assert_int_equal(view.values.n, RAYS);
    assert_holds(&page, ">3,5</text>");
    assert_holds(&page, "<td class=\"num\">3,5</td><td class=\"num\">2–4,5</td>");
    assert_holds(&page, "Relationelle: 5–8");
    assert_lacks(&page, "style=");
}

static void equal_values__lie_on_one_circle(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 3);
    (void)draw(*state, &web, &view);
    struct str path = view.webs.v[0].line;
    double x, y, first = 0;
    int corners = 0;
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] != 'M' && path.p[i] != 'L') continue;
        assert_int_equal(sscanf(path.p + i + 1, "%lf %lf", &x, &y), 2);
        double squared = (x - 200) * (x - 200) + (y - 200) * (y - 200);
        if (corners++ == 0) first = squared;
        assert_true(squared > first - 30 && squared < first + 30);
    }
    assert_int_equal(corners, RAYS + 1);
    assert_true(str_is(view.webs.v[0].fill, path));
}

static void zeros__stand_beside_each_other_round_the_middle(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 0);
    struct page page = draw(*state, &web, &view);
    assert_holds(&page, "M200 184m-5 0a5 5");
    assert_holds(&page, ">0</text>");
    assert_true(view.rings.v[0].r > 10);
}

static void fewer_than_3_rays__give_the_reason_and_no_web(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 3);
    for (size_t i = 2; i < RAYS; i++) web.points[0][i].has = false;
    struct page page = draw(*state, &web, &view);
    assert_holds(&page, "mindst 3 str\xC3\xA5ler, og der er svar p\xC3\xA5 2");
    assert_lacks(&page, "<svg");
    assert_holds(&page, "<table");
}

static void ray_without_figure__breaks_the_line_and_takes_the_filling_away(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 3);
    web.points[0][5].has = false;
    struct page page = draw(*state, &web, &view);
    assert_int_equal(view.webs.v[0].fill.n, 0);
    assert_int_equal(view.values.n, RAYS - 1);
    size_t starts = 0;
    for (size_t i = 0; i < view.webs.v[0].line.n; i++) starts += view.webs.v[0].line.p[i] == 'M';
    assert_int_equal(starts, 2);
    assert_holds(&page, "<td class=\"num\">–</td>");
    assert_lacks(&page, "fill-opacity");
}

static void three_webs__differ_in_dashes_and_marks_and_have_no_filling(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 3, 3);
    struct page page = draw(*state, &web, &view);
    assert_int_equal(view.webs.n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(view.webs.v[i].fill.n, 0);
        for (size_t j = 0; j < i; j++) {
            assert_false(str_is(view.webs.v[i].dashes, view.webs.v[j].dashes));
            assert_false(str_is(view.webs.v[i].sample, view.webs.v[j].sample));
        }
    }
    assert_int_equal(view.values.n, 0);
    assert_lacks(&page, "fill-opacity");
}

static void overlay_refused__the_total_web_stands_with_the_reason(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 3);
    web.data.note = picture_reason(SCALE_GROUP_SMALL, 4, 5);
    struct page page = draw(*state, &web, &view);
    assert_holds(&page, "4 er f\xC3\xA6rre end 5");
    assert_int_equal(view.webs.n, 1);
}

static void room_too_small__nothing_but_the_reason(void **state) {
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 3);
    web.data.reason = picture_reason(SCALE_ROOM_SMALL, 3, 5);
    struct page page = draw(*state, &web, &view);
    assert_holds(&page, "3 har svaret");
    assert_lacks(&page, "<svg");
    assert_lacks(&page, "<table");
}

static void names__stand_outside_when_all_have_room_and_in_the_table_always(void **state) {
    static const char *const normal[] = {"Forståelse",
                                         "Engagement",
                                         "Ejerskab",
                                         "Handlekraft og kompetence",
                                         "Ligev\xC3\xA6rd",
                                         "Tillid",
                                         "Dialog",
                                         "Gensidighed",
                                         "Ledelse",
                                         "Finansiering",
                                         "F\xC3\xA6lles definition",
                                         "F\xC3\xA6lles udf\xC3\xB8relse"};
    struct web web;
    struct picture_radar view;
    fill_web(&web, RAYS, 1, 3);
    for (size_t i = 0; i < RAYS; i++) web.rays[i].label = str_from(normal[i]);
    (void)draw(*state, &web, &view);
    assert_true(view.has_names);
    web.rays[1].label = STR(
        "En meget lang str\xC3\xA5le om hvordan vi sammen f\xC3\xA5r \xC3\xB8je p\xC3\xA5 dem, der "
        "ikke er med, og hvad de kunne have bidraget med, hvis nogen havde spurgt dem i tide, og "
        "hvad vi har lovet dem at g\xC3\xB8re anderledes n\xC3\xA6ste gang, vi m\xC3\xB8"
        "des");
    struct page page = draw(*state, &web, &view);
    assert_false(view.has_names);
    assert_holds(&page, "n\xC3\xA6ste gang, vi m\xC3\xB8"
                        "des</th>");
    fill_web(&web, PICTURE_AXES_MAX, 1, 3);
    (void)draw(*state, &web, &view);
    assert_false(view.has_names);
    assert_int_equal(view.ends.n, PICTURE_AXES_MAX);
}

/* ---- dots ---- */

static const struct scale_axis oas = {1, 10, 1, 0}, ready = {0, 3, 1, 0};

/* n answers of one value. */
static struct scale_summary all_answer(const struct scale_axis *axis, int value, int n) {
    struct scale_summary summary;
    int counts[SCALE_STEPS_MAX] = {0};
    counts[scale_axis_step_of(axis, value)] = n;
    assert_int_equal(scale_summarise_counts(axis, counts, 0, &summary), RC_OK);
    return summary;
}

struct pair {
    struct scale_summary own, guessed;
    struct strip_row_data rows[2];
    struct strip_data strip;
    struct strips_data data;
};

static void fill_pair(struct pair *pair, int own, int guessed, int n) {
    memset(pair, 0, sizeof *pair);
    pair->own = all_answer(&oas, own, n);
    pair->guessed = all_answer(&oas, guessed, n);
    pair->rows[0] = (struct strip_row_data){.label = STR("Jeg selv"), .summary = &pair->own};
    pair->rows[1] = (struct strip_row_data){.label = STR("Kolleger"), .summary = &pair->guessed};
    pair->strip = (struct strip_data){
        .label = STR("Mening"), .axis = oas, .rows = {pair->rows, 2}, .show_gap = true};
    pair->data =
        (struct strips_data){.id = STR("o"), .title = STR("OAS"), .strips = {&pair->strip, 1}};
}

static struct page draw_pair(struct arena *arena, const struct pair *pair,
                             struct picture_strips *view) {
    struct page page = page_in(arena, LANG_DA);
    assert_int_equal(picture_strips(arena, &pair->data, view), RC_OK);
    picture_strips_html(&page, view);
    return page;
}

static size_t count_in(struct str text, char c) {
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) n += text.p[i] == c;
    return n;
}

static void gaps__are_shown_with_sign_and_words(void **state) {
    static const struct {
        int own, guessed;
        const char *shown;
    } cases[] = {{7, 5, "<strong>+2</strong> I oplever mere"},
                 {4, 4, "<strong>0</strong> I oplever lige s\xC3\xA5 meget"},
                 {8, 5, "<strong>+3</strong> I oplever mere"},
                 {3, 7,
                  "<strong>\xE2\x88\x92"
                  "4</strong> I oplever mindre"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pair pair;
        struct picture_strips view;
        fill_pair(&pair, cases[i].own, cases[i].guessed, 6);
        struct page page = draw_pair(*state, &pair, &view);
        assert_holds(&page, cases[i].shown);
    }
}

static void dots__are_as_many_as_the_answers_and_bars_when_there_are_many(void **state) {
    struct pair pair;
    struct picture_strips view;
    fill_pair(&pair, 7, 5, 6);
    struct page page = draw_pair(*state, &pair, &view);
    assert_int_equal(count_in(view.strips.v[0].rows.v[0].marks, 'M'), 6);
    assert_false(view.is_bars);
    assert_holds(&page, "<title id=\"o-1-title\">Mening</title>");
    assert_holds(&page, "6 svar, midterste svar 7.");
    assert_holds(&page, "<table");
    assert_lacks(&page, "style=");
    fill_pair(&pair, 7, 5, 300);
    page = draw_pair(*state, &pair, &view);
    assert_true(view.is_bars);
    assert_int_equal(count_in(view.strips.v[0].rows.v[0].marks, 'M'), 1);
    assert_holds(&page, ">300</text>");
}

static void row_that_may_not_be_shown__has_neither_dots_nor_figures(void **state) {
    struct pair pair;
    struct picture_strips view;
    fill_pair(&pair, 7, 5, 6);
    pair.rows[1].reason = picture_reason(SCALE_REST_SMALL, 4, 5);
    struct page page = draw_pair(*state, &pair, &view);
    assert_holds(&page, "uden for den er der 4");
    assert_int_equal(view.strips.v[0].rows.v[1].marks.n, 0);
    assert_int_equal(view.strips.v[0].rows.v[1].counts.n, 0);
    assert_int_equal(view.strips.v[0].rows.v[1].n, 0);
    assert_false(view.strips.v[0].has_gap);
    pair.data.reason = picture_reason(SCALE_ROOM_SMALL, 3, 5);
    page = draw_pair(*state, &pair, &view);
    assert_lacks(&page, "<svg");
    assert_lacks(&page, "<table");
}

static void hidden_rows__do_not_set_the_height_of_the_others(void **state) {
    struct pair pair;
    struct picture_strips view;
    fill_pair(&pair, 7, 5, 6);
    pair.guessed = all_answer(&oas, 5, 300);
    pair.rows[1].reason = picture_reason(SCALE_GROUP_SMALL, 4, 5);
    (void)draw_pair(*state, &pair, &view);
    assert_false(view.is_bars);
}

static void words__stand_below_the_values_and_in_the_table(void **state) {
    static const struct str words[] = {STR_INIT("slet ikke"), STR_INIT("lidt"),
                                       STR_INIT("i h\xC3\xB8j grad"), STR_INIT("helt")};
    struct picture_strips view;
    struct scale_summary summary = all_answer(&ready, 2, 5);
    const struct strip_row_data row = {.summary = &summary};
    const struct strip_data strip = {.label = STR("Kapacitet"),
                                     .axis = ready,
                                     .words = {words, 4},
                                     .rows = {&row, 1},
                                     .is_missing = true,
                                     .is_contested = true};
    const struct strips_data data = {.id = STR("c"), .title = STR("T"), .strips = {&strip, 1}};
    struct page page = page_in(*state, LANG_DA);
    assert_int_equal(picture_strips(*state, &data, &view), RC_OK);
    picture_strips_html(&page, &view);
    assert_holds(&page, ">i h\xC3\xB8j grad</text>");
    assert_holds(&page, "i h\xC3\xB8j grad: 5");
    assert_holds(&page, "Mangler</span>");
    assert_holds(&page, "I ser forskelligt p\xC3\xA5 det</span>");
}

/* ---- the matrix ---- */

static struct page draw_matrix(struct arena *arena, const int medians[4],
                               struct picture_matrix *view) {
    struct scale_summary summaries[4];
    struct scale_readiness readiness;
    struct matrix_data data = {
        .id = STR("m"),
        .title = STR("Matrix"),
        .conditions = {STR("N"), STR("G"), STR("K"), STR("S")},
        .lasting = STR("Varig forandring"),
        .consequences = {STR("Bunken"), STR("Hurtig start"), STR("Uro"), STR("Spredt")},
        .readiness = medians ? &readiness : NULL};
    for (size_t i = 0; medians && i < 4; i++) summaries[i] = all_answer(&ready, medians[i], 6);
    if (medians) scale_read_conditions(summaries, &readiness);
    struct page page = page_in(arena, LANG_DA);
    assert_int_equal(picture_matrix(arena, &data, view), RC_OK);
    picture_matrix_html(&page, view);
    return page;
}

static size_t rows_lit(const struct picture_matrix *view) {
    size_t n = 0;
    for (size_t i = 0; i < view->rows.n; i++) n += view->rows.v[i].fits;
    return n;
}

static void medians_3_1_3_2__light_quick_start_and_end_with_a_question_mark(void **state) {
    struct picture_matrix view;
    struct page page = draw_matrix(*state, (const int[]){3, 1, 3, 2}, &view);
    assert_int_equal(rows_lit(&view), 1);
    assert_true(view.rows.v[2].fits);
    assert_holds(&page,
                 "Jeres svar peger p\xC3\xA5: <strong>Hurtig start</strong>. Passer det?</p>");
    assert_holds(&page, "<strong>Hurtig start</strong> <span class=\"badge\">Passer det?</span>");
}

static void medians_1_1_3_3__list_both_single_consequences_and_no_label(void **state) {
    struct picture_matrix view;
    struct page page = draw_matrix(*state, (const int[]){1, 1, 3, 3}, &view);
    assert_int_equal(rows_lit(&view), 2);
    assert_true(view.rows.v[1].fits && view.rows.v[2].fits);
    assert_holds(&page, "<li>Bunken</li><li>Hurtig start</li>");
    assert_lacks(&page, "Jeres svar peger");
}

static void matrix__lights_lasting_change_and_stays_blank_without_answers(void **state) {
    struct picture_matrix view;
    (void)draw_matrix(*state, (const int[]){2, 2, 3, 2}, &view);
    assert_int_equal(rows_lit(&view), 1);
    assert_true(view.rows.v[0].fits);
    struct page page = draw_matrix(*state, NULL, &view);
    assert_int_equal(view.rows.n, 5);
    assert_int_equal(rows_lit(&view), 0);
    assert_lacks(&page, "Passer det?");
}

/* ---- over time ---- */

static void trend__breaks_where_a_date_has_no_figure_and_keeps_distances_in_time(void **state) {
    enum { DAY = 86400000 };
    static const struct when dates[] = {
        {INT64_C(10) * DAY}, {INT64_C(20) * DAY}, {INT64_C(30) * DAY}, {INT64_C(110) * DAY}};
    struct picture_point points[4] = {picture_agreed(1), {0}, picture_agreed(2), picture_agreed(3)};
    const struct trend_axis_data axis = {
        .label = STR("Kapacitet"), .axis = ready, .points = {points, 4}};
    const struct trend_data data = {.id = STR("t"),
                                    .title = STR("Puls"),
                                    .dates = {dates, 4},
                                    .axes = {&axis, 1},
                                    .left_out = 2};
    struct picture_trend view;
    struct page page = page_in(*state, LANG_DA);
    assert_int_equal(picture_trend(*state, &data, &view), RC_OK);
    picture_trend_html(&page, &view);
    double x[3], y[3];
    assert_int_equal(sscanf(view.lines.v[0].line.p, "M%lf %lfM%lf %lfL%lf %lf", &x[0], &y[0], &x[1],
                            &y[1], &x[2], &y[2]),
                     6);
    double shares = (x[1] - x[0]) / (x[2] - x[0]);
    assert_true(shares > 0.19 && shares < 0.21);
    assert_true(y[0] > y[1] && y[1] > y[2]);
    assert_holds(&page, "2 er udeladt");
    assert_holds(&page, "<title id=\"t-1-title\">Kapacitet</title>");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals__are_without_superfluous_zeros),
        cmocka_unit_test(wrap__keeps_every_letter_and_no_line_is_too_wide),
        cmocka_unit_test(reasons__say_the_numbers),
        cmocka_unit_test(web__has_title_description_rings_values_and_a_table),
        cmocka_unit_test(equal_values__lie_on_one_circle),
        cmocka_unit_test(zeros__stand_beside_each_other_round_the_middle),
        cmocka_unit_test(fewer_than_3_rays__give_the_reason_and_no_web),
        cmocka_unit_test(ray_without_figure__breaks_the_line_and_takes_the_filling_away),
        cmocka_unit_test(three_webs__differ_in_dashes_and_marks_and_have_no_filling),
        cmocka_unit_test(overlay_refused__the_total_web_stands_with_the_reason),
        cmocka_unit_test(room_too_small__nothing_but_the_reason),
        cmocka_unit_test(gaps__are_shown_with_sign_and_words),
        cmocka_unit_test(dots__are_as_many_as_the_answers_and_bars_when_there_are_many),
        cmocka_unit_test(row_that_may_not_be_shown__has_neither_dots_nor_figures),
        cmocka_unit_test(hidden_rows__do_not_set_the_height_of_the_others),
        cmocka_unit_test(words__stand_below_the_values_and_in_the_table),
        cmocka_unit_test(medians_3_1_3_2__light_quick_start_and_end_with_a_question_mark),
        cmocka_unit_test(medians_1_1_3_3__list_both_single_consequences_and_no_label),
        cmocka_unit_test(matrix__lights_lasting_change_and_stays_blank_without_answers),
        cmocka_unit_test(trend__breaks_where_a_date_has_no_figure_and_keeps_distances_in_time),
        cmocka_unit_test(names__stand_outside_when_all_have_room_and_in_the_table_always),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

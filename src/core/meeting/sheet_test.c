/* Sheets, notes and what is counted and kept of them, on both engines. */
#include "core/meeting/action.h"
#include "core/meeting/test_tools.h"
#include "core/own_data.h"
#include "kit/site.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define NOW TESTING_NOW
enum { MINUTE = 60 * 1000 };

const struct own_data *const own_data_stores[] = {NULL};

static enum rc count(struct request *request, const struct test_run *run,
                     struct sheet_result *result) {
    struct content content;
    struct sheet_rows rows = {0};
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run->exercise, &content));
    TRY(sheet_rows(request, &run->exercise, &content, &rows));
    const struct sheet_counting counting = {LANG_DA, &run->exercise, &content, &rows};
    return sheet_count_rows(request->arena, &counting, result);
}

static const struct sheet_part *part_of(const struct sheet_result *result, const char *key) {
    for (size_t i = 0; i < result->parts.n; i++)
        if (str_is(result->parts.v[i].key, str_from(key))) return &result->parts.v[i];
    return NULL;
}

/* ---- values and text ---- */

static void values__beside_the_scale_are_refused(void **unused) {
    struct content star, coherence;
    struct arena arena;
    int value;
    (void)unused;
    arena_init(&arena, 1 << 20);
    assert_int_equal(test_star.content(&arena, LANG_DA, STR(""), &star), RC_OK);
    assert_int_equal(test_coherence.content(&arena, LANG_DA, STR(""), &coherence), RC_OK);
    static const char *const refused[] = {"6", "-1", "2.5", "2,5", "x", "1e0", "05", "+3", "0x1"};
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_int_equal(sheet_value_read(&star, str_from(refused[i]), &value), RC_INVALID);
    for (int i = 0; i <= 5; i++) {
        assert_int_equal(sheet_value_read(&star, str_format(&arena, " %d ", i), &value), RC_OK);
        assert_int_equal(value, i);
    }
    assert_int_equal(sheet_value_read(&coherence, STR("0"), &value), RC_INVALID);
    assert_int_equal(sheet_value_read(&coherence, STR("11"), &value), RC_INVALID);
    assert_int_equal(sheet_value_read(&coherence, STR("10"), &value), RC_OK);
    assert_int_equal(sheet_value_read(&coherence, STR(" "), &value), RC_OK);
    assert_int_equal(value, SHEET_UNANSWERED);
    assert_int_equal(sheet_value_read(&coherence, STR("?"), &value), RC_OK);
    assert_int_equal(value, SHEET_DONT_KNOW);
    arena_release(&arena);
}

static void sheet_read__takes_exactly_what_sheet_write_makes(void **unused) {
    static const struct {
        const struct tool *tool;
        const char *text;
        enum rc rc;
    } cases[] = {
        {&test_star, "0,5,?", RC_OK},
        {&test_star, "-,-,3", RC_OK},
        {&test_star, "0,5", RC_INVALID},
        {&test_star, "0,5,1,1", RC_INVALID},
        {&test_star, "0,5,6", RC_INVALID},
        {&test_star, "0,5,-1", RC_INVALID},
        {&test_star, "0,5,2.5", RC_INVALID},
        {&test_star, "0, 5,1", RC_INVALID},
        {&test_star, "0,5,01", RC_INVALID},
        {&test_star, "0,5,1|1,1,1", RC_INVALID},
        {&test_star, "0,5,1|", RC_INVALID},
        {&test_star, "", RC_INVALID},
        {&test_coherence, "1,10,5|3,4,?", RC_OK},
        {&test_coherence, "0,10,5|3,4,5", RC_INVALID},
        {&test_coherence, "1,11,5|3,4,5", RC_INVALID},
        {&test_coherence, "1,10,5", RC_INVALID},
        {&test_readiness, "0,3|0,-", RC_OK},
        {&test_readiness, "0,3|0,4", RC_INVALID},
        {&test_readiness, "0,3|0,?", RC_INVALID},
        {&test_readiness, "0,?|0,1", RC_INVALID},
    };
    struct arena arena;
    (void)unused;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct content content;
        struct sheet sheet;
        struct str again;
        assert_int_equal(cases[i].tool->content(&arena, LANG_DA, STR(""), &content), RC_OK);
        enum rc rc = sheet_read(&arena, cases[i].tool, &content, str_from(cases[i].text), &sheet);
        if (rc != cases[i].rc) print_message("%s\n", cases[i].text);
        assert_int_equal(rc, cases[i].rc);
        if (rc != RC_OK) continue;
        assert_int_equal(sheet_write(&arena, &sheet, &again), RC_OK);
        assert_true(str_is(again, str_from(cases[i].text)));
    }
    arena_release(&arena);
}

/* ---- saving ---- */

static enum rc saving(struct request *request) {
    static struct test_run run;
    struct sheet sheet;
    int64_t n;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 5));
    CHECK(test_run_score(request, &run, 0, 3) == RC_CONFLICT); /* not begun */
    TRY(exercise_start(request, &run.exercise));
    TRY(test_run_score(request, &run, 0, 0));
    TRY(test_run_score(request, &run, 0, 5));
    TRY(test_run_score(request, &run, 0, 5));
    TRY(sheet_count(request->db, request->arena, run.exercise.id, &n));
    CHECK(n == 1);
    TRY(sheet_own(request, &run.exercise, &run.seats[0], &sheet));
    CHECK(sheet.self.n == 3 && sheet.self.v[0] == 5);
    CHECK(sheet_own(request, &run.exercise, &run.seats[1], &sheet) == RC_ABSENT);
    CHECK(test_run_score(request, &run, 1, 6) == RC_INVALID);
    CHECK(test_run_score(request, &run, 1, -3) == RC_INVALID);
    CHECK(test_run_score(request, &run, 1, SHEET_UNANSWERED) == RC_INVALID);
    TRY(test_run_score(request, &run, 1, SHEET_DONT_KNOW));
    TRY(exercise_go(request, &run.exercise, 1));
    request->now = NOW + 15000;
    TRY(test_run_score(request, &run, 2, 4)); /* typed when the leader went on */
    request->now = NOW + 15001;
    CHECK(test_run_score(request, &run, 3, 4) == RC_CONFLICT);
    request->now = NOW + 5000;
    TRY(exercise_reveal(request, &run.exercise));
    CHECK(test_run_score(request, &run, 3, 4) == RC_CONFLICT); /* nothing changes any more */
    CHECK(test_run_score(request, &run, 0, 1) == RC_CONFLICT);
    return RC_OK;
}
static void sheet_save__replaces_until_the_reveal_and_never_after(void **unused) {
    (void)unused;
    testing_on_both(saving);
}

static enum rc skipping(struct request *request) {
    static struct test_run run;
    static const int some[] = {7, SHEET_UNANSWERED, 3}, all[] = {7, SHEET_DONT_KNOW, 10};
    struct sheet sheet = {.self = {some, 3}, .colleagues = {all, 3}};
    TRY(test_run_begin(request, &test_coherence, &run));
    TRY(test_run_seats(request, &run, 5));
    TRY(exercise_start(request, &run.exercise));
    const struct sheet_save save = {
        .exercise = &run.exercise, .seat = &run.seats[0], .sheet = &sheet};
    CHECK(sheet_save(request, &save) == RC_INVALID); /* six values, or an explicit skip */
    sheet.self.v = all;
    TRY(sheet_save(request, &save));
    CHECK(test_run_score(request, &run, 1, 0) == RC_INVALID);
    CHECK(test_run_score(request, &run, 1, 11) == RC_INVALID);
    TRY(test_run_score(request, &run, 1, 10));
    return RC_OK;
}
static void coherence__wants_six_values_or_an_explicit_skip_and_refuses_0_and_11(void **unused) {
    (void)unused;
    testing_on_both(skipping);
}

static enum rc late_paper(struct request *request) {
    static struct test_run run;
    static const int values[] = {3, 3, 3};
    const struct sheet sheet = {.self = {values, 3}};
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 5));
    TRY(exercise_start(request, &run.exercise));
    struct sheet_save save = {
        .exercise = &run.exercise, .seat = &run.seats[4], .sheet = &sheet, .origin = ORIGIN_PAPER};
    TRY(exercise_go(request, &run.exercise, 1));
    request->now = NOW + 60 * MINUTE;
    CHECK(sheet_save(request, &save) == RC_CONFLICT); /* says so, but does not lead */
    test_run_lead(request, &run, true);
    TRY(sheet_save(request, &save));
    struct sheet_rows rows = {0};
    struct content content;
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run.exercise, &content));
    TRY(sheet_rows(request, &run.exercise, &content, &rows));
    CHECK(rows.rows.n == 1 && rows.rows.v[0].origin == ORIGIN_PAPER);
    return RC_OK;
}
static void
sheet_save__takes_paper_from_a_leader_after_the_time_and_keeps_its_origin(void **unused) {
    (void)unused;
    testing_on_both(late_paper);
}

/* ---- consensus ---- */

static enum rc agreeing(struct request *request) {
    static struct test_run run;
    static const int values[] = {4, 2, 5};
    const struct sheet sheet = {.self = {values, 3}};
    struct sheet_result result;
    struct sheet own;
    int64_t n;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 3));
    TRY(exercise_start(request, &run.exercise));
    CHECK(run.exercise.is_consensus && run.exercise.was_small);
    for (size_t i = 0; i < 3; i++) CHECK(test_run_score(request, &run, i, 3) == RC_DENIED);
    TRY(test_run_count(request, &test_count_answers, &run, &n));
    CHECK(n == 0);
    test_run_lead(request, &run, true);
    const struct sheet_save save = {
        .exercise = &run.exercise, .seat = &run.seats[0], .sheet = &sheet};
    TRY(sheet_save(request, &save));
    TRY(sheet_save(request, &save));
    test_run_lead(request, &run, false);
    static const struct db_query individual = {
        "test.individual",
        "SELECT count(*) FROM answer WHERE exercise_id = $1 AND (sector <> -1 OR subgroup <> '' OR "
        "group_number <> 0)",
        "i", DB_ROW_I64};
    TRY(test_run_count(request, &test_count_answers, &run, &n));
    CHECK(n == 1); /* one sheet, and it is the room's */
    TRY(test_run_count(request, &individual, &run, &n));
    CHECK(n == 0);
    static const struct db_query tags = {
        "test.tags", "SELECT tag FROM answer WHERE exercise_id = $1", "i", DB_ROW_STR};
    struct str tag;
    TRY(DB_ONE(request->db, request->arena, &tags, &tag, DB_INT(run.exercise.id)));
    for (size_t i = 0; i < run.n; i++)
        CHECK(!str_is(tag, seat_tag(request, &run.seats[i], run.exercise.public_id)));
    TRY(sheet_own(request, &run.exercise, &run.seats[2], &own));
    CHECK(own.self.v[1] == 2);
    TRY(count(request, &run, &result));
    CHECK(result.is_consensus && result.was_small && result.parts.n == 1);
    CHECK(result.parts.v[0].axes.v[0].median4 == 16 && result.parts.v[0].axes.v[2].median4 == 20);
    return RC_OK;
}
static void consensus__stores_no_individual_value(void **unused) {
    (void)unused;
    testing_on_both(agreeing);
}

static enum rc tables(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 2));
    for (int i = 0; i < 2; i++) {
        run.seats[run.n] =
            (struct seat){.meeting = run.meeting.id, .device = SEAT_TABLE, .sector = -1};
        TRY(seat_take(request, &run.seats[run.n]));
        run.n++;
    }
    TRY(exercise_start(request, &run.exercise));
    static const int values[2][3] = {{1, 1, 1}, {5, 4, 3}};
    for (int i = 0; i < 2; i++) {
        const struct sheet sheet = {.self = {values[i], 3}};
        const struct sheet_save save = {.exercise = &run.exercise,
                                        .seat = &run.seats[2 + i],
                                        .sheet = &sheet,
                                        .origin = ORIGIN_TABLE,
                                        .group = i + 1};
        TRY(sheet_save(request, &save));
    }
    TRY(count(request, &run, &result));
    CHECK(result.n == 2 && result.parts.v[0].axes.v[0].n == 2);
    CHECK(result.parts.v[0].axes.v[0].median4 == 12);
    return RC_OK;
}
static void consensus__takes_one_sheet_from_each_table(void **unused) {
    (void)unused;
    testing_on_both(tables);
}

/* ---- small numbers ---- */

static enum rc score_all(struct request *request, struct test_run *run, int value) {
    for (size_t i = 0; i < run->n; i++) TRY(test_run_score(request, run, i, value));
    return RC_OK;
}

static enum rc take_seats(struct request *request, struct test_run *run, int n, int sector,
                          const char *group) {
    for (int i = 0; i < n; i++) TRY(test_run_seat(request, run, sector, group));
    return RC_OK;
}

static enum rc few_volunteers(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(take_seats(request, &run, 4, SECTOR_ASSOCIATION, ""));
    TRY(take_seats(request, &run, 9, SECTOR_EMPLOYEE, ""));
    TRY(exercise_start(request, &run.exercise));
    TRY(score_all(request, &run, 3));
    TRY(count(request, &run, &result));
    CHECK(result.n == 13 && result.parts.v[0].n == 13 && result.parts.v[0].axes.n == 3);
    CHECK(!part_of(&result, "sector:association") && !part_of(&result, "sector:employee"));
    const struct sheet_part *why = part_of(&result, "sector");
    CHECK(why && why->hidden_because == T_few_group && why->axes.n == 0 && why->found == 4);
    return RC_OK;
}
static void star__of_4_volunteers_and_9_staff_shows_only_the_total_web(void **unused) {
    (void)unused;
    testing_on_both(few_volunteers);
}

static enum rc subgroup_of(struct request *request, int small, int rest, bool shown) {
    static struct test_run run;
    struct sheet_result result;
    TRY(test_run_begin(request, &test_readiness, &run));
    TRY(take_seats(request, &run, small, SECTOR_EMPLOYEE, "aftenvagt"));
    TRY(take_seats(request, &run, rest, SECTOR_EMPLOYEE, "dagvagt"));
    TRY(exercise_start(request, &run.exercise));
    TRY(score_all(request, &run, 2));
    TRY(count(request, &run, &result));
    CHECK(result.parts.v[0].n == small + rest && result.parts.v[0].axes.v[0].median4 == 8);
    CHECK(result.parts.v[0].axes.v[0].reach[REACH_ALL] == small + rest);
    CHECK((part_of(&result, "group:aftenvagt") != NULL) == shown);
    CHECK((part_of(&result, "group:dagvagt") != NULL) == shown);
    CHECK((part_of(&result, "group") != NULL) == !shown);
    return RC_OK;
}
static enum rc subgroups(struct request *request) {
    TRY(subgroup_of(request, 3, 9, false));
    TRY(subgroup_of(request, 8, 4, false));
    return subgroup_of(request, 5, 7, true);
}
static void readiness__of_3_among_12_or_8_beside_4_shows_no_figure_of_a_subgroup(void **unused) {
    (void)unused;
    testing_on_both(subgroups);
}

static enum rc crossed(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(take_seats(request, &run, 9, SECTOR_CITIZEN, "dagvagt"));
    TRY(take_seats(request, &run, 1, SECTOR_CITIZEN, "aftenvagt"));
    TRY(take_seats(request, &run, 9, SECTOR_EMPLOYEE, "aftenvagt"));
    TRY(exercise_start(request, &run.exercise));
    TRY(score_all(request, &run, 2));
    TRY(count(request, &run, &result));
    /* 10 and 9, and 9 and 10, but their difference is the one citizen of the evening */
    CHECK(part_of(&result, "sector:citizen") && part_of(&result, "sector:employee"));
    CHECK(!part_of(&result, "group:aftenvagt") && part_of(&result, "group"));
    return RC_OK;
}
static void overlays__that_together_tell_of_one_person_are_not_shown_together(void **unused) {
    (void)unused;
    testing_on_both(crossed);
}

static enum rc one_company(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(take_seats(request, &run, 8, SECTOR_CITIZEN, ""));
    TRY(take_seats(request, &run, 8, SECTOR_EMPLOYEE, ""));
    TRY(take_seats(request, &run, 1, SECTOR_COMPANY, ""));
    TRY(take_seats(request, &run, 4, SECTOR_ELECTED, ""));
    TRY(exercise_start(request, &run.exercise));
    TRY(score_all(request, &run, 1));
    TRY(count(request, &run, &result));
    CHECK(part_of(&result, "sector:citizen") && part_of(&result, "sector:employee"));
    CHECK(!part_of(&result, "sector:company") && !part_of(&result, "sector:elected"));
    CHECK(part_of(&result, "sector:others")->n == 5);
    return RC_OK;
}
static void star__merges_a_one_person_sector_into_others(void **unused) {
    (void)unused;
    testing_on_both(one_company);
}

static enum rc few_in_all(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 6));
    TRY(exercise_start(request, &run.exercise));
    for (size_t i = 0; i < 4; i++) TRY(test_run_score(request, &run, i, 3));
    TRY(count(request, &run, &result));
    CHECK(result.n == 4 && result.parts.n == 1 && result.parts.v[0].axes.n == 0);
    CHECK(result.parts.v[0].hidden_because == T_few_room && result.parts.v[0].n == 0);
    CHECK(result.parts.v[0].found == 4);
    TRY(test_run_score(request, &run, 4, SHEET_DONT_KNOW));
    TRY(count(request, &run, &result)); /* five answered, but only four with a value */
    CHECK(result.parts.v[0].n == 5 && result.parts.v[0].axes.v[0].n == 0);
    CHECK(result.parts.v[0].axes.v[0].hidden_because != T_none);
    CHECK(result.parts.v[0].axes.v[0].dont_know == 0 && result.parts.v[0].axes.v[0].counts.n == 0);
    return RC_OK;
}
static void count__shows_nothing_of_fewer_than_k_also_on_one_axis(void **unused) {
    (void)unused;
    testing_on_both(few_in_all);
}

static enum rc dont_know(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    static const int values[] = {5, 5, 5, 0, SHEET_DONT_KNOW, SHEET_DONT_KNOW, 5};
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, COUNT(values)));
    TRY(exercise_start(request, &run.exercise));
    for (size_t i = 0; i < COUNT(values); i++) TRY(test_run_score(request, &run, i, values[i]));
    TRY(count(request, &run, &result));
    const struct axis_result *axis = &result.parts.v[0].axes.v[0];
    CHECK(axis->n == 5 && axis->dont_know == 2 && axis->median4 == 20);
    CHECK(axis->counts.n == 6 && axis->counts.v[0] == 1 && axis->counts.v[5] == 4);
    return RC_OK;
}
static void count__leaves_dont_know_out_of_the_median_and_counts_it_beside(void **unused) {
    (void)unused;
    testing_on_both(dont_know);
}

/* ---- notes ---- */

static enum rc write(struct request *request, const struct test_run *run, size_t seat, uint64_t id,
                     const char *region, const char *text) {
    const struct note_save save = {.exercise = &run->exercise,
                                   .seat = &run->seats[seat],
                                   .id = id,
                                   .region = str_from(region),
                                   .text = str_from(text)};
    return note_save(request, &save);
}

static enum rc read_notes(struct request *request, const struct test_run *run, int seat,
                          struct note_seen *seen) {
    return note_read(request, &run->exercise, seat < 0 ? NULL : &run->seats[seat], seen);
}

static enum rc noting(struct request *request) {
    static struct test_run run;
    struct note_seen seen;
    char long_text[NOTE_MAX + 2];
    memset(long_text, 'x', sizeof long_text);
    long_text[NOTE_MAX + 1] = '\0';
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 4));
    TRY(exercise_start(request, &run.exercise));
    TRY(write(request, &run, 0, 11, "c1", "  vokser der tillid "));
    TRY(write(request, &run, 0, 11, "c1", "vokser der tillid"));
    TRY(write(request, &run, 1, 12, "c2", "alle"));
    CHECK(write(request, &run, 1, 11, "c1", "min nu") == RC_DENIED);
    CHECK(write(request, &run, 1, 13, "c99", "nej") == RC_CONFLICT);
    CHECK(write(request, &run, 1, 13, "c1", long_text) == RC_INVALID);
    long_text[NOTE_MAX] = '\0';
    TRY(write(request, &run, 1, 13, "c1", long_text));
    CHECK(write(request, &run, 1, 0, "c1", "uden nøgle") == RC_INVALID);
    TRY(read_notes(request, &run, 0, &seen));
    CHECK(seen.notes.rows.n == 1 && seen.notes.rows.v[0].is_own && seen.unseen == 2);
    CHECK(str_is(seen.notes.rows.v[0].text, STR("vokser der tillid")));
    TRY(read_notes(request, &run, -1, &seen));
    CHECK(seen.notes.rows.n == 0 && seen.unseen == 3); /* nobody sees them before the wall */
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(read_notes(request, &run, 3, &seen));
    CHECK(seen.notes.rows.n == 3 && seen.unseen == 0 && !seen.notes.rows.v[0].is_own);
    request->now = NOW + 16000;
    CHECK(write(request, &run, 2, 14, "c3", "for sent") == RC_CONFLICT);
    return RC_OK;
}
static void note_save__is_there_once_and_is_own_until_shared(void **unused) {
    (void)unused;
    testing_on_both(noting);
}

static enum rc limiting(struct request *request) {
    static struct test_run run;
    struct note_seen seen;
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 2));
    TRY(exercise_start(request, &run.exercise));
    for (uint64_t i = 1; i <= NOTES_MAX_EACH; i++) TRY(write(request, &run, 0, i, "c1", "igen"));
    CHECK(write(request, &run, 0, 99, "c1", "en for meget") == RC_LIMIT);
    TRY(write(request, &run, 0, 5, "c1", "")); /* taken away */
    TRY(write(request, &run, 0, 99, "c1", "nu er der plads"));
    TRY(read_notes(request, &run, 0, &seen));
    CHECK(seen.notes.rows.n == NOTES_MAX_EACH);
    return RC_OK;
}
static void note_save__has_a_limit_for_each_seat(void **unused) {
    (void)unused;
    testing_on_both(limiting);
}

static enum rc hiding(struct request *request) {
    static struct test_run run;
    struct note_seen seen;
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 2));
    TRY(exercise_start(request, &run.exercise));
    TRY(write(request, &run, 0, 21, "c1", "Ole Hansen er syg"));
    TRY(write(request, &run, 1, 22, "c1", "tillid"));
    TRY(note_report(request, &run.exercise, 21));
    CHECK(note_report(request, &run.exercise, 23) == RC_ABSENT);
    TRY(note_hide(request, &run.exercise, 21, NOTE_HIDDEN_PERSONAL));
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(read_notes(request, &run, 1, &seen));
    CHECK(seen.notes.rows.n == 1 && seen.hidden[NOTE_HIDDEN_PERSONAL] == 1);
    TRY(note_hide(request, &run.exercise, 21, NOTE_SHOWN));
    TRY(read_notes(request, &run, 1, &seen));
    CHECK(seen.notes.rows.n == 2 && seen.hidden[NOTE_HIDDEN_PERSONAL] == 0);
    return RC_OK;
}
static void note_hide__leaves_a_counted_trace_with_its_reason(void **unused) {
    (void)unused;
    testing_on_both(hiding);
}

static enum rc speaking(struct request *request) {
    static struct test_run run;
    struct note_voice voice;
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(take_seats(request, &run, 2, SECTOR_EMPLOYEE, ""));
    TRY(take_seats(request, &run, 3, SECTOR_CITIZEN, ""));
    TRY(exercise_start(request, &run.exercise));
    TRY(write(request, &run, 0, 31, "c1", "en"));
    TRY(write(request, &run, 1, 32, "c1", "to"));
    TRY(note_voice(request->db, request->arena, &run.exercise, &voice));
    CHECK(voice.notes[SECTOR_EMPLOYEE] == 2 && voice.notes[SECTOR_CITIZEN] == 0);
    CHECK(voice.seats[SECTOR_CITIZEN] == 3 && voice.seats[SECTOR_COMPANY] == 0);
    return RC_OK;
}
static void note_voice__tells_which_sector_has_not_been_heard(void **unused) {
    (void)unused;
    testing_on_both(speaking);
}

static void note_words__counts_forms_of_a_word_together_and_each_note_once(void **unused) {
    static const struct note notes[] = {
        {.text = STR_INIT("Tilliden vokser, og tilliden bærer.")},
        {.text = STR_INIT("Der er tillid! Og kaffe…")},
        {.text = STR_INIT("»Kaffe« og KAFFE og tillid")},
        {.text = STR_INIT("Og det er så det.")},
    };
    const struct note_list list = {.rows = {notes, COUNT(notes)}};
    struct word_counts words = {0};
    struct arena arena;
    (void)unused;
    arena_init(&arena, 8 << 20);
    assert_int_equal(note_words(&arena, &list, STR("da"), 2, &words), RC_OK);
    assert_int_equal(words.rows.n, 2);
    assert_int_equal(words.rows.v[0].n, 3);
    assert_int_equal(words.rows.v[1].n, 2);
    assert_true(str_is(words.rows.v[0].word, STR("tillid")));
    assert_true(str_is(words.rows.v[1].word, STR("kaffe")));
    arena_release(&arena);
}

/* ---- the end ---- */

static enum rc closing(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    struct snapshot snapshot;
    struct snapshot_list list = {0};
    int64_t n;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(take_seats(request, &run, 6, SECTOR_CITIZEN, ""));
    TRY(take_seats(request, &run, 6, SECTOR_EMPLOYEE, ""));
    TRY(take_seats(request, &run, 1, SECTOR_COMPANY, ""));
    TRY(exercise_start(request, &run.exercise));
    TRY(score_all(request, &run, 4));
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(exercise_go(request, &run.exercise, 1));
    CHECK(run.exercise.phase == 2);
    for (size_t i = 0; i < run.n; i++)
        TRY(write(request, &run, i, 1000 + i, "idea:trust", i ? "mødes" : "øve os"));
    struct action action = {.place = run.exercise.place,
                            .meeting = run.meeting.id,
                            .exercise = run.exercise.id,
                            .text = STR("Vi øver os"),
                            .owner = STR("teamet")};
    static const uint64_t causes[] = {1000};
    action.notes.v = causes;
    action.notes.n = 1;
    TRY(action_add(request, &action));
    TRY(exercise_close(request, &run.exercise));
    TRY(test_run_count(request, &test_count_answers, &run, &n));
    CHECK(n == 13);
    TRY(test_run_count(request, &test_count_tagged, &run, &n));
    CHECK(n == 0);
    TRY(test_run_count(request, &test_count_notes_tagged, &run, &n));
    CHECK(n == 0);
    TRY(test_run_count(request, &test_count_rounds, &run, &n));
    CHECK(n == 0);
    struct note_seen seen;
    TRY(read_notes(request, &run, 2, &seen));
    CHECK(seen.notes.rows.n == 13);
    uint64_t moved = 0;
    for (size_t i = 0; i < seen.notes.rows.n; i++) {
        const struct note *note = &seen.notes.rows.v[i];
        CHECK(note->id < 1000 || note->id >= 1013);
        CHECK(note->sector != SECTOR_COMPANY && !note->is_own);
        if (str_is(note->text, STR("øve os"))) moved = note->id;
    }
    struct action kept;
    TRY(action_by_public_id(request->db, request->arena, action.public_id, &kept));
    CHECK(kept.notes.n == 1 && kept.notes.v[0] == moved);
    TRY(snapshot_of(request->db, request->arena, run.exercise.id, &snapshot));
    TRY(sheet_result_read(request->arena, snapshot.json, &result));
    CHECK(result.n == 13 && result.notes == 13 && result.parts.v[0].axes.v[0].median4 == 16);
    CHECK(str_is(result.parts.v[0].axes.v[2].label, STR("Rolle")));
    CHECK(snapshot.meeting_public_id == run.meeting.public_id && snapshot.at == request->now);
    TRY(snapshot_list(request->db, request->arena,
                      &(struct snapshot_filter){run.exercise.place, STR("star"), 10}, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].exercise == run.exercise.id);
    TRY(snapshot_list(request->db, request->arena,
                      &(struct snapshot_filter){run.exercise.place, STR("cards"), 10}, &list));
    CHECK(list.rows.n == 0);
    TRY(snapshot_list(request->db, request->arena,
                      &(struct snapshot_filter){run.exercise.place, STR(""), 10}, &list));
    CHECK(list.rows.n == 1);
    return RC_OK;
}
static void exercise_close__keeps_figures_and_notes_and_forgets_whose(void **unused) {
    (void)unused;
    testing_on_both(closing);
}

static enum rc closing_few(struct request *request) {
    static struct test_run run;
    struct sheet_result result;
    struct snapshot snapshot;
    int64_t n;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 6));
    TRY(exercise_start(request, &run.exercise));
    for (size_t i = 0; i < 4; i++) TRY(test_run_score(request, &run, i, 3));
    TRY(exercise_close(request, &run.exercise));
    TRY(test_run_count(request, &test_count_answers, &run, &n));
    CHECK(n == 0); /* what may never be shown is not kept */
    TRY(snapshot_of(request->db, request->arena, run.exercise.id, &snapshot));
    TRY(sheet_result_read(request->arena, snapshot.json, &result));
    CHECK(result.parts.v[0].hidden_because == T_few_room && result.parts.v[0].axes.n == 0);
    return RC_OK;
}
static void exercise_close__keeps_no_answers_of_fewer_than_k(void **unused) {
    (void)unused;
    testing_on_both(closing_few);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values__beside_the_scale_are_refused),
        cmocka_unit_test(sheet_read__takes_exactly_what_sheet_write_makes),
        cmocka_unit_test(sheet_save__replaces_until_the_reveal_and_never_after),
        cmocka_unit_test(coherence__wants_six_values_or_an_explicit_skip_and_refuses_0_and_11),
        cmocka_unit_test(sheet_save__takes_paper_from_a_leader_after_the_time_and_keeps_its_origin),
        cmocka_unit_test(consensus__stores_no_individual_value),
        cmocka_unit_test(consensus__takes_one_sheet_from_each_table),
        cmocka_unit_test(star__of_4_volunteers_and_9_staff_shows_only_the_total_web),
        cmocka_unit_test(readiness__of_3_among_12_or_8_beside_4_shows_no_figure_of_a_subgroup),
        cmocka_unit_test(overlays__that_together_tell_of_one_person_are_not_shown_together),
        cmocka_unit_test(star__merges_a_one_person_sector_into_others),
        cmocka_unit_test(count__shows_nothing_of_fewer_than_k_also_on_one_axis),
        cmocka_unit_test(count__leaves_dont_know_out_of_the_median_and_counts_it_beside),
        cmocka_unit_test(note_save__is_there_once_and_is_own_until_shared),
        cmocka_unit_test(note_save__has_a_limit_for_each_seat),
        cmocka_unit_test(note_hide__leaves_a_counted_trace_with_its_reason),
        cmocka_unit_test(note_voice__tells_which_sector_has_not_been_heard),
        cmocka_unit_test(note_words__counts_forms_of_a_word_together_and_each_note_once),
        cmocka_unit_test(exercise_close__keeps_figures_and_notes_and_forgets_whose),
        cmocka_unit_test(exercise_close__keeps_no_answers_of_fewer_than_k),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

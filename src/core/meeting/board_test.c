/* Boards: who sees and changes what, two people at once, groups, tables and gates, on both engines.
   Votes and closing are in board_vote_test.c. */
#include "core/meeting/exercise_inner.h"
#include "core/meeting/test_tools.h"
#include "core/own_data.h"
#include "kit/site.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NOW TESTING_NOW
enum { MINUTE = 60 * 1000, PHONES = 100 };

const struct own_data *const own_data_stores[] = {NULL};

/* ---- groups with axes ---- */

static void judge(int chosen, int seats, struct exercise_axes *wanted) {
    exercise_axes_judge(&test_views, chosen, seats, false, wanted);
}

static void seven_people_and_four_perspectives__are_refused_and_three_proposed(void **unused) {
    struct exercise_axes wanted;
    (void)unused;
    judge(4, 7, &wanted);
    assert_true(!wanted.is_fine && wanted.proposed == 3 && !wanted.is_below);
    judge(3, 7, &wanted);
    assert_true(wanted.is_fine);
    judge(4, 8, &wanted);
    assert_true(wanted.is_fine);
    judge(3, 5, &wanted); /* two are proposed, and the tool says that three is its minimum */
    assert_true(!wanted.is_fine && wanted.proposed == 2 && wanted.is_below);
    judge(2, 5, &wanted);
    assert_true(wanted.is_fine);
    judge(2, 9, &wanted); /* fewer than the tool's minimum without need */
    assert_true(!wanted.is_fine);
    judge(7, 30, &wanted);
    assert_true(!wanted.is_fine && wanted.proposed == 6);
}

static enum rc perspectives(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    int sizes[4] = {0};
    TRY(test_run_begin(request, &test_views, &run));
    TRY(test_run_seats(request, &run, 7));
    CHECK(exercise_start(request, &run.exercise) == RC_CONFLICT);
    CHECK(exercise_set_axes(request, &run.exercise, STR("leader nobody")) == RC_INVALID);
    CHECK(exercise_set_axes(request, &run.exercise, STR("leader leader")) == RC_INVALID);
    for (int i = 0; i < 4; i++) TRY(test_run_seat(request, &run, SECTOR_EMPLOYEE, ""));
    TRY(exercise_start(request, &run.exercise));
    TRY(exercise_groups(request->db, request->arena, &run.exercise, NOW, &groups));
    CHECK(groups.rows.n == 4);
    for (size_t g = 0; g < 4; g++) sizes[g] = (int)groups.rows.v[g].seats.n;
    CHECK(sizes[0] + sizes[1] + sizes[2] + sizes[3] == 11);
    int threes = 0, twos = 0;
    for (size_t g = 0; g < 4; g++) threes += sizes[g] == 3, twos += sizes[g] == 2;
    CHECK(threes == 3 && twos == 1);
    return RC_OK;
}
static void eleven_people_and_four_perspectives__sit_three_three_three_and_two(void **unused) {
    (void)unused;
    testing_on_both(perspectives);
}

/* Leader and finance are the employees' own, citizen and relative the citizens'. */
static enum rc own_parts(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    struct content content;
    TRY(test_run_begin(request, &test_views, &run));
    for (int i = 0; i < 6; i++) TRY(test_run_seat(request, &run, SECTOR_CITIZEN, ""));
    for (int i = 0; i < 6; i++) TRY(test_run_seat(request, &run, SECTOR_EMPLOYEE, ""));
    TRY(exercise_start(request, &run.exercise));
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run.exercise, &content));
    CHECK(content.axes.n == 4);
    TRY(exercise_groups(request->db, request->arena, &run.exercise, NOW, &groups));
    for (size_t g = 0; g < groups.rows.n; g++)
        for (size_t i = 0; i < groups.rows.v[g].seats.n; i++)
            CHECK(!exercise_axis_is_hers(&content, g, groups.rows.v[g].seats.v[i].sector));
    return RC_OK;
}
static void nobody_plays_her_own_part__where_it_can_be_avoided(void **unused) {
    (void)unused;
    testing_on_both(own_parts);
}

static struct str region_of(struct request *request, const char *key, const struct content *content,
                            int axis) {
    return str_format(request->arena, "%s:%.*s", key, STR_ARG(content->axes.v[axis].key));
}

static enum rc axis_notes(struct request *request) {
    static struct test_run run;
    struct content content;
    struct board board;
    int group, other;
    TRY(test_run_begin(request, &test_views, &run));
    TRY(exercise_set_axes(request, &run.exercise, STR("neighbour leader relative")));
    TRY(test_run_seats(request, &run, 8));
    TRY(exercise_start(request, &run.exercise));
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run.exercise, &content));
    CHECK(content.axes.n == 3);
    TRY(test_board_group(request, &run, 0, &group));
    TRY(test_board_group(request, &run, 1, &other));
    size_t else_where = 1;
    while (other == group) TRY(test_board_group(request, &run, ++else_where, &other));
    int axis = board_axis(&run.exercise, &content, group);
    TRY(test_board_write(request, &run, 0, 11, region_of(request, "worried", &content, axis),
                         STR("bliver der tid?")));
    CHECK(test_board_write(request, &run, 0, 12,
                           region_of(request, "worried", &content, (axis + 1) % 3),
                           STR("en andens")) == RC_DENIED);
    TRY(board_read(request, &run.exercise, &run.seats[else_where], -1, &board));
    CHECK(board.notes.n == 0 && board.unseen == 1);
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(board_read(request, &run.exercise, &run.seats[else_where], -1, &board));
    CHECK(board.notes.n == 1 && !board.notes.v[0].note.is_own && !board.notes.v[0].may_change);
    return RC_OK;
}
static void groups_with_axes__write_on_their_own_and_are_seen_afterwards(void **unused) {
    (void)unused;
    testing_on_both(axis_notes);
}

/* ---- café ---- */

static enum rc cafe(struct request *request) {
    static struct test_run run;
    int met[32][4] = {{0}};
    TRY(test_run_begin(request, &test_cafe, &run));
    TRY(test_run_seats(request, &run, 17));
    TRY(exercise_start(request, &run.exercise));
    CHECK(run.exercise.clock.rounds == 4);
    struct exercise_rounds rounds = {0};
    TRY(exercise_rounds(request->db, request->arena, &run.exercise, &rounds));
    CHECK(rounds.rows.n == 4);
    for (size_t r = 0; r < 4; r++) {
        size_t least = SIZE_MAX, most = 0;
        CHECK(rounds.rows.v[r].rows.n == 4);
        for (size_t t = 0; t < 4; t++) {
            const struct exercise_group *table = &rounds.rows.v[r].rows.v[t];
            CHECK(table->host == (int)t + 1 && table->seats.v[0].number == table->host);
            least = table->seats.n < least ? table->seats.n : least;
            most = table->seats.n > most ? table->seats.n : most;
            for (size_t i = 0; i < table->seats.n; i++) met[table->seats.v[i].number][t]++;
        }
        CHECK(most - least <= 1);
    }
    for (int number = 1; number <= 17; number++)
        for (int t = 0; t < 4; t++)
            CHECK(number <= 4 ? met[number][t] == (t == number - 1 ? 4 : 0) : met[number][t] == 1);
    return RC_OK;
}
static void seventeen_in_a_cafe_of_four__meet_every_question_once_at_even_tables(void **unused) {
    (void)unused;
    testing_on_both(cafe);
}

static enum rc late_guest(struct request *request) {
    static struct test_run run;
    struct exercise_rounds before = {0}, after = {0};
    int group;
    TRY(test_run_begin(request, &test_cafe, &run));
    TRY(test_run_seats(request, &run, 12));
    TRY(exercise_start(request, &run.exercise));
    TRY(exercise_rounds(request->db, request->arena, &run.exercise, &before));
    TRY(test_run_seats(request, &run, 1));
    TRY(exercise_rounds(request->db, request->arena, &run.exercise, &after));
    TRY(test_board_group(request, &run, 12, &group));
    CHECK(group >= 1 && group <= 4);
    for (size_t r = 0; r < 4; r++)
        for (size_t t = 0; t < 4; t++) {
            const struct exercise_group *was = &before.rows.v[r].rows.v[t];
            const struct exercise_group *is = &after.rows.v[r].rows.v[t];
            CHECK(is->seats.n >= was->seats.n);
            for (size_t i = 0; i < was->seats.n; i++)
                CHECK(was->seats.v[i].number == is->seats.v[i].number);
        }
    return RC_OK;
}
static void a_late_guest__finds_a_table_and_changes_nobody_elses_way(void **unused) {
    (void)unused;
    testing_on_both(late_guest);
}

static enum rc next_round(struct request *request) {
    static struct test_run run;
    struct content content;
    struct board board;
    int group, later;
    TRY(test_run_begin(request, &test_cafe, &run));
    TRY(test_run_seats(request, &run, 12));
    TRY(exercise_start(request, &run.exercise));
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run.exercise, &content));
    TRY(test_board_group(request, &run, 8, &group));
    struct str here = region_of(request, "said", &content, group - 1);
    TRY(test_board_write(request, &run, 8, 31, here, STR("fra første runde")));
    TRY(exercise_clock(request, &run.exercise, -1, CLOCK_SKIP));
    request->now = NOW + 5000;
    TRY(test_board_group(request, &run, 8, &later));
    CHECK(later != group);
    TRY(board_read(request, &run.exercise, &run.seats[group - 1], -1, &board));
    CHECK(board.notes.n == 1 && board.notes.v[0].may_change); /* the host stayed, and builds on */
    request->now = NOW + MINUTE;
    CHECK(test_board_write(request, &run, 8, 32, here, STR("for sent")) == RC_DENIED);
    return RC_OK;
}
static void at_a_cafe_table__one_sees_what_earlier_guests_wrote(void **unused) {
    (void)unused;
    testing_on_both(next_round);
}

static enum rc three_people(struct request *request) {
    static struct test_run run;
    struct exercise_rounds rounds = {0};
    TRY(test_run_begin(request, &test_cafe, &run));
    TRY(test_run_seats(request, &run, 3));
    TRY(exercise_start(request, &run.exercise));
    TRY(exercise_rounds(request->db, request->arena, &run.exercise, &rounds));
    CHECK(rounds.rows.n == 4);
    for (size_t r = 0; r < 4; r++)
        for (size_t t = 0; t < 4; t++)
            CHECK(rounds.rows.v[r].rows.v[t].seats.n == (r == t ? 3 : 0));
    return RC_OK;
}
static void three_in_a_cafe__walk_through_the_questions_together(void **unused) {
    (void)unused;
    testing_on_both(three_people);
}

/* ---- writing together ---- */

static enum rc phones(struct request *request) {
    static struct test_run run;
    struct board board;
    TRY(test_run_begin(request, &test_harvest, &run));
    TRY(test_run_seats(request, &run, PHONES));
    TRY(exercise_start(request, &run.exercise));
    for (int retry = 0; retry < 2; retry++)
        for (int i = 0; i < PHONES; i++) {
            struct str text = str_format(request->arena, "råd nummer %d", i);
            request->now = NOW + i * 600;
            TRY(test_board_write(request, &run, i, 1000 + (uint64_t)i, STR("advice"), text));
        }
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.notes.n == PHONES && board.unseen == 0);
    bool seen[PHONES] = {false};
    for (size_t i = 0; i < board.notes.n; i++) {
        uint64_t at = board.notes.v[i].note.id - 1000;
        CHECK(at < PHONES && !seen[at]);
        seen[at] = true;
    }
    return RC_OK;
}
static void a_hundred_phones__give_a_hundred_notes_and_none_twice_on_retry(void **unused) {
    (void)unused;
    testing_on_both(phones);
}

static enum rc limits(struct request *request) {
    static struct test_run run;
    TRY(test_run_begin(request, &test_harvest, &run));
    TRY(test_run_seats(request, &run, 2));
    TRY(exercise_start(request, &run.exercise));
    for (uint64_t i = 1; i <= 3; i++)
        TRY(test_board_write(request, &run, 0, i, STR("advice"), STR("et råd")));
    CHECK(test_board_write(request, &run, 0, 4, STR("advice"), STR("et fjerde")) == RC_LIMIT);
    TRY(test_board_write(request, &run, 0, 3, STR("advice"), STR("rettet")));
    return test_board_write(request, &run, 1, 5, STR("advice"), STR("en andens første"));
}
static void a_region_with_three_places__refuses_the_fourth_note_of_one_person(void **unused) {
    (void)unused;
    testing_on_both(limits);
}

static enum rc both_at_once(struct request *request) {
    static struct test_run run;
    struct board_note note;
    TRY(test_run_begin(request, &test_partners, &run));
    TRY(test_run_seats(request, &run, 3));
    TRY(exercise_start(request, &run.exercise));
    TRY(test_board_write(request, &run, 0, 41, STR("firms"), STR("bageren")));
    struct note_save save = {.exercise = &run.exercise,
                             .seat = &run.seats[1],
                             .id = 41,
                             .region = STR("firms"),
                             .text = STR("bageren på torvet"),
                             .version = 1};
    TRY(note_save(request, &save));
    TRY(note_save(request, &save)); /* the same once more */
    save.seat = &run.seats[2];
    save.text = STR("bageren, som har brød tilovers");
    CHECK(note_save(request, &save) == RC_ABSENT);
    TRY(board_read_note(request, &run.exercise, &run.seats[2], 41, &note));
    CHECK(str_is(note.note.text, STR("bageren på torvet")) && note.version == 2);
    save.version = note.version;
    TRY(note_save(request, &save));
    struct board_act act = {
        .exercise = &run.exercise, .seat = &run.seats[0], .note = 41, .version = 2};
    CHECK(board_move(request, &act, STR("neighbours"), 0) == RC_ABSENT);
    act.version = 3;
    TRY(board_move(request, &act, STR("neighbours"), 0));
    TRY(board_read_note(request, &run.exercise, &run.seats[2], 41, &note));
    CHECK(str_is(note.note.region, STR("neighbours")) && note.version == 4);
    CHECK(str_is(note.note.text, STR("bageren, som har brød tilovers")));
    return RC_OK;
}
static void two_who_change_one_note__lose_nothing(void **unused) {
    (void)unused;
    testing_on_both(both_at_once);
}

static enum rc layers(struct request *request) {
    static struct test_run run;
    struct board_note note;
    TRY(test_run_begin(request, &test_partners, &run));
    TRY(test_run_seats(request, &run, 2));
    TRY(exercise_start(request, &run.exercise));
    TRY(test_board_write(request, &run, 0, 51, STR("firms"), STR("bageren")));
    TRY(exercise_go(request, &run.exercise, 1));
    request->now = NOW + MINUTE;
    TRY(test_board_write(request, &run, 0, 52, STR("firms"), STR("smeden")));
    TRY(board_read_note(request, &run.exercise, &run.seats[0], 52, &note));
    CHECK(note.layer == 1 && note.may_change);
    TRY(board_read_note(request, &run.exercise, &run.seats[0], 51, &note));
    CHECK(note.layer == 0 && !note.may_change);
    struct board_act act = test_board_act(request, &run, 0, 51);
    CHECK(test_board_write(request, &run, 0, 51, STR("firms"), STR("ændret")) == RC_DENIED);
    CHECK(board_move(request, &act, STR("neighbours"), 1) == RC_DENIED);
    CHECK(board_gather(request, &act, STR("mad")) == RC_DENIED);
    CHECK(board_merge(request, &act, 52) == RC_DENIED);
    act = test_board_act(request, &run, 0, 52);
    CHECK(board_move(request, &act, STR("firms"), 0) == RC_DENIED); /* nor into round 1 */
    test_run_lead(request, &run, true);
    act = test_board_act(request, &run, -1, 51);
    TRY(board_move(request, &act, STR("neighbours"), 0));
    const struct note_save save = {.exercise = &run.exercise,
                                   .id = 51,
                                   .region = STR("neighbours"),
                                   .text = STR("bageren i Storegade"),
                                   .version = act.version + 1};
    return note_save(request, &save);
}
static void
in_round_2__a_participant_cannot_alter_a_round_1_entry_and_a_facilitator_can(void **unused) {
    (void)unused;
    testing_on_both(layers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seven_people_and_four_perspectives__are_refused_and_three_proposed),
        cmocka_unit_test(eleven_people_and_four_perspectives__sit_three_three_three_and_two),
        cmocka_unit_test(nobody_plays_her_own_part__where_it_can_be_avoided),
        cmocka_unit_test(groups_with_axes__write_on_their_own_and_are_seen_afterwards),
        cmocka_unit_test(seventeen_in_a_cafe_of_four__meet_every_question_once_at_even_tables),
        cmocka_unit_test(a_late_guest__finds_a_table_and_changes_nobody_elses_way),
        cmocka_unit_test(at_a_cafe_table__one_sees_what_earlier_guests_wrote),
        cmocka_unit_test(three_in_a_cafe__walk_through_the_questions_together),
        cmocka_unit_test(a_hundred_phones__give_a_hundred_notes_and_none_twice_on_retry),
        cmocka_unit_test(a_region_with_three_places__refuses_the_fourth_note_of_one_person),
        cmocka_unit_test(two_who_change_one_note__lose_nothing),
        cmocka_unit_test(
            in_round_2__a_participant_cannot_alter_a_round_1_entry_and_a_facilitator_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

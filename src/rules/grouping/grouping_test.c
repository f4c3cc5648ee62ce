/* Tests of pairs, groups, the waiting list, the café and the text of a round: what the tools
   promise, on examples that can be checked by hand. */
#include "rules/grouping/plans.h"

#define MEMORY ((size_t)64 << 20)

static struct arena arena;
static struct plans_look look;

static int begin(void **state) {
    (void)state;
    arena_init(&arena, MEMORY);
    memset(&look, 0, sizeof look);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct grouping_round round_of(const char *text) {
    struct grouping_round round;
    assert_int_equal(grouping_read(&arena, str_from(text), GROUPING_PEOPLE, &round), RC_OK);
    return round;
}

static struct grouping_plan plan_of(const char *const *texts, size_t n) {
    struct grouping_round *rounds = arena_new_array(&arena, n + 1, struct grouping_round);
    for (size_t i = 0; i < n; i++) rounds[i] = round_of(texts[i]);
    return (struct grouping_plan){{rounds, n}};
}

static void assert_round(const struct grouping_round *round, const char *wanted) {
    struct buf out;
    buf_init(&out, &arena, 1 << 16);
    grouping_write(&out, round);
    assert_string_equal(str_c(&arena, buf_str(&out)), wanted);
}

/* ---- chance ---- */

static void chance__is_splitmix64(void **state) {
    (void)state;
    struct grouping_chance chance = {1234567};
    assert_true(grouping_draw(&chance) == UINT64_C(6457827717110365317));
    assert_true(grouping_draw(&chance) == UINT64_C(3203168211198807973));
    assert_true(grouping_draw(&chance) == UINT64_C(9817491932198370423));
    assert_true(grouping_draw(&chance) == UINT64_C(4593380528125082431));
    assert_true(grouping_draw(&chance) == UINT64_C(16408922859458223821));
}

static void chance__every_order_is_about_equally_likely(void **state) {
    (void)state;
    struct grouping_chance chance = {1};
    unsigned seen[4 * 4 * 4 * 4] = {0}, orders = 0;
    for (int i = 0; i < 24000; i++) {
        int items[] = {0, 1, 2, 3};
        grouping_shuffle(&chance, items, 4);
        seen[items[0] * 64 + items[1] * 16 + items[2] * 4 + items[3]]++;
    }
    for (size_t i = 0; i < COUNT(seen); i++) {
        if (seen[i] == 0) continue;
        orders++;
        assert_in_range(seen[i], 850, 1150);
    }
    assert_int_equal(orders, 24);
}

/* ---- pairs ---- */

static void pairs__8_people_7_rounds_are_28_distinct_pairs(void **state) {
    (void)state;
    const struct grouping_task task = {.seed = 20261122, .people = 8, .rounds = 7};
    const struct grouping_plan plan = plans_pairs(&arena, &task);
    for (size_t r = 0; r < 7; r++) {
        assert_int_equal(plan.rounds.v[r].groups.n, 4);
        plans_add(&look, &plan.rounds.v[r], 8, NULL);
    }
    for (int a = 0; a < 8; a++)
        for (int b = 0; b < a; b++) assert_int_equal(look.pairs[a][b], 1);
}

static void
pairs__7_people_7_rounds_have_one_trio_each_and_everyone_is_thrice_in_one(void **state) {
    (void)state;
    const struct grouping_task task = {.seed = 4, .people = 7, .rounds = 7};
    const struct grouping_plan plan = plans_pairs(&arena, &task);
    for (size_t r = 0; r < 7; r++) {
        size_t trios = 0;
        for (size_t g = 0; g < 3; g++) trios += plan.rounds.v[r].groups.v[g].members.n == 3;
        assert_int_equal(plan.rounds.v[r].groups.n, 3);
        assert_int_equal(trios, 1);
        plans_add(&look, &plan.rounds.v[r], 7, NULL);
    }
    for (int p = 0; p < 7; p++) {
        assert_int_equal(look.trio[p], 3);
        assert_int_equal(look.joined[p], 1);
    }
}

static void pairs__few_people_are_no_round_one_alone_a_pair_and_a_trio(void **state) {
    (void)state;
    static const char *const wanted[] = {"", "0"};
    for (size_t n = 0; n < 2; n++) {
        const struct grouping_task task = {.people = n, .rounds = 2};
        const struct grouping_plan plan = plans_pairs(&arena, &task);
        assert_round(&plan.rounds.v[1], wanted[n]);
    }
    struct grouping_task task = {.people = 2, .rounds = 3};
    assert_int_equal(plans_pairs(&arena, &task).rounds.v[2].groups.v[0].members.n, 2);
    task.people = 3;
    const struct grouping_plan plan = plans_pairs(&arena, &task);
    for (size_t r = 0; r < 3; r++) plans_add(&look, &plan.rounds.v[r], 3, NULL);
    for (int p = 0; p < 3; p++) assert_int_equal(look.joined[p], 1);
}

/* By hand: the seed's first numbers are 2 modulo 5, 1 modulo 4, 0 modulo 3 and 1 modulo 2, so that
   the order is 4 3 0 1 2; the ring gives the rest. */
static void pairs__the_plan_of_a_seed_stays_what_it_is(void **state) {
    (void)state;
    const struct grouping_task task = {.seed = 1234567, .people = 5, .rounds = 2};
    const struct grouping_plan plan = plans_pairs(&arena, &task);
    assert_round(&plan.rounds.v[0], "3 2 4;0 1");
    assert_round(&plan.rounds.v[1], "0 4 3;1 2");
}

static void pairs__a_late_arrival_enters_the_next_round_and_who_left_is_in_none(void **state) {
    (void)state;
    bool absent[9] = {false};
    struct grouping_task task = {.seed = 3, .people = 8, .rounds = 2};
    task.history = plans_pairs(&arena, &task);
    for (size_t r = 0; r < 2; r++) plans_add(&look, &task.history.rounds.v[r], 8, NULL);
    absent[2] = true;
    task.people = 9;
    task.absent = absent;
    task.rounds = 5;
    const struct grouping_plan plan = plans_pairs(&arena, &task);
    for (size_t r = 0; r < 5; r++) plans_add(&look, &plan.rounds.v[r], 9, absent);
    assert_int_equal(look.rounds[8], 5);
    assert_int_equal(look.rounds[2], 2);
    assert_int_equal(look.repeats_any, 0);
}

static void pairs__history_that_names_a_stranger_or_one_twice_is_refused(void **state) {
    (void)state;
    struct grouping_plan plan;
    struct grouping_task task = {.people = 4, .rounds = 1};
    const char *stranger[] = {"0 1;2 4"};
    task.history = plan_of(stranger, 1);
    assert_int_equal(grouping_pairs(&arena, &task, &plan), RC_INVALID);
    const int twice[] = {1, 1};
    const struct grouping_group group = {{twice, 2}};
    const struct grouping_round round = {{&group, 1}};
    task.history = (struct grouping_plan){{&round, 1}};
    assert_int_equal(grouping_pairs(&arena, &task, &plan), RC_INVALID);
    task = (struct grouping_task){.people = GROUPING_PEOPLE + 1};
    assert_int_equal(grouping_pairs(&arena, &task, &plan), RC_LIMIT);
}

/* 3 of a sector and 3 of another: crossing three times would leave two circles of three who have
   not met, and so no fourth round; the plan knows. */
static void across__looks_ahead_so_that_no_pair_must_meet_twice(void **state) {
    (void)state;
    const int sectors[] = {1, 1, 1, 2, 2, 2};
    struct grouping_task task = {.seed = 1, .people = 6, .sectors = sectors, .rounds = 5};
    task.mix = GROUPING_ACROSS;
    const struct grouping_plan plan = plans_pairs(&arena, &task);
    for (size_t r = 0; r < 5; r++) plans_add(&look, &plan.rounds.v[r], 6, NULL);
    assert_int_equal(look.repeats, 0);
}

/* ---- groups ---- */

static void groups__11_people_in_4_are_3_3_3_and_2(void **state) {
    (void)state;
    const struct grouping_task task = {.seed = 1, .people = 11, .groups = 4, .rounds = 1};
    const struct grouping_plan plan = plans_groups(&arena, &task);
    const size_t wanted[] = {3, 3, 3, 2};
    for (size_t g = 0; g < 4; g++)
        assert_int_equal(plan.rounds.v[0].groups.v[g].members.n, wanted[g]);
}

static void groups__a_size_or_a_range_gives_their_number(void **state) {
    (void)state;
    assert_int_equal(grouping_count(11, 4), 3);
    assert_int_equal(grouping_count(12, 4), 3);
    assert_int_equal(grouping_count(9, 4), 2);
    assert_int_equal(grouping_count(3, 5), 1);
    assert_int_equal(grouping_count(0, 4), 0);
    assert_int_equal(grouping_count_between(7, 4, 6), 0);
    assert_int_equal(grouping_count_between(7, 3, 4), 2);
    assert_int_equal(grouping_count_between(300, 4, 6), 60);
    assert_int_equal(grouping_count_between(5, 1, SIZE_MAX), 2);
    for (size_t n = 1; n < 60; n++)
        for (size_t min = 1; min < 9; min++)
            for (size_t max = min; max < 10; max++) {
                const size_t g = grouping_count_between(n, min, max);
                bool any = false;
                for (size_t k = 1; k <= n; k++) any |= n / k >= min && (n + k - 1) / k <= max;
                assert_int_equal(g > 0, any);
                if (g > 0) assert_true(n / g >= min && (n + g - 1) / g <= max);
            }
}

static void groups__more_than_those_present_or_none_is_refused(void **state) {
    (void)state;
    struct grouping_plan plan;
    struct grouping_task task = {.people = 3, .groups = 4, .rounds = 1};
    assert_int_equal(grouping_groups(&arena, &task, &plan), RC_INVALID);
    task.groups = 0;
    assert_int_equal(grouping_groups(&arena, &task, &plan), RC_INVALID);
    task.people = 0;
    assert_int_equal(grouping_groups(&arena, &task, &plan), RC_OK);
}

/* 25 in groups of 5 can meet anew in 5 rounds, 16 in groups of 4 in 4: the search knows them. */
static void groups__nobody_meets_twice_where_that_is_known_to_be_possible(void **state) {
    (void)state;
    static const struct {
        size_t people, groups, rounds;
    } cases[] = {{25, 5, 5}, {16, 4, 4}, {49, 7, 7}, {24, 8, 6}, {300, 60, 20}, {30, 10, 5}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        memset(&look, 0, sizeof look);
        const struct grouping_task task = {.seed = i,
                                           .people = cases[i].people,
                                           .groups = cases[i].groups,
                                           .rounds = cases[i].rounds};
        const struct grouping_plan plan = plans_groups(&arena, &task);
        for (size_t r = 0; r < task.rounds; r++)
            plans_add(&look, &plan.rounds.v[r], task.people, NULL);
        assert_int_equal(look.repeats_any, 0);
    }
}

static void groups__history_keeps_people_from_meeting_again(void **state) {
    (void)state;
    const char *held[] = {"0 1 2;3 4 5;6 7 8"};
    struct grouping_task task = {.seed = 9, .people = 9, .groups = 3, .rounds = 3};
    task.history = plan_of(held, 1);
    const struct grouping_plan plan = plans_groups(&arena, &task);
    plans_add(&look, &task.history.rounds.v[0], 9, NULL);
    for (size_t r = 0; r < 3; r++) plans_add(&look, &plan.rounds.v[r], 9, NULL);
    assert_int_equal(look.repeats_any, 0);
}

static void groups__together_keeps_sectors_whole_where_sizes_allow(void **state) {
    (void)state;
    const int sectors[] = {5, 6, 5, 7, 5, 6, 7, 6, 5, 7, 8, 8, 8, 8, 6, 7};
    struct grouping_task task = {.seed = 2, .people = 16, .sectors = sectors, .groups = 4};
    task.mix = GROUPING_TOGETHER;
    task.rounds = 2;
    const struct grouping_plan plan = plans_groups(&arena, &task);
    for (size_t r = 0; r < 2; r++)
        for (size_t g = 0; g < 4; g++) {
            const int *m = plan.rounds.v[r].groups.v[g].members.v;
            for (size_t i = 1; i < 4; i++) assert_int_equal(sectors[m[i]], sectors[m[0]]);
        }
}

/* ---- ready ---- */

static struct grouping_now ready(const char *talking, const char *const *history, size_t talks,
                                 const struct grouping_waiting *waiting, size_t n) {
    struct grouping_now now;
    const struct grouping_ready in = {
        20, {waiting, n}, round_of(talking), plan_of(history, talks), 45};
    assert_int_equal(grouping_ready(&arena, &in, &now), RC_OK);
    return now;
}

static void ready__those_who_waited_longest_are_paired_first(void **state) {
    (void)state;
    const struct grouping_waiting waiting[] = {{1, 3}, {2, 30}, {3, 12}, {4, 20}};
    const struct grouping_now now = ready("5 6", NULL, 0, waiting, 4);
    assert_round(&now.groups, "2 4;3 1");
    const struct grouping_now odd = ready("5 6", NULL, 0, waiting, 3);
    assert_round(&odd.groups, "2 3");
}

static void ready__new_partners_come_before_old_ones_and_as_many_as_possible(void **state) {
    (void)state;
    const char *held[] = {"2 4", "2 3"};
    const struct grouping_waiting waiting[] = {{1, 3}, {2, 30}, {3, 12}, {4, 20}};
    const struct grouping_now now = ready("5 6", held, 2, waiting, 4);
    assert_round(&now.groups, "2 1;4 3");
}

static void ready__two_who_have_met_wait_for_others_until_patience_ends(void **state) {
    (void)state;
    const char *held[] = {"1 2"};
    const struct grouping_waiting soon[] = {{1, 45}, {2, 5}}, late[] = {{1, 46}, {2, 5}};
    const struct grouping_now patient = ready("3 4", held, 1, soon, 2);
    assert_round(&patient.groups, "");
    assert_int_equal(patient.joins.n, 0);
    const struct grouping_now due = ready("3 4", held, 1, late, 2);
    assert_round(&due.groups, "1 2");
    const struct grouping_now alone = ready("", held, 1, soon, 2);
    assert_round(&alone.groups, "1 2");
}

static void ready__when_all_have_met_it_begins_anew_but_not_with_the_last_partner(void **state) {
    (void)state;
    const char *held[] = {"0 1;2 3", "0 2;1 3", "0 3;1 2"};
    const struct grouping_waiting last[] = {{0, 2}, {3, 1}}, other[] = {{0, 2}, {1, 1}};
    const char *talks[] = {held[0], held[1], "0 3"};
    const struct grouping_now wait = ready("1 2", talks, 3, last, 2);
    assert_round(&wait.groups, "");
    const struct grouping_now anew = ready("4 5", held, 3, other, 2);
    assert_round(&anew.groups, ""); /* 4 and 5 are still new to them */
    const char *all[] = {held[0], held[1], held[2]};
    const struct grouping_waiting three[] = {{0, 9}, {1, 1}, {3, 5}};
    const struct grouping_now one = ready("", all, 3, three, 3);
    assert_round(&one.groups, "0 1 3");
}

static void ready__who_waited_too_long_makes_a_trio(void **state) {
    (void)state;
    const struct grouping_waiting one[] = {{1, 46}}, patient[] = {{1, 45}};
    const char *held[] = {"1 4"};
    struct grouping_now now = ready("2 3;4 5;6 7 8", held, 1, one, 1);
    assert_int_equal(now.groups.groups.n, 0);
    assert_int_equal(now.joins.n, 1);
    assert_int_equal(now.joins.v[0].person, 1);
    assert_int_equal(now.joins.v[0].talk, 0); /* the latest pair has met person 1 */
    now = ready("2 3;4 5;6 7 8", NULL, 0, one, 1);
    assert_int_equal(now.joins.v[0].talk, 1);
    assert_int_equal(ready("2 3;4 5", NULL, 0, patient, 1).joins.n, 0);
    assert_int_equal(ready("6 7 8", NULL, 0, one, 1).joins.n, 0);
    /* a pair that begins now comes before one that talks */
    const char *met[] = {"1 2", "1 3"};
    const struct grouping_waiting three[] = {{1, 50}, {2, 2}, {3, 1}};
    now = ready("4 5", met, 2, three, 3);
    assert_round(&now.groups, "2 3 1");
    assert_int_equal(now.joins.n, 0);
}

static void ready__refuses_who_waits_twice_or_waits_and_talks(void **state) {
    (void)state;
    struct grouping_now now;
    const struct grouping_waiting twice[] = {{1, 0}, {1, 5}}, talks[] = {{3, 0}};
    const struct grouping_waiting nobody[] = {{20, 0}};
    struct grouping_ready in = {20, {twice, 2}, round_of("2 3"), {{NULL, 0}}, 45};
    assert_int_equal(grouping_ready(&arena, &in, &now), RC_INVALID);
    in.waiting.v = talks;
    in.waiting.n = 1;
    assert_int_equal(grouping_ready(&arena, &in, &now), RC_INVALID);
    in.waiting.v = nobody;
    assert_int_equal(grouping_ready(&arena, &in, &now), RC_INVALID);
}

/* ---- café ---- */

static void
cafe__17_people_4_questions_every_guest_meets_each_once_and_tables_are_even(void **state) {
    (void)state;
    int people[17];
    for (int p = 0; p < 17; p++) people[p] = p;
    struct grouping_chance chance = {17};
    grouping_shuffle(&chance, people, 17);
    const struct grouping_cafe cafe = {17, 4, 1, 4, {people, 4}, {people + 4, 13}};
    struct grouping_plan plan;
    assert_int_equal(grouping_cafe(&arena, &cafe, &plan), RC_OK);
    unsigned visits[17][4] = {{0}};
    for (size_t r = 0; r < 4; r++) {
        plans_add(&look, &plan.rounds.v[r], 17, NULL);
        assert_in_range(plans_spread(&plan.rounds.v[r]), 0, 1);
        for (size_t t = 0; t < 4; t++) {
            const struct grouping_group *table = &plan.rounds.v[r].groups.v[t];
            assert_int_equal(table->members.v[0], people[t]);
            for (size_t i = 1; i < table->members.n; i++) visits[table->members.v[i]][t]++;
        }
    }
    for (size_t g = 4; g < 17; g++)
        for (size_t t = 0; t < 4; t++) assert_int_equal(visits[people[g]][t], 1);
}

/* Three rows of four can be made to meet at most once each: people mix. */
static void cafe__guests_do_not_travel_in_a_flock(void **state) {
    (void)state;
    int people[16];
    for (int p = 0; p < 16; p++) people[p] = p;
    const struct grouping_cafe cafe = {1, 4, 1, 4, {people, 4}, {people + 4, 12}};
    struct grouping_plan plan;
    assert_int_equal(grouping_cafe(&arena, &cafe, &plan), RC_OK);
    for (size_t r = 0; r < 4; r++) plans_add(&look, &plan.rounds.v[r], 16, NULL);
    for (int a = 4; a < 16; a++)
        for (int b = 4; b < a; b++) assert_in_range(look.met[a][b], 0, 1);
}

static void cafe__who_comes_late_changes_nobody_elses_way(void **state) {
    (void)state;
    int people[30];
    for (int p = 0; p < 30; p++) people[p] = p;
    struct grouping_cafe cafe = {5, 3, 2, 3, {NULL, 0}, {people, 20}};
    struct grouping_plan before, after;
    assert_int_equal(grouping_cafe(&arena, &cafe, &before), RC_OK);
    cafe.guests.n = 25;
    people[7] = -1;
    assert_int_equal(grouping_cafe(&arena, &cafe, &after), RC_OK);
    int at[2][3][30];
    memset(at, -1, sizeof at);
    for (size_t r = 0; r < 3; r++)
        for (size_t t = 0; t < 6; t++) {
            const struct grouping_group *old = &before.rounds.v[r].groups.v[t];
            const struct grouping_group *new = &after.rounds.v[r].groups.v[t];
            for (size_t i = 0; i < old->members.n; i++) at[0][r][old->members.v[i]] = (int)t;
            for (size_t i = 0; i < new->members.n; i++) at[1][r][new->members.v[i]] = (int)t;
        }
    for (size_t r = 0; r < 3; r++)
        for (size_t p = 0; p < 25; p++) {
            if (p == 7) assert_int_equal(at[1][r][p], -1);
            if (p < 20 && p != 7) assert_int_equal(at[0][r][p], at[1][r][p]);
            if (p >= 20) assert_true(at[1][r][p] >= 0);
        }
}

static void cafe__wrong_hosts_and_somebody_twice_are_refused(void **state) {
    (void)state;
    const int people[] = {0, 1, 2, 2};
    struct grouping_plan plan;
    struct grouping_cafe cafe = {1, 2, 1, 2, {people, 1}, {people + 2, 1}};
    assert_int_equal(grouping_cafe(&arena, &cafe, &plan), RC_INVALID);
    cafe.hosts.n = 2;
    assert_int_equal(grouping_cafe(&arena, &cafe, &plan), RC_OK);
    cafe.guests.n = 2;
    assert_int_equal(grouping_cafe(&arena, &cafe, &plan), RC_INVALID);
    cafe.questions = 0;
    assert_int_equal(grouping_cafe(&arena, &cafe, &plan), RC_INVALID);
}

/* ---- text ---- */

static void text__of_a_round_reads_back_as_it_was(void **state) {
    (void)state;
    const char *const texts[] = {"", "0", "3 7;4 9;1 2 8", "1 2;;3", ";", "999"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct grouping_round round = round_of(texts[i]);
        assert_round(&round, texts[i]);
    }
    const struct grouping_round round = round_of("3 7;;1 2 8");
    assert_int_equal(round.groups.n, 3);
    assert_int_equal(round.groups.v[1].members.n, 0);
    assert_int_equal(round.groups.v[2].members.v[2], 8);
}

static void text__that_is_not_a_round_is_refused(void **state) {
    (void)state;
    struct grouping_round round;
    const char *const bad[] = {"10",  "1 1",        "1 2;2 3", " 1",   "1 ", "1  2",
                               "-1",  "+1",         "01",      "1,2",  "a",  "1;\n",
                               "0x1", "4294967297", "1;2 ",    "1 ;2", "٣",  "1\t2"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(grouping_read(&arena, str_from(bad[i]), 10, &round), RC_INVALID);
    assert_int_equal(grouping_read(&arena, (struct str){"1\0002", 3}, 10, &round), RC_INVALID);
    struct arena small;
    arena_init(&small, 8);
    assert_int_equal(grouping_read(&small, STR("1 2"), 10, &round), RC_LIMIT);
    arena_release(&small);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(chance__is_splitmix64),
        TEST(chance__every_order_is_about_equally_likely),
        TEST(pairs__8_people_7_rounds_are_28_distinct_pairs),
        TEST(pairs__7_people_7_rounds_have_one_trio_each_and_everyone_is_thrice_in_one),
        TEST(pairs__few_people_are_no_round_one_alone_a_pair_and_a_trio),
        TEST(pairs__the_plan_of_a_seed_stays_what_it_is),
        TEST(pairs__a_late_arrival_enters_the_next_round_and_who_left_is_in_none),
        TEST(pairs__history_that_names_a_stranger_or_one_twice_is_refused),
        TEST(across__looks_ahead_so_that_no_pair_must_meet_twice),
        TEST(groups__11_people_in_4_are_3_3_3_and_2),
        TEST(groups__a_size_or_a_range_gives_their_number),
        TEST(groups__more_than_those_present_or_none_is_refused),
        TEST(groups__nobody_meets_twice_where_that_is_known_to_be_possible),
        TEST(groups__history_keeps_people_from_meeting_again),
        TEST(groups__together_keeps_sectors_whole_where_sizes_allow),
        TEST(ready__those_who_waited_longest_are_paired_first),
        TEST(ready__new_partners_come_before_old_ones_and_as_many_as_possible),
        TEST(ready__two_who_have_met_wait_for_others_until_patience_ends),
        TEST(ready__when_all_have_met_it_begins_anew_but_not_with_the_last_partner),
        TEST(ready__who_waited_too_long_makes_a_trio),
        TEST(ready__refuses_who_waits_twice_or_waits_and_talks),
        TEST(cafe__17_people_4_questions_every_guest_meets_each_once_and_tables_are_even),
        TEST(cafe__guests_do_not_travel_in_a_flock),
        TEST(cafe__who_comes_late_changes_nobody_elses_way),
        TEST(cafe__wrong_hosts_and_somebody_twice_are_refused),
        TEST(text__of_a_round_reads_back_as_it_was),
        TEST(text__that_is_not_a_round_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What must hold for every number of people: rounds of pairs from the start, with late arrivals and
   people who leave, across sectors; groups; cafés. */
#include "rules/grouping/plans.h"

enum { MANY = 120, LARGE = 300 };
#define MEMORY ((size_t)256 << 20)

static size_t cycle_of(size_t n) {
    return n < 2 ? 1 : n % 2 == 1 ? n : n - 1;
}

/* 0 to MANY, then LARGE and one more; false after the last. */
static bool next_size(size_t *n) {
    if (*n == LARGE + 1) return false;
    *n = *n < MANY ? *n + 1 : *n < LARGE ? LARGE : LARGE + 1;
    return true;
}

static struct plans_look look;

static void look_at(struct grouping_plan plan, size_t people, const bool *absent) {
    memset(&look, 0, sizeof look);
    for (size_t r = 0; r < plan.rounds.n; r++) plans_add(&look, &plan.rounds.v[r], people, absent);
}

static void assert_all_met_once(size_t n) {
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < a; b++) assert_int_equal(look.pairs[a][b], 1);
}

static void pairs__nobody_meets_twice_until_all_have_met(void **state) {
    (void)state;
    size_t n = 0;
    do {
        struct arena arena;
        arena_init(&arena, MEMORY);
        const struct grouping_task task = {.seed = 7 * n, .people = n, .rounds = cycle_of(n)};
        look_at(plans_pairs(&arena, &task), n, NULL);
        assert_int_equal(look.repeats, 0);
        assert_all_met_once(n);
        arena_release(&arena);
    } while (next_size(&n));
}

static void pairs__everyone_is_in_a_trio_three_times_and_joined_once(void **state) {
    (void)state;
    size_t n = 1;
    do {
        struct arena arena;
        arena_init(&arena, MEMORY);
        const struct grouping_task task = {.seed = n, .people = n, .rounds = cycle_of(n)};
        const struct grouping_plan plan = plans_pairs(&arena, &task);
        look_at(plan, n, NULL);
        for (size_t p = 0; p < n; p++) {
            assert_int_equal(look.trio[p], n % 2 == 1 && n > 1 ? 3 : 0);
            assert_int_equal(look.joined[p], n % 2 == 1 && n > 1 ? 1 : 0);
        }
        /* not even by a trio does anybody meet anybody again within a third of the rounds */
        for (size_t r = 0; r + n / 3 <= task.rounds && n > 3; r++) {
            struct grouping_plan part = {{plan.rounds.v + r, n / 3}};
            look_at(part, n, NULL);
            assert_int_equal(look.repeats_any, 0);
        }
        arena_release(&arena);
        n += n == MANY - 1 ? LARGE + 1 - n : 2;
    } while (n <= LARGE + 1);
}

static void pairs__after_all_have_met_the_rounds_begin_anew(void **state) {
    (void)state;
    for (size_t n = 0; n <= 21; n++) {
        struct arena arena;
        arena_init(&arena, MEMORY);
        const size_t cycle = cycle_of(n);
        const struct grouping_task task = {.seed = n, .people = n, .rounds = 2 * cycle};
        const struct grouping_plan plan = plans_pairs(&arena, &task);
        const struct grouping_plan first = plans_first(plan, cycle);
        const struct grouping_plan second = {{plan.rounds.v + cycle, cycle}};
        assert_true(str_is(plans_text(&arena, &first), plans_text(&arena, &second)));
        arena_release(&arena);
    }
}

static void pairs__one_round_at_a_time_gives_the_same_plan(void **state) {
    (void)state;
    const int sectors[] = {0, 1, 2, 0, 0, 1, 0, 2, 2, 1, 1, 0, 0, 0, 1, 2, 1, 0, 0, 1, 0, 1, 2};
    for (size_t i = 0; i < 2 * COUNT(sectors); i += 1 + i / 12) {
        struct arena arena;
        arena_init(&arena, MEMORY);
        struct grouping_task task = {.seed = 99, .people = i / 2, .sectors = sectors};
        task.mix = i % 2 == 1 ? GROUPING_ACROSS : GROUPING_RANDOM;
        task.rounds = 2 * cycle_of(task.people);
        const struct grouping_plan whole = plans_pairs(&arena, &task);
        task.rounds = 1;
        while (task.history.rounds.n < whole.rounds.n)
            task.history = plans_both(&arena, task.history, plans_pairs(&arena, &task));
        assert_true(str_is(plans_text(&arena, &whole), plans_text(&arena, &task.history)));
        arena_release(&arena);
    }
}

static void pairs__the_seed_alone_decides(void **state) {
    (void)state;
    size_t n = 8, same = 0;
    do {
        struct arena arena;
        arena_init(&arena, MEMORY);
        struct grouping_task task = {.seed = 5, .people = n, .rounds = 5};
        const struct grouping_plan first = plans_pairs(&arena, &task);
        const struct grouping_plan again = plans_pairs(&arena, &task);
        assert_true(str_is(plans_text(&arena, &first), plans_text(&arena, &again)));
        task.seed = 6;
        const struct grouping_plan other = plans_pairs(&arena, &task);
        same += str_is(plans_text(&arena, &first), plans_text(&arena, &other));
        arena_release(&arena);
    } while (next_size(&n));
    assert_int_equal(same, 0);
}

/* ---- people come and go ---- */

static size_t unmet_at_most(const struct plans_look *seen, size_t n, const bool *absent) {
    size_t least = SIZE_MAX;
    for (size_t a = 0; a < n; a++) {
        size_t unmet = 0;
        if (absent[a]) continue;
        for (size_t b = 0; b < n; b++) unmet += a != b && !absent[b] && seen->met[a][b] == 0;
        if (unmet < least) least = unmet;
    }
    return least;
}

/* `before` rounds for n people; then some leave, some come, and as many rounds as there surely is
   somebody new for all: by Dirac's theorem while each has at least half of the others to meet. */
static void change(size_t n, size_t before, size_t leave, size_t come) {
    struct arena arena;
    bool absent[PLANS_PEOPLE] = {false};
    arena_init(&arena, MEMORY);
    struct grouping_task task = {.seed = n, .people = n, .rounds = before};
    const struct grouping_plan held = plans_pairs(&arena, &task);
    look_at(held, n, NULL);
    task.people = n + come;
    task.history = held;
    task.absent = absent;
    for (size_t i = 0; i < leave; i++) absent[i * 5 % n] = true;
    const size_t here = task.people - leave;
    const size_t unmet = unmet_at_most(&look, task.people, absent);
    task.rounds = here % 2 == 0 && 2 * unmet > here ? (2 * unmet - here) / 2 + 1 : 1;
    const struct grouping_plan plan = plans_pairs(&arena, &task);
    const unsigned old = look.repeats_any;
    for (size_t r = 0; r < plan.rounds.n; r++)
        plans_add(&look, &plan.rounds.v[r], task.people, absent);
    if (here % 2 == 0 && 2 * unmet > here) assert_int_equal(look.repeats_any, old);
    arena_release(&arena);
}

static void
pairs__late_arrivals_and_leavers_meet_nobody_again_while_somebody_new_is_there(void **state) {
    (void)state;
    for (size_t n = 6; n <= 60; n += 9)
        for (size_t before = 1; before <= 5 && before < n / 3; before++)
            for (size_t leave = 0; leave <= 2; leave++)
                for (size_t come = 0; come <= 3; come++) change(n, before, leave, come);
    change(LARGE - 5, 10, 3, 8);
}

/* With an odd number after a change, trio seats and the place of the one left over stay even among
   those who were here as long. */
static void pairs__trios_stay_even_when_people_come_and_go(void **state) {
    (void)state;
    for (size_t n = 6; n <= 40; n++) {
        struct arena arena;
        bool absent[PLANS_PEOPLE] = {false};
        arena_init(&arena, MEMORY);
        struct grouping_task task = {.seed = n, .people = n, .rounds = 3};
        task.history = plans_pairs(&arena, &task);
        task.people = n + (n % 2 == 0 ? 1 : 2); /* so that an odd number is here */
        task.absent = absent;
        task.rounds = n;
        look_at(task.history, n, NULL);
        const struct grouping_plan plan = plans_pairs(&arena, &task);
        for (size_t r = 0; r < plan.rounds.n; r++)
            plans_add(&look, &plan.rounds.v[r], task.people, absent);
        unsigned least = 1000, most = 0, most_joined = 0;
        for (size_t p = 0; p < n; p++) {
            if (look.trio[p] < least) least = look.trio[p];
            if (look.trio[p] > most) most = look.trio[p];
            if (look.joined[p] > most_joined) most_joined = look.joined[p];
        }
        assert_in_range(most - least, 0, 2);
        assert_in_range(most_joined, 0, 2);
        arena_release(&arena);
    }
}

/* ---- sectors ---- */

static size_t same_sector(const struct grouping_round *round, const int *sectors) {
    size_t same = 0;
    for (size_t g = 0; g < round->groups.n; g++) {
        const int *m = round->groups.v[g].members.v;
        if (round->groups.v[g].members.n > 1) same += sectors[m[0]] == sectors[m[1]];
    }
    return same;
}

static void across__two_equal_sectors_meet_only_each_other_as_long_as_that_lasts(void **state) {
    (void)state;
    int sectors[PLANS_PEOPLE];
    for (size_t n = 4; n <= LARGE; n += n < 80 ? 4 : 44) {
        struct arena arena;
        arena_init(&arena, MEMORY);
        for (size_t p = 0; p < n; p++) sectors[p] = p < n / 2;
        struct grouping_task task = {.seed = n, .people = n, .sectors = sectors};
        task.mix = GROUPING_ACROSS;
        task.rounds = n / 2 < 20 ? n / 2 : 20;
        const struct grouping_plan plan = plans_pairs(&arena, &task);
        look_at(plan, n, NULL);
        assert_int_equal(look.repeats, 0);
        for (size_t r = 0; r < plan.rounds.n; r++)
            assert_int_equal(same_sector(&plan.rounds.v[r], sectors), 0);
        arena_release(&arena);
    }
}

static void across__still_nobody_meets_twice_until_all_have_met(void **state) {
    (void)state;
    int sectors[PLANS_PEOPLE];
    for (size_t n = 2; n <= 40; n++) {
        struct arena arena;
        arena_init(&arena, MEMORY);
        for (size_t p = 0; p < n; p++) sectors[p] = (int)(p * p % 7 % 3);
        struct grouping_task task = {.seed = n, .people = n, .sectors = sectors};
        task.mix = GROUPING_ACROSS;
        task.rounds = cycle_of(n);
        look_at(plans_pairs(&arena, &task), n, NULL);
        assert_int_equal(look.repeats, 0);
        arena_release(&arena);
    }
}

/* The first round has no more pairs within a sector than the largest sector forces. */
static void across__the_first_round_crosses_as_much_as_sizes_allow(void **state) {
    (void)state;
    int sectors[PLANS_PEOPLE];
    for (size_t n = 2; n <= MANY; n += 2) {
        struct arena arena;
        size_t largest = 0;
        arena_init(&arena, MEMORY);
        for (size_t p = 0; p < n; p++) {
            sectors[p] = p % 5 < 3 ? 7 : p % 5 == 3 ? -2 : 4;
            largest += sectors[p] == 7;
        }
        struct grouping_task task = {.seed = n, .people = n, .sectors = sectors, .rounds = 1};
        task.mix = GROUPING_ACROSS;
        const struct grouping_plan plan = plans_pairs(&arena, &task);
        const size_t forced = 2 * largest > n ? (2 * largest - n + 1) / 2 : 0;
        assert_in_range(same_sector(&plan.rounds.v[0], sectors), 0, forced + (n <= 40 ? 2 : 0));
        arena_release(&arena);
    }
}

/* ---- groups ---- */

static void assert_even_sectors(const struct grouping_round *round, const int *sectors) {
    for (int sector = 0; sector < 4; sector++) {
        size_t least = SIZE_MAX, most = 0;
        for (size_t g = 0; g < round->groups.n; g++) {
            size_t n = 0;
            for (size_t i = 0; i < round->groups.v[g].members.n; i++)
                n += sectors[round->groups.v[g].members.v[i]] == sector;
            if (n < least) least = n;
            if (n > most) most = n;
        }
        assert_in_range(most - least, 0, 1);
    }
}

static void groups__sizes_differ_by_at_most_one_and_sectors_are_even(void **state) {
    (void)state;
    int sectors[PLANS_PEOPLE];
    size_t n = 1;
    do {
        for (size_t groups = 1; groups <= n; groups += 1 + n / 7) {
            struct arena arena;
            arena_init(&arena, MEMORY);
            for (size_t p = 0; p < n; p++) sectors[p] = (int)(p % 7 / 2);
            struct grouping_task task = {.seed = n + groups, .people = n, .groups = groups};
            task.sectors = sectors;
            task.rounds = 3;
            for (int mix = 0; mix < GROUPING_MIX__N; mix++) {
                task.mix = (enum grouping_mix)mix;
                const struct grouping_plan plan = plans_groups(&arena, &task);
                look_at(plan, n, NULL);
                for (size_t r = 0; r < plan.rounds.n; r++) {
                    assert_int_equal(plan.rounds.v[r].groups.n, groups);
                    assert_in_range(plans_spread(&plan.rounds.v[r]), 0, 1);
                    if (mix == GROUPING_ACROSS) assert_even_sectors(&plan.rounds.v[r], sectors);
                }
            }
            arena_release(&arena);
        }
    } while (n < 40 ? next_size(&n) : false);
}

/* ---- café ---- */

static void cafe__every_guest_meets_every_question_once_and_tables_stay_even(void **state) {
    (void)state;
    int people[PLANS_PEOPLE];
    for (size_t questions = 1; questions <= 9; questions++)
        for (size_t copies = 1; copies <= 3; copies++)
            for (size_t guests = 0; guests <= 80; guests += 1 + guests / 7) {
                struct arena arena;
                arena_init(&arena, MEMORY);
                for (size_t p = 0; p < PLANS_PEOPLE; p++) people[p] = (int)p;
                const size_t tables = questions * copies;
                const struct grouping_cafe cafe = {guests,           questions,
                                                   copies,           questions,
                                                   {people, tables}, {people + tables, guests}};
                struct grouping_plan plan;
                static unsigned visits[PLANS_PEOPLE][9];
                memset(visits, 0, sizeof visits);
                assert_int_equal(grouping_cafe(&arena, &cafe, &plan), RC_OK);
                look_at(plan, tables + guests, NULL);
                for (size_t r = 0; r < questions; r++) {
                    const struct grouping_round *round = &plan.rounds.v[r];
                    assert_int_equal(round->groups.n, tables);
                    assert_in_range(plans_spread(round), 0, 1);
                    for (size_t t = 0; t < tables; t++) {
                        assert_int_equal(round->groups.v[t].members.v[0], t);
                        for (size_t i = 1; i < round->groups.v[t].members.n; i++)
                            visits[round->groups.v[t].members.v[i]][t % questions]++;
                    }
                }
                for (size_t g = tables; g < tables + guests; g++)
                    for (size_t q = 0; q < questions; q++) assert_int_equal(visits[g][q], 1);
                arena_release(&arena);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs__nobody_meets_twice_until_all_have_met),
        cmocka_unit_test(pairs__everyone_is_in_a_trio_three_times_and_joined_once),
        cmocka_unit_test(pairs__after_all_have_met_the_rounds_begin_anew),
        cmocka_unit_test(pairs__one_round_at_a_time_gives_the_same_plan),
        cmocka_unit_test(pairs__the_seed_alone_decides),
        cmocka_unit_test(
            pairs__late_arrivals_and_leavers_meet_nobody_again_while_somebody_new_is_there),
        cmocka_unit_test(pairs__trios_stay_even_when_people_come_and_go),
        cmocka_unit_test(across__two_equal_sectors_meet_only_each_other_as_long_as_that_lasts),
        cmocka_unit_test(across__still_nobody_meets_twice_until_all_have_met),
        cmocka_unit_test(across__the_first_round_crosses_as_much_as_sizes_allow),
        cmocka_unit_test(groups__sizes_differ_by_at_most_one_and_sectors_are_even),
        cmocka_unit_test(cafe__every_guest_meets_every_question_once_and_tables_stay_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

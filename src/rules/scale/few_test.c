/* The small-number rule: the cases the specification names, and an attacker who adds and subtracts
   everything that is shown. */
#include "rules/scale/few.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE_MAX = 16, SHOWN_MAX = 8, PRIME = 1000003 };

static uint32_t seed = 7;
static int random_below(int n) {
    seed = seed * 1664525 + 1013904223;
    return (int)((seed >> 16) % (uint32_t)n);
}

/* ---- the attacker ---- */

/* What is shown: every set as a bit mask of people. The attacker knows the distribution over each,
   so he knows it over every set whose indicator is a combination of theirs. */
struct shown {
    size_t n;
    uint32_t set[SHOWN_MAX];
};

static int64_t inverse(int64_t a) {
    int64_t result = 1, power = PRIME - 2;
    for (a %= PRIME; power; power >>= 1, a = a * a % PRIME)
        if (power & 1) result = result * a % PRIME;
    return result;
}

static size_t rank_of(const uint32_t *rows, size_t n) {
    int64_t m[SHOWN_MAX + 1][PEOPLE_MAX];
    size_t rank = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < PEOPLE_MAX; j++) m[i][j] = rows[i] >> j & 1;
    for (size_t j = 0; j < PEOPLE_MAX && rank < n; j++) {
        size_t pivot = rank;
        while (pivot < n && m[pivot][j] == 0) pivot++;
        if (pivot == n) continue;
        for (size_t c = 0; c < PEOPLE_MAX; c++) {
            int64_t t = m[pivot][c];
            m[pivot][c] = m[rank][c];
            m[rank][c] = t;
        }
        int64_t factor = inverse(m[rank][j]);
        for (size_t i = rank + 1; i < n; i++) {
            int64_t times = m[i][j] * factor % PRIME;
            for (size_t c = 0; c < PEOPLE_MAX; c++)
                m[i][c] = ((m[i][c] - times * m[rank][c]) % PRIME + PRIME) % PRIME;
        }
        rank++;
    }
    return rank;
}

/* The size of the smallest set under k that can be told from what is shown; 0 when there is none.
 */
static int attack(const struct shown *shown, size_t people, int k) {
    uint32_t rows[SHOWN_MAX + 1];
    for (size_t i = 0; i < shown->n; i++) rows[i] = shown->set[i];
    size_t rank = rank_of(rows, shown->n);
    int best = 0;
    for (uint32_t set = 1; set < 1u << people; set++) {
        int size = __builtin_popcount(set);
        if (size >= k || (best && size >= best)) continue;
        rows[shown->n] = set;
        if (rank_of(rows, shown->n + 1) == rank) best = size;
    }
    return best;
}

/* People in groups, and what the split shows of them (the room and each group, others as one). */
static void show_split(const struct scale_split *split, const int *group_of, size_t people,
                       struct shown *shown) {
    uint32_t others = 0;
    shown->n = 0;
    shown->set[shown->n++] = (1u << people) - 1;
    for (size_t g = 0; g < split->n; g++) {
        uint32_t set = 0;
        for (size_t p = 0; p < people; p++)
            if (group_of[p] == (int)g) set |= 1u << p;
        if (split->place[g] == SCALE_PLACE_ALONE) shown->set[shown->n++] = set;
        if (split->place[g] == SCALE_PLACE_OTHERS) others |= set;
    }
    if (others) shown->set[shown->n++] = others;
}

/* ---- tests ---- */

static void subgroup_of_3_among_12__and_of_8_with_complement_4__give_no_figure(void **state) {
    (void)state;
    assert_int_equal(scale_may_show(3, 12, 5), SCALE_GROUP_SMALL);
    assert_int_equal(scale_may_show(8, 12, 5), SCALE_REST_SMALL);
    assert_int_equal(scale_may_show(7, 12, 5), SCALE_SHOWN);
    assert_int_equal(scale_may_show(12, 12, 5), SCALE_SHOWN);
    assert_int_equal(scale_may_show(4, 4, 5), SCALE_ROOM_SMALL);
    assert_int_equal(scale_may_show(0, 12, 5), SCALE_GROUP_SMALL);
}

static void k__is_5_unless_chosen_and_never_under_3(void **state) {
    (void)state;
    assert_int_equal(scale_k(0), 5);
    assert_int_equal(scale_k(1), 3);
    assert_int_equal(scale_k(-9), 3);
    assert_int_equal(scale_k(8), 8);
    assert_int_equal(scale_may_show(2, 20, 1), SCALE_GROUP_SMALL);
    assert_int_equal(scale_may_show(18, 20, 1), SCALE_REST_SMALL);
    struct scale_split split;
    scale_split_groups((const int[]){2, 20}, 2, 1, &split);
    assert_int_equal(split.why, SCALE_GROUP_SMALL);
}

static void four_volunteers_and_nine_staff__only_the_total_with_the_reason(void **state) {
    (void)state;
    struct scale_split split;
    scale_split_groups((const int[]){4, 9}, 2, 5, &split);
    assert_int_equal(split.why, SCALE_GROUP_SMALL);
    assert_int_equal(split.found, 4);
    assert_int_equal(split.k, 5);
    assert_int_equal(split.place[0], SCALE_PLACE_HIDDEN);
    assert_int_equal(split.place[1], SCALE_PLACE_HIDDEN);
    assert_int_equal(split.alone + (size_t)split.others, 0);
}

static void small_groups__become_others_when_they_are_enough_together(void **state) {
    (void)state;
    struct scale_split split;
    scale_split_groups((const int[]){3, 0, 9, 2}, 4, 5, &split);
    assert_int_equal(split.why, SCALE_SHOWN);
    assert_int_equal(split.others, 5);
    assert_int_equal(split.place[0], SCALE_PLACE_OTHERS);
    assert_int_equal(split.place[1], SCALE_PLACE_NOBODY);
    assert_int_equal(split.place[2], SCALE_PLACE_ALONE);
    assert_int_equal(split.place[3], SCALE_PLACE_OTHERS);
}

static void one_person_sector__is_merged_into_others_with_the_next_smallest(void **state) {
    (void)state;
    struct scale_split split;
    scale_split_groups((const int[]){1, 12, 6}, 3, 5, &split);
    assert_int_equal(split.why, SCALE_SHOWN);
    assert_int_equal(split.place[1], SCALE_PLACE_ALONE);
    assert_int_equal(split.place[2], SCALE_PLACE_OTHERS);
    assert_int_equal(split.others, 7);
}

static void split__says_why_there_is_nothing_to_compare(void **state) {
    (void)state;
    struct scale_split split;
    scale_split_groups((const int[]){12, 0}, 2, 5, &split);
    assert_int_equal(split.why, SCALE_ONE_GROUP);
    scale_split_groups((const int[]){2, 2}, 2, 5, &split);
    assert_int_equal(split.why, SCALE_ROOM_SMALL);
    assert_int_equal(split.found, 4);
    scale_split_groups((const int[]){3, 3}, 2, 5, &split);
    assert_int_equal(split.why, SCALE_GROUP_SMALL);
    scale_split_groups((const int[]){5, 5}, 2, 5, &split);
    assert_int_equal(split.why, SCALE_SHOWN);
    assert_int_equal(split.alone, 2);
}

static void axis_with_too_few_answers__is_shown_for_all_only(void **state) {
    (void)state;
    struct scale_split split;
    scale_split_groups((const int[]){6, 9, 3, 3}, 4, 5, &split);
    assert_int_equal(split.why, SCALE_SHOWN);
    assert_int_equal(scale_split_on_axis(&split, (const int[]){6, 9, 3, 3}), SCALE_SHOWN);
    assert_int_equal(scale_split_on_axis(&split, (const int[]){4, 9, 3, 3}), SCALE_GROUP_SMALL);
    assert_int_equal(scale_split_on_axis(&split, (const int[]){6, 9, 3, 1}), SCALE_GROUP_SMALL);
    assert_int_equal(scale_split_on_axis(&split, (const int[]){0, 9, 3, 3}), SCALE_SHOWN);
}

static void attacker__finds_what_the_naive_rule_gives_away(void **state) {
    (void)state;
    /* "At least k in the group" alone: 9 of 13 are shown beside all 13, so the other 4 are told. */
    struct shown shown = {2, {0x1FFF, 0x01FF}};
    assert_int_equal(attack(&shown, 13, 5), 4);
    /* Two ways to split at once, each of them fine alone: 7 + 7 and 8 + 6 with a crossing of one.
     */
    struct shown crossed = {5, {0x3FFF, 0x007F, 0x3F80, 0x00FF, 0x3F00}};
    assert_int_equal(attack(&crossed, 14, 5), 1);
}

static void attacker__gets_nothing_from_any_split_nor_from_any_of_its_axes(void **state) {
    int shown_splits = 0;
    (void)state;
    for (int round = 0; round < 250; round++) {
        int group_of[PEOPLE_MAX], n_of_group[4] = {0}, answered_of[4] = {0};
        size_t people = 6 + (size_t)random_below(9);
        int k = 3 + random_below(3), groups = 2 + random_below(3);
        int asked[PEOPLE_MAX];
        for (size_t p = 0; p < people; p++) {
            group_of[p] = random_below(random_below(2) ? groups : 2);
            n_of_group[group_of[p]]++;
        }
        struct scale_split split;
        struct shown shown;
        scale_split_groups(n_of_group, (size_t)groups, k, &split);
        if (split.why != SCALE_SHOWN) continue;
        shown_splits++;
        show_split(&split, group_of, people, &shown);
        assert_int_equal(attack(&shown, people, k), 0);
        size_t answered = 0;
        for (size_t p = 0; p < people; p++) {
            if (random_below(6) == 0) continue;
            asked[answered++] = group_of[p];
            answered_of[group_of[p]]++;
        }
        if (scale_split_on_axis(&split, answered_of) != SCALE_SHOWN) continue;
        show_split(&split, asked, answered, &shown);
        assert_int_equal(attack(&shown, answered, k), 0);
    }
    assert_true(shown_splits > 60);
}

static void attacker__gets_nothing_from_any_family_that_may_be_shown(void **state) {
    int allowed = 0, refused_rightly = 0;
    (void)state;
    for (int round = 0; round < 400; round++) {
        size_t people = 8 + (size_t)random_below(7), sets = 1 + (size_t)random_below(3);
        int k = 3 + random_below(2), cells = 1 + random_below(3), smallest;
        uint32_t of_person[PEOPLE_MAX], kinds[4];
        struct shown shown = {1, {(1u << people) - 1}};
        for (int c = 0; c < cells; c++) kinds[c] = (uint32_t)random_below(1 << sets);
        for (size_t p = 0; p < people; p++) of_person[p] = kinds[random_below(cells)];
        for (size_t s = 0; s < sets; s++) {
            uint32_t set = 0;
            for (size_t p = 0; p < people; p++) set |= (of_person[p] >> s & 1) << p;
            shown.set[shown.n++] = set;
        }
        bool may = scale_may_show_family(of_person, people, k, &smallest);
        assert_int_equal(may, smallest >= k);
        int found = attack(&shown, people, k);
        if (may) assert_int_equal(found, 0);
        allowed += may;
        refused_rightly += !may && found;
    }
    assert_true(allowed > 40 && refused_rightly > 40);
}

static void late_answers__are_not_told_by_showing_the_figure_again(void **state) {
    (void)state;
    uint32_t sets[16];
    int smallest;
    /* Twelve were shown, three came late, nobody may see the difference. */
    for (size_t i = 0; i < 15; i++) sets[i] = i < 12 ? 3 : 2;
    assert_false(scale_may_show_family(sets, 15, 5, &smallest));
    assert_int_equal(smallest, 3);
    for (size_t i = 0; i < 10; i++) sets[i] = i < 5 ? 3 : 2;
    assert_true(scale_may_show_family(sets, 10, 5, NULL));
    assert_false(scale_may_show_family(sets, 0, 5, &smallest));
}

static void four_participants_and_k_5__start_in_consensus_mode_and_say_why(void **state) {
    (void)state;
    assert_int_equal(scale_mode_for(4, 5, false), SCALE_CONSENSUS_FEW);
    assert_int_equal(scale_mode_for(4, 5, true), SCALE_CONSENSUS_FEW);
    assert_int_equal(scale_mode_for(5, 5, false), SCALE_EACH);
    assert_int_equal(scale_mode_for(12, 5, true), SCALE_CONSENSUS_CHOSEN);
    assert_int_equal(scale_mode_for(2, 1, false), SCALE_CONSENSUS_FEW);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subgroup_of_3_among_12__and_of_8_with_complement_4__give_no_figure),
        cmocka_unit_test(k__is_5_unless_chosen_and_never_under_3),
        cmocka_unit_test(four_volunteers_and_nine_staff__only_the_total_with_the_reason),
        cmocka_unit_test(small_groups__become_others_when_they_are_enough_together),
        cmocka_unit_test(one_person_sector__is_merged_into_others_with_the_next_smallest),
        cmocka_unit_test(split__says_why_there_is_nothing_to_compare),
        cmocka_unit_test(axis_with_too_few_answers__is_shown_for_all_only),
        cmocka_unit_test(attacker__finds_what_the_naive_rule_gives_away),
        cmocka_unit_test(attacker__gets_nothing_from_any_split_nor_from_any_of_its_axes),
        cmocka_unit_test(attacker__gets_nothing_from_any_family_that_may_be_shown),
        cmocka_unit_test(late_answers__are_not_told_by_showing_the_figure_again),
        cmocka_unit_test(four_participants_and_k_5__start_in_consensus_mode_and_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* For tests only: asking a plan what it does to people. */
#include "rules/grouping/plans.h"

static void add_group(struct plans_look *look, const struct grouping_group *group) {
    const size_t n = group->members.n;
    for (size_t i = 0; i < n; i++) {
        const int a = group->members.v[i];
        look->trio[a] += n == 3;
        look->joined[a] += n == 3 && i == 2;
        for (size_t j = 0; j < i; j++) {
            const int b = group->members.v[j];
            const bool pair = n == 2 || (n == 3 && i == 1);
            look->repeats += pair && look->pairs[a][b] > 0;
            look->repeats_any += look->met[a][b] > 0;
            look->pairs[a][b] += pair;
            look->pairs[b][a] += pair;
            look->met[a][b]++;
            look->met[b][a]++;
        }
    }
}

void plans_add(struct plans_look *look, const struct grouping_round *round, size_t people,
               const bool *absent) {
    bool seen[PLANS_PEOPLE] = {false};
    assert_in_range(people, 0, PLANS_PEOPLE);
    for (size_t g = 0; g < round->groups.n; g++) {
        const struct grouping_group *group = &round->groups.v[g];
        for (size_t i = 0; i < group->members.n; i++) {
            const int person = group->members.v[i];
            assert_true(person >= 0 && (size_t)person < people);
            assert_false(seen[person]);
            seen[person] = true;
            look->rounds[person]++;
        }
        add_group(look, group);
    }
    for (size_t p = 0; p < people; p++) assert_int_equal(seen[p], !(absent && absent[p]));
}

struct grouping_plan plans_pairs(struct arena *arena, const struct grouping_task *task) {
    struct grouping_plan plan;
    assert_int_equal(grouping_pairs(arena, task, &plan), RC_OK);
    assert_int_equal(plan.rounds.n, task->rounds);
    return plan;
}

struct grouping_plan plans_groups(struct arena *arena, const struct grouping_task *task) {
    struct grouping_plan plan;
    assert_int_equal(grouping_groups(arena, task, &plan), RC_OK);
    assert_int_equal(plan.rounds.n, task->rounds);
    return plan;
}

struct grouping_plan plans_first(struct grouping_plan plan, size_t rounds) {
    assert_true(rounds <= plan.rounds.n);
    plan.rounds.n = rounds;
    return plan;
}

struct grouping_plan plans_both(struct arena *arena, struct grouping_plan a,
                                struct grouping_plan b) {
    const size_t n = a.rounds.n + b.rounds.n;
    struct grouping_round *rounds = arena_new_array(arena, n + 1, struct grouping_round);
    assert_non_null(rounds);
    for (size_t i = 0; i < n; i++)
        rounds[i] = i < a.rounds.n ? a.rounds.v[i] : b.rounds.v[i - a.rounds.n];
    return (struct grouping_plan){{rounds, n}};
}

struct str plans_text(struct arena *arena, const struct grouping_plan *plan) {
    struct buf out;
    buf_init(&out, arena, 1 << 22);
    for (size_t r = 0; r < plan->rounds.n; r++) {
        grouping_write(&out, &plan->rounds.v[r]);
        buf_add_char(&out, '\n');
    }
    assert_true(buf_ok(&out));
    return buf_str(&out);
}

size_t plans_spread(const struct grouping_round *round) {
    size_t least = SIZE_MAX, most = 0;
    for (size_t g = 0; g < round->groups.n; g++) {
        const size_t n = round->groups.v[g].members.n;
        if (n < least) least = n;
        if (n > most) most = n;
    }
    return round->groups.n > 0 ? most - least : 0;
}

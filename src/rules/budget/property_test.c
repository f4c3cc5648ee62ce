/* What must hold for every election: against a slow second counter in plain fractions, against
   itself after changes that must not matter, and by the theorems about the rules. The elections
   are random, from a fixed seed. */
#include "rules/budget/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { VOTERS = 40, PROJECTS = 12 };

/* ---- random elections ---- */

static uint64_t seed;

static uint32_t draw(uint32_t below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

struct sketch {
    uint32_t voters, projects, budget;
    uint32_t cost[PROJECTS];
    uint32_t points[VOTERS][PROJECTS]; /* 0: not listed */
};

static void draw_sketch(struct sketch *s, uint32_t voters, uint32_t projects, uint32_t most_cost) {
    memset(s, 0, sizeof *s);
    s->voters = 1 + draw(voters);
    s->projects = 1 + draw(projects);
    uint32_t sum = 0, chance = 1 + draw(9);
    for (uint32_t p = 0; p < s->projects; p++) sum += s->cost[p] = 1 + draw(most_cost);
    s->budget = 1 + draw(sum + 5);
    for (uint32_t v = 0; v < s->voters; v++)
        for (uint32_t p = 0; p < s->projects; p++)
            if (draw(10) < chance) s->points[v][p] = 1 + draw(4);
}

/* The sketch as a file: voters in the order given, ids "p00" … or renamed "q…" in the same order.
 */
static void make(struct arena *arena, const struct sketch *s, const uint32_t *order, char letter,
                 struct budget_election *election) {
    struct buf out;
    buf_init(&out, arena, 1 << 20);
    buf_format(&out,
               "META\nkey;value\nbudget;%u\nvote_type;cumulative\nPROJECTS\nproject_id;cost\n",
               s->budget);
    for (uint32_t p = 0; p < s->projects; p++)
        buf_format(&out, "%c%02u;%u\n", letter, p, s->cost[p]);
    buf_lit(&out, "VOTES\nvoter_id;vote;points\n");
    for (uint32_t i = 0; i < s->voters; i++) {
        uint32_t v = order ? order[i] : i;
        const char *comma = "";
        buf_format(&out, "%u;", i);
        for (uint32_t p = 0; p < s->projects; p++) {
            if (!s->points[v][p]) continue;
            buf_format(&out, "%s%c%02u", comma, letter, p);
            comma = ",";
        }
        comma = ";";
        for (uint32_t p = 0; p < s->projects; p++) {
            if (!s->points[v][p]) continue;
            buf_format(&out, "%s%u", comma, s->points[v][p]);
            comma = ",";
        }
        buf_add(&out, *comma == ';' ? STR(";\n") : STR("\n"));
    }
    buf_add_char(&out, '\0');
    assert_true(buf_ok(&out));
    case_text(arena, out.p, election);
}

/* ---- a second counter, in fractions ---- */

struct fraction {
    __int128 n, d;
};

static struct fraction reduce(__int128 n, __int128 d) {
    __int128 a = n < 0 ? -n : n, b = d;
    while (b) {
        __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a ? (struct fraction){n / a, d / a} : (struct fraction){0, 1};
}

static struct fraction whole(int64_t n) {
    return (struct fraction){n, 1};
}

static struct fraction minus(struct fraction a, struct fraction b) {
    return reduce(a.n * b.d - b.n * a.d, a.d * b.d);
}

static struct fraction times(struct fraction a, int64_t n, int64_t d) {
    return reduce(a.n * n, a.d * d);
}

static int order_of(struct fraction a, struct fraction b) {
    __int128 left = a.n * b.d, right = b.n * a.d;
    return (left > right) - (left < right);
}

struct naive {
    uint32_t winners[PROJECTS], n;
    struct fraction price[PROJECTS];
    uint32_t cost;
};

static uint32_t weight_of(const struct sketch *s, uint32_t v, uint32_t p, enum budget_utility u) {
    return s->points[v][p] == 0 ? 0 : u == BUDGET_POINTS ? s->points[v][p] : 1;
}

/* The price of one unit of weight: who has least per weight pays all, the others share the rest. */
static bool naive_price(const struct sketch *s, const struct fraction *money, uint32_t p,
                        enum budget_utility u, struct fraction *price) {
    bool paid[VOTERS] = {false};
    struct fraction rest = whole(s->cost[p]);
    int64_t mass = 0;
    for (uint32_t v = 0; v < s->voters; v++) mass += weight_of(s, v, p, u);
    for (;;) {
        if (mass == 0) return false;
        *price = times(rest, 1, mass);
        uint32_t v = 0;
        while (v < s->voters && (paid[v] || weight_of(s, v, p, u) == 0 ||
                                 order_of(money[v], times(*price, weight_of(s, v, p, u), 1)) >= 0))
            v++;
        if (v == s->voters) return true;
        paid[v] = true;
        rest = minus(rest, money[v]);
        mass -= weight_of(s, v, p, u);
    }
}

static uint32_t supporters(const struct sketch *s, uint32_t p) {
    uint32_t n = 0;
    for (uint32_t v = 0; v < s->voters; v++) n += s->points[v][p] > 0;
    return n;
}

static bool wins_tie(const struct sketch *s, uint32_t p, uint32_t q) {
    if (s->cost[p] != s->cost[q]) return s->cost[p] < s->cost[q];
    if (supporters(s, p) != supporters(s, q)) return supporters(s, p) > supporters(s, q);
    return p < q;
}

static void naive_run(const struct sketch *s, struct fraction endowment, enum budget_utility u,
                      struct naive *run) {
    struct fraction money[VOTERS];
    bool won[PROJECTS] = {false};
    run->n = run->cost = 0;
    for (uint32_t v = 0; v < s->voters; v++) money[v] = endowment;
    for (;;) {
        uint32_t best = PROJECTS;
        struct fraction best_key = {0, 1}, best_price = {0, 1};
        for (uint32_t p = 0; p < s->projects; p++) {
            struct fraction price;
            if (won[p] || !naive_price(s, money, p, u, &price)) continue;
            struct fraction key = u == BUDGET_COST ? times(price, 1, s->cost[p]) : price;
            int order = best == PROJECTS ? -1 : order_of(key, best_key);
            if (order > 0 || (order == 0 && !wins_tie(s, p, best))) continue;
            best = p;
            best_key = key;
            best_price = price;
        }
        if (best == PROJECTS) return;
        won[best] = true;
        run->price[run->n] = best_price;
        run->winners[run->n++] = best;
        run->cost += s->cost[best];
        for (uint32_t v = 0; v < s->voters; v++) {
            uint32_t weight = weight_of(s, v, best, u);
            struct fraction pays = times(best_price, weight, 1);
            if (weight == 0) continue;
            money[v] = order_of(money[v], pays) < 0 ? whole(0) : minus(money[v], pays);
        }
    }
}

static bool naive_ends(const struct sketch *s, const struct naive *run,
                       enum budget_stop_rule stop) {
    bool fits = false, all = true;
    for (uint32_t p = 0; p < s->projects; p++) {
        bool won = false;
        for (uint32_t i = 0; i < run->n; i++) won |= run->winners[i] == p;
        if (won || supporters(s, p) == 0) continue;
        all = false;
        fits |= run->cost + s->cost[p] <= s->budget;
    }
    return stop == BUDGET_STOP_EXHAUSTIVE ? !fits : all || run->cost == s->budget;
}

/* Add1 by counting every unit. */
static uint64_t naive_add1(const struct sketch *s, const struct budget_options *o,
                           struct naive *run) {
    bool integral = o->endowment == BUDGET_ENDOWMENT_INTEGRAL;
    struct fraction start = integral ? whole(s->budget / s->voters) : reduce(s->budget, s->voters);
    naive_run(s, start, o->utility, run);
    for (uint64_t k = 0;; k++) {
        if (naive_ends(s, run, o->stop)) return k;
        struct naive next;
        start.n += start.d;
        naive_run(s, start, o->utility, &next);
        if (next.cost > s->budget) return k;
        *run = next;
    }
}

static struct fraction parse_fraction(struct str text) {
    struct str rest = text, part;
    int64_t n = 0, d = 0;
    assert_true(str_cut(&rest, '/', &part));
    assert_int_equal(str_to_i64(part, &n), RC_OK);
    assert_int_equal(str_to_i64(rest, &d), RC_OK);
    return (struct fraction){n, d};
}

static void assert_same_run(const struct naive *run, const struct budget_result *r) {
    assert_int_equal(run->n, r->rounds.n);
    assert_int_equal(run->cost, r->cost);
    for (uint32_t i = 0; i < run->n; i++) {
        struct fraction price = parse_fraction(r->rounds.v[i].max_payment);
        assert_int_equal(run->winners[i], r->rounds.v[i].project);
        assert_int_equal(order_of(price, run->price[i]), 0);
    }
}

static void equal_shares__agrees_with_plain_fractions(void **state) {
    (void)state;
    for (int i = 0; i < 600; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e;
        struct budget_result r;
        struct naive run;
        seed = (uint64_t)i;
        arena_init(&arena, 1 << 26);
        draw_sketch(&s, 7, 6, i % 2 ? 12 : 60);
        make(&arena, &s, NULL, 'p', &e);
        struct budget_options o = {
            .rule = BUDGET_EQUAL_SHARES,
            .utility = BUDGET_COST + draw(3),
            .completion = BUDGET_COMPLETION_ADD1,
            .stop = BUDGET_STOP_EXHAUSTIVE + draw(2),
            .endowment = BUDGET_ENDOWMENT_EXACT + draw(2),
            .jump_after = 1 + draw(30),
        };
        case_count(&arena, &e, o, &r);
        assert_int_equal(naive_add1(&s, &o, &run), r.increments);
        assert_same_run(&run, &r);
        arena_release(&arena);
    }
}

/* ---- jumping ---- */

static void jumping__agrees_with_counting_every_unit_on_1000_elections(void **state) {
    (void)state;
    uint64_t saved = 0, runs = 0;
    for (int i = 0; i < 1000; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e;
        struct budget_result jumped, stepped;
        seed = 7000000 + (uint64_t)i;
        arena_init(&arena, 1 << 27);
        draw_sketch(&s, VOTERS, PROJECTS, i % 4 ? 300 : 6000);
        make(&arena, &s, NULL, 'p', &e);
        struct budget_options o = {
            .rule = BUDGET_EQUAL_SHARES,
            .utility = BUDGET_COST + draw(3),
            .completion = BUDGET_COMPLETION_ADD1,
            .stop = BUDGET_STOP_EXHAUSTIVE + draw(2),
            .endowment = BUDGET_ENDOWMENT_EXACT + draw(2),
            .jump_after = 1,
        };
        case_count(&arena, &e, o, &jumped);
        o.never_jump = true;
        case_count(&arena, &e, o, &stepped);
        assert_int_equal(jumped.increments, stepped.increments);
        assert_int_equal(jumped.stop, stepped.stop);
        assert_int_equal(jumped.cost, stepped.cost);
        assert_string_equal(case_selected(&arena, &e, &jumped),
                            case_selected(&arena, &e, &stepped));
        if (stepped.runs > jumped.runs) saved += stepped.runs - jumped.runs;
        runs += stepped.runs;
        arena_release(&arena);
    }
    assert_true(saved * 4 > runs); /* else nothing was jumped over and this proves little */
}

/* ---- money ---- */

static struct fraction least(struct fraction a, struct fraction b) {
    return order_of(a, b) < 0 ? a : b;
}

static void payments__sum_to_the_cost_exactly_and_nobody_overdraws(void **state) {
    (void)state;
    for (int i = 0; i < 300; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e;
        struct budget_result r;
        struct fraction money[VOTERS];
        seed = 100000 + (uint64_t)i;
        arena_init(&arena, 1 << 26);
        draw_sketch(&s, 9, 6, 40);
        make(&arena, &s, NULL, 'p', &e);
        enum budget_utility u = BUDGET_COST + draw(2);
        case_count(&arena, &e,
                   (struct budget_options){.rule = BUDGET_EQUAL_SHARES,
                                           .utility = u,
                                           .completion = BUDGET_COMPLETION_NONE},
                   &r);
        for (uint32_t v = 0; v < s.voters; v++) money[v] = reduce(s.budget, s.voters);
        double before = 0;
        for (size_t k = 0; k < r.rounds.n; k++) {
            const struct budget_round *round = &r.rounds.v[k];
            struct fraction price = parse_fraction(round->max_payment), sum = whole(0);
            uint32_t at_max = 0;
            for (uint32_t v = 0; v < s.voters; v++) {
                if (!s.points[v][round->project]) continue;
                struct fraction pays = least(money[v], price);
                at_max += order_of(pays, price) == 0;
                money[v] = minus(money[v], pays);
                sum = minus(sum, times(pays, -1, 1));
                assert_true(money[v].n >= 0);
            }
            assert_int_equal(order_of(sum, whole(s.cost[round->project])), 0);
            assert_int_equal(at_max, round->payers_at_max);
            double key = u == BUDGET_COST ? -round->effective_votes : round->max_payment_value;
            assert_true(k == 0 || key >= before - 1e-9);
            before = key;
        }
        assert_true(r.cost <= s.budget);
        arena_release(&arena);
    }
}

/* ---- changes that must not matter ---- */

static const struct budget_options some_rules[] = {
    {.rule = BUDGET_GREEDY, .rank = BUDGET_BY_SUPPORT},
    {.rule = BUDGET_EQUAL_SHARES, .completion = BUDGET_COMPLETION_NONE},
    {.rule = BUDGET_EQUAL_SHARES,
     .utility = BUDGET_CARDINALITY,
     .completion = BUDGET_COMPLETION_NONE},
    {.rule = BUDGET_EQUAL_SHARES, .utility = BUDGET_POINTS, .completion = BUDGET_COMPLETION_NONE},
    {.rule = BUDGET_PHRAGMEN},
    {.rule = BUDGET_EQUAL_SHARES, .completion = BUDGET_COMPLETION_ADD1_GREEDY},
};
enum { PLAIN_RULES = 5 };

static void assert_same_winners(const struct budget_result *a, const struct budget_result *b) {
    assert_int_equal(a->rounds.n, b->rounds.n);
    for (size_t i = 0; i < a->rounds.n; i++)
        assert_int_equal(a->rounds.v[i].project, b->rounds.v[i].project);
}

static void another_order_or_other_names__change_nothing(void **state) {
    (void)state;
    for (int i = 0; i < 120; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e, other;
        struct budget_result r, again;
        uint32_t order[VOTERS];
        seed = 200000 + (uint64_t)i;
        arena_init(&arena, 1 << 27);
        draw_sketch(&s, VOTERS, PROJECTS, 50);
        for (uint32_t v = 0; v < s.voters; v++) order[v] = v;
        for (uint32_t v = s.voters; v > 1; v--) {
            uint32_t with = draw(v), kept = order[v - 1];
            order[v - 1] = order[with];
            order[with] = kept;
        }
        make(&arena, &s, NULL, 'p', &e);
        make(&arena, &s, order, 'x', &other);
        for (size_t k = 0; k < COUNT(some_rules); k++) {
            case_count(&arena, &e, some_rules[k], &r);
            case_count(&arena, &other, some_rules[k], &again);
            assert_same_winners(&r, &again);
        }
        arena_release(&arena);
    }
}

static void doubling_every_ballot__changes_no_plain_rule(void **state) {
    (void)state;
    for (int i = 0; i < 120; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e, twice;
        struct budget_result r, again;
        seed = 300000 + (uint64_t)i;
        arena_init(&arena, 1 << 27);
        draw_sketch(&s, VOTERS / 2, PROJECTS, 50);
        make(&arena, &s, NULL, 'p', &e);
        memcpy(s.points[s.voters], s.points[0], s.voters * sizeof s.points[0]);
        s.voters *= 2;
        make(&arena, &s, NULL, 'p', &twice);
        for (size_t k = 0; k < PLAIN_RULES; k++) {
            case_count(&arena, &e, some_rules[k], &r);
            case_count(&arena, &twice, some_rules[k], &again);
            assert_same_winners(&r, &again);
        }
        arena_release(&arena);
    }
}

static void an_empty_ballot__changes_only_the_endowment(void **state) {
    (void)state;
    for (int i = 0; i < 120; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e, more;
        struct budget_result r, again;
        seed = 400000 + (uint64_t)i;
        arena_init(&arena, 1 << 27);
        draw_sketch(&s, VOTERS - 1, PROJECTS, 50);
        uint32_t each = 1 + s.budget / s.voters;
        s.budget = each * s.voters;
        make(&arena, &s, NULL, 'p', &e);
        s.budget += each;
        memset(s.points[s.voters++], 0, sizeof s.points[0]);
        make(&arena, &s, NULL, 'p', &more);
        assert_int_equal(more.empty_ballots, e.empty_ballots + 1);
        for (size_t k = 1; k < 4; k++) {
            case_count(&arena, &e, some_rules[k], &r);
            case_count(&arena, &more, some_rules[k], &again);
            assert_true(str_is(r.endowment, again.endowment));
            assert_same_winners(&r, &again);
        }
        arena_release(&arena);
    }
}

/* ---- theorems ---- */

static void a_big_enough_group_that_votes_only_for_p__gets_it(void **state) {
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e;
        struct budget_result r;
        seed = 500000 + (uint64_t)i;
        arena_init(&arena, 1 << 27);
        draw_sketch(&s, VOTERS, PROJECTS, 30);
        uint32_t p = draw(s.projects);
        uint32_t needed = (s.voters * s.cost[p] + s.budget - 1) / s.budget;
        if (needed <= s.voters) {
            for (uint32_t v = 0; v < needed; v++) {
                memset(s.points[v], 0, sizeof s.points[v]);
                s.points[v][p] = 1;
            }
            make(&arena, &s, NULL, 'p', &e);
            for (size_t k = 1; k < 4; k++) {
                case_count(&arena, &e, some_rules[k], &r);
                assert_int_equal(r.accounts.v[p].fate, BUDGET_FUNDED);
            }
        }
        arena_release(&arena);
    }
}

/* Seats of three parties by D'Hondt; *tie: the last seat could go either way. */
static void dhondt(const uint32_t votes[3], uint32_t seats, uint32_t won[3], bool *tie) {
    for (uint32_t s = 0; s < seats; s++) {
        uint32_t best = 0;
        for (uint32_t k = 1; k < 3; k++)
            if (votes[k] * (won[best] + 1) > votes[best] * (won[k] + 1)) best = k;
        if (s + 1 == seats)
            for (uint32_t k = 0; k < 3; k++)
                *tie |= k != best && votes[k] * (won[best] + 1) == votes[best] * (won[k] + 1);
        won[best]++;
    }
}

static void unit_costs_and_parties__give_dhondt(void **state) {
    (void)state;
    static const struct budget_options rules[] = {
        {.rule = BUDGET_PHRAGMEN},
        {.rule = BUDGET_EQUAL_SHARES,
         .completion = BUDGET_COMPLETION_NONE,
         .utility = BUDGET_CARDINALITY},
    };
    uint32_t checked = 0;
    for (int i = 0; i < 200; i++) {
        struct arena arena;
        struct sketch s = {.projects = PROJECTS};
        struct budget_election e;
        struct budget_result r;
        uint32_t votes[3], won[3] = {0};
        bool tie = false;
        seed = 600000 + (uint64_t)i;
        arena_init(&arena, 1 << 26);
        for (uint32_t p = 0; p < PROJECTS; p++) s.cost[p] = 1;
        s.budget = 1 + draw(4);
        for (uint32_t k = 0; k < 3; k++) {
            votes[k] = 1 + draw(12);
            for (uint32_t v = 0; v < votes[k]; v++, s.voters++)
                for (uint32_t p = 4 * k; p < 4 * k + 4; p++) s.points[s.voters][p] = 1;
        }
        dhondt(votes, s.budget, won, &tie);
        make(&arena, &s, NULL, 'p', &e);
        for (size_t k = 0; k < COUNT(rules) && !tie; k++) {
            uint32_t got[3] = {0};
            case_count(&arena, &e, rules[k], &r);
            for (size_t w = 0; w < r.rounds.n; w++) got[r.rounds.v[w].project / 4]++;
            if (rules[k].rule == BUDGET_PHRAGMEN) assert_memory_equal(got, won, sizeof won);
            for (uint32_t party = 0; party < 3; party++) /* Equal Shares: a start of D'Hondt */
                assert_in_range(got[party], 0, won[party]);
            checked++;
        }
        arena_release(&arena);
    }
    assert_in_range(checked, 200, 400);
}

static void equal_shares__leaves_nobody_entitled_passed_over(void **state) {
    (void)state;
    static const enum budget_completion completions[] = {BUDGET_COMPLETION_NONE,
                                                         BUDGET_COMPLETION_ADD1_GREEDY};
    uint32_t greedy_breaks = 0;
    for (int i = 0; i < 200; i++) {
        struct arena arena;
        struct sketch s;
        struct budget_election e;
        struct budget_result r;
        struct budget_metrics m;
        seed = 800000 + (uint64_t)i;
        arena_init(&arena, 1 << 27);
        draw_sketch(&s, VOTERS, PROJECTS, 50);
        make(&arena, &s, NULL, 'p', &e);
        for (size_t k = 0; k < COUNT(completions); k++) {
            struct budget_options o = {.rule = BUDGET_EQUAL_SHARES, .completion = completions[k]};
            case_count(&arena, &e, o, &r);
            assert_int_equal(budget_measure(&arena, &e, &r, &m), RC_OK);
            assert_int_equal(m.ejr_cost.n, 0);
            o.utility = BUDGET_CARDINALITY;
            case_count(&arena, &e, o, &r);
            assert_int_equal(budget_measure(&arena, &e, &r, &m), RC_OK);
            assert_int_equal(m.ejr_cardinality.n, 0);
        }
        case_count(&arena, &e, some_rules[0], &r);
        assert_int_equal(budget_measure(&arena, &e, &r, &m), RC_OK);
        greedy_breaks += m.ejr_cost.n > 0;
        arena_release(&arena);
    }
    assert_true(greedy_breaks > 0); /* the measure can fail */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_shares__agrees_with_plain_fractions),
        cmocka_unit_test(jumping__agrees_with_counting_every_unit_on_1000_elections),
        cmocka_unit_test(payments__sum_to_the_cost_exactly_and_nobody_overdraws),
        cmocka_unit_test(another_order_or_other_names__change_nothing),
        cmocka_unit_test(doubling_every_ballot__changes_no_plain_rule),
        cmocka_unit_test(an_empty_ballot__changes_only_the_endowment),
        cmocka_unit_test(a_big_enough_group_that_votes_only_for_p__gets_it),
        cmocka_unit_test(unit_costs_and_parties__give_dhondt),
        cmocka_unit_test(equal_shares__leaves_nobody_entitled_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

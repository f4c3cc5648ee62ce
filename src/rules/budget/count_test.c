/* The rules on small elections whose outcome can be worked out by hand, and the corners that real
   files do not reach. */
#include "rules/budget/cases.h"
#include "rules/budget/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "META\nkey;value\nvote_type;approval\nbudget;"

static int setup(void **state) {
    static struct arena arena;
    arena_init(&arena, 1 << 28);
    *state = &arena;
    return 0;
}

static int teardown(void **state) {
    arena_release(*state);
    return 0;
}

#define assert_winners(arena, election, result, ids)                                               \
    assert_string_equal(case_selected((arena), (election), (result)), (ids))

static enum budget_fate fate(const struct budget_election *e, const struct budget_result *r,
                             const char *id) {
    for (size_t p = 0; p < e->projects.n; p++)
        if (str_is(e->projects.v[p].id, str_from(id))) return r->accounts.v[p].fate;
    fail_msg("no project %s", id);
    return BUDGET_FATE__N;
}

/* Votes: a 4, b 3, c 2, d 1, e none; w is withdrawn and has 5. */
static const char ladder[] =
    HEAD "100\nmin_project_score_threshold;2\nPROJECTS\nproject_id;cost\na;50\nb;60\nc;40\nd;10\n"
         "e;1\nw;999999999\nVOTES\nvoter_id;vote\n1;w,a,b,c,d\n2;w,a,b,c\n3;w,a,b\n4;w,a\n5;w\n";

static void greedy__skips_what_does_not_fit(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state, ladder, &e);
    case_count(*state, &e, case_options("rule", "greedy", NULL), &r);
    assert_winners(*state, &e, &r, "a c d");
    assert_int_equal(r.cost, 100);
    assert_int_equal(fate(&e, &r, "b"), BUDGET_NO_ROOM);
    assert_int_equal(fate(&e, &r, "e"), BUDGET_NO_SUPPORT);
    assert_int_equal(fate(&e, &r, "w"), BUDGET_WITHDRAWN);
    assert_int_equal(r.accounts.v[1].left, 50);
}

static void greedy_no_skip__stops_but_passes_over_the_withdrawn(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state, ladder, &e);
    case_count(*state, &e, case_options("rule", "greedy-no-skip", NULL), &r);
    assert_winners(*state, &e, &r, "a");
    assert_int_equal(r.stop, BUDGET_STOPPED_NO_ROOM);
    assert_int_equal(fate(&e, &r, "b"), BUDGET_NO_ROOM);
    assert_int_equal(fate(&e, &r, "c"), BUDGET_AFTER_STOP);
}

static void greedy_threshold__leaves_out_what_has_too_few_votes(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state, ladder, &e);
    case_count(*state, &e, case_options("rule", "greedy-threshold", NULL), &r);
    assert_winners(*state, &e, &r, "a c");
    assert_int_equal(fate(&e, &r, "d"), BUDGET_UNDER_THRESHOLD);
}

static void a_threshold__goes_with_no_skip_only_when_the_file_says_so(void **state) {
    static const char text[] = HEAD "100\nmin_project_score_threshold;2\n%sPROJECTS\n"
                                    "project_id;cost\na;5\nb;6\nVOTES\nvoter_id;vote\n1;a,b\n2;a\n";
    struct budget_election e;
    struct budget_result r;
    char file[512];
    (void)snprintf(file, sizeof file, text, "rule;greedy-no-skip\n");
    case_text(*state, file, &e);
    case_count(*state, &e, (struct budget_options){0}, &r);
    assert_int_equal(r.options.rule, BUDGET_GREEDY_NO_SKIP);
    assert_winners(*state, &e, &r, "a");
    (void)snprintf(file, sizeof file, text, "rule;greedy-threshold\n");
    case_text(*state, file, &e);
    case_count(*state, &e, case_options("rule", "greedy-no-skip", NULL), &r);
    assert_winners(*state, &e, &r, "a b");
}

static void greedy_by_cardinality__ranks_votes_per_money(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state, ladder, &e);
    case_count(*state, &e, case_options("rule", "greedy", "utility", "cardinality", NULL), &r);
    assert_winners(*state, &e, &r, "d a c"); /* 1/10, 4/50, 3/60 = 2/40: c is cheaper */
    assert_true(r.rounds.v[2].tie);
    assert_true(str_is(r.rounds.v[1].effective_exact, STR("2/25")));
}

static const char stacked[] =
    "META\nkey;value\nvote_type;cumulative\nbudget;20\nrule;greedy\nPROJECTS\nproject_id;cost\n"
    "a;10\nb;10\nc;10\nVOTES\nvoter_id;vote;points\n1;a,b;1,9\n2;a,c;1,9\n3;a;10\n4;c;1\n";

static void greedy_on_stacked_votes__ranks_by_score_or_by_support(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state, stacked, &e);
    case_count(*state, &e, (struct budget_options){0}, &r);
    assert_int_equal(r.options.rank, BUDGET_BY_SCORE);
    assert_winners(*state, &e, &r, "a c"); /* 12, 10; b has 9 */
    case_count(*state, &e, case_options("rank", "support", "ties", "id", NULL), &r);
    assert_winners(*state, &e, &r, "a c"); /* 3, 2; b has 1 */
}

static void equal_shares_with_points__shares_the_cost_by_points(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state, stacked, &e);
    case_count(
        *state, &e,
        case_options("rule", "equal-shares", "utility", "points", "completion", "none", NULL), &r);
    /* 5 each. a: 3 voters have 15, points 1 1 10: voter 3 pays 5, voters 1 and 2 pay 2.5 each. */
    assert_winners(*state, &e, &r, "a");
    assert_true(str_is(r.rounds.v[0].max_payment, STR("5/2")));
    assert_true(str_is(r.rounds.v[0].effective_exact, STR("4/1")));
    assert_int_equal(r.rounds.v[0].payers_at_max, 2);
    assert_int_equal(r.rounds.v[0].payers, 3);
}

static void equal_shares__tells_why_a_project_lost(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state,
              HEAD "40\nPROJECTS\nproject_id;cost\na;20\nb;15\nc;41\nVOTES\nvoter_id;vote\n"
                   "1;a,b\n2;a,b\n3;a,c\n4;c\n",
              &e);
    case_count(*state, &e, case_options("rule", "equal-shares", "completion", "none", NULL), &r);
    assert_winners(*state, &e, &r, "a"); /* 20/3 each of 10 */
    assert_int_equal(fate(&e, &r, "b"), BUDGET_SUPPORT_SPENT);
    assert_int_equal(fate(&e, &r, "c"), BUDGET_OVER_BUDGET);
    const struct budget_account *b = &r.accounts.v[1];
    assert_int_equal(b->supporters_left, 6); /* 2 * 10/3, rounded down */
    assert_int_equal(b->round, 1);
    assert_int_equal(b->left, 20);
    assert_int_equal(b->losses.n, 1);
    assert_int_equal(b->losses.v[0].project, 0);
    assert_int_equal(b->losses.v[0].shared_voters, 2);
    assert_int_equal(b->losses.v[0].paid, 13);
    assert_int_equal(r.accounts.v[0].supporters_left, 30);
}

static void free_projects__are_funded_when_somebody_wants_them(void **state) {
    static const char *const rules[] = {"equal-shares", "greedy", "phragmen"};
    struct budget_election e;
    struct budget_result r;
    case_text(*state,
              HEAD "10\nPROJECTS\nproject_id;cost\nx;10\nf;0\ng;0\nn;0\nVOTES\nvoter_id;vote\n"
                   "1;x,f\n2;x,g\n3;g,x\n",
              &e);
    for (size_t i = 0; i < COUNT(rules); i++) {
        case_count(*state, &e, case_options("rule", rules[i], NULL), &r);
        assert_int_equal(r.rounds.n, 3);
        assert_int_equal(fate(&e, &r, "f"), BUDGET_FUNDED);
        assert_int_equal(fate(&e, &r, "g"), BUDGET_FUNDED);
        assert_int_equal(fate(&e, &r, "n"), BUDGET_NO_SUPPORT);
        assert_int_equal(r.cost, 10);
    }
    case_count(*state, &e, case_options("rule", "equal-shares", NULL), &r);
    assert_winners(*state, &e, &r, "g f x");
    assert_int_equal(r.rounds.v[0].phase, BUDGET_PHASE_FREE);
}

static void nothing_to_fund__gives_an_empty_result_under_every_rule(void **state) {
    struct budget_election e;
    struct budget_result r;
    static const char *const texts[] = {
        HEAD "0\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;a\n",
        HEAD "9\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;\n",
        HEAD "9\nPROJECTS\nproject_id;cost\na;10\nVOTES\nvoter_id;vote\n1;a\n",
    };
    static const char *const rules[] = {"equal-shares", "greedy", "greedy-no-skip", "phragmen"};
    static const char *const starts[] = {"exact", "integral"};
    for (size_t i = 0; i < COUNT(texts) * COUNT(rules) * COUNT(starts); i++) {
        case_text(*state, texts[i % COUNT(texts)], &e);
        case_count(*state, &e,
                   case_options("rule", rules[i / COUNT(texts) % COUNT(rules)], "endowment",
                                starts[i % COUNT(starts)], NULL),
                   &r);
        assert_int_equal(r.rounds.n, 0);
        assert_int_equal(r.cost, 0);
    }
}

static void add1__stops_as_the_stop_rule_says(void **state) {
    static const struct {
        const char *costs, *stop, *winners;
        enum budget_stop why;
        uint64_t increments;
    } rows[] = {
        /* 2 voters per project, 40 between them: 10 each */
        {"a;24\nb;30\n", "overspend", "a", BUDGET_STOPPED_NEXT_OVER, 4},
        {"a;24\nb;30\n", "exhaustive", "a", BUDGET_STOPPED_EXHAUSTIVE, 2},
        {"a;24\nb;16\n", "overspend", "b a", BUDGET_STOPPED_ALL_SELECTED, 2},
        {"a;24\nb;14\n", "overspend", "b a", BUDGET_STOPPED_ALL_SELECTED, 2},
        {"a;40\nb;50\n", "overspend", "a", BUDGET_STOPPED_BUDGET_SPENT, 10},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct budget_election e;
        struct budget_result r;
        char text[512];
        (void)snprintf(text, sizeof text,
                       HEAD "40\nPROJECTS\nproject_id;cost\n%sVOTES\nvoter_id;vote\n1;a\n2;a\n3;b\n"
                            "4;b\n",
                       rows[i].costs);
        case_text(*state, text, &e);
        case_count(
            *state, &e,
            case_options("rule", "equal-shares", "completion", "add1", "stop", rows[i].stop, NULL),
            &r);
        assert_winners(*state, &e, &r, rows[i].winners);
        assert_int_equal(r.stop, rows[i].why);
        assert_int_equal(r.increments, rows[i].increments);
    }
}

static void integral__starts_at_whole_units_and_counts_from_there(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state,
              HEAD "10.50\nPROJECTS\nproject_id;cost\na;5.25\nb;9\nVOTES\nvoter_id;vote\n1;a\n2;b\n"
                   "3;\n4;\n",
              &e);
    case_count(
        *state, &e,
        case_options("rule", "equal-shares", "completion", "add1", "endowment", "integral", NULL),
        &r);
    assert_winners(*state, &e, &r, "a"); /* floor(2.625) = 2; a at 6, b at 9 overspends */
    assert_true(str_is(r.endowment, STR("8/1")));
    assert_int_equal(r.increments, 6);
    case_count(*state, &e, case_options("rule", "equal-shares", "completion", "add1", NULL), &r);
    assert_true(str_is(r.endowment, STR("69/8"))); /* 2.625 + 6 */
}

static void phragmen__stops_at_the_first_that_does_not_fit(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state,
              HEAD "10\nPROJECTS\nproject_id;cost\na;6\nb;6\nc;2\nd;11\nVOTES\nvoter_id;vote\n"
                   "1;a,d\n2;a,d\n3;a\n4;b\n5;b\n6;c\n",
              &e);
    case_count(*state, &e, case_options("rule", "phragmen", NULL), &r);
    assert_winners(*state, &e, &r, "c a"); /* loads 2 (tie of c and a, c is cheaper), then 2 */
    assert_true(r.rounds.v[0].tie);
    assert_int_equal(r.stop, BUDGET_STOPPED_NO_ROOM);
    assert_int_equal(fate(&e, &r, "b"), BUDGET_NO_ROOM);
    assert_int_equal(fate(&e, &r, "d"), BUDGET_OVER_BUDGET);
}

/* ---- ties ---- */

static void sha256__gives_the_published_digests(void **state) {
    static const struct {
        const char *first, *second, *digest;
    } rows[] = {
        {"", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"a", "bc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighij", "hijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        unsigned char digest[32];
        sha256_pair(str_from(rows[i].first), str_from(rows[i].second), digest);
        assert_true(str_is(str_hex(*state, digest, sizeof digest), str_from(rows[i].digest)));
    }
}

static void ties__go_by_id_or_by_cost_votes_and_then_id_or_lot(void **state) {
    static const char text[] = HEAD "10\nPROJECTS\nproject_id;cost\n10;10\n2;10\nb;9\nc;9\n"
                                    "VOTES\nvoter_id;vote\n1;10,2,b,c\n";
    static const struct {
        const char *ties;
        struct str seed;
        const char *winner;
    } rows[] = {
        {"id", STR_INIT(""), "10"}, /* as text "10" comes before "2" */
        {"cost-votes-id", STR_INIT(""), "b"},
        {"cost-votes-lot", STR_INIT("\x5e\xed"), "c"},
        {"cost-votes-lot",
         STR_INIT("\x5e"
                  "\xf0"),
         "b"},
    };
    struct budget_election e;
    case_text(*state, text, &e);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct budget_options options = case_options("rule", "greedy", "ties", rows[i].ties, NULL);
        struct budget_result r;
        options.seed = rows[i].seed;
        case_count(*state, &e, options, &r);
        assert_winners(*state, &e, &r, rows[i].winner);
        assert_true(r.rounds.v[0].tie);
    }
}

/* ---- options ---- */

static void defaults__follow_the_file_where_it_names_one_of_our_rules(void **state) {
    static const struct {
        const char *rule, *extra;
        struct budget_options wanted;
    } rows[] = {
        {"greedy", "", {.rule = BUDGET_GREEDY}},
        {"greedy-no-skip", "", {.rule = BUDGET_GREEDY_NO_SKIP}},
        {"greedy-threshold", "min_project_score_threshold;5\n", {.rule = BUDGET_GREEDY_THRESHOLD}},
        {"greedy-threshold", "", {.rule = BUDGET_EQUAL_SHARES}},
        {"equalshares", "", {.rule = BUDGET_EQUAL_SHARES, .completion = BUDGET_COMPLETION_NONE}},
        {"equalshares/add1",
         "",
         {.rule = BUDGET_EQUAL_SHARES,
          .completion = BUDGET_COMPLETION_ADD1,
          .endowment = BUDGET_ENDOWMENT_INTEGRAL}},
        {"equalshares/add1-comparison",
         "",
         {.rule = BUDGET_EQUAL_SHARES, .completion = BUDGET_COMPLETION_ADD1}},
        {"greedy-custom", "", {.rule = BUDGET_EQUAL_SHARES}},
        {"unknown", "", {.rule = BUDGET_EQUAL_SHARES}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[512];
        struct budget_election e;
        struct budget_options o = {0};
        (void)snprintf(text, sizeof text,
                       HEAD
                       "9\nrule;%s\n%sPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;a\n",
                       rows[i].rule, rows[i].extra);
        case_text(*state, text, &e);
        budget_defaults(&e, &o);
        const struct budget_options *w = &rows[i].wanted;
        assert_int_equal(o.rule, w->rule);
        assert_int_equal(o.completion,
                         w->completion ? w->completion : BUDGET_COMPLETION_ADD1_GREEDY);
        assert_int_equal(o.endowment, w->endowment ? w->endowment : BUDGET_ENDOWMENT_EXACT);
        assert_int_equal(o.utility, BUDGET_COST);
        assert_int_equal(o.stop, BUDGET_STOP_OVERSPEND);
        assert_int_equal(o.ties, BUDGET_TIES_COST_VOTES_ID);
        assert_int_equal(o.rank, BUDGET_BY_SUPPORT);
    }
}

static void options_that_do_not_fit__are_refused(void **state) {
    struct budget_election e;
    struct budget_result r;
    case_text(*state, HEAD "9\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;a\n", &e);
    struct budget_options points = case_options("utility", "points", NULL);
    struct budget_options threshold = case_options("rule", "greedy-threshold", NULL);
    struct budget_options lot = case_options("ties", "cost-votes-lot", NULL);
    assert_int_equal(budget_check(&e, &points), BUDGET_NO_POINTS);
    assert_int_equal(budget_check(&e, &threshold), BUDGET_NO_THRESHOLD);
    assert_int_equal(budget_check(&e, &lot), BUDGET_NO_SEED);
    assert_int_equal(budget_count(*state, &e, &points, NULL, &r), RC_INVALID);
    lot.seed = STR("x");
    assert_int_equal(budget_check(&e, &lot), BUDGET_FITS);
    struct budget_options o = {0};
    assert_int_equal(budget_option_set(&o, BUDGET_OPTION_RULE, STR("auto")), RC_INVALID);
    assert_int_equal(budget_option_set(&o, BUDGET_OPTION_RULE, STR("lottery")), RC_INVALID);
}

static bool cancel(void *data, int permille) {
    assert_in_range(permille, 0, 1000);
    ++*(int *)data;
    return false;
}

static void a_long_count__can_be_cancelled(void **state) {
    struct cases cases;
    struct budget_election e;
    struct budget_result r;
    struct budget_options options = {0};
    int calls = 0;
    struct budget_progress progress = {cancel, &calls};
    cases_kept(&cases);
    case_election(*state, &cases, "Hungary_Budapest_2022_VIII_Jozsefvaros", &e);
    assert_int_equal(budget_count(*state, &e, &options, &progress, &r), RC_BUSY);
    assert_int_equal(calls, 1);
    cases_release(&cases);
}

static void a_small_arena__ends_counting_with_a_limit(void **state) {
    static const char *const rules[] = {"equal-shares", "greedy", "phragmen"};
    struct budget_election e;
    case_text(*state, stacked, &e);
    for (size_t i = 0; i < COUNT(rules); i++) {
        enum rc rc = RC_LIMIT;
        for (size_t ceiling = 0; ceiling < 400000; ceiling += 997) {
            struct arena small;
            struct budget_result r;
            struct budget_options options = case_options("rule", rules[i], NULL);
            arena_init(&small, ceiling);
            rc = budget_count(&small, &e, &options, NULL, &r);
            assert_true(rc == RC_OK || rc == RC_LIMIT);
            arena_release(&small);
        }
        assert_int_equal(rc, RC_OK);
    }
}

static void json__holds_what_an_outsider_needs(void **state) {
    struct budget_election e;
    struct budget_result r;
    struct buf out;
    case_text(*state,
              HEAD "10.5\nPROJECTS\nproject_id;cost;name\na\"\\;5.25;x\nb;9;y\nVOTES\n"
                   "voter_id;vote\n1;a\"\\\n2;b\n",
              &e);
    case_count(*state, &e, (struct budget_options){0}, &r);
    buf_init(&out, *state, 1 << 20);
    budget_json(&out, &e, &r);
    json_t *json = json_loadb(out.p, out.n, 0, NULL);
    assert_non_null(json);
    const json_t *rule = json_object_get(json, "rule");
    assert_string_equal(json_string_value(json_object_get(rule, "rule")), "equal-shares");
    assert_string_equal(json_string_value(json_object_get(rule, "completion")), "add1-greedy");
    assert_string_equal(json_string_value(json_object_get(json, "cost")), "5.25");
    assert_string_equal(json_string_value(json_object_get(json, "budget")), "10.5");
    const json_t *winner = json_array_get(json_object_get(json, "selected"), 0);
    assert_string_equal(json_string_value(winner), "a\"\\");
    const json_t *round = json_array_get(json_object_get(json, "trace"), 0);
    assert_string_equal(json_string_value(json_object_get(round, "max_payment")), "21/4");
    assert_true(json_number_value(json_object_get(round, "effective_votes")) == 1);
    assert_true(json_is_integer(json_object_get(json, "increments")));
    assert_string_equal(json_string_value(json_object_get(json, "stop")), "next_infeasible");
    json_decref(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greedy__skips_what_does_not_fit),
        cmocka_unit_test(greedy_no_skip__stops_but_passes_over_the_withdrawn),
        cmocka_unit_test(greedy_threshold__leaves_out_what_has_too_few_votes),
        cmocka_unit_test(a_threshold__goes_with_no_skip_only_when_the_file_says_so),
        cmocka_unit_test(greedy_by_cardinality__ranks_votes_per_money),
        cmocka_unit_test(greedy_on_stacked_votes__ranks_by_score_or_by_support),
        cmocka_unit_test(equal_shares_with_points__shares_the_cost_by_points),
        cmocka_unit_test(equal_shares__tells_why_a_project_lost),
        cmocka_unit_test(free_projects__are_funded_when_somebody_wants_them),
        cmocka_unit_test(nothing_to_fund__gives_an_empty_result_under_every_rule),
        cmocka_unit_test(add1__stops_as_the_stop_rule_says),
        cmocka_unit_test(integral__starts_at_whole_units_and_counts_from_there),
        cmocka_unit_test(phragmen__stops_at_the_first_that_does_not_fit),
        cmocka_unit_test(sha256__gives_the_published_digests),
        cmocka_unit_test(ties__go_by_id_or_by_cost_votes_and_then_id_or_lot),
        cmocka_unit_test(defaults__follow_the_file_where_it_names_one_of_our_rules),
        cmocka_unit_test(options_that_do_not_fit__are_refused),
        cmocka_unit_test(a_long_count__can_be_cancelled),
        cmocka_unit_test(a_small_arena__ends_counting_with_a_limit),
        cmocka_unit_test(json__holds_what_an_outsider_needs),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

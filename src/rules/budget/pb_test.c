/* The .pb reader and writer: every quirk of real files, and every refusal with its place. */
#include "rules/budget/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define META "META\nkey;value\nbudget;100\nvote_type;approval\n"
#define PROJECTS "PROJECTS\nproject_id;cost\na;10\nb;20\n"
#define VOTES "VOTES\nvoter_id;vote\n1;a,b\n"
#define CUMULATIVE "META\nkey;value\nbudget;100\nvote_type;cumulative\n" PROJECTS

static int setup(void **state) {
    static struct arena arena;
    arena_init(&arena, 1 << 26);
    *state = &arena;
    return 0;
}

static int teardown(void **state) {
    arena_release(*state);
    return 0;
}

static const struct {
    const char *text;
    enum pb_reason reason;
    uint32_t line, column;
    const char *detail; /* error text, or NULL */
} refused[] = {
    {"", PB_EMPTY_FILE, 1, 1, ""},
    {"\n\n", PB_EMPTY_FILE, 2, 1, ""},
    {"PROJECTS\n", PB_SECTION_EXPECTED, 1, 1, "META"},
    {"hello\n", PB_SECTION_EXPECTED, 1, 1, "META"},
    {META "VOTES\n", PB_SECTION_EXPECTED, 5, 1, "PROJECTS"},
    {META, PB_SECTION_MISSING, 4, 1, "PROJECTS"},
    {META PROJECTS, PB_SECTION_MISSING, 8, 1, "VOTES"},
    {META "META\n", PB_SECTION_TWICE, 5, 1, "META"},
    {META PROJECTS VOTES "projects\n", PB_SECTION_TWICE, 12, 1, "PROJECTS"},
    {"META\nPROJECTS\n", PB_HEADER_MISSING, 2, 1, "META"},
    {META PROJECTS "VOTES\n", PB_HEADER_MISSING, 9, 1, "VOTES"},
    {"META\nbudget;100\n", PB_FIRST_COLUMN, 2, 1, "key"},
    {META "PROJECTS\ncost;project_id\n", PB_FIRST_COLUMN, 6, 1, "project_id"},
    {META PROJECTS "VOTES\nid;vote\n", PB_FIRST_COLUMN, 10, 1, "voter_id"},
    {META "PROJECTS\nproject_id;name\n", PB_COLUMN_MISSING, 6, 1, "cost"},
    {META PROJECTS "VOTES\nvoter_id;age\n", PB_COLUMN_MISSING, 10, 1, "vote"},
    {CUMULATIVE "VOTES\nvoter_id;vote\n", PB_COLUMN_MISSING, 10, 1, "points"},
    {META "PROJECTS\nproject_id;cost;Cost\n", PB_COLUMN_TWICE, 6, 17, "Cost"},
    {META "PROJECTS\nproject_id;cost\na\n", PB_TOO_FEW_FIELDS, 7, 1, "a"},
    {META "PROJECTS\nproject_id;cost\na;10;x\n", PB_TOO_MANY_FIELDS, 7, 6, "x"},
    {"META\nkey;value\nbudget;1;2\n", PB_TOO_MANY_FIELDS, 3, 10, "2"},
    {"META\nkey;value\nbudget\n", PB_TOO_FEW_FIELDS, 3, 1, "budget"},
    {META "PROJECTS\nproject_id;cost;name\na;10;\"open\n", PB_QUOTE_OPEN, 7, 6, ""},
    {"META\nkey;value\nbudget;100\nPROJECTS\n", PB_KEY_MISSING, 4, 1, "vote_type"},
    {"META\nkey;value\nvote_type;approval\nPROJECTS\n", PB_KEY_MISSING, 4, 1, "budget"},
    {META "Budget;7\n", PB_KEY_TWICE, 5, 1, "Budget"},
    {"META\nkey;value\nvote_type;shouting\n", PB_VOTE_TYPE, 3, 11, "shouting"},
    {"META\nkey;value\nbudget;1,5\n", PB_NUMBER, 3, 8, "1,5"},
    {"META\nkey;value\nbudget;-5\n", PB_NUMBER, 3, 8, "-5"},
    {"META\nkey;value\nbudget;1e6\n", PB_NUMBER, 3, 8, "1e6"},
    {"META\nkey;value\nbudget;5.\n", PB_NUMBER, 3, 8, "5."},
    {"META\nkey;value\nbudget;\n", PB_NUMBER, 3, 8, ""},
    {"META\nkey;value\nbudget;9000000000000000000000\n", PB_NUMBER_TOO_LARGE, 3, 8, NULL},
    {"META\nkey;value\nbudget;0.0000001\n", PB_NUMBER_TOO_LARGE, 3, 8, NULL},
    {META "PROJECTS\nproject_id;cost\na;none\n", PB_NUMBER, 7, 3, "none"},
    {META "PROJECTS\nproject_id;cost;name\n;5;x\n", PB_ID_EMPTY, 7, 1, ""},
    {META PROJECTS "a;5\nVOTES\n", PB_ID_TWICE, 9, 1, "a"},
    {META PROJECTS "VOTES\nvoter_id;vote\n1;a,æ,b\n", PB_ID_UNKNOWN, 11, 5, "æ"},
    {META PROJECTS "VOTES\nvoter_id;name;vote\n1;æøå;a,c\n", PB_ID_UNKNOWN, 11, 9, "c"},
    {META PROJECTS "VOTES\nvoter_id;vote\n1;a,,b\n", PB_ID_UNKNOWN, 11, 5, ""},
    {META PROJECTS "VOTES\nvoter_id;vote\n1;a,\n", PB_ID_UNKNOWN, 11, 5, ""},
    {CUMULATIVE "VOTES\nvoter_id;vote;points\n1;a,b;3\n", PB_POINTS_COUNT, 11, 7, "a,b"},
    {CUMULATIVE "VOTES\nvoter_id;vote;points\n1;a,b;3,x\n", PB_NUMBER, 11, 9, "x"},
    {"META\nkey;value\nnum_projects;3\nbudget;100\nvote_type;approval\n" PROJECTS VOTES,
     PB_COUNT_PROJECTS, 3, 14, "3"},
    {"META\nkey;value\nnum_votes;2\nbudget;100\nvote_type;approval\n" PROJECTS VOTES,
     PB_COUNT_VOTES, 3, 11, "2"},
    {META "PROJECTS\nproject_id;cost\nVOTES\n", PB_NO_PROJECTS, 7, 1, ""},
    {META PROJECTS "VOTES\nvoter_id;vote\n", PB_NO_BALLOTS, 10, 1, ""},
    {"META\nkey;value\nnote;b\xE6r\n", PB_NOT_UTF8, 3, 7, ""},
};

static void a_bad_file__is_refused_with_line_column_and_reason(void **state) {
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct budget_election election;
        struct pb_error error;
        enum rc rc = pb_read(*state, str_from(refused[i].text), &election, &error);
        bool as_wanted = rc == RC_INVALID && error.reason == refused[i].reason &&
                         error.line == refused[i].line && error.column == refused[i].column;
        if (refused[i].detail) as_wanted &= str_is(error.text, str_from(refused[i].detail));
        if (!as_wanted)
            fail_msg("case %zu: %s at %u:%u \"%.*s\"", i, pb_reason_name(error.reason), error.line,
                     error.column, STR_ARG(error.text));
        struct str sentence = pb_error_text(*state, &error);
        assert_true(str_starts(sentence, STR("line ")));
    }
}

static void a_refused_file__names_the_field(void **state) {
    struct budget_election election;
    struct pb_error error;
    const char *text = META "PROJECTS\nproject_id;cost\na;much\n";
    assert_int_equal(pb_read(*state, str_from(text), &election, &error), RC_INVALID);
    assert_true(str_is(error.field, STR("cost")));
    struct str sentence = pb_error_text(*state, &error);
    assert_true(str_is(sentence, STR("line 7, column 3 (cost): not a plain decimal number, zero or "
                                     "more: \"much\"")));
}

static void a_line_too_long__is_refused_in_one_piece_and_in_many(void **state) {
    const size_t n = (1 << 20) + 100;
    char *text = arena_alloc(*state, n);
    memset(text, 'x', n);
    memcpy(text, "META\n", 5);
    struct budget_election election;
    struct pb_error error;
    assert_int_equal(pb_read(*state, (struct str){text, n}, &election, &error), RC_INVALID);
    assert_int_equal(error.reason, PB_LINE_TOO_LONG);
    assert_int_equal(error.line, 2);
    text[n - 1] = '\n';
    assert_int_equal(pb_read(*state, (struct str){text, n}, &election, &error), RC_INVALID);
    assert_int_equal(error.reason, PB_LINE_TOO_LONG);
}

static void a_small_arena__ends_reading_with_a_limit(void **state) {
    (void)state;
    struct arena small;
    struct budget_election election;
    struct pb_error error;
    for (size_t ceiling = 0; ceiling < 200000; ceiling += 1111) {
        arena_init(&small, ceiling);
        enum rc rc = pb_read(&small, str_from(META PROJECTS VOTES), &election, &error);
        assert_true(rc == RC_OK || (rc == RC_LIMIT && error.reason == PB_TOO_LARGE));
        arena_release(&small);
    }
    assert_int_equal(error.reason, PB_OK);
}

/* ---- quirks ---- */

static void bom_crlf_blank_lines_and_loose_titles__are_read(void **state) {
    struct budget_election e;
    case_text(*state,
              "\xEF\xBB\xBFmeta\r\n\r\nKEY;value\r\nBudget; 100.50 \r\nvote_type;Approval;;\r\n"
              ";;\r\nProjects;;\r\nproject_id;name;cost\r\na; A ;4000.0\r\nb;none;20\r\n\r\n"
              " Votes\r\nvoter_id;age;vote\r\n1;30;b, a\r\n2;none;NONE\r\n3;;\r\n",
              &e);
    assert_int_equal(e.budget, 1005);
    assert_int_equal(e.money_scale, 10);
    assert_int_equal(e.projects.v[0].cost, 40000);
    assert_true(str_is(e.projects.v[0].name, STR("A")));
    assert_true(str_is(e.projects.v[1].name, STR("b")));
    assert_int_equal(e.voters, 3);
    assert_int_equal(e.empty_ballots, 2);
    assert_int_equal(e.ballots.classes, 2);
    assert_true(str_is(budget_meta(&e, "vote_TYPE"), STR("Approval")));
}

static void quotes__are_special_only_at_the_start_of_a_field(void **state) {
    struct budget_election e;
    case_text(*state,
              META "PROJECTS\nproject_id;cost;name\na;1;The \"Orlik\" field\nb;2;\"x;\"\"y\"\"\"\n"
                   "c;3;\"Buy\" ours\nd;4;\"a;b\" c\n" VOTES,
              &e);
    const char *const names[] = {"The \"Orlik\" field", "x;\"y\"", "\"Buy\" ours", "\"a;b\" c"};
    for (size_t i = 0; i < COUNT(names); i++)
        assert_true(str_is(e.projects.v[i].name, str_from(names[i])));
}

static void ids__are_text_and_may_hold_slashes(void **state) {
    struct budget_election e;
    case_text(*state,
              META "PROJECTS\nproject_id;cost\nM/66/VII;1\n007;2\n7;3\nVOTES\nvoter_id;vote\n"
                   "1;M/66/VII,7\n2;\"007,7\"\n",
              &e);
    assert_int_equal(e.projects.v[0].support, 1);
    assert_int_equal(e.projects.v[1].support, 1);
    assert_int_equal(e.projects.v[2].support, 2);
}

static void a_project_listed_twice__counts_once_and_its_last_points_win(void **state) {
    struct budget_election e;
    case_text(*state, META PROJECTS "VOTES\nvoter_id;vote\n1;b,a,b\n2;a,b\n", &e);
    assert_int_equal(e.ballots.classes, 1);
    assert_int_equal(e.ballots.count[0], 2);
    case_text(*state, CUMULATIVE "VOTES\nvoter_id;vote;points\n1;b,a,b;3,4,5\n", &e);
    assert_int_equal(e.projects.v[1].support, 1);
    assert_int_equal(e.projects.v[1].score, 5);
    assert_int_equal(e.projects.v[0].score, 4);
}

static void missing_points__make_an_empty_ballot_that_still_counts(void **state) {
    struct budget_election e;
    case_text(*state, CUMULATIVE "VOTES\nvoter_id;vote;points\n1;a;none\n2;a;2.50\n3;a;1\n", &e);
    assert_int_equal(e.voters, 3);
    assert_int_equal(e.empty_ballots, 1);
    assert_int_equal(e.projects.v[0].support, 2);
    assert_int_equal(e.points_scale, 10);
    assert_int_equal(e.projects.v[0].score, 35);
}

static void scoring__gives_unlisted_projects_the_default_score(void **state) {
    struct budget_election e;
    case_text(*state,
              "META\nkey;value\nbudget;100\nvote_type;scoring\ndefault_score;2\n" PROJECTS
              "VOTES\nvoter_id;vote;points\n1;a;5\n2;b;-1\n3;;\n",
              &e);
    assert_int_equal(e.projects.v[0].score, 5 + 2 + 2);
    assert_int_equal(e.projects.v[1].score, 2 - 1 + 2);
    assert_int_equal(e.default_score, 2);
}

static void ordinal__keeps_the_order_and_gets_borda_points(void **state) {
    struct budget_election e;
    case_text(*state,
              "META\nkey;value\nbudget;100\nvote_type;ordinal\nmax_length;2\n" PROJECTS
              "VOTES\nvoter_id;vote\n1;b,a\n2;b\n3;a,b\n",
              &e);
    assert_int_equal(e.ballots.classes, 3);
    assert_int_equal(e.projects.v[1].score, 2 + 2 + 1);
    assert_int_equal(e.projects.v[0].score, 1 + 2);
    case_text(*state,
              "META\nkey;value\nbudget;100\nvote_type;ordinal\n" PROJECTS
              "VOTES\nvoter_id;points;vote\n1;7,1;b,a\n",
              &e);
    assert_int_equal(e.projects.v[1].score, 7);
}

static void organisers_columns__are_kept(void **state) {
    struct budget_election e;
    case_text(*state,
              META "min_project_score_threshold;12\nPROJECTS\n"
                   "project_id;extra;selected;cost;category;neighborhood\n"
                   "a;x;2;999999999;sport,school;Nord\nVOTES\nvoter_id;voting_method;vote\n"
                   "1;paper;a\n2;internet;a\n3;paper;a\n",
              &e);
    const struct budget_project *p = &e.projects.v[0];
    assert_int_equal(p->selected_by_organiser, 2);
    assert_true(p->withdrawn);
    assert_true(str_is(p->district, STR("Nord")));
    assert_true(str_is(p->category, STR("sport,school")));
    assert_true(str_is(p->cells[1], STR("x")));
    assert_int_equal(e.score_threshold, 12);
    assert_int_equal(e.voting_methods.n, 2);
    assert_int_equal(e.voting_methods.v[0].count, 2);
    assert_int_equal(e.voter_columns.n, 3);
}

static void the_order_of_ballots__leaves_no_trace(void **state) {
    struct budget_election one, other;
    struct buf first, second;
    case_text(*state, META PROJECTS "VOTES\nvoter_id;vote\n1;a\n2;b\n3;\n4;a,b\n5;b\n", &one);
    case_text(*state, META PROJECTS "VOTES\nvoter_id;vote\n9;b\n8;b,a\n7;b\n6;\n5;a\n", &other);
    buf_init(&first, *state, 4096);
    buf_init(&second, *state, 4096);
    assert_int_equal(pb_write(&first, &one), RC_OK);
    assert_int_equal(pb_write(&second, &other), RC_OK);
    assert_true(str_is(buf_str(&first), buf_str(&second)));
}

/* ---- pieces and writing ---- */

static struct str written(struct arena *arena, const struct budget_election *election) {
    struct buf out;
    buf_init(&out, arena, 1 << 24);
    assert_int_equal(pb_write(&out, election), RC_OK);
    return buf_str(&out);
}

static void kept_instances__are_the_same_in_pieces_and_after_writing(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 7, 4096, 65536};
    struct cases cases;
    cases_kept(&cases);
    for (size_t i = 0; i < cases.n; i++) {
        struct arena arena;
        struct budget_election whole, pieces, again;
        struct pb_error error;
        char path[1024];
        arena_init(&arena, 1 << 28);
        (void)snprintf(path, sizeof path, "%s/%s.pb", cases.instances, cases.names[i]);
        struct str file = case_file(&arena, path);
        assert_int_equal(pb_read(&arena, file, &whole, &error), RC_OK);
        struct str text = written(&arena, &whole);
        struct pb_reader *reader = pb_begin(&arena);
        size_t size = sizes[i % COUNT(sizes)];
        for (size_t at = 0; at < file.n; at += size)
            assert_int_equal(pb_feed(reader, str_slice(file, at, at + size), &error), RC_OK);
        assert_int_equal(pb_end(reader, &pieces, &error), RC_OK);
        assert_true(str_is(text, written(&arena, &pieces)));
        assert_int_equal(pb_read(&arena, text, &again, &error), RC_OK);
        assert_true(str_is(text, written(&arena, &again)));
        assert_int_equal(again.voters, whole.voters);
        arena_release(&arena);
    }
    cases_release(&cases);
}

static void writing__quotes_what_needs_it(void **state) {
    struct budget_election e;
    case_text(*state,
              META "PROJECTS\nproject_id;cost;name\na;1.50;\"x;\"\"y\"\"\"\n"
                   "VOTES\nvoter_id;vote\n1;a\n",
              &e);
    assert_true(str_is(written(*state, &e),
                       STR("META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\n"
                           "project_id;cost;name\na;1.50;\"x;\"\"y\"\"\"\n"
                           "VOTES\nvoter_id;vote\n1;a\n")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_file__is_refused_with_line_column_and_reason),
        cmocka_unit_test(a_refused_file__names_the_field),
        cmocka_unit_test(a_line_too_long__is_refused_in_one_piece_and_in_many),
        cmocka_unit_test(a_small_arena__ends_reading_with_a_limit),
        cmocka_unit_test(bom_crlf_blank_lines_and_loose_titles__are_read),
        cmocka_unit_test(quotes__are_special_only_at_the_start_of_a_field),
        cmocka_unit_test(ids__are_text_and_may_hold_slashes),
        cmocka_unit_test(a_project_listed_twice__counts_once_and_its_last_points_win),
        cmocka_unit_test(missing_points__make_an_empty_ballot_that_still_counts),
        cmocka_unit_test(scoring__gives_unlisted_projects_the_default_score),
        cmocka_unit_test(ordinal__keeps_the_order_and_gets_borda_points),
        cmocka_unit_test(organisers_columns__are_kept),
        cmocka_unit_test(the_order_of_ballots__leaves_no_trace),
        cmocka_unit_test(kept_instances__are_the_same_in_pieces_and_after_writing),
        cmocka_unit_test(writing__quotes_what_needs_it),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

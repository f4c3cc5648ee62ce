/* Tests of the stored form of a counted vote: the real Wieliczka 2023 election and odd files. */
#include "feature/budget/import.h"
#include "feature/budget/record.h"
#include "platform/files.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { MEMORY = 96 * 1024 * 1024 };

static int open_wieliczka(void) {
    char path[4096];
    const char *source = getenv("SAMSKAB_SOURCE");
    assert_non_null(source);
    snprintf(path, sizeof path, "%s/assets/demo/wieliczka-2023.pb", source);
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    return fd;
}

static void read_wieliczka(struct arena *arena, struct budget_election *election) {
    struct pb_error error;
    int fd = open_wieliczka();
    assert_int_equal(budget_read_file(arena, fd, election, &error), RC_OK);
    close(fd);
}

static void record__of_wieliczka_holds_the_published_outcome(void **state) {
    (void)state;
    struct arena arena;
    struct budget_election election;
    struct budget_record record;
    const struct budget_options official = {.rule = BUDGET_EQUAL_SHARES,
                                            .utility = BUDGET_COST,
                                            .completion = BUDGET_COMPLETION_ADD1,
                                            .stop = BUDGET_STOP_OVERSPEND};
    arena_init(&arena, MEMORY);
    read_wieliczka(&arena, &election);
    assert_int_equal(budget_record_make(&arena, &election, &official, NULL, &record), RC_OK);
    assert_int_equal(record.summary.voters, 6586);
    assert_int_equal(record.summary.funded, 30);
    assert_int_equal(record.summary.cost, 995079);
    assert_int_equal(record.summary.increments, 164);
    assert_int_equal(record.summary.prefer_this, 1615);
    assert_int_equal(record.summary.prefer_greedy, 873);
    assert_int_equal(record.summary.prefer_same, 4098);
    assert_true(str_is(record.summary.currency, STR("PLN")));
    arena_release(&arena);
}

static void record__gives_every_project_one_fate_and_winners_their_places(void **state) {
    (void)state;
    struct arena arena;
    struct budget_election election;
    struct budget_record record;
    const struct budget_options usual = {0};
    arena_init(&arena, MEMORY);
    read_wieliczka(&arena, &election);
    assert_int_equal(budget_record_make(&arena, &election, &usual, NULL, &record), RC_OK);
    int64_t places = 0, cost = 0;
    for (size_t i = 0; i < record.lines.n; i++) {
        const struct budget_line *line = &record.lines.v[i];
        assert_int_equal(line->place > 0, line->fate == BUDGET_FUNDED);
        if (line->fate == BUDGET_SUPPORT_SPENT) assert_true(line->supporters_left < line->cost);
        places += line->place;
        if (line->place) cost += line->cost;
    }
    assert_int_equal(record.lines.n, 64);
    assert_int_equal(places, record.summary.funded * (record.summary.funded + 1) / 2);
    assert_int_equal(cost, record.summary.cost);
    arena_release(&arena);
}

static void votes_pack__can_be_counted_again_and_names_no_voter(void **state) {
    (void)state;
    struct arena arena;
    struct budget_election election, again;
    struct budget_record first, second;
    struct pb_error error;
    struct str packed, plain;
    const struct budget_options usual = {0};
    arena_init(&arena, 2 * (size_t)MEMORY);
    read_wieliczka(&arena, &election);
    assert_int_equal(budget_votes_pack(&arena, &election, &packed), RC_OK);
    assert_int_equal(gzip_unpack(&arena, packed, BUDGET_FILE_MAX, &plain), RC_OK);
    assert_int_equal(pb_read(&arena, plain, &again, &error), RC_OK);
    assert_int_equal(again.voter_columns.n, 2);
    assert_int_equal(budget_record_make(&arena, &election, &usual, NULL, &first), RC_OK);
    assert_int_equal(budget_record_make(&arena, &again, &usual, NULL, &second), RC_OK);
    assert_int_equal(first.lines.n, second.lines.n);
    for (size_t i = 0; i < first.lines.n; i++) {
        assert_int_equal(first.lines.v[i].place, second.lines.v[i].place);
        assert_true(str_is(first.lines.v[i].max_payment, second.lines.v[i].max_payment));
    }
    arena_release(&arena);
}

static void options_text__comes_back_as_it_was(void **state) {
    (void)state;
    struct arena arena;
    struct budget_options back;
    const struct budget_options options = {.rule = BUDGET_EQUAL_SHARES,
                                           .utility = BUDGET_CARDINALITY,
                                           .ties = BUDGET_TIES_COST_VOTES_LOT,
                                           .seed = STR_INIT("\x01\xAB")};
    arena_init(&arena, 4096);
    struct str text = budget_options_text(&arena, &options);
    assert_int_equal(budget_options_parse(&arena, text, &back), RC_OK);
    assert_int_equal(back.rule, options.rule);
    assert_int_equal(back.utility, options.utility);
    assert_int_equal(back.completion, BUDGET_COMPLETION_AUTO);
    assert_int_equal(back.ties, options.ties);
    assert_true(str_is(back.seed, options.seed));
    assert_int_equal(budget_options_parse(&arena, STR("greedy"), &back), RC_INVALID);
    assert_int_equal(budget_options_parse(&arena, STR("a b c d e f g "), &back), RC_INVALID);
    arena_release(&arena);
}

static bool cancel(void *data, int permille) {
    (void)permille;
    *(int *)data += 1;
    return false;
}

static void record__stops_when_progress_says_so(void **state) {
    (void)state;
    struct arena arena;
    struct budget_election election;
    struct budget_record record;
    int asked = 0;
    const struct budget_options usual = {.rule = BUDGET_EQUAL_SHARES};
    const struct budget_progress progress = {cancel, &asked};
    arena_init(&arena, MEMORY);
    read_wieliczka(&arena, &election);
    assert_int_equal(budget_record_make(&arena, &election, &usual, &progress, &record), RC_BUSY);
    assert_true(asked > 0);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(record__of_wieliczka_holds_the_published_outcome),
        cmocka_unit_test(record__gives_every_project_one_fate_and_winners_their_places),
        cmocka_unit_test(votes_pack__can_be_counted_again_and_names_no_voter),
        cmocka_unit_test(options_text__comes_back_as_it_was),
        cmocka_unit_test(record__stops_when_progress_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Four small tools for the tests of exercises: cards, star, coherence and readiness with the phases
   that matter; and people and exercises made with them. */
#ifndef CORE_MEETING_TEST_TOOLS_H
#define CORE_MEETING_TEST_TOOLS_H

#include "core/meeting/board.h"
#include "core/meeting/testing.h"

enum { TEST_SEATS_MAX = 300 };

extern const struct tool test_cards, test_star, test_coherence, test_readiness;
/* Boards; test_boards.c. */
extern const struct tool test_views, test_cafe, test_poster, test_partners, test_harvest;
extern const struct site test_tools_site; /* testing_site with the tools */

/* A meeting that is open, in a workplace, and an exercise planned in it. */
struct test_run {
    struct meeting meeting;
    struct exercise exercise;
    struct seat seats[TEST_SEATS_MAX];
    size_t n;
};
/* Sets request->site. */
enum rc test_run_begin(struct request *request, const struct tool *tool,
                       struct test_run *run) MUST_CHECK;
/* One more seat, of that sector and subgroup. */
enum rc test_run_seat(struct request *request, struct test_run *run, int sector,
                      const char *subgroup) MUST_CHECK;
enum rc test_run_seats(struct request *request, struct test_run *run, size_t n) MUST_CHECK;
/* The exercise's state as the database has it. */
enum rc test_run_again(struct request *request, struct test_run *run) MUST_CHECK;
/* As a leader of the meeting, or as nobody. */
void test_run_lead(struct request *request, const struct test_run *run, bool leads);
/* Saves the same value on all axes, for oneself and for the colleagues. */
enum rc test_run_score(struct request *request, struct test_run *run, size_t seat,
                       int value) MUST_CHECK;

/* ---- boards; seat -1: the leader ---- */

enum rc test_board_write(struct request *request, const struct test_run *run, int seat, uint64_t id,
                         struct str region, struct str text) MUST_CHECK;
/* With the version that is there now, or 0. */
struct board_act test_board_act(struct request *request, const struct test_run *run, int seat,
                                uint64_t id);
enum rc test_board_group(struct request *request, const struct test_run *run, size_t seat,
                         int *group) MUST_CHECK;

/* How many rows a table has; for statements made on the spot. */
extern const struct db_query test_count_answers, test_count_tagged, test_count_notes_tagged,
    test_count_rounds, test_count_pairs, test_count_clocks;
enum rc test_run_count(struct request *request, const struct db_query *query,
                       const struct test_run *run, int64_t *n) MUST_CHECK;

#endif

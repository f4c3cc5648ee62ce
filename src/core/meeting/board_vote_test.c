/* Boards: votes, merging, details and gates, what is carried, what stays when it is closed, on both
   engines. The rest is in board_test.c. */
#include "core/meeting/exercise_inner.h"
#include "core/meeting/test_tools.h"
#include "core/own_data.h"
#include "kit/site.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NOW TESTING_NOW
enum { MINUTE = 60 * 1000 };

const struct own_data *const own_data_stores[] = {NULL};

static const struct board_note *note_with(const struct board *board, const char *text) {
    for (size_t i = 0; i < board->notes.n; i++)
        if (str_is(board->notes.v[i].note.text, str_from(text))) return &board->notes.v[i];
    return NULL;
}

static enum rc vote(struct request *request, const struct test_run *run, size_t seat, uint64_t a,
                    uint64_t b) {
    const uint64_t notes[] = {a, b};
    const struct board_dots dots = {notes, b ? 2 : 1};
    return board_dots_save(request, &run->exercise, &run->seats[seat], &dots);
}

/* Eight pieces of advice by eight people, gathered and ready to be voted on. */
static enum rc begin_harvest(struct request *request, struct test_run *run) {
    TRY(test_run_begin(request, &test_harvest, run));
    TRY(test_run_seats(request, run, 8));
    TRY(exercise_start(request, &run->exercise));
    for (int i = 0; i < 8; i++)
        TRY(test_board_write(request, run, i, 101 + (uint64_t)i, STR("advice"),
                             str_format(request->arena, "råd %d", i + 1)));
    TRY(exercise_go(request, &run->exercise, 1));
    request->now = NOW + MINUTE;
    return RC_OK;
}

/* ---- votes ---- */

static bool has(struct str text, const char *part) {
    struct str wanted = str_from(part);
    for (size_t i = 0; i + wanted.n <= text.n; i++)
        if (str_is(str_slice(text, i, i + wanted.n), wanted)) return true;
    return false;
}

/* The export has the texts, the snapshot that stays has figures alone. */
static enum rc check_json(struct request *request, const struct test_run *run,
                          const struct board *board) {
    struct snapshot snapshot;
    struct sheet_result result;
    struct str json;
    TRY(board_json(request->arena, board, &json));
    CHECK(has(json, "\"text\":\"råd 1\"") && has(json, "\"merged\":[\"råd 2\"]"));
    CHECK(has(json, "\"dots\":3"));
    TRY(snapshot_of(request->db, request->arena, run->exercise.id, &snapshot));
    CHECK(has(snapshot.json, "{\"key\":\"advice\",\"dots\":4,\"layers\":[7,0,0,0]}"));
    CHECK(!has(snapshot.json, "råd"));
    TRY(sheet_result_read(request->arena, snapshot.json, &result));
    CHECK(result.n == 8 && result.notes == 8);
    return RC_OK;
}

static enum rc merged_votes(struct request *request) {
    static struct test_run run;
    struct board board;
    int64_t each, options;
    TRY(begin_harvest(request, &run));
    TRY(exercise_go(request, &run.exercise, 1));
    request->now = NOW + 2 * MINUTE;
    TRY(board_dots_each(request, &run.exercise, &each, &options));
    CHECK(options == 8 && each == 2);
    TRY(vote(request, &run, 0, 101, 102)); /* both of the two that are one afterwards */
    TRY(vote(request, &run, 1, 101, 0));
    TRY(vote(request, &run, 2, 102, 0));
    TRY(vote(request, &run, 3, 103, 0));
    TRY(vote(request, &run, 3, 103, 0));
    TRY(exercise_go(request, &run.exercise, -1));
    struct board_act act = test_board_act(request, &run, 5, 102);
    TRY(board_merge(request, &act, 101));
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.notes.n == 7 && !note_with(&board, "råd 2"));
    CHECK(note_with(&board, "råd 1")->dots == 3); /* three people, four dots */
    CHECK(note_with(&board, "råd 1")->merged.n == 1);
    CHECK(str_is(note_with(&board, "råd 1")->merged.v[0].text, STR("råd 2")));
    CHECK(note_with(&board, "råd 3")->dots == 1 && note_with(&board, "råd 4")->dots == 0);
    CHECK(board.voters == 4);
    TRY(exercise_close(request, &run.exercise));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.notes.n == 7 && note_with(&board, "råd 1")->dots == 3);
    CHECK(note_with(&board, "råd 1")->merged.n == 1 && note_with(&board, "råd 4")->dots == 0);
    return check_json(request, &run, &board);
}
static void merged_advice__sums_the_votes_of_distinct_voters_only(void **unused) {
    (void)unused;
    testing_on_both(merged_votes);
}

static enum rc hidden_votes(struct request *request) {
    static struct test_run run;
    struct board board;
    const uint64_t three[] = {101, 102, 103}, twice[] = {101, 101}, unknown[] = {999};
    TRY(begin_harvest(request, &run));
    CHECK(vote(request, &run, 0, 101, 0) == RC_CONFLICT); /* not yet */
    TRY(note_hide(request, &run.exercise, 108, NOTE_HIDDEN_PERSONAL));
    TRY(exercise_go(request, &run.exercise, 1));
    request->now = NOW + 2 * MINUTE;
    const struct seat *seat = &run.seats[0];
    CHECK(board_dots_save(request, &run.exercise, seat, &(struct board_dots){three, 3}) ==
          RC_LIMIT);
    CHECK(board_dots_save(request, &run.exercise, seat, &(struct board_dots){twice, 2}) ==
          RC_INVALID);
    CHECK(board_dots_save(request, &run.exercise, seat, &(struct board_dots){unknown, 1}) ==
          RC_INVALID);
    CHECK(vote(request, &run, 0, 108, 0) == RC_INVALID);
    TRY(vote(request, &run, 0, 101, 102));
    TRY(vote(request, &run, 0, 103, 0)); /* replaces the two */
    TRY(board_read(request, &run.exercise, seat, -1, &board));
    CHECK(note_with(&board, "råd 3")->has_own_dot && !note_with(&board, "råd 1")->has_own_dot);
    for (size_t i = 0; i < board.notes.n; i++) CHECK(board.notes.v[i].dots == -1);
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.notes.v[0].dots == -1 && !note_with(&board, "råd 3")->has_own_dot);
    CHECK(test_board_write(request, &run, 2, 120, STR("advice"), STR("for sent")) == RC_CONFLICT);
    TRY(exercise_reveal(request, &run.exercise));
    CHECK(vote(request, &run, 1, 101, 0) == RC_CONFLICT);
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(note_with(&board, "råd 3")->dots == 1 && note_with(&board, "råd 1")->dots == 0);
    return RC_OK;
}
static void dots__are_hidden_until_the_vote_is_over_and_counted(void **unused) {
    (void)unused;
    testing_on_both(hidden_votes);
}

/* ---- together ---- */

static enum rc gathering(struct request *request) {
    static struct test_run run;
    struct board board;
    TRY(begin_harvest(request, &run));
    struct board_act act = test_board_act(request, &run, 1, 101);
    TRY(board_gather(request, &act, STR(" tid ")));
    act = test_board_act(request, &run, 2, 102);
    TRY(board_gather(request, &act, STR("tid")));
    act = test_board_act(request, &run, 2, 103);
    TRY(board_gather(request, &act, STR("mad")));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.clusters.n == 2 && board.clusters.v[0].id > 0);
    CHECK(note_with(&board, "råd 1")->cluster == note_with(&board, "råd 2")->cluster);
    int64_t food = note_with(&board, "råd 3")->cluster;
    TRY(board_rename_cluster(request, &run.exercise, &run.seats[0], food, STR("tid")));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.clusters.n == 1 && note_with(&board, "råd 3")->cluster == board.clusters.v[0].id);
    for (uint64_t id = 101; id <= 103; id++) {
        act = test_board_act(request, &run, 0, id);
        TRY(board_gather(request, &act, STR("")));
    }
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.clusters.n == 0);
    act = test_board_act(request, &run, 0, 104);
    TRY(board_merge(request, &act, 105));
    TRY(board_merge(request, &act, 105)); /* once more */
    act = test_board_act(request, &run, 0, 105);
    CHECK(board_merge(request, &act, 105) == RC_CONFLICT);
    TRY(board_merge(request, &act, 106));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(note_with(&board, "råd 6")->merged.n == 2 && board.notes.n == 6);
    act.note = 104;
    TRY(board_split(request, &act));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(note_with(&board, "råd 6")->merged.n == 1 && note_with(&board, "råd 4"));
    return RC_OK;
}
static void gathering__has_names_that_join_and_merging_leaves_a_trace(void **unused) {
    (void)unused;
    testing_on_both(gathering);
}

static enum rc links(struct request *request) {
    static struct test_run run;
    struct board board;
    TRY(begin_harvest(request, &run));
    struct board_link link = {.a = 101, .b = 102, .kind = LINK_TENSION, .text = STR("tid mod ro")};
    TRY(board_link(request, &run.exercise, &run.seats[0], &link));
    link = (struct board_link){.a = 102, .b = 101, .kind = LINK_IDEA, .text = STR("begge dele")};
    TRY(board_link(request, &run.exercise, &run.seats[0], &link));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.links.n == 1 && board.links.v[0].kind == LINK_IDEA);
    link.b = 102;
    CHECK(board_link(request, &run.exercise, &run.seats[0], &link) == RC_INVALID);
    link.b = 999;
    CHECK(board_link(request, &run.exercise, &run.seats[0], &link) == RC_ABSENT);
    TRY(exercise_go(request, &run.exercise, 1)); /* the vote is not shared: only the leader links */
    link.b = 103;
    CHECK(board_link(request, &run.exercise, &run.seats[0], &link) == RC_DENIED);
    CHECK(board_link(request, &run.exercise, NULL, &link) == RC_DENIED);
    test_run_lead(request, &run, true);
    TRY(board_link(request, &run.exercise, NULL, &link));
    TRY(board_unlink(request, &run.exercise, NULL, board.links.v[0].id));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    CHECK(board.links.n == 1 && board.links.v[0].kind == LINK_IDEA);
    return RC_OK;
}
static void a_link__is_one_in_both_orders_and_the_leaders_where_nothing_is_shared(void **unused) {
    (void)unused;
    testing_on_both(links);
}

/* ---- the poster ---- */

static enum rc set(struct request *request, const struct test_run *run, int seat, uint64_t id,
                   struct str key, struct str value) {
    struct board_act act = test_board_act(request, run, seat, id);
    return board_detail(request, &act, key, value);
}

/* One table of three; steps 1 and 2 done. */
static enum rc begin_poster(struct request *request, struct test_run *run) {
    const struct tool_gate *unmet;
    TRY(test_run_begin(request, &test_poster, run));
    TRY(test_run_seats(request, run, 3));
    TRY(exercise_start(request, &run->exercise));
    CHECK(exercise_go(request, &run->exercise, 1) == RC_CONFLICT);
    CHECK(board_gate(request, &run->exercise, &unmet) == RC_CONFLICT && unmet->min == 1);
    TRY(test_board_write(request, run, 0, 201, STR("who"), STR("beboerne på gangen")));
    TRY(exercise_go(request, &run->exercise, 1));
    TRY(test_board_write(request, run, 0, 202, STR("theme"), STR("aftenerne er lange")));
    TRY(test_board_write(request, run, 1, 203, STR("theme"), STR("maden er kedelig")));
    CHECK(exercise_go(request, &run->exercise, 1) == RC_CONFLICT); /* no theme is chosen */
    CHECK(exercise_go_anyway(request, &run->exercise) == RC_CONFLICT);
    TRY(set(request, run, 2, 202, STR("chosen"), STR("1")));
    CHECK(set(request, run, 2, 203, STR("chosen"), STR("1")) == RC_LIMIT);
    TRY(exercise_go(request, &run->exercise, 1));
    request->now = NOW + MINUTE;
    return RC_OK;
}

static enum rc rehearsal(struct request *request) {
    static struct test_run run;
    const struct tool_gate *unmet;
    TRY(begin_poster(request, &run));
    for (uint64_t i = 0; i < 10; i++) {
        TRY(test_board_write(request, &run, 0, 301 + i, STR("person"), STR("køkkenleder, A.B.")));
        TRY(set(request, &run, 1, 301 + i, STR("invited"), STR("1"))); /* ten can be invited */
    }
    for (uint64_t i = 0; i < 2; i++)
        TRY(set(request, &run, 1, 301 + i, STR("rehearsed"), STR("1")));
    CHECK(exercise_go(request, &run.exercise, 1) == RC_CONFLICT); /* with 2 it cannot start */
    CHECK(board_gate(request, &run.exercise, &unmet) == RC_CONFLICT && unmet->max == 4);
    for (uint64_t i = 2; i < 4; i++)
        TRY(set(request, &run, 1, 301 + i, STR("rehearsed"), STR("1")));
    CHECK(set(request, &run, 1, 305, STR("rehearsed"), STR("1")) == RC_LIMIT); /* the fifth */
    TRY(set(request, &run, 1, 301, STR("rehearsed"), STR("")));
    TRY(set(request, &run, 1, 305, STR("rehearsed"), STR("1")));
    CHECK(set(request, &run, 1, 305, STR("kind"), STR("dog")) == RC_INVALID);
    CHECK(set(request, &run, 1, 305, STR("nothing"), STR("1")) == RC_INVALID);
    TRY(set(request, &run, 1, 305, STR("kind"), STR("role")));
    return exercise_go(request, &run.exercise, 1);
}
static void a_fifth_person_rehearsed__is_refused_and_with_two_it_cannot_start(void **unused) {
    (void)unused;
    testing_on_both(rehearsal);
}

static enum rc over_the_gate(struct request *request) {
    static struct test_run run;
    TRY(test_run_begin(request, &test_poster, &run));
    TRY(test_run_seats(request, &run, 3));
    TRY(exercise_start(request, &run.exercise));
    CHECK(exercise_go(request, &run.exercise, 1) == RC_CONFLICT);
    TRY(exercise_go_anyway(request, &run.exercise));
    CHECK(run.exercise.phase == 1);
    return RC_OK;
}
static void a_gate_that_may_be_passed__is_passed_when_the_leader_says_so(void **unused) {
    (void)unused;
    testing_on_both(over_the_gate);
}

static enum rc histories(struct request *request) {
    static struct test_run run;
    struct board_history history = {0};
    struct board_note note;
    TRY(begin_poster(request, &run));
    TRY(test_run_seat(request, &run, SECTOR_EMPLOYEE, "")); /* joins the one table */
    request->now = NOW + 24 * 60 * MINUTE;
    TRY(board_read_note(request, &run.exercise, &run.seats[3], 201, &note));
    CHECK(note.may_change && !note.note.is_own && note.changes == 0);
    const struct note_save save = {.exercise = &run.exercise,
                                   .seat = &run.seats[3],
                                   .id = 201,
                                   .region = STR("who"),
                                   .text = STR("beboerne og deres familier"),
                                   .version = note.version};
    TRY(note_save(request, &save));
    TRY(board_history(request, &run.exercise, 201, &history));
    CHECK(history.rows.n == 2);
    CHECK(str_is(history.rows.v[0].text, STR("beboerne på gangen")));
    CHECK(history.rows.v[0].sector == SECTOR_CITIZEN);
    CHECK(str_is(history.rows.v[1].text, STR("beboerne og deres familier")));
    CHECK(history.rows.v[1].sector == SECTOR_EMPLOYEE);
    CHECK(history.rows.v[1].day - history.rows.v[0].day == INT64_C(86400000));
    CHECK(history.rows.v[0].day % INT64_C(86400000) == 0);
    TRY(board_read_note(request, &run.exercise, &run.seats[0], 201, &note));
    CHECK(note.changes == 1 && note.note.is_own);
    return RC_OK;
}
static void a_text_that_another_changed__stays_in_the_history_with_sector_and_day(void **unused) {
    (void)unused;
    testing_on_both(histories);
}

static enum rc posters(struct request *request) {
    static struct test_run run;
    struct board board;
    int mine, other;
    size_t far = 1;
    TRY(test_run_begin(request, &test_poster, &run));
    TRY(test_run_seats(request, &run, 6));
    TRY(exercise_start(request, &run.exercise));
    TRY(test_board_group(request, &run, 0, &mine));
    TRY(test_board_group(request, &run, far, &other));
    while (other == mine) TRY(test_board_group(request, &run, ++far, &other));
    TRY(test_board_write(request, &run, 0, 401, STR("who"), STR("vores")));
    CHECK(exercise_go(request, &run.exercise, 1) == RC_OK);
    int again;
    TRY(test_board_group(request, &run, 0, &again));
    CHECK(again == mine); /* the groups stay */
    TRY(board_read(request, &run.exercise, &run.seats[far], -1, &board));
    CHECK(board.notes.n == 0 && board.unseen == 1); /* also now that the step is over */
    TRY(board_read(request, &run.exercise, &run.seats[0], mine, &board));
    CHECK(board.notes.n == 1 && board.notes.v[0].group == mine);
    TRY(board_read(request, &run.exercise, &run.seats[0], other, &board));
    CHECK(board.notes.n == 0);
    return RC_OK;
}
static void each_table__has_its_own_poster_and_sees_no_other_before_the_show(void **unused) {
    (void)unused;
    testing_on_both(posters);
}

/* ---- carrying and closing ---- */

static enum rc carrying(struct request *request) {
    static struct test_run run;
    struct exercise poster, source;
    struct exercise_list sources = {0};
    struct board board;
    TRY(begin_harvest(request, &run));
    poster = (struct exercise){.meeting = run.meeting.id,
                               .title = STR("Plakaten"),
                               .tool = STR("poster"),
                               .form = STR("full"),
                               .k = 5};
    TRY(exercise_create(request, &poster));
    const struct note_carry carry = {.exercise = &poster,
                                     .region = STR("theme"),
                                     .text = STR("råd 1"),
                                     .lang = STR("da"),
                                     .from = FROM_NOTE,
                                     .from_id = 101,
                                     .from_title = STR("Høst")};
    TRY(note_carry(request, &carry));
    TRY(note_carry(request, &carry)); /* twice the same is there once */
    source = run.exercise;
    TRY(exercise_close(request, &source)); /* its notes get other keys */
    TRY(board_sources(request, &poster, 10, &sources));
    CHECK(sources.rows.n == 1 && sources.rows.v[0].id == source.id);
    TRY(board_read(request, &source, NULL, -1, &board));
    uint64_t now_called = note_with(&board, "råd 1")->note.id;
    CHECK(now_called != 101);
    TRY(exercise_start(request, &poster));
    TRY(board_read(request, &poster, &run.seats[0], -1, &board));
    CHECK(board.notes.n == 1 && board.notes.v[0].from == FROM_NOTE);
    CHECK(board.notes.v[0].from_id == now_called);
    CHECK(str_is(board.notes.v[0].from_title, STR("Høst")) && !board.notes.v[0].from_url.path.n);
    TRY(exercise_close(request, &poster));
    TRY(board_read(request, &poster, NULL, -1, &board));
    CHECK(board.notes.n == 1 && board.notes.v[0].from_id == now_called);
    CHECK(str_is(board.notes.v[0].from_title, STR("Høst")));
    return RC_OK;
}
static void a_carried_note__keeps_its_origin_also_when_both_boards_are_closed(void **unused) {
    (void)unused;
    testing_on_both(carrying);
}

static const struct db_query count_dots = {
    "test.dots", "SELECT count(*) FROM note_dot WHERE exercise_id = $1", "i", DB_ROW_I64};
static const struct db_query count_hanging = {
    "test.hanging",
    "SELECT (SELECT count(*) FROM note_detail WHERE exercise_id = $1) + "
    "(SELECT count(*) FROM note_cluster WHERE exercise_id = $1) + "
    "(SELECT count(*) FROM note_link WHERE exercise_id = $1) + "
    "(SELECT count(*) FROM note_history WHERE exercise_id = $1) + "
    "(SELECT count(*) FROM note WHERE exercise_id = $1)",
    "i", DB_ROW_I64};

static enum rc closing(struct request *request) {
    static struct test_run run;
    struct board board;
    struct board_history history = {0};
    int64_t n;
    TRY(begin_poster(request, &run));
    TRY(test_board_write(request, &run, 0, 301, STR("person"), STR("køkkenleder")));
    TRY(test_board_write(request, &run, 1, 302, STR("person"), STR("nabo")));
    TRY(test_board_write(request, &run, 1, 303, STR("person"), STR("naboen")));
    TRY(set(request, &run, 1, 301, STR("why"), STR("kender maden")));
    struct board_act act = test_board_act(request, &run, 0, 302);
    TRY(board_gather(request, &act, STR("tæt på")));
    act = test_board_act(request, &run, 0, 303);
    TRY(board_merge(request, &act, 302));
    const struct board_link link = {.a = 301, .b = 302, .text = STR("taler sammen")};
    TRY(board_link(request, &run.exercise, &run.seats[0], &link));
    TRY(exercise_close(request, &run.exercise));
    TRY(board_read(request, &run.exercise, NULL, -1, &board));
    const struct board_note *cook = note_with(&board, "køkkenleder"),
                            *near = note_with(&board, "nabo");
    CHECK(board.notes.n == 5 && cook && near && cook->note.id != 301 && near->note.id != 302);
    CHECK(cook->details.n == 1 && str_is(cook->details.v[0].value, STR("kender maden")));
    CHECK(board.clusters.n == 1 && near->cluster == board.clusters.v[0].id);
    CHECK(near->merged.n == 1 && str_is(near->merged.v[0].text, STR("naboen")));
    CHECK(board.links.n == 1);
    bool is_turned = board.links.v[0].a == near->note.id;
    CHECK(is_turned ? board.links.v[0].b == cook->note.id
                    : board.links.v[0].a == cook->note.id && board.links.v[0].b == near->note.id);
    CHECK(near->group == 1 && !near->may_change); /* the table's, nobody's */
    TRY(board_history(request, &run.exercise, cook->note.id, &history));
    CHECK(history.rows.n == 1 && history.rows.v[0].sector == -1); /* three citizens are too few */
    TRY(test_run_count(request, &count_dots, &run, &n));
    CHECK(n == 0);
    const struct meeting_next next = {STR("Vi skriver"), STR("Anna"), NOW + MINUTE};
    TRY(meeting_close(request, run.meeting.id, &next));
    TRY(meeting_erase(request, run.meeting.id));
    TRY(test_run_count(request, &count_hanging, &run, &n));
    CHECK(n == 0);
    return RC_OK;
}
static void a_closed_board__is_whole_under_new_keys_and_erased_with_its_meeting(void **unused) {
    (void)unused;
    testing_on_both(closing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_advice__sums_the_votes_of_distinct_voters_only),
        cmocka_unit_test(dots__are_hidden_until_the_vote_is_over_and_counted),
        cmocka_unit_test(gathering__has_names_that_join_and_merging_leaves_a_trace),
        cmocka_unit_test(a_link__is_one_in_both_orders_and_the_leaders_where_nothing_is_shared),
        cmocka_unit_test(a_fifth_person_rehearsed__is_refused_and_with_two_it_cannot_start),
        cmocka_unit_test(a_gate_that_may_be_passed__is_passed_when_the_leader_says_so),
        cmocka_unit_test(a_text_that_another_changed__stays_in_the_history_with_sector_and_day),
        cmocka_unit_test(each_table__has_its_own_poster_and_sees_no_other_before_the_show),
        cmocka_unit_test(a_carried_note__keeps_its_origin_also_when_both_boards_are_closed),
        cmocka_unit_test(a_closed_board__is_whole_under_new_keys_and_erased_with_its_meeting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Exercises as they run: phases, clock, pairs, groups and their end, on both engines. */
#include "core/activity.h"
#include "core/meeting/action.h"
#include "core/meeting/test_tools.h"
#include "core/own_data.h"
#include "kit/site.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define NOW TESTING_NOW
enum { MINUTE = 60 * 1000, ROUND = 210 * 1000 };

const struct own_data *const own_data_stores[] = {NULL};

static enum rc groups_at(struct request *request, const struct test_run *run, int64_t now,
                         struct exercise_groups *groups) {
    return exercise_groups(request->db, request->arena, &run->exercise, now, groups);
}

/* ---- pairs ---- */

static bool met[TEST_SEATS_MAX + 1][TEST_SEATS_MAX + 1];

/* Notes who meets whom; the number of pairs that had met before. */
static int note_meetings(const struct exercise_groups *groups) {
    int again = 0;
    for (size_t g = 0; g < groups->rows.n; g++)
        for (size_t i = 0; i < groups->rows.v[g].seats.n; i++)
            for (size_t j = 0; j < i; j++) {
                int a = groups->rows.v[g].seats.v[i].number,
                    b = groups->rows.v[g].seats.v[j].number;
                again += met[a][b];
                met[a][b] = met[b][a] = true;
            }
    return again;
}

static enum rc eight(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    memset(met, 0, sizeof met);
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 8));
    TRY(exercise_start(request, &run.exercise));
    CHECK(run.exercise.clock.rounds == 7 && run.exercise.version == 2);
    int pairs = 0;
    for (int round = 0; round < 7; round++) {
        TRY(groups_at(request, &run, NOW + (int64_t)round * ROUND, &groups));
        CHECK(groups.round == round && groups.rows.n == 4);
        CHECK(note_meetings(&groups) == 0);
        pairs += (int)groups.rows.n;
        for (size_t g = 0; g < groups.rows.n; g++) CHECK(groups.rows.v[g].seats.n == 2);
    }
    CHECK(pairs == 28);
    struct exercise_rounds rounds;
    TRY(exercise_rounds(request->db, request->arena, &run.exercise, &rounds));
    CHECK(rounds.rows.n == 7 && rounds.rows.v[6].rows.n == 4);
    return RC_OK;
}
static void cards__eight_people_in_seven_rounds_meet_in_28_pairs_none_twice(void **unused) {
    (void)unused;
    testing_on_both(eight);
}

static enum rc seven(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    int in_trio[8] = {0}, joined[8] = {0};
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 7));
    TRY(exercise_start(request, &run.exercise));
    CHECK(run.exercise.clock.rounds == 7);
    for (int round = 0; round < 7; round++) {
        int trios = 0;
        TRY(groups_at(request, &run, NOW + (int64_t)round * ROUND, &groups));
        for (size_t g = 0; g < groups.rows.n; g++) {
            const struct exercise_group *group = &groups.rows.v[g];
            if (group->seats.n != 3) continue;
            trios++;
            joined[group->seats.v[2].number]++;
            for (size_t i = 0; i < 3; i++) in_trio[group->seats.v[i].number]++;
        }
        CHECK(groups.rows.n == 3 && trios == 1);
    }
    for (int i = 1; i <= 7; i++) CHECK(in_trio[i] == 3 && joined[i] == 1);
    return RC_OK;
}
static void cards__seven_people_have_one_trio_each_round_and_each_joins_once(void **unused) {
    (void)unused;
    testing_on_both(seven);
}

static enum rc late(struct request *request) {
    static struct test_run run;
    struct exercise_groups before, after;
    memset(met, 0, sizeof met);
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 6));
    TRY(exercise_start(request, &run.exercise));
    request->now = NOW + ROUND + 1000;
    TRY(groups_at(request, &run, NOW, &before));
    CHECK(note_meetings(&before) == 0);
    TRY(groups_at(request, &run, request->now, &before));
    CHECK(note_meetings(&before) == 0);
    TRY(test_run_seats(request, &run, 2));
    TRY(groups_at(request, &run, request->now, &after));
    CHECK(after.rows.n == 3 &&
          before.rows.v[0].seats.v[0].number == after.rows.v[0].seats.v[0].number);
    TRY(groups_at(request, &run, request->now + ROUND, &after));
    size_t seated = 0;
    for (size_t g = 0; g < after.rows.n; g++) seated += after.rows.v[g].seats.n;
    CHECK(after.rows.n == 4 && seated == 8 && note_meetings(&after) == 0);
    TRY(seat_leave(request, &run.seats[0]));
    TRY(groups_at(request, &run, request->now + ROUND, &after));
    seated = 0;
    for (size_t g = 0; g < after.rows.n; g++) seated += after.rows.v[g].seats.n;
    CHECK(after.rows.n == 3 && seated == 7);
    return RC_OK;
}
static void cards__who_comes_late_talks_from_the_next_round_on(void **unused) {
    (void)unused;
    testing_on_both(late);
}

static enum rc two(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 2));
    TRY(exercise_start(request, &run.exercise));
    for (int round = 0; round < run.exercise.clock.rounds; round++) {
        TRY(groups_at(request, &run, NOW + (int64_t)round * ROUND, &groups));
        CHECK(groups.rows.n == 1 && groups.rows.v[0].seats.n == 2);
    }
    return RC_OK;
}
static void cards__work_with_two_people(void **unused) {
    (void)unused;
    testing_on_both(two);
}

static enum rc cards_dealt(struct request *request) {
    static struct test_run run;
    struct content content;
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run.exercise, &content));
    int n = (int)content.cards.n;
    for (int deck = 0; deck < 3; deck++) {
        for (int seat = 1; seat <= n; seat++) {
            unsigned had = 0;
            for (int round = deck * n; round < (deck + 1) * n; round++)
                had |= 1u << exercise_card(&run.exercise, &content, seat, round);
            CHECK(had == (1u << n) - 1); /* nobody has a card twice before the deck is used */
        }
        for (int round = deck * n; round < (deck + 1) * n; round++) {
            unsigned dealt = 0;
            for (int seat = 1; seat <= n; seat++)
                dealt |= 1u << exercise_card(&run.exercise, &content, seat, round);
            CHECK(dealt == (1u << n) - 1); /* no two seats have the same one */
        }
    }
    return RC_OK;
}
static void exercise_card__deals_no_card_twice_before_the_deck_is_used(void **unused) {
    (void)unused;
    testing_on_both(cards_dealt);
}

static enum rc chosen(struct request *request) {
    static struct test_run run;
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 4));
    struct exercise other = run.exercise;
    other.clock.round_ms = 4 * MINUTE;
    TRY(exercise_create(request, &other));
    TRY(exercise_by_id(request->db, request->arena, other.id, &other));
    TRY(exercise_start(request, &other));
    CHECK(other.clock.round_ms == 4 * MINUTE && other.clock.ends_at == NOW + 4 * MINUTE);
    other = run.exercise;
    other.clock.round_ms = 40 * MINUTE; /* beyond what the tool allows */
    TRY(exercise_create(request, &other));
    TRY(exercise_start(request, &other));
    CHECK(other.clock.round_ms == ROUND);
    return RC_OK;
}
static void cards__have_rounds_of_the_length_that_the_leader_chose(void **unused) {
    (void)unused;
    testing_on_both(chosen);
}

/* ---- ready ---- */

static enum rc ready(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    struct exercise_place place;
    memset(met, 0, sizeof met);
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 6));
    run.exercise.change = CHANGE_WHEN_READY;
    static const struct db_query set_change = {
        "test.ready", "UPDATE exercise SET change = 1 WHERE id = $1", "i", .writes = true};
    TRY(DB_RUN(request->db, &set_change, DB_INT(run.exercise.id)));
    TRY(exercise_start(request, &run.exercise));
    CHECK(run.exercise.clock.round_ms == 0);
    TRY(groups_at(request, &run, NOW, &groups));
    CHECK(groups.rows.n == 3 && note_meetings(&groups) == 0);
    const struct seat first = groups.rows.v[0].seats.v[0];
    const struct seat second = groups.rows.v[1].seats.v[0];
    TRY(exercise_ready(request, &run.exercise, &first));
    TRY(exercise_place(request, &run.exercise, first.number, &place));
    CHECK(place.group == 0 && place.round == 1); /* waits: nobody else is free */
    TRY(exercise_ready(request, &run.exercise, &first));
    TRY(exercise_place(request, &run.exercise, first.number, &place));
    CHECK(place.round == 1); /* both of a pair may press */
    TRY(exercise_ready(request, &run.exercise, &second));
    TRY(groups_at(request, &run, NOW, &groups));
    CHECK(groups.rows.n == 3);
    struct exercise_groups begun = groups;
    begun.rows.v = groups.rows.v;
    int again = note_meetings(&begun);
    CHECK(again == 1); /* only the pair that still talks */
    return RC_OK;
}
static void ready__pairs_off_those_who_say_so_with_somebody_new(void **unused) {
    (void)unused;
    testing_on_both(ready);
}

static enum rc trio(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    TRY(test_run_begin(request, &test_cards, &run));
    TRY(test_run_seats(request, &run, 4));
    static const struct db_query set_change = {
        "test.ready", "UPDATE exercise SET change = 1 WHERE id = $1", "i", .writes = true};
    TRY(DB_RUN(request->db, &set_change, DB_INT(run.exercise.id)));
    TRY(test_run_again(request, &run));
    TRY(exercise_start(request, &run.exercise));
    request->now = NOW + 1000;
    TRY(test_run_seats(request, &run, 1)); /* comes late and waits alone */
    TRY(groups_at(request, &run, request->now, &groups));
    CHECK(groups.rows.n == 2 && groups.rows.v[0].seats.n == 2 && groups.rows.v[1].seats.n == 2);
    request->now = NOW + 40 * 1000;
    TRY(exercise_seats_changed(request, run.meeting.id));
    TRY(groups_at(request, &run, request->now, &groups));
    CHECK(groups.rows.v[0].seats.n + groups.rows.v[1].seats.n == 4);
    request->now = NOW + 48 * 1000;
    TRY(exercise_seats_changed(request, run.meeting.id));
    TRY(groups_at(request, &run, request->now, &groups));
    CHECK(groups.rows.n == 2 && groups.rows.v[0].seats.n + groups.rows.v[1].seats.n == 5);
    return RC_OK;
}
static void ready__who_waits_longer_than_45_seconds_makes_a_trio(void **unused) {
    (void)unused;
    testing_on_both(trio);
}

/* ---- groups ---- */

static enum rc grouping(struct request *request) {
    static struct test_run run;
    struct exercise_groups groups;
    TRY(test_run_begin(request, &test_coherence, &run));
    TRY(test_run_seats(request, &run, 13));
    TRY(exercise_start(request, &run.exercise));
    TRY(exercise_go(request, &run.exercise, 1)); /* result, not revealed */
    TRY(exercise_go(request, &run.exercise, 1)); /* revealed */
    CHECK(run.exercise.is_revealed && run.exercise.phase == 1);
    TRY(exercise_go(request, &run.exercise, 1)); /* groups */
    CHECK(run.exercise.phase == 2 && run.exercise.clock.round_ms == 20 * MINUTE);
    TRY(groups_at(request, &run, NOW, &groups));
    size_t seated = 0;
    for (size_t g = 0; g < groups.rows.n; g++) {
        CHECK(groups.rows.v[g].seats.n >= 3 && groups.rows.v[g].seats.n <= 6);
        seated += groups.rows.v[g].seats.n;
    }
    CHECK(seated == 13);
    TRY(test_run_seats(request, &run, 1));
    TRY(groups_at(request, &run, NOW, &groups));
    for (size_t g = seated = 0; g < groups.rows.n; g++) seated += groups.rows.v[g].seats.n;
    CHECK(seated == 14);
    /* each group may have a clock of its own */
    TRY(exercise_clock(request, &run.exercise, 2, CLOCK_ADD_5));
    TRY(groups_at(request, &run, NOW, &groups));
    CHECK(!groups.rows.v[0].has_clock && groups.rows.v[1].has_clock);
    CHECK(clock_read(&groups.rows.v[1].clock, NOW).left_ms == 25 * MINUTE);
    TRY(exercise_clock(request, &run.exercise, 2, CLOCK_PAUSE));
    TRY(groups_at(request, &run, NOW, &groups));
    CHECK(clock_read(&groups.rows.v[1].clock, NOW + 99 * MINUTE).is_paused);
    CHECK(clock_read(&run.exercise.clock, NOW + MINUTE).left_ms == 19 * MINUTE);
    return RC_OK;
}
static void groups__have_the_tools_sizes_and_clocks_of_their_own(void **unused) {
    (void)unused;
    testing_on_both(grouping);
}

/* ---- running ---- */

static enum rc going(struct request *request) {
    static struct test_run run;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 6));
    struct exercise faster = run.exercise;
    TRY(exercise_start(request, &run.exercise));
    CHECK(!run.exercise.is_consensus && run.exercise.clock.ends_at == NOW + 5 * MINUTE);
    CHECK(exercise_start(request, &faster) == RC_ABSENT);
    CHECK(exercise_go(request, &run.exercise, -1) == RC_CONFLICT);
    faster = run.exercise;
    request->now = NOW + MINUTE;
    TRY(exercise_go(request, &run.exercise, 1));
    CHECK(exercise_go(request, &faster, 1) == RC_ABSENT); /* pressed twice goes on once */
    CHECK(faster.phase == 0);
    TRY(test_run_again(request, &run));
    CHECK(run.exercise.phase == 1 && run.exercise.phase_left_at == NOW + MINUTE);
    TRY(exercise_reveal(request, &run.exercise));
    CHECK(exercise_reveal(request, &run.exercise) == RC_CONFLICT);
    TRY(exercise_go(request, &run.exercise, 1));
    CHECK(run.exercise.phase == 1 && run.exercise.step == 1);
    TRY(exercise_go(request, &run.exercise, -1));
    CHECK(run.exercise.step == 0);
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(exercise_go(request, &run.exercise, 1));
    TRY(exercise_go(request, &run.exercise, 1));
    CHECK(run.exercise.phase == 3 && run.exercise.clock.round_ms == 0);
    CHECK(exercise_go(request, &run.exercise, 1) == RC_CONFLICT);
    TRY(exercise_close(request, &run.exercise));
    CHECK(exercise_close(request, &run.exercise) == RC_CONFLICT);
    CHECK(exercise_go(request, &run.exercise, -1) == RC_CONFLICT);
    struct activity activity;
    TRY(activity_by_id(request->db, request->arena, run.exercise.id, &activity));
    CHECK(activity.state == ACTIVITY_DONE && str_is(activity.kind, STR("exercise")));
    return RC_OK;
}
static void exercise_go__goes_on_once_however_often_it_is_pressed(void **unused) {
    (void)unused;
    testing_on_both(going);
}

static enum rc timing(struct request *request) {
    static struct test_run run;
    TRY(test_run_begin(request, &test_star, &run));
    TRY(test_run_seats(request, &run, 5));
    TRY(exercise_start(request, &run.exercise));
    request->now = NOW + MINUTE;
    TRY(exercise_clock(request, &run.exercise, -1, CLOCK_PAUSE));
    CHECK(exercise_clock(request, &run.exercise, -1, CLOCK_PAUSE) == RC_CONFLICT);
    request->now = NOW + 30 * MINUTE;
    TRY(test_run_again(request, &run));
    CHECK(clock_read(&run.exercise.clock, request->now).left_ms == 4 * MINUTE);
    TRY(exercise_clock(request, &run.exercise, -1, CLOCK_RESUME));
    TRY(exercise_clock(request, &run.exercise, -1, CLOCK_ADD_1));
    TRY(exercise_clock(request, &run.exercise, -1, CLOCK_ADD_5));
    TRY(test_run_again(request, &run));
    CHECK(clock_read(&run.exercise.clock, request->now).left_ms == 10 * MINUTE);
    CHECK(exercise_clock(request, &run.exercise, -1, CLOCK_SKIP) == RC_CONFLICT);
    return RC_OK;
}
static void exercise_clock__is_paused_lengthened_and_kept(void **unused) {
    (void)unused;
    testing_on_both(timing);
}

static enum rc small(struct request *request) {
    static struct test_run run;
    TRY(test_run_begin(request, &test_coherence, &run));
    TRY(test_run_seats(request, &run, 4));
    TRY(exercise_start(request, &run.exercise));
    CHECK(run.exercise.is_consensus && run.exercise.was_small);
    CHECK(run.exercise.phase == 2); /* nobody's own values are asked for */
    CHECK(!exercise_has_phase(&test_coherence, &run.exercise, 0));
    CHECK(test_run_score(request, &run, 0, 7) == RC_DENIED);
    test_run_lead(request, &run, true);
    CHECK(test_run_score(request, &run, 0, 7) == RC_CONFLICT);
    int64_t n;
    TRY(test_run_count(request, &test_count_answers, &run, &n));
    CHECK(n == 0);
    CHECK(exercise_go(request, &run.exercise, -1) == RC_CONFLICT);
    return RC_OK;
}
static void coherence__with_4_people_and_k_5_starts_in_consensus_mode(void **unused) {
    (void)unused;
    testing_on_both(small);
}

/* ---- a restart ---- */

static struct test_run restarted;

static enum rc before_restart(struct db *db, void *arena) {
    struct request request = {.arena = arena, .now = NOW, .db = db};
    TRY(test_run_begin(&request, &test_cards, &restarted));
    TRY(test_run_seats(&request, &restarted, 8));
    return exercise_start(&request, &restarted.exercise);
}

static enum rc read_groups(struct testing_store *store, struct arena *arena,
                           struct exercise_groups *groups, struct exercise *exercise) {
    struct db *db;
    TRY(db_read_begin(store->database, &db));
    enum rc rc = exercise_by_id(db, arena, restarted.exercise.id, exercise);
    if (rc == RC_OK) rc = exercise_groups(db, arena, exercise, NOW + 2 * ROUND + 5000, groups);
    db_read_end(db);
    return rc;
}

static void restart__in_the_middle_of_a_round_keeps_clock_and_pairs(void **unused) {
    (void)unused;
    assert_int_equal(secret_start(), RC_OK);
    for (int engine = 0; engine < TESTING__N; engine++) {
        struct testing_store store;
        struct arena arena;
        struct exercise_groups before, after;
        struct exercise exercise;
        if (!testing_has((enum testing_engine)engine)) continue;
        testing_open(&store, (enum testing_engine)engine, testing_migrations);
        arena_init(&arena, 64 * 1024 * 1024);
        assert_int_equal(database_write(store.database, before_restart, &arena), RC_OK);
        assert_int_equal(read_groups(&store, &arena, &before, &exercise), RC_OK);
        testing_reopen(&store);
        assert_int_equal(read_groups(&store, &arena, &after, &exercise), RC_OK);
        assert_int_equal(clock_read(&exercise.clock, NOW + 2 * ROUND + 5000).left_ms, ROUND - 5000);
        assert_int_equal(after.round, 2);
        assert_int_equal(after.rows.n, 4);
        for (size_t g = 0; g < 4; g++)
            for (size_t i = 0; i < 2; i++)
                assert_int_equal(before.rows.v[g].seats.v[i].number,
                                 after.rows.v[g].seats.v[i].number);
        arena_release(&arena);
        testing_close(&store);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards__eight_people_in_seven_rounds_meet_in_28_pairs_none_twice),
        cmocka_unit_test(cards__seven_people_have_one_trio_each_round_and_each_joins_once),
        cmocka_unit_test(cards__who_comes_late_talks_from_the_next_round_on),
        cmocka_unit_test(cards__work_with_two_people),
        cmocka_unit_test(cards__have_rounds_of_the_length_that_the_leader_chose),
        cmocka_unit_test(exercise_card__deals_no_card_twice_before_the_deck_is_used),
        cmocka_unit_test(ready__pairs_off_those_who_say_so_with_somebody_new),
        cmocka_unit_test(ready__who_waits_longer_than_45_seconds_makes_a_trio),
        cmocka_unit_test(groups__have_the_tools_sizes_and_clocks_of_their_own),
        cmocka_unit_test(exercise_go__goes_on_once_however_often_it_is_pressed),
        cmocka_unit_test(exercise_clock__is_paused_lengthened_and_kept),
        cmocka_unit_test(coherence__with_4_people_and_k_5_starts_in_consensus_mode),
        cmocka_unit_test(restart__in_the_middle_of_a_round_keeps_clock_and_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

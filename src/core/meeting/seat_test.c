/* Seats: taken, left and found again, also by many at once; and whose an answer is. */
#include "core/meeting/exercise.h"
#include "core/meeting/seat.h"
#include "core/meeting/testing.h"
#include "core/own_data.h"
#include "kit/site.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

const struct own_data *const own_data_stores[] = {NULL};

static enum rc take(struct request *request, int64_t meeting, const char *nickname,
                    struct seat *seat) {
    *seat = (struct seat){.meeting = meeting, .nickname = str_from(nickname), .sector = -1};
    return seat_take(request, seat);
}

static enum rc taking(struct request *request) {
    struct meeting made, other;
    struct seat ib, bo, found, elsewhere, proxy = {.device = SEAT_PROXY, .sector = 2};
    struct seat_list list;
    int64_t n;
    TRY(testing_meeting(request, &made));
    TRY(testing_meeting(request, &other));
    TRY(take(request, made.id, "Ib", &ib));
    TRY(take(request, made.id, "", &bo));
    TRY(take(request, other.id, "Ib", &elsewhere));
    proxy.meeting = made.id;
    TRY(seat_take(request, &proxy));
    CHECK(ib.number == 1 && bo.number == 2 && proxy.number == 3 && elsewhere.number == 1);
    CHECK(seat_token_is_shaped(ib.token) && !str_is(ib.token, bo.token) && proxy.token.n == 0);
    TRY(seat_by_token(request, made.id, ib.token, &found));
    CHECK(found.id == ib.id && str_is(found.nickname, STR("Ib")) && found.sector == -1);
    CHECK(seat_by_token(request, other.id, ib.token, &found) == RC_ABSENT);
    CHECK(seat_by_token(request, made.id, STR(""), &found) == RC_ABSENT);
    TRY(seat_by_public_id(request->db, request->arena, made.id, proxy.public_id, &found));
    CHECK(found.device == SEAT_PROXY);
    CHECK(seat_by_public_id(request->db, request->arena, other.id, proxy.public_id, &found) ==
          RC_ABSENT);
    bo.nickname = STR("Bo");
    bo.subgroup = STR("dagvagt");
    bo.sector = SECTOR_ELECTED;
    TRY(seat_update(request, &bo));
    TRY(seat_list(request->db, request->arena, made.id, &list));
    CHECK(list.rows.n == 3 && str_is(list.rows.v[1].nickname, STR("Bo")));
    CHECK(list.rows.v[1].sector == SECTOR_ELECTED && list.rows.v[1].token.n == 0);
    TRY(seat_leave(request, &ib));
    TRY(seat_leave(request, &ib));
    TRY(seat_count(request->db, request->arena, made.id, &n));
    CHECK(n == 2);
    CHECK(seat_by_public_id(request->db, request->arena, made.id, ib.public_id, &found) ==
          RC_ABSENT);
    TRY(take(request, made.id, "Ny", &found));
    CHECK(found.number == 4); /* a number that stood on a badge is not given again */
    return RC_OK;
}
static void seat_take__numbers_seats_and_ties_them_to_one_meeting(void **unused) {
    (void)unused;
    testing_on_both(taking);
}

static enum rc filling(struct request *request) {
    struct meeting made;
    struct seat seat, first;
    TRY(testing_meeting(request, &made));
    TRY(take(request, made.id, "", &first));
    for (int i = 1; i < MEETING_SEATS_MAX; i++) TRY(take(request, made.id, "", &seat));
    CHECK(take(request, made.id, "", &seat) == RC_LIMIT);
    TRY(seat_leave(request, &first));
    return take(request, made.id, "", &seat);
}
static void seat_take__stops_at_three_hundred_until_somebody_leaves(void **unused) {
    (void)unused;
    testing_on_both(filling);
}

/* ---- tags ---- */

static enum rc tagging(struct request *request) {
    struct seat a = {.public_id = 1,
                     .token = STR("0123456789abcdef0123456789abcdef0123456789abcd")};
    struct seat b = a, proxy = {.public_id = 1}, other = {.public_id = 2};
    struct str tag = seat_tag(request, &a, 7);
    b.token = STR("1123456789abcdef0123456789abcdef0123456789abcd");
    CHECK(tag.n == SEAT_TAG_BYTES && str_is(tag, seat_tag(request, &a, 7)));
    CHECK(!str_is(tag, seat_tag(request, &a, 8)));
    CHECK(!str_is(tag, seat_tag(request, &b, 7)));
    CHECK(!str_is(tag, seat_tag(request, &proxy, 7)));
    CHECK(!str_is(seat_tag(request, &proxy, 7), seat_tag(request, &other, 7)));
    a.public_id = 9; /* nothing that the database knows is in it */
    CHECK(str_is(tag, seat_tag(request, &a, 7)));
    return RC_OK;
}
static void seat_tag__follows_from_the_token_and_the_exercise_alone(void **unused) {
    (void)unused;
    testing_on_both(tagging);
}

static void seat_token__has_one_shape(void **unused) {
    (void)unused;
    assert_true(seat_token_is_shaped(STR("0123456789abcdef0123456789abcdef0123456789abcdef")));
    assert_false(seat_token_is_shaped(STR("0123456789abcdef0123456789abcdef0123456789abcde")));
    assert_false(seat_token_is_shaped(STR("0123456789abcdef0123456789abcdef0123456789abcdeg")));
    assert_false(seat_token_is_shaped((struct str){0}));
}

/* ---- many at once ---- */

enum { CROWD = 120 };

struct comer {
    struct db_task task;
    struct arena arena;
    struct arena_mark mark;
    struct seat seat;
    enum rc rc;
    struct crowd *crowd;
};
struct crowd {
    struct comer comers[CROWD];
    int64_t meeting;
    int waiting;
    pthread_mutex_t lock;
    pthread_cond_t done;
};

static enum rc come(struct db *db, void *data) {
    struct comer *comer = data;
    struct request request = {
        .arena = &comer->arena, .site = &testing_site, .now = TESTING_NOW, .db = db};
    comer->seat = (struct seat){.meeting = comer->crowd->meeting, .sector = -1};
    return seat_take(&request, &comer->seat);
}

static void again(void *data) {
    struct comer *comer = data;
    arena_back(&comer->arena, comer->mark);
}

static void came(void *data, enum rc rc) {
    struct comer *comer = data;
    struct crowd *crowd = comer->crowd;
    pthread_mutex_lock(&crowd->lock);
    comer->rc = rc;
    if (--crowd->waiting == 0) pthread_cond_signal(&crowd->done);
    pthread_mutex_unlock(&crowd->lock);
}

static enum rc prepare(struct db *db, void *data) {
    struct crowd *crowd = data;
    struct request request = {
        .arena = &crowd->comers[0].arena, .site = &testing_site, .now = TESTING_NOW, .db = db};
    struct meeting made;
    TRY(testing_meeting(&request, &made));
    crowd->meeting = made.id;
    return RC_OK;
}

static void check_crowd(const struct crowd *crowd) {
    bool seen[CROWD + 1] = {false};
    for (int i = 0; i < CROWD; i++) {
        const struct comer *comer = &crowd->comers[i];
        assert_int_equal(comer->rc, RC_OK);
        assert_in_range(comer->seat.number, 1, CROWD);
        assert_false(seen[comer->seat.number]);
        seen[comer->seat.number] = true;
    }
}

static void crowd_into(enum testing_engine engine) {
    static struct crowd crowd;
    struct testing_store store;
    testing_open(&store, engine, testing_migrations);
    memset(&crowd, 0, sizeof crowd);
    pthread_mutex_init(&crowd.lock, NULL);
    pthread_cond_init(&crowd.done, NULL);
    for (int i = 0; i < CROWD; i++) arena_init(&crowd.comers[i].arena, 4 * 1024 * 1024);
    assert_int_equal(database_write(store.database, prepare, &crowd), RC_OK);
    crowd.waiting = CROWD;
    for (int i = 0; i < CROWD; i++) {
        struct comer *comer = &crowd.comers[i];
        comer->crowd = &crowd;
        comer->mark = arena_mark(&comer->arena);
        comer->task = (struct db_task){.apply = come, .reset = again, .done = came, .data = comer};
        assert_int_equal(database_submit(store.database, &comer->task), RC_OK);
    }
    pthread_mutex_lock(&crowd.lock);
    while (crowd.waiting) pthread_cond_wait(&crowd.done, &crowd.lock);
    pthread_mutex_unlock(&crowd.lock);
    check_crowd(&crowd);
    for (int i = 0; i < CROWD; i++) arena_release(&crowd.comers[i].arena);
    testing_close(&store);
}

static void seat_take__gives_a_crowd_different_numbers_and_refuses_nobody(void **unused) {
    (void)unused;
    for (int engine = 0; engine < TESTING__N; engine++)
        if (testing_has((enum testing_engine)engine)) crowd_into((enum testing_engine)engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seat_take__numbers_seats_and_ties_them_to_one_meeting),
        cmocka_unit_test(seat_take__stops_at_three_hundred_until_somebody_leaves),
        cmocka_unit_test(seat_tag__follows_from_the_token_and_the_exercise_alone),
        cmocka_unit_test(seat_token__has_one_shape),
        cmocka_unit_test(seat_take__gives_a_crowd_different_numbers_and_refuses_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Jobs on both engines. */
#include "platform/jobs.h"

#include "platform/db_testing.h"
#include "platform/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const struct migration_set *const sets[] = {&platform_migrations, NULL};

struct both {
    struct testing_store store;
    struct arena arena;
    const char *kind;
    int64_t id;
    atomic_int runs, recurring, published;
};
static struct both both;

/* --- Kinds --- */

static enum rc count_up(struct job_run *run) {
    struct both *site = (struct both *)run->site;
    atomic_fetch_add(&site->runs, 1);
    for (int64_t i = 0; i <= 1000; i++) TRY(job_progress(run, i, 1000));
    return str_is(run->job.payload, STR("{\"a\":1}")) ? RC_OK : RC_INVALID;
}
static enum rc refuse(struct job_run *run) {
    (void)run;
    return RC_CONFLICT;
}
static enum rc work_until_stopped(struct job_run *run) {
    struct both *site = (struct both *)run->site;
    atomic_fetch_add(&site->runs, 1);
    for (int64_t i = 0;; i++) {
        TRY(job_progress(run, 0, 1));
        usleep(5000);
    }
}
static enum rc come_back(struct job_run *run) {
    struct both *site = (struct both *)run->site;
    atomic_fetch_add(&site->recurring, 1);
    return RC_OK;
}
static enum rc fail_once(struct job_run *run) {
    return run->job.attempts == 1 ? RC_BROKEN : RC_OK;
}
static enum rc alone(struct job_run *run) {
    struct both *site = (struct both *)run->site;
    usleep(20000);
    atomic_fetch_add(&site->runs, 1);
    return RC_OK;
}
static const struct job_kind kinds[] = {{"count-up", count_up, 0, 0},
                                        {"refuse", refuse, 0, 0},
                                        {"until-stopped", work_until_stopped, 0, 0},
                                        {"come-back", come_back, 0, 100},
                                        {"fail-once", fail_once, 0, 0},
                                        {"alone", alone, 0, 0},
                                        {NULL, NULL, 0, 0}};
static const struct job_kind *const tables[] = {kinds, NULL};

static int set_up(void **state, enum testing_engine engine) {
    *state = NULL;
    if (!testing_has(engine)) return 0;
    memset(&both, 0, sizeof both);
    testing_open(&both.store, engine, sets);
    arena_init(&both.arena, 1024 * 1024);
    *state = &both;
    return 0;
}
static int on_sqlite(void **state) {
    return set_up(state, TESTING_SQLITE);
}
static int on_pg(void **state) {
    return set_up(state, TESTING_PG);
}
static int tear_down(void **state) {
    if (!*state) return 0;
    testing_close(&both.store);
    arena_release(&both.arena);
    return 0;
}

static enum rc add_job(struct db *db, void *data) {
    (void)data;
    return job_add(db, &both.arena, both.kind, STR("{\"a\":1}"), 0, &both.id);
}

static int64_t add(const char *kind) {
    both.kind = kind;
    assert_int_equal(database_write(both.store.database, add_job, NULL), RC_OK);
    return both.id;
}

static struct job_status status_of(int64_t id) {
    struct db *db = NULL;
    struct job_status status;
    assert_int_equal(db_read_begin(both.store.database, &db), RC_OK);
    assert_int_equal(job_find(db, &both.arena, id, &status), RC_OK);
    db_read_end(db);
    return status;
}

static struct job_status wait_for(int64_t id, enum job_state state) {
    struct job_status status = {0};
    for (int i = 0; i < 1000; i++) {
        status = status_of(id);
        if (status.state == state) return status;
        usleep(10000);
    }
    fail_msg("job %lld is in state %d (%s), not %d", (long long)id, (int)status.state,
             status.error.p, (int)state);
    return status;
}

static void hear(void *data, struct str topic, struct str payload) {
    struct both *heard = data;
    if (str_starts(topic, STR("job/")) && str_is(payload, STR("1000/1000")))
        atomic_fetch_add(&heard->published, 1);
}

static void job__runs_once_with_progress(void **state) {
    struct job_runner *runner = NULL;
    if (!*state) skip();
    database_set_listener(both.store.database, hear, &both);
    int64_t id = add("count-up");
    assert_int_equal(jobs_start(&runner, both.store.database, tables, &both), RC_OK);
    struct job_status status = wait_for(id, JOB_DONE);
    assert_int_equal(status.progress, 1000);
    assert_int_equal(status.total, 1000);
    assert_int_equal(status.attempts, 1);
    assert_int_equal(atomic_load(&both.runs), 1);
    for (int i = 0; i < 300 && !atomic_load(&both.published); i++) usleep(10000);
    assert_int_equal(atomic_load(&both.published), 1);
    jobs_stop(runner);
}

static void job__that_fails_says_so(void **state) {
    struct job_runner *runner = NULL;
    if (!*state) skip();
    int64_t refused = add("refuse"), unknown = add("nobody-knows"), again = add("fail-once");
    assert_int_equal(jobs_start(&runner, both.store.database, tables, &both), RC_OK);
    assert_string_equal(wait_for(refused, JOB_FAILED).error.p, "conflict");
    assert_string_equal(wait_for(unknown, JOB_FAILED).error.p, "unknown kind");
    assert_int_equal(wait_for(again, JOB_DONE).attempts, 2);
    jobs_stop(runner);
}

static void job__is_taken_up_again_after_a_stop(void **state) {
    struct job_runner *runner = NULL;
    if (!*state) skip();
    int64_t id = add("until-stopped");
    assert_int_equal(jobs_start(&runner, both.store.database, tables, &both), RC_OK);
    wait_for(id, JOB_RUNNING);
    while (atomic_load(&both.runs) < 1) usleep(1000);
    jobs_stop(runner);
    assert_int_equal(status_of(id).state, JOB_WAITING);
    assert_int_equal(jobs_start(&runner, both.store.database, tables, &both), RC_OK);
    wait_for(id, JOB_RUNNING);
    while (atomic_load(&both.runs) < 2) usleep(1000);
    jobs_stop(runner);
    assert_int_equal(status_of(id).attempts, 0);
}

static void job__that_takes_long_holds_up_no_other(void **state) {
    struct job_runner *runner = NULL;
    if (!*state) skip();
    int64_t long_one = add("until-stopped");
    assert_int_equal(jobs_start(&runner, both.store.database, tables, &both), RC_OK);
    wait_for(long_one, JOB_RUNNING);
    wait_for(add("alone"), JOB_DONE);
    assert_int_equal(status_of(long_one).state, JOB_RUNNING);
    jobs_stop(runner);
}

static void job__that_comes_back_does(void **state) {
    struct job_runner *runner = NULL;
    if (!*state) skip();
    assert_int_equal(jobs_start(&runner, both.store.database, tables, &both), RC_OK);
    for (int i = 0; i < 500 && atomic_load(&both.recurring) < 3; i++) usleep(10000);
    jobs_stop(runner);
    assert_true(atomic_load(&both.recurring) >= 3);
}

static void job__has_one_owner_among_several_runners(void **state) {
    struct job_runner *runners[3];
    int64_t ids[10];
    if (!*state) skip();
    for (size_t i = 0; i < COUNT(runners); i++)
        assert_int_equal(jobs_start(&runners[i], both.store.database, tables, &both), RC_OK);
    for (size_t i = 0; i < COUNT(ids); i++) ids[i] = add("alone");
    for (size_t i = 0; i < COUNT(ids); i++) {
        for (int j = 0; j < 500 && status_of(ids[i]).state < JOB_DONE; j++) usleep(10000);
        assert_int_equal(status_of(ids[i]).attempts, 1);
    }
    for (size_t i = 0; i < COUNT(runners); i++) jobs_stop(runners[i]);
    assert_int_equal(atomic_load(&both.runs), COUNT(ids));
}

#define ON_BOTH(test)                                                                              \
    {#test "__sqlite", test, on_sqlite, tear_down, NULL}, {                                        \
#test "__postgresql", test, on_pg, tear_down, NULL                                         \
    }

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_BOTH(job__runs_once_with_progress),
        ON_BOTH(job__that_fails_says_so),
        ON_BOTH(job__is_taken_up_again_after_a_stop),
        ON_BOTH(job__that_takes_long_holds_up_no_other),
        ON_BOTH(job__that_comes_back_does),
        ON_BOTH(job__has_one_owner_among_several_runners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The result that telephones fetch is counted once for each version of the exercise. */
#include "core/meeting/test_tools.h"
#include "core/own_data.h"
#include "kit/site.h"
#include "platform/kept.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

const struct own_data *const own_data_stores[] = {NULL};

/* As nobody may: the stored sheets change behind the result. */
static const struct db_query spoil = {
    "test.spoil",
    "UPDATE answer SET sheet = (SELECT max(a.sheet) FROM answer a WHERE a.exercise_id = $1) "
    "WHERE exercise_id = $1",
    "i", .writes = true};

static enum rc median_shown(struct request *request, const struct test_run *run, int *median4) {
    struct content content;
    struct sheet_result result;
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run->exercise, &content));
    TRY(sheet_result_shown(request, &run->exercise, &content, &result));
    CHECK(result.n == 6 && str_is(result.title, STR("Øvelsen")));
    *median4 = result.parts.v[0].axes.v[0].median4;
    return RC_OK;
}

static enum rc counting_once(struct request *request) {
    static struct test_run run;
    struct site site = test_tools_site;
    struct arena own;
    int median4 = 0;
    arena_init(&own, 1 << 20);
    site.results = kept_new(&own, 4);
    TRY(test_run_begin(request, &test_star, &run));
    request->site = &site;
    TRY(test_run_seats(request, &run, 6));
    TRY(exercise_start(request, &run.exercise));
    for (size_t i = 0; i < 6; i++) TRY(test_run_score(request, &run, i, i < 4 ? 2 : 5));
    TRY(median_shown(request, &run, &median4)); /* not revealed: nothing is kept */
    CHECK(median4 == 8);
    for (size_t i = 0; i < 6; i++) TRY(test_run_score(request, &run, i, i < 4 ? 3 : 5));
    TRY(median_shown(request, &run, &median4));
    CHECK(median4 == 12);
    TRY(exercise_reveal(request, &run.exercise));
    TRY(median_shown(request, &run, &median4));
    CHECK(median4 == 12);
    TRY(DB_RUN(request->db, &spoil, DB_INT(run.exercise.id)));
    TRY(median_shown(request, &run, &median4));
    CHECK(median4 == 12); /* counted once */
    run.exercise.version++;
    TRY(median_shown(request, &run, &median4));
    CHECK(median4 == 20); /* another version, another count */
    request->site = &test_tools_site;
    arena_release(&own);
    return RC_OK;
}
static void result__is_counted_once_for_each_version_and_only_when_revealed(void **unused) {
    (void)unused;
    testing_on_both(counting_once);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(result__is_counted_once_for_each_version_and_only_when_revealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

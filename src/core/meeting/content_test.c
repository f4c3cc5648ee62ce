/* Decks and sheets as JSON: what is wrong is told with its place, what is right goes round; and
   their versions, on both engines. */
#include "core/meeting/test_tools.h"
#include "core/organisation.h"
#include "core/own_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

const struct own_data *const own_data_stores[] = {NULL};

#define HEAD "{\"samskab\":1,\"tool\":\"star\",\"title\":\"Vores\",\"lang\":\"da\",\"version\":1,"
#define SCALE "\"min\":0,\"max\":5,\"step\":1,"
#define ASPECTS "\"aspects\":[{\"key\":\"personal\",\"label\":\"P\"}],"
#define AXIS(key) "{\"key\":\"" key "\",\"label\":\"L\",\"aspect\":\"personal\"}"
#define AXES "\"axes\":[" AXIS("a") "," AXIS("b") "," AXIS("c") "]"
#define DECK "{\"samskab\":1,\"tool\":\"cards\",\"title\":\"D\",\"lang\":\"da\",\"version\":1,"
#define CARD(key) "{\"key\":\"" key "\",\"stem\":\"Når …\"}"

static const struct {
    const struct tool *tool;
    const char *json, *where;
    enum text_id reason;
} refused[] = {
    {&test_star, "", "", T_content_syntax},
    {&test_star, "{", "", T_content_syntax},
    {&test_star, "{\"samskab\":1,\"samskab\":1}", "", T_content_syntax},
    {&test_star, "[]", "", T_content_not_object},
    {&test_star, "{}", "samskab", T_content_missing},
    {&test_star, "{\"samskab\":2}", "samskab", T_content_format},
    {&test_star, "{\"samskab\":1,\"titel\":\"x\"}", "titel", T_content_unknown},
    {&test_star, "{\"samskab\":1,\"tool\":\"poster\"}", "tool", T_content_tool},
    {&test_star, HEAD "\"min\":0,\"max\":5}", "step", T_content_missing},
    {&test_star, HEAD "\"min\":0,\"max\":6,\"step\":1}", "max", T_content_scale},
    {&test_star, HEAD "\"min\":0,\"max\":5.5,\"step\":1}", "max", T_content_not_number},
    {&test_star, HEAD SCALE "\"anchors\":[\"a\",\"b\"]}", "anchors", T_content_anchors},
    {&test_star, HEAD SCALE "\"anchors\":\"a\"}", "anchors", T_content_not_list},
    {&test_star, HEAD SCALE "\"aspects\":[]}", "aspects", T_content_aspects},
    {&test_star, HEAD SCALE "\"aspects\":[{\"key\":\"other\",\"label\":\"P\"}]}", "aspects[0].key",
     T_content_aspects},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[]}", "axes", T_content_missing},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[" AXIS("a") "]}", "axes", T_content_per_aspect},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[" AXIS("a") "," AXIS("b") "," AXIS("a") "]}",
     "axes[2].key", T_content_twice},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[" AXIS("a") "," AXIS("Ø") "]}", "axes[1].key",
     T_content_key},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[{\"key\":\"a\"}]}", "axes[0].label",
     T_content_missing},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[{\"key\":\"a\",\"label\":7}]}", "axes[0].label",
     T_content_not_text},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[{\"key\":\"a\",\"label\":\"x\\u0007\"}]}",
     "axes[0].label", T_content_control},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[{\"key\":\"a\",\"label\":\"x\",\"aspect\":\"q\"}]}",
     "axes[0].aspect", T_content_aspects},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[{\"key\":\"a\",\"label\":\"x\",\"farve\":1}]}",
     "axes[0].farve", T_content_unknown},
    {&test_star, HEAD SCALE ASPECTS "\"axes\":[7]}", "axes[0]", T_content_not_object},
    {&test_cards, DECK "\"cards\":[" CARD("a") "]}", "cards", T_content_missing},
    {&test_cards, DECK "\"cards\":[" CARD("a") "," CARD("a") "]}", "cards[1].key", T_content_twice},
    {&test_cards, DECK "\"axes\":[]}", "axes", T_content_unknown},
};

static void content_read__names_the_first_thing_that_is_wrong_and_where(void **unused) {
    struct arena arena;
    (void)unused;
    arena_init(&arena, 1 << 24);
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct content content;
        struct content_problem problem;
        enum rc rc =
            content_read(&arena, refused[i].tool, str_from(refused[i].json), &content, &problem);
        if (rc != RC_INVALID || problem.reason != refused[i].reason ||
            !str_is(problem.where, str_from(refused[i].where)))
            print_message("%s: %.*s\n", refused[i].json, STR_ARG(problem.where));
        assert_int_equal(rc, RC_INVALID);
        assert_int_equal(problem.reason, refused[i].reason);
        assert_true(str_is(problem.where, str_from(refused[i].where)));
        assert_true((problem.line > 0) == (problem.reason == T_content_syntax));
    }
    arena_release(&arena);
}

/* %s: the second key. */
#define READINESS                                                                                  \
    "{\"samskab\":1,\"tool\":\"readiness\",\"title\":\"R\",\"lang\":\"da\",\"version\":1,"         \
    "\"min\":0,\"max\":3,\"step\":1,\"axes\":[{\"key\":\"necessity\",\"label\":\"Skal vi?\"},"     \
    "{\"key\":\"%s\",\"label\":\"Ved vi hvorhen?\"}]}"

static void content_read__refuses_other_keys_where_the_tool_keeps_its_own(void **unused) {
    struct arena arena;
    struct content content;
    struct content_problem problem;
    (void)unused;
    arena_init(&arena, 1 << 24);
    struct str text = str_format(&arena, READINESS, "basis");
    assert_int_equal(content_read(&arena, &test_readiness, text, &content, &problem), RC_OK);
    assert_true(str_is(content.axes.v[0].label, STR("Skal vi?"))); /* its words may be others */
    assert_int_equal(content.axes.v[1].source, SOURCE_LOCAL);
    text = str_format(&arena, READINESS, "purpose");
    assert_int_equal(content_read(&arena, &test_readiness, text, &content, &problem), RC_INVALID);
    assert_int_equal(problem.reason, T_content_fixed);
    arena_release(&arena);
}

static void content_write__of_every_tool_is_read_back_the_same(void **unused) {
    static const struct tool *const tools[] = {&test_cards, &test_star, &test_coherence,
                                               &test_readiness};
    struct arena arena;
    (void)unused;
    arena_init(&arena, 1 << 24);
    for (size_t i = 0; i < COUNT(tools); i++) {
        struct content content, again;
        struct content_problem problem;
        struct str first, second;
        assert_int_equal(tools[i]->content(&arena, LANG_DA, STR(""), &content), RC_OK);
        assert_int_equal(content_write(&arena, &content, &first), RC_OK);
        assert_int_equal(content_read(&arena, tools[i], first, &again, &problem), RC_OK);
        assert_int_equal(content_write(&arena, &again, &second), RC_OK);
        assert_true(str_is(first, second));
    }
    arena_release(&arena);
}

/* ---- versions ---- */

static enum rc versions(struct request *request) {
    struct organisation place = {.kind = KIND_ASSOCIATION,
                                 .name = STR("Gården"),
                                 .lang = STR("da"),
                                 .created_at = TESTING_NOW};
    TRY(organisation_create(request->db, request->arena, &place, 0));
    struct content_row row = {
        .organisation = place.id, .tool = STR("star"), .title = STR("Vores"), .json = STR("{}")};
    TRY(content_add(request, &row));
    CHECK(row.version == 1 && row.family && row.is_newest);
    struct content_row other = row, mine = row;
    uint64_t first = row.public_id;
    mine.json = STR("{\"a\":1}");
    TRY(content_add(request, &mine));
    CHECK(mine.version == 2 && mine.family == row.family && mine.public_id != first);
    CHECK(content_add(request, &other) == RC_CONFLICT); /* somebody made version 2 meanwhile */
    struct content_rows rows = {0};
    TRY(content_list(request->db, request->arena, place.id, STR("star"), &rows));
    CHECK(rows.rows.n == 1 && rows.rows.v[0].version == 2);
    TRY(content_versions(request->db, request->arena, row.family, &rows));
    CHECK(rows.rows.n == 2 && rows.rows.v[0].version == 2);
    struct content_row kept;
    TRY(content_by_public_id(request->db, request->arena, first, &kept));
    CHECK(str_is(kept.json, STR("{}")) && !kept.is_newest); /* a version never changes */
    TRY(content_retire(request, row.family));
    TRY(content_list(request->db, request->arena, place.id, STR(""), &rows));
    CHECK(rows.rows.n == 0);
    TRY(content_by_public_id(request->db, request->arena, first, &kept));
    CHECK(content_retire(request, 1) == RC_ABSENT);
    return RC_OK;
}
static void content_add__makes_versions_that_never_change(void **unused) {
    (void)unused;
    testing_on_both(versions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_read__names_the_first_thing_that_is_wrong_and_where),
        cmocka_unit_test(content_read__refuses_other_keys_where_the_tool_keeps_its_own),
        cmocka_unit_test(content_write__of_every_tool_is_read_back_the_same),
        cmocka_unit_test(content_add__makes_versions_that_never_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

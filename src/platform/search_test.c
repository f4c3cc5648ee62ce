/* Search: the same questions, the same answers on both engines; and fast among 100,000 entries. */
#include "platform/search.h"

#include "platform/clock.h"
#include "platform/db_testing.h"
#include "platform/schema.h"
#include "platform/text_search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const struct migration_set *const sets[] = {&platform_migrations, NULL};
enum { INITIATIVE = 3, PERSON = 1, PUBLIC = 0, MEMBERS = 7 };

static const struct search_entry entries[] = {
    {INITIATIVE, 1, PUBLIC, LANG_DA, STR_INIT("Nye cykelstier til børnene i Ærøskøbing"), {0}, {0}},
    {INITIATIVE,
     2,
     PUBLIC,
     LANG_DA,
     STR_INIT("Legeplads og grønne områder, Ålborg 1e5 3.14"),
     {0},
     {0}},
    {INITIATIVE, 3, PUBLIC, LANG_EN, STR_INIT("Running paths for children's health"), {0}, {0}},
    {INITIATIVE, 4, MEMBERS, LANG_DA, STR_INIT("Hemmelige cykelstier"), {0}, {0}},
    {INITIATIVE,
     5,
     PUBLIC,
     LANG_DA,
     STR_INIT("CYKELSTI 🚲 'citat' \"anførsel\" a\\b & (x) | !y:*"),
     {0},
     {0}},
    {INITIATIVE, 6, PUBLIC, LANG_DA, STR_INIT("Regler for møbler i gården"), {0}, {0}},
    {PERSON, 5, PUBLIC, LANG_DA, STR_INIT("Cykelsti Hansen"), {0}, {0}},
};

struct both {
    struct testing_store store;
    struct arena arena;
    int from, to; /* mass */
};
static struct both both;

static enum rc fill(struct db *db, void *data) {
    (void)data;
    for (size_t i = 0; i < COUNT(entries); i++) TRY(search_index(db, &both.arena, &entries[i]));
    return RC_OK;
}

static int set_up(void **state, enum testing_engine engine) {
    *state = NULL;
    if (!testing_has(engine)) return 0;
    testing_open(&both.store, engine, sets);
    arena_init(&both.arena, 64 * 1024 * 1024);
    assert_int_equal(database_write(both.store.database, fill, NULL), RC_OK);
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

/* "5 1" for the objects found. */
static const char *find(struct search_question question) {
    static char text[1024];
    struct db *db = NULL;
    struct search_answer answer;
    if (!question.kind) question.kind = INITIATIVE;
    if (!question.limit) question.limit = 100;
    assert_int_equal(db_read_begin(both.store.database, &db), RC_OK);
    assert_int_equal(search_find(db, &both.arena, &question, &answer), RC_OK);
    db_read_end(db);
    *text = '\0';
    for (size_t i = 0, n = 0; i < answer.n && n < sizeof text - 24; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%lld", i ? " " : "",
                              (long long)answer.v[i]);
    return text;
}

static void search__finds_words_in_any_form(void **state) {
    static const struct {
        const char *words, *found;
    } cases[] = {
        {"cykelsti", "5 1"},
        {"CYKELSTIERNE", "5 1"},
        {"cykel", "5 1"}, /* the beginning of a word */
        {"cy", "5 1"},
        {"c", ""},                /* too short for a beginning */
        {"cykel ærøskøbing", ""}, /* only the last word may be a beginning */
        {"ærøskøbing cykel", "1"},
        {"cykelsti barn", ""},
        {"children run", "3"},
        {"health", "3"},
        {"ålborg", "2"},
        {"aalborg", ""},
        {"grøn område", "2"},
        {"1e5", "2"},
        {"14", "2"},
        {"citat", "5"},
        {"anførsel", "5"},
        {"findes slet ikke", ""},
        {"", ""},
        {"  , . ", ""},
        {"' | true) --", ""},
        {"\" OR scope : \"7", ""},
        {"cykelsti'", "5 1"},
        {"\\", ""},
        {"b", "5"},
        {"regel", "6"}, /* Danish drops an e in the plural */
        {"møbel gård", "6"},
        {"møblerne", "6"},
    };
    if (!*state) skip();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *found = find((struct search_question){.words = str_from(cases[i].words)});
        if (strcmp(found, cases[i].found) != 0)
            fail_msg("\"%s\" found %s, not %s", cases[i].words, found, cases[i].found);
    }
}

static void search__keeps_kinds_and_scopes_apart(void **state) {
    if (!*state) skip();
    struct search_question question = {.words = STR("cykelsti"), .scope = MEMBERS};
    assert_string_equal(find(question), "4");
    question = (struct search_question){.words = STR("cykelsti"), .kind = PERSON};
    assert_string_equal(find(question), "5");
    question = (struct search_question){.words = STR("cykelsti 7"), .kind = INITIATIVE};
    assert_string_equal(find(question), "");
    question = (struct search_question){.words = STR("cykelsti"), .limit = 1};
    assert_string_equal(find(question), "5");
    question.before = 5;
    assert_string_equal(find(question), "1");
    question.before = 1;
    assert_string_equal(find(question), "");
}

static enum rc tag(struct db *db, void *data) {
    (void)data;
    for (int64_t i = 20; i < 26; i++) {
        const struct search_entry entry = {
            .kind = INITIATIVE,
            .object = i,
            .lang = LANG_DA,
            .text = STR("Springvand"),
            .stems = text_stems(&both.arena, LANG_DA, STR("Skulpturerne")),
            .tags = i % 2 ? STR("#theme1 #stage1") : STR("#theme2 #stage1")};
        TRY(search_index(db, &both.arena, &entry));
    }
    return search_set_scope(db, &both.arena, INITIATIVE, 25, MEMBERS);
}

static void search__filters_by_tags_and_walks_both_ways(void **state) {
    if (!*state) skip();
    struct search_question question = {.words = STR("springvand"), .tags = STR("#theme1 #stage1")};
    assert_string_equal(find((struct search_question){.words = STR("skulptur")}), "");
    assert_int_equal(database_write(both.store.database, tag, NULL), RC_OK);
    assert_string_equal(find((struct search_question){.words = STR("skulptur")}), "24 23 22 21 20");
    assert_string_equal(find(question), "23 21"); /* 25 is for members now */
    question.scope = MEMBERS;
    assert_string_equal(find(question), "25");
    question = (struct search_question){.words = STR("springvand"), .after = 20, .upwards = true};
    question.limit = 3;
    assert_string_equal(find(question), "21 22 23");
    question = (struct search_question){.words = STR("theme1")};
    assert_string_equal(find(question), ""); /* nobody can type a tag */
    question.words = STR("#theme1");
    assert_string_equal(find(question), "");
}

static enum rc change(struct db *db, void *data) {
    struct search_entry entry = entries[0];
    (void)data;
    entry.text = STR("Skoven");
    TRY(search_index(db, &both.arena, &entry));
    TRY(search_remove(db, INITIATIVE, 5));
    return search_tidy(db);
}

static void search__follows_changes(void **state) {
    if (!*state) skip();
    assert_int_equal(database_write(both.store.database, change, NULL), RC_OK);
    assert_string_equal(find((struct search_question){.words = STR("cykelsti")}), "");
    assert_string_equal(find((struct search_question){.words = STR("skov")}), "1");
}

/* Whatever is typed is a question, never an error, and finds the same on both engines. */
static void search__answers_the_same_to_any_input(void **state) {
    static const char *const parts[] = {"cykelsti", "\"", "'",     "*", " ",   "(",    ")",
                                        "|",        "&",  "!",     ":", "AND", "NOT",  "NEAR(",
                                        "-",        "\\", "stems", "{", "}",   "æ",    "\xcc\x8a",
                                        "🚲",        "c",  "^",     "+", "7",   "born", "y"};
    static char expected[400][64]; /* SQLite's answers, for PostgreSQL to repeat */
    uint32_t x = 7;
    if (!*state) skip();
    for (size_t i = 0; i < COUNT(expected); i++) {
        char words[128];
        size_t n = 0;
        for (int part = 0; part < 6; part++) {
            x = x * 1664525 + 1013904223;
            n += (size_t)snprintf(words + n, sizeof words - n, "%s",
                                  parts[(x >> 16) % COUNT(parts)]);
        }
        const char *found = find((struct search_question){.words = str_from(words)});
        if (both.store.engine == TESTING_SQLITE) snprintf(expected[i], 64, "%s", found);
        if (strcmp(expected[i], found) != 0)
            fail_msg("\"%s\" found %s, not %s", words, found, expected[i]);
    }
}

static enum rc fill_mass(struct db *db, void *data) {
    static const char *const words[] = {"vej",  "skole", "park",   "strand", "bibliotek",
                                        "hest", "havn",  "torvet", "bænk",   "ældre"};
    (void)data;
    for (int i = both.from; i < both.to; i++) {
        char text[160];
        snprintf(text, sizeof text, "kommunens %s og %s nummer sag%d, alle skal med på råd",
                 words[i % 10], words[i / 10 % 10], i);
        const struct search_entry entry = {.kind = INITIATIVE,
                                           .object = i + 10,
                                           .scope = i % 50 ? PUBLIC : MEMBERS,
                                           .lang = LANG_DA,
                                           .text = str_from(text),
                                           .tags = search_tag(&both.arena, "theme", i % 500)};
        TRY(search_index(db, &both.arena, &entry));
    }
    return RC_OK;
}

static void search__stays_fast_among_100000(void **state) {
    static const struct search_question questions[] = {
        {.words = STR_INIT("kommune")},
        {.words = STR_INIT("skole park")},
        {.words = STR_INIT("sag99")},
        {.words = STR_INIT("ko")},
        {.words = STR_INIT("råd bibliotek")},
        {.words = STR_INIT("kommune"), .tags = STR_INIT("#theme7")}, /* one in 500 has both */
        {.words = STR_INIT("kommune"), .tags = STR_INIT("#theme7"), .upwards = true},
    };
    if (!*state) skip();
    for (int i = 0; i < 100000; i += 10000) {
        both.from = i;
        both.to = i + 10000;
        assert_int_equal(database_write(both.store.database, fill_mass, NULL), RC_OK);
    }
    for (size_t i = 0; i < COUNT(questions); i++) {
        int64_t best = 1000000;
        for (int j = 0; j < 5; j++) {
            int64_t start = clock_monotonic_ms();
            struct search_question question = questions[i];
            question.limit = 20;
            const char *found = find(question);
            int64_t took = clock_monotonic_ms() - start;
            assert_true(strlen(found) > 10);
            if (took < best) best = took;
        }
        printf("  %s %s: %lld ms\n", questions[i].words.p, questions[i].tags.n ? "#" : "",
               (long long)best);
        assert_true(best < 200);
    }
}

#define ON_BOTH(test)                                                                              \
    {#test "__sqlite", test, on_sqlite, tear_down, NULL}, {                                        \
#test "__postgresql", test, on_pg, tear_down, NULL                                         \
    }

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_BOTH(search__finds_words_in_any_form),
        ON_BOTH(search__keeps_kinds_and_scopes_apart),
        ON_BOTH(search__follows_changes),
        ON_BOTH(search__answers_the_same_to_any_input),
        ON_BOTH(search__filters_by_tags_and_walks_both_ways),
        ON_BOTH(search__stays_fast_among_100000),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

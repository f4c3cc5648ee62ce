/* Reading SQL: rewriting, tokens, and the rules of the common dialect. */
#include "platform/db_inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1024 * 1024);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static const char *rewritten(const char *sql) {
    struct buf out;
    buf_init(&out, &arena, 65536);
    sql_for_sqlite(&out, str_from(sql));
    buf_add_char(&out, '\0');
    return out.p;
}

static void parameters__are_rewritten_outside_quotes_and_comments(void **state) {
    (void)state;
    assert_string_equal(rewritten("a=$2 AND b=$1"), "a=?2 AND b=?1");
    assert_string_equal(rewritten("'$1' || \"$2\" || $3"), "'$1' || \"$2\" || ?3");
    assert_string_equal(rewritten("'it''s $1' $1"), "'it''s $1' ?1");
    assert_string_equal(rewritten("-- $1\n$1 /* $2 '*/ $2"), "-- $1\n?1 /* $2 '*/ ?2");
    assert_string_equal(rewritten("$12,$1"), "?12,?1");
    assert_string_equal(rewritten("x$1 $ $a"), "x?1 $ $a");
    assert_string_equal(rewritten("'open $1"), "'open $1");
    assert_string_equal(rewritten("/* open $1"), "/* open $1");
    assert_string_equal(rewritten("--"), "--");
    assert_string_equal(rewritten("'"), "'");
}

static void pieces__are_every_byte_once(void **state) {
    static const char *const samples[] = {"SELECT 'a''b', \"c\" FROM t WHERE x=$1 -- end",
                                          "$$1'\"--", "/**/ /*", "@pk @@ a@b 1.5e3", "æ_1='ø'"};
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct str rest = str_from(samples[i]), at = rest;
        struct sql_piece piece;
        while (sql_next(&rest, &piece)) {
            assert_ptr_equal(piece.text.p, at.p);
            assert_true(piece.text.n > 0);
            at = rest;
        }
        assert_int_equal(rest.n, 0);
    }
}

static enum rc expand(const char *sql, enum sql_engine engine, struct str *out) {
    struct buf buf;
    struct str fault = {0};
    buf_init(&buf, &arena, 65536);
    enum rc rc = sql_expand(&buf, str_from(sql), engine, &fault);
    *out = rc == RC_OK ? buf_str(&buf) : fault;
    return rc;
}

static void tokens__become_each_engines_words(void **state) {
    struct str out;
    (void)state;
    assert_int_equal(expand("id @pk, n @int, '@int' -- @int\n@norowid", SQL_FOR_SQLITE, &out),
                     RC_OK);
    assert_true(str_is(
        out, STR("id INTEGER PRIMARY KEY, n INTEGER, '@int' -- @int\nSTRICT, WITHOUT ROWID")));
    assert_int_equal(expand("b @blob, r @real) @strict", SQL_FOR_PG, &out), RC_OK);
    assert_true(str_is(out, STR("b BYTEA, r DOUBLE PRECISION) ")));
    assert_int_equal(expand("a @if_pg b @end @if_sqlite c @end d", SQL_FOR_PG, &out), RC_OK);
    assert_true(str_is(out, STR("a  b   d")));
    assert_int_equal(expand("x @wrong", SQL_FOR_PG, &out), RC_INVALID);
    assert_true(str_is(out, STR("@wrong")));
    assert_int_equal(expand("@if_pg x", SQL_FOR_SQLITE, &out), RC_INVALID);
    assert_int_equal(expand("@end", SQL_FOR_SQLITE, &out), RC_INVALID);
    assert_int_equal(expand("@if_pg @if_sqlite @end", SQL_FOR_SQLITE, &out), RC_INVALID);
}

static void params__are_counted_and_gaps_found(void **state) {
    bool gap = true;
    (void)state;
    assert_int_equal(sql_params(STR("SELECT 1"), &gap), 0);
    assert_false(gap);
    assert_int_equal(sql_params(STR("$2 $1 $2 '$9'"), &gap), 2);
    assert_false(gap);
    assert_int_equal(sql_params(STR("$1 $3"), &gap), 3);
    assert_true(gap);
}

/* --- Lint --- */

static void remember(void *data, const char *text) {
    snprintf(data, 256, "%s", text);
}

static size_t lint(struct db_query query, char *said) {
    const struct db_query *const list[] = {&query};
    struct db_queries queries = DB_QUERIES("test", list);
    const struct db_queries *const sets[] = {&queries, NULL};
    struct db_report report = {remember, said};
    query.name = "q";
    *said = '\0';
    return db_lint_queries(sets, &report);
}

static void lint__finds_what_the_engines_do_differently(void **state) {
    static const char *const wrong[] = {
        "SELECT id FROM t WHERE name LIKE 'a'",
        "SELECT lower(name) FROM t",
        "SELECT max(a, b) FROM t",
        "SELECT min((a), (b + 1)) FROM t",
        "SELECT string_agg(a, ',') FROM t",
        "SELECT a::text FROM t",
        "SELECT a->'b' FROM t",
        "SELECT id FROM t WHERE is_on = TRUE",
        "SELECT id FROM t WHERE id = ANY (x)",
        "SELECT id FROM t WHERE id == 1",
        "WITH x AS (DELETE FROM t RETURNING id) SELECT id FROM x",
        "SELECT now()",
        "SELECT avg(x) FROM t",
        "SELECT rowid FROM t",
        "SELECT id FROM t WHERE id = ?1",
    };
    char said[256];
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct db_query query = {.sql = wrong[i], .params = "", DB_ROW_I64};
        if (lint(query, said) == 0) fail_msg("not found: %s", wrong[i]);
    }
}

static void lint__lets_the_common_subset_pass(void **state) {
    static const char *const right[] = {
        "SELECT max(a) FROM t WHERE b IN (1, 2)",
        "SELECT min(coalesce(a, 0)) FROM t",
        "SELECT count(*) FILTER (WHERE a = 1) FROM t",
        "SELECT 'LIKE now()' FROM t -- lower()",
        "WITH x AS (SELECT id FROM t) SELECT id FROM x WHERE (id) > 0",
        "SELECT a - b > 0 FROM t WHERE a <> b AND a >= b",
        "SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST) FROM t",
    };
    char said[256];
    (void)state;
    for (size_t i = 0; i < COUNT(right); i++) {
        struct db_query query = {.sql = right[i], .params = "", DB_ROW_I64};
        if (lint(query, said) != 0) fail_msg("%s: %s", right[i], said);
    }
}

static void lint__compares_declaration_and_text(void **state) {
    char said[256];
    (void)state;
    assert_int_equal(lint((struct db_query){.sql = "SELECT $1", .params = "", DB_ROW_I64}, said),
                     1);
    assert_int_equal(lint((struct db_query){.sql = "SELECT $2", .params = "ii", DB_ROW_I64}, said),
                     1);
    assert_int_equal(lint((struct db_query){.sql = "SELECT $1", .params = "x", DB_ROW_I64}, said),
                     1);
    assert_int_equal(lint((struct db_query){.sql = "DELETE FROM t", .params = ""}, said), 1);
    assert_int_equal(
        lint((struct db_query){.sql = "SELECT 1", .params = "", DB_ROW_I64, .writes = true}, said),
        1);
    assert_int_equal(
        lint((struct db_query){.sql = "DELETE FROM t RETURNING id", .params = "", .writes = true},
             said),
        1);
    assert_int_equal(
        lint((struct db_query){.sql = "DELETE FROM t", .params = "", DB_ROW_I64, .writes = true},
             said),
        1);
    assert_int_equal(lint((struct db_query){.params = "", .pg = "SELECT 1", DB_ROW_I64}, said), 1);
}

static void lint__wants_tokens_in_migrations(void **state) {
    static const struct migration list[] = {
        {"001-raw", "CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB);"},
        {"002-good", "CREATE TABLE t (id @pk, note TEXT NOT NULL CHECK (note <> 'INTEGER')) "
                     "@strict; @if_sqlite PRAGMA x; @end"},
        {"003-late", "ALTER TABLE t ADD COLUMN x @int REFERENCES u (id) DEFERRABLE;"},
    };
    static const struct migration_set set = {"test", list, COUNT(list)};
    static const struct migration_set *const sets[] = {&set, NULL};
    char said[256] = "";
    struct db_report report = {remember, said};
    (void)state;
    assert_int_equal(db_lint_migrations(sets, &report), 3);
    assert_non_null(strstr(said, "003-late"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters__are_rewritten_outside_quotes_and_comments),
        cmocka_unit_test(pieces__are_every_byte_once),
        cmocka_unit_test(tokens__become_each_engines_words),
        cmocka_unit_test(params__are_counted_and_gaps_found),
        cmocka_unit_test(lint__finds_what_the_engines_do_differently),
        cmocka_unit_test(lint__lets_the_common_subset_pass),
        cmocka_unit_test(lint__compares_declaration_and_text),
        cmocka_unit_test(lint__wants_tokens_in_migrations),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* Tests of Markdown: what people write comes out, what attackers write does not. */
#include "platform/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1 << 24);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static const char *render(const char *source, int top) {
    struct html html;
    assert_int_equal(markdown_html(&arena, str_from(source), top, &html), RC_OK);
    return str_copy(&arena, html.text).p;
}

static void markdown__writes_the_usual_shapes(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"Hej *du* **der**", "<p>Hej <em>du</em> <strong>der</strong></p>\n"},
        {"- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
        {"3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
        {"- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"},
        {"> a\n\n---", "<blockquote><p>a</p>\n</blockquote>\n<hr>\n"},
        {"    a < b", "<pre><code>a &lt; b\n</code></pre>\n"},
        {"`a & b`  \nc", "<p><code>a &amp; b</code><br>\nc</p>\n"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(render(cases[i].in, 2), cases[i].out);
}

static void headings__begin_at_the_level_of_the_page(void **state) {
    (void)state;
    assert_string_equal(render("# a\n## b", 3), "<h3>a</h3>\n<h4>b</h4>\n");
    assert_string_equal(render("### a\n###### b", 2), "<h2>a</h2>\n<h5>b</h5>\n");
    assert_string_equal(render("## a\n> # b", 3),
                        "<h3>a</h3>\n<blockquote><h3>b</h3>\n</blockquote>\n");
    assert_string_equal(render("# a\n###### b", 4), "<h4>a</h4>\n<h6>b</h6>\n");
}

static void links__keep_only_harmless_addresses(void **state) {
    (void)state;
    assert_string_equal(
        render("[a](https://b.example/?x=1&y=2 \"t\")", 2),
        "<p><a href=\"https://b.example/?x=1&amp;y=2\" rel=\"nofollow ugc\">a</a></p>\n");
    static const char *const bad[] = {
        "[a](javascript:alert(1))",        "[a](//evil.example)",   "[a](/me/delete)",
        "[a](data:text/html;base64,PHN2)", "[a](JaVaScRiPt:x)",     "[a](vbscript:x)",
        "[a](&#106;avascript:x)",          "[a](<java\tscript:x>)", "[a]( \x01javascript:x)"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        const char *html = render(bad[i], 2);
        assert_null(strstr(html, "<a"));
        assert_null(strstr(html, "href"));
        assert_non_null(strchr(html, 'a'));
    }
}

static void pictures__become_links(void **state) {
    (void)state;
    assert_string_equal(
        render("![Parken](https://b.example/p.jpg)", 2),
        "<p><a href=\"https://b.example/p.jpg\" rel=\"nofollow ugc\">Parken</a></p>\n");
    const char *nested = render("[![x](https://a.example/i)](https://b.example)", 2);
    assert_null(strstr(nested, "a.example"));
    assert_null(strstr(nested, "<img"));
    assert_null(strstr(render("![x](data:image/png;base64,AA)", 2), "data:"));
}

static void raw_html__is_dropped(void **state) {
    (void)state;
    static const char *const sources[] = {"<script>alert(1)</script>", "a <b onclick=x>c</b>",
                                          "<img src=x onerror=y>",     "<!-- x -->",
                                          "<style>*{}</style>",        "<svg/onload=x>"};
    for (size_t i = 0; i < COUNT(sources); i++) {
        const char *html = render(sources[i], 2);
        assert_null(strstr(html, "script>"));
        assert_null(strstr(html, "<b"));
        assert_null(strstr(html, "<img"));
        assert_null(strstr(html, "<svg"));
        assert_null(strstr(html, "<style"));
        assert_null(strstr(html, "<!--"));
    }
}

static void markdown__refuses_what_is_too_long_too_deep_or_not_text(void **state) {
    (void)state;
    static char text[MARKDOWN_LONGEST + 1];
    struct html html;
    memset(text, 'a', sizeof text);
    assert_int_equal(markdown_html(&arena, (struct str){text, sizeof text}, 2, &html), RC_LIMIT);
    assert_int_equal(markdown_html(&arena, (struct str){text, sizeof text - 1}, 2, &html), RC_OK);
    memset(text, '>', sizeof text);
    assert_int_equal(markdown_html(&arena, (struct str){text, MARKDOWN_LONGEST}, 2, &html),
                     RC_LIMIT);
    assert_int_equal(markdown_html(&arena, STR("\xFF"), 2, &html), RC_INVALID);
    assert_int_equal(markdown_html(&arena, STR("a\0b"), 2, &html), RC_INVALID);
}

static void markdown_excerpt__cuts_at_a_word_and_drops_the_markup(void **state) {
    (void)state;
    struct str text;
    const char *source = "# Parken\n\nEn **m\xC3\xB8rk** [sti](https://a.example).\n\n- a\n- b";
    assert_int_equal(markdown_excerpt(&arena, str_from(source), 100, &text), RC_OK);
    assert_true(str_is(text, STR("Parken En m\xC3\xB8rk sti. a b")));
    assert_int_equal(markdown_excerpt(&arena, str_from(source), 16, &text), RC_OK);
    assert_true(str_is(text, STR("Parken En m\xC3\xB8rk\xE2\x80\xA6")));
    assert_int_equal(markdown_excerpt(&arena, STR("abcdef"), 3, &text), RC_OK);
    assert_true(str_is(text, STR("abc\xE2\x80\xA6")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(markdown__writes_the_usual_shapes),
        TEST(headings__begin_at_the_level_of_the_page),
        TEST(links__keep_only_harmless_addresses),
        TEST(pictures__become_links),
        TEST(raw_html__is_dropped),
        TEST(markdown__refuses_what_is_too_long_too_deep_or_not_text),
        TEST(markdown_excerpt__cuts_at_a_word_and_drops_the_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

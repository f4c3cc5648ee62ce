/* Tests of the shared pieces of pages: form fields, summaries, paging, error pages, the frame. */
#include "kit/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "templates.h"

struct fixture {
    struct arena arena;
    struct buf out;
    struct page page;
};

static int set_up(void **state) {
    static struct fixture fixture;
    arena_init(&fixture.arena, 1 << 20);
    buf_init(&fixture.out, &fixture.arena, 1 << 18);
    fixture.page = (struct page){.out = &fixture.out,
                                 .lang = LANG_DA,
                                 .prefix = STR_INIT("/da"),
                                 .form_token = STR_INIT("t\"k")};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    arena_release(&f->arena);
    return 0;
}

/* What was written since the last call, as a C string. */
static const char *written(struct fixture *f) {
    assert_true(buf_ok(&f->out));
    const char *text = str_copy(&f->arena, buf_str(&f->out)).p;
    f->out.n = 0;
    return text;
}

static void form_field__keeps_the_input_and_ties_hint_and_error_to_it(void **state) {
    struct fixture *f = *state;
    const struct form_field field = {.name = STR("title"),
                                     .label_text = STR("Titel"),
                                     .value = STR("\"><script>"),
                                     .hint_text = STR("Kort"),
                                     .error = STR("For lang"),
                                     .required = true};
    form_field_html(&f->page, &field);
    const char *html = written(f);
    assert_non_null(strstr(html, "value=\"&quot;&gt;&lt;script&gt;\""));
    assert_non_null(strstr(html, "aria-invalid=\"true\""));
    assert_non_null(strstr(html, "aria-describedby=\"title-hint title-error\""));
    assert_non_null(strstr(html, "id=\"title-hint\""));
    assert_non_null(strstr(html, "id=\"title-error\""));
    assert_non_null(strstr(html, " required"));
}

static void textarea__keeps_a_first_line_break_of_the_text(void **state) {
    struct fixture *f = *state;
    const struct form_field field = {
        .name = STR("t"), .is_area = true, .value = STR("\n  a\n\n b")};
    form_field_html(&f->page, &field);
    assert_non_null(strstr(written(f), ">\n\n  a\n\n b</textarea>"));
}

static void error_page__has_words_for_every_status(void **state) {
    (void)state;
    static const int known[] = {400, 403, 404, 409, 413, 422, 429, 500, 503};
    for (size_t i = 0; i < COUNT(known); i++) {
        struct error_page page = error_page_for(known[i]);
        assert_int_equal(page.status, known[i]);
        assert_true(page.title != T_none && page.what != T_none && page.todo != T_none);
        if (known[i] != 400 && known[i] != 500) {
            assert_int_not_equal(page.title, T_error_400);
            assert_int_not_equal(page.title, T_error_500);
        }
    }
    assert_int_equal(error_page_for(418).title, T_error_400);
    assert_int_equal(error_page_for(418).status, 418);
    assert_int_equal(error_page_for(599).title, T_error_500);
}

static void error_summary__links_to_each_field_and_is_absent_without_errors(void **state) {
    struct fixture *f = *state;
    const struct error_summary none = {0};
    error_summary_html(&f->page, &none);
    assert_null(strchr(written(f), '<'));
    static const struct summary_error errors[] = {{STR_INIT("title"), STR_INIT("For <lang>")}};
    const struct error_summary one = {.errors = {errors, 1}};
    error_summary_html(&f->page, &one);
    const char *html = written(f);
    assert_non_null(strstr(html, "<a href=\"#title\">For &lt;lang&gt;</a>"));
    assert_non_null(strstr(html, "1 ting skal rettes"));
}

static void options__belong_to_their_group_and_keep_the_choice(void **state) {
    struct fixture *f = *state;
    static const struct field_option options[] = {
        {.value = STR_INIT("a"), .label_text = STR_INIT("A")},
        {.value = STR_INIT("b"), .label_text = STR_INIT("B"), .chosen = true}};
    const struct form_field field = {
        .name = STR("pick"), .label_text = STR("V"), .is_choice = true, .options = {options, 2}};
    form_field_html(&f->page, &field);
    const char *html = written(f);
    assert_non_null(strstr(html, "<legend"));
    assert_non_null(strstr(html, "id=\"pick-a\" name=\"pick\" value=\"a\">"));
    assert_non_null(strstr(html, "id=\"pick-b\" name=\"pick\" value=\"b\" checked>"));
    assert_non_null(strstr(html, "<label class=\"form-label\" for=\"pick-b\">B</label>"));
}

static void pager__shows_only_the_ways_there_are(void **state) {
    struct fixture *f = *state;
    const struct pager pager = {.next = url_format(&f->arena, "/i?after=%s", 9)};
    pager_html(&f->page, &pager);
    const char *html = written(f);
    assert_non_null(strstr(html, "rel=\"next\" href=\"/da/i?after=9\""));
    assert_null(strstr(html, "rel=\"prev\""));
}

static void layout__tells_language_title_and_the_same_page_in_the_other_language(void **state) {
    struct fixture *f = *state;
    const struct layout_language *languages =
        layout_languages(&f->arena, LANG_DA, url_format(&f->arena, "/i/new"));
    const struct layout layout = {.title = STR("<Nyt>"),
                                  .site_name = STR("Lindevig"),
                                  .body = HTML_LITERAL("<h1>x</h1>"),
                                  .languages = {languages, LANG__N},
                                  .sign_in_url = url_format(&f->arena, "/sign-in"),
                                  .accessibility_url = url_format(&f->arena, "/was")};
    layout_html(&f->page, &layout);
    const char *html = written(f);
    assert_non_null(strstr(html, "<html lang=\"da\">"));
    assert_non_null(strstr(html, "<title>&lt;Nyt&gt; \xE2\x80\x93 Lindevig</title>"));
    assert_non_null(strstr(html, "hreflang=\"en\" href=\"/en/i/new\""));
    assert_non_null(strstr(html, "href=\"/da/sign-in\""));
    assert_non_null(strstr(html, "<h1>x</h1>"));
    assert_non_null(strstr(html, "href=\"/da/was\""));
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "style="));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(form_field__keeps_the_input_and_ties_hint_and_error_to_it),
        TEST(textarea__keeps_a_first_line_break_of_the_text),
        TEST(error_page__has_words_for_every_status),
        TEST(error_summary__links_to_each_field_and_is_absent_without_errors),
        TEST(options__belong_to_their_group_and_keep_the_choice),
        TEST(pager__shows_only_the_ways_there_are),
        TEST(layout__tells_language_title_and_the_same_page_in_the_other_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of escaping, addresses and embedded files. */
#include "platform/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "platform/assets.h"

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

static void page_put_str__escapes_what_html_reads_and_replaces_what_it_forbids(void **state) {
    struct fixture *f = *state;
    static const struct {
        struct str in;
        const char *out;
    } cases[] = {
        {STR_INIT(""), ""},
        {STR_INIT("plain"), "plain"},
        {STR_INIT("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c&#39;"},
        {STR_INIT("bl\xC3\xA5 \xF0\x9F\x8C\xB1"), "bl\xC3\xA5 \xF0\x9F\x8C\xB1"},
        {STR_INIT("\t\n\r"), "\t\n\r"},
        {STR_INIT("a\0b"), "a\xEF\xBF\xBD"
                           "b"},
        {STR_INIT("\x1B\x7F"), "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {STR_INIT("\xC2\x85"), "\xEF\xBF\xBD\xEF\xBF\xBD"},   /* C1 control */
        {STR_INIT("\xC0\xBC"), "\xEF\xBF\xBD\xEF\xBF\xBD"},   /* overlong "<" */
        {STR_INIT("x\xE2\x82"), "x\xEF\xBF\xBD\xEF\xBF\xBD"}, /* cut sequence */
        {STR_INIT("\xE2<"), "\xEF\xBF\xBD&lt;"}, /* a lead byte never eats what follows */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        page_put_str(&f->page, cases[i].in);
        assert_string_equal(written(f), cases[i].out);
    }
}

static void page_put__writes_integers_whole(void **state) {
    struct fixture *f = *state;
    PAGE_PUT(&f->page, INT64_MIN);
    assert_string_equal(written(f), "-9223372036854775808");
    PAGE_PUT(&f->page, UINT64_MAX);
    assert_string_equal(written(f), "18446744073709551615");
    page_put_count(&f->page, 1234567);
    assert_string_equal(written(f), "1.234.567");
}

static void page_form_token__writes_the_hidden_field_escaped(void **state) {
    struct fixture *f = *state;
    page_form_token(&f->page);
    assert_string_equal(written(f), "<input type=\"hidden\" name=\"token\" value=\"t&quot;k\">");
}

static void url_format__encodes_each_value_and_cannot_climb(void **state) {
    struct fixture *f = *state;
    struct url url =
        url_format(&f->arena, "/i/%s/x?q=%s&n=%s", STR("a/b?c#d"), STR("\xC3\xA5 &"), (int64_t)-7);
    assert_true(str_is(url.path, STR("/i/a%2Fb%3Fc%23d/x?q=%C3%A5%20%26&n=-7")));
    assert_true(str_is(url_format(&f->arena, "/i/%s/x", STR("..")).path, STR("/i/-/x")));
    assert_true(str_is(url_format(&f->arena, "/").path, STR("/")));
}

static void page_put_url__puts_the_language_before_our_own_addresses_only(void **state) {
    struct fixture *f = *state;
    struct url own = url_format(&f->arena, "/i?a=%s&b=1", 2);
    page_put_url(&f->page, own);
    assert_string_equal(written(f), "/da/i?a=2&amp;b=1");
    page_put_url(&f->page, url_in_language(&f->arena, LANG_EN, own));
    assert_string_equal(written(f), "/en/i?a=2&amp;b=1");
    page_put_url(&f->page, url_absolute(&f->arena, STR("https://s.example"), own));
    assert_string_equal(written(f), "https://s.example/i?a=2&amp;b=1");
    page_put_url(&f->page, (struct url){.path = STR("/static/a.css")});
    assert_string_equal(written(f), "/static/a.css");
    page_put_url(&f->page, (struct url){0});
    assert_string_equal(written(f), "");
}

static void url_of_path__never_makes_another_sites_address(void **state) {
    struct fixture *f = *state;
    static const struct {
        struct str in;
        struct str out;
    } cases[] = {
        {STR_INIT("/i/2?page=3&q=a%20b"), STR_INIT("/i/2?page=3&q=a%20b")},
        {STR_INIT("//evil.example/x"), STR_INIT("/%2Fevil.example/x")},
        {STR_INIT("/\\evil.example"), STR_INIT("/%5Cevil.example")},
        {STR_INIT("https://evil.example"), STR_INIT("/https://evil.example")},
        {STR_INIT("/a\r\nSet-Cookie: x"), STR_INIT("/a%0D%0ASet-Cookie:%20x")},
        {STR_INIT(""), STR_INIT("/")},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct url url = url_of_path(&f->arena, cases[i].in);
        assert_true(str_is(url.path, cases[i].out));
    }
}

static void url_external__lets_only_harmless_schemes_through(void **state) {
    struct fixture *f = *state;
    static const char *const good[] = {"https://a.example/x?y#z", "HTTP://a.example",
                                       "mailto:a@b.example", "tel:+4512345678",
                                       "https://\xC3\xA5.example/"};
    static const char *const bad[] = {"",
                                      "javascript:alert(1)",
                                      "data:text/html,x",
                                      "//evil.example",
                                      "/inside",
                                      "https://",
                                      "https:///x",
                                      "https://a b",
                                      "https://a\"b",
                                      "vbscript:x",
                                      " https://a",
                                      "https://a<b",
                                      "java\nscript:x",
                                      "mailto:",
                                      "https://?x",
                                      "https://a\xFF"};
    struct url url;
    for (size_t i = 0; i < COUNT(good); i++)
        assert_int_equal(url_external(&f->arena, str_from(good[i]), &url), RC_OK);
    assert_true(str_is(url.path, STR("https://%C3%A5.example/")));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(url_external(&f->arena, str_from(bad[i]), &url), RC_INVALID);
}

static void url_phone_and_mail__refuse_what_cannot_be_dialled_or_written_to(void **state) {
    struct fixture *f = *state;
    assert_true(str_is(url_phone(&f->arena, STR("+45 12 34 56 78")).path, STR("tel:+4512345678")));
    assert_int_equal(url_phone(&f->arena, STR("call me")).path.n, 0);
    assert_int_equal(url_phone(&f->arena, STR("12+3")).path.n, 0);
    assert_true(str_is(url_mail(&f->arena, STR("a+b@c.dk")).path, STR("mailto:a+b@c.dk")));
    assert_true(str_is(url_mail(&f->arena, STR("a@b?cc=x")).path, STR("mailto:a@b%3Fcc%3Dx")));
    assert_int_equal(url_mail(&f->arena, STR("nobody")).path.n, 0);
}

static void assets__are_all_found_by_name_and_nothing_else_is(void **state) {
    (void)state;
    struct asset asset;
    size_t n = 0;
    bool css = false;
    for (struct str name; (name = assets_name(n)).n; n++) {
        assert_true(assets_find(name, &asset));
        assert_true(asset.bytes.n > 0 && asset.type.n > 0 && asset.etag.n == 14);
        if (n) assert_true(str_compare(assets_name(n - 1), name) < 0);
        if (!str_is(asset.type, STR("text/css; charset=utf-8"))) continue;
        css = true;
        assert_memory_equal(asset.gzip.p, "\x1F\x8B", 2);
        assert_true(asset.brotli.n > 0 && asset.brotli.n < asset.gzip.n);
    }
    assert_true(n > 5 && css);
    assert_false(assets_find(STR(""), &asset));
    assert_false(assets_find(STR("../secret"), &asset));
    assert_false(assets_find(STR("zzz"), &asset));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(page_put_str__escapes_what_html_reads_and_replaces_what_it_forbids),
        TEST(page_put__writes_integers_whole),
        TEST(page_form_token__writes_the_hidden_field_escaped),
        TEST(url_format__encodes_each_value_and_cannot_climb),
        TEST(page_put_url__puts_the_language_before_our_own_addresses_only),
        TEST(url_of_path__never_makes_another_sites_address),
        TEST(url_external__lets_only_harmless_schemes_through),
        TEST(url_phone_and_mail__refuse_what_cannot_be_dialled_or_written_to),
        TEST(assets__are_all_found_by_name_and_nothing_else_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

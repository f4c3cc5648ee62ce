/* Routes, forms, paging, sessions and limits, with a request that no network made. */
#include "kit/limit.h"
#include "kit/origin.h"
#include "kit/paging.h"
#include "kit/walk.h"
#include "platform/http_url.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct site site;
static struct server server;
static struct walk walk;
static struct request *const request = &walk.request;

static int begin(void **state) {
    static unsigned char secret[32] = {1, 2, 3};
    (void)state;
    arena_init(&arena, 4 * 1024 * 1024);
    site = (struct site){.secret = secret};
    walk = (struct walk){.server = &server};
    walk.request = (struct request){.arena = &arena,
                                    .site = &site,
                                    .now = INT64_C(1800000000000),
                                    .path = STR("/list"),
                                    .lang = LANG_EN,
                                    .query = &walk.query,
                                    .form = &walk.form,
                                    .answer = &walk.answer,
                                    .walk = &walk};
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static void assert_str(const char *wanted, struct str got) {
    if (!str_is(str_from(wanted), got)) print_error("got \"%.*s\"\n", STR_ARG(got));
    assert_true(str_is(str_from(wanted), got));
}

/* ---- routes ---- */

static enum rc nothing(struct request *unused) {
    (void)unused;
    return RC_OK;
}

#define ROUTE(m, p)                                                                                \
    { .method = (m), .path = (p), .answer = nothing }
static const struct route some_routes[] = {
    ROUTE(GET, "/"),
    ROUTE(GET, "/i"),
    ROUTE(POST, "/i"),
    ROUTE(GET, "/i/new"),
    ROUTE(GET, "/i/:initiative"),
    ROUTE(GET, "/i/:initiative/log/:entry"),
    ROUTE(GET, "/i/:initiative/budget/:activity"),
    ROUTE(POST, "/i/:initiative/budget/:activity"),
    ROUTE(GET, "/i/:initiative/budget/new"),
    ROUTE(GET, "/link/:token"),
    ROUTE(POST, "/link/:token/yes"),
    ROUTE(GET, "/a/b/c/d/e/f/g/h"),
};
static const struct feature more = {"more", some_routes, 6, NULL, NULL, NULL};
static const struct feature rest = {"rest", some_routes + 6, COUNT(some_routes) - 6, NULL, NULL,
                                    NULL};
static const struct feature *const some_features[] = {&rest, &more, NULL};

static void router__finds_the_most_literal_route(void **state) {
    static const struct {
        enum method method;
        const char *path;
        const char *route; /* NULL: none */
        unsigned methods;
    } cases[] = {
        {GET, "/", "/", 1},
        {GET, "/i", "/i", 3},
        {POST, "/i", "/i", 3},
        {POST, "/", NULL, 1},
        {GET, "/i/new", "/i/new", 1},
        {POST, "/i/new", NULL, 1},
        {GET, "/i/000000000001a", "/i/:initiative", 1},
        {GET, "/i/000000000001a/log/7", "/i/:initiative/log/:entry", 1},
        {GET, "/i/000000000001a/budget/000000000001b", "/i/:initiative/budget/:activity", 3},
        {POST, "/i/000000000001a/budget/000000000001b", "/i/:initiative/budget/:activity", 3},
        {GET, "/i/000000000001a/budget/new", "/i/:initiative/budget/new", 1},
        {GET, "/link/secret", "/link/:token", 1},
        {GET, "/link/secret/yes", NULL, 2},
        {GET, "/a/b/c/d/e/f/g/h", "/a/b/c/d/e/f/g/h", 1},
        {GET, "/a/b/c/d/e/f/g/h/", NULL, 0},
        {GET, "/a/b/c/d/e/f/g/h/i", NULL, 0},
        {GET, "/i/", NULL, 0},
        {GET, "//", NULL, 0},
        {GET, "/link/", NULL, 0},
        {GET, "/i/zzz", NULL, 0},
        {GET, "/i/0000000000000", NULL, 0},
        {GET, "/I", NULL, 0},
    };
    struct router *router = router_new(&arena, some_features);
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct router_match match;
        router_find(router, cases[i].method, str_from(cases[i].path), &match);
        const char *got = match.route ? match.route->path : NULL;
        if (!got != !cases[i].route || match.methods != cases[i].methods)
            print_error("%s: %s %u\n", cases[i].path, got ? got : "none", match.methods);
        assert_int_equal(cases[i].methods, match.methods);
        assert_true(!got == !cases[i].route);
        if (got) assert_string_equal(cases[i].route, got);
    }
}

static void router__names_objects_and_parameters(void **state) {
    struct router_match match;
    struct router *router = router_new(&arena, some_features);
    (void)state;
    router_find(router, GET, STR("/i/000000000001a/log/\xC3\xA6"), &match);
    assert_int_equal(OBJECT_INITIATIVE, match.objects[0].kind);
    assert_int_equal(42, match.objects[0].public_id);
    assert_int_equal(OBJECT_NONE, match.objects[1].kind);
    assert_str("entry", match.params[0].name);
    assert_str("\xC3\xA6", match.params[0].value);
}

static void router__knows_the_largest_upload(void **state) {
    static const struct route routes[] = {{.path = "/a", .upload_max = 7}, {.path = "/b"}};
    static const struct feature feature = {.routes = routes, .n_routes = 2};
    static const struct feature *const features[] = {&feature, NULL};
    (void)state;
    assert_int_equal(7, router_upload_max(router_new(&arena, features)));
}

/* ---- forms ---- */

struct draft {
    struct str line, text, mail, phone, secret;
    int choice;
    bool check;
    int64_t number;
    uint64_t id;
};

static const char *const choices[] = {"one", "two", NULL};
static const enum text_id labels[] = {T_form_required, T_form_choose};
static const struct field fields[] = {
    {.name = "line",
     .kind = FIELD_LINE,
     .min = 2,
     .max = 5,
     .label = T_form_check,
     .offset = offsetof(struct draft, line)},
    {.name = "text", .kind = FIELD_TEXT, .offset = offsetof(struct draft, text)},
    {.name = "mail", .kind = FIELD_MAIL, .offset = offsetof(struct draft, mail)},
    {.name = "phone", .kind = FIELD_PHONE, .offset = offsetof(struct draft, phone)},
    {.name = "secret", .kind = FIELD_SECRET, .offset = offsetof(struct draft, secret)},
    {.name = "choice",
     .kind = FIELD_CHOICE,
     .choices = choices,
     .labels = labels,
     .offset = offsetof(struct draft, choice)},
    {.name = "check", .kind = FIELD_CHECK, .offset = offsetof(struct draft, check)},
    {.name = "number",
     .kind = FIELD_NUMBER,
     .min = -3,
     .max = 9,
     .offset = offsetof(struct draft, number)},
    {.name = "id", .kind = FIELD_ID, .offset = offsetof(struct draft, id)},
};

static enum rc read_body(const char *body, struct draft *draft) {
    walk.form = (struct form){.n_problems = 0};
    assert_int_equal(RC_OK, http_pairs_parse(&arena, str_from(body), &walk.form.pairs));
    *draft = (struct draft){.number = 5};
    return form_read(request, fields, COUNT(fields), draft);
}

static void form__reads_every_kind(void **state) {
    struct draft draft;
    (void)state;
    assert_int_equal(RC_OK, read_body("line=+%c3%a6bc+&text=a%0d%0ab%0dc%0A&mail=+Anna@Eksempel.DK"
                                      "&phone=%2b45+12+34&secret=+s%0d%0a+&choice=two&check=1"
                                      "&number=-3&id=000000000001a&token=x&next=/y",
                                      &draft));
    assert_str("\xC3\xA6"
               "bc",
               draft.line);
    assert_str("a\nb\nc", draft.text);
    assert_str("anna@eksempel.dk", draft.mail);
    assert_str("+45 12 34", draft.phone);
    assert_str(" s\r\n ", draft.secret);
    assert_int_equal(1, draft.choice);
    assert_true(draft.check);
    assert_int_equal(-3, draft.number);
    assert_int_equal(42, draft.id);
}

static void form__leaves_defaults_where_nothing_was_sent(void **state) {
    struct draft draft;
    (void)state;
    assert_int_equal(RC_OK, read_body("number=&choice=&id=", &draft));
    assert_int_equal(5, draft.number);
    assert_int_equal(0, draft.line.n);
    assert_false(draft.check);
}

static void form__names_the_field_that_is_wrong(void **state) {
    static const struct {
        const char *body, *field;
    } cases[] = {
        {"line=abcdef", "line"},
        {"line=a", "line"},
        {"line=a%0ab", "line"},
        {"line=a%c2%85b", "line"},
        {"text=a%01b", "text"},
        {"text=a%7fb", "text"},
        {"mail=anna", "mail"},
        {"mail=@a.dk", "mail"},
        {"mail=a@b", "mail"},
        {"mail=a@b@c.dk", "mail"},
        {"mail=a+b@c.dk", "mail"},
        {"mail=a@.dk", "mail"},
        {"mail=a@b.dk.", "mail"},
        {"mail=%3ca@b.dk%3e", "mail"},
        {"mail=a@b.dk%0d%0aBcc:", "mail"},
        {"phone=12a4", "phone"},
        {"phone=12%2b", "phone"},
        {"phone=12", "phone"},
        {"choice=three", "choice"},
        {"number=10", "number"},
        {"number=1.5", "number"},
        {"number=99999999999999999999", "number"},
        {"id=42", "id"},
        {"other=1", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct draft draft;
        if (read_body(cases[i].body, &draft) != RC_INVALID) print_error("%s\n", cases[i].body);
        assert_int_equal(1, walk.form.n_problems);
        assert_str(cases[i].field, walk.form.problems[0].field);
        assert_true(walk.form.problems[0].message.n > 0);
    }
}

static void form__asks_for_what_is_required(void **state) {
    static const struct field required[] = {
        {.name = "line", .kind = FIELD_LINE, .required = true},
        {.name = "check", .kind = FIELD_CHECK, .required = true, .offset = 64},
        {.name = "secret", .kind = FIELD_SECRET, .required = true, .offset = 32},
    };
    char draft[128];
    (void)state;
    assert_int_equal(RC_OK, http_pairs_parse(&arena, STR("line=+&secret=+"), &walk.form.pairs));
    assert_int_equal(RC_INVALID, form_read(request, required, 3, draft));
    assert_int_equal(2, walk.form.n_problems); /* a secret may be a space */
    assert_str("Fill in this field.", walk.form.problems[0].message);
    assert_str("Tick the box to go on.", walk.form.problems[1].message);
}

static void form__shows_input_and_error_again_but_no_secret(void **state) {
    struct draft draft;
    (void)state;
    (void)!read_body("line=abcdefg&secret=hidden&choice=two&check=1", &draft);
    struct form_field view = form_view(request, &fields[0], &draft);
    assert_str("abcdefg", view.value);
    assert_str("Write at most 5 characters.", view.error);
    assert_int_equal(5, view.longest);
    view = form_view(request, &fields[4], &draft);
    assert_str("", view.value);
    assert_str("password", view.type);
    view = form_view(request, &fields[5], &draft);
    assert_true(view.is_choice && view.options.n == 2 && view.options.v[1].chosen);
    assert_false(view.options.v[0].chosen);
    view = form_view(request, &fields[6], &draft);
    assert_true(view.is_check && view.checked);
    struct error_summary summary = form_errors(request, fields, COUNT(fields));
    assert_int_equal(1, summary.errors.n);
    assert_str("Tick the box to go on.: Write at most 5 characters.", summary.errors.v[0].text);
}

static void form__shows_the_draft_when_nothing_was_sent(void **state) {
    struct draft draft = {.line = STR("old"), .choice = 1, .number = 7, .id = 42, .check = true};
    (void)state;
    request->form = NULL;
    assert_str("old", form_view(request, &fields[0], &draft).value);
    assert_true(form_view(request, &fields[5], &draft).options.v[1].chosen);
    assert_true(form_view(request, &fields[6], &draft).checked);
    assert_str("7", form_view(request, &fields[7], &draft).value);
    assert_str("000000000001a", form_view(request, &fields[8], &draft).value);
    assert_str("", form_view(request, &fields[0], NULL).value);
}

static void query__ignores_what_is_wrong(void **state) {
    struct draft draft = {.number = 5};
    (void)state;
    assert_int_equal(RC_OK, http_pairs_parse(&arena, STR("number=99&line=abc&choice=x&fbclid=1"),
                                             &walk.query.pairs));
    query_read(request, fields, COUNT(fields), &draft);
    assert_int_equal(5, draft.number);
    assert_str("abc", draft.line);
}

/* ---- paging ---- */

static struct pager page_links(const char *query, size_t n) {
    struct page_rows rows = {.n = n, .first = {100, 1}, .last = {81, 20}};
    assert_int_equal(RC_OK, http_pairs_parse(&arena, str_from(query), &walk.query.pairs));
    struct page_place place = paging_place(request);
    return paging_view(request, &place, &rows);
}

static void paging__links_to_both_sides_and_keeps_the_filters(void **state) {
    (void)state;
    struct pager pager = page_links("", PAGE_ROWS);
    assert_str("", pager.previous.path);
    assert_str("", pager.next.path);
    pager = page_links("theme=a+b&after=9.9", PAGE_ROWS + 1);
    assert_str("/list?before=100.1&theme=a%20b", pager.previous.path);
    assert_str("/list?after=81.20&theme=a%20b", pager.next.path);
    pager = page_links("after=200.7", 3);
    assert_true(pager.previous.path.n > 0);
    assert_str("", pager.next.path);
    pager = page_links("before=200.7", 3);
    assert_str("", pager.previous.path);
    assert_true(pager.next.path.n > 0);
}

static void paging__takes_a_bad_place_for_the_first_page(void **state) {
    static const char *const bad[] = {"after=", "after=1", "after=a.b", "after=1.2.3", "before=."};
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(RC_OK, http_pairs_parse(&arena, str_from(bad[i]), &walk.query.pairs));
        assert_false(paging_place(request).is_set);
    }
}

/* ---- sessions ---- */

static void session__ends_by_idleness_age_and_an_odd_clock(void **state) {
    int64_t now = request->now, minute = 60 * 1000, hour = 60 * minute;
    (void)state;
    assert_true(session_is_alive(now, now - hour, now - hour, false));
    assert_false(session_is_alive(now, now - 3 * hour, now - 2 * hour, false));
    assert_true(session_is_alive(now, now - hour, now - 29 * minute, true));
    assert_false(session_is_alive(now, now - hour, now - 30 * minute, true));
    assert_true(session_is_alive(now, now - 12 * hour + 1, now, false));
    assert_false(session_is_alive(now, now - 12 * hour, now, false));
    assert_false(session_is_alive(now, now + hour, now + hour, false));
}

static void session__stores_only_a_hash(void **state) {
    struct str one, two;
    (void)state;
    struct str token = session_token_new(request, &one);
    struct str other = session_token_new(request, &two);
    assert_int_equal(SESSION_TOKEN_CHARS, token.n);
    assert_false(str_is(token, other));
    assert_int_equal(SESSION_HASH_BYTES, one.n);
    assert_true(str_is(one, session_token_hash(request, "session", token)));
    assert_false(str_is(one, session_token_hash(request, "link", token)));
}

static bool token_is_good_after(int64_t ms) {
    struct str token = form_token(request);
    struct http_pair pair = {STR(FORM_TOKEN_FIELD), token};
    walk.form.pairs = (struct http_pairs){&pair, 1};
    request->now += ms;
    bool good = form_token_is_good(request);
    request->now -= ms;
    return good;
}

static void form_token__of_a_visitor_lasts_some_hours(void **state) {
    int64_t hour = 60 * 60 * 1000;
    (void)state;
    assert_true(token_is_good_after(0));
    assert_true(token_is_good_after(3 * hour));
    assert_false(token_is_good_after(5 * hour));
    assert_false(token_is_good_after(-2 * hour));
    request->asker.session = 7;
    walk.token_hash = STR("hash of the session");
    assert_true(token_is_good_after(11 * hour));
    struct str mine = form_token(request);
    walk.token_hash = STR("hash of another one");
    assert_false(str_is(mine, form_token(request)));
}

static void next__stays_on_this_site(void **state) {
    static const struct {
        const char *given, *wanted;
    } cases[] = {
        {"/me", "/me"},
        {"/i?a=1&b=2", "/i?a=1&b=2"},
        {"", "/otherwise"},
        {"//evil.example", "/otherwise"},
        {"/\\evil.example", "/otherwise"},
        {"https://evil.example", "/otherwise"},
        {"javascript:alert(1)", "/otherwise"},
        {"/a\r\nSet-Cookie: x", "/otherwise"},
        {"/a b", "/otherwise"},
        {"me", "/otherwise"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_pair pair = {STR("next"), str_from(cases[i].given)};
        walk.form.pairs = (struct http_pairs){&pair, 1};
        assert_str(cases[i].wanted, session_next(request, url_format(&arena, "/otherwise")).path);
    }
}

static void notice__is_signed(void **state) {
    (void)state;
    assert_int_equal(RC_OK, answer_redirect(request, url_format(&arena, "/i?a=1"), T_form_choose));
    struct str location = str_from(walk.answer.fields[0].value);
    struct str head = STR("/i?a=1&notice=");
    assert_true(str_starts(location, head));
    struct http_pair pair = {STR("notice"), str_slice(location, head.n, location.n)};
    walk.query.pairs = (struct http_pairs){&pair, 1};
    assert_int_equal(T_form_choose, answer_notice(request));
    request->now += 3 * 60 * 60 * 1000;
    assert_int_equal(T_none, answer_notice(request));
    pair.value = str_format(&arena, "%d-0011223344556677", T_form_choose);
    assert_int_equal(T_none, answer_notice(request));
}

/* ---- origin ---- */

static void origin__is_compared_with_address_and_host(void **state) {
    static const struct {
        const char *base, *host, *origin;
        bool tls, ours;
    } cases[] = {
        {"", "localhost:8080", "http://localhost:8080", false, true},
        {"", "localhost:8080", "https://localhost:8080", false, false},
        {"", "a.example", "http://b.example", false, false},
        {"", "a.example", "https://a.example", true, true},
        {"https://a.example", "a.example", "https://a.example", true, true},
        {"https://a.example", "a.example", "http://a.example", true, false},
        {"https://a.example", "evil.example", "https://evil.example", true, false},
        {"http://192.168.1.7:8080", "localhost:8080", "http://localhost:8080", false, true},
        {"http://192.168.1.7:8080", "10.0.0.2:8080", "http://10.0.0.2:8080", false, true},
        {"http://192.168.1.7:8080", "[::1]:8080", "http://[::1]:8080", false, true},
        {"http://192.168.1.7:8080", "localhost.evil.example", "http://localhost.evil.example",
         false, false},
        {"", "a.example", "null", false, false},
        {"", "a.example", "", false, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_header headers[] = {{STR("Host"), str_from(cases[i].host)},
                                        {STR("Origin"), str_from(cases[i].origin)}};
        struct http_head head = {.headers = headers, .n_headers = 2};
        site.base_url = str_from(cases[i].base);
        site.behind_tls = cases[i].tls;
        if (origin_is_ours(&arena, &site, &head) != cases[i].ours)
            print_error("%s %s %s\n", cases[i].base, cases[i].host, cases[i].origin);
        assert_true(origin_is_ours(&arena, &site, &head) == cases[i].ours);
    }
}

static void needs__have_names(void **state) {
    (void)state;
    for (int need = 0; need < NEED__N; need++) assert_non_null(need_name((enum need)need));
}

static void status__is_known_for_every_code(void **state) {
    (void)state;
    for (int rc = 0; rc < RC__N; rc++) assert_true(walk_status((enum rc)rc) >= 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(router__finds_the_most_literal_route),
        TEST(router__names_objects_and_parameters),
        TEST(router__knows_the_largest_upload),
        TEST(form__reads_every_kind),
        TEST(form__leaves_defaults_where_nothing_was_sent),
        TEST(form__names_the_field_that_is_wrong),
        TEST(form__asks_for_what_is_required),
        TEST(form__shows_input_and_error_again_but_no_secret),
        TEST(form__shows_the_draft_when_nothing_was_sent),
        TEST(query__ignores_what_is_wrong),
        TEST(paging__links_to_both_sides_and_keeps_the_filters),
        TEST(paging__takes_a_bad_place_for_the_first_page),
        TEST(session__ends_by_idleness_age_and_an_odd_clock),
        TEST(session__stores_only_a_hash),
        TEST(form_token__of_a_visitor_lasts_some_hours),
        TEST(next__stays_on_this_site),
        TEST(notice__is_signed),
        TEST(origin__is_compared_with_address_and_host),
        TEST(needs__have_names),
        TEST(status__is_known_for_every_code),
    };
    if (secret_start() != RC_OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

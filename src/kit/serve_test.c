/* The whole way of a request over a real socket: what is answered, and what is refused before
   anybody reads it. Posting and live updates: serve_post_test.c, serve_live_test.c. */
#include "kit/test_client.h"

#include "kit/session.h"
#include "platform/live.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- answers ---- */

static void answer__carries_the_security_headers_on_every_status(void **state) {
    static const char *const targets[] = {"/plain",      "/page",    "/mine",
                                          "/nope",       "/%zz",     "/static/none",
                                          "/robots.txt", "/nothing", "/file"};
    (void)state;
    for (size_t i = 0; i < COUNT(targets); i++) {
        char *reply = get(targets[i], "");
        assert_has(reply, "Content-Security-Policy: default-src 'none'; ");
        assert_has(reply, "frame-ancestors 'none'");
        assert_has(reply, "X-Content-Type-Options: nosniff");
        assert_has(reply, "Referrer-Policy: same-origin");
        assert_has(reply, "Cross-Origin-Opener-Policy: same-origin");
        assert_has(reply, "Cross-Origin-Resource-Policy: same-origin");
        assert_has(reply, "Permissions-Policy: ");
        assert_has(reply, "Cache-Control: ");
        assert_null(strstr(reply, "Set-Cookie"));
        assert_null(strstr(reply, "Server:"));
        assert_null(strstr(reply, "microhttpd"));
        free(reply);
    }
}

static void answer__has_the_status_that_fits(void **state) {
    (void)state;
    assert_int_equal(200, get_status("/plain"));
    assert_int_equal(404, get_status("/nope"));
    assert_int_equal(404, get_status("/plain/"));
    assert_int_equal(404, get_status("//plain"));
    assert_int_equal(404, get_status("/da/nope"));
    assert_int_equal(400, get_status("/%zz"));
    assert_int_equal(400, get_status("/a%00b"));
    assert_int_equal(400, get_status("/a%2Fb"));
    assert_int_equal(400, get_status("/a%ff"));
    assert_int_equal(400, get_status("/plain?a=1&a=2"));
    assert_int_equal(405, get_status("/upload"));
    assert_int_equal(500, get_status("/nothing"));
    assert_status(ask("PUT /plain HTTP/1.1\r\n" HEAD_END "\r\n"), 405);
    assert_status(
        ask("POST /plain HTTP/1.1\r\n" HEAD_END "%sContent-Length: 0\r\n\r\n", own_origin), 405);
}

static void page__escapes_and_stands_in_the_layout(void **state) {
    (void)state;
    char *reply = get("/page", "");
    assert_has(reply, "&lt;b&gt;hello&lt;/b&gt; /page");
    assert_has(reply, "Content-Type: text/html; charset=utf-8");
    assert_has(reply, "</html>");
    free(reply);
}

static void language__comes_from_the_prefix_else_the_browser(void **state) {
    (void)state;
    static const struct {
        const char *target, *headers, *lang;
    } cases[] = {
        {"/page", "", "<html lang=\"da\""},
        {"/page", "Accept-Language: en-GB,en;q=0.9\r\n", "<html lang=\"en\""},
        {"/page", "Accept-Language: fr,en;q=0.9\r\n", "<html lang=\"en\""},
        {"/en/page", "Accept-Language: da\r\n", "<html lang=\"en\""},
        {"/da", "Accept-Language: en\r\n", "<html lang=\"da\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *reply = get(cases[i].target, cases[i].headers);
        assert_has(reply, cases[i].lang);
        free(reply);
    }
}

static void visitor__is_sent_to_sign_in_and_a_person_is_refused(void **state) {
    (void)state;
    char *reply = get("/mine?x=1", "");
    assert_int_equal(303, status_of(reply));
    assert_has(reply, "Location: /sign-in?next=%2Fmine%3Fx%3D1\r\n");
    free(reply);
    reply = get("/mine", own_cookie);
    assert_int_equal(200, status_of(reply));
    assert_has(reply, "Anna");
    assert_has(reply, "Cache-Control: no-store");
    free(reply);
    assert_status(get("/admin", own_cookie), 403);
}

static void next__keeps_one_language_prefix(void **state) {
    (void)state;
    static const struct {
        const char *target, *location;
    } cases[] = {
        {"/next?next=/i/new", "Location: /i/new\r\n"},
        {"/next?next=/en/i/new%3Fa=b", "Location: /en/i/new?a=b\r\n"},
        {"/en/next?next=/en/i/new", "Location: /en/i/new\r\n"},
        {"/en/next?next=/i/new", "Location: /en/i/new\r\n"},
        {"/da/next?next=/en", "Location: /da/\r\n"},
        {"/en/next?next=/entry", "Location: /en/entry\r\n"},
        {"/en/next?next=/en//example.org", "Location: /en/%2Fexample.org\r\n"},
        {"/next?next=//example.org", "Location: /plain\r\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *reply = get(cases[i].target, "");
        assert_has(reply, cases[i].location);
        free(reply);
    }
}

static void session__is_ignored_when_the_cookie_is_odd(void **state) {
    (void)state;
    assert_status(get("/mine", "Cookie: s=zz\r\n"), 303);
    assert_status(get("/mine", "Cookie: s=00\r\n"), 303);
    assert_status(ask("GET /mine HTTP/1.1\r\n" HEAD_END "Cookie: s=%s; s=%s\r\n\r\n", test_session,
                      test_session),
                  303);
    assert_status(ask("GET /mine HTTP/1.1\r\n" HEAD_END "Cookie: a=b; s=%s\r\n\r\n", test_session),
                  200);
}

static void object__is_loaded_from_the_path(void **state) {
    (void)state;
    char *reply = get("/i/000000000001a", "");
    assert_has(reply, "initiative 4711");
    free(reply);
    assert_int_equal(404, get_status("/i/000000000001b"));
    assert_int_equal(404, get_status("/i/42x"));
    assert_int_equal(200, get_status("/i/new"));
}

static void visitor_pages__are_not_sent_twice(void **state) {
    (void)state;
    char headers[100], *reply = get("/page", "");
    const char *tag = strstr(reply, "ETag: ");
    assert_non_null(tag);
    snprintf(headers, sizeof headers, "If-None-Match: %.18s\r\n", tag + 6);
    free(reply);
    reply = get("/page", headers);
    assert_int_equal(304, status_of(reply));
    assert_null(strstr(reply, "hello"));
    free(reply);
    reply = get("/note", ""); /* a form holds a token */
    assert_has(reply, "Cache-Control: no-store");
    assert_null(strstr(reply, "ETag"));
    free(reply);
}

static void head__has_the_length_but_no_body(void **state) {
    (void)state;
    char *reply = ask("HEAD /plain HTTP/1.1\r\n" HEAD_END "\r\n");
    assert_int_equal(200, status_of(reply));
    assert_has(reply, "Content-Length: 6");
    assert_null(strstr(reply, "hello"));
    free(reply);
}

static void download__is_named_and_sandboxed(void **state) {
    (void)state;
    char *reply = get("/file", "");
    assert_has(reply, "attachment; filename=\"__ben _liste_.csv\"; "
                      "filename*=UTF-8''%C3%A5ben%20%22liste%22.csv");
    assert_has(reply, "sandbox");
    free(reply);
}

static void stream__arrives_complete(void **state) {
    (void)state;
    char *reply = ask("GET /stream HTTP/1.0\r\nHost: localhost\r\n\r\n");
    const char *body = strstr(reply, "\r\n\r\n");
    assert_non_null(body);
    assert_int_equal(500 * 1000, strlen(body + 4));
    free(reply);
}

static void connection__answers_several_requests(void **state) {
    (void)state;
    static const char one[] = "GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static const char last[] = "GET /plain HTTP/1.1\r\n" HEAD_END "\r\n";
    char *reply = ask("%s%s%s", one, one, last);
    const char *at = reply;
    int n = 0;
    while ((at = strstr(at, "hello\n"))) n++, at++;
    assert_int_equal(3, n);
    free(reply);
}

/* ---- ambiguous requests ---- */

static void guard__refuses_over_the_wire_what_can_be_read_in_two_ways(void **state) {
    (void)state;
#define START "GET /plain HTTP/1.1\r\nHost: localhost\r\n"
#define SMUGGLED "0\r\n\r\nGET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n"
    static const struct str cases[] = {
        STR_INIT("POST /note HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n" SMUGGLED),
        STR_INIT("POST /note HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
                 "Content-Length: 5\r\n\r\n" SMUGGLED),
        STR_INIT("POST /note HTTP/1.1\r\nHost: localhost\r\nContent-Length: +4\r\n\r\nabcd"),
        STR_INIT("POST /note HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
                 "xchunked\r\n\r\n" SMUGGLED),
        STR_INIT(START "Host: other\r\n\r\n"),
        STR_INIT("GET /plain HTTP/1.1\r\n\r\n"),
        STR_INIT("GET /plain HTTP/1.0\r\n\r\n"),
        STR_INIT("GET /plain HTTP/1.9\r\nHost: localhost\r\n\r\n"),
        STR_INIT("GET /plain HTTP/2.0\r\nHost: localhost\r\n\r\n"),
        STR_INIT(START "X : b\r\n\r\n"),
        STR_INIT(START "X(: b\r\n\r\n"),
        STR_INIT(START "X: a\0b\r\n\r\n"),
        STR_INIT(START "X: a\x01"
                       "b\r\n\r\n"),
        STR_INIT(START "X: a\nY: b\r\n\r\n"),
        STR_INIT("GET /plain HTTP/1.1\nHost: localhost\r\n\r\n"),
        STR_INIT("GET /plain HTTP/1.1\nHost: localhost\n\n"),
        STR_INIT(START "X: a\r\n b\r\n\r\n"),
        STR_INIT(START "X: a\rb\r\n\r\n"),
        STR_INIT(START "Content-Length: 3\r\n\r\nabc"),
        STR_INIT("GET http://localhost/plain HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        STR_INIT("GET plain HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        STR_INIT("GET /plain#a HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        STR_INIT("GET /plain HTTP/1.1\r\nHost: a b\r\n\r\n"),
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int fd = dial();
        say(fd, cases[i].p, cases[i].n);
        shutdown(fd, SHUT_WR);
        char *reply = hear(fd);
        int status = status_of(reply);
        bool good = status == 0 || (status >= 400 && status < 500) || status == 505;
        if (!good || strstr(reply, "hello")) print_error("case %zu: %.200s\n", i, reply);
        assert_true(good);
        assert_null(strstr(reply, "hello"));
        free(reply);
    }
}

/* A repeatable source of numbers (xorshift), so that a failing case can be found again. */
static uint32_t next_number(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Puts a nasty piece somewhere into the text, over or between what is there. */
static size_t spoil(char *text, size_t n, uint32_t *seed) {
    static const struct str pieces[] = {
        STR_INIT("\0"),
        STR_INIT("\r"),
        STR_INIT("\n"),
        STR_INIT("\r\n"),
        STR_INIT("\r\n\r\n"),
        STR_INIT(" "),
        STR_INIT("\t"),
        STR_INIT(":"),
        STR_INIT(","),
        STR_INIT(";"),
        STR_INIT("\x80"),
        STR_INIT("\xff"),
        STR_INIT("%00"),
        STR_INIT("%"),
        STR_INIT("\x7f"),
        STR_INIT("0"),
        STR_INIT("-1"),
        STR_INIT("+5"),
        STR_INIT("0x5"),
        STR_INIT("99999999999999999999"),
        STR_INIT("\r\nContent-Length: 5"),
        STR_INIT("\r\nTransfer-Encoding: chunked"),
        STR_INIT("\r\nTransfer-Encoding: identity"),
        STR_INIT("\r\nHost: b"),
        STR_INIT("\r\n folded"),
        STR_INIT("\r\nX : y"),
        STR_INIT("HTTP/1.0"),
        STR_INIT("GET "),
    };
    struct str piece = pieces[next_number(seed) % COUNT(pieces)];
    size_t at = next_number(seed) % (n + 1);
    size_t over = next_number(seed) % 3;
    if (over > n - at) over = n - at;
    memmove(text + at + piece.n, text + at + over, n - at - over);
    memcpy(text + at, piece.p, piece.n);
    return n - over + piece.n;
}

static void server__answers_two_thousand_spoilt_requests_in_peace(void **state) {
    static const char *const honest[] = {
        "GET /plain?a=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: "
        "s=1\r\nAccept-Encoding: br\r\n\r\n",
        "POST /note HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: "
        "http://localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n\r\ntext=a&b=%41",
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: "
        "http://localhost\r\n"
        "Content-Type: multipart/form-data; boundary=XX\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2f\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n0\r\n\r\n",
    };
    uint32_t seed = 20261122;
    (void)state;
    for (int i = 0; i < 2100; i++) {
        char text[2048];
        uint32_t before = seed;
        size_t n = strlen(honest[i % 3]);
        memcpy(text, honest[i % 3], n);
        for (uint32_t k = next_number(&seed) % 3 + 1; k; k--) n = spoil(text, n, &seed);
        int fd = dial_for(20); /* some are incomplete now, and the server waits for more */
        say(fd, text, n);
        char *reply = hear(fd);
        int status = status_of(reply);
        bool good = status < 500 || status == 505;
        if (!good || !*reply != (status == 0)) print_error("seed %u: %.100s\n", before, reply);
        assert_true(good);
        assert_true(!*reply == (status == 0));
        free(reply);
    }
    assert_int_equal(200, get_status("/plain"));
}

static void head__has_a_limit_on_every_size(void **state) {
    (void)state;
    char *text = malloc(1024 * 1024);
    memset(text, 'a', 1024 * 1024);
    assert_status(ask("GET /%.*s HTTP/1.1\r\n" HEAD_END "\r\n", 3000, text), 414);
    assert_status(ask("GET /plain?%.*s HTTP/1.1\r\n" HEAD_END "\r\n", 5000, text), 414);
    char *reply = ask("GET /plain HTTP/1.1\r\n" HEAD_END "X: %.*s\r\n\r\n", 1000 * 1000, text);
    assert_true(status_of(reply) == 0 || status_of(reply) >= 400);
    free(reply);
    struct str many = {text, 0};
    for (size_t i = 0; i < 70; i++) many.n += (size_t)sprintf(text + many.n, "X%zu: a\r\n", i);
    assert_status(ask("GET /plain HTTP/1.1\r\n" HEAD_END "%.*s\r\n", STR_ARG(many)), 431);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer__carries_the_security_headers_on_every_status),
        cmocka_unit_test(answer__has_the_status_that_fits),
        cmocka_unit_test(page__escapes_and_stands_in_the_layout),
        cmocka_unit_test(language__comes_from_the_prefix_else_the_browser),
        cmocka_unit_test(visitor__is_sent_to_sign_in_and_a_person_is_refused),
        cmocka_unit_test(next__keeps_one_language_prefix),
        cmocka_unit_test(session__is_ignored_when_the_cookie_is_odd),
        cmocka_unit_test(object__is_loaded_from_the_path),
        cmocka_unit_test(visitor_pages__are_not_sent_twice),
        cmocka_unit_test(head__has_the_length_but_no_body),
        cmocka_unit_test(download__is_named_and_sandboxed),
        cmocka_unit_test(stream__arrives_complete),
        cmocka_unit_test(connection__answers_several_requests),
        cmocka_unit_test(guard__refuses_over_the_wire_what_can_be_read_in_two_ways),
        cmocka_unit_test(server__answers_two_thousand_spoilt_requests_in_peace),
        cmocka_unit_test(head__has_a_limit_on_every_size),
    };
    return cmocka_run_group_tests(tests, client_start, client_stop);
}

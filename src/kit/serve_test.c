/* The whole way of a request over a real socket: small site, real database, raw bytes. */
#include "kit/test_site.h"

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

enum { REPLY_MAX = 1024 * 1024 };

static struct test_site site;

/* ---- a client without opinions ---- */

static int dial_for(int milliseconds) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)site.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {milliseconds / 1000, milliseconds % 1000 * 1000};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(0, connect(fd, (const struct sockaddr *)&address, sizeof address));
    return fd;
}

static int dial(void) {
    return dial_for(5000);
}

static void say(int fd, const char *bytes, size_t n) {
    while (n) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0) return; /* the server closed, which the reply shows */
        bytes += sent;
        n -= (size_t)sent;
    }
}

/* Everything up to the server's close or n bytes. */
static char *hear(int fd) {
    char *reply = calloc(1, REPLY_MAX);
    size_t n = 0;
    for (ssize_t got; n < REPLY_MAX - 1; n += (size_t)got) {
        got = recv(fd, reply + n, REPLY_MAX - 1 - n, 0);
        if (got <= 0) break;
    }
    close(fd);
    return reply;
}

static char *ask_raw(const char *bytes, size_t n) {
    int fd = dial();
    say(fd, bytes, n);
    return hear(fd);
}

static char *ask(const char *format, ...) __attribute__((format(printf, 1, 2)));
static char *ask(const char *format, ...) {
    char *text;
    va_list args;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    char *reply = ask_raw(text, (size_t)n);
    free(text);
    return reply;
}

#define HEAD_END "Host: localhost\r\nConnection: close\r\n"

static char *get(const char *target, const char *headers) {
    return ask("GET %s HTTP/1.1\r\n" HEAD_END "%s\r\n", target, headers);
}

static int status_of(const char *reply) {
    return strncmp(reply, "HTTP/1.1 ", 9) == 0 ? atoi(reply + 9) : 0;
}

static void assert_status(char *reply, int status) {
    if (status_of(reply) != status) print_error("%.300s\n", reply);
    assert_int_equal(status, status_of(reply));
    free(reply);
}

static void assert_has(const char *reply, const char *part) {
    if (!strstr(reply, part)) print_error("no \"%s\" in: %.2000s\n", part, reply);
    assert_non_null(strstr(reply, part));
}

static int get_status(const char *target) {
    char *reply = get(target, "");
    int status = status_of(reply);
    free(reply);
    return status;
}

/* ---- forms ---- */

/* The token of the form at target, as the page shows it. */
static void read_token(const char *cookie, char token[33]) {
    char *reply = get("/note", cookie);
    const char *mark = "name=\"token\" value=\"";
    const char *at = strstr(reply, mark);
    assert_non_null(at);
    memcpy(token, at + strlen(mark), 32);
    token[32] = '\0';
    free(reply);
}

static const char own_origin[] = "Origin: http://localhost\r\n";
static char own_cookie[100];

struct post {
    const char *path, *headers, *body; /* body: without token */
    const char *token;                 /* NULL: the right one for a visitor */
};

static char *post(const struct post *post) {
    char token[33], body[4096];
    if (!post->token) read_token("", token);
    snprintf(body, sizeof body, "%s&token=%s", post->body, post->token ? post->token : token);
    return ask("POST %s HTTP/1.1\r\n" HEAD_END "%s"
               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
               post->path, post->headers, strlen(body), body);
}

static char *post_note(const char *body) {
    return post(&(struct post){"/note", own_origin, body, NULL});
}

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

/* ---- POST ---- */

static void post__writes_and_redirects(void **state) {
    (void)state;
    int64_t before = test_notes(&site);
    char *reply = post_note("text=one");
    assert_int_equal(303, status_of(reply));
    assert_has(reply, "Location: /page?notice=");
    char *at = strstr(reply, "Location: ") + 10, target[200];
    snprintf(target, sizeof target, "%.*s", (int)strcspn(at, "\r"), at);
    free(reply);
    assert_int_equal(before + 1, test_notes(&site));
    reply = get(target, "");
    assert_has(reply, "Udfyld feltet."); /* the notice, in the language of the page */
    free(reply);
    target[strlen(target) - 1] ^= 1;
    reply = get(target, "");
    assert_null(strstr(reply, "Udfyld feltet."));
    free(reply);
}

static void post__needs_the_origin_of_this_site(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "Origin: null\r\n",
        "Origin: http://evil.example\r\n",
        "Origin: https://localhost\r\n",
        "Origin: http://localhost:1\r\n",
        "Origin: http://localhost\r\nOrigin: http://localhost\r\n",
        "Origin: http://localhost\r\nSec-Fetch-Site: cross-site\r\n",
        "Origin: http://localhost\r\nSec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: same-origin\r\n",
    };
    int64_t before = test_notes(&site);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_status(post(&(struct post){"/note", wrong[i], "text=bad", NULL}), 403);
    assert_int_equal(before, test_notes(&site));
}

static void post__needs_the_token_of_this_session(void **state) {
    (void)state;
    char visitor[33], person[33], headers[300];
    int64_t before = test_notes(&site);
    snprintf(headers, sizeof headers, "%s%s", own_origin, own_cookie);
    read_token("", visitor);
    read_token(own_cookie, person);
    assert_string_not_equal(visitor, person);
    assert_status(post(&(struct post){"/note", own_origin, "text=a", ""}), 403);
    assert_status(post(&(struct post){"/note", own_origin, "text=a", person}), 403);
    assert_status(post(&(struct post){"/note", headers, "text=a", visitor}), 403);
    assert_status(post(&(struct post){"/mine", own_origin, "text=a", visitor}), 403);
    assert_int_equal(before, test_notes(&site));
    assert_status(post(&(struct post){"/mine", headers, "text=a", person}), 303);
    assert_int_equal(before + 1, test_notes(&site));
}

static void post__shows_the_form_again_with_its_input(void **state) {
    (void)state;
    int64_t before = test_notes(&site);
    char *reply = post_note("text=keep+%3Cthis%3E&number=77");
    assert_int_equal(422, status_of(reply));
    assert_has(reply, "keep &lt;this&gt;|");
    free(reply);
    reply = post_note("text=taken"); /* refused by apply, after it wrote */
    assert_int_equal(422, status_of(reply));
    assert_has(reply, "taken|V");
    free(reply);
    reply = post_note("text=");
    assert_int_equal(422, status_of(reply));
    assert_has(reply, "|Udfyld feltet.");
    free(reply);
    assert_status(post_note("text=conflict"), 409);
    assert_status(post_note("text=a&extra=1"), 422);
    assert_int_equal(before, test_notes(&site));
}

static void post__refuses_bodies_that_are_no_forms(void **state) {
    (void)state;
    static const char type[] = "Content-Type: application/x-www-form-urlencoded\r\n";
    char *big = calloc(1, 70 * 1024 + 1);
    memset(big, 'a', 70 * 1024);
    assert_status(ask("POST /note HTTP/1.1\r\n" HEAD_END "%sContent-Type: text/plain\r\n"
                      "Content-Length: 1\r\n\r\na",
                      own_origin),
                  415);
    assert_status(ask("POST /note HTTP/1.1\r\n" HEAD_END "%s%sContent-Length: 70000\r\n\r\n",
                      own_origin, type),
                  413);
    assert_status(ask("POST /note HTTP/1.1\r\n" HEAD_END "%s%sTransfer-Encoding: chunked\r\n\r\n"
                      "11800\r\n%s\r\n0\r\n\r\n",
                      own_origin, type, big),
                  413);
    assert_status(post_note("text=a&text=b"), 400);
    assert_status(post_note("text=%ff"), 400);
    assert_status(post_note("text=%0"), 400);
    free(big);
}

#define PART "--XX\r\nContent-Disposition: form-data; name="

static char *upload(const char *parts, size_t n_file) {
    char token[33], *file = malloc(n_file + 1), *reply;
    memset(file, 'f', n_file);
    file[n_file] = '\0';
    read_token("", token);
    char *body;
    int n = asprintf(&body, PART "\"token\"\r\n\r\n%s\r\n%s%s\r\n--XX--\r\n", token, parts, file);
    reply = ask("POST /upload HTTP/1.1\r\n" HEAD_END "%sContent-Type: multipart/form-data; "
                "boundary=XX\r\nContent-Length: %d\r\n\r\n%s",
                own_origin, n, body);
    free(body);
    free(file);
    return reply;
}

static void upload__goes_to_a_file_up_to_its_limit(void **state) {
    (void)state;
    static const char part[] = PART "\"file\"; filename=\"C:\\x\\my votes.pb\"\r\n"
                                    "Content-Type: text/plain\r\n\r\n";
    char *reply = upload(part, 300 * 1000);
    assert_int_equal(200, status_of(reply));
    assert_has(reply, "300000 fffffff my votes.pb");
    free(reply);
    assert_status(upload(part, 1024 * 1024 + 1), 413);
    assert_status(upload(PART "\"file\"; filename=\"\"\r\n\r\n", 0), 422);
    assert_status(upload(PART "\"file\"; filename=\"a\"\r\n\r\na\r\n" PART
                              "\"file\"; filename=\"b\"\r\n\r\n",
                         1),
                  400);
    reply = ask("POST /upload HTTP/1.1\r\n" HEAD_END "%sContent-Type: multipart/form-data; "
                "boundary=XX\r\nContent-Length: 99999999\r\n\r\n--XX",
                own_origin);
    assert_status(reply, 413);
}

static void *post_many(void *data) {
    long *good = data;
    for (int i = 0; i < 20; i++) {
        char *reply = post_note("text=parallel");
        if (status_of(reply) == 303) ++*good;
        free(reply);
    }
    return NULL;
}

static void post__loses_nothing_when_many_wait_for_the_writer(void **state) {
    (void)state;
    enum { THREADS = 16 };
    pthread_t threads[THREADS];
    long good[THREADS] = {0}, sum = 0;
    int64_t before = test_notes(&site);
    for (size_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, post_many, &good[i]);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        sum += good[i];
    }
    assert_int_equal(THREADS * 20, sum);
    assert_int_equal(before + sum, test_notes(&site));
}

/* ---- live ---- */

/* Reads until the text has been seen; false after the socket's patience. */
static bool hear_until(int fd, char *heard, size_t room, const char *wanted) {
    size_t n = strlen(heard);
    while (!strstr(heard, wanted) && n < room - 1) {
        ssize_t got = recv(fd, heard + n, room - 1 - n, 0);
        if (got <= 0) return false;
        n += (size_t)got;
        heard[n] = '\0';
    }
    return strstr(heard, wanted) != NULL;
}

static int listen_live(const char *headers) {
    char text[500];
    int fd = dial();
    int n = snprintf(text, sizeof text,
                     "GET /live?topic=open HTTP/1.1\r\nHost: localhost\r\n%s\r\n", headers);
    say(fd, text, (size_t)n);
    return fd;
}

static void live__sends_beats_replays_and_ends(void **state) {
    static char heard[64 * 1024], again[64 * 1024];
    (void)state;
    heard[0] = again[0] = '\0';
    int fd = listen_live("");
    assert_true(hear_until(fd, heard, sizeof heard, "retry: 3000"));
    assert_non_null(strstr(heard, "Content-Type: text/event-stream"));
    assert_non_null(strstr(heard, "Content-Security-Policy"));
    live_publish(site.site.live, STR("open"), STR("first\nline"));
    assert_true(hear_until(fd, heard, sizeof heard, "data: first\ndata: line\n\n"));
    assert_true(hear_until(fd, heard, sizeof heard, "\n:\n\n"));
    const char *id = strstr(heard, "id: ");
    char headers[100];
    snprintf(headers, sizeof headers, "Last-Event-ID: %.*s\r\n", (int)strcspn(id + 4, "\n"),
             id + 4);
    close(fd);
    live_publish(site.site.live, STR("open"), STR("missed"));
    fd = listen_live(headers);
    assert_true(hear_until(fd, again, sizeof again, "data: missed\n\n"));
    assert_null(strstr(again, "first"));
    close(fd);
    assert_int_equal(404, get_status("/live?topic=secret"));
    assert_int_equal(404, get_status("/live"));
}

static void live__has_a_cap_for_each_client_and_notices_who_left(void **state) {
    (void)state;
    char heard[4096];
    int fds[3];
    for (size_t i = 0; i < 500 && live_counts(site.site.live).clients; i++) usleep(20000);
    assert_int_equal(0, live_counts(site.site.live).clients);
    for (size_t i = 0; i < COUNT(fds); i++) {
        heard[0] = '\0';
        fds[i] = listen_live("");
        assert_true(hear_until(fds[i], heard, sizeof heard, "retry: 3000"));
    }
    assert_int_equal(429, get_status("/live?topic=open"));
    for (size_t i = 0; i < COUNT(fds); i++) close(fds[i]);
    for (size_t i = 0; i < 500 && live_counts(site.site.live).clients; i++) usleep(20000);
    assert_int_equal(0, live_counts(site.site.live).clients);
}

static void live__sends_a_large_payload_in_pieces(void **state) {
    (void)state;
    static char heard[64 * 1024], payload[LIVE_PAYLOAD_MAX];
    heard[0] = '\0';
    memset(payload, 'p', sizeof payload);
    memcpy(payload + sizeof payload - 4, "last", 4);
    int fd = listen_live("");
    assert_true(hear_until(fd, heard, sizeof heard, "retry: 3000"));
    live_publish(site.site.live, STR("open"), (struct str){payload, sizeof payload});
    assert_true(hear_until(fd, heard, sizeof heard, "last\n\n"));
    close(fd);
}

static void live__ends_every_stream_when_news_may_be_missed(void **state) {
    (void)state;
    static char heard[64 * 1024];
    heard[0] = '\0';
    int fd = listen_live("");
    assert_true(hear_until(fd, heard, sizeof heard, "retry: 3000"));
    live_publish(site.site.live, STR(""), STR(""));
    assert_true(hear_until(fd, heard, sizeof heard, "\r\n0\r\n\r\n")); /* the last chunk */
    close(fd);
    heard[0] = '\0';
    fd = listen_live(""); /* the next one lives on */
    assert_true(hear_until(fd, heard, sizeof heard, "retry: 3000"));
    live_publish(site.site.live, STR("open"), STR("later"));
    assert_true(hear_until(fd, heard, sizeof heard, "data: later\n\n"));
    close(fd);
}

/* ---- stopping ---- */

/* Posts on kept connections as fast as it can until the server takes no more. */
struct poster {
    int port;
    char text[600];
};

static void *post_until_refused(void *data) {
    const struct poster *poster = data;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)poster->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = 5};
    char reply[8192];
    for (bool goes_on = true; goes_on;) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        goes_on = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
        for (bool same = goes_on; same;) {
            say(fd, poster->text, strlen(poster->text));
            ssize_t n = recv(fd, reply, sizeof reply - 1, 0);
            reply[n > 0 ? n : 0] = '\0';
            same = status_of(reply) == 303;
        }
        close(fd);
    }
    return NULL;
}

static void stop__is_clean_while_many_post(void **state) {
    (void)state;
    enum { ROUNDS = 20, THREADS = 6 };
    char token[33], body[100];
    struct poster poster;
    read_token("", token); /* visitors of all test sites share one key */
    snprintf(body, sizeof body, "text=a&token=%s", token);
    snprintf(poster.text, sizeof poster.text,
             "POST /note HTTP/1.1\r\nHost: localhost\r\n%s"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
             own_origin, strlen(body), body);
    for (int i = 0; i < ROUNDS; i++) {
        struct test_site other;
        pthread_t threads[THREADS];
        test_site_start(&other, &(struct serve_options){.socket = -1, .no_limits = true});
        poster.port = other.port;
        for (size_t t = 0; t < THREADS; t++)
            pthread_create(&threads[t], NULL, post_until_refused, &poster);
        for (int waited = 0; waited < 2000 && test_notes(&other) == 0; waited++) usleep(10000);
        assert_true(test_notes(&other) > 0);
        test_site_stop(&other); /* aborts when the stop is not clean */
        for (size_t t = 0; t < THREADS; t++) pthread_join(threads[t], NULL);
    }
}

/* ---- sessions in use, and limits ---- */

static void session__is_touched_by_the_writer_in_batches(void **state) {
    (void)state;
    int before = test_touches();
    for (int i = 0; i < 30; i++) assert_status(get("/mine", own_cookie), 200);
    for (int i = 0; i < 600 && test_touches() == before; i++) {
        usleep(10000);
        assert_status(get("/mine", own_cookie), 200);
    }
    assert_in_range(test_touches() - before, 1, 3);
}

static int64_t frozen_clock(void) {
    return INT64_C(1800000000000);
}

static void post__is_limited_per_person(void **state) {
    char token[33], headers[300], *reply = NULL;
    int allowed = 0;
    (void)state;
    test_site_stop(&site);
    test_site_start(&site, &(struct serve_options){.socket = -1, .clock = frozen_clock});
    snprintf(headers, sizeof headers, "%s%s", own_origin, own_cookie);
    read_token(own_cookie, token);
    for (int i = 0; i < 125; i++) {
        free(reply);
        reply = post(&(struct post){"/mine", headers, "text=a", token});
        allowed += status_of(reply) == 303;
    }
    assert_int_equal(120, allowed);
    assert_int_equal(429, status_of(reply));
    assert_has(reply, "Retry-After: 1\r\n");
    assert_has(reply, "Content-Security-Policy: ");
    free(reply);
    assert_status(post_note("text=others+may"), 303);
}

static void page__is_limited_per_person(void **state) {
    (void)state;
    test_site_stop(&site);
    test_site_start(&site, &(struct serve_options){.socket = -1, .clock = frozen_clock});
    for (int i = 0; i < 600; i++) assert_status(get("/mine", own_cookie), 200);
    assert_status(get("/mine", own_cookie), 429);
    assert_status(get("/admin", own_cookie), 429); /* also what she may not see */
    assert_int_equal(200, get_status("/page"));    /* visitors are not counted */
}

/* An upload without a token: 403, as long as uploads from there are not too many. */
static int forwarded_status(const char *list) {
    char *reply = ask("POST /upload HTTP/1.1\r\n" HEAD_END "%sX-Forwarded-For: %s\r\n"
                      "Content-Type: multipart/form-data; boundary=XX\r\n"
                      "Content-Length: 8\r\n\r\n--XX--\r\n",
                      own_origin, list);
    int status = status_of(reply);
    free(reply);
    return status;
}

/* Needs the limits and the frozen clock of the test before. */
static void limits__count_the_trusted_address_only(void **state) {
    (void)state;
    site.site.trust_forwarded = true;
    for (int i = 0; i < 60; i++) assert_int_equal(403, forwarded_status("192.0.2.7"));
    assert_int_equal(429, forwarded_status("192.0.2.8")); /* the same /24 */
    assert_int_equal(429, forwarded_status("203.0.113.9, 192.0.2.7"));
    assert_int_equal(403, forwarded_status("192.0.2.7, 203.0.113.9"));
    assert_int_equal(403, forwarded_status("198.51.100.1"));
    assert_int_equal(403, forwarded_status("2001:db8::1"));
    assert_int_equal(403, forwarded_status(""));
    assert_int_equal(403, forwarded_status(",,"));
    site.site.trust_forwarded = false;
    assert_int_equal(403, forwarded_status("192.0.2.7"));
}

static void cookie__is_bound_to_the_host_behind_tls(void **state) {
    (void)state;
    site.site.behind_tls = true;
    assert_status(ask("GET /mine HTTP/1.1\r\n" HEAD_END "Cookie: s=%s\r\n\r\n", test_session), 303);
    assert_status(
        ask("GET /mine HTTP/1.1\r\n" HEAD_END "Cookie: __Host-s=%s\r\n\r\n", test_session), 200);
    char *reply = get("/cookie", "");
    assert_has(reply, "Set-Cookie: __Host-s=abc; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; "
                      "Secure\r\n");
    free(reply);
    site.site.behind_tls = false;
    reply = get("/cookie", "");
    assert_has(reply, "Set-Cookie: s=abc; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax\r\n");
    assert_has(reply, "Cache-Control: no-store");
    free(reply);
}

/* ---- */

static int start(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    snprintf(own_cookie, sizeof own_cookie, "Cookie: s=%s\r\n", test_session);
    test_site_start(&site, &(struct serve_options){.socket = -1, .no_limits = true});
    return 0;
}

static int stop(void **state) {
    (void)state;
    int fd = listen_live(""); /* a stream that is open must not hold the stop up */
    char heard[4096] = "";
    assert_true(hear_until(fd, heard, sizeof heard, "retry: 3000"));
    test_site_stop(&site);
    close(fd);
    return 0;
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
        cmocka_unit_test(post__writes_and_redirects),
        cmocka_unit_test(post__needs_the_origin_of_this_site),
        cmocka_unit_test(post__needs_the_token_of_this_session),
        cmocka_unit_test(post__shows_the_form_again_with_its_input),
        cmocka_unit_test(post__refuses_bodies_that_are_no_forms),
        cmocka_unit_test(upload__goes_to_a_file_up_to_its_limit),
        cmocka_unit_test(post__loses_nothing_when_many_wait_for_the_writer),
        cmocka_unit_test(live__sends_beats_replays_and_ends),
        cmocka_unit_test(live__has_a_cap_for_each_client_and_notices_who_left),
        cmocka_unit_test(live__sends_a_large_payload_in_pieces),
        cmocka_unit_test(live__ends_every_stream_when_news_may_be_missed),
        cmocka_unit_test(stop__is_clean_while_many_post),
        cmocka_unit_test(session__is_touched_by_the_writer_in_batches),
        cmocka_unit_test(cookie__is_bound_to_the_host_behind_tls),
        cmocka_unit_test(post__is_limited_per_person),
        cmocka_unit_test(page__is_limited_per_person),
        cmocka_unit_test(limits__count_the_trusted_address_only),
    };
    return cmocka_run_group_tests(tests, start, stop);
}

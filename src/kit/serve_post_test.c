/* Posting over a real socket: forms, uploads, many at once, sessions in use, limits, stopping. */
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
    for (int i = 0; i < 505; i++) {
        free(reply);
        reply = post(&(struct post){"/mine", headers, "text=a", token});
        allowed += status_of(reply) == 303;
    }
    assert_int_equal(500, allowed);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(post__writes_and_redirects),
        cmocka_unit_test(post__needs_the_origin_of_this_site),
        cmocka_unit_test(post__needs_the_token_of_this_session),
        cmocka_unit_test(post__shows_the_form_again_with_its_input),
        cmocka_unit_test(post__refuses_bodies_that_are_no_forms),
        cmocka_unit_test(upload__goes_to_a_file_up_to_its_limit),
        cmocka_unit_test(post__loses_nothing_when_many_wait_for_the_writer),
        cmocka_unit_test(stop__is_clean_while_many_post),
        cmocka_unit_test(session__is_touched_by_the_writer_in_batches),
        cmocka_unit_test(cookie__is_bound_to_the_host_behind_tls),
        cmocka_unit_test(post__is_limited_per_person),
        cmocka_unit_test(page__is_limited_per_person),
        cmocka_unit_test(limits__count_the_trusted_address_only),
    };
    return cmocka_run_group_tests(tests, client_start, client_stop);
}

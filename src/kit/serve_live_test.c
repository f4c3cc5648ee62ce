/* Live updates over a real socket. */
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

/* ---- live ---- */

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(live__sends_beats_replays_and_ends),
        cmocka_unit_test(live__has_a_cap_for_each_client_and_notices_who_left),
        cmocka_unit_test(live__sends_a_large_payload_in_pieces),
        cmocka_unit_test(live__ends_every_stream_when_news_may_be_missed),
    };
    return cmocka_run_group_tests(tests, client_start, client_stop);
}

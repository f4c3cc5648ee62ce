/* The client of the tests over a real socket: see test_client.h. */
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

struct test_site site;

/* ---- a client without opinions ---- */

int dial_for(int milliseconds) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)site.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {milliseconds / 1000, milliseconds % 1000 * 1000};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(0, connect(fd, (const struct sockaddr *)&address, sizeof address));
    return fd;
}

int dial(void) {
    return dial_for(5000);
}

void say(int fd, const char *bytes, size_t n) {
    while (n) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0) return; /* the server closed, which the reply shows */
        bytes += sent;
        n -= (size_t)sent;
    }
}

/* Everything up to the server's close or n bytes. */
char *hear(int fd) {
    char *reply = calloc(1, REPLY_MAX);
    size_t n = 0;
    for (ssize_t got; n < REPLY_MAX - 1; n += (size_t)got) {
        got = recv(fd, reply + n, REPLY_MAX - 1 - n, 0);
        if (got <= 0) break;
    }
    close(fd);
    return reply;
}

char *ask_raw(const char *bytes, size_t n) {
    int fd = dial();
    say(fd, bytes, n);
    return hear(fd);
}

char *ask(const char *format, ...) {
    char *text;
    va_list args;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    char *reply = ask_raw(text, (size_t)n);
    free(text);
    return reply;
}

char *get(const char *target, const char *headers) {
    return ask("GET %s HTTP/1.1\r\n" HEAD_END "%s\r\n", target, headers);
}

int status_of(const char *reply) {
    return strncmp(reply, "HTTP/1.1 ", 9) == 0 ? atoi(reply + 9) : 0;
}

void assert_status(char *reply, int status) {
    if (status_of(reply) != status) print_error("%.300s\n", reply);
    assert_int_equal(status, status_of(reply));
    free(reply);
}

void assert_has(const char *reply, const char *part) {
    if (!strstr(reply, part)) print_error("no \"%s\" in: %.2000s\n", part, reply);
    assert_non_null(strstr(reply, part));
}

int get_status(const char *target) {
    char *reply = get(target, "");
    int status = status_of(reply);
    free(reply);
    return status;
}

/* ---- forms ---- */

/* The token of the form at target, as the page shows it. */
void read_token(const char *cookie, char token[33]) {
    char *reply = get("/note", cookie);
    const char *mark = "name=\"token\" value=\"";
    const char *at = strstr(reply, mark);
    assert_non_null(at);
    memcpy(token, at + strlen(mark), 32);
    token[32] = '\0';
    free(reply);
}

const char own_origin[] = "Origin: http://localhost\r\n";
char own_cookie[100];

char *post(const struct post *post) {
    char token[33], body[4096];
    if (!post->token) read_token("", token);
    snprintf(body, sizeof body, "%s&token=%s", post->body, post->token ? post->token : token);
    return ask("POST %s HTTP/1.1\r\n" HEAD_END "%s"
               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
               post->path, post->headers, strlen(body), body);
}

char *post_note(const char *body) {
    return post(&(struct post){"/note", own_origin, body, NULL});
}

/* Reads until the text has been seen; false after the socket's patience. */
bool hear_until(int fd, char *heard, size_t room, const char *wanted) {
    size_t n = strlen(heard);
    while (!strstr(heard, wanted) && n < room - 1) {
        ssize_t got = recv(fd, heard + n, room - 1 - n, 0);
        if (got <= 0) return false;
        n += (size_t)got;
        heard[n] = '\0';
    }
    return strstr(heard, wanted) != NULL;
}

int listen_live(const char *headers) {
    char text[500];
    int fd = dial();
    int n = snprintf(text, sizeof text,
                     "GET /live?topic=open HTTP/1.1\r\nHost: localhost\r\n%s\r\n", headers);
    say(fd, text, (size_t)n);
    return fd;
}

int client_start(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    snprintf(own_cookie, sizeof own_cookie, "Cookie: s=%s\r\n", test_session);
    test_site_start(&site, &(struct serve_options){.socket = -1, .no_limits = true});
    return 0;
}

int client_stop(void **state) {
    (void)state;
    int fd = listen_live(""); /* a stream that is open must not hold the stop up */
    char heard[4096] = "";
    assert_true(hear_until(fd, heard, sizeof heard, "retry: 3000"));
    test_site_stop(&site);
    close(fd);
    return 0;
}

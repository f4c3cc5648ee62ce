/* A client without opinions for tests over a real socket: raw bytes to a small site, and what comes
   back. Replies are the caller's to free. */
#ifndef KIT_TEST_CLIENT_H
#define KIT_TEST_CLIENT_H

#include "kit/test_site.h"

enum { REPLY_MAX = 1024 * 1024 };

extern struct test_site site;   /* the one that is asked */
extern const char own_origin[]; /* "Origin: …", as a page of the site sends it */
extern char own_cookie[100];    /* of the person who is signed in */

#define HEAD_END "Host: localhost\r\nConnection: close\r\n"

struct post {
    const char *path, *headers, *body; /* body: without token */
    const char *token;                 /* NULL: the right one for a visitor */
};

int dial_for(int milliseconds);
int dial(void);
void say(int fd, const char *bytes, size_t n);
char *hear(int fd);
char *ask_raw(const char *bytes, size_t n);
char *ask(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *get(const char *target, const char *headers);
int status_of(const char *reply);
void assert_status(char *reply, int status);
void assert_has(const char *reply, const char *part);
int get_status(const char *target);
void read_token(const char *cookie, char token[33]);
char *post(const struct post *post);
char *post_note(const char *body);
bool hear_until(int fd, char *heard, size_t room, const char *wanted);
int listen_live(const char *headers);
int client_start(void **state);
int client_stop(void **state);

#endif

/* A small site with a few routes and a real database, for the tests of kit/ and platform/http. */
#ifndef KIT_TEST_SITE_H
#define KIT_TEST_SITE_H

#include "kit/serve.h"

struct test_site {
    struct arena arena;
    struct site site;
    unsigned char secret[32];
    char folder[64];
    struct server *server;
    int port;
};

/* Everything runs after this; any failure ends the test program. */
void test_site_start(struct test_site *test, const struct serve_options *options);
void test_site_stop(struct test_site *test);

/* The token of a session that load_asker knows, and the form token that belongs to it. */
extern const char test_session[];
/* How often the writer was told that this session was used. */
int test_touches(void);
/* Notes in the database. */
int64_t test_notes(struct test_site *test);

#endif

/*
 * The way of a request: from the HTTP server through guard, route, session, objects and rights to
 * the handlers, the writer and back. One place turns a result code into a status and a page.
 */
#ifndef KIT_SERVE_H
#define KIT_SERVE_H

#include "kit/site.h"

struct server;

struct serve_options {
    int port;               /* 0: any free one */
    bool everywhere;        /* all interfaces instead of loopback only */
    int socket;             /* a listening socket to adopt (socket activation), else -1 */
    unsigned threads;       /* 0: one per core, at least 2 */
    unsigned connections;   /* 0: 4000 */
    unsigned idle_seconds;  /* 0: 30 */
    int64_t (*clock)(void); /* UTC milliseconds; NULL: the machine's */
    bool no_limits;         /* no rate limits: for measurements and tests only */
};

/* Builds the index of all features' routes and starts to answer. The site must stay valid until
   serve_stop; site->database and site->live must be running. Two routes that match the same path
   are a programmer's error (assert). RC_CONFLICT when the port is taken. */
enum rc serve_start(struct arena *arena, const struct site *site,
                    const struct serve_options *options, struct server **server) MUST_CHECK;
int serve_port(const struct server *server);

/* No new connections, finishes running requests for at most ms, ends live streams, closes. Stop
   the database after this. False when a request was still waiting for the writer. */
bool serve_stop(struct server *server, unsigned ms);

/* How the walk through all routes looks, for `samskab routes` and the tests: calls each for every
   route in the order of the features. */
void serve_routes(const struct site *site,
                  void (*each)(void *data, const struct feature *feature,
                               const struct route *route),
                  void *data);

#endif

/*
 * The HTTP server, thin enough to be replaced: it takes a request's head, its body in pieces, and
 * an answer. Everything here runs on the server's I/O threads, except http_resume. Only kit/ and
 * platform/live use it; pages see struct request.
 */
#ifndef PLATFORM_HTTP_H
#define PLATFORM_HTTP_H

#include "base/str.h"

struct http_server;
struct http_exchange; /* one request and its answer */

struct http_header {
    struct str name, value;
};

/* IPv4 as ::ffff:a.b.c.d */
struct http_peer {
    unsigned char address[16];
};

struct http_head {
    struct str method, target, version; /* target: path and query as they came, not decoded */
    const struct http_header *headers;
    size_t n_headers;
    struct http_peer peer;
    bool has_body;       /* a Content-Length above 0, or chunked */
    int64_t body_length; /* -1 when not declared */
    const char *flaw;    /* why the guard refuses the request, else NULL */
    int flaw_status;     /* 400, 413, 414 or 431 */
};

/* What the owner of the server does with a request. Each is called in this order, body as often as
   there are pieces; data is the one of struct http_options. */
struct http_handler {
    /* The head is here. May answer at once (the connection closes if a body was to come); otherwise
       the body follows and whole is called after it. */
    void (*head)(struct http_exchange *exchange, void *data);
    void (*body)(struct http_exchange *exchange, void *data, struct str piece);
    /* Everything is here, or http_resume was called: answers, or http_suspend. */
    void (*whole)(struct http_exchange *exchange, void *data);
};

struct http_options {
    int port;                /* 0: any free one */
    bool everywhere;         /* all interfaces instead of loopback only */
    int socket;              /* an open listening socket to adopt, else -1 */
    unsigned threads;        /* 0: one per core, at least 2 */
    unsigned connections;    /* 0: 4000 */
    unsigned idle_seconds;   /* 0: 30 */
    size_t connection_bytes; /* 0: 12 KiB, which bounds a request's head */
    size_t request_bytes;    /* 0: 16 MiB, the ceiling of a request's arena */
    int64_t body_max;        /* more is refused whatever the handler says */
    const struct http_handler *handler;
    void *data;
};

/* Starts listening and answering. The server lives in the arena until http_stop. RC_CONFLICT when
   the port is taken, RC_BROKEN for other faults; both are explained on stderr. */
enum rc http_start(struct arena *arena, const struct http_options *options,
                   struct http_server **server) MUST_CHECK;
int http_port(const struct http_server *server);
/* Takes no new connections, answers 503 to new requests on old ones, waits at most ms for running
   requests, and closes; what is suspended then is waited for two seconds more. False when some
   request still was suspended: the server goes on existing and the process should end. */
bool http_stop(struct http_server *server, unsigned ms);

/* ---- one exchange ---- */

struct arena *http_arena(struct http_exchange *exchange);
const struct http_head *http_head(const struct http_exchange *exchange);
/* The only header of that name; the empty slice when there is none or more than one. */
struct str http_header(const struct http_head *head, const char *name);
/* The owner's own state of this exchange; NULL at first. */
void http_keep(struct http_exchange *exchange, void *state);
void *http_kept(const struct http_exchange *exchange);
/* From now on pieces of the body are thrown away, and only so many more are read. */
void http_discard_body(struct http_exchange *exchange);

/* A body made piece by piece: next fills at most n bytes and returns how many, 0 at the end, -1
   on failure, or HTTP_SLEEP after http_suspend: it is called again after http_resume. */
enum { HTTP_SLEEP = -2 };
struct http_source {
    int64_t (*next)(void *state, char *to, size_t n);
    void *state;
    int64_t size; /* -1 when unknown */
    /* Not NULL: state lives elsewhere and is given back by this when the exchange is over, however
       that came. The exchange's arena is then released as soon as the handler has returned, since
       such a stream may last for hours. */
    void (*end)(void *state);
};

struct http_field {
    const char *name, *value; /* without control characters */
};

struct http_answer {
    int status;
    const struct http_field *fields;
    size_t n_fields;
    struct str bytes;                 /* lives in the exchange's arena or for ever */
    const struct http_source *source; /* instead of bytes */
    bool close;                       /* the connection ends with this answer */
};
/* Sends the answer; the arena lives until it is out or the client is gone. Called once. */
void http_send(struct http_exchange *exchange, const struct http_answer *answer);

/* The exchange sleeps until http_resume. Only from whole, or from a source that returns
   HTTP_SLEEP. Suspend first, then hand the exchange to the thread that resumes it. False when the
   server closes: then it does not sleep, and is answered or ended at once. */
bool http_suspend(struct http_exchange *exchange) MUST_CHECK;
/* From any thread, once for each http_suspend. */
void http_resume(struct http_exchange *exchange);

#endif

/*
 * libmicrohttpd behind platform/http.h: epoll threads, exchanges that own an arena, the guard in
 * the first call of the access handler, suspend and resume.
 */
#include "platform/http.h"

#include "platform/clock.h"
#include "platform/http_guard.h"
#include "platform/http_listen.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    LOG_LINES_PER_MINUTE = 10,
    BLOCK_KNOWN = 32 * 1024,
    BLOCK_UNKNOWN = 4 * 1024,
    BLOCK_LASTING = 256,       /* of a stream that mostly sleeps */
    SLOW_AFTER_MS = 30 * 1000, /* a body may begin slowly, but then … */
    SLOWEST_PER_SECOND = 1024, /* … must bring this many bytes a second on average */
    SUSPENDED_MS = 2000,       /* what is still asleep at the end is waited for this long */
};

enum phase {
    PHASE_OPEN,
    PHASE_STOPPING, /* new requests are refused, running ones go on */
    PHASE_CLOSING,  /* and nothing may fall asleep any more */
};

struct http_server {
    struct http_options options;
    struct MHD_Daemon *daemon;
    int socket;
    int port;
    atomic_int phase;
    atomic_uint active;    /* exchanges that are not over */
    atomic_uint suspended; /* of these, waiting for http_resume */
    atomic_long log_minute;
    atomic_uint log_lines;
};

struct http_exchange {
    struct arena self;  /* holds this struct */
    struct arena arena; /* what the handler needs */
    struct http_server *server;
    struct MHD_Connection *connection;
    struct http_head head;
    struct http_header headers[HTTP_HEADERS_MAX];
    void *kept;
    struct http_source source;
    int64_t received, body_max;
    int64_t began; /* monotonic; when the body began */
    bool has_head, is_answered, is_discarding;
};

/* ---- log ---- */

enum { LOG_TEXT_BYTES = 300 };

/* Browsers leave all the time; that is no news. */
static bool is_disconnect(const char *format) {
    static const char *const usual[] = {"Failed to send", "Socket has been disconnected",
                                        "Connection socket is closed"};
    for (size_t i = 0; i < COUNT(usual); i++)
        if (strncmp(format, usual[i], strlen(usual[i])) == 0) return true;
    return false;
}

/* The words of a format, each place for a value as "*"; text has LOG_TEXT_BYTES. */
static void without_values(const char *format, char *text) {
    size_t n = 0;
    for (const char *p = format; *p && *p != '\n' && n + 1 < LOG_TEXT_BYTES; p++) {
        if (*p == '%') {
            p += 1 + strspn(p + 1, "-+ #0123456789.*lhzjt");
            text[n++] = '*';
            if (!*p) break;
        } else {
            text[n++] = *p == '"' || *p == '`' || *p < ' ' ? '\'' : *p;
        }
    }
    text[n] = '\0';
}

/* A broken connection is worth a line, a thousand of them are not. Only what the library says is
   written, not what it says it about: addresses may hold one-time links. */
static void log_line(void *data, const char *format, va_list args) {
    struct http_server *server = data;
    long minute = (long)(time(NULL) / 60);
    char text[LOG_TEXT_BYTES], when[32];
    struct tm utc;
    time_t now = time(NULL);
    (void)args;
    if (is_disconnect(format)) return;
    if (atomic_exchange(&server->log_minute, minute) != minute) atomic_store(&server->log_lines, 0);
    if (atomic_fetch_add(&server->log_lines, 1) >= LOG_LINES_PER_MINUTE) return;
    (void)gmtime_r(&now, &utc);
    (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    without_values(format, text);
    fprintf(stderr, "time=%s level=warn event=http text=\"%s\"\n", when, text);
}

/* ---- an exchange begins ---- */

static void *begin_exchange(void *data, const char *target, struct MHD_Connection *connection) {
    struct http_server *server = data;
    struct arena self;
    arena_init(&self, sizeof(struct http_exchange));
    struct http_exchange *exchange = arena_new(&self, struct http_exchange);
    if (!exchange) return NULL;
    exchange->self = self;
    arena_init(&exchange->arena, server->options.request_bytes);
    exchange->server = server;
    exchange->connection = connection;
    exchange->body_max = server->options.body_max;
    exchange->head.target = str_copy(&exchange->arena, str_from(target));
    atomic_fetch_add(&server->active, 1);
    return exchange;
}

static void end_exchange(void *data, struct MHD_Connection *connection, void **kept,
                         enum MHD_RequestTerminationCode why) {
    struct http_server *server = data;
    struct http_exchange *exchange = *kept;
    (void)connection, (void)why;
    if (!exchange) return;
    *kept = NULL;
    if (exchange->source.end) exchange->source.end(exchange->source.state);
    arena_release(&exchange->arena);
    struct arena self = exchange->self;
    arena_release(&self);
    atomic_fetch_sub(&server->active, 1);
}

/* MHD accepts percent signs its own way; the target is decoded by platform/http_url instead. */
static size_t keep_escapes(void *data, struct MHD_Connection *connection, char *text) {
    (void)data, (void)connection;
    return strlen(text);
}

static enum MHD_Result take_header(void *data, enum MHD_ValueKind kind, const char *name,
                                   size_t name_n, const char *value, size_t value_n) {
    struct http_exchange *exchange = data;
    struct http_head *head = &exchange->head;
    (void)kind;
    if (head->n_headers < HTTP_HEADERS_MAX)
        exchange->headers[head->n_headers] = (struct http_header){{name, name_n}, {value, value_n}};
    head->n_headers++;
    return MHD_YES;
}

/*
 * libmicrohttpd 0.9.75 ends a header line also at a bare LF, and a value at a NUL, and tells
 * nobody. But it leaves the lines where they came in and overwrites each line's CR LF by two NULs,
 * so that in an honest head each value is followed by exactly two NULs and the next name, the last
 * one by the two of the empty line (a header without a name would stand there untold). Other
 * versions may lay memory out otherwise and are not asked (1.x refuses these inputs itself).
 */
static bool lines_end_well(const struct http_head *head) {
    if (strcmp(MHD_get_version(), "0.9.75") != 0) return true;
    const char *end = head->version.p + head->version.n;
    for (size_t i = 0; i < head->n_headers; i++) {
        if (end[0] || end[1] || head->headers[i].name.p != end + 2) return false;
        end = head->headers[i].value.p + head->headers[i].value.n;
    }
    return !end[0] && !end[1] && !end[2] && !end[3];
}

static void take_peer(struct http_exchange *exchange) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr) listen_peer(info->client_addr, &exchange->head.peer);
}

static void check_length(struct http_exchange *exchange) {
    struct http_head *head = &exchange->head;
    struct str length = http_header(head, "Content-Length");
    if (length.n && guard_length(length, &head->body_length) != RC_OK) head->body_length = 0;
    bool chunked = http_header(head, "Transfer-Encoding").n > 0;
    if (chunked) head->body_length = -1;
    head->has_body = head->body_length != 0;
    if (head->flaw || head->body_length <= exchange->server->options.body_max) return;
    head->flaw = "a body that is too large";
    head->flaw_status = 413;
}

static void take_head(struct http_exchange *exchange, const char *method, const char *version) {
    struct http_head *head = &exchange->head;
    head->method = str_from(method);
    head->version = str_from(version);
    head->headers = exchange->headers;
    MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, take_header, exchange);
    take_peer(exchange);
    size_t n = head->n_headers;
    if (head->n_headers > HTTP_HEADERS_MAX) head->n_headers = HTTP_HEADERS_MAX;
    head->flaw_status = 400;
    if (n == head->n_headers && !lines_end_well(head))
        head->flaw = "a line that does not end as it should";
    else
        head->flaw = guard_check(head->headers, n, head->version, &head->flaw_status);
    check_length(exchange);
}

/* ---- MHD asks ---- */

static bool is_too_slow(struct http_exchange *exchange) {
    int64_t now = clock_monotonic_ms();
    if (!exchange->began) exchange->began = now;
    int64_t late = now - exchange->began - SLOW_AFTER_MS;
    return late > 0 && exchange->received < late / 1000 * SLOWEST_PER_SECOND;
}

static enum MHD_Result take_body(struct http_exchange *exchange, const char *p, size_t *n) {
    const struct http_handler *handler = exchange->server->options.handler;
    exchange->received += (int64_t)*n;
    if (exchange->received > exchange->body_max || is_too_slow(exchange)) return MHD_NO;
    if (!exchange->is_discarding)
        handler->body(exchange, exchange->server->options.data, (struct str){p, *n});
    *n = 0;
    return MHD_YES;
}

/* While the server stops. */
static void refuse(struct http_exchange *exchange) {
    static const struct http_field again = {"Retry-After", "2"};
    exchange->is_discarding = true;
    http_send(exchange,
              &(struct http_answer){.status = 503, .fields = &again, .n_fields = 1, .close = true});
}

/* A stream that may last for hours and keeps its own state gives the rest back. */
static void release_early(struct http_exchange *exchange) {
    if (!exchange->is_answered || !exchange->source.end) return;
    exchange->is_discarding = true;
    exchange->kept = NULL;
    exchange->head.target = (struct str){0};
    arena_release(&exchange->arena);
}

static enum MHD_Result on_access(void *data, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *body,
                                 size_t *n_body, void **kept) {
    struct http_server *server = data;
    struct http_exchange *exchange = *kept;
    (void)connection, (void)url;
    if (!exchange) return MHD_NO;
    if (!exchange->has_head) {
        exchange->has_head = true;
        take_head(exchange, method, version);
        if (atomic_load(&server->phase) != PHASE_OPEN) {
            refuse(exchange);
            return MHD_YES;
        }
        server->options.handler->head(exchange, server->options.data);
        release_early(exchange);
        return MHD_YES;
    }
    if (*n_body) return take_body(exchange, body, n_body);
    if (!exchange->is_answered) {
        server->options.handler->whole(exchange, server->options.data);
        release_early(exchange);
    }
    return MHD_YES;
}

/* ---- start and stop ---- */

static void set_defaults(struct http_options *options) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (!options->threads) options->threads = cores < 2 ? 2 : (unsigned)cores;
    if (!options->connections) options->connections = 4000;
    if (options->connections < options->threads) options->connections = options->threads;
    if (!options->idle_seconds) options->idle_seconds = 30;
    if (!options->connection_bytes) options->connection_bytes = 12 * 1024;
    if (!options->request_bytes) options->request_bytes = 16 * 1024 * 1024;
}

static struct MHD_Daemon *start_daemon(struct http_server *server) {
    const struct http_options *options = &server->options;
    struct MHD_OptionItem items[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->socket, NULL},
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)options->threads, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)options->connections, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)options->idle_seconds, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)options->connection_bytes, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begin_exchange, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)end_exchange, server},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                                MHD_USE_ERROR_LOG,
                            0, NULL, NULL, on_access, server, MHD_OPTION_EXTERNAL_LOGGER, log_line,
                            server, MHD_OPTION_ARRAY, items, MHD_OPTION_END);
}

enum rc http_start(struct arena *arena, const struct http_options *options,
                   struct http_server **made) {
    struct http_server *server = arena_new(arena, struct http_server);
    if (!server) return RC_BROKEN;
    server->options = *options;
    set_defaults(&server->options);
    server->socket = options->socket;
    if (server->socket < 0) TRY(listen_open(options->port, options->everywhere, &server->socket));
    server->port = listen_port(server->socket);
    server->daemon = start_daemon(server);
    if (!server->daemon) {
        fprintf(stderr, "http: the server does not start\n");
        close(server->socket);
        return RC_BROKEN;
    }
    *made = server;
    return RC_OK;
}

int http_port(const struct http_server *server) {
    return server->port;
}

/* False when there are still some after so many milliseconds. */
static bool wait_for_none(atomic_uint *count, unsigned ms) {
    const struct timespec moment = {.tv_nsec = 5 * 1000 * 1000};
    for (unsigned waited = 0; atomic_load(count) && waited < ms; waited += 5)
        nanosleep(&moment, NULL);
    return atomic_load(count) == 0;
}

bool http_stop(struct http_server *server, unsigned ms) {
    atomic_store(&server->phase, PHASE_STOPPING);
    MHD_quiesce_daemon(server->daemon);
    close(server->socket);
    (void)wait_for_none(&server->active, ms); /* a client that is too slow is cut off */
    atomic_store(&server->phase, PHASE_CLOSING);
    if (!wait_for_none(&server->suspended, SUSPENDED_MS)) return false; /* MHD would abort */
    MHD_stop_daemon(server->daemon);
    return true;
}

/* ---- one exchange ---- */

struct arena *http_arena(struct http_exchange *exchange) {
    return &exchange->arena;
}

const struct http_head *http_head(const struct http_exchange *exchange) {
    return &exchange->head;
}

struct str http_header(const struct http_head *head, const char *name) {
    struct str wanted = str_from(name), found = {0};
    for (size_t i = 0; i < head->n_headers; i++) {
        if (!str_is_nocase(head->headers[i].name, wanted)) continue;
        if (found.p) return (struct str){0};
        found = head->headers[i].value;
    }
    return found;
}

void http_keep(struct http_exchange *exchange, void *state) {
    exchange->kept = state;
}

void *http_kept(const struct http_exchange *exchange) {
    return exchange->kept;
}

void http_discard_body(struct http_exchange *exchange) {
    exchange->is_discarding = true;
}

static ssize_t read_source(void *data, uint64_t position, char *to, size_t n) {
    struct http_exchange *exchange = data;
    (void)position;
    int64_t got = exchange->source.next(exchange->source.state, to, n);
    if (got == HTTP_SLEEP) return 0;
    if (got < 0) return MHD_CONTENT_READER_END_WITH_ERROR;
    return got == 0 ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)got;
}

static struct MHD_Response *make_response(struct http_exchange *exchange,
                                          const struct http_answer *answer) {
    if (!answer->source)
        return MHD_create_response_from_buffer(answer->bytes.n, (void *)(uintptr_t)answer->bytes.p,
                                               MHD_RESPMEM_PERSISTENT);
    exchange->source = *answer->source;
    bool known = answer->source->size >= 0;
    size_t block = known ? BLOCK_KNOWN : answer->source->end ? BLOCK_LASTING : BLOCK_UNKNOWN;
    return MHD_create_response_from_callback(known ? (uint64_t)answer->source->size
                                                   : MHD_SIZE_UNKNOWN,
                                             block, read_source, exchange, NULL);
}

void http_send(struct http_exchange *exchange, const struct http_answer *answer) {
    struct MHD_Response *response = make_response(exchange, answer);
    exchange->is_answered = true;
    if (!response) return; /* MHD closes the connection */
    for (size_t i = 0; i < answer->n_fields; i++)
        MHD_add_response_header(response, answer->fields[i].name, answer->fields[i].value);
    if (answer->close) MHD_add_response_header(response, "Connection", "close");
    MHD_queue_response(exchange->connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
}

bool http_suspend(struct http_exchange *exchange) {
    struct http_server *server = exchange->server;
    atomic_fetch_add(&server->suspended, 1); /* first, so that http_stop sees it or is seen */
    if (atomic_load(&server->phase) == PHASE_CLOSING) {
        atomic_fetch_sub(&server->suspended, 1);
        return false;
    }
    MHD_suspend_connection(exchange->connection);
    return true;
}

void http_resume(struct http_exchange *exchange) {
    struct http_server *server = exchange->server;
    MHD_resume_connection(exchange->connection);
    atomic_fetch_sub(&server->suspended, 1);
}

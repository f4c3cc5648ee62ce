/*
 * Live updates: the hub between those who publish to a topic and the browsers that listen with
 * Server-Sent Events. Bounded in clients, topics and bytes; recent events are kept so that a
 * browser that lost its connection gets what it missed.
 */
#ifndef PLATFORM_LIVE_H
#define PLATFORM_LIVE_H

#include "platform/http.h"

struct live_hub;

enum { LIVE_TOPIC_MAX = 96, LIVE_PAYLOAD_MAX = 16 * 1024, LIVE_EPOCH_MAX = 20 };

struct live_options {
    unsigned clients_max;  /* 0: 2000 */
    unsigned per_key_max;  /* 0: 64 connections of one person or address */
    unsigned heartbeat_ms; /* 0: 20 s; a client that left is noticed at the second beat */
};

/* Starts the hub and its heartbeat thread; it lives in the arena until live_close. options NULL:
   all defaults. */
enum rc live_start(struct arena *arena, const struct live_options *options,
                   struct live_hub **hub) MUST_CHECK;
/* Ends every stream and takes no more. Before http_stop. */
void live_stop(struct live_hub *hub);
/* Frees what is left, after http_stop. Nobody may publish any more. */
void live_close(struct live_hub *hub);

/* Sends the payload (valid UTF-8, usually a piece of HTML) to all who listen to the topic. From any
   thread; never waits. Dropped when too large or while the hub stops. The empty topic says that
   something may have been missed: every stream ends, and the browsers connect again. */
void live_publish(struct live_hub *hub, struct str topic, struct str payload);

/* Who listens, and the site's own headers for the answer. */
struct live_ask {
    struct str key;     /* the person or address, for the cap */
    struct str last_id; /* the browser's Last-Event-ID, or empty */
    const struct http_field *fields;
    size_t n_fields;
};

/* Answers the exchange with the stream of a topic. RC_LIMIT when there are too many clients; then
   nothing was answered. */
enum rc live_listen(struct live_hub *hub, struct http_exchange *exchange, struct str topic,
                    const struct live_ask *ask) MUST_CHECK;

/* Where a browser that comes back goes on: after the event that its Last-Event-ID names
   ("EPOCH-ID", as the stream wrote it) when that is one of this hub, else from the newest. Never
   more than newest, whatever was sent; fuzzed. */
uint64_t live_place_read(struct str last_id, uint64_t epoch, uint64_t newest);

struct live_count {
    unsigned clients, topics;
    size_t bytes;
};
struct live_count live_counts(struct live_hub *hub);

#endif

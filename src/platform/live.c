/*
 * The hub: topics in a small table, each with a ring of recent events and a list of clients. One
 * mutex covers all of it. A client's stream sleeps inside the server's content reader, under that
 * mutex, so that no publication can slip between looking and sleeping.
 */
#include "platform/live.h"

#include "base/buf.h"
#include "platform/clock.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    TOPICS_MAX = 256,
    EVENTS_MAX = 32,              /* kept per topic */
    BYTES_MAX = 16 * 1024 * 1024, /* kept in all */
    CLIENTS_MAX = 2000,
    PER_KEY_MAX = 64, /* pages that were closed are noticed late */
    HEARTBEAT_MS = 20 * 1000,
};

struct event {
    struct arena memory; /* of its text */
    uint64_t id;
    struct str text; /* framed, as it is sent */
};

struct topic {
    char name[LIVE_TOPIC_MAX];
    size_t n_name; /* 0: free */
    struct event events[EVENTS_MAX];
    size_t first, n;
    struct client *clients;
    int64_t used; /* monotonic, for choosing which to forget */
};

struct client {
    struct arena memory; /* holds this struct: a stream outlives the rest of its request */
    struct live_hub *hub;
    struct topic *topic;
    struct client *next, **link;
    struct http_exchange *exchange;
    uint64_t key;     /* hash of who it is, for the cap */
    uint64_t sent;    /* id of the last event sent in full */
    uint64_t sending; /* id of the one that is sent in part */
    size_t offset;    /* into that one; 0: none */
    int64_t beat_due; /* monotonic */
    bool sleeps, beat, greeted, ends;
};

struct live_hub {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct live_options options;
    struct topic topics[TOPICS_MAX];
    uint64_t epoch; /* ids of an earlier run of the program mean nothing */
    uint64_t last_id;
    size_t bytes;
    unsigned clients;
    bool stops;
};

/* ---- topics and events ---- */

static struct event *event_at(struct topic *topic, size_t i) {
    return &topic->events[(topic->first + i) % EVENTS_MAX];
}

static void drop_oldest(struct live_hub *hub, struct topic *topic) {
    struct event *event = event_at(topic, 0);
    hub->bytes -= event->text.n;
    arena_release(&event->memory);
    topic->first = (topic->first + 1) % EVENTS_MAX;
    topic->n--;
}

static void forget_topic(struct live_hub *hub, struct topic *topic) {
    while (topic->n) drop_oldest(hub, topic);
    topic->n_name = 0;
}

/* The topic's place; a quiet one that nobody hears gives way to a new one. NULL: all are in use. */
static struct topic *find_topic(struct live_hub *hub, struct str name) {
    struct topic *spare = NULL;
    if (name.n == 0 || name.n > LIVE_TOPIC_MAX) return NULL;
    for (size_t i = 0; i < TOPICS_MAX; i++) {
        struct topic *topic = &hub->topics[i];
        if (str_is((struct str){topic->name, topic->n_name}, name)) return topic;
        bool better = !topic->n_name || !spare || (spare->n_name && topic->used < spare->used);
        if (!topic->clients && better) spare = topic;
    }
    if (!spare) return NULL;
    forget_topic(hub, spare);
    memcpy(spare->name, name.p, name.n);
    spare->n_name = name.n;
    spare->used = clock_monotonic_ms();
    return spare;
}

static void make_room(struct live_hub *hub, size_t n) {
    while (hub->bytes + n > BYTES_MAX) {
        struct topic *oldest = NULL;
        for (size_t i = 0; i < TOPICS_MAX; i++) {
            struct topic *topic = &hub->topics[i];
            if (topic->n && (!oldest || event_at(topic, 0)->id < event_at(oldest, 0)->id))
                oldest = topic;
        }
        if (!oldest) return;
        drop_oldest(hub, oldest);
    }
}

/* "id: …\ndata: line\ndata: line\n\n"; a bare CR would end a line too, so it becomes a space. */
static struct str frame(struct arena *arena, uint64_t epoch, uint64_t id, struct str payload) {
    struct buf buf;
    struct str rest = payload, line;
    buf_init(&buf, arena, arena->ceiling);
    buf_format(&buf, "id: %llx-%llu\n", (unsigned long long)epoch, (unsigned long long)id);
    if (!payload.n) buf_lit(&buf, "data:\n");
    while (payload.n && str_cut(&rest, '\n', &line)) {
        if (str_ends(line, STR("\r"))) line.n--;
        buf_lit(&buf, "data: ");
        for (size_t i = 0; i < line.n; i++)
            buf_add_char(&buf, line.p[i] == '\r' || line.p[i] == '\0' ? ' ' : line.p[i]);
        buf_lit(&buf, "\n");
    }
    buf_lit(&buf, "\n");
    return buf_ok(&buf) ? buf_str(&buf) : (struct str){0};
}

static bool add_event(struct live_hub *hub, struct topic *topic, struct str payload) {
    struct arena memory;
    arena_init(&memory, 16 * LIVE_PAYLOAD_MAX);
    struct str text = frame(&memory, hub->epoch, hub->last_id + 1, payload);
    if (!text.n) {
        arena_release(&memory);
        return false;
    }
    if (topic->n == EVENTS_MAX) drop_oldest(hub, topic);
    make_room(hub, text.n);
    *event_at(topic, topic->n++) = (struct event){memory, ++hub->last_id, text};
    hub->bytes += text.n;
    topic->used = clock_monotonic_ms();
    return true;
}

static void wake_client(struct client *client) {
    if (!client->sleeps) return;
    client->sleeps = false;
    http_resume(client->exchange);
}

static void end_streams(struct live_hub *hub) {
    for (size_t i = 0; i < TOPICS_MAX; i++)
        for (struct client *client = hub->topics[i].clients; client; client = client->next) {
            client->ends = true;
            wake_client(client);
        }
}

void live_publish(struct live_hub *hub, struct str topic_name, struct str payload) {
    if (payload.n > LIVE_PAYLOAD_MAX) return;
    pthread_mutex_lock(&hub->lock);
    if (!topic_name.n) end_streams(hub);
    struct topic *topic = hub->stops ? NULL : find_topic(hub, topic_name);
    if (topic && add_event(hub, topic, payload))
        for (struct client *client = topic->clients; client; client = client->next)
            wake_client(client);
    pthread_mutex_unlock(&hub->lock);
}

/* ---- clients ---- */

/* The next event after what the client has; NULL when it has all. */
static struct event *next_event(struct client *client) {
    struct topic *topic = client->topic;
    for (size_t i = 0; i < topic->n; i++)
        if (event_at(topic, i)->id > client->sent) return event_at(topic, i);
    return NULL;
}

static int64_t copy(struct str text, size_t offset, char *to, size_t n) {
    size_t left = text.n - offset;
    if (n > left) n = left;
    memcpy(to, text.p + offset, n);
    return (int64_t)n;
}

static int64_t send_event(struct client *client, const struct event *event, char *to, size_t n) {
    int64_t sent = copy(event->text, client->offset, to, n);
    client->offset += (size_t)sent;
    client->sending = event->id;
    if (client->offset == event->text.n) {
        client->sent = event->id;
        client->offset = 0;
    }
    return sent;
}

/* With the lock held: bytes for this client, 0 to end, or HTTP_SLEEP. */
static int64_t fill(struct client *client, char *to, size_t n) {
    static const struct str hello = STR_INIT("retry: 3000\n\n"), beat = STR_INIT(":\n\n");
    struct event *event = next_event(client);
    if (client->ends) return 0;
    client->beat_due = clock_monotonic_ms() + client->hub->options.heartbeat_ms;
    if (!client->greeted && n >= hello.n) {
        client->greeted = true;
        return copy(hello, 0, to, n);
    }
    if (client->offset && (!event || event->id != client->sending))
        return -1; /* what was half sent is gone: the browser connects again */
    if (event) return send_event(client, event, to, n);
    if (client->beat && n >= beat.n) {
        client->beat = false;
        return copy(beat, 0, to, n);
    }
    if (!http_suspend(client->exchange)) return 0;
    client->sleeps = true;
    return HTTP_SLEEP;
}

static int64_t next_bytes(void *state, char *to, size_t n) {
    struct client *client = state;
    pthread_mutex_lock(&client->hub->lock);
    int64_t sent = fill(client, to, n);
    pthread_mutex_unlock(&client->hub->lock);
    return sent;
}

/* When the exchange is over, however that came. */
static void leave(void *data) {
    struct client *client = data;
    struct live_hub *hub = client->hub;
    pthread_mutex_lock(&hub->lock);
    *client->link = client->next;
    if (client->next) client->next->link = client->link;
    hub->clients--;
    pthread_mutex_unlock(&hub->lock);
    struct arena memory = client->memory;
    arena_release(&memory);
}

static uint64_t hash_key(struct str key) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.n; i++) hash = (hash ^ (unsigned char)key.p[i]) * 1099511628211u;
    return hash;
}

static unsigned count_key(const struct live_hub *hub, uint64_t key) {
    unsigned n = 0;
    for (size_t i = 0; i < TOPICS_MAX; i++)
        for (const struct client *client = hub->topics[i].clients; client; client = client->next)
            n += client->key == key;
    return n;
}

uint64_t live_place_read(struct str last_id, uint64_t epoch, uint64_t newest) {
    char text[LIVE_EPOCH_MAX];
    int64_t id;
    int n = snprintf(text, sizeof text, "%llx-", (unsigned long long)epoch);
    struct str head = {text, (size_t)n};
    if (!str_starts(last_id, head)) return newest;
    if (str_to_i64(str_slice(last_id, head.n, last_id.n), &id) != RC_OK || id < 0) return newest;
    return (uint64_t)id < newest ? (uint64_t)id : newest;
}

static enum rc join(struct live_hub *hub, struct client *client, struct str topic_name,
                    struct str last_id) {
    struct topic *topic = find_topic(hub, topic_name);
    if (hub->stops || !topic || hub->clients >= hub->options.clients_max) return RC_LIMIT;
    if (count_key(hub, client->key) >= hub->options.per_key_max) return RC_LIMIT;
    client->topic = topic;
    client->sent = live_place_read(last_id, hub->epoch, hub->last_id);
    client->next = topic->clients;
    client->link = &topic->clients;
    if (client->next) client->next->link = &client->next;
    topic->clients = client;
    hub->clients++;
    return RC_OK;
}

static enum rc client_new(struct live_hub *hub, struct http_exchange *exchange, struct str key,
                          struct client **made) {
    struct arena memory;
    arena_init(&memory, sizeof(struct client));
    struct client *client = arena_new(&memory, struct client);
    if (!client) return RC_LIMIT;
    *client = (struct client){.hub = hub, .exchange = exchange, .key = hash_key(key)};
    client->memory = memory;
    *made = client;
    return RC_OK;
}

enum rc live_listen(struct live_hub *hub, struct http_exchange *exchange, struct str topic,
                    const struct live_ask *ask) {
    struct client *client = NULL;
    TRY(client_new(hub, exchange, ask->key, &client));
    pthread_mutex_lock(&hub->lock);
    enum rc rc = join(hub, client, topic, ask->last_id);
    pthread_mutex_unlock(&hub->lock);
    if (rc != RC_OK) {
        struct arena memory = client->memory;
        arena_release(&memory);
        return rc;
    }
    struct http_source source = {next_bytes, client, -1, leave};
    http_send(exchange, &(struct http_answer){.status = 200,
                                              .fields = ask->fields,
                                              .n_fields = ask->n_fields,
                                              .source = &source});
    return RC_OK;
}

/* ---- heartbeat ---- */

static void beat_topic(struct topic *topic, int64_t now) {
    for (struct client *client = topic->clients; client; client = client->next) {
        if (!client->sleeps || client->beat_due > now) continue;
        client->beat = true;
        wake_client(client);
    }
}

static void *run_heartbeat(void *data) {
    struct live_hub *hub = data;
    int64_t step = hub->options.heartbeat_ms / 4 + 1;
    pthread_mutex_lock(&hub->lock);
    while (!hub->stops) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        int64_t nanoseconds = until.tv_nsec + step % 1000 * 1000000;
        until.tv_sec += step / 1000 + nanoseconds / 1000000000;
        until.tv_nsec = nanoseconds % 1000000000;
        pthread_cond_timedwait(&hub->wake, &hub->lock, &until);
        int64_t now = clock_monotonic_ms();
        for (size_t i = 0; i < TOPICS_MAX; i++) beat_topic(&hub->topics[i], now);
    }
    pthread_mutex_unlock(&hub->lock);
    return NULL;
}

/* ---- start and stop ---- */

enum rc live_start(struct arena *arena, const struct live_options *options,
                   struct live_hub **made) {
    struct live_hub *hub = arena_new(arena, struct live_hub);
    pthread_condattr_t monotonic;
    if (!hub) return RC_BROKEN;
    if (options) hub->options = *options;
    hub->epoch = (uint64_t)clock_now_ms();
    if (!hub->options.clients_max) hub->options.clients_max = CLIENTS_MAX;
    if (!hub->options.per_key_max) hub->options.per_key_max = PER_KEY_MAX;
    if (!hub->options.heartbeat_ms) hub->options.heartbeat_ms = HEARTBEAT_MS;
    pthread_mutex_init(&hub->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&hub->wake, &monotonic);
    if (pthread_create(&hub->thread, NULL, run_heartbeat, hub) != 0) return RC_BROKEN;
    *made = hub;
    return RC_OK;
}

void live_stop(struct live_hub *hub) {
    pthread_mutex_lock(&hub->lock);
    bool first = !hub->stops;
    hub->stops = true;
    end_streams(hub);
    pthread_cond_signal(&hub->wake);
    pthread_mutex_unlock(&hub->lock);
    if (first) pthread_join(hub->thread, NULL);
}

void live_close(struct live_hub *hub) {
    live_stop(hub);
    assert(hub->clients == 0);
    for (size_t i = 0; i < TOPICS_MAX; i++) forget_topic(hub, &hub->topics[i]);
    pthread_mutex_destroy(&hub->lock);
    pthread_cond_destroy(&hub->wake);
}

struct live_count live_counts(struct live_hub *hub) {
    struct live_count count = {0};
    pthread_mutex_lock(&hub->lock);
    count.clients = hub->clients;
    count.bytes = hub->bytes;
    for (size_t i = 0; i < TOPICS_MAX; i++) count.topics += hub->topics[i].n_name > 0;
    pthread_mutex_unlock(&hub->lock);
    return count;
}

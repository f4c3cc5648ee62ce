/* Starts and stops the web server, and hands each exchange to its walk. */
#include "kit/walk.h"

#include "platform/clock.h"

#include <assert.h>

enum { LIMIT_BUCKETS = 32 * 1024, HEAD_BODY_MAX = BODY_FORM_MAX };

/* ---- exchanges ---- */

static struct walk *walk_new(struct server *server, struct http_exchange *exchange) {
    struct arena *arena = http_arena(exchange);
    struct walk *walk = arena_new(arena, struct walk);
    if (!walk) return NULL;
    walk->server = server;
    walk->exchange = exchange;
    walk->request = (struct request){
        .arena = arena,
        .site = server->site,
        .now = server->options.clock ? server->options.clock() : clock_now_ms(),
        .query = &walk->query,
        .answer = &walk->answer,
        .walk = walk,
    };
    http_keep(exchange, walk);
    return walk;
}

/* A short body is read to its end and thrown away, so that the answer arrives; a long one is cut
   off by answering at once. */
static void refuse(struct walk *walk, const struct http_head *head) {
    bool is_short = head->body_length >= 0 && head->body_length <= HEAD_BODY_MAX;
    if (head->has_body && !is_short)
        walk_run(walk);
    else
        http_discard_body(walk->exchange);
}

static void on_head(struct http_exchange *exchange, void *data) {
    struct walk *walk = walk_new(data, exchange);
    if (!walk) return;
    walk_begin(walk);
    if (walk->stage == STAGE_FAILED) refuse(walk, http_head(exchange));
}

static void on_body(struct http_exchange *exchange, void *data, struct str piece) {
    struct walk *walk = http_kept(exchange);
    (void)data;
    if (walk && walk->stage == STAGE_WRITE) body_feed(&walk->body, piece);
}

static void on_whole(struct http_exchange *exchange, void *data) {
    struct server *server = data;
    struct walk *walk = http_kept(exchange);
    if (!walk) {
        http_send(exchange, &(struct http_answer){.status = 503, .close = true});
        return;
    }
    int64_t now = walk->request.now;
    walk_run(walk);
    touch_flush(&server->touch, now);
}

static const struct http_handler on_exchange = {on_head, on_body, on_whole};

/* ---- start and stop ---- */

/* The site's features and kit's own. */
static const struct feature *const *all_features_of(struct arena *arena, const struct site *site) {
    size_t n = 0;
    while (site->features && site->features[n]) n++;
    const struct feature **all = arena_new_array(arena, n + 2, const struct feature *);
    if (!all) return NULL;
    all[0] = &kit_feature;
    for (size_t i = 0; i < n; i++) all[i + 1] = site->features[i];
    return all;
}

enum rc serve_start(struct arena *arena, const struct site *site,
                    const struct serve_options *options, struct server **made) {
    struct server *server = arena_new(arena, struct server);
    if (!server) return RC_BROKEN;
    *server = (struct server){.site = site, .options = *options};
    const struct feature *const *features = all_features_of(arena, site);
    if (!features) return RC_BROKEN;
    server->router = router_new(arena, features);
    server->limits = limits_new(arena, LIMIT_BUCKETS);
    if (!server->router || !server->limits) return RC_BROKEN;
    touch_init(&server->touch, site);
    struct http_options http = {
        .port = options->port,
        .everywhere = options->everywhere,
        .socket = options->socket,
        .threads = options->threads,
        .connections = options->connections,
        .idle_seconds = options->idle_seconds,
        .body_max = (int64_t)router_upload_max(server->router) + BODY_FORM_MAX + BODY_PART_HEADS,
        .handler = &on_exchange,
        .data = server,
    };
    TRY(http_start(arena, &http, &server->http));
    *made = server;
    return RC_OK;
}

int serve_port(const struct server *server) {
    return http_port(server->http);
}

bool serve_stop(struct server *server, unsigned ms) {
    if (server->site->live) live_stop(server->site->live);
    return http_stop(server->http, ms);
}

void serve_routes(const struct site *site,
                  void (*each)(void *data, const struct feature *feature,
                               const struct route *route),
                  void *data) {
    for (size_t i = 0; i < kit_feature.n_routes; i++)
        each(data, &kit_feature, &kit_feature.routes[i]);
    for (const struct feature *const *feature = site->features; feature && *feature; feature++)
        for (size_t i = 0; i < (*feature)->n_routes; i++)
            each(data, *feature, &(*feature)->routes[i]);
}

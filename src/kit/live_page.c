/* GET /live?topic=…: the stream of a topic, for those who may hear it. */
#include "base/buf.h"
#include "kit/limit.h"
#include "kit/walk.h"

/* Whose listening pages are counted together. Fifty halls of a municipality share one address:
   there visitors are counted for each meeting, the first two parts of the topic. */
static struct str listener_key(const struct request *request, struct str topic) {
    struct str key = limit_key(request);
    if (request->seat_key || request->asker.id) return key;
    size_t end = str_find(topic, '/', str_find(topic, '/', 0) + 1);
    struct buf both;
    buf_init(&both, request->arena, key.n + end);
    buf_add(&both, key);
    buf_add(&both, str_slice(topic, 0, end));
    return buf_ok(&both) ? buf_str(&both) : key;
}

static enum rc answer_live(struct request *request) {
    static const struct http_field own[] = {
        {"Content-Type", "text/event-stream"},
        {"Cache-Control", "no-store"},
        {"X-Accel-Buffering", "no"}, /* nginx passes each event on at once */
    };
    const struct site *site = request->site;
    struct walk *walk = request->walk;
    struct str topic = form_value(request->query, "topic");
    struct http_field fields[16];
    size_t n = site_fields(fields);
    if (!site->live || !topic.n || topic.n > LIVE_TOPIC_MAX) return RC_ABSENT;
    if (!site->may_listen || !site->may_listen(request, topic)) return RC_ABSENT;
    TRY(limit_take(request, LIMIT_LIVE, (struct str){0}));
    for (size_t i = 0; i < COUNT(own); i++) fields[n++] = own[i];
    struct live_ask ask = {
        .key = listener_key(request, topic),
        .last_id = http_header(http_head(walk->exchange), "Last-Event-ID"),
        .fields = fields,
        .n_fields = n,
    };
    request->answer->retry_seconds = 30; /* should there be too many */
    TRY(live_listen(site->live, walk->exchange, topic, &ask));
    walk->is_sent = request->answer->is_set = true;
    return RC_OK;
}

static const struct route routes[] = {
    {.method = GET, .path = "/live", .answer = answer_live, .need = MAY_ANYONE},
};
const struct feature kit_feature = {.name = "kit", .routes = routes, .n_routes = COUNT(routes)};

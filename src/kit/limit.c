/* The site's rate limits: one table, one function. */
#include "kit/limit.h"

#include "kit/walk.h"
#include "platform/http_listen.h"

#include <string.h>

enum scope { BY_ADDRESS, BY_PERSON, BY_ACCOUNT, BY_SITE, BY_SEAT, SCOPE__N };

/* burst, then one more each so many milliseconds; burst 0: no limit. Whole schools and town halls
   share one address, and all visitors do when a proxy is not trusted: so reading is not counted by
   address at all, and the rest generously. One leader enters the paper sheets of a whole hall. */
static const struct limit_rule rules[LIMIT_CLASS__N][SCOPE__N] = {
    [LIMIT_PAGE] = {{0, 0}, {600, 50}, {0, 0}, {0, 0}, {600, 50}},
    [LIMIT_POST] = {{3000, 5}, {500, 200}, {0, 0}, {0, 0}, {120, 500}},
    [LIMIT_UPLOAD] = {{60, 10000}, {20, 60000}, {0, 0}, {200, 500}},
    [LIMIT_SIGN_IN] = {{100, 3000}, {0, 0}, {10, 60000}, {300, 100}},
    [LIMIT_MAIL] = {{60, 60000}, {20, 180000}, {5, 600000}, {500, 1000}},
    [LIMIT_SEARCH] = {{300, 100}, {60, 1000}, {0, 0}, {500, 10}},
    [LIMIT_LIVE] = {{600, 100}, {120, 500}, {0, 0}, {0, 0}, {120, 500}},
    [LIMIT_CODE] = {{60, 6000}, {0, 0}, {0, 0}, {300, 1000}},
};

static bool is_mapped(const struct http_peer *peer) {
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    return memcmp(peer->address, mapped, sizeof mapped) == 0;
}

/* The address of the client, as the one trusted proxy wrote it last in X-Forwarded-For. */
static struct http_peer client_of(const struct request *request) {
    const struct http_head *head = http_head(request->walk->exchange);
    struct http_peer peer = head->peer;
    if (!request->site->trust_forwarded) return peer;
    struct str list = http_header(head, "X-Forwarded-For");
    size_t from = list.n;
    while (from > 0 && list.p[from - 1] != ',') from--;
    struct http_peer forwarded;
    bool known = listen_parse(str_trim(str_slice(list, from, list.n)), &forwarded) == RC_OK;
    return known ? forwarded : peer;
}

static struct str number_key(int64_t number, char *text, size_t room) {
    if (!number || room < sizeof number) return (struct str){0};
    memcpy(text, &number, sizeof number);
    return (struct str){text, sizeof number};
}

static struct str scope_key(const struct request *request, enum scope scope, struct str account,
                            char *text, size_t room) {
    struct http_peer peer;
    switch (scope) {
    case BY_ADDRESS:
        peer = client_of(request);
        memcpy(text, peer.address, sizeof peer.address);
        return (struct str){text, is_mapped(&peer) ? 15 : 8}; /* a /24, a /64 */
    case BY_PERSON:
        return number_key(request->asker.id, text, room);
    case BY_SEAT:
        return number_key(request->seat_key, text, room);
    case BY_ACCOUNT:
        return account;
    default:
        return STR("*");
    }
}

struct str limit_key(const struct request *request) {
    char text[2 + sizeof(struct http_peer)];
    enum scope scope = request->seat_key ? BY_SEAT : request->asker.id ? BY_PERSON : BY_ADDRESS;
    text[0] = (char)scope;
    struct str key = scope_key(request, scope, (struct str){0}, text + 1, sizeof text - 1);
    return str_copy(request->arena, (struct str){text, 1 + key.n});
}

/* A seat stands for address and person, where the class knows seats. */
static bool is_replaced(const struct request *request, enum limit_class class, enum scope scope) {
    bool by_seat = request->seat_key && rules[class][BY_SEAT].burst;
    return by_seat && (scope == BY_ADDRESS || scope == BY_PERSON);
}

static enum rc ask_all(struct request *request, enum limit_class class, struct str account,
                       int64_t (*ask)(struct limits *, const struct limit_rule *, struct str,
                                      int64_t)) {
    struct server *server = request->walk->server;
    if (server->options.no_limits) return RC_OK;
    for (size_t scope = 0; scope < SCOPE__N; scope++) {
        const struct limit_rule *rule = &rules[class][scope];
        char text[2 + 512] = {(char)class, (char)scope};
        if (is_replaced(request, class, (enum scope)scope)) continue;
        struct str key = scope_key(request, (enum scope)scope, account, text + 2, 512);
        if (!rule->burst || !key.n) continue;
        size_t n = key.n < 512 ? key.n : 512;
        if (key.p != text + 2) memcpy(text + 2, key.p, n);
        int64_t wait = ask(server->limits, rule, (struct str){text, 2 + n}, request->now);
        if (wait == 0) continue;
        request->answer->retry_seconds = wait / 1000 + 1;
        return RC_LIMIT;
    }
    return RC_OK;
}

enum rc limit_take(struct request *request, enum limit_class class, struct str account) {
    return ask_all(request, class, account, limits_take);
}

enum rc limit_check(struct request *request, enum limit_class class, struct str account) {
    return ask_all(request, class, account, limits_wait);
}

/* Session tokens, form tokens, and where to go after signing in. */
#include "kit/session.h"

#include "kit/walk.h"
#include "platform/http_token.h"
#include "platform/secret.h"

enum { FORM_TOKEN_BYTES = 16, FORM_TOKEN_HOURS = 4, HOUR_MS = 60 * 60 * 1000 };

struct str session_token_hash(struct request *request, const char *purpose, struct str token) {
    char *hash = arena_alloc(request->arena, SESSION_HASH_BYTES);
    if (!hash) return (struct str){0};
    token_hash(request->site->secret, purpose, token, hash, SESSION_HASH_BYTES);
    return (struct str){hash, SESSION_HASH_BYTES};
}

struct str session_token_new(struct request *request, struct str *hash) {
    unsigned char bytes[SESSION_TOKEN_CHARS / 2];
    secret_random(bytes, sizeof bytes);
    struct str token = str_hex(request->arena, bytes, sizeof bytes);
    *hash = session_token_hash(request, "session", token);
    return token;
}

bool session_is_alive(int64_t now, int64_t made, int64_t last_seen, bool is_administrator) {
    int64_t idle = is_administrator ? SESSION_IDLE_ADMINISTRATOR : SESSION_IDLE_CITIZEN;
    /* A clock that went back must not make a session live longer than its time. */
    if (made > now + SESSION_TOUCH || last_seen > now + SESSION_TOUCH) return false;
    return now - made < SESSION_ABSOLUTE && now - last_seen < idle;
}

void session_touch(struct request *request, int64_t session) {
    touch_add(&request->walk->server->touch, session);
}

/* ---- form tokens ---- */

/* A person's token belongs to the session. A visitor has nothing to bind it to, so hers belongs to
   the site and the hour; what protects her forms is the check of the origin. */
static struct str make_form_token(const struct request *request, int64_t hour) {
    unsigned char hash[FORM_TOKEN_BYTES];
    const struct walk *walk = request->walk;
    if (request->asker.session) {
        token_hash(request->site->secret, "form of a session", walk->token_hash, hash, sizeof hash);
    } else {
        struct str text = {(const char *)&hour, sizeof hour};
        token_hash(request->site->secret, "form of a visitor", text, hash, sizeof hash);
    }
    return str_hex(request->arena, hash, sizeof hash);
}

struct str form_token(struct request *request) {
    request->answer->no_store = true;
    return make_form_token(request, request->now / HOUR_MS);
}

bool form_token_is_good(struct request *request) {
    struct str given = form_value(request->form, FORM_TOKEN_FIELD);
    int64_t hour = request->now / HOUR_MS;
    bool good = false;
    for (int64_t age = 0; age < FORM_TOKEN_HOURS; age++) {
        struct str wanted = make_form_token(request, hour - age);
        good |= wanted.n > 0 && secret_equal(given, wanted);
    }
    return good;
}

/* ---- after signing in ---- */

/* A path of this site: one slash, printable ASCII, nothing a browser could read as a host. */
static bool is_own_path(struct str path) {
    if (!str_starts(path, STR("/")) || str_starts(path, STR("//")) || path.n > 1024) return false;
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] <= ' ' || path.p[i] >= 127 || path.p[i] == '\\') return false;
    return true;
}

struct url session_next(struct request *request, struct url otherwise) {
    struct str next = request->form ? form_value(request->form, "next") : (struct str){0};
    if (!next.n) next = form_value(request->query, "next");
    if (!is_own_path(next)) return otherwise;
    size_t mark = str_find(next, '?', 0);
    /* The page she came from names its language; the page she signs in on may name another. */
    enum lang lang;
    struct str path = str_slice(next, 0, mark), prefix = prefix_of(path, &lang);
    if (request->prefix.n) path = str_slice(path, prefix.n, path.n);
    struct url url = url_of_path(request->arena, path);
    url.exact = prefix.n && !request->prefix.n;
    url.path = str_format(request->arena, "%.*s%.*s", STR_ARG(url.path),
                          STR_ARG(str_slice(next, mark, next.n)));
    return url;
}

/* The way of a request: checks first, cheapest first, then the handlers and the writer. */
#include "kit/walk.h"

#include "kit/limit.h"
#include "kit/origin.h"
#include "platform/http_cookie.h"
#include "platform/http_url.h"

#include <string.h>

/* ---- language ---- */

struct str prefix_of(struct str path, enum lang *named) {
    for (int lang = 0; lang < LANG__N; lang++) {
        struct str code = lang_code((enum lang)lang);
        struct str rest = str_slice(path, 1, path.n);
        if (!str_starts(rest, code) || (rest.n > code.n && rest.p[code.n] != '/')) continue;
        *named = (enum lang)lang;
        return str_slice(path, 0, 1 + code.n);
    }
    return (struct str){0};
}

static void take_prefix(struct request *request) {
    request->prefix = prefix_of(request->path, &request->lang);
    request->path = str_slice(request->path, request->prefix.n, request->path.n);
    if (!request->path.n) request->path = STR("/");
}

/* The first of our languages in the browser's list; browsers write the best first. */
static void take_browser_language(struct request *request, struct str accept) {
    struct str rest = accept, part;
    while (accept.n && str_cut(&rest, ',', &part)) {
        struct str tag = str_trim(part);
        size_t end = 0;
        while (end < tag.n && tag.p[end] != '-' && tag.p[end] != ';') end++;
        if (lang_from(str_slice(tag, 0, end), &request->lang)) return;
    }
}

/* ---- the head ---- */

static bool take_method(struct walk *walk, struct str method) {
    walk->is_head = str_is(method, STR("HEAD"));
    walk->request.method = str_is(method, STR("POST")) ? POST : GET;
    if (walk->is_head || walk->request.method == POST || str_is(method, STR("GET"))) return true;
    answer_header(&walk->request, "Allow", STR("GET, HEAD, POST"));
    walk_fail(walk, 405);
    return false;
}

static bool take_address(struct walk *walk, const struct http_head *head) {
    struct request *request = &walk->request;
    struct str query = {0};
    enum rc rc = http_target_split(request->arena, head->target, &request->path, &query);
    if (rc == RC_OK) {
        take_prefix(request);
        rc = http_pairs_parse(request->arena, query, &walk->query.pairs);
    } else {
        request->path = STR("/");
    }
    if (rc == RC_LIMIT) walk_fail(walk, 414);
    if (rc == RC_INVALID) walk_fail(walk, 400);
    return rc == RC_OK;
}

/* A token that is not even shaped like one is no token. */
static void take_session(struct walk *walk, const struct http_head *head) {
    unsigned char bytes[SESSION_TOKEN_CHARS / 2];
    struct str name = walk->request.site->behind_tls ? STR("__Host-s") : STR("s");
    struct str token = cookie_find(http_header(head, "Cookie"), name);
    if (!token.n || str_unhex(token, bytes, sizeof bytes) != RC_OK) return;
    walk->token_hash = session_token_hash(&walk->request, "session", token);
}

static bool take_route(struct walk *walk) {
    struct request *request = &walk->request;
    struct router_match match;
    router_find(walk->server->router, request->method, request->path, &match);
    request->route = match.route;
    memcpy(request->objects, match.objects, sizeof request->objects);
    for (size_t i = 0; i < PATH_PARAMS_MAX; i++) {
        request->params[i].name = match.params[i].name;
        request->params[i].value = match.params[i].value;
    }
    if (match.route) return true;
    if (match.methods)
        answer_header(request, "Allow", match.methods & 1U << GET ? STR("GET, HEAD") : STR("POST"));
    walk_fail(walk, match.methods ? 405 : 404);
    return false;
}

/* ---- rights ---- */

enum rc walk_load(struct walk *walk) {
    struct request *request = &walk->request;
    const struct site *site = request->site;
    const struct object *last = NULL;
    request->asker = (struct asker){0};
    request->elsewhere = (struct url){0};
    request->seat = NULL;
    request->seat_key = 0;
    if (walk->token_hash.n && site->load_asker) TRY(site->load_asker(request, walk->token_hash));
    for (size_t i = 0; i < PATH_OBJECTS_MAX && request->objects[i].kind; i++) {
        struct object *object = &request->objects[i];
        *object = (struct object){.kind = object->kind, .public_id = object->public_id};
        if (!site->load_object) return RC_ABSENT;
        TRY(site->load_object(request, object, last));
        last = object;
    }
    if (request->route->need == MAY_ANYONE) return RC_OK;
    return site->may && site->may(request, request->route->need, last) ? RC_OK : RC_DENIED;
}

enum rc walk_read(struct walk *walk, enum rc (*step)(struct walk *walk)) {
    struct request *request = &walk->request;
    TRY(db_read_begin(request->site->database, &request->db));
    enum rc rc = step(walk);
    db_read_end(request->db);
    request->db = NULL;
    return rc;
}

/* Counts the request for the person who asks, whom only loading tells; also what she may not see.
 */
static enum rc load_and_count(struct walk *walk) {
    enum rc rc = walk_load(walk);
    TRY(limit_take(&walk->request, LIMIT_PAGE, (struct str){0}));
    return rc;
}

static int limit_status(const struct walk *walk, enum rc rc) {
    return rc == RC_LIMIT && walk->answer.retry_seconds ? 429 : walk_status(rc);
}

/* A visitor who only lacks a name is shown where to get one, and comes back after it. */
static bool can_sign_in(const struct walk *walk, enum rc rc) {
    const struct request *request = &walk->request;
    return rc == RC_DENIED && request->method == GET && !request->asker.id &&
           request->site->sign_in_path;
}

static void send_to_sign_in(struct walk *walk) {
    struct request *request = &walk->request;
    struct str target = http_head(walk->exchange)->target;
    struct url url = url_format(request->arena, "/a?next=%s", target);
    url.path = str_format(request->arena, "%s%.*s", request->site->sign_in_path,
                          STR_ARG(str_slice(url.path, 2, url.path.n)));
    walk->answer = (struct answer){0};
    if (!url.path.n || answer_redirect(request, url, T_none) != RC_OK)
        walk_send_error(walk, 403);
    else
        walk_send(walk);
}

static bool has_moved(const struct walk *walk, enum rc rc) {
    const struct request *request = &walk->request;
    return rc == RC_ABSENT && request->method == GET && request->elsewhere.path.n;
}

static void send_after(struct walk *walk) {
    walk->answer = (struct answer){0};
    if (answer_redirect(&walk->request, walk->request.elsewhere, T_none) != RC_OK)
        walk_send_error(walk, 404);
    else
        walk_send(walk);
}

/* Sends what a step left: its answer, or the page for its code. */
static void finish(struct walk *walk, enum rc rc) {
    if (rc == RC_OK && walk->answer.is_set)
        walk_send(walk);
    else if (rc == RC_OK)
        walk_send_error(walk, 500); /* a handler that answered nothing */
    else if (can_sign_in(walk, rc))
        send_to_sign_in(walk);
    else if (has_moved(walk, rc))
        send_after(walk);
    else
        walk_send_error(walk, limit_status(walk, rc));
}

/* ---- POST before its body ---- */

static bool accept_body(struct walk *walk, const struct http_head *head) {
    struct request *request = &walk->request;
    struct str type = http_header(head, "Content-Type");
    if (body_init(&walk->body, request->arena, &walk->form, type) != RC_OK) {
        walk_fail(walk, 415);
        return false;
    }
    walk->body.folder = request->site->data_folder;
    walk->body.upload_max = (int64_t)request->route->upload_max;
    if (head->body_length <= body_max(&walk->body)) return true;
    walk_fail(walk, 413);
    return false;
}

static void begin_post(struct walk *walk, const struct http_head *head) {
    struct request *request = &walk->request;
    request->form = &walk->form;
    if (!origin_is_ours(request->arena, request->site, head)) {
        walk_fail(walk, 403);
        return;
    }
    if (!accept_body(walk, head)) return;
    enum rc rc = walk_read(walk, load_and_count);
    enum limit_class class = request->route->upload_max ? LIMIT_UPLOAD : LIMIT_POST;
    if (rc == RC_OK) rc = limit_take(request, class, (struct str){0});
    if (rc == RC_OK)
        walk->stage = STAGE_WRITE;
    else
        walk_fail(walk, limit_status(walk, rc));
}

void walk_begin(struct walk *walk) {
    const struct http_head *head = http_head(walk->exchange);
    struct request *request = &walk->request;
    request->path = STR("/");
    take_browser_language(request, http_header(head, "Accept-Language"));
    request->user_agent = http_header(head, "User-Agent");
    if (head->flaw) {
        walk_fail(walk, head->flaw_status);
        return;
    }
    if (!take_method(walk, head->method) || !take_address(walk, head)) return;
    if (request->method == GET && head->has_body) {
        walk_fail(walk, 400);
        return;
    }
    take_session(walk, head);
    walk->stage = STAGE_READ;
    if (request->method == GET && walk_static(walk)) return;
    if (take_route(walk) && request->method == POST) begin_post(walk, head);
}

/* ---- GET ---- */

static enum rc load_and_answer(struct walk *walk) {
    TRY(load_and_count(walk));
    return walk->request.route->answer(&walk->request);
}

/* ---- POST after its body ---- */

/* What apply starts from, also when it runs again. */
static void remember(struct walk *walk) {
    walk->before.request = walk->request;
    walk->before.answer = walk->answer;
    walk->before.form = walk->form;
    walk->before.mark = arena_mark(walk->request.arena);
}

static void restore(void *data) {
    struct walk *walk = data;
    arena_back(walk->request.arena, walk->before.mark);
    walk->request = walk->before.request;
    walk->answer = walk->before.answer;
    walk->form = walk->before.form;
}

/* On the writer's thread. Rights may have changed since the head was read, so they are asked for
   again inside the transaction. */
static enum rc apply(struct db *db, void *data) {
    struct walk *walk = data;
    walk->request.db = db;
    enum rc rc = walk_load(walk);
    if (rc == RC_OK) rc = walk->request.route->apply(&walk->request);
    walk->request.db = NULL;
    walk->rc = rc;
    return rc;
}

static void applied(void *data, enum rc rc) {
    struct walk *walk = data;
    /* The steps were right, but nothing could be written, e.g. on a full disk: not a fault of this
       request, and worth another try. */
    walk->rc = rc == RC_BROKEN && walk->rc == RC_OK ? RC_BUSY : rc;
    http_resume(walk->exchange); /* the walk may be gone after this */
}

static void submit(struct walk *walk) {
    walk->stage = STAGE_DONE;
    remember(walk);
    walk->task = (struct db_task){.apply = apply, .reset = restore, .done = applied, .data = walk};
    if (!http_suspend(walk->exchange)) { /* the server closes */
        walk_send_error(walk, walk_status(RC_BUSY));
        return;
    }
    enum rc rc = database_submit(walk->request.site->database, &walk->task);
    if (rc != RC_OK) applied(walk, rc);
}

static enum rc show_again(struct walk *walk) {
    return walk->request.route->show(&walk->request);
}

/* The last step of a POST. */
static void finish_post(struct walk *walk, enum rc rc) {
    struct request *request = &walk->request;
    const struct route *route = request->route;
    if (rc == RC_OK && route->answer) rc = route->answer(request);
    if (rc == RC_INVALID && route->show) {
        walk->answer = (struct answer){.status = 422, .no_store = true};
        rc = walk_read(walk, show_again);
    }
    finish(walk, rc);
}

/* The form's fields, its token, and prepare. False: answered already. */
static bool prepare_post(struct walk *walk) {
    struct request *request = &walk->request;
    enum rc rc = body_finish(&walk->body);
    if (rc != RC_OK) {
        walk_send_error(walk, rc == RC_INVALID ? 400 : walk_status(rc));
        return false;
    }
    if (!form_token_is_good(request)) {
        walk_send_error(walk, 403);
        return false;
    }
    if (walk->body.has_upload) request->upload = &walk->body.upload;
    if (request->route->prepare) rc = request->route->prepare(request);
    if (rc == RC_OK) return true;
    finish_post(walk, rc);
    return false;
}

void walk_run(struct walk *walk) {
    switch (walk->stage) {
    case STAGE_FAILED:
        walk_send_error(walk, walk->status);
        break;
    case STAGE_READ:
        if (walk->answer.is_set)
            walk_send(walk);
        else
            finish(walk, walk_read(walk, load_and_answer));
        break;
    case STAGE_WRITE:
        if (!prepare_post(walk)) break;
        if (walk->request.route->apply)
            submit(walk);
        else
            finish_post(walk, RC_OK);
        break;
    case STAGE_DONE:
        finish_post(walk, walk->rc);
        break;
    }
}

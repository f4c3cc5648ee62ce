/* Sends answers: security headers on every one, caching rules, error pages. */
#include "kit/walk.h"

#include <assert.h>
#include <string.h>

enum { SENT_FIELDS_MAX = ANSWER_FIELDS_MAX + 16 };

#define CSP                                                                                        \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "   \
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
#define CSP_FILE "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"

/* On every answer, whatever it is. Strict-Transport-Security belongs to the proxy that has TLS. */
static const struct http_field always[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
                           "encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), "
                           "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"},
};

struct fields {
    struct http_field v[SENT_FIELDS_MAX];
    size_t n;
};

static void add(struct fields *fields, const char *name, const char *value) {
    assert(fields->n < SENT_FIELDS_MAX);
    if (value) fields->v[fields->n++] = (struct http_field){name, value};
}

static bool has_field(const struct answer *answer, const char *name) {
    for (size_t i = 0; i < answer->n_fields; i++)
        if (strcmp(answer->fields[i].name, name) == 0) return true;
    return false;
}

/* A page with a form holds the token, which belongs to one visitor and one day. */
static bool holds_token(const struct answer *answer) {
    return answer->bytes.n &&
           memmem(answer->bytes.p, answer->bytes.n, "name=\"" FORM_TOKEN_FIELD "\" value=\"",
                  strlen("name=\"" FORM_TOKEN_FIELD "\" value=\""));
}

/* Pages that every visitor sees alike may be kept by her own browser, which asks each time. */
static bool may_keep(const struct walk *walk) {
    const struct answer *answer = &walk->answer;
    return walk->request.method == GET && answer->status == 200 && !answer->no_store &&
           !answer->is_stream && !walk->request.asker.session && !holds_token(answer);
}

/* For entity tags only: fast, 64 bits, and of no use to an attacker who sees the page anyway. */
static uint64_t mix(struct str bytes) {
    uint64_t hash = 0x9E3779B97F4A7C15u ^ bytes.n, word;
    size_t at = 0;
    for (; at + sizeof word <= bytes.n; at += sizeof word) {
        memcpy(&word, bytes.p + at, sizeof word);
        unsigned __int128 product = (unsigned __int128)(hash ^ word) * 0xD6E8FEB86659FD93u;
        hash = (uint64_t)product ^ (uint64_t)(product >> 64);
    }
    word = 0;
    memcpy(&word, bytes.p + at, bytes.n - at);
    return (hash ^ word) * 0xFF51AFD7ED558CCDu;
}

/* Adds the entity tag; true when the browser has this very page already. */
static bool is_known(struct walk *walk, struct fields *fields) {
    struct str tag =
        str_format(walk->request.arena, "\"%016llx\"", (unsigned long long)mix(walk->answer.bytes));
    add(fields, "ETag", tag.p);
    return str_is(http_header(http_head(walk->exchange), "If-None-Match"), tag);
}

static void add_caching(struct walk *walk, struct fields *fields) {
    struct answer *answer = &walk->answer;
    if (answer->is_public || has_field(answer, "Cache-Control")) return;
    if (!may_keep(walk)) {
        add(fields, "Cache-Control", "no-store");
        return;
    }
    add(fields, "Cache-Control", "private, no-cache");
    add(fields, "Vary", "Accept-Language, Cookie");
    if (!is_known(walk, fields)) return;
    answer->status = 304;
    answer->type = NULL;
    answer->bytes = (struct str){0};
}

static void add_site_fields(const struct walk *walk, struct fields *fields) {
    add(fields, "Content-Security-Policy", walk->answer.is_file ? CSP_FILE : CSP);
    for (size_t i = 0; i < COUNT(always); i++) add(fields, always[i].name, always[i].value);
}

void walk_send(struct walk *walk) {
    struct answer *answer = &walk->answer;
    struct fields fields = {.n = 0};
    if (walk->is_sent) return;
    walk->is_sent = true;
    if (!answer->status) answer->status = 200;
    add_caching(walk, &fields);
    if (answer->type) add(&fields, "Content-Type", answer->type);
    add_site_fields(walk, &fields);
    for (size_t i = 0; i < answer->n_fields; i++)
        add(&fields, answer->fields[i].name, answer->fields[i].value);
    if (answer->retry_seconds)
        add(&fields, "Retry-After",
            str_format(walk->request.arena, "%lld", (long long)answer->retry_seconds).p);
    struct http_answer sent = {.status = answer->status,
                               .fields = fields.v,
                               .n_fields = fields.n,
                               .bytes = answer->bytes,
                               .source = answer->is_stream ? &answer->source : NULL,
                               .close = http_head(walk->exchange)->flaw != NULL};
    http_send(walk->exchange, &sent);
}

size_t site_fields(struct http_field *fields) {
    fields[0] = (struct http_field){"Content-Security-Policy", CSP};
    for (size_t i = 0; i < COUNT(always); i++) fields[i + 1] = always[i];
    return COUNT(always) + 1;
}

/* ---- errors ---- */

int walk_status(enum rc rc) {
    static const int statuses[RC__N] = {
        [RC_OK] = 200,       [RC_INVALID] = 422, [RC_DENIED] = 403, [RC_ABSENT] = 404,
        [RC_CONFLICT] = 409, [RC_LIMIT] = 413,   [RC_BUSY] = 503,   [RC_BROKEN] = 500,
    };
    assert(rc < RC__N);
    return statuses[rc];
}

void walk_fail(struct walk *walk, int status) {
    walk->stage = STAGE_FAILED;
    walk->status = status;
}

static struct url sign_in_url(struct walk *walk, int status) {
    const struct site *site = walk->request.site;
    if (status != 403 || walk->request.asker.id || !site->sign_in_path) return (struct url){0};
    return url_of_path(walk->request.arena, str_from(site->sign_in_path));
}

/* Somebody who is signed in is not told to sign in. A bad form token is another matter: STAGE_WRITE
   comes after the question for the right. */
static void explain_denial(const struct walk *walk, struct error_page *view) {
    const struct request *request = &walk->request;
    if (view->status != 403 || !request->asker.id || walk->stage == STAGE_WRITE) return;
    bool administer = request->route && request->route->need == MAY_ADMINISTER;
    view->account = request->asker.name;
    view->todo = administer ? T_error_403_administrators : T_error_403_ask;
}

static enum rc make_error_page(struct walk *walk, int status) {
    struct request *request = &walk->request;
    const struct site *site = request->site;
    struct error_page view = error_page_for(status);
    struct page page;
    view.detail = walk->answer.detail;
    if (walk->answer.heading) {
        view.title = walk->answer.heading;
        view.what = view.todo = T_none;
    }
    view.sign_in = sign_in_url(walk, status);
    explain_denial(walk, &view);
    view.contact_name = site->contact_name;
    view.contact_phone = site->contact_phone;
    view.contact_phone_url = url_phone(request->arena, site->contact_phone);
    page_start(request, &page);
    error_page_html(&page, &view);
    struct page_head head = {.title = text_of(request->lang, view.title),
                             .search_index = STR("noindex")};
    return answer_page(request, &page, &head);
}

/* When not even the error page can be made: the number, in no language. */
static void make_bare_page(struct walk *walk, int status) {
    static const char format[] = "<!DOCTYPE html><html lang=\"da\"><meta charset=\"utf-8\">"
                                 "<title>%d</title><h1>%d</h1></html>";
    walk->answer.type = "text/html; charset=utf-8";
    walk->answer.bytes = str_format(walk->request.arena, format, status, status);
}

void walk_send_error(struct walk *walk, int status) {
    struct answer *answer = &walk->answer;
    struct answer kept = *answer;
    *answer = (struct answer){
        .status = status, .no_store = true, .detail = kept.detail, .heading = kept.heading};
    for (size_t i = 0; i < kept.n_fields; i++)
        if (strcmp(kept.fields[i].name, "Allow") == 0)
            answer->fields[answer->n_fields++] = kept.fields[i];
    if (status == 429 || status == 503)
        answer->retry_seconds = kept.retry_seconds ? kept.retry_seconds : 2;
    if (make_error_page(walk, status) != RC_OK) make_bare_page(walk, status);
    walk_send(walk);
}

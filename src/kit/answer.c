/* Collects what a handler answers; kit/send.c sends it. */
#include "kit/answer_data.h"

#include "kit/layout.h"
#include "kit/session.h"
#include "kit/walk.h"
#include "platform/http_token.h"
#include "platform/secret.h"

#include <assert.h>

enum { PAGE_MAX = 4 * 1024 * 1024, PAGE_ROOM = 16 * 1024, HOUR_MS = 60 * 60 * 1000 };

void answer_status(struct request *request, int status) {
    assert(status >= 200 && status <= 599);
    request->answer->status = status;
}

void answer_header(struct request *request, const char *name, struct str value) {
    struct answer *answer = request->answer;
    const char *text = str_c(request->arena, value);
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < 32 || value.p[i] == 127) return;
    assert(answer->n_fields < ANSWER_FIELDS_MAX);
    if (text) answer->fields[answer->n_fields++] = (struct http_field){name, text};
}

void answer_detail(struct request *request, struct str sentence) {
    request->answer->detail = sentence;
}

void answer_heading(struct request *request, enum text_id heading) {
    request->answer->heading = heading;
}

void answer_cookie_named(struct request *request, struct str name, struct str value,
                         int64_t seconds) {
    bool tls = request->site->behind_tls;
    request->answer->no_store = true;
    answer_header(request, "Set-Cookie",
                  str_format(request->arena,
                             "%s%.*s=%.*s; Path=/; Max-Age=%lld; HttpOnly; "
                             "SameSite=Lax%s",
                             tls ? "__Host-" : "", STR_ARG(name), STR_ARG(value),
                             (long long)seconds, tls ? "; Secure" : ""));
}

void answer_cookie(struct request *request, struct str token) {
    answer_cookie_named(request, STR("s"), token, token.n ? SESSION_ABSOLUTE / 1000 : 0);
}

/* ---- bytes and streams ---- */

static enum rc set_bytes(struct request *request, const char *type, struct str bytes) {
    struct answer *answer = request->answer;
    answer->is_set = true;
    answer->is_stream = false;
    answer->type = type;
    answer->bytes = bytes;
    return RC_OK;
}

/* RFC 6266: a plain name for old readers, the real one percent-encoded. */
static void name_file(struct request *request, struct str name) {
    struct str plain = str_copy(request->arena, name);
    char *p = (char *)(uintptr_t)plain.p;
    if (!name.n || !p) return;
    for (size_t i = 0; i < plain.n; i++)
        if ((unsigned char)p[i] < 32 || (unsigned char)p[i] > 126 || p[i] == '"' || p[i] == '\\')
            p[i] = '_';
    struct str coded = url_format(request->arena, "/a/%s", name).path;
    request->answer->is_file = true;
    answer_header(request, "Content-Disposition",
                  str_format(request->arena, "attachment; filename=\"%.*s\"; filename*=UTF-8''%.*s",
                             STR_ARG(plain), STR_ARG(str_slice(coded, 3, coded.n))));
}

enum rc answer_bytes(struct request *request, const char *type, struct str name, struct str bytes) {
    name_file(request, name);
    return set_bytes(request, type, bytes);
}

enum rc answer_stream(struct request *request, const char *type, struct str name,
                      const struct stream *stream) {
    name_file(request, name);
    TRY(set_bytes(request, type, (struct str){0}));
    request->answer->is_stream = true;
    request->answer->source =
        (struct http_source){.next = stream->next, .state = stream->state, .size = stream->size};
    return RC_OK;
}

/* ---- redirects and notices ---- */

/* The notice's number with the hour's signature. */
static struct str sign_notice(const struct request *request, int64_t notice, int64_t hour) {
    unsigned char hash[16];
    int64_t text[2] = {notice, hour};
    token_hash(request->site->secret, "notice", (struct str){(const char *)text, sizeof text}, hash,
               sizeof hash);
    struct str hex = str_hex(request->arena, hash, 8);
    return str_format(request->arena, "%lld-%.*s", (long long)notice, STR_ARG(hex));
}

enum text_id answer_notice(const struct request *request) {
    struct str given = form_value(request->query, "notice");
    int64_t notice;
    if (!given.n || str_to_i64(str_slice(given, 0, str_find(given, '-', 0)), &notice) != RC_OK)
        return T_none;
    if (notice <= T_none || notice >= T__N) return T_none;
    for (int64_t age = 0; age < 2; age++)
        if (secret_equal(given, sign_notice(request, notice, request->now / HOUR_MS - age)))
            return (enum text_id)notice;
    return T_none;
}

static struct str with_notice(struct request *request, struct str path, enum text_id notice) {
    if (notice == T_none) return path;
    size_t mark = str_find(path, '#', 0);
    struct str page = str_slice(path, 0, mark);
    struct str signature = sign_notice(request, (int64_t)notice, request->now / HOUR_MS);
    return str_format(request->arena, "%.*s%snotice=%.*s%.*s", STR_ARG(page),
                      str_find(page, '?', 0) < page.n ? "&" : "?", STR_ARG(signature),
                      STR_ARG(str_slice(path, mark, path.n)));
}

enum rc answer_redirect(struct request *request, struct url url, enum text_id notice) {
    assert(url.path.n && url.path.p[0] == '/');
    struct str path = with_notice(request, url.path, notice);
    struct str prefix = url.exact ? (struct str){0} : request->prefix;
    request->answer->status = 303;
    request->answer->no_store = true;
    answer_header(request, "Location",
                  str_format(request->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(path)));
    return set_bytes(request, NULL, (struct str){0});
}

/* ---- pages ---- */

void page_start(struct request *request, struct page *page) {
    bool no_store = request->answer->no_store;
    struct buf *out = arena_new(request->arena, struct buf);
    *page = (struct page){.out = out,
                          .lang = request->lang,
                          .prefix = request->prefix,
                          .now_ms = request->now,
                          .form_token = form_token(request)};
    request->answer->no_store = no_store; /* answer_page looks whether the page has a form */
    assert(out);
    buf_init(out, request->arena, PAGE_MAX);
    (void)buf_reserve(out, PAGE_ROOM);
}

static bool is_below(struct str path, struct str parent) {
    return str_starts(path, parent) && (path.n == parent.n || path.p[parent.n] == '/');
}

static void fill_navigation(struct request *request, struct layout *layout) {
    const struct site *site = request->site;
    struct layout_link *links =
        arena_new_array(request->arena, site->n_navigation, struct layout_link);
    if (!links) return;
    for (size_t i = 0; i < site->n_navigation; i++) {
        struct str path = str_from(site->navigation[i].path);
        links[i] = (struct layout_link){.label = site->navigation[i].title,
                                        .url = url_of_path(request->arena, path),
                                        .here = is_below(request->path, path)};
    }
    layout->links.v = links;
    layout->links.n = site->n_navigation;
}

static void fill_crumbs(struct request *request, const struct page_head *head,
                        struct layout *layout) {
    struct layout_crumb *crumbs =
        arena_new_array(request->arena, head->n_crumbs, struct layout_crumb);
    if (!crumbs) return;
    for (size_t i = 0; i < head->n_crumbs; i++)
        crumbs[i] = (struct layout_crumb){head->crumbs[i].title, head->crumbs[i].url};
    layout->crumbs.v = crumbs;
    layout->crumbs.n = head->n_crumbs;
}

static struct url path_url(struct request *request, const char *path) {
    return path ? url_of_path(request->arena, str_from(path)) : (struct url){0};
}

static void fill_person(struct request *request, struct layout *layout) {
    const struct site *site = request->site;
    if (request->asker.id) {
        layout->person = request->asker.name;
        layout->acting = request->asker.acting_name;
        layout->person_url = path_url(request, site->me_path);
        layout->sign_out_url = path_url(request, site->sign_out_path);
    } else {
        layout->sign_in_url = path_url(request, site->sign_in_path);
    }
}

static void fill_contact(struct request *request, struct layout *layout) {
    const struct site *site = request->site;
    layout->contact_name = site->contact_name;
    layout->contact_phone = site->contact_phone;
    layout->contact_phone_url = url_phone(request->arena, site->contact_phone);
    layout->contact_mail = site->contact_mail;
    layout->contact_mail_url = url_mail(request->arena, site->contact_mail);
    if (!site->was_url.n ||
        url_external(request->arena, site->was_url, &layout->accessibility_url) != RC_OK)
        layout->accessibility_url = path_url(request, "/was");
}

static void fill_notice(struct request *request, struct layout *layout) {
    enum text_id text = answer_notice(request);
    struct notice *notice = text != T_none ? arena_new(request->arena, struct notice) : NULL;
    if (!notice) return;
    *notice = (struct notice){.is_success = true, .title = text};
    layout->notice = notice;
}

enum rc answer_page(struct request *request, struct page *page, const struct page_head *head) {
    if (!buf_ok(page->out)) return RC_BROKEN;
    struct url here = url_of_path(request->arena, request->path);
    struct layout layout = {
        .title = head->title,
        .site_name = request->site->name,
        .body = page_html(page),
        .wide = head->wide,
        .is_start = str_is(request->path, STR("/")),
        .live = head->live,
        .robots = head->search_index,
        .languages.v = layout_languages(request->arena, request->lang, here),
        .languages.n = LANG__N,
    };
    struct page whole;
    if (!layout.languages.v) return RC_BROKEN;
    if (request->site->base_url.n)
        layout.canonical = url_absolute(request->arena, request->site->base_url,
                                        url_in_language(request->arena, request->lang, here));
    fill_navigation(request, &layout);
    fill_crumbs(request, head, &layout);
    fill_person(request, &layout);
    fill_contact(request, &layout);
    fill_notice(request, &layout);
    page_start(request, &whole);
    layout_html(&whole, &layout);
    if (!buf_ok(whole.out)) return RC_BROKEN;
    return set_bytes(request, "text/html; charset=utf-8", buf_str(whole.out));
}

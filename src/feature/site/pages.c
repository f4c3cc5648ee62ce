/* The site's own pages. See site.h. */
#include "core/initiative.h"
#include "feature/site/site.h"
#include "feature/site/store.h"
#include "feature/site/views.h"
#include "kit/answer.h"
#include "kit/site.h"
#include "platform/mail.h"

enum { LATEST = 6 };

/* ---- the front page ---- */

static void show_line(struct request *request, const struct initiative_line *from,
                      struct start_line *to) {
    *to = (struct start_line){
        .url = initiative_url(request->arena, from->public_id),
        .title = from->title,
        .title_lang = lang_code((enum lang)from->lang),
        .area = from->area,
        .owner_name = from->owner_name,
        .theme = from->theme == THEME_NONE ? T_none : theme_labels[from->theme],
        .stage = stage_labels[from->stage],
        .active_at = {from->active_at},
    };
}

static enum rc show_latest(struct request *request, struct start_view *view) {
    const struct initiative_filter filter = {.theme = -1, .stage = -1};
    struct initiative_list list;
    const struct page_place first = {0};
    TRY(initiative_list(request, &filter, &first, &list));
    size_t n = list.rows.n < LATEST ? list.rows.n : LATEST;
    struct start_line *lines = arena_new_array(request->arena, n + 1, struct start_line);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) show_line(request, &list.rows.v[i], &lines[i]);
    view->lines.v = lines;
    view->lines.n = n;
    return RC_OK;
}

static enum rc show_example(struct request *request, struct start_view *view) {
    struct site_example example;
    enum rc rc = site_example_find(request->db, request->arena, "budget", &example);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    const struct activity activity = {
        .public_id = example.activity, .kind = STR("budget"), .place = {OBJECT_INITIATIVE, 0}};
    view->example = activity_url(request, &activity, example.place);
    view->example_name = example.title;
    return RC_OK;
}

static enum rc show_demo_code(struct request *request, struct start_view *view) {
    enum rc rc = site_demo_code(request->db, request->arena, &view->demo_code);
    if (rc == RC_ABSENT) return RC_OK;
    view->demo_url = url_format(request->arena, "/j/%s", view->demo_code);
    return rc;
}

static enum rc show_start(struct request *request) {
    struct start_view view = {.site_name = request->site->name};
    TRY(show_latest(request, &view));
    TRY(show_example(request, &view));
    TRY(show_demo_code(request, &view));
    const struct page_head head = {.title = request->site->name};
    struct page page;
    page_start(request, &page);
    start_html(&page, &view);
    return answer_page(request, &page, &head);
}

/* ---- statements ---- */

static struct contact_view contact_of(struct request *request) {
    const struct site *site = request->site;
    return (struct contact_view){
        .name = site->contact_name,
        .phone = site->contact_phone,
        .mail = site->contact_mail,
        .phone_url = url_phone(request->arena, site->contact_phone),
        .mail_url = url_mail(request->arena, site->contact_mail),
    };
}

static bool has_contact(const struct site *site) {
    return site->contact_name.n || site->contact_phone.n || site->contact_mail.n;
}

/* answer_redirect knows addresses of this site only; this one was written by who runs it. */
static enum rc lead_away(struct request *request, struct url url) {
    answer_status(request, 303);
    answer_header(request, "Location", url.path);
    return answer_bytes(request, "text/plain; charset=utf-8", (struct str){0}, url.path);
}

/* A public body's statement stands at was.digst.dk; the page here is for those without one. */
static enum rc show_was(struct request *request) {
    const struct site *site = request->site;
    struct url elsewhere;
    if (site->was_url.n && url_external(request->arena, site->was_url, &elsewhere) == RC_OK)
        return lead_away(request, elsewhere);
    struct was_view view = {
        .site_name = site->name, .contact = contact_of(request), .has_contact = has_contact(site)};
    if (site->assessed_on.n && text_when_from_local(site->assessed_on, &view.assessed) != RC_OK)
        view.assessed = (struct when){0};
    const struct page_head head = {.title = text_of(request->lang, T_site_accessibility)};
    struct page page;
    page_start(request, &page);
    was_html(&page, &view);
    return answer_page(request, &page, &head);
}

static enum rc show_privacy(struct request *request) {
    const struct site *site = request->site;
    const struct privacy_view view = {.site_name = site->name,
                                      .contact = contact_of(request),
                                      .has_contact = has_contact(site),
                                      .has_mail_server = site->mail != NULL};
    const struct page_head head = {.title = text_of(request->lang, T_site_privacy)};
    struct page page;
    page_start(request, &page);
    privacy_html(&page, &view);
    return answer_page(request, &page, &head);
}

static enum rc show_about(struct request *request) {
    const struct about_view view = {.site_name = request->site->name,
                                    .version = STR(SAMSKAB_VERSION)};
    const struct page_head head = {.title = text_of(request->lang, T_site_about)};
    struct page page;
    page_start(request, &page);
    about_html(&page, &view);
    return answer_page(request, &page, &head);
}

/* ---- for the proxy ---- */

static enum rc answer_health(struct request *request) {
    TRY(site_ask_database(request->db, request->arena));
    answer_header(request, "Cache-Control", STR("no-store"));
    return answer_bytes(request, "text/plain; charset=utf-8", (struct str){0}, STR("ok\n"));
}

static const struct route routes[] = {
    {GET, "/", .answer = show_start, .need = MAY_ANYONE},
    {GET, "/was", .answer = show_was, .need = MAY_ANYONE},
    {GET, "/privacy", .answer = show_privacy, .need = MAY_ANYONE},
    {GET, "/about", .answer = show_about, .need = MAY_ANYONE},
    {GET, "/health", .answer = answer_health, .need = MAY_ANYONE},
};

static const struct db_queries *const queries[] = {&site_queries, NULL};

const struct feature feature_site = {
    .name = "site", .routes = routes, .n_routes = COUNT(routes), .queries = queries};

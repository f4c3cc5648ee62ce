/*
 * Newsletters as everybody reads them: the list, an issue (which prints), and the same as plain
 * text for a mail program. An issue is read in two queries. A draft is absent for everybody; it is
 * worked on at the organisation's own page (news_edit.c).
 */
#include "core/quote.h"
#include "feature/idea/inner.h"

static const enum text_id kind_labels_of_news[NEWS_KIND__N] = {
    [NEWS_IDEA] = T_news_idea,
    [NEWS_EXPERIENCE] = T_news_experience,
    [NEWS_MEETING] = T_news_meeting,
    [NEWS_QUOTE] = T_news_quote,
};

/* ---- the items ---- */

static struct url entry_url(struct request *request, const struct news_entry *entry) {
    struct str id = idea_id(request, entry->link);
    if (entry->link_kind == OBJECT_INITIATIVE) return url_format(request->arena, "/i/%s", id);
    if (entry->link_kind == OBJECT_ORGANISATION) return url_format(request->arena, "/o/%s", id);
    return idea_url(request->arena, entry->link);
}

static struct news_item item_of(struct request *request, const struct news_entry *entry) {
    struct news_item item = {.id = entry->id,
                             .title = entry->title,
                             .text = entry->text,
                             .name = entry->name,
                             .kind = kind_labels_of_news[entry->kind],
                             .is_gone = !entry->title.n,
                             .is_out = entry->is_out,
                             .is_quote = entry->kind == NEWS_QUOTE,
                             .is_named = entry->consent == CONSENT_NAMED,
                             .consented = {entry->consent_at},
                             .at = {entry->at}};
    if (entry->kind == NEWS_IDEA || entry->kind == NEWS_EXPERIENCE)
        item.category = idea_category_labels[entry->category];
    if (!item.is_gone) item.url = entry_url(request, entry);
    return item;
}

enum rc news_items(struct request *request, const struct newsletter *newsletter, bool all,
                   struct news_page *view) {
    struct news_entries list = {0};
    TRY(news_entries(request->db, request->arena, newsletter->id, all, &list));
    struct news_item *items = arena_new_array(request->arena, list.rows.n + 1, struct news_item);
    if (!items) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        items[i] = item_of(request, &list.rows.v[i]);
        items[i].is_first = i == 0;
        items[i].is_last = i + 1 == list.rows.n;
    }
    view->items.v = items;
    view->items.n = list.rows.n;
    return RC_OK;
}

/* ---- the list ---- */

static enum rc view_publishers(struct request *request, struct news_index *view) {
    struct publisher_list list = {0};
    if (!request->asker.id) return RC_OK;
    TRY(news_publishers(request, &list));
    struct news_publisher *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct news_publisher);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct publisher *one = &list.rows.v[i];
        struct str id = idea_id(request, one->public_id);
        rows[i] = (struct news_publisher){.name = one->name, .has_draft = one->has_draft};
        rows[i].url = one->has_draft ? url_format(request->arena, "/o/%s/newsletter", id)
                                     : url_format(request->arena, "/o/%s/newsletter/start", id);
    }
    view->publishers.v = rows;
    view->publishers.n = list.rows.n;
    return RC_OK;
}

enum rc news_show_list(struct request *request) {
    static const struct empty_state none = {
        .title = T_news_none, .text = T_news_none_text, .action = T_ideas_title};
    struct page_place place = paging_place(request);
    struct newsletter_list list;
    struct empty_state empty = none;
    TRY(news_list(request->db, request->arena, &place, &list));
    struct news_row *rows = arena_new_array(request->arena, list.rows.n + 1, struct news_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct newsletter *one = &list.rows.v[i];
        rows[i] = (struct news_row){
            .title = one->title,
            .lang = lang_code((enum lang)one->lang),
            .organisation = one->organisation_name,
            .number = one->number,
            .at = {one->published_at},
            .url = url_format(request->arena, "/newsletters/%s", idea_id(request, one->public_id))};
    }
    empty.url = url_format(request->arena, "/ideas");
    struct news_index view = {.rows = {rows, list.rows.n},
                              .pager = paging_view(request, &place, &list.page),
                              .empty = list.rows.n ? NULL : &empty};
    TRY(view_publishers(request, &view));
    struct page page;
    page_start(request, &page);
    news_list_html(&page, &view);
    struct page_head head = idea_head(request, text_of(request->lang, T_news_title));
    return answer_page(request, &page, &head);
}

/* ---- an issue ---- */

/* The published one that the address names. */
static enum rc find(struct request *request, struct newsletter *newsletter) {
    uint64_t id;
    if (id_parse(request_param(request, "newsletter"), &id) != RC_OK) return RC_ABSENT;
    TRY(news_by_public_id(request->db, request->arena, id, newsletter));
    return newsletter->published_at ? RC_OK : RC_ABSENT;
}

enum rc news_show(struct request *request) {
    struct newsletter newsletter;
    TRY(find(request, &newsletter));
    struct news_page view = {
        .title = newsletter.title,
        .lang = lang_code((enum lang)newsletter.lang),
        .foreword = newsletter.foreword,
        .organisation = newsletter.organisation_name,
        .number = newsletter.number,
        .at = {newsletter.published_at},
        .organisation_url = organisation_url(request->arena, newsletter.organisation_public_id),
        .text_url = url_format(request->arena, "/newsletters/%s/text",
                               idea_id(request, newsletter.public_id)),
        .contact_name = request->site->contact_name,
        .contact_phone = request->site->contact_phone,
        .contact_phone_url = url_phone(request->arena, request->site->contact_phone),
    };
    TRY(news_items(request, &newsletter, false, &view));
    struct page page;
    page_start(request, &page);
    news_page_html(&page, &view);
    struct page_head head = {.title = newsletter.title};
    struct crumb_step step = {text_of(request->lang, T_news_title),
                              url_format(request->arena, "/newsletters")};
    head.crumbs = &step;
    head.n_crumbs = 1;
    return answer_page(request, &page, &head);
}

/* ---- as plain text ---- */

enum { TEXT_MAX = 256 * 1024 };

static void put_line(struct buf *out, struct str line) {
    buf_add(out, line);
    buf_lit(out, "\r\n");
}

/* With the line ends that mail programs expect. */
static void put_text(struct buf *out, struct str text) {
    struct str rest = text, line;
    if (!text.n) return;
    while (str_cut(&rest, '\n', &line)) put_line(out, line);
}

static void put_heading(struct buf *out, struct str text, char under) {
    size_t n = str_length(text);
    put_line(out, text);
    for (size_t i = 0; i < n && i < 72; i++) buf_add_char(out, under);
    buf_lit(out, "\r\n\r\n");
}

static void put_item(struct request *request, struct buf *out, enum lang lang,
                     const struct news_item *item) {
    if (item->is_gone) return;
    put_heading(out, item->title, '-');
    buf_add(out, text_of(lang, item->kind));
    if (item->name.n) buf_format(out, " · %.*s", STR_ARG(item->name));
    buf_lit(out, " · ");
    text_add_when(out, lang, item->at, WHEN_SHORT);
    buf_lit(out, "\r\n\r\n");
    put_text(out, item->text);
    if (item->is_quote)
        put_line(out, TEXT(request->arena, lang,
                           item->is_named ? T_news_consent_named : T_news_consent_anonymous,
                           ARG("day", item->consented)));
    buf_lit(out, "\r\n");
    put_line(out, url_absolute(request->arena, request_base(request), item->url).path);
    buf_lit(out, "\r\n");
}

enum rc news_answer_text(struct request *request) {
    struct newsletter newsletter;
    struct news_page view = {0};
    struct buf out;
    TRY(find(request, &newsletter));
    TRY(news_items(request, &newsletter, false, &view));
    enum lang lang = (enum lang)newsletter.lang;
    buf_init(&out, request->arena, TEXT_MAX);
    put_heading(&out, newsletter.title, '=');
    put_line(&out, TEXT(request->arena, lang, T_news_issue, ARG("number", newsletter.number),
                        ARG("organisation", newsletter.organisation_name)));
    text_add_when(&out, lang, (struct when){newsletter.published_at}, WHEN_DATE);
    buf_lit(&out, "\r\n\r\n");
    put_text(&out, newsletter.foreword);
    buf_lit(&out, "\r\n");
    for (size_t i = 0; i < view.items.n; i++) put_item(request, &out, lang, &view.items.v[i]);
    put_line(&out,
             TEXT(request->arena, lang, T_news_contact, ARG("name", request->site->contact_name),
                  ARG("phone", request->site->contact_phone)));
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "text/plain; charset=utf-8", (struct str){0}, buf_str(&out));
}

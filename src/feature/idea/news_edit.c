/*
 * Making an issue: a draft gathers what is new since the last one, items are left out or moved by
 * buttons, and it is published once. For managers of an organisation that stands alone and for
 * administrators; others are refused by news_may_publish. Three queries.
 */
#include "feature/idea/inner.h"

struct draft {
    struct str title, foreword;
    int64_t version;
};
enum { F_TITLE, F_FOREWORD, F_VERSION, FIELDS__N };
static const struct field fields[FIELDS__N] = {
    [F_TITLE] = {.name = "title",
                 .kind = FIELD_LINE,
                 .required = true,
                 .min = 3,
                 .max = NEWS_TITLE_MAX,
                 .offset = offsetof(struct draft, title),
                 .label = T_idea_title},
    [F_FOREWORD] = {.name = "foreword",
                    .kind = FIELD_TEXT,
                    .max = NEWS_FOREWORD_MAX,
                    .offset = offsetof(struct draft, foreword),
                    .label = T_news_foreword,
                    .hint = T_news_foreword_hint},
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .required = true,
                   .min = 1,
                   .max = INT64_MAX,
                   .offset = offsetof(struct draft, version)},
};

enum verb { VERB_UP, VERB_DOWN, VERB_OUT, VERB_IN, VERB__N };
static const char *const verbs[VERB__N + 1] = {"up", "down", "out", "in"};
struct press {
    int64_t item;
    int verb;
};
static const struct field press_fields[] = {
    {.name = "item",
     .kind = FIELD_NUMBER,
     .required = true,
     .min = 1,
     .max = INT64_MAX,
     .offset = offsetof(struct press, item),
     .label = T_news_item},
    {.name = "verb",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = verbs,
     .offset = offsetof(struct press, verb),
     .label = T_news_item},
};

/* The draft of the organisation that the address names. A page that was open while somebody else
   published or threw it away finds none. */
static enum rc find_draft(struct request *request, struct newsletter *draft) {
    if (!news_may_publish(idea_place(request))) return RC_DENIED;
    return news_find_draft(request->db, request->arena, idea_place(request)->id, draft);
}

static struct str place_id(struct request *request) {
    return idea_id(request, idea_place(request)->public_id);
}

/* ---- the page ---- */

static void view_urls(struct request *request, struct news_edit *view) {
    struct str id = place_id(request);
    view->save_url = url_format(request->arena, "/o/%s/newsletter", id);
    view->item_url = url_format(request->arena, "/o/%s/newsletter/item", id);
    view->gather_url = url_format(request->arena, "/o/%s/newsletter/gather", id);
    view->publish_url = url_format(request->arena, "/o/%s/newsletter/publish", id);
    view->drop_url = url_format(request->arena, "/o/%s/newsletter/drop", id);
    view->list_url = url_format(request->arena, "/newsletters");
}

static enum rc show(struct request *request, const struct newsletter *newsletter,
                    bool is_conflict) {
    const struct draft draft = {newsletter->title, newsletter->foreword, newsletter->version};
    struct news_page items = {0};
    struct news_edit view = {
        .organisation = newsletter->organisation_name,
        .errors = form_errors(request, fields, FIELDS__N),
        .title = form_view(request, &fields[F_TITLE], &draft),
        .foreword = form_view(request, &fields[F_FOREWORD], &draft),
        .version = newsletter->version, /* saving again means: over what is there now */
        .is_conflict = is_conflict,
        .saved_title = newsletter->title,
        .saved_foreword = newsletter->foreword,
        .since = {newsletter->since_at},
    };
    TRY(news_items(request, newsletter, true, &items));
    view.items.v = items.items.v;
    view.items.n = items.items.n;
    for (size_t i = 0; i < view.items.n; i++)
        view.chosen += !view.items.v[i].is_out && !view.items.v[i].is_gone;
    view_urls(request, &view);
    struct page page;
    page_start(request, &page);
    news_edit_html(&page, &view);
    struct page_head head = idea_head(request, text_of(request->lang, T_news_edit_title));
    head.search_index = STR("noindex");
    return answer_page(request, &page, &head);
}

enum rc news_show_edit(struct request *request) {
    struct newsletter draft;
    TRY(find_draft(request, &draft));
    return show(request, &draft, false);
}

enum rc news_show_edit_again(struct request *request) {
    struct newsletter draft;
    int64_t version = 0;
    TRY(find_draft(request, &draft));
    if (str_to_i64(form_value(request->form, "version"), &version) != RC_OK) version = 0;
    bool is_conflict = version != draft.version;
    if (is_conflict) answer_status(request, 409);
    return show(request, &draft, is_conflict);
}

/* ---- beginning, title and foreword ---- */

enum rc news_apply_start(struct request *request) {
    struct newsletter draft;
    if (!news_may_publish(idea_place(request))) return RC_DENIED;
    return news_draft(request, idea_place(request), &draft);
}

static enum rc back(struct request *request, enum text_id notice) {
    return answer_redirect(
        request, url_format(request->arena, "/o/%s/newsletter", place_id(request)), notice);
}

enum rc news_answer_start(struct request *request) {
    return back(request, T_none);
}

enum rc news_read_edit(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, fields, FIELDS__N, draft);
}

enum rc news_apply_edit(struct request *request) {
    const struct draft *draft = request->state;
    struct newsletter newsletter;
    TRY(find_draft(request, &newsletter));
    newsletter.title = draft->title;
    newsletter.foreword = draft->foreword;
    newsletter.version = draft->version;
    enum rc rc = news_update(request->db, request->arena, &newsletter);
    return rc == RC_ABSENT ? RC_INVALID : rc; /* shown by news_show_edit_again */
}

enum rc news_answer_edit(struct request *request) {
    return back(request, T_news_saved);
}

/* ---- items ---- */

enum rc news_read_item(struct request *request) {
    struct press *press = arena_new(request->arena, struct press);
    if (!press) return RC_LIMIT;
    request->state = press;
    return form_read(request, press_fields, COUNT(press_fields), press);
}

enum rc news_apply_item(struct request *request) {
    const struct press *press = request->state;
    struct newsletter draft;
    TRY(find_draft(request, &draft));
    if (press->verb == VERB_OUT || press->verb == VERB_IN)
        return news_leave_out(request, &draft, press->item, press->verb == VERB_OUT);
    return news_move(request, &draft, press->item, press->verb == VERB_UP ? -1 : 1);
}

enum rc news_answer_item(struct request *request) {
    return back(request, T_none);
}

enum rc news_apply_gather(struct request *request) {
    struct newsletter draft;
    TRY(find_draft(request, &draft));
    return news_gather(request, &draft);
}

/* ---- the end of a draft ---- */

enum rc news_apply_publish(struct request *request) {
    struct newsletter *draft = arena_new(request->arena, struct newsletter);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(find_draft(request, draft));
    return news_publish(request, draft);
}

enum rc news_answer_publish(struct request *request) {
    const struct newsletter *published = request->state;
    return answer_redirect(
        request,
        url_format(request->arena, "/newsletters/%s", idea_id(request, published->public_id)),
        T_news_published);
}

enum rc news_apply_drop(struct request *request) {
    struct newsletter draft;
    TRY(find_draft(request, &draft));
    return news_drop(request->db, &draft);
}

enum rc news_answer_drop(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/newsletters"), T_news_dropped);
}

/*
 * The feed of the network, newest first, and one post with its replies and who comes along. For
 * members of the organisations in the network; contact persons and managers write. The feed costs
 * four queries, one post four.
 */
#include "core/meeting/note.h"
#include "feature/network/inner.h"
#include "feature/network/post.h"

static const char *const kind_choices_post[POST_KIND__N + 1] = {"news", "visit"};
static const enum text_id kind_labels_post[POST_KIND__N] = {T_network_post_news,
                                                            T_network_post_visit};

enum { F_KIND, F_TEXT, F_LINK, F_VISIT, F_HOST };
struct draft {
    int kind;
    struct str text, link, visit;
    uint64_t host;
    int64_t visit_at;
};
static const struct field fields[] = {
    [F_KIND] = {.name = "kind",
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = kind_choices_post,
                .offset = offsetof(struct draft, kind),
                .label = T_network_field_post_kind,
                .labels = kind_labels_post},
    [F_TEXT] = {.name = "text",
                .kind = FIELD_TEXT,
                .required = true,
                .max = POST_TEXT_MAX,
                .offset = offsetof(struct draft, text),
                .label = T_network_field_post,
                .hint = T_network_hint_post},
    [F_LINK] = {.name = "link",
                .kind = FIELD_LINE,
                .max = POST_LINK_MAX,
                .offset = offsetof(struct draft, link),
                .label = T_network_field_link,
                .hint = T_network_hint_link},
    [F_VISIT] = {.name = "visit",
                 .kind = FIELD_LINE,
                 .max = 30,
                 .offset = offsetof(struct draft, visit),
                 .label = T_network_field_visit,
                 .hint = T_network_hint_visit},
    [F_HOST] = {.name = "host",
                .kind = FIELD_ID,
                .offset = offsetof(struct draft, host),
                .label = T_network_field_host},
};
static const struct field reply_fields[] = {
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = POST_TEXT_MAX,
     .offset = offsetof(struct draft, text),
     .label = T_network_field_reply},
};
static const struct field come_fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = SIGNUP_NAME_MAX,
     .offset = offsetof(struct draft, text),
     .label = T_network_field_come,
     .hint = T_network_hint_come},
};

/* ---- views ---- */

static struct url page_of_post(const struct request *request, const struct post *post,
                               const char *after) {
    return network_url_with_id(request->arena, "/network/posts/", post->public_id, after);
}

static struct url link_url(const struct request *request, struct str link) {
    struct url url = {0};
    if (!post_link_label(link)) return url;
    url = url_format(request->arena, "/network");
    url.path = link;
    return url;
}

static struct str author_of(const struct request *request, const struct post *post) {
    return person_name(request->lang, post->author ? post->author_name : (struct str){0});
}

static struct network_post view_post(const struct request *request,
                                     const struct network_asker *asker, const struct post *post) {
    struct network_post view = {
        .author = author_of(request, post),
        .role = post->author_house,
        .lang = post->lang,
        .at = {post->at},
        .edited = {post->edited_at},
        .is_visit = post->kind == POST_VISIT,
        .is_hidden = post->hidden != NOTE_SHOWN,
        .reason = note_hidden_labels[post->hidden],
        .url = page_of_post(request, post, ""),
        .n_replies = post->n_replies,
        .n_coming = post->n_coming,
    };
    if (asker->moderates) view.hide_url = page_of_post(request, post, "/hide");
    if (view.is_hidden) return view;
    view.text = post->text;
    view.link = link_url(request, post->link);
    view.link_label = post_link_label(post->link);
    if (view.is_visit) {
        view.visit = (struct when){post->visit_at};
        view.is_over = post->visit_at < request->now;
        view.host = post->host_name;
        view.host_url = organisation_url(request->arena, post->host_public_id);
    }
    if (post->author && post->author == request->asker.id)
        view.edit_url = page_of_post(request, post, "/edit");
    return view;
}

static enum rc must_belong(const struct request *request, struct network_asker *asker) {
    TRY(network_asker_read(request, asker));
    return asker->belongs ? RC_OK : RC_DENIED;
}

/* ---- the feed ---- */

static enum rc view_rows(struct request *request, const struct network_asker *asker,
                         struct network_feed *view) {
    struct page_place place = paging_place(request);
    struct post_list list = {0};
    TRY(post_list_read(request, &place, &list));
    struct page_rows rows = {.n = list.rows.n};
    size_t n = list.rows.n < PAGE_ROWS ? list.rows.n : PAGE_ROWS;
    struct network_post *posts = arena_new_array(request->arena, n + 1, struct network_post);
    if (!posts) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct post *post = &list.rows.v[place.backwards ? n - 1 - i : i];
        posts[i] = view_post(request, asker, post);
        if (i == 0) rows.first.id = post->id;
        rows.last.id = post->id;
    }
    view->posts.v = posts;
    view->posts.n = n;
    view->pager = paging_view(request, &place, &rows);
    return RC_OK;
}

static enum rc view_hosts(struct request *request, struct form_field *field) {
    struct house_list list = {0};
    TRY(house_list_read(request, 0, &list));
    struct field_option *options =
        arena_new_array(request->arena, list.rows.n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    *field = form_view(request, &fields[F_HOST], NULL);
    options[0] = (struct field_option){.label = T_network_no_host, .chosen = !field->value.n};
    for (size_t i = 0; i < list.rows.n; i++) {
        char id[ID_TEXT_BYTES + 1];
        id_text(list.rows.v[i].public_id, id);
        options[i + 1] = (struct field_option){.value = str_copy(request->arena, str_from(id)),
                                               .label_text = list.rows.v[i].name};
        options[i + 1].chosen = str_is(options[i + 1].value, field->value);
    }
    field->is_select = true;
    field->options.v = options;
    field->options.n = list.rows.n + 1;
    return RC_OK;
}

enum rc network_show_feed(struct request *request) {
    static const struct draft empty = {0};
    struct network_asker asker;
    struct network_feed view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .kind = form_view(request, &fields[F_KIND], &empty),
        .text = form_view(request, &fields[F_TEXT], NULL),
        .link = form_view(request, &fields[F_LINK], NULL),
        .visit = form_view(request, &fields[F_VISIT], NULL),
        .none = {.title = T_network_no_posts, .text = T_network_no_posts_text},
    };
    TRY(must_belong(request, &asker));
    TRY(view_rows(request, &asker, &view));
    TRY(post_count_hidden(request, &view.n_hidden));
    view.may_write = asker.writes;
    view.text.rows = 4;
    view.visit.type = STR("datetime-local");
    view.visit.longest = 0;
    if (asker.writes) TRY(view_hosts(request, &view.host));
    struct page page;
    page_start(request, &page);
    network_feed_html(&page, &view);
    struct page_head head = network_head(request, T_network_feed_title);
    return answer_page(request, &page, &head);
}

static bool read_visit(struct request *request, struct draft *draft) {
    struct when at = {0};
    if (draft->kind != POST_VISIT) return true;
    if (!draft->visit.n || text_when_from_local(draft->visit, &at) != RC_OK ||
        at.ms < request->now) {
        form_error(request, "visit", T_network_visit_wrong);
        return false;
    }
    draft->visit_at = at.ms;
    if (draft->host) return true;
    form_error(request, "host", T_network_host_missing);
    return false;
}

static bool read_link(struct request *request, struct str *link) {
    if (!link->n) return true;
    *link = post_link(request->arena, *link);
    if (link->n) return true;
    form_error(request, "link", T_network_link_wrong);
    return false;
}

enum rc network_prepare_post(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    bool good = read_link(request, &draft->link);
    good = read_visit(request, draft) && good;
    return good ? RC_OK : RC_INVALID;
}

static enum rc find_host(struct request *request, uint64_t asked, int64_t *host) {
    struct house_list list = {0};
    TRY(house_list_read(request, 0, &list));
    for (size_t i = 0; i < list.rows.n; i++)
        if (list.rows.v[i].public_id == asked) *host = list.rows.v[i].id;
    if (*host) return RC_OK;
    form_error(request, "host", T_network_host_missing);
    return RC_INVALID;
}

enum rc network_apply_post(struct request *request) {
    const struct draft *draft = request->state;
    struct network_asker asker;
    struct post post = {.kind = draft->kind,
                        .text = draft->text,
                        .lang = lang_code(request->lang),
                        .link = draft->link,
                        .visit_at = draft->visit_at};
    TRY(network_asker_read(request, &asker));
    if (!asker.writes) return RC_DENIED;
    if (post.kind == POST_VISIT) TRY(find_host(request, draft->host, &post.host));
    return post_add(request, &post);
}

enum rc network_answer_feed(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/network/posts"), T_network_saved);
}

/* ---- one post ---- */

/* A post that is no reply. */
static enum rc find_asked(const struct request *request, struct post *post) {
    uint64_t id;
    if (id_parse(request_param(request, "post"), &id) != RC_OK) return RC_ABSENT;
    TRY(post_find(request, id, post));
    return post->parent ? RC_ABSENT : RC_OK;
}

static enum rc view_replies(struct request *request, const struct network_asker *asker,
                            const struct post *post, struct network_thread *view) {
    struct post_list list = {0};
    TRY(post_replies(request, post->id, &list));
    struct network_reply *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct network_reply);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct network_post reply = view_post(request, asker, &list.rows.v[i]);
        rows[i] = (struct network_reply){.author = reply.author,
                                         .text = reply.text,
                                         .lang = reply.lang,
                                         .at = reply.at,
                                         .edited = reply.edited,
                                         .is_hidden = reply.is_hidden,
                                         .reason = reply.reason,
                                         .edit_url = reply.edit_url,
                                         .hide_url = reply.hide_url};
    }
    view->replies.v = rows;
    view->replies.n = list.rows.n;
    return RC_OK;
}

static enum rc view_coming(struct request *request, const struct network_asker *asker,
                           const struct post *post, struct network_thread *view) {
    struct signup_list list = {0};
    if (post->kind != POST_VISIT || post->hidden) return RC_OK;
    TRY(signup_list_read(request, post->id, &list));
    struct network_signup *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct network_signup);
    if (!rows) return RC_LIMIT;
    struct str before =
        str_format(request->arena, "%.*s/", STR_ARG(page_of_post(request, post, "/come").path));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct signup *signup = &list.rows.v[i];
        rows[i].name = signup->name;
        if (asker->moderates || signup->person == request->asker.id)
            rows[i].remove_url =
                network_url_with_id(request->arena, before.p, signup->public_id, "/remove");
    }
    view->coming.v = rows;
    view->coming.n = list.rows.n;
    view->may_sign_up = post->visit_at >= request->now;
    return RC_OK;
}

enum rc network_show_thread(struct request *request) {
    struct network_asker asker;
    struct post post;
    TRY(must_belong(request, &asker));
    TRY(find_asked(request, &post));
    bool came = request->form && form_value(request->form, "name").p;
    const struct draft own = {.text = request->asker.name};
    struct network_thread view = {
        .errors = came ? form_errors(request, come_fields, COUNT(come_fields))
                       : form_errors(request, reply_fields, COUNT(reply_fields)),
        .post = view_post(request, &asker, &post),
        .may_reply = asker.writes && !post.hidden,
        .text = form_view(request, &reply_fields[0], NULL),
        .name = form_view(request, &come_fields[0], &own),
        .reply_url = page_of_post(request, &post, "/reply"),
        .sign_up_url = page_of_post(request, &post, "/come"),
    };
    view.text.rows = 3;
    TRY(view_replies(request, &asker, &post, &view));
    TRY(view_coming(request, &asker, &post, &view));
    struct page page;
    page_start(request, &page);
    network_thread_html(&page, &view);
    struct page_head head = network_head(request, T_network_post_title);
    return answer_page(request, &page, &head);
}

enum rc network_prepare_reply(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, reply_fields, COUNT(reply_fields), draft);
}

enum rc network_apply_reply(struct request *request) {
    const struct draft *draft = request->state;
    struct network_asker asker;
    struct post post;
    TRY(network_asker_read(request, &asker));
    if (!asker.writes) return RC_DENIED;
    TRY(find_asked(request, &post));
    if (post.hidden) return RC_CONFLICT;
    if (post.n_replies >= REPLIES_MAX) return RC_LIMIT;
    struct post reply = {.parent = post.id, .text = draft->text, .lang = lang_code(request->lang)};
    return post_add(request, &reply);
}

enum rc network_prepare_sign_up(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, come_fields, COUNT(come_fields), draft);
}

enum rc network_apply_sign_up(struct request *request) {
    const struct draft *draft = request->state;
    struct network_asker asker;
    struct post post;
    TRY(must_belong(request, &asker));
    TRY(find_asked(request, &post));
    if (post.kind != POST_VISIT || post.hidden || post.visit_at < request->now) return RC_CONFLICT;
    enum rc rc = signup_add(request, post.id, draft->text);
    if (rc != RC_CONFLICT && rc != RC_LIMIT) return rc;
    form_error(request, "name", rc == RC_LIMIT ? T_network_come_full : T_network_come_twice);
    return RC_INVALID;
}

enum rc network_apply_sign_off(struct request *request) {
    struct network_asker asker;
    struct post post;
    uint64_t id;
    TRY(must_belong(request, &asker));
    TRY(find_asked(request, &post));
    if (id_parse(request_param(request, "signup"), &id) != RC_OK) return RC_ABSENT;
    return signup_remove(request, post.id, id, asker.moderates);
}

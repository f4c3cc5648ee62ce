/* Changing and deleting one's own post or reply, and hiding somebody's with a reason. */
#include "core/meeting/note.h"
#include "feature/network/inner.h"
#include "feature/network/post.h"

struct draft {
    struct str text, link;
    int reason;
};
enum { F_TEXT, F_LINK };
static const struct field fields[] = {
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
};
static const struct field hide_fields[] = {
    {.name = "reason",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = note_hidden_choices,
     .offset = offsetof(struct draft, reason),
     .label = T_network_field_reason,
     .labels = note_hidden_labels},
};

static enum rc find_asked(const struct request *request, struct post *post) {
    uint64_t id;
    if (id_parse(request_param(request, "post"), &id) != RC_OK) return RC_ABSENT;
    return post_find(request, id, post);
}

/* One's own, not hidden; to members of the network only. */
static enum rc find_own(const struct request *request, struct post *post) {
    struct network_asker asker;
    TRY(network_asker_read(request, &asker));
    if (!asker.belongs) return RC_DENIED;
    TRY(find_asked(request, post));
    return post->author && post->author == request->asker.id && !post->hidden ? RC_OK : RC_DENIED;
}

static enum rc find_to_hide(const struct request *request, struct post *post) {
    struct network_asker asker;
    TRY(network_asker_read(request, &asker));
    return asker.moderates ? find_asked(request, post) : RC_DENIED;
}

static struct url post_url(const struct request *request, const char *after) {
    uint64_t id = 0;
    if (id_parse(request_param(request, "post"), &id) != RC_OK)
        return url_format(request->arena, "/network/posts");
    return network_url_with_id(request->arena, "/network/posts/", id, after);
}

/* A reply has no page of its own, so one goes back to the feed. */
static struct url back_url(const struct request *request, const struct post *post) {
    return post->parent ? url_format(request->arena, "/network/posts") : post_url(request, "");
}

static enum rc answer_form(struct request *request, struct network_edit *view, enum text_id title) {
    struct page page;
    page_start(request, &page);
    network_edit_html(&page, view);
    struct page_head head = network_head(request, title);
    return answer_page(request, &page, &head);
}

enum rc network_show_edit(struct request *request) {
    struct post post;
    TRY(find_own(request, &post));
    const struct draft draft = {.text = post.text, .link = post.link};
    struct network_edit view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .text = form_view(request, &fields[F_TEXT], &draft),
        .link = form_view(request, &fields[F_LINK], &draft),
        .post_url = post_url(request, "/edit"),
        .delete_url = post_url(request, "/delete"),
        .back_url = back_url(request, &post),
    };
    return answer_form(request, &view, T_network_edit_title);
}

enum rc network_prepare_edit(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    if (!draft->link.n) return RC_OK;
    draft->link = post_link(request->arena, draft->link);
    if (draft->link.n) return RC_OK;
    form_error(request, "link", T_network_link_wrong);
    return RC_INVALID;
}

enum rc network_apply_edit(struct request *request) {
    const struct draft *draft = request->state;
    struct post post;
    TRY(find_own(request, &post));
    post.text = draft->text;
    post.link = draft->link;
    return post_update(request, &post);
}

enum rc network_apply_delete(struct request *request) {
    struct post post;
    TRY(find_own(request, &post));
    return post_delete(request->db, post.id);
}

enum rc network_show_hide(struct request *request) {
    struct post post;
    TRY(find_to_hide(request, &post));
    const struct draft draft = {.reason = post.hidden};
    struct network_edit view = {
        .errors = form_errors(request, hide_fields, COUNT(hide_fields)),
        .is_hide = true,
        .author = person_name(request->lang, post.author_name),
        .was = post.text,
        .reason = form_view(request, &hide_fields[0], &draft),
        .post_url = post_url(request, "/hide"),
        .back_url = back_url(request, &post),
    };
    return answer_form(request, &view, T_network_hide_title);
}

enum rc network_prepare_hide(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, hide_fields, COUNT(hide_fields), draft);
}

enum rc network_apply_hide(struct request *request) {
    const struct draft *draft = request->state;
    struct post post;
    TRY(find_to_hide(request, &post));
    return post_hide(request, post.id, draft->reason);
}

/* The post that the path names; a reply's own address leads to the feed. */
enum rc network_answer_thread(struct request *request) {
    struct str path = request->path;
    bool is_change = str_ends(path, STR("/edit")) || str_ends(path, STR("/hide"));
    return answer_redirect(
        request, is_change ? url_format(request->arena, "/network/posts") : post_url(request, ""),
        T_network_saved);
}

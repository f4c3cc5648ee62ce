/* The routes of the network, and what several of its pages share. */
#include "feature/network/network.h"

#include "feature/network/inner.h"
#include "feature/network/interview.h"
#include "feature/network/post.h"

extern const struct migration_set network_migrations;

static const struct route routes[] = {
    {GET, "/network", .answer = network_show_directory, .need = MAY_SEE},
    {GET, "/network/directory.csv", .answer = network_answer_directory_csv, .need = MAY_BE_PERSON},
    {GET, "/network/posts", .answer = network_show_feed, .need = MAY_BE_PERSON},
    {POST, "/network/posts", .prepare = network_prepare_post, .apply = network_apply_post,
     .answer = network_answer_feed, .show = network_show_feed, .need = MAY_BE_PERSON},
    {GET, "/network/posts/:post", .answer = network_show_thread, .need = MAY_BE_PERSON},
    {POST, "/network/posts/:post/reply", .prepare = network_prepare_reply,
     .apply = network_apply_reply, .answer = network_answer_thread, .show = network_show_thread,
     .need = MAY_BE_PERSON},
    {POST, "/network/posts/:post/come", .prepare = network_prepare_sign_up,
     .apply = network_apply_sign_up, .answer = network_answer_thread, .show = network_show_thread,
     .need = MAY_BE_PERSON},
    {POST, "/network/posts/:post/come/:signup/remove", .apply = network_apply_sign_off,
     .answer = network_answer_thread, .need = MAY_BE_PERSON},
    {GET, "/network/posts/:post/edit", .answer = network_show_edit, .need = MAY_BE_PERSON},
    {POST, "/network/posts/:post/edit", .prepare = network_prepare_edit,
     .apply = network_apply_edit, .answer = network_answer_thread, .show = network_show_edit,
     .need = MAY_BE_PERSON},
    {POST, "/network/posts/:post/delete", .apply = network_apply_delete,
     .answer = network_answer_feed, .need = MAY_BE_PERSON},
    {GET, "/network/posts/:post/hide", .answer = network_show_hide, .need = MAY_BE_PERSON},
    {POST, "/network/posts/:post/hide", .prepare = network_prepare_hide,
     .apply = network_apply_hide, .answer = network_answer_thread, .show = network_show_hide,
     .need = MAY_BE_PERSON},
    {GET, "/network/quotes", .answer = network_show_quotes, .need = MAY_SEE},

    {GET, "/o/:organisation/contact", .answer = network_show_contact, .need = MAY_SEE},
    {POST, "/o/:organisation/contact", .prepare = network_prepare_contact,
     .apply = network_apply_contact, .answer = network_answer_contact, .show = network_show_contact,
     .need = MAY_MANAGE},
    {POST, "/o/:organisation/contact/end", .prepare = network_prepare_contact_end,
     .apply = network_apply_contact_end, .answer = network_answer_contact,
     .show = network_show_contact, .need = MAY_MANAGE},
    {POST, "/o/:organisation/contact/show", .prepare = network_prepare_contact_show,
     .apply = network_apply_contact_show, .answer = network_answer_contact,
     .show = network_show_contact, .need = MAY_CONTRIBUTE},
    {POST, "/o/:organisation/contact/:term/cancel", .apply = network_apply_contact_cancel,
     .answer = network_answer_contact, .need = MAY_MANAGE},
    {POST, "/o/:organisation/network", .prepare = network_prepare_network_member,
     .apply = network_apply_network_member, .answer = network_answer_network_member,
     .need = MAY_BE_PERSON},

    {GET, "/o/:organisation/interviews", .answer = network_show_interviews, .need = MAY_ARRANGE},
    {GET, "/o/:organisation/interviews/new", .answer = network_show_interview_new,
     .need = MAY_ARRANGE},
    {POST, "/o/:organisation/interviews/new", .prepare = network_prepare_interview,
     .apply = network_apply_interview, .answer = network_answer_interview,
     .show = network_show_interview_new, .need = MAY_ARRANGE},
    {GET, "/o/:organisation/interviews/guide", .answer = network_show_guide, .need = MAY_ARRANGE},
    {POST, "/o/:organisation/interviews/guide", .prepare = network_prepare_guide,
     .apply = network_apply_guide, .answer = network_answer_guide, .show = network_show_guide,
     .need = MAY_MANAGE},
    {GET, "/o/:organisation/interviews/:interview", .answer = network_show_interview,
     .need = MAY_ARRANGE},
    {POST, "/o/:organisation/interviews/:interview/quote", .prepare = network_prepare_quote,
     .apply = network_apply_quote, .answer = network_answer_quote, .show = network_show_interview,
     .need = MAY_ARRANGE},
    {POST, "/o/:organisation/interviews/:interview/quote/:quote/withdraw",
     .apply = network_apply_withdraw, .answer = network_answer_quote, .need = MAY_ARRANGE},
    {POST, "/o/:organisation/interviews/:interview/erase", .apply = network_apply_interview_erase,
     .answer = network_answer_guide, .need = MAY_ARRANGE},
};

static const struct db_queries *const queries[] = {&network_queries, &network_post_queries,
                                                   &network_interview_queries, NULL};
const struct feature feature_network = {
    .name = "network",
    .routes = routes,
    .n_routes = COUNT(routes),
    .queries = queries,
    .migrations = &network_migrations,
    .jobs = network_jobs,
};

/* ---- shared ---- */

const struct organisation *network_organisation(const struct request *request) {
    return request_object(request, OBJECT_ORGANISATION)->row;
}

struct url network_url_with_id(struct arena *arena, const char *before, uint64_t id,
                               const char *after) {
    char text[ID_TEXT_BYTES + 1];
    id_text(id, text);
    struct url url = url_format(arena, "/network");
    url.path = str_format(arena, "%s%s%s", before, text, after);
    return url;
}

struct url network_page(const struct request *request, const char *rest) {
    return network_url_with_id(request->arena, "/o/", network_organisation(request)->public_id,
                               rest);
}

struct page_head network_head(struct request *request, enum text_id title) {
    struct page_head head = {.title = text_of(request->lang, title),
                             .search_index = STR("noindex")};
    struct crumb_step *steps = arena_new_array(request->arena, 1, struct crumb_step);
    if (!steps) return head;
    steps[0] = (struct crumb_step){text_of(request->lang, T_network_title),
                                   url_format(request->arena, "/network")};
    head.crumbs = steps;
    head.n_crumbs = 1;
    return head;
}

struct page_head network_head_below_organisation(struct request *request, enum text_id title) {
    struct page_head head = network_head(request, title);
    struct crumb_step *steps = arena_new_array(request->arena, 1, struct crumb_step);
    if (!steps) return head;
    const struct organisation *organisation = network_organisation(request);
    steps[0] = (struct crumb_step){organisation->name,
                                   organisation_url(request->arena, organisation->public_id)};
    head.crumbs = steps;
    return head;
}

enum rc network_day(struct request *request, const char *field, struct str text, int64_t *ms) {
    struct when when = {0};
    if (text.n && text_when_from_local(text, &when) != RC_OK) {
        form_error(request, field, T_network_day_wrong);
        return RC_INVALID;
    }
    *ms = text.n ? text_day_start(when, 0).ms : 0;
    return RC_OK;
}

struct str network_day_text(const struct request *request, int64_t ms) {
    struct buf out;
    if (!ms) return (struct str){0};
    buf_init(&out, request->arena, 32);
    text_add_when(&out, request->lang, (struct when){ms}, WHEN_DAY);
    return buf_str(&out);
}

struct network_house network_house_view(const struct request *request, const struct house *house) {
    struct network_house view = {
        .name = house->name,
        .lang = house->lang,
        .parent = house->parent,
        .url = organisation_url(request->arena, house->public_id),
        .contact_url = network_url_with_id(request->arena, "/o/", house->public_id, "/contact"),
        .since = {house->term ? house->from_at : house->vacant_at},
        .is_vacant = !house->term,
        .is_long = !house->term && contact_vacancy_is_long(house->vacant_at, request->now),
        .is_association = house->kind != KIND_INSTITUTION && house->kind != KIND_WORKPLACE,
    };
    if (!house->term) return view;
    view.contact = person_name(request->lang, house->contact);
    view.deputy = house->deputy;
    view.phone = house->phone;
    view.mail = house->mail;
    view.phone_url = url_phone(request->arena, house->phone);
    view.mail_url = url_mail(request->arena, house->mail);
    return view;
}

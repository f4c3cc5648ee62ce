/* The routes of accounts, and what several of their pages share. */
#include "feature/people/people.h"

#include "feature/people/inner.h"

static const struct route routes[] = {
    {GET, "/signup", .answer = show_sign_up, .need = MAY_ANYONE},
    {POST, "/signup", .prepare = prepare_sign_up, .apply = apply_sign_up,
     .answer = answer_link_sent, .show = show_sign_up, .need = MAY_ANYONE},
    {GET, "/signin", .answer = show_sign_in, .need = MAY_ANYONE},
    {POST, "/signin", .prepare = prepare_sign_in, .apply = apply_sign_in,
     .answer = answer_signed_in, .show = show_sign_in, .need = MAY_ANYONE},
    {POST, "/signout", .apply = apply_sign_out, .answer = answer_signed_out, .need = MAY_ANYONE},
    {GET, "/link", .answer = show_link_ask, .need = MAY_ANYONE},
    {POST, "/link", .prepare = prepare_link_ask, .apply = apply_link_ask,
     .answer = answer_link_sent, .show = show_link_ask, .need = MAY_ANYONE},
    {GET, "/link/sent", .answer = show_link_sent, .need = MAY_ANYONE},
    {GET, "/link/:token", .answer = show_link, .need = MAY_ANYONE},
    {POST, "/link/:token", .prepare = prepare_link, .apply = apply_link, .answer = answer_link,
     .show = show_link, .need = MAY_ANYONE},

    {GET, "/me", .answer = show_me, .need = MAY_BE_PERSON},
    {POST, "/me", .prepare = prepare_me, .apply = apply_me, .answer = answer_me, .show = show_me,
     .need = MAY_BE_PERSON},
    {POST, "/me/acting", .prepare = prepare_acting, .apply = apply_acting, .answer = answer_acting,
     .need = MAY_BE_PERSON},
    {GET, "/me/password", .answer = show_password, .need = MAY_BE_PERSON},
    {POST, "/me/password", .prepare = prepare_password, .apply = apply_password,
     .answer = answer_password, .show = show_password, .need = MAY_BE_PERSON},
    {GET, "/me/sessions", .answer = show_sessions, .need = MAY_BE_PERSON},
    {POST, "/me/sessions", .apply = apply_end_others, .answer = answer_sessions,
     .need = MAY_BE_PERSON},
    {POST, "/me/sessions/:session", .apply = apply_end_session, .answer = answer_sessions,
     .need = MAY_BE_PERSON},
    {GET, "/me/data", .answer = show_data, .need = MAY_BE_PERSON},
    {GET, "/me/data.json", .answer = show_data_json, .need = MAY_BE_PERSON},
    {GET, "/me/erase", .answer = show_erase, .need = MAY_BE_PERSON},
    {POST, "/me/erase", .prepare = prepare_erase, .apply = apply_erase, .answer = answer_erase,
     .show = show_erase, .need = MAY_BE_PERSON},

    {GET, "/people", .answer = show_people, .need = MAY_ADMINISTER},
    {GET, "/people/new", .answer = show_person_new, .need = MAY_ADMINISTER},
    {POST, "/people/new", .prepare = prepare_person_new, .apply = apply_person_new,
     .answer = answer_person_new, .show = show_person_new, .need = MAY_ADMINISTER},
    {GET, "/people/letters", .answer = show_letters, .need = MAY_ADMINISTER},
    {POST, "/people/letters/:letter", .apply = apply_letter_done, .answer = answer_letters,
     .need = MAY_ADMINISTER},
    {GET, "/people/:person", .answer = show_person, .need = MAY_ADMINISTER},
    {POST, "/people/:person/administrator", .prepare = prepare_administrator,
     .apply = apply_administrator, .answer = answer_person, .need = MAY_ADMINISTER},
    {POST, "/people/:person/link", .apply = apply_person_link, .answer = answer_person_link,
     .need = MAY_ADMINISTER},
};

const struct feature feature_people = {
    .name = "people",
    .routes = routes,
    .n_routes = COUNT(routes),
};

/* ---- shared ---- */

const char *const lang_choices[LANG__N + 1] = {[LANG_DA] = "da", [LANG_EN] = "en"};
const enum text_id lang_labels[LANG__N] = {
    [LANG_DA] = T_person_lang_da, [LANG_EN] = T_person_lang_en};

enum rc send_link(struct request *request, struct login_link *link, struct letter *letter) {
    TRY(login_link_make(request->db, request->arena, request->site->secret, link, request->now,
                        NULL));
    TRY(outbox_drop_ended(request->db, link, request->now));
    letter->link = link->id;
    letter->created_at = request->now;
    return outbox_add(request->db, request->arena, request->site, letter);
}

const struct people_handover *handover_of(struct request *request) {
    const struct site *site = request->site;
    struct people_handover *view =
        site->mail ? NULL : arena_new(request->arena, struct people_handover);
    if (!view || !site->contact_name.n || !site->contact_phone.n) return view;
    *view = (struct people_handover){site->contact_name, site->contact_phone,
                                     url_phone(request->arena, site->contact_phone)};
    return view;
}

struct page_head head_of(struct request *request, enum text_id title) {
    return (struct page_head){.title = text_of(request->lang, title),
                              .search_index = STR("noindex")};
}

static struct page_head head_below(struct request *request, struct str title, enum text_id above,
                                   struct url url) {
    struct page_head head = {.title = title, .search_index = STR("noindex")};
    struct crumb_step *step = arena_new(request->arena, struct crumb_step);
    if (!step) return head;
    *step = (struct crumb_step){text_of(request->lang, above), url};
    head.crumbs = step;
    head.n_crumbs = 1;
    return head;
}

struct page_head head_below_me(struct request *request, enum text_id title) {
    return head_below(request, text_of(request->lang, title), T_me_title,
                      url_format(request->arena, "/me"));
}

struct page_head head_below_people(struct request *request, struct str title) {
    return head_below(request, title, T_people_title, url_format(request->arena, "/people"));
}

enum rc read_memberships(struct request *request, int64_t person, bool only_managed,
                         const struct people_membership **v, size_t *n) {
    struct membership_list list;
    TRY(membership_of_person(request->db, request->arena, person, &list));
    struct people_membership *shown =
        arena_new_array(request->arena, list.rows.n + 1, struct people_membership);
    if (!shown) return RC_LIMIT;
    *n = 0;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct membership *row = &list.rows.v[i];
        if (row->to_at || (only_managed && row->role != MEMBER_MANAGER)) continue;
        shown[(*n)++] = (struct people_membership){
            row->organisation_name,
            organisation_url(request->arena, row->organisation_public_id),
            member_labels[row->role],
            row->title,
        };
    }
    *v = shown;
    return RC_OK;
}

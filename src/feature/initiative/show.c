/*
 * The page of one initiative, and its log. For everyone who may see it: in ten seconds what it is
 * about, what one can do now, and who to call.
 *
 * Eight queries whatever the page holds: the initiative with owner and role, parties, activities,
 * meetings, results, agreed actions, links, and the newest log entries with their names; and those
 * of the panels of other features.
 */
#include "core/activity.h"
#include "core/link.h"
#include "core/log.h"
#include "core/organisation.h"
#include "core/party.h"
#include "core/person.h"
#include "core/place_panels.h"
#include "feature/initiative/pages.h"
#include "kit/site.h"
#include "platform/markdown.h"
#include "platform/secret.h"

enum { PARTIES_SHOWN = 12, LOG_SHOWN = 5, LOG_PAGE = 100 };

static enum rc add_steps(struct request *request, const struct initiative *initiative,
                         struct initiative_view *view) {
    enum { STEPS = STAGE_CLOSED };
    struct initiative_step *steps = arena_new_array(request->arena, STEPS, struct initiative_step);
    if (!steps) return RC_LIMIT;
    for (int i = 0; i < STEPS; i++)
        steps[i] = (struct initiative_step){.label = stage_labels[i],
                                            .is_done = i < initiative->stage,
                                            .is_now = i == initiative->stage};
    view->steps.v = steps;
    view->steps.n = STEPS;
    return RC_OK;
}

static enum rc add_parties(struct request *request, const struct initiative *initiative,
                           struct initiative_view *view) {
    struct party_list list = {0};
    TRY(party_read(request->db, request->arena, initiative->id, PARTIES_SHOWN + 1, &list));
    size_t shown = list.rows.n < PARTIES_SHOWN ? list.rows.n : PARTIES_SHOWN;
    struct party_line *lines = arena_new_array(request->arena, shown, struct party_line);
    if (shown && !lines) return RC_LIMIT;
    for (size_t i = 0; i < shown; i++) {
        const struct party *party = &list.rows.v[i];
        lines[i] = (struct party_line){.name = person_name(request->lang, party->name),
                                       .sector = party_label(party),
                                       .is_coordinator = party->role == PARTY_COORDINATOR,
                                       .is_guest = party->invitation != 0};
    }
    view->parties.v = lines;
    view->parties.n = shown;
    view->more_parties = list.rows.n > shown;
    return RC_OK;
}

static struct url below_activity(struct request *request, const char *part, uint64_t id) {
    struct url url = initiative_page(request, part);
    char text[ID_TEXT_BYTES + 1];
    id_text(id, text);
    url.path = str_format(request->arena, "%.*s/%s", STR_ARG(url.path), text);
    return url;
}

static enum rc add_activities(struct request *request, const struct initiative *initiative,
                              struct initiative_view *view) {
    struct activity_list list = {0};
    TRY(activity_list(request->db, request->arena, REF_INITIATIVE(initiative->id), &list));
    struct activity_line *lines =
        arena_new_array(request->arena, list.rows.n, struct activity_line);
    if (list.rows.n && !lines) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct activity *activity = &list.rows.v[i];
        const struct activity_kind *kind = activity_kind_find(request->site, activity->kind);
        if (str_is(activity->kind, STR("exercise"))) continue; /* stands with its meeting */
        lines[n] =
            (struct activity_line){.title = activity->title,
                                   .kind = kind ? kind->title : T_none,
                                   .url = activity_url(request, activity, initiative->public_id),
                                   .is_done = activity->state == ACTIVITY_DONE,
                                   .is_withdrawn = activity->state == ACTIVITY_WITHDRAWN};
        if (view->may_manage && !view->is_closed)
            lines[n].settings_url = below_activity(request, "/activities", activity->public_id);
        n++;
    }
    view->activities.v = lines;
    view->activities.n = n;
    return RC_OK;
}

/* The kinds of activity that help at this stage, for those who may start one. */
static enum rc add_offers(struct request *request, const struct initiative *initiative,
                          struct initiative_view *view) {
    const struct activity_kind *const *kinds = request->site->activity_kinds;
    size_t n = 0, all = 0;
    while (kinds && kinds[all]) all++;
    if (!view->may_manage || view->is_closed || !all) return RC_OK;
    struct activity_offer *offers = arena_new_array(request->arena, all, struct activity_offer);
    if (!offers) return RC_LIMIT;
    for (size_t i = 0; i < all; i++) {
        if (!kinds[i]->start || !(kinds[i]->stages & 1U << initiative->stage)) continue;
        struct url url = initiative_page(request, "/");
        url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), kinds[i]->start);
        offers[n++] = (struct activity_offer){kinds[i]->title, kinds[i]->purpose, url};
    }
    view->offers.v = offers;
    view->offers.n = n;
    return RC_OK;
}

static struct initiative_view facts_of(struct request *request, const struct initiative *i) {
    return (struct initiative_view){
        .title = i->title,
        .lang = lang_code((enum lang)i->lang),
        .area = i->area,
        .owner = i->owner_name,
        .problem = markdown_stored(i->problem_html),
        .theme = i->theme ? theme_labels[i->theme] : T_none,
        .seen_by = i->visibility ? visibility_labels[i->visibility] : T_none,
        .type = i->type ? type_labels[i->type] : T_none,
        .level = level_labels[i->level],
        .expectation = level_expectations[i->level],
        .has_level = i->level != LEVEL_NONE,
        .is_closed = i->closed_at != 0,
        .is_party = i->asker_role == ROLE_PARTY || i->asker_role == ROLE_COORDINATOR,
        .contact_name = i->contact_name,
        .contact_phone = i->contact_phone,
        .phone_url = url_phone(request->arena, i->contact_phone),
        .created = {i->created_at},
        .closed = {i->closed_at},
    };
}

static void add_addresses(struct request *request, const struct initiative *initiative,
                          struct initiative_view *view) {
    view->parties_url = initiative_page(request, "/parties");
    view->log_url = initiative_page(request, "/log");
    if (initiative->owner_public_id)
        view->owner_url = organisation_url(request->arena, initiative->owner_public_id);
    if (!request->asker.id && request->site->sign_in_path) {
        struct url url =
            url_format(request->arena, "/a?next=%s", initiative_page(request, "").path);
        view->sign_in_url.path = str_format(request->arena, "%s%.*s", request->site->sign_in_path,
                                            STR_ARG(str_slice(url.path, 2, url.path.n)));
    }
    view->may_edit = initiative_may(request, MAY_EDIT);
    view->may_manage = initiative_may(request, MAY_MANAGE);
    if (view->may_edit) {
        view->edit_url = initiative_page(request, "/edit");
        view->links_url = initiative_page(request, "/links");
    }
    if (view->may_manage) {
        view->settings_url = initiative_page(request, "/settings");
        if (!view->is_closed) view->invite_url = initiative_page(request, "/invite");
    }
}

static enum rc add_meetings(struct request *request, const struct initiative *initiative,
                            struct initiative_view *view) {
    const struct panel_place place = {
        .ref = REF_INITIATIVE(initiative->id),
        .public_id = initiative->public_id,
        .belongs = view->is_party,
        .may_hold = initiative_may(request, MAY_ARRANGE),
    };
    TRY(place_panel_read(request, &place, &view->meetings));
    return place_panels_write(request, &place, &view->panels);
}

enum rc initiative_show(struct request *request) {
    const struct initiative *initiative = initiative_asked(request);
    const struct ref place = REF_INITIATIVE(initiative->id);
    struct initiative_view view = facts_of(request, initiative);
    add_addresses(request, initiative, &view);
    TRY(add_steps(request, initiative, &view));
    TRY(add_parties(request, initiative, &view));
    TRY(add_activities(request, initiative, &view));
    TRY(add_offers(request, initiative, &view));
    TRY(add_meetings(request, initiative, &view));
    TRY(link_read(request, place, &view.links));
    TRY(log_read(request, place, 0, LOG_SHOWN, &view.log));
    view.more_log = view.log.older != 0;

    struct page page;
    page_start(request, &page);
    initiative_show_html(&page, &view);
    const struct crumb_step crumbs[] = {
        {text_of(request->lang, T_initiatives), url_format(request->arena, "/i")}};
    const struct page_head head = {.title = initiative->title,
                                   .crumbs = crumbs,
                                   .n_crumbs = COUNT(crumbs),
                                   .search_index = initiative->visibility == VISIBLE_PUBLIC
                                                       ? (struct str){0}
                                                       : STR("noindex")};
    return answer_page(request, &page, &head);
}

/* ---- the log ---- */

enum rc initiative_show_log(struct request *request) {
    const struct initiative *initiative = initiative_asked(request);
    int64_t before = 0;
    struct str older = form_value(request->query, "older");
    if (str_to_i64(older, &before) != RC_OK || before < 0) before = 0;
    struct initiative_log_view view = {.title = initiative->title,
                                       .lang = lang_code((enum lang)initiative->lang),
                                       .back_url = initiative_page(request, "")};
    TRY(log_read(request, REF_INITIATIVE(initiative->id), before, LOG_PAGE, &view.log));
    if (view.log.older) {
        view.older_url = initiative_page(request, "/log");
        view.older_url.path = str_format(request->arena, "%.*s?older=%lld",
                                         STR_ARG(view.older_url.path), (long long)view.log.older);
    }
    if (before) view.newest_url = initiative_page(request, "/log");
    struct page page;
    page_start(request, &page);
    initiative_log_html(&page, &view);
    return answer_below(request, &page, T_log_title);
}

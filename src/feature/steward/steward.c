/* The routes of the line to the steward, its panel on the page of a place, and shared heads. The
   panel costs one query (at an initiative one with fewer columns). */
#include "feature/steward/steward.h"

#include "core/meeting/place_panel.h"
#include "feature/steward/inner.h"

/* Writing is for anybody with the address. The box lies below the person and not below the
   organisation: nobody's role in an organisation or on the site opens it. */
static const struct route routes[] = {
    {GET, "/o/:organisation/steward", .answer = steward_show_write, .need = MAY_SEE},
    {POST, "/o/:organisation/steward", .prepare = steward_prepare_write,
     .apply = steward_apply_write, .answer = steward_answer_write, .show = steward_show_write,
     .need = MAY_SEE},
    {GET, "/o/:organisation/steward/sent", .answer = steward_show_sent, .need = MAY_SEE},
    {GET, "/o/:organisation/stewards", .answer = steward_show_names, .need = MAY_MANAGE},
    {POST, "/o/:organisation/stewards", .prepare = steward_prepare_name,
     .apply = steward_apply_name, .answer = steward_answer_names, .show = steward_show_names,
     .need = MAY_MANAGE},
    {POST, "/o/:organisation/stewards/:steward/end", .apply = steward_apply_end,
     .answer = steward_answer_names, .need = MAY_MANAGE},
    {GET, "/me/steward", .answer = steward_show_boxes, .need = MAY_BE_PERSON},
    {GET, "/me/steward/:box", .answer = steward_show_box, .need = MAY_BE_PERSON},
    {POST, "/me/steward/:box", .prepare = steward_prepare_open, .answer = steward_answer_open,
     .show = steward_show_box, .need = MAY_BE_PERSON},
    {GET, "/me/steward/:box/key", .answer = steward_show_setup, .need = MAY_BE_PERSON},
    {POST, "/me/steward/:box/key", .prepare = steward_prepare_setup, .apply = steward_apply_setup,
     .answer = steward_answer_setup, .show = steward_show_setup, .need = MAY_BE_PERSON},
    {POST, "/me/steward/:box/delete", .prepare = steward_prepare_delete,
     .apply = steward_apply_delete, .answer = steward_answer_delete, .need = MAY_BE_PERSON},
};

static const struct db_queries *const queries[] = {&steward_queries, &steward_box_queries, NULL};
extern const struct migration_set steward_migrations;

const struct feature feature_steward = {.name = "steward",
                                        .routes = routes,
                                        .n_routes = COUNT(routes),
                                        .queries = queries,
                                        .migrations = &steward_migrations,
                                        .jobs = steward_jobs};

/* ---- the panel ---- */

static enum rc write_panel(struct request *request, struct page *page,
                           const struct panel_place *place) {
    if (place->ref.kind != OBJECT_ORGANISATION) return RC_OK;
    struct steward_list list = {0};
    struct str id = steward_id(request, place->public_id);
    TRY(steward_list_read(request->db, request->arena, place->ref.id, &list));
    struct steward_part view = {
        .may_manage = place->may_hold,
        .write_url = url_format(request->arena, "/o/%s/steward", id),
        .names_url = url_format(request->arena, "/o/%s/stewards", id),
    };
    struct steward_name *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct steward_name);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        rows[i] = (struct steward_name){.name = person_name(request->lang, list.rows.v[i].name),
                                        .since = {list.rows.v[i].from_at},
                                        .has_box = list.rows.v[i].key != 0};
        view.can_write |= rows[i].has_box;
    }
    view.stewards.v = rows;
    view.stewards.n = list.rows.n;
    view.is_any = list.rows.n || view.may_manage;
    steward_part_html(page, &view);
    return RC_OK;
}

const struct panel steward_panel = {"steward", write_panel};

/* ---- shared ---- */

const struct organisation *steward_place(const struct request *request) {
    return request_object(request, OBJECT_ORGANISATION)->row;
}

struct str steward_id(struct request *request, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return str_copy(request->arena, str_from(text));
}

struct str steward_limit_key(struct request *request, const char *what) {
    return str_format(request->arena, "steward %s %lld", what, (long long)request->asker.id);
}

static struct page_head head_below(struct request *request, enum text_id title, struct str above,
                                   struct url url) {
    struct page_head head = {.title = text_of(request->lang, title),
                             .search_index = STR("noindex")};
    struct crumb_step *step = arena_new(request->arena, struct crumb_step);
    if (!step) return head;
    *step = (struct crumb_step){above, url};
    head.crumbs = step;
    head.n_crumbs = 1;
    return head;
}

struct page_head steward_head(struct request *request, enum text_id title) {
    const struct organisation *organisation = steward_place(request);
    return head_below(request, title, organisation->name,
                      organisation_url(request->arena, organisation->public_id));
}

struct page_head steward_head_me(struct request *request, enum text_id title) {
    return head_below(request, title, text_of(request->lang, T_me_title),
                      url_format(request->arena, "/me"));
}

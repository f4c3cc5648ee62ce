/* The routes of the living map, and what its pages share. */
#include "feature/partners/inner.h"

#include "core/meeting/place_panel.h"
#include "core/rights.h"
#include "platform/secret.h"

/* Made at build time from schema/ by tools/migrations.mjs. */
extern const struct migration_set partners_migrations;

static const struct route routes[] = {
    {GET, "/o/:organisation/partners", .answer = partners_show, .need = MAY_SEE},
    {GET, "/o/:organisation/partners/print", .answer = partners_show_print, .need = MAY_SEE},
    {GET, "/o/:organisation/partners/partners.csv", .answer = partners_show_csv, .need = MAY_SEE},
    {GET, "/o/:organisation/partners/new", .answer = partners_show_new, .need = MAY_EDIT},
    {POST, "/o/:organisation/partners/new", .prepare = partners_read_new,
     .apply = partners_apply_new, .answer = partners_answer_saved, .show = partners_show_new,
     .need = MAY_EDIT},
    {GET, "/o/:organisation/partners/network", .answer = partners_show_network, .need = MAY_SEE},
    {POST, "/o/:organisation/partners/network", .prepare = partners_read_network,
     .apply = partners_apply_network, .answer = partners_answer_network, .need = MAY_ARRANGE},
    {GET, "/o/:organisation/partners/:partner/edit", .answer = partners_show_edit,
     .need = MAY_EDIT},
    {POST, "/o/:organisation/partners/:partner/edit", .prepare = partners_read_edit,
     .apply = partners_apply_edit, .answer = partners_answer_saved, .show = partners_show_edit,
     .need = MAY_EDIT},
    {POST, "/o/:organisation/partners/:partner/verb", .prepare = partners_read_verb,
     .apply = partners_apply_verb, .answer = partners_answer_verb, .need = MAY_EDIT},
    {POST, "/o/:organisation/partners/:partner/ask", .apply = partners_apply_ask,
     .answer = partners_answer_ask, .need = MAY_SEE},
};

static const struct db_queries *const queries[] = {&partner_queries, NULL};
const struct feature feature_partners = {.name = "partners",
                                         .routes = routes,
                                         .n_routes = COUNT(routes),
                                         .queries = queries,
                                         .migrations = &partners_migrations};

const struct organisation *partners_place(const struct request *request) {
    return request_object(request, OBJECT_ORGANISATION)->row;
}

struct str partners_place_id(struct request *request) {
    char text[ID_TEXT_BYTES + 1];
    id_text(partners_place(request)->public_id, text);
    return str_copy(request->arena, str_from(text));
}

struct url partners_url(struct request *request) {
    return url_format(request->arena, "/o/%s/partners", partners_place_id(request));
}

struct page_head partners_head(struct request *request, enum text_id title) {
    const struct organisation *organisation = partners_place(request);
    struct page_head head = {.title = text_of(request->lang, title),
                             .search_index = STR("noindex")};
    struct crumb_step *steps = arena_new_array(request->arena, 3, struct crumb_step);
    if (!steps) return head;
    steps[0] = (struct crumb_step){text_of(request->lang, T_organisations_title),
                                   url_format(request->arena, "/o")};
    steps[1] = (struct crumb_step){organisation->name,
                                   organisation_url(request->arena, organisation->public_id)};
    steps[2] = (struct crumb_step){text_of(request->lang, T_partners_map), partners_url(request)};
    head.crumbs = steps;
    head.n_crumbs = title == T_partners_map ? 2 : 3;
    return head;
}

enum rc partners_asked(struct request *request, struct partner *partner) {
    uint64_t id;
    if (id_parse(request_param(request, "partner"), &id) != RC_OK) return RC_ABSENT;
    return partner_find(request->db, request->arena, partners_place(request)->id, id, partner);
}

bool partners_may_edit(const struct request *request) {
    return rights_may(request, MAY_EDIT, request_object(request, OBJECT_ORGANISATION));
}

enum rc partners_visible(struct request *request, bool with_ended, struct partner_list *list) {
    bool sees_all = partners_may_edit(request);
    struct partner_list all;
    size_t n = 0;
    TRY(partner_list(request->db, request->arena, partners_place(request)->id, &all));
    struct partner *rows = (struct partner *)all.rows.v;
    for (size_t i = 0; i < all.rows.n; i++) {
        if (!rows[i].is_shared && !sees_all) continue;
        if (rows[i].status == STATUS_ENDED && !with_ended) continue;
        if (!sees_all) rows[i].contact = STR(""); /* colleagues' names are for colleagues */
        rows[n++] = rows[i];
    }
    list->rows.v = rows;
    list->rows.n = n;
    return RC_OK;
}

/* ---- the panel of a workplace ---- */

static enum rc write_panel(struct request *request, struct page *page,
                           const struct panel_place *place) {
    struct partner_counts counts;
    struct partners_panel_view view = {.may_edit = place->belongs};
    char id[ID_TEXT_BYTES + 1];
    if (place->ref.kind != OBJECT_ORGANISATION) return RC_OK;
    TRY(partner_count(request->db, request->arena, place->ref.id, &counts));
    for (size_t i = 0; i < counts.rows.n; i++)
        *(counts.rows.v[i].layer == LAYER_HAVE ? &view.have : &view.could) = counts.rows.v[i].n;
    if (!counts.rows.n && !place->belongs) return RC_OK;
    id_text(place->public_id, id);
    view.url = url_format(request->arena, "/o/%s/partners", str_from(id));
    view.new_url = url_format(request->arena, "/o/%s/partners/new", str_from(id));
    partners_panel_html(page, &view);
    return RC_OK;
}

const struct panel partners_panel = {.name = "partners", .write = write_panel};

/*
 * The directory (/network): each workplace with its contact person for volunteers, deputy and since
 * when; and where there is nobody. Everybody reads it, as the pages of organisations; it prints; a
 * manager gets it as CSV. Three queries: houses, parents for the filter, and who asks.
 */
#include "feature/network/inner.h"

enum { CSV_MAX = 2 * 1024 * 1024 };

struct filter {
    uint64_t parent;
};
static const struct field fields[] = {
    {.name = "parent",
     .kind = FIELD_ID,
     .offset = offsetof(struct filter, parent),
     .label = T_network_field_parent},
};

/* The key of the parent asked for; 0 when there is none of that id in the list. */
static enum rc view_parents(struct request *request, uint64_t asked, struct form_field *field,
                            int64_t *parent) {
    struct house_parents list = {0};
    TRY(house_parents_read(request, &list));
    struct field_option *options =
        arena_new_array(request->arena, list.rows.n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    options[0] = (struct field_option){.label = T_network_all_houses, .chosen = true};
    for (size_t i = 0; i < list.rows.n; i++) {
        char id[ID_TEXT_BYTES + 1];
        id_text(list.rows.v[i].public_id, id);
        bool chosen = asked && list.rows.v[i].public_id == asked;
        options[i + 1] = (struct field_option){.value = str_copy(request->arena, str_from(id)),
                                               .label_text = list.rows.v[i].name,
                                               .chosen = chosen};
        if (!chosen) continue;
        *parent = list.rows.v[i].id;
        options[0].chosen = false;
    }
    *field = (struct form_field){.name = STR("parent"),
                                 .label = T_network_field_parent,
                                 .is_select = true,
                                 .required = true,
                                 .options = {options, list.rows.n + 1}};
    return RC_OK;
}

enum rc network_show_directory(struct request *request) {
    struct filter filter = {0};
    struct network_directory view = {0};
    struct network_asker asker;
    struct house_list list = {0};
    int64_t parent = 0;
    query_read(request, fields, COUNT(fields), &filter);
    TRY(view_parents(request, filter.parent, &view.parent, &parent));
    TRY(house_list_read(request, parent, &list));
    TRY(network_asker_read(request, &asker));
    struct network_house *houses =
        arena_new_array(request->arena, list.rows.n + 1, struct network_house);
    if (!houses) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        houses[i] = network_house_view(request, &list.rows.v[i]);
        view.n_vacant += houses[i].is_vacant;
        view.n_long += houses[i].is_long;
    }
    view.houses.v = houses;
    view.houses.n = list.rows.n;
    view.belongs = asker.belongs;
    view.may_download = asker.manages;
    view.download_url = url_format(request->arena, "/network/directory.csv");
    struct page page;
    page_start(request, &page);
    network_directory_html(&page, &view);
    struct page_head head = {.title = text_of(request->lang, T_network_title)};
    return answer_page(request, &page, &head);
}

/* ---- the file ---- */

static void put_field(struct buf *out, struct str text, char after) {
    buf_add_csv(out, text);
    buf_add_char(out, after);
}

enum rc network_answer_directory_csv(struct request *request) {
    struct network_asker asker;
    struct house_list list = {0};
    struct buf out;
    TRY(network_asker_read(request, &asker));
    if (!asker.manages) return RC_DENIED;
    TRY(house_list_read(request, 0, &list));
    buf_init(&out, request->arena, CSV_MAX);
    buf_lit(&out, "workplace,part_of,contact,deputy,phone,mail,since,vacant_since\n");
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct house *house = &list.rows.v[i];
        put_field(&out, house->name, ',');
        put_field(&out, house->parent, ',');
        put_field(&out, house->contact, ',');
        put_field(&out, house->deputy, ',');
        put_field(&out, house->phone, ',');
        put_field(&out, house->mail, ',');
        put_field(&out, network_day_text(request, house->term ? house->from_at : 0), ',');
        put_field(&out, network_day_text(request, house->term ? 0 : house->vacant_at), '\n');
    }
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "text/csv; charset=utf-8", STR("contact-persons.csv"),
                        buf_str(&out));
}

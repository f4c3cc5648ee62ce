/* The living map of a workplace: the wheel, who can help now, everybody by sector, the years. */
#include "feature/partners/inner.h"

#include "platform/secret.h"

enum { YEARS_MAX = 4, FILE_MAX = 2 << 20 };
static const int64_t YEAR = INT64_C(366) * 24 * 3600 * 1000;

enum rc partners_wheel_of(struct request *request, const struct partner_list *list,
                          struct partners_wheel *wheel) {
    static const int sectors[PARTNER_SECTOR__N] = {0, 1, 2, 3, 4, 5, 6};
    struct wheel_entry *entries =
        arena_new_array(request->arena, list->rows.n + 1, struct wheel_entry);
    bool has_firms = false;
    if (!entries) return RC_LIMIT;
    for (size_t i = 0; i < list->rows.n; i++) {
        const struct partner *row = &list->rows.v[i];
        has_firms |= row->sector == PARTNER_FIRMS;
        entries[i] = (struct wheel_entry){.name = partner_shown(request->lang, row),
                                          .sector = row->sector,
                                          .layer = row->layer,
                                          .kind = partner_kind_labels[row->kind],
                                          .status = partner_status_labels[row->status],
                                          .is_ended = row->status == STATUS_ENDED};
    }
    const struct wheel_data data = {.id = STR("map"),
                                    .sectors = sectors,
                                    .n_sectors = has_firms ? PARTNER_SECTOR__N : PARTNER_FIRMS,
                                    .entries = {entries, list->rows.n}};
    return wheel_draw(request->arena, &data, wheel);
}

/* ---- lines ---- */

static struct partners_line line_of(struct request *request, const struct partner *row) {
    struct str place = partners_place_id(request);
    char id[ID_TEXT_BYTES + 1];
    id_text(row->public_id, id);
    return (struct partners_line){
        .name = partner_shown(request->lang, row),
        .what = row->what,
        .contact = row->contact,
        .kind = partner_kind_labels[row->kind],
        .status = partner_status_labels[row->status],
        .last_contact = {row->last_contact_at},
        .has_contact_date = row->last_contact_at > 0,
        .is_could = row->layer == LAYER_COULD,
        .is_ended = row->status == STATUS_ENDED,
        .is_private = !row->is_shared,
        .may_edit = partners_may_edit(request),
        .others = row->others,
        .asked = {row->removal_asked_at},
        .is_asked = row->removal_asked_at > 0,
        .edit_url = url_format(request->arena, "/o/%s/partners/%s/edit", place, str_from(id)),
        .verb_url = url_format(request->arena, "/o/%s/partners/%s/verb", place, str_from(id)),
        .ask_url = url_format(request->arena, "/o/%s/partners/%s/ask", place, str_from(id)),
    };
}

static bool helps_now(const struct partner *row) {
    return row->layer == LAYER_HAVE && row->status == STATUS_ACTIVE;
}
static bool is_any(const struct partner *row) {
    (void)row;
    return true;
}

struct area_list {
    const struct partners_area *v;
    size_t n;
};

/* The rows that fit, by sector; sectors without any are left out. */
static enum rc view_areas(struct request *request, const struct partner_list *list,
                          bool (*fits)(const struct partner *), struct area_list *areas) {
    struct partners_area *made =
        arena_new_array(request->arena, PARTNER_SECTOR__N, struct partners_area);
    if (!made) return RC_LIMIT;
    areas->v = made;
    areas->n = 0;
    for (int sector = 0; sector < PARTNER_SECTOR__N; sector++) {
        struct partners_line *lines =
            arena_new_array(request->arena, list->rows.n + 1, struct partners_line);
        size_t n = 0;
        if (!lines) return RC_LIMIT;
        for (size_t i = 0; i < list->rows.n; i++)
            if (list->rows.v[i].sector == sector && fits(&list->rows.v[i]))
                lines[n++] = line_of(request, &list->rows.v[i]);
        if (n)
            made[areas->n++] =
                (struct partners_area){.name = partner_sector_labels[sector], .lines = {lines, n}};
    }
    return RC_OK;
}

static enum rc view_asked(struct request *request, const struct partner_list *list,
                          struct partners_map *view) {
    struct partners_line *lines =
        arena_new_array(request->arena, list->rows.n + 1, struct partners_line);
    if (!lines) return RC_LIMIT;
    view->asked.v = lines;
    for (size_t i = 0; view->may_edit && i < list->rows.n; i++)
        if (list->rows.v[i].removal_asked_at)
            lines[view->asked.n++] = line_of(request, &list->rows.v[i]);
    return RC_OK;
}

/* ---- the years ---- */

static struct str year_of(struct request *request, int64_t at) {
    struct buf day;
    buf_init(&day, request->arena, 40);
    text_add_when(&day, request->lang, (struct when){at}, WHEN_DAY);
    return str_slice(buf_str(&day), 0, 4);
}

/* How it stood at that time: the last change of each row before it. */
static struct partners_year count_at(const struct partner_changes *changes, int64_t at) {
    struct partners_year year = {0};
    for (size_t i = 0; i < changes->rows.n; i++) {
        const struct partner_change *row = &changes->rows.v[i];
        bool is_last = i + 1 == changes->rows.n || changes->rows.v[i + 1].partner != row->partner ||
                       changes->rows.v[i + 1].at > at;
        if (row->at > at || !is_last) continue;
        if (row->status == STATUS_ENDED)
            year.ended++;
        else
            *(row->layer == LAYER_HAVE ? &year.have : &year.could) += 1;
    }
    return year;
}

static enum rc view_years(struct request *request, struct partners_map *view) {
    struct partner_changes changes;
    struct partners_year *years = arena_new_array(request->arena, YEARS_MAX, struct partners_year);
    int64_t first = request->now;
    if (!years) return RC_LIMIT;
    TRY(partner_changes(request->db, request->arena, partners_place(request)->id, &changes));
    for (size_t i = 0; i < changes.rows.n; i++)
        if (changes.rows.v[i].at < first) first = changes.rows.v[i].at;
    view->years.v = years;
    for (int back = YEARS_MAX - 1; changes.rows.n && back >= 0; back--) {
        int64_t at = request->now - back * YEAR;
        if (back && at < first) continue;
        years[view->years.n] = count_at(&changes, at);
        years[view->years.n++].year = year_of(request, at);
    }
    return RC_OK;
}

/* ---- the page ---- */

static void view_addresses(struct request *request, struct partners_map *view) {
    const struct organisation *organisation = partners_place(request);
    struct str id = partners_place_id(request);
    view->organisation = organisation->name;
    view->lang = organisation->lang;
    view->contact_name = organisation->contact_name;
    view->contact_phone = organisation->contact_phone;
    view->contact_phone_url = url_phone(request->arena, organisation->contact_phone);
    view->may_edit = partners_may_edit(request);
    view->new_url = url_format(request->arena, "/o/%s/partners/new", id);
    view->csv_url = url_format(request->arena, "/o/%s/partners/partners.csv", id);
    view->print_url = url_format(request->arena, "/o/%s/partners/print", id);
    if (organisation->parent) {
        char parent[ID_TEXT_BYTES + 1];
        id_text(organisation->parent_public_id, parent);
        view->network_url = url_format(request->arena, "/o/%s/partners/network", str_from(parent));
    } else if (organisation->kind == KIND_MUNICIPALITY || organisation->kind == KIND_NETWORK) {
        view->network_url = url_format(request->arena, "/o/%s/partners/network", id);
    }
    view->hold_url = url_format(request->arena, "/meetings/new?tool=partners");
    view->back_url = organisation_url(request->arena, organisation->public_id);
    view->at = (struct when){request->now};
}

static enum rc view_map(struct request *request, bool with_ended, struct partners_map *view) {
    struct partner_list list;
    struct area_list helpers, areas;
    view_addresses(request, view);
    TRY(partners_visible(request, with_ended, &list));
    TRY(partners_wheel_of(request, &list, &view->wheel));
    TRY(view_areas(request, &list, helps_now, &helpers));
    TRY(view_areas(request, &list, is_any, &areas));
    view->helpers.v = helpers.v;
    view->helpers.n = helpers.n;
    view->areas.v = areas.v;
    view->areas.n = areas.n;
    view->is_empty = list.rows.n == 0;
    TRY(view_asked(request, &list, view));
    return view_years(request, view);
}

enum rc partners_show(struct request *request) {
    struct partners_map view = {0};
    struct page page;
    TRY(view_map(request, true, &view));
    page_start(request, &page);
    partners_map_html(&page, &view);
    struct page_head head = partners_head(request, T_partners_map);
    return answer_page(request, &page, &head);
}

enum rc partners_show_print(struct request *request) {
    struct partners_map view = {.is_print = true};
    struct page page;
    TRY(view_map(request, false, &view));
    view.address = str_format(request->arena, "%.*s/o/%.*s/partners",
                              STR_ARG(request_base(request)), STR_ARG(partners_place_id(request)));
    page_start(request, &page);
    partners_print_html(&page, &view);
    struct page_head head = partners_head(request, T_partners_print);
    head.wide = true;
    return answer_page(request, &page, &head);
}

/* ---- as a file ---- */

static void put_row(struct request *request, struct buf *out, const struct partner *row) {
    struct buf day;
    buf_init(&day, request->arena, 40);
    if (row->last_contact_at)
        text_add_when(&day, request->lang, (struct when){row->last_contact_at}, WHEN_DAY);
    const struct str fields[] = {
        str_from(partner_sector_choices[row->sector]),
        str_from(partner_layer_choices[row->layer]),
        partner_shown(request->lang, row),
        str_from(partner_kind_choices[row->kind]),
        str_from(partner_status_choices[row->status]),
        row->what,
        row->contact,
        buf_str(&day),
    };
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (i) buf_add_char(out, ',');
        buf_add_csv(out, fields[i]);
    }
    buf_lit(out, "\r\n");
}

enum rc partners_show_csv(struct request *request) {
    struct partner_list list;
    struct buf out;
    TRY(partners_visible(request, true, &list));
    buf_init(&out, request->arena, FILE_MAX);
    buf_lit(&out, "sector,layer,name,kind,status,what,contact,last_contact\r\n");
    for (size_t i = 0; i < list.rows.n; i++) put_row(request, &out, &list.rows.v[i]);
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "text/csv; charset=utf-8", STR("partners.csv"), buf_str(&out));
}

/* Paging by key. */
#include "kit/paging.h"

#include "kit/form_data.h"

/* "KEY.ID", both whole numbers. */
static bool read_place(struct str text, struct page_place *place) {
    size_t dot = str_find(text, '.', 0);
    return dot < text.n && str_to_i64(str_slice(text, 0, dot), &place->key) == RC_OK &&
           str_to_i64(str_slice(text, dot + 1, text.n), &place->id) == RC_OK;
}

struct page_place paging_place(const struct request *request) {
    struct page_place place = {0};
    place.is_set = read_place(form_value(request->query, "after"), &place);
    if (place.is_set) return place;
    place.is_set = place.backwards = read_place(form_value(request->query, "before"), &place);
    return place.is_set ? place : (struct page_place){0};
}

static bool is_paging_field(struct str name) {
    return str_is(name, STR("after")) || str_is(name, STR("before")) || str_is(name, STR("notice"));
}

/* This page's address with its other fields, and the place. */
static struct url place_url(struct request *request, const char *name, int64_t key, int64_t id) {
    struct url url = url_of_path(request->arena, request->path);
    struct buf out;
    buf_init(&out, request->arena, 8 * 1024);
    buf_add(&out, url.path);
    buf_format(&out, "?%s=%lld.%lld", name, (long long)key, (long long)id);
    for (size_t i = 0; i < request->query->pairs.n; i++) {
        const struct http_pair *pair = &request->query->pairs.v[i];
        if (is_paging_field(pair->name)) continue;
        struct url kept = url_format(request->arena, "/a?%s=%s", pair->name, pair->value);
        buf_lit(&out, "&");
        buf_add(&out, str_slice(kept.path, 3, kept.path.n));
    }
    url.path = buf_str(&out);
    return buf_ok(&out) ? url : (struct url){0};
}

struct pager paging_view(struct request *request, const struct page_place *place,
                         const struct page_rows *rows) {
    struct pager pager = {0};
    bool more = rows->n > PAGE_ROWS;
    bool has_previous = place->backwards ? more : place->is_set;
    bool has_next = place->backwards ? true : more;
    if (rows->n == 0) return pager;
    if (has_previous)
        pager.previous = place_url(request, "before", rows->first.key, rows->first.id);
    if (has_next) pager.next = place_url(request, "after", rows->last.key, rows->last.id);
    return pager;
}

/* The list of organisations, with search and a filter by kind. */
#include "feature/organisation/inner.h"

struct search {
    struct str words;
    int kind; /* index into kind_filter: 0 is any */
};

static const char *const kind_filter[KIND__N + 2] = {
    "any",         "municipality", "institution", "workplace",
    "association", "company",      "network",     "council",
};
static const enum text_id kind_filter_labels[KIND__N + 1] = {
    T_kind_any,         T_kind_municipality, T_kind_institution, T_kind_workplace,
    T_kind_association, T_kind_company,      T_kind_network,     T_kind_council,
};
_Static_assert(KIND__N == 7, "kind_filter has every kind, in order");

static const struct field fields[] = {
    {.name = "q",
     .kind = FIELD_LINE,
     .max = 100,
     .offset = offsetof(struct search, words),
     .label = T_field_search_organisations},
    {.name = "kind",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = kind_filter,
     .offset = offsetof(struct search, kind),
     .label = T_field_kind,
     .labels = kind_filter_labels},
};

static enum rc read_rows(struct request *request, const struct search *search,
                         struct organisations *view) {
    struct page_place place = paging_place(request);
    struct organisation_list list;
    const struct organisation_filter filter = {
        .kind = search->kind - 1,
        .words = search->words,
        .before = place.is_set && !place.backwards ? place.id : 0,
        .after = place.backwards ? place.id : 0,
    };
    if (search->words.n) TRY(limit_take(request, LIMIT_SEARCH, (struct str){0}));
    TRY(organisation_list_read(request->db, request->arena, &filter, PAGE_ROWS + 1, &list));
    struct page_rows rows = {.n = list.rows.n};
    size_t n = list.rows.n < PAGE_ROWS ? list.rows.n : PAGE_ROWS;
    struct organisation_row *shown =
        arena_new_array(request->arena, n + 1, struct organisation_row);
    if (!shown) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct organisation_line *line = &list.rows.v[place.backwards ? n - 1 - i : i];
        shown[i] = row_of(request, line);
        if (i == 0) rows.first.id = line->id;
        rows.last.id = line->id;
    }
    view->rows.v = shown;
    view->rows.n = n;
    view->pager = paging_view(request, &place, &rows);
    return RC_OK;
}

enum rc show_organisations(struct request *request) {
    struct search search = {0};
    query_read(request, fields, COUNT(fields), &search);
    struct organisations view = {
        .words = form_view(request, &fields[0], &search),
        .kind = form_view(request, &fields[1], &search),
        .may_create = request->asker.id != 0,
        .none = {.title = T_organisations_none,
                 .text = T_organisations_none_text,
                 .url = url_format(request->arena, "/o/new"),
                 .action = T_organisation_new_title},
    };
    view.words.type = STR("search");
    TRY(read_rows(request, &search, &view));
    struct page page;
    page_start(request, &page);
    organisations_html(&page, &view);
    struct page_head head = {.title = text_of(request->lang, T_organisations_title)};
    return answer_page(request, &page, &head);
}

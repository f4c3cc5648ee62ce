/*
 * Paging of long lists by key: a page is asked for as "after this row" (or "before"), which stays
 * fast however long the list is. A list asks its query for PAGE_ROWS + 1 rows.
 */
#ifndef KIT_PAGING_H
#define KIT_PAGING_H

#include "kit/request.h"
#include "kit/views.h"

enum { PAGE_ROWS = 20 };

/* The place where the page begins: the sort key and id of the row next to it, from ?after= or
   ?before=. Not set (is_set false) on the first page. */
struct page_place {
    bool is_set;
    bool backwards; /* rows before the key, asked for in reverse order */
    int64_t key;    /* the list's sort key: a time, a number */
    int64_t id;     /* breaks ties */
};

/* Reads the place from the query. A place that cannot be read counts as the first page. */
struct page_place paging_place(const struct request *request);

/* What the list's first and last shown row are, after the query ran. */
struct page_rows {
    size_t n; /* rows the query gave: up to PAGE_ROWS + 1 */
    struct {
        int64_t key, id;
    } first, last; /* of the rows shown */
};

/* Links to the pages before and after, keeping the query's other fields. */
struct pager paging_view(struct request *request, const struct page_place *place,
                         const struct page_rows *rows);

#endif

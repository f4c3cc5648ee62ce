/* Where a budget belongs: the initiative or organisation named first in the path. */
#ifndef FEATURE_BUDGET_PLACE_H
#define FEATURE_BUDGET_PLACE_H

#include "core/ref.h"
#include "kit/answer.h"

struct budget_place {
    struct ref ref;
    struct str title;
    struct url url;
};

/* The request's first object. */
struct budget_place budget_place(const struct request *request);

/* Breadcrumbs that lead from the list over the place to the page. RC_LIMIT: memory. */
enum rc budget_crumbs(struct request *request, struct page_head *head) MUST_CHECK;

/* An address below the place, e.g. "/budget/" and a public id. */
struct url budget_url(const struct request *request, const char *below, uint64_t public_id);

#endif

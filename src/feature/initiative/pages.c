/* What the page files of this folder share. */
#include "feature/initiative/pages.h"

#include "kit/site.h"
#include "platform/secret.h"

const struct initiative *initiative_asked(const struct request *request) {
    return request_object(request, OBJECT_INITIATIVE)->row;
}

bool initiative_may(const struct request *request, enum need need) {
    return rights_may(request, need, request_object(request, OBJECT_INITIATIVE));
}

bool initiative_is_closed(const struct request *request) {
    return initiative_asked(request)->closed_at != 0;
}

struct url initiative_page(struct request *request, const char *below) {
    struct url url = initiative_url(request->arena, initiative_asked(request)->public_id);
    if (*below) url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), below);
    return url;
}

enum rc answer_below(struct request *request, struct page *page, enum text_id title) {
    const struct crumb_step crumbs[] = {
        {text_of(request->lang, T_initiatives), url_format(request->arena, "/i")},
        {initiative_asked(request)->title, initiative_page(request, "")},
    };
    const struct page_head head = {.title = text_of(request->lang, title),
                                   .crumbs = crumbs,
                                   .n_crumbs = COUNT(crumbs),
                                   .search_index = STR("noindex")};
    return answer_page(request, page, &head);
}

uint64_t id_param(const struct request *request, const char *name) {
    uint64_t id = 0;
    return id_parse(request_param(request, name), &id) == RC_OK ? id : 0;
}

struct str whole_address(struct request *request, struct url url) {
    struct str base = request_base(request);
    return str_format(request->arena, "%.*s%.*s", STR_ARG(base), STR_ARG(url.path));
}

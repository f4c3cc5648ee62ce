/* What the pages of a meeting share: addresses, heads, rights. */
#include "feature/meeting/inner.h"

#include "core/initiative.h"
#include "core/organisation.h"

const struct meeting *meeting_asked(const struct request *request) {
    return request_object(request, OBJECT_MEETING)->row;
}

bool meeting_asker_may(const struct request *request, enum need need) {
    return rights_may(request, need, request_object(request, OBJECT_MEETING));
}

struct str meeting_id_text(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return str_copy(arena, str_from(text));
}

enum rc meeting_param_id(const struct request *request, const char *name, uint64_t *public_id) {
    return id_parse(request_param(request, name), public_id) == RC_OK ? RC_OK : RC_ABSENT;
}

struct url meeting_page(const struct request *request, const char *rest) {
    struct url url = meeting_url(request->arena, meeting_asked(request)->public_id);
    url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), rest);
    return url;
}

struct url meeting_page_of(const struct request *request, const char *before, uint64_t id,
                           const char *after) {
    char text[ID_TEXT_BYTES + 1];
    id_text(id, text);
    struct url url = meeting_page(request, before);
    url.path = str_format(request->arena, "%.*s%s%s", STR_ARG(url.path), text, after);
    return url;
}

struct url meeting_place_url(struct arena *arena, const struct meeting *meeting) {
    return meeting->place.kind == OBJECT_INITIATIVE
               ? initiative_url(arena, meeting->place_public_id)
               : organisation_url(arena, meeting->place_public_id);
}

struct page_head meeting_head(struct request *request, enum text_id title) {
    const struct meeting *meeting = meeting_asked(request);
    struct page_head head = {.title = text_of(request->lang, title),
                             .search_index = STR("noindex")};
    struct crumb_step *steps = arena_new_array(request->arena, 2, struct crumb_step);
    if (!steps) return head;
    steps[0] =
        (struct crumb_step){meeting->place_title, meeting_place_url(request->arena, meeting)};
    bool leads = meeting_asker_may(request, MAY_MANAGE) && meeting->state != MEETING_CLOSED;
    steps[1] =
        (struct crumb_step){meeting->title, meeting_page(request, leads ? "/lead" : "/after")};
    head.crumbs = steps;
    head.n_crumbs = 2;
    return head;
}

struct str meeting_code_spaced(struct arena *arena, struct str code) {
    if (code.n != MEETING_CODE_CHARS) return code;
    return str_format(arena, "%.*s %.*s", 3, code.p, 3, code.p + 3);
}

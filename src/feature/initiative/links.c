/* Linking an initiative to what it grew out of or led to. For its parties. */
#include "core/link.h"
#include "feature/initiative/pages.h"
#include "platform/secret.h"

struct link_draft {
    struct str address, reason;
    int verb;
};
enum { VERB, ADDRESS, REASON };
static const struct field link_fields[] = {
    [VERB] = {.name = "verb",
              .kind = FIELD_CHOICE,
              .required = true,
              .choices = link_verb_choices,
              .labels = link_verb_labels,
              .offset = offsetof(struct link_draft, verb),
              .label = T_links_verb},
    [ADDRESS] = {.name = "address",
                 .kind = FIELD_LINE,
                 .required = true,
                 .max = 500,
                 .offset = offsetof(struct link_draft, address),
                 .label = T_links_address,
                 .hint = T_links_address_hint},
    [REASON] = {.name = "reason",
                .kind = FIELD_LINE,
                .max = 200,
                .offset = offsetof(struct link_draft, reason),
                .label = T_links_reason,
                .hint = T_links_reason_hint},
};

static enum rc answer_links_page(struct request *request, const struct link_draft *draft) {
    struct link_list list = {0};
    TRY(link_read(request, REF_INITIATIVE(initiative_asked(request)->id), &list));
    struct link_item *items = arena_new_array(request->arena, list.lines.n, struct link_item);
    if (list.lines.n && !items) return RC_LIMIT;
    for (size_t i = 0; i < list.lines.n; i++) {
        const struct link_line *line = &list.lines.v[i];
        items[i] = (struct link_item){.sentence = line->sentence,
                                      .title = line->title,
                                      .reason = line->reason,
                                      .url = line->url};
        if (!line->outgoing) continue;
        char id[ID_TEXT_BYTES + 1];
        id_text(line->public_id, id);
        items[i].remove_url = initiative_page(request, "/links/");
        items[i].remove_url.path =
            str_format(request->arena, "%.*s%s/remove", STR_ARG(items[i].remove_url.path), id);
    }
    struct initiative_links view = {
        .errors = form_errors(request, link_fields, COUNT(link_fields)),
        .verb = form_view(request, &link_fields[VERB], draft),
        .address = form_view(request, &link_fields[ADDRESS], draft),
        .reason = form_view(request, &link_fields[REASON], draft),
        .links = {items, list.lines.n},
        .back_url = initiative_page(request, ""),
    };
    struct page page;
    page_start(request, &page);
    initiative_links_html(&page, &view);
    return answer_below(request, &page, T_links_heading);
}

enum rc initiative_show_links(struct request *request) {
    const struct link_draft draft = {0};
    return answer_links_page(request, &draft);
}

enum rc initiative_show_links_again(struct request *request) {
    return answer_links_page(request, NULL);
}

enum rc initiative_read_link(struct request *request) {
    struct link_draft *draft = arena_new(request->arena, struct link_draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, link_fields, COUNT(link_fields), draft);
}

/* The public id in an address of ours ("…/i/ID", "/i/ID/log") or alone; 0 when there is none. */
static uint64_t id_in_address(struct str address) {
    struct str part = address;
    for (size_t i = 0; i + 3 <= address.n; i++)
        if (str_starts(str_slice(address, i, address.n), STR("/i/")))
            part = str_slice(address, i + 3, address.n);
    size_t end = 0;
    while (end < part.n && part.p[end] != '/' && part.p[end] != '?' && part.p[end] != '#') end++;
    uint64_t id = 0;
    return id_parse(str_slice(part, 0, end), &id) == RC_OK ? id : 0;
}

/* The other initiative, if the asker may see it: a stranger's private one is not found. */
static enum rc find_target(struct request *request, struct str address, struct ref *target) {
    struct object object = {.kind = OBJECT_INITIATIVE, .public_id = id_in_address(address)};
    enum rc rc = object.public_id ? rights_load_object(request, &object, NULL) : RC_ABSENT;
    if (rc == RC_OK && !rights_may(request, MAY_SEE, &object)) rc = RC_ABSENT;
    if (rc == RC_OK && object.id == initiative_asked(request)->id) rc = RC_ABSENT;
    if (rc == RC_ABSENT) {
        form_error(request, "address", T_links_not_found);
        return RC_INVALID;
    }
    *target = ref_of(&object);
    return rc;
}

enum rc initiative_apply_link(struct request *request) {
    const struct link_draft *draft = request->state;
    struct link link = {.public_id = id_random(),
                        .from = REF_INITIATIVE(initiative_asked(request)->id),
                        .verb = (enum link_verb)draft->verb,
                        .reason = draft->reason,
                        .at = request->now,
                        .by = request->asker.id,
                        .acting = request->asker.acting};
    TRY(find_target(request, draft->address, &link.to));
    enum rc rc = link_add(request->db, request->arena, &link);
    if (rc != RC_CONFLICT) return rc;
    form_error(request, "address", T_links_there_already);
    return RC_INVALID;
}

enum rc initiative_apply_link_remove(struct request *request) {
    return link_remove(request, REF_INITIATIVE(initiative_asked(request)->id),
                       id_param(request, "link"));
}

enum rc initiative_answer_links(struct request *request) {
    return answer_redirect(request, initiative_page(request, "/links"), T_links_done);
}

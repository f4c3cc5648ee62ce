/* The bank as a printed catalogue: a sheet of A4 begins for each category. Two queries, and one for
   each organisation that has an idea in it, for whom to ask. For everyone. */
#include "feature/idea/inner.h"

static const enum text_id means[IDEA_CATEGORY__N] = {
    [IDEA_NEIGHBOURS] = T_idea_means_neighbours,
    [IDEA_ASSOCIATIONS] = T_idea_means_associations,
    [IDEA_INDIVIDUALS] = T_idea_means_individuals,
    [IDEA_INSTITUTIONS] = T_idea_means_institutions,
    [IDEA_CITIZENS] = T_idea_means_citizens,
    [IDEA_RELATIVES] = T_idea_means_relatives,
    [IDEA_FIRMS] = T_idea_means_firms,
};

/* Whom to ask at each organisation, looked up once. */
struct known {
    int64_t organisation;
    struct str words;
};
struct book {
    struct known *v;
    size_t n;
};

static enum rc find_contact(struct request *request, const struct idea *idea, struct book *book,
                            struct str *words) {
    const struct idea_contact *contact;
    for (size_t i = 0; i < book->n; i++) {
        if (book->v[i].organisation != idea->organisation) continue;
        *words = book->v[i].words;
        return RC_OK;
    }
    TRY(idea_contact_of(request, idea, &contact));
    *words = (struct str){0};
    if (contact)
        *words = contact->phone.n ? str_format(request->arena, "%.*s, %.*s", STR_ARG(contact->name),
                                               STR_ARG(contact->phone))
                                  : contact->name;
    book->v[book->n++] = (struct known){idea->organisation, *words};
    return RC_OK;
}

static enum rc view_idea(struct request *request, const struct idea *idea, struct book *book,
                         struct catalogue_idea *view) {
    *view = (struct catalogue_idea){
        .title = idea->title,
        .lang = lang_code((enum lang)idea->lang),
        .body = idea->body,
        .place = idea->place,
        .needs = idea->needs,
        .source = idea->source,
        .told_by = idea->told_by,
        .organisation = idea->organisation_name,
        .stage = idea_stage_labels[idea->stage],
        .has_hours = idea->hours >= 0,
        .has_kroner = idea->kroner >= 0,
        .hours = {idea->hours},
        .kroner = idea_money(idea->kroner),
    };
    return find_contact(request, idea, book, &view->contact);
}

/* The list comes by category, so each part is one stretch of it. */
static enum rc view_parts(struct request *request, const struct idea_whole_list *list,
                          struct idea_catalogue *view) {
    struct arena *arena = request->arena;
    struct catalogue_part *parts = arena_new_array(arena, IDEA_CATEGORY__N, struct catalogue_part);
    struct catalogue_idea *ideas = arena_new_array(arena, list->rows.n + 1, struct catalogue_idea);
    struct book book = {.v = arena_new_array(arena, list->rows.n + 1, struct known)};
    if (!parts || !ideas || !book.v) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < list->rows.n; i++) {
        const struct idea *idea = &list->rows.v[i];
        TRY(view_idea(request, idea, &book, &ideas[i]));
        if (i == 0 || list->rows.v[i - 1].category != idea->category) {
            parts[n] = (struct catalogue_part){.category = idea_category_labels[idea->category],
                                               .means = means[idea->category]};
            parts[n++].ideas.v = &ideas[i];
        }
        parts[n - 1].ideas.n++;
        parts[n - 1].n++;
    }
    view->parts.v = parts;
    view->parts.n = n;
    return RC_OK;
}

enum rc idea_show_catalogue(struct request *request) {
    struct idea_asked asked;
    struct idea_whole_list list = {0};
    idea_read_asked(request, &asked);
    TRY(idea_all(request->db, request->arena, &asked.filter, &list));
    struct idea_catalogue view = {
        .category = idea_ask_view(request, ASK_CATEGORY, &asked),
        .stage = idea_ask_view(request, ASK_STAGE, &asked),
        .site = request->site->name,
        .at = {request->now},
        .n = list.rows.n,
        .back_url = url_format(request->arena, "/ideas"),
    };
    TRY(view_parts(request, &list, &view));
    struct page page;
    page_start(request, &page);
    idea_catalogue_html(&page, &view);
    struct page_head head = idea_head(request, text_of(request->lang, T_idea_catalogue));
    head.search_index = STR("noindex");
    return answer_page(request, &page, &head);
}

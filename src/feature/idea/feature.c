/* The routes of the bank of ideas and of newsletters, and what several of their pages share. */
#include "feature/idea/idea.h"

#include "feature/idea/inner.h"

#define OWN "/o/:organisation/ideas/:idea"
#define ISSUE "/o/:organisation/newsletter"

static const struct route routes[] = {
    {GET, "/ideas", .answer = idea_show_list, .need = MAY_ANYONE},
    {GET, "/ideas/print", .answer = idea_show_catalogue, .need = MAY_ANYONE},
    {GET, "/ideas/ideas.csv", .answer = idea_answer_csv, .need = MAY_ANYONE},
    {GET, "/ideas/ideas.json", .answer = idea_answer_json, .need = MAY_ANYONE},
    {GET, "/ideas/new", .answer = idea_show_choose, .need = MAY_BE_PERSON},
    {GET, "/ideas/:idea", .answer = idea_show, .need = MAY_ANYONE},

    {GET, "/o/:organisation/ideas/new", .answer = idea_show_new, .need = MAY_CONTRIBUTE},
    {POST, "/o/:organisation/ideas/new", .prepare = idea_read_new, .apply = idea_apply_new,
     .answer = idea_answer_new, .show = idea_show_new, .need = MAY_CONTRIBUTE},
    {GET, OWN "/edit", .answer = idea_show_edit, .need = MAY_CONTRIBUTE},
    {POST, OWN "/edit", .prepare = idea_read_edit, .apply = idea_apply_edit,
     .answer = idea_answer_edit, .show = idea_show_edit_again, .need = MAY_CONTRIBUTE},
    {POST, OWN "/confirm", .apply = idea_apply_confirm, .answer = idea_answer_confirm,
     .need = MAY_CONTRIBUTE},
    {POST, OWN "/withdraw", .apply = idea_apply_withdraw, .answer = idea_answer_withdraw,
     .need = MAY_CONTRIBUTE},
    {POST, OWN "/restore", .apply = idea_apply_restore, .answer = idea_answer_restore,
     .need = MAY_CONTRIBUTE},
    /* here :organisation is who is interested, has tried, or wants to try */
    {POST, OWN "/interest", .apply = idea_apply_interest, .answer = idea_answer_interest,
     .need = MAY_CONTRIBUTE},
    {POST, OWN "/interest/end", .apply = idea_apply_interest_end,
     .answer = idea_answer_interest_end, .need = MAY_CONTRIBUTE},
    {GET, OWN "/experience", .answer = idea_show_experience, .need = MAY_CONTRIBUTE},
    {POST, OWN "/experience", .prepare = idea_read_experience, .apply = idea_apply_experience,
     .answer = idea_answer_experience, .show = idea_show_experience, .need = MAY_CONTRIBUTE},
    {POST, OWN "/experience/:experience/remove", .apply = idea_apply_experience_remove,
     .answer = idea_answer_experience_remove, .need = MAY_CONTRIBUTE},
    {POST, OWN "/try", .apply = idea_apply_try, .answer = idea_answer_try, .need = MAY_ARRANGE},

    {GET, "/newsletters", .answer = news_show_list, .need = MAY_ANYONE},
    {GET, "/newsletters/:newsletter", .answer = news_show, .need = MAY_ANYONE},
    {GET, "/newsletters/:newsletter/text", .answer = news_answer_text, .need = MAY_ANYONE},
    {POST, ISSUE "/start", .apply = news_apply_start, .answer = news_answer_start,
     .need = MAY_MANAGE},
    {GET, ISSUE, .answer = news_show_edit, .need = MAY_MANAGE},
    {POST, ISSUE, .prepare = news_read_edit, .apply = news_apply_edit, .answer = news_answer_edit,
     .show = news_show_edit_again, .need = MAY_MANAGE},
    {POST, ISSUE "/item", .prepare = news_read_item, .apply = news_apply_item,
     .answer = news_answer_item, .need = MAY_MANAGE},
    {POST, ISSUE "/gather", .apply = news_apply_gather, .answer = news_answer_item,
     .need = MAY_MANAGE},
    {POST, ISSUE "/publish", .apply = news_apply_publish, .answer = news_answer_publish,
     .need = MAY_MANAGE},
    {POST, ISSUE "/drop", .apply = news_apply_drop, .answer = news_answer_drop, .need = MAY_MANAGE},
};

static const struct db_queries *const queries[] = {&idea_store_queries, &idea_try_queries,
                                                   &news_queries, NULL};

const struct feature feature_idea = {.name = "idea",
                                     .routes = routes,
                                     .n_routes = COUNT(routes),
                                     .queries = queries,
                                     .migrations = &newsletter_migrations};

/* ---- shared ---- */

struct str idea_id(struct request *request, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return str_copy(request->arena, str_from(text));
}

const struct organisation *idea_place(const struct request *request) {
    return request_object(request, OBJECT_ORGANISATION)->row;
}

enum rc idea_asked_for(struct request *request, struct idea *idea) {
    uint64_t id;
    if (id_parse(request_param(request, "idea"), &id) != RC_OK) return RC_ABSENT;
    return idea_by_public_id(request->db, request->arena, id, idea);
}

enum rc idea_own(struct request *request, struct idea *idea) {
    TRY(idea_asked_for(request, idea));
    return idea->organisation == idea_place(request)->id ? RC_OK : RC_ABSENT;
}

enum rc idea_shown(struct request *request, struct idea *idea) {
    TRY(idea_asked_for(request, idea));
    return idea->withdrawn_at ? RC_ABSENT : RC_OK;
}

struct page_head idea_head(struct request *request, struct str title) {
    struct page_head head = {.title = title};
    struct crumb_step *steps = arena_new_array(request->arena, 1, struct crumb_step);
    if (!steps) return head;
    steps[0] = (struct crumb_step){text_of(request->lang, T_ideas_title),
                                   url_format(request->arena, "/ideas")};
    head.crumbs = steps;
    head.n_crumbs = 1;
    return head;
}

struct money idea_money(int64_t kroner) {
    return (struct money){kroner < 0 ? 0 : kroner, 0, STR("DKK")};
}

enum rc idea_answer_page(struct request *request, enum text_id notice) {
    struct url url = url_format(request->arena, "/ideas/%s", request_param(request, "idea"));
    return answer_redirect(request, url, notice);
}

/* The page of one idea: the words, whom to ask, who wants to try it, what came of it, and the tree
   of those who took it over. Five queries; for whoever is signed in one more, and one for each page
   that she is a plain member of, since she may be its contact person for a term. For everyone; an
   idea that was withdrawn leaves a stub, so that links and the tree stay understandable. */
#include "core/contact.h"
#include "core/meeting/meeting.h"
#include "core/meeting/tool.h"
#include "feature/idea/inner.h"

/* ---- whom to ask ---- */

/* The workplace's contact person of today, so that nobody has to change entries when somebody
   leaves; without one, whom the organisation names on its page. */
enum rc idea_contact_of(struct request *request, const struct idea *idea,
                        const struct idea_contact **contact) {
    struct contact current;
    *contact = NULL;
    struct idea_contact *made = arena_new(request->arena, struct idea_contact);
    if (!made) return RC_LIMIT;
    *made = (struct idea_contact){.name = idea->contact_name, .phone = idea->contact_phone};
    enum rc rc =
        contact_current(request->db, request->arena, idea->organisation, request->now, &current);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    if (rc == RC_OK && current.name.n) {
        made->name = current.name;
        made->is_contact_person = true;
        if (current.phone.n) made->phone = current.phone;
    }
    made->phone_url = url_phone(request->arena, made->phone);
    if (made->name.n) *contact = made;
    return RC_OK;
}

/* ---- the tree ---- */

static size_t find_in(const struct idea_whole_list *tree, int64_t id) {
    for (size_t i = 0; i < tree->rows.n; i++)
        if (tree->rows.v[i].id == id) return i;
    return tree->rows.n;
}

static struct idea_branch branch_of(struct request *request, const struct idea_whole_list *tree,
                                    size_t at, int depth) {
    const struct idea *idea = &tree->rows.v[at];
    size_t from = idea->copy_of ? find_in(tree, idea->copy_of) : tree->rows.n;
    struct idea_branch branch = {
        .title = idea->title,
        .lang = lang_code((enum lang)idea->lang),
        .organisation = idea->organisation_name,
        .stage = idea_stage_labels[idea->stage],
        .is_gone = idea->withdrawn_at != 0,
        .depth = depth,
        .is_deep_1 = depth == 1,
        .is_deep_2 = depth == 2,
        .is_deep_3 = depth >= 3,
        .url = idea_url(request->arena, idea->public_id),
    };
    if (from < tree->rows.n) branch.from = tree->rows.v[from].organisation_name;
    return branch;
}

/* The children of one, each with its own below it: the tree in reading order. They are older in the
   list than what was made of them, so the walk ends. */
static size_t walk(struct request *request, const struct idea_whole_list *tree, size_t at,
                   struct idea_branch *to) {
    size_t stack[64], depth = 0, n = 0, next[64] = {0};
    stack[0] = at;
    to[n++] = branch_of(request, tree, at, 0);
    for (;;) {
        size_t child = next[depth] ? next[depth] : stack[depth] + 1;
        while (child < tree->rows.n && tree->rows.v[child].copy_of != tree->rows.v[stack[depth]].id)
            child++;
        next[depth] = child + 1;
        if (child >= tree->rows.n) {
            if (depth == 0) return n;
            depth--;
            continue;
        }
        to[n++] = branch_of(request, tree, child, (int)depth + 1);
        if (depth + 1 == COUNT(stack)) continue; /* deeper ones are left out */
        stack[++depth] = child;
        next[depth] = 0;
    }
}

static enum rc view_tree(struct request *request, const struct idea *idea, struct idea_page *view) {
    struct idea_whole_list tree = {0};
    TRY(idea_tree(request->db, request->arena, idea, &tree));
    if (tree.rows.n < 2) return RC_OK;
    struct idea_branch *rows = arena_new_array(request->arena, tree.rows.n + 1, struct idea_branch);
    if (!rows) return RC_LIMIT;
    size_t n = walk(request, &tree, 0, rows);
    struct str here = idea_url(request->arena, idea->public_id).path;
    for (size_t i = 0; i < n; i++) rows[i].is_here = str_is(rows[i].url.path, here);
    view->tree.v = rows;
    view->tree.n = n;
    size_t from = idea->copy_of ? find_in(&tree, idea->copy_of) : tree.rows.n;
    if (from == tree.rows.n) return RC_OK;
    const struct idea *origin = &tree.rows.v[from];
    view->origin = origin->organisation_name;
    view->origin_url = idea_url(request->arena, origin->public_id);
    return RC_OK;
}

/* ---- who wants to, and who did ---- */

static enum rc view_interests(struct request *request, const struct interest_list *list,
                              struct idea_page *view) {
    struct idea_interested *rows =
        arena_new_array(request->arena, list->rows.n + 1, struct idea_interested);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list->rows.n; i++) {
        const struct interest *one = &list->rows.v[i];
        rows[i] =
            (struct idea_interested){one->name,
                                     organisation_url(request->arena, one->organisation_public_id),
                                     {one->made_at}};
    }
    view->interested.v = rows;
    view->interested.n = list->rows.n;
    return RC_OK;
}

static bool is_mine(const struct membership_list *mine, int64_t organisation) {
    for (size_t i = 0; i < mine->rows.n; i++)
        if (mine->rows.v[i].organisation == organisation && !mine->rows.v[i].to_at) return true;
    return false;
}

static enum rc view_experiences(struct request *request, const struct idea *idea,
                                const struct membership_list *mine, struct idea_page *view) {
    struct experience_list list = {0};
    TRY(experience_read(request->db, request->arena, idea->id, &list));
    struct idea_experience_row *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct idea_experience_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct experience *one = &list.rows.v[i];
        rows[i] = (struct idea_experience_row){.text = one->text,
                                               .lang = lang_code((enum lang)one->lang),
                                               .name = one->name,
                                               .at = {one->made_at}};
        if (request->asker.is_administrator || is_mine(mine, one->organisation))
            rows[i].remove_url =
                url_format(request->arena, "/o/%s/ideas/%s/experience/%s/remove",
                           idea_id(request, one->organisation_public_id),
                           idea_id(request, idea->public_id), idea_id(request, one->public_id));
    }
    view->experiences.v = rows;
    view->experiences.n = list.rows.n;
    return RC_OK;
}

/* ---- what the asker can do, for each organisation that she belongs to ---- */

/* Managers and contact persons may hold meetings, and so may whoever is contact person or deputy
   for a term: that is what MAY_ARRANGE answers for the organisation. */
static enum rc may_hold(struct request *request, const struct membership *membership, bool *may) {
    const struct contact asked = {.organisation = membership->organisation,
                                  .person = request->asker.id};
    *may = membership->role != MEMBER_PLAIN;
    if (*may) return RC_OK;
    return contact_covers(request->db, request->arena, &asked, request->now, may);
}

static struct idea_actor actor_of(struct request *request, const struct membership *membership,
                                  const struct idea *idea, const struct interest_list *interests) {
    struct str place = idea_id(request, membership->organisation_public_id);
    struct str id = idea_id(request, idea->public_id);
    struct arena *arena = request->arena;
    struct idea_actor actor = {
        .name = membership->organisation_name,
        .interest_url = url_format(arena, "/o/%s/ideas/%s/interest", place, id),
        .end_url = url_format(arena, "/o/%s/ideas/%s/interest/end", place, id),
        .experience_url = url_format(arena, "/o/%s/ideas/%s/experience", place, id),
    };
    for (size_t i = 0; i < interests->rows.n; i++)
        if (interests->rows.v[i].organisation == membership->organisation)
            actor.is_interested = true;
    return actor;
}

static enum rc view_actors(struct request *request, const struct idea *idea,
                           const struct membership_list *mine,
                           const struct interest_list *interests, struct idea_page *view) {
    struct idea_actor *rows = arena_new_array(request->arena, mine->rows.n + 1, struct idea_actor);
    if (!rows) return RC_LIMIT;
    bool has_poster = tool_find(request->site, STR("poster")) != NULL;
    size_t n = 0;
    for (size_t i = 0; i < mine->rows.n; i++) {
        const struct membership *membership = &mine->rows.v[i];
        bool may = false;
        if (membership->to_at) continue;
        if (has_poster) TRY(may_hold(request, membership, &may));
        rows[n] = actor_of(request, membership, idea, interests);
        if (may)
            rows[n].try_url = url_format(request->arena, "/o/%s/ideas/%s/try",
                                         idea_id(request, membership->organisation_public_id),
                                         idea_id(request, idea->public_id));
        n++;
    }
    view->actors.v = rows;
    view->actors.n = n;
    return RC_OK;
}

static void view_rights(struct request *request, const struct idea *idea, struct idea_page *view) {
    struct str place = idea_id(request, idea->organisation_public_id);
    struct str id = idea_id(request, idea->public_id);
    view->edit_url = url_format(request->arena, "/o/%s/ideas/%s/edit", place, id);
    view->confirm_url = url_format(request->arena, "/o/%s/ideas/%s/confirm", place, id);
    view->withdraw_url = url_format(request->arena, "/o/%s/ideas/%s/withdraw", place, id);
    view->restore_url = url_format(request->arena, "/o/%s/ideas/%s/restore", place, id);
    view->sign_in_url = url_format(request->arena, "/signin?next=%s", request->path);
}

/* ---- the page ---- */

static enum rc view_words(struct request *request, const struct idea *idea,
                          struct idea_page *view) {
    if (idea->story_url.n &&
        url_external(request->arena, idea->story_url, &view->story_url) != RC_OK)
        view->story_url.path = (struct str){0};
    view->body = idea->body;
    view->place = idea->place;
    view->needs = idea->needs;
    view->source = idea->source;
    view->told_by = idea->told_by;
    view->has_hours = idea->hours >= 0;
    view->hours = (struct number){idea->hours};
    view->has_kroner = idea->kroner >= 0;
    view->kroner = idea_money(idea->kroner);
    return idea_contact_of(request, idea, &view->contact);
}

static enum rc view_people(struct request *request, const struct idea *idea,
                           struct idea_page *view) {
    struct membership_list mine = {0};
    struct interest_list interests = {0};
    if (request->asker.id)
        TRY(membership_of_person(request->db, request->arena, request->asker.id, &mine));
    view->may_edit = request->asker.is_administrator || is_mine(&mine, idea->organisation);
    TRY(view_tree(request, idea, view));
    if (view->is_withdrawn) return RC_OK;
    TRY(view_words(request, idea, view));
    TRY(interest_read(request->db, request->arena, idea->id, &interests));
    TRY(view_interests(request, &interests, view));
    TRY(view_experiences(request, idea, &mine, view));
    return view_actors(request, idea, &mine, &interests, view);
}

enum rc idea_show(struct request *request) {
    struct idea idea;
    TRY(idea_asked_for(request, &idea));
    struct idea_page view = {
        .title = idea.title,
        .lang = lang_code((enum lang)idea.lang),
        .organisation = idea.organisation_name,
        .organisation_url = organisation_url(request->arena, idea.organisation_public_id),
        .category = idea_category_labels[idea.category],
        .stage = idea_stage_labels[idea.stage],
        .created = {idea.created_at},
        .confirmed = {idea.confirmed_at},
        .withdrawn = {idea.withdrawn_at},
        .is_withdrawn = idea.withdrawn_at != 0,
        .is_stale = idea_is_stale(&idea, request->now),
        .is_person = request->asker.id != 0,
    };
    view_rights(request, &idea, &view);
    TRY(view_people(request, &idea, &view));
    struct page page;
    page_start(request, &page);
    idea_page_html(&page, &view);
    struct page_head head = idea_head(
        request, idea.withdrawn_at ? text_of(request->lang, T_idea_was_withdrawn) : idea.title);
    if (idea.withdrawn_at) head.search_index = STR("noindex");
    return answer_page(request, &page, &head);
}

/*
 * A person's own plans: the list, one plan with its helpers, comments and tasks, and what she does
 * with them. One query for the list, three for a plan. For everybody else there is no such page.
 */
#include "feature/plan/inner.h"

/* ---- the list, and a new one ---- */

struct draft {
    struct str title;
    uint64_t made;
};
static const struct field new_fields[] = {
    {.name = "title",
     .kind = FIELD_LINE,
     .required = true,
     .max = PLAN_TITLE_MAX,
     .offset = offsetof(struct draft, title),
     .label = T_plan_field_title,
     .hint = T_plan_hint_title},
};

enum rc plan_show_list(struct request *request) {
    struct plans list = {0};
    TRY(plan_list(request->db, request->arena, request->asker.id, &list));
    struct plan_line *rows = arena_new_array(request->arena, list.rows.n + 1, struct plan_line);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++)
        rows[i] = (struct plan_line){list.rows.v[i].title,
                                     plan_url(request, list.rows.v[i].public_id, "", 0)};
    struct plan_list_view view = {.errors = form_errors(request, new_fields, COUNT(new_fields)),
                                  .title = form_view(request, &new_fields[0], NULL)};
    view.plans.v = rows;
    view.plans.n = list.rows.n;
    struct page page;
    page_start(request, &page);
    plan_list_html(&page, &view);
    struct page_head head = plan_head(request, text_of(request->lang, T_plan_list_title), false);
    return answer_page(request, &page, &head);
}

enum rc plan_prepare_new(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, new_fields, COUNT(new_fields), draft);
}

static enum rc too_many(struct request *request, enum rc rc, const char *field) {
    if (rc != RC_LIMIT) return rc;
    form_error(request, field, T_plan_too_many);
    return RC_INVALID;
}

enum rc plan_apply_new(struct request *request) {
    struct draft *draft = request->state;
    struct plan plan = {
        .owner = request->asker.id, .title = draft->title, .created_at = request->now};
    TRY(too_many(request, plan_add(request->db, request->arena, &plan), "title"));
    draft->made = plan.public_id;
    return RC_OK;
}

enum rc plan_answer_new(struct request *request) {
    const struct draft *draft = request->state;
    return answer_redirect(request, plan_url(request, draft->made, "/edit", 0), T_plan_made);
}

/* ---- one plan ---- */

struct inviting {
    struct str name;
    int may;
    struct str token, hash;
    uint64_t plan;
};
static const char *const share_choices[] = {"see", "help", NULL};
static const enum text_id share_labels[] = {T_plan_may_see, T_plan_may_help};
static const struct field helper_fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = PLAN_NAME_MAX,
     .offset = offsetof(struct inviting, name),
     .label = T_plan_field_name},
    {.name = "may",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = share_choices,
     .labels = share_labels,
     .offset = offsetof(struct inviting, may),
     .label = T_plan_field_may},
};

struct writing {
    struct str text;
    int kind;
};
static const char *const kind_choices_[] = {"comment", "task", NULL};
static const enum text_id kind_labels_[] = {T_plan_kind_comment, T_plan_kind_task};
static const struct field entry_fields[] = {
    {.name = "kind",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = kind_choices_,
     .labels = kind_labels_,
     .offset = offsetof(struct writing, kind),
     .label = T_plan_field_kind},
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = PLAN_ENTRY_MAX,
     .offset = offsetof(struct writing, text),
     .label = T_plan_field_entry},
};

static enum rc view_helpers(struct request *request, const struct plan *plan,
                            struct plan_show *view) {
    struct plan_helpers list = {0};
    TRY(plan_helpers(request->db, request->arena, plan->id, &list));
    struct plan_helper_view *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct plan_helper_view);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++)
        rows[i] = (struct plan_helper_view){
            .name = list.rows.v[i].name,
            .may = plan_may_labels[list.rows.v[i].may],
            .opened = {list.rows.v[i].opened_at},
            .is_withdrawn = list.rows.v[i].may == PLAN_NONE,
            .may_help = list.rows.v[i].may == PLAN_HELP,
            .url = plan_url(request, plan->public_id, "/helpers/", list.rows.v[i].public_id)};
    view->helpers.v = rows;
    view->helpers.n = list.rows.n;
    return RC_OK;
}

static enum rc view_entries(struct request *request, const struct plan *plan,
                            struct plan_show *view) {
    struct plan_entries list = {0};
    struct plan_entry_view *rows;
    TRY(plan_view_entries(request, plan->id, &view->entries.v, &view->entries.n));
    TRY(plan_entries(request->db, request->arena, plan->id, &list));
    rows = (struct plan_entry_view *)(uintptr_t)view->entries.v;
    for (size_t i = 0; i < list.rows.n; i++)
        rows[i].url = plan_url(request, plan->public_id, "/entries/", list.rows.v[i].public_id);
    return RC_OK;
}

enum rc plan_show_own(struct request *request) {
    struct plan plan;
    TRY(plan_read(request, &plan));
    struct plan_show view = {
        .title = plan.title,
        .body = plan_body_of(&plan),
        .errors = form_errors(request, entry_fields, COUNT(entry_fields)),
        .name = form_view(request, &helper_fields[0], NULL),
        .may = form_view(request, &helper_fields[1], NULL),
        .kind = form_view(request, &entry_fields[0], NULL),
        .text = form_view(request, &entry_fields[1], NULL),
        .edit_url = plan_url(request, plan.public_id, "/edit", 0),
        .helper_url = plan_url(request, plan.public_id, "/helpers", 0),
        .entry_url = plan_url(request, plan.public_id, "/entries", 0),
        .delete_url = plan_url(request, plan.public_id, "/delete", 0),
    };
    view.text.rows = 3;
    TRY(view_helpers(request, &plan, &view));
    TRY(view_entries(request, &plan, &view));
    struct page page;
    page_start(request, &page);
    plan_show_html(&page, &view);
    struct page_head head = plan_head(request, plan.title, true);
    return answer_page(request, &page, &head);
}

enum rc plan_apply_delete(struct request *request) {
    struct plan plan;
    TRY(plan_read(request, &plan));
    return plan_delete(request->db, plan.id);
}

enum rc plan_answer_list(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/me/plans"), T_plan_deleted);
}

enum rc plan_answer_own(struct request *request) {
    return answer_redirect(
        request, url_format(request->arena, "/me/plans/%s", request_param(request, "plan")),
        T_plan_saved);
}

/* ---- helpers ---- */

enum rc plan_prepare_helper(struct request *request) {
    struct inviting *inviting = arena_new(request->arena, struct inviting);
    if (!inviting) return RC_LIMIT;
    request->state = inviting;
    TRY(form_read(request, helper_fields, COUNT(helper_fields), inviting));
    inviting->token = secret_token(request->arena);
    if (!inviting->token.p) return RC_LIMIT;
    inviting->hash = session_token_hash(request, "plan", inviting->token);
    return inviting->hash.n ? RC_OK : RC_LIMIT;
}

enum rc plan_apply_helper(struct request *request) {
    struct inviting *inviting = request->state;
    struct plan plan;
    TRY(plan_read(request, &plan));
    struct plan_helper helper = {.plan = plan.id,
                                 .name = inviting->name,
                                 .may = inviting->may == 1 ? PLAN_HELP : PLAN_SEE,
                                 .created_at = request->now};
    inviting->plan = plan.public_id;
    return too_many(request, plan_helper_add(request->db, request->arena, &helper, inviting->hash),
                    "name");
}

/* The link is shown this once: only its hash is kept. */
enum rc plan_answer_helper(struct request *request) {
    const struct inviting *inviting = request->state;
    struct url path = url_format(request->arena, "/plan/%s", inviting->token);
    const struct plan_link view = {.address = str_format(request->arena, "%.*s%.*s",
                                                         STR_ARG(request_base(request)),
                                                         STR_ARG(path.path)),
                                   .name = inviting->name,
                                   .may_help = inviting->may == 1,
                                   .back_url = plan_url(request, inviting->plan, "", 0)};
    struct page page;
    page_start(request, &page);
    plan_link_html(&page, &view);
    struct page_head head = plan_head(request, text_of(request->lang, T_plan_link_title), true);
    return answer_page(request, &page, &head);
}

struct setting {
    int may;
};
static const struct field set_fields[] = {
    {.name = "may",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = plan_may_choices,
     .labels = plan_may_labels,
     .offset = offsetof(struct setting, may),
     .label = T_plan_field_may},
};

enum rc plan_prepare_helper_set(struct request *request) {
    struct setting *setting = arena_new(request->arena, struct setting);
    if (!setting) return RC_LIMIT;
    request->state = setting;
    return form_read(request, set_fields, COUNT(set_fields), setting);
}

enum rc plan_apply_helper_set(struct request *request) {
    const struct setting *setting = request->state;
    struct plan plan;
    uint64_t id;
    TRY(plan_read(request, &plan));
    if (id_parse(request_param(request, "helper"), &id) != RC_OK) return RC_ABSENT;
    return plan_helper_set(request->db, request->arena, plan.id, id, (enum plan_may)setting->may);
}

/* ---- comments and tasks ---- */

enum rc plan_prepare_entry(struct request *request) {
    struct writing *writing = arena_new(request->arena, struct writing);
    if (!writing) return RC_LIMIT;
    request->state = writing;
    return form_read(request, entry_fields, COUNT(entry_fields), writing);
}

enum rc plan_apply_entry(struct request *request) {
    const struct writing *writing = request->state;
    struct plan plan;
    TRY(plan_read(request, &plan));
    struct plan_entry entry = {
        .kind = writing->kind, .text = writing->text, .created_at = request->now};
    return too_many(request, plan_entry_add(request->db, request->arena, plan.id, &entry), "text");
}

enum entry_change { ENTRY_DONE, ENTRY_OPEN, ENTRY_DELETE };
struct changing {
    int what;
};
static const char *const change_choices[] = {"done", "open", "delete", NULL};
static const struct field change_fields[] = {
    {.name = "what",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = change_choices,
     .offset = offsetof(struct changing, what)},
};

enum rc plan_prepare_entry_set(struct request *request) {
    struct changing *changing = arena_new(request->arena, struct changing);
    if (!changing) return RC_LIMIT;
    request->state = changing;
    return form_read(request, change_fields, COUNT(change_fields), changing);
}

enum rc plan_apply_entry_set(struct request *request) {
    const struct changing *changing = request->state;
    struct plan plan;
    uint64_t id;
    TRY(plan_read(request, &plan));
    if (id_parse(request_param(request, "entry"), &id) != RC_OK) return RC_ABSENT;
    if (changing->what == ENTRY_DELETE) return plan_entry_delete(request->db, plan.id, id);
    return plan_entry_done(request->db, plan.id, id, changing->what == ENTRY_DONE);
}

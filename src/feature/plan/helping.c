/*
 * What a helper sees, who has the link and no account: the plan, and with the right to help a place
 * to comment and tasks to take. Opening it is a press of a button, so that the owner can see who
 * has. Two queries before it is opened, three after.
 */
#include "feature/plan/inner.h"

struct writing {
    struct str text;
};
static const struct field fields[] = {
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = PLAN_ENTRY_MAX,
     .offset = offsetof(struct writing, text),
     .label = T_plan_field_comment},
};

static enum rc find_link(struct request *request, struct plan *plan, struct plan_helper *helper) {
    struct str hash = session_token_hash(request, "plan", request_param(request, "token"));
    if (!hash.n) return RC_LIMIT;
    enum rc rc = plan_by_link(request->db, request->arena, hash, plan, helper);
    if (rc == RC_ABSENT) answer_detail(request, text_of(request->lang, T_plan_link_gone));
    return rc;
}

static struct url page_url(struct request *request, const char *rest) {
    struct url url = url_format(request->arena, "/plan/%s", request_param(request, "token"));
    url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), rest);
    return url;
}

static enum rc view_entries(struct request *request, const struct plan *plan, bool may_help,
                            struct plan_helping *view) {
    struct plan_entries list = {0};
    TRY(plan_view_entries(request, plan->id, &view->entries.v, &view->entries.n));
    TRY(plan_entries(request->db, request->arena, plan->id, &list));
    struct plan_entry_view *rows = (struct plan_entry_view *)(uintptr_t)view->entries.v;
    for (size_t i = 0; may_help && i < list.rows.n; i++) {
        char id[ID_TEXT_BYTES + 1];
        id_text(list.rows.v[i].public_id, id);
        rows[i].may_take = rows[i].is_free;
        rows[i].take_url = page_url(request, "/take/");
        rows[i].take_url.path =
            str_format(request->arena, "%.*s%s", STR_ARG(rows[i].take_url.path), id);
    }
    return RC_OK;
}

enum rc plan_show_helping(struct request *request) {
    struct plan plan;
    struct plan_helper helper;
    TRY(find_link(request, &plan, &helper));
    struct plan_helping view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .owner = plan.owner_name,
        .name = helper.name,
        .is_opened = helper.opened_at != 0,
        .may_help = helper.may == PLAN_HELP,
        .text = form_view(request, &fields[0], NULL),
        .open_url = page_url(request, "/open"),
        .entry_url = page_url(request, "/entries"),
    };
    view.text.rows = 3;
    if (view.is_opened) {
        view.title = plan.title;
        view.body = plan_body_of(&plan);
        TRY(view_entries(request, &plan, view.may_help, &view));
    }
    struct page page;
    page_start(request, &page);
    plan_helping_html(&page, &view);
    struct page_head head = plan_head(request, text_of(request->lang, T_plan_helping_title), false);
    return answer_page(request, &page, &head);
}

enum rc plan_apply_open(struct request *request) {
    struct plan plan;
    struct plan_helper helper;
    TRY(find_link(request, &plan, &helper));
    return plan_helper_opened(request->db, helper.id, request->now);
}

enum rc plan_answer_helping(struct request *request) {
    return answer_redirect(request, page_url(request, ""), T_none);
}

enum rc plan_prepare_help(struct request *request) {
    struct writing *writing = arena_new(request->arena, struct writing);
    if (!writing) return RC_LIMIT;
    request->state = writing;
    return form_read(request, fields, COUNT(fields), writing);
}

static enum rc find_helping(struct request *request, struct plan *plan,
                            struct plan_helper *helper) {
    TRY(find_link(request, plan, helper));
    return helper->may == PLAN_HELP && helper->opened_at ? RC_OK : RC_DENIED;
}

enum rc plan_apply_help(struct request *request) {
    const struct writing *writing = request->state;
    struct plan plan;
    struct plan_helper helper;
    TRY(find_helping(request, &plan, &helper));
    struct plan_entry entry = {.helper = helper.id,
                               .kind = PLAN_COMMENT,
                               .text = writing->text,
                               .created_at = request->now};
    enum rc rc = plan_entry_add(request->db, request->arena, plan.id, &entry);
    if (rc != RC_LIMIT) return rc;
    form_error(request, "text", T_plan_too_many);
    return RC_INVALID;
}

/* Taken by another in the meantime: the page shows by whom. */
enum rc plan_apply_take(struct request *request) {
    struct plan plan;
    struct plan_helper helper;
    uint64_t id;
    TRY(find_helping(request, &plan, &helper));
    if (id_parse(request_param(request, "entry"), &id) != RC_OK) return RC_ABSENT;
    enum rc rc = plan_entry_take(request->db, request->arena, plan.id, id, helper.id);
    return rc == RC_ABSENT ? RC_OK : rc;
}

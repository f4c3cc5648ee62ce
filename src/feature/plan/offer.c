/*
 * Beginning a plan for somebody else is an offer and nothing more: a link without a word about the
 * person. She who accepts it gets an empty plan of her own, and chooses whether the one who offered
 * may see it or help. One query.
 */
#include "feature/plan/inner.h"

struct offering {
    struct str token;
};

enum rc plan_apply_offer(struct request *request) {
    struct offering *offering = arena_new(request->arena, struct offering);
    if (!offering) return RC_LIMIT;
    offering->token = secret_token(request->arena);
    if (!offering->token.p) return RC_LIMIT;
    request->state = offering;
    struct str hash = session_token_hash(request, "plan offer", offering->token);
    if (!hash.n) return RC_LIMIT;
    return plan_offer_add(request->db, request->arena, request->asker.id, hash, request->now);
}

enum rc plan_answer_offer(struct request *request) {
    const struct offering *offering = request->state;
    struct url path = url_format(request->arena, "/plan/for/%s", offering->token);
    const struct plan_link view = {.is_offer = true,
                                   .address = str_format(request->arena, "%.*s%.*s",
                                                         STR_ARG(request_base(request)),
                                                         STR_ARG(path.path)),
                                   .back_url = url_format(request->arena, "/me/plans")};
    struct page page;
    page_start(request, &page);
    plan_link_html(&page, &view);
    struct page_head head = plan_head(request, text_of(request->lang, T_plan_link_title), true);
    return answer_page(request, &page, &head);
}

/* ---- accepting ---- */

struct accepting {
    int may;
    struct str token, hash; /* of the link that the one who offered gets */
    uint64_t made;
    struct str name;
};
static const struct field fields[] = {
    {.name = "may",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = plan_may_choices,
     .labels = plan_may_labels,
     .offset = offsetof(struct accepting, may),
     .label = T_plan_field_offerer},
};

static enum rc find_offer(struct request *request, struct plan_offer *offer) {
    struct str hash = session_token_hash(request, "plan offer", request_param(request, "token"));
    if (!hash.n) return RC_LIMIT;
    enum rc rc = plan_offer_find(request->db, request->arena, hash, request->now, offer);
    if (rc == RC_ABSENT) answer_detail(request, text_of(request->lang, T_plan_offer_gone));
    return rc;
}

enum rc plan_show_offered(struct request *request) {
    struct plan_offer offer;
    TRY(find_offer(request, &offer));
    struct url here = url_format(request->arena, "/plan/for/%s", request_param(request, "token"));
    struct plan_offered view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .name = offer.name,
        .is_signed_in = request->asker.id != 0,
        .is_own = request->asker.id == offer.made_by,
        .may = form_view(request, &fields[0], NULL),
        .post_url = here,
        .sign_in_url = url_format(request->arena, "/signin?next=%s", here.path),
    };
    struct page page;
    page_start(request, &page);
    plan_offered_html(&page, &view);
    struct page_head head = plan_head(request, text_of(request->lang, T_plan_offered_title), false);
    return answer_page(request, &page, &head);
}

enum rc plan_prepare_accept(struct request *request) {
    struct accepting *accepting = arena_new(request->arena, struct accepting);
    if (!accepting) return RC_LIMIT;
    request->state = accepting;
    TRY(form_read(request, fields, COUNT(fields), accepting));
    accepting->token = secret_token(request->arena);
    if (!accepting->token.p) return RC_LIMIT;
    accepting->hash = session_token_hash(request, "plan", accepting->token);
    return accepting->hash.n ? RC_OK : RC_LIMIT;
}

enum rc plan_apply_accept(struct request *request) {
    struct accepting *accepting = request->state;
    struct plan_offer offer;
    TRY(find_offer(request, &offer));
    if (offer.made_by == request->asker.id) return RC_DENIED;
    struct plan plan = {.owner = request->asker.id,
                        .title = text_of(request->lang, T_plan_default_title),
                        .created_at = request->now};
    TRY(plan_add(request->db, request->arena, &plan));
    accepting->made = plan.public_id;
    accepting->name = offer.name;
    TRY(plan_offer_use(request->db, offer.id));
    if (accepting->may == PLAN_NONE) return RC_OK;
    struct plan_helper helper = {
        .plan = plan.id, .name = offer.name, .may = accepting->may, .created_at = request->now};
    return plan_helper_add(request->db, request->arena, &helper, accepting->hash);
}

/* With a helper the link to give on is shown this once. */
enum rc plan_answer_accept(struct request *request) {
    const struct accepting *accepting = request->state;
    if (accepting->may == PLAN_NONE)
        return answer_redirect(request, plan_url(request, accepting->made, "/edit", 0),
                               T_plan_made);
    struct url path = url_format(request->arena, "/plan/%s", accepting->token);
    const struct plan_link view = {.address = str_format(request->arena, "%.*s%.*s",
                                                         STR_ARG(request_base(request)),
                                                         STR_ARG(path.path)),
                                   .name = accepting->name,
                                   .may_help = accepting->may == PLAN_HELP,
                                   .back_url = plan_url(request, accepting->made, "", 0)};
    struct page page;
    page_start(request, &page);
    plan_link_html(&page, &view);
    struct page_head head = plan_head(request, text_of(request->lang, T_plan_link_title), true);
    return answer_page(request, &page, &head);
}

/*
 * What somebody sees who was invited by link: what it is about, and three answers. No account is
 * needed; a yes can be tied to one afterwards. The link alone changes nothing when it is opened.
 */
#include "core/invitation.h"
#include "feature/initiative/pages.h"
#include "kit/session.h"
#include "kit/site.h"
#include "platform/markdown.h"
#include "platform/secret.h"

static const char *const answer_choices[] = {"yes", "no", "only-if", NULL};
static const enum text_id answer_labels[] = {T_reply_yes, T_reply_no, T_reply_only_if};
static const enum answer_kind answer_kinds[] = {ANSWER_YES, ANSWER_NO, ANSWER_ONLY_IF};

struct reply_draft {
    struct str condition;
    int answer, sector;
};
enum { ANSWER, CONDITION, SECTOR };
static const struct field reply_fields[] = {
    [ANSWER] = {.name = "answer",
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = answer_choices,
                .labels = answer_labels,
                .offset = offsetof(struct reply_draft, answer),
                .label = T_reply_answer},
    [CONDITION] = {.name = "condition",
                   .kind = FIELD_TEXT,
                   .max = 2000,
                   .offset = offsetof(struct reply_draft, condition),
                   .label = T_reply_condition,
                   .hint = T_reply_condition_hint},
    [SECTOR] = {.name = "sector",
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = sector_choices,
                .labels = sector_labels,
                .offset = offsetof(struct reply_draft, sector),
                .label = T_reply_sector},
};

struct replying {
    struct reply_draft draft;
    uint64_t party_public_id;
    struct url next; /* after joining: the initiative */
};

static enum rc find_invited(struct request *request, struct invited *invited) {
    struct str hash = session_token_hash(request, "invitation", request_param(request, "token"));
    if (!hash.n) return RC_LIMIT;
    enum rc rc = invitation_find(request->db, request->arena, hash, request->now, invited);
    if (rc == RC_ABSENT) {
        answer_heading(request, T_reply_gone_heading);
        answer_detail(request, text_of(request->lang, T_reply_gone));
    }
    return rc;
}

static struct url page_url(struct request *request) {
    return url_format(request->arena, "/invitation/%s", request_param(request, "token"));
}

static struct url sign_in_url(struct request *request) {
    struct url url = {0};
    if (request->asker.id || !request->site->sign_in_path) return url;
    struct url next = url_format(request->arena, "/a?next=%s", page_url(request).path);
    url.path = str_format(request->arena, "%s%.*s", request->site->sign_in_path,
                          STR_ARG(str_slice(next.path, 2, next.path.n)));
    return url;
}

static struct reply_draft draft_of(const struct invitation *invitation) {
    struct reply_draft draft = {.sector = invitation->sector, .condition = invitation->condition};
    for (size_t i = 0; i < COUNT(answer_kinds); i++)
        if ((int)answer_kinds[i] == invitation->answer) draft.answer = (int)i;
    return draft;
}

/* Nothing is chosen beforehand for whoever has not answered. */
static struct form_field answer_field(struct request *request, const struct invitation *invitation,
                                      const struct reply_draft *draft) {
    struct form_field view = form_view(request, &reply_fields[ANSWER], draft);
    struct field_option *options =
        arena_new_array(request->arena, view.options.n, struct field_option);
    if (!options || request->form || invitation->answer != ANSWER_NONE) return view;
    for (size_t i = 0; i < view.options.n; i++) {
        options[i] = view.options.v[i];
        options[i].chosen = false;
    }
    view.options.v = options;
    return view;
}

static enum rc answer_invitation_page(struct request *request) {
    struct invited invited;
    TRY(find_invited(request, &invited));
    const struct invitation *invitation = &invited.invitation;
    const struct initiative *initiative = &invited.initiative;
    const struct reply_draft draft = draft_of(invitation);
    struct invitation_page view = {
        .name = invitation->name,
        .title = initiative->title,
        .lang = lang_code((enum lang)initiative->lang),
        .inviter = invited.inviter_name,
        .contact_name = initiative->contact_name,
        .contact_phone = initiative->contact_phone,
        .phone_url = url_phone(request->arena, initiative->contact_phone),
        .problem = markdown_stored(initiative->problem_html),
        .level = level_labels[initiative->level],
        .expectation = level_expectations[initiative->level],
        .has_level = initiative->level != LEVEL_NONE,
        .sign_in_url = sign_in_url(request),
        .errors = form_errors(request, reply_fields, COUNT(reply_fields)),
        .answer = answer_field(request, invitation, &draft),
        .condition = form_view(request, &reply_fields[CONDITION], &draft),
        .sector = form_view(request, &reply_fields[SECTOR], &draft),
        .has_answered = invitation->answer != ANSWER_NONE,
        .said_yes = invitation->answer == ANSWER_YES,
        .said_no = invitation->answer == ANSWER_NO,
        .said_if = invitation->answer == ANSWER_ONLY_IF,
        .condition_said = invitation->condition,
        .asker = request->asker.name,
        .acting = request->asker.acting_name,
        .expires = {invitation->expires_at},
    };
    if (request->asker.id)
        view.join_url =
            url_format(request->arena, "/invitation/%s/join", request_param(request, "token"));
    if (initiative->visibility == VISIBLE_PUBLIC)
        view.initiative_url = initiative_url(request->arena, initiative->public_id);
    struct page page;
    page_start(request, &page);
    invitation_page_html(&page, &view);
    const struct page_head head = {.title = text_of(request->lang, T_reply_heading),
                                   .search_index = STR("noindex")};
    answer_header(request, "Cache-Control", STR("no-store"));
    return answer_page(request, &page, &head);
}

enum rc initiative_show_invitation(struct request *request) {
    return answer_invitation_page(request);
}

enum rc initiative_show_invitation_again(struct request *request) {
    return answer_invitation_page(request);
}

enum rc initiative_read_reply(struct request *request) {
    struct replying *replying = arena_new(request->arena, struct replying);
    if (!replying) return RC_LIMIT;
    request->state = replying;
    replying->party_public_id = id_random();
    TRY(form_read(request, reply_fields, COUNT(reply_fields), &replying->draft));
    bool only_if = answer_kinds[replying->draft.answer] == ANSWER_ONLY_IF;
    if (!only_if || replying->draft.condition.n) return RC_OK;
    form_error(request, "condition", T_reply_condition_missing);
    return RC_INVALID;
}

enum rc initiative_apply_reply(struct request *request) {
    const struct replying *replying = request->state;
    struct invited invited;
    TRY(find_invited(request, &invited));
    const struct invitation_answer answer = {
        .answer = answer_kinds[replying->draft.answer],
        .condition = replying->draft.condition,
        .sector = (enum sector)replying->draft.sector,
        .party_public_id = replying->party_public_id,
    };
    return invitation_answer(request, &invited, &answer);
}

enum rc initiative_answer_reply(struct request *request) {
    return answer_redirect(request, page_url(request), T_reply_thanks);
}

/* ---- tying the yes to an account ---- */

enum rc initiative_apply_join(struct request *request) {
    struct replying *replying = arena_new(request->arena, struct replying);
    struct invited invited;
    if (!replying) return RC_LIMIT;
    TRY(find_invited(request, &invited));
    replying->next = initiative_url(request->arena, invited.initiative.public_id);
    request->state = replying;
    return invitation_join(request, &invited);
}

enum rc initiative_answer_join(struct request *request) {
    const struct replying *replying = request->state;
    return answer_redirect(request, replying->next, T_reply_joined);
}

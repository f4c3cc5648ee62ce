/* The parties of an initiative, and for coordinators what the invited answered. */
#include "core/invitation.h"
#include "core/party.h"
#include "core/person.h"
#include "feature/initiative/pages.h"
#include "platform/secret.h"

enum { PARTIES_MAX = 1000 };

/* "/parties/ID/remove" and the like. */
static struct url party_action(struct request *request, const struct party *party,
                               const char *verb) {
    char id[ID_TEXT_BYTES + 1];
    id_text(party->public_id, id);
    struct url url = initiative_page(request, "/parties/");
    url.path = str_format(request->arena, "%.*s%s/%s", STR_ARG(url.path), id, verb);
    return url;
}

static struct party_line line_of(struct request *request, const struct party *party, bool manage,
                                 bool last_coordinator) {
    struct party_line line = {.name = person_name(request->lang, party->name),
                              .sector = party_label(party),
                              .is_coordinator = party->role == PARTY_COORDINATOR,
                              .is_guest = party->invitation != 0,
                              .joined = {party->joined_at}};
    if (!manage) return line;
    if (!line.is_coordinator && !line.is_guest)
        line.promote_url = party_action(request, party, "coordinator");
    if (line.is_coordinator && !last_coordinator)
        line.demote_url = party_action(request, party, "member");
    if (!line.is_coordinator) line.remove_url = party_action(request, party, "remove");
    line.may_change = !line.is_coordinator || !last_coordinator;
    return line;
}

static enum rc add_parties(struct request *request, struct initiative_parties *view) {
    struct party_list list = {0};
    TRY(party_read(request->db, request->arena, initiative_asked(request)->id, PARTIES_MAX, &list));
    struct party_line *lines = arena_new_array(request->arena, list.rows.n, struct party_line);
    if (list.rows.n && !lines) return RC_LIMIT;
    size_t coordinators = 0;
    for (size_t i = 0; i < list.rows.n; i++)
        coordinators += list.rows.v[i].role == PARTY_COORDINATOR;
    for (size_t i = 0; i < list.rows.n; i++)
        lines[i] = line_of(request, &list.rows.v[i], view->may_manage, coordinators < 2);
    view->parties.v = lines;
    view->parties.n = list.rows.n;
    struct party own;
    enum rc rc = party_of_asker(request, initiative_asked(request)->id, &own);
    if (rc == RC_ABSENT) return RC_OK;
    view->is_party = rc == RC_OK;
    view->only_coordinator = view->is_party && own.role == PARTY_COORDINATOR && coordinators < 2;
    view->may_leave = view->is_party && !view->only_coordinator;
    return rc;
}

static enum rc add_invitations(struct request *request, struct initiative_parties *view) {
    static const enum text_id answers[ANSWER__N] = {
        [ANSWER_NONE] = T_answer_none,
        [ANSWER_YES] = T_answer_yes,
        [ANSWER_NO] = T_answer_no,
        [ANSWER_ONLY_IF] = T_answer_only_if,
    };
    struct invitation_list list = {0};
    TRY(invitation_read(request->db, request->arena, initiative_asked(request)->id, &list));
    struct invitation_line *lines =
        arena_new_array(request->arena, list.rows.n, struct invitation_line);
    if (list.rows.n && !lines) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct invitation *invitation = &list.rows.v[i];
        char id[ID_TEXT_BYTES + 1];
        id_text(invitation->public_id, id);
        bool is_open = invitation_is_open(invitation, request->now);
        lines[i] = (struct invitation_line){.name = invitation->name,
                                            .condition = invitation->condition,
                                            .answer = answers[invitation->answer],
                                            .answered = {invitation->answered_at},
                                            .expires = {invitation->expires_at},
                                            .is_open = is_open,
                                            .has_joined = invitation->joined_at != 0,
                                            .is_revoked = invitation->revoked_at != 0,
                                            .is_expired = !is_open && !invitation->joined_at &&
                                                          !invitation->revoked_at};
        if (!is_open) continue;
        lines[i].revoke_url = initiative_page(request, "/invite/");
        lines[i].revoke_url.path =
            str_format(request->arena, "%.*s%s/revoke", STR_ARG(lines[i].revoke_url.path), id);
    }
    view->invitations.v = lines;
    view->invitations.n = list.rows.n;
    return RC_OK;
}

enum rc initiative_show_parties(struct request *request) {
    const struct initiative *initiative = initiative_asked(request);
    struct initiative_parties view = {
        .title = initiative->title,
        .lang = lang_code((enum lang)initiative->lang),
        .may_manage = initiative_may(request, MAY_MANAGE),
        .leave_url = initiative_page(request, "/leave"),
        .back_url = initiative_page(request, ""),
    };
    if (view.may_manage && !initiative_is_closed(request))
        view.invite_url = initiative_page(request, "/invite");
    TRY(add_parties(request, &view));
    if (view.may_manage) TRY(add_invitations(request, &view));
    struct page page;
    page_start(request, &page);
    initiative_parties_html(&page, &view);
    return answer_below(request, &page, T_parties_heading);
}

/* ---- changing them ---- */

static enum rc find_party(struct request *request, struct party *party) {
    return party_by_public_id(request->db, request->arena, initiative_asked(request)->id,
                              id_param(request, "party"), party);
}

/* The only coordinator hands over first: said as a sentence on the refusal. */
static enum rc explain(struct request *request, enum rc rc) {
    if (rc == RC_DENIED) answer_detail(request, text_of(request->lang, T_only_coordinator));
    return rc == RC_DENIED ? RC_CONFLICT : rc;
}

enum rc initiative_apply_party_remove(struct request *request) {
    struct party party;
    TRY(find_party(request, &party));
    return explain(request, party_leave(request, &party));
}

enum rc initiative_apply_party_role(struct request *request) {
    struct party party;
    TRY(find_party(request, &party));
    enum party_role role =
        str_ends(request->path, STR("/coordinator")) ? PARTY_COORDINATOR : PARTY_MEMBER;
    return explain(request, party_set_role(request, &party, role));
}

enum rc initiative_apply_leave(struct request *request) {
    struct party party;
    enum rc rc = party_of_asker(request, initiative_asked(request)->id, &party);
    if (rc != RC_OK) return rc == RC_ABSENT ? RC_DENIED : rc;
    return explain(request, party_leave(request, &party));
}

enum rc initiative_answer_parties(struct request *request) {
    return answer_redirect(request, initiative_page(request, "/parties"), T_parties_changed);
}

/* To a page that is there for whoever left a private initiative, too. */
enum rc initiative_answer_left(struct request *request) {
    bool is_public = initiative_asked(request)->visibility != VISIBLE_PRIVATE;
    return answer_redirect(
        request, is_public ? initiative_page(request, "") : url_format(request->arena, "/i"),
        T_parties_left);
}

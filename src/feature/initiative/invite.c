/*
 * Inviting somebody by link, for coordinators. The link is shown once, as text and as a QR code,
 * and sent as a letter when there is an address; only its keyed hash is kept,
 * and with a letter that waits what the server needs to make it again.
 */
#include "core/invitation.h"
#include "core/outbox.h"
#include "feature/initiative/pages.h"
#include "kit/limit.h"
#include "kit/session.h"
#include "kit/site.h"
#include "platform/qr.h"
#include "platform/secret.h"

struct invite_draft {
    struct str name, mail;
    int sector;
};
enum { NAME, MAIL, SECTOR };
static const struct field invite_fields[] = {
    [NAME] = {.name = "name",
              .kind = FIELD_LINE,
              .required = true,
              .max = CONTACT_NAME_MAX,
              .offset = offsetof(struct invite_draft, name),
              .label = T_invite_name,
              .hint = T_invite_name_hint},
    [MAIL] = {.name = "mail",
              .kind = FIELD_MAIL,
              .max = 200,
              .offset = offsetof(struct invite_draft, mail),
              .label = T_invite_mail,
              .hint = T_invite_mail_hint},
    [SECTOR] = {.name = "sector",
                .kind = FIELD_CHOICE,
                .required = true,
                .choices = sector_choices,
                .labels = sector_labels,
                .offset = offsetof(struct invite_draft, sector),
                .label = T_invite_sector},
};

struct inviting {
    struct invite_draft draft;
    struct invitation invitation;
    struct str nonce, token, token_hash;
    struct url url;
};

static enum rc answer_form(struct request *request, const struct invite_draft *draft) {
    struct initiative_invite view = {
        .errors = form_errors(request, invite_fields, COUNT(invite_fields)),
        .name = form_view(request, &invite_fields[NAME], draft),
        .mail = form_view(request, &invite_fields[MAIL], draft),
        .sector = form_view(request, &invite_fields[SECTOR], draft),
        .back_url = initiative_page(request, "/parties"),
    };
    view.mail.autocomplete = STR("off");
    struct page page;
    page_start(request, &page);
    initiative_invite_html(&page, &view);
    return answer_below(request, &page, T_invite_heading);
}

enum rc initiative_show_invite(struct request *request) {
    const struct invite_draft draft = {0};
    if (!initiative_is_closed(request)) return answer_form(request, &draft);
    answer_detail(request, text_of(request->lang, T_invite_closed));
    return RC_CONFLICT;
}

enum rc initiative_show_invite_again(struct request *request) {
    return answer_form(request, NULL);
}

enum rc initiative_read_invite(struct request *request) {
    struct inviting *inviting = arena_new(request->arena, struct inviting);
    if (!inviting) return RC_LIMIT;
    request->state = inviting;
    inviting->nonce = secret_token(request->arena);
    inviting->token = invitation_token(request->arena, request->site->secret, inviting->nonce);
    inviting->token_hash = session_token_hash(request, "invitation", inviting->token);
    inviting->url = invitation_url(request->arena, inviting->token);
    inviting->invitation.public_id = id_random();
    if (!inviting->nonce.p || !inviting->token.p || !inviting->token_hash.n) return RC_LIMIT;
    TRY(form_read(request, invite_fields, COUNT(invite_fields), &inviting->draft));
    if (inviting->draft.mail.n) TRY(limit_take(request, LIMIT_MAIL, inviting->draft.mail));
    return RC_OK;
}

static enum rc send_letter(struct request *request, const struct inviting *inviting) {
    if (!inviting->draft.mail.n) return RC_OK;
    struct letter letter = {.kind = LETTER_PARTY,
                            .address = inviting->draft.mail,
                            .receiver = inviting->draft.name,
                            .lang = lang_code(request->lang),
                            .about = initiative_asked(request)->title,
                            .path = inviting->nonce,
                            .created_at = request->now};
    return outbox_add(request->db, request->arena, request->site, &letter);
}

enum rc initiative_apply_invite(struct request *request) {
    struct inviting *inviting = request->state;
    if (initiative_is_closed(request)) {
        answer_detail(request, text_of(request->lang, T_invite_closed));
        return RC_CONFLICT;
    }
    inviting->invitation = (struct invitation){
        .public_id = inviting->invitation.public_id,
        .initiative = initiative_asked(request)->id,
        .name = inviting->draft.name,
        .sector = inviting->draft.sector,
        .created_at = request->now,
        .created_by = request->asker.id,
        .expires_at = request->now + INVITATION_LIFETIME,
    };
    TRY(invitation_create(request, &inviting->invitation, inviting->token_hash));
    return send_letter(request, inviting);
}

/* Not a redirect: the link exists in this answer only. */
enum rc initiative_answer_invite(struct request *request) {
    const struct inviting *inviting = request->state;
    struct initiative_invited view = {
        .name = inviting->draft.name,
        .mail = inviting->draft.mail,
        .is_sent = request->site->mail != NULL,
        .link = whole_address(request, inviting->url),
        .parties_url = initiative_page(request, "/parties"),
        .again_url = initiative_page(request, "/invite"),
        .expires = {inviting->invitation.expires_at},
    };
    struct qr qr;
    if (qr_make(request->arena, view.link, &qr) == RC_OK) {
        view.qr_box = qr.box;
        view.qr_path = qr.path;
    }
    struct page page;
    page_start(request, &page);
    initiative_invited_html(&page, &view);
    return answer_below(request, &page, T_invite_heading);
}

enum rc initiative_apply_revoke(struct request *request) {
    return invitation_revoke(request, initiative_asked(request)->id,
                             id_param(request, "invitation"));
}

/* The texts of letters, and the addresses they point to. See outbox.h. */
#include "core/outbox.h"

#include "core/invitation.h"
#include "kit/site.h"

enum { LETTER_MAX = 16 * 1024, PARAGRAPHS_MAX = 3 };

/* A letter: its subject, what stands before the link, and what stands after it. */
static const struct {
    enum text_id subject;
    enum text_id before[PARAGRAPHS_MAX], after[PARAGRAPHS_MAX];
} texts[LETTER__N] = {
    [LETTER_SIGN_IN] = {T_letter_sign_in_subject,
                        {T_letter_sign_in_what},
                        {T_letter_link_hour, T_letter_not_you}},
    [LETTER_SIGN_UP] = {T_letter_sign_up_subject,
                        {T_letter_sign_up_what},
                        {T_letter_link_two_days, T_letter_not_you}},
    [LETTER_HAS_ACCOUNT] = {T_letter_has_account_subject,
                            {T_letter_has_account_what},
                            {T_letter_link_hour, T_letter_not_you}},
    [LETTER_NO_ACCOUNT] = {T_letter_no_account_subject,
                           {T_letter_no_account_what},
                           {T_letter_not_you}},
    [LETTER_WELCOME] = {T_letter_welcome_subject, {T_letter_welcome_what}, {T_letter_link_week}},
    [LETTER_MEMBER] = {T_letter_member_subject,
                       {T_letter_member_what},
                       {T_letter_link_two_weeks, T_letter_not_you}},
    [LETTER_PASSWORD_CHANGED] = {T_letter_password_subject, {T_letter_password_what}, {0}},
    [LETTER_PARTY] = {T_letter_party_subject, {T_letter_party_what}, {T_letter_party_free}},
    [LETTER_MEETING] = {T_letter_meeting_subject, {T_letter_meeting_what}, {T_letter_meeting_why}},
    [LETTER_STEWARD] = {T_letter_steward_subject, {T_letter_steward_what}, {T_letter_steward_why}},
    [LETTER_HANDOVER] = {T_letter_handover_subject,
                         {T_letter_handover_what},
                         {T_letter_handover_thanks}},
};

static void add_paragraphs(struct buf *buf, enum lang lang, const enum text_id *ids,
                           const struct text_arg *args, size_t n) {
    for (size_t i = 0; i < PARAGRAPHS_MAX && ids[i]; i++) {
        buf_add(buf, text_format(buf->arena, lang, ids[i], args, n));
        buf_lit(buf, "\n\n");
    }
}

/* Text of people in a subject: no line breaks, not endless. */
static struct str one_line(struct arena *arena, struct str s) {
    struct str copy = str_copy(arena, str_slice(s, 0, 200));
    char *p = (char *)(uintptr_t)copy.p;
    while (copy.n && ((unsigned char)p[copy.n - 1] & 0xc0) == 0x80 && s.n > 200) copy.n--;
    if (s.n > 200 && copy.n && (unsigned char)p[copy.n - 1] >= 0x80) copy.n--;
    for (size_t i = 0; i < copy.n; i++)
        if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f) p[i] = ' ';
    return copy;
}

enum rc letter_text(struct arena *arena, const struct site *site, const struct letter *letter,
                    struct str url, struct str *subject, struct str *body) {
    enum lang lang = LANG_DA;
    (void)lang_from(letter->lang, &lang);
    struct text_arg args[] = {
        ARG("site", site->name),
        ARG("about", one_line(arena, letter->about)),
        ARG("name", one_line(arena, letter->receiver)),
        ARG("contact", site->contact_name),
        ARG("phone", site->contact_phone),
    };
    struct buf buf;
    buf_init(&buf, arena, LETTER_MAX);
    add_paragraphs(
        &buf, lang,
        (enum text_id[PARAGRAPHS_MAX]){letter->receiver.n ? T_letter_hello : T_letter_hello_nobody},
        args, COUNT(args));
    add_paragraphs(&buf, lang, texts[letter->kind].before, args, COUNT(args));
    if (url.n) buf_format(&buf, "%.*s\n\n", STR_ARG(url));
    add_paragraphs(&buf, lang, texts[letter->kind].after, args, COUNT(args));
    bool has_contact = site->contact_name.n && site->contact_phone.n;
    add_paragraphs(
        &buf, lang,
        (enum text_id[PARAGRAPHS_MAX]){has_contact ? T_letter_end_contact : T_letter_end}, args,
        COUNT(args));
    *body = buf_str(&buf);
    *subject = text_format(arena, lang, texts[letter->kind].subject, args, COUNT(args));
    return buf_ok(&buf) && subject->p ? RC_OK : RC_LIMIT;
}

enum rc letter_url(struct db *db, struct arena *arena, const struct site *site,
                   const struct letter *letter, int64_t now, struct str *url) {
    struct login_link link;
    *url = (struct str){0};
    if (!letter->link) {
        struct str path = letter->path;
        if (letter->kind == LETTER_PARTY && path.n && path.p[0] != '/')
            path = invitation_url(arena, invitation_token(arena, site->secret, path)).path;
        if (path.n) *url = str_format(arena, "%.*s%.*s", STR_ARG(site->base_url), STR_ARG(path));
        return RC_OK;
    }
    enum rc rc = login_link_by_id(db, arena, letter->link, &link);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    struct str token = login_link_token(arena, site->secret, &link);
    if (token.n && link.expires_at > now)
        *url = str_format(arena, "%.*s%.*s", STR_ARG(site->base_url),
                          STR_ARG(login_link_url(arena, token).path));
    return RC_OK;
}

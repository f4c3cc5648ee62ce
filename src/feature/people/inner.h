/* What the files of this folder share. */
#ifndef FEATURE_PEOPLE_INNER_H
#define FEATURE_PEOPLE_INNER_H

#include "core/login_link.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/person.h"
#include "core/session.h"
#include "feature/people/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/limit.h"
#include "kit/paging.h"
#include "kit/site.h"
#include "platform/secret.h"

extern const char *const lang_choices[LANG__N + 1];
extern const enum text_id lang_labels[LANG__N];

/* Makes a link for somebody and writes the letter that carries it. letter has kind, person,
   address, receiver, lang and about; its link is set here. */
enum rc send_link(struct request *request, struct login_link *link, struct letter *letter);

/* What to say about links on a site that sends no mail; NULL when they go by mail. */
const struct people_handover *handover_of(struct request *request);

/* The page's head, below the person's own page (me) or the administrators' list (admin). */
struct page_head head_of(struct request *request, enum text_id title);
struct page_head head_below_me(struct request *request, enum text_id title);
struct page_head head_below_people(struct request *request, struct str title);

/* Where the organisations of a person stand in views. */
enum rc read_memberships(struct request *request, int64_t person, bool only_managed,
                         const struct people_membership **v, size_t *n);

handler show_sign_up, prepare_sign_up, apply_sign_up, answer_link_sent;
handler show_sign_in, prepare_sign_in, apply_sign_in, answer_signed_in, apply_sign_out,
    answer_signed_out;
handler show_link_ask, prepare_link_ask, apply_link_ask, show_link_sent;
handler show_link, prepare_link, apply_link, answer_link;
handler show_me, prepare_me, apply_me, answer_me, prepare_acting, apply_acting, answer_acting;
handler show_password, prepare_password, apply_password, answer_password;
handler show_sessions, apply_end_others, apply_end_session, answer_sessions;
handler show_data, show_data_json, show_erase, prepare_erase, apply_erase, answer_erase;
handler show_people, show_person_new, prepare_person_new, apply_person_new, answer_person_new;
handler show_person, prepare_administrator, apply_administrator, answer_person, apply_person_link,
    answer_person_link;
handler show_letters, apply_letter_done, answer_letters;

#endif

/* What the files of this folder share. */
#ifndef FEATURE_ORGANISATION_INNER_H
#define FEATURE_ORGANISATION_INNER_H

#include "core/log.h"
#include "core/login_link.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/person.h"
#include "feature/organisation/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/limit.h"
#include "kit/paging.h"
#include "kit/site.h"
#include "platform/secret.h"

/* The organisation that the path names. */
const struct organisation *organisation_of(const struct request *request);
/* Its public id as addresses have it. */
struct str organisation_id_text(struct request *request, const struct organisation *organisation);

/* Heads of pages below the list, and below the organisation that the path names. */
struct page_head head_below_list(struct request *request, struct str title);
struct page_head head_below_organisation(struct request *request, enum text_id title);

struct organisation_row row_of(struct request *request, const struct organisation_line *line);
/* Members now; with addresses of their edit pages when the asker manages it. */
enum rc read_members(struct request *request, const struct organisation *organisation,
                     bool may_manage, const struct organisation_member **v, size_t *n);

/* The workplace at a glance, from results and from what the panel of meetings has read. */
enum rc read_now(struct request *request, const struct organisation *organisation,
                 const struct place_panel *meetings, struct organisation_now *view);

handler show_organisations, show_organisation;
handler show_organisation_new, prepare_organisation_new, apply_organisation_new,
    answer_organisation_new;
handler show_organisation_edit, prepare_organisation_edit, apply_organisation_edit,
    answer_organisation;
handler show_members, prepare_invite, apply_invite, answer_invited;
handler show_member, prepare_member, apply_member, apply_member_end, apply_hand_over, apply_leave,
    answer_members, answer_left;

#endif

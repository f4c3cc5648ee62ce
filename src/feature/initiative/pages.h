/* What the page files of this folder share. */
#ifndef FEATURE_INITIATIVE_PAGES_H
#define FEATURE_INITIATIVE_PAGES_H

#include "core/initiative.h"
#include "core/rights.h"
#include "feature/initiative/views.h"
#include "kit/answer.h"
#include "kit/form.h"

/* Tables of routes, one for each file of pages; feature.c puts them together. */
extern handler initiative_show_list, initiative_show_start, initiative_read_start,
    initiative_apply_start, initiative_answer_start, initiative_show_start_again;
extern handler initiative_show, initiative_show_log;
extern handler initiative_show_edit, initiative_read_edit, initiative_apply_edit,
    initiative_answer_edit, initiative_show_edit_again;
extern handler initiative_show_parties, initiative_apply_party_remove, initiative_apply_party_role,
    initiative_apply_leave;
extern handler initiative_answer_parties, initiative_answer_left;
extern handler initiative_show_invite, initiative_read_invite, initiative_apply_invite,
    initiative_answer_invite, initiative_show_invite_again;
extern handler initiative_apply_revoke;
extern handler initiative_show_invitation, initiative_read_reply, initiative_apply_reply,
    initiative_answer_reply, initiative_show_invitation_again;
extern handler initiative_apply_join, initiative_answer_join;
extern handler initiative_show_settings, initiative_read_visibility, initiative_apply_visibility,
    initiative_answer_settings;
extern handler initiative_apply_close, initiative_apply_reopen, initiative_answer_close,
    initiative_answer_reopen;
extern handler initiative_show_links, initiative_read_link, initiative_apply_link,
    initiative_answer_links, initiative_show_links_again;
extern handler initiative_apply_link_remove;
extern handler initiative_show_activity, initiative_read_activity, initiative_apply_activity,
    initiative_answer_activity, initiative_show_activity_again;

/* The initiative that the path names. */
const struct initiative *initiative_asked(const struct request *request);
/* May the asker do this with it? */
bool initiative_may(const struct request *request, enum need need);
bool initiative_is_closed(const struct request *request);

/* An address below the initiative's: "" or "/edit" … */
struct url initiative_page(struct request *request, const char *below);

/* Answers a page below the initiative's, with the way there in the breadcrumbs. */
enum rc answer_below(struct request *request, struct page *page, enum text_id title) MUST_CHECK;

/* A public id that stands in the path as a name of its own; 0 when it is none. */
uint64_t id_param(const struct request *request, const char *name);

/* The whole address of a page of ours, for copying and QR codes. */
struct str whole_address(struct request *request, struct url url);

#endif

/* What the page files of this folder share. */
#ifndef FEATURE_INITIATIVE_PAGES_H
#define FEATURE_INITIATIVE_PAGES_H

#include "core/initiative.h"
#include "core/rights.h"
#include "feature/initiative/views.h"
#include "kit/answer.h"
#include "kit/form.h"

/* Tables of routes, one for each file of pages; feature.c puts them together. */
extern handler show_list, show_start, read_start, apply_start, answer_start, show_start_again;
extern handler show_initiative, show_log;
extern handler show_edit, read_edit, apply_edit, answer_edit, show_edit_again;
extern handler show_parties, apply_party_remove, apply_party_role, apply_leave;
extern handler answer_parties, answer_left;
extern handler show_invite, read_invite, apply_invite, answer_invite, show_invite_again;
extern handler apply_revoke;
extern handler show_invitation, read_reply, apply_reply, answer_reply, show_invitation_again;
extern handler apply_join, answer_join;
extern handler show_settings, read_visibility, apply_visibility, answer_settings;
extern handler apply_close, apply_reopen, answer_close, answer_reopen;
extern handler show_links, read_link, apply_link, answer_links, show_links_again;
extern handler apply_link_remove;
extern handler show_activity, read_activity, apply_activity, answer_activity, show_activity_again;

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

/* The whole address of a page of ours, for letters, copying and QR codes. */
struct str whole_address(struct request *request, struct url url);

#endif

/* What the files of this folder share. */
#ifndef FEATURE_STEWARD_INNER_H
#define FEATURE_STEWARD_INNER_H

#include "core/organisation.h"
#include "core/person.h"
#include "core/steward.h"
#include "feature/steward/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/limit.h"
#include "kit/site.h"
#include "platform/secret.h"

/* The organisation that the path names, and its id as addresses have it. */
const struct organisation *steward_place(const struct request *request);
struct str steward_id(struct request *request, uint64_t public_id);
/* For limit_take: tries are counted by who tries, so that nobody can use up another's. */
struct str steward_limit_key(struct request *request, const char *what);
/* Heads of pages below the organisation that the path names, and below one's own page. */
struct page_head steward_head(struct request *request, enum text_id title);
struct page_head steward_head_me(struct request *request, enum text_id title);

handler steward_show_write, steward_prepare_write, steward_apply_write, steward_answer_write,
    steward_show_sent;
handler steward_show_names, steward_prepare_name, steward_apply_name, steward_answer_names,
    steward_apply_end;
handler steward_show_boxes, steward_show_box, steward_prepare_open, steward_answer_open,
    steward_show_setup, steward_prepare_setup, steward_apply_setup, steward_answer_setup,
    steward_prepare_delete, steward_apply_delete, steward_answer_delete;

#endif

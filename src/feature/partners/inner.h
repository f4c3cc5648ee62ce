/* What the files of this folder share. */
#ifndef FEATURE_PARTNERS_INNER_H
#define FEATURE_PARTNERS_INNER_H

#include "feature/partners/partners.h"
#include "feature/partners/store.h"
#include "feature/partners/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/site.h"

/* The result of the exercise, and what a closed one leaves on the map of its workplace. */
enum rc partners_result(struct request *request, struct page *page, const struct board_view *view);
enum rc partners_take(const struct request *request, const struct exercise *exercise);

/* The organisation that the path names, its public id as addresses have it, and the crumbs. */
const struct organisation *partners_place(const struct request *request);
struct str partners_place_id(struct request *request);
struct url partners_url(struct request *request);
struct page_head partners_head(struct request *request, enum text_id title);
/* The row that the path names. */
enum rc partners_asked(struct request *request, struct partner *partner);
/* The asker belongs to the workplace: sees what is not shared, and may change it. */
bool partners_may_edit(const struct request *request);
/* Without what others may not see; ended ones only on request. The list is changed. */
enum rc partners_visible(struct request *request, bool with_ended, struct partner_list *list);
/* The wheel of rows of the living map. */
enum rc partners_wheel_of(struct request *request, const struct partner_list *list,
                          struct partners_wheel *wheel);

handler partners_show, partners_show_print, partners_show_csv;
handler partners_show_new, partners_read_new, partners_apply_new, partners_show_edit,
    partners_read_edit, partners_apply_edit, partners_answer_saved;
handler partners_read_verb, partners_apply_verb, partners_answer_verb;
handler partners_apply_ask, partners_answer_ask;
handler partners_show_network, partners_read_network, partners_apply_network,
    partners_answer_network;

#endif

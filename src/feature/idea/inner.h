/* What the files of this folder share. */
#ifndef FEATURE_IDEA_INNER_H
#define FEATURE_IDEA_INNER_H

#include "core/organisation.h"
#include "feature/idea/news_store.h"
#include "feature/idea/store.h"
#include "feature/idea/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/limit.h"
#include "kit/site.h"
#include "platform/secret.h"

/* Any category, any stage: "any" comes first, so the index is one above the enum's number. */
extern const char *const idea_category_filters[IDEA_CATEGORY__N + 2];
extern const char *const idea_stage_filters[IDEA_STAGE__N + 2];
extern const enum text_id idea_category_filter_labels[IDEA_CATEGORY__N + 1];
extern const enum text_id idea_stage_filter_labels[IDEA_STAGE__N + 1];

/* The filter of the address (?q, ?category, ?stage, ?since=2026-01-31), with draft for its form. */
struct idea_asked {
    struct str words, since;
    int category, stage; /* 0: any */
    struct idea_filter filter;
};
enum { ASK_WORDS, ASK_CATEGORY, ASK_STAGE, ASK_SINCE, ASK__N };
extern const struct field idea_ask_fields[ASK__N];
void idea_read_asked(struct request *request, struct idea_asked *asked);
struct form_field idea_ask_view(struct request *request, int field, const struct idea_asked *asked);

/* The idea that the address names; RC_ABSENT also when it is not one of the organisation that the
   address names (idea_own), or was withdrawn (idea_shown). */
enum rc idea_asked_for(struct request *request, struct idea *idea) MUST_CHECK;
enum rc idea_own(struct request *request, struct idea *idea) MUST_CHECK;
enum rc idea_shown(struct request *request, struct idea *idea) MUST_CHECK;
/* The organisation that the address names. */
const struct organisation *idea_place(const struct request *request);
struct str idea_id(struct request *request, uint64_t public_id);
struct page_head idea_head(struct request *request, struct str title);
/* kroner as money; has: whether it was said. */
struct money idea_money(int64_t kroner);
/* Back to the page of the idea that the address names. */
enum rc idea_answer_page(struct request *request, enum text_id notice) MUST_CHECK;

/* Whom one asks about an idea: NULL when nobody is named. */
enum rc idea_contact_of(struct request *request, const struct idea *idea,
                        const struct idea_contact **contact) MUST_CHECK;

handler idea_show_list, idea_show, idea_show_catalogue, idea_answer_csv, idea_answer_json;
handler idea_show_choose, idea_show_new, idea_read_new, idea_apply_new, idea_answer_new;
handler idea_show_edit, idea_show_edit_again, idea_read_edit, idea_apply_edit, idea_answer_edit;
handler idea_apply_confirm, idea_answer_confirm, idea_apply_withdraw, idea_answer_withdraw,
    idea_apply_restore, idea_answer_restore;
handler idea_apply_interest, idea_answer_interest, idea_apply_interest_end,
    idea_answer_interest_end;
handler idea_show_experience, idea_read_experience, idea_apply_experience, idea_answer_experience,
    idea_apply_experience_remove, idea_answer_experience_remove;
handler idea_apply_try, idea_answer_try;

handler news_show_list, news_show, news_answer_text;
handler news_show_edit, news_show_edit_again, news_read_edit, news_apply_edit, news_answer_edit;
handler news_apply_start, news_answer_start, news_read_item, news_apply_item, news_answer_item,
    news_apply_gather, news_apply_publish, news_answer_publish, news_apply_drop, news_answer_drop;

extern const struct db_queries idea_try_queries;

/* The items of an issue as pages show them. */
enum rc news_items(struct request *request, const struct newsletter *newsletter, bool all,
                   struct news_page *view) MUST_CHECK;

#endif

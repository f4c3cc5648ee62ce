/*
 * Newsletters (nyhedsbreve): what is new since the last issue, gathered by reference. The words of
 * ideas, experiences and meetings are read when the page is read, so that what is taken back or
 * erased leaves the archive at once; only the title and the foreword are the issue's own.
 */
#ifndef FEATURE_IDEA_NEWS_STORE_H
#define FEATURE_IDEA_NEWS_STORE_H

#include "core/organisation.h"
#include "kit/paging.h"

/* Stored as these numbers. Another kind is a number here, a statement among those of news_gather
   and a part of news.entries. */
enum news_kind { NEWS_IDEA, NEWS_EXPERIENCE, NEWS_MEETING, NEWS_QUOTE, NEWS_KIND__N };

enum { NEWS_TITLE_MAX = 120, NEWS_FOREWORD_MAX = 4000, NEWS_EACH_MAX = 40, NEWS_ALL_MAX = 300 };

struct newsletter {
    int64_t id;
    uint64_t public_id;
    int64_t organisation;
    int64_t number; /* 0: a draft */
    struct str title, foreword;
    int lang;
    int64_t since_at, created_at, created_by, published_at, version;
    /* Looked up: */
    struct str organisation_name;
    uint64_t organisation_public_id;
};
struct newsletter_list {
    LIST(struct newsletter) rows;
    struct page_rows page;
};

/* One thing that an issue tells of. */
struct news_entry {
    int64_t id;
    int kind;
    int64_t seq;
    bool is_out;
    uint64_t link;         /* the idea, or the place of the meeting */
    int64_t link_kind;     /* enum object_kind of the place linked to; 0: an idea */
    struct str title;      /* empty: it was taken back */
    struct str text, name; /* name: of the organisation or the place */
    int category;          /* of an idea */
    int consent;           /* of a quote: enum quote_consent, and the day it was given */
    int64_t consent_at;
    int64_t at;
};
struct news_entries {
    LIST(struct news_entry) rows;
};

/* Only pages of an organisation that stands alone and that an administrator has made may publish:
   anyone may make an association, and a letter speaks to everybody. */
bool news_may_publish(const struct organisation *organisation);

enum rc news_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                          struct newsletter *newsletter) MUST_CHECK;
/* The organisation's draft; RC_ABSENT when there is none. */
enum rc news_find_draft(struct db *db, struct arena *arena, int64_t organisation,
                        struct newsletter *draft) MUST_CHECK;
/* Published ones, newest first. */
enum rc news_list(struct db *db, struct arena *arena, const struct page_place *place,
                  struct newsletter_list *list) MUST_CHECK;
/* The organisation's draft, or a new one with everything since its last issue. */
enum rc news_draft(const struct request *request, const struct organisation *organisation,
                   struct newsletter *draft) MUST_CHECK;
/* Adds what has come since the draft was made, at the end. */
enum rc news_gather(const struct request *request, const struct newsletter *draft) MUST_CHECK;
/* Title and foreword; RC_ABSENT when somebody was faster. */
enum rc news_update(struct db *db, struct arena *arena,
                    const struct newsletter *newsletter) MUST_CHECK;
/* RC_CONFLICT when it is published already. */
enum rc news_publish(const struct request *request, const struct newsletter *draft) MUST_CHECK;
/* Throws a draft away. */
enum rc news_drop(struct db *db, const struct newsletter *draft) MUST_CHECK;

/* In their order; those left out too when all is set. One query. */
enum rc news_entries(struct db *db, struct arena *arena, int64_t newsletter, bool all,
                     struct news_entries *list) MUST_CHECK;
/* by -1: earlier, +1: later; at the end nothing happens. RC_ABSENT: no such item in it. */
enum rc news_move(const struct request *request, const struct newsletter *draft, int64_t item,
                  int by) MUST_CHECK;
enum rc news_leave_out(const struct request *request, const struct newsletter *draft, int64_t item,
                       bool is_out) MUST_CHECK;

/* Organisations for which the asker may make a newsletter. */
struct publisher {
    uint64_t public_id;
    struct str name;
    bool has_draft;
};
struct publisher_list {
    LIST(struct publisher) rows;
};
enum rc news_publishers(const struct request *request, struct publisher_list *list) MUST_CHECK;

struct own_data;
extern const struct own_data newsletter_own_data;
extern const struct db_queries news_queries;

#endif

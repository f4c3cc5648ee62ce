/*
 * Ideas (redskab 8, Inspiration og idéer): one paragraph each about what a workplace or an
 * association does together with others, in a category and a stage. Whoever wants to try one gets
 * an entry of her own that remembers where it came from. Pages are in feature/idea; other tools may
 * read ideas here, for example to hang them on stations.
 */
#ifndef CORE_IDEA_H
#define CORE_IDEA_H

#include "kit/paging.h"
#include "platform/db.h"

/* With whom, in the six headings of the catalogue and one of our own (the last). Stored as these
   numbers: add at the end, never renumber. */
enum idea_category {
    IDEA_NEIGHBOURS,
    IDEA_ASSOCIATIONS,
    IDEA_INDIVIDUALS,
    IDEA_INSTITUTIONS,
    IDEA_CITIZENS,
    IDEA_RELATIVES,
    IDEA_FIRMS,
    IDEA_CATEGORY__N
};
extern const char *const idea_category_choices[IDEA_CATEGORY__N + 1];
extern const enum text_id idea_category_labels[IDEA_CATEGORY__N];

/* Stored as these numbers. */
enum idea_stage { IDEA_IS_IDEA, IDEA_IS_DRAWN, IDEA_RUNS, IDEA_HAS_ENDED, IDEA_STAGE__N };
extern const char *const idea_stage_choices[IDEA_STAGE__N + 1];
extern const enum text_id idea_stage_labels[IDEA_STAGE__N];

enum {
    IDEA_TITLE_MAX = 120,
    IDEA_BODY_MAX = 2000,
    IDEA_PLACE_MAX = 80,
    IDEA_NEEDS_MAX = 500,
    IDEA_SOURCE_MAX = 200,
    IDEA_TOLD_BY_MAX = 60,
    IDEA_URL_MAX = 300,
    IDEA_STALE_DAYS = 548, /* 18 months without anybody saying that it holds */
    IDEA_ALL_MAX = 2000,   /* most in a catalogue or an export */
};

struct idea {
    int64_t id;
    uint64_t public_id;
    int category, stage, lang;
    struct str title, body, place, needs, source;
    struct str told_by; /* for whom it was written down; may be empty */
    struct str story_url;
    int64_t hours, kroner;                        /* -1: not said */
    int64_t organisation, copy_of, root, meeting; /* 0: none; root 0: the idea is the first */
    int64_t version, created_at, created_by, confirmed_at;
    int64_t withdrawn_at; /* 0: shown */
    /* Looked up together with it: */
    struct str organisation_name, contact_name, contact_phone;
    uint64_t organisation_public_id;
};

/* RC_ABSENT when there is none; one that was withdrawn is found, with withdrawn_at set. */
enum rc idea_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                          struct idea *idea) MUST_CHECK;
/* Sets id and a fresh public_id, and indexes it. A copy has copy_of and root set by idea_copy. */
enum rc idea_create(struct db *db, struct arena *arena, struct idea *idea) MUST_CHECK;
/* Writes its words and facts if version still is the one in the database; RC_ABSENT when somebody
   was faster. Counts as saying that it holds. */
enum rc idea_update(struct db *db, struct arena *arena, const struct idea *idea,
                    int64_t now) MUST_CHECK;
enum rc idea_confirm(struct db *db, int64_t id, int64_t now) MUST_CHECK;
/* at 0: shows it again. Who has copied it keeps the copy. */
enum rc idea_withdraw(struct db *db, struct arena *arena, const struct idea *idea,
                      int64_t at) MUST_CHECK;
/* An entry of that organisation, stage "being drawn", with the words of the original and its place
   in the tree; meeting: where it is drawn, or 0. Not written yet: pass it to idea_create. */
struct idea idea_copy(const struct idea *original, int64_t organisation, int64_t meeting);
/* Nobody has said for 18 months that it holds, and it has not ended. */
bool idea_is_stale(const struct idea *idea, int64_t now);
struct url idea_url(struct arena *arena, uint64_t public_id);

/* ---- lists: those that are shown, newest first ---- */

struct idea_line {
    int64_t id;
    uint64_t public_id;
    struct str title, place;
    int lang, category, stage;
    int64_t created_at, confirmed_at;
    struct str organisation_name;
};
struct idea_list {
    LIST(struct idea_line) rows;
    struct page_rows page;
    int64_t found;    /* how many there are in all */
    bool is_at_least; /* with words: found is where counting stopped */
};
struct idea_filter {
    int category, stage; /* -1: any */
    int64_t since;       /* entered at this time or later; 0: any */
    struct str words;
};
/* A page and the count: two queries, whatever there is; with words two questions to the index. */
enum rc idea_list_read(struct db *db, struct arena *arena, const struct idea_filter *filter,
                       const struct page_place *place, struct idea_list *list) MUST_CHECK;

struct idea_whole_list {
    LIST(struct idea) rows;
};
/* Everything of them by category, at most IDEA_ALL_MAX; words of the filter are not looked at. */
enum rc idea_all(struct db *db, struct arena *arena, const struct idea_filter *filter,
                 struct idea_whole_list *list) MUST_CHECK;
/* The newest n of an organisation. */
enum rc idea_of_organisation(struct db *db, struct arena *arena, int64_t organisation, int n,
                             struct idea_list *list) MUST_CHECK;
/* The tree that an idea belongs to, oldest first: the original and every copy of a copy, also
   withdrawn ones. At most 200. */
enum rc idea_tree(struct db *db, struct arena *arena, const struct idea *idea,
                  struct idea_whole_list *list) MUST_CHECK;

struct own_data;
extern const struct own_data idea_own_data;
extern const struct db_queries idea_queries, idea_list_queries;
extern const struct migration_set idea_migrations;

#endif

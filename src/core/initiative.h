/*
 * Initiatives: a shared undertaking of several parties (initiativ). Anyone who is signed in may
 * start one with a title, the problem in her own words, and a person to call; the rest comes later.
 */
#ifndef CORE_INITIATIVE_H
#define CORE_INITIATIVE_H

#include "core/ref.h"
#include "core/sector.h"
#include "core/theme.h"
#include "kit/paging.h"
#include "platform/db.h"
#include "platform/page.h"

/* All of these are stored as their numbers: add at the end, never renumber. */
enum stage {
    STAGE_IDEA,
    STAGE_FRAMING,
    STAGE_DESIGNING,
    STAGE_DOING,
    STAGE_EVALUATING,
    STAGE_CLOSED,
    STAGE__N
};

/* Pestoff's three types (sam-ledelse, sam-styring, sam-skabelse). */
enum initiative_type {
    TYPE_NONE,
    TYPE_CO_GOVERNANCE,
    TYPE_CO_MANAGEMENT,
    TYPE_CO_PRODUCTION,
    TYPE_MIXED,
    TYPE__N
};

/* How far people are involved: an honest label. */
enum involvement { LEVEL_NONE, LEVEL_HEARING, LEVEL_DIALOGUE, LEVEL_CO_CREATION, LEVEL__N };

enum visibility { VISIBLE_PUBLIC, VISIBLE_MEMBERS, VISIBLE_PRIVATE, VISIBLE__N };

extern const char *const stage_choices[STAGE__N + 1];
extern const enum text_id stage_labels[STAGE__N];
extern const char *const type_choices[TYPE__N + 1];
extern const enum text_id type_labels[TYPE__N];
extern const char *const level_choices[LEVEL__N + 1];
extern const enum text_id level_labels[LEVEL__N];
extern const enum text_id level_expectations[LEVEL__N]; /* what people may expect of it */
extern const char *const visibility_choices[VISIBLE__N + 1];
extern const enum text_id visibility_labels[VISIBLE__N];

struct initiative {
    int64_t id;
    uint64_t public_id;
    struct str title;
    struct str problem;      /* Markdown, in the starter's words */
    struct str problem_html; /* made from it when it was written */
    struct str stems;        /* of its own words, while it is written (initiative_render) */
    int lang;                /* enum lang of title and problem */
    struct str contact_name, contact_phone;
    int64_t contact_by; /* person.id when the contact is the one who wrote it, else 0 */
    int64_t owner;      /* organisation.id, or 0 */
    int64_t started_by; /* person.id, 0 for demonstration data */
    int64_t started_as; /* organisation.id, or 0 */
    int theme;          /* enum theme */
    struct str area;
    int stage, type, level, visibility;
    int64_t version; /* grows by one with each edit */
    int64_t created_at, updated_at, active_at;
    int64_t closed_at; /* 0 while open */
    /* Looked up together with it: */
    struct str owner_name; /* of the owner organisation */
    uint64_t owner_public_id;
    int asker_role; /* enum role: what the asker is to it, herself or as the organisation */
};

enum {
    INITIATIVE_TITLE_MAX = 150,
    INITIATIVE_PROBLEM_MAX = 10000,
    INITIATIVE_AREA_MAX = 100,
    CONTACT_NAME_MAX = 100,
    CONTACT_PHONE_MAX = 30,
};

/* Renders the problem and stems title, area and problem: for prepare, because it takes longer than
   all statements of a write together. What was not rendered, create and update render themselves.
 */
enum rc initiative_render(struct arena *arena, struct initiative *initiative) MUST_CHECK;

/* Inserts the initiative with its starter as first coordinator (as the organisation, when
   started_as is set), indexes it for search and begins its log. The caller has set public_id (fresh
   and random), the texts, sector and times; problem_html is made here unless it was by
   initiative_render. */
enum rc initiative_create(struct db *db, struct arena *arena, struct initiative *initiative,
                          enum sector sector) MUST_CHECK;

/* As the asker sees it: asker and acting are for asker_role; both 0 for a visitor. RC_ABSENT when
   there is none. Does not check visibility: rights_load_object does. */
enum rc initiative_load(const struct request *request, uint64_t public_id,
                        struct initiative *initiative) MUST_CHECK;

/* Writes texts and facts if version still is the one in the database, and logs what changed;
   RC_ABSENT, and nothing written, otherwise. The version of after is set, and problem_html unless
   initiative_render was called. */
enum rc initiative_update(const struct request *request, const struct initiative *before,
                          struct initiative *after) MUST_CHECK;
enum rc initiative_set_visibility(const struct request *request,
                                  const struct initiative *initiative,
                                  enum visibility visibility) MUST_CHECK;
/* Closing sets the stage to closed; reopening to evaluating. */
enum rc initiative_set_closed(const struct request *request, const struct initiative *initiative,
                              bool closed) MUST_CHECK;

/* For rights_load_object: row is const struct initiative *. */
enum rc initiative_load_object(struct request *request, struct object *object) MUST_CHECK;

/* ---- lists ---- */

/* What a list asks for; -1 or empty means "any". Every combination is one declared query. */
struct initiative_filter {
    int theme, stage;
    bool mine;            /* those the asker is party of */
    int64_t organisation; /* owner, or 0 for all */
    struct str words;     /* full-text search */
};

struct initiative_line {
    uint64_t public_id;
    int64_t id;
    struct str title, area, owner_name;
    int lang, theme, stage, visibility;
    int64_t active_at;
};
struct initiative_list {
    LIST(struct initiative_line) rows; /* PAGE_ROWS at most */
    struct page_rows page;             /* for paging_view */
};

/* The initiatives that the asker may find, most recently active first (with words: newest first).
   Private ones only among "mine". Uses an index at every size; never counts them all. */
enum rc initiative_list(const struct request *request, const struct initiative_filter *filter,
                        const struct page_place *place, struct initiative_list *list) MUST_CHECK;

/* What the search index knows of theme and stage beside the words; -1 leaves one out. */
struct str initiative_tags(struct arena *arena, int theme, int stage);

struct url initiative_url(struct arena *arena, uint64_t public_id);

extern const struct db_queries initiative_queries, initiative_list_queries;
extern const struct migration_set initiative_migrations; /* of everything shared here */

#endif

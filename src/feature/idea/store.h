/* Who wants to try an idea, and what came of it. */
#ifndef FEATURE_IDEA_STORE_H
#define FEATURE_IDEA_STORE_H

#include "core/idea.h"

enum { EXPERIENCE_MAX = 1000, SHOWN_MOST = 200 };

struct interest {
    int64_t organisation, made_at;
    uint64_t organisation_public_id;
    struct str name; /* of the organisation */
};
struct interest_list {
    LIST(struct interest) rows;
};
enum rc interest_read(struct db *db, struct arena *arena, int64_t idea,
                      struct interest_list *list) MUST_CHECK;
/* Again does nothing. */
enum rc interest_add(const struct request *request, int64_t idea, int64_t organisation) MUST_CHECK;
enum rc interest_end(struct db *db, int64_t idea, int64_t organisation) MUST_CHECK;

struct experience {
    int64_t id;
    uint64_t public_id, organisation_public_id;
    int64_t organisation, made_at;
    struct str text, name; /* name of the organisation */
    int lang;
};
struct experience_list {
    LIST(struct experience) rows;
};
/* Oldest first. */
enum rc experience_read(struct db *db, struct arena *arena, int64_t idea,
                        struct experience_list *list) MUST_CHECK;
/* The same words of the same organisation twice (a form sent again) are there once. */
enum rc experience_add(const struct request *request, int64_t idea, int64_t organisation,
                       struct str text) MUST_CHECK;
/* RC_ABSENT unless that organisation wrote it about that idea. */
enum rc experience_remove(const struct request *request, int64_t idea, int64_t organisation,
                          uint64_t public_id) MUST_CHECK;

struct own_data;
extern const struct own_data interest_own_data, experience_own_data;
extern const struct db_queries idea_store_queries;

#endif

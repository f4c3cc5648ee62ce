/* What the two files of the store of ideas share. */
#ifndef CORE_IDEA_INNER_H
#define CORE_IDEA_INNER_H

#include "core/idea.h"
#include "platform/search.h"

struct idea_search {
    const struct idea_filter *filter;
    int64_t before, after;
    bool upwards;
    int limit;
};
/* Keys of the ideas that the filter's words, category and stage find. */
enum rc idea_find_words(struct db *db, struct arena *arena, const struct idea_search *search,
                        struct search_answer *answer) MUST_CHECK;

#endif

/*
 * Search over everything that has words: texts are folded and stemmed in C, the stems are stored,
 * and FTS5 or PostgreSQL's 'simple' configuration finds them, so that both answer the same.
 */
#ifndef PLATFORM_SEARCH_H
#define PLATFORM_SEARCH_H

#include "platform/db.h"
#include "platform/text.h"

/* What can be found; one object has at most one entry per kind. */
struct search_entry {
    int kind;       /* the owner's number for this sort of object, e.g. enum object_kind */
    int64_t object; /* its internal key */
    int64_t scope; /* who may find it: the owner's number, e.g. 0 everybody; filtered by equality */
    enum lang lang;  /* which stemmer */
    struct str text; /* all words of it, most important first */
};

/* Writes or replaces an entry, and takes one away. Inside a write transaction. */
enum rc search_index(struct db *db, struct arena *arena,
                     const struct search_entry *entry) MUST_CHECK;
enum rc search_remove(struct db *db, int kind, int64_t object) MUST_CHECK;

struct search_question {
    int kind;
    int64_t scope;
    enum lang lang;   /* the asker's; the words are stemmed in both languages */
    struct str words; /* all must occur; the last also as the beginning of a word */
    int64_t before;   /* paging: only objects with a smaller key; 0 for the first page */
    int limit;        /* at most 100 */
};
/* Keys of the objects found, newest (largest key) first. No words: nothing found. */
struct search_answer {
    const int64_t *v;
    size_t n;
};
enum rc search_find(struct db *db, struct arena *arena, const struct search_question *question,
                    struct search_answer *answer) MUST_CHECK;

extern const struct db_queries search_queries;

#endif

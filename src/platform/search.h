/*
 * Search over everything that has words: texts are folded and stemmed in C, the stems are stored,
 * and FTS5 or a PostgreSQL tsvector finds them, so that both answer the same.
 */
#ifndef PLATFORM_SEARCH_H
#define PLATFORM_SEARCH_H

#include "platform/db.h"
#include "platform/text.h"

enum { SEARCH_LIMIT_MAX = 100, SEARCH_WORDS_MAX = 12 };

/* What can be found; one object has at most one entry per kind. */
struct search_entry {
    int kind; /* the owner's number for this sort of object, e.g. enum object_kind; 0 … 999 */
    int64_t object;   /* its internal key, 1 … 2^40 - 1 */
    int64_t scope;    /* who may find it: the owner's number, e.g. 0 everybody; must be equal */
    enum lang lang;   /* which stemmer */
    struct str text;  /* all words of it, most important first */
    struct str stems; /* more words, made ready by text_stems outside the writer; or empty */
    struct str tags;  /* what lists filter by: search_tag, a space between them; or empty */
};

/* "#theme3": no word that anybody types. */
struct str search_tag(struct arena *arena, const char *name, int64_t value);

/* Writes or replaces an entry, changes who may find it, and takes one away. Inside a write
   transaction. */
enum rc search_index(struct db *db, struct arena *arena,
                     const struct search_entry *entry) MUST_CHECK;
enum rc search_set_scope(struct db *db, struct arena *arena, int kind, int64_t object,
                         int64_t scope) MUST_CHECK;
enum rc search_remove(struct db *db, int kind, int64_t object) MUST_CHECK;

struct search_question {
    int kind;
    int64_t scope;
    struct str words; /* all must occur, the last also as the beginning of a word */
    struct str tags;  /* these must be among the entry's; or empty */
    int64_t before;   /* paging: only objects with a smaller key; 0 for the first page */
    int64_t after;    /* only objects with a larger key */
    bool upwards;     /* those next above after, instead of those next below before */
    int limit;        /* at most SEARCH_LIMIT_MAX */
};
/* Keys of the objects found, newest (largest) first, or smallest first upwards. The words are taken
   as Danish and as English, because an entry may be either. Without words nothing is found. */
struct search_answer {
    const int64_t *v;
    size_t n;
};
enum rc search_find(struct db *db, struct arena *arena, const struct search_question *question,
                    struct search_answer *answer) MUST_CHECK;

/* The row of each, in the same order, into a LIST of the rows of line: a statement that reads one
   by the object's key. What is no longer there is left out. */
#define SEARCH_LINES(db, arena, question, line, list)                                              \
    search_lines((db), (arena), (question), db_query_for((line), sizeof *(list)->v), (list))
enum rc search_lines(struct db *db, struct arena *arena, const struct search_question *question,
                     const struct db_query *line, void *list) MUST_CHECK;
enum rc search_read(struct db *db, struct arena *arena, const struct search_answer *found,
                    const struct db_query *line, void *list) MUST_CHECK;

/* Rewrites the index so that nothing of removed entries is left in the file: for a nightly job and
   after erasing a person. Takes seconds with 100,000 entries. Nothing to do on PostgreSQL. */
enum rc search_tidy(struct db *db) MUST_CHECK;

extern const struct db_queries search_queries;

#endif

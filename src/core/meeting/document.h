/*
 * Documents (bilag) of a meeting: what its leaders lay before it, as files to download. Whoever has
 * the meeting's address may read them; the bytes are in platform/files.
 */
#ifndef CORE_MEETING_DOCUMENT_H
#define CORE_MEETING_DOCUMENT_H

#include "kit/request.h"
#include "platform/files.h"

enum { DOCUMENT_BYTES_MAX = 5 * 1024 * 1024, DOCUMENTS_MAX = 20 };

struct document {
    int64_t id;
    uint64_t public_id;
    int64_t meeting, file;
    struct str name;
    int64_t size;
    int64_t created_at;
};
struct document_list {
    LIST(struct document) rows;
};
/* In the order in which they came. */
enum rc document_list(struct db *db, struct arena *arena, int64_t meeting,
                      struct document_list *list) MUST_CHECK;
enum rc document_find(struct db *db, struct arena *arena, int64_t meeting, uint64_t public_id,
                      struct document *document) MUST_CHECK;
/* The type of these bytes when they are of a kind that may be laid before a meeting (PDF, picture,
   office file, plain text); NULL: no. Decided by the bytes, not by the name. */
const char *document_type(struct str bytes);
/* Stores it for the asker. RC_LIMIT: DOCUMENTS_MAX are there. */
enum rc document_add(const struct request *request, int64_t meeting, const struct file_facts *facts,
                     struct str bytes) MUST_CHECK;
/* RC_ABSENT: the meeting has none such. */
enum rc document_remove(const struct request *request, int64_t meeting,
                        uint64_t public_id) MUST_CHECK;

extern const struct db_queries document_queries;

#endif

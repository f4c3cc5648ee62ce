/* The store of documents. See document.h. */
#include "core/meeting/document.h"

#include "platform/secret.h"

static const struct db_column columns[] = {
    DB_COL(struct document, id),         DB_COL(struct document, public_id),
    DB_COL(struct document, meeting),    DB_COL(struct document, file),
    DB_COL(struct document, name),       DB_COL(struct document, size),
    DB_COL(struct document, created_at),
};
#define DOCUMENT_ROW DB_ROW(struct document, columns)
#define DOCUMENT_SELECT                                                                            \
    "SELECT d.id, d.public_id, d.meeting_id, d.file_id, f.name, f.size, f.created_at "             \
    "FROM meeting_document d JOIN file f ON f.id = d.file_id "

static const struct db_query list_documents = {
    "document.list", DOCUMENT_SELECT "WHERE d.meeting_id = $1 ORDER BY d.id LIMIT 100", "i",
    DOCUMENT_ROW};
static const struct db_query find_document = {
    "document.find", DOCUMENT_SELECT "WHERE d.public_id = $1 AND d.meeting_id = $2", "ii",
    DOCUMENT_ROW};
static const struct db_query insert_document = {
    "document.insert",
    "INSERT INTO meeting_document (public_id, meeting_id, file_id) VALUES ($1, $2, $3)", "iii",
    .writes = true};
static const struct db_query delete_document = {
    "document.delete", "DELETE FROM meeting_document WHERE id = $1", "i", .writes = true};
static const struct db_query *const statements[] = {&list_documents, &find_document,
                                                    &insert_document, &delete_document};
const struct db_queries document_queries = DB_QUERIES("document", statements);

enum rc document_list(struct db *db, struct arena *arena, int64_t meeting,
                      struct document_list *list) {
    return DB_ALL(db, arena, &list_documents, &list->rows, DB_INT(meeting));
}

enum rc document_find(struct db *db, struct arena *arena, int64_t meeting, uint64_t public_id,
                      struct document *document) {
    return DB_ONE(db, arena, &find_document, document, DB_ID(public_id), DB_INT(meeting));
}

const char *document_type(struct str bytes) {
    static const struct {
        struct str begins;
        const char *type;
    } kinds[] = {
        {STR_INIT("%PDF-"), "application/pdf"},
        {STR_INIT("\x89PNG\r\n\x1a\n"), "image/png"},
        {STR_INIT("\xff\xd8\xff"), "image/jpeg"},
        {STR_INIT("PK\x03\x04"), "application/zip"}, /* office files are packed so */
    };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_starts(bytes, kinds[i].begins)) return kinds[i].type;
    bool is_text = bytes.n && str_is_utf8(bytes) && str_find(bytes, '\0', 0) == bytes.n;
    return is_text ? "text/plain; charset=utf-8" : NULL;
}

enum rc document_add(const struct request *request, int64_t meeting, const struct file_facts *facts,
                     struct str bytes) {
    struct document_list list = {0};
    struct file file;
    TRY(document_list(request->db, request->arena, meeting, &list));
    if (list.rows.n >= DOCUMENTS_MAX) return RC_LIMIT;
    TRY(file_store(request->db, request->arena, facts, bytes, &file));
    return DB_RUN(request->db, &insert_document, DB_ID(id_random()), DB_INT(meeting),
                  DB_INT(file.id));
}

enum rc document_remove(const struct request *request, int64_t meeting, uint64_t public_id) {
    struct document document;
    TRY(document_find(request->db, request->arena, meeting, public_id, &document));
    TRY(DB_RUN(request->db, &delete_document, DB_INT(document.id)));
    return file_remove(request->db, document.file);
}

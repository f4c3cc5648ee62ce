/* The file store: see files.h. */
#include "platform/files.h"
#include "base/buf.h"
#include "platform/secret.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

/* --- Statements --- */

static const struct db_column file_columns[] = {
    DB_COL(struct file, id),      DB_COL(struct file, public_id), DB_COL(struct file, name),
    DB_COL(struct file, type),    DB_COL(struct file, size),      DB_COL_BLOB(struct file, sha256),
    DB_COL(struct file, gzipped), DB_COL(struct file, owner),     DB_COL(struct file, created_at)};
#define FILE_FIELDS                                                                                \
    "SELECT id, public_id, name, type, size, sha256, gzipped, owner, created_at FROM file "

static const struct db_query find_file = {.name = "file.find",
                                          .sql = FILE_FIELDS "WHERE public_id = $1",
                                          .params = "i",
                                          DB_ROW(struct file, file_columns)};
static const struct db_query load_file = {.name = "file.load",
                                          .sql = FILE_FIELDS "WHERE id = $1",
                                          .params = "i",
                                          DB_ROW(struct file, file_columns)};
static const struct db_query add_file = {
    .name = "file.add",
    .sql = "INSERT INTO file (public_id, name, type, size, sha256, gzipped, owner, created_at) "
           "VALUES ($1, $2, $3, 0, $4, $5, $6, $7) RETURNING id",
    .params = "ittbiii",
    DB_ROW_I64,
    .writes = true};
static const struct db_query end_file = {.name = "file.end",
                                         .sql =
                                             "UPDATE file SET size = $2, sha256 = $3 WHERE id = $1",
                                         .params = "iib",
                                         .writes = true};
static const struct db_query remove_file = {
    .name = "file.remove", .sql = "DELETE FROM file WHERE id = $1", .params = "i", .writes = true};
static const struct db_query add_chunk = {
    .name = "file.add_chunk",
    .sql = "INSERT INTO file_chunk (file_id, seq, bytes) VALUES ($1, $2, $3)",
    .params = "iib",
    .writes = true};

struct chunk {
    struct str bytes;
};
static const struct db_column chunk_columns[] = {DB_COL_BLOB(struct chunk, bytes)};
static const struct db_query load_chunk = {
    .name = "file.load_chunk",
    .sql = "SELECT bytes FROM file_chunk WHERE file_id = $1 AND seq = $2",
    .params = "ii",
    DB_ROW(struct chunk, chunk_columns)};
static const struct db_query load_chunks = {
    .name = "file.load_chunks",
    .sql = "SELECT bytes FROM file_chunk WHERE file_id = $1 ORDER BY seq",
    .params = "i",
    DB_ROW(struct chunk, chunk_columns)};

static const struct db_query *const all[] = {&find_file,   &load_file, &add_file,   &end_file,
                                             &remove_file, &add_chunk, &load_chunk, &load_chunks};
const struct db_queries files_queries = DB_QUERIES("files", all);

/* --- Writing --- */

struct file_writer {
    struct db *db;
    struct arena *arena;
    struct file file;
    crypto_hash_sha256_state hash;
    struct gzip_stream *gzip; /* NULL: stored as it comes */
    char *chunk;              /* FILE_CHUNK_BYTES */
    size_t filled;
    int64_t seq;
};

static enum rc flush_chunk(struct file_writer *writer) {
    if (!writer->filled) return RC_OK;
    struct str bytes = {writer->chunk, writer->filled};
    writer->filled = 0;
    return DB_RUN(writer->db, &add_chunk, DB_INT(writer->file.id), DB_INT(writer->seq++),
                  DB_BLOB(bytes));
}

/* Cuts what is stored into chunks. */
static enum rc store_bytes(void *data, struct str bytes) {
    struct file_writer *writer = data;
    while (bytes.n) {
        size_t room = FILE_CHUNK_BYTES - writer->filled;
        size_t n = bytes.n < room ? bytes.n : room;
        memcpy(writer->chunk + writer->filled, bytes.p, n);
        writer->filled += n;
        bytes = str_slice(bytes, n, bytes.n);
        if (writer->filled == FILE_CHUNK_BYTES) TRY(flush_chunk(writer));
    }
    return RC_OK;
}

enum rc file_writer_open(struct file_writer **opened, struct db *db, struct arena *arena,
                         const struct file_facts *facts) {
    struct file_writer *writer = arena_new(arena, struct file_writer);
    if (!writer) return RC_LIMIT;
    *writer = (struct file_writer){.db = db, .arena = arena};
    writer->chunk = arena_alloc(arena, FILE_CHUNK_BYTES);
    writer->file = (struct file){.public_id = id_random(),
                                 .name = str_copy(arena, facts->name),
                                 .type = str_copy(arena, facts->type),
                                 .gzipped = facts->gzip,
                                 .owner = facts->owner,
                                 .created_at = facts->now};
    if (!writer->chunk || !writer->file.name.p || !writer->file.type.p) return RC_LIMIT;
    if (facts->gzip) TRY(gzip_stream_open(&writer->gzip, arena, store_bytes, writer));
    crypto_hash_sha256_init(&writer->hash);
    const struct file *file = &writer->file;
    TRY(DB_ONE(db, arena, &add_file, &writer->file.id, DB_ID(file->public_id), DB_STR(file->name),
               DB_STR(file->type), DB_BLOB(STR("")), DB_INT(file->gzipped), DB_REF(file->owner),
               DB_INT(file->created_at)));
    *opened = writer;
    return RC_OK;
}

enum rc file_writer_add(struct file_writer *writer, struct str bytes) {
    if (!bytes.n) return RC_OK;
    crypto_hash_sha256_update(&writer->hash, (const unsigned char *)bytes.p, bytes.n);
    writer->file.size += (int64_t)bytes.n;
    return writer->gzip ? gzip_stream_add(writer->gzip, bytes) : store_bytes(writer, bytes);
}

enum rc file_writer_close(struct file_writer *writer, struct file *file) {
    unsigned char sha256[FILE_SHA256_BYTES];
    if (writer->gzip) TRY(gzip_stream_close(writer->gzip));
    TRY(flush_chunk(writer));
    crypto_hash_sha256_final(&writer->hash, sha256);
    writer->file.sha256 =
        str_copy(writer->arena, (struct str){(const char *)sha256, sizeof sha256});
    if (!writer->file.sha256.p) return RC_LIMIT;
    TRY(DB_RUN(writer->db, &end_file, DB_INT(writer->file.id), DB_INT(writer->file.size),
               DB_BLOB(writer->file.sha256)));
    *file = writer->file;
    return RC_OK;
}

enum rc file_store(struct db *db, struct arena *arena, const struct file_facts *facts,
                   struct str bytes, struct file *file) {
    struct file_writer *writer = NULL;
    TRY(file_writer_open(&writer, db, arena, facts));
    TRY(file_writer_add(writer, bytes));
    return file_writer_close(writer, file);
}

/* --- Reading --- */

enum rc file_find(struct db *db, struct arena *arena, uint64_t public_id, struct file *file) {
    return DB_ONE(db, arena, &find_file, file, DB_ID(public_id));
}

enum rc file_load(struct db *db, struct arena *arena, int64_t id, struct file *file) {
    return DB_ONE(db, arena, &load_file, file, DB_INT(id));
}

enum rc file_piece(struct db *db, struct arena *arena, const struct file *file, int64_t offset,
                   struct str *piece) {
    struct chunk chunk;
    *piece = (struct str){0};
    if (file->gzipped || offset < 0) return RC_INVALID;
    if (offset >= file->size) return RC_OK;
    enum rc rc =
        DB_ONE(db, arena, &load_chunk, &chunk, DB_INT(file->id), DB_INT(offset / FILE_CHUNK_BYTES));
    if (rc == RC_ABSENT) return RC_ABSENT; /* removed meanwhile */
    TRY(rc);
    *piece = str_slice(chunk.bytes, (size_t)(offset % FILE_CHUNK_BYTES), chunk.bytes.n);
    return RC_OK;
}

static enum rc join_chunk(void *data, const void *row) {
    const struct chunk *chunk = row;
    struct buf *out = data;
    buf_add(out, chunk->bytes);
    return buf_ok(out) ? RC_OK : RC_LIMIT;
}

enum rc file_read(struct db *db, struct arena *arena, const struct file *file, size_t max,
                  struct str *bytes) {
    struct buf stored;
    struct arena rows; /* each row is thrown away at once; the joined bytes are not */
    if (file->size < 0 || (uint64_t)file->size > max) return RC_LIMIT;
    buf_init(&stored, arena, max + 1024);
    arena_init(&rows, 4 * FILE_CHUNK_BYTES);
    enum rc rc = DB_EACH(db, &rows, &load_chunks, join_chunk, &stored, DB_INT(file->id));
    arena_release(&rows);
    TRY(rc);
    *bytes = buf_str(&stored);
    if (file->gzipped) TRY(gzip_unpack(arena, buf_str(&stored), max, bytes));
    return bytes->n == (size_t)file->size ? RC_OK : RC_BROKEN;
}

enum rc file_remove(struct db *db, int64_t id) {
    int64_t removed = 0;
    TRY(DB_CHANGED(db, &remove_file, &removed, DB_INT(id)));
    return removed ? RC_OK : RC_ABSENT;
}

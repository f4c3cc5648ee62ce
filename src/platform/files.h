/*
 * The file store: bytes in the database in pieces of at most 256 KiB, so that every node can serve
 * them and a backup holds them. What a file belongs to and who may see it is its owner's business.
 */
#ifndef PLATFORM_FILES_H
#define PLATFORM_FILES_H

#include "platform/db.h"

enum { FILE_CHUNK_BYTES = 256 * 1024, FILE_SHA256_BYTES = 32 };

struct file {
    int64_t id;
    uint64_t public_id;
    struct str name;   /* as the person named it; never a path */
    struct str type;   /* decided by content: "image/jpeg" */
    int64_t size;      /* bytes as served */
    struct str sha256; /* 32 bytes, of the bytes as served */
    bool gzipped;      /* stored compressed; file_read gives the bytes as they were */
    int64_t owner;     /* person.id, or 0 */
    int64_t created_at;
};

/* What a new file is called and whose it is. */
struct file_facts {
    struct str name, type;
    int64_t owner;
    int64_t now;
    bool gzip; /* store compressed; only for text that is read whole */
};

/* Writes a file piece by piece inside one write transaction; nothing is left if it is undone.
   bytes may come in pieces of any size. */
struct file_writer;
enum rc file_writer_open(struct file_writer **writer, struct db *db, struct arena *arena,
                         const struct file_facts *facts) MUST_CHECK;
enum rc file_writer_add(struct file_writer *writer, struct str bytes) MUST_CHECK;
/* Ends it; *file's text lives in the arena. */
enum rc file_writer_close(struct file_writer *writer, struct file *file) MUST_CHECK;

/* All in one call. */
enum rc file_store(struct db *db, struct arena *arena, const struct file_facts *facts,
                   struct str bytes, struct file *file) MUST_CHECK;

enum rc file_find(struct db *db, struct arena *arena, uint64_t public_id,
                  struct file *file) MUST_CHECK;
enum rc file_load(struct db *db, struct arena *arena, int64_t id, struct file *file) MUST_CHECK;

/* The bytes from offset on up to the end of the stored piece that holds it (at most 256 KiB); empty
   at the end. For HTTP ranges and streams: go on at offset + piece->n, each piece on a short read
   of its own. A file stored compressed is refused (RC_INVALID): use file_read. */
enum rc file_piece(struct db *db, struct arena *arena, const struct file *file, int64_t offset,
                   struct str *piece) MUST_CHECK;

/* The whole file in the arena, inflated when it is stored compressed; RC_LIMIT when larger than
   max. */
enum rc file_read(struct db *db, struct arena *arena, const struct file *file, size_t max,
                  struct str *bytes) MUST_CHECK;

enum rc file_remove(struct db *db, int64_t id) MUST_CHECK;

/* gzip in memory, for downloads and compressed blobs. RC_LIMIT: larger than max; RC_INVALID: not
   gzip. */
enum rc gzip_pack(struct arena *arena, struct str plain, struct str *packed) MUST_CHECK;
enum rc gzip_unpack(struct arena *arena, struct str packed, size_t max,
                    struct str *plain) MUST_CHECK;

/* The same piece by piece: to() gets the compressed bytes. Memory comes from the arena. */
struct gzip_stream;
enum rc gzip_stream_open(struct gzip_stream **stream, struct arena *arena,
                         enum rc (*to)(void *data, struct str packed), void *data) MUST_CHECK;
enum rc gzip_stream_add(struct gzip_stream *stream, struct str plain) MUST_CHECK;
enum rc gzip_stream_close(struct gzip_stream *stream) MUST_CHECK;

/* Unpacks as it is asked for, so that a large file is never held whole: gunzip_next fills at most n
   bytes and returns how many, 0 at the end, -1 when packed is damaged. packed must stay valid;
   memory comes from the arena. gunzip_next suits struct stream (kit/answer.h). */
struct gunzip;
enum rc gunzip_open(struct gunzip **gunzip, struct arena *arena, struct str packed) MUST_CHECK;
int64_t gunzip_next(void *gunzip, char *to, size_t n);

extern const struct db_queries files_queries;

#endif

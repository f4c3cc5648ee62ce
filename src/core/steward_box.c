/* The boxes of stewards: keys, sealed messages, and the job that tells her and deletes what is old.
   See steward.h. */
#include "core/outbox.h"
#include "core/person.h"
#include "core/steward.h"
#include "kit/site.h"
#include "platform/secret.h"

#define HOUR_MS INT64_C(3600000)

/* ---- keys ---- */

static const struct db_column key_columns[] = {
    DB_COL(struct steward_key, id),
    DB_COL(struct steward_key, public_id),
    DB_COL_BLOB(struct steward_key, public_key),
    DB_COL_BLOB(struct steward_key, private_key),
    DB_COL(struct steward_key, made_at),
    DB_COL(struct steward_key, messages),
};
static const struct db_query list_keys = {
    "steward_box.keys",
    "SELECT k.id, k.public_id, k.public_key, k.private_key, k.made_at, (SELECT count(*) "
    "FROM steward_message m WHERE m.steward_key = k.id) AS messages FROM steward_key k "
    "WHERE k.steward = $1 ORDER BY k.id DESC LIMIT 20",
    "i", DB_ROW(struct steward_key, key_columns)};
static const struct db_query drop_empty_keys = {
    "steward_box.drop_empty",
    "DELETE FROM steward_key WHERE steward = $1 AND id NOT IN (SELECT m.steward_key FROM "
    "steward_message m JOIN steward_key k ON k.id = m.steward_key WHERE k.steward = $1)",
    "i", .writes = true};
static const struct db_query insert_key = {
    "steward_box.insert_key",
    "INSERT INTO steward_key (public_id, steward, public_key, private_key, made_at) "
    "VALUES ($1, $2, $3, $4, $5)",
    "iibbi", .writes = true};

enum rc steward_keys_read(struct db *db, struct arena *arena, int64_t steward,
                          struct steward_keys *keys) {
    return DB_ALL(db, arena, &list_keys, &keys->rows, DB_INT(steward));
}

enum rc steward_key_add(const struct request *request, int64_t steward,
                        const struct sealed_key *key) {
    struct steward_keys keys = {0};
    TRY(DB_RUN(request->db, &drop_empty_keys, DB_INT(steward)));
    TRY(steward_keys_read(request->db, request->arena, steward, &keys));
    if (keys.rows.n >= STEWARD_KEYS_MAX) return RC_CONFLICT;
    return DB_RUN(request->db, &insert_key, DB_ID(id_random()), DB_INT(steward),
                  DB_BLOB(key->public_key), DB_BLOB(key->private_key), DB_INT(request->now));
}

/* ---- messages ---- */

static const struct db_column message_columns[] = {
    DB_COL(struct steward_message, id),
    DB_COL_BLOB(struct steward_message, sealed),
    DB_COL(struct steward_message, day),
};
/* By day and then by hash: the order within a day says nothing. */
static const struct db_query list_messages = {
    "steward_box.messages",
    "SELECT id, sealed, day FROM steward_message WHERE steward_key = $1 "
    "ORDER BY day DESC, id LIMIT 300",
    "i", DB_ROW(struct steward_message, message_columns)};
_Static_assert(STEWARD_BOX_MAX == 300, "the statement names the number");
static const struct db_query count_messages = {
    "steward_box.count",
    "SELECT count(*) FROM steward_message m JOIN steward_key k ON k.id = m.steward_key "
    "WHERE k.steward = $1",
    "i", DB_ROW_I64};
static const struct db_query insert_message = {
    "steward_box.insert",
    "INSERT INTO steward_message (id, steward_key, sealed, day) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT DO NOTHING",
    "iibi", .writes = true};
static const struct db_query delete_message = {
    "steward_box.delete", "DELETE FROM steward_message WHERE id = $2 AND steward_key = $1", "ii",
    .writes = true};
static const struct db_query delete_all = {"steward_box.delete_all",
                                           "DELETE FROM steward_message WHERE steward_key = $1",
                                           "i", .writes = true};

enum rc steward_messages_read(struct db *db, struct arena *arena, int64_t key,
                              struct steward_messages *messages) {
    return DB_ALL(db, arena, &list_messages, &messages->rows, DB_INT(key));
}

enum rc steward_message_add(const struct request *request, const struct steward *steward,
                            const struct steward_message *message) {
    int64_t n;
    TRY(DB_ONE(request->db, request->arena, &count_messages, &n, DB_INT(steward->id)));
    if (n >= STEWARD_BOX_MAX) return RC_LIMIT;
    return DB_RUN(request->db, &insert_message, DB_ID(message->id), DB_INT(steward->key),
                  DB_BLOB(message->sealed), DB_INT(message->day));
}

enum rc steward_message_remove(const struct request *request, int64_t key, uint64_t id) {
    if (!id) return DB_RUN(request->db, &delete_all, DB_INT(key));
    return DB_RUN(request->db, &delete_message, DB_INT(key), DB_ID(id));
}

/* ---- the job ---- */

struct untold {
    int64_t person;
    struct str name, mail, lang, organisation;
};
static const struct db_column untold_columns[] = {
    DB_COL(struct untold, person), DB_COL(struct untold, name),         DB_COL(struct untold, mail),
    DB_COL(struct untold, lang),   DB_COL(struct untold, organisation),
};
static const struct db_query list_untold = {
    "steward_box.untold",
    "SELECT DISTINCT s.person, p.name, p.mail, p.lang, o.name AS organisation "
    "FROM steward_message m JOIN steward_key k ON k.id = m.steward_key "
    "JOIN steward s ON s.id = k.steward JOIN person p ON p.id = s.person "
    "JOIN organisation o ON o.id = s.organisation WHERE m.is_told = 0 AND p.mail IS NOT NULL "
    "ORDER BY s.person LIMIT 500",
    "", DB_ROW(struct untold, untold_columns)};
static const struct db_query mark_told = {
    "steward_box.told", "UPDATE steward_message SET is_told = 1 WHERE is_told = 0", "",
    .writes = true};
static const struct db_query delete_old = {
    "steward_box.delete_old", "DELETE FROM steward_message WHERE day < $1", "i", .writes = true};

/* At whole hours, so that the time of the letter does not tell the time of a message. */
static enum rc tell(const struct request *request) {
    LIST(struct untold) rows = {0};
    if (!request->site->mail) return RC_OK;
    TRY(DB_ALL(request->db, request->arena, &list_untold, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct letter letter = {.kind = LETTER_STEWARD,
                                .person = rows.v[i].person,
                                .address = rows.v[i].mail,
                                .receiver = rows.v[i].name,
                                .lang = rows.v[i].lang,
                                .about = rows.v[i].organisation,
                                .path = STR("/me/steward"),
                                .created_at = request->now - request->now % HOUR_MS};
        TRY(outbox_add(request->db, request->arena, request->site, &letter));
    }
    return DB_RUN(request->db, &mark_told);
}

enum rc steward_tend(const struct request *request) {
    TRY(tell(request));
    return DB_RUN(request->db, &delete_old,
                  DB_INT(request->now - STEWARD_KEEP_DAYS * 24 * HOUR_MS));
}

static enum rc tend(struct db *db, void *data) {
    struct request *request = data;
    request->db = db;
    return steward_tend(request);
}

static enum rc run_tend(struct job_run *run) {
    struct request request = {.arena = run->arena, .site = run->site, .now = run->now};
    return database_write(run->database, tend, &request);
}

const struct job_kind steward_jobs[] = {
    {.name = "steward", .run = run_tend, .every_ms = HOUR_MS},
    {.name = NULL},
};

static const struct db_query *const statements[] = {
    &list_keys,      &drop_empty_keys, &insert_key,     &list_messages,
    &count_messages, &insert_message,  &delete_message, &delete_all,
    &list_untold,    &mark_told,       &delete_old,
};
const struct db_queries steward_box_queries = DB_QUERIES("steward_box", statements);

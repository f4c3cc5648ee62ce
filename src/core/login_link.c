/* One-time links: see login_link.h. */
#include "core/login_link.h"

#include "core/own_data.h"
#include "platform/secret.h"

enum { NONCE_BYTES = 24, TOKEN_CHARS = 2 * SECRET_HASH_BYTES };

const int link_minutes[PURPOSE__N] = {
    [PURPOSE_SIGN_IN] = 60,
    [PURPOSE_SIGN_UP] = 2 * 24 * 60,
    [PURPOSE_WELCOME] = 7 * 24 * 60,
    [PURPOSE_MEMBER] = 14 * 24 * 60,
};

static struct str token_of(struct arena *arena, const unsigned char *key, struct str nonce) {
    unsigned char bytes[SECRET_HASH_BYTES];
    struct str hex = str_hex(arena, nonce.p, nonce.n);
    secret_hash(key, str_format(arena, "link token %.*s", STR_ARG(hex)), bytes);
    return str_hex(arena, bytes, sizeof bytes);
}

static struct str hash_of(struct arena *arena, const unsigned char *key, struct str token) {
    unsigned char bytes[SECRET_HASH_BYTES];
    secret_hash(key, str_format(arena, "link %.*s", STR_ARG(token)), bytes);
    return str_copy(arena, (struct str){(const char *)bytes, sizeof bytes});
}

/* ---- making ---- */

static const struct db_query insert_link = {
    "login_link.insert",
    "INSERT INTO login_link (token_hash, nonce, purpose, person, mail, name, lang, sector, "
    "organisation, role, made_by, created_at, expires_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
    "bbiitttiiiiii", DB_ROW_I64, .writes = true};

/* Whoever asks again has lost the older one. Invitations are each to an organisation of its own. */
static const struct db_query end_older = {
    "login_link.end_older",
    "UPDATE login_link SET used_at = $4, nonce = NULL WHERE used_at IS NULL AND purpose = $3 "
    "AND (person = $1 OR (person IS NULL AND mail <> '' AND mail = $2))",
    "itii", .writes = true};

static enum rc replace_older(struct db *db, const struct login_link *link, int64_t now) {
    if (link->purpose == PURPOSE_MEMBER) return RC_OK;
    return DB_RUN(db, &end_older, DB_REF(link->person), DB_STR(link->mail), DB_INT(link->purpose),
                  DB_INT(now));
}

enum rc login_link_make(struct db *db, struct arena *arena, const unsigned char *key,
                        struct login_link *link, int64_t now, struct str *token) {
    unsigned char nonce[NONCE_BYTES];
    secret_random(nonce, sizeof nonce);
    link->nonce = str_copy(arena, (struct str){(const char *)nonce, sizeof nonce});
    struct str made = token_of(arena, key, link->nonce);
    link->token_hash = hash_of(arena, key, made);
    if (!made.p || !link->token_hash.p) return RC_LIMIT;
    if (token) *token = made;
    link->created_at = now;
    if (!link->expires_at) link->expires_at = now + link_minutes[link->purpose] * INT64_C(60000);
    TRY(replace_older(db, link, now));
    return DB_ONE(db, arena, &insert_link, &link->id, DB_BLOB(link->token_hash),
                  DB_BLOB(link->nonce), DB_INT(link->purpose), DB_REF(link->person),
                  DB_STR(link->mail), DB_STR(link->name), DB_STR(link->lang), DB_INT(link->sector),
                  DB_REF(link->organisation), DB_INT(link->role), DB_REF(link->made_by),
                  DB_INT(now), DB_INT(link->expires_at));
}

struct str login_link_token(struct arena *arena, const unsigned char *key,
                            const struct login_link *link) {
    if (link->used_at || link->nonce.n != NONCE_BYTES) return (struct str){0};
    return token_of(arena, key, link->nonce);
}

struct url login_link_url(struct arena *arena, struct str token) {
    return url_format(arena, "/link/%s", token);
}

/* ---- using ---- */

#define LINK_SELECT                                                                                \
    "SELECT id, token_hash, nonce, purpose, person, mail, name, lang, sector, organisation, "      \
    "role, made_by, created_at, expires_at, used_at FROM login_link "

static const struct db_column link_columns[] = {
    DB_COL(struct login_link, id),         DB_COL_BLOB(struct login_link, token_hash),
    DB_COL_BLOB(struct login_link, nonce), DB_COL(struct login_link, purpose),
    DB_COL(struct login_link, person),     DB_COL(struct login_link, mail),
    DB_COL(struct login_link, name),       DB_COL(struct login_link, lang),
    DB_COL(struct login_link, sector),     DB_COL(struct login_link, organisation),
    DB_COL(struct login_link, role),       DB_COL(struct login_link, made_by),
    DB_COL(struct login_link, created_at), DB_COL(struct login_link, expires_at),
    DB_COL(struct login_link, used_at),
};
static const struct db_query by_hash = {"login_link.by_hash", LINK_SELECT "WHERE token_hash = $1",
                                        "b", DB_ROW(struct login_link, link_columns)};
static const struct db_query by_id = {"login_link.by_id", LINK_SELECT "WHERE id = $1", "i",
                                      DB_ROW(struct login_link, link_columns)};
static const struct db_query mark_used = {
    "login_link.mark_used",
    "UPDATE login_link SET used_at = $2, nonce = NULL WHERE id = $1 AND used_at IS NULL "
    "AND expires_at > $2 RETURNING id",
    "ii", DB_ROW_I64, .writes = true};

enum rc login_link_find(struct db *db, struct arena *arena, const unsigned char *key,
                        struct str token, int64_t now, struct login_link *link) {
    if (token.n != TOKEN_CHARS) return RC_ABSENT;
    struct str hash = hash_of(arena, key, token);
    if (!hash.p) return RC_LIMIT;
    TRY(DB_ONE(db, arena, &by_hash, link, DB_BLOB(hash)));
    return link->used_at || link->expires_at <= now ? RC_ABSENT : RC_OK;
}

enum rc login_link_by_id(struct db *db, struct arena *arena, int64_t id, struct login_link *link) {
    return DB_ONE(db, arena, &by_id, link, DB_INT(id));
}

enum rc login_link_use(struct db *db, struct arena *arena, int64_t id, int64_t now) {
    int64_t used;
    return DB_ONE(db, arena, &mark_used, &used, DB_INT(id), DB_INT(now));
}

/* ---- ending ---- */

static const struct db_query end_all = {
    "login_link.end_all",
    "UPDATE login_link SET used_at = $2, nonce = NULL WHERE person = $1 AND used_at IS NULL", "ii",
    .writes = true};
static const struct db_query empty_expired = {
    "login_link.empty_expired",
    "UPDATE login_link SET mail = '', name = '', nonce = NULL "
    "WHERE expires_at > $1 AND expires_at <= $2",
    "ii", .writes = true};
static const struct db_query delete_old = {
    "login_link.delete_old",
    "DELETE FROM login_link WHERE expires_at < $1 "
    "AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.link = login_link.id)",
    "i", .writes = true};

enum rc login_link_end_all(struct db *db, int64_t person, int64_t now) {
    return DB_RUN(db, &end_all, DB_INT(person), DB_INT(now));
}

enum rc login_link_tidy(struct db *db, int64_t now) {
    const int64_t old = now - 30 * 24 * INT64_C(3600000);
    TRY(DB_RUN(db, &empty_expired, DB_INT(old), DB_INT(now)));
    return DB_RUN(db, &delete_old, DB_INT(old));
}

/* ---- own data ---- */

static const struct db_query list_of_person = {
    "login_link.list_of_person",
    LINK_SELECT "WHERE person = $1 OR made_by = $1 ORDER BY id LIMIT 1000", "i",
    DB_ROW(struct login_link, link_columns)};
static const struct db_query erase_of_person = {
    "login_link.erase_of_person",
    "UPDATE login_link SET mail = '', name = '', nonce = NULL, used_at = COALESCE(used_at, $2) "
    "WHERE person = $1 OR (made_by = $1 AND used_at IS NULL)",
    "ii", .writes = true};
static const struct db_query erase_of_mail = {
    "login_link.erase_of_mail",
    "UPDATE login_link SET mail = '', name = '', nonce = NULL, used_at = COALESCE(used_at, $2) "
    "WHERE mail <> '' AND mail = (SELECT p.mail FROM person p WHERE p.id = $1)",
    "ii", .writes = true};

static const char *const purpose_words[PURPOSE__N] = {"sign-in", "sign-up", "welcome", "member"};
static const enum text_id purpose_labels[PURPOSE__N] = {T_purpose_sign_in, T_purpose_sign_up,
                                                        T_purpose_welcome, T_purpose_member};

static enum rc write_links(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct login_link) list;
    TRY(DB_ALL(db, own_data_arena(out), &list_of_person, &list, DB_INT(person)));
    for (size_t i = 0; i < list.n; i++) {
        const struct login_link *link = &list.v[i];
        own_data_row(out);
        own_data_word(out, "purpose", T_own_purpose, purpose_words[link->purpose],
                      purpose_labels[link->purpose]);
        own_data_flag(out, "for_somebody_else", T_own_for_other, link->person != person);
        own_data_str(out, "mail", T_field_mail, link->mail);
        own_data_str(out, "name", T_field_name, link->name);
        own_data_when(out, "created_at", T_own_made, link->created_at);
        own_data_when(out, "expires_at", T_own_expires, link->expires_at);
        own_data_when(out, "used_at", T_own_used, link->used_at);
    }
    return RC_OK;
}

static enum rc erase_links(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    TRY(DB_RUN(db, &erase_of_person, DB_INT(person), DB_INT(now)));
    return DB_RUN(db, &erase_of_mail, DB_INT(person), DB_INT(now));
}

const struct own_data login_link_own_data = {"links", T_own_links, write_links, erase_links};

static const struct db_query *const all[] = {
    &end_older,     &insert_link, &by_hash,        &by_id,           &mark_used,     &end_all,
    &empty_expired, &delete_old,  &list_of_person, &erase_of_person, &erase_of_mail,
};
const struct db_queries login_link_queries = DB_QUERIES("login_link", all);

/* The store of seats: found again by the cookie, read, and whose an answer is. Taking and leaving
   one is in seat_take.c. */
#include "core/meeting/seat.h"

#include "kit/answer.h"
#include "kit/session.h"
#include "kit/site.h"
#include "platform/http_token.h"
#include "platform/secret.h"

#include <string.h>

enum { TOKEN_CHARS = 2 * SECRET_TOKEN_BYTES, COOKIE_NAME_MAX = 32 };
#define DAY_S (24 * 60 * 60 * INT64_C(1))

static const struct db_column seat_columns[] = {
    DB_COL(struct seat, id),       DB_COL(struct seat, public_id), DB_COL(struct seat, meeting),
    DB_COL(struct seat, number),   DB_COL(struct seat, nickname),  DB_COL(struct seat, sector),
    DB_COL(struct seat, subgroup), DB_COL(struct seat, device),    DB_COL(struct seat, has_left),
};
#define SEAT_ROW DB_ROW(struct seat, seat_columns)
#define SEAT_SELECT                                                                                \
    "SELECT id, public_id, meeting_id AS meeting, number, nickname, sector, subgroup, device, "    \
    "has_left FROM seat "

static const struct db_query find_by_token = {
    "seat.by_token", SEAT_SELECT "WHERE meeting_id = $1 AND token_hash = $2", "ib", SEAT_ROW};
static const struct db_query find_by_public_id = {
    "seat.by_public_id", SEAT_SELECT "WHERE public_id = $1 AND meeting_id = $2 AND has_left = 0",
    "ii", SEAT_ROW};
static const struct db_query list_seats = {
    "seat.list", SEAT_SELECT "WHERE meeting_id = $1 AND has_left = 0 ORDER BY number LIMIT 1000",
    "i", SEAT_ROW};
static const struct db_query count_seats = {
    "seat.count", "SELECT count(*) FROM seat WHERE meeting_id = $1 AND has_left = 0", "i",
    DB_ROW_I64};
/* The meeting of an address, and the seat that a token has in it or 0. */
struct heard {
    int64_t meeting, seat;
};
static const struct db_column heard_columns[] = {
    DB_COL(struct heard, meeting),
    DB_COL(struct heard, seat),
};
static const struct db_query find_listener = {
    "seat.listener",
    "SELECT m.id AS meeting, s.id AS seat FROM meeting m LEFT JOIN seat s ON s.meeting_id = m.id "
    "AND s.token_hash = $2 AND s.has_left = 0 WHERE m.public_id = $1",
    "ib", DB_ROW(struct heard, heard_columns)};

static const struct db_query *const statements[] = {&find_by_token, &find_by_public_id, &list_seats,
                                                    &count_seats, &find_listener};
const struct db_queries seat_queries = DB_QUERIES("seat", statements);

/* ---- cookie and token ---- */

struct str seat_token_hash(const struct request *request, struct str token) {
    char *hash = arena_alloc(request->arena, SECRET_HASH_BYTES);
    if (!hash) return (struct str){0};
    token_hash(request->site->secret, "seat", token, hash, SECRET_HASH_BYTES);
    return (struct str){hash, SECRET_HASH_BYTES};
}

bool seat_token_is_shaped(struct str token) {
    unsigned char bytes[SECRET_TOKEN_BYTES];
    return str_unhex(token, bytes, sizeof bytes) == RC_OK;
}

static struct str cookie_name(struct arena *arena, uint64_t meeting) {
    char text[ID_TEXT_BYTES + 1];
    id_text(meeting, text);
    return str_format(arena, "seat-%s", text);
}

struct str seat_token_of_asker(const struct request *request, uint64_t meeting) {
    struct str token = request_cookie(request, cookie_name(request->arena, meeting));
    return seat_token_is_shaped(token) ? token : (struct str){0};
}

void seat_cookie(struct request *request, const struct meeting *meeting, struct str token) {
    if (!token.n) return;
    int64_t end = meeting_end(meeting);
    int64_t left = end > request->now ? (end - request->now) / 1000 : 0;
    answer_cookie_named(request, cookie_name(request->arena, meeting->public_id), token,
                        left + DAY_S);
}

enum rc seat_by_token(const struct request *request, int64_t meeting, struct str token,
                      struct seat *seat) {
    struct str hash = seat_token_hash(request, token);
    if (!hash.p) return RC_LIMIT;
    TRY(DB_ONE(request->db, request->arena, &find_by_token, seat, DB_INT(meeting), DB_BLOB(hash)));
    seat->token = token;
    return RC_OK;
}

enum rc seat_load(struct request *request, const struct meeting *meeting) {
    struct str token = seat_token_of_asker(request, meeting->public_id);
    request->seat = NULL;
    request->seat_key = 0;
    if (!token.n || meeting->state == MEETING_CLOSED) return RC_OK;
    struct seat *seat = arena_new(request->arena, struct seat);
    if (!seat) return RC_LIMIT;
    enum rc rc = seat_by_token(request, meeting->id, token, seat);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    if (seat->has_left) return RC_OK;
    request->seat = seat;
    request->seat_key = seat->id;
    return RC_OK;
}

const struct seat *seat_of_asker(const struct request *request) {
    return request->seat;
}

enum rc seat_listens(struct request *request, uint64_t meeting) {
    struct str token = seat_token_of_asker(request, meeting);
    struct str hash = seat_token_hash(request, token);
    struct heard heard;
    if (!hash.p) return RC_LIMIT;
    TRY(DB_ONE(request->db, request->arena, &find_listener, &heard, DB_ID(meeting), DB_BLOB(hash)));
    if (token.n) request->seat_key = heard.seat;
    return RC_OK;
}

/* ---- reading ---- */

enum rc seat_by_public_id(struct db *db, struct arena *arena, int64_t meeting, uint64_t public_id,
                          struct seat *seat) {
    return DB_ONE(db, arena, &find_by_public_id, seat, DB_ID(public_id), DB_INT(meeting));
}

enum rc seat_list(struct db *db, struct arena *arena, int64_t meeting, struct seat_list *list) {
    return DB_ALL(db, arena, &list_seats, &list->rows, DB_INT(meeting));
}

enum rc seat_count(struct db *db, struct arena *arena, int64_t meeting, int64_t *n) {
    return DB_ONE(db, arena, &count_seats, n, DB_INT(meeting));
}

/* ---- whose ---- */

struct str seat_tag(const struct request *request, const struct seat *seat, uint64_t exercise) {
    char text[TOKEN_CHARS + 2 * sizeof(uint64_t)];
    char *tag = arena_alloc(request->arena, SEAT_TAG_BYTES);
    size_t n = seat->token.n < TOKEN_CHARS ? seat->token.n : TOKEN_CHARS;
    if (!tag) return (struct str){0};
    if (n) memcpy(text, seat->token.p, n);
    if (!n) {
        memcpy(text, &seat->public_id, sizeof seat->public_id);
        n = sizeof seat->public_id;
    }
    memcpy(text + n, &exercise, sizeof exercise);
    token_hash(request->site->secret, seat->token.n ? "tag" : "tag without telephone",
               (struct str){text, n + sizeof exercise}, tag, SEAT_TAG_BYTES);
    return (struct str){tag, SEAT_TAG_BYTES};
}

/* Taking, changing and leaving a seat. See seat.h. */
#include "core/meeting/exercise.h"
#include "core/meeting/seat.h"
#include "platform/secret.h"

/* Writing the meeting's row makes those who come at the same time wait for each other, so that two
   never want the same number. */
static const struct db_query lock_meeting = {
    "seat_take.lock",
    "UPDATE meeting SET version = version WHERE id = $1 AND state <> 2 RETURNING public_id", "i",
    DB_ROW_U64, .writes = true};
_Static_assert(MEETING_CLOSED == 2, "the statement names the number");
static const struct db_query highest_number = {
    "seat_take.highest", "SELECT coalesce(max(number), 0) FROM seat WHERE meeting_id = $1", "i",
    DB_ROW_I64};
static const struct db_query insert_seat = {
    "seat_take.insert",
    "INSERT INTO seat (public_id, meeting_id, token_hash, number, nickname, sector, subgroup, "
    "device, has_left) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) RETURNING id",
    "iibititi", DB_ROW_I64, .writes = true};
static const struct db_query update_seat = {
    "seat_take.update",
    "UPDATE seat SET nickname = $2, sector = $3, subgroup = $4, has_left = 0 WHERE id = $1", "itit",
    .writes = true};
static const struct db_query leave_seat = {
    "seat_take.leave", "UPDATE seat SET has_left = 1 WHERE id = $1 AND has_left = 0", "i",
    .writes = true};
static const struct db_query address_of = {
    "seat_take.address", "SELECT public_id FROM meeting WHERE id = $1", "i", DB_ROW_U64};

static const struct db_query *const statements[] = {&lock_meeting, &highest_number, &insert_seat,
                                                    &update_seat,  &leave_seat,     &address_of};
const struct db_queries seat_take_queries = DB_QUERIES("seat_take", statements);

/* The people in the room have changed: pairs and groups, counts. */
static enum rc changed(const struct request *request, int64_t meeting, uint64_t public_id) {
    TRY(exercise_seats_changed(request, meeting));
    return meeting_tell_room(request, public_id);
}

static enum rc write_back(const struct request *request, const struct seat *seat) {
    return DB_RUN(request->db, &update_seat, DB_INT(seat->id), DB_STR(seat->nickname),
                  DB_INT(seat->sector), DB_STR(seat->subgroup));
}

/* Somebody who had a seat here and left, or whose first answer got lost on the way: the same seat.
   RC_ABSENT when her telephone has none. */
static enum rc return_to_seat(const struct request *request, uint64_t meeting, struct seat *seat) {
    struct str token = seat_token_of_asker(request, meeting);
    struct seat before;
    if (!token.n || seat->device != SEAT_PHONE) return RC_ABSENT;
    TRY(seat_by_token(request, seat->meeting, token, &before));
    seat->id = before.id;
    seat->public_id = before.public_id;
    seat->number = before.number;
    seat->token = token;
    seat->has_left = false;
    return write_back(request, seat);
}

static enum rc insert_row(const struct request *request, struct seat *seat) {
    bool has_token = seat->device == SEAT_PHONE || seat->device == SEAT_TABLE;
    struct str hash = {0};
    seat->token = (struct str){0};
    if (has_token) {
        seat->token = secret_token(request->arena);
        hash = seat_token_hash(request, seat->token);
        if (!seat->token.p || !hash.p) return RC_LIMIT;
    }
    seat->public_id = id_random();
    return DB_ONE(request->db, request->arena, &insert_seat, &seat->id, DB_ID(seat->public_id),
                  DB_INT(seat->meeting), has_token ? DB_BLOB(hash) : DB_NULL, DB_INT(seat->number),
                  DB_STR(seat->nickname), DB_INT(seat->sector), DB_STR(seat->subgroup),
                  DB_INT(seat->device));
}

enum rc seat_take(const struct request *request, struct seat *seat) {
    uint64_t meeting;
    int64_t n, highest;
    enum rc rc =
        DB_ONE(request->db, request->arena, &lock_meeting, &meeting, DB_INT(seat->meeting));
    if (rc == RC_ABSENT) return RC_CONFLICT;
    TRY(rc);
    rc = return_to_seat(request, meeting, seat);
    if (rc == RC_OK) return changed(request, seat->meeting, meeting);
    if (rc != RC_ABSENT) return rc;
    TRY(seat_count(request->db, request->arena, seat->meeting, &n));
    TRY(DB_ONE(request->db, request->arena, &highest_number, &highest, DB_INT(seat->meeting)));
    if (n >= MEETING_SEATS_MAX || highest >= SEAT_NUMBER_MAX) return RC_LIMIT;
    seat->number = (int)highest + 1;
    TRY(insert_row(request, seat));
    return changed(request, seat->meeting, meeting);
}

enum rc seat_update(const struct request *request, const struct seat *seat) {
    uint64_t meeting;
    TRY(DB_ONE(request->db, request->arena, &address_of, &meeting, DB_INT(seat->meeting)));
    TRY(write_back(request, seat));
    return meeting_tell_room(request, meeting);
}

enum rc seat_leave(const struct request *request, const struct seat *seat) {
    uint64_t meeting;
    int64_t n = 0;
    TRY(DB_ONE(request->db, request->arena, &address_of, &meeting, DB_INT(seat->meeting)));
    TRY(DB_CHANGED(request->db, &leave_seat, &n, DB_INT(seat->id)));
    return n ? changed(request, seat->meeting, meeting) : RC_OK;
}

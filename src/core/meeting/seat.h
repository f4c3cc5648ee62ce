/*
 * Seats (pladser): somebody in a meeting, without an account. The browser keeps a random token in a
 * cookie of its own for each meeting, so that seats in two meetings cannot be linked; the database
 * keeps its keyed hash, and nothing once the meeting is closed. The cookie is all there is: whoever
 * borrows the telephone has the seat, and one person with two browsers has two. Three hundred seats
 * taken by somebody who has the code fill the meeting; the leader can let them leave.
 */
#ifndef CORE_MEETING_SEAT_H
#define CORE_MEETING_SEAT_H

#include "core/meeting/meeting.h"
#include "core/sector.h"

/* Stored as these numbers. */
enum seat_device { SEAT_PHONE, SEAT_TABLE, SEAT_PROXY, SEAT_PAPER, SEAT_DEVICE__N };

enum { SEAT_NICKNAME_MAX = 30, SEAT_SUBGROUP_MAX = 30, SEAT_NUMBER_MAX = 999, SEAT_TAG_BYTES = 16 };

struct seat {
    int64_t id;
    uint64_t public_id;
    int64_t meeting;
    int number;          /* 1, 2, 3 …: on the name badge and on paper */
    struct str nickname; /* may be empty: then "nr. 7" */
    int sector;          /* enum sector, or -1: not said */
    struct str subgroup; /* "aftenvagt"; from the meeting's list, or empty */
    int device;
    bool has_left;
    struct str token; /* of the asker's own seat only: from her cookie; never stored */
};
struct seat_list {
    LIST(struct seat) rows;
};

/* The asker's seat in the meeting that the request names, or NULL. */
const struct seat *seat_of_asker(const struct request *request);

/* Takes a seat in the write transaction: number is the next one (never one that was used),
   public_id random, token for seat_cookie in seat->token (SEAT_PROXY and SEAT_PAPER have none: the
   leader enters for them). A telephone that had a seat here, also one it left, gets that again.
   RC_LIMIT: the meeting is full. RC_CONFLICT: closed. Tells the room. */
enum rc seat_take(const struct request *request, struct seat *seat) MUST_CHECK;
/* For the answer step: sends the cookie of the seat taken, good until a day after the meeting. */
void seat_cookie(struct request *request, const struct meeting *meeting, struct str token);
/* Changes nickname, sector, subgroup. */
enum rc seat_update(const struct request *request, const struct seat *seat) MUST_CHECK;
enum rc seat_leave(const struct request *request, const struct seat *seat) MUST_CHECK;
enum rc seat_by_public_id(struct db *db, struct arena *arena, int64_t meeting, uint64_t public_id,
                          struct seat *seat) MUST_CHECK;
/* Those who are here, in the order of their numbers; not those who left. */
enum rc seat_list(struct db *db, struct arena *arena, int64_t meeting,
                  struct seat_list *list) MUST_CHECK;
enum rc seat_count(struct db *db, struct arena *arena, int64_t meeting, int64_t *n) MUST_CHECK;

/* Whose is an answer or a note while its exercise is open: a hash of the seat's own token and the
   exercise, keyed with the server's key. Only who holds the token (the phone) can make it again, so
   the database does not link an answer to a seat even while the meeting runs. A seat without a
   token (proxy) gets one from its public id: the leader who enters for it knows whose it is. 16 raw
   bytes in the request's arena; the exercise's public id keeps exercises apart. */
struct str seat_tag(const struct request *request, const struct seat *seat, uint64_t exercise);

/* ---- for meeting.c, seat_take.c and the site ---- */

/* Sets request->seat and seat_key from the cookie; neither when there is none. */
enum rc seat_load(struct request *request, const struct meeting *meeting) MUST_CHECK;
/* For site.may_listen: RC_ABSENT when there is no such meeting. Sets seat_key. One query. */
enum rc seat_listens(struct request *request, uint64_t meeting) MUST_CHECK;
/* The cookie's token if it is shaped like one, else empty; its stored form; the seat it opens, also
   one that was left. Fuzzed. */
struct str seat_token_of_asker(const struct request *request, uint64_t meeting);
bool seat_token_is_shaped(struct str token);
struct str seat_token_hash(const struct request *request, struct str token);
enum rc seat_by_token(const struct request *request, int64_t meeting, struct str token,
                      struct seat *seat) MUST_CHECK;

extern const struct db_queries seat_queries, seat_take_queries;

#endif

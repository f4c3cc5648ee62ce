/* The facilitators of a meeting, and those who signed up for it. See meeting.h. */
#include "core/meeting/meeting.h"

#include "platform/secret.h"

/* ---- facilitators ---- */

static const struct db_column leader_columns[] = {
    DB_COL(struct meeting_leader, person),
    DB_COL(struct meeting_leader, person_public_id),
    DB_COL(struct meeting_leader, name),
};
static const struct db_query list_leaders = {
    "meeting_people.leaders",
    "SELECT l.person_id AS person, p.public_id AS person_public_id, p.name FROM meeting_leader l "
    "JOIN person p ON p.id = l.person_id WHERE l.meeting_id = $1 ORDER BY l.id LIMIT 100",
    "i", DB_ROW(struct meeting_leader, leader_columns)};
static const struct db_query insert_leader = {
    "meeting_people.add_leader",
    "INSERT INTO meeting_leader (meeting_id, person_id, added_at) VALUES ($1, $2, $3) "
    "ON CONFLICT DO NOTHING RETURNING id",
    "iii", DB_ROW_I64, .writes = true};
static const struct db_query delete_leader = {
    "meeting_people.remove_leader",
    "DELETE FROM meeting_leader WHERE meeting_id = $1 AND person_id = $2", "ii", .writes = true};

enum rc meeting_leaders(struct db *db, struct arena *arena, int64_t meeting,
                        struct meeting_leaders *leaders) {
    return DB_ALL(db, arena, &list_leaders, &leaders->rows, DB_INT(meeting));
}

enum rc meeting_leader_add(const struct request *request, int64_t meeting, int64_t person) {
    int64_t id;
    return DB_ONE(request->db, request->arena, &insert_leader, &id, DB_INT(meeting), DB_INT(person),
                  DB_INT(request->now));
}

enum rc meeting_leader_remove(const struct request *request, int64_t meeting, int64_t person) {
    struct meeting_leaders leaders;
    bool is_one = false;
    TRY(meeting_leaders(request->db, request->arena, meeting, &leaders));
    for (size_t i = 0; i < leaders.rows.n; i++) is_one |= leaders.rows.v[i].person == person;
    if (!is_one) return RC_ABSENT;
    if (leaders.rows.n == 1) return RC_CONFLICT;
    return DB_RUN(request->db, &delete_leader, DB_INT(meeting), DB_INT(person));
}

/* ---- sign-ups and attendance ---- */

static const struct db_column signup_columns[] = {
    DB_COL(struct meeting_signup, id),      DB_COL(struct meeting_signup, public_id),
    DB_COL(struct meeting_signup, meeting), DB_COL(struct meeting_signup, name),
    DB_COL(struct meeting_signup, mail),    DB_COL(struct meeting_signup, sector),
    DB_COL(struct meeting_signup, made_at), DB_COL(struct meeting_signup, reminded_at),
    DB_COL(struct meeting_signup, came),
};
static const struct db_query list_signups = {
    "meeting_people.signups",
    "SELECT id, public_id, meeting_id AS meeting, name, mail, sector, made_at, reminded_at, came "
    "FROM meeting_signup WHERE meeting_id = $1 ORDER BY id LIMIT 1000",
    "i", DB_ROW(struct meeting_signup, signup_columns)};
static const struct db_query insert_signup = {
    "meeting_people.add_signup",
    "INSERT INTO meeting_signup (public_id, meeting_id, name, mail, sector, made_at, reminded_at, "
    "came) VALUES ($1, $2, $3, $4, $5, $6, 0, 0) RETURNING id",
    "iittii", DB_ROW_I64, .writes = true};
static const struct db_query count_signups = {
    "meeting_people.count_signups", "SELECT count(*) FROM meeting_signup WHERE meeting_id = $1",
    "i", DB_ROW_I64};
static const struct db_query count_mail = {
    "meeting_people.count_mail",
    "SELECT count(*) FROM meeting_signup WHERE meeting_id = $1 AND mail = $2 AND mail <> ''", "it",
    DB_ROW_I64};
static const struct db_query delete_signup = {
    "meeting_people.remove_signup",
    "DELETE FROM meeting_signup WHERE meeting_id = $1 AND public_id = $2", "ii", .writes = true};
static const struct db_query set_came = {
    "meeting_people.set_came",
    "UPDATE meeting_signup SET came = $3 WHERE meeting_id = $1 AND public_id = $2", "iii",
    .writes = true};

static const struct db_query *const statements[] = {
    &list_leaders,  &insert_leader, &delete_leader, &list_signups, &insert_signup,
    &count_signups, &count_mail,    &delete_signup, &set_came,
};
const struct db_queries meeting_people_queries = DB_QUERIES("meeting_people", statements);

enum rc meeting_signups(struct db *db, struct arena *arena, int64_t meeting,
                        struct meeting_signups *signups) {
    return DB_ALL(db, arena, &list_signups, &signups->rows, DB_INT(meeting));
}

enum rc meeting_signup_add(const struct request *request, struct meeting_signup *signup) {
    struct meeting meeting;
    int64_t n = 0;
    TRY(meeting_by_id(request->db, request->arena, signup->meeting, &meeting));
    if (!meeting.takes_signups || meeting.state == MEETING_CLOSED) return RC_CONFLICT;
    TRY(DB_ONE(request->db, request->arena, &count_signups, &n, DB_INT(signup->meeting)));
    if (n >= MEETING_SEATS_MAX) return RC_LIMIT;
    TRY(DB_ONE(request->db, request->arena, &count_mail, &n, DB_INT(signup->meeting),
               DB_STR(signup->mail)));
    if (n) return RC_CONFLICT;
    signup->public_id = id_random();
    signup->made_at = request->now;
    return DB_ONE(request->db, request->arena, &insert_signup, &signup->id,
                  DB_ID(signup->public_id), DB_INT(signup->meeting), DB_STR(signup->name),
                  DB_STR(signup->mail), DB_INT(signup->sector), DB_INT(signup->made_at));
}

enum rc meeting_signup_remove(const struct request *request, int64_t meeting, uint64_t public_id) {
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &delete_signup, &changed, DB_INT(meeting), DB_ID(public_id)));
    return changed ? RC_OK : RC_ABSENT;
}

enum rc meeting_signup_set_came(const struct request *request, int64_t meeting, uint64_t public_id,
                                bool came) {
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &set_came, &changed, DB_INT(meeting), DB_ID(public_id),
                   DB_INT(came)));
    return changed ? RC_OK : RC_ABSENT;
}

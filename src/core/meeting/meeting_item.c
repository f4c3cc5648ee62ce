/* The agenda of a meeting: plain items and exercises in their order. See meeting.h. */
#include "core/meeting/exercise.h"
#include "core/meeting/meeting.h"
#include "platform/secret.h"

static const struct db_column item_columns[] = {
    DB_COL(struct meeting_item, id),       DB_COL(struct meeting_item, public_id),
    DB_COL(struct meeting_item, meeting),  DB_COL(struct meeting_item, seq),
    DB_COL(struct meeting_item, kind),     DB_COL(struct meeting_item, title),
    DB_COL(struct meeting_item, text),     DB_COL(struct meeting_item, minutes),
    DB_COL(struct meeting_item, activity), DB_COL(struct meeting_item, is_done),
    DB_COL(struct meeting_item, tool),     DB_COL(struct meeting_item, activity_public_id),
};
static const struct db_query list_items = {
    "meeting_item.list",
    "SELECT t.id, t.public_id, t.meeting_id AS meeting, t.seq, t.kind, "
    "coalesce(a.title, t.title) AS title, t.text, t.minutes, t.activity_id AS activity, t.is_done, "
    "e.tool, a.public_id AS activity_public_id FROM meeting_item t "
    "LEFT JOIN activity a ON a.id = t.activity_id LEFT JOIN exercise e ON e.id = t.activity_id "
    "WHERE t.meeting_id = $1 ORDER BY t.seq, t.id LIMIT 100",
    "i", DB_ROW(struct meeting_item, item_columns)};
static const struct db_query insert_item = {
    "meeting_item.insert",
    "INSERT INTO meeting_item (public_id, meeting_id, seq, kind, title, text, minutes, "
    "activity_id, "
    "is_done) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) RETURNING id",
    "iiiittii", DB_ROW_I64, .writes = true};
static const struct db_query update_item = {
    "meeting_item.update",
    "UPDATE meeting_item SET title = $3, text = $4, minutes = $5 WHERE id = $1 AND meeting_id = $2",
    "iitti", .writes = true};
static const struct db_query set_seq = {
    "meeting_item.set_seq", "UPDATE meeting_item SET seq = $2 WHERE id = $1", "ii", .writes = true};
static const struct db_query delete_item = {
    "meeting_item.delete", "DELETE FROM meeting_item WHERE id = $1 AND meeting_id = $2", "ii",
    .writes = true};

/* An exercise that was never started goes with its item, and its activity with it. */
static const struct db_query state_of_exercise = {
    "meeting_item.exercise_state", "SELECT state FROM exercise WHERE id = $1", "i", DB_ROW_I64};
static const struct db_query delete_exercise = {
    "meeting_item.delete_exercise", "DELETE FROM exercise WHERE id = $1", "i", .writes = true};
/* Notes that were carried into an exercise which then was not held. */
static const struct db_query delete_carried[] = {
    {"meeting_item.delete_origins", "DELETE FROM note_origin WHERE exercise_id = $1", "i",
     .writes = true},
    {"meeting_item.delete_history", "DELETE FROM note_history WHERE exercise_id = $1", "i",
     .writes = true},
    {"meeting_item.delete_details", "DELETE FROM note_detail WHERE exercise_id = $1", "i",
     .writes = true},
    {"meeting_item.delete_notes", "DELETE FROM note WHERE exercise_id = $1", "i", .writes = true},
};
static const struct db_query delete_moves = {"meeting_item.delete_moves",
                                             "DELETE FROM activity_move WHERE activity_id = $1",
                                             "i", .writes = true};
static const struct db_query delete_activity = {
    "meeting_item.delete_activity", "DELETE FROM activity WHERE id = $1", "i", .writes = true};

static const struct db_query set_done = {
    "meeting_item.set_done",
    "UPDATE meeting_item SET is_done = $3 WHERE id = $1 AND meeting_id = $2 RETURNING id", "iii",
    DB_ROW_I64, .writes = true};
static const struct db_query set_running = {"meeting_item.set_running",
                                            "UPDATE meeting SET item_id = $2 WHERE id = $1", "ii",
                                            .writes = true};

static const struct db_query *const statements[] = {
    &list_items,        &insert_item,       &update_item,       &set_seq,
    &delete_item,       &state_of_exercise, &delete_carried[0], &delete_carried[1],
    &delete_carried[2], &delete_carried[3], &delete_exercise,   &delete_moves,
    &delete_activity,   &set_done,          &set_running,
};
const struct db_queries meeting_item_queries = DB_QUERIES("meeting_item", statements);

enum rc meeting_items(struct db *db, struct arena *arena, int64_t meeting,
                      struct meeting_items *items) {
    return DB_ALL(db, arena, &list_items, &items->rows, DB_INT(meeting));
}

static enum rc tell(const struct request *request, int64_t id) {
    struct meeting meeting;
    TRY(meeting_by_id(request->db, request->arena, id, &meeting));
    return meeting_tell_all(request, meeting.public_id);
}

enum rc meeting_item_add(const struct request *request, struct meeting_item *item) {
    struct meeting_items items;
    TRY(meeting_items(request->db, request->arena, item->meeting, &items));
    if (items.rows.n >= MEETING_ITEMS_MAX) return RC_LIMIT;
    item->seq = items.rows.n ? items.rows.v[items.rows.n - 1].seq + 1 : 1;
    item->public_id = id_random();
    item->is_done = false;
    TRY(DB_ONE(request->db, request->arena, &insert_item, &item->id, DB_ID(item->public_id),
               DB_INT(item->meeting), DB_INT(item->seq), DB_INT(item->kind), DB_STR(item->title),
               DB_STR(item->text), DB_INT(item->minutes), DB_REF(item->activity)));
    return tell(request, item->meeting);
}

enum rc meeting_item_update(const struct request *request, const struct meeting_item *item) {
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &update_item, &changed, DB_INT(item->id), DB_INT(item->meeting),
                   DB_STR(item->title), DB_STR(item->text), DB_INT(item->minutes)));
    return changed ? tell(request, item->meeting) : RC_ABSENT;
}

static size_t place_of(const struct meeting_items *items, int64_t id) {
    size_t at = 0;
    while (at < items->rows.n && items->rows.v[at].id != id) at++;
    return at;
}

static enum rc write_order(const struct request *request, const struct meeting_item *const *order,
                           size_t n) {
    for (size_t i = 0; i < n; i++)
        if (order[i]->seq != (int)i + 1)
            TRY(DB_RUN(request->db, &set_seq, DB_INT(order[i]->id), DB_INT((int64_t)i + 1)));
    return RC_OK;
}

enum rc meeting_item_move(const struct request *request, const struct meeting_item *item, int by) {
    struct meeting_items items;
    TRY(meeting_items(request->db, request->arena, item->meeting, &items));
    size_t n = items.rows.n, at = place_of(&items, item->id);
    if (at == n) return RC_ABSENT;
    if ((by < 0 && at == 0) || (by > 0 && at + 1 == n) || by == 0) return RC_OK;
    const struct meeting_item **order =
        arena_new_array(request->arena, n, const struct meeting_item *);
    if (!order) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) order[i] = &items.rows.v[i];
    size_t other = by < 0 ? at - 1 : at + 1;
    order[at] = &items.rows.v[other];
    order[other] = &items.rows.v[at];
    TRY(write_order(request, order, n));
    return tell(request, item->meeting);
}

static enum rc remove_exercise(const struct request *request, int64_t activity) {
    int64_t state;
    enum rc rc = DB_ONE(request->db, request->arena, &state_of_exercise, &state, DB_INT(activity));
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    if (state != EXERCISE_PLANNED) return RC_CONFLICT;
    for (size_t i = 0; i < COUNT(delete_carried); i++)
        TRY(DB_RUN(request->db, &delete_carried[i], DB_INT(activity)));
    TRY(DB_RUN(request->db, &delete_exercise, DB_INT(activity)));
    TRY(DB_RUN(request->db, &delete_moves, DB_INT(activity)));
    return DB_RUN(request->db, &delete_activity, DB_INT(activity));
}

enum rc meeting_item_remove(const struct request *request, const struct meeting_item *item) {
    struct meeting meeting;
    struct meeting_items items;
    TRY(meeting_by_id(request->db, request->arena, item->meeting, &meeting));
    TRY(meeting_items(request->db, request->arena, item->meeting, &items));
    size_t at = place_of(&items, item->id);
    if (at == items.rows.n) return RC_ABSENT;
    if (items.rows.v[at].activity) TRY(remove_exercise(request, items.rows.v[at].activity));
    TRY(DB_RUN(request->db, &delete_item, DB_INT(item->id), DB_INT(item->meeting)));
    if (meeting.item == item->id)
        TRY(DB_RUN(request->db, &set_running, DB_INT(meeting.id), DB_INT(0)));
    return meeting_tell_all(request, meeting.public_id);
}

enum rc meeting_go(const struct request *request, int64_t id, int64_t item) {
    struct meeting meeting;
    int64_t found;
    TRY(meeting_by_id(request->db, request->arena, id, &meeting));
    if (meeting.state != MEETING_OPEN) return RC_CONFLICT;
    if (meeting.item == item) return RC_OK;
    if (item)
        TRY(DB_ONE(request->db, request->arena, &set_done, &found, DB_INT(item), DB_INT(id),
                   DB_INT(0)));
    if (meeting.item) {
        enum rc rc = DB_ONE(request->db, request->arena, &set_done, &found, DB_INT(meeting.item),
                            DB_INT(id), DB_INT(1));
        if (rc != RC_ABSENT) TRY(rc);
    }
    TRY(DB_RUN(request->db, &set_running, DB_INT(id), DB_INT(item)));
    return meeting_tell_all(request, meeting.public_id);
}

/* What hangs on a note beside its text: its version, its history, where it came from; and what goes
   with it when it is deleted. See board.h. */
#include "core/meeting/board.h"

#include "core/meeting/note_inner.h"
#include "platform/secret.h"

#define DAY_MS INT64_C(86400000)

static const struct db_query touch_note = {
    "board.touch",
    "UPDATE note SET version = version + 1 WHERE id = $1 AND exercise_id = $2 AND version = $3",
    "iii", .writes = true};
static const struct db_query insert_history = {
    "board.remember",
    "INSERT INTO note_history (exercise_id, note_id, seq, text, sector, day) VALUES ($1, $2, "
    "1 + (SELECT coalesce(max(h.seq), 0) FROM note_history h WHERE h.exercise_id = $1 "
    "AND h.note_id = $2), $3, $4, $5)",
    "iitii", .writes = true};
static const struct db_query forget_marks[] = {
    {"board.forget_details", "DELETE FROM note_detail WHERE exercise_id = $1 AND note_id = $2",
     "ii", .writes = true},
    {"board.forget_links",
     "DELETE FROM note_link WHERE exercise_id = $1 AND (note_a = $2 OR note_b = $2)", "ii",
     .writes = true},
    {"board.forget_dots", "DELETE FROM note_dot WHERE exercise_id = $1 AND note_id = $2", "ii",
     .writes = true},
    {"board.forget_history", "DELETE FROM note_history WHERE exercise_id = $1 AND note_id = $2",
     "ii", .writes = true},
    {"board.forget_origin", "DELETE FROM note_origin WHERE exercise_id = $1 AND note_id = $2", "ii",
     .writes = true},
    {"board.forget_merged",
     "UPDATE note SET merged_into = 0, version = version + 1 WHERE exercise_id = $1 "
     "AND merged_into = $2",
     "ii", .writes = true},
};
static const struct db_query count_cluster = {
    "board.count_cluster", "SELECT count(*) FROM note WHERE exercise_id = $1 AND cluster_id = $2",
    "ii", DB_ROW_I64};
static const struct db_query delete_cluster = {
    "board.delete_cluster", "DELETE FROM note_cluster WHERE exercise_id = $1 AND id = $2", "ii",
    .writes = true};

static const struct db_column change_columns[] = {
    DB_COL(struct board_change, text),
    DB_COL(struct board_change, sector),
    DB_COL(struct board_change, day),
};
static const struct db_query list_history = {
    "board.history",
    "SELECT text, sector, day FROM note_history WHERE exercise_id = $1 AND note_id = $2 "
    "ORDER BY seq LIMIT 500",
    "ii", DB_ROW(struct board_change, change_columns)};

static const struct db_query *const statements[] = {
    &touch_note,      &insert_history,  &forget_marks[0], &forget_marks[1],
    &forget_marks[2], &forget_marks[3], &forget_marks[4], &forget_marks[5],
    &count_cluster,   &delete_cluster,  &list_history};
const struct db_queries board_trace_queries = DB_QUERIES("board_trace", statements);

/* ---- versions ---- */

enum rc note_touch(const struct request *request, const struct exercise *exercise, uint64_t id,
                   int64_t version) {
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &touch_note, &changed, DB_ID(id), DB_INT(exercise->id),
                   DB_INT(version)));
    return changed ? RC_OK : RC_ABSENT;
}

/* ---- history ---- */

enum rc note_remember(const struct request *request, const struct exercise *exercise, uint64_t id,
                      struct str text, int sector) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    if (!tool || !tool->keeps_history) return RC_OK;
    return DB_RUN(request->db, &insert_history, DB_INT(exercise->id), DB_ID(id), DB_STR(text),
                  DB_INT(sector), DB_INT(request->now - request->now % DAY_MS));
}

enum rc board_history(const struct request *request, const struct exercise *exercise, uint64_t note,
                      struct board_history *history) {
    return DB_ALL(request->db, request->arena, &list_history, &history->rows, DB_INT(exercise->id),
                  DB_ID(note));
}

/* ---- forgetting ---- */

enum rc board_forget_empty(const struct request *request, const struct exercise *exercise,
                           int64_t cluster) {
    int64_t n = 0;
    if (!cluster) return RC_OK;
    TRY(DB_ONE(request->db, request->arena, &count_cluster, &n, DB_INT(exercise->id),
               DB_INT(cluster)));
    if (n) return RC_OK;
    return DB_RUN(request->db, &delete_cluster, DB_INT(exercise->id), DB_INT(cluster));
}

enum rc note_forget(const struct request *request, const struct exercise *exercise,
                    const struct note_row *row) {
    for (size_t i = 0; i < COUNT(forget_marks); i++)
        TRY(DB_RUN(request->db, &forget_marks[i], DB_INT(exercise->id), DB_ID(row->note.id)));
    return RC_OK;
}

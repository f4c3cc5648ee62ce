/* The store of notes: own until shared, hidden openly. Writing them is in note_save.c. */
#include "core/log.h"
#include "core/meeting/note_inner.h"

#include <assert.h>

const char *const note_hidden_choices[NOTE_HIDDEN__N + 1] = {"shown",     "personal", "hurtful",
                                                             "off-topic", "double",   NULL};
const enum text_id note_hidden_labels[NOTE_HIDDEN__N] = {
    T_note_shown, T_note_hidden_personal, T_note_hidden_hurtful, T_note_hidden_off_topic,
    T_note_hidden_double};

static const struct db_column note_columns[] = {
    DB_COL(struct note_row, note.id),
    DB_COL(struct note_row, note.exercise),
    DB_COL(struct note_row, note.region),
    DB_COL(struct note_row, note.text),
    DB_COL(struct note_row, note.lang),
    DB_COL(struct note_row, note.sector),
    DB_COL(struct note_row, note.origin),
    DB_COL(struct note_row, note.hidden),
    DB_COL(struct note_row, note.is_reported),
    DB_COL(struct note_row, note.seat),
    DB_COL(struct note_row, note.nickname),
    DB_COL(struct note_row, phase),
    DB_COL(struct note_row, group),
    DB_COL(struct note_row, round),
    DB_COL(struct note_row, layer),
    DB_COL(struct note_row, version),
    DB_COL(struct note_row, cluster),
    DB_COL(struct note_row, merged),
    DB_COL(struct note_row, dots),
    DB_COL_BLOB(struct note_row, tag),
};
#define NOTE_ROW DB_ROW(struct note_row, note_columns)
#define NOTE_SELECT                                                                                \
    "SELECT n.id, n.exercise_id, n.region, n.text, n.lang, n.sector, n.origin, n.hidden, "         \
    "n.is_reported, n.seat_id, s.nickname, n.phase, n.group_number, n.round, n.layer, n.version, " \
    "n.cluster_id, n.merged_into, n.dots, n.tag FROM note n LEFT JOIN seat s ON s.id = n.seat_id "

static const struct db_query find_note = {
    "note.find", NOTE_SELECT "WHERE n.id = $1 AND n.exercise_id = $2", "ii", NOTE_ROW};
static const struct db_query list_notes = {
    "note.list",
    NOTE_SELECT "WHERE n.exercise_id = $1 ORDER BY n.region, n.cluster_id, n.id LIMIT 20000", "i",
    NOTE_ROW};
static const struct db_query list_one = {
    "note.list_one",
    NOTE_SELECT "WHERE n.exercise_id = $1 AND (n.id = $2 OR n.merged_into = $2) "
                "ORDER BY n.region, n.cluster_id, n.id LIMIT 5000",
    "ii", NOTE_ROW};
static const struct db_query set_hidden = {
    "note.hide",
    "UPDATE note SET hidden = $3, version = version + 1 WHERE id = $1 AND exercise_id = $2", "iii",
    .writes = true};
static const struct db_query set_reported = {
    "note.report", "UPDATE note SET is_reported = 1 WHERE id = $1 AND exercise_id = $2", "ii",
    .writes = true};

struct sector_count {
    int sector;
    int64_t n;
};
static const struct db_column sector_columns[] = {
    DB_COL(struct sector_count, sector),
    DB_COL(struct sector_count, n),
};
static const struct db_query count_notes = {
    "note.by_sector",
    "SELECT sector, count(*) AS n FROM note WHERE exercise_id = $1 AND phase = $2 GROUP BY sector",
    "ii", DB_ROW(struct sector_count, sector_columns)};
static const struct db_query count_seats = {
    "note.seats_by_sector",
    "SELECT sector, count(*) AS n FROM seat WHERE meeting_id = $1 AND has_left = 0 GROUP BY sector",
    "i", DB_ROW(struct sector_count, sector_columns)};
static const struct db_query *const note_statements[] = {
    &find_note, &list_notes, &list_one, &set_hidden, &set_reported, &count_notes, &count_seats};
const struct db_queries note_queries = DB_QUERIES("note", note_statements);

enum rc note_row_find(const struct request *request, const struct exercise *exercise, uint64_t id,
                      struct note_row *row) {
    *row = (struct note_row){0};
    return DB_ONE(request->db, request->arena, &find_note, row, DB_ID(id), DB_INT(exercise->id));
}

enum rc note_row_list(const struct request *request, const struct exercise *exercise, uint64_t only,
                      struct note_rows *rows) {
    if (only)
        return DB_ALL(request->db, request->arena, &list_one, &rows->rows, DB_INT(exercise->id),
                      DB_ID(only));
    return DB_ALL(request->db, request->arena, &list_notes, &rows->rows, DB_INT(exercise->id));
}

/* ---- reading ---- */

/* One note of the list, for this asker. */
static void take_note(const struct note_looking *looking, const struct note_row *row,
                      struct note_seen *seen, struct note *notes) {
    if (row->note.hidden > NOTE_SHOWN && row->note.hidden < NOTE_HIDDEN__N) {
        seen->hidden[row->note.hidden]++;
    } else if (!note_may_see(looking, row)) {
        seen->unseen++;
    } else {
        notes[seen->notes.rows.n] = row->note;
        notes[seen->notes.rows.n++].is_own = note_is_own(looking, row);
    }
}

enum rc note_read(const struct request *request, const struct exercise *exercise,
                  const struct seat *seat, struct note_seen *seen) {
    struct note_rows list = {0};
    struct note_looking looking;
    *seen = (struct note_seen){0};
    TRY(note_look(request, exercise, seat, &looking));
    TRY(note_row_list(request, exercise, 0, &list));
    struct note *notes = arena_new_array(request->arena, list.rows.n + 1, struct note);
    if (!notes) return RC_LIMIT;
    seen->notes.rows.v = notes;
    for (size_t i = 0; i < list.rows.n; i++)
        if (!list.rows.v[i].merged) take_note(&looking, &list.rows.v[i], seen, notes);
    return RC_OK;
}

/* ---- moderation ---- */

enum rc note_list_hidden(const struct request *request, const struct exercise *exercise,
                         struct note_list *list) {
    struct note_rows rows = {0};
    TRY(note_row_list(request, exercise, 0, &rows));
    struct note *notes = arena_new_array(request->arena, rows.rows.n + 1, struct note);
    if (!notes) return RC_LIMIT;
    *list = (struct note_list){{notes, 0}};
    for (size_t i = 0; i < rows.rows.n; i++) {
        const struct note_row *row = &rows.rows.v[i];
        bool is_hidden = row->note.hidden > NOTE_SHOWN && row->note.hidden < NOTE_HIDDEN__N;
        if (is_hidden && !row->merged) notes[list->rows.n++] = row->note;
    }
    return RC_OK;
}

enum rc note_hide(const struct request *request, const struct exercise *exercise, uint64_t id,
                  enum note_hidden reason) {
    struct note_row row;
    assert((unsigned)reason < NOTE_HIDDEN__N);
    TRY(note_row_find(request, exercise, id, &row));
    if (row.note.hidden == (int)reason) return RC_OK;
    TRY(DB_RUN(request->db, &set_hidden, DB_ID(id), DB_INT(exercise->id), DB_INT(reason)));
    const struct log_entry entry = {.at = request->now,
                                    .actor = request->asker.id,
                                    .acting = request->asker.acting,
                                    .verb = reason == NOTE_SHOWN ? LOG_NOTE_SHOWN : LOG_NOTE_HIDDEN,
                                    .place = exercise->place,
                                    .target = REF_ACTIVITY(exercise->id),
                                    .before = row.note.hidden,
                                    .after = (int)reason};
    TRY(log_add(request->db, &entry));
    return meeting_tell_all(request, exercise->meeting_public_id);
}

enum rc note_report(const struct request *request, const struct exercise *exercise, uint64_t id) {
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &set_reported, &changed, DB_ID(id), DB_INT(exercise->id)));
    if (!changed) return RC_ABSENT;
    return meeting_tell_room(request, exercise->meeting_public_id);
}

/* ---- equal voice ---- */

static enum rc count_sectors(struct db *db, struct arena *arena, const struct exercise *exercise,
                             const struct db_query *query, int64_t counts[SECTOR__N + 1]) {
    LIST(struct sector_count) rows = {0};
    if (query == &count_notes)
        TRY(DB_ALL(db, arena, query, &rows, DB_INT(exercise->id), DB_INT(exercise->phase)));
    else
        TRY(DB_ALL(db, arena, query, &rows, DB_INT(exercise->meeting)));
    for (size_t i = 0; i < rows.n; i++) {
        int sector = rows.v[i].sector;
        counts[sector >= 0 && sector < SECTOR__N ? sector : SECTOR__N] += rows.v[i].n;
    }
    return RC_OK;
}

enum rc note_voice(struct db *db, struct arena *arena, const struct exercise *exercise,
                   struct note_voice *voice) {
    *voice = (struct note_voice){0};
    TRY(count_sectors(db, arena, exercise, &count_notes, voice->notes));
    return count_sectors(db, arena, exercise, &count_seats, voice->seats);
}

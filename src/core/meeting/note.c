/* The store of notes: written by the form's own random key, own until shared, hidden openly. */
#include "core/meeting/note.h"

#include "core/log.h"
#include "core/meeting/exercise_inner.h"
#include "platform/secret.h"

#include <assert.h>

const char *const note_hidden_choices[NOTE_HIDDEN__N + 1] = {"shown",     "personal", "hurtful",
                                                             "off-topic", "double",   NULL};
const enum text_id note_hidden_labels[NOTE_HIDDEN__N] = {
    T_note_shown, T_note_hidden_personal, T_note_hidden_hurtful, T_note_hidden_off_topic,
    T_note_hidden_double};

struct note_row {
    struct note note;
    int phase, group;
    struct str tag;
};
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
    DB_COL_BLOB(struct note_row, tag),
};
#define NOTE_ROW DB_ROW(struct note_row, note_columns)
#define NOTE_SELECT                                                                                \
    "SELECT n.id, n.exercise_id, n.region, n.text, n.lang, n.sector, n.origin, n.hidden, "         \
    "n.is_reported, n.seat_id, s.nickname, n.phase, n.group_number, n.tag FROM note n "            \
    "LEFT JOIN seat s ON s.id = n.seat_id "

static const struct db_query find_note = {"note.find", NOTE_SELECT "WHERE n.id = $1", "i",
                                          NOTE_ROW};
static const struct db_query list_notes = {
    "note.list", NOTE_SELECT "WHERE n.exercise_id = $1 ORDER BY n.region, n.id LIMIT 20000", "i",
    NOTE_ROW};
static const struct db_query insert_note = {
    "note.insert",
    "INSERT INTO note (id, exercise_id, phase, round, region, text, lang, tag, seat_id, "
    "group_number, sector, origin, hidden, is_reported) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
    "$9, $10, $11, $12, 0, 0)",
    "iiiitttbiiii", .writes = true};
static const struct db_query change_note = {
    "note.change",
    "UPDATE note SET region = $3, text = $4, is_reported = 0 WHERE id = $1 AND exercise_id = $2",
    "iitt", .writes = true};
static const struct db_query delete_note = {
    "note.delete", "DELETE FROM note WHERE id = $1 AND exercise_id = $2", "ii", .writes = true};
static const struct db_query count_own = {
    "note.count_own", "SELECT count(*) FROM note WHERE exercise_id = $1 AND tag = $2", "ib",
    DB_ROW_I64};
static const struct db_query set_hidden = {
    "note.hide", "UPDATE note SET hidden = $3 WHERE id = $1 AND exercise_id = $2", "iii",
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
    &find_note, &list_notes, &insert_note,  &change_note, &delete_note,
    &count_own, &set_hidden, &set_reported, &count_notes, &count_seats};
const struct db_queries note_queries = DB_QUERIES("note", note_statements);

/* ---- which regions a phase has ---- */

struct region_question {
    struct str region;
    const struct exercise *exercise;
    const struct content *content;
};

static bool has_axis(const struct content *content, struct str key) {
    for (size_t i = 0; i < content->axes.n; i++)
        if (str_is(content->axes.v[i].key, key)) return true;
    return false;
}

static bool has_card(const struct content *content, struct str key) {
    for (size_t i = 0; i < content->cards.n; i++)
        if (str_is(content->cards.v[i].key, key)) return true;
    return false;
}

/* "raise:manageability": the region's key, and for one that stands once an axis that axis. */
static bool is_region(const struct tool_region *region, const struct region_question *question) {
    struct str rest = question->region, key = {0};
    if (!str_cut(&rest, ':', &key) || !str_is(key, str_from(region->key))) return false;
    bool has_rest = key.n < question->region.n;
    return region->per_axis ? has_rest && has_axis(question->content, rest) : !has_rest;
}

static bool takes_region(const struct tool_phase *phase, const void *data) {
    const struct region_question *question = data;
    bool are_cards = phase->input == INPUT_NOTE && !phase->regions[0].key;
    if (phase->input == INPUT_CARD || are_cards)
        return has_card(question->content, question->region);
    if (phase->input != INPUT_NOTE) return false;
    for (size_t i = 0; i < COUNT(phase->regions) && phase->regions[i].key; i++)
        if (is_region(&phase->regions[i], question)) return true;
    return false;
}

/* ---- writing ---- */

/* The note with that id, if it is there and hers. */
static enum rc find_own(const struct request *request, const struct exercise *exercise, uint64_t id,
                        struct str tag, struct note_row *row) {
    TRY(DB_ONE(request->db, request->arena, &find_note, row, DB_ID(id)));
    bool is_hers = row->note.exercise == exercise->id && secret_equal(row->tag, tag);
    return is_hers ? RC_OK : RC_DENIED;
}

static enum rc insert_own(const struct request *request, const struct exercise *exercise,
                          const struct note_save *save, struct note_row *row) {
    struct exercise_place place = {0};
    int64_t n = 0;
    TRY(DB_ONE(request->db, request->arena, &count_own, &n, DB_INT(exercise->id),
               DB_BLOB(row->tag)));
    if (n >= NOTES_MAX_EACH) return RC_LIMIT;
    if (exercise->pace == PACE_LIVE)
        TRY(exercise_place(request, exercise, save->seat->number, &place));
    return DB_RUN(request->db, &insert_note, DB_ID(save->id), DB_INT(exercise->id),
                  DB_INT(row->phase), DB_INT(place.round), DB_STR(save->region),
                  DB_STR(row->note.text), DB_STR(lang_code(request->lang)), DB_BLOB(row->tag),
                  DB_REF(exercise->is_named ? save->seat->id : 0), DB_INT(place.group),
                  DB_INT(save->seat->sector), DB_INT(save->origin));
}

static enum rc write_own(const struct request *request, const struct exercise *exercise,
                         const struct note_save *save, struct note_row *wanted) {
    struct note_row there = {0};
    enum rc rc = find_own(request, exercise, save->id, wanted->tag, &there);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    bool is_there = rc == RC_OK, is_empty = !wanted->note.text.n;
    if (is_empty && !is_there) return RC_OK;
    if (is_empty) return DB_RUN(request->db, &delete_note, DB_ID(save->id), DB_INT(exercise->id));
    if (!is_there) return insert_own(request, exercise, save, wanted);
    if (there.note.hidden) return RC_CONFLICT;
    return DB_RUN(request->db, &change_note, DB_ID(save->id), DB_INT(exercise->id),
                  DB_STR(save->region), DB_STR(wanted->note.text));
}

enum rc note_save(const struct request *request, const struct note_save *save) {
    struct exercise exercise;
    struct content content;
    struct note_row row = {.note = {.text = str_trim(save->text)}};
    assert(save->seat && (unsigned)save->origin < ANSWER_ORIGIN__N);
    if (!save->id || !str_is_utf8(row.note.text) || str_length(row.note.text) > NOTE_MAX)
        return RC_INVALID;
    TRY(exercise_by_id(request->db, request->arena, save->exercise->id, &exercise));
    if (save->seat->meeting != exercise.meeting) return RC_DENIED;
    TRY(exercise_content(request->arena, request->site, request->lang, &exercise, &content));
    const struct region_question question = {save->region, &exercise, &content};
    const struct exercise_intake intake = {
        .accepts = takes_region,
        .data = &question,
        .is_late = exercise_asker_leads(request) &&
                   (save->origin == ORIGIN_PROXY || save->origin == ORIGIN_PAPER)};
    row.phase = exercise_takes(request, &exercise, &intake);
    if (row.phase < 0) return RC_CONFLICT;
    row.tag = seat_tag(request, save->seat, exercise.public_id);
    if (!row.tag.p) return RC_LIMIT;
    TRY(write_own(request, &exercise, save, &row));
    enum phase_visibility seen =
        exercise_tool(request->site, &exercise)->phases[row.phase].visibility;
    return seen == SEE_OWN ? meeting_tell_room(request, exercise.meeting_public_id)
                           : meeting_tell_all(request, exercise.meeting_public_id);
}

/* ---- reading ---- */

struct looking {
    const struct tool *tool;
    const struct exercise *exercise;
    struct str tag; /* of the asker's seat; empty: none */
    int group;      /* she is in now */
    bool wrote[TOOL_PHASES_MAX];
};

static bool is_own(const struct looking *looking, const struct note_row *row) {
    return looking->tag.n && row->tag.n && secret_equal(looking->tag, row->tag);
}

/* May the asker read what somebody else wrote? Over days: once she has written herself. */
static bool is_shared(const struct looking *looking, const struct note_row *row) {
    const struct exercise *exercise = looking->exercise;
    if (row->phase < 0 || (size_t)row->phase >= tool_phase_count(looking->tool)) return false;
    if (exercise->state == EXERCISE_CLOSED) return true;
    if (exercise->pace == PACE_OWN) return !looking->tag.n || looking->wrote[row->phase];
    if (exercise->phase > row->phase) return true;
    switch (looking->tool->phases[row->phase].visibility) {
    case SEE_OWN:
        return false;
    case SEE_GROUP:
        return looking->group > 0 && looking->group == row->group;
    case SEE_ALL:
        break;
    }
    return true;
}

static enum rc start_looking(const struct request *request, const struct seat *seat,
                             struct looking *looking) {
    const struct exercise *exercise = looking->exercise;
    struct exercise_place place = {0};
    looking->tool = exercise_tool(request->site, exercise);
    if (!looking->tool) return RC_ABSENT;
    if (!seat || exercise->state != EXERCISE_RUNNING) return RC_OK;
    looking->tag = seat_tag(request, seat, exercise->public_id);
    if (!looking->tag.p) return RC_LIMIT;
    const struct tool_phase *phase = exercise_phase(request->site, exercise);
    if (phase && phase->mode == MODE_GROUP && exercise->pace == PACE_LIVE)
        TRY(exercise_place(request, exercise, seat->number, &place));
    looking->group = place.group;
    return RC_OK;
}

/* One note of the list, for this asker. */
static void take_note(const struct looking *looking, const struct note_row *row,
                      struct note_seen *seen, struct note *notes) {
    bool own = is_own(looking, row);
    if (row->note.hidden > NOTE_SHOWN && row->note.hidden < NOTE_HIDDEN__N) {
        seen->hidden[row->note.hidden]++;
    } else if (own || is_shared(looking, row)) {
        notes[seen->notes.rows.n] = row->note;
        notes[seen->notes.rows.n++].is_own = own;
    } else {
        seen->unseen++;
    }
}

enum rc note_read(const struct request *request, const struct exercise *exercise,
                  const struct seat *seat, struct note_seen *seen) {
    LIST(struct note_row) rows = {0};
    struct looking looking = {.exercise = exercise};
    *seen = (struct note_seen){0};
    TRY(start_looking(request, seat, &looking));
    TRY(DB_ALL(request->db, request->arena, &list_notes, &rows, DB_INT(exercise->id)));
    struct note *notes = arena_new_array(request->arena, rows.n + 1, struct note);
    if (!notes) return RC_LIMIT;
    seen->notes.rows.v = notes;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].phase >= 0 && rows.v[i].phase < TOOL_PHASES_MAX &&
            is_own(&looking, &rows.v[i]))
            looking.wrote[rows.v[i].phase] = true;
    for (size_t i = 0; i < rows.n; i++) take_note(&looking, &rows.v[i], seen, notes);
    return RC_OK;
}

/* ---- moderation ---- */

enum rc note_hide(const struct request *request, const struct exercise *exercise, uint64_t id,
                  enum note_hidden reason) {
    struct note_row row = {0};
    assert((unsigned)reason < NOTE_HIDDEN__N);
    TRY(DB_ONE(request->db, request->arena, &find_note, &row, DB_ID(id)));
    if (row.note.exercise != exercise->id) return RC_ABSENT;
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

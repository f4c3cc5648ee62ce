/* Dots: a hidden vote in which each puts some dots on notes. A dot is tied to a telephone by the
   tag alone, counts are told when the phase is left or the leader reveals, and at close only sums
   stay. See board.h. */
#include "core/meeting/board_inner.h"

#include <assert.h>

static const struct db_query delete_own = {
    "board_dots.delete", "DELETE FROM note_dot WHERE exercise_id = $1 AND phase = $2 AND tag = $3",
    "iib", .writes = true};
static const struct db_query insert_dot = {
    "board_dots.insert",
    "INSERT INTO note_dot (exercise_id, phase, tag, note_id) VALUES ($1, $2, $3, $4)", "iibi",
    .writes = true};

/* Distinct people for each note that stands alone, with what was merged into it. */
struct dots_row {
    uint64_t note;
    int phase;
    int64_t n;
};
static const struct db_column dots_columns[] = {
    DB_COL(struct dots_row, note),
    DB_COL(struct dots_row, phase),
    DB_COL(struct dots_row, n),
};
static const struct db_query count_dots = {
    "board_dots.count",
    "SELECT CASE WHEN n.merged_into = 0 THEN n.id ELSE n.merged_into END AS note, d.phase, "
    "count(DISTINCT d.tag) AS n FROM note_dot d JOIN note n ON n.id = d.note_id "
    "WHERE d.exercise_id = $1 AND ($2 = 0 OR n.id = $2 OR n.merged_into = $2) "
    "GROUP BY CASE WHEN n.merged_into = 0 THEN n.id ELSE n.merged_into END, d.phase LIMIT 20000",
    "ii", DB_ROW(struct dots_row, dots_columns)};
static const struct db_query list_own = {
    "board_dots.own",
    "SELECT CASE WHEN n.merged_into = 0 THEN n.id ELSE n.merged_into END AS note FROM note_dot d "
    "JOIN note n ON n.id = d.note_id WHERE d.exercise_id = $1 AND d.phase = $2 AND d.tag = $3 "
    "LIMIT 100",
    "iib", DB_ROW_U64};
static const struct db_query count_voters = {
    "board_dots.voters",
    "SELECT count(DISTINCT tag) FROM note_dot WHERE exercise_id = $1 AND phase = $2", "ii",
    DB_ROW_I64};
static const struct db_query *const statements[] = {&delete_own, &insert_dot, &count_dots,
                                                    &list_own, &count_voters};
const struct db_queries board_dots_queries = DB_QUERIES("board_dots", statements);

int board_dots_phase(const struct tool *tool, int phase) {
    if (phase >= (int)tool_phase_count(tool)) phase = (int)tool_phase_count(tool) - 1;
    while (phase >= 0 && tool->phases[phase].input != INPUT_DOTS) phase--;
    return phase;
}

/* ---- reading ---- */

/* The vote that a note is in: the last one so far whose phase has its region. */
static int vote_on(const struct board_reading *reading, struct str region) {
    const struct note_looking *looking = &reading->looking;
    int phase = looking->exercise->pace == PACE_OWN ? TOOL_PHASES_MAX : looking->exercise->phase;
    for (phase = board_dots_phase(looking->tool, phase); phase >= 0;
         phase = board_dots_phase(looking->tool, phase - 1))
        if (note_phase_has(&looking->tool->phases[phase], &looking->content, region)) return phase;
    return -1;
}

static bool is_told(const struct exercise *exercise, int phase) {
    if (phase < 0 || exercise->pace == PACE_OWN) return phase >= 0 && exercise->is_revealed;
    return exercise->phase > phase || (exercise->phase == phase && exercise->is_revealed);
}

/* Each note is told 0 first, so that a note without dots says so. */
static enum rc read_counts(struct board_reading *reading) {
    const struct request *request = reading->request;
    const struct exercise *exercise = reading->looking.exercise;
    LIST(struct dots_row) rows = {0};
    int *votes = arena_new_array(request->arena, reading->n + 1, int);
    if (!votes) return RC_LIMIT;
    for (size_t i = 0; i < reading->n; i++) {
        struct board_note *note = &reading->notes[i];
        bool is_as_before = i && str_is(note->note.region, note[-1].note.region);
        votes[i] = is_as_before ? votes[i - 1] : vote_on(reading, note->note.region);
        if (is_told(exercise, votes[i])) note->dots = 0;
    }
    TRY(DB_ALL(request->db, request->arena, &count_dots, &rows, DB_INT(exercise->id),
               DB_ID(reading->only)));
    for (size_t i = 0; i < rows.n; i++) {
        struct board_note *note = board_note_at(reading, rows.v[i].note);
        if (note && note->dots >= 0 && votes[note - reading->notes] == rows.v[i].phase)
            note->dots = rows.v[i].n;
    }
    return RC_OK;
}

static enum rc read_own(struct board_reading *reading, int phase) {
    const struct request *request = reading->request;
    LIST(uint64_t) own = {0};
    if (!reading->looking.tag.n) return RC_OK;
    TRY(DB_ALL(request->db, request->arena, &list_own, &own, DB_INT(reading->looking.exercise->id),
               DB_INT(phase), DB_BLOB(reading->looking.tag)));
    for (size_t i = 0; i < own.n; i++) {
        struct board_note *note = board_note_at(reading, own.v[i]);
        if (note) note->has_own_dot = true;
    }
    return RC_OK;
}

enum rc board_read_dots(struct board_reading *reading, struct board *board) {
    const struct request *request = reading->request;
    const struct exercise *exercise = reading->looking.exercise;
    int last = exercise->pace == PACE_OWN ? TOOL_PHASES_MAX : exercise->phase;
    int phase = board_dots_phase(reading->looking.tool, last);
    if (phase < 0 || exercise->state != EXERCISE_RUNNING) return RC_OK;
    TRY(read_counts(reading));
    TRY(read_own(reading, phase));
    return DB_ONE(request->db, request->arena, &count_voters, &board->voters, DB_INT(exercise->id),
                  DB_INT(phase));
}

/* ---- voting ---- */

/* Where every table has its own board, those of the asker's. */
static enum rc count_options(const struct note_looking *looking, int phase, int64_t *options) {
    int group = looking->tool->is_board_each ? looking->place.group : 0;
    struct note_rows rows = {0};
    *options = 0;
    TRY(note_row_list(looking->request, looking->exercise, 0, &rows));
    for (size_t i = 0; i < rows.rows.n; i++) {
        const struct note_row *row = &rows.rows.v[i];
        bool is_here = !group || !row->group || row->group == group;
        *options +=
            is_here && !row->note.hidden && !row->merged &&
            note_phase_has(&looking->tool->phases[phase], &looking->content, row->note.region);
    }
    return RC_OK;
}

/* A quarter of the notes, rounded up, unless the tool says how many. */
static int64_t dots_of(const struct tool_phase *phase, int64_t options) {
    int64_t dots = phase->dots > 0 ? phase->dots : (options + 3) / 4;
    return dots < BOARD_DOTS_MAX ? dots : BOARD_DOTS_MAX;
}

enum rc board_dots_each(const struct request *request, const struct exercise *exercise,
                        int64_t *dots, int64_t *options) {
    struct note_looking looking;
    *dots = *options = 0;
    TRY(note_look(request, exercise, seat_of_asker(request), &looking));
    int last = exercise->pace == PACE_OWN ? TOOL_PHASES_MAX : exercise->phase;
    int phase = board_dots_phase(looking.tool, last);
    if (phase < 0) return RC_OK;
    TRY(count_options(&looking, phase, options));
    *dots = dots_of(&looking.tool->phases[phase], *options);
    return RC_OK;
}

static bool takes_dots(const struct tool_phase *phase, const void *data) {
    (void)data;
    return phase->input == INPUT_DOTS;
}

static enum rc check_option(const struct note_looking *looking, int phase, uint64_t id) {
    struct note_row row;
    enum rc rc = note_row_find(looking->request, looking->exercise, id, &row);
    if (rc == RC_ABSENT) return RC_INVALID;
    TRY(rc);
    bool is_option =
        !row.note.hidden && !row.merged &&
        note_phase_has(&looking->tool->phases[phase], &looking->content, row.note.region);
    return is_option && note_may_see(looking, &row) ? RC_OK : RC_INVALID;
}

static enum rc check_dots(const struct note_looking *looking, int phase,
                          const struct board_dots *dots) {
    int64_t options = 0;
    TRY(count_options(looking, phase, &options));
    if ((int64_t)dots->n > dots_of(&looking->tool->phases[phase], options)) return RC_LIMIT;
    for (size_t i = 0; i < dots->n; i++) {
        for (size_t j = 0; j < i; j++)
            if (dots->notes[i] == dots->notes[j]) return RC_INVALID;
        TRY(check_option(looking, phase, dots->notes[i]));
    }
    return RC_OK;
}

enum rc board_dots_save(const struct request *request, const struct exercise *exercise,
                        const struct seat *seat, const struct board_dots *dots) {
    struct exercise fresh;
    struct note_looking looking;
    const struct exercise_intake intake = {.accepts = takes_dots};
    TRY(exercise_by_id(request->db, request->arena, exercise->id, &fresh));
    if (!seat || seat->meeting != fresh.meeting) return RC_DENIED;
    TRY(note_look(request, &fresh, seat, &looking));
    int phase = exercise_takes(request, &fresh, &intake);
    if (phase < 0 || (phase == fresh.phase && fresh.is_revealed)) return RC_CONFLICT;
    TRY(check_dots(&looking, phase, dots));
    TRY(DB_RUN(request->db, &delete_own, DB_INT(fresh.id), DB_INT(phase), DB_BLOB(looking.tag)));
    for (size_t i = 0; i < dots->n; i++)
        TRY(DB_RUN(request->db, &insert_dot, DB_INT(fresh.id), DB_INT(phase), DB_BLOB(looking.tag),
                   DB_ID(dots->notes[i])));
    return meeting_tell_room(request, fresh.meeting_public_id);
}

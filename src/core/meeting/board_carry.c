/* Notes that come from elsewhere, with their origin, and whether the phase that runs may be left.
   See board.h. */
#include "core/meeting/board_inner.h"

#include "platform/secret.h"

static const struct db_query insert_note = {
    "board_carry.insert",
    "INSERT INTO note (id, exercise_id, phase, round, region, text, lang, tag, seat_id, "
    "group_number, sector, origin, hidden, is_reported, layer) VALUES ($1, $2, $3, 0, $4, $5, $6, "
    "NULL, NULL, 0, -1, $7, 0, 0, $8)",
    "iiitttii", .writes = true};
static const struct db_query insert_origin = {
    "board_carry.origin",
    "INSERT INTO note_origin (exercise_id, note_id, kind, from_id, from_title) "
    "VALUES ($1, $2, $3, $4, $5)",
    "iiiit", .writes = true};
static const struct db_query find_origin = {
    "board_carry.find",
    "SELECT note_id FROM note_origin WHERE exercise_id = $1 AND kind = $2 AND from_id = $3", "iii",
    DB_ROW_U64};
static const struct db_query list_sources = {
    "board_carry.sources",
    "SELECT e.id FROM activity a JOIN exercise e ON e.id = a.id WHERE a.place_kind = $1 "
    "AND a.place_id = $2 AND e.id <> $3 AND (e.state = 2 OR (e.state = 1 AND e.meeting_id = $4)) "
    "AND EXISTS (SELECT 1 FROM note n WHERE n.exercise_id = e.id AND n.hidden = 0) "
    "ORDER BY e.opened_at DESC, e.id DESC LIMIT $5",
    "iiiii", DB_ROW_I64};
_Static_assert(EXERCISE_RUNNING == 1 && EXERCISE_CLOSED == 2, "the statement names the numbers");

struct gate_row {
    struct str region;
    int group;
    struct str value;
};
static const struct db_column gate_columns[] = {
    DB_COL(struct gate_row, region),
    DB_COL(struct gate_row, group),
    DB_COL(struct gate_row, value),
};
static const struct db_query list_gate = {
    "board_carry.gate",
    "SELECT n.region, n.group_number, d.value FROM note n LEFT JOIN note_detail d "
    "ON d.exercise_id = n.exercise_id AND d.note_id = n.id AND d.key = $2 "
    "WHERE n.exercise_id = $1 AND n.hidden = 0 AND n.merged_into = 0 LIMIT 20000",
    "it", DB_ROW(struct gate_row, gate_columns)};

static const struct db_query *const statements[] = {&insert_note, &insert_origin, &find_origin,
                                                    &list_sources, &list_gate};
const struct db_queries board_carry_queries = DB_QUERIES("board_carry", statements);

/* ---- carrying ---- */

/* The first phase that writes in that region. */
static int phase_of(const struct note_looking *looking, struct str region) {
    for (size_t i = 0; i < tool_phase_count(looking->tool); i++)
        if (looking->tool->phases[i].input != INPUT_DOTS &&
            note_phase_has(&looking->tool->phases[i], &looking->content, region))
            return (int)i;
    return -1;
}

static bool carry_fits(const struct note_carry *carry, struct str text) {
    return text.n && str_is_utf8(text) && str_length(text) <= NOTE_MAX && carry->from > FROM_HERE &&
           carry->from < NOTE_FROM__N && carry->from_id && str_is_utf8(carry->from_title);
}

enum rc note_carry(const struct request *request, const struct note_carry *carry) {
    struct exercise fresh;
    struct note_looking looking;
    uint64_t there, id = id_random();
    struct str text = str_trim(carry->text);
    if (!carry_fits(carry, text)) return RC_INVALID;
    TRY(exercise_by_id(request->db, request->arena, carry->exercise->id, &fresh));
    if (fresh.state == EXERCISE_CLOSED) return RC_CONFLICT;
    TRY(note_look(request, &fresh, NULL, &looking));
    int phase = phase_of(&looking, carry->region);
    if (phase < 0) return RC_INVALID;
    enum rc rc = DB_ONE(request->db, request->arena, &find_origin, &there, DB_INT(fresh.id),
                        DB_INT(carry->from), DB_ID(carry->from_id));
    if (rc != RC_ABSENT) return rc;
    struct str lang = carry->lang.n ? carry->lang : lang_code(request->lang);
    TRY(DB_RUN(request->db, &insert_note, DB_ID(id), DB_INT(fresh.id), DB_INT(phase),
               DB_STR(carry->region), DB_STR(text), DB_STR(lang), DB_INT(ORIGIN_PROXY),
               DB_INT(looking.tool->phases[phase].layer)));
    TRY(DB_RUN(request->db, &insert_origin, DB_INT(fresh.id), DB_ID(id), DB_INT(carry->from),
               DB_ID(carry->from_id), DB_STR(carry->from_title)));
    TRY(note_remember(request, &fresh, id, text, -1));
    return note_tell(&looking, id, phase);
}

enum rc board_sources(const struct request *request, const struct exercise *exercise, int n,
                      struct exercise_list *list) {
    LIST(int64_t) ids = {0};
    TRY(DB_ALL(request->db, request->arena, &list_sources, &ids, DB_INT(exercise->place.kind),
               DB_INT(exercise->place.id), DB_INT(exercise->id), DB_INT(exercise->meeting),
               DB_INT(n)));
    struct exercise *rows = arena_new_array(request->arena, ids.n + 1, struct exercise);
    if (!rows) return RC_LIMIT;
    list->rows.v = rows;
    list->rows.n = ids.n;
    for (size_t i = 0; i < ids.n; i++)
        TRY(exercise_by_id(request->db, request->arena, ids.v[i], &rows[i]));
    return RC_OK;
}

/* ---- gates ---- */

static bool counts_for(const struct tool_gate *gate, const struct gate_row *row) {
    struct str rest = row->region, key = {0};
    if (!str_cut(&rest, ':', &key) || !str_is(key, str_from(gate->region))) return false;
    return !gate->detail || row->value.n;
}

static bool is_met(const struct tool_gate *gate, int n) {
    return n >= gate->min && (!gate->max || n <= gate->max);
}

struct gate_rows {
    LIST(struct gate_row) rows;
};

/* Each board by itself; what stands on the board of all counts for every one. */
static bool boards_meet(struct arena *arena, const struct tool_gate *gate, bool is_each,
                        const struct gate_rows *read, bool *is_fine) {
    int *counts = arena_new_array(arena, MEETING_SEATS_MAX + 1, int);
    bool *has_board = arena_new_array(arena, MEETING_SEATS_MAX + 1, bool);
    bool is_any = false;
    if (!counts || !has_board) return false;
    for (size_t i = 0; i < read->rows.n; i++) {
        int group = is_each ? read->rows.v[i].group : 0;
        if (group < 0 || group > MEETING_SEATS_MAX) continue;
        is_any = has_board[group] = true;
        counts[group] += counts_for(gate, &read->rows.v[i]);
    }
    if (!is_any) has_board[0] = true;
    *is_fine = true;
    for (int i = is_any && is_each; i <= MEETING_SEATS_MAX; i++)
        if (has_board[i]) *is_fine = *is_fine && is_met(gate, counts[i] + (i ? counts[0] : 0));
    return true;
}

enum rc board_gate(const struct request *request, const struct exercise *exercise,
                   const struct tool_gate **unmet) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    const struct tool_phase *phase = exercise_phase(request->site, exercise);
    struct gate_rows read = {0};
    bool is_fine;
    *unmet = NULL;
    if (!tool || !phase || !phase->gate.region) return RC_OK;
    const struct tool_gate *gate = &phase->gate;
    TRY(DB_ALL(request->db, request->arena, &list_gate, &read.rows, DB_INT(exercise->id),
               DB_STR(str_from(gate->detail ? gate->detail : ""))));
    if (!boards_meet(request->arena, gate, tool->is_board_each, &read, &is_fine)) return RC_LIMIT;
    if (is_fine) return RC_OK;
    *unmet = gate;
    return RC_CONFLICT;
}

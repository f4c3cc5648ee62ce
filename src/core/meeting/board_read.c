/* Reading a board: a fixed number of statements and one pass over their rows, joined by the notes'
   keys in memory. See board.h. */
#include "core/meeting/board_inner.h"

#include "core/idea.h"
#include "platform/secret.h"

#include <assert.h>
#include <stdlib.h>

static const struct db_column detail_columns[] = {
    DB_COL(struct detail_row, note),
    DB_COL(struct detail_row, key),
    DB_COL(struct detail_row, value),
};
static const struct db_query list_details = {
    "board.details",
    "SELECT note_id AS note, key, value FROM note_detail WHERE exercise_id = $1 "
    "AND ($2 = 0 OR note_id = $2) ORDER BY note_id, key LIMIT 40000",
    "ii", DB_ROW(struct detail_row, detail_columns)};

static const struct db_column cluster_columns[] = {
    DB_COL(struct board_cluster, id),
    DB_COL(struct board_cluster, group),
    DB_COL(struct board_cluster, region),
    DB_COL(struct board_cluster, name),
};
static const struct db_query list_clusters = {
    "board.clusters",
    "SELECT id, group_number, region, name FROM note_cluster WHERE exercise_id = $1 "
    "ORDER BY region, name LIMIT 2000",
    "i", DB_ROW(struct board_cluster, cluster_columns)};

static const struct db_column link_columns[] = {
    DB_COL(struct board_link, id),   DB_COL(struct board_link, a),    DB_COL(struct board_link, b),
    DB_COL(struct board_link, kind), DB_COL(struct board_link, text),
};
static const struct db_query list_links = {
    "board.links",
    "SELECT id, note_a, note_b, kind, text FROM note_link WHERE exercise_id = $1 "
    "ORDER BY id LIMIT 5000",
    "i", DB_ROW(struct board_link, link_columns)};

struct origin_row {
    uint64_t note;
    int kind;
    uint64_t from_id;
    struct str title;
    uint64_t meeting; /* public id; 0: the note is gone */
    int place_kind;
    int64_t place_id;
};
static const struct db_column origin_columns[] = {
    DB_COL(struct origin_row, note),     DB_COL(struct origin_row, kind),
    DB_COL(struct origin_row, from_id),  DB_COL(struct origin_row, title),
    DB_COL(struct origin_row, meeting),  DB_COL(struct origin_row, place_kind),
    DB_COL(struct origin_row, place_id),
};
static const struct db_query list_origins = {
    "board.origins",
    "SELECT o.note_id AS note, o.kind, o.from_id, o.from_title AS title, m.public_id AS meeting, "
    "m.place_kind, m.place_id FROM note_origin o LEFT JOIN note f ON f.id = o.from_id "
    "LEFT JOIN exercise e ON e.id = f.exercise_id LEFT JOIN meeting m ON m.id = e.meeting_id "
    "WHERE o.exercise_id = $1 AND ($2 = 0 OR o.note_id = $2) LIMIT 5000",
    "ii", DB_ROW(struct origin_row, origin_columns)};

const struct db_column board_count_columns[2] = {
    DB_COL(struct board_count, note),
    DB_COL(struct board_count, n),
};
static const struct db_query count_history = {
    "board.changes",
    "SELECT note_id AS note, count(*) AS n FROM note_history WHERE exercise_id = $1 "
    "AND ($2 = 0 OR note_id = $2) GROUP BY note_id LIMIT 5000",
    "ii", DB_ROW(struct board_count, board_count_columns)};

static const struct db_query *const statements[] = {&list_details, &list_clusters, &list_links,
                                                    &list_origins, &count_history};
const struct db_queries board_queries = DB_QUERIES("board", statements);

/* ---- small questions ---- */

struct str board_topic(struct arena *arena, const struct exercise *exercise) {
    char meeting[ID_TEXT_BYTES + 1], own[ID_TEXT_BYTES + 1];
    id_text(exercise->meeting_public_id, meeting);
    id_text(exercise->public_id, own);
    return str_format(arena, "m/%s/e/%s", meeting, own);
}

int board_axis(const struct exercise *exercise, const struct content *content, int group) {
    (void)exercise;
    return group < 1 || !content->axes.n ? -1 : (group - 1) % (int)content->axes.n;
}

/* ---- notes by key ---- */

static int by_id(const void *a, const void *b) {
    const struct board_at *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static enum rc index_notes(struct board_reading *reading) {
    struct board_at *at = arena_new_array(reading->request->arena, reading->n + 1, struct board_at);
    if (!at) return RC_LIMIT;
    for (size_t i = 0; i < reading->n; i++) at[i] = (struct board_at){reading->notes[i].note.id, i};
    qsort(at, reading->n, sizeof *at, by_id);
    reading->at = at;
    return RC_OK;
}

struct board_note *board_note_at(const struct board_reading *reading, uint64_t id) {
    const struct board_at wanted = {.id = id};
    const struct board_at *found = bsearch(&wanted, reading->at, reading->n, sizeof wanted, by_id);
    return found ? &reading->notes[found->at] : NULL;
}

/* ---- the notes ---- */

static bool is_on_board(const struct board_reading *reading, const struct note_row *row) {
    const struct note_looking *looking = &reading->looking;
    int group = reading->group;
    if (group < 0 || row->group == group) return true;
    if (looking->tool->is_board_each) return !row->group; /* carried to everybody */
    if (!group) return true;
    const struct tool_phase *phase = &looking->tool->phases[row->phase];
    return note_phase_has_axes(phase) &&
           board_axis(looking->exercise, &looking->content, row->group) ==
               board_axis(looking->exercise, &looking->content, group);
}

static void take_note(struct board_reading *reading, const struct note_row *row,
                      struct board *board) {
    const struct note_looking *looking = &reading->looking;
    if (row->phase < 0 || row->phase >= TOOL_PHASES_MAX || !is_on_board(reading, row)) return;
    if (row->note.hidden > NOTE_SHOWN && row->note.hidden < NOTE_HIDDEN__N) {
        board->hidden[row->note.hidden]++;
        return;
    }
    if (!note_may_see(looking, row)) {
        board->unseen++;
        return;
    }
    struct board_note *note = &reading->notes[reading->n++];
    *note = (struct board_note){.note = row->note,
                                .layer = row->layer,
                                .group = row->group,
                                .version = row->version,
                                .cluster = row->cluster,
                                .may_change = note_may_change(looking, row),
                                .dots = -1};
    note->note.is_own = note_is_own(looking, row);
    if (looking->exercise->state == EXERCISE_CLOSED) note->dots = row->dots;
}

/* Two passes: how many each has, then the texts, all in one array. */
static enum rc take_merged(struct board_reading *reading, const struct note_rows *rows) {
    struct note *texts = arena_new_array(reading->request->arena, rows->rows.n + 1, struct note);
    size_t used = 0;
    if (!texts) return RC_LIMIT;
    for (size_t i = 0; i < rows->rows.n; i++) {
        const struct note_row *row = &rows->rows.v[i];
        struct board_note *into = row->merged ? board_note_at(reading, row->merged) : NULL;
        if (into && !row->note.hidden) into->merged.n++;
    }
    for (size_t i = 0; i < reading->n; i++) {
        reading->notes[i].merged.v = texts + used;
        used += reading->notes[i].merged.n;
        reading->notes[i].merged.n = 0;
    }
    for (size_t i = 0; i < rows->rows.n; i++) {
        const struct note_row *row = &rows->rows.v[i];
        struct board_note *into = row->merged ? board_note_at(reading, row->merged) : NULL;
        if (into && !row->note.hidden) {
            struct note *place = (struct note *)into->merged.v + into->merged.n++;
            *place = row->note;
            place->is_own = note_is_own(&reading->looking, row);
        }
    }
    return RC_OK;
}

static enum rc read_notes(struct board_reading *reading, struct board *board) {
    const struct request *request = reading->request;
    struct note_rows rows = {0};
    TRY(note_row_list(request, reading->looking.exercise, reading->only, &rows));
    reading->notes = arena_new_array(request->arena, rows.rows.n + 1, struct board_note);
    if (!reading->notes) return RC_LIMIT;
    for (size_t i = 0; i < rows.rows.n; i++)
        if (!rows.rows.v[i].merged) take_note(reading, &rows.rows.v[i], board);
    TRY(index_notes(reading));
    TRY(take_merged(reading, &rows));
    board->notes.v = reading->notes;
    board->notes.n = reading->n;
    return RC_OK;
}

/* ---- what hangs on them ---- */

const struct tool_detail *board_detail_of(const struct tool *tool, const struct content *content,
                                          struct str region, struct str key) {
    for (size_t p = 0; p < tool_phase_count(tool); p++) {
        const struct tool_region *place = note_region(tool, content, (int)p, region);
        const struct tool_detail *detail = place ? place->details : NULL;
        for (; detail && detail->key; detail++)
            if (str_is(str_from(detail->key), key)) return detail;
    }
    return NULL;
}

/* Rows come by note, so each note's stand together. */
static enum rc read_details(struct board_reading *reading) {
    const struct request *request = reading->request;
    const struct note_looking *looking = &reading->looking;
    LIST(struct detail_row) rows = {0};
    struct board_note *note = NULL;
    TRY(DB_ALL(request->db, request->arena, &list_details, &rows, DB_INT(looking->exercise->id),
               DB_ID(reading->only)));
    struct board_detail *details = arena_new_array(request->arena, rows.n + 1, struct board_detail);
    if (!details) return RC_LIMIT;
    for (size_t i = 0, used = 0; i < rows.n; i++) {
        if (!note || note->note.id != rows.v[i].note) note = board_note_at(reading, rows.v[i].note);
        const struct tool_detail *detail = note ? board_detail_of(looking->tool, &looking->content,
                                                                  note->note.region, rows.v[i].key)
                                                : NULL;
        if (!detail) continue;
        if (!note->details.n) note->details.v = details + used;
        details[used++] = (struct board_detail){detail, rows.v[i].value};
        note->details.n++;
    }
    return RC_OK;
}

static bool is_board_of(const struct board_reading *reading, int group) {
    return reading->group < 0 || !group || group == reading->group;
}

static enum rc read_clusters(struct board_reading *reading, struct board *board) {
    const struct request *request = reading->request;
    TRY(DB_ALL(request->db, request->arena, &list_clusters, &board->clusters,
               DB_INT(reading->looking.exercise->id)));
    struct board_cluster *rows = (struct board_cluster *)board->clusters.v;
    size_t n = 0;
    for (size_t i = 0; i < board->clusters.n; i++)
        if (is_board_of(reading, rows[i].group)) rows[n++] = rows[i];
    board->clusters.n = n;
    return RC_OK;
}

static enum rc read_links(struct board_reading *reading, struct board *board) {
    const struct request *request = reading->request;
    TRY(DB_ALL(request->db, request->arena, &list_links, &board->links,
               DB_INT(reading->looking.exercise->id)));
    struct board_link *rows = (struct board_link *)board->links.v;
    size_t n = 0;
    for (size_t i = 0; i < board->links.n; i++)
        if (board_note_at(reading, rows[i].a) && board_note_at(reading, rows[i].b))
            rows[n++] = rows[i];
    board->links.n = n;
    return RC_OK;
}

/* Ideas are for everybody. Only who belongs to the place of both meetings is led to the other: its
   address is a key. */
static struct url origin_url(const struct board_reading *reading, const struct origin_row *row) {
    const struct request *request = reading->request;
    const struct ref *place = &reading->looking.exercise->place;
    if (row->kind == FROM_IDEA) return idea_url(request->arena, row->from_id);
    for (size_t i = 0; i < PATH_OBJECTS_MAX; i++) {
        const struct meeting *meeting = request->objects[i].row;
        if (request->objects[i].kind != OBJECT_MEETING || !meeting) continue;
        bool belongs = meeting->asker_belongs || meeting->asker_leads;
        if (belongs && row->meeting && row->place_kind == (int)place->kind &&
            row->place_id == place->id)
            return meeting_url(request->arena, row->meeting);
    }
    return (struct url){0};
}

static enum rc read_origins(struct board_reading *reading) {
    const struct request *request = reading->request;
    LIST(struct origin_row) rows = {0};
    TRY(DB_ALL(request->db, request->arena, &list_origins, &rows,
               DB_INT(reading->looking.exercise->id), DB_ID(reading->only)));
    for (size_t i = 0; i < rows.n; i++) {
        struct board_note *note = board_note_at(reading, rows.v[i].note);
        if (!note) continue;
        note->from = rows.v[i].kind;
        note->from_id = rows.v[i].from_id;
        note->from_title = rows.v[i].title;
        note->from_url = origin_url(reading, &rows.v[i]);
    }
    return RC_OK;
}

static enum rc read_changes(struct board_reading *reading) {
    const struct request *request = reading->request;
    LIST(struct board_count) rows = {0};
    if (!reading->looking.tool->keeps_history) return RC_OK;
    TRY(DB_ALL(request->db, request->arena, &count_history, &rows,
               DB_INT(reading->looking.exercise->id), DB_ID(reading->only)));
    for (size_t i = 0; i < rows.n; i++) {
        struct board_note *note = board_note_at(reading, rows.v[i].note);
        if (note) note->changes = rows.v[i].n - 1;
    }
    return RC_OK;
}

/* ---- the whole, or one note ---- */

static enum rc read_board(struct board_reading *reading, const struct exercise *exercise,
                          const struct seat *seat, struct board *board) {
    *board = (struct board){.exercise = exercise, .voters = -1};
    TRY(note_look(reading->request, exercise, seat, &reading->looking));
    board->tool = reading->looking.tool;
    TRY(read_notes(reading, board));
    TRY(read_details(reading));
    TRY(read_origins(reading));
    TRY(read_changes(reading));
    TRY(board_read_dots(reading, board));
    if (reading->only) return RC_OK;
    TRY(read_clusters(reading, board));
    return read_links(reading, board);
}

enum rc board_read(const struct request *request, const struct exercise *exercise,
                   const struct seat *seat, int group, struct board *board) {
    struct board_reading reading = {.request = request, .group = group};
    return read_board(&reading, exercise, seat, board);
}

enum rc board_read_note(const struct request *request, const struct exercise *exercise,
                        const struct seat *seat, uint64_t id, struct board_note *note) {
    struct board_reading reading = {.request = request, .group = -1, .only = id};
    struct board board;
    *note = (struct board_note){0};
    if (!id) return RC_ABSENT;
    TRY(read_board(&reading, exercise, seat, &board));
    const struct board_note *found = board_note_at(&reading, id);
    if (!found) return RC_ABSENT;
    *note = *found;
    return RC_OK;
}

/* The end of a board: sums instead of dots, and what hangs on notes written anew under the notes'
   new keys and random keys of its own, in the order of the keys. Called by exercise_close.c, in its
   transaction. */
#include "core/meeting/board_inner.h"

#include <stdlib.h>

static const struct db_query sum_dots = {
    "board_close.sum",
    "SELECT CASE WHEN n.merged_into = 0 THEN n.id ELSE n.merged_into END AS note, "
    "count(DISTINCT d.tag) AS n FROM note_dot d JOIN note n ON n.id = d.note_id "
    "WHERE d.exercise_id = $1 AND d.phase = $2 "
    "GROUP BY CASE WHEN n.merged_into = 0 THEN n.id ELSE n.merged_into END LIMIT 20000",
    "ii", DB_ROW(struct board_count, board_count_columns)};
static const struct db_query set_dots = {
    "board_close.dots", "UPDATE note SET dots = $3 WHERE id = $1 AND exercise_id = $2", "iii",
    .writes = true};

struct history_row {
    uint64_t note;
    int64_t seq;
    struct str text;
    int sector;
    int64_t day;
};
static const struct db_column history_columns[] = {
    DB_COL(struct history_row, note), DB_COL(struct history_row, seq),
    DB_COL(struct history_row, text), DB_COL(struct history_row, sector),
    DB_COL(struct history_row, day),
};
struct origin_row {
    uint64_t note;
    int kind;
    uint64_t from_id;
    struct str title;
};
static const struct db_column origin_columns[] = {
    DB_COL(struct origin_row, note),
    DB_COL(struct origin_row, kind),
    DB_COL(struct origin_row, from_id),
    DB_COL(struct origin_row, title),
};
static const struct db_column detail_columns[] = {
    DB_COL(struct detail_row, note),
    DB_COL(struct detail_row, key),
    DB_COL(struct detail_row, value),
};
static const struct db_column cluster_columns[] = {
    DB_COL(struct board_cluster, id),
    DB_COL(struct board_cluster, group),
    DB_COL(struct board_cluster, region),
    DB_COL(struct board_cluster, name),
};
static const struct db_column link_columns[] = {
    DB_COL(struct board_link, a),
    DB_COL(struct board_link, b),
    DB_COL(struct board_link, kind),
    DB_COL(struct board_link, text),
};
static const struct db_query list_details = {
    "board_close.details",
    "SELECT note_id AS note, key, value FROM note_detail WHERE exercise_id = $1 LIMIT 100000", "i",
    DB_ROW(struct detail_row, detail_columns)};
static const struct db_query list_clusters = {
    "board_close.clusters",
    "SELECT id, group_number, region, name FROM note_cluster WHERE exercise_id = $1 LIMIT 100000",
    "i", DB_ROW(struct board_cluster, cluster_columns)};
static const struct db_query list_links = {
    "board_close.links",
    "SELECT note_a, note_b, kind, text FROM note_link WHERE exercise_id = $1 LIMIT 100000", "i",
    DB_ROW(struct board_link, link_columns)};
static const struct db_query list_history = {
    "board_close.history",
    "SELECT note_id AS note, seq, text, sector, day FROM note_history WHERE exercise_id = $1 "
    "ORDER BY note_id, seq LIMIT 100000",
    "i", DB_ROW(struct history_row, history_columns)};
static const struct db_query list_origins = {
    "board_close.origins",
    "SELECT note_id AS note, kind, from_id, from_title AS title FROM note_origin "
    "WHERE exercise_id = $1 LIMIT 100000",
    "i", DB_ROW(struct origin_row, origin_columns)};
/* Notes elsewhere that were carried from here. */
static const struct db_query list_carried = {
    "board_close.carried",
    "SELECT DISTINCT o.from_id FROM note n JOIN note_origin o ON o.from_id = n.id "
    "WHERE n.exercise_id = $1 AND o.kind = 1 LIMIT 20000",
    "i", DB_ROW_U64};
static const struct db_query move_carried = {
    "board_close.move_carried",
    "UPDATE note_origin SET from_id = $2 WHERE from_id = $1 AND kind = 1", "ii", .writes = true};
_Static_assert(FROM_NOTE == 1, "the statements name the number");

static const struct db_query delete_marks[] = {
    {"board_close.delete_details", "DELETE FROM note_detail WHERE exercise_id = $1", "i",
     .writes = true},
    {"board_close.delete_clusters", "DELETE FROM note_cluster WHERE exercise_id = $1", "i",
     .writes = true},
    {"board_close.delete_links", "DELETE FROM note_link WHERE exercise_id = $1", "i",
     .writes = true},
    {"board_close.delete_dots", "DELETE FROM note_dot WHERE exercise_id = $1", "i", .writes = true},
    {"board_close.delete_history", "DELETE FROM note_history WHERE exercise_id = $1", "i",
     .writes = true},
    {"board_close.delete_origins", "DELETE FROM note_origin WHERE exercise_id = $1", "i",
     .writes = true},
};
static const struct db_query insert_detail = {
    "board_close.insert_detail",
    "INSERT INTO note_detail (exercise_id, note_id, key, value) VALUES ($1, $2, $3, $4)", "iitt",
    .writes = true};
static const struct db_query insert_cluster = {
    "board_close.insert_cluster",
    "INSERT INTO note_cluster (id, exercise_id, group_number, region, name) "
    "VALUES ($1, $2, $3, $4, $5)",
    "iiitt", .writes = true};
static const struct db_query insert_link = {
    "board_close.insert_link",
    "INSERT INTO note_link (id, exercise_id, note_a, note_b, kind, text) "
    "VALUES ($1, $2, $3, $4, $5, $6)",
    "iiiiit", .writes = true};
static const struct db_query insert_history = {
    "board_close.insert_history",
    "INSERT INTO note_history (exercise_id, note_id, seq, text, sector, day) "
    "VALUES ($1, $2, $3, $4, $5, $6)",
    "iiitii", .writes = true};
static const struct db_query insert_origin = {
    "board_close.insert_origin",
    "INSERT INTO note_origin (exercise_id, note_id, kind, from_id, from_title) "
    "VALUES ($1, $2, $3, $4, $5)",
    "iiiit", .writes = true};
static const struct db_query *const statements[] = {
    &sum_dots,        &set_dots,        &list_details,    &list_clusters,   &list_links,
    &list_history,    &list_origins,    &list_carried,    &move_carried,    &delete_marks[0],
    &delete_marks[1], &delete_marks[2], &delete_marks[3], &delete_marks[4], &delete_marks[5],
    &insert_detail,   &insert_cluster,  &insert_link,     &insert_history,  &insert_origin};
const struct db_queries board_close_queries = DB_QUERIES("board_close", statements);

/* ---- sums ---- */

static enum rc sum_phase(const struct request *request, const struct note_looking *looking,
                         int phase, const struct note_rows *rows) {
    LIST(struct board_count) sums = {0};
    int64_t exercise = looking->exercise->id;
    TRY(DB_ALL(request->db, request->arena, &sum_dots, &sums, DB_INT(exercise), DB_INT(phase)));
    for (size_t i = 0; i < rows->rows.n; i++) {
        const struct note_row *row = &rows->rows.v[i];
        if (!row->merged &&
            note_phase_has(&looking->tool->phases[phase], &looking->content, row->note.region))
            TRY(DB_RUN(request->db, &set_dots, DB_ID(row->note.id), DB_INT(exercise), DB_INT(0)));
    }
    for (size_t i = 0; i < sums.n; i++)
        TRY(DB_RUN(request->db, &set_dots, DB_ID(sums.v[i].note), DB_INT(exercise),
                   DB_INT(sums.v[i].n)));
    return RC_OK;
}

/* Each vote that was reached, in order: the last one that had a note tells. */
enum rc board_close_votes(const struct request *request, const struct exercise *exercise) {
    struct note_looking looking;
    struct note_rows rows = {0};
    TRY(note_look(request, exercise, NULL, &looking));
    int last = exercise->pace == PACE_OWN ? TOOL_PHASES_MAX : exercise->phase;
    if (board_dots_phase(looking.tool, last) < 0) return RC_OK;
    TRY(note_row_list(request, exercise, 0, &rows));
    for (int p = 0; p < (int)tool_phase_count(looking.tool) && p <= last; p++)
        if (looking.tool->phases[p].input == INPUT_DOTS)
            TRY(sum_phase(request, &looking, p, &rows));
    return RC_OK;
}

/* ---- keys ---- */

static int by_old(const void *a, const void *b) {
    const struct board_key *x = a, *y = b;
    return (x->old > y->old) - (x->old < y->old);
}

void board_keys_sort(struct board_keys *keys) {
    if (keys->n) qsort(keys->v, keys->n, sizeof *keys->v, by_old);
}

uint64_t board_key_new(const struct board_keys *keys, uint64_t old) {
    const struct board_key wanted = {.old = old};
    const struct board_key *found =
        keys->n && old ? bsearch(&wanted, keys->v, keys->n, sizeof wanted, by_old) : NULL;
    return found ? found->key : 0;
}

/* ---- writing anew ---- */

struct rewriting {
    const struct request *request;
    int64_t exercise;
    const struct board_close *close;
};

/* By the new key of the note they hang on, so that the order of the old ones is gone. */
static int by_note(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}
_Static_assert(offsetof(struct detail_row, note) == 0 && offsetof(struct origin_row, note) == 0,
               "by_note looks at the first member");

static enum rc rewrite_details(const struct rewriting *it, struct detail_row *rows, size_t n) {
    for (size_t i = 0; i < n; i++) rows[i].note = board_key_new(&it->close->notes, rows[i].note);
    if (n) qsort(rows, n, sizeof *rows, by_note);
    for (size_t i = 0; i < n; i++)
        if (rows[i].note)
            TRY(DB_RUN(it->request->db, &insert_detail, DB_INT(it->exercise), DB_ID(rows[i].note),
                       DB_STR(rows[i].key), DB_STR(rows[i].value)));
    return RC_OK;
}

static enum rc rewrite_origins(const struct rewriting *it, struct origin_row *rows, size_t n) {
    for (size_t i = 0; i < n; i++) rows[i].note = board_key_new(&it->close->notes, rows[i].note);
    if (n) qsort(rows, n, sizeof *rows, by_note);
    for (size_t i = 0; i < n; i++)
        if (rows[i].note)
            TRY(DB_RUN(it->request->db, &insert_origin, DB_INT(it->exercise), DB_ID(rows[i].note),
                       DB_INT(rows[i].kind), DB_ID(rows[i].from_id), DB_STR(rows[i].title)));
    return RC_OK;
}

static int by_note_and_seq(const void *a, const void *b) {
    const struct history_row *x = a, *y = b;
    int order = by_note(&x->note, &y->note);
    return order ? order : (x->seq > y->seq) - (x->seq < y->seq);
}

static enum rc rewrite_history(const struct rewriting *it, struct history_row *rows, size_t n) {
    for (size_t i = 0; i < n; i++) rows[i].note = board_key_new(&it->close->notes, rows[i].note);
    if (n) qsort(rows, n, sizeof *rows, by_note_and_seq);
    for (size_t i = 0; i < n; i++) {
        int sector = rows[i].sector;
        bool stays = sector >= 0 && sector < SECTOR__N && it->close->keeps_sector[sector];
        if (rows[i].note)
            TRY(DB_RUN(it->request->db, &insert_history, DB_INT(it->exercise), DB_ID(rows[i].note),
                       DB_INT(rows[i].seq), DB_STR(rows[i].text), DB_INT(stays ? sector : -1),
                       DB_INT(rows[i].day)));
    }
    return RC_OK;
}

static int by_link_id(const void *a, const void *b) {
    const struct board_link *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static enum rc rewrite_links(const struct rewriting *it, struct board_link *rows, size_t n) {
    for (size_t i = 0; i < n; i++) rows[i].id = board_new_id();
    if (n) qsort(rows, n, sizeof *rows, by_link_id);
    for (size_t i = 0; i < n; i++) {
        uint64_t a = board_key_new(&it->close->notes, rows[i].a);
        uint64_t b = board_key_new(&it->close->notes, rows[i].b);
        if (a && b)
            TRY(DB_RUN(it->request->db, &insert_link, DB_INT(rows[i].id), DB_INT(it->exercise),
                       DB_ID(a < b ? a : b), DB_ID(a < b ? b : a), DB_INT(rows[i].kind),
                       DB_STR(rows[i].text)));
    }
    return RC_OK;
}

static int by_cluster_id(const void *a, const void *b) {
    const struct board_cluster *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static enum rc rewrite_clusters(const struct rewriting *it, struct board_cluster *rows, size_t n) {
    for (size_t i = 0; i < n; i++)
        rows[i].id = (int64_t)board_key_new(&it->close->clusters, (uint64_t)rows[i].id);
    if (n) qsort(rows, n, sizeof *rows, by_cluster_id);
    for (size_t i = 0; i < n; i++)
        TRY(DB_RUN(it->request->db, &insert_cluster, DB_INT(rows[i].id), DB_INT(it->exercise),
                   DB_INT(rows[i].group), DB_STR(rows[i].region), DB_STR(rows[i].name)));
    return RC_OK;
}

enum rc board_close_clusters(const struct request *request, const struct exercise *exercise,
                             struct board_keys *keys) {
    LIST(struct board_cluster) rows = {0};
    TRY(DB_ALL(request->db, request->arena, &list_clusters, &rows, DB_INT(exercise->id)));
    keys->v = arena_new_array(request->arena, rows.n + 1, struct board_key);
    keys->n = rows.n;
    if (!keys->v) return RC_LIMIT;
    for (size_t i = 0; i < rows.n; i++)
        keys->v[i] = (struct board_key){(uint64_t)rows.v[i].id, (uint64_t)board_new_id()};
    board_keys_sort(keys);
    return RC_OK;
}

static enum rc follow_carried(const struct rewriting *it) {
    const struct request *request = it->request;
    LIST(uint64_t) carried = {0};
    TRY(DB_ALL(request->db, request->arena, &list_carried, &carried, DB_INT(it->exercise)));
    for (size_t i = 0; i < carried.n; i++) {
        uint64_t key = board_key_new(&it->close->notes, carried.v[i]);
        if (key) TRY(DB_RUN(request->db, &move_carried, DB_ID(carried.v[i]), DB_ID(key)));
    }
    return RC_OK;
}

enum rc board_close_rewrite(const struct request *request, const struct exercise *exercise,
                            const struct board_close *close) {
    const struct rewriting it = {request, exercise->id, close};
    LIST(struct detail_row) details = {0};
    LIST(struct board_cluster) clusters = {0};
    LIST(struct board_link) links = {0};
    LIST(struct history_row) history = {0};
    LIST(struct origin_row) origins = {0};
    struct db *db = request->db;
    TRY(follow_carried(&it));
    TRY(DB_ALL(db, request->arena, &list_details, &details, DB_INT(exercise->id)));
    TRY(DB_ALL(db, request->arena, &list_clusters, &clusters, DB_INT(exercise->id)));
    TRY(DB_ALL(db, request->arena, &list_links, &links, DB_INT(exercise->id)));
    TRY(DB_ALL(db, request->arena, &list_history, &history, DB_INT(exercise->id)));
    TRY(DB_ALL(db, request->arena, &list_origins, &origins, DB_INT(exercise->id)));
    for (size_t i = 0; i < COUNT(delete_marks); i++)
        TRY(DB_RUN(db, &delete_marks[i], DB_INT(exercise->id)));
    TRY(rewrite_details(&it, (struct detail_row *)details.v, details.n));
    TRY(rewrite_clusters(&it, (struct board_cluster *)clusters.v, clusters.n));
    TRY(rewrite_links(&it, (struct board_link *)links.v, links.n));
    TRY(rewrite_history(&it, (struct history_row *)history.v, history.n));
    return rewrite_origins(&it, (struct origin_row *)origins.v, origins.n);
}

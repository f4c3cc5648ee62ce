/* Links between notes, and names of clusters: what is said about several notes together. By the
   leader, or by everybody where a phase is shared. See board.h. */
#include "core/meeting/board_inner.h"

const char *const link_choices[LINK_KIND__N + 1] = {"agreement", "tension", "dependence", "idea",
                                                    NULL};
const enum text_id link_labels[LINK_KIND__N] = {T_link_agreement, T_link_tension, T_link_dependence,
                                                T_link_idea};

static const struct db_query write_link = {
    "board.link",
    "INSERT INTO note_link (id, exercise_id, note_a, note_b, kind, text) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (exercise_id, note_a, note_b) DO UPDATE SET "
    "kind = excluded.kind, text = excluded.text",
    "iiiiit", .writes = true};
static const struct db_query delete_link = {
    "board.unlink", "DELETE FROM note_link WHERE id = $1 AND exercise_id = $2", "ii",
    .writes = true};
static const struct db_query rename_cluster = {
    "board.rename", "UPDATE note_cluster SET name = $3 WHERE id = $1 AND exercise_id = $2", "iit",
    .writes = true};
static const struct db_query empty_cluster = {
    "board.empty_cluster",
    "UPDATE note SET cluster_id = $3, version = version + 1 WHERE exercise_id = $1 "
    "AND cluster_id = $2",
    "iii", .writes = true};

struct cluster_row {
    int group;
    struct str region;
    int64_t same; /* another of that name there, or 0 */
};
static const struct db_column cluster_columns[] = {
    DB_COL(struct cluster_row, group),
    DB_COL(struct cluster_row, region),
    DB_COL(struct cluster_row, same),
};
static const struct db_query find_cluster = {
    "board.cluster",
    "SELECT c.group_number, c.region, coalesce(o.id, 0) AS same FROM note_cluster c "
    "LEFT JOIN note_cluster o ON o.exercise_id = c.exercise_id "
    "AND o.group_number = c.group_number AND o.region = c.region AND o.name = $3 AND o.id <> c.id "
    "WHERE c.id = $1 AND c.exercise_id = $2",
    "iit", DB_ROW(struct cluster_row, cluster_columns)};
static const struct db_query *const statements[] = {&write_link, &delete_link, &rename_cluster,
                                                    &empty_cluster, &find_cluster};
const struct db_queries board_link_queries = DB_QUERIES("board_link", statements);

/* The exercise as it is now; RC_DENIED unless the asker leads, or the phase that runs is shared. */
static enum rc begin(const struct request *request, const struct exercise *exercise,
                     const struct seat *seat, struct note_looking *looking) {
    struct exercise *fresh = arena_new(request->arena, struct exercise);
    if (!fresh) return RC_LIMIT;
    TRY(exercise_by_id(request->db, request->arena, exercise->id, fresh));
    if (seat && seat->meeting != fresh->meeting) return RC_DENIED;
    TRY(note_look(request, fresh, seat, looking));
    const struct tool_phase *phase = exercise_phase(request->site, fresh);
    if (fresh->state != EXERCISE_RUNNING || !phase) return RC_CONFLICT;
    return looking->leads || (seat && phase->is_shared) ? RC_OK : RC_DENIED;
}

static enum rc check_end(const struct note_looking *looking, uint64_t id) {
    struct note_row row;
    TRY(note_row_find(looking->request, looking->exercise, id, &row));
    if (row.note.hidden || row.merged) return RC_CONFLICT;
    return note_may_see(looking, &row) ? RC_OK : RC_ABSENT;
}

enum rc board_link(const struct request *request, const struct exercise *exercise,
                   const struct seat *seat, const struct board_link *link) {
    struct note_looking looking;
    struct str text = str_trim(link->text);
    bool is_turned = link->a > link->b;
    if ((unsigned)link->kind >= LINK_KIND__N || link->a == link->b) return RC_INVALID;
    if (!str_is_utf8(text) || str_length(text) > LINK_TEXT_MAX) return RC_INVALID;
    TRY(begin(request, exercise, seat, &looking));
    TRY(check_end(&looking, link->a));
    TRY(check_end(&looking, link->b));
    TRY(DB_RUN(request->db, &write_link, DB_INT(board_new_id()), DB_INT(looking.exercise->id),
               DB_ID(is_turned ? link->b : link->a), DB_ID(is_turned ? link->a : link->b),
               DB_INT(link->kind), DB_STR(text)));
    return note_tell(&looking, 0, -1);
}

enum rc board_unlink(const struct request *request, const struct exercise *exercise,
                     const struct seat *seat, int64_t link) {
    struct note_looking looking;
    TRY(begin(request, exercise, seat, &looking));
    TRY(DB_RUN(request->db, &delete_link, DB_INT(link), DB_INT(looking.exercise->id)));
    return note_tell(&looking, 0, -1);
}

/* To the name of another: the two become one. */
enum rc board_rename_cluster(const struct request *request, const struct exercise *exercise,
                             const struct seat *seat, int64_t cluster, struct str name) {
    struct note_looking looking;
    struct cluster_row row;
    struct str trimmed = str_trim(name);
    if (!trimmed.n || !board_name_fits(trimmed)) return RC_INVALID;
    TRY(begin(request, exercise, seat, &looking));
    TRY(DB_ONE(request->db, request->arena, &find_cluster, &row, DB_INT(cluster),
               DB_INT(looking.exercise->id), DB_STR(trimmed)));
    if (seat && row.group && row.group != looking.place.group) return RC_DENIED;
    if (row.same) {
        TRY(DB_RUN(request->db, &empty_cluster, DB_INT(looking.exercise->id), DB_INT(cluster),
                   DB_INT(row.same)));
        TRY(board_forget_empty(request, looking.exercise, cluster));
    } else {
        TRY(DB_RUN(request->db, &rename_cluster, DB_INT(cluster), DB_INT(looking.exercise->id),
                   DB_STR(trimmed)));
    }
    return note_tell(&looking, 0, -1);
}

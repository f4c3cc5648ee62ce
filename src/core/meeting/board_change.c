/* Changing a board: moving, details, clusters, merging and splitting. One check of who may, one
   raised version and one message to open pages for each. See board.h. */
#include "core/meeting/board_inner.h"

#include "platform/secret.h"

static const struct db_query move_note = {
    "board.move",
    "UPDATE note SET region = $3, layer = $4, cluster_id = $5 WHERE id = $1 AND exercise_id = $2",
    "iitii", .writes = true};
static const struct db_query set_cluster = {
    "board.set_cluster", "UPDATE note SET cluster_id = $3 WHERE id = $1 AND exercise_id = $2",
    "iii", .writes = true};
static const struct db_query write_detail = {
    "board.write_detail",
    "INSERT INTO note_detail (exercise_id, note_id, key, value) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (exercise_id, note_id, key) DO UPDATE SET value = excluded.value",
    "iitt", .writes = true};
static const struct db_query delete_detail = {
    "board.delete_detail",
    "DELETE FROM note_detail WHERE exercise_id = $1 AND note_id = $2 AND key = $3", "iit",
    .writes = true};
static const struct db_query find_cluster = {
    "board.find_cluster",
    "SELECT id FROM note_cluster WHERE exercise_id = $1 AND group_number = $2 AND region = $3 "
    "AND name = $4",
    "iitt", DB_ROW_I64};
static const struct db_query insert_cluster = {
    "board.insert_cluster",
    "INSERT INTO note_cluster (id, exercise_id, group_number, region, name) "
    "VALUES ($1, $2, $3, $4, $5)",
    "iiitt", .writes = true};
static const struct db_query merge_note = {
    "board.merge",
    "UPDATE note SET merged_into = $3, cluster_id = 0, version = version + 1 "
    "WHERE exercise_id = $1 AND (id = $2 OR merged_into = $2)",
    "iii", .writes = true};
static const struct db_query split_note = {
    "board.split", "UPDATE note SET merged_into = 0 WHERE id = $1 AND exercise_id = $2", "ii",
    .writes = true};
static const struct db_query raise_version = {
    "board.raise", "UPDATE note SET version = version + 1 WHERE id = $1 AND exercise_id = $2", "ii",
    .writes = true};

struct ticked {
    struct str region;
    int group;
};
static const struct db_column ticked_columns[] = {
    DB_COL(struct ticked, region),
    DB_COL(struct ticked, group),
};
static const struct db_query list_ticked = {
    "board.ticked",
    "SELECT n.region, n.group_number FROM note_detail d JOIN note n ON n.id = d.note_id "
    "WHERE d.exercise_id = $1 AND d.key = $2 AND d.note_id <> $3 AND n.hidden = 0 "
    "AND n.merged_into = 0 LIMIT 5000",
    "iti", DB_ROW(struct ticked, ticked_columns)};

static const struct db_query *const statements[] = {
    &move_note,      &set_cluster, &write_detail, &delete_detail, &find_cluster,
    &insert_cluster, &merge_note,  &split_note,   &raise_version, &list_ticked};
const struct db_queries board_change_queries = DB_QUERIES("board_change", statements);

/* ---- who may ---- */

struct changing {
    const struct request *request;
    const struct board_act *act;
    struct exercise exercise;
    struct note_looking looking;
    struct note_row row;
};

/* The note as it is now, and whether the asker may change it. */
static enum rc begin(const struct request *request, const struct board_act *act,
                     struct changing *changing) {
    *changing = (struct changing){.request = request, .act = act};
    TRY(exercise_by_id(request->db, request->arena, act->exercise->id, &changing->exercise));
    if (act->seat && act->seat->meeting != changing->exercise.meeting) return RC_DENIED;
    TRY(note_look(request, &changing->exercise, act->seat, &changing->looking));
    return note_row_find(request, &changing->exercise, act->note, &changing->row);
}

static enum rc begin_change(const struct request *request, const struct board_act *act,
                            struct changing *changing) {
    TRY(begin(request, act, changing));
    if (changing->row.merged || changing->row.note.hidden) return RC_CONFLICT;
    return note_may_change(&changing->looking, &changing->row) ? RC_OK : RC_DENIED;
}

static enum rc raise(const struct changing *changing) {
    return note_touch(changing->request, &changing->exercise, changing->act->note,
                      changing->act->version);
}

static enum rc tell(const struct changing *changing) {
    return note_tell(&changing->looking, changing->act->note, changing->row.phase);
}

/* ---- moving ---- */

/* Seats move within the layer that is written now; the leader where she likes. */
static enum rc check_move(const struct changing *changing, struct str region, int layer) {
    const struct note_looking *looking = &changing->looking;
    if (!note_region(looking->tool, &looking->content, -1, region)) return RC_INVALID;
    if (layer < 0 || layer >= TOOL_LAYERS_MAX) return RC_INVALID;
    if (layer > 0 && !looking->tool->layers[layer].key) return RC_INVALID;
    if (looking->leads) return RC_OK;
    int phase = note_phase(looking, region, false);
    if (phase < 0) return RC_CONFLICT;
    TRY(note_axis_fits(looking, phase, region));
    bool is_locked =
        changing->exercise.pace != PACE_OWN && layer < looking->tool->phases[phase].layer;
    return is_locked ? RC_DENIED : RC_OK;
}

enum rc board_move(const struct request *request, const struct board_act *act, struct str region,
                   int layer) {
    struct changing changing;
    TRY(begin_change(request, act, &changing));
    TRY(check_move(&changing, region, layer));
    bool is_same = str_is(region, changing.row.note.region);
    if (is_same && layer == changing.row.layer) return RC_OK;
    TRY(raise(&changing));
    TRY(DB_RUN(request->db, &move_note, DB_ID(act->note), DB_INT(changing.exercise.id),
               DB_STR(region), DB_INT(layer), DB_INT(is_same ? changing.row.cluster : 0)));
    if (!is_same) TRY(board_forget_empty(request, &changing.exercise, changing.row.cluster));
    return tell(&changing);
}

/* ---- details ---- */

static struct str region_key(struct str region) {
    struct str rest = region, key = {0};
    (void)str_cut(&rest, ':', &key);
    return key;
}

static enum rc check_tick(const struct changing *changing, const struct tool_detail *detail) {
    const struct request *request = changing->request;
    LIST(struct ticked) rows = {0};
    int n = 0;
    if (!detail->limit) return RC_OK;
    TRY(DB_ALL(request->db, request->arena, &list_ticked, &rows, DB_INT(changing->exercise.id),
               DB_STR(str_from(detail->key)), DB_ID(changing->row.note.id)));
    for (size_t i = 0; i < rows.n; i++) {
        bool is_here =
            !changing->looking.tool->is_board_each || rows.v[i].group == changing->row.group;
        n += is_here && str_is(region_key(rows.v[i].region), region_key(changing->row.note.region));
    }
    return n < detail->limit ? RC_OK : RC_LIMIT;
}

static enum rc check_value(const struct changing *changing, const struct tool_detail *detail,
                           struct str value) {
    switch (detail->kind) {
    case DETAIL_TICK:
        return str_is(value, STR("1")) ? check_tick(changing, detail) : RC_INVALID;
    case DETAIL_CHOICE:
        for (size_t i = 0; detail->choices && detail->choices[i]; i++)
            if (str_is(value, str_from(detail->choices[i]))) return RC_OK;
        return RC_INVALID;
    case DETAIL_TEXT:
        break;
    }
    return str_is_utf8(value) && str_length(value) <= DETAIL_TEXT_MAX ? RC_OK : RC_INVALID;
}

enum rc board_detail(const struct request *request, const struct board_act *act, struct str key,
                     struct str value) {
    struct changing changing;
    struct str trimmed = str_trim(value);
    TRY(begin_change(request, act, &changing));
    const struct tool_detail *detail = board_detail_of(
        changing.looking.tool, &changing.looking.content, changing.row.note.region, key);
    if (!detail) return RC_INVALID;
    if (trimmed.n) TRY(check_value(&changing, detail, trimmed));
    TRY(raise(&changing));
    if (trimmed.n)
        TRY(DB_RUN(request->db, &write_detail, DB_INT(changing.exercise.id), DB_ID(act->note),
                   DB_STR(key), DB_STR(trimmed)));
    else
        TRY(DB_RUN(request->db, &delete_detail, DB_INT(changing.exercise.id), DB_ID(act->note),
                   DB_STR(key)));
    return tell(&changing);
}

/* ---- clusters ---- */

static enum rc cluster_named(const struct changing *changing, struct str name, int64_t *cluster) {
    const struct request *request = changing->request;
    int group = changing->looking.tool->is_board_each ? changing->row.group : 0;
    enum rc rc =
        DB_ONE(request->db, request->arena, &find_cluster, cluster, DB_INT(changing->exercise.id),
               DB_INT(group), DB_STR(changing->row.note.region), DB_STR(name));
    if (rc != RC_ABSENT) return rc;
    *cluster = board_new_id();
    return DB_RUN(request->db, &insert_cluster, DB_INT(*cluster), DB_INT(changing->exercise.id),
                  DB_INT(group), DB_STR(changing->row.note.region), DB_STR(name));
}

bool board_name_fits(struct str name) {
    return str_is_utf8(name) && str_length(name) <= CLUSTER_NAME_MAX;
}

int64_t board_new_id(void) {
    return (int64_t)(id_random() >> 1 | 1);
}

enum rc board_gather(const struct request *request, const struct board_act *act, struct str name) {
    struct changing changing;
    struct str trimmed = str_trim(name);
    int64_t cluster = 0;
    if (!board_name_fits(trimmed)) return RC_INVALID;
    TRY(begin_change(request, act, &changing));
    if (trimmed.n) TRY(cluster_named(&changing, trimmed, &cluster));
    if (cluster == changing.row.cluster) return RC_OK;
    TRY(raise(&changing));
    TRY(DB_RUN(request->db, &set_cluster, DB_ID(act->note), DB_INT(changing.exercise.id),
               DB_INT(cluster)));
    TRY(board_forget_empty(request, &changing.exercise, changing.row.cluster));
    return tell(&changing);
}

/* ---- merging ---- */

/* Who may change the one may merge it into another that she sees on the same board. */
static enum rc check_target(const struct changing *changing, uint64_t into) {
    struct note_row target;
    if (into == changing->row.note.id) return RC_CONFLICT;
    TRY(note_row_find(changing->request, &changing->exercise, into, &target));
    if (target.merged || target.note.hidden) return RC_CONFLICT;
    if (!note_may_see(&changing->looking, &target)) return RC_ABSENT;
    bool is_elsewhere =
        changing->looking.tool->is_board_each && target.group != changing->row.group;
    if (is_elsewhere) return RC_CONFLICT;
    return note_may_change(&changing->looking, &target) ? RC_OK : RC_DENIED;
}

enum rc board_merge(const struct request *request, const struct board_act *act, uint64_t into) {
    struct changing changing;
    TRY(begin(request, act, &changing));
    if (changing.row.merged == into && into) return RC_OK; /* sent once more */
    TRY(begin_change(request, act, &changing));
    TRY(check_target(&changing, into));
    TRY(raise(&changing));
    TRY(DB_RUN(request->db, &merge_note, DB_INT(changing.exercise.id), DB_ID(act->note),
               DB_ID(into)));
    TRY(DB_RUN(request->db, &raise_version, DB_ID(into), DB_INT(changing.exercise.id)));
    TRY(board_forget_empty(request, &changing.exercise, changing.row.cluster));
    TRY(note_tell(&changing.looking, into, changing.row.phase));
    return tell(&changing);
}

/* The one it lies in must be hers to change. The version does not matter: nobody can change a
   merged note. */
enum rc board_split(const struct request *request, const struct board_act *act) {
    struct changing changing;
    struct note_row whole;
    TRY(begin(request, act, &changing));
    if (!changing.row.merged) return RC_OK; /* sent once more */
    TRY(note_row_find(request, &changing.exercise, changing.row.merged, &whole));
    if (!note_may_change(&changing.looking, &whole)) return RC_DENIED;
    TRY(DB_RUN(request->db, &raise_version, DB_ID(act->note), DB_INT(changing.exercise.id)));
    TRY(DB_RUN(request->db, &split_note, DB_ID(act->note), DB_INT(changing.exercise.id)));
    TRY(DB_RUN(request->db, &raise_version, DB_ID(whole.note.id), DB_INT(changing.exercise.id)));
    TRY(note_tell(&changing.looking, whole.note.id, whole.phase));
    return tell(&changing);
}

/* The end of an exercise: its snapshot, and forgetting who said what. Tags and groups go; what is
   kept is written anew under fresh random keys, in the order of those keys, by one transaction, so
   that neither place, order nor transaction tells when or by whom a row was written. After the
   commit a job asks the database to forget the old rows' bytes too. */
#include "core/meeting/board_inner.h"

#include "core/activity.h"
#include "kit/site.h"
#include "platform/jobs.h"
#include "platform/secret.h"
#include "rules/scale/few.h"

#include <stdlib.h>

enum { NOT_SAID = -1 };

/* What is kept of an answer and a note. old is the key before. */
struct kept_answer {
    uint64_t id;
    int group, sector, origin;
    struct str subgroup, sheet, tag;
};
static const struct db_column answer_columns[] = {
    DB_COL(struct kept_answer, group),  DB_COL(struct kept_answer, sector),
    DB_COL(struct kept_answer, origin), DB_COL(struct kept_answer, subgroup),
    DB_COL(struct kept_answer, sheet),  DB_COL_BLOB(struct kept_answer, tag),
};
static const struct db_query list_answers = {
    "close.answers",
    "SELECT group_number, sector, origin, subgroup, sheet, tag FROM answer WHERE exercise_id = $1 "
    "ORDER BY id LIMIT 100000",
    "i", DB_ROW(struct kept_answer, answer_columns)};
static const struct db_query delete_answers = {
    "close.delete_answers", "DELETE FROM answer WHERE exercise_id = $1", "i", .writes = true};
static const struct db_query insert_answer = {
    "close.insert_answer",
    "INSERT INTO answer (id, exercise_id, tag, group_number, sector, subgroup, origin, sheet) "
    "VALUES ($1, $2, NULL, $3, $4, $5, $6, $7)",
    "iiiitit", .writes = true};

struct kept_note {
    uint64_t id, old;
    int phase, sector, origin, hidden, layer, group;
    bool is_reported;
    int64_t seat, cluster, dots;
    uint64_t merged;
    struct str region, text, lang, tag;
};
static const struct db_column note_columns[] = {
    DB_COL(struct kept_note, old),     DB_COL(struct kept_note, phase),
    DB_COL(struct kept_note, sector),  DB_COL(struct kept_note, origin),
    DB_COL(struct kept_note, hidden),  DB_COL(struct kept_note, is_reported),
    DB_COL(struct kept_note, seat),    DB_COL(struct kept_note, region),
    DB_COL(struct kept_note, text),    DB_COL(struct kept_note, lang),
    DB_COL(struct kept_note, layer),   DB_COL(struct kept_note, group),
    DB_COL(struct kept_note, cluster), DB_COL(struct kept_note, merged),
    DB_COL(struct kept_note, dots),    DB_COL_BLOB(struct kept_note, tag),
};
static const struct db_query list_notes = {
    "close.notes",
    "SELECT id, phase, sector, origin, hidden, is_reported, seat_id, region, text, lang, layer, "
    "group_number, cluster_id, merged_into, dots, tag FROM note WHERE exercise_id = $1 "
    "ORDER BY region, id LIMIT 100000",
    "i", DB_ROW(struct kept_note, note_columns)};
static const struct db_query delete_notes = {
    "close.delete_notes", "DELETE FROM note WHERE exercise_id = $1", "i", .writes = true};
static const struct db_query insert_note = {
    "close.insert_note",
    "INSERT INTO note (id, exercise_id, phase, round, region, text, lang, tag, seat_id, "
    "group_number, sector, origin, hidden, is_reported, layer, cluster_id, merged_into, dots) "
    "VALUES ($1, $2, $3, 0, $4, $5, $6, NULL, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    "iiitttiiiiiiiiii", .writes = true};

struct kept_link {
    int64_t action;
    uint64_t note;
};
static const struct db_column link_columns[] = {
    DB_COL(struct kept_link, action),
    DB_COL(struct kept_link, note),
};
static const struct db_query list_links = {
    "close.links",
    "SELECT l.action_id, l.note_id FROM note n JOIN action_note l ON l.note_id = n.id "
    "WHERE n.exercise_id = $1 ORDER BY l.action_id, l.note_id LIMIT 100000",
    "i", DB_ROW(struct kept_link, link_columns)};
static const struct db_query delete_link = {
    "close.delete_link", "DELETE FROM action_note WHERE action_id = $1 AND note_id = $2", "ii",
    .writes = true};
static const struct db_query insert_link = {
    "close.insert_link", "INSERT INTO action_note (action_id, note_id) VALUES ($1, $2)", "ii",
    .writes = true};

static const struct db_query insert_snapshot = {
    "close.snapshot", "INSERT INTO snapshot (exercise_id, taken_at, json) VALUES ($1, $2, $3)",
    "iit", .writes = true};
static const struct db_query *const close_statements[] = {
    &list_answers, &delete_answers, &insert_answer, &list_notes,  &delete_notes,
    &insert_note,  &list_links,     &delete_link,   &insert_link, &insert_snapshot};
const struct db_queries exercise_close_queries = DB_QUERIES("exercise_close", close_statements);

/* ---- which sector may stay on a row ---- */

struct sectors {
    int counts[SECTOR__N + 1];
    struct scale_split split;
};

static int sector_index(int sector) {
    return sector >= 0 && sector < SECTOR__N ? sector : SECTOR__N;
}

static void decide_sectors(struct sectors *sectors, int k) {
    scale_split_groups(sectors->counts, SECTOR__N + 1, k, &sectors->split);
}

/* Only sectors that are shown under their own name stay; the rest have none. */
static int kept_sector(const struct sectors *sectors, int sector) {
    int index = sector_index(sector);
    return index < SECTOR__N && sectors->split.place[index] == SCALE_PLACE_ALONE ? sector
                                                                                 : NOT_SAID;
}

/* ---- answers ---- */

struct answers {
    LIST(struct kept_answer) rows;
};

static int by_answer_id(const void *a, const void *b) {
    const struct kept_answer *x = a, *y = b;
    return ((int64_t)x->id > (int64_t)y->id) - ((int64_t)x->id < (int64_t)y->id);
}

/* The subgroup stays when the counted result shows it under its name, and sector and subgroup
   together only when the result shows both. */
static bool shows_part(const struct sheet_result *result, const char *kind, struct str name) {
    for (size_t i = 0; i < result->parts.n; i++) {
        struct str rest = result->parts.v[i].key, head = {0};
        if (str_cut(&rest, ':', &head) && str_is(head, str_from(kind)) && str_is(rest, name))
            return true;
    }
    return false;
}

static enum rc rewrite_answers(const struct request *request, const struct exercise *exercise,
                               const struct sheet_result *result) {
    struct answers answers = {0};
    TRY(DB_ALL(request->db, request->arena, &list_answers, &answers.rows, DB_INT(exercise->id)));
    TRY(DB_RUN(request->db, &delete_answers, DB_INT(exercise->id)));
    /* What may never be shown is not kept either. */
    if (!exercise->is_consensus && answers.rows.n < (size_t)scale_k(exercise->k)) return RC_OK;
    struct kept_answer *rows = (struct kept_answer *)answers.rows.v;
    for (size_t i = 0; i < answers.rows.n; i++) rows[i].id = id_random();
    if (answers.rows.n) qsort(rows, answers.rows.n, sizeof *rows, by_answer_id);
    for (size_t i = 0; i < answers.rows.n; i++) {
        const struct kept_answer *row = &rows[i];
        bool sector = row->sector >= 0 && row->sector < SECTOR__N &&
                      shows_part(result, "sector", str_from(sector_choices[row->sector]));
        bool group = shows_part(result, "group", row->subgroup);
        TRY(DB_RUN(request->db, &insert_answer, DB_ID(row->id), DB_INT(exercise->id),
                   DB_INT(exercise->is_consensus ? row->group : 0),
                   DB_INT(sector ? row->sector : NOT_SAID), DB_STR(group ? row->subgroup : STR("")),
                   DB_INT(row->origin), DB_STR(row->sheet)));
    }
    return RC_OK;
}

/* ---- notes ---- */

struct notes {
    LIST(struct kept_note) rows;
    struct sectors sectors;
    struct board_close board;
};
struct links {
    LIST(struct kept_link) rows;
};

static int by_tag(const void *a, const void *b) {
    const struct kept_note *x = a, *y = b;
    return str_compare(x->tag, y->tag);
}

static int by_note_id(const void *a, const void *b) {
    const struct kept_note *x = a, *y = b;
    return ((int64_t)x->id > (int64_t)y->id) - ((int64_t)x->id < (int64_t)y->id);
}

/* Counts people, not notes: somebody who wrote five is one of her sector. */
static void count_authors(struct notes *notes, int k) {
    struct kept_note *rows = (struct kept_note *)notes->rows.v;
    if (!notes->rows.n) return;
    qsort(rows, notes->rows.n, sizeof *rows, by_tag);
    for (size_t i = 0; i < notes->rows.n; i++)
        if (i == 0 || !str_is(rows[i].tag, rows[i - 1].tag))
            notes->sectors.counts[sector_index(rows[i].sector)]++;
    decide_sectors(&notes->sectors, k);
}

/* What was written at a table stays the table's on boards; pairs are forgotten, and so are the
   groups of the other tools. */
static int kept_group(const struct request *request, const struct exercise *exercise,
                      const struct kept_note *row) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    if (!tool || tool->engine != ENGINE_BOARD || row->phase < 0 || row->phase >= TOOL_PHASES_MAX)
        return 0;
    enum phase_mode mode = tool->phases[row->phase].mode;
    return tool->is_board_each || mode == MODE_GROUP || mode == MODE_CAFE ? row->group : 0;
}

static enum rc insert_kept(const struct request *request, const struct exercise *exercise,
                           const struct notes *notes, const struct kept_note *row) {
    return DB_RUN(request->db, &insert_note, DB_ID(row->id), DB_INT(exercise->id),
                  DB_INT(row->phase), DB_STR(row->region), DB_STR(row->text), DB_STR(row->lang),
                  DB_REF(exercise->is_named ? row->seat : 0),
                  DB_INT(kept_group(request, exercise, row)),
                  DB_INT(kept_sector(&notes->sectors, row->sector)), DB_INT(row->origin),
                  DB_INT(row->hidden), DB_INT(row->is_reported), DB_INT(row->layer),
                  DB_ID(board_key_new(&notes->board.clusters, (uint64_t)row->cluster)),
                  DB_ID(board_key_new(&notes->board.notes, row->merged)), DB_INT(row->dots));
}

/* Fresh random keys, and by the old ones what they became. */
static enum rc draw_keys(const struct request *request, const struct exercise *exercise,
                         struct notes *notes) {
    struct kept_note *rows = (struct kept_note *)notes->rows.v;
    struct board_keys *keys = &notes->board.notes;
    keys->v = arena_new_array(request->arena, notes->rows.n + 1, struct board_key);
    keys->n = notes->rows.n;
    if (!keys->v) return RC_LIMIT;
    for (size_t i = 0; i < notes->rows.n; i++) {
        rows[i].id = id_random();
        keys->v[i] = (struct board_key){rows[i].old, rows[i].id};
    }
    board_keys_sort(keys);
    for (int i = 0; i < SECTOR__N; i++)
        notes->board.keeps_sector[i] = kept_sector(&notes->sectors, i) == i;
    return board_close_clusters(request, exercise, &notes->board.clusters);
}

/* Agreed actions point at the notes by their new keys. */
static enum rc move_links(const struct request *request, const struct notes *notes,
                          const struct links *links) {
    for (size_t i = 0; i < links->rows.n; i++)
        TRY(DB_RUN(request->db, &delete_link, DB_INT(links->rows.v[i].action),
                   DB_ID(links->rows.v[i].note)));
    for (size_t i = 0; i < links->rows.n; i++)
        TRY(DB_RUN(request->db, &insert_link, DB_INT(links->rows.v[i].action),
                   DB_ID(board_key_new(&notes->board.notes, links->rows.v[i].note))));
    return RC_OK;
}

static enum rc rewrite_notes(const struct request *request, const struct exercise *exercise,
                             struct notes *notes) {
    struct links links = {0};
    struct kept_note *rows = (struct kept_note *)notes->rows.v;
    TRY(DB_ALL(request->db, request->arena, &list_links, &links.rows, DB_INT(exercise->id)));
    count_authors(notes, exercise->k);
    TRY(draw_keys(request, exercise, notes));
    TRY(board_close_rewrite(request, exercise, &notes->board));
    TRY(DB_RUN(request->db, &delete_notes, DB_INT(exercise->id)));
    TRY(move_links(request, notes, &links));
    if (notes->rows.n) qsort(rows, notes->rows.n, sizeof *rows, by_note_id);
    for (size_t i = 0; i < notes->rows.n; i++) TRY(insert_kept(request, exercise, notes, &rows[i]));
    return RC_OK;
}

/* ---- the snapshot ---- */

/* A tool without scores has one part: everybody who wrote. */
static enum rc count_deck(const struct request *request, const struct exercise *exercise,
                          struct sheet_result *result) {
    struct sheet_part *all = arena_new(request->arena, struct sheet_part);
    if (!all) return RC_LIMIT;
    TRY(seat_count(request->db, request->arena, exercise->meeting, &all->n));
    *result = (struct sheet_result){
        .tool = exercise->tool, .title = exercise->title, .k = exercise->k, .n = all->n};
    result->parts.v = all;
    result->parts.n = 1;
    return RC_OK;
}

static enum rc count_result(const struct request *request, const struct exercise *exercise,
                            struct sheet_result *result) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct content content;
    struct sheet_rows rows = {0};
    struct meeting meeting;
    enum lang lang = LANG_DA;
    if (!tool || tool->engine != ENGINE_SHEET) return count_deck(request, exercise, result);
    TRY(meeting_by_id(request->db, request->arena, exercise->meeting, &meeting));
    (void)lang_from(meeting.lang, &lang);
    TRY(exercise_content(request->arena, request->site, lang, exercise, &content));
    TRY(sheet_rows(request, exercise, &content, &rows));
    const struct sheet_counting counting = {lang, exercise, &content, &rows};
    return sheet_count_rows(request->arena, &counting, result);
}

/* Of a board also how many notes each region has, beside the rest: {…,"board":{…}}. */
static enum rc add_board(const struct request *request, const struct exercise *exercise,
                         struct str *json) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct board board;
    struct str figures;
    if (!tool || tool->engine != ENGINE_BOARD) return RC_OK;
    TRY(board_read(request, exercise, NULL, -1, &board));
    TRY(board_figures_json(request->arena, &board, &figures));
    *json = str_format(request->arena, "%.*s,\"board\":%.*s}",
                       STR_ARG(str_slice(*json, 0, json->n - 1)), STR_ARG(figures));
    return json->p ? RC_OK : RC_LIMIT;
}

static enum rc take_snapshot(const struct request *request, const struct exercise *exercise,
                             const struct notes *notes, struct sheet_result *result) {
    struct str json;
    result->at = request->now;
    result->notes = (int64_t)notes->rows.n;
    for (size_t i = 0; i < notes->rows.n; i++)
        result->hidden_notes += notes->rows.v[i].hidden != NOTE_SHOWN;
    TRY(sheet_result_write(request->arena, result, &json));
    TRY(add_board(request, exercise, &json));
    return DB_RUN(request->db, &insert_snapshot, DB_INT(exercise->id), DB_INT(request->now),
                  DB_STR(json));
}

/* ---- closing ---- */

static enum rc forget_later(const struct request *request) {
    int64_t job;
    return job_add(request->db, request->arena, "exercise_forget", STR(""), 0, &job);
}

static enum rc close_held(const struct request *request, const struct exercise *exercise) {
    struct sheet_result result;
    struct notes notes = {0};
    const struct tool *tool = exercise_tool(request->site, exercise);
    TRY(board_close_votes(request, exercise));
    if (tool && tool->closed) TRY(tool->closed(request, exercise));
    TRY(count_result(request, exercise, &result));
    TRY(DB_ALL(request->db, request->arena, &list_notes, &notes.rows, DB_INT(exercise->id)));
    TRY(take_snapshot(request, exercise, &notes, &result));
    TRY(rewrite_answers(request, exercise, &result));
    TRY(rewrite_notes(request, exercise, &notes));
    TRY(exercise_forget_groups(request->db, exercise->id));
    return forget_later(request);
}

enum rc exercise_close(const struct request *request, struct exercise *exercise) {
    struct exercise next = *exercise;
    if (exercise->state == EXERCISE_CLOSED) return RC_CONFLICT;
    next.state = EXERCISE_CLOSED;
    next.closed_at = request->now;
    next.clock = (struct clock){0};
    TRY(exercise_save(request, &next));
    if (exercise->state == EXERCISE_RUNNING) TRY(close_held(request, &next));
    TRY(activity_set_state(request, exercise->id, ACTIVITY_DONE));
    *exercise = next;
    return RC_OK;
}

/* ---- jobs ---- */

struct trio {
    struct job_run *run;
    int64_t exercise;
};

static enum rc look_for_trios(struct db *db, void *data) {
    const struct trio *trio = data;
    struct exercise exercise;
    const struct request request = {
        .arena = trio->run->arena, .site = trio->run->site, .now = trio->run->now, .db = db};
    enum rc rc = exercise_by_id(db, request.arena, trio->exercise, &exercise);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    const struct tool_phase *phase = exercise_phase(request.site, &exercise);
    if (exercise.state != EXERCISE_RUNNING || exercise.change != CHANGE_WHEN_READY || !phase ||
        phase->mode != MODE_PAIR)
        return RC_OK;
    TRY(exercise_match(&request, &exercise));
    return meeting_tell_all(&request, exercise.meeting_public_id);
}

static enum rc run_trio(struct job_run *run) {
    struct trio trio = {.run = run};
    TRY(str_to_i64(run->job.payload, &trio.exercise));
    return database_write(run->database, look_for_trios, &trio);
}

/* The tables whose old rows tell who said what. */
static const char *const forgotten[] = {"answer",         "note",
                                        "action_note",    "exercise_pair",
                                        "exercise_round", "exercise_clock",
                                        "seat",           "note_detail",
                                        "note_cluster",   "note_link",
                                        "note_dot",       "note_history",
                                        "note_origin",    NULL};

static enum rc run_forget(struct job_run *run) {
    return database_forget(run->database, forgotten);
}

const struct job_kind exercise_jobs[] = {
    {.name = "exercise_trio", .run = run_trio},
    {.name = "exercise_forget", .run = run_forget, .attempts_max = 100},
    {.name = NULL},
};

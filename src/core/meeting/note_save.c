/* Writing notes: by the form's own random key, so that what is sent twice is there once; with the
   version that was shown, so that two who change one note at once lose nothing. */
#include "core/meeting/note_inner.h"

#include "core/meeting/board.h"

#include <assert.h>

static const struct db_query insert_note = {
    "note_save.insert",
    "INSERT INTO note (id, exercise_id, phase, round, region, text, lang, tag, seat_id, "
    "group_number, sector, origin, hidden, is_reported, layer) VALUES ($1, $2, $3, $4, $5, $6, $7, "
    "$8, $9, $10, $11, $12, 0, 0, $13)",
    "iiiitttbiiiii", .writes = true};
static const struct db_query change_note = {
    "note_save.change",
    "UPDATE note SET region = $3, text = $4, is_reported = 0, version = version + 1, "
    "cluster_id = CASE WHEN region = $3 THEN cluster_id ELSE 0 END "
    "WHERE id = $1 AND exercise_id = $2",
    "iitt", .writes = true};
static const struct db_query delete_note = {"note_save.delete",
                                            "DELETE FROM note WHERE id = $1 AND exercise_id = $2",
                                            "ii", .writes = true};
static const struct db_query count_all = {
    "note_save.count", "SELECT count(*) FROM note WHERE exercise_id = $1", "i", DB_ROW_I64};
static const struct db_query count_own = {
    "note_save.count_own", "SELECT count(*) FROM note WHERE exercise_id = $1 AND tag = $2", "ib",
    DB_ROW_I64};
static const struct db_query count_of_person = {
    "note_save.count_person",
    "SELECT count(*) FROM note WHERE exercise_id = $1 AND tag = $2 AND region = $3 "
    "AND merged_into = 0",
    "ibt", DB_ROW_I64};
static const struct db_query count_of_group = {
    "note_save.count_group",
    "SELECT count(*) FROM note WHERE exercise_id = $1 AND region = $2 AND group_number = $3 "
    "AND merged_into = 0",
    "iti", DB_ROW_I64};
static const struct db_query *const statements[] = {&insert_note,   &change_note, &delete_note,
                                                    &count_all,     &count_own,   &count_of_person,
                                                    &count_of_group};
const struct db_queries note_save_queries = DB_QUERIES("note_save", statements);

struct saving {
    const struct note_save *save;
    struct note_looking looking;
    const struct request *request;
    struct exercise exercise;
    struct str text;
    int phase;
    const struct tool_phase *its; /* the phase */
    struct exercise_place place;
};

static int wanted_layer(const struct saving *saving) {
    bool may_choose = saving->looking.leads || saving->save->origin != ORIGIN_PHONE ||
                      saving->exercise.pace == PACE_OWN;
    int layer = saving->save->layer - 1;
    bool is_there =
        layer >= 0 && layer < TOOL_LAYERS_MAX && saving->looking.tool->layers[layer].key;
    return may_choose && is_there ? layer : saving->its->layer;
}

/* Of one person, or of one group where it writes together. */
static enum rc check_region_limit(const struct saving *saving) {
    const struct request *request = saving->request;
    const struct tool_region *region = note_region(saving->looking.tool, &saving->looking.content,
                                                   saving->phase, saving->save->region);
    int64_t n = 0;
    if (!region || !region->notes_max) return RC_OK;
    if (saving->its->is_shared || !saving->looking.tag.n)
        TRY(DB_ONE(request->db, request->arena, &count_of_group, &n, DB_INT(saving->exercise.id),
                   DB_STR(saving->save->region), DB_INT(saving->place.group)));
    else
        TRY(DB_ONE(request->db, request->arena, &count_of_person, &n, DB_INT(saving->exercise.id),
                   DB_BLOB(saving->looking.tag), DB_STR(saving->save->region)));
    return n < region->notes_max ? RC_OK : RC_LIMIT;
}

static enum rc check_limits(const struct saving *saving) {
    const struct request *request = saving->request;
    int64_t n = 0;
    if (saving->looking.tag.n)
        TRY(DB_ONE(request->db, request->arena, &count_own, &n, DB_INT(saving->exercise.id),
                   DB_BLOB(saving->looking.tag)));
    if (n >= NOTES_MAX_EACH) return RC_LIMIT;
    TRY(check_region_limit(saving));
    if (saving->looking.tool->engine != ENGINE_BOARD) return RC_OK;
    TRY(DB_ONE(request->db, request->arena, &count_all, &n, DB_INT(saving->exercise.id)));
    return n < BOARD_NOTES_MAX ? RC_OK : RC_LIMIT;
}

static enum rc insert_new(struct saving *saving) {
    const struct request *request = saving->request;
    const struct note_save *save = saving->save;
    const struct seat *seat = save->seat;
    TRY(note_axis_fits(&saving->looking, saving->phase, save->region));
    TRY(note_place(&saving->looking, seat, saving->phase, &saving->place));
    if (save->group > 0 && (!seat || !saving->place.group)) saving->place.group = save->group;
    TRY(check_limits(saving));
    TRY(DB_RUN(request->db, &insert_note, DB_ID(save->id), DB_INT(saving->exercise.id),
               DB_INT(saving->phase), DB_INT(saving->place.round), DB_STR(save->region),
               DB_STR(saving->text), DB_STR(lang_code(request->lang)),
               seat ? DB_BLOB(saving->looking.tag) : DB_NULL,
               DB_REF(saving->exercise.is_named && seat ? seat->id : 0),
               DB_INT(saving->place.group), DB_INT(seat ? seat->sector : -1), DB_INT(save->origin),
               DB_INT(wanted_layer(saving))));
    return note_remember(request, &saving->exercise, save->id, saving->text,
                         seat ? seat->sector : -1);
}

/* On a board also the layer may be locked; a leader may still correct what she entered for
 * somebody.
 */
static bool may_change(const struct saving *saving, const struct note_row *there) {
    if (note_may_change(&saving->looking, there)) return true;
    bool is_entered = saving->save->origin == ORIGIN_PROXY || saving->save->origin == ORIGIN_PAPER;
    bool is_board = saving->looking.tool->engine == ENGINE_BOARD;
    return note_is_own(&saving->looking, there) &&
           (!is_board || (is_entered && exercise_asker_leads(saving->request)));
}

/* In a shared phase others may have changed it; outside one the writer is alone. */
static bool is_outdated(const struct saving *saving, const struct note_row *there) {
    int64_t version = saving->save->version;
    bool is_alone = !saving->its->is_shared && note_is_own(&saving->looking, there);
    return version ? version != there->version : !is_alone;
}

static enum rc change_there(struct saving *saving, const struct note_row *there) {
    const struct request *request = saving->request;
    const struct note_save *save = saving->save;
    const struct seat *seat = save->seat;
    bool is_same =
        str_is(saving->text, there->note.text) && str_is(save->region, there->note.region);
    if (!note_may_see(&saving->looking, there)) return RC_DENIED;
    if (is_same) return RC_OK; /* sent once more */
    if (there->note.hidden || there->merged) return RC_CONFLICT;
    if (!may_change(saving, there)) return RC_DENIED;
    if (is_outdated(saving, there)) return RC_ABSENT;
    if (!saving->text.n) {
        TRY(note_forget(request, &saving->exercise, there));
        return DB_RUN(request->db, &delete_note, DB_ID(save->id), DB_INT(saving->exercise.id));
    }
    TRY(note_axis_fits(&saving->looking, saving->phase, save->region));
    TRY(DB_RUN(request->db, &change_note, DB_ID(save->id), DB_INT(saving->exercise.id),
               DB_STR(save->region), DB_STR(saving->text)));
    if (!str_is(save->region, there->note.region))
        TRY(board_forget_empty(request, &saving->exercise, there->cluster));
    return note_remember(request, &saving->exercise, save->id, saving->text,
                         seat ? seat->sector : -1);
}

static enum rc write_it(struct saving *saving) {
    struct note_row there;
    const struct note_save *save = saving->save;
    enum rc rc = note_row_find(saving->request, &saving->exercise, save->id, &there);
    if (rc == RC_OK) return change_there(saving, &there);
    if (rc != RC_ABSENT) return rc;
    if (!saving->text.n) return RC_OK;
    /* Changed by one, removed by another: whoever typed keeps the words on the page. */
    return save->version ? RC_ABSENT : insert_new(saving);
}

enum rc note_save(const struct request *request, const struct note_save *save) {
    struct saving saving = {.save = save, .request = request, .text = str_trim(save->text)};
    assert((unsigned)save->origin < ANSWER_ORIGIN__N);
    if (!save->id || !str_is_utf8(saving.text) || str_length(saving.text) > NOTE_MAX)
        return RC_INVALID;
    TRY(exercise_by_id(request->db, request->arena, save->exercise->id, &saving.exercise));
    if (save->seat && save->seat->meeting != saving.exercise.meeting) return RC_DENIED;
    TRY(note_look(request, &saving.exercise, save->seat, &saving.looking));
    if (!save->seat && !saving.looking.leads) return RC_DENIED;
    bool is_entered = save->origin == ORIGIN_PROXY || save->origin == ORIGIN_PAPER;
    bool is_late = exercise_asker_leads(request) && (is_entered || !save->seat);
    saving.phase = note_phase(&saving.looking, save->region, is_late);
    if (saving.phase < 0) return RC_CONFLICT;
    saving.its = &saving.looking.tool->phases[saving.phase];
    TRY(write_it(&saving));
    return note_tell(&saving.looking, save->id, saving.phase);
}

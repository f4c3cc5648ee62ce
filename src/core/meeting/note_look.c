/* Who may see a note and who may change it, by the phase that runs, the group one sits in, and the
   regions of the tool. One set of rules for lists of notes and for boards. */
#include "core/meeting/board.h"
#include "core/meeting/note_inner.h"

#include "platform/secret.h"

static const struct db_query list_written = {
    "note_look.written", "SELECT DISTINCT phase FROM note WHERE exercise_id = $1 AND tag = $2",
    "ib", DB_ROW_I64};
static const struct db_query *const statements[] = {&list_written};
const struct db_queries note_look_queries = DB_QUERIES("note_look", statements);

/* ---- regions ---- */

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
static bool is_region(const struct tool_region *region, const struct content *content,
                      struct str name) {
    struct str rest = name, key = {0};
    if (!name.n || !str_cut(&rest, ':', &key) || !str_is(key, str_from(region->key))) return false;
    bool has_rest = key.n < name.n;
    return region->per_axis ? has_rest && has_axis(content, rest) : !has_rest;
}

static const struct tool_region *region_in(const struct tool_phase *phase,
                                           const struct content *content, struct str name) {
    for (size_t i = 0; i < COUNT(phase->regions) && phase->regions[i].key; i++)
        if (is_region(&phase->regions[i], content, name)) return &phase->regions[i];
    return NULL;
}

const struct tool_region *note_region(const struct tool *tool, const struct content *content,
                                      int phase, struct str region) {
    const struct tool_region *found = NULL;
    if (phase >= 0) return region_in(&tool->phases[phase], content, region);
    for (size_t i = 0; !found && i < tool_phase_count(tool); i++)
        found = region_in(&tool->phases[i], content, region);
    return found;
}

bool note_phase_has(const struct tool_phase *phase, const struct content *content,
                    struct str region) {
    bool are_cards = phase->input == INPUT_NOTE && !phase->regions[0].key;
    if (phase->input == INPUT_CARD && str_starts(region, STR(NOTE_HEARD)))
        return has_card(content, str_slice(region, sizeof NOTE_HEARD - 1, region.n));
    if (phase->input == INPUT_CARD || are_cards) return has_card(content, region);
    if (phase->input != INPUT_NOTE && phase->input != INPUT_BOARD && phase->input != INPUT_DOTS)
        return false;
    return region_in(phase, content, region) != NULL;
}

struct region_question {
    struct str region;
    const struct content *content;
};

static bool takes_region(const struct tool_phase *phase, const void *data) {
    const struct region_question *question = data;
    return phase->input != INPUT_DOTS && note_phase_has(phase, question->content, question->region);
}

int note_phase(const struct note_looking *looking, struct str region, bool is_late) {
    if (str_starts(region, STR(NOTE_HEARD)) && !looking->exercise->asks_heard) return -1;
    const struct region_question question = {region, &looking->content};
    const struct exercise_intake intake = {
        .accepts = takes_region, .data = &question, .is_late = is_late};
    return exercise_takes(looking->request, looking->exercise, &intake);
}

/* ---- where somebody sits ---- */

static bool has_groups(const struct tool_phase *phase) {
    return phase->mode == MODE_PAIR || phase->mode == MODE_GROUP || phase->mode == MODE_CAFE;
}

bool note_phase_has_axes(const struct tool_phase *phase) {
    return phase->axis_by_group || phase->mode == MODE_CAFE;
}

enum rc note_place(const struct note_looking *looking, const struct seat *seat, int phase,
                   struct exercise_place *place) {
    const struct exercise *exercise = looking->exercise;
    const struct tool *tool = looking->tool;
    *place = (struct exercise_place){0};
    if (!seat || phase < 0 || exercise->pace == PACE_OWN) return RC_OK;
    if (tool->is_board_each)
        while (phase > 0 &&
               (!has_groups(&tool->phases[phase]) || !exercise_has_phase(tool, exercise, phase)))
            phase--;
    if (phase == exercise->phase)
        return exercise_place(looking->request, exercise, seat->number, place);
    return exercise_place_last(looking->request, exercise, phase, seat->number, place);
}

static struct str axis_of_region(struct str region) {
    struct str rest = region, key;
    return str_cut(&rest, ':', &key) ? rest : (struct str){0};
}

static bool is_axis(const struct note_looking *looking, int group, struct str region) {
    int axis = board_axis(looking->exercise, &looking->content, group);
    return axis >= 0 && str_is(looking->content.axes.v[axis].key, axis_of_region(region));
}

enum rc note_axis_fits(const struct note_looking *looking, int phase, struct str region) {
    const struct tool_phase *its = &looking->tool->phases[phase];
    const struct tool_region *place = note_region(looking->tool, &looking->content, phase, region);
    struct exercise_place now = {0}, before = {0};
    if (!looking->seat || looking->exercise->pace == PACE_OWN) return RC_OK;
    if (!note_phase_has_axes(its) || !place || !place->per_axis) return RC_OK;
    TRY(note_place(looking, looking->seat, phase, &now));
    if (is_axis(looking, now.group, region)) return RC_OK;
    if (phase != looking->exercise->phase) return RC_DENIED;
    struct request earlier = *looking->request;
    earlier.now -= CLOCK_GRACE_MS;
    TRY(exercise_place(&earlier, looking->exercise, looking->seat->number, &before));
    return is_axis(looking, before.group, region) ? RC_OK : RC_DENIED;
}

/* ---- looking ---- */

static enum rc find_written(struct note_looking *looking) {
    LIST(int64_t) phases = {0};
    const struct request *request = looking->request;
    TRY(DB_ALL(request->db, request->arena, &list_written, &phases, DB_INT(looking->exercise->id),
               DB_BLOB(looking->tag)));
    for (size_t i = 0; i < phases.n; i++)
        if (phases.v[i] >= 0 && phases.v[i] < TOOL_PHASES_MAX) looking->wrote[phases.v[i]] = true;
    return RC_OK;
}

enum rc note_look(const struct request *request, const struct exercise *exercise,
                  const struct seat *seat, struct note_looking *looking) {
    *looking = (struct note_looking){.request = request, .exercise = exercise, .seat = seat};
    looking->tool = exercise_tool(request->site, exercise);
    if (!looking->tool) return RC_ABSENT;
    looking->leads = !seat && exercise_asker_leads(request);
    TRY(exercise_content(request->arena, request->site, request->lang, exercise,
                         &looking->content));
    if (!seat || exercise->state != EXERCISE_RUNNING) return RC_OK;
    looking->tag = seat_tag(request, seat, exercise->public_id);
    if (!looking->tag.p) return RC_LIMIT;
    if (exercise->pace == PACE_OWN) return find_written(looking);
    return note_place(looking, seat, exercise->phase, &looking->place);
}

bool note_is_own(const struct note_looking *looking, const struct note_row *row) {
    return looking->tag.n && row->tag.n && secret_equal(looking->tag, row->tag);
}

static bool is_at_my_table(const struct note_looking *looking, const struct note_row *row,
                           const struct tool_phase *phase) {
    int mine = looking->place.group;
    if (!mine || !row->group) return false;
    if (phase->mode == MODE_PAIR && row->round != looking->place.round) return false;
    if (!note_phase_has_axes(phase)) return mine == row->group;
    return board_axis(looking->exercise, &looking->content, mine) ==
           board_axis(looking->exercise, &looking->content, row->group);
}

/* A poster for each group: others' are closed while groups work by themselves. */
static bool is_elsewhere(const struct note_looking *looking, const struct note_row *row) {
    const struct exercise *exercise = looking->exercise;
    if (!looking->tool->is_board_each || !row->group || exercise->phase < 0) return false;
    return looking->tool->phases[exercise->phase].visibility != SEE_ALL &&
           row->group != looking->place.group;
}

static bool is_shared(const struct note_looking *looking, const struct note_row *row) {
    const struct exercise *exercise = looking->exercise;
    if (row->phase < 0 || (size_t)row->phase >= tool_phase_count(looking->tool)) return false;
    if (exercise->state == EXERCISE_CLOSED) return true;
    if (!row->tag.n && !row->group) return true; /* nobody's: carried here, or by the leader */
    if (exercise->pace == PACE_OWN) return !looking->tag.n || looking->wrote[row->phase];
    if (is_elsewhere(looking, row)) return false;
    if (exercise->phase > row->phase) return true;
    const struct tool_phase *phase = &looking->tool->phases[row->phase];
    switch (phase->visibility) {
    case SEE_OWN:
        return false;
    case SEE_GROUP:
        return is_at_my_table(looking, row, phase);
    case SEE_ALL:
        break;
    }
    return true;
}

bool note_may_see(const struct note_looking *looking, const struct note_row *row) {
    return note_is_own(looking, row) || is_shared(looking, row);
}

bool note_may_change(const struct note_looking *looking, const struct note_row *row) {
    const struct exercise *exercise = looking->exercise;
    if (exercise->state != EXERCISE_RUNNING || row->note.hidden || row->merged) return false;
    if (!note_may_see(looking, row)) return false;
    if (!looking->seat) return looking->leads && !row->note.seat;
    int at = note_phase(looking, row->note.region, false);
    if (at < 0) return false;
    const struct tool_phase *phase = &looking->tool->phases[at];
    if (exercise->pace != PACE_OWN && row->layer < phase->layer) return false;
    return phase->is_shared || note_is_own(looking, row);
}

enum rc note_tell(const struct note_looking *looking, uint64_t id, int phase) {
    const struct request *request = looking->request;
    const struct exercise *exercise = looking->exercise;
    char text[ID_TEXT_BYTES + 1];
    if (looking->tool->engine == ENGINE_BOARD) {
        id_text(id, text);
        struct str topic = board_topic(request->arena, exercise);
        if (!topic.p) return RC_LIMIT;
        TRY(db_publish(request->db, topic, id ? str_from(text) : STR("all")));
        return meeting_tell_room(request, exercise->meeting_public_id);
    }
    return phase >= 0 && looking->tool->phases[phase].visibility == SEE_OWN
               ? meeting_tell_room(request, exercise->meeting_public_id)
               : meeting_tell_all(request, exercise->meeting_public_id);
}

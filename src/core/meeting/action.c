/* The store of agreed actions. See action.h. Lists make two queries: rows, and their notes. */
#include "core/meeting/action.h"

#include "core/log.h"
#include "platform/secret.h"

#include <assert.h>

const char *const action_choices[ACTION_STATE__N + 1] = {"agreed", "started", "done", "dropped"};
const enum text_id action_labels[ACTION_STATE__N] = {
    [ACTION_AGREED] = T_action_agreed,
    [ACTION_STARTED] = T_action_started,
    [ACTION_DONE] = T_action_done,
    [ACTION_DROPPED] = T_action_dropped,
};

static const struct db_column action_columns[] = {
    DB_COL(struct action, id),         DB_COL(struct action, public_id),
    DB_COL(struct action, place.kind), DB_COL(struct action, place.id),
    DB_COL(struct action, meeting),    DB_COL(struct action, exercise),
    DB_COL(struct action, axis),       DB_COL(struct action, text),
    DB_COL(struct action, owner),      DB_COL(struct action, due_at),
    DB_COL(struct action, state),      DB_COL(struct action, outcome),
    DB_COL(struct action, created_at), DB_COL(struct action, updated_at),
    DB_COL(struct action, version),
};
#define ACTION_ROW DB_ROW(struct action, action_columns)
#define ACTION_SELECT                                                                              \
    "SELECT id, public_id, place_kind, place_id, meeting_id AS meeting, exercise_id AS exercise, " \
    "axis, text, owner, due_at, state, outcome, created_at, updated_at, version FROM action "

static const struct db_query insert_action = {
    "action.insert",
    "INSERT INTO action (public_id, place_kind, place_id, meeting_id, exercise_id, axis, text, "
    "owner, due_at, state, outcome, created_at, created_by, updated_at, version) VALUES "
    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12, 1) RETURNING id",
    "iiiiitttiitii", DB_ROW_I64, .writes = true};
static const struct db_query insert_note = {
    "action.add_note",
    "INSERT INTO action_note (action_id, note_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", "ii",
    .writes = true};
static const struct db_query update_action = {
    "action.update",
    "UPDATE action SET text = $3, owner = $4, due_at = $5, state = $6, outcome = $7, "
    "updated_at = $8, version = version + 1 WHERE id = $1 AND version = $2 RETURNING id",
    "iittiiti", DB_ROW_I64, .writes = true};
static const struct db_query find_by_public_id = {
    "action.by_public_id", ACTION_SELECT "WHERE public_id = $1", "i", ACTION_ROW};
static const struct db_query list_of_meeting = {
    "action.of_meeting", ACTION_SELECT "WHERE meeting_id = $1 ORDER BY id LIMIT 500", "i",
    ACTION_ROW};
/* Open ones first; among them those without a day last. */
static const struct db_query list_of_place = {
    "action.of_place",
    ACTION_SELECT "WHERE place_kind = $1 AND place_id = $2 ORDER BY "
                  "CASE WHEN state < 2 THEN 0 ELSE 1 END, CASE WHEN due_at = 0 THEN 1 ELSE 0 END, "
                  "due_at, id LIMIT $3",
    "iii", ACTION_ROW};
_Static_assert(ACTION_STARTED == 1 && ACTION_DONE == 2, "the statement names the number");

/* Which note caused which action. */
struct cause {
    int64_t action;
    uint64_t note;
};
static const struct db_column cause_columns[] = {
    DB_COL(struct cause, action),
    DB_COL(struct cause, note),
};
static const struct db_query causes_of_one = {
    "action.causes",
    "SELECT action_id AS action, note_id AS note FROM action_note WHERE action_id = $1 "
    "ORDER BY note_id LIMIT 100",
    "i", DB_ROW(struct cause, cause_columns)};
static const struct db_query causes_of_meeting = {
    "action.causes_of_meeting",
    "SELECT c.action_id AS action, c.note_id AS note FROM action a JOIN action_note c "
    "ON c.action_id = a.id WHERE a.meeting_id = $1 ORDER BY c.action_id, c.note_id LIMIT 10000",
    "i", DB_ROW(struct cause, cause_columns)};
static const struct db_query causes_of_place = {
    "action.causes_of_place",
    "SELECT c.action_id AS action, c.note_id AS note FROM action a JOIN action_note c "
    "ON c.action_id = a.id WHERE a.place_kind = $1 AND a.place_id = $2 "
    "ORDER BY c.action_id, c.note_id LIMIT 10000",
    "ii", DB_ROW(struct cause, cause_columns)};

static const struct db_query *const statements[] = {
    &insert_action, &insert_note,   &update_action,     &find_by_public_id, &list_of_meeting,
    &list_of_place, &causes_of_one, &causes_of_meeting, &causes_of_place,
};
const struct db_queries action_queries = DB_QUERIES("action", statements);

struct causes {
    LIST(struct cause) rows;
};

/* causes are in the order of actions, so those of one stand together. */
static enum rc give_notes(struct arena *arena, const struct causes *causes, struct action *action) {
    size_t first = 0, n = 0;
    action->notes.v = NULL;
    action->notes.n = 0;
    while (first < causes->rows.n && causes->rows.v[first].action != action->id) first++;
    while (first + n < causes->rows.n && causes->rows.v[first + n].action == action->id) n++;
    if (!n) return RC_OK;
    uint64_t *notes = arena_new_array(arena, n, uint64_t);
    if (!notes) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) notes[i] = causes->rows.v[first + i].note;
    action->notes.v = notes;
    action->notes.n = n;
    return RC_OK;
}

static enum rc give_all(struct arena *arena, const struct causes *causes,
                        struct action_list *list) {
    struct action *actions = arena_new_array(arena, list->rows.n, struct action);
    if (list->rows.n && !actions) return RC_LIMIT;
    for (size_t i = 0; i < list->rows.n; i++) {
        actions[i] = list->rows.v[i];
        TRY(give_notes(arena, causes, &actions[i]));
    }
    list->rows.v = actions;
    return RC_OK;
}

enum rc action_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                            struct action *action) {
    struct causes causes = {0};
    *action = (struct action){0};
    TRY(DB_ONE(db, arena, &find_by_public_id, action, DB_ID(public_id)));
    TRY(DB_ALL(db, arena, &causes_of_one, &causes.rows, DB_INT(action->id)));
    return give_notes(arena, &causes, action);
}

enum rc action_of_meeting(struct db *db, struct arena *arena, int64_t meeting,
                          struct action_list *list) {
    struct causes causes = {0};
    TRY(DB_ALL(db, arena, &list_of_meeting, &list->rows, DB_INT(meeting)));
    TRY(DB_ALL(db, arena, &causes_of_meeting, &causes.rows, DB_INT(meeting)));
    return give_all(arena, &causes, list);
}

enum rc action_of_place(struct db *db, struct arena *arena, struct ref place, int n,
                        struct action_list *list) {
    struct causes causes = {0};
    TRY(DB_ALL(db, arena, &list_of_place, &list->rows, DB_INT(place.kind), DB_INT(place.id),
               DB_INT(n)));
    TRY(DB_ALL(db, arena, &causes_of_place, &causes.rows, DB_INT(place.kind), DB_INT(place.id)));
    return give_all(arena, &causes, list);
}

static struct ref target_of(const struct action *action) {
    return action->meeting ? REF_MEETING(action->meeting) : (struct ref){0};
}

enum rc action_add(const struct request *request, struct action *action) {
    assert(action->place.id && action->text.n);
    action->public_id = id_random();
    action->created_at = action->updated_at = request->now;
    action->version = 1;
    TRY(DB_ONE(request->db, request->arena, &insert_action, &action->id, DB_ID(action->public_id),
               DB_INT(action->place.kind), DB_INT(action->place.id), DB_REF(action->meeting),
               DB_REF(action->exercise), DB_STR(action->axis), DB_STR(action->text),
               DB_STR(action->owner), DB_INT(action->due_at), DB_INT(action->state),
               DB_STR(action->outcome), DB_INT(action->created_at), DB_REF(request->asker.id)));
    for (size_t i = 0; i < action->notes.n && i < ACTION_NOTES_MAX; i++)
        TRY(DB_RUN(request->db, &insert_note, DB_INT(action->id), DB_ID(action->notes.v[i])));
    return log_add_asked(request, action->place, LOG_ACTION_AGREED, target_of(action));
}

enum rc action_update(const struct request *request, const struct action *action) {
    struct action before;
    int64_t id;
    TRY(action_by_public_id(request->db, request->arena, action->public_id, &before));
    TRY(DB_ONE(request->db, request->arena, &update_action, &id, DB_INT(action->id),
               DB_INT(action->version), DB_STR(action->text), DB_STR(action->owner),
               DB_INT(action->due_at), DB_INT(action->state), DB_STR(action->outcome),
               DB_INT(request->now)));
    const struct log_entry entry = {.at = request->now,
                                    .actor = request->asker.id,
                                    .acting = request->asker.acting,
                                    .verb = LOG_ACTION_CHANGED,
                                    .place = before.place,
                                    .target = target_of(&before),
                                    .before = before.state,
                                    .after = action->state};
    return log_add(request->db, &entry);
}

/* The store of activities: uses of tools, each in one place at a time. */
#include "core/activity.h"

#include "core/log.h"
#include "core/rights.h"
#include "kit/route.h"
#include "kit/site.h"
#include "platform/secret.h"

#include <assert.h>

static const struct db_column activity_columns[] = {
    DB_COL(struct activity, id),         DB_COL(struct activity, public_id),
    DB_COL(struct activity, kind),       DB_COL(struct activity, title),
    DB_COL(struct activity, place.kind), DB_COL(struct activity, place.id),
    DB_COL(struct activity, state),      DB_COL(struct activity, created_at),
    DB_COL(struct activity, created_by),
};
#define ACTIVITY_ROW DB_ROW(struct activity, activity_columns)
#define ACTIVITY_SELECT                                                                            \
    "SELECT id, public_id, kind, title, place_kind, place_id, state, created_at, created_by "      \
    "FROM activity "

static const struct db_query insert_activity = {
    "activity.insert",
    "INSERT INTO activity (public_id, kind, title, place_kind, place_id, state, created_at, "
    "created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
    "ittiiiii", DB_ROW_I64, .writes = true};
static const struct db_query find_by_id = {"activity.by_id", ACTIVITY_SELECT "WHERE id = $1", "i",
                                           ACTIVITY_ROW};
static const struct db_query find_by_public_id = {
    "activity.by_public_id", ACTIVITY_SELECT "WHERE public_id = $1", "i", ACTIVITY_ROW};
static const struct db_query list_activities = {
    "activity.list",
    ACTIVITY_SELECT "WHERE place_kind = $1 AND place_id = $2 ORDER BY id DESC LIMIT 100", "ii",
    ACTIVITY_ROW};
static const struct db_query update_title = {
    "activity.rename", "UPDATE activity SET title = $2 WHERE id = $1", "it", .writes = true};
static const struct db_query update_state = {
    "activity.set_state",
    "UPDATE activity SET state = $2 WHERE id = $1 AND state <> $2 AND state <> 2", "ii",
    .writes = true};
_Static_assert(ACTIVITY_WITHDRAWN == 2, "the statement names the number");
static const struct db_query update_place = {
    "activity.move",
    "UPDATE activity SET place_kind = $4, place_id = $5 WHERE id = $1 AND place_kind = $2 "
    "AND place_id = $3",
    "iiiii", .writes = true};
static const struct db_query insert_move = {
    "activity.moved",
    "INSERT INTO activity_move (activity_id, from_kind, from_id, to_kind, to_id, moved_at, "
    "moved_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    "iiiiiii", .writes = true};
/* Where an activity is that once was in this place ($2, $3). */
struct moved_place {
    int kind;
    uint64_t public_id;
};
static const struct db_column moved_columns[] = {DB_COL(struct moved_place, kind),
                                                 DB_COL(struct moved_place, public_id)};
static const struct db_query find_moved = {
    "activity.moved_to",
    "SELECT a.place_kind AS kind, coalesce(i.public_id, o.public_id) AS public_id FROM activity a "
    "LEFT JOIN initiative i ON a.place_kind = 3 AND i.id = a.place_id "
    "LEFT JOIN organisation o ON a.place_kind = 2 AND o.id = a.place_id "
    "WHERE a.public_id = $1 AND EXISTS (SELECT 1 FROM activity_move m WHERE m.activity_id = a.id "
    "AND m.from_kind = $2 AND m.from_id = $3)",
    "iii", DB_ROW(struct moved_place, moved_columns)};

static const struct db_query *const activity_statements[] = {
    &find_moved,   &insert_activity, &find_by_id,   &find_by_public_id, &list_activities,
    &update_title, &update_state,    &update_place, &insert_move};
const struct db_queries activity_queries = DB_QUERIES("activity", activity_statements);

enum rc activity_create(struct db *db, struct arena *arena, struct activity *activity,
                        int64_t acting) {
    assert(activity->public_id && activity->created_at && activity->place.id);
    TRY(DB_ONE(db, arena, &insert_activity, &activity->id, DB_ID(activity->public_id),
               DB_STR(activity->kind), DB_STR(activity->title), DB_INT(activity->place.kind),
               DB_INT(activity->place.id), DB_INT(activity->state), DB_INT(activity->created_at),
               DB_REF(activity->created_by)));
    const struct log_entry entry = {.at = activity->created_at,
                                    .actor = activity->created_by,
                                    .acting = acting,
                                    .verb = LOG_ACTIVITY_STARTED,
                                    .place = activity->place,
                                    .target = REF_ACTIVITY(activity->id)};
    return log_add(db, &entry);
}

enum rc activity_by_id(struct db *db, struct arena *arena, int64_t id, struct activity *activity) {
    return DB_ONE(db, arena, &find_by_id, activity, DB_INT(id));
}

enum rc activity_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                              struct activity *activity) {
    return DB_ONE(db, arena, &find_by_public_id, activity, DB_ID(public_id));
}

enum rc activity_list(struct db *db, struct arena *arena, struct ref place,
                      struct activity_list *list) {
    return DB_ALL(db, arena, &list_activities, &list->rows, DB_INT(place.kind), DB_INT(place.id));
}

/* ---- changing ---- */

enum rc activity_rename(const struct request *request, int64_t id, struct str title) {
    struct activity before;
    TRY(activity_by_id(request->db, request->arena, id, &before));
    if (str_is(before.title, title)) return RC_OK;
    TRY(DB_RUN(request->db, &update_title, DB_INT(id), DB_STR(title)));
    return log_add_asked(request, before.place, LOG_ACTIVITY_RENAMED, REF_ACTIVITY(id));
}

enum rc activity_set_state(const struct request *request, int64_t id, enum activity_state state) {
    static const enum log_verb verbs[ACTIVITY_STATE__N] = {[ACTIVITY_OPEN] = LOG_ACTIVITY_REOPENED,
                                                           [ACTIVITY_DONE] = LOG_ACTIVITY_FINISHED,
                                                           [ACTIVITY_WITHDRAWN] =
                                                               LOG_RESULT_WITHDRAWN};
    struct activity before;
    TRY(activity_by_id(request->db, request->arena, id, &before));
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &update_state, &changed, DB_INT(id), DB_INT(state)));
    return changed ? log_add_asked(request, before.place, verbs[state], REF_ACTIVITY(id)) : RC_OK;
}

enum rc activity_withdraw(const struct request *request, int64_t id) {
    struct activity before;
    TRY(activity_by_id(request->db, request->arena, id, &before));
    if (before.state == ACTIVITY_WITHDRAWN) return RC_CONFLICT;
    return activity_set_state(request, id, ACTIVITY_WITHDRAWN);
}

enum rc activity_move(const struct request *request, int64_t id, struct ref from, struct ref to) {
    if (ref_is(from, to)) return RC_OK;
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &update_place, &changed, DB_INT(id), DB_INT(from.kind),
                   DB_INT(from.id), DB_INT(to.kind), DB_INT(to.id)));
    if (!changed) return RC_ABSENT;
    TRY(DB_RUN(request->db, &insert_move, DB_INT(id), DB_INT(from.kind), DB_INT(from.id),
               DB_INT(to.kind), DB_INT(to.id), DB_INT(request->now), DB_REF(request->asker.id)));
    TRY(log_add_asked(request, from, LOG_ACTIVITY_MOVED_OUT, REF_ACTIVITY(id)));
    return log_add_asked(request, to, LOG_ACTIVITY_MOVED_IN, REF_ACTIVITY(id));
}

/* ---- kinds and addresses ---- */

const struct activity_kind *activity_kind_find(const struct site *site, struct str name) {
    for (const struct activity_kind *const *kind = site->activity_kinds; kind && *kind; kind++)
        if (str_is(name, str_from((*kind)->name))) return *kind;
    return NULL;
}

struct url activity_url(const struct request *request, const struct activity *activity,
                        uint64_t place_public_id) {
    const struct activity_kind *kind = activity_kind_find(request->site, activity->kind);
    if (!kind || !place_public_id) return (struct url){0};
    char place[ID_TEXT_BYTES + 1], own[ID_TEXT_BYTES + 1];
    id_text(place_public_id, place);
    id_text(activity->public_id, own);
    struct str path = str_from(kind->path);
    if (activity->place.kind == OBJECT_ORGANISATION)
        return url_format(request->arena, "/o/%s/%s/%s", str_from(place), path, str_from(own));
    return url_format(request->arena, "/i/%s/%s/%s", str_from(place), path, str_from(own));
}

/* The same address below the place that it has moved to, for whoever may see that. A place that she
   may not see stays unnamed. */
static void send_after(struct request *request, const struct object *object,
                       const struct object *parent) {
    struct moved_place to;
    char place[ID_TEXT_BYTES + 1];
    enum rc rc = DB_ONE(request->db, request->arena, &find_moved, &to, DB_ID(object->public_id),
                        DB_INT(parent->kind), DB_INT(parent->id));
    if (rc != RC_OK) return;
    struct object now = {.kind = (enum object_kind)to.kind, .public_id = to.public_id};
    if (rights_load_object(request, &now, NULL) != RC_OK || !rights_may(request, MAY_SEE, &now))
        return;
    size_t rest = 3 + ID_TEXT_BYTES; /* behind "/i/" and the id of the old place */
    id_text(to.public_id, place);
    struct str path =
        str_format(request->arena, "/%s/%s%.*s", now.kind == OBJECT_INITIATIVE ? "i" : "o", place,
                   STR_ARG(str_slice(request->path, rest, request->path.n)));
    if (path.p) request->elsewhere = url_of_path(request->arena, path);
}

enum rc activity_load_object(struct request *request, struct object *object,
                             const struct object *parent) {
    if (!parent) return RC_ABSENT;
    struct activity *activity = arena_new(request->arena, struct activity);
    if (!activity) return RC_LIMIT;
    TRY(activity_by_public_id(request->db, request->arena, object->public_id, activity));
    if (!ref_is(activity->place, ref_of(parent))) {
        send_after(request, object, parent);
        return RC_ABSENT;
    }
    object->id = activity->id;
    object->row = activity;
    object->role = parent->role;
    object->state = parent->state;
    return RC_OK;
}

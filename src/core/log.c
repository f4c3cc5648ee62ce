/* The store of the shared log, and how its entries become sentences. */
#include "core/log.h"

#include "core/initiative.h"
#include "core/meeting/action.h"
#include "core/person.h"

#include <assert.h>

/* How the two numbers of an entry are read. */
enum log_values {
    VALUES_NONE,
    VALUES_STAGE,
    VALUES_TYPE,
    VALUES_LEVEL,
    VALUES_VISIBILITY,
    VALUES_THEME,
    VALUES_ACTION,
    VALUES_NOTE_HIDDEN
};

/* The word in the database (never changed once released), the sentence, and what before and after
   mean. {who} is the actor, {what} the target, {before} and {after} words. */
static const struct {
    const char *word;
    enum text_id sentence;
    enum log_values values;
} verbs[LOG_VERB__N] = {
    [LOG_INITIATIVE_STARTED] = {"initiative-started", T_log_initiative_started, VALUES_NONE},
    [LOG_TEXT_CHANGED] = {"text-changed", T_log_text_changed, VALUES_NONE},
    [LOG_FACTS_CHANGED] = {"facts-changed", T_log_facts_changed, VALUES_NONE},
    [LOG_TITLE_CHANGED] = {"title-changed", T_log_title_changed, VALUES_NONE},
    [LOG_PROBLEM_CHANGED] = {"problem-changed", T_log_problem_changed, VALUES_NONE},
    [LOG_THEME_CHANGED] = {"theme-changed", T_log_theme_changed, VALUES_THEME},
    [LOG_AREA_CHANGED] = {"area-changed", T_log_area_changed, VALUES_NONE},
    [LOG_OWNER_CHANGED] = {"owner-changed", T_log_owner_changed, VALUES_NONE},
    [LOG_CONTACT_CHANGED] = {"contact-changed", T_log_contact_changed, VALUES_NONE},
    [LOG_STAGE_CHANGED] = {"stage-changed", T_log_stage_changed, VALUES_STAGE},
    [LOG_TYPE_CHANGED] = {"type-changed", T_log_type_changed, VALUES_TYPE},
    [LOG_LEVEL_CHANGED] = {"level-changed", T_log_level_changed, VALUES_LEVEL},
    [LOG_VISIBILITY_CHANGED] = {"visibility-changed", T_log_visibility_changed, VALUES_VISIBILITY},
    [LOG_CLOSED] = {"closed", T_log_closed, VALUES_NONE},
    [LOG_REOPENED] = {"reopened", T_log_reopened, VALUES_NONE},
    [LOG_PARTY_JOINED] = {"party-joined", T_log_party_joined, VALUES_NONE},
    [LOG_PARTY_LEFT] = {"party-left", T_log_party_left, VALUES_NONE},
    [LOG_PARTY_REMOVED] = {"party-removed", T_log_party_removed, VALUES_NONE},
    [LOG_COORDINATOR_NAMED] = {"coordinator-named", T_log_coordinator_named, VALUES_NONE},
    [LOG_COORDINATOR_ENDED] = {"coordinator-ended", T_log_coordinator_ended, VALUES_NONE},
    [LOG_INVITED] = {"invited", T_log_invited, VALUES_NONE},
    [LOG_INVITATION_ANSWERED] = {"invitation-answered", T_log_invitation_answered, VALUES_NONE},
    [LOG_INVITATION_YES] = {"invitation-yes", T_log_invitation_answered, VALUES_NONE},
    [LOG_INVITATION_NO] = {"invitation-no", T_log_invitation_answered, VALUES_NONE},
    [LOG_INVITATION_IF] = {"invitation-if", T_log_invitation_answered, VALUES_NONE},
    [LOG_INVITATION_REVOKED] = {"invitation-revoked", T_log_invitation_revoked, VALUES_NONE},
    [LOG_ACTIVITY_STARTED] = {"activity-started", T_log_activity_started, VALUES_NONE},
    [LOG_ACTIVITY_FINISHED] = {"activity-finished", T_log_activity_finished, VALUES_NONE},
    [LOG_ACTIVITY_REOPENED] = {"activity-reopened", T_log_activity_reopened, VALUES_NONE},
    [LOG_ACTIVITY_RENAMED] = {"activity-renamed", T_log_activity_renamed, VALUES_NONE},
    [LOG_ACTIVITY_MOVED_IN] = {"activity-moved-in", T_log_activity_moved_in, VALUES_NONE},
    [LOG_ACTIVITY_MOVED_OUT] = {"activity-moved-out", T_log_activity_moved_out, VALUES_NONE},
    [LOG_RESULT_COUNTED] = {"result-counted", T_log_result_counted, VALUES_NONE},
    [LOG_RESULT_RECOUNTED] = {"result-recounted", T_log_result_recounted, VALUES_NONE},
    [LOG_RESULT_PUBLISHED] = {"result-published", T_log_result_published, VALUES_NONE},
    [LOG_RESULT_WITHDRAWN] = {"result-withdrawn", T_log_result_withdrawn, VALUES_NONE},
    [LOG_MEETING_PLANNED] = {"meeting-planned", T_log_meeting_planned, VALUES_NONE},
    [LOG_MEETING_OPENED] = {"meeting-opened", T_log_meeting_opened, VALUES_NONE},
    [LOG_MEETING_CLOSED] = {"meeting-closed", T_log_meeting_closed, VALUES_NONE},
    [LOG_MEETING_ERASED] = {"meeting-erased", T_log_meeting_erased, VALUES_NONE},
    [LOG_ACTION_AGREED] = {"action-agreed", T_log_action_agreed, VALUES_NONE},
    [LOG_ACTION_CHANGED] = {"action-changed", T_log_action_changed, VALUES_ACTION},
    [LOG_NOTE_HIDDEN] = {"note-hidden", T_log_note_hidden, VALUES_NOTE_HIDDEN},
    [LOG_NOTE_SHOWN] = {"note-shown", T_log_note_shown, VALUES_NOTE_HIDDEN},
    [LOG_CONTENT_ADDED] = {"content-added", T_log_content_added, VALUES_NONE},
    [LOG_CONTENT_RETIRED] = {"content-retired", T_log_content_retired, VALUES_NONE},
    [LOG_PARTNERS_CHANGED] = {"partners-changed", T_log_partners_changed, VALUES_NONE},
    [LOG_STEWARD_NAMED] = {"steward-named", T_log_steward_named, VALUES_NONE},
    [LOG_STEWARD_ENDED] = {"steward-ended", T_log_steward_ended, VALUES_NONE},
    [LOG_LINKED] = {"linked", T_log_linked, VALUES_NONE},
    [LOG_UNLINKED] = {"unlinked", T_log_unlinked, VALUES_NONE},
};

static const struct db_query insert_entry = {
    "log.insert",
    "INSERT INTO log_entry (at, actor_id, acting_id, verb, place_kind, place_id, target_kind, "
    "target_id, value_before, value_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    "iiitiiiiii", .writes = true};
static const struct db_query touch_initiative = {
    "log.touch_initiative", "UPDATE initiative SET active_at = $2 WHERE id = $1 AND active_at < $2",
    "ii", .writes = true};

/* An entry with the names of today. The number of a kind in the CASE is that of enum object_kind:
   person 1, organisation 2, initiative 3, activity 4, meeting 5. Names of initiatives that not
   everybody may see stay out, and of activities that have moved to one. Looked up row by row
   through primary keys, and only the kind that is there. */
struct log_row {
    int64_t id, at;
    int64_t actor;
    struct str verb;
    int target_kind;
    int before, after;
    struct str actor_name, acting_name, target_name;
};
_Static_assert(OBJECT_PERSON == 1 && OBJECT_ORGANISATION == 2 && OBJECT_INITIATIVE == 3 &&
                   OBJECT_ACTIVITY == 4 && OBJECT_MEETING == 5,
               "stored numbers, also in log.read");

static const struct db_column log_columns[] = {
    DB_COL(struct log_row, id),          DB_COL(struct log_row, at),
    DB_COL(struct log_row, actor),       DB_COL(struct log_row, verb),
    DB_COL(struct log_row, target_kind), DB_COL(struct log_row, before),
    DB_COL(struct log_row, after),       DB_COL(struct log_row, actor_name),
    DB_COL(struct log_row, acting_name), DB_COL(struct log_row, target_name),
};
static const struct db_query read_log = {
    "log.read",
    "SELECT l.id, l.at, l.actor_id AS actor, l.verb, l.target_kind, l.value_before AS before, "
    "l.value_after AS after, a.name AS actor_name, o.name AS acting_name, "
    "CASE l.target_kind WHEN 1 THEN (SELECT name FROM person WHERE id = l.target_id) "
    "WHEN 2 THEN (SELECT name FROM organisation WHERE id = l.target_id) "
    "WHEN 3 THEN (SELECT title FROM initiative WHERE id = l.target_id AND visibility = 0) "
    "WHEN 4 THEN (SELECT t.title FROM activity t WHERE t.id = l.target_id AND (t.place_kind = 2 "
    "OR (t.place_kind = l.place_kind AND t.place_id = l.place_id) OR (t.place_kind = 3 AND EXISTS "
    "(SELECT 1 FROM initiative h WHERE h.id = t.place_id AND h.visibility = 0)))) "
    "WHEN 5 THEN (SELECT title FROM meeting WHERE id = l.target_id "
    "AND place_kind = l.place_kind AND place_id = l.place_id) END "
    "AS target_name "
    "FROM log_entry l LEFT JOIN person a ON a.id = l.actor_id "
    "LEFT JOIN organisation o ON o.id = l.acting_id "
    "WHERE l.place_kind = $1 AND l.place_id = $2 AND l.id < $3 ORDER BY l.id DESC LIMIT $4",
    "iiii", DB_ROW(struct log_row, log_columns)};

static const struct db_query *const log_statements[] = {&insert_entry, &touch_initiative,
                                                        &read_log};
const struct db_queries log_queries = DB_QUERIES("log", log_statements);

enum rc log_add(struct db *db, const struct log_entry *entry) {
    assert((unsigned)entry->verb < LOG_VERB__N && entry->place.id && entry->at);
    TRY(DB_RUN(db, &insert_entry, DB_INT(entry->at), DB_REF(entry->actor), DB_REF(entry->acting),
               DB_STR(str_from(verbs[entry->verb].word)), DB_INT(entry->place.kind),
               DB_INT(entry->place.id), DB_INT(entry->target.kind), DB_INT(entry->target.id),
               DB_INT(entry->before), DB_INT(entry->after)));
    if (entry->place.kind != OBJECT_INITIATIVE) return RC_OK;
    return DB_RUN(db, &touch_initiative, DB_INT(entry->place.id), DB_INT(entry->at));
}

enum rc log_add_asked(const struct request *request, struct ref place, enum log_verb verb,
                      struct ref target) {
    const struct log_entry entry = {.at = request->now,
                                    .actor = request->asker.id,
                                    .acting = request->asker.acting,
                                    .verb = verb,
                                    .place = place,
                                    .target = target};
    return log_add(request->db, &entry);
}

/* ---- reading ---- */

static int verb_find(struct str word) {
    for (int i = 0; i < LOG_VERB__N; i++)
        if (str_is(word, str_from(verbs[i].word))) return i;
    return -1; /* written by a newer program */
}

static enum text_id value_text(enum log_values values, int value) {
    static const struct {
        const enum text_id *labels;
        int n;
    } tables[] = {
        [VALUES_STAGE] = {stage_labels, STAGE__N},
        [VALUES_TYPE] = {type_labels, TYPE__N},
        [VALUES_LEVEL] = {level_labels, LEVEL__N},
        [VALUES_VISIBILITY] = {visibility_labels, VISIBLE__N},
        [VALUES_THEME] = {theme_labels, THEME__N},
        [VALUES_ACTION] = {action_labels, ACTION_STATE__N},
        [VALUES_NOTE_HIDDEN] = {note_hidden_labels, NOTE_HIDDEN__N},
    };
    if (values == VALUES_NONE || value < 0 || value >= tables[values].n) return T_none;
    return tables[values].labels[value];
}

static struct str actor_name(const struct request *request, const struct log_row *row) {
    struct str name = row->actor_name;
    if (!row->actor) return text_of(request->lang, T_log_without_account);
    name = person_name(request->lang, name);
    if (!row->acting_name.n) return name;
    return TEXT(request->arena, request->lang, T_log_acting, ARG("name", name),
                ARG("organisation", row->acting_name));
}

static struct str target_name(const struct request *request, const struct log_row *row) {
    static const enum text_id unknown[OBJECT_KIND__N] = {
        [OBJECT_NONE] = T_log_somebody_invited,
        [OBJECT_ORGANISATION] = T_log_gone,
        [OBJECT_INITIATIVE] = T_log_hidden_initiative,
        [OBJECT_ACTIVITY] = T_log_gone,
        [OBJECT_MEETING] = T_log_gone,
    };
    if (row->target_kind == OBJECT_PERSON) return person_name(request->lang, row->target_name);
    if (row->target_name.n) return row->target_name;
    return text_of(request->lang, unknown[row->target_kind]);
}

struct str log_sentence(const struct request *request, struct str word, struct str who,
                        struct str what) {
    int verb = verb_find(word);
    return TEXT(request->arena, request->lang, verb < 0 ? T_log_unknown : verbs[verb].sentence,
                ARG("who", who), ARG("what", what), ARG("before", STR("…")),
                ARG("after", STR("…")));
}

static struct log_line line_of(const struct request *request, const struct log_row *row) {
    struct log_line line = {.id = row->id, .at = {row->at}, .who = actor_name(request, row)};
    int verb = verb_find(row->verb);
    enum log_values values = verb < 0 ? VALUES_NONE : verbs[verb].values;
    line.sentence =
        TEXT(request->arena, request->lang, verb < 0 ? T_log_unknown : verbs[verb].sentence,
             ARG("who", line.who), ARG("what", target_name(request, row)),
             text_arg_text("before", value_text(values, row->before)),
             text_arg_text("after", value_text(values, row->after)));
    return line;
}

enum rc log_read(const struct request *request, struct ref place, int64_t before, int n,
                 struct log_page *page) {
    LIST(struct log_row) rows = {0};
    TRY(DB_ALL(request->db, request->arena, &read_log, &rows, DB_INT(place.kind), DB_INT(place.id),
               DB_INT(before ? before : INT64_MAX), DB_INT(n + 1)));
    size_t shown = rows.n > (size_t)n ? (size_t)n : rows.n;
    struct log_line *lines = arena_new_array(request->arena, shown, struct log_line);
    if (shown && !lines) return RC_LIMIT;
    for (size_t i = 0; i < shown; i++) lines[i] = line_of(request, &rows.v[i]);
    page->lines.v = lines;
    page->lines.n = shown;
    page->older = rows.n > shown && shown ? lines[shown - 1].id : 0;
    return RC_OK;
}

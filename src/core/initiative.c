/* The store of initiatives: one of them, made, read and changed. Lists are in initiative_list.c. */
#include "core/initiative.h"

#include "core/log.h"
#include "core/party.h"
#include "core/rights.h"
#include "platform/markdown.h"
#include "platform/search.h"
#include "platform/secret.h"
#include "platform/text_search.h"

#include <assert.h>

_Static_assert(ROLE_PARTY + 2 * PARTY_MEMBER == 3 &&
                   ROLE_PARTY + 2 * PARTY_COORDINATOR == ROLE_COORDINATOR,
               "initiative.find computes roles with these numbers");

/* A party acts herself, or for the organisation that she acts as. Members of an organisation that
   is a party take part like any party, whatever they act as at the moment. */
static const struct db_column initiative_columns[] = {
    DB_COL(struct initiative, id),
    DB_COL(struct initiative, public_id),
    DB_COL(struct initiative, title),
    DB_COL(struct initiative, problem),
    DB_COL(struct initiative, problem_html),
    DB_COL(struct initiative, lang),
    DB_COL(struct initiative, contact_name),
    DB_COL(struct initiative, contact_phone),
    DB_COL(struct initiative, contact_by),
    DB_COL(struct initiative, owner),
    DB_COL(struct initiative, started_by),
    DB_COL(struct initiative, started_as),
    DB_COL(struct initiative, theme),
    DB_COL(struct initiative, area),
    DB_COL(struct initiative, stage),
    DB_COL(struct initiative, type),
    DB_COL(struct initiative, level),
    DB_COL(struct initiative, visibility),
    DB_COL(struct initiative, version),
    DB_COL(struct initiative, created_at),
    DB_COL(struct initiative, updated_at),
    DB_COL(struct initiative, active_at),
    DB_COL(struct initiative, closed_at),
    DB_COL(struct initiative, owner_name),
    DB_COL(struct initiative, owner_public_id),
    DB_COL(struct initiative, asker_role),
};

static const struct db_query find_initiative = {
    "initiative.find",
    "SELECT i.id, i.public_id, i.title, i.problem, i.problem_html, i.lang, i.contact_name, "
    "i.contact_phone, i.contact_by, i.owner_id AS owner, i.started_by, i.started_as, i.theme, "
    "i.area, i.stage, i.type, i.level, i.visibility, i.version, i.created_at, i.updated_at, "
    "i.active_at, i.closed_at, o.name AS owner_name, o.public_id AS owner_public_id, "
    "CASE WHEN $2 = 0 THEN 0 ELSE coalesce("
    "(SELECT p.role * 2 + 3 FROM initiative_party p WHERE p.initiative_id = i.id "
    " AND (p.person_id = $2 OR p.organisation_id = $3) ORDER BY p.role DESC LIMIT 1), "
    "(SELECT 3 FROM membership m JOIN initiative_party p ON p.organisation_id = m.organisation "
    " AND p.initiative_id = i.id WHERE m.person = $2 AND m.to_at IS NULL LIMIT 1), 1) END "
    "AS asker_role "
    "FROM initiative i LEFT JOIN organisation o ON o.id = i.owner_id WHERE i.public_id = $1",
    "iii", DB_ROW(struct initiative, initiative_columns)};

static const struct db_query insert_initiative = {
    "initiative.insert",
    "INSERT INTO initiative (public_id, title, problem, problem_html, lang, contact_name, "
    "contact_phone, contact_by, owner_id, started_by, started_as, theme, area, stage, type, level, "
    "visibility, version, created_at, updated_at, active_at, closed_at) VALUES "
    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, $18, $18, "
    "$18, 0) RETURNING id",
    "itttittiiiiitiiiii", DB_ROW_I64, .writes = true};

static const struct db_query update_initiative = {
    "initiative.update",
    "UPDATE initiative SET title = $3, problem = $4, problem_html = $5, lang = $6, "
    "contact_name = $7, contact_phone = $8, contact_by = $9, owner_id = $10, theme = $11, "
    "area = $12, stage = $13, type = $14, level = $15, updated_at = $16, version = version + 1 "
    "WHERE id = $1 AND version = $2 RETURNING version",
    "iitttittiiitiiii", DB_ROW_I64, .writes = true};

static const struct db_query update_visibility = {
    "initiative.update_visibility",
    "UPDATE initiative SET visibility = $2, updated_at = $3, version = version + 1 WHERE id = $1",
    "iii", .writes = true};

static const struct db_query update_closed = {
    "initiative.update_closed",
    "UPDATE initiative SET closed_at = $2, stage = $3, updated_at = $4, version = version + 1 "
    "WHERE id = $1",
    "iiii", .writes = true};

static const struct db_query find_owner_name = {
    "initiative.owner_name", "SELECT name FROM organisation WHERE id = $1", "i", DB_ROW_STR};

static const struct db_query *const initiative_statements[] = {
    &find_owner_name,   &find_initiative,   &insert_initiative,
    &update_initiative, &update_visibility, &update_closed};
const struct db_queries initiative_queries = DB_QUERIES("initiative", initiative_statements);

struct url initiative_url(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return url_format(arena, "/i/%s", str_from(text));
}

enum rc initiative_render(struct arena *arena, struct initiative *initiative) {
    struct html html;
    TRY(markdown_html(arena, initiative->problem, 3, &html));
    struct str own = str_format(arena, "%.*s\n%.*s\n%.*s", STR_ARG(initiative->title),
                                STR_ARG(initiative->area), STR_ARG(initiative->problem));
    if (!own.p) return RC_LIMIT;
    initiative->problem_html = html.text;
    initiative->stems = text_stems(arena, (enum lang)initiative->lang, own);
    return initiative->stems.p ? RC_OK : RC_LIMIT;
}

/* Search finds by title, area, theme in both languages, owner and problem; who may find it is the
   visibility, and lists also ask for theme and stage. */
static enum rc index_initiative(struct db *db, struct arena *arena,
                                const struct initiative *initiative) {
    struct str owner = {0};
    if (initiative->owner)
        TRY(DB_ONE(db, arena, &find_owner_name, &owner, DB_INT(initiative->owner)));
    enum text_id theme = initiative->theme ? theme_labels[initiative->theme] : T_none;
    struct str danish = text_of(LANG_DA, theme), english = text_of(LANG_EN, theme);
    struct str text =
        str_format(arena, "%.*s\n%.*s\n%.*s", STR_ARG(danish), STR_ARG(english), STR_ARG(owner));
    struct str tags = initiative_tags(arena, initiative->theme, initiative->stage);
    if (!text.p || !tags.p) return RC_LIMIT;
    const struct search_entry entry = {.kind = OBJECT_INITIATIVE,
                                       .object = initiative->id,
                                       .scope = initiative->visibility,
                                       .lang = (enum lang)initiative->lang,
                                       .text = text,
                                       .stems = initiative->stems,
                                       .tags = tags};
    return search_index(db, arena, &entry);
}

static enum rc insert_row(struct db *db, struct arena *arena, struct initiative *i) {
    return DB_ONE(db, arena, &insert_initiative, &i->id, DB_ID(i->public_id), DB_STR(i->title),
                  DB_STR(i->problem), DB_STR(i->problem_html), DB_INT(i->lang),
                  DB_STR(i->contact_name), DB_STR(i->contact_phone), DB_REF(i->contact_by),
                  DB_REF(i->owner), DB_REF(i->started_by), DB_REF(i->started_as), DB_INT(i->theme),
                  DB_STR(i->area), DB_INT(i->stage), DB_INT(i->type), DB_INT(i->level),
                  DB_INT(i->visibility), DB_INT(i->created_at));
}

enum rc initiative_create(struct db *db, struct arena *arena, struct initiative *initiative,
                          enum sector sector) {
    assert(initiative->public_id && initiative->created_at);
    if (!initiative->stems.p) TRY(initiative_render(arena, initiative));
    TRY(insert_row(db, arena, initiative));
    initiative->version = 1;
    initiative->updated_at = initiative->active_at = initiative->created_at;
    TRY(index_initiative(db, arena, initiative));
    const struct log_entry entry = {.at = initiative->created_at,
                                    .actor = initiative->started_by,
                                    .acting = initiative->started_as,
                                    .verb = LOG_INITIATIVE_STARTED,
                                    .place = REF_INITIATIVE(initiative->id)};
    TRY(log_add(db, &entry));
    if (!initiative->started_by) return RC_OK;
    struct party starter = {.public_id = id_random(),
                            .initiative = initiative->id,
                            .person = initiative->started_as ? 0 : initiative->started_by,
                            .organisation = initiative->started_as,
                            .sector = (int)sector,
                            .role = PARTY_COORDINATOR,
                            .joined_at = initiative->created_at};
    return party_add(db, arena, &starter);
}

enum rc initiative_load(const struct request *request, uint64_t public_id,
                        struct initiative *initiative) {
    const struct asker *asker = &request->asker;
    TRY(DB_ONE(request->db, request->arena, &find_initiative, initiative, DB_ID(public_id),
               DB_INT(asker->id), DB_INT(asker->acting)));
    if (asker->is_administrator) initiative->asker_role = ROLE_ADMINISTRATOR;
    return RC_OK;
}

enum rc initiative_load_object(struct request *request, struct object *object) {
    static const enum object_state states[VISIBLE__N][2] = {
        [VISIBLE_PUBLIC] = {STATE_PUBLIC, STATE_PUBLIC_CLOSED},
        [VISIBLE_MEMBERS] = {STATE_MEMBERS, STATE_MEMBERS_CLOSED},
        [VISIBLE_PRIVATE] = {STATE_PRIVATE, STATE_PRIVATE_CLOSED},
    };
    struct initiative *initiative = arena_new(request->arena, struct initiative);
    if (!initiative) return RC_LIMIT;
    TRY(initiative_load(request, object->public_id, initiative));
    object->id = initiative->id;
    object->row = initiative;
    object->role = initiative->asker_role;
    object->state = (int)states[initiative->visibility][initiative->closed_at != 0];
    return RC_OK;
}

/* ---- changing ---- */

static enum rc log_change(const struct request *request, int64_t id, enum log_verb verb, int before,
                          int after) {
    if (before == after) return RC_OK;
    const struct log_entry entry = {.at = request->now,
                                    .actor = request->asker.id,
                                    .acting = request->asker.acting,
                                    .verb = verb,
                                    .place = REF_INITIATIVE(id),
                                    .before = before,
                                    .after = after};
    return log_add(request->db, &entry);
}

static enum rc log_changes(const struct request *request, const struct initiative *before,
                           const struct initiative *after) {
    const struct {
        enum log_verb verb;
        bool changed;
    } facts[] = {
        {LOG_TITLE_CHANGED, !str_is(before->title, after->title)},
        {LOG_PROBLEM_CHANGED, !str_is(before->problem, after->problem)},
        {LOG_AREA_CHANGED, !str_is(before->area, after->area)},
        {LOG_OWNER_CHANGED, before->owner != after->owner},
        {LOG_CONTACT_CHANGED, !str_is(before->contact_name, after->contact_name) ||
                                  !str_is(before->contact_phone, after->contact_phone)},
    };
    for (size_t i = 0; i < COUNT(facts); i++)
        TRY(log_change(request, before->id, facts[i].verb, 0, facts[i].changed));
    TRY(log_change(request, before->id, LOG_THEME_CHANGED, before->theme, after->theme));
    TRY(log_change(request, before->id, LOG_STAGE_CHANGED, before->stage, after->stage));
    TRY(log_change(request, before->id, LOG_TYPE_CHANGED, before->type, after->type));
    return log_change(request, before->id, LOG_LEVEL_CHANGED, before->level, after->level);
}

enum rc initiative_update(const struct request *request, const struct initiative *before,
                          struct initiative *after) {
    if (!after->stems.p) TRY(initiative_render(request->arena, after));
    TRY(DB_ONE(request->db, request->arena, &update_initiative, &after->version, DB_INT(before->id),
               DB_INT(before->version), DB_STR(after->title), DB_STR(after->problem),
               DB_STR(after->problem_html), DB_INT(after->lang), DB_STR(after->contact_name),
               DB_STR(after->contact_phone), DB_REF(after->contact_by), DB_REF(after->owner),
               DB_INT(after->theme), DB_STR(after->area), DB_INT(after->stage), DB_INT(after->type),
               DB_INT(after->level), DB_INT(request->now)));
    TRY(index_initiative(request->db, request->arena, after));
    return log_changes(request, before, after);
}

enum rc initiative_set_visibility(const struct request *request,
                                  const struct initiative *initiative, enum visibility visibility) {
    if (initiative->visibility == (int)visibility) return RC_OK;
    TRY(DB_RUN(request->db, &update_visibility, DB_INT(initiative->id), DB_INT(visibility),
               DB_INT(request->now)));
    TRY(search_set_scope(request->db, request->arena, OBJECT_INITIATIVE, initiative->id,
                         (int64_t)visibility));
    return log_change(request, initiative->id, LOG_VISIBILITY_CHANGED, initiative->visibility,
                      (int)visibility);
}

enum rc initiative_set_closed(const struct request *request, const struct initiative *initiative,
                              bool closed) {
    if ((initiative->closed_at != 0) == closed) return RC_OK;
    TRY(DB_RUN(request->db, &update_closed, DB_INT(initiative->id),
               DB_INT(closed ? request->now : 0), DB_INT(closed ? STAGE_CLOSED : STAGE_EVALUATING),
               DB_INT(request->now)));
    struct initiative after = *initiative;
    after.stage = closed ? STAGE_CLOSED : STAGE_EVALUATING;
    TRY(initiative_render(request->arena, &after));
    TRY(index_initiative(request->db, request->arena, &after)); /* it is found by its stage */
    return log_add_asked(request, REF_INITIATIVE(initiative->id),
                         closed ? LOG_CLOSED : LOG_REOPENED, (struct ref){0});
}

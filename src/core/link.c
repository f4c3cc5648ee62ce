/* The store of links between things. */
#include "core/link.h"

#include "core/activity.h"
#include "core/initiative.h"
#include "core/log.h"
#include "core/meeting/meeting.h"
#include "core/organisation.h"

const char *const link_verb_choices[LINK_VERB__N + 1] = {"grew-out-of", "carried-over", "part-of",
                                                         "answers", "see-also"};
/* As read from the thing that the link begins at, and from the one it leads to. */
const enum text_id link_verb_labels[LINK_VERB__N] = {
    [LINK_GREW_OUT_OF] = T_link_grew_out_of, [LINK_CARRIED_OVER] = T_link_carried_over,
    [LINK_PART_OF] = T_link_part_of,         [LINK_ANSWERS] = T_link_answers,
    [LINK_SEE_ALSO] = T_link_see_also,
};
static const enum text_id link_back_labels[LINK_VERB__N] = {
    [LINK_GREW_OUT_OF] = T_link_led_to, [LINK_CARRIED_OVER] = T_link_came_from,
    [LINK_PART_OF] = T_link_has_part,   [LINK_ANSWERS] = T_link_answered_by,
    [LINK_SEE_ALSO] = T_link_see_also,
};

static const struct db_query insert_link = {
    "link.insert",
    "INSERT INTO link (public_id, from_kind, from_id, to_kind, to_id, verb, reason, made_at, "
    "made_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id",
    "iiiiiitii", DB_ROW_I64, .writes = true};
static const struct db_query delete_link = {
    "link.delete", "DELETE FROM link WHERE public_id = $1 AND from_kind = $2 AND from_id = $3",
    "iii", .writes = true};

/* A link with the other end's title and, for addresses, kind and public id; what the other end
   belongs to stands in the place columns when it is an activity. */
struct link_row {
    uint64_t link; /* its public id */
    int verb;
    struct str reason;
    bool outgoing;
    int kind; /* of the other end */
    struct str title;
    uint64_t public_id;
    struct str activity_kind;
    int place_kind;
    uint64_t place_public_id;
};
static const struct db_column link_columns[] = {
    DB_COL(struct link_row, link),       DB_COL(struct link_row, verb),
    DB_COL(struct link_row, reason),     DB_COL(struct link_row, outgoing),
    DB_COL(struct link_row, kind),       DB_COL(struct link_row, title),
    DB_COL(struct link_row, public_id),  DB_COL(struct link_row, activity_kind),
    DB_COL(struct link_row, place_kind), DB_COL(struct link_row, place_public_id),
};

/* Both directions; the other end must be visible to the asker: $3 is her person.id, $4 the
   organisation she acts as, $5 the highest visibility she may see without being a party. */
#define MAY_SEE_INITIATIVE(i)                                                                      \
    "(" i                                                                                          \
    ".visibility <= $5 OR EXISTS (SELECT 1 FROM initiative_party p WHERE p.initiative_id = " i     \
    ".id AND (p.person_id = $3 OR p.organisation_id = $4)))"
static const struct db_query read_links = {
    "link.read",
    "SELECT x.link, x.verb, x.reason, x.outgoing, x.kind, "
    "coalesce(i.title, o.name, a.title, g.title) AS title, "
    "coalesce(i.public_id, o.public_id, a.public_id, g.public_id) AS public_id, a.kind AS "
    "activity_kind, "
    "a.place_kind, coalesce(ai.public_id, ao.public_id) AS place_public_id FROM ("
    "SELECT id AS seq, public_id AS link, verb, reason, 1 AS outgoing, to_kind AS kind, to_id AS "
    "other "
    "FROM link "
    "WHERE from_kind = $1 AND from_id = $2 UNION ALL "
    "SELECT id AS seq, public_id AS link, verb, reason, 0 AS outgoing, from_kind AS kind, from_id "
    "AS "
    "other FROM link "
    "WHERE to_kind = $1 AND to_id = $2) AS x "
    "LEFT JOIN initiative i ON x.kind = 3 AND i.id = x.other "
    "LEFT JOIN organisation o ON x.kind = 2 AND o.id = x.other "
    "LEFT JOIN activity a ON x.kind = 4 AND a.id = x.other "
    "LEFT JOIN initiative ai ON a.place_kind = 3 AND ai.id = a.place_id "
    "LEFT JOIN organisation ao ON a.place_kind = 2 AND ao.id = a.place_id "
    "LEFT JOIN meeting g ON x.kind = 5 AND g.id = x.other "
    "LEFT JOIN initiative gi ON g.place_kind = 3 AND gi.id = g.place_id "
    "LEFT JOIN organisation ho ON g.place_kind = 2 AND ho.id = g.place_id "
    "WHERE o.id IS NOT NULL OR ao.id IS NOT NULL OR ho.id IS NOT NULL "
    "OR (i.id IS NOT NULL AND " MAY_SEE_INITIATIVE(
        "i") ") "
             "OR (ai.id IS NOT NULL AND " MAY_SEE_INITIATIVE(
                 "ai") ") "
                       "OR (gi.id IS NOT NULL AND " MAY_SEE_INITIATIVE(
                           "gi") ") ORDER BY x.seq LIMIT 100",
    "iiiii", DB_ROW(struct link_row, link_columns)};

static const struct db_query *const link_statements[] = {&insert_link, &delete_link, &read_links};
const struct db_queries link_queries = DB_QUERIES("link", link_statements);

enum rc link_add(struct db *db, struct arena *arena, const struct link *link) {
    int64_t id = 0;
    enum rc rc =
        DB_ONE(db, arena, &insert_link, &id, DB_ID(link->public_id), DB_INT(link->from.kind),
               DB_INT(link->from.id), DB_INT(link->to.kind), DB_INT(link->to.id),
               DB_INT(link->verb), DB_STR(link->reason), DB_INT(link->at), DB_REF(link->by));
    if (rc != RC_OK) return rc == RC_ABSENT ? RC_CONFLICT : rc;
    if (link->from.kind != OBJECT_INITIATIVE && link->from.kind != OBJECT_ORGANISATION)
        return RC_OK;
    const struct log_entry entry = {.at = link->at,
                                    .actor = link->by,
                                    .acting = link->acting,
                                    .verb = LOG_LINKED,
                                    .place = link->from,
                                    .target = link->to};
    return log_add(db, &entry);
}

enum rc link_remove(const struct request *request, struct ref from, uint64_t public_id) {
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &delete_link, &changed, DB_ID(public_id), DB_INT(from.kind),
                   DB_INT(from.id)));
    if (!changed) return RC_ABSENT;
    return log_add_asked(request, from, LOG_UNLINKED, (struct ref){0});
}

static struct url url_of(const struct request *request, const struct link_row *row) {
    const struct activity activity = {.kind = row->activity_kind,
                                      .public_id = row->public_id,
                                      .place = {(enum object_kind)row->place_kind, 0}};
    switch (row->kind) {
    case OBJECT_INITIATIVE:
        return initiative_url(request->arena, row->public_id);
    case OBJECT_ORGANISATION:
        return organisation_url(request->arena, row->public_id);
    case OBJECT_MEETING:
        return meeting_url(request->arena, row->public_id);
    default:
        return activity_url(request, &activity, row->place_public_id);
    }
}

enum rc link_read(const struct request *request, struct ref thing, struct link_list *list) {
    const struct asker *asker = &request->asker;
    int visible = asker->is_administrator ? VISIBLE_PRIVATE
                  : asker->id             ? VISIBLE_MEMBERS
                                          : VISIBLE_PUBLIC;
    LIST(struct link_row) rows = {0};
    TRY(DB_ALL(request->db, request->arena, &read_links, &rows, DB_INT(thing.kind),
               DB_INT(thing.id), DB_INT(asker->id), DB_INT(asker->acting), DB_INT(visible)));
    struct link_line *lines = arena_new_array(request->arena, rows.n, struct link_line);
    if (rows.n && !lines) return RC_LIMIT;
    for (size_t i = 0; i < rows.n; i++) {
        const struct link_row *row = &rows.v[i];
        const enum text_id *labels = row->outgoing ? link_verb_labels : link_back_labels;
        unsigned verb = (unsigned)row->verb < LINK_VERB__N ? (unsigned)row->verb : LINK_SEE_ALSO;
        lines[i] = (struct link_line){.public_id = row->link,
                                      .sentence = text_of(request->lang, labels[verb]),
                                      .title = row->title,
                                      .url = url_of(request, row),
                                      .reason = row->reason,
                                      .outgoing = row->outgoing};
    }
    list->lines.v = lines;
    list->lines.n = rows.n;
    return RC_OK;
}

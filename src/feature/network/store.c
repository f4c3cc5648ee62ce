/* The statements of the directory: who asks, houses, candidates, associations in the network. */
#include "feature/network/inner.h"

_Static_assert(KIND_MUNICIPALITY == 0 && KIND_INSTITUTION == 1 && KIND_WORKPLACE == 2 &&
                   MEMBER_MANAGER == 2,
               "the statements name these numbers");

#define IN_NETWORK                                                                                 \
    "(o.kind IN (0, 1, 2) OR EXISTS (SELECT 1 FROM network_member n WHERE n.organisation = "       \
    "o.id)) "
#define MINE                                                                                       \
    "EXISTS (SELECT 1 FROM membership m JOIN organisation o ON o.id = m.organisation "             \
    "WHERE m.person = $1 AND m.to_at IS NULL AND " IN_NETWORK
#define FLAG(condition) "CASE WHEN " condition " THEN 1 ELSE 0 END"

static const struct db_column asker_columns[] = {
    DB_COL(struct network_asker, belongs),
    DB_COL(struct network_asker, writes),
    DB_COL(struct network_asker, manages),
    DB_COL(struct network_asker, moderates),
};
static const struct db_query find_asker = {
    "network.asker",
    "SELECT " FLAG(MINE ")") ", " FLAG(
        "EXISTS (SELECT 1 FROM contact_term c JOIN organisation o ON o.id = c.organisation "
        "JOIN membership m ON m.organisation = o.id AND m.person = $1 AND m.to_at IS NULL "
        "WHERE (c.person = $1 OR c.deputy = $1) AND c.from_at <= $2 "
        "AND (c.to_at = 0 OR c.to_at > $2) AND " IN_NETWORK
        ")") ", " FLAG(MINE "AND m.role = 2)") ", " FLAG(MINE "AND m.role = 2 AND o.kind = 0)"),
    "ii", DB_ROW(struct network_asker, asker_columns)};

enum rc network_asker_read(const struct request *request, struct network_asker *asker) {
    *asker = (struct network_asker){0};
    if (!request->asker.id) return RC_OK;
    TRY(DB_ONE(request->db, request->arena, &find_asker, asker, DB_INT(request->asker.id),
               DB_INT(request->now)));
    asker->moderates = asker->moderates || request->asker.is_administrator;
    asker->manages = asker->manages || asker->moderates;
    asker->writes = asker->writes || asker->manages;
    asker->belongs = asker->belongs || asker->writes;
    return RC_OK;
}

/* ---- houses ---- */

static const struct db_column house_columns[] = {
    DB_COL(struct house, id),        DB_COL(struct house, public_id), DB_COL(struct house, kind),
    DB_COL(struct house, name),      DB_COL(struct house, lang),      DB_COL(struct house, parent),
    DB_COL(struct house, term),      DB_COL(struct house, contact),   DB_COL(struct house, deputy),
    DB_COL(struct house, phone),     DB_COL(struct house, mail),      DB_COL(struct house, from_at),
    DB_COL(struct house, vacant_at),
};
/* A house is a workplace or an institution that has no other below it, or that ever had a contact
   person; and the associations that were taken in. The list is of all of them, so it may scan. */
static const struct db_query list_houses = {
    "network.houses",
    "SELECT o.id, o.public_id, o.kind, o.name, o.lang, u.name, c.id, p.name, d.name, c.phone, "
    "c.mail, c.from_at, COALESCE((SELECT e.to_at FROM contact_term e WHERE e.organisation = o.id "
    "AND e.to_at > 0 AND e.to_at <= $1 ORDER BY e.to_at DESC LIMIT 1), o.created_at) "
    "FROM organisation o LEFT JOIN organisation u ON u.id = o.parent "
    "LEFT JOIN contact_term c ON c.organisation = o.id AND c.from_at <= $1 "
    "AND (c.to_at = 0 OR c.to_at > $1) LEFT JOIN person p ON p.id = c.person "
    "LEFT JOIN person d ON d.id = c.deputy "
    "WHERE (o.kind IN (1, 2) AND (EXISTS (SELECT 1 FROM contact_term t WHERE t.organisation = "
    "o.id) "
    "OR NOT EXISTS (SELECT 1 FROM organisation b WHERE b.parent = o.id)) "
    "OR EXISTS (SELECT 1 FROM network_member n WHERE n.organisation = o.id)) "
    "AND ($2 = 0 OR o.parent = $2 OR u.parent = $2) "
    "ORDER BY CASE WHEN o.parent IS NULL THEN 1 ELSE 0 END, u.name COLLATE \"da-x-icu\", "
    "o.name COLLATE \"da-x-icu\", o.id LIMIT $3",
    "iii", DB_ROW(struct house, house_columns), .may_scan = true};

enum rc house_list_read(const struct request *request, int64_t parent, struct house_list *list) {
    return DB_ALL(request->db, request->arena, &list_houses, &list->rows, DB_INT(request->now),
                  DB_INT(parent), DB_INT(HOUSES_MAX));
}

static const struct db_column parent_columns[] = {DB_COL(struct house_parent, id),
                                                  DB_COL(struct house_parent, public_id),
                                                  DB_COL(struct house_parent, name)};
static const struct db_query list_parents = {
    "network.parents",
    "SELECT o.id, o.public_id, o.name FROM organisation o WHERE o.kind IN (0, 1) "
    "AND EXISTS (SELECT 1 FROM organisation b WHERE b.parent = o.id AND b.kind IN (1, 2)) "
    "ORDER BY o.kind, o.name COLLATE \"da-x-icu\", o.id LIMIT 500",
    "", DB_ROW(struct house_parent, parent_columns)};

enum rc house_parents_read(const struct request *request, struct house_parents *parents) {
    return DB_ALL(request->db, request->arena, &list_parents, &parents->rows);
}

/* ---- candidates ---- */

static const struct db_column candidate_columns[] = {DB_COL(struct candidate, id),
                                                     DB_COL(struct candidate, public_id),
                                                     DB_COL(struct candidate, name)};
static const struct db_query list_candidates = {
    "network.candidates",
    "SELECT p.id, p.public_id, p.name FROM person p WHERE p.erased_at IS NULL AND p.id IN ("
    "SELECT m.person FROM membership m WHERE m.to_at IS NULL AND m.organisation = $1 UNION "
    "SELECT m.person FROM organisation o JOIN membership m ON m.organisation = o.parent "
    "AND m.to_at IS NULL WHERE o.id = $1 UNION "
    "SELECT m.person FROM organisation o JOIN organisation u ON u.id = o.parent "
    "JOIN membership m ON m.organisation = u.parent AND m.to_at IS NULL WHERE o.id = $1 UNION "
    "SELECT c.person FROM organisation o JOIN organisation s ON s.parent = o.parent "
    "JOIN contact_term c ON c.organisation = s.id AND (c.to_at = 0 OR c.to_at > $2) "
    "WHERE o.id = $1) ORDER BY p.name COLLATE \"da-x-icu\", p.id LIMIT 500",
    "ii", DB_ROW(struct candidate, candidate_columns)};

enum rc candidates_read(const struct request *request, int64_t organisation,
                        struct candidates *list) {
    return DB_ALL(request->db, request->arena, &list_candidates, &list->rows, DB_INT(organisation),
                  DB_INT(request->now));
}

/* ---- associations in the network ---- */

static const struct db_query add_member = {
    "network.add_member",
    "INSERT INTO network_member (organisation, since, added_by) VALUES ($1, $2, $3) "
    "ON CONFLICT DO NOTHING",
    "iii", .writes = true};
static const struct db_query remove_member = {"network.remove_member",
                                              "DELETE FROM network_member WHERE organisation = $1",
                                              "i", .writes = true};
static const struct db_query find_member = {
    "network.member", "SELECT organisation FROM network_member WHERE organisation = $1", "i",
    DB_ROW_I64};

enum rc network_member_set(const struct request *request, int64_t organisation, bool is_member) {
    if (!is_member) return DB_RUN(request->db, &remove_member, DB_INT(organisation));
    return DB_RUN(request->db, &add_member, DB_INT(organisation), DB_INT(request->now),
                  DB_REF(request->asker.id));
}

enum rc network_member_is(const struct request *request, int64_t organisation, bool *is_member) {
    int64_t id;
    enum rc rc = DB_ONE(request->db, request->arena, &find_member, &id, DB_INT(organisation));
    *is_member = rc == RC_OK;
    return rc == RC_ABSENT ? RC_OK : rc;
}

static const struct db_query *const all[] = {
    &find_asker, &list_houses,   &list_parents, &list_candidates,
    &add_member, &remove_member, &find_member,
};
const struct db_queries network_queries = DB_QUERIES("network", all);

/* The places an activity can move to. */
#include "feature/initiative/store.h"

static const struct db_column place_columns[] = {
    DB_COL(struct managed_place, kind), DB_COL(struct managed_place, id),
    DB_COL(struct managed_place, public_id), DB_COL(struct managed_place, name)};

/* Coordinators are role 1 of a party; managers are role 2 of a membership. */
static const struct db_query list_places = {
    "initiative_place.list",
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 3 AS kind, i.id, i.public_id, i.title AS name FROM initiative_party p "
    "JOIN initiative i ON i.id = p.initiative_id WHERE p.person_id = $1 AND p.role = 1 "
    "AND i.closed_at = 0 ORDER BY i.id DESC LIMIT 100) AS own UNION ALL "
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 3 AS kind, i.id, i.public_id, i.title AS name FROM initiative_party p "
    "JOIN initiative i ON i.id = p.initiative_id WHERE p.organisation_id = $2 AND p.role = 1 "
    "AND i.closed_at = 0 ORDER BY i.id DESC LIMIT 100) AS acting UNION ALL "
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 2 AS kind, o.id, o.public_id, o.name FROM membership m "
    "JOIN organisation o ON o.id = m.organisation WHERE m.person = $1 AND m.role = 2 "
    "AND m.to_at IS NULL ORDER BY o.id DESC LIMIT 100) AS managed",
    "ii", DB_ROW(struct managed_place, place_columns)};

static const struct db_query *const statements[] = {&list_places};
const struct db_queries initiative_place_queries = DB_QUERIES("initiative_place", statements);

enum rc managed_places_read(const struct request *request, struct managed_places *places) {
    return DB_ALL(request->db, request->arena, &list_places, &places->rows,
                  DB_INT(request->asker.id), DB_INT(request->asker.acting));
}

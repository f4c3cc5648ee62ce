/* The places where somebody may hold a meeting. */
#include "feature/meeting/inner.h"

static const struct db_column place_columns[] = {
    DB_COL(struct meeting_place, kind), DB_COL(struct meeting_place, id),
    DB_COL(struct meeting_place, public_id), DB_COL(struct meeting_place, name)};

/* Organisations she manages or holds meetings for and those right below the managed ones, those
   whose contact person or deputy she is today ($3 is now), then the initiatives she coordinates,
   herself or as an organisation. Coordinators are role 1 of a party; managers role 2 of a
   membership. */
static const struct db_query list_places = {
    "meeting_place.list",
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 2 AS kind, o.id, o.public_id, o.name FROM membership m "
    "JOIN organisation o ON o.id = m.organisation WHERE m.person = $1 AND m.role >= 1 "
    "AND m.to_at IS NULL ORDER BY o.id DESC LIMIT 60) AS managed UNION "
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 2 AS kind, o.id, o.public_id, o.name FROM contact_term c "
    "JOIN organisation o ON o.id = c.organisation JOIN membership m "
    "ON m.organisation = c.organisation AND m.person = $1 AND m.to_at IS NULL "
    "WHERE (c.person = $1 OR c.deputy = $1) AND c.from_at <= $3 "
    "AND (c.to_at = 0 OR c.to_at > $3) ORDER BY o.id DESC LIMIT 60) AS contact UNION "
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 2 AS kind, o.id, o.public_id, o.name FROM membership m "
    "JOIN organisation o ON o.parent = m.organisation WHERE m.person = $1 AND m.role = 2 "
    "AND m.to_at IS NULL ORDER BY o.id DESC LIMIT 100) AS below UNION "
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 3 AS kind, i.id, i.public_id, i.title AS name FROM initiative_party p "
    "JOIN initiative i ON i.id = p.initiative_id WHERE p.person_id = $1 AND p.role = 1 "
    "AND i.closed_at = 0 ORDER BY i.id DESC LIMIT 60) AS own UNION "
    "SELECT kind, id, public_id, name FROM ("
    "SELECT 3 AS kind, i.id, i.public_id, i.title AS name FROM initiative_party p "
    "JOIN initiative i ON i.id = p.initiative_id WHERE p.organisation_id = $2 AND p.role = 1 "
    "AND i.closed_at = 0 ORDER BY i.id DESC LIMIT 60) AS acting ORDER BY kind, name, id",
    "iii", DB_ROW(struct meeting_place, place_columns)};

static const struct db_query *const statements[] = {&list_places};
const struct db_queries meeting_place_queries = DB_QUERIES("meeting_place", statements);

enum rc meeting_places_read(const struct request *request, struct meeting_places *places) {
    return DB_ALL(request->db, request->arena, &list_places, &places->rows,
                  DB_INT(request->asker.id), DB_INT(request->asker.acting), DB_INT(request->now));
}

/* What the site's own pages look up. See store.h. */
#include "feature/site/store.h"

#include "core/initiative.h"

static const struct db_column example_columns[] = {DB_COL(struct site_example, place),
                                                   DB_COL(struct site_example, activity),
                                                   DB_COL(struct site_example, title)};

/* Looks at the newest activities only, so that a site full of private ones costs no more. */
static const struct db_query find_example = {
    "site.example",
    "SELECT i.public_id, a.public_id, a.title FROM activity a "
    "JOIN initiative i ON i.id = a.place_id AND a.place_kind = $1 "
    "WHERE a.id IN (SELECT n.id FROM activity n WHERE n.kind = $2 ORDER BY n.id DESC LIMIT 50) "
    "AND i.visibility = $3 ORDER BY a.id DESC LIMIT 1",
    "iti", DB_ROW(struct site_example, example_columns)};

/* An address below .example is nobody's: only the demonstration has people with one. */
static const struct db_query find_demo_code = {
    "site.demo_code",
    "SELECT m.code FROM person p JOIN meeting m ON m.created_by = p.id "
    "WHERE p.mail = 'inger@lindsoe.example' AND m.state < 2 AND m.code IS NOT NULL "
    "ORDER BY m.id LIMIT 1",
    "", DB_ROW_STR};

static const struct db_query ask = {"site.ask", "SELECT 1", "", DB_ROW_I64};

static const struct db_query *const queries[] = {&find_example, &find_demo_code, &ask};
const struct db_queries site_queries = DB_QUERIES("site", queries);

enum rc site_example_find(struct db *db, struct arena *arena, const char *kind,
                          struct site_example *example) {
    return DB_ONE(db, arena, &find_example, example, DB_INT(OBJECT_INITIATIVE),
                  DB_STR(str_from(kind)), DB_INT(VISIBLE_PUBLIC));
}

enum rc site_demo_code(struct db *db, struct arena *arena, struct str *code) {
    return DB_ONE(db, arena, &find_demo_code, code);
}

enum rc site_ask_database(struct db *db, struct arena *arena) {
    int64_t one = 0;
    TRY(DB_ONE(db, arena, &ask, &one));
    return one == 1 ? RC_OK : RC_BROKEN;
}

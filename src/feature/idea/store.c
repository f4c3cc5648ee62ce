/* The store of interests and experiences. See store.h. */
#include "feature/idea/store.h"

#include "core/own_data.h"
#include "platform/secret.h"

static const struct db_column interest_columns[] = {
    DB_COL(struct interest, organisation), DB_COL(struct interest, made_at),
    DB_COL(struct interest, organisation_public_id), DB_COL(struct interest, name)};
static const struct db_query read_interest = {
    "idea.interests",
    "SELECT t.organisation, t.made_at, o.public_id AS organisation_public_id, o.name "
    "FROM idea_interest t JOIN organisation o ON o.id = t.organisation "
    "WHERE t.idea = $1 ORDER BY t.made_at, t.id LIMIT $2",
    "ii", DB_ROW(struct interest, interest_columns)};
static const struct db_query add_interest = {
    "idea.interest_add",
    "INSERT INTO idea_interest (idea, organisation, person, made_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (idea, organisation) DO NOTHING",
    "iiii", .writes = true};
static const struct db_query end_interest = {
    "idea.interest_end", "DELETE FROM idea_interest WHERE idea = $1 AND organisation = $2", "ii",
    .writes = true};

static const struct db_column experience_columns[] = {
    DB_COL(struct experience, id),           DB_COL(struct experience, public_id),
    DB_COL(struct experience, organisation), DB_COL(struct experience, made_at),
    DB_COL(struct experience, text),         DB_COL(struct experience, name),
    DB_COL(struct experience, lang),         DB_COL(struct experience, organisation_public_id)};
static const struct db_query read_experience = {
    "idea.experiences",
    "SELECT e.id, e.public_id, e.organisation, e.made_at, e.text, o.name, e.lang, "
    "o.public_id AS organisation_public_id FROM idea_experience e JOIN organisation o ON o.id = "
    "e.organisation "
    "WHERE e.idea = $1 ORDER BY e.made_at, e.id LIMIT $2",
    "ii", DB_ROW(struct experience, experience_columns)};
static const struct db_query find_same = {
    "idea.experience_same",
    "SELECT id FROM idea_experience WHERE idea = $1 AND organisation = $2 AND text = $3", "iit",
    DB_ROW_I64};
static const struct db_query add_experience = {
    "idea.experience_add",
    "INSERT INTO idea_experience (public_id, idea, organisation, person, text, lang, made_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)",
    "iiiitii", .writes = true};
static const struct db_query remove_experience = {
    "idea.experience_remove",
    "DELETE FROM idea_experience WHERE public_id = $1 AND idea = $2 AND organisation = $3 "
    "RETURNING id",
    "iii", DB_ROW_I64, .writes = true};

enum rc interest_read(struct db *db, struct arena *arena, int64_t idea,
                      struct interest_list *list) {
    return DB_ALL(db, arena, &read_interest, &list->rows, DB_INT(idea), DB_INT(SHOWN_MOST));
}

enum rc interest_add(const struct request *request, int64_t idea, int64_t organisation) {
    return DB_RUN(request->db, &add_interest, DB_INT(idea), DB_INT(organisation),
                  DB_REF(request->asker.id), DB_INT(request->now));
}

enum rc interest_end(struct db *db, int64_t idea, int64_t organisation) {
    return DB_RUN(db, &end_interest, DB_INT(idea), DB_INT(organisation));
}

enum rc experience_read(struct db *db, struct arena *arena, int64_t idea,
                        struct experience_list *list) {
    return DB_ALL(db, arena, &read_experience, &list->rows, DB_INT(idea), DB_INT(SHOWN_MOST));
}

enum rc experience_add(const struct request *request, int64_t idea, int64_t organisation,
                       struct str text) {
    int64_t same;
    enum rc rc = DB_ONE(request->db, request->arena, &find_same, &same, DB_INT(idea),
                        DB_INT(organisation), DB_STR(text));
    if (rc != RC_ABSENT) return rc;
    return DB_RUN(request->db, &add_experience, DB_ID(id_random()), DB_INT(idea),
                  DB_INT(organisation), DB_REF(request->asker.id), DB_STR(text),
                  DB_INT(request->lang), DB_INT(request->now));
}

enum rc experience_remove(const struct request *request, int64_t idea, int64_t organisation,
                          uint64_t public_id) {
    int64_t id;
    return DB_ONE(request->db, request->arena, &remove_experience, &id, DB_ID(public_id),
                  DB_INT(idea), DB_INT(organisation));
}

/* ---- own data ---- */

struct own_row {
    struct str title, text;
    int64_t made_at;
};
static const struct db_column own_columns[] = {
    DB_COL(struct own_row, title), DB_COL(struct own_row, text), DB_COL(struct own_row, made_at)};
static const struct db_query own_interests = {
    "idea.own_interests",
    "SELECT i.title, o.name AS text, t.made_at FROM idea_interest t "
    "JOIN idea i ON i.id = t.idea JOIN organisation o ON o.id = t.organisation "
    "WHERE t.person = $1 ORDER BY t.id LIMIT 10000",
    "i", DB_ROW(struct own_row, own_columns)};
static const struct db_query own_experiences = {
    "idea.own_experiences",
    "SELECT i.title, e.text, e.made_at FROM idea_experience e JOIN idea i ON i.id = e.idea "
    "WHERE e.person = $1 ORDER BY e.id LIMIT 10000",
    "i", DB_ROW(struct own_row, own_columns)};

static enum rc write_rows(struct own_data_out *out, struct db *db, int64_t person,
                          const struct db_query *query, enum text_id label) {
    LIST(struct own_row) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), query, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "idea", T_idea_title, rows.v[i].title);
        own_data_str(out, query == &own_interests ? "organisation" : "text", label, rows.v[i].text);
        own_data_when(out, "made", T_idea_own_created, rows.v[i].made_at);
    }
    return RC_OK;
}

static enum rc write_interests(struct own_data_out *out, struct db *db, int64_t person) {
    return write_rows(out, db, person, &own_interests, T_idea_own_for);
}

static enum rc write_experiences(struct own_data_out *out, struct db *db, int64_t person) {
    return write_rows(out, db, person, &own_experiences, T_idea_experience);
}

const struct own_data interest_own_data = {"idea_interests", T_idea_own_interests, write_interests,
                                           NULL};
const struct own_data experience_own_data = {"idea_experiences", T_idea_own_experiences,
                                             write_experiences, NULL};

static const struct db_query *const statements[] = {
    &read_interest,  &add_interest,      &end_interest,  &read_experience, &find_same,
    &add_experience, &remove_experience, &own_interests, &own_experiences};
const struct db_queries idea_store_queries = DB_QUERIES("idea_store", statements);

/* What invitations know about people: for the own data of whoever made them, and how the names of
   the invited are forgotten in time. */
#include "core/invitation.h"
#include "core/own_data.h"

#include <assert.h>

#define KEPT_MS (30 * 24 * 60 * 60 * INT64_C(1000))

/* One invitation that she made. */
struct invited_by_her {
    struct str title, name;
    int sector;
    int64_t created_at, expires_at;
};
static const struct db_column invited_columns[] = {
    DB_COL(struct invited_by_her, title),      DB_COL(struct invited_by_her, name),
    DB_COL(struct invited_by_her, sector),     DB_COL(struct invited_by_her, created_at),
    DB_COL(struct invited_by_her, expires_at),
};
static const struct db_query list_made = {
    "invitation_data.made",
    "SELECT i.title, v.name, v.sector, v.created_at, v.expires_at FROM invitation v "
    "JOIN initiative i ON i.id = v.initiative_id WHERE v.created_by = $1 ORDER BY v.id LIMIT 10000",
    "i", DB_ROW(struct invited_by_her, invited_columns)};

/* Whatever is past its time was made before it, which the index knows. */
static const struct db_query forget_names = {
    "invitation_data.forget",
    "UPDATE invitation SET name = '', condition_text = '' WHERE name <> '' AND created_at < $1 "
    "AND (expires_at < $1 OR (revoked_at > 0 AND revoked_at < $1) "
    "OR (answer = 2 AND answered_at < $1)) AND NOT EXISTS "
    "(SELECT 1 FROM initiative_party p WHERE p.invitation_id = invitation.id)",
    "i", .writes = true};
_Static_assert(ANSWER_NO == 2, "the query names the number");

static const struct db_query *const statements[] = {&list_made, &forget_names};
const struct db_queries invitation_data_queries = DB_QUERIES("invitation_data", statements);

static enum rc write_invitations(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct invited_by_her) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_made, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct invited_by_her *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "initiative", T_own_initiative, row->title);
        own_data_str(out, "name", T_field_name, row->name);
        own_data_word(out, "sector", T_own_sector, sector_choices[row->sector],
                      sector_labels[row->sector]);
        own_data_when(out, "created_at", T_own_made, row->created_at);
        own_data_when(out, "expires_at", T_own_expires, row->expires_at);
    }
    return RC_OK;
}

const struct own_data invitation_own_data = {
    .name = "invitations", .title = T_own_invitations, .write = write_invitations};

enum rc invitation_tidy(struct db *db, int64_t now) {
    return DB_RUN(db, &forget_names, DB_INT(now - KEPT_MS));
}

static enum rc tidy(struct db *db, void *data) {
    return invitation_tidy(db, *(const int64_t *)data);
}

static enum rc tidy_initiatives(struct job_run *run) {
    return database_write(run->database, tidy, &run->now);
}

const struct job_kind initiative_jobs[] = {
    {.name = "initiative-tidy", .run = tidy_initiatives, .every_ms = 60 * 60 * INT64_C(1000)},
    {.name = NULL},
};

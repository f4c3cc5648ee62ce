/* What initiatives know about a person, for her own data and for erasing her account. */
#include "core/invitation.h"
#include "core/own_data.h"

/* One initiative that she takes part in. */
struct taking_part {
    struct str title;
    int sector, role;
    int64_t joined_at;
};
static const struct db_column taking_part_columns[] = {
    DB_COL(struct taking_part, title),
    DB_COL(struct taking_part, sector),
    DB_COL(struct taking_part, role),
    DB_COL(struct taking_part, joined_at),
};
static const struct db_query list_taking_part = {
    "party_data.taking_part",
    "SELECT i.title, p.sector, p.role, p.joined_at FROM initiative_party p "
    "JOIN initiative i ON i.id = p.initiative_id WHERE p.person_id = $1 ORDER BY p.id LIMIT 10000",
    "i", DB_ROW(struct taking_part, taking_part_columns)};

static const struct db_query *const party_data_statements[] = {&list_taking_part};
const struct db_queries party_data_queries = DB_QUERIES("party_data", party_data_statements);

static enum rc write_parties(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct taking_part) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_taking_part, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct taking_part *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "title", T_own_initiative, row->title);
        own_data_word(out, "sector", T_own_sector, sector_choices[row->sector],
                      sector_labels[row->sector]);
        own_data_flag(out, "coordinator", T_own_coordinator, row->role == PARTY_COORDINATOR);
        own_data_when(out, "joined", T_own_joined, row->joined_at);
    }
    return RC_OK;
}

const struct own_data party_own_data = {
    .name = "initiatives",
    .title = T_own_initiatives,
    .write = write_parties,
    .erase = party_erase_person,
};

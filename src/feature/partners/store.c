/* The rows of the living map. See store.h. */
#include "feature/partners/store.h"

#include "platform/secret.h"
#include "platform/text_search.h"

const char *const partner_sector_choices[PARTNER_SECTOR__N + 1] = {
    "neighbours", "associations", "individuals", "institutions", "citizens", "relatives", "firms"};
const enum text_id partner_sector_labels[PARTNER_SECTOR__N] = {
    T_partners_neighbours, T_partners_associations, T_partners_individuals, T_partners_institutions,
    T_partners_citizens,   T_partners_relatives,    T_partners_firms};
const enum text_id partner_sector_short[PARTNER_SECTOR__N] = {
    T_partners_neighbours_short,   T_partners_associations_short, T_partners_individuals_short,
    T_partners_institutions_short, T_partners_citizens_short,     T_partners_relatives_short,
    T_partners_firms_short};
const char *const partner_kind_choices[PARTNER_KIND__N + 1] = {"person", "association", "company",
                                                               "institution", "informal"};
const enum text_id partner_kind_labels[PARTNER_KIND__N] = {
    T_partners_kind_person, T_partners_kind_association, T_partners_kind_company,
    T_partners_kind_institution, T_partners_kind_informal};
const char *const partner_layer_choices[PARTNER_LAYER__N + 1] = {"have", "could"};
const enum text_id partner_layer_labels[PARTNER_LAYER__N] = {T_partners_layer_have,
                                                             T_partners_layer_could};
const char *const partner_status_choices[PARTNER_STATUS__N + 1] = {"active", "dormant", "ended"};
const enum text_id partner_status_labels[PARTNER_STATUS__N] = {
    T_partners_status_active, T_partners_status_dormant, T_partners_status_ended};

static const struct db_column partner_columns[] = {
    DB_COL(struct partner, id),
    DB_COL(struct partner, public_id),
    DB_COL(struct partner, organisation),
    DB_COL(struct partner, sector),
    DB_COL(struct partner, kind),
    DB_COL(struct partner, name),
    DB_COL(struct partner, folded),
    DB_COL(struct partner, role),
    DB_COL(struct partner, has_consent),
    DB_COL(struct partner, layer),
    DB_COL(struct partner, status),
    DB_COL(struct partner, what),
    DB_COL(struct partner, contact),
    DB_COL(struct partner, last_contact_at),
    DB_COL(struct partner, is_shared),
    DB_COL(struct partner, same_as),
    DB_COL(struct partner, removal_asked_at),
    DB_COL(struct partner, version),
    DB_COL(struct partner, created_at),
    DB_COL(struct partner, organisation_name),
    DB_COL(struct partner, organisation_public_id),
    DB_COL(struct partner, others),
};
#define PARTNER_ROW DB_ROW(struct partner, partner_columns)
/* Others are the rows that are the same partner, ended ones left out. */
#define PARTNER_SELECT                                                                             \
    "SELECT p.id, p.public_id, p.organisation_id, p.sector, p.kind, p.name, p.folded, p.role, "    \
    "p.has_consent, p.layer, p.status, p.what, p.contact, p.last_contact_at, p.is_shared, "        \
    "p.same_as, p.removal_asked_at, p.version, p.created_at, o.name, o.public_id, "                \
    "(SELECT count(*) FROM partner s WHERE s.same_as = coalesce(p.same_as, p.id) "                 \
    "AND s.id <> p.id AND s.status < 2) + "                                                        \
    "(SELECT count(*) FROM partner t WHERE t.id = p.same_as AND t.status < 2) "                    \
    "FROM partner p JOIN organisation o ON o.id = p.organisation_id "

static const struct db_query list_own = {
    "partner.list", PARTNER_SELECT "WHERE p.organisation_id = $1 ORDER BY p.sector, p.id LIMIT $2",
    "ii", PARTNER_ROW};
static const struct db_query list_below = {
    "partner.below",
    PARTNER_SELECT "WHERE p.organisation_id IN (SELECT b.id FROM organisation b WHERE b.parent = "
                   "$1 UNION SELECT c.id FROM organisation c JOIN organisation d ON d.id = "
                   "c.parent WHERE d.parent = $1 UNION SELECT e.id FROM organisation e WHERE e.id "
                   "= $1) ORDER BY p.folded, p.id LIMIT $2",
    "ii", PARTNER_ROW};
static const struct db_query find_one = {
    "partner.find", PARTNER_SELECT "WHERE p.public_id = $2 AND p.organisation_id = $1", "ii",
    PARTNER_ROW};
static const struct db_query insert_one = {
    "partner.insert",
    "INSERT INTO partner (public_id, organisation_id, sector, kind, name, folded, role, "
    "has_consent, layer, status, what, contact, last_contact_at, is_shared, same_as, "
    "removal_asked_at, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12, $13, $14, NULL, 0, 1, $15) RETURNING id",
    "iiiitttiiittiii", DB_ROW_I64, .writes = true};
static const struct db_query update_one = {
    "partner.update",
    "UPDATE partner SET sector = $3, kind = $4, name = $5, folded = $6, role = $7, has_consent = "
    "$8, layer = $9, status = $10, what = $11, contact = $12, last_contact_at = $13, is_shared = "
    "$14, version = version + 1 WHERE id = $1 AND version = $2",
    "iiiitttiiittii", .writes = true};
static const struct db_query insert_change = {
    "partner.insert_change",
    "INSERT INTO partner_change (partner_id, at, layer, status) VALUES ($1, $2, $3, $4)", "iiii",
    .writes = true};
static const struct db_query delete_changes = {"partner.delete_changes",
                                               "DELETE FROM partner_change WHERE partner_id = $1",
                                               "i", .writes = true};
static const struct db_query delete_one = {"partner.delete", "DELETE FROM partner WHERE id = $1",
                                           "i", .writes = true};
static const struct db_query stand_alone = {"partner.stand_alone",
                                            "UPDATE partner SET same_as = NULL WHERE same_as = $1",
                                            "i", .writes = true};
static const struct db_query set_same = {
    "partner.same", "UPDATE partner SET same_as = $2 WHERE id = $1", "ii", .writes = true};
static const struct db_query move_same = {"partner.move_same",
                                          "UPDATE partner SET same_as = $2 WHERE same_as = $1",
                                          "ii", .writes = true};
static const struct db_query ask_removal = {
    "partner.ask_removal",
    "UPDATE partner SET removal_asked_at = $2 WHERE (id = $1 OR same_as = $1) AND "
    "removal_asked_at = 0",
    "ii", .writes = true};
static const struct db_column change_columns[] = {
    DB_COL(struct partner_change, partner),
    DB_COL(struct partner_change, at),
    DB_COL(struct partner_change, layer),
    DB_COL(struct partner_change, status),
};
static const struct db_query list_changes = {
    "partner.changes",
    "SELECT c.partner_id, c.at, c.layer, c.status FROM partner p JOIN partner_change c ON "
    "c.partner_id = p.id WHERE p.organisation_id = $1 ORDER BY c.partner_id, c.id LIMIT 20000",
    "i", DB_ROW(struct partner_change, change_columns)};
static const struct db_column count_columns[] = {DB_COL(struct partner_count, layer),
                                                 DB_COL(struct partner_count, n)};
static const struct db_query count_layers = {
    "partner.count",
    "SELECT layer, count(*) FROM partner WHERE organisation_id = $1 AND status < 2 GROUP BY layer "
    "ORDER BY layer",
    "i", DB_ROW(struct partner_count, count_columns)};
static const struct db_query *const statements[] = {
    &list_own,       &list_below,  &find_one,     &insert_one,  &update_one,
    &insert_change,  &delete_one,  &stand_alone,  &set_same,    &move_same,
    &delete_changes, &ask_removal, &list_changes, &count_layers};
const struct db_queries partner_queries = DB_QUERIES("partner", statements);

struct str partner_shown(enum lang lang, const struct partner *partner) {
    if (partner->kind != PARTNER_PERSON || partner->has_consent) return partner->name;
    return partner->role.n ? partner->role : text_of(lang, T_partners_person_unnamed);
}

enum rc partner_list(struct db *db, struct arena *arena, int64_t organisation,
                     struct partner_list *list) {
    return DB_ALL(db, arena, &list_own, &list->rows, DB_INT(organisation), DB_INT(PARTNERS_MAX));
}

enum rc partner_list_below(struct db *db, struct arena *arena, int64_t parent,
                           struct partner_list *list) {
    return DB_ALL(db, arena, &list_below, &list->rows, DB_INT(parent), DB_INT(PARTNERS_ALL_MAX));
}

enum rc partner_find(struct db *db, struct arena *arena, int64_t organisation, uint64_t public_id,
                     struct partner *partner) {
    return DB_ONE(db, arena, &find_one, partner, DB_INT(organisation), DB_ID(public_id));
}

/* Who has not consented leaves no name behind. */
static void keep_private(struct arena *arena, struct partner *partner) {
    if (partner->kind == PARTNER_PERSON && !partner->has_consent) partner->name = STR("");
    partner->folded = text_fold(arena, partner->name);
}

static enum rc add_change(struct db *db, const struct partner *partner, int64_t now) {
    return DB_RUN(db, &insert_change, DB_INT(partner->id), DB_INT(now), DB_INT(partner->layer),
                  DB_INT(partner->status));
}

enum rc partner_add(struct db *db, struct arena *arena, struct partner *partner, int64_t now) {
    partner->public_id = id_random();
    keep_private(arena, partner);
    TRY(DB_ONE(db, arena, &insert_one, &partner->id, DB_ID(partner->public_id),
               DB_INT(partner->organisation), DB_INT(partner->sector), DB_INT(partner->kind),
               DB_STR(partner->name), DB_STR(partner->folded), DB_STR(partner->role),
               DB_INT(partner->has_consent), DB_INT(partner->layer), DB_INT(partner->status),
               DB_STR(partner->what), DB_STR(partner->contact), DB_INT(partner->last_contact_at),
               DB_INT(partner->is_shared), DB_INT(now)));
    return add_change(db, partner, now);
}

enum rc partner_update(struct db *db, struct arena *arena, const struct partner *before,
                       struct partner *partner, int64_t now) {
    int64_t changed = 0;
    keep_private(arena, partner);
    TRY(DB_CHANGED(db, &update_one, &changed, DB_INT(before->id), DB_INT(partner->version),
                   DB_INT(partner->sector), DB_INT(partner->kind), DB_STR(partner->name),
                   DB_STR(partner->folded), DB_STR(partner->role), DB_INT(partner->has_consent),
                   DB_INT(partner->layer), DB_INT(partner->status), DB_STR(partner->what),
                   DB_STR(partner->contact), DB_INT(partner->last_contact_at),
                   DB_INT(partner->is_shared)));
    if (!changed) return RC_ABSENT;
    if (partner->layer == before->layer && partner->status == before->status) return RC_OK;
    return add_change(db, partner, now);
}

enum rc partner_remove(struct db *db, const struct partner *partner) {
    TRY(DB_RUN(db, &stand_alone, DB_INT(partner->id)));
    TRY(DB_RUN(db, &delete_changes, DB_INT(partner->id)));
    return DB_RUN(db, &delete_one, DB_INT(partner->id));
}

enum rc partner_ask_removal(struct db *db, const struct partner *partner, int64_t at) {
    TRY(DB_RUN(db, &ask_removal, DB_INT(partner->id), DB_INT(at)));
    if (!partner->same_as) return RC_OK;
    return DB_RUN(db, &ask_removal, DB_INT(partner->same_as), DB_INT(at));
}

enum rc partner_merge(struct db *db, const struct partner *into, const struct partner *partner) {
    int64_t target = into->same_as ? into->same_as : into->id;
    if (partner->id == target || partner->same_as == target) return RC_OK;
    TRY(DB_RUN(db, &move_same, DB_INT(partner->id), DB_INT(target)));
    return DB_RUN(db, &set_same, DB_INT(partner->id), DB_INT(target));
}

enum rc partner_part(struct db *db, const struct partner *partner) {
    TRY(DB_RUN(db, &stand_alone, DB_INT(partner->id)));
    return DB_RUN(db, &set_same, DB_INT(partner->id), DB_NULL);
}

enum rc partner_changes(struct db *db, struct arena *arena, int64_t organisation,
                        struct partner_changes *changes) {
    return DB_ALL(db, arena, &list_changes, &changes->rows, DB_INT(organisation));
}

enum rc partner_count(struct db *db, struct arena *arena, int64_t organisation,
                      struct partner_counts *counts) {
    return DB_ALL(db, arena, &count_layers, &counts->rows, DB_INT(organisation));
}

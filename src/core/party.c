/* The store of parties: who carries an initiative together, and who coordinates. */
#include "core/party.h"

#include "core/log.h"
#include "core/organisation.h"

#include <assert.h>

static const struct db_column party_columns[] = {
    DB_COL(struct party, id),           DB_COL(struct party, public_id),
    DB_COL(struct party, initiative),   DB_COL(struct party, person),
    DB_COL(struct party, organisation), DB_COL(struct party, invitation),
    DB_COL(struct party, sector),       DB_COL(struct party, role),
    DB_COL(struct party, kind),         DB_COL(struct party, joined_at),
    DB_COL(struct party, name),         DB_COL(struct party, owner_public_id),
};
#define PARTY_ROW DB_ROW(struct party, party_columns)
#define PARTY_SELECT                                                                               \
    "SELECT p.id, p.public_id, p.initiative_id AS initiative, p.person_id AS person, "             \
    "p.organisation_id AS organisation, p.invitation_id AS invitation, p.sector, p.role, "         \
    "coalesce(o.kind, 0) AS kind, "                                                                \
    "p.joined_at, coalesce(h.name, o.name, v.name) AS name, "                                      \
    "coalesce(h.public_id, o.public_id) AS owner_public_id FROM initiative_party p "               \
    "LEFT JOIN person h ON h.id = p.person_id "                                                    \
    "LEFT JOIN organisation o ON o.id = p.organisation_id "                                        \
    "LEFT JOIN invitation v ON v.id = p.invitation_id "

static const struct db_query list_parties = {
    "party.list",
    PARTY_SELECT "WHERE p.initiative_id = $1 ORDER BY p.role DESC, p.joined_at, p.id LIMIT $2",
    "ii", PARTY_ROW};
static const struct db_query count_parties = {
    "party.count", "SELECT count(*) FROM initiative_party WHERE initiative_id = $1", "i",
    DB_ROW_I64};
static const struct db_query count_coordinators = {
    "party.count_coordinators",
    "SELECT count(*) FROM initiative_party WHERE initiative_id = $1 AND role = 1", "i", DB_ROW_I64};
static const struct db_query find_party = {
    "party.find", PARTY_SELECT "WHERE p.public_id = $1 AND p.initiative_id = $2", "ii", PARTY_ROW};
static const struct db_query find_own = {
    "party.find_own",
    PARTY_SELECT "WHERE p.initiative_id = $1 AND (p.person_id = $2 OR p.organisation_id = $3) "
                 "ORDER BY CASE WHEN p.organisation_id IS NULL THEN 1 ELSE 0 END LIMIT 1",
    "iii", PARTY_ROW};
static const struct db_query insert_party = {
    "party.insert",
    "INSERT INTO initiative_party (public_id, initiative_id, person_id, organisation_id, "
    "invitation_id, sector, role, joined_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT DO NOTHING RETURNING id",
    "iiiiiiii", DB_ROW_I64, .writes = true};
static const struct db_query delete_party = {
    "party.delete", "DELETE FROM initiative_party WHERE id = $1", "i", .writes = true};
static const struct db_query revoke_guest = {
    "party.revoke_guest", "UPDATE invitation SET revoked_at = $2 WHERE id = $1 AND revoked_at = 0",
    "ii", .writes = true};
static const struct db_query update_role = {"party.update_role",
                                            "UPDATE initiative_party SET role = $2 WHERE id = $1",
                                            "ii", .writes = true};

/* ---- erasing a person ---- */

static const struct db_query list_of_person = {
    "party.list_of_person", PARTY_SELECT "WHERE p.person_id = $1 ORDER BY p.id", "i", PARTY_ROW};
static const struct db_query promote_eldest = {
    "party.promote_eldest",
    "UPDATE initiative_party SET role = 1 WHERE id = (SELECT p.id FROM initiative_party p "
    "WHERE p.initiative_id = $1 AND p.invitation_id IS NULL ORDER BY p.joined_at, p.id LIMIT 1) "
    "AND NOT EXISTS (SELECT 1 FROM initiative_party c WHERE c.initiative_id = $1 AND c.role = 1)",
    "i", .writes = true};
static const struct db_query forget_contact = {
    "party.forget_contact",
    "UPDATE initiative SET contact_name = '', contact_phone = '', contact_by = NULL, "
    "version = version + 1 WHERE contact_by = $1",
    "i", .writes = true};
/* Somebody else may have typed her in: her telephone number tells. */
static const struct db_query forget_phone = {
    "party.forget_phone",
    "UPDATE initiative SET contact_name = '', contact_phone = '', contact_by = NULL, "
    "version = version + 1 WHERE contact_phone <> '' "
    "AND contact_phone IN (SELECT h.phone FROM person h WHERE h.id = $1 "
    "UNION ALL SELECT replace(q.phone, ' ', '') FROM person q WHERE q.id = $1)",
    "i", .writes = true};

static const struct db_query *const party_statements[] = {
    &list_parties,   &count_parties, &count_coordinators, &find_party,     &find_own,
    &insert_party,   &delete_party,  &update_role,        &list_of_person, &promote_eldest,
    &forget_contact, &forget_phone,  &revoke_guest};
const struct db_queries party_queries = DB_QUERIES("party", party_statements);

enum text_id party_label(const struct party *party) {
    return party->organisation ? kind_labels[party->kind] : sector_labels[party->sector];
}

enum rc party_read(struct db *db, struct arena *arena, int64_t initiative, int n,
                   struct party_list *list) {
    return DB_ALL(db, arena, &list_parties, &list->rows, DB_INT(initiative), DB_INT(n));
}

enum rc party_count(struct db *db, struct arena *arena, int64_t initiative, int64_t *count) {
    return DB_ONE(db, arena, &count_parties, count, DB_INT(initiative));
}

enum rc party_by_public_id(struct db *db, struct arena *arena, int64_t initiative,
                           uint64_t public_id, struct party *party) {
    return DB_ONE(db, arena, &find_party, party, DB_ID(public_id), DB_INT(initiative));
}

enum rc party_of_asker(const struct request *request, int64_t initiative, struct party *party) {
    if (!request->asker.id) return RC_ABSENT;
    return DB_ONE(request->db, request->arena, &find_own, party, DB_INT(initiative),
                  DB_INT(request->asker.id), DB_INT(request->asker.acting));
}

enum rc party_add(struct db *db, struct arena *arena, struct party *party) {
    assert(party->public_id && party->joined_at);
    assert(!!party->person + !!party->organisation + !!party->invitation == 1);
    enum rc rc = DB_ONE(db, arena, &insert_party, &party->id, DB_ID(party->public_id),
                        DB_INT(party->initiative), DB_REF(party->person),
                        DB_REF(party->organisation), DB_REF(party->invitation),
                        DB_INT(party->sector), DB_INT(party->role), DB_INT(party->joined_at));
    return rc == RC_ABSENT ? RC_CONFLICT : rc;
}

struct ref party_ref(const struct party *party) {
    if (party->person) return REF_PERSON(party->person);
    if (party->organisation) return REF_ORGANISATION(party->organisation);
    return (struct ref){OBJECT_NONE, 0};
}

static bool is_asker(const struct request *request, const struct party *party) {
    const struct asker *asker = &request->asker;
    return (party->person && party->person == asker->id) ||
           (party->organisation && party->organisation == asker->acting);
}

/* RC_DENIED when the initiative would be without a coordinator. */
static enum rc keeps_coordinator(const struct request *request, const struct party *party) {
    if (party->role != PARTY_COORDINATOR) return RC_OK;
    int64_t coordinators = 0;
    TRY(DB_ONE(request->db, request->arena, &count_coordinators, &coordinators,
               DB_INT(party->initiative)));
    return coordinators > 1 ? RC_OK : RC_DENIED;
}

enum rc party_leave(const struct request *request, const struct party *party) {
    TRY(keeps_coordinator(request, party));
    TRY(DB_RUN(request->db, &delete_party, DB_INT(party->id)));
    if (party->invitation) /* or the link would let a removed guest back in */
        TRY(DB_RUN(request->db, &revoke_guest, DB_INT(party->invitation), DB_INT(request->now)));
    return log_add_asked(request, REF_INITIATIVE(party->initiative),
                         is_asker(request, party) ? LOG_PARTY_LEFT : LOG_PARTY_REMOVED,
                         party_ref(party));
}

enum rc party_set_role(const struct request *request, const struct party *party,
                       enum party_role role) {
    if (party->role == (int)role) return RC_OK;
    if (role == PARTY_COORDINATOR && party->invitation) return RC_DENIED;
    if (role == PARTY_MEMBER) TRY(keeps_coordinator(request, party));
    TRY(DB_RUN(request->db, &update_role, DB_INT(party->id), DB_INT(role)));
    return log_add_asked(request, REF_INITIATIVE(party->initiative),
                         role == PARTY_COORDINATOR ? LOG_COORDINATOR_NAMED : LOG_COORDINATOR_ENDED,
                         party_ref(party));
}

enum rc party_erase_person(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    TRY(DB_RUN(db, &forget_contact, DB_INT(person)));
    TRY(DB_RUN(db, &forget_phone, DB_INT(person)));
    struct party_list list = {0};
    TRY(DB_ALL(db, arena, &list_of_person, &list.rows, DB_INT(person)));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct party *party = &list.rows.v[i];
        TRY(DB_RUN(db, &delete_party, DB_INT(party->id)));
        TRY(DB_RUN(db, &promote_eldest, DB_INT(party->initiative)));
        const struct log_entry entry = {.at = now,
                                        .actor = person,
                                        .verb = LOG_PARTY_LEFT,
                                        .place = REF_INITIATIVE(party->initiative),
                                        .target = REF_PERSON(person)};
        TRY(log_add(db, &entry));
    }
    return RC_OK;
}

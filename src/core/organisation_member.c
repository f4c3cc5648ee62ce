/* Who belongs to which organisation. A membership is never deleted: it ends. See organisation.h. */
#include "core/contact.h"
#include "core/organisation.h"
#include "core/own_data.h"
#include "platform/secret.h"

const char *const member_choices[MEMBER__N + 1] = {"member", "contact", "manager"};
const enum text_id member_labels[MEMBER__N] = {T_member_plain, T_member_contact, T_member_manager};

#define MEMBERSHIP_SELECT                                                                          \
    "SELECT m.id, m.public_id, m.organisation, m.person, m.role, m.title, m.may_act, m.from_at, "  \
    "m.to_at, p.name, p.public_id, o.name, o.public_id FROM membership m "                         \
    "JOIN person p ON p.id = m.person JOIN organisation o ON o.id = m.organisation "

static const struct db_column membership_columns[] = {
    DB_COL(struct membership, id),
    DB_COL(struct membership, public_id),
    DB_COL(struct membership, organisation),
    DB_COL(struct membership, person),
    DB_COL(struct membership, role),
    DB_COL(struct membership, title),
    DB_COL(struct membership, may_act),
    DB_COL(struct membership, from_at),
    DB_COL(struct membership, to_at),
    DB_COL(struct membership, name),
    DB_COL(struct membership, person_public_id),
    DB_COL(struct membership, organisation_name),
    DB_COL(struct membership, organisation_public_id),
};
static const struct db_query list_current = {"membership.list_current",
                                             MEMBERSHIP_SELECT
                                             "WHERE m.organisation = $1 AND m.to_at IS NULL "
                                             "ORDER BY m.role DESC, p.name, m.id LIMIT 2000",
                                             "i", DB_ROW(struct membership, membership_columns)};
static const struct db_query list_of_person = {
    "membership.list_of_person",
    MEMBERSHIP_SELECT "WHERE m.person = $1 "
                      "ORDER BY CASE WHEN m.to_at IS NULL THEN 0 ELSE 1 END, o.name, m.id "
                      "LIMIT 2000",
    "i", DB_ROW(struct membership, membership_columns)};
static const struct db_query by_public_id = {
    "membership.by_public_id",
    MEMBERSHIP_SELECT "WHERE m.public_id = $2 AND m.organisation = $1 AND m.to_at IS NULL", "ii",
    DB_ROW(struct membership, membership_columns)};

enum rc membership_list_read(struct db *db, struct arena *arena, int64_t organisation,
                             struct membership_list *list) {
    return DB_ALL(db, arena, &list_current, &list->rows, DB_INT(organisation));
}

enum rc membership_of_person(struct db *db, struct arena *arena, int64_t person,
                             struct membership_list *list) {
    return DB_ALL(db, arena, &list_of_person, &list->rows, DB_INT(person));
}

enum rc membership_find(struct db *db, struct arena *arena, int64_t organisation,
                        uint64_t public_id, struct membership *membership) {
    return DB_ONE(db, arena, &by_public_id, membership, DB_INT(organisation), DB_ID(public_id));
}

/* ---- writing ---- */

static const struct db_query insert_membership = {
    "membership.insert",
    "INSERT INTO membership (public_id, organisation, person, role, title, may_act, from_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) "
    "ON CONFLICT (organisation, person) WHERE to_at IS NULL DO NOTHING RETURNING id",
    "iiiitii", DB_ROW_I64, .writes = true};

enum rc membership_add(struct db *db, struct arena *arena, struct membership *membership) {
    membership->public_id = id_random();
    return DB_ONE(db, arena, &insert_membership, &membership->id, DB_ID(membership->public_id),
                  DB_INT(membership->organisation), DB_INT(membership->person),
                  DB_INT(membership->role), DB_STR(membership->title), DB_INT(membership->may_act),
                  DB_INT(membership->from_at));
}

static const struct db_query other_manager = {
    "membership.other_manager",
    "SELECT m.id FROM membership m WHERE m.organisation = $1 AND m.to_at IS NULL "
    "AND m.role = 2 AND m.id <> $2 LIMIT 1",
    "ii", DB_ROW_I64};
_Static_assert(MEMBER_MANAGER == 2, "the query names the number");

/* RC_CONFLICT when nobody else manages the organisation. */
static enum rc needs_other_manager(struct db *db, struct arena *arena,
                                   const struct membership *membership) {
    int64_t other;
    enum rc rc = DB_ONE(db, arena, &other_manager, &other, DB_INT(membership->organisation),
                        DB_INT(membership->id));
    return rc == RC_ABSENT ? RC_CONFLICT : rc;
}

static const struct db_query role_of = {
    "membership.role", "SELECT role FROM membership WHERE id = $1 AND to_at IS NULL", "i",
    DB_ROW_I64};
static const struct db_query update_membership = {
    "membership.update",
    "UPDATE membership SET role = $2, title = $3, may_act = $4 WHERE id = $1 AND to_at IS NULL",
    "iiti", .writes = true};

enum rc membership_update(struct db *db, struct arena *arena, const struct membership *membership) {
    int64_t role;
    TRY(DB_ONE(db, arena, &role_of, &role, DB_INT(membership->id)));
    if (role == MEMBER_MANAGER && membership->role != MEMBER_MANAGER)
        TRY(needs_other_manager(db, arena, membership));
    return DB_RUN(db, &update_membership, DB_INT(membership->id), DB_INT(membership->role),
                  DB_STR(membership->title), DB_INT(membership->may_act));
}

static const struct db_query end_membership = {
    "membership.end", "UPDATE membership SET to_at = $2 WHERE id = $1 AND to_at IS NULL", "ii",
    .writes = true};

enum rc membership_end(struct db *db, struct arena *arena, const struct membership *membership,
                       int64_t now) {
    int64_t role;
    TRY(DB_ONE(db, arena, &role_of, &role, DB_INT(membership->id)));
    if (role == MEMBER_MANAGER) TRY(needs_other_manager(db, arena, membership));
    TRY(contact_left(db, membership->organisation, membership->person, now));
    return DB_RUN(db, &end_membership, DB_INT(membership->id), DB_INT(now));
}

/* ---- own data ---- */

static enum rc write_memberships(struct own_data_out *out, struct db *db, int64_t person) {
    struct membership_list list;
    TRY(membership_of_person(db, own_data_arena(out), person, &list));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct membership *membership = &list.rows.v[i];
        own_data_row(out);
        own_data_str(out, "organisation", T_own_organisation, membership->organisation_name);
        own_data_word(out, "role", T_field_role, member_choices[membership->role],
                      member_labels[membership->role]);
        own_data_str(out, "title", T_field_title, membership->title);
        own_data_flag(out, "may_act", T_field_may_act, membership->may_act);
        own_data_when(out, "from_at", T_own_from, membership->from_at);
        own_data_when(out, "to_at", T_own_to, membership->to_at);
    }
    return RC_OK;
}

static const struct db_query erase_memberships_query = {
    "membership.erase",
    "UPDATE membership SET title = '', may_act = 0, to_at = COALESCE(to_at, $2) WHERE person = $1",
    "ii", .writes = true};

/* She was named as the person to call; another of that name has another telephone. */
static const struct db_query erase_contact = {
    "membership.erase_contact",
    "UPDATE organisation SET contact_name = '', contact_phone = '', version = version + 1 "
    "WHERE id IN (SELECT m.organisation FROM membership m WHERE m.person = $1) "
    "AND EXISTS (SELECT 1 FROM person p WHERE p.id = $1 AND p.name = contact_name "
    "AND (p.phone = '' OR contact_phone = '' "
    "OR replace(p.phone, ' ', '') = replace(contact_phone, ' ', '')))",
    "i", .writes = true};
static const struct db_query erase_phone = {
    "membership.erase_phone",
    "UPDATE organisation SET contact_name = '', contact_phone = '', version = version + 1 "
    "WHERE contact_phone <> '' AND contact_phone IN (SELECT p.phone FROM person p WHERE p.id = $1 "
    "UNION ALL SELECT replace(q.phone, ' ', '') FROM person q WHERE q.id = $1)",
    "i", .writes = true};

static enum rc erase_memberships(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    TRY(DB_RUN(db, &erase_contact, DB_INT(person)));
    TRY(DB_RUN(db, &erase_phone, DB_INT(person)));
    return DB_RUN(db, &erase_memberships_query, DB_INT(person), DB_INT(now));
}

const struct own_data membership_own_data = {"memberships", T_own_memberships, write_memberships,
                                             erase_memberships};

static const struct db_query *const all[] = {
    &list_current, &list_of_person,    &by_public_id,   &insert_membership,       &other_manager,
    &role_of,      &update_membership, &end_membership, &erase_memberships_query, &erase_contact,
    &erase_phone,
};
const struct db_queries membership_queries = DB_QUERIES("membership", all);

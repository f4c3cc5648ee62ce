/* Organisations: their rows, lists and rights. See organisation.h. */
#include "core/organisation.h"

#include "core/contact.h"
#include "core/own_data.h"
#include "platform/search.h"
#include "platform/secret.h"

const char *const kind_choices[KIND__N + 1] = {
    [KIND_MUNICIPALITY] = "municipality", [KIND_INSTITUTION] = "institution",
    [KIND_WORKPLACE] = "workplace",       [KIND_ASSOCIATION] = "association",
    [KIND_COMPANY] = "company",           [KIND_NETWORK] = "network",
    [KIND_COUNCIL] = "council",
};
const enum text_id kind_labels[KIND__N] = {
    [KIND_MUNICIPALITY] = T_kind_municipality, [KIND_INSTITUTION] = T_kind_institution,
    [KIND_WORKPLACE] = T_kind_workplace,       [KIND_ASSOCIATION] = T_kind_association,
    [KIND_COMPANY] = T_kind_company,           [KIND_NETWORK] = T_kind_network,
    [KIND_COUNCIL] = T_kind_council,
};

/* ---- who may make what, and where ---- */

#define BIT(kind) (1u << (kind))

static const struct {
    unsigned above;     /* kinds it may stand below */
    bool must_be_below; /* never alone */
    bool anyone;        /* anyone signed in may make one that stands alone */
    bool by_managers;   /* managers of the organisation above may make one */
} kind_rules[KIND__N] = {
    [KIND_MUNICIPALITY] = {0},
    [KIND_INSTITUTION] = {.above = BIT(KIND_MUNICIPALITY), .by_managers = true},
    [KIND_WORKPLACE] = {.above = BIT(KIND_MUNICIPALITY) | BIT(KIND_INSTITUTION),
                        .must_be_below = true,
                        .by_managers = true},
    [KIND_ASSOCIATION] = {.anyone = true},
    [KIND_COMPANY] = {.anyone = true},
    [KIND_NETWORK] = {.anyone = true},
    [KIND_COUNCIL] = {.above = BIT(KIND_MUNICIPALITY)},
};

bool organisation_fits(enum organisation_kind kind, enum organisation_kind parent) {
    return (kind_rules[kind].above & BIT(parent)) != 0;
}

bool organisation_may_create(const struct request *request, enum organisation_kind kind,
                             const struct organisation *parent) {
    if (!request->asker.id) return false;
    if (parent && !organisation_fits(kind, (enum organisation_kind)parent->kind)) return false;
    if (!parent && kind_rules[kind].must_be_below) return false;
    if (request->asker.is_administrator) return true;
    return parent ? kind_rules[kind].by_managers && parent->asker_manages : kind_rules[kind].anyone;
}

/* ---- one organisation ---- */

#define MANAGER_ROLE "2" /* MEMBER_MANAGER */
_Static_assert(MEMBER_MANAGER == 2, "the queries name the number");

#define ORGANISATION_SELECT                                                                        \
    "SELECT o.id, o.public_id, o.kind, o.name, o.parent, o.cvr, o.about, o.lang, o.contact_name, " \
    "o.contact_phone, o.version, o.created_by, o.created_at, u.name, u.public_id, "                \
    "COALESCE(mine.role, -1), "                                                                    \
    "CASE WHEN EXISTS (SELECT 1 FROM membership m WHERE m.person = $2 AND m.to_at IS NULL "        \
    "AND m.role = " MANAGER_ROLE " AND m.organisation IN (o.id, o.parent, u.parent)) "             \
    "THEN 1 ELSE 0 END "                                                                           \
    "FROM organisation o LEFT JOIN organisation u ON u.id = o.parent "                             \
    "LEFT JOIN membership mine ON mine.organisation = o.id AND mine.person = $2 "                  \
    "AND mine.to_at IS NULL "

static const struct db_column organisation_columns[] = {
    DB_COL(struct organisation, id),
    DB_COL(struct organisation, public_id),
    DB_COL(struct organisation, kind),
    DB_COL(struct organisation, name),
    DB_COL(struct organisation, parent),
    DB_COL(struct organisation, cvr),
    DB_COL(struct organisation, about),
    DB_COL(struct organisation, lang),
    DB_COL(struct organisation, contact_name),
    DB_COL(struct organisation, contact_phone),
    DB_COL(struct organisation, version),
    DB_COL(struct organisation, created_by),
    DB_COL(struct organisation, created_at),
    DB_COL(struct organisation, parent_name),
    DB_COL(struct organisation, parent_public_id),
    DB_COL(struct organisation, asker_member),
    DB_COL(struct organisation, asker_manages),
};
static const struct db_query by_id = {"organisation.by_id", ORGANISATION_SELECT "WHERE o.id = $1",
                                      "ii", DB_ROW(struct organisation, organisation_columns)};
static const struct db_query by_public_id = {"organisation.by_public_id",
                                             ORGANISATION_SELECT "WHERE o.public_id = $1", "ii",
                                             DB_ROW(struct organisation, organisation_columns)};

enum rc organisation_by_id(struct db *db, struct arena *arena, int64_t id, int64_t asker,
                           struct organisation *organisation) {
    return DB_ONE(db, arena, &by_id, organisation, DB_INT(id), DB_INT(asker));
}

enum rc organisation_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                                  int64_t asker, struct organisation *organisation) {
    return DB_ONE(db, arena, &by_public_id, organisation, DB_ID(public_id), DB_INT(asker));
}

static enum role role_in(const struct request *request, const struct organisation *organisation) {
    if (!request->asker.id) return ROLE_VISITOR;
    if (request->asker.is_administrator) return ROLE_ADMINISTRATOR;
    if (organisation->asker_manages) return ROLE_COORDINATOR;
    if (organisation->asker_is_contact || organisation->asker_member == MEMBER_CONTACT)
        return ROLE_CONTACT;
    return organisation->asker_member >= 0 ? ROLE_PARTY : ROLE_PERSON;
}

enum rc organisation_load_object(struct request *request, struct object *object) {
    struct organisation *organisation = arena_new(request->arena, struct organisation);
    if (!organisation) return RC_LIMIT;
    TRY(organisation_by_public_id(request->db, request->arena, object->public_id, request->asker.id,
                                  organisation));
    if (organisation->asker_member >= 0) {
        const struct contact asked = {.organisation = organisation->id,
                                      .person = request->asker.id};
        TRY(contact_covers(request->db, request->arena, &asked, request->now,
                           &organisation->asker_is_contact));
    }
    object->id = organisation->id;
    object->row = organisation;
    object->state = STATE_PUBLIC;
    object->role = (int)role_in(request, organisation);
    return RC_OK;
}

struct url organisation_url(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return url_format(arena, "/o/%s", str_from(text));
}

/* ---- writing ---- */

static enum rc index_organisation(struct db *db, struct arena *arena,
                                  const struct organisation *organisation) {
    struct search_entry entry = {.kind = OBJECT_ORGANISATION,
                                 .object = organisation->id,
                                 .tags = search_tag(arena, "kind", organisation->kind)};
    (void)lang_from(organisation->lang, &entry.lang);
    entry.text =
        str_format(arena, "%.*s\n%.*s", STR_ARG(organisation->name), STR_ARG(organisation->about));
    return search_index(db, arena, &entry);
}

static const struct db_query insert_organisation = {
    "organisation.insert",
    "INSERT INTO organisation (public_id, kind, name, parent, cvr, about, lang, contact_name, "
    "contact_phone, created_by, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
    "iititttttii", DB_ROW_I64, .writes = true};

enum rc organisation_create(struct db *db, struct arena *arena, struct organisation *organisation,
                            int64_t by) {
    organisation->public_id = id_random();
    organisation->version = 1;
    organisation->created_by = by;
    TRY(DB_ONE(db, arena, &insert_organisation, &organisation->id, DB_ID(organisation->public_id),
               DB_INT(organisation->kind), DB_STR(organisation->name), DB_REF(organisation->parent),
               DB_STR(organisation->cvr), DB_STR(organisation->about), DB_STR(organisation->lang),
               DB_STR(organisation->contact_name), DB_STR(organisation->contact_phone), DB_REF(by),
               DB_INT(organisation->created_at)));
    TRY(index_organisation(db, arena, organisation));
    if (!by) return RC_OK;
    return membership_add(db, arena,
                          &(struct membership){.organisation = organisation->id,
                                               .person = by,
                                               .role = MEMBER_MANAGER,
                                               .may_act = true,
                                               .from_at = organisation->created_at});
}

static const struct db_query update_organisation = {
    "organisation.update",
    "UPDATE organisation SET name = $3, cvr = $4, about = $5, lang = $6, contact_name = $7, "
    "contact_phone = $8, version = version + 1 WHERE id = $1 AND version = $2 RETURNING id",
    "iitttttt", DB_ROW_I64, .writes = true};

enum rc organisation_update(struct db *db, struct arena *arena,
                            const struct organisation *organisation) {
    int64_t id;
    TRY(DB_ONE(db, arena, &update_organisation, &id, DB_INT(organisation->id),
               DB_INT(organisation->version), DB_STR(organisation->name), DB_STR(organisation->cvr),
               DB_STR(organisation->about), DB_STR(organisation->lang),
               DB_STR(organisation->contact_name), DB_STR(organisation->contact_phone)));
    return index_organisation(db, arena, organisation);
}

/* ---- lists ---- */

#define LINE_SELECT                                                                                \
    "SELECT o.id, o.public_id, o.kind, o.name, o.lang, u.name FROM organisation o "                \
    "LEFT JOIN organisation u ON u.id = o.parent "

static const struct db_column line_columns[] = {
    DB_COL(struct organisation_line, id),   DB_COL(struct organisation_line, public_id),
    DB_COL(struct organisation_line, kind), DB_COL(struct organisation_line, name),
    DB_COL(struct organisation_line, lang), DB_COL(struct organisation_line, parent_name),
};
static const struct db_query list_older = {
    "organisation.list_older", LINE_SELECT "WHERE o.id < $1 ORDER BY o.id DESC LIMIT $2", "ii",
    DB_ROW(struct organisation_line, line_columns)};
static const struct db_query list_newer = {"organisation.list_newer",
                                           LINE_SELECT "WHERE o.id > $1 ORDER BY o.id LIMIT $2",
                                           "ii", DB_ROW(struct organisation_line, line_columns)};
static const struct db_query kind_older = {
    "organisation.kind_older",
    LINE_SELECT "WHERE o.kind = $3 AND o.id < $1 ORDER BY o.id DESC LIMIT $2", "iii",
    DB_ROW(struct organisation_line, line_columns)};
static const struct db_query kind_newer = {
    "organisation.kind_newer", LINE_SELECT "WHERE o.kind = $3 AND o.id > $1 ORDER BY o.id LIMIT $2",
    "iii", DB_ROW(struct organisation_line, line_columns)};
static const struct db_query line_by_id = {"organisation.line_by_id", LINE_SELECT "WHERE o.id = $1",
                                           "i", DB_ROW(struct organisation_line, line_columns)};
static const struct db_query list_below = {
    "organisation.list_below", LINE_SELECT "WHERE o.parent = $1 ORDER BY o.name LIMIT $2", "ii",
    DB_ROW(struct organisation_line, line_columns)};
static const struct db_query list_mandates = {
    "organisation.list_mandates",
    "SELECT o.id, o.public_id, o.kind, o.name, o.lang, u.name FROM membership m "
    "JOIN organisation o ON o.id = m.organisation LEFT JOIN organisation u ON u.id = o.parent "
    "WHERE m.person = $1 AND m.to_at IS NULL AND m.may_act = 1 ORDER BY o.name LIMIT 200",
    "i", DB_ROW(struct organisation_line, line_columns)};

static enum rc find_lines(struct db *db, struct arena *arena,
                          const struct organisation_filter *filter, int n,
                          struct organisation_list *list) {
    const struct search_question question = {
        .kind = OBJECT_ORGANISATION,
        .words = filter->words,
        .tags = filter->kind < 0 ? (struct str){0} : search_tag(arena, "kind", filter->kind),
        .before = filter->before,
        .after = filter->after,
        .upwards = filter->after != 0,
        .limit = n};
    return SEARCH_LINES(db, arena, &question, &line_by_id, &list->rows);
}

enum rc organisation_list_read(struct db *db, struct arena *arena,
                               const struct organisation_filter *filter, int n,
                               struct organisation_list *list) {
    const int64_t before = filter->before ? filter->before : INT64_MAX;
    if (filter->words.n) return find_lines(db, arena, filter, n, list);
    if (filter->kind >= 0 && filter->after)
        return DB_ALL(db, arena, &kind_newer, &list->rows, DB_INT(filter->after), DB_INT(n),
                      DB_INT(filter->kind));
    if (filter->kind >= 0)
        return DB_ALL(db, arena, &kind_older, &list->rows, DB_INT(before), DB_INT(n),
                      DB_INT(filter->kind));
    if (filter->after)
        return DB_ALL(db, arena, &list_newer, &list->rows, DB_INT(filter->after), DB_INT(n));
    return DB_ALL(db, arena, &list_older, &list->rows, DB_INT(before), DB_INT(n));
}

enum rc organisation_below(struct db *db, struct arena *arena, int64_t parent, int n,
                           struct organisation_list *list) {
    return DB_ALL(db, arena, &list_below, &list->rows, DB_INT(parent), DB_INT(n));
}

enum rc organisation_mandates(struct db *db, struct arena *arena, int64_t person,
                              struct organisation_list *list) {
    return DB_ALL(db, arena, &list_mandates, &list->rows, DB_INT(person));
}

/* ---- own data ---- */

static const struct db_query list_made = {
    "organisation.list_made", LINE_SELECT "WHERE o.created_by = $1 ORDER BY o.id LIMIT 2000", "i",
    DB_ROW(struct organisation_line, line_columns)};

static enum rc write_made(struct own_data_out *out, struct db *db, int64_t person) {
    struct organisation_list list;
    TRY(DB_ALL(db, own_data_arena(out), &list_made, &list.rows, DB_INT(person)));
    for (size_t i = 0; i < list.rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "name", T_field_organisation_name, list.rows.v[i].name);
        own_data_word(out, "kind", T_field_kind, kind_choices[list.rows.v[i].kind],
                      kind_labels[list.rows.v[i].kind]);
    }
    return RC_OK;
}

const struct own_data organisation_own_data = {"organisations_made", T_own_organisations_made,
                                               write_made, NULL};

static const struct db_query *const all[] = {
    &by_id,      &by_public_id, &insert_organisation, &update_organisation,
    &list_older, &list_newer,   &kind_older,          &kind_newer,
    &line_by_id, &list_below,   &list_mandates,       &list_made,
};
const struct db_queries organisation_queries = DB_QUERIES("organisation", all);

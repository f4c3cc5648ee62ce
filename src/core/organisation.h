/*
 * Organisations: municipalities with their institutions and workplaces, associations, companies,
 * networks and councils. Several people belong to each, and those with a mandate may act visibly in
 * its name. Nobody shares a password.
 */
#ifndef CORE_ORGANISATION_H
#define CORE_ORGANISATION_H

#include "core/rights.h"
#include "platform/db.h"

/* Stored as these numbers: add at the end, never renumber. */
enum organisation_kind {
    KIND_MUNICIPALITY,
    KIND_INSTITUTION,
    KIND_WORKPLACE,
    KIND_ASSOCIATION,
    KIND_COMPANY,
    KIND_NETWORK,
    KIND_COUNCIL,
    KIND__N
};
extern const char *const kind_choices[KIND__N + 1];
extern const enum text_id kind_labels[KIND__N];

/* Stored as these numbers, the stronger the higher. A contact may hold meetings without being the
   contact person, who has a term (core/contact.h) and the same rights while it lasts. */
enum member_role { MEMBER_PLAIN, MEMBER_CONTACT, MEMBER_MANAGER, MEMBER__N };
extern const char *const member_choices[MEMBER__N + 1];
extern const enum text_id member_labels[MEMBER__N];

enum { ORGANISATION_NAME_MAX = 120, ORGANISATION_ABOUT_MAX = 4000, MEMBER_TITLE_MAX = 80 };

struct organisation {
    int64_t id;
    uint64_t public_id;
    int kind; /* enum organisation_kind */
    struct str name;
    int64_t parent; /* 0: stands alone */
    struct str cvr, about, lang, contact_name, contact_phone;
    int64_t version;
    int64_t created_by; /* person.id or 0 */
    int64_t created_at;
    /* Looked up together with it: */
    struct str parent_name;
    uint64_t parent_public_id;
    int asker_member;   /* enum member_role of the asker herself, -1 when she is no member */
    bool asker_manages; /* she manages it or an organisation above it */
    bool
        asker_is_contact; /* contact person or deputy today; set by organisation_load_object only */
};

/* What the asker may create here: association, company and network by anyone signed in; a
   municipality, an institution or a council by administrators; an institution or workplace also by
   the managers of the organisation above it. parent is NULL when there is none. */
bool organisation_may_create(const struct request *request, enum organisation_kind kind,
                             const struct organisation *parent);
/* May something of this kind stand below that one? */
bool organisation_fits(enum organisation_kind kind, enum organisation_kind parent);

/* Inserts it with its texts and times, and makes by (0: nobody) its first manager. Sets id and a
   fresh public_id, and indexes it for search. */
enum rc organisation_create(struct db *db, struct arena *arena, struct organisation *organisation,
                            int64_t by) MUST_CHECK;
/* Writes name, cvr, about, lang and contact if version still is the one in the database; RC_ABSENT
   when somebody was faster. */
enum rc organisation_update(struct db *db, struct arena *arena,
                            const struct organisation *organisation) MUST_CHECK;

/* As the asker (a person.id, 0: a visitor) sees it; RC_ABSENT when there is none. */
enum rc organisation_by_id(struct db *db, struct arena *arena, int64_t id, int64_t asker,
                           struct organisation *organisation) MUST_CHECK;
enum rc organisation_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                                  int64_t asker, struct organisation *organisation) MUST_CHECK;

/* For rights_load_object: row is const struct organisation *; managers (also of the organisations
   above it) are ROLE_COORDINATOR, whoever may hold meetings ROLE_CONTACT, other members ROLE_PARTY.
   Organisations are public. One query; for members one more, about the contact person. */
enum rc organisation_load_object(struct request *request, struct object *object) MUST_CHECK;

struct url organisation_url(struct arena *arena, uint64_t public_id);

/* ---- lists ---- */

struct organisation_line {
    int64_t id;
    uint64_t public_id;
    int kind;
    struct str name, lang, parent_name;
};
struct organisation_list {
    LIST(struct organisation_line) rows;
};
struct organisation_filter {
    int kind;         /* -1: any */
    struct str words; /* full-text search; empty: all */
    int64_t before;   /* keys below this, newest first; 0: from the newest */
    int64_t after;    /* not 0: keys above this, oldest first */
};
enum rc organisation_list_read(struct db *db, struct arena *arena,
                               const struct organisation_filter *filter, int n,
                               struct organisation_list *list) MUST_CHECK;
/* Those directly below it, by name. At most n. */
enum rc organisation_below(struct db *db, struct arena *arena, int64_t parent, int n,
                           struct organisation_list *list) MUST_CHECK;
/* Those in whose name the person may act now. */
enum rc organisation_mandates(struct db *db, struct arena *arena, int64_t person,
                              struct organisation_list *list) MUST_CHECK;

/* ---- members ---- */

struct membership {
    int64_t id;
    uint64_t public_id;
    int64_t organisation, person;
    int role; /* enum member_role */
    struct str title;
    bool may_act;
    int64_t from_at, to_at; /* to_at 0: still a member */
    struct str name;        /* of the person; empty when erased */
    uint64_t person_public_id;
    struct str organisation_name;
    uint64_t organisation_public_id;
};
struct membership_list {
    LIST(struct membership) rows;
};
/* Members now, managers first, then by name. */
enum rc membership_list_read(struct db *db, struct arena *arena, int64_t organisation,
                             struct membership_list *list) MUST_CHECK;
/* Every membership of a person, current ones first. */
enum rc membership_of_person(struct db *db, struct arena *arena, int64_t person,
                             struct membership_list *list) MUST_CHECK;
/* One current membership of the organisation. */
enum rc membership_find(struct db *db, struct arena *arena, int64_t organisation,
                        uint64_t public_id, struct membership *membership) MUST_CHECK;
/* RC_ABSENT, and nothing written, when she is a member already. Sets id and public_id. */
enum rc membership_add(struct db *db, struct arena *arena,
                       struct membership *membership) MUST_CHECK;
/* Writes role, title and may_act. RC_CONFLICT, and nothing written, when the organisation would be
   left without a manager. */
enum rc membership_update(struct db *db, struct arena *arena,
                          const struct membership *membership) MUST_CHECK;
/* Ends it from now on, and with it her term as contact person; RC_CONFLICT as above. */
enum rc membership_end(struct db *db, struct arena *arena, const struct membership *membership,
                       int64_t now) MUST_CHECK;

extern const struct db_queries organisation_queries, membership_queries;

#endif

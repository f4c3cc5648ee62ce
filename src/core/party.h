/*
 * Parties of an initiative: the people and organisations that carry it together. At least one of
 * them is coordinator (tovholder) at any time.
 */
#ifndef CORE_PARTY_H
#define CORE_PARTY_H

#include "core/initiative.h"

/* Stored as these numbers. */
enum party_role { PARTY_MEMBER, PARTY_COORDINATOR, PARTY_ROLE__N };

/* A party with the name it is shown by. Exactly one of person, organisation and invitation is set;
   invitation is somebody who said yes to an invitation and has no account. */
struct party {
    int64_t id;
    uint64_t public_id;
    int64_t initiative, person, organisation, invitation;
    int sector, role;
    int kind; /* enum organisation_kind, when it is one */
    int64_t joined_at;
    struct str name;          /* empty: a person who was erased */
    uint64_t owner_public_id; /* of the person or organisation, for links; 0 for invited guests */
};
struct party_list {
    LIST(struct party) rows;
};

/* What the party is here as: an organisation by its kind, a person by her sector. */
enum text_id party_label(const struct party *party);

/* Coordinators first, then in the order they joined; at most n. */
enum rc party_read(struct db *db, struct arena *arena, int64_t initiative, int n,
                   struct party_list *list) MUST_CHECK;
enum rc party_count(struct db *db, struct arena *arena, int64_t initiative,
                    int64_t *count) MUST_CHECK;
/* RC_ABSENT when it is no party of that initiative. */
enum rc party_by_public_id(struct db *db, struct arena *arena, int64_t initiative,
                           uint64_t public_id, struct party *party) MUST_CHECK;
/* The party that the asker herself is (or the organisation she acts as); RC_ABSENT if none. */
enum rc party_of_asker(const struct request *request, int64_t initiative,
                       struct party *party) MUST_CHECK;

/* Inserts; public_id and joined_at are set by the caller. RC_CONFLICT when it is a party already.
   No log entry: the caller knows whether it came by itself. */
enum rc party_add(struct db *db, struct arena *arena, struct party *party) MUST_CHECK;

/* For the log: the person or organisation; nothing for a guest. */
struct ref party_ref(const struct party *party);

/* The party leaves by itself, or is removed by a coordinator; logged. RC_DENIED for the only
   coordinator: she hands over first. */
enum rc party_leave(const struct request *request, const struct party *party) MUST_CHECK;

/* Makes a party coordinator or an ordinary party; logged. RC_DENIED for the only coordinator, and
   for a guest without an account becoming one. */
enum rc party_set_role(const struct request *request, const struct party *party,
                       enum party_role role) MUST_CHECK;

/* Before a person's account is erased: she leaves every initiative, and where she was the only
   coordinator the longest-standing other party with an account takes over. Her name and telephone
   number disappear where she was the contact. Call it while the name is still there. */
enum rc party_erase_person(struct db *db, struct arena *arena, int64_t person,
                           int64_t now) MUST_CHECK;

struct own_data;
extern const struct own_data party_own_data; /* party_data.c */
extern const struct db_queries party_queries, party_data_queries;

#endif

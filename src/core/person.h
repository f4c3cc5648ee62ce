/*
 * People with an account: who they are, and the rules for names, addresses and passwords. An
 * erased person stays as an empty row, so that counts and histories stay right.
 */
#ifndef CORE_PERSON_H
#define CORE_PERSON_H

#include "core/sector.h"
#include "kit/paging.h"
#include "kit/request.h"
#include "platform/db.h"

enum {
    PERSON_NAME_MAX = 100,
    PERSON_MAIL_MAX = 200,
    PERSON_PHONE_MAX = 30,
    PASSWORD_MIN = 8,
    PASSWORD_MAX = 200,
};

struct person {
    int64_t id;
    uint64_t public_id;
    struct str name; /* empty when erased: show with person_name */
    struct str mail; /* folded; empty when erased */
    struct str phone;
    struct str password_hash; /* empty: signs in by link only */
    struct str lang;          /* "da" or "en" */
    int sector;               /* enum sector */
    bool is_administrator;
    int64_t version;
    int64_t created_at;
    int64_t erased_at; /* 0 while she has an account */
};

/* RC_ABSENT when there is none. by_mail wants the address folded (FIELD_MAIL folds) and never finds
   an erased person; the other two do. */
enum rc person_by_id(struct db *db, struct arena *arena, int64_t id,
                     struct person *person) MUST_CHECK;
enum rc person_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                            struct person *person) MUST_CHECK;
enum rc person_by_mail(struct db *db, struct arena *arena, struct str mail,
                       struct person *person) MUST_CHECK;

/* Inserts name, mail, phone, password_hash, lang, sector, is_administrator and created_at; sets id
   and a fresh public_id. RC_ABSENT, and nothing written, when the address has an account. */
enum rc person_create(struct db *db, struct arena *arena, struct person *person) MUST_CHECK;

/* Writes name, phone, lang and sector if version still is the one in the database; RC_ABSENT when
   somebody was faster. */
enum rc person_update(struct db *db, struct arena *arena, const struct person *person) MUST_CHECK;
/* The new hash; ends all sessions but keep (0: all). */
enum rc person_set_password(struct db *db, int64_t id, struct str hash, int64_t keep) MUST_CHECK;
/* Ends all her sessions, since rights change with a new sign-in. RC_CONFLICT, and nothing written,
   when nobody would be left to run the site. */
enum rc person_set_administrator(struct db *db, struct arena *arena, int64_t id,
                                 bool is_administrator) MUST_CHECK;
/* True when she is the only administrator. */
enum rc person_is_last_administrator(struct db *db, struct arena *arena, int64_t id,
                                     bool *is_last) MUST_CHECK;

/* Empties the row, ends sessions, links and letters, takes her out of the search, and lets every
   store of own_data_stores do the same. RC_CONFLICT: she is the only administrator. */
enum rc person_erase(struct db *db, struct arena *arena, int64_t id, int64_t now) MUST_CHECK;

/* The name to show, "slettet bruger" for an erased person. */
struct str person_name(enum lang lang, struct str name);
struct url person_url(struct arena *arena, uint64_t public_id);

/* ---- the administrators' list ---- */

struct person_line {
    int64_t id;
    uint64_t public_id;
    struct str name, mail;
    int sector;
    bool is_administrator;
    int64_t created_at;
};
struct person_list {
    LIST(struct person_line) rows;
};
/* At most n people with a key below before (0: from the newest), newest first, or with a key above
   after (not 0), oldest first. Erased people are left out. */
enum rc person_list_read(struct db *db, struct arena *arena, int64_t before, int64_t after, int n,
                         struct person_list *list) MUST_CHECK;
/* A page, and one row more, of those whose name or address has all the words; backwards oldest
   first. */
enum rc person_search(struct db *db, struct arena *arena, struct str words,
                      const struct page_place *place, struct person_list *list) MUST_CHECK;

/* ---- rights ---- */

/* For rights_load_object: row is const struct person *; the person herself is ROLE_PARTY. Erased
   people and, for others than herself and administrators, everybody are RC_ABSENT. */
enum rc person_load_object(struct request *request, struct object *object) MUST_CHECK;

/* ---- passwords ---- */

/* 0 when the password will do, else the T_ text of what is wrong with it. No rules about its
   composition: only length, and not one of the most guessed, nor the name or address itself. */
enum text_id password_problem(struct str password, struct str mail);

extern const struct db_queries person_queries, person_erase_queries;

#endif

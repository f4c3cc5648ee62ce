/*
 * The living map of partners: what each workplace knows about those it works together with, or
 * could. For the pages of this folder.
 */
#ifndef FEATURE_PARTNERS_STORE_H
#define FEATURE_PARTNERS_STORE_H

#include "core/organisation.h"
#include "platform/db.h"
#include "platform/text.h"

/* Stored as these numbers: add at the end, never renumber. */
enum partner_sector {
    PARTNER_NEIGHBOURS,
    PARTNER_ASSOCIATIONS,
    PARTNER_INDIVIDUALS,
    PARTNER_INSTITUTIONS,
    PARTNER_CITIZENS,
    PARTNER_RELATIVES,
    PARTNER_FIRMS,
    PARTNER_SECTOR__N
};
enum partner_kind {
    PARTNER_PERSON,
    PARTNER_ASSOCIATION,
    PARTNER_COMPANY,
    PARTNER_INSTITUTION,
    PARTNER_INFORMAL,
    PARTNER_KIND__N
};
enum partner_layer { LAYER_HAVE, LAYER_COULD, PARTNER_LAYER__N };
enum partner_status { STATUS_ACTIVE, STATUS_DORMANT, STATUS_ENDED, PARTNER_STATUS__N };

extern const char *const partner_sector_choices[PARTNER_SECTOR__N + 1];
extern const enum text_id partner_sector_labels[PARTNER_SECTOR__N];
extern const enum text_id partner_sector_short[PARTNER_SECTOR__N]; /* for the wheel */
extern const char *const partner_kind_choices[PARTNER_KIND__N + 1];
extern const enum text_id partner_kind_labels[PARTNER_KIND__N];
extern const char *const partner_layer_choices[PARTNER_LAYER__N + 1];
extern const enum text_id partner_layer_labels[PARTNER_LAYER__N];
extern const char *const partner_status_choices[PARTNER_STATUS__N + 1];
extern const enum text_id partner_status_labels[PARTNER_STATUS__N];

enum {
    PARTNER_NAME_MAX = 280, /* as long as a note */
    PARTNER_TEXT_MAX = 200,
    PARTNERS_MAX = 1000, /* of a workplace, as pages show them */
    PARTNERS_ALL_MAX = 5000,
};

struct partner {
    int64_t id;
    uint64_t public_id;
    int64_t organisation;
    int sector, kind;
    struct str name, folded, role;
    bool has_consent;
    int layer, status;
    struct str what, contact;
    int64_t last_contact_at; /* 0: not said */
    bool is_shared;
    int64_t same_as; /* partner.id, or 0 */
    int64_t removal_asked_at;
    int64_t version, created_at;
    /* Looked up together with it: */
    struct str organisation_name;
    uint64_t organisation_public_id;
    int64_t others; /* other workplaces that are asking the same partner */
};
struct partner_list {
    LIST(struct partner) rows;
};

/* A private person without consent has no name, only a role. */
struct str partner_shown(enum lang lang, const struct partner *partner);

/* Of one workplace, by sector; those that ended come too. */
enum rc partner_list(struct db *db, struct arena *arena, int64_t organisation,
                     struct partner_list *list) MUST_CHECK;
/* Of all workplaces below that organisation, and its own, by folded name. */
enum rc partner_list_below(struct db *db, struct arena *arena, int64_t parent,
                           struct partner_list *list) MUST_CHECK;
enum rc partner_find(struct db *db, struct arena *arena, int64_t organisation, uint64_t public_id,
                     struct partner *partner) MUST_CHECK;
/* Sets id, public_id and folded, and keeps the first change. */
enum rc partner_add(struct db *db, struct arena *arena, struct partner *partner,
                    int64_t now) MUST_CHECK;
/* RC_ABSENT when somebody was faster. Keeps a change of layer or status. */
enum rc partner_update(struct db *db, struct arena *arena, const struct partner *before,
                       struct partner *partner, int64_t now) MUST_CHECK;
/* Forgets it with its history; rows that pointed at it stand alone again. */
enum rc partner_remove(struct db *db, const struct partner *partner) MUST_CHECK;
/* Also for the rows that are the same. */
enum rc partner_ask_removal(struct db *db, const struct partner *partner, int64_t at) MUST_CHECK;
/* One partner with two relations from now on; and what undoes it. RC_ABSENT: no such rows. */
enum rc partner_merge(struct db *db, const struct partner *into,
                      const struct partner *partner) MUST_CHECK;
enum rc partner_part(struct db *db, const struct partner *partner) MUST_CHECK;

struct partner_change {
    int64_t partner;
    int64_t at;
    int layer, status;
};
struct partner_changes {
    LIST(struct partner_change) rows; /* by partner, oldest first */
};
enum rc partner_changes(struct db *db, struct arena *arena, int64_t organisation,
                        struct partner_changes *changes) MUST_CHECK;

/* How many there are in each sector and layer, for a panel. */
struct partner_count {
    int layer;
    int64_t n;
};
struct partner_counts {
    LIST(struct partner_count) rows;
};
enum rc partner_count(struct db *db, struct arena *arena, int64_t organisation,
                      struct partner_counts *counts) MUST_CHECK;

extern const struct db_queries partner_queries;

#endif

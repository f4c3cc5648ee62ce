/* What the files of this folder share. */
#ifndef FEATURE_NETWORK_INNER_H
#define FEATURE_NETWORK_INNER_H

#include "core/contact.h"
#include "core/organisation.h"
#include "core/person.h"
#include "core/quote.h"
#include "feature/network/network.h"
#include "feature/network/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/limit.h"
#include "kit/paging.h"
#include "kit/site.h"
#include "platform/secret.h"

/* ---- who asks ---- */

/* What the asker is in the network, by her memberships and terms today; administrators moderate.
   Workplaces, institutions and municipalities are in it, and others that were taken in. */
struct network_asker {
    bool belongs;   /* member of an organisation in it: reads posts, signs up for visits */
    bool writes;    /* contact person, deputy or manager: posts and replies */
    bool manages;   /* manager of an organisation in it: downloads the directory */
    bool moderates; /* manager of a municipality: hides, takes associations in */
};
enum rc network_asker_read(const struct request *request, struct network_asker *asker) MUST_CHECK;

/* ---- the directory's rows ---- */

struct house {
    int64_t id;
    uint64_t public_id;
    int kind;
    struct str name, lang, parent;
    int64_t term; /* 0: vacant */
    struct str contact, deputy, phone, mail;
    int64_t from_at, vacant_at; /* vacant_at: the end of the last term, or when it was made */
};
struct house_list {
    LIST(struct house) rows;
};
enum { HOUSES_MAX = 1000 };
/* Every house with its contact person now, below a parent (0: all), by name. One query. */
enum rc house_list_read(const struct request *request, int64_t parent,
                        struct house_list *list) MUST_CHECK;

struct house_parent {
    int64_t id;
    uint64_t public_id;
    struct str name;
};
struct house_parents {
    LIST(struct house_parent) rows;
};
enum rc house_parents_read(const struct request *request, struct house_parents *parents) MUST_CHECK;

/* Who may be named at an organisation: members of it and of those above it, and contact persons of
   its neighbours. */
struct candidate {
    int64_t id;
    uint64_t public_id;
    struct str name;
};
struct candidates {
    LIST(struct candidate) rows;
};
enum rc candidates_read(const struct request *request, int64_t organisation,
                        struct candidates *list) MUST_CHECK;

enum rc network_member_set(const struct request *request, int64_t organisation,
                           bool is_member) MUST_CHECK;
enum rc network_member_is(const struct request *request, int64_t organisation,
                          bool *is_member) MUST_CHECK;

/* ---- shared ---- */

const struct organisation *network_organisation(const struct request *request);
struct network_house network_house_view(const struct request *request, const struct house *house);
/* "/o/ID" and then rest, e.g. "/contact". */
struct url network_page(const struct request *request, const char *rest);
struct url network_url_with_id(struct arena *arena, const char *before, uint64_t id,
                               const char *after);
struct page_head network_head(struct request *request, enum text_id title);
struct page_head network_head_below_organisation(struct request *request, enum text_id title);
/* What a date field sends; RC_INVALID after form_error when it is no day. *ms 0 when empty. */
enum rc network_day(struct request *request, const char *field, struct str text,
                    int64_t *ms) MUST_CHECK;
struct str network_day_text(const struct request *request, int64_t ms);

extern const struct db_queries network_queries, network_post_queries, network_interview_queries;
extern const struct job_kind network_jobs[];

handler network_show_directory, network_answer_directory_csv;
handler network_show_contact, network_prepare_contact, network_apply_contact,
    network_apply_contact_end, network_prepare_contact_end, network_prepare_contact_show,
    network_apply_contact_show, network_apply_contact_cancel, network_answer_contact;
handler network_prepare_network_member, network_apply_network_member, network_answer_network_member;

#endif

/*
 * Posts of the network: short news and site visits ("go and see it work") by contact persons and
 * managers, with replies. Members of the organisations in the network read them and sign up for
 * visits. Hiding needs a reason and leaves a trace that everybody can count.
 */
#ifndef FEATURE_NETWORK_POST_H
#define FEATURE_NETWORK_POST_H

#include "kit/paging.h"
#include "kit/route.h"

/* Stored as these numbers. */
enum post_kind { POST_NEWS, POST_VISIT, POST_KIND__N };

enum {
    POST_TEXT_MAX = 1000,
    POST_LINK_MAX = 300,
    SIGNUP_NAME_MAX = 80,
    SIGNUPS_MAX = 60,      /* of a visit */
    SIGNUPS_EACH_MAX = 10, /* by one person: herself and colleagues */
    REPLIES_MAX = 300,
    SIGNUP_KEEP_DAYS = 90,
};

struct post {
    int64_t id;
    uint64_t public_id;
    int kind;       /* enum post_kind */
    int64_t parent; /* what it replies to, or 0 */
    int64_t author; /* person.id, 0 when erased */
    struct str text, lang;
    struct str link; /* address on this site, or empty */
    int64_t visit_at, host;
    int hidden; /* enum note_hidden */
    int64_t at, edited_at;
    struct str author_name, author_house, host_name; /* looked up */
    uint64_t host_public_id;
    int64_t n_replies, n_coming;
};
struct post_list {
    LIST(struct post) rows;
};
struct signup {
    int64_t id;
    uint64_t public_id;
    int64_t person;
    struct str name;
};
struct signup_list {
    LIST(struct signup) rows;
};

/* An address of ours in what was typed ("https://…/o/ID", "/i/ID/log") as "/o/ID"; the empty string
   when it names no organisation, initiative, meeting or idea. Fuzzed. */
struct str post_link(struct arena *arena, struct str typed);
/* What the link leads to, as words; T_none for an empty one. */
enum text_id post_link_label(struct str link);

/* Posts that are no replies, a page and one more, newest first; backwards oldest first. */
enum rc post_list_read(const struct request *request, const struct page_place *place,
                       struct post_list *list) MUST_CHECK;
enum rc post_count_hidden(const struct request *request, int64_t *n) MUST_CHECK;
/* A post or a reply. */
enum rc post_find(const struct request *request, uint64_t public_id, struct post *post) MUST_CHECK;
/* Oldest first. */
enum rc post_replies(const struct request *request, int64_t post,
                     struct post_list *list) MUST_CHECK;
enum rc post_add(const struct request *request, struct post *post) MUST_CHECK;
enum rc post_update(const struct request *request, const struct post *post) MUST_CHECK;
enum rc post_hide(const struct request *request, int64_t post, int reason) MUST_CHECK;
/* With its replies and sign-ups. */
enum rc post_delete(struct db *db, int64_t post) MUST_CHECK;

enum rc signup_list_read(const struct request *request, int64_t post,
                         struct signup_list *list) MUST_CHECK;
/* RC_CONFLICT when that name is on the list, RC_LIMIT when it is full. */
enum rc signup_add(const struct request *request, int64_t post, struct str name) MUST_CHECK;
/* One's own; a moderator's any. RC_ABSENT for others. */
enum rc signup_remove(const struct request *request, int64_t post, uint64_t public_id,
                      bool any) MUST_CHECK;
/* For the job: of visits before that time. */
enum rc signup_tidy(struct db *db, int64_t before) MUST_CHECK;

handler network_show_feed, network_prepare_post, network_apply_post, network_answer_feed;
handler network_show_thread, network_prepare_reply, network_apply_reply, network_prepare_sign_up,
    network_apply_sign_up, network_apply_sign_off, network_answer_thread;
handler network_show_edit, network_prepare_edit, network_apply_edit, network_apply_delete,
    network_show_hide, network_prepare_hide, network_apply_hide;

#endif

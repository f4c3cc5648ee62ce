/*
 * The running site: what configuration and app/ decided, and how kit/ reaches core/ (which is a
 * higher floor) for loading objects and asking for rights.
 */
#ifndef KIT_SITE_H
#define KIT_SITE_H

#include "kit/route.h"

struct activity_kind;
struct database;
struct kept;
struct live_hub;
struct mail_server;
struct panel;
struct tool;

/* One entry of the navigation in the head of every page. */
struct navigation_item {
    enum text_id title;
    const char *path;
};

struct site {
    struct str name;         /* the municipality or organisation that runs the site */
    struct str base_url;     /* "https://samskab.example.dk" without slash; "" = as asked */
    struct str contact_name; /* accessibility and privacy contact, with telephone and mail */
    struct str contact_phone;
    struct str contact_mail;
    struct str was_url; /* the accessibility statement at was.digst.dk, or "" for our own page */
    struct str assessed_on; /* "2026-11-22" when accessibility was last assessed, or "" */
    struct str data_folder;
    bool behind_tls;             /* cookies get __Host- and Secure */
    bool trust_forwarded;        /* one trusted proxy in front sets X-Forwarded-For */
    const unsigned char *secret; /* 32 bytes: keys of token hashes and form tokens */
    struct database *database;
    struct live_hub *live;
    struct kept *results; /* counted results (platform/kept.h), or NULL: each is counted anew */
    const struct mail_server *mail; /* NULL: no mail, links are handed over by administrators */
    const struct feature *const *features;             /* NULL-terminated */
    const struct activity_kind *const *activity_kinds; /* core/activity.h; NULL-terminated */
    const struct tool *const *tools;                   /* core/meeting/tool.h; NULL-terminated */
    const struct panel *const *panels;                 /* kit/panel.h; NULL-terminated, or NULL */
    const struct navigation_item *navigation;
    size_t n_navigation;

    const char *sign_in_path;  /* where a visitor without the right is sent; "?next=…" is added */
    const char *sign_out_path; /* takes a POST */
    const char *me_path;       /* the signed-in person's own page */

    /* Finds the asker of a session by its token hash (SESSION_HASH_BYTES raw bytes, see
       kit/session.h), or leaves a visitor and returns RC_OK. Runs on the request's db, also again
       inside the write transaction. May set request->lang to the person's own language when
       request->prefix is empty. Calls session_touch when the last use was written long ago. */
    enum rc (*load_asker)(struct request *request, struct str token_hash);
    /* Writes down that these sessions were used; in the writer's transaction. */
    enum rc (*touch_sessions)(struct db *db, const int64_t *sessions, size_t n, int64_t now);
    /* Fills object (kind and public_id are set) with row, role and state; parent is the object
       before it in the path or NULL. RC_ABSENT when there is none. */
    enum rc (*load_object)(struct request *request, struct object *object,
                           const struct object *parent);
    /* May the asker do this with the object (NULL: the site)? */
    bool (*may)(const struct request *request, enum need need, const struct object *object);
    /* May the asker hear of this topic (GET /live?topic=…)? On a read connection; NULL: nobody. */
    bool (*may_listen)(struct request *request, struct str topic);
};

#endif

/* The frame of every page: head, navigation, breadcrumbs, messages, the page itself, foot. */
#ifndef KIT_LAYOUT_H
#define KIT_LAYOUT_H

#include "kit/views.h"

struct layout_link {
    enum text_id label;
    struct url url;
    bool here; /* the page is this one or below it */
};

struct layout_crumb {
    struct str title;
    struct url url;
};

struct layout_language {
    struct str code; /* "da" */
    struct str name; /* "Dansk", in its own language */
    struct url url;  /* this page in that language, made by url_in_language */
    bool here;
};

struct layout {
    struct str title; /* of the page; the site's name is added */
    struct str site_name;
    struct html body;
    bool wide;            /* uses the whole width */
    bool is_start;        /* the front page: no breadcrumbs, other title */
    bool live;            /* loads the script that listens for updates */
    struct str robots;    /* "noindex" or empty */
    struct url canonical; /* absolute, or empty */

    LIST(struct layout_link) links;   /* main navigation */
    LIST(struct layout_crumb) crumbs; /* the way here, without the page itself */
    LIST(struct layout_language) languages;
    const struct notice *notice; /* NULL: none */

    struct str person; /* name of who is signed in; empty: a visitor */
    struct str acting; /* the organisation she acts as; empty: herself */
    struct url person_url;
    struct url sign_in_url;
    struct url sign_out_url; /* takes a POST */

    struct str contact_name;
    struct str contact_phone;
    struct url contact_phone_url;
    struct str contact_mail;
    struct url contact_mail_url;
    struct url accessibility_url; /* internal /was or the statement at was.digst.dk */
};

/* The languages of the site as links to this path (without prefix), with lang marked. Two items,
   from the arena; NULL when out of memory. */
const struct layout_language *layout_languages(struct arena *arena, enum lang lang,
                                               struct url path);

#endif

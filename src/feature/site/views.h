/* What the templates of this folder show. */
#ifndef FEATURE_SITE_VIEWS_H
#define FEATURE_SITE_VIEWS_H

#include "platform/page.h"

/* An initiative on the front page. */
struct start_line {
    struct url url;
    struct str title, title_lang, area, owner_name;
    enum text_id theme, stage;
    struct when active_at;
};

struct start_view {
    struct str site_name;
    struct url example;      /* a counted budget; empty: none yet */
    struct str example_name; /* its title */
    struct str demo_code;    /* an open meeting of the demonstration, that anybody may join */
    struct url demo_url;
    LIST(struct start_line) lines;
};

/* Who to ask; empty members are left out. */
struct contact_view {
    struct str name, phone, mail;
    struct url phone_url, mail_url;
};

struct was_view {
    struct str site_name;
    struct contact_view contact;
    bool has_contact;
    struct when assessed; /* 0: not said */
};

struct privacy_view {
    struct str site_name;
    struct contact_view contact;
    bool has_contact;
    bool has_mail_server;
};

struct about_view {
    struct str site_name, version;
    struct url source;
};

#endif

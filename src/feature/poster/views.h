/* What the poster shows. */
#ifndef FEATURE_POSTER_VIEWS_H
#define FEATURE_POSTER_VIEWS_H

#include "platform/page.h"

struct poster_note {
    struct str text, lang;
    int64_t changes;
    struct str from;
};
struct poster_field {
    enum text_id label;
    LIST(struct poster_note) notes;
};
struct poster_word {
    enum text_id word;
};
struct poster_theme {
    struct str text, lang;
    bool is_chosen;
    int64_t dots;
    bool has_dots;
    LIST(struct poster_word) failed; /* tests answered "no" … */
    LIST(struct poster_word) partly; /* … and "partly" */
};
struct poster_person {
    struct str text;
    enum text_id kind, tie, invitation;
    bool is_rehearsed, is_invited;
    struct str occupied, worried, ideas;
    struct str draft; /* of the invitation; empty: not invited */
};
struct poster_sheet {
    int table;                        /* 0: there is one */
    LIST(struct poster_field) before; /* dream, solution, help */
    LIST(struct poster_field) target;
    LIST(struct poster_theme) themes; /* the chosen one first */
    LIST(struct poster_person) people;
    LIST(struct poster_person) rehearsed;
    LIST(struct poster_person) invited;
    int64_t n_invited, n_yes, n_met;
};
struct poster_view {
    bool is_big, is_whole; /* whole: also what is to be copied and followed up */
    bool is_by_others;     /* nobody is here as a citizen */
    LIST(struct poster_sheet) sheets;
    struct url meet_url, plan_url;
};

#endif

/*
 * What the partial pages of kit/ show: form fields, summaries of errors, paging, notices, empty
 * lists and error pages. Features put these structs into their own views and write
 * {{> form_field title}} in their templates. Fill only what is there; empty means left out.
 */
#ifndef KIT_VIEWS_H
#define KIT_VIEWS_H

#include "platform/page.h"

/* ---- forms ---- */

struct field_option {
    struct str value;
    enum text_id label;
    struct str label_text; /* when the label is data, not one of our texts */
    struct str hint;
    bool chosen;
};

/* One field of a form with its label, hint and error. Without any of the kinds below it is one line
   of input of the given type. */
struct form_field {
    struct str name;  /* also the element's id; options get "name-value" */
    struct str value; /* what stands in it; for a checkbox what it sends ("1" when empty) */
    enum text_id label;
    struct str label_text; /* when the label is data, not one of our texts */
    enum text_id hint;
    struct str hint_text;
    struct str error;        /* what is wrong and what to do; empty: nothing */
    bool required;           /* others are marked "not required" */
    bool is_area;            /* several lines */
    bool is_select;          /* a list of options */
    bool is_choice;          /* radio buttons of the options */
    bool is_many;            /* check boxes of the options, all with this name */
    bool is_check;           /* one check box */
    bool checked;            /* for is_check */
    struct str type;         /* "email", "tel", "password", "number", "date", "search", "file" …;
                                empty: text */
    struct str autocomplete; /* "email", "name", "current-password" … (WCAG 1.3.5) */
    struct str accept;       /* for a file */
    int rows;                /* for is_area; 0: 6 */
    int64_t longest;         /* most characters; 0: no limit said */
    LIST(struct field_option) options;
};

/* The errors of a form together, above it: each links to its field. Nothing is shown when empty. */
struct error_summary {
    LIST(struct summary_error) errors;
};
struct summary_error {
    struct str field; /* the id of the form_field */
    struct str text;
};

/* ---- lists ---- */

/* Earlier and later pages of a list. An empty address leaves that link out. */
struct pager {
    struct url previous;
    struct url next;
};

/* What stands where a list has nothing. */
struct empty_state {
    enum text_id title;
    enum text_id text;
    struct url url; /* what one can do about it */
    enum text_id action;
};

/* ---- messages ---- */

/* A message at the top of a page. Without a kind it is neutral information. */
struct notice {
    bool is_success;
    bool is_warning;
    bool is_error;
    enum text_id title;
    struct str title_text; /* when the title is data */
    struct str text;
};

/* A page instead of the one asked for, which says what happened and what to do. */
struct error_page {
    int status;
    enum text_id title;
    enum text_id what;  /* what happened */
    enum text_id todo;  /* what the visitor can do */
    struct str account; /* who is signed in and may not, told in place of what; may be empty */
    struct str detail;  /* more from the handler, already a sentence; may be empty */
    struct url sign_in; /* shown when signing in may help */
    struct str contact_name;
    struct str contact_phone;
    struct url contact_phone_url;
};

/* The texts for an HTTP status from 400 to 599; an unlisted one gets those of 400 or 500. */
struct error_page error_page_for(int status);

#endif

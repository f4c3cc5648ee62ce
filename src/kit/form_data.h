/* What a form holds while a request runs; for kit/ only. */
#ifndef KIT_FORM_DATA_H
#define KIT_FORM_DATA_H

#include "kit/form.h"
#include "platform/http_url.h"

struct form_problem {
    struct str field;
    struct str message;
};

struct form {
    struct http_pairs pairs;
    struct form_problem *problems; /* room for HTTP_PAIRS_MAX, or NULL when n_problems is 0 */
    size_t n_problems;
};

/* The hidden field that page_form_token writes. */
#define FORM_TOKEN_FIELD "token"

#endif

/* What the answer_ functions collect; for kit/ only. */
#ifndef KIT_ANSWER_DATA_H
#define KIT_ANSWER_DATA_H

#include "kit/answer.h"
#include "platform/http.h"

enum { ANSWER_FIELDS_MAX = 12 };

struct answer {
    int status; /* 0: 200 */
    bool is_set;
    bool no_store;  /* holds a form token or something private */
    bool is_public; /* may be kept by the browser for ever: static files */
    bool is_file;   /* a download: never runs as a page of ours */
    bool is_stream;
    const char *type;
    struct str bytes;
    struct http_source source;
    struct http_field fields[ANSWER_FIELDS_MAX];
    size_t n_fields;
    int64_t retry_seconds; /* Retry-After; 0: none */
    struct str detail;     /* for the error page */
    enum text_id heading;  /* the same: in place of the general one and its explanation */
};

#endif

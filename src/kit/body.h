/* The body of a POST while it comes in: urlencoded or multipart, into a form and one file. */
#ifndef KIT_BODY_H
#define KIT_BODY_H

#include "kit/form_data.h"
#include "kit/upload.h"
#include "platform/http_multipart.h"

enum { BODY_FORM_MAX = 64 * 1024, BODY_PART_HEADS = 16 * 1024 };

struct body {
    struct arena *arena;
    struct form *form;
    struct str folder;  /* for uploads */
    int64_t upload_max; /* 0: no file is welcome */
    int64_t received;
    enum rc rc; /* the first failure; the rest of the body is ignored then */
    bool is_multipart;
    struct buf text; /* the urlencoded body, or the value of the part being read */
    struct multipart *parser;
    struct multipart_sink sink;
    struct str part_name;
    bool in_file;
    struct upload upload;
    bool has_upload;
};

/* Chooses the parser. RC_INVALID: a type that no form sends (415). */
enum rc body_init(struct body *body, struct arena *arena, struct form *form,
                  struct str content_type) MUST_CHECK;
/* The most bytes that this body may have. */
int64_t body_max(const struct body *body);
void body_feed(struct body *body, struct str piece);
/* RC_INVALID for a malformed body, RC_LIMIT for too much, RC_BROKEN when the disk fails. */
enum rc body_finish(struct body *body) MUST_CHECK;

#endif

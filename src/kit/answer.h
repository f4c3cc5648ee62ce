/*
 * Answers: what a handler says back. Exactly one of these is called by the last step of a request;
 * kit/serve turns a result code other than RC_OK into the friendly error page instead.
 */
#ifndef KIT_ANSWER_H
#define KIT_ANSWER_H

#include "kit/request.h"
#include "templates.h"

/* A step on the way to this page, for the breadcrumbs. */
struct crumb_step {
    struct str title;
    struct url url;
};

struct page_head {
    struct str title;                /* also the browser's title */
    const struct crumb_step *crumbs; /* the way here, without the page itself */
    size_t n_crumbs;
    bool wide;               /* a page that uses the whole width */
    bool live;               /* loads the script that listens for updates */
    struct str search_index; /* "noindex" or empty */
};

/* Starts a page buffer for a template; then NAME_html(&page, &view) and answer_page. */
void page_start(struct request *request, struct page *page);
/* Wraps what was written into the layout and answers 200 (or the status set before). */
enum rc answer_page(struct request *request, struct page *page,
                    const struct page_head *head) MUST_CHECK;

/* 303 to an address of ours; notice (T_… or 0) is shown once on the page that follows. */
enum rc answer_redirect(struct request *request, struct url url, enum text_id notice) MUST_CHECK;

/* Bytes with a type; name (may be empty) makes it a download. The bytes live in the arena. */
enum rc answer_bytes(struct request *request, const char *type, struct str name,
                     struct str bytes) MUST_CHECK;

/* A download produced piece by piece from the database or memory, without holding it all: next()
   fills at most n bytes and returns how many, 0 at the end, -1 on failure. It runs on the I/O
   thread and may use memory from the request's arena only. */
struct stream {
    int64_t (*next)(void *state, char *to, size_t n);
    void *state;
    int64_t size; /* bytes in all, or -1 when unknown */
};
enum rc answer_stream(struct request *request, const char *type, struct str name,
                      const struct stream *stream) MUST_CHECK;

/* Other status than 200 for answer_page, e.g. 422. */
void answer_status(struct request *request, int status);

/* Adds a header, e.g. "Cache-Control"; value without control characters. */
void answer_header(struct request *request, const char *name, struct str value);

/* Signs in: sends the cookie with this token (kit/session), or clears it when empty. */
void answer_cookie(struct request *request, struct str token);

/* Any other cookie of this site, HttpOnly and SameSite=Lax, for so many seconds; 0 takes it away.
   The name (letters, digits and hyphens) gets the prefix __Host- behind TLS, as request_cookie
   expects it. Like answer_cookie it keeps the answer out of every cache. */
void answer_cookie_named(struct request *request, struct str name, struct str value,
                         int64_t seconds);

/* A sentence for the error page, should the handler return a code other than RC_OK. */
void answer_detail(struct request *request, struct str sentence);

/* The heading of that page in place of the general one, when the handler knows better what is
 * missing. */
void answer_heading(struct request *request, enum text_id heading);

/* The notice that the redirect to this page carried, or T_none. Signed and short-lived, so that
   nobody can send a link that puts words into the site's mouth. */
enum text_id answer_notice(const struct request *request);

#endif

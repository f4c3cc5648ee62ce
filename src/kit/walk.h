/*
 * One request on its way through kit/serve; for kit/ only. The walk lives in the exchange's arena.
 */
#ifndef KIT_WALK_H
#define KIT_WALK_H

#include "kit/answer_data.h"
#include "kit/body.h"
#include "kit/form_data.h"
#include "kit/router.h"
#include "kit/serve.h"
#include "kit/session.h"
#include "kit/touch.h"
#include "platform/db.h"
#include "platform/http.h"
#include "platform/limits.h"
#include "platform/live.h"

struct server {
    const struct site *site;
    struct serve_options options;
    struct http_server *http;
    struct router *router;
    struct limits *limits;
    struct touch touch;
};

enum stage {
    STAGE_FAILED, /* status says how; nothing more is to be done */
    STAGE_READ,   /* GET of a route */
    STAGE_WRITE,  /* POST: body, prepare, then the writer */
    STAGE_DONE,   /* back from the writer */
};

struct walk {
    struct server *server;
    struct http_exchange *exchange;
    enum stage stage;
    int status;   /* when failed: the error's status */
    bool is_head; /* asked with HEAD */
    bool is_sent;
    struct request request;
    struct answer answer;
    struct form query, form;
    struct body body;
    struct str token_hash; /* of the session cookie; empty: none */
    struct str origin;     /* of this site as the client sees it */
    enum rc rc;            /* what the writer said */
    struct db_task task;
    struct {
        struct arena_mark mark;
        struct request request;
        struct answer answer;
        struct form form;
    } before; /* what apply begins with, each time it runs */
};

/* From the head to a stage: address, language, route, session, and for POST the checks that need
   no body, and rights. */
void walk_begin(struct walk *walk);
/* The language prefix of a path ("/en"), empty when there is none; then lang is left alone. */
struct str prefix_of(struct str path, enum lang *lang);
/* Loads asker and objects and asks for the right, on request.db. RC_DENIED, RC_ABSENT … */
enum rc walk_load(struct walk *walk);
/* Runs a step with a read connection. */
enum rc walk_read(struct walk *walk, enum rc (*step)(struct walk *walk));
/* Everything after the body; may suspend the exchange and be called again. */
void walk_run(struct walk *walk);

void walk_fail(struct walk *walk, int status);
/* The status of a code that is not RC_OK. */
int walk_status(enum rc rc);

/* Sends walk->answer, or the error page of a status. */
void walk_send(struct walk *walk);
void walk_send_error(struct walk *walk, int status);

/* The security headers of every answer, for live streams; room for 8. Returns how many. */
size_t site_fields(struct http_field *fields);

/* Who asks, for a cap per person or address: in the arena. */
struct str limit_key(const struct request *request);

/* Is the token in the form the one this session or visitor was given? */
bool form_token_is_good(struct request *request);

/* What kit itself answers through routes: /live. */
extern const struct feature kit_feature;

/* Static files and the few fixed addresses; false when the path is none of them. */
bool walk_static(struct walk *walk);

#endif

/*
 * The control socket: how a command hands work to the server that has the data folder, so that
 * there is never a second writing process. A Unix socket in the data folder (mode 0600); the
 * command sends one line of JSON and, for some work, an open file; the server answers with lines:
 * progress, then a result or an error.
 *
 *   {"command": "import", "values": {"initiative": "7h3k…"}}
 *   {"progress": [40, 100]}
 *   {"result": {"address": "/i/…"}}      or      {"error": "invalid", "text": "line 3: …"}
 */
#ifndef APP_CONTROL_H
#define APP_CONTROL_H

#include "base/buf.h"

enum { CONTROL_LINE_MAX = 16 * 1024, CONTROL_VALUES_MAX = 16 };

struct control_value {
    struct str name, value;
};

/* Named texts: what is asked, or what came out. */
struct control_values {
    struct control_value v[CONTROL_VALUES_MAX];
    size_t n;
};

struct control_request {
    struct str command;
    struct control_values values;
};

enum control_kind { CONTROL_PROGRESS, CONTROL_RESULT, CONTROL_ERROR };

struct control_answer {
    enum control_kind kind;
    int64_t done, all;            /* CONTROL_PROGRESS */
    struct control_values values; /* CONTROL_RESULT */
    enum rc code;                 /* CONTROL_ERROR */
    struct str text;              /* CONTROL_ERROR: in English, for the terminal */
};

/* The value of that name, or the empty slice. */
struct str control_value(const struct control_values *values, const char *name);
/* Adds one. It is a programmer's error to add more than CONTROL_VALUES_MAX. */
void control_add(struct control_values *values, const char *name, struct str value);

/* One line without its line end, strictly: no unknown or repeated members, texts only.
   RC_INVALID for anything else. */
enum rc control_read_request(struct arena *arena, struct str line,
                             struct control_request *request) MUST_CHECK;
enum rc control_read_answer(struct arena *arena, struct str line,
                            struct control_answer *answer) MUST_CHECK;
/* With the line end. */
void control_write_request(struct buf *out, const struct control_request *request);
void control_write_answer(struct buf *out, const struct control_answer *answer);

/* ---- the command's side ---- */

struct control_client {
    int file; /* goes along; -1: none */
    void (*progress)(void *data, int64_t done, int64_t all);
    void *data;
};
/* Sends the request, and the client's open file, to the server of the folder and waits.
   RC_ABSENT: no server answers there. Otherwise *answer is a result or an error. */
enum rc control_call(struct arena *arena, const char *folder, const struct control_request *request,
                     const struct control_client *client, struct control_answer *answer) MUST_CHECK;

/* ---- the server's side ---- */

struct control_server;

/* One call; run fills answer (a result or an error) and may report progress. The arena and the
   file (or -1) are the server's. */
struct control_call {
    struct arena *arena;
    const struct control_request *request;
    int file;
    int connection;
    struct control_answer *answer;
    void *data;
};
/* Tells the waiting command how far the work is. */
void control_progress(struct control_call *call, int64_t done, int64_t all);

/* Listens on FOLDER/control on a thread of its own; calls run one after another. It lives in the
   arena until control_stop. */
enum rc control_start(struct arena *arena, const char *folder,
                      void (*run)(struct control_call *call), void *data,
                      struct control_server **server) MUST_CHECK;
void control_stop(struct control_server *server);

#endif

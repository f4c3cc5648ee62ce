/*
 * Sending a letter through a mail server with libcurl (SMTP, with TLS when the address says smtps
 * or the server offers it).
 */
#ifndef PLATFORM_MAIL_H
#define PLATFORM_MAIL_H

#include "base/str.h"

struct mail_server {
    struct str url;            /* "smtp://mail.example.dk:587" or "smtps://…" */
    struct str user, password; /* both empty: no sign-in */
    struct str from;           /* sender's address */
    struct str from_name;      /* shown before it, may be empty */
};

/* Why a letter was not sent. Stored as these numbers: add at the end, never renumber. */
enum mail_failure {
    MAIL_NO_FAILURE,
    MAIL_NO_SERVER, /* not reached, or it did not answer in time */
    MAIL_NO_TRUST,  /* its certificate or the sign-in was refused */
    MAIL_REFUSED,   /* the address or the letter was refused for good */
    MAIL_LATER,     /* it asks us to come back */
    MAIL_BROKEN,    /* a fault of ours */
    MAIL_FAILURE__N
};

struct mail {
    struct str to, to_name; /* to_name may be empty */
    struct str subject;     /* UTF-8, one line */
    struct str body;        /* UTF-8, lines end with "\n" */
    struct str id;          /* unique and stable over tries: becomes the Message-ID */
    int64_t now;            /* UTC milliseconds, for the Date */
};

/* Waits at most 30 seconds. RC_OK: the server took it. RC_BUSY: try later; RC_INVALID: it will
   never take it; both with the reason in *failure. */
enum rc mail_send(struct arena *arena, const struct mail_server *server, const struct mail *mail,
                  enum mail_failure *failure) MUST_CHECK;

/* The whole message with its head, lines ending in CRLF, as it goes over the wire. RC_INVALID when
   an address or a head line has a control character. */
enum rc mail_compose(struct arena *arena, const struct mail_server *server, const struct mail *mail,
                     struct str *message) MUST_CHECK;

#endif

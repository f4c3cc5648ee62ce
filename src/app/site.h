/*
 * The site as a command works with it: data folder, lock, key, database and everything that
 * configuration decided, ready for kit/serve or for work on the command line.
 */
#ifndef APP_SITE_H
#define APP_SITE_H

#include "app/options.h"
#include "kit/site.h"
#include "platform/db.h"
#include "platform/mail.h"
#include "platform/secret.h"

struct opened {
    struct site site;
    struct mail_server mail;
    unsigned char key[SECRET_KEY_BYTES];
    int lock; /* -1: not taken */
};

/* Opens the folder and the database for this use; the folder's lock is taken except for
   DATABASE_READ. RC_BUSY: another process has it; everything else is complained about here. Nothing
   is open after a failure. */
enum rc site_try_open(struct opened *opened, const struct options *options,
                      enum database_use use) MUST_CHECK;
/* The same, complaining about RC_BUSY too. */
enum rc site_open(struct opened *opened, const struct options *options,
                  enum database_use use) MUST_CHECK;
/* Finishes what was submitted, closes and gives the lock back. */
void site_close(struct opened *opened);

/* The address for links that leave the site, without slash at the end: configured, or this
   machine's network address with lan, or localhost. */
struct str site_address(struct arena *arena, const struct config *config, int port);

#endif

/*
 * Configuration: what whoever runs the site decides. One small file, data/samskab.conf, with lines
 * "key = value", and the same keys as flags ("--key value"). One const table names every key with
 * its default and help; the file, the flags, the help texts and docs/operations.md come from it.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "base/buf.h"

enum config_kind {
    CONFIG_TEXT,   /* struct str: one line of UTF-8 */
    CONFIG_URL,    /* struct str: begins with one of choices; no white space */
    CONFIG_MAIL,   /* struct str: something@something */
    CONFIG_DATE,   /* struct str: 2026-11-22 */
    CONFIG_CHOICE, /* int: index into choices */
    CONFIG_NUMBER, /* int64_t within min..max */
    CONFIG_SWITCH, /* bool: yes or no */
};

struct config_key {
    const char *name;
    enum config_kind kind;
    const char *fallback; /* the default as one would write it */
    int64_t min, max;     /* CONFIG_NUMBER */
    const char *const *choices;
    size_t offset; /* in struct config */
    const char *argument;
    const char *help;
};

enum journal_level { JOURNAL_ERROR, JOURNAL_WARN, JOURNAL_INFO, JOURNAL_DEBUG };

/* Where a value came from: neither file nor flag is the default. */
struct config_origin {
    int line; /* in the file, from 1; 0: not there */
    bool flag;
};

enum { CONFIG_KEYS_MAX = 32 };

struct config {
    struct str database;
    int64_t port;
    bool lan;
    struct str base_url;
    struct str site_name;
    struct str contact_name, contact_phone, contact_mail;
    struct str accessibility_url, accessibility_date;
    struct str smtp_url, smtp_from, smtp_user, smtp_password_file;
    int64_t threads;
    int64_t connections;
    bool behind_tls, trust_forwarded, rate_limits;
    int log_level;

    struct config_origin origins[CONFIG_KEYS_MAX]; /* by place in the table */
};

/* What is wrong with a configuration: the line (0: a flag) and a message in plain English. */
struct config_fault {
    int line;
    struct str message;
};

/* The table; *n gets its length. */
const struct config_key *config_keys(size_t *n);

/* Every key at its default. */
void config_init(struct config *config);

/* Reads the text of a configuration file over what is set already. Comments begin with # at the
   start of a line. RC_INVALID, with *fault filled, at the first unknown key, repeated key or bad
   value. Values are copied into the arena. */
enum rc config_read(struct arena *arena, struct str text, struct config *config,
                    struct config_fault *fault) MUST_CHECK;

/* Sets key number i as a flag would. RC_INVALID as above. */
enum rc config_set_flag(struct arena *arena, struct config *config, size_t i, struct str value,
                        struct config_fault *fault) MUST_CHECK;

/* A file with every key commented out at its default and explained, for samskab init. */
void config_write_example(struct buf *out);

/* Key number i as one would write it. */
struct str config_value(struct arena *arena, const struct config *config, size_t i);

#endif

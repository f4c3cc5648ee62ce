/*
 * The command line of one command: its own options, --data and --config, and every configuration
 * key as a flag. What comes out is the configuration in force.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include "app/command.h"
#include "app/config.h"

#include <argp.h>

struct options {
    struct arena *arena;
    struct config config;
    const char *data_folder; /* --data, else "data" */
    const char *config_file; /* --config, else samskab.conf in the data folder */
    bool config_found;
    const char *flags[CONFIG_KEYS_MAX]; /* as given, by place in the table */
};

/* What is special about a command. parse sees every key that is not shared; its state->input is
   input. own ends with a zero entry; own, parse and usage may be NULL. */
struct command_line {
    const char *usage; /* what stands after the options, e.g. "FILE.pb" */
    const char *about;
    const struct argp_option *own;
    error_t (*parse)(int key, char *arg, struct argp_state *state);
    void *input;
    bool lists_keys; /* --help lists the configuration keys */
};

/* Reads the command line and then the configuration file. False after a complaint: leave with
   EXIT_WRONG. --help and wrong options end the program. Everything lives in the arena. */
bool options_parse(struct options *options, struct arena *arena, const struct command_line *line,
                   int argc, char **argv);

/* A file of the data folder; NULL when memory is out. */
const char *options_path(const struct options *options, const char *name);

/* The database as a URL: configured, or samskab.db in the data folder. */
const char *options_database_url(const struct options *options);

#endif

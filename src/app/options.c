/* Command lines by argp, configuration files by config.c. See options.h. */
#include "app/options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { KEY_DATA = 0x400, KEY_CONFIG, KEY_FIRST = 0x500, CONFIG_FILE_MAX = 64 * 1024 };

struct parsing {
    const struct command_line *line;
    struct options *options;
};

static error_t parse_shared(int key, char *arg, struct argp_state *state) {
    struct options *options = state->input;
    if (key == KEY_DATA)
        options->data_folder = arg;
    else if (key == KEY_CONFIG)
        options->config_file = arg;
    else if (key >= KEY_FIRST && key < KEY_FIRST + CONFIG_KEYS_MAX)
        options->flags[key - KEY_FIRST] = arg ? arg : "yes";
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static error_t parse_own(int key, char *arg, struct argp_state *state) {
    struct parsing *parsing = state->input;
    if (key == ARGP_KEY_INIT) {
        state->child_inputs[0] = parsing->options;
        return 0;
    }
    if (!parsing->line->parse) return ARGP_ERR_UNKNOWN;
    state->input = parsing->line->input;
    error_t result = parsing->line->parse(key, arg, state);
    state->input = parsing;
    return result;
}

/* The flags of all commands: --data, --config and one per configuration key. */
static struct argp_option *shared_flags(struct arena *arena, bool listed) {
    size_t n;
    const struct config_key *keys = config_keys(&n);
    struct argp_option *flags = arena_new_array(arena, n + 3, struct argp_option);
    if (!flags) return NULL;
    flags[0] = (struct argp_option){
        .name = "data", .key = KEY_DATA, .arg = "FOLDER", .doc = "data folder (default: data)"};
    flags[1] = (struct argp_option){.name = "config",
                                    .key = KEY_CONFIG,
                                    .arg = "FILE",
                                    .doc = "configuration file (default: samskab.conf in the data "
                                           "folder)"};
    for (size_t i = 0; i < n; i++) {
        const char *doc = keys[i].help;
        if (*keys[i].fallback)
            doc = str_format(arena, "%s (default: %s)", keys[i].help, keys[i].fallback).p;
        flags[i + 2] =
            (struct argp_option){.name = keys[i].name,
                                 .key = KEY_FIRST + (int)i,
                                 .arg = keys[i].argument,
                                 .flags = (listed ? 0 : OPTION_HIDDEN) |
                                          (keys[i].kind == CONFIG_SWITCH ? OPTION_ARG_OPTIONAL : 0),
                                 .doc = doc,
                                 .group = 2};
    }
    return flags;
}

/* The whole file, or p NULL when there is none. */
static enum rc read_file(struct arena *arena, const char *path, struct str *text) {
    *text = (struct str){0};
    FILE *file = fopen(path, "re");
    if (!file && errno == ENOENT) return RC_ABSENT;
    char *bytes = file ? arena_alloc(arena, CONFIG_FILE_MAX) : NULL;
    size_t n = bytes ? fread(bytes, 1, CONFIG_FILE_MAX, file) : 0;
    bool good = bytes && !ferror(file) && n < CONFIG_FILE_MAX;
    if (file) (void)fclose(file);
    if (!good) {
        complain("cannot read %s: %s", path, bytes && n ? "the file is too long" : strerror(errno));
        return RC_INVALID;
    }
    *text = (struct str){bytes, n};
    return RC_OK;
}

static bool apply_file(struct options *options, bool named) {
    struct str text;
    struct config_fault fault;
    enum rc rc = read_file(options->arena, options->config_file, &text);
    if (rc == RC_ABSENT && named) complain("there is no file %s", options->config_file);
    if (rc == RC_ABSENT) return !named;
    if (rc != RC_OK) return false;
    options->config_found = true;
    rc = config_read(options->arena, text, &options->config, &fault);
    if (rc != RC_OK)
        complain("%s:%d: %.*s", options->config_file, fault.line, STR_ARG(fault.message));
    return rc == RC_OK;
}

static bool apply_flags(struct options *options) {
    size_t n;
    (void)config_keys(&n);
    for (size_t i = 0; i < n; i++) {
        struct config_fault fault;
        if (!options->flags[i]) continue;
        if (config_set_flag(options->arena, &options->config, i, str_from(options->flags[i]),
                            &fault) == RC_OK)
            continue;
        complain("--%.*s", STR_ARG(fault.message));
        return false;
    }
    return true;
}

bool options_parse(struct options *options, struct arena *arena, const struct command_line *line,
                   int argc, char **argv) {
    *options = (struct options){.arena = arena};
    config_init(&options->config);
    struct argp_option *flags = shared_flags(arena, line->lists_keys);
    if (!flags) return false;
    struct argp shared = {.options = flags, .parser = parse_shared};
    struct argp_child children[] = {{&shared, 0, NULL, 1}, {0}};
    struct argp argp = {.options = line->own,
                        .parser = parse_own,
                        .args_doc = line->usage,
                        .doc = line->about,
                        .children = children};
    struct parsing parsing = {line, options};
    argp_err_exit_status = EXIT_WRONG;
    if (argp_parse(&argp, argc, argv, 0, NULL, &parsing) != 0) return false;

    bool named = options->config_file != NULL;
    if (!options->data_folder) options->data_folder = "data";
    if (!named) options->config_file = options_path(options, "samskab.conf");
    return options->config_file && apply_file(options, named) && apply_flags(options);
}

const char *options_path(const struct options *options, const char *name) {
    return str_format(options->arena, "%s/%s", options->data_folder, name).p;
}

const char *options_database_url(const struct options *options) {
    if (options->config.database.n) return str_c(options->arena, options->config.database);
    return str_format(options->arena, "sqlite:%s/samskab.db", options->data_folder).p;
}

/* The program's entrance: finds the command and hands it the rest of the line. */
#include "app/command.h"
#include "app/recount.h"
#include "base/count.h"

#include <argp.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct command commands[] = {
    {"serve", "run the site", serve_main},
    {"init", "make a data folder: configuration, secret, database", init_main},
    {"demo", "fill an empty site with a made-up municipality and a real election", demo_main},
    {"import", "import an election (.pb) of a participatory budget", import_main},
    {"recount", "count an election (.pb) again, exactly", recount_main},
    {"export", "write what the site holds as JSON lines", export_main},
    {"user", "list and create people, and make one-time links", user_main},
    {"migrate", "bring the database up to this version", migrate_main},
    {"doctor", "look for what is wrong and say what to do about it", doctor_main},
    {"routes", "list every address the program answers", routes_main},
    {"check-queries", "prepare every statement on the database", check_queries_main},
};

static void print_help(FILE *to) {
    (void)fprintf(to, "Usage: samskab COMMAND [OPTION...]\n\n"
                      "Samskab is a workspace for co-creation between a municipality, its\n"
                      "institutions, associations, companies and citizens.\n\n");
    for (size_t i = 0; i < COUNT(commands); i++)
        (void)fprintf(to, "  %-15s%s\n", commands[i].name, commands[i].summary);
    (void)fprintf(to,
                  "\n  --help         this list; samskab COMMAND --help tells more\n"
                  "  --version      the version\n\n"
                  "Exit code: 0 done, 1 failed (machine or data), 2 wrong option, configuration\n"
                  "or file, 3 refused (in use, or there already).\n");
}

static const struct command *command_find(const char *name) {
    for (size_t i = 0; i < COUNT(commands); i++)
        if (strcmp(name, commands[i].name) == 0) return &commands[i];
    return NULL;
}

int main(int argc, char **argv) {
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    (void)signal(SIGPIPE, SIG_IGN);
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        (void)printf("samskab %s\n", SAMSKAB_VERSION);
        return EXIT_DONE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-?") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    const struct command *command = command_find(name);
    if (!command) {
        if (*name) complain("there is no command \"%s\"", name);
        print_help(stderr);
        return EXIT_WRONG;
    }
    char full_name[64];
    (void)snprintf(full_name, sizeof full_name, "samskab %s", command->name);
    argv[1] = full_name;
    return command->run(argc - 1, argv + 1);
}

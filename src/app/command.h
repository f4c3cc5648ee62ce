/* What every command of the program shares: its entry in the table, exit codes, and complaints. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "base/rc.h"

struct command {
    const char *name;
    const char *summary;               /* one line for samskab --help */
    int (*run)(int argc, char **argv); /* argv[0] is "samskab NAME"; returns the exit code */
};

/* Exit codes of every command; README and --help name them. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,  /* the machine or the data: disk, database, network; doctor found a fault */
    EXIT_WRONG = 2,   /* what was asked or given: option, configuration, file */
    EXIT_REFUSED = 3, /* not now: another process has the data folder, or it exists already */
};

/* Writes "samskab: …" and a line end to stderr. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The exit code that fits a result code. */
int exit_code_of(enum rc rc);

/* The commands, one file each. */
int serve_main(int argc, char **argv);
int init_main(int argc, char **argv);
int demo_main(int argc, char **argv);
int import_main(int argc, char **argv);
int export_main(int argc, char **argv);
int user_main(int argc, char **argv);
int migrate_main(int argc, char **argv);
int doctor_main(int argc, char **argv);
int routes_main(int argc, char **argv);
int check_queries_main(int argc, char **argv);

#endif

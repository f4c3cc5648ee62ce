/* samskab migrate: bring the database up to this version of the program. */
#include "app/site.h"

#include <stdio.h>

int migrate_main(int argc, char **argv) {
    struct arena arena;
    struct options options;
    struct opened opened;
    struct command_line line = {
        .about = "Bring the database up to this version. A SQLite file that holds data is copied "
                 "first; going back means restoring that copy. samskab serve does the same when "
                 "it starts."};
    arena_init(&arena, 4 << 20);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) {
        code = exit_code_of(site_open(&opened, &options, DATABASE_MIGRATE));
        if (code == EXIT_DONE) {
            (void)printf("The database (%s) fits samskab %s.\n",
                         database_engine(opened.site.database), SAMSKAB_VERSION);
            site_close(&opened);
        }
    }
    arena_release(&arena);
    return code;
}

/* samskab init: a data folder with everything that samskab serve needs. */
#include "app/folder.h"
#include "app/site.h"

#include <stdio.h>

int init_main(int argc, char **argv) {
    struct arena arena;
    struct options options;
    struct command_line line = {
        .about = "Make a data folder: a configuration file that explains every key, the server's "
                 "key, and an empty database. Nothing that exists is touched.",
        .lists_keys = true};
    arena_init(&arena, 4 << 20);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) {
        struct opened opened;
        code = folder_create(&options);
        if (code == EXIT_DONE) code = exit_code_of(site_open(&opened, &options, DATABASE_MIGRATE));
        if (code == EXIT_DONE) {
            (void)printf("Made %s. Have a look at %s, then: samskab serve --data %s\n",
                         options.data_folder, options.config_file, options.data_folder);
            site_close(&opened);
        }
    }
    arena_release(&arena);
    return code;
}

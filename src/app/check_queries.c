/* samskab check-queries: every declared statement, prepared on the database as it is. */
#include "app/features.h"
#include "app/site.h"

#include <stdio.h>

static void print_line(void *data, const char *text) {
    (void)data;
    (void)printf("%s\n", text);
}

static size_t count_statements(const struct db_queries *const *queries) {
    size_t n = 0;
    for (; *queries; queries++) n += (*queries)->n;
    return n;
}

int check_queries_main(int argc, char **argv) {
    struct arena arena;
    struct options options;
    struct opened opened;
    const struct db_report report = {print_line, NULL};
    struct command_line line = {
        .about = "Prepare every statement of the program on the database, compare parameters and "
                 "columns with what the program expects, and look for statements that read whole "
                 "tables. Works beside a running server."};
    arena_init(&arena, 4 << 20);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) {
        code = exit_code_of(site_open(&opened, &options, DATABASE_READ));
        const struct db_queries *const *queries = features_queries(&arena);
        if (code == EXIT_DONE && queries) {
            size_t faults = database_check_queries(opened.site.database, queries, &report) +
                            db_lint_queries(queries, &report) +
                            db_lint_migrations(features_migrations(&arena), &report);
            (void)printf("%zu statements, %zu faults\n", count_statements(queries), faults);
            if (faults) code = EXIT_FAILED;
            site_close(&opened);
        }
    }
    arena_release(&arena);
    return code;
}

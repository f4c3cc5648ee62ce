/* samskab demo: fill an empty site, so that there is something to look at. */
#include "app/demo.h"

#include "app/folder.h"
#include "app/progress.h"
#include "app/site.h"
#include "feature/budget/import.h"
#include "platform/clock.h"
#include "platform/files.h"

#include <stdio.h>

/* Embedded by tools/embed.mjs, gzip. */
extern const char demo_content[], demo_content_end[];
extern const char demo_election[], demo_election_end[];

enum { CONTENT_MAX = 1 << 20, ELECTION_MAX = 8 << 20, DEMO_MEMORY = 128 << 20 };

static enum rc unpack(struct arena *arena, const char *from, const char *end, size_t max,
                      struct str *plain) {
    return gzip_unpack(arena, (struct str){from, (size_t)(end - from)}, max, plain);
}

static bool pass_progress(void *data, int permille) {
    progress_show(data, permille, 1000);
    return true;
}

static enum rc count_election(struct arena *arena, struct progress *bar,
                              struct budget_record *record) {
    struct str file;
    struct budget_election election;
    struct pb_error error;
    const struct budget_options options = {0};
    const struct budget_progress progress = {pass_progress, bar};
    TRY(unpack(arena, demo_election, demo_election_end, ELECTION_MAX, &file));
    TRY(pb_read(arena, file, &election, &error));
    return budget_record_make(arena, &election, &options, &progress, record);
}

static enum rc fill(struct arena *arena, const struct opened *opened, struct str *code) {
    struct budget_record record;
    struct progress bar;
    struct demo demo = {
        .arena = arena, .site = &opened->site, .now = clock_now_ms(), .record = &record};
    TRY(unpack(arena, demo_content, demo_content_end, CONTENT_MAX, &demo.content));
    progress_start(&bar, "Counting Wieliczka 2023");
    enum rc rc = count_election(arena, &bar, &record);
    progress_end(&bar);
    TRY(rc);
    TRY(database_write(opened->site.database, demo_fill, &demo));
    *code = demo.code;
    return RC_OK;
}

/* A folder made by this command says whose site it plays. */
static void name_site(struct options *options) {
    static const struct {
        const char *key, *value;
    } facts[] = {
        {"site-name", "Lindsø Kommune (opdigtet)"},
        {"contact-name", "Karla Kornblomst (opdigtet)"},
        {"contact-phone", "00 00 00 10"},
        {"contact-mail", "karla@lindsoe.example"},
    };
    size_t n;
    const struct config_key *keys = config_keys(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < COUNT(facts); j++)
            if (!options->flags[i] && str_is(str_from(keys[i].name), str_from(facts[j].key)))
                options->flags[i] = facts[j].value;
}

static int make_demo(struct options *options) {
    struct opened opened;
    if (!folder_holds_site(options)) {
        name_site(options);
        int code = folder_create(options);
        if (code != EXIT_DONE) return code;
    }
    enum rc rc = site_open(&opened, options, DATABASE_MIGRATE);
    if (rc != RC_OK) return exit_code_of(rc);
    struct str code = {0};
    rc = fill(options->arena, &opened, &code);
    site_close(&opened);
    if (rc == RC_OK)
        (void)printf("%s holds the made-up Lindsø Kommune, and the real vote of Wieliczka 2023 "
                     "(from Pabulib).\nA meeting is open there, with the code %.*s: start the "
                     "site, and join at /join.\n",
                     options->data_folder, STR_ARG(code));
    else if (rc == RC_CONFLICT)
        complain("%s has content already; demonstration content is for an empty site",
                 options->data_folder);
    else
        complain("nothing was written: %s", rc_name(rc));
    return exit_code_of(rc);
}

int demo_main(int argc, char **argv) {
    struct arena arena;
    struct options options;
    struct command_line line = {
        .about = "Fill an empty site with a made-up municipality, its institutions, associations, "
                 "people and initiatives, and the real election of Wieliczka 2023. Makes the data "
                 "folder when it is missing. Refuses when there is content."};
    arena_init(&arena, DEMO_MEMORY);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) code = make_demo(&options);
    arena_release(&arena);
    return code;
}

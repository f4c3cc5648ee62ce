/* samskab import: a vote in a .pb file becomes a counted budget on the site. */
#include "feature/budget/import.h"

#include "app/work.h"
#include "core/initiative.h"
#include "platform/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- the work, here or in the server ---- */

struct importing {
    struct work *work;
    struct arena *arena;
    struct budget_record record;
    struct initiative initiative; /* public_id set: it exists */
    struct budget_owner owner;
    struct activity activity;
};

/* Where the result belongs: the initiative that was named, or a new public one. */
static enum rc find_place(struct db *db, struct importing *importing) {
    struct initiative *initiative = &importing->initiative;
    const struct site *site = importing->work->site;
    if (control_value(importing->work->values, "initiative").n) {
        const struct request asking = {
            .db = db, .arena = importing->arena, .site = site, .now = importing->work->now};
        return initiative_load(&asking, initiative->public_id, initiative);
    }
    *initiative = (struct initiative){
        .public_id = id_random(),
        .title = importing->owner.title,
        .problem = text_of(LANG_DA, T_import_problem),
        .lang = LANG_DA,
        .contact_name = site->contact_name,
        .contact_phone = site->contact_phone,
        .theme = THEME_DEMOCRACY,
        .stage = STAGE_DOING,
        .type = TYPE_CO_GOVERNANCE,
        .level = LEVEL_CO_CREATION,
        .visibility = VISIBLE_PUBLIC,
        .created_at = importing->work->now,
        .updated_at = importing->work->now,
        .active_at = importing->work->now,
    };
    return initiative_create(db, importing->arena, initiative, SECTOR_EMPLOYEE);
}

static enum rc store(struct db *db, void *data) {
    struct importing *importing = data;
    TRY(find_place(db, importing));
    importing->owner.place = REF_INITIATIVE(importing->initiative.id);
    return budget_store(db, importing->arena, &importing->owner, &importing->record,
                        &importing->activity);
}

static bool pass_progress(void *data, int permille) {
    const struct work *work = data;
    work->progress(work->progress_data, permille, 1000);
    return true;
}

static enum rc read_and_count(struct importing *importing) {
    struct work *work = importing->work;
    struct budget_election election;
    struct budget_options options = {0};
    struct pb_error error;
    const struct budget_progress progress = {pass_progress, work};
    enum rc rc = budget_read_file(importing->arena, work->file, &election, &error);
    if (rc == RC_INVALID) work->problem = pb_error_text(work->arena, &error);
    if (rc == RC_LIMIT) work->problem = STR("the file is too large (at most 32 MB)");
    TRY(rc);
    struct str named = control_value(work->values, "options");
    if (named.n && budget_options_parse(importing->arena, named, &options) != RC_OK) {
        work->problem = STR("the options cannot be read");
        return RC_INVALID;
    }
    rc = budget_record_make(importing->arena, &election, &options, &progress, &importing->record);
    if (rc == RC_INVALID) work->problem = STR("these options do not fit this vote");
    return rc;
}

static enum rc import(struct importing *importing) {
    struct work *work = importing->work;
    struct str place = control_value(work->values, "initiative");
    if (place.n && id_parse(place, &importing->initiative.public_id) != RC_OK) {
        work->problem = STR("--initiative takes the letters and digits after /i/ in its address");
        return RC_INVALID;
    }
    TRY(read_and_count(importing));
    struct str title = control_value(work->values, "title");
    importing->owner = (struct budget_owner){
        .title = title.n ? title : importing->record.title,
        .source = control_value(work->values, "source"),
        .now = work->now,
    };
    enum rc rc = database_write(work->site->database, store, importing);
    if (rc == RC_ABSENT) work->problem = STR("there is no such initiative");
    return rc;
}

enum rc import_work(struct work *work) {
    struct arena arena;
    if (work->file < 0) return RC_INVALID;
    arena_init(&arena, BUDGET_IMPORT_MEMORY);
    struct importing importing = {.work = work, .arena = &arena};
    enum rc rc = import(&importing);
    if (rc == RC_OK) {
        char place[ID_TEXT_BYTES + 1], own[ID_TEXT_BYTES + 1];
        id_text(importing.initiative.public_id, place);
        id_text(importing.activity.public_id, own);
        control_add(
            &work->result, "address",
            str_format(work->arena, "%.*s/i/%s/budget/%s", STR_ARG(work->address), place, own));
        control_add(&work->result, "summary",
                    str_format(work->arena, "%lld ballots, %lld projects, %lld funded",
                               (long long)importing.record.summary.voters,
                               (long long)importing.record.summary.projects,
                               (long long)importing.record.summary.funded));
    }
    arena_release(&arena);
    return rc;
}

/* ---- the command ---- */

enum { KEY_INITIATIVE = 0x700, KEY_TITLE, KEY_SOURCE, KEY_SEED, KEY_OPTION };

struct asked {
    const char *file, *initiative, *title, *source;
    struct budget_options options;
    unsigned char seed[64];
};

static error_t parse_option(struct asked *asked, int key, char *arg, struct argp_state *state) {
    if (key < KEY_OPTION || key >= KEY_OPTION + BUDGET_OPTION__N) return ARGP_ERR_UNKNOWN;
    enum budget_option option = (enum budget_option)(key - KEY_OPTION);
    if (budget_option_set(&asked->options, option, str_from(arg)) != RC_OK)
        argp_error(state, "--%s cannot be %s", budget_option_names[option].option, arg);
    return 0;
}

static void parse_seed(struct asked *asked, const char *arg, struct argp_state *state) {
    size_t n = strlen(arg) / 2;
    if (n < 1 || n > sizeof asked->seed || str_unhex(str_from(arg), asked->seed, n) != RC_OK)
        argp_error(state, "--seed takes 1 to 64 bytes in hexadecimal");
    asked->options.seed = (struct str){(const char *)asked->seed, n};
}

static error_t parse(int key, char *arg, struct argp_state *state) {
    struct asked *asked = state->input;
    switch (key) {
    case KEY_INITIATIVE:
        asked->initiative = arg;
        return 0;
    case KEY_TITLE:
        asked->title = arg;
        return 0;
    case KEY_SOURCE:
        asked->source = arg;
        return 0;
    case KEY_SEED:
        parse_seed(asked, arg, state);
        return 0;
    case ARGP_KEY_ARG:
        if (asked->file) argp_usage(state);
        asked->file = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_usage(state);
        return 0;
    default:
        return parse_option(asked, key, arg, state);
    }
}

static int run(const struct options *options, const struct asked *asked) {
    int file = open(asked->file, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        complain("%s: %s", asked->file, strerror(errno));
        return EXIT_WRONG;
    }
    struct control_request request = {.command = STR("import")};
    struct control_answer answer = {0};
    if (asked->initiative) control_add(&request.values, "initiative", str_from(asked->initiative));
    if (asked->title) control_add(&request.values, "title", str_from(asked->title));
    if (asked->source) control_add(&request.values, "source", str_from(asked->source));
    control_add(&request.values, "options", budget_options_text(options->arena, &asked->options));
    int code = work_do(options, &request, file, "Counting", &answer);
    (void)close(file);
    if (code != EXIT_DONE) return code;
    struct str summary = control_value(&answer.values, "summary");
    struct str address = control_value(&answer.values, "address");
    (void)printf("Imported %s: %.*s\n%.*s\n", asked->file, STR_ARG(summary), STR_ARG(address));
    return EXIT_DONE;
}

/* --rule, --utility … from the table of counting options. */
static bool add_options(struct arena *arena, struct argp_option *own) {
    for (int i = 0; i < BUDGET_OPTION__N; i++) {
        struct buf names;
        buf_init(&names, arena, 512);
        for (size_t j = 1; j < budget_option_names[i].n; j++) {
            if (j > 1) buf_add_char(&names, '|');
            buf_add(&names, str_from(budget_option_names[i].names[j]));
        }
        buf_add_char(&names, '\0');
        if (!buf_ok(&names)) return false;
        own[i] = (struct argp_option){.name = budget_option_names[i].option,
                                      .key = KEY_OPTION + i,
                                      .arg = names.p,
                                      .doc = "how to count (default: what the file says)"};
    }
    return true;
}

int import_main(int argc, char **argv) {
    static const struct argp_option first[] = {
        {.name = "initiative",
         .key = KEY_INITIATIVE,
         .arg = "ID",
         .doc = "the initiative it belongs to (default: a new public one)"},
        {.name = "title",
         .key = KEY_TITLE,
         .arg = "TEXT",
         .doc = "default: the file's description"},
        {.name = "source", .key = KEY_SOURCE, .arg = "TEXT", .doc = "where the ballots come from"},
        {.name = "seed", .key = KEY_SEED, .arg = "HEX", .doc = "the published seed of the lot"},
    };
    struct argp_option own[COUNT(first) + BUDGET_OPTION__N + 1] = {0};
    struct arena arena;
    struct options options;
    struct asked asked = {0};
    struct command_line line = {
        .usage = "FILE.pb",
        .about = "Check, count and store an election of a participatory budget. A bad file is "
                 "refused with line and reason, and nothing is imported. A running server does "
                 "the work.",
        .own = own,
        .parse = parse,
        .input = &asked};
    arena_init(&arena, 4 << 20);
    memcpy(own, first, sizeof first);
    int code = EXIT_FAILED;
    if (add_options(&arena, own + COUNT(first))) {
        code = EXIT_WRONG;
        if (options_parse(&options, &arena, &line, argc, argv)) code = run(&options, &asked);
    }
    arena_release(&arena);
    return code;
}

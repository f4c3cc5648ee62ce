/* samskab user: list people, create one, and make one-time links. For whoever has the console. */
#include "app/app_queries.h"
#include "app/site.h"
#include "app/work.h"
#include "core/login_link.h"
#include "core/person.h"

#include <stdio.h>
#include <string.h>

static const struct db_query by_key = {
    "app.people",
    "SELECT id, public_id, name, mail, sector, is_administrator, created_at FROM person "
    "WHERE id > $1 AND erased_at IS NULL ORDER BY id LIMIT 500",
    "i",
    .columns =
        (const struct db_column[]){
            DB_COL(struct person_line, id), DB_COL(struct person_line, public_id),
            DB_COL(struct person_line, name), DB_COL(struct person_line, mail),
            DB_COL(struct person_line, sector), DB_COL(struct person_line, is_administrator),
            DB_COL(struct person_line, created_at)},
    .n_columns = 7,
    .row_size = sizeof(struct person_line)};

static const struct db_query *const queries[] = {&by_key};
const struct db_queries user_queries = DB_QUERIES("app.user", queries);

/* ---- the work, here or in the server ---- */

struct making {
    struct work *work;
    struct person person; /* mail is set; the rest for a new one */
    bool create;
    struct str token;
};

static enum rc make(struct db *db, void *data) {
    struct making *making = data;
    struct work *work = making->work;
    struct arena *arena = work->arena;
    enum rc rc = making->create ? person_create(db, arena, &making->person)
                                : person_by_mail(db, arena, making->person.mail, &making->person);
    TRY(rc);
    struct login_link link = {.purpose = PURPOSE_WELCOME,
                              .person = making->person.id,
                              .lang = making->person.lang,
                              .created_at = work->now};
    return login_link_make(db, arena, work->site->secret, &link, work->now, &making->token);
}

/* The address folded as in forms; empty unless it is one. */
static struct str fold_mail(struct arena *arena, struct str text) {
    struct str copy = str_copy(arena, str_trim(text));
    char *p = (char *)(uintptr_t)copy.p;
    size_t at = str_find(copy, '@', 0);
    bool good = p && at > 0 && at + 1 < copy.n && str_find(copy, '@', at + 1) == copy.n &&
                copy.n <= PERSON_MAIL_MAX;
    for (size_t i = 0; good && i < copy.n; i++) {
        if ((unsigned char)p[i] <= ' ' || strchr("\"(),:;<>[\\]\x7f", p[i])) good = false;
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 'a' - 'A');
    }
    return good ? copy : (struct str){0};
}

static enum rc finish(struct making *making, enum rc rc) {
    struct work *work = making->work;
    if (rc != RC_OK) return rc;
    struct str path = login_link_url(work->arena, making->token).path;
    struct str link = str_format(work->arena, "%.*s%.*s", STR_ARG(work->address), STR_ARG(path));
    control_add(&work->result, "link", link);
    control_add(&work->result, "name", making->person.name);
    return link.p ? RC_OK : RC_BROKEN;
}

static enum rc read_mail(struct making *making) {
    struct work *work = making->work;
    making->person.mail = fold_mail(work->arena, control_value(work->values, "mail"));
    if (making->person.mail.n) return RC_OK;
    work->problem = STR("that is no mail address");
    return RC_INVALID;
}

enum rc user_create_work(struct work *work) {
    struct str name = str_trim(control_value(work->values, "name"));
    struct str lang = control_value(work->values, "lang");
    struct making making = {
        .work = work,
        .create = true,
        .person = {.name = name,
                   .lang = lang.n ? lang : STR("da"),
                   .sector = SECTOR_OTHER,
                   .is_administrator =
                       str_is(control_value(work->values, "administrator"), STR("yes")),
                   .created_at = work->now}};
    TRY(read_mail(&making));
    if (!name.n || !str_is_utf8(name) || str_length(name) > PERSON_NAME_MAX) {
        work->problem = STR("a name has 1 to 100 letters");
        return RC_INVALID;
    }
    enum rc rc = database_write(work->site->database, make, &making);
    if (rc == RC_ABSENT) {
        work->problem = STR("there is an account with that address; samskab user link makes a "
                            "link to it");
        return RC_CONFLICT;
    }
    return finish(&making, rc);
}

enum rc user_link_work(struct work *work) {
    struct making making = {.work = work};
    TRY(read_mail(&making));
    enum rc rc = database_write(work->site->database, make, &making);
    if (rc == RC_ABSENT) work->problem = STR("there is no account with that address");
    return finish(&making, rc);
}

/* ---- the command ---- */

enum { KEY_ADMINISTRATOR = 0x700, KEY_LANG };

struct asked {
    const char *words[3]; /* list | create MAIL NAME | link MAIL */
    int n;
    bool administrator;
    const char *lang;
};

static error_t parse(int key, char *arg, struct argp_state *state) {
    struct asked *asked = state->input;
    switch (key) {
    case KEY_ADMINISTRATOR:
        asked->administrator = true;
        return 0;
    case KEY_LANG:
        if (strcmp(arg, "da") != 0 && strcmp(arg, "en") != 0)
            argp_error(state, "--lang is da or en");
        asked->lang = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (asked->n == (int)COUNT(asked->words)) argp_usage(state);
        asked->words[asked->n++] = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_usage(state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int list_people(const struct options *options) {
    struct opened opened;
    enum rc rc = site_open(&opened, options, DATABASE_READ);
    if (rc != RC_OK) return exit_code_of(rc);
    struct db *db = NULL;
    struct person_list list = {0};
    int64_t last = 0;
    rc = db_read_begin(opened.site.database, &db);
    while (rc == RC_OK) {
        struct arena_mark mark = arena_mark(options->arena);
        rc = DB_ALL(db, options->arena, &by_key, &list.rows, DB_INT(last));
        if (rc != RC_OK || list.rows.n == 0) break;
        for (size_t i = 0; i < list.rows.n; i++) {
            const struct person_line *p = &list.rows.v[i];
            (void)printf("%-40.*s %-30.*s%s\n", STR_ARG(p->mail), STR_ARG(p->name),
                         p->is_administrator ? " administrator" : "");
        }
        last = list.rows.v[list.rows.n - 1].id;
        arena_back(options->arena, mark);
    }
    db_read_end(db);
    site_close(&opened);
    return exit_code_of(rc);
}

static int make_link(const struct options *options, const struct asked *asked) {
    bool create = strcmp(asked->words[0], "create") == 0;
    struct control_request request = {.command = create ? STR("user-create") : STR("user-link")};
    struct control_answer answer = {0};
    control_add(&request.values, "mail", str_from(asked->words[1]));
    if (create) {
        control_add(&request.values, "name", str_from(asked->words[2]));
        control_add(&request.values, "lang", str_from(asked->lang ? asked->lang : "da"));
        control_add(&request.values, "administrator",
                    asked->administrator ? STR("yes") : STR("no"));
    }
    int code = work_do(options, &request, -1, "Waiting", &answer);
    if (code != EXIT_DONE) return code;
    struct str name = control_value(&answer.values, "name");
    struct str link = control_value(&answer.values, "link");
    (void)printf("A link for %.*s, good once and for a week:\n%.*s\n", STR_ARG(name),
                 STR_ARG(link));
    return EXIT_DONE;
}

static int run(const struct options *options, const struct asked *asked) {
    if (strcmp(asked->words[0], "list") == 0 && asked->n == 1) return list_people(options);
    if (strcmp(asked->words[0], "create") == 0 && asked->n == 3) return make_link(options, asked);
    if (strcmp(asked->words[0], "link") == 0 && asked->n == 2) return make_link(options, asked);
    complain("user takes: list, create MAIL NAME, or link MAIL");
    return EXIT_WRONG;
}

int user_main(int argc, char **argv) {
    static const struct argp_option own[] = {
        {.name = "administrator",
         .key = KEY_ADMINISTRATOR,
         .doc = "create: may run the whole site"},
        {.name = "lang",
         .key = KEY_LANG,
         .arg = "da|en",
         .doc = "create: language of pages and letters (default: da)"},
        {0}};
    struct arena arena;
    struct options options;
    struct asked asked = {0};
    struct command_line line = {
        .usage = "list\ncreate MAIL NAME\nlink MAIL",
        .about = "List the people with an account, create one, or make a one-time link with which "
                 "somebody signs in. A running server does the writing.",
        .own = own,
        .parse = parse,
        .input = &asked};
    arena_init(&arena, 16 << 20);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) code = run(&options, &asked);
    arena_release(&arena);
    return code;
}

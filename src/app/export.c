/*
 * samskab export: what the site holds, as JSON lines, for anyone who wants to take it elsewhere.
 * Without --all only what every visitor can see.
 */
#include "app/app_queries.h"
#include "app/site.h"
#include "core/initiative.h"
#include "core/organisation.h"
#include "platform/files.h"

#include <jansson.h>
#include <stdio.h>

enum { EXPORT_MEMORY = 256 << 20, BALLOTS_MAX = 64 << 20 };

/* ---- rows ---- */

struct organisation_row {
    int64_t id;
    uint64_t public_id, parent;
    int kind;
    struct str name, about, lang, contact_name, contact_phone;
    int64_t created_at;
};
static const struct db_column organisation_columns[] = {
    DB_COL(struct organisation_row, id),
    DB_COL(struct organisation_row, public_id),
    DB_COL(struct organisation_row, parent),
    DB_COL(struct organisation_row, kind),
    DB_COL(struct organisation_row, name),
    DB_COL(struct organisation_row, about),
    DB_COL(struct organisation_row, lang),
    DB_COL(struct organisation_row, contact_name),
    DB_COL(struct organisation_row, contact_phone),
    DB_COL(struct organisation_row, created_at)};
static const struct db_query all_organisations = {
    "export.organisations",
    "SELECT o.id, o.public_id, p.public_id AS parent, o.kind, o.name, o.about, o.lang, "
    "o.contact_name, o.contact_phone, o.created_at FROM organisation o "
    "LEFT JOIN organisation p ON p.id = o.parent ORDER BY o.id",
    "", DB_ROW(struct organisation_row, organisation_columns), .may_scan = true};

struct initiative_row {
    int64_t id;
    uint64_t public_id, owner;
    struct str title, problem, contact_name, contact_phone, area;
    int lang, theme, stage, type, level, visibility;
    int64_t created_at, active_at, closed_at;
};
static const struct db_column initiative_columns[] = {DB_COL(struct initiative_row, id),
                                                      DB_COL(struct initiative_row, public_id),
                                                      DB_COL(struct initiative_row, owner),
                                                      DB_COL(struct initiative_row, title),
                                                      DB_COL(struct initiative_row, problem),
                                                      DB_COL(struct initiative_row, contact_name),
                                                      DB_COL(struct initiative_row, contact_phone),
                                                      DB_COL(struct initiative_row, area),
                                                      DB_COL(struct initiative_row, lang),
                                                      DB_COL(struct initiative_row, theme),
                                                      DB_COL(struct initiative_row, stage),
                                                      DB_COL(struct initiative_row, type),
                                                      DB_COL(struct initiative_row, level),
                                                      DB_COL(struct initiative_row, visibility),
                                                      DB_COL(struct initiative_row, created_at),
                                                      DB_COL(struct initiative_row, active_at),
                                                      DB_COL(struct initiative_row, closed_at)};
static const struct db_query all_initiatives = {
    "export.initiatives",
    "SELECT i.id, i.public_id, o.public_id AS owner, i.title, i.problem, i.contact_name, "
    "i.contact_phone, i.area, i.lang, i.theme, i.stage, i.type, i.level, i.visibility, "
    "i.created_at, i.active_at, i.closed_at FROM initiative i "
    "LEFT JOIN organisation o ON o.id = i.owner_id WHERE i.visibility <= $1 ORDER BY i.id",
    "i", DB_ROW(struct initiative_row, initiative_columns), .may_scan = true};

/* A counted vote whose ballots may be given away: it belongs to an organisation, or to an
   initiative that may be seen. */
struct budget_row {
    int64_t id;
    uint64_t public_id, initiative, organisation;
    struct str title;
    int64_t created_at, votes_file;
};
static const struct db_column budget_columns[] = {
    DB_COL(struct budget_row, id),         DB_COL(struct budget_row, public_id),
    DB_COL(struct budget_row, initiative), DB_COL(struct budget_row, organisation),
    DB_COL(struct budget_row, title),      DB_COL(struct budget_row, created_at),
    DB_COL(struct budget_row, votes_file)};
static const struct db_query next_budget = {
    "export.budgets",
    "SELECT a.id, a.public_id, i.public_id AS initiative, o.public_id AS organisation, a.title, "
    "a.created_at, b.votes_file FROM activity a JOIN budget b ON b.activity = a.id "
    "LEFT JOIN initiative i ON a.place_kind = $2 AND i.id = a.place_id "
    "LEFT JOIN organisation o ON a.place_kind = $3 AND o.id = a.place_id "
    "WHERE a.id > $1 AND (o.id IS NOT NULL OR i.visibility <= $4) ORDER BY a.id LIMIT 1",
    "iiii", DB_ROW(struct budget_row, budget_columns)};

static const struct db_query *const queries[] = {&all_organisations, &all_initiatives,
                                                 &next_budget};
const struct db_queries export_queries = DB_QUERIES("app.export", queries);

/* ---- writing ---- */

struct exporting {
    struct db *db;
    struct arena *arena;
    int visible; /* enum visibility: up to which one */
    FILE *out;
    size_t n;
};

static json_t *id_of(uint64_t id) {
    char text[ID_TEXT_BYTES + 1];
    if (!id) return json_null();
    id_text(id, text);
    return json_string(text);
}

static json_t *text_of_str(struct str s) {
    return json_stringn(s.p ? s.p : "", s.n);
}

static json_t *when_of(int64_t ms) {
    return ms ? json_integer(ms) : json_null();
}

/* Takes the object over. Times are UTC milliseconds. */
static enum rc write_line(struct exporting *exporting, json_t *json) {
    if (!json) return RC_BROKEN;
    int failed = json_dumpf(json, exporting->out, JSON_COMPACT) || putc('\n', exporting->out) < 0;
    json_decref(json);
    exporting->n++;
    return failed ? RC_BROKEN : RC_OK;
}

static enum rc write_organisation(void *data, const void *row) {
    const struct organisation_row *r = row;
    return write_line(data, json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "type",
                                      "organisation", "id", id_of(r->public_id), "parent",
                                      id_of(r->parent), "kind", kind_choices[r->kind], "name",
                                      text_of_str(r->name), "about", text_of_str(r->about), "lang",
                                      text_of_str(r->lang), "contact", text_of_str(r->contact_name),
                                      "phone", text_of_str(r->contact_phone), "created",
                                      when_of(r->created_at)));
}

static enum rc write_initiative(void *data, const void *row) {
    const struct initiative_row *r = row;
    json_t *json = json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "type", "initiative",
                             "id", id_of(r->public_id), "owner", id_of(r->owner), "title",
                             text_of_str(r->title), "problem", text_of_str(r->problem), "contact",
                             text_of_str(r->contact_name), "phone", text_of_str(r->contact_phone),
                             "area", text_of_str(r->area), "lang", lang_code((enum lang)r->lang).p);
    json_t *more = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "theme", theme_choices[r->theme], "stage",
        stage_choices[r->stage], "kind", type_choices[r->type], "involvement",
        level_choices[r->level], "visibility", visibility_choices[r->visibility], "created",
        when_of(r->created_at), "active", when_of(r->active_at), "closed", when_of(r->closed_at));
    if (json && more && json_object_update(json, more) == 0) {
        json_decref(more);
        return write_line(data, json);
    }
    json_decref(json);
    json_decref(more);
    return RC_BROKEN;
}

/* With its ballots as the .pb text, without voters' own data. */
static enum rc write_budget(struct exporting *exporting, const struct budget_row *r) {
    struct file file;
    struct str packed, ballots;
    TRY(file_load(exporting->db, exporting->arena, r->votes_file, &file));
    TRY(file_read(exporting->db, exporting->arena, &file, BALLOTS_MAX, &packed));
    TRY(gzip_unpack(exporting->arena, packed, BALLOTS_MAX, &ballots));
    return write_line(
        exporting, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "type", "budget", "id",
                             id_of(r->public_id), "initiative", id_of(r->initiative),
                             "organisation", id_of(r->organisation), "title", text_of_str(r->title),
                             "created", when_of(r->created_at), "pb", text_of_str(ballots)));
}

static enum rc write_budgets(struct exporting *exporting) {
    struct budget_row row = {0};
    for (;;) {
        struct arena_mark mark = arena_mark(exporting->arena);
        enum rc rc = DB_ONE(exporting->db, exporting->arena, &next_budget, &row, DB_INT(row.id),
                            DB_INT(OBJECT_INITIATIVE), DB_INT(OBJECT_ORGANISATION),
                            DB_INT(exporting->visible));
        if (rc == RC_ABSENT) return RC_OK;
        TRY(rc);
        TRY(write_budget(exporting, &row));
        arena_back(exporting->arena, mark);
    }
}

static enum rc write_all(struct exporting *e) {
    TRY(DB_EACH(e->db, e->arena, &all_organisations, write_organisation, e));
    TRY(DB_EACH(e->db, e->arena, &all_initiatives, write_initiative, e, DB_INT(e->visible)));
    TRY(write_budgets(e));
    return fflush(e->out) == 0 ? RC_OK : RC_BROKEN;
}

/* ---- the command ---- */

static error_t parse(int key, char *arg, struct argp_state *state) {
    bool *all = state->input;
    (void)arg;
    if (key == ARGP_KEY_ARG) argp_usage(state);
    if (key != 'a') return ARGP_ERR_UNKNOWN;
    *all = true;
    return 0;
}

static int export(struct arena *arena, const struct options *options, bool all) {
    struct opened opened;
    enum rc rc = site_open(&opened, options, DATABASE_READ);
    if (rc != RC_OK) return exit_code_of(rc);
    struct exporting exporting = {
        .arena = arena, .visible = all ? VISIBLE_PRIVATE : VISIBLE_PUBLIC, .out = stdout};
    rc = db_read_begin(opened.site.database, &exporting.db);
    if (rc == RC_OK) rc = write_all(&exporting);
    db_read_end(exporting.db);
    site_close(&opened);
    if (rc != RC_OK) complain("broke off after %zu lines: %s", exporting.n, rc_name(rc));
    return exit_code_of(rc);
}

int export_main(int argc, char **argv) {
    static const struct argp_option own[] = {
        {.name = "all",
         .key = 'a',
         .doc = "also what only members or parties may see; for administrators"},
        {0}};
    struct arena arena;
    struct options options;
    bool all = false;
    struct command_line line = {
        .about = "Write organisations, initiatives and counted budgets (with their ballots as .pb) "
                 "as JSON lines to stdout. Without --all only what every visitor can see. Works "
                 "beside a running server.",
        .own = own,
        .parse = parse,
        .input = &all};
    arena_init(&arena, EXPORT_MEMORY);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) code = export(&arena, &options, all);
    arena_release(&arena);
    return code;
}

/* An organisation's own decks and stars: the list, each version's page, files in and out. */
#include "feature/tool/own.h"

#include "feature/tool/print.h"

/* ---- shared ---- */

const struct organisation *own_organisation(const struct request *request) {
    return request_object(request, OBJECT_ORGANISATION)->row;
}

static struct str organisation_text(const struct request *request) {
    char text[ID_TEXT_BYTES + 1];
    id_text(own_organisation(request)->public_id, text);
    return str_copy(request->arena, str_from(text));
}

struct url own_url(const struct request *request, const char *rest) {
    struct str id = organisation_text(request);
    return rest[0] ? url_format(request->arena, "/o/%s/tools/%s", id, str_from(rest))
                   : url_format(request->arena, "/o/%s/tools", id);
}

struct url own_page_url(const struct request *request, uint64_t public_id, const char *rest) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    struct str id = organisation_text(request), of = str_copy(request->arena, str_from(text));
    return rest[0] ? url_format(request->arena, "/o/%s/tools/%s/%s", id, of, str_from(rest))
                   : url_format(request->arena, "/o/%s/tools/%s", id, of);
}

struct page_head own_head(struct request *request, struct str title) {
    const struct organisation *organisation = own_organisation(request);
    struct page_head head = {.title = title, .search_index = STR("noindex")};
    struct crumb_step *steps = arena_new_array(request->arena, 2, struct crumb_step);
    if (!steps) return head;
    steps[0] = (struct crumb_step){organisation->name,
                                   organisation_url(request->arena, organisation->public_id)};
    steps[1] = (struct crumb_step){text_of(request->lang, T_own_list_title), own_url(request, "")};
    head.crumbs = steps;
    head.n_crumbs = 2;
    return head;
}

enum rc own_find(struct request *request, struct content_row *row) {
    uint64_t id;
    if (id_parse(request_param(request, "content"), &id) != RC_OK) return RC_ABSENT;
    TRY(content_by_public_id(request->db, request->arena, id, row));
    return row->organisation == own_organisation(request)->id ? RC_OK : RC_ABSENT;
}

enum rc own_open(struct request *request, const struct content_row *row, const struct tool **tool,
                 struct content *content) {
    struct content_problem problem;
    *tool = tool_find(request->site, row->tool);
    if (!*tool) return RC_ABSENT;
    enum rc rc = content_read(request->arena, *tool, row->json, content, &problem);
    return rc == RC_INVALID ? RC_BROKEN : rc;
}

struct str own_problem(struct request *request, const struct content_problem *problem) {
    struct str reason = text_of(request->lang, problem->reason);
    if (problem->line)
        return TEXT(request->arena, request->lang, T_own_problem_line, ARG("line", problem->line),
                    ARG("column", problem->column), ARG("reason", reason));
    if (!problem->where.n) return reason;
    return str_format(request->arena, "%.*s: %.*s", STR_ARG(problem->where), STR_ARG(reason));
}

/* ---- the list ---- */

static enum rc view_list(struct request *request, struct own_list *view) {
    struct content_rows rows = {0};
    TRY(content_list(request->db, request->arena, own_organisation(request)->id, (struct str){0},
                     &rows));
    struct own_tile *tiles = arena_new_array(request->arena, rows.rows.n + 1, struct own_tile);
    if (!tiles) return RC_LIMIT;
    for (size_t i = 0; i < rows.rows.n; i++) {
        const struct content_row *row = &rows.rows.v[i];
        const struct tool *tool = tool_find(request->site, row->tool);
        tiles[i] = (struct own_tile){.title = row->title,
                                     .tool = tool ? tool->title : T_none,
                                     .url = own_page_url(request, row->public_id, ""),
                                     .version = row->version,
                                     .made = {row->created_at}};
    }
    view->rows.v = tiles;
    view->rows.n = rows.rows.n;
    return RC_OK;
}

static enum rc view_tools(struct request *request, struct own_list *view) {
    const struct tool *const *tools = request->site->tools;
    size_t most = 1, n = 0;
    for (size_t i = 0; tools && tools[i]; i++) most++;
    struct own_tool *list = arena_new_array(request->arena, most, struct own_tool);
    if (!list) return RC_LIMIT;
    for (size_t i = 0; tools && tools[i]; i++)
        if (tools[i]->may_change_rays)
            list[n++] = (struct own_tool){
                tools[i]->title, url_format(request->arena, "/o/%s/tools/new?tool=%s",
                                            organisation_text(request), str_from(tools[i]->key))};
    view->tools.v = list;
    view->tools.n = n;
    return RC_OK;
}

/* What import_read leaves. */
struct import {
    struct str json, title, tool, problem;
    uint64_t saved;
};

enum rc own_show_list(struct request *request) {
    const struct organisation *organisation = own_organisation(request);
    const struct import *import = request->state;
    struct own_list view = {.organisation = organisation->name,
                            .lang = organisation->lang,
                            .import_url = own_url(request, "import"),
                            .file = {.name = STR("json"),
                                     .label = T_own_import,
                                     .hint = T_own_import_hint,
                                     .required = true,
                                     .is_area = true,
                                     .rows = 8}};
    if (import) {
        view.file.value = import->json;
        view.file.error = import->problem;
    }
    TRY(view_list(request, &view));
    TRY(view_tools(request, &view));
    struct page page;
    page_start(request, &page);
    tool_own_list_html(&page, &view);
    struct page_head head = own_head(request, text_of(request->lang, T_own_list_title));
    head.n_crumbs = 1;
    return answer_page(request, &page, &head);
}

/* ---- one version ---- */

static enum rc view_content(struct request *request, const struct content *content,
                            struct own_page *view) {
    size_t n = content->cards.n + content->axes.n, at = 0;
    struct own_row *rows = arena_new_array(request->arena, n + 1, struct own_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < content->cards.n; i++)
        rows[at++] = (struct own_row){.text = content->cards.v[i].stem};
    for (size_t i = 0; i < content->axes.n; i++) {
        const struct content_axis *axis = &content->axes.v[i];
        rows[at] = (struct own_row){.text = axis->label, .help = axis->help};
        if (axis->aspect >= 0) rows[at].aspect = content->aspects.v[axis->aspect].label;
        at++;
    }
    view->rows.v = rows;
    view->rows.n = at;
    return RC_OK;
}

static enum rc view_versions(struct request *request, const struct content_row *row,
                             struct own_page *view) {
    struct content_rows versions = {0};
    TRY(content_versions(request->db, request->arena, row->family, &versions));
    struct own_version *list =
        arena_new_array(request->arena, versions.rows.n + 1, struct own_version);
    if (!list) return RC_LIMIT;
    for (size_t i = 0; i < versions.rows.n; i++) {
        const struct content_row *of = &versions.rows.v[i];
        list[i] = (struct own_version){.version = of->version,
                                       .made = {of->created_at},
                                       .url = own_page_url(request, of->public_id, ""),
                                       .here = of->public_id == row->public_id};
    }
    view->versions.v = list;
    view->versions.n = versions.rows.n;
    return RC_OK;
}

enum rc own_show(struct request *request) {
    struct content_row row;
    struct content content;
    const struct tool *tool;
    TRY(own_find(request, &row));
    TRY(own_open(request, &row, &tool, &content));
    struct own_page view = {.title = row.title,
                            .tool = tool->title,
                            .version = row.version,
                            .made = {row.created_at},
                            .is_newest = row.is_newest,
                            .is_retired = row.is_retired,
                            .is_cards = tool->engine == ENGINE_CARDS,
                            .edit_url = own_page_url(request, row.public_id, "edit"),
                            .file_url = own_page_url(request, row.public_id, "file"),
                            .print_url = own_page_url(request, row.public_id, "print"),
                            .retire_url = own_page_url(request, row.public_id, "retire")};
    TRY(view_content(request, &content, &view));
    TRY(view_versions(request, &row, &view));
    struct page page;
    page_start(request, &page);
    tool_own_page_html(&page, &view);
    const struct page_head head = own_head(request, row.title);
    return answer_page(request, &page, &head);
}

enum rc own_show_file(struct request *request) {
    struct content_row row;
    TRY(own_find(request, &row));
    struct str name =
        str_format(request->arena, "samskab-%.*s-%d.json", STR_ARG(row.tool), row.version);
    return answer_bytes(request, "application/json; charset=utf-8", name, row.json);
}

enum rc own_show_print(struct request *request) {
    struct content_row row;
    const struct tool *tool;
    struct content *content = arena_new(request->arena, struct content);
    if (!content) return RC_LIMIT;
    TRY(own_find(request, &row));
    TRY(own_open(request, &row, &tool, content));
    request->state = content;
    return print_show(request, tool);
}

enum rc own_apply_retire(struct request *request) {
    struct content_row row;
    TRY(own_find(request, &row));
    return content_retire(request, row.family);
}

enum rc own_answer_retire(struct request *request) {
    return answer_redirect(request, own_url(request, ""), T_own_retired);
}

/* ---- import ---- */

/* What stands behind the first "tool": of the file, so that the whole can be checked against that
   tool; content_read sees then whether it is really so. */
static struct str tool_key_in(struct str json) {
    static const struct str name = STR_INIT("\"tool\"");
    struct str rest = json;
    while (rest.n && !str_starts(rest, name)) rest = str_slice(rest, 1, rest.n);
    rest = str_trim(str_slice(rest, name.n, rest.n));
    if (!str_starts(rest, STR(":"))) return (struct str){0};
    rest = str_trim(str_slice(rest, 1, rest.n));
    if (!str_starts(rest, STR("\""))) return (struct str){0};
    return str_slice(rest, 1, str_find(rest, '"', 1));
}

/* A file that is no JSON, or for no tool of ours, is told so by the first tool. */
static const struct tool *tool_of_file(struct request *request, struct str json) {
    const struct tool *tool = tool_find(request->site, tool_key_in(json));
    return tool ? tool : request->site->tools[0];
}

enum rc own_read_import(struct request *request) {
    struct import *import = arena_new(request->arena, struct import);
    struct content content;
    struct content_problem problem;
    if (!import) return RC_LIMIT;
    request->state = import;
    import->json = form_value(request->form, "json");
    const struct tool *tool = tool_of_file(request, import->json);
    enum rc rc = content_read(request->arena, tool, import->json, &content, &problem);
    if (rc == RC_OK && !tool->may_change_rays) {
        problem = (struct content_problem){.where = STR("tool"), .reason = T_content_tool};
        rc = RC_INVALID;
    }
    if (rc == RC_INVALID) import->problem = own_problem(request, &problem);
    TRY(rc);
    content.version = 1;
    import->title = content.title;
    import->tool = str_from(tool->key);
    return content_write(request->arena, &content, &import->json);
}

enum rc own_apply_import(struct request *request) {
    struct import *import = request->state;
    struct content_row row = {.organisation = own_organisation(request)->id,
                              .tool = import->tool,
                              .title = import->title,
                              .json = import->json};
    TRY(content_add(request, &row));
    import->saved = row.public_id;
    return RC_OK;
}

enum rc own_answer_import(struct request *request) {
    const struct import *import = request->state;
    return answer_redirect(request, own_page_url(request, import->saved, ""), T_own_saved);
}

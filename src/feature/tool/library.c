/* The routes of the library, the catalogue in three parts, and the page of each tool. */
#include "feature/tool/feature.h"

#include "feature/tool/own.h"
#include "platform/assets.h"

static const struct route routes[] = {
    {GET, "/tools", .answer = tool_show_list, .need = MAY_ANYONE},
    {GET, "/tools/:tool", .answer = tool_show, .need = MAY_ANYONE},
    {GET, "/tools/:tool/try", .answer = tool_show_try, .need = MAY_ANYONE},
    {GET, "/tools/:tool/print", .answer = tool_show_print, .need = MAY_ANYONE},
    {GET, "/o/:organisation/tools", .answer = own_show_list, .need = MAY_MANAGE},
    {GET, "/o/:organisation/tools/new", .answer = own_show_new, .need = MAY_MANAGE},
    {POST, "/o/:organisation/tools/draft", .prepare = own_read_draft, .apply = own_apply_draft,
     .answer = own_answer_draft, .show = own_show_editor, .need = MAY_MANAGE},
    {POST, "/o/:organisation/tools/import", .prepare = own_read_import, .apply = own_apply_import,
     .answer = own_answer_import, .show = own_show_list, .need = MAY_MANAGE},
    {GET, "/o/:organisation/tools/:content", .answer = own_show, .need = MAY_MANAGE},
    {GET, "/o/:organisation/tools/:content/edit", .answer = own_show_edit, .need = MAY_MANAGE},
    {GET, "/o/:organisation/tools/:content/file", .answer = own_show_file, .need = MAY_MANAGE},
    {GET, "/o/:organisation/tools/:content/print", .answer = own_show_print, .need = MAY_MANAGE},
    {POST, "/o/:organisation/tools/:content/retire", .apply = own_apply_retire,
     .answer = own_answer_retire, .need = MAY_MANAGE},
};

const struct feature feature_tool = {
    .name = "tool",
    .routes = routes,
    .n_routes = COUNT(routes),
};

/* ---- shared ---- */

/* Names that people know a tool by, in addresses. */
static const struct {
    struct str name, key;
} other_names[] = {
    {STR_INIT("samarbejdsstjernen"), STR_INIT("star")},
    {STR_INIT("samskabelsesstjernen"), STR_INIT("star")},
    {STR_INIT("samtalekort"), STR_INIT("cards")},
    {STR_INIT("samtalekvadrille"), STR_INIT("quadrille")},
    {STR_INIT("forandringsledelse"), STR_INIT("readiness")},
    {STR_INIT("oas"), STR_INIT("coherence")},
    {STR_INIT("forberedelsesdrøftelse"), STR_INIT("preparation")},
    {STR_INIT("perspektivøvelse"), STR_INIT("perspectives")},
    {STR_INIT("1-2-4-alle"), STR_INIT("onetwofour")},
    {STR_INIT("cafedialog"), STR_INIT("cafe")},
    {STR_INIT("sidemandsdialog"), STR_INIT("neighbour")},
};

const struct tool *tool_asked(const struct request *request) {
    return tool_find(request->site, request_param(request, "tool"));
}

struct url tool_url(struct arena *arena, const struct tool *tool) {
    return url_format(arena, "/tools/%s", str_from(tool->key));
}

/* Files are called NAME.HASH.svg. */
struct url tool_picture_url(struct arena *arena, const struct tool *tool) {
    struct str picture = str_from(tool->picture), name;
    size_t slash = str_find(picture, '/', 0), dot = str_find(picture, '.', 0);
    struct str stem = str_slice(picture, slash + 1, dot + 1);
    for (size_t i = 0; (name = assets_name(i)).n; i++)
        if (str_starts(name, stem) && str_ends(name, STR(".svg")))
            return (struct url){str_format(arena, "/static/%.*s", STR_ARG(name)), .exact = true};
    return (struct url){0};
}

struct page_head tool_head(struct request *request, const struct tool *tool, struct str title) {
    struct page_head head = {.title = title};
    struct crumb_step *steps = arena_new_array(request->arena, 2, struct crumb_step);
    if (!steps) return head;
    steps[0] = (struct crumb_step){text_of(request->lang, T_tools_title),
                                   url_format(request->arena, "/tools")};
    if (tool)
        steps[1] = (struct crumb_step){text_of(request->lang, tool->title),
                                       tool_url(request->arena, tool)};
    head.crumbs = steps;
    head.n_crumbs = tool ? 2 : 1;
    return head;
}

enum rc tool_built_in(struct request *request, const struct tool *tool, struct content *content) {
    struct str form = form_value(request->query, "form");
    return tool->content(request->arena, request->lang, form, content);
}

enum rc tool_asked_content(struct request *request, const struct tool *tool,
                           struct content *content) {
    if (!request->state) return tool_built_in(request, tool, content);
    *content = *(const struct content *)request->state;
    return RC_OK;
}

/* ---- the catalogue ---- */

static struct tool_tile tile_of(struct request *request, const struct tool *tool) {
    return (struct tool_tile){.title = tool->title,
                              .purpose = tool->purpose,
                              .also = tool->also,
                              .url = tool_url(request->arena, tool),
                              .picture = tool_picture_url(request->arena, tool),
                              .minutes = tool->minutes,
                              .people_min = tool->people_min,
                              .people_max = tool->people_max};
}

static enum rc view_part(struct request *request, enum tool_part part,
                         struct tool_list_part *view) {
    const struct tool *const *tools = request->site->tools;
    size_t most = 1, n = 0;
    for (size_t i = 0; tools && tools[i]; i++) most++;
    struct tool_tile *tiles = arena_new_array(request->arena, most, struct tool_tile);
    if (!tiles) return RC_LIMIT;
    for (size_t i = 0; tools && tools[i]; i++)
        if (tools[i]->part == part) tiles[n++] = tile_of(request, tools[i]);
    view->tools.v = tiles;
    view->tools.n = n;
    return RC_OK;
}

enum rc tool_show_list(struct request *request) {
    struct tool_list_part parts[TOOL_PART__N] = {
        [PART_PREPARE] = {.title = T_part_prepare, .text = T_part_prepare_text},
        [PART_DEVELOP] = {.title = T_part_develop, .text = T_part_develop_text},
        [PART_EVALUATE] = {.title = T_part_evaluate, .text = T_part_evaluate_text},
    };
    for (size_t i = 0; i < TOOL_PART__N; i++) TRY(view_part(request, (enum tool_part)i, &parts[i]));
    const struct tool_list view = {.parts = {parts, TOOL_PART__N}};
    struct page page;
    page_start(request, &page);
    tool_list_html(&page, &view);
    const struct page_head head = {.title = text_of(request->lang, T_tools_title)};
    return answer_page(request, &page, &head);
}

/* ---- one tool ---- */

static enum rc view_phases(struct request *request, const struct tool *tool,
                           struct tool_page *view) {
    static const enum text_id modes[] = {[MODE_INDIVIDUAL] = T_mode_individual,
                                         [MODE_PAIR] = T_mode_pair,
                                         [MODE_GROUP] = T_mode_group,
                                         [MODE_PLENARY] = T_mode_plenary,
                                         [MODE_CAFE] = T_mode_cafe};
    size_t n = tool_phase_count(tool);
    struct tool_page_phase *phases = arena_new_array(request->arena, n + 1, struct tool_page_phase);
    if (!phases) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct tool_phase *phase = &tool->phases[i];
        phases[i] = (struct tool_page_phase){.title = phase->title,
                                             .prompt = phase->prompt,
                                             .leader = phase->leader,
                                             .mode = modes[phase->mode],
                                             .minutes = (phase->seconds + 30) / 60,
                                             .rounds = phase->rounds,
                                             .repeats = phase->repeats};
    }
    view->phases.v = phases;
    view->phases.n = n;
    return RC_OK;
}

static enum rc view_items(struct request *request, const struct tool *tool,
                          struct tool_page *view) {
    static const enum text_id sources[] = {[SOURCE_CATALOGUE] = T_source_catalogue,
                                           [SOURCE_OURS] = T_source_ours,
                                           [SOURCE_LOCAL] = T_source_local};
    struct content content;
    TRY(tool_built_in(request, tool, &content));
    size_t n = content.axes.n + content.cards.n, at = 0;
    struct tool_page_item *items = arena_new_array(request->arena, n + 1, struct tool_page_item);
    if (!items) return RC_LIMIT;
    for (size_t i = 0; i < content.cards.n; i++)
        items[at++] = (struct tool_page_item){.text = content.cards.v[i].stem,
                                              .source = sources[content.cards.v[i].source]};
    for (size_t i = 0; i < content.axes.n; i++) {
        const struct content_axis *axis = &content.axes.v[i];
        items[at] = (struct tool_page_item){
            .text = axis->label, .help = axis->help, .source = sources[axis->source]};
        if (axis->aspect >= 0) items[at].aspect = content.aspects.v[axis->aspect].label;
        at++;
    }
    view->items.v = items;
    view->items.n = at;
    return RC_OK;
}

static enum rc view_forms(struct request *request, const struct tool *tool,
                          struct tool_page *view) {
    size_t n = 0;
    while (tool->forms && tool->forms[n]) n++;
    struct str *forms = arena_new_array(request->arena, n + 1, struct str);
    if (!forms) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) forms[i] = text_of(request->lang, tool->form_labels[i]);
    view->forms.v = forms;
    view->forms.n = n > 1 ? n : 0;
    return RC_OK;
}

static enum rc redirect_other_name(struct request *request) {
    struct str asked = request_param(request, "tool");
    for (size_t i = 0; i < COUNT(other_names); i++)
        if (str_is_nocase(asked, other_names[i].name))
            return answer_redirect(
                request, url_format(request->arena, "/tools/%s", other_names[i].key), T_none);
    return RC_ABSENT;
}

enum rc tool_show(struct request *request) {
    const struct tool *tool = tool_asked(request);
    if (!tool) return redirect_other_name(request);
    struct str key = str_from(tool->key);
    struct tool_page view = {
        .title = tool->title,
        .purpose = tool->purpose,
        .also = tool->also,
        .gives = tool->gives,
        .who_sees = tool->who_sees,
        .source = tool->source,
        .picture = tool_picture_url(request->arena, tool),
        .try_url = url_format(request->arena, "/tools/%s/try", key),
        .print_url = url_format(request->arena, "/tools/%s/print", key),
        .meet_url = url_format(request->arena, "/meetings/new?tool=%s", key),
        .minutes = tool->minutes,
        .people_min = tool->people_min,
        .people_max = tool->people_max,
        .is_cards = tool->engine == ENGINE_CARDS,
    };
    const struct tool *next = tool->next ? tool_find(request->site, str_from(tool->next)) : NULL;
    struct tool_tile tile;
    if (next) {
        tile = tile_of(request, next);
        view.next = &tile;
    }
    TRY(view_phases(request, tool, &view));
    TRY(view_items(request, tool, &view));
    TRY(view_forms(request, tool, &view));
    struct page page;
    page_start(request, &page);
    tool_page_html(&page, &view);
    const struct page_head head = tool_head(request, NULL, text_of(request->lang, tool->title));
    return answer_page(request, &page, &head);
}

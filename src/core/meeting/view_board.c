/* A struct board as pages show it. See view_board.h. */
#include "core/meeting/view_board.h"

#include "core/meeting/soften.h"
#include "platform/secret.h"

#include <stdlib.h>

struct str board_id(struct arena *arena, uint64_t id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(id, text);
    return str_copy(arena, str_from(text));
}

struct url board_url(struct arena *arena, const struct exercise *exercise) {
    return url_format(arena, "/m/%s/e/%s/board", board_id(arena, exercise->meeting_public_id),
                      board_id(arena, exercise->public_id));
}

/* ---- regions ---- */

const struct tool_region *board_region(const struct tool *tool, struct str region) {
    struct str key = str_slice(region, 0, str_find(region, ':', 0));
    for (size_t i = 0; i < tool_phase_count(tool); i++)
        for (size_t j = 0; j < PHASE_REGIONS_MAX && tool->phases[i].regions[j].key; j++)
            if (str_is(key, str_from(tool->phases[i].regions[j].key)))
                return &tool->phases[i].regions[j];
    return NULL;
}

static const struct content_axis *axis_of(const struct content *content, struct str region) {
    size_t colon = str_find(region, ':', 0);
    if (colon >= region.n) return NULL;
    struct str key = str_slice(region, colon + 1, region.n);
    for (size_t i = 0; i < content->axes.n; i++)
        if (str_is(content->axes.v[i].key, key)) return &content->axes.v[i];
    return NULL;
}

struct str board_region_name(const struct request *request, const struct tool *tool,
                             const struct content *content, struct str region) {
    const struct tool_region *found = board_region(tool, region);
    const struct content_axis *axis = axis_of(content, region);
    struct str label = found ? text_of(request->lang, found->label) : (struct str){0};
    if (!axis) return label;
    return str_format(request->arena, "%.*s: %.*s", STR_ARG(axis->label), STR_ARG(label));
}

static bool is_there(const struct view_regions *regions, struct str key) {
    for (size_t i = 0; i < regions->rows.n; i++)
        if (str_is(regions->rows.v[i].key, key)) return true;
    return false;
}

enum rc board_regions(struct arena *arena, const struct tool *tool, const struct content *content,
                      struct view_regions *regions) {
    size_t phases = tool_phase_count(tool);
    size_t room = phases * PHASE_REGIONS_MAX * (content->axes.n + 1);
    struct view_region *rows = arena_new_array(arena, room + 1, struct view_region);
    if (!rows) return RC_LIMIT;
    *regions = (struct view_regions){.rows = {rows, 0}};
    for (size_t i = 0; i < phases; i++) {
        struct view_regions some = {0};
        TRY(view_regions(arena, &tool->phases[i], content, &some));
        for (size_t j = 0; j < some.rows.n; j++)
            if (!is_there(regions, some.rows.v[j].key)) rows[regions->rows.n++] = some.rows.v[j];
    }
    return RC_OK;
}

/* ---- marks of layers ---- */

struct board_mark view_board_mark(const struct tool *tool, int layer) {
    static const struct str paths[] = {
        [SHAPE_CIRCLE] = STR_INIT("M8 1a7 7 0 1 0 .01 0z"),
        [SHAPE_SQUARE] = STR_INIT("M2 2h12v12H2z"),
        [SHAPE_TRIANGLE] = STR_INIT("M8 1l7.5 13.5H.5z"),
        [SHAPE_DIAMOND] = STR_INIT("M8 .5L15.5 8 8 15.5.5 8z"),
    };
    if (layer < 0 || layer >= TOOL_LAYERS_MAX || !tool->layers[0].key)
        return (struct board_mark){0};
    for (int i = 0; i <= layer; i++)
        if (!tool->layers[i].key) return (struct board_mark){0};
    const struct tool_layer *from = &tool->layers[layer];
    return (struct board_mark){
        .word = from->label, .path = paths[from->shape], .number = layer + 1};
}

/* ---- one note ---- */

struct filling {
    struct request *request;
    const struct view_board_data *data;
    struct view_regions regions;
};

static enum rc fill_facts(const struct filling *filling, const struct board_note *from,
                          struct board_item *item) {
    struct board_fact *facts =
        arena_new_array(filling->request->arena, from->details.n + 1, struct board_fact);
    if (!facts) return RC_LIMIT;
    for (size_t i = 0; i < from->details.n; i++) {
        const struct tool_detail *detail = from->details.v[i].detail;
        struct board_fact *fact = &facts[i];
        *fact = (struct board_fact){.label = detail->label, .is_tick = detail->kind == DETAIL_TICK};
        if (detail->kind == DETAIL_TEXT) fact->text = from->details.v[i].value;
        for (size_t j = 0; detail->kind == DETAIL_CHOICE && detail->choices[j]; j++)
            if (str_is(from->details.v[i].value, str_from(detail->choices[j])))
                fact->word = detail->labels[j];
    }
    item->facts.v = facts;
    item->facts.n = from->details.n;
    return RC_OK;
}

static enum rc fill_merged(const struct filling *filling, const struct board_note *from,
                           struct board_item *item) {
    struct board_old *old =
        arena_new_array(filling->request->arena, from->merged.n + 1, struct board_old);
    if (!old) return RC_LIMIT;
    for (size_t i = 0; i < from->merged.n; i++)
        old[i] = (struct board_old){from->merged.v[i].text, from->merged.v[i].lang};
    item->merged.v = old;
    item->merged.n = from->merged.n;
    return RC_OK;
}

static const struct board_note *note_of(const struct board *board, uint64_t id) {
    for (size_t i = 0; i < board->notes.n; i++)
        if (board->notes.v[i].note.id == id) return &board->notes.v[i];
    return NULL;
}

static struct url note_anchor(const struct filling *filling, uint64_t id) {
    struct arena *arena = filling->request->arena;
    if (filling->data->is_plain) return (struct url){0};
    struct url url = filling->data->url;
    url.path = str_format(arena, "%.*s#n-%.*s", STR_ARG(url.path), STR_ARG(board_id(arena, id)));
    return url;
}

static enum rc fill_ties(const struct filling *filling, uint64_t id, struct board_item *item) {
    const struct board *board = filling->data->board;
    size_t n = 0;
    for (size_t i = 0; i < board->links.n; i++)
        n += board->links.v[i].a == id || board->links.v[i].b == id;
    if (!n) return RC_OK;
    struct board_tie *ties = arena_new_array(filling->request->arena, n, struct board_tie);
    if (!ties) return RC_LIMIT;
    for (size_t i = 0; i < board->links.n; i++) {
        const struct board_link *link = &board->links.v[i];
        if (link->a != id && link->b != id) continue;
        const struct board_note *other = note_of(board, link->a == id ? link->b : link->a);
        if (!other || (unsigned)link->kind >= LINK_KIND__N) continue;
        ties[item->ties.n++] = (struct board_tie){.kind = link_labels[link->kind],
                                                  .other = other->note.text,
                                                  .text = link->text,
                                                  .url = note_anchor(filling, other->note.id)};
    }
    item->ties.v = ties;
    return RC_OK;
}

/* "…/board?view=board&note=ID#n-ID" */
static struct url tools_url(const struct filling *filling, const char *name, struct str id) {
    struct url url = filling->data->url;
    if (filling->data->is_plain || !url.path.n) return (struct url){0};
    const char *join = str_find(url.path, '?', 0) < url.path.n ? "&" : "?";
    url.path = str_format(filling->request->arena, "%.*s%s%s=%.*s#n-%.*s", STR_ARG(url.path), join,
                          name, STR_ARG(id), STR_ARG(id));
    return url;
}

static struct str place_of(const struct filling *filling, const struct board_note *from) {
    const struct view_regions *regions = &filling->regions;
    size_t at = 0;
    while (at < regions->rows.n && !str_is(regions->rows.v[at].key, from->note.region)) at++;
    return str_format(filling->request->arena, "%.*sp-%zu-%lld", STR_ARG(filling->data->id), at,
                      (long long)from->cluster);
}

/* What one can press; nothing on paper and in the record. */
static void fill_addresses(const struct filling *filling, const struct board_note *from,
                           struct board_item *item) {
    const struct view_board_data *data = filling->data;
    if (data->is_plain) return;
    item->from_url = from->from_url;
    if (data->may_act) item->tools_url = tools_url(filling, "note", item->id);
    if (data->tool->keeps_history) item->changes = from->changes;
    if (item->changes) item->history_url = tools_url(filling, "history", item->id);
    if (data->opened == from->note.id) item->tools = data->tools;
    item->is_open = item->tools.text.n != 0;
}

static enum rc fill_item(const struct filling *filling, const struct board_note *from,
                         struct board_item *item) {
    const struct view_board_data *data = filling->data;
    struct arena *arena = filling->request->arena;
    const struct note *note = &from->note;
    bool has_sector = note->sector >= 0 && note->sector < SECTOR__N;
    *item = (struct board_item){.id = board_id(arena, note->id),
                                .text = data->is_soft ? soften(arena, note->text) : note->text,
                                .lang = note->lang,
                                .nickname = note->nickname,
                                .mark = view_board_mark(data->tool, from->layer),
                                .sector = has_sector ? sector_labels[note->sector] : T_none,
                                .is_paper = note->origin == ORIGIN_PAPER,
                                .is_reported = note->is_reported,
                                .from = from->from_title,
                                .dots = from->dots,
                                .has_dots = from->dots >= 0,
                                .table = data->tool->is_board_each ? from->group : 0,
                                .place = place_of(filling, from)};
    fill_addresses(filling, from, item);
    item->has_marks =
        item->nickname.n || has_sector || item->is_paper || item->is_reported || item->table;
    if (from->details.n) TRY(fill_facts(filling, from, item));
    if (from->merged.n) TRY(fill_merged(filling, from, item));
    return data->board && data->board->links.n ? fill_ties(filling, note->id, item) : RC_OK;
}

/* ---- fields ---- */

/* The notes of a field by pile: the piles first, what lies loose last. */
static enum rc fill_piles(const struct filling *filling, struct board_item *items,
                          const struct board_note *const *notes, size_t n,
                          struct board_field *field) {
    const struct board *board = filling->data->board;
    struct arena *arena = filling->request->arena;
    size_t made = 0, piles_n = 1;
    for (size_t i = 0; i < n; i++)
        piles_n += notes[i]->cluster && (!i || notes[i - 1]->cluster != notes[i]->cluster);
    struct board_pile *piles = arena_new_array(arena, piles_n + 1, struct board_pile);
    if (!piles) return RC_LIMIT;
    for (int loose = 0; loose < 2; loose++)
        for (size_t i = 0; i < n; i++) {
            int64_t cluster = notes[i]->cluster;
            if ((cluster == 0) != (loose == 1)) continue;
            TRY(fill_item(filling, notes[i], &items[made]));
            struct board_pile *last = field->piles.n ? &piles[field->piles.n - 1] : NULL;
            if (!last || !str_is(last->place, items[made].place)) {
                last = &piles[field->piles.n++];
                *last = (struct board_pile){.place = items[made].place, .items = {&items[made], 0}};
                for (size_t j = 0; cluster && j < board->clusters.n; j++)
                    if (board->clusters.v[j].id == cluster) last->name = board->clusters.v[j].name;
            }
            last->items.n++;
            made++;
        }
    field->piles.v = piles;
    return RC_OK;
}

static enum rc fill_field(const struct filling *filling, size_t at, struct board_field *field) {
    struct arena *arena = filling->request->arena;
    const struct view_board_data *data = filling->data;
    const struct view_region *region = &filling->regions.rows.v[at];
    const struct board *board = data->board;
    size_t n = 0;
    for (size_t i = 0; i < board->notes.n; i++)
        n += str_is(board->notes.v[i].note.region, region->key);
    const struct board_note **notes = arena_new_array(arena, n + 1, const struct board_note *);
    struct board_item *items = arena_new_array(arena, n + 1, struct board_item);
    if (!notes || !items) return RC_LIMIT;
    *field = (struct board_field){.name = str_format(arena, "%.*sf-%zu", STR_ARG(data->id), at),
                                  .key = region->key,
                                  .title = region->title,
                                  .hint = region->hint,
                                  .lang = data->content->lang,
                                  .is_below = region->title_text.n != 0,
                                  .n = (int64_t)n};
    size_t found = 0;
    for (size_t i = 0; i < board->notes.n; i++)
        if (str_is(board->notes.v[i].note.region, region->key)) notes[found++] = &board->notes.v[i];
    if (!data->is_plain && data->may_add && data->may_add(data, region->key)) {
        field->add_url = tools_url(filling, "add", region->key);
        field->add_url.path =
            str_slice(field->add_url.path, 0, str_find(field->add_url.path, '#', 0));
        field->add_url.path =
            str_format(arena, "%.*s#%.*s", STR_ARG(field->add_url.path), STR_ARG(field->name));
        if (str_is(data->adding, region->key)) field->writing = data->writing;
    }
    return fill_piles(filling, items, notes, n, field);
}

static bool is_shown(const struct filling *filling, const struct view_region *region) {
    const struct view_board_data *data = filling->data;
    if (data->axis >= 0 && region->title_text.n) {
        const struct content_axis *axis = axis_of(data->content, region->key);
        if (axis != &data->content->axes.v[data->axis]) return false;
    }
    return true;
}

/* Fields of no axis first, then a part for each axis. */
static enum rc fill_parts(const struct filling *filling, struct view_board *view) {
    struct arena *arena = filling->request->arena;
    const struct content *content = filling->data->content;
    size_t n = filling->regions.rows.n, axes = content->axes.n;
    struct board_part *parts = arena_new_array(arena, axes + 2, struct board_part);
    if (!parts) return RC_LIMIT;
    for (size_t p = 0; p <= axes; p++) {
        struct board_part *part = &parts[view->parts.n];
        struct board_field *fields = arena_new_array(arena, n + 1, struct board_field);
        if (!fields) return RC_LIMIT;
        *part = (struct board_part){
            .name = str_format(arena, "%.*sa-%zu", STR_ARG(filling->data->id), p),
            .lang = content->lang,
            .fields = {fields, 0}};
        if (p) part->title = content->axes.v[p - 1].label;
        if (p) part->help = content->axes.v[p - 1].help;
        for (size_t i = 0; i < n; i++) {
            const struct view_region *region = &filling->regions.rows.v[i];
            const struct content_axis *axis =
                region->title_text.n ? axis_of(content, region->key) : NULL;
            bool is_here = p ? axis == &content->axes.v[p - 1] : !axis;
            if (!is_here || !is_shown(filling, region)) continue;
            struct board_field *field = &fields[part->fields.n];
            TRY(fill_field(filling, i, field));
            if (p) field->part = part->name;
            view->total += field->n;
            part->fields.n += field->n || !filling->data->is_written_only;
        }
        if (part->fields.n) view->parts.n++;
    }
    view->parts.v = parts;
    return RC_OK;
}

/* ---- beside the fields ---- */

static enum rc fill_legend(const struct filling *filling, struct view_board *view) {
    const struct view_board_data *data = filling->data;
    struct board_mark *legend =
        arena_new_array(filling->request->arena, TOOL_LAYERS_MAX, struct board_mark);
    if (!legend) return RC_LIMIT;
    for (int i = 0; i < TOOL_LAYERS_MAX && data->tool->layers[i].key; i++) {
        int64_t n = 0;
        for (size_t j = 0; j < data->board->notes.n; j++) n += data->board->notes.v[j].layer == i;
        legend[view->legend.n] = view_board_mark(data->tool, i);
        legend[view->legend.n++].count = str_format(filling->request->arena, "%lld", (long long)n);
    }
    view->legend.v = legend;
    return RC_OK;
}

static enum rc fill_lines(const struct filling *filling, struct view_board *view) {
    const struct board *board = filling->data->board;
    struct board_line *lines =
        arena_new_array(filling->request->arena, board->links.n + 1, struct board_line);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < board->links.n; i++) {
        const struct board_link *link = &board->links.v[i];
        const struct board_note *a = note_of(board, link->a), *b = note_of(board, link->b);
        if (!a || !b || (unsigned)link->kind >= LINK_KIND__N) continue;
        lines[view->lines.n++] = (struct board_line){.kind = link_labels[link->kind],
                                                     .a = a->note.text,
                                                     .b = b->note.text,
                                                     .text = link->text,
                                                     .a_url = note_anchor(filling, link->a),
                                                     .b_url = note_anchor(filling, link->b),
                                                     .id = link->id,
                                                     .drop_url = filling->data->drop_url};
    }
    view->lines.v = lines;
    return RC_OK;
}

static int by_dots(const void *a, const void *b) {
    int64_t x = ((const struct board_tally *)a)->dots, y = ((const struct board_tally *)b)->dots;
    return (x < y) - (x > y);
}

static enum rc fill_tally(const struct filling *filling, struct view_board *view) {
    const struct board *board = filling->data->board;
    struct board_tally *rows =
        arena_new_array(filling->request->arena, board->notes.n + 1, struct board_tally);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < board->notes.n; i++)
        if (board->notes.v[i].dots > 0)
            rows[view->tally.n++] = (struct board_tally){
                board->notes.v[i].note.text, board->notes.v[i].note.lang, board->notes.v[i].dots};
    qsort(rows, view->tally.n, sizeof *rows, by_dots);
    view->tally.v = rows;
    view->has_voters = board->voters > 0;
    view->voters = board->voters;
    return RC_OK;
}

static enum rc fill_hidden(const struct filling *filling, struct view_board *view) {
    struct noted_hidden *hidden =
        arena_new_array(filling->request->arena, NOTE_HIDDEN__N, struct noted_hidden);
    if (!hidden) return RC_LIMIT;
    for (int i = NOTE_SHOWN + 1; i < NOTE_HIDDEN__N; i++)
        if (filling->data->board->hidden[i])
            hidden[view->hidden.n++] =
                (struct noted_hidden){note_hidden_labels[i], filling->data->board->hidden[i]};
    view->hidden.v = hidden;
    return RC_OK;
}

enum rc view_board(struct request *request, const struct view_board_data *data,
                   struct view_board *view) {
    struct filling filling = {.request = request, .data = data};
    *view = (struct view_board){.is_grid = data->is_grid, .unseen = data->board->unseen};
    TRY(board_regions(request->arena, data->tool, data->content, &filling.regions));
    TRY(fill_parts(&filling, view));
    TRY(fill_legend(&filling, view));
    TRY(fill_lines(&filling, view));
    TRY(fill_tally(&filling, view));
    TRY(fill_hidden(&filling, view));
    view->is_empty = !view->total;
    if (data->is_plain || data->exercise->state == EXERCISE_CLOSED) return RC_OK;
    view->is_live = true;
    view->topic = board_topic(request->arena, data->exercise);
    view->note_url = data->url;
    size_t mark = str_find(data->url.path, '?', 0);
    view->note_url.path =
        str_format(request->arena, "%.*s/note%.*s", STR_ARG(str_slice(data->url.path, 0, mark)),
                   STR_ARG(str_slice(data->url.path, mark, data->url.path.n)));
    return RC_OK;
}

enum rc view_board_note(struct request *request, const struct view_board_data *data,
                        const struct board_note *note, struct board_item *item) {
    struct filling filling = {.request = request, .data = data};
    TRY(board_regions(request->arena, data->tool, data->content, &filling.regions));
    return fill_item(&filling, note, item);
}

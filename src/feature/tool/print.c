/* Printing a tool: which sheets it has, the code of a meeting on them, and the sheets of scores. */
#include "feature/tool/print.h"

#include <math.h>

enum { CODE_CHARS = MEETING_CODE_CHARS };

/* Letters and digits only: it becomes part of an address. */
static bool is_code(struct str code) {
    if (code.n != CODE_CHARS) return false;
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z'))
            return false;
    }
    return true;
}

/* *code stays NULL unless the address names one (?code=ABC234). */
static enum rc read_code(struct request *request, const struct print_code **code) {
    struct str asked = form_value(request->query, "code");
    struct print_code *made = arena_new(request->arena, struct print_code);
    struct qr qr;
    if (!is_code(asked)) return RC_OK;
    if (!made) return RC_LIMIT;
    made->chars = asked;
    made->address =
        str_format(request->arena, "%.*s/j/%.*s", STR_ARG(request_base(request)), STR_ARG(asked));
    TRY(qr_make(request->arena, made->address, &qr));
    made->box = qr.box;
    made->path = qr.path;
    *code = made;
    return RC_OK;
}

static enum rc answer_sheet(struct request *request, struct page *page, const struct tool *tool) {
    struct page_head head = tool_head(request, tool, text_of(request->lang, T_print_title));
    head.search_index = STR("noindex");
    return answer_page(request, page, &head);
}

enum rc print_show(struct request *request, const struct tool *tool) {
    const struct print_code *code = NULL;
    TRY(read_code(request, &code));
    if (tool->engine == ENGINE_CARDS) return print_show_cards(request, tool, code);
    if (tool->engine == ENGINE_BOARD) return print_show_board(request, tool, code);
    if (tool->asks_colleagues) return print_show_coherence(request, tool, code);
    if (tool->asks_reach) return print_show_readiness(request, tool, code);
    return print_show_star(request, tool, code);
}

enum rc tool_show_print(struct request *request) {
    const struct tool *tool = tool_asked(request);
    return tool ? print_show(request, tool) : RC_ABSENT;
}

/* ---- rows of a sheet ---- */

static enum rc print_values(struct request *request, const struct content *content,
                            struct print_row *row) {
    size_t n = (size_t)(content->max - content->min) + 1;
    struct print_value *values = arena_new_array(request->arena, n, struct print_value);
    if (!values) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        values[i].value = str_format(request->arena, "%d", content->min + (int)i);
        if (i < content->anchors.n) values[i].word = content->anchors.v[i];
    }
    row->values.v = values;
    row->values.n = n;
    return RC_OK;
}

enum rc print_rows(struct request *request, const struct content *content,
                   const struct print_row **rows) {
    struct print_row *made = arena_new_array(request->arena, content->axes.n + 1, struct print_row);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < content->axes.n; i++) {
        const struct content_axis *axis = &content->axes.v[i];
        bool begins = i == 0 || content->axes.v[i - 1].aspect != axis->aspect;
        made[i] = (struct print_row){.label = axis->label, .help = axis->help};
        if (begins && axis->aspect >= 0) made[i].aspect = content->aspects.v[axis->aspect].label;
        TRY(print_values(request, content, &made[i]));
    }
    *rows = made;
    return RC_OK;
}

/* ---- the star: a blank web, and a sheet to answer on ---- */

enum { CENTRE_X = 360, CENTRE_Y = 300, RADIUS = 220, LEAST = 20, LABEL_AT = 250 };
static const double FULL_CIRCLE = 6.283185307179586;

static double ring_radius(size_t i, size_t n) {
    return LEAST + (RADIUS - LEAST) * (double)i / (double)(n - 1);
}

static enum rc draw_web(struct request *request, const struct content *content,
                        struct print_star *view) {
    size_t n = content->axes.n, rings = view->values.n;
    struct print_label *labels = arena_new_array(request->arena, n + 1, struct print_label);
    struct print_ring *ring = arena_new_array(request->arena, rings + 1, struct print_ring);
    struct buf spokes;
    if (!labels || !ring) return RC_LIMIT;
    buf_init(&spokes, request->arena, 4096);
    for (size_t i = 0; i < n; i++) {
        double angle = FULL_CIRCLE * (double)i / (double)n, x = sin(angle), y = -cos(angle);
        buf_format(&spokes, "M%d %dL%.1f %.1f", CENTRE_X, CENTRE_Y, CENTRE_X + RADIUS * x,
                   CENTRE_Y + RADIUS * y);
        for (size_t at = 0; at < rings; at++)
            buf_format(&spokes, "M%.1f %.1fh.01", CENTRE_X + ring_radius(at, rings) * x,
                       CENTRE_Y + ring_radius(at, rings) * y);
        labels[i] = (struct print_label){.text = content->axes.v[i].label,
                                         .anchor = x > 0.1    ? STR("start")
                                                   : x < -0.1 ? STR("end")
                                                              : STR("middle"),
                                         .x = (int)lround(CENTRE_X + LABEL_AT * x),
                                         .y = (int)lround(CENTRE_Y + LABEL_AT * y) + 6};
    }
    for (size_t i = 0; i < rings; i++) {
        int r = (int)lround(ring_radius(i, rings));
        ring[i] = (struct print_ring){r, CENTRE_Y - r - 3, view->values.v[i].value};
    }
    view->spokes = buf_str(&spokes);
    view->labels.v = labels;
    view->labels.n = n;
    view->rings.v = ring;
    view->rings.n = rings;
    return buf_ok(&spokes) ? RC_OK : RC_LIMIT;
}

enum rc print_show_star(struct request *request, const struct tool *tool,
                        const struct print_code *code) {
    struct content content;
    const struct print_row *rows;
    TRY(tool_asked_content(request, tool, &content));
    TRY(print_rows(request, &content, &rows));
    if (!content.axes.n || rows[0].values.n < 2) return RC_ABSENT;
    struct print_star view = {.title = tool->title,
                              .prompt = tool->phases[0].prompt,
                              .code = code,
                              .rows = {rows, content.axes.n},
                              .values = {rows[0].values.v, rows[0].values.n}};
    TRY(draw_web(request, &content, &view));
    struct page page;
    page_start(request, &page);
    tool_print_star_html(&page, &view);
    return answer_sheet(request, &page, tool);
}

/* ---- sense of coherence: a slip for each, a sheet for each group ---- */

static enum rc print_regions(struct request *request, const struct tool *tool, bool per_axis,
                             struct print_sheets *view) {
    struct print_region *regions =
        arena_new_array(request->arena, TOOL_PHASES_MAX * PHASE_REGIONS_MAX, struct print_region);
    size_t n = 0;
    if (!regions) return RC_LIMIT;
    for (size_t i = 0; i < tool_phase_count(tool); i++)
        for (size_t j = 0; j < PHASE_REGIONS_MAX && tool->phases[i].regions[j].key; j++)
            if (tool->phases[i].regions[j].per_axis == per_axis)
                regions[n++].label = tool->phases[i].regions[j].label;
    if (per_axis) view->each.v = regions;
    if (per_axis) view->each.n = n;
    if (!per_axis) view->all.v = regions;
    if (!per_axis) view->all.n = n;
    return RC_OK;
}

static enum rc view_sheets(struct request *request, const struct tool *tool,
                           const struct print_code *code, struct print_sheets *view) {
    struct content content;
    const struct print_row *rows;
    TRY(tool_asked_content(request, tool, &content));
    TRY(print_rows(request, &content, &rows));
    *view = (struct print_sheets){.title = tool->title,
                                  .prompt = tool->phases[0].prompt,
                                  .source = tool->source,
                                  .code = code,
                                  .rows = {rows, content.axes.n}};
    if (content.anchors.n) {
        view->low = content.anchors.v[0];
        view->high = content.anchors.v[content.anchors.n - 1];
    }
    TRY(print_regions(request, tool, true, view));
    return print_regions(request, tool, false, view);
}

enum rc print_show_coherence(struct request *request, const struct tool *tool,
                             const struct print_code *code) {
    struct print_sheets view;
    TRY(view_sheets(request, tool, code, &view));
    struct page page;
    page_start(request, &page);
    tool_print_coherence_html(&page, &view);
    return answer_sheet(request, &page, tool);
}

/* ---- change readiness: the blank matrix with four thermometers ---- */

enum rc print_show_readiness(struct request *request, const struct tool *tool,
                             const struct print_code *code) {
    struct print_sheets view;
    struct page page, blank;
    TRY(view_sheets(request, tool, code, &view));
    page_start(request, &blank);
    if (tool->blank) TRY(tool->blank(request, &blank));
    view.blank = page_html(&blank);
    page_start(request, &page);
    tool_print_readiness_html(&page, &view);
    return answer_sheet(request, &page, tool);
}

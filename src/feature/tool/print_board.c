/* The blank sheets of a tool on boards: one for each axis of the content with its fields, and one
   with the fields that stand once. The key of each field is on the paper, for typing it in. */
#include "feature/tool/print.h"

static bool is_listed(const struct print_box *boxes, size_t n, struct str key) {
    for (size_t i = 0; i < n; i++)
        if (str_is(boxes[i].key, key)) return true;
    return false;
}

/* The fields of all phases that stand once an axis, or those that stand once; each once. */
static enum rc fill_boxes(struct request *request, const struct tool *tool,
                          const struct content_axis *axis, struct print_board_sheet *sheet) {
    enum { MOST = TOOL_PHASES_MAX * PHASE_REGIONS_MAX };
    struct print_box *boxes = arena_new_array(request->arena, MOST, struct print_box);
    size_t n = 0;
    if (!boxes) return RC_LIMIT;
    for (size_t i = 0; i < tool_phase_count(tool); i++)
        for (size_t j = 0; tool->phases[i].regions[j].key; j++) {
            const struct tool_region *region = &tool->phases[i].regions[j];
            if (tool->phases[i].input != INPUT_NOTE || region->per_axis != (axis != NULL)) continue;
            struct str key = str_from(region->key);
            if (axis) key = str_format(request->arena, "%s:%.*s", region->key, STR_ARG(axis->key));
            if (!key.p) return RC_LIMIT;
            if (!is_listed(boxes, n, key))
                boxes[n++] = (struct print_box){region->label, region->hint, key};
        }
    sheet->boxes.v = boxes;
    sheet->boxes.n = n;
    return RC_OK;
}

enum rc print_show_board(struct request *request, const struct tool *tool,
                         const struct print_code *code) {
    struct content content;
    size_t n = 0;
    TRY(tool_asked_content(request, tool, &content));
    struct print_board_sheet *sheets =
        arena_new_array(request->arena, content.axes.n + 1, struct print_board_sheet);
    if (!sheets) return RC_LIMIT;
    for (size_t i = 0; i < content.axes.n; i++) {
        const struct content_axis *axis = &content.axes.v[i];
        sheets[n] = (struct print_board_sheet){
            .label = axis->label, .help = axis->help, .tool = tool->title};
        TRY(fill_boxes(request, tool, axis, &sheets[n]));
        if (sheets[n].boxes.n) n++;
    }
    sheets[n] = (struct print_board_sheet){.label = text_of(request->lang, tool->title),
                                           .tool = tool->title};
    TRY(fill_boxes(request, tool, NULL, &sheets[n]));
    if (sheets[n].boxes.n) n++;
    for (size_t i = 0; i < n; i++) sheets[i].code = code;
    struct print_board view = {.title = tool->title, .lang = content.lang, .source = tool->source};
    view.sheets.v = sheets;
    view.sheets.n = n;
    struct page page;
    page_start(request, &page);
    tool_print_board_html(&page, &view);
    struct page_head head = tool_head(request, tool, text_of(request->lang, T_print_title));
    head.search_index = STR("noindex");
    return answer_page(request, &page, &head);
}

/*
 * Cards on A4 with cut lines. How large letters must be: at 1.5 m a person with half of normal
 * sight (0.5) needs letters of ten minutes of arc, which is 4.4 mm. Plex Sans has an x-height of
 * 0.516 of its size, so the 30 points of a usual sentence give 5.5 mm. Longer sentences get 21 and
 * 14 points (3.8 and 2.5 mm: for normal sight); two cards on a sheet have 54 points (9.8 mm).
 */
#include "feature/tool/print.h"

enum { LONG = 52, LONGEST = 100, OWN_STEMS_MAX = 40 };

static struct print_card card_of(struct str stem) {
    size_t n = str_length(stem);
    return (struct print_card){stem, n > LONG && n <= LONGEST, n > LONGEST};
}

/* Own sentences from the address, one on each line. */
static size_t read_stems(struct request *request, struct print_card *cards) {
    struct str rest = form_value(request->query, "stems"), line;
    size_t n = 0;
    if (!rest.n || !str_is_utf8(rest)) return 0;
    while (n < OWN_STEMS_MAX && str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n && str_length(line) <= CONTENT_STEM_MAX) cards[n++] = card_of(line);
    }
    return n;
}

static enum rc deal(struct request *request, const struct print_card *cards, size_t n,
                    struct print_cards *view) {
    size_t each = (size_t)view->per_sheet, sheets = (n + each - 1) / each;
    struct print_sheet *list = arena_new_array(request->arena, sheets + 1, struct print_sheet);
    if (!list) return RC_LIMIT;
    for (size_t i = 0; i < sheets; i++) {
        list[i].cards.v = &cards[i * each];
        list[i].cards.n = n - i * each < each ? n - i * each : each;
    }
    view->sheets.v = list;
    view->sheets.n = sheets;
    return RC_OK;
}

static int per_sheet(struct request *request) {
    struct str asked = form_value(request->query, "cards");
    if (str_is(asked, STR("2"))) return 2;
    return str_is(asked, STR("10")) ? 10 : 8;
}

enum rc print_show_cards(struct request *request, const struct tool *tool,
                         const struct print_code *code) {
    struct content content;
    TRY(tool_asked_content(request, tool, &content));
    struct print_card *cards =
        arena_new_array(request->arena, content.cards.n + OWN_STEMS_MAX + 1, struct print_card);
    if (!cards) return RC_LIMIT;
    size_t n = 0;
    for (; n < content.cards.n; n++) cards[n] = card_of(content.cards.v[n].stem);
    n += read_stems(request, &cards[n]);
    int each = per_sheet(request);
    struct print_cards view = {
        .title = tool->title,
        .url = url_of_path(request->arena, request->path),
        .is_2 = each == 2,
        .is_8 = each == 8,
        .is_10 = each == 10,
        .per_sheet = each,
        .cards = (int)n,
        .code = code,
        .code_asked = form_value(request->query, "code"),
        .stems = {.name = STR("stems"),
                  .value = form_value(request->query, "stems"),
                  .label = T_print_own_stems,
                  .hint = T_print_own_stems_hint,
                  .is_area = true,
                  .rows = 3},
    };
    TRY(deal(request, cards, n, &view));
    struct page page;
    page_start(request, &page);
    tool_print_cards_html(&page, &view);
    struct page_head head = tool_head(request, tool, text_of(request->lang, T_print_title));
    head.search_index = STR("noindex");
    return answer_page(request, &page, &head);
}

/* A board in words, for minutes. See view_board.h. */
#include "core/meeting/view_board.h"

enum { TEXT_BYTES_MAX = 512 * 1024 };

static void put_item(struct request *request, struct buf *out, const struct board_item *item) {
    buf_format(out, "  - %.*s", STR_ARG(item->text));
    if (item->mark.number)
        buf_format(out, " [%.*s]", STR_ARG(text_of(request->lang, item->mark.word)));
    if (item->has_dots && item->dots) buf_format(out, " (%lld)", (long long)item->dots);
    buf_lit(out, "\n");
    for (size_t i = 0; i < item->facts.n; i++) {
        const struct board_fact *fact = &item->facts.v[i];
        buf_format(out, "      %.*s", STR_ARG(text_of(request->lang, fact->label)));
        if (fact->word != T_none || fact->text.n)
            buf_format(out, ": %.*s%.*s", STR_ARG(text_of(request->lang, fact->word)),
                       STR_ARG(fact->text));
        buf_lit(out, "\n");
    }
    for (size_t i = 0; i < item->merged.n; i++)
        buf_format(out, "      + %.*s\n", STR_ARG(item->merged.v[i].text));
}

enum rc board_text(struct request *request, const struct view_board *view, struct str *text) {
    struct buf out;
    buf_init(&out, request->arena, TEXT_BYTES_MAX);
    for (size_t i = 0; i < view->parts.n; i++)
        for (size_t j = 0; j < view->parts.v[i].fields.n; j++) {
            const struct board_field *field = &view->parts.v[i].fields.v[j];
            if (!field->n) continue;
            buf_lit(&out, "\n");
            if (view->parts.v[i].title.n)
                buf_format(&out, "%.*s: ", STR_ARG(view->parts.v[i].title));
            buf_format(&out, "%.*s\n", STR_ARG(text_of(request->lang, field->title)));
            for (size_t k = 0; k < field->piles.n; k++) {
                const struct board_pile *pile = &field->piles.v[k];
                if (pile->name.n) buf_format(&out, " %.*s\n", STR_ARG(pile->name));
                for (size_t m = 0; m < pile->items.n; m++)
                    put_item(request, &out, &pile->items.v[m]);
            }
        }
    for (size_t i = 0; i < view->lines.n; i++) {
        const struct board_line *line = &view->lines.v[i];
        buf_format(&out, "%s%.*s: %.*s – %.*s", i ? "" : "\n",
                   STR_ARG(text_of(request->lang, line->kind)), STR_ARG(line->a), STR_ARG(line->b));
        if (line->text.n) buf_format(&out, " (%.*s)", STR_ARG(line->text));
        buf_lit(&out, "\n");
    }
    *text = buf_str(&out);
    return buf_ok(&out) ? RC_OK : RC_LIMIT;
}

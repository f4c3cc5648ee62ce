/* From const tables of text ids to the content of a tool. See content_table.h. */
#include "core/meeting/content_table.h"

static unsigned form_bit(const struct tool *tool, struct str form) {
    for (unsigned i = 0; form.n && tool->forms && tool->forms[i]; i++)
        if (str_is(form, str_from(tool->forms[i]))) return 1u << i;
    return 1;
}

static enum rc fill_scale(struct arena *arena, const struct content_table *table, enum lang lang,
                          struct content *content) {
    struct str *anchors = arena_new_array(arena, table->anchors.n + 1, struct str);
    struct content_aspect *aspects =
        arena_new_array(arena, table->aspects.n + 1, struct content_aspect);
    if (!anchors || !aspects) return RC_LIMIT;
    for (size_t i = 0; i < table->anchors.n; i++) anchors[i] = text_of(lang, table->anchors.v[i]);
    for (size_t i = 0; i < table->aspects.n; i++)
        aspects[i] = (struct content_aspect){.key = str_from(table->aspects.v[i].key),
                                             .label = text_of(lang, table->aspects.v[i].label)};
    content->anchors.v = anchors;
    content->anchors.n = table->anchors.n;
    content->aspects.v = aspects;
    content->aspects.n = table->aspects.n;
    return RC_OK;
}

static enum rc fill_axes(struct arena *arena, const struct content_table *table, enum lang lang,
                         unsigned form, struct content *content) {
    struct content_axis *axes = arena_new_array(arena, table->axes.n + 1, struct content_axis);
    if (!axes) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < table->axes.n; i++) {
        const struct table_axis *row = &table->axes.v[i];
        if (!(row->forms & form)) continue;
        axes[n++] = (struct content_axis){.key = str_from(row->key),
                                          .label = text_of(lang, row->label),
                                          .help = text_of(lang, row->help),
                                          .aspect = row->aspect,
                                          .source = (int)row->source};
    }
    content->axes.v = axes;
    content->axes.n = n;
    return RC_OK;
}

static enum rc fill_cards(struct arena *arena, const struct content_table *table, enum lang lang,
                          unsigned form, struct content *content) {
    struct content_card *cards = arena_new_array(arena, table->cards.n + 1, struct content_card);
    if (!cards) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < table->cards.n; i++) {
        const struct table_card *row = &table->cards.v[i];
        if (!(row->forms & form)) continue;
        cards[n++] = (struct content_card){.key = str_from(row->key),
                                           .stem = text_of(lang, row->stem),
                                           .source = (int)row->source};
    }
    content->cards.v = cards;
    content->cards.n = n;
    return RC_OK;
}

enum rc content_from_table(struct arena *arena, const struct tool *tool,
                           const struct content_table *table, struct content_choice choice,
                           struct content *content) {
    unsigned form = form_bit(tool, choice.form);
    *content = (struct content){.tool = str_from(tool->key),
                                .title = text_of(choice.lang, tool->title),
                                .lang = lang_code(choice.lang),
                                .version = 1,
                                .min = table->min,
                                .max = table->max,
                                .step = 1};
    TRY(fill_scale(arena, table, choice.lang, content));
    TRY(fill_axes(arena, table, choice.lang, form, content));
    return fill_cards(arena, table, choice.lang, form, content);
}

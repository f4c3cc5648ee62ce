/* What is being edited: rows as text, and what the buttons do to them. See own.h. */
#include "feature/tool/own.h"

#include <string.h>

void own_draft_from(struct own_draft *draft, const struct content *content) {
    draft->title = content->title;
    draft->open = -1;
    draft->n = 0;
    for (size_t i = 0; i < content->cards.n && draft->n < CONTENT_CARDS_MAX; i++) {
        const struct content_card *card = &content->cards.v[i];
        draft->rows[draft->n++] = (struct own_draft_row){
            .key = card->key, .label = card->stem, .aspect = -1, .source = card->source};
    }
    for (size_t i = 0; i < content->axes.n && draft->n < CONTENT_CARDS_MAX; i++) {
        const struct content_axis *axis = &content->axes.v[i];
        draft->rows[draft->n++] = (struct own_draft_row){.key = axis->key,
                                                         .label = axis->label,
                                                         .help = axis->help,
                                                         .aspect = axis->aspect,
                                                         .source = axis->source};
    }
}

/* ---- as text: a line for each row, its parts between tabs ---- */

static void add_part(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++)
        buf_add_char(out,
                     text.p[i] == '\t' || text.p[i] == '\n' || text.p[i] == '\r' ? ' ' : text.p[i]);
}

enum rc own_draft_write(struct arena *arena, const struct own_draft *draft, struct str *text) {
    struct buf out;
    buf_init(&out, arena, DRAFT_TEXT_MAX);
    for (size_t i = 0; i < draft->n; i++) {
        const struct own_draft_row *row = &draft->rows[i];
        add_part(&out, row->key);
        buf_format(&out, "\t%d\t%d\t", row->source, row->aspect);
        add_part(&out, row->label);
        buf_lit(&out, "\t");
        add_part(&out, row->help);
        buf_lit(&out, "\n");
    }
    *text = buf_str(&out);
    return buf_ok(&out) ? RC_OK : RC_LIMIT;
}

static enum rc read_number(struct str text, int min, int max, int *value) {
    int64_t number;
    TRY(str_to_i64(text, &number));
    if (number < min || number > max) return RC_INVALID;
    *value = (int)number;
    return RC_OK;
}

static enum rc read_row(struct str line, struct own_draft_row *row) {
    struct str parts[5] = {0};
    for (size_t i = 0; i < COUNT(parts); i++)
        if (!str_cut(&line, '\t', &parts[i])) return RC_INVALID;
    TRY(read_number(parts[1], SOURCE_CATALOGUE, SOURCE_LOCAL, &row->source));
    TRY(read_number(parts[2], -1, CONTENT_AXES_MAX, &row->aspect));
    row->key = parts[0];
    row->label = parts[3];
    row->help = parts[4];
    return RC_OK;
}

enum rc own_draft_read(struct arena *arena, struct str text, struct own_draft *draft) {
    struct str rest = str_copy(arena, text), line;
    if (!rest.p) return RC_LIMIT;
    if (!str_is_utf8(text)) return RC_INVALID;
    draft->n = 0;
    while (str_cut(&rest, '\n', &line)) {
        if (line.n && line.p[line.n - 1] == '\r') line.n--; /* browsers send CR LF */
        if (!line.n) continue;
        if (draft->n == CONTENT_CARDS_MAX) return RC_LIMIT;
        TRY(read_row(line, &draft->rows[draft->n++]));
    }
    return RC_OK;
}

/* ---- buttons ---- */

static bool has_key(const struct own_draft *draft, struct str key) {
    for (size_t i = 0; i < draft->n; i++)
        if (str_is(draft->rows[i].key, key)) return true;
    return false;
}

/* Random, because a number that is free here may be another ray's in an older version. */
static struct str new_key(struct arena *arena, const struct own_draft *draft) {
    char text[ID_TEXT_BYTES + 1];
    struct str key;
    do {
        id_text(id_random(), text);
        key = str_format(arena, "own-%s", text);
    } while (key.p && has_key(draft, key));
    return key;
}

void own_draft_rename(struct arena *arena, struct own_draft *draft, size_t row, struct str label) {
    struct own_draft_row *of = &draft->rows[row];
    if (str_is(of->label, label)) return;
    of->label = label;
    of->key = new_key(arena, draft);
    of->source = SOURCE_LOCAL;
}

static size_t row_limit(const struct own_draft *draft) {
    return draft->tool->engine == ENGINE_CARDS ? CONTENT_CARDS_MAX : CONTENT_AXES_MAX;
}

static void add_row(struct arena *arena, struct own_draft *draft) {
    if (draft->n >= row_limit(draft)) return;
    struct str key = new_key(arena, draft);
    int aspect = draft->n ? draft->rows[draft->n - 1].aspect : -1;
    draft->open = (int)draft->n;
    draft->rows[draft->n++] =
        (struct own_draft_row){.key = key, .aspect = aspect, .source = SOURCE_LOCAL};
}

static void swap_rows(struct own_draft *draft, size_t a, size_t b) {
    struct own_draft_row row = draft->rows[a];
    draft->rows[a] = draft->rows[b];
    draft->rows[b] = row;
}

static void remove_row(struct own_draft *draft, size_t at) {
    memmove(&draft->rows[at], &draft->rows[at + 1], (draft->n - at - 1) * sizeof draft->rows[0]);
    draft->n--;
}

void own_draft_do(struct arena *arena, struct own_draft *draft, struct str verb) {
    struct str rest = verb, word;
    int64_t row = -1;
    draft->open = -1;
    if (str_is(verb, STR("add"))) add_row(arena, draft);
    if (!rest.n || !str_cut(&rest, '-', &word) || str_to_i64(rest, &row) != RC_OK) return;
    if (row < 0 || row >= (int64_t)draft->n) return;
    size_t at = (size_t)row;
    if (str_is(word, STR("open"))) draft->open = (int)row;
    if (str_is(word, STR("up")) && at > 0) swap_rows(draft, at, at - 1);
    if (str_is(word, STR("down")) && at + 1 < draft->n) swap_rows(draft, at, at + 1);
    if (str_is(word, STR("remove"))) remove_row(draft, at);
}

/* ---- as content ---- */

static enum rc fill_rows(struct arena *arena, const struct own_draft *draft,
                         struct content *content) {
    bool is_cards = draft->tool->engine == ENGINE_CARDS;
    struct content_card *cards = arena_new_array(arena, draft->n + 1, struct content_card);
    struct content_axis *axes = arena_new_array(arena, draft->n + 1, struct content_axis);
    if (!cards || !axes) return RC_LIMIT;
    for (size_t i = 0; i < draft->n; i++) {
        const struct own_draft_row *row = &draft->rows[i];
        bool has_aspect = row->aspect >= 0 && (size_t)row->aspect < content->aspects.n;
        cards[i] = (struct content_card){row->key, row->label, row->source};
        axes[i] = (struct content_axis){.key = row->key,
                                        .label = row->label,
                                        .help = row->help,
                                        .aspect = has_aspect ? row->aspect : -1,
                                        .source = row->source};
    }
    content->cards.v = is_cards ? cards : NULL;
    content->cards.n = is_cards ? draft->n : 0;
    content->axes.v = is_cards ? NULL : axes;
    content->axes.n = is_cards ? 0 : draft->n;
    return RC_OK;
}

enum rc own_draft_check(struct arena *arena, const struct own_draft *draft, int version,
                        struct str *json, struct content_problem *problem) {
    struct content content, read;
    TRY(draft->tool->content(arena, draft->lang, (struct str){0}, &content));
    content.title = draft->title;
    content.version = version;
    TRY(fill_rows(arena, draft, &content));
    TRY(content_write(arena, &content, json));
    return content_read(arena, draft->tool, *json, &read, problem);
}

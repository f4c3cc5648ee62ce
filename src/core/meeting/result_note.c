/* Notes of a board, for the pictures of results. See result_note.h. */
#include "core/meeting/result_note.h"

static struct str pile_of(const struct board *board, int64_t cluster) {
    for (size_t i = 0; cluster && i < board->clusters.n; i++)
        if (board->clusters.v[i].id == cluster) return board->clusters.v[i].name;
    return (struct str){0};
}

static enum text_id word_of(const struct board_note *note) {
    for (size_t i = 0; i < note->details.n; i++) {
        const struct board_detail *row = &note->details.v[i];
        if (!row->detail || row->detail->kind != DETAIL_CHOICE) continue;
        for (size_t at = 0; row->detail->choices[at]; at++)
            if (str_is(row->value, str_from(row->detail->choices[at])))
                return row->detail->labels[at];
    }
    return T_none;
}

enum rc result_notes(struct arena *arena, const struct board *board, struct str region,
                     struct result_notes *notes) {
    struct result_note *rows = arena_new_array(arena, board->notes.n + 1, struct result_note);
    int64_t cluster = 0;
    if (!rows) return RC_LIMIT;
    notes->rows.v = rows;
    notes->rows.n = 0;
    for (size_t i = 0; i < board->notes.n; i++) {
        const struct board_note *from = &board->notes.v[i];
        if (!str_is(from->note.region, region)) continue;
        struct result_note *note = &rows[notes->rows.n++];
        *note = (struct result_note){.text = from->note.text,
                                     .lang = from->note.lang,
                                     .word = word_of(from),
                                     .is_paper = from->note.origin == ORIGIN_PAPER};
        if (from->cluster != cluster) note->pile = pile_of(board, from->cluster);
        cluster = from->cluster;
    }
    return RC_OK;
}

const struct board_note *result_note_of(const struct board *board, uint64_t id) {
    for (size_t i = 0; i < board->notes.n; i++)
        if (board->notes.v[i].note.id == id) return &board->notes.v[i];
    return NULL;
}

int result_note_axis(const struct content *content, struct str region) {
    struct str rest = region, key;
    if (!str_cut(&rest, ':', &key) || key.n == region.n) return -1;
    for (size_t i = 0; i < content->axes.n; i++)
        if (str_is(content->axes.v[i].key, rest)) return (int)i;
    return -1;
}

struct str result_region(struct arena *arena, const char *key, const struct content_axis *axis) {
    return str_format(arena, "%s:%.*s", key, STR_ARG(axis->key));
}

const struct noted_hidden *result_hidden(struct arena *arena, const struct board *board,
                                         size_t *n) {
    struct noted_hidden *hidden = arena_new_array(arena, NOTE_HIDDEN__N, struct noted_hidden);
    *n = 0;
    for (int reason = NOTE_SHOWN + 1; hidden && reason < NOTE_HIDDEN__N; reason++)
        if (board->hidden[reason])
            hidden[(*n)++] =
                (struct noted_hidden){note_hidden_labels[reason], board->hidden[reason]};
    return hidden;
}

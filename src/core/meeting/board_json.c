/* A board as JSON: the whole of it, to be kept elsewhere; and its figures without any text, which
   stay in the snapshot when the notes are erased. */
#include "core/meeting/board_inner.h"

#include "platform/secret.h"

enum { BOARD_JSON_MAX = 8 * 1024 * 1024, FIGURES_JSON_MAX = 64 * 1024 };

static void add_text(struct buf *buf, const char *name, struct str value) {
    buf_format(buf, "\"%s\":", name);
    buf_add_json(buf, value);
    buf_add_char(buf, ',');
}

static void add_number(struct buf *buf, const char *name, int64_t value) {
    buf_format(buf, "\"%s\":%lld,", name, (long long)value);
}

static void add_id(struct buf *buf, const char *name, uint64_t id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(id, text);
    add_text(buf, name, str_from(text));
}

/* Takes the comma after the last member back and closes. */
static void end(struct buf *buf, char closing) {
    if (buf->n && buf->p[buf->n - 1] == ',') buf->n--;
    buf_add_char(buf, closing);
}

/* ---- the whole ---- */

static struct str cluster_name(const struct board *board, int64_t id) {
    for (size_t i = 0; i < board->clusters.n; i++)
        if (board->clusters.v[i].id == id) return board->clusters.v[i].name;
    return STR("");
}

static void add_details(struct buf *buf, const struct board_note *note) {
    buf_lit(buf, "\"details\":{");
    for (size_t i = 0; i < note->details.n; i++)
        add_text(buf, note->details.v[i].detail->key, note->details.v[i].value);
    end(buf, '}');
    buf_lit(buf, ",\"merged\":[");
    for (size_t i = 0; i < note->merged.n; i++) {
        buf_add_json(buf, note->merged.v[i].text);
        buf_add_char(buf, ',');
    }
    end(buf, ']');
}

static void add_note(struct buf *buf, const struct board *board, const struct board_note *note) {
    const struct tool *tool = board->tool;
    bool has_layer = note->layer >= 0 && note->layer < TOOL_LAYERS_MAX;
    const char *layer = has_layer ? tool->layers[note->layer].key : NULL;
    buf_add_char(buf, '{');
    add_id(buf, "id", note->note.id);
    add_text(buf, "region", note->note.region);
    add_text(buf, "text", note->note.text);
    add_text(buf, "language", note->note.lang);
    if (note->note.nickname.n) add_text(buf, "name", note->note.nickname);
    if (layer) add_text(buf, "layer", str_from(layer));
    if (note->group) add_number(buf, "table", note->group);
    if (note->cluster) add_text(buf, "cluster", cluster_name(board, note->cluster));
    if (note->dots >= 0) add_number(buf, "dots", note->dots);
    if (note->from != FROM_HERE) add_text(buf, "from", note->from_title);
    add_details(buf, note);
    buf_add_char(buf, '}');
}

static struct str end_text(const struct board *board, uint64_t id) {
    for (size_t i = 0; i < board->notes.n; i++)
        if (board->notes.v[i].note.id == id) return board->notes.v[i].note.text;
    return STR("");
}

/* A link stands with both texts, so that it can be read alone. */
static void add_link(struct buf *buf, const struct board *board, const struct board_link *link) {
    unsigned kind = (unsigned)link->kind < LINK_KIND__N ? (unsigned)link->kind : LINK_AGREEMENT;
    buf_add_char(buf, '{');
    add_text(buf, "kind", str_from(link_choices[kind]));
    add_text(buf, "text", link->text);
    add_id(buf, "a", link->a);
    add_text(buf, "a_text", end_text(board, link->a));
    add_id(buf, "b", link->b);
    add_text(buf, "b_text", end_text(board, link->b));
    end(buf, '}');
}

static void add_hidden(struct buf *buf, const struct board *board) {
    buf_lit(buf, "\"hidden\":{");
    for (size_t i = NOTE_SHOWN + 1; i < NOTE_HIDDEN__N; i++)
        add_number(buf, note_hidden_choices[i], board->hidden[i]);
    end(buf, '}');
}

enum rc board_json(struct arena *arena, const struct board *board, struct str *json) {
    struct buf buf;
    buf_init(&buf, arena, BOARD_JSON_MAX);
    buf_lit(&buf, "{\"version\":1,\"notes\":[");
    for (size_t i = 0; i < board->notes.n; i++) {
        if (i > 0) buf_add_char(&buf, ',');
        add_note(&buf, board, &board->notes.v[i]);
    }
    buf_lit(&buf, "],\"links\":[");
    for (size_t i = 0; i < board->links.n; i++) {
        if (i > 0) buf_add_char(&buf, ',');
        add_link(&buf, board, &board->links.v[i]);
    }
    buf_lit(&buf, "],");
    add_hidden(&buf, board);
    buf_add_char(&buf, '}');
    *json = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

/* ---- figures ---- */

/* Notes of one region stand together; how many each layer has. */
static size_t add_region(struct buf *buf, const struct board *board, size_t first) {
    struct str region = board->notes.v[first].note.region;
    int64_t layers[TOOL_LAYERS_MAX] = {0}, dots = 0;
    size_t i = first;
    for (; i < board->notes.n && str_is(board->notes.v[i].note.region, region); i++) {
        const struct board_note *note = &board->notes.v[i];
        if (note->layer >= 0 && note->layer < TOOL_LAYERS_MAX) layers[note->layer]++;
        if (note->dots > 0) dots += note->dots;
    }
    buf_add_char(buf, '{');
    add_text(buf, "key", region);
    add_number(buf, "dots", dots);
    buf_lit(buf, "\"layers\":[");
    for (size_t l = 0; l < TOOL_LAYERS_MAX; l++)
        buf_format(buf, "%s%lld", l ? "," : "", (long long)layers[l]);
    buf_lit(buf, "]}");
    return i;
}

enum rc board_figures_json(struct arena *arena, const struct board *board, struct str *json) {
    struct buf buf;
    buf_init(&buf, arena, FIGURES_JSON_MAX);
    buf_lit(&buf, "{\"regions\":[");
    for (size_t i = 0; i < board->notes.n;) {
        if (i > 0) buf_add_char(&buf, ',');
        i = add_region(&buf, board, i);
    }
    buf_lit(&buf, "],");
    add_number(&buf, "links", (int64_t)board->links.n);
    add_number(&buf, "clusters", (int64_t)board->clusters.n);
    if (board->voters >= 0) add_number(&buf, "voters", board->voters);
    add_hidden(&buf, board);
    buf_add_char(&buf, '}');
    *json = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

/* What an exercise gives as files: one row a note, one row a figure, and everything as JSON. No
   file tells who gave an answer, and none holds a figure that the small-number rule hides. */
#include "core/meeting/view_board.h"
#include "feature/meeting/inner.h"

#include <jansson.h>

enum { FILE_MAX = 4 * 1024 * 1024 };

/* 14 quarters are 3.5: with a point, as files have it. */
static void put_quarters(struct buf *out, int quarters) {
    static const char *const rest[] = {"", ".25", ".5", ".75"};
    buf_format(out, "%d%s", quarters / 4, rest[quarters % 4]);
}

/* The exercise that the address names, in the meeting that it names. */
static enum rc find(struct request *request, struct agenda_item *found) {
    struct agenda agenda;
    uint64_t id;
    TRY(meeting_param_id(request, "exercise", &id));
    TRY(agenda_read(request, meeting_asked(request), &agenda));
    for (size_t i = 0; i < agenda.rows.n; i++) {
        const struct agenda_item *item = &agenda.rows.v[i];
        if (!item->tool || item->exercise.public_id != id) continue;
        *found = *item;
        return item->exercise.state == EXERCISE_CLOSED ? RC_OK : RC_ABSENT;
    }
    return RC_ABSENT;
}

static struct str file_name(struct request *request, const struct agenda_item *item,
                            const char *what) {
    struct buf day;
    buf_init(&day, request->arena, 32);
    text_add_when(&day, request->lang, (struct when){item->exercise.closed_at}, WHEN_DAY);
    return str_format(request->arena, "%s-%.*s-%s", item->tool->key, STR_ARG(buf_str(&day)), what);
}

struct board_row {
    const struct agenda_item *item;
    const struct content *content;
    const struct board_field *field;
    const struct board_pile *pile;
    const struct board_item *note;
};

static void put_next(struct buf *out, struct str text) {
    buf_add_char(out, ',');
    buf_add_csv(out, text);
}

static struct str facts_text(struct request *request, const struct board_item *note) {
    struct buf out;
    buf_init(&out, request->arena, 8 * 1024);
    for (size_t i = 0; i < note->facts.n; i++) {
        const struct board_fact *fact = &note->facts.v[i];
        buf_format(&out, "%s%.*s", i ? "; " : "", STR_ARG(text_of(request->lang, fact->label)));
        if (!fact->is_tick)
            buf_format(&out, ": %.*s%.*s", STR_ARG(text_of(request->lang, fact->word)),
                       STR_ARG(fact->text));
    }
    return buf_str(&out);
}

static struct str merged_text(struct request *request, const struct board_item *note) {
    struct buf out;
    buf_init(&out, request->arena, 64 * 1024);
    for (size_t i = 0; i < note->merged.n; i++)
        buf_format(&out, "%s%.*s", i ? " | " : "", STR_ARG(note->merged.v[i].text));
    return buf_str(&out);
}

static void put_board_row(struct request *request, const struct board_row *row, struct buf *out) {
    const struct board_item *note = row->note;
    buf_add_csv(out, row->field->key);
    put_next(out, board_region_name(request, row->item->tool, row->content, row->field->key));
    put_next(out, note->text);
    put_next(out, note->lang);
    put_next(out, note->nickname);
    buf_add_char(out, ',');
    if (note->table) buf_format(out, "%d", note->table);
    put_next(out, text_of(request->lang, note->mark.word));
    put_next(out, row->pile->name);
    buf_add_char(out, ',');
    if (note->has_dots) buf_format(out, "%lld", (long long)note->dots);
    put_next(out, note->from);
    put_next(out, facts_text(request, note));
    put_next(out, merged_text(request, note));
    buf_lit(out, "\r\n");
}

/* A board: also kind, pile, dots, what was merged, where it came from, and what else stands on it.
 */
static enum rc put_board(struct request *request, const struct agenda_item *item,
                         const struct content *content, struct buf *out) {
    struct board board;
    struct view_board view;
    TRY(board_read(request, &item->exercise, NULL, -1, &board));
    const struct view_board_data data = {.exercise = &item->exercise,
                                         .tool = item->tool,
                                         .content = content,
                                         .board = &board,
                                         .axis = -1,
                                         .is_plain = true,
                                         .is_written_only = true,
                                         .id = STR("")};
    TRY(view_board(request, &data, &view));
    buf_lit(out, "region,heading,note,language,name,table,kind,pile,dots,from,details,merged\r\n");
    for (size_t i = 0; i < view.parts.n; i++)
        for (size_t j = 0; j < view.parts.v[i].fields.n; j++) {
            const struct board_field *field = &view.parts.v[i].fields.v[j];
            for (size_t k = 0; k < field->piles.n; k++)
                for (size_t m = 0; m < field->piles.v[k].items.n; m++) {
                    const struct board_row row = {item, content, field, &field->piles.v[k],
                                                  &field->piles.v[k].items.v[m]};
                    put_board_row(request, &row, out);
                }
        }
    return RC_OK;
}

enum rc answer_notes_csv(struct request *request) {
    struct agenda_item item;
    struct content content;
    struct note_seen seen = {0};
    struct buf out;
    TRY(find(request, &item));
    TRY(note_read(request, &item.exercise, NULL, &seen));
    TRY(exercise_content(request->arena, request->site, request->lang, &item.exercise, &content));
    buf_init(&out, request->arena, FILE_MAX);
    bool is_board = item.tool->engine == ENGINE_BOARD;
    if (is_board) TRY(put_board(request, &item, &content, &out));
    if (!is_board) buf_lit(&out, "region,heading,note,language,name\r\n");
    for (size_t i = 0; !is_board && i < seen.notes.rows.n; i++) {
        const struct note *note = &seen.notes.rows.v[i];
        buf_add_csv(&out, note->region);
        buf_add_char(&out, ',');
        buf_add_csv(&out, region_label(request, item.tool, &content, note->region));
        buf_add_char(&out, ',');
        buf_add_csv(&out, note->text);
        buf_add_char(&out, ',');
        buf_add_csv(&out, note->lang);
        buf_add_char(&out, ',');
        buf_add_csv(&out, note->nickname);
        buf_lit(&out, "\r\n");
    }
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "text/csv; charset=utf-8", file_name(request, &item, "notes.csv"),
                        buf_str(&out));
}

/* ---- figures ---- */

static void put_axis(struct buf *out, const struct sheet_part *part,
                     const struct axis_result *axis) {
    buf_add_csv(out, part->key.n ? part->key : STR("all"));
    buf_add_char(out, ',');
    buf_add_csv(out, axis->key);
    buf_add_char(out, ',');
    buf_add_csv(out, axis->label);
    buf_format(out, ",%lld,%lld,", (long long)axis->n, (long long)axis->dont_know);
    if (axis->n) put_quarters(out, axis->median4);
    buf_add_char(out, ',');
    if (axis->n) put_quarters(out, axis->q1_4);
    buf_add_char(out, ',');
    if (axis->n) put_quarters(out, axis->q3_4);
    buf_add_char(out, ',');
    if (axis->guess_n) put_quarters(out, axis->guess4);
    buf_lit(out, "\r\n");
}

enum rc answer_scores_csv(struct request *request) {
    struct agenda_item item;
    struct snapshot snapshot;
    struct sheet_result result;
    struct buf out;
    TRY(find(request, &item));
    TRY(snapshot_of(request->db, request->arena, item.exercise.id, &snapshot));
    TRY(sheet_result_read(request->arena, snapshot.json, &result));
    buf_init(&out, request->arena, FILE_MAX);
    buf_lit(&out, "group,axis,label,answers,dont_know,median,lower_quartile,upper_quartile,"
                  "median_believed_of_colleagues\r\n");
    for (size_t i = 0; i < result.parts.n; i++)
        for (size_t j = 0; j < result.parts.v[i].axes.n; j++)
            if (result.parts.v[i].axes.v[j].hidden_because == T_none)
                put_axis(&out, &result.parts.v[i], &result.parts.v[i].axes.v[j]);
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "text/csv; charset=utf-8", file_name(request, &item, "scores.csv"),
                        buf_str(&out));
}

/* ---- everything ---- */

static json_t *json_of(struct str text) {
    return json_stringn(text.p ? text.p : "", text.n);
}

static json_t *json_of_notes(const struct note_list *notes) {
    json_t *list = json_array();
    for (size_t i = 0; list && i < notes->rows.n; i++) {
        const struct note *note = &notes->rows.v[i];
        json_t *one = json_object();
        json_object_set_new(one, "region", json_of(note->region));
        json_object_set_new(one, "text", json_of(note->text));
        json_object_set_new(one, "lang", json_of(note->lang));
        if (note->nickname.n) json_object_set_new(one, "name", json_of(note->nickname));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *json_of_exercise(const struct agenda_item *item, const struct snapshot *snapshot,
                                const struct note_list *notes) {
    json_t *root = json_object();
    json_object_set_new(root, "format", json_string("samskab-exercise"));
    json_object_set_new(root, "version", json_integer(1));
    json_object_set_new(root, "tool", json_of(item->exercise.tool));
    json_object_set_new(root, "form", json_of(item->exercise.form));
    json_object_set_new(root, "title", json_of(item->title));
    json_object_set_new(root, "closed_at", json_integer(item->exercise.closed_at));
    if (item->exercise.content.n)
        json_object_set_new(
            root, "content",
            json_loadb(item->exercise.content.p, item->exercise.content.n, 0, NULL));
    if (snapshot)
        json_object_set_new(root, "result",
                            json_loadb(snapshot->json.p, snapshot->json.n, 0, NULL));
    json_object_set_new(root, "notes", json_of_notes(notes));
    return root;
}

/* A board whole: with piles, details, dots, origin, and links that name both their ends. */
static enum rc add_board(struct request *request, const struct agenda_item *item, json_t *root) {
    struct board board;
    struct str json;
    if (!root || item->tool->engine != ENGINE_BOARD) return RC_OK;
    TRY(board_read(request, &item->exercise, NULL, -1, &board));
    TRY(board_json(request->arena, &board, &json));
    json_object_set_new(root, "board", json_loadb(json.p, json.n, 0, NULL));
    return RC_OK;
}

static void free_text(void *text) {
    json_free_t release;
    json_get_alloc_funcs(NULL, &release);
    release(text);
}

enum rc answer_result_json(struct request *request) {
    struct agenda_item item;
    struct snapshot snapshot;
    struct note_seen seen = {0};
    TRY(find(request, &item));
    enum rc rc = snapshot_of(request->db, request->arena, item.exercise.id, &snapshot);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    TRY(note_read(request, &item.exercise, NULL, &seen));
    json_t *root = json_of_exercise(&item, rc == RC_OK ? &snapshot : NULL, &seen.notes);
    rc = add_board(request, &item, root);
    char *text = rc == RC_OK && root ? json_dumps(root, JSON_INDENT(2)) : NULL;
    json_decref(root);
    if (rc != RC_OK) return rc;
    if (!text || !arena_defer(request->arena, free_text, text)) return RC_LIMIT;
    return answer_bytes(request, "application/json", file_name(request, &item, "result.json"),
                        str_from(text));
}

/* ---- pictures ---- */

enum rc answer_picture(struct request *request) {
    struct agenda_item item;
    struct record_figures figures = {0};
    struct str svg;
    int64_t number;
    TRY(find(request, &item));
    if (str_to_i64(form_value(request->query, "n"), &number) != RC_OK) return RC_ABSENT;
    TRY(record_result(request, &item, false, &figures));
    TRY(picture_write(request->arena, figures.html, number, &svg));
    struct str name = str_format(request->arena, "%lld.svg", (long long)number);
    return answer_bytes(request, "image/svg+xml",
                        file_name(request, &item, str_c(request->arena, name)), svg);
}

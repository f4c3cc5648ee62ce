/* The .pb reader: pieces into lines, lines into the three sections, and the refusal of bad files.
   The format is described in docs/budget-rules.md. */
#include "rules/budget/pb_reader.h"

#include <string.h>

enum { ERROR_TEXT_MAX = 80 };

static const struct str titles[] = {
    [PB_BEFORE] = STR_INIT(""),
    [PB_META] = STR_INIT("META"),
    [PB_PROJECTS] = STR_INIT("PROJECTS"),
    [PB_VOTES] = STR_INIT("VOTES"),
};

static struct str cut_text(struct arena *arena, struct str text) {
    if (text.n > ERROR_TEXT_MAX) {
        text.n = ERROR_TEXT_MAX;
        while (text.n && !str_is_utf8(text) && text.n > ERROR_TEXT_MAX - 4) text.n--;
    }
    return str_copy(arena, text);
}

static struct str field_name(const struct pb_reader *reader, size_t field) {
    const struct str *columns = reader->section == PB_PROJECTS ? reader->project_columns
                                : reader->section == PB_VOTES  ? reader->voter_columns
                                                               : NULL;
    size_t n =
        reader->section == PB_PROJECTS ? reader->project_column_count : reader->voter_column_count;
    if (reader->section == PB_META && !reader->header_due && field == 1 && reader->cut.n)
        return reader->cut.fields[0];
    return columns && !reader->header_due && field < n ? columns[field] : (struct str){0};
}

enum rc pb_refuse(struct pb_reader *reader, enum pb_reason reason, size_t field, struct str text) {
    struct pb_error *error = &reader->error;
    error->reason = reason;
    error->line = reader->line ? reader->line : 1;
    error->column = 1;
    if (field < reader->cut.n) error->column = pb_line_column(&reader->cut, text.p, field);
    error->text = cut_text(reader->arena, text);
    error->field = cut_text(reader->arena, field_name(reader, field));
    reader->rc = RC_INVALID;
    return RC_INVALID;
}

enum rc pb_out_of_memory(struct pb_reader *reader) {
    reader->error.reason = PB_TOO_LARGE;
    reader->error.line = reader->line ? reader->line : 1;
    reader->error.column = 1;
    reader->rc = RC_LIMIT;
    return RC_LIMIT;
}

struct pb_reader *pb_begin(struct arena *arena) {
    struct pb_reader *reader = arena_new(arena, struct pb_reader);
    if (reader) reader->arena = arena;
    return reader;
}

/* Like pb_refuse for a fault that stands at a byte of the line, before any fields are known. */
static enum rc refuse_at(struct pb_reader *reader, enum pb_reason reason, struct str text,
                         size_t byte) {
    reader->cut.n = 0;
    enum rc rc = pb_refuse(reader, reason, PB_NO_COLUMN, (struct str){0});
    reader->error.column = (uint32_t)str_length(str_slice(text, 0, byte)) + 1;
    return rc;
}

/* Bytes of text that are well-formed UTF-8. */
static size_t good_utf8(struct str text) {
    size_t at = 0;
    while (at < text.n) {
        size_t length = 1;
        while (length <= 4 && !str_is_utf8(str_slice(text, at, at + length))) length++;
        if (length > 4) break;
        at += length;
    }
    return at;
}

static bool others_empty(const struct pb_line *line, size_t from) {
    for (size_t i = from; i < line->n; i++)
        if (line->fields[i].n) return false;
    return true;
}

/* The section that the line is the title of, or PB_BEFORE. */
static enum pb_section title_of(const struct pb_line *line) {
    if (!others_empty(line, 1)) return PB_BEFORE;
    for (enum pb_section s = PB_META; s <= PB_VOTES; s++)
        if (str_is_nocase(line->fields[0], titles[s])) return s;
    return PB_BEFORE;
}

static enum rc require_meta(struct pb_reader *reader) {
    if (!reader->has_budget) return pb_refuse(reader, PB_KEY_MISSING, 0, STR("budget"));
    if (!reader->has_type) return pb_refuse(reader, PB_KEY_MISSING, 0, STR("vote_type"));
    return RC_OK;
}

static enum rc begin_section(struct pb_reader *reader, enum pb_section title) {
    if (title <= reader->section) return pb_refuse(reader, PB_SECTION_TWICE, 0, titles[title]);
    if (reader->header_due) return pb_refuse(reader, PB_HEADER_MISSING, 0, titles[reader->section]);
    if (title != reader->section + 1)
        return pb_refuse(reader, PB_SECTION_EXPECTED, 0, titles[reader->section + 1]);
    if (title == PB_PROJECTS) TRY(require_meta(reader));
    if (title == PB_VOTES) TRY(pb_votes_begin(reader));
    reader->section = title;
    reader->header_due = true;
    return RC_OK;
}

static enum rc read_header(struct pb_reader *reader) {
    reader->header_due = false;
    if (reader->section != PB_META) return pb_header_row(reader);
    bool fits = reader->cut.n >= 2 && str_is_nocase(reader->cut.fields[0], STR("key"));
    return fits ? RC_OK : pb_refuse(reader, PB_FIRST_COLUMN, 0, STR("key"));
}

static enum rc read_fields(struct pb_reader *reader) {
    enum pb_section title = title_of(&reader->cut);
    if (title != PB_BEFORE) return begin_section(reader, title);
    if (reader->section == PB_BEFORE)
        return pb_refuse(reader, PB_SECTION_EXPECTED, 0, titles[PB_META]);
    if (reader->header_due) return read_header(reader);
    static enum rc (*const rows[])(struct pb_reader *) = {
        [PB_META] = pb_meta_row, [PB_PROJECTS] = pb_project_row, [PB_VOTES] = pb_vote_row};
    return rows[reader->section](reader);
}

static enum rc read_line(struct pb_reader *reader, struct str text) {
    reader->line++;
    if (reader->line == 1 && str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_slice(text, 3, text.n);
    if (text.n && text.p[text.n - 1] == '\r') text.n--;
    if (!str_is_utf8(text)) return refuse_at(reader, PB_NOT_UTF8, text, good_utf8(text));
    size_t where = 0;
    enum pb_reason reason = pb_line_cut(&reader->cut, reader->arena, text, &where);
    if (reason == PB_TOO_LARGE) return pb_out_of_memory(reader);
    if (reason == PB_TOO_MANY_FIELDS) reader->error.number = PB_FIELDS_MAX;
    if (reason != PB_OK) return refuse_at(reader, reason, text, where);
    return others_empty(&reader->cut, 0) ? RC_OK : read_fields(reader);
}

static enum rc line_too_long(struct pb_reader *reader) {
    reader->line++;
    reader->error.number = PB_LINE_MAX;
    return refuse_at(reader, PB_LINE_TOO_LONG, (struct str){0}, 0);
}

/* Keeps the start of a line until its end arrives. */
static enum rc carry(struct pb_reader *reader, struct str part) {
    size_t needed = reader->carried + part.n;
    if (needed > PB_LINE_MAX) return line_too_long(reader);
    if (needed > reader->carry_room) {
        size_t room = needed < 4096 ? 4096 : 2 * needed;
        char *grown = arena_grow(reader->arena, reader->carry, reader->carry_room, room);
        if (!grown) return pb_out_of_memory(reader);
        reader->carry = grown;
        reader->carry_room = room;
    }
    if (part.n) memcpy(reader->carry + reader->carried, part.p, part.n);
    reader->carried = needed;
    return RC_OK;
}

static enum rc read_lines(struct pb_reader *reader, struct str piece) {
    for (;;) {
        size_t end = str_find(piece, '\n', 0);
        if (end == piece.n) return carry(reader, piece);
        struct str line = str_slice(piece, 0, end);
        if (line.n > PB_LINE_MAX) return line_too_long(reader);
        if (reader->carried) {
            TRY(carry(reader, line));
            line = (struct str){reader->carry, reader->carried};
            reader->carried = 0;
        }
        TRY(read_line(reader, line));
        piece = str_slice(piece, end + 1, piece.n);
    }
}

enum rc pb_feed(struct pb_reader *reader, struct str piece, struct pb_error *error) {
    if (reader->rc == RC_OK && piece.n) reader->rc = read_lines(reader, piece);
    if (reader->rc != RC_OK) *error = reader->error;
    return reader->rc;
}

static enum rc end_of_file(struct pb_reader *reader, struct budget_election *election) {
    if (reader->carried) {
        struct str rest = {reader->carry, reader->carried};
        reader->carried = 0;
        TRY(read_line(reader, rest));
    }
    reader->cut.n = 0;
    if (reader->section == PB_BEFORE) return pb_refuse(reader, PB_EMPTY_FILE, 0, (struct str){0});
    if (reader->header_due) return pb_refuse(reader, PB_HEADER_MISSING, 0, titles[reader->section]);
    if (reader->section != PB_VOTES)
        return pb_refuse(reader, PB_SECTION_MISSING, 0, titles[reader->section + 1]);
    return pb_finish(reader, election);
}

enum rc pb_end(struct pb_reader *reader, struct budget_election *election, struct pb_error *error) {
    *election = (struct budget_election){0};
    if (reader->rc == RC_OK) reader->rc = end_of_file(reader, election);
    if (reader->rc != RC_OK) *error = reader->error;
    return reader->rc;
}

enum rc pb_read(struct arena *arena, struct str file, struct budget_election *election,
                struct pb_error *error) {
    *error = (struct pb_error){.reason = PB_TOO_LARGE, .line = 1, .column = 1};
    struct pb_reader *reader = pb_begin(arena);
    if (!reader) return RC_LIMIT;
    TRY(pb_feed(reader, file, error));
    enum rc rc = pb_end(reader, election, error);
    if (rc == RC_OK) *error = (struct pb_error){0};
    return rc;
}

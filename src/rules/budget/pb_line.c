/* One line of a .pb file into fields. A quote is special only as the first character of a field;
   where text follows the closing quote, the quotes are ordinary characters of the name. */
#include "rules/budget/pb.h"

static bool reserve(struct pb_line *line, struct arena *arena, size_t n) {
    if (line->room >= n) return true;
    size_t room = n < 4096 ? 4096 : n;
    line->unquoted = arena_alloc(arena, room);
    line->room = line->unquoted ? room : 0;
    return line->unquoted != NULL;
}

/* The byte of the quote that closes the one at from, or s.n. */
static size_t closing_quote(struct str s, size_t from) {
    for (size_t i = from + 1; i < s.n; i++) {
        if (s.p[i] != '"') continue;
        if (i + 1 < s.n && s.p[i + 1] == '"') {
            i++;
            continue;
        }
        return i;
    }
    return s.n;
}

/* Copies what stands between the quotes to *to, with doubled quotes made single. */
static struct str unquote(struct str inner, char **to) {
    struct str value = {*to, 0};
    for (size_t i = 0; i < inner.n; i++) {
        *(*to)++ = inner.p[i];
        value.n++;
        if (inner.p[i] == '"') i++;
    }
    return value;
}

enum pb_reason pb_line_cut(struct pb_line *line, struct arena *arena, struct str text,
                           size_t *where) {
    line->text = text;
    line->n = 0;
    if (!reserve(line, arena, text.n)) return PB_TOO_LARGE;
    char *to = line->unquoted;
    size_t at = 0;
    for (;;) {
        *where = at;
        if (line->n == PB_FIELDS_MAX) return PB_TOO_MANY_FIELDS;
        struct str value;
        size_t end;
        bool quoted = at < text.n && text.p[at] == '"';
        size_t close = quoted ? closing_quote(text, at) : at;
        if (quoted && close == text.n) return PB_QUOTE_OPEN;
        end = str_find(text, ';', quoted ? close + 1 : at);
        if (quoted && end == close + 1)
            value = unquote(str_slice(text, at + 1, close), &to);
        else
            value = str_slice(text, at, end);
        line->starts[line->n] = at;
        line->fields[line->n++] = str_trim(value);
        if (end >= text.n) return PB_OK;
        at = end + 1;
    }
}

uint32_t pb_line_column(const struct pb_line *line, const char *value, size_t field) {
    const char *from = line->text.p;
    size_t byte = line->starts[field];
    if (value && from && value >= from && value <= from + line->text.n)
        byte = (size_t)(value - from);
    return (uint32_t)str_length(str_slice(line->text, 0, byte)) + 1;
}

bool pb_is_absent(struct str cell) {
    return cell.n == 0 || str_is_nocase(cell, STR("none"));
}

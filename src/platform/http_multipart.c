/*
 * The delimiter begins with CR and holds no other, so a failed match never hides the beginning of
 * another one: what was matched is data, and the current byte is looked at again.
 */
#include "platform/http_multipart.h"

#include <string.h>

enum state {
    AT_START, /* the first delimiter, without its CR LF */
    AT_TAIL,  /* after a delimiter: CR LF or "--" */
    AT_TAIL_CR,
    AT_TAIL_DASH,
    IN_HEAD,
    IN_BODY,
    AT_END, /* after the last delimiter: nothing, or CR LF */
    AT_END_CR,
    AT_END_LF,
};

static bool is_boundary_byte(char c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || (c && strchr("'()+_,-./:=?", c));
}

/* The value of "; name=value" or "; name=\"value\"" in a header; false when there is none. */
static bool find_parameter(struct str header, struct str name, struct str *value) {
    size_t at = str_find(header, ';', 0);
    while (at < header.n) {
        at++;
        while (at < header.n && (header.p[at] == ' ' || header.p[at] == '\t')) at++;
        size_t equals = str_find(header, '=', at);
        if (equals == header.n) return false;
        struct str key = str_slice(header, at, equals);
        bool quoted = equals + 1 < header.n && header.p[equals + 1] == '"';
        size_t from = equals + 1 + quoted;
        size_t to = str_find(header, quoted ? '"' : ';', from);
        if (quoted && to == header.n) return false;
        if (str_is_nocase(key, name)) {
            *value = str_slice(header, from, to);
            return true;
        }
        at = str_find(header, ';', to);
    }
    return false;
}

enum rc multipart_init(struct multipart *parser, struct str content_type,
                       const struct multipart_sink *sink) {
    struct str boundary;
    if (!find_parameter(content_type, STR("boundary"), &boundary)) return RC_INVALID;
    if (boundary.n == 0 || boundary.n > 70) return RC_INVALID;
    for (size_t i = 0; i < boundary.n; i++)
        if (!is_boundary_byte(boundary.p[i])) return RC_INVALID;
    *parser = (struct multipart){.sink = sink, .state = AT_START, .matched = 2};
    memcpy(parser->delimiter, "\r\n--", 4);
    memcpy(parser->delimiter + 4, boundary.p, boundary.n);
    parser->n_delimiter = 4 + boundary.n;
    return RC_OK;
}

/* One line of a part's head. Only two headers mean something to us. */
static enum rc read_head_line(struct str line, struct multipart_part *part) {
    size_t colon = str_find(line, ':', 0);
    if (colon == line.n) return RC_INVALID;
    struct str name = str_slice(line, 0, colon);
    struct str value = str_trim(str_slice(line, colon + 1, line.n));
    if (str_is_nocase(name, STR("Content-Type"))) {
        part->type = value;
    } else if (str_is_nocase(name, STR("Content-Disposition"))) {
        struct str kind = str_trim(str_slice(value, 0, str_find(value, ';', 0)));
        if (part->name.p || !str_is_nocase(kind, STR("form-data"))) return RC_INVALID;
        if (!find_parameter(value, STR("name"), &part->name)) return RC_INVALID;
        part->is_file = find_parameter(value, STR("filename"), &part->file_name);
    }
    return RC_OK;
}

/* The head is complete: lines that each end with CR LF. */
static enum rc begin_part(struct multipart *parser) {
    struct str rest = {parser->head, parser->n_head}, line;
    struct multipart_part part = {0};
    while (rest.n && str_cut(&rest, '\n', &line)) {
        if (!str_ends(line, STR("\r"))) return RC_INVALID;
        line.n--;
        if (!str_is_utf8(line) || str_find(line, '\r', 0) < line.n) return RC_INVALID;
        TRY(read_head_line(line, &part));
    }
    if (part.name.n == 0) return RC_INVALID;
    parser->state = IN_BODY;
    parser->matched = 0;
    return parser->sink->begin(parser->sink->data, &part);
}

static enum rc feed_head(struct multipart *parser, char c) {
    if (parser->n_head == MULTIPART_HEAD_MAX) return RC_LIMIT;
    parser->head[parser->n_head++] = c;
    struct str head = {parser->head, parser->n_head};
    if (str_is(head, STR("\r\n"))) return RC_INVALID; /* no name */
    if (!str_ends(head, STR("\r\n\r\n"))) return RC_OK;
    parser->n_head -= 2; /* the empty line */
    return begin_part(parser);
}

/* Eats bytes of a body up to the next place that may be a delimiter; returns how many. */
static enum rc feed_body(struct multipart *parser, struct str piece, size_t *eaten) {
    const struct multipart_sink *sink = parser->sink;
    if (parser->matched == 0) {
        *eaten = str_find(piece, '\r', 0);
        if (*eaten) return sink->bytes(sink->data, str_slice(piece, 0, *eaten));
    }
    if (piece.p[0] != parser->delimiter[parser->matched]) {
        struct str seen = {parser->delimiter, parser->matched};
        parser->matched = 0;
        *eaten = 0;
        return sink->bytes(sink->data, seen);
    }
    *eaten = 1;
    if (++parser->matched < parser->n_delimiter) return RC_OK;
    parser->state = AT_TAIL;
    return sink->end(sink->data);
}

static enum rc feed_start(struct multipart *parser, char c) {
    if (c != parser->delimiter[parser->matched]) return RC_INVALID;
    if (++parser->matched == parser->n_delimiter) parser->state = AT_TAIL;
    return RC_OK;
}

/* The short states that only wait for one certain byte. */
static enum rc feed_tail(struct multipart *parser, char c) {
    static const struct {
        enum state from;
        char byte;
        enum state to;
    } steps[] = {
        {AT_TAIL, '\r', AT_TAIL_CR}, {AT_TAIL, '-', AT_TAIL_DASH}, {AT_TAIL_CR, '\n', IN_HEAD},
        {AT_TAIL_DASH, '-', AT_END}, {AT_END, '\r', AT_END_CR},    {AT_END_CR, '\n', AT_END_LF},
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        if ((int)steps[i].from != parser->state || steps[i].byte != c) continue;
        parser->state = (int)steps[i].to;
        parser->n_head = 0;
        return RC_OK;
    }
    return RC_INVALID;
}

enum rc multipart_feed(struct multipart *parser, struct str piece) {
    size_t at = 0;
    while (at < piece.n) {
        size_t eaten = 1;
        switch (parser->state) {
        case AT_START:
            TRY(feed_start(parser, piece.p[at]));
            break;
        case IN_HEAD:
            TRY(feed_head(parser, piece.p[at]));
            break;
        case IN_BODY:
            TRY(feed_body(parser, str_slice(piece, at, piece.n), &eaten));
            break;
        default:
            TRY(feed_tail(parser, piece.p[at]));
            break;
        }
        at += eaten;
    }
    return RC_OK;
}

enum rc multipart_finish(const struct multipart *parser) {
    return parser->state == AT_END || parser->state == AT_END_LF ? RC_OK : RC_INVALID;
}

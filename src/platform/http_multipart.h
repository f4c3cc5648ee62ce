/*
 * multipart/form-data in pieces of any size: tells a sink of each part's head, bytes and end. Holds
 * one part's head at most, never a body; strict, because every browser writes the same form of it.
 */
#ifndef PLATFORM_HTTP_MULTIPART_H
#define PLATFORM_HTTP_MULTIPART_H

#include "base/str.h"

struct multipart_part {
    struct str name;
    struct str file_name, type; /* as the client wrote them; empty for plain fields */
    bool is_file;
};

/* Any code other than RC_OK stops the parser and is what multipart_feed returns. */
struct multipart_sink {
    enum rc (*begin)(void *data, const struct multipart_part *part);
    enum rc (*bytes)(void *data, struct str piece);
    enum rc (*end)(void *data);
    void *data;
};

enum { MULTIPART_HEAD_MAX = 2048, MULTIPART_DELIMITER_MAX = 4 + 70 };

struct multipart {
    const struct multipart_sink *sink;
    int state;
    size_t matched; /* bytes of the delimiter seen */
    size_t n_delimiter, n_head;
    char delimiter[MULTIPART_DELIMITER_MAX]; /* CR LF - - boundary */
    char head[MULTIPART_HEAD_MAX];
};

/* Takes the boundary from the Content-Type. RC_INVALID when it has none of 1 to 70 plain bytes. */
enum rc multipart_init(struct multipart *parser, struct str content_type,
                       const struct multipart_sink *sink) MUST_CHECK;
/* The next piece. RC_INVALID for what no browser sends; the parser must not be fed after that. */
enum rc multipart_feed(struct multipart *parser, struct str piece) MUST_CHECK;
/* After the last piece: RC_INVALID when the closing delimiter is missing. */
enum rc multipart_finish(const struct multipart *parser) MUST_CHECK;

#endif

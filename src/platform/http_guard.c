/* Refuses requests that libmicrohttpd 0.9.75 would answer although they can be read in two ways. */
#include "platform/http_guard.h"

#include <string.h>

static bool is_name_byte(unsigned char c) {
    return c > 32 && c < 127 && !strchr("()<>@,;:\\\"/[]?={}", c);
}

static bool is_name(struct str name) {
    for (size_t i = 0; i < name.n; i++)
        if (!is_name_byte((unsigned char)name.p[i])) return false;
    return name.n > 0;
}

static bool is_value(struct str value) {
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if ((c < 32 && c != '\t') || c == 127) return false;
    }
    return true;
}

/* A name or address with an optional port; only bytes that need no decoding anywhere. */
static bool is_host(struct str host) {
    for (size_t i = 0; i < host.n; i++) {
        char c = host.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && (!c || !strchr(".-_:[]", c))) return false;
    }
    return host.n > 0 && host.n <= 255;
}

enum rc guard_length(struct str value, int64_t *length) {
    if (value.n == 0 || value.n > 15 || value.p[0] == '-') return RC_INVALID;
    return str_to_i64(value, length);
}

struct counts {
    unsigned hosts, lengths, encodings;
};

static const char *check_header(const struct http_header *header, struct counts *counts) {
    int64_t length;
    if (!is_name(header->name)) return "a header name with a forbidden byte";
    if (!is_value(header->value)) return "a header value with a control byte";
    if (str_is_nocase(header->name, STR("Host"))) {
        counts->hosts++;
        if (!is_host(header->value)) return "a Host that is no host";
    } else if (str_is_nocase(header->name, STR("Content-Length"))) {
        counts->lengths++;
        if (guard_length(header->value, &length) != RC_OK) return "a Content-Length of no number";
    } else if (str_is_nocase(header->name, STR("Transfer-Encoding"))) {
        counts->encodings++;
        if (!str_is_nocase(header->value, STR("chunked"))) return "an unknown Transfer-Encoding";
    }
    return NULL;
}

const char *guard_check(const struct http_header *v, size_t n, struct str version, int *status) {
    struct counts counts = {0};
    bool old = str_is(version, STR("HTTP/1.0"));
    *status = 400;
    if (!old && !str_is(version, STR("HTTP/1.1"))) return "neither HTTP/1.0 nor HTTP/1.1";
    if (n > HTTP_HEADERS_MAX) {
        *status = 431;
        return "too many headers";
    }
    for (size_t i = 0; i < n; i++) {
        const char *flaw = check_header(&v[i], &counts);
        if (flaw) return flaw;
    }
    if (counts.hosts != 1) return "not exactly one Host";
    if (counts.lengths > 1) return "more than one Content-Length";
    if (counts.encodings > 1) return "more than one Transfer-Encoding";
    if (counts.lengths && counts.encodings) return "Content-Length and Transfer-Encoding";
    if (counts.encodings && old) return "Transfer-Encoding in HTTP/1.0";
    return NULL;
}

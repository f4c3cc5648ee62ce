/* Percent-decoding and urlencoded pairs. */
#include "platform/http_url.h"

#include <string.h>

enum rc http_decode(struct arena *arena, struct str raw, bool plus_is_space, struct str *text) {
    bool plain =
        !raw.n || (!memchr(raw.p, '%', raw.n) && !(plus_is_space && memchr(raw.p, '+', raw.n)));
    if (plain) {
        *text = raw;
        return str_is_utf8(raw) ? RC_OK : RC_INVALID;
    }
    char *to = arena_alloc(arena, raw.n + 1);
    size_t n = 0;
    if (!to) return RC_LIMIT;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] == '%') {
            if (raw.n - i < 3) return RC_INVALID;
            TRY(str_unhex(str_slice(raw, i + 1, i + 3), &to[n++], 1));
            i += 2;
        } else {
            to[n++] = plus_is_space && raw.p[i] == '+' ? ' ' : raw.p[i];
        }
    }
    *text = (struct str){to, n};
    return str_is_utf8(*text) ? RC_OK : RC_INVALID;
}

/* "%2F" would become a separator that the address did not have. */
static bool has_encoded_slash(struct str raw) {
    for (size_t i = str_find(raw, '%', 0); i < raw.n; i = str_find(raw, '%', i + 1))
        if (str_is_nocase(str_slice(raw, i, i + 3), STR("%2f"))) return true;
    return false;
}

static bool has_control(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 32 || text.p[i] == 127) return true;
    return false;
}

enum rc http_target_split(struct arena *arena, struct str target, struct str *path,
                          struct str *query) {
    size_t mark = str_find(target, '?', 0);
    struct str raw = str_slice(target, 0, mark);
    *query = mark < target.n ? str_slice(target, mark + 1, target.n) : (struct str){0};
    if (raw.n > HTTP_PATH_MAX || query->n > HTTP_QUERY_MAX) return RC_LIMIT;
    if (!str_starts(raw, STR("/")) || str_find(target, '#', 0) < target.n) return RC_INVALID;
    if (has_control(target) || has_encoded_slash(raw)) return RC_INVALID;
    TRY(http_decode(arena, raw, false, path));
    return has_control(*path) ? RC_INVALID : RC_OK;
}

enum rc http_pairs_add(struct arena *arena, struct http_pairs *pairs, struct str name,
                       struct str value) {
    if (pairs->n == HTTP_PAIRS_MAX || name.n > HTTP_NAME_MAX || value.n > HTTP_VALUE_MAX)
        return RC_LIMIT;
    if (name.n == 0) return RC_INVALID;
    for (size_t i = 0; i < pairs->n; i++)
        if (str_is(pairs->v[i].name, name)) return RC_INVALID;
    if (!pairs->v) pairs->v = arena_new_array(arena, HTTP_PAIRS_MAX, struct http_pair);
    if (!pairs->v) return RC_LIMIT;
    pairs->v[pairs->n++] = (struct http_pair){name, value};
    return RC_OK;
}

enum rc http_pairs_parse(struct arena *arena, struct str text, struct http_pairs *pairs) {
    *pairs = (struct http_pairs){0};
    struct str rest = text, pair;
    while (text.n && str_cut(&rest, '&', &pair)) {
        if (pair.n == 0) continue;
        size_t mark = str_find(pair, '=', 0);
        struct str name, value;
        TRY(http_decode(arena, str_slice(pair, 0, mark), true, &name));
        TRY(http_decode(arena, str_slice(pair, mark + 1, pair.n), true, &value));
        TRY(http_pairs_add(arena, pairs, name, value));
    }
    return RC_OK;
}

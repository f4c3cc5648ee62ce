/*
 * The guard and the request target: the first line is the target, the next lines are headers
 * "name:value". What the guard accepts must hold what the server relies on.
 */
#include "platform/http_guard.h"
#include "platform/http_url.h"

#include <stdlib.h>

static void require(bool fact) {
    if (!fact) abort();
}

static unsigned count(const struct http_header *v, size_t n, struct str name) {
    unsigned times = 0;
    for (size_t i = 0; i < n; i++) times += str_is_nocase(v[i].name, name);
    return times;
}

static void check_target(struct arena *arena, struct str target) {
    struct str path, query;
    struct http_pairs pairs;
    if (http_target_split(arena, target, &path, &query) != RC_OK) return;
    require(path.n > 0 && path.p[0] == '/' && path.n <= HTTP_PATH_MAX && str_is_utf8(path));
    for (size_t i = 0; i < path.n; i++) require((unsigned char)path.p[i] >= 32);
    if (http_pairs_parse(arena, query, &pairs) == RC_OK) require(pairs.n <= HTTP_PAIRS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = {(const char *)data, size}, target = {0}, line;
    struct http_header v[HTTP_HEADERS_MAX + 2];
    struct arena arena;
    size_t n = 0;
    int status = 0;
    if (size == 0) return 0;
    (void)str_cut(&rest, '\n', &target);
    while (n < COUNT(v) && rest.p && str_cut(&rest, '\n', &line)) {
        size_t colon = str_find(line, ':', 0);
        v[n++] =
            (struct http_header){str_slice(line, 0, colon), str_slice(line, colon + 1, line.n)};
    }
    arena_init(&arena, 1024 * 1024);
    check_target(&arena, target);
    if (guard_check(v, n, STR("HTTP/1.1"), &status)) {
        require(status == 400 || status == 431);
    } else {
        int64_t length = 0;
        unsigned lengths = count(v, n, STR("content-length"));
        require(count(v, n, STR("host")) == 1 && lengths <= 1 && n <= HTTP_HEADERS_MAX);
        require(lengths + count(v, n, STR("transfer-encoding")) <= 1);
        for (size_t i = 0; i < n; i++)
            if (str_is_nocase(v[i].name, STR("content-length")))
                require(guard_length(v[i].value, &length) == RC_OK && length >= 0);
    }
    arena_release(&arena);
    return 0;
}

/* Names of needs, and lookups in a request. */
#include "kit/origin.h"
#include "kit/walk.h"
#include "platform/http_cookie.h"

#include <assert.h>

const char *need_name(enum need need) {
    static const char *const names[NEED__N] = {
        [MAY_ANYONE] = "anyone", [MAY_BE_PERSON] = "be-person",
        [MAY_SEE] = "see",       [MAY_CONTRIBUTE] = "contribute",
        [MAY_EDIT] = "edit",     [MAY_ARRANGE] = "arrange",
        [MAY_MANAGE] = "manage", [MAY_ADMINISTER] = "administer",
    };
    assert(need < NEED__N);
    return names[need];
}

const struct object *request_object(const struct request *request, enum object_kind kind) {
    for (size_t i = 0; i < PATH_OBJECTS_MAX && request->objects[i].kind; i++)
        if (request->objects[i].kind == kind) return &request->objects[i];
    assert(false && "the route names no such object");
    return NULL;
}

struct str request_param(const struct request *request, const char *name) {
    struct str wanted = str_from(name);
    for (size_t i = 0; i < PATH_PARAMS_MAX && request->params[i].name.n; i++)
        if (str_is(request->params[i].name, wanted)) return request->params[i].value;
    assert(false && "the route names no such parameter");
    return (struct str){0};
}

struct str request_cookie(const struct request *request, struct str name) {
    if (!request->walk) return (struct str){0}; /* a job, a test */
    const char *prefix = request->site->behind_tls ? "__Host-" : "";
    struct str whole = str_format(request->arena, "%s%.*s", prefix, STR_ARG(name));
    return cookie_find(http_header(http_head(request->walk->exchange), "Cookie"), whole);
}

struct str request_base(const struct request *request) {
    return origin_of_site(request->arena, request->site, http_head(request->walk->exchange));
}

/* Static files of the program, and the two fixed addresses that browsers and robots ask for. */
#include "kit/walk.h"

#include "platform/assets.h"

/* "br" or "gzip" among what the client accepts; a quality of 0 refuses it. */
static bool accepts(struct str header, struct str coding) {
    struct str rest = header, part;
    while (header.n && str_cut(&rest, ',', &part)) {
        struct str name = str_trim(str_slice(part, 0, str_find(part, ';', 0)));
        if (!str_is_nocase(name, coding)) continue;
        return !str_ends(str_trim(part), STR("q=0"));
    }
    return false;
}

static void choose_coding(struct walk *walk, const struct asset *asset) {
    struct str accept = http_header(http_head(walk->exchange), "Accept-Encoding");
    walk->answer.bytes = asset->bytes;
    if (asset->brotli.n || asset->gzip.n)
        answer_header(&walk->request, "Vary", STR("Accept-Encoding"));
    if (asset->brotli.n && accepts(accept, STR("br"))) {
        walk->answer.bytes = asset->brotli;
        answer_header(&walk->request, "Content-Encoding", STR("br"));
    } else if (asset->gzip.n && accepts(accept, STR("gzip"))) {
        walk->answer.bytes = asset->gzip;
        answer_header(&walk->request, "Content-Encoding", STR("gzip"));
    }
}

static void answer_asset(struct walk *walk, const struct asset *asset, struct str cache) {
    struct request *request = &walk->request;
    walk->answer.is_set = walk->answer.is_public = true;
    walk->answer.type = str_c(request->arena, asset->type);
    answer_header(request, "Cache-Control", cache);
    answer_header(request, "ETag", asset->etag);
    if (str_is(http_header(http_head(walk->exchange), "If-None-Match"), asset->etag)) {
        walk->answer.status = 304;
        walk->answer.type = NULL;
        return;
    }
    choose_coding(walk, asset);
}

/* The first embedded file whose name begins and ends so; names hold a hash in between. */
static bool find_named(struct str prefix, struct str suffix, struct asset *asset) {
    struct str name;
    for (size_t i = 0; (name = assets_name(i)).n; i++)
        if (str_starts(name, prefix) && str_ends(name, suffix)) return assets_find(name, asset);
    return false;
}

static bool answer_robots(struct walk *walk) {
    walk->answer.is_set = walk->answer.is_public = true;
    walk->answer.type = "text/plain; charset=utf-8";
    walk->answer.bytes = STR("User-agent: *\nDisallow: /*?\nDisallow: /live\n");
    answer_header(&walk->request, "Cache-Control", STR("public, max-age=86400"));
    return true;
}

bool walk_static(struct walk *walk) {
    const struct str folder = STR("/static/"),
                     for_ever = STR("public, max-age=31536000, immutable");
    struct str path = walk->request.path;
    struct asset asset;
    if (walk->request.prefix.n) return false;
    if (str_starts(path, folder)) {
        if (assets_find(str_slice(path, folder.n, path.n), &asset))
            answer_asset(walk, &asset, for_ever);
        else
            walk_fail(walk, 404);
        return true;
    }
    if (str_is(path, STR("/robots.txt"))) return answer_robots(walk);
    if (!str_is(path, STR("/favicon.ico"))) return false;
    if (!find_named(STR("favicon."), STR(".ico"), &asset) &&
        !find_named(STR("favicon."), STR(".svg"), &asset)) {
        walk_fail(walk, 404);
        return true;
    }
    answer_asset(walk, &asset, STR("public, max-age=86400"));
    return true;
}

/* samskab routes: every address the program answers, as text or JSON. */
#include "app/features.h"
#include "app/options.h"
#include "kit/serve.h"

#include <stdio.h>
#include <string.h>

struct listing {
    bool json;
    size_t n;
};

static error_t parse(int key, char *arg, struct argp_state *state) {
    struct listing *listing = state->input;
    if (key != 'f') return key == ARGP_KEY_ARG ? (argp_usage(state), 0) : ARGP_ERR_UNKNOWN;
    if (strcmp(arg, "json") != 0 && strcmp(arg, "text") != 0)
        argp_error(state, "--format is text or json");
    listing->json = strcmp(arg, "json") == 0;
    return 0;
}

static void print_route(void *data, const struct feature *feature, const struct route *route) {
    struct listing *listing = data;
    const char *method = route->method == POST ? "POST" : "GET";
    if (listing->json)
        (void)printf("%s\n  {\"method\": \"%s\", \"path\": \"%s\", \"need\": \"%s\"}",
                     listing->n ? "," : "", method, route->path, need_name(route->need));
    else
        (void)printf("%-5s%-52s%-12s%s\n", method, route->path, need_name(route->need),
                     feature->name);
    listing->n++;
}

int routes_main(int argc, char **argv) {
    static const struct argp_option own[] = {
        {.name = "format", .key = 'f', .arg = "text|json", .doc = "how to write them"}, {0}};
    struct arena arena;
    struct options options;
    struct listing listing = {0};
    struct command_line line = {.about = "List every address that the program answers, and what "
                                         "one must be allowed to do for it.",
                                .own = own,
                                .parse = parse,
                                .input = &listing};
    arena_init(&arena, 1 << 20);
    bool good = options_parse(&options, &arena, &line, argc, argv);
    if (good) {
        const struct site site = {.features = all_features};
        if (listing.json) (void)printf("[");
        serve_routes(&site, print_route, &listing);
        if (listing.json) (void)printf("\n]\n");
    }
    arena_release(&arena);
    return good ? EXIT_DONE : EXIT_WRONG;
}

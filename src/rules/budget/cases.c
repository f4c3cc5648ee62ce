/* For tests only: where the instances are, and how to read them. */
#include "rules/budget/cases.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *source(void) {
    const char *named = getenv("SAMSKAB_SOURCE");
    return named ? named : ".";
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool list(struct cases *cases) {
    DIR *folder = opendir(cases->instances);
    if (!folder) return false;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        struct str name = str_from(entry->d_name);
        if (!str_ends(name, STR(".pb"))) continue;
        assert_in_range(cases->n, 0, COUNT(cases->names) - 1);
        cases->names[cases->n++] = strndup(name.p, name.n - 3);
    }
    (void)closedir(folder);
    qsort(cases->names, cases->n, sizeof *cases->names, by_name);
    return cases->n > 0;
}

void cases_kept(struct cases *cases) {
    *cases = (struct cases){0};
    (void)snprintf(cases->instances, sizeof cases->instances, "%s/tests/data/budget", source());
    (void)snprintf(cases->reference, sizeof cases->reference, "%s/tests/data/budget/reference",
                   source());
    if (!list(cases)) fail_msg("no instances in %s", cases->instances);
}

bool cases_shared(struct cases *cases) {
    char shared[256];
    const char *named = getenv("SAMSKAB_SHARED");
    *cases = (struct cases){0};
    if (named)
        (void)snprintf(shared, sizeof shared, "%s", named);
    else
        (void)snprintf(shared, sizeof shared, "%s/../shared", source());
    (void)snprintf(cases->instances, sizeof cases->instances, "%s/data/budget/instances", shared);
    (void)snprintf(cases->reference, sizeof cases->reference, "%s/data/budget/reference", shared);
    return list(cases);
}

void cases_release(struct cases *cases) {
    for (size_t i = 0; i < cases->n; i++) free(cases->names[i]);
    cases->n = 0;
}

struct str case_file(struct arena *arena, const char *path) {
    FILE *file = fopen(path, "rbe");
    if (!file) fail_msg("cannot open %s", path);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t n = (size_t)ftell(file);
    rewind(file);
    char *bytes = arena_alloc(arena, n);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, n, file), n);
    (void)fclose(file);
    return (struct str){bytes, n};
}

static void parse(struct arena *arena, const char *what, struct str text,
                  struct budget_election *election) {
    struct pb_error error;
    if (pb_read(arena, text, election, &error) == RC_OK) return;
    struct str why = pb_error_text(arena, &error);
    fail_msg("%s: %.*s", what, STR_ARG(why));
}

void case_election(struct arena *arena, const struct cases *cases, const char *name,
                   struct budget_election *election) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s.pb", cases->instances, name);
    parse(arena, name, case_file(arena, path), election);
}

json_t *case_reference(const struct cases *cases, const char *kind, const char *name) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s/%s.json", cases->reference, kind, name);
    return json_load_file(path, 0, NULL);
}

void case_text(struct arena *arena, const char *text, struct budget_election *election) {
    parse(arena, "the election", str_from(text), election);
}

struct budget_options case_options(const char *name, ...) {
    struct budget_options options = {0};
    va_list args;
    va_start(args, name);
    for (; name; name = va_arg(args, const char *)) {
        const char *value = va_arg(args, const char *);
        bool known = false;
        for (enum budget_option o = 0; o < BUDGET_OPTION__N; o++) {
            if (strcmp(name, budget_option_names[o].option) != 0) continue;
            known = true;
            assert_int_equal(budget_option_set(&options, o, str_from(value)), RC_OK);
        }
        assert_true(known);
    }
    va_end(args);
    return options;
}

const char *case_selected(struct arena *arena, const struct budget_election *election,
                          const struct budget_result *result) {
    struct buf out;
    buf_init(&out, arena, 1 << 20);
    for (size_t i = 0; i < result->rounds.n; i++) {
        if (i) buf_add_char(&out, ' ');
        buf_add(&out, election->projects.v[result->rounds.v[i].project].id);
    }
    buf_add_char(&out, '\0');
    assert_true(buf_ok(&out));
    return out.p;
}

void case_count(struct arena *arena, const struct budget_election *election,
                struct budget_options options, struct budget_result *result) {
    assert_int_equal(budget_count(arena, election, &options, NULL, result), RC_OK);
}

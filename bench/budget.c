/* How fast budgets are counted: the largest kept real election, and the slowest of all under any
   variant. Usage: bench-budget OUT.json; the instances are found by SAMSKAB_SHARED, else in
   ../shared. Writes a JSON list of {name, value, unit, baseline, ratio}. */
#include "rules/budget/budget.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { REPEATS = 5 };
#define MEMORY ((size_t)1 << 30)
static const char large[] = "Poland_Warszawa_2026.pb";

struct bench {
    FILE *out;
    char folder[512];
    bool any;
};

static double now(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* baseline below 0: there is none. */
static void report(struct bench *bench, const char *name, double value, const char *unit,
                   double baseline) {
    (void)fprintf(bench->out, "%s\n {\"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\", ",
                  bench->any ? "," : "[", name, value, unit);
    if (baseline > 0)
        (void)fprintf(bench->out, "\"baseline\": %.6g, \"ratio\": %.6g}", baseline,
                      value / baseline);
    else
        (void)fprintf(bench->out, "\"baseline\": null, \"ratio\": null}");
    bench->any = true;
    (void)printf("%-58s %10.4g %s\n", name, value, unit);
}

static struct str load(struct arena *arena, const struct bench *bench, const char *name) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", bench->folder, name);
    FILE *file = fopen(path, "rbe");
    if (!file) return (struct str){0};
    (void)fseek(file, 0, SEEK_END);
    size_t n = (size_t)ftell(file);
    rewind(file);
    char *bytes = arena_alloc(arena, n);
    bool ok = bytes && fread(bytes, 1, n, file) == n;
    (void)fclose(file);
    return ok ? (struct str){bytes, n} : (struct str){0};
}

static void must(enum rc rc, const char *what) {
    if (rc == RC_OK) return;
    (void)fprintf(stderr, "%s: %s\n", what, rc_name(rc));
    exit(1);
}

/* What any reader must do: look at each byte once, as UTF-8 and for the ends of fields. */
static double time_bare_pass(struct str file, size_t *fields) {
    double start = now();
    *fields = str_is_utf8(file);
    for (size_t i = 0; i < file.n; i++)
        *fields += file.p[i] == ';' || file.p[i] == '\n' || file.p[i] == ',';
    return now() - start;
}

/* What any counter must do: walk once over the approvals of each winner. */
static double time_bare_walk(const struct budget_election *e, const struct budget_result *r,
                             uint64_t *sum) {
    const struct budget_ballots *b = &e->ballots;
    double start = now();
    for (uint32_t c = 0; c < b->classes; c++)
        for (uint32_t i = b->start[c]; i < b->start[c + 1]; i++)
            if (r->accounts.v[b->project[i]].fate == BUDGET_FUNDED) *sum += b->count[c];
    return now() - start;
}

static double time_count(struct arena *arena, const struct budget_election *e,
                         const struct budget_options *options, struct budget_result *result) {
    double best = 1e9;
    for (int i = 0; i < REPEATS; i++) {
        double start = now();
        must(budget_count(arena, e, options, NULL, result), "count");
        if (now() - start < best) best = now() - start;
    }
    return best;
}

static bool measure_large(struct bench *bench) {
    struct arena arena;
    struct budget_election e;
    struct budget_result r;
    struct pb_error error;
    double parse = 1e9, bare = 1e9;
    size_t fields = 0;
    uint64_t sum = 0;
    arena_init(&arena, MEMORY);
    struct str file = load(&arena, bench, large);
    if (!file.p) return false;
    struct arena_mark mark = arena_mark(&arena);
    for (int i = 0; i < REPEATS; i++) {
        double pass = time_bare_pass(file, &fields), start = now();
        must(pb_read(&arena, file, &e, &error), "read");
        if (now() - start < parse) parse = now() - start;
        if (pass < bare) bare = pass;
        if (i + 1 < REPEATS) arena_back(&arena, mark);
    }
    struct budget_options options = {.rule = BUDGET_EQUAL_SHARES,
                                     .completion = BUDGET_COMPLETION_NONE};
    double plain = time_count(&arena, &e, &options, &r);
    double walk = time_bare_walk(&e, &r, &sum);
    options.completion = BUDGET_COMPLETION_ADD1;
    double start = now();
    must(budget_count(&arena, &e, &options, NULL, &r), "count");
    double add1 = now() - start;
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    report(bench, "budget: read Warszawa 2026 (61,668 ballots)", parse, "s", bare);
    report(bench, "budget: one Equal Shares count, with its explanation", plain, "s", walk);
    report(bench, "budget: Add1, all runs", add1, "s", plain * (double)r.runs);
    report(bench, "budget: peak memory so far", (double)usage.ru_maxrss / 1024, "MiB",
           (double)file.n / 1048576);
    arena_release(&arena);
    return sum > 0 && fields > 0;
}

/* ---- the slowest of all ---- */

struct slowest {
    double seconds;
    char name[400];
};

static void measure_variants(struct arena *arena, const struct budget_election *e, const char *name,
                             struct slowest *slowest) {
    for (unsigned v = 0; v < 3 * 2 * 2 + 2; v++) {
        struct budget_options options = {
            .rule = v < 12    ? BUDGET_EQUAL_SHARES
                    : v == 12 ? BUDGET_GREEDY
                              : BUDGET_PHRAGMEN,
            .utility = v < 12 ? BUDGET_COST + v % 3 : BUDGET_COST,
            .completion = BUDGET_COMPLETION_ADD1_GREEDY,
            .stop = BUDGET_STOP_EXHAUSTIVE + v / 3 % 2,
            .endowment = BUDGET_ENDOWMENT_EXACT + v / 6 % 2,
        };
        struct budget_result result;
        struct arena_mark mark = arena_mark(arena);
        if (budget_check(e, &options) != BUDGET_FITS) continue;
        double start = now();
        must(budget_count(arena, e, &options, NULL, &result), name);
        double seconds = now() - start;
        arena_back(arena, mark);
        if (seconds <= slowest->seconds) continue;
        slowest->seconds = seconds;
        (void)snprintf(slowest->name, sizeof slowest->name, "%s, %s, %s", name,
                       budget_option_text(&result.options, BUDGET_OPTION_UTILITY),
                       budget_option_text(&result.options, BUDGET_OPTION_STOP));
    }
}

static void measure_all(struct bench *bench, DIR *folder) {
    struct slowest slowest = {0};
    struct dirent *entry;
    size_t instances = 0;
    while ((entry = readdir(folder)) != NULL) {
        struct arena arena;
        struct budget_election e;
        struct pb_error error;
        if (!str_ends(str_from(entry->d_name), STR(".pb"))) continue;
        arena_init(&arena, MEMORY);
        must(pb_read(&arena, load(&arena, bench, entry->d_name), &e, &error), entry->d_name);
        measure_variants(&arena, &e, entry->d_name, &slowest);
        arena_release(&arena);
        instances++;
    }
    char name[512];
    (void)snprintf(name, sizeof name, "budget: slowest of %zu instances (%s)", instances,
                   slowest.name);
    report(bench, name, slowest.seconds, "s", 60);
}

int main(int argc, char **argv) {
    const char *shared = getenv("SAMSKAB_SHARED");
    struct bench bench = {0};
    if (argc != 2) {
        (void)fprintf(stderr, "usage: %s OUT.json\n", argv[0]);
        return 2;
    }
    (void)snprintf(bench.folder, sizeof bench.folder, "%s/data/budget/instances",
                   shared ? shared : "../shared");
    bench.out = fopen(argv[1], "we");
    if (!bench.out) return 1;
    DIR *folder = opendir(bench.folder);
    if (folder && measure_large(&bench))
        measure_all(&bench, folder);
    else
        (void)printf("skipped: no instances in %s\n", bench.folder);
    if (folder) (void)closedir(folder);
    (void)fprintf(bench.out, "%s\n]\n", bench.any ? "" : "[");
    return fclose(bench.out) == 0 ? 0 : 1;
}

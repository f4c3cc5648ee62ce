/* How fast plans for 300 people are made: the limit is 50 ms for all rounds of a meeting. Usage:
   bench-grouping OUT.json. Writes a JSON list of {name, value, unit, baseline, ratio}. The baseline
   of pairs is the bare loop of the circle method, that of the others dealing people out once. */
#include "rules/grouping/grouping.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PEOPLE = 300, ROUNDS = 20, REPEATS = 7 };
#define MEMORY ((size_t)256 << 20)

static double now(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void must(enum rc rc) {
    if (rc == RC_OK) return;
    (void)fprintf(stderr, "plan: %s\n", rc_name(rc));
    exit(1);
}

static volatile int sink;

/* Who sits opposite whom, and nothing else. */
static double time_circle(void) {
    static int partner[ROUNDS][PEOPLE];
    const double start = now();
    for (int r = 0; r < ROUNDS; r++) {
        partner[r][r] = PEOPLE - 1;
        partner[r][PEOPLE - 1] = r;
        for (int k = 1; k < PEOPLE / 2; k++) {
            const int a = (r + k) % (PEOPLE - 1), b = (r + PEOPLE - 1 - k) % (PEOPLE - 1);
            partner[r][a] = b;
            partner[r][b] = a;
        }
    }
    sink = partner[ROUNDS - 1][1];
    return now() - start;
}

static double time_deal(int groups) {
    static int at[ROUNDS][PEOPLE];
    const double start = now();
    for (int r = 0; r < ROUNDS; r++)
        for (int p = 0; p < PEOPLE; p++) at[r][p] = (p + p / groups * r) % groups;
    sink = at[ROUNDS - 1][1];
    return now() - start;
}

struct measured {
    const char *name;
    enum rc (*plan)(struct arena *, const struct grouping_task *, struct grouping_plan *);
    enum grouping_mix mix;
    size_t people, groups;
    size_t held; /* rounds of pairs held before, among the first people - 5; the rest come late */
};

static double time_plan(const struct measured *m) {
    static int sectors[PEOPLE + 1];
    static bool absent[PEOPLE + 1];
    double best = 1e9;
    for (int i = 0; i <= PEOPLE; i++) sectors[i] = i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2;
    for (int i = 0; i < REPEATS; i++) {
        struct arena arena;
        struct grouping_plan plan;
        arena_init(&arena, MEMORY);
        struct grouping_task task = {.seed = (uint64_t)i,
                                     .people = m->people,
                                     .rounds = ROUNDS,
                                     .sectors = sectors,
                                     .mix = m->mix,
                                     .groups = m->groups};
        if (m->held > 0) {
            task.people -= 5;
            task.rounds = m->held;
            must(grouping_pairs(&arena, &task, &task.history));
            task.people += 5;
            task.rounds = ROUNDS;
            task.absent = absent;
            absent[3] = absent[70] = true;
        }
        const double start = now();
        must(m->plan(&arena, &task, &plan));
        const double took = now() - start;
        if (took < best) best = took;
        arena_release(&arena);
    }
    return best;
}

static double time_cafe(void) {
    int people[PEOPLE];
    double best = 1e9;
    for (int p = 0; p < PEOPLE; p++) people[p] = p;
    for (int i = 0; i < REPEATS; i++) {
        struct arena arena;
        struct grouping_plan plan;
        arena_init(&arena, MEMORY);
        const struct grouping_cafe cafe = {(uint64_t)i, 5, 8, 5, {people, 40}, {people + 40, 260}};
        const double start = now();
        must(grouping_cafe(&arena, &cafe, &plan));
        if (now() - start < best) best = now() - start;
        arena_release(&arena);
    }
    return best;
}

static void report(FILE *out, const char *name, double value, double baseline) {
    static bool any;
    (void)fprintf(out,
                  "%s\n {\"name\": \"%s\", \"value\": %.6g, \"unit\": \"ms\", "
                  "\"baseline\": %.6g, \"ratio\": %.6g}",
                  any ? "," : "[", name, value, baseline, value / baseline);
    any = true;
    (void)printf("%-70s %10.4g ms\n", name, value);
}

int main(int argc, char **argv) {
    static const struct measured plans[] = {
        {"grouping: 300 people, 20 rounds of pairs", grouping_pairs, GROUPING_RANDOM, 300, 0, 0},
        {"grouping: the same with 301", grouping_pairs, GROUPING_RANDOM, 301, 0, 0},
        {"grouping: 300, 20 rounds of pairs across sectors", grouping_pairs, GROUPING_ACROSS, 300,
         0, 0},
        {"grouping: 300, 20 rounds of pairs after 10, 5 late and 2 left", grouping_pairs,
         GROUPING_RANDOM, 300, 0, 10},
        {"grouping: 300 in 60 groups, 20 rounds", grouping_groups, GROUPING_RANDOM, 300, 60, 0},
        {"grouping: 300 in 60 groups, 20 rounds, sectors even", grouping_groups, GROUPING_ACROSS,
         300, 60, 0},
        {"grouping: 300 in 60 groups, 20 rounds, sectors together", grouping_groups,
         GROUPING_TOGETHER, 300, 60, 0},
        {"grouping: 300 in 10 groups, 20 rounds", grouping_groups, GROUPING_RANDOM, 300, 10, 0},
    };
    if (argc != 2) {
        (void)fprintf(stderr, "usage: %s OUT.json\n", argv[0]);
        return 2;
    }
    FILE *out = fopen(argv[1], "we");
    if (!out) return 1;
    (void)time_circle();
    for (size_t i = 0; i < COUNT(plans); i++)
        report(out, plans[i].name, time_plan(&plans[i]),
               plans[i].groups > 0 ? time_deal((int)plans[i].groups) : time_circle());
    report(out, "grouping: café with 300, 5 questions, 40 tables", time_cafe(), time_deal(40));
    (void)fprintf(out, "\n]\n");
    return fclose(out) == 0 ? 0 : 1;
}

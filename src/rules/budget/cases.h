/* For tests only: files, elections and reference outcomes. */
#ifndef RULES_BUDGET_CASES_H
#define RULES_BUDGET_CASES_H

#include "rules/budget/budget.h"

#include <jansson.h>

/* A folder with instances (*.pb) and reference outcomes in reference/. */
struct cases {
    char instances[512];
    char reference[512];
    char *names[128]; /* without .pb, sorted */
    size_t n;
};

/* The kept ones of tests/data/budget; the test fails when they are absent. */
void cases_kept(struct cases *cases);
/* All of SAMSKAB_SHARED (or ../shared beside the source). False when the folder is absent. */
bool cases_shared(struct cases *cases);
void cases_release(struct cases *cases);

/* Reads a whole file into the arena; fails the test when it cannot. */
struct str case_file(struct arena *arena, const char *path);
/* Reads and parses NAME.pb. */
void case_election(struct arena *arena, const struct cases *cases, const char *name,
                   struct budget_election *election);
/* reference/KIND/NAME.json, or NULL when there is none. */
json_t *case_reference(const struct cases *cases, const char *kind, const char *name);

/* An election from text; fails the test when it is refused. */
void case_text(struct arena *arena, const char *text, struct budget_election *election);
/* The options named like on the command line: "rule", "greedy", …, NULL. */
struct budget_options case_options(const char *name, ...) __attribute__((sentinel));
/* The ids of the winners in order, with blanks between. */
const char *case_selected(struct arena *arena, const struct budget_election *election,
                          const struct budget_result *result);
/* Counts; fails the test when that fails. */
void case_count(struct arena *arena, const struct budget_election *election,
                struct budget_options options, struct budget_result *result);

/* Compares every outcome of reference/exact_c, pabutools' points and metrics with ours. Prints each
   difference; returns how many outcomes were compared and adds the differences to *wrong. */
size_t case_compare(const struct cases *cases, const char *name, size_t *wrong);

#endif

/* Inside of the .pb reader: lines into fields, and ballots into classes. Not for other folders. */
#ifndef RULES_BUDGET_PB_H
#define RULES_BUDGET_PB_H

#include "rules/budget/budget.h"
#include "rules/budget/decimal.h"

enum { PB_FIELDS_MAX = 1024, PB_LINE_MAX = 1 << 20 };

/* One line cut at its semicolons. Values are trimmed; they point into the line or into unquoted. */
struct pb_line {
    struct str text;
    struct str fields[PB_FIELDS_MAX];
    size_t starts[PB_FIELDS_MAX]; /* byte in the line */
    size_t n;
    char *unquoted; /* room for the values that had doubled quotes */
    size_t room;
};

/* Cuts text. PB_OK or the reason; *where is the byte in the line then. */
enum pb_reason pb_line_cut(struct pb_line *line, struct arena *arena, struct str text,
                           size_t *where);

/* Position of a value in its line as a character from 1. Values that were unquoted count as their
   field's start. */
uint32_t pb_line_column(const struct pb_line *line, const char *value, size_t field);

/* "none" in any case, or nothing. */
bool pb_is_absent(struct str cell);

/* Merges equal ballots while they arrive. */
struct pb_ballots {
    struct arena *arena;
    uint32_t *start, *count, *project;
    int64_t *points;
    size_t classes, class_room, used, room;
    uint32_t *table; /* class + 1, open addressing */
    size_t slots;
    int digits; /* points are in 1 / 10^digits */
    bool with_points, keep_order;
    /* the ballot being read */
    uint32_t *at; /* project -> place in the ballot + 1 */
    uint32_t *list;
    int64_t *list_points;
    uint32_t n;
};

enum rc pb_ballots_init(struct pb_ballots *ballots, struct arena *arena,
                        size_t projects) MUST_CHECK;
/* Lists one project in the ballot being read. Listed again: the last points win, the first place
   stays. RC_LIMIT: a number too large. */
enum rc pb_ballot_list(struct pb_ballots *ballots, uint32_t project,
                       struct decimal points) MUST_CHECK;
void pb_ballot_clear(struct pb_ballots *ballots);
/* Counts the ballot, cast times times, into its class and clears it. */
enum rc pb_ballot_cast(struct pb_ballots *ballots, uint32_t times) MUST_CHECK;
/* Multiplies all points so that they are in 1 / 10^digits. */
enum rc pb_ballots_rescale(struct pb_ballots *ballots, int digits) MUST_CHECK;
/* Sorts the classes by content and hands them over. */
enum rc pb_ballots_finish(struct pb_ballots *ballots, struct budget_ballots *finished) MUST_CHECK;

#endif

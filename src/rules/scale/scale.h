/*
 * Statistics of score sheets: the star (0 to 5), the sense of coherence (1 to 10), the conditions
 * for change (0 to 3) and sheets that people make themselves. For the tools that score, their
 * snapshots and their pictures. Everything is exact: values are whole numbers of the axis's unit,
 * medians and quartiles whole numbers of quarter units, means and shares are ratios.
 */
#ifndef RULES_SCALE_SCALE_H
#define RULES_SCALE_SCALE_H

#include "base/buf.h"

enum {
    SCALE_STEPS_MAX = 101,      /* different values on an axis */
    SCALE_ANSWERS_MAX = 100000, /* answers on an axis */
    SCALE_PLACES_MAX = 2,
    SCALE_LIMIT = 100000, /* min and max lie within -LIMIT and LIMIT */
    SCALE_QUARTERS = 4,   /* quarters in a unit */
};

/* One condition, ray or component, without its words. min, max and step are in units of
   10^-places: the star is {0, 5, 1, 0}, 0 to 10 by halves is {0, 100, 5, 1}. */
struct scale_axis {
    int min, max, step, places;
};

/* step > 0, min < max, max reached by steps from min, and all within the limits above. */
bool scale_axis_is_valid(const struct scale_axis *axis);
/* How many values the axis has; and which of them (0 is min) a value is, or -1 for none. */
int scale_axis_steps(const struct scale_axis *axis);
int scale_axis_step_of(const struct scale_axis *axis, int value);

/* ---- what people type ---- */

enum scale_fault {
    SCALE_FINE,
    SCALE_MISSING,    /* nothing but blanks */
    SCALE_NOT_NUMBER, /* letters, signs, 1e1, leading zeros, two commas */
    SCALE_OUTSIDE,    /* a number under min or over max */
    SCALE_BETWEEN,    /* a number within, but not one of the steps: 2,5 on the star */
    SCALE_FAULT__N
};

/* Reads what a person wrote as a value of the axis, blanks at both ends left out. A decimal comma
   (or point, as number fields send) is right only on an axis with decimals, with at most that many
   digits after it. *value is set only with SCALE_FINE. "Don't know" is not a value: it has a field
   of its own. */
enum scale_fault scale_value_parse(struct str text, const struct scale_axis *axis,
                                   int *value) MUST_CHECK;
/* Writes a value as scale_value_parse reads it, with this decimal mark. */
void scale_value_write(struct buf *out, const struct scale_axis *axis, int value, char mark);

/* ---- one axis ---- */

struct scale_answer {
    enum scale_answer_kind { SCALE_EMPTY, SCALE_DONT_KNOW, SCALE_VALUE } kind;
    int value;
};

/* above / below, not reduced; below 0: there is none. */
struct scale_ratio {
    int64_t above, below;
};

/* "Don't know" and empty are counted beside and are in no other figure. With n 0 only the counts
   mean anything. */
struct scale_summary {
    int n;         /* answers with a value */
    int dont_know; /* and those who said so */
    int empty;     /* not answered */
    int lowest, highest;
    int median, q1, q3;         /* in quarters of a unit */
    int64_t sum;                /* the mean is sum / n units */
    int count[SCALE_STEPS_MAX]; /* per value, count[0] is min's */
};

/* Quartiles are those of spreadsheets (QUARTILE.INC, in Danish KVARTIL.MEDTAG; type 7 of Hyndman
   and Fan 1996): with the values in order x[0] to x[n-1], quartile i lies at position i(n-1)/4, and
   between two values in proportion. So anybody can check a figure. RC_INVALID when the axis is not
   valid or an answer is not on it, RC_LIMIT with too many answers. */
enum rc scale_summarise(const struct scale_axis *axis, const struct scale_answer *answers, size_t n,
                        struct scale_summary *summary) MUST_CHECK;
/* The same from a distribution, which is all that a snapshot keeps: counts[scale_axis_steps()]. */
enum rc scale_summarise_counts(const struct scale_axis *axis, const int *counts, int dont_know,
                               struct scale_summary *summary) MUST_CHECK;

/* q3 - q1 in quarters: half of the answers lie that far apart. 0 without answers. */
int scale_iqr(const struct scale_summary *summary);
struct scale_ratio scale_mean(const struct scale_summary *summary);
/* How many of the answers are value or less. */
struct scale_ratio scale_share_upto(const struct scale_summary *summary,
                                    const struct scale_axis *axis, int value);
/* The ratio in units of 10^-places, halves away from zero; 0 for none. places 0 to 6. */
int64_t scale_ratio_round(struct scale_ratio ratio, int places);

/* median(self) - median(guess) in quarters: above 0, people are better off than they think their
   colleagues are. False when one of them has no answers. */
bool scale_gap(const struct scale_summary *self, const struct scale_summary *guess, int *quarters);

/* ---- several axes ---- */

/* Orders axes so that those on which people disagree most come first: by q3 - q1 as a share of the
   axis, then by highest - lowest as a share of it, then as they stand on the sheet; those without
   answers last. order[n] receives indexes. */
void scale_order_by_disagreement(const struct scale_axis *axes,
                                 const struct scale_summary *summaries, size_t n, size_t *order);

enum { SCALE_SHEETS_MAX = 3, SCALE_AXES_MAX = 64 };

/* An axis as a sheet of some date has it. A ray that was renamed or rescaled is another one: its
   sheet's new version gives it a new key, and an axis with other limits is not shared either. */
struct scale_keyed_axis {
    struct str key;
    struct scale_axis axis;
};
struct scale_sheet {
    LIST(struct scale_keyed_axis) axes;
};

struct scale_shared {
    size_t n; /* axes that all sheets have, in the order of the last sheet */
    size_t at[SCALE_AXES_MAX][SCALE_SHEETS_MAX]; /* index of shared axis i in sheet j */
    size_t left_out[SCALE_SHEETS_MAX];           /* axes of sheet j that are not shared */
};

/* Which axes up to three dated sheets can be compared on. RC_LIMIT with more sheets or axes,
   RC_INVALID when a sheet has a key twice. */
enum rc scale_compare_sheets(const struct scale_sheet *sheets, size_t n,
                             struct scale_shared *shared) MUST_CHECK;

#endif

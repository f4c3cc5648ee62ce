/*
 * Readings of a finished sheet: what the star's profile hints at, and which row of the four
 * conditions for change fits. Both are questions to the group, never verdicts or grades.
 */
#ifndef RULES_SCALE_READING_H
#define RULES_SCALE_READING_H

#include "rules/scale/scale.h"

/* ---- the star (samskabelsesstjernen) ---- */

enum scale_aspect { SCALE_PERSONAL, SCALE_RELATIONAL, SCALE_ORGANISATIONAL, SCALE_ASPECT__N };

/* The mean of the medians of an aspect's rays, as the web shows them (so that it can be checked
   from the picture), in units. Rays without answers are left out; {0, 0} when fewer than half of
   the aspect's rays have any. */
struct scale_ratio scale_aspect_mean(const struct scale_summary *summaries,
                                     const enum scale_aspect *aspects, size_t n,
                                     enum scale_aspect aspect);

/* "Looks more like cooperation or volunteering than co-creation so far. Do you agree?": the
   organisational mean is under 2.5 while the personal and the relational are 3.5 or more. For
   sheets from 0 to 5. */
bool scale_star_hint(const struct scale_summary *summaries, const enum scale_aspect *aspects,
                     size_t n);

/* ---- the four conditions for change ---- */

enum scale_condition {
    SCALE_NECESSITY,
    SCALE_BASIS,
    SCALE_CAPACITY,
    SCALE_FIRST_STEPS,
    SCALE_CONDITION__N
};

enum scale_row {
    SCALE_ROW_UNKNOWN, /* a condition has no answers */
    SCALE_ROW_LASTING, /* all present */
    SCALE_ROW_ONE,     /* exactly one missing: the row of that condition */
    SCALE_ROW_SEVERAL, /* the single consequences side by side; there is no label for the whole */
};

/* Sheets from 0 (not at all) to 3 (fully). missing: the median is at most 1. contested: from 30 %
   to 70 % of the answers are at most 1, whether it is missing or not. weakest: the condition with
   the lowest median, then with the lowest mean, then the first; SCALE_CONDITION__N when unknown. */
struct scale_readiness {
    enum scale_row row;
    size_t n_missing;
    bool missing[SCALE_CONDITION__N], contested[SCALE_CONDITION__N];
    enum scale_condition weakest;
};

void scale_read_conditions(const struct scale_summary summaries[SCALE_CONDITION__N],
                           struct scale_readiness *readiness);

#endif
